//! Where the boxes stand: columns by how far a voice is from the origins, rows so that few links cross (after Sugiyama, Tagawa and
//! Toda 1981), heights by least squares.

use super::fold::{Folded, Node};
use super::{LinkKind, Voice};
use crate::measure;

/// A box's width.
pub(super) const WIDTH: f64 = 172.0;
/// What lies between columns: the word of the link stands there.
pub(super) const GAP: f64 = 128.0;
const SPACE: f64 = 14.0;
const SWEEPS: usize = 12;

/// A graph whose boxes have their place.
pub(super) struct Placed {
    pub(super) boxes: Vec<Box>,
    pub(super) wires: Vec<Wire>,
    pub(super) columns: usize,
    pub(super) height: f64,
}

/// A box.
pub(super) struct Box {
    pub(super) voice: Voice,
    pub(super) count: usize,
    pub(super) names: String,
    /// The lines of its name.
    pub(super) lines: Vec<String>,
    pub(super) column: usize,
    /// Its middle.
    pub(super) y: f64,
    pub(super) height: f64,
}

/// A link: the boxes it joins and the rows it passes in the columns between.
pub(super) struct Wire {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: LinkKind,
    pub(super) inferred: bool,
    /// Whether it runs from right to left: it closes a ring.
    pub(super) back: bool,
    /// The middle of its rows, column by column from left to right, both ends left out.
    pub(super) by: Vec<f64>,
}

/// Gives each box its place.
pub(super) fn place(graph: &Folded) -> Placed {
    let back = rings(graph);
    let column = columns(graph, &back);
    let count = column.iter().max().map_or(0, |c| c + 1);

    // Items are the boxes and, for each link over more than one column, a point in each column between.
    let lines: Vec<Vec<String>> =
        graph.nodes.iter().map(|n| measure::wrap(&n.voice.name, 13.0, WIDTH - 20.0, 2)).collect();
    let mut items: Vec<Item> = graph
        .nodes
        .iter()
        .zip(&lines)
        .zip(&column)
        .map(|((node, lines), &column)| Item::new(column, height(node, lines.len())))
        .collect();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (link, &back) in graph.links.iter().zip(&back) {
        let (left, right) = if back { (link.to, link.from) } else { (link.from, link.to) };
        let mut run = vec![left];
        for between in column[left] + 1..column[right] {
            run.push(items.len());
            items.push(Item::new(between, 6.0));
        }
        run.push(right);
        for pair in run.windows(2) {
            items[pair[0]].right.push(pair[1]);
            items[pair[1]].left.push(pair[0]);
        }
        runs.push(run);
    }
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (i, item) in items.iter().enumerate() {
        rows[item.column].push(i);
    }
    order(&items, &mut rows);
    let height = heights(&mut items, &rows);

    let wires = graph.links.iter().zip(back).zip(runs).map(|((link, back), run)| Wire {
        from: link.from,
        to: link.to,
        kind: link.kind,
        inferred: link.inferred,
        back,
        by: run[1..run.len() - 1].iter().map(|&i| items[i].y).collect(),
    });
    let wires = wires.collect();
    let boxes = graph.nodes.iter().zip(lines).enumerate().map(|(i, (node, lines))| Box {
        voice: node.voice.clone(),
        count: node.count,
        names: node.names.clone(),
        lines,
        column: items[i].column,
        y: items[i].y,
        height: items[i].height,
    });
    Placed { boxes: boxes.collect(), wires, columns: count, height }
}

struct Item {
    column: usize,
    height: f64,
    y: f64,
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Item {
    fn new(column: usize, height: f64) -> Item {
        Item { column, height, y: 0.0, left: Vec::new(), right: Vec::new() }
    }
}

fn height(node: &Node, lines: usize) -> f64 {
    let voice = &node.voice;
    let noted = !voice.kind.is_empty() || voice.unnamed || voice.own_word || voice.ring || voice.rests_on;
    12.0 + 16.0 * lines.max(1) as f64 + if noted { 15.0 } else { 0.0 }
}

/// Which links close a ring, found depth first from the voices that have it from nobody.
fn rings(graph: &Folded) -> Vec<bool> {
    let count = graph.nodes.len();
    let mut next: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
    let mut fed = vec![false; count];
    for (i, link) in graph.links.iter().enumerate() {
        next[link.from].push((i, link.to));
        fed[link.to] = true;
    }
    let mut back = vec![false; graph.links.len()];
    // 0: not seen; 1: on the way; 2: done.
    let mut state = vec![0_u8; count];
    let starts = (0..count).filter(|&v| !fed[v]).chain(0..count).collect::<Vec<_>>();
    for start in starts {
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        let mut way = vec![(start, 0)];
        while let Some((v, at)) = way.last_mut() {
            if let Some(&(link, to)) = next[*v].get(*at) {
                *at += 1;
                match state[to] {
                    0 => {
                        state[to] = 1;
                        way.push((to, 0));
                    }
                    1 => back[link] = true,
                    _ => {}
                }
            } else {
                state[*v] = 2;
                way.pop();
            }
        }
    }
    back
}

/// The column of each box: one more than the last of those it has it from; outlets that nobody cites stand in the last one.
fn columns(graph: &Folded, back: &[bool]) -> Vec<usize> {
    let count = graph.nodes.len();
    let forward = || graph.links.iter().zip(back).map(|(l, &b)| if b { (l.to, l.from) } else { (l.from, l.to) });
    let mut waits = vec![0_usize; count];
    let mut next = vec![Vec::new(); count];
    for (from, to) in forward() {
        waits[to] += 1;
        next[from].push(to);
    }
    let mut column = vec![0_usize; count];
    let mut ready: Vec<usize> = (0..count).filter(|&v| waits[v] == 0).collect();
    while let Some(v) = ready.pop() {
        for &to in &next[v] {
            column[to] = column[to].max(column[v] + 1);
            waits[to] -= 1;
            if waits[to] == 0 {
                ready.push(to);
            }
        }
    }
    let last = column.iter().copied().max().unwrap_or(0);
    for (v, node) in graph.nodes.iter().enumerate() {
        if node.voice.outlet && next[v].is_empty() {
            column[v] = last;
        }
    }
    // Whoever has it from nobody stands right before the first that has it from him, not at the far left.
    for v in 0..count {
        if let Some(first) = next[v].iter().map(|&to| column[to]).min()
            && !forward().any(|(_, to)| to == v)
        {
            column[v] = first.saturating_sub(1);
        }
    }
    column
}

/// Orders the rows: sweeps to and fro, each column by the mean place of its neighbours in the one before; the order with the fewest
/// crossings is kept.
fn order(items: &[Item], rows: &mut [Vec<usize>]) {
    let mut place = vec![0.0; items.len()];
    let number = |rows: &[Vec<usize>], place: &mut [f64]| {
        for row in rows {
            for (at, &i) in row.iter().enumerate() {
                place[i] = at as f64;
            }
        }
    };
    number(rows, &mut place);
    let mut best = (crossings(items, rows, &place), rows.to_vec());
    for sweep in 0..SWEEPS {
        let rightwards = sweep % 2 == 0;
        for step in 0..rows.len() {
            let at = if rightwards { step } else { rows.len() - 1 - step };
            let mut keyed: Vec<(f64, usize)> = rows[at]
                .iter()
                .map(|&i| {
                    let beside = if rightwards { &items[i].left } else { &items[i].right };
                    let mean = beside.iter().map(|&j| place[j]).sum::<f64>() / beside.len() as f64;
                    (if beside.is_empty() { place[i] } else { mean }, i)
                })
                .collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(place[a.1].total_cmp(&place[b.1])));
            for (row, &(_, i)) in keyed.iter().enumerate() {
                place[i] = row as f64;
            }
            rows[at] = keyed.into_iter().map(|(_, i)| i).collect();
        }
        let now = crossings(items, rows, &place);
        if now < best.0 {
            best = (now, rows.to_vec());
        }
    }
    rows.clone_from_slice(&best.1);
}

/// How many pairs of links cross: inversions among the right ends of the links in the order of their left ends, counted in a
/// Fenwick tree.
fn crossings(items: &[Item], rows: &[Vec<usize>], place: &[f64]) -> usize {
    let mut total = 0;
    for (at, row) in rows.iter().enumerate() {
        let width = rows.get(at + 1).map_or(0, Vec::len);
        let mut tree = vec![0_usize; width + 1];
        let mut seen = 0;
        for &i in row {
            let ends: Vec<usize> = items[i].right.iter().map(|&j| place[j] as usize).collect();
            for &end in &ends {
                let (mut k, mut before) = (end + 1, 0);
                while k > 0 {
                    before += tree[k];
                    k &= k - 1;
                }
                total += seen - before;
            }
            for &end in &ends {
                let mut k = end + 1;
                while k <= width {
                    tree[k] += 1;
                    k += k & k.wrapping_neg();
                }
                seen += 1;
            }
        }
    }
    total
}

/// Gives each item its height: as near to the mean of its neighbours as the order and the space between allow. Returns the height of
/// the whole.
fn heights(items: &mut [Item], rows: &[Vec<usize>]) -> f64 {
    for row in rows {
        let mut y = 0.0;
        for &i in row {
            items[i].y = y + items[i].height / 2.0;
            y += items[i].height + SPACE;
        }
        for &i in row {
            items[i].y -= y / 2.0;
        }
    }
    for sweep in 0..SWEEPS {
        for step in 0..rows.len() {
            let row = &rows[if sweep % 2 == 0 { step } else { rows.len() - 1 - step }];
            let wish: Vec<f64> = row
                .iter()
                .map(|&i| {
                    let beside = items[i].left.iter().chain(&items[i].right);
                    let (sum, count) = beside.fold((0.0, 0.0), |(s, c), &j| (s + items[j].y, c + 1.0));
                    if count > 0.0 { sum / count } else { items[i].y }
                })
                .collect();
            settle(items, row, &wish);
        }
    }
    let top = items.iter().map(|i| i.y - i.height / 2.0).fold(f64::INFINITY, f64::min);
    let bottom = items.iter().map(|i| i.y + i.height / 2.0).fold(f64::NEG_INFINITY, f64::max);
    for item in items.iter_mut() {
        item.y -= top;
    }
    if items.is_empty() { 0.0 } else { bottom - top }
}

/// The nearest places to the wished ones that keep order and space: isotonic regression, by pooling neighbours that are too near.
fn settle(items: &mut [Item], row: &[usize], wish: &[f64]) {
    let mut offsets = Vec::with_capacity(row.len());
    let mut offset = 0.0;
    for (at, &i) in row.iter().enumerate() {
        if at > 0 {
            offset += f64::midpoint(items[row[at - 1]].height, items[i].height) + SPACE;
        }
        offsets.push(offset);
    }
    // Pools: the mean of wishes without their offsets, and how many.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wish, offset) in wish.iter().zip(&offsets) {
        let mut pool = (wish - offset, 1);
        while let Some(&(mean, count)) = pools.last().filter(|p| p.0 > pool.0) {
            let all = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / all as f64, all);
            pools.pop();
        }
        pools.push(pool);
    }
    let means = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count));
    for ((&i, offset), mean) in row.iter().zip(offsets).zip(means) {
        items[i].y = mean + offset;
    }
}
