//! Writes a model file, in the form that `selon::attribute::tagger::model` describes.

use std::collections::BTreeMap;

use selon::attribute::tagger::model::{FIRST, Header, MAGIC, PROBES, SECOND, WAYS, Word, ZERO, bucket, tag};

use super::crf::{Examples, Learned};

/// Puts a model together.
pub(super) fn encode(
    words: &BTreeMap<u32, Word>,
    first: (&Examples, &Learned<FIRST>, usize),
    second: (&Examples, &Learned<SECOND>, usize),
    threshold: f32,
    leads: bool,
) -> Vec<u8> {
    let words = slots(words);
    let first_table = Table::new(first.0, first.1, first.2);
    let second_table = Table::new(second.0, second.1, second.2);
    let header = Header {
        words: words.len() as u32,
        buckets: [first_table.buckets(), second_table.buckets()],
        scales: [first_table.scale, second_table.scale],
        threshold,
        leads: u32::from(leads),
    };
    let mut out = MAGIC.to_vec();
    out.extend([header.words, header.buckets[0], header.buckets[1]].iter().flat_map(|n| n.to_le_bytes()));
    out.extend([header.scales[0], header.scales[1], header.threshold].iter().flat_map(|n| n.to_le_bytes()));
    out.extend(header.leads.to_le_bytes());
    let chain = first.1.chain.score.iter().flatten().chain(second.1.chain.score.iter().flatten());
    out.extend(chain.flat_map(|n| n.to_le_bytes()));
    out.extend(words.iter().flatten());
    first_table.write(&mut out);
    second_table.write(&mut out);
    out
}

fn slots(words: &BTreeMap<u32, Word>) -> Vec<[u8; 8]> {
    let mut size = (words.len() * 2).next_power_of_two();
    loop {
        let mut slots = vec![[0u8; 8]; size];
        let fits = words.iter().all(|(&hash, word)| {
            let free = (0..PROBES).map(|p| (hash as usize + p) & (size - 1)).find(|&at| slots[at] == [0; 8]);
            if let Some(at) = free {
                let [a, b, c, d] = hash.to_le_bytes();
                slots[at] = [a, b, c, d, word.cue, word.source, word.frequent, 0];
            }
            free.is_some()
        });
        if fits {
            return slots;
        }
        size *= 2;
    }
}

/// The weights of one pass.
pub(super) struct Table {
    /// [`WAYS`] to a bucket.
    tags: Vec<u16>,
    rows: Vec<Vec<u8>>,
    pub(super) scale: f32,
}

impl Table {
    /// The heaviest features first, until the table is full.
    pub(super) fn new<const N: usize>(examples: &Examples, learned: &Learned<N>, size: usize) -> Table {
        // Only differences between labels count, so the first one's weight can be nothing.
        let weights: Vec<Vec<f32>> =
            learned.weights.iter().map(|row| row[1..N].iter().map(|w| w - row[0]).collect()).collect();
        let heavy = |f: usize| weights[f].iter().map(|w| w * w).sum::<f32>() * (examples.counts[f] as f32).sqrt();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|&a, &b| heavy(b).total_cmp(&heavy(a)).then(a.cmp(&b)));
        // A few weights stick out: cutting them costs less than coarser steps for all.
        let mut sizes: Vec<f32> = weights.iter().map(|row| row.iter().fold(0f32, |m, w| m.max(w.abs()))).collect();
        sizes.sort_by(f32::total_cmp);
        let scale = 127.0 / sizes.get(sizes.len() * 9995 / 10000).copied().unwrap_or(1.0).max(1e-3);

        // A little room, so that the few fit that meet others in their bucket.
        let buckets = (size.min(weights.len() * 5 / 4) / WAYS).max(1);
        let mut table = Table { tags: vec![0; buckets * WAYS], rows: vec![vec![ZERO; N - 1]; buckets * WAYS], scale };
        let mut kept = 0;
        for f in order {
            let hash = examples.hashes[f];
            let places = bucket(hash, buckets) * WAYS..(bucket(hash, buckets) + 1) * WAYS;
            if table.tags[places.clone()].contains(&tag(hash)) {
                continue;
            }
            if let Some(place) = places.clone().find(|&p| table.tags[p] == 0) {
                let byte = |w: &f32| ((w * scale).round().clamp(-127.0, 127.0) + f32::from(ZERO)) as u8;
                table.tags[place] = tag(hash);
                table.rows[place] = weights[f].iter().map(byte).collect();
                kept += 1;
            }
        }
        eprintln!("  {kept} of {} features kept, scale {scale:.1}", weights.len());
        table
    }

    /// How many buckets it takes.
    pub(super) fn buckets(&self) -> u32 {
        (self.tags.len() / WAYS) as u32
    }

    /// Appends its bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for (tags, rows) in self.tags.chunks(WAYS).zip(self.rows.chunks(WAYS)) {
            out.extend(tags.iter().flat_map(|t| t.to_le_bytes()));
            out.extend(rows.iter().flatten());
        }
    }
}
