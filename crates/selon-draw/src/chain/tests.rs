//! Laws of the layout.

use super::layers::{Placed, place};
use super::*;
use crate::ENGLISH;

fn graph(count: usize, links: &[(usize, usize)]) -> Chains {
    let voice = |i: usize| Voice { name: format!("Voice {i}"), ..Voice::default() };
    let link = |&(from, to): &(usize, usize)| Link { from, to, kind: LinkKind::Cites, inferred: false };
    Chains { voices: (0..count).map(voice).collect(), links: links.iter().map(link).collect() }
}

fn placed(chains: &Chains) -> Placed {
    place(&fold::fold(chains, &sound(chains), &ENGLISH))
}

#[test]
fn a_chain_runs_from_left_to_right() {
    let placed = placed(&graph(3, &[(2, 1), (1, 0)]));
    assert_eq!(placed.boxes.iter().map(|b| b.column).collect::<Vec<_>>(), [2, 1, 0]);
}

#[test]
fn links_that_need_not_cross_do_not() {
    // Four origins, four outlets, each with its own, named in the opposite order.
    let placed = placed(&graph(8, &[(0, 7), (1, 6), (2, 5), (3, 4)]));
    let mut rows: Vec<(f64, f64)> =
        placed.wires.iter().map(|w| (placed.boxes[w.from].y, placed.boxes[w.to].y)).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(rows.is_sorted_by(|a, b| a.1 < b.1), "{rows:?}");
}

#[test]
fn reprints_of_one_wire_are_folded_and_what_a_claim_rests_on_is_not() {
    let mut chains = graph(40, &[]);
    chains.voices[0].rests_on = true;
    chains.links = (1..40).map(|to| Link { from: 0, to, kind: LinkKind::Reprints, inferred: false }).collect();
    let placed = placed(&chains);
    let names: Vec<&str> = placed.boxes.iter().map(|b| b.voice.name.as_str()).collect();
    assert_eq!(names, ["Voice 0", "39 voices"]);
    assert_eq!(draw(&chains, &ENGLISH).table.rows.len(), 39);
}

#[test]
fn a_ring_is_drawn() {
    let picture = draw(&graph(3, &[(0, 1), (1, 2), (2, 0)]), &ENGLISH);
    assert_eq!(picture.svg().matches("wire ring").count(), 1);
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn boxes_never_overlap(links in prop::collection::vec((0..70_usize, 0..70_usize), 0..160)) {
            let placed = placed(&graph(70, &links));
            for (i, a) in placed.boxes.iter().enumerate() {
                prop_assert!(a.y - a.height / 2.0 >= -0.01 && a.y + a.height / 2.0 <= placed.height + 0.01);
                for b in &placed.boxes[i + 1..] {
                    let apart = (a.y - b.y).abs() >= f64::midpoint(a.height, b.height) + 1.0;
                    prop_assert!(a.column != b.column || apart, "{} and {}", a.voice.name, b.voice.name);
                }
            }
            for wire in &placed.wires {
                let (from, to) = (placed.boxes[wire.from].column, placed.boxes[wire.to].column);
                let forward = from < to;
                prop_assert!(from != to && forward != wire.back);
            }
        }
    }
}
