//! Trains a linear-chain conditional random field by stochastic gradients.

use std::ops::Range;

use selon::crf::chain::{NEVER, Transitions};

/// Labelled sequences. A token's features are numbers below `Examples::size`.
#[derive(Default)]
pub(super) struct Examples {
    /// The features of all tokens, one after another.
    features: Vec<u32>,
    /// Where each token's features begin; one more at the end.
    starts: Vec<usize>,
    labels: Vec<u8>,
    sequences: Vec<Range<usize>>,
    /// How many features there are.
    pub size: usize,
    /// The hash of each feature, in order.
    pub hashes: Vec<u32>,
    /// How often each occurs.
    pub counts: Vec<u32>,
}

/// Learned weights.
pub(super) struct Learned<const N: usize> {
    /// By feature; only the first `N` count.
    pub weights: Vec<[f32; 8]>,
    /// From label to label.
    pub chain: Transitions<N>,
}

/// How to learn.
#[derive(Clone, Copy)]
pub(super) struct Recipe {
    pub epochs: usize,
    pub rate: f32,
    /// Pull towards nothing.
    pub decay: f32,
}

impl Examples {
    /// Adds a sequence of tokens, each with the hashes of its features and its label.
    pub(super) fn push(&mut self, tokens: impl Iterator<Item = (Vec<u32>, u8)>) {
        let first = self.labels.len();
        for (features, label) in tokens {
            self.starts.push(self.features.len());
            self.features.extend(features);
            self.labels.push(label);
        }
        self.sequences.push(first..self.labels.len());
    }

    /// Turns hashes into numbers and forgets the features that are too rare to learn from.
    pub(super) fn number(&mut self) {
        let least = if self.labels.len() < 100_000 { 2 } else { 3 };
        self.starts.push(self.features.len());
        let mut sorted = self.features.clone();
        sorted.sort_unstable();
        let (mut hashes, mut counts) = (Vec::new(), Vec::new());
        for run in sorted.chunk_by(|a, b| a == b) {
            if run.len() >= least {
                hashes.push(run[0]);
                counts.push(run.len() as u32);
            }
        }
        drop(sorted);
        // Where the hashes with each beginning of 16 bits start: the rest of the search is short.
        let mut heads = vec![0; (1 << 16) + 1];
        for &hash in &hashes {
            heads[(hash >> 16) as usize + 1] += 1;
        }
        for i in 1..heads.len() {
            heads[i] += heads[i - 1];
        }
        let (mut kept, mut read) = (0, 0);
        for i in 0..self.labels.len() {
            let end = self.starts[i + 1];
            self.starts[i] = kept;
            while read < end {
                let hash = self.features[read];
                let head = (hash >> 16) as usize;
                let range = heads[head]..heads[head + 1];
                if let Ok(at) = hashes[range.clone()].binary_search(&hash) {
                    self.features[kept] = (range.start + at) as u32;
                    kept += 1;
                }
                read += 1;
            }
        }
        *self.starts.last_mut().expect("one was pushed") = kept;
        self.features.truncate(kept);
        self.size = hashes.len();
        self.hashes = hashes;
        self.counts = counts;
    }

    fn features(&self, token: usize) -> &[u32] {
        &self.features[self.starts[token]..self.starts[token + 1]]
    }

    /// How many sequences.
    pub(super) fn len(&self) -> usize {
        self.sequences.len()
    }

    /// How many tokens.
    pub(super) fn tokens(&self) -> usize {
        self.labels.len()
    }

    /// The scores of a sequence.
    pub(super) fn scores<const N: usize>(&self, learned: &Learned<N>, sequence: usize) -> Vec<[f32; N]> {
        self.sequences[sequence].clone().map(|t| score(&learned.weights, self.features(t))).collect()
    }
}

fn score<const N: usize>(weights: &[[f32; 8]], features: &[u32]) -> [f32; N] {
    let mut sum = [0f32; 8];
    for &f in features {
        let row = &weights[f as usize];
        for l in 0..8 {
            sum[l] += row[l];
        }
    }
    std::array::from_fn(|l| sum[l])
}

/// Learns from the sequences that `uses` lets through.
pub(super) fn learn<const N: usize>(examples: &Examples, uses: impl Fn(usize) -> bool, recipe: Recipe) -> Learned<N> {
    let mut learned = Learned { weights: vec![[0f32; 8]; examples.size], chain: Transitions::<N>::even() };
    let mut squares = vec![[1f32; 8]; examples.size];
    let mut chain_squares = vec![[1f32; N]; N + 1];
    let mut order: Vec<usize> = (0..examples.len()).filter(|&s| uses(s)).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    for epoch in 0..recipe.epochs {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        let mut loss = 0f64;
        for &s in &order {
            let tokens = examples.sequences[s].clone();
            if tokens.is_empty() {
                continue;
            }
            let gold = &examples.labels[tokens.clone()];
            let scores = examples.scores(&learned, s);
            let mut slope = vec![[0f32; N]; N + 1];
            let posterior = learned.chain.posterior(&scores, |_, from, to, p| slope[from][to] -= p);
            for (l, p) in posterior[0].iter().enumerate() {
                slope[N][l] -= p;
            }
            slope[N][usize::from(gold[0])] += 1.0;
            for pair in gold.windows(2) {
                slope[usize::from(pair[0])][usize::from(pair[1])] += 1.0;
            }
            for from in 0..=N {
                for to in 0..N {
                    let g = slope[from][to];
                    if g != 0.0 && learned.chain.score[from][to] > NEVER {
                        chain_squares[from][to] += g * g;
                        learned.chain.score[from][to] += recipe.rate * g / chain_squares[from][to].sqrt();
                    }
                }
            }
            for (k, t) in tokens.enumerate() {
                let label = usize::from(gold[k]);
                loss -= f64::from(posterior[k][label].max(1e-9).ln());
                if posterior[k][label] > 0.99 {
                    continue;
                }
                let mut slope = [0f32; 8];
                for l in 0..N {
                    slope[l] = f32::from(u8::from(l == label)) - posterior[k][l];
                }
                for &f in examples.features(t) {
                    let (row, square) = (&mut learned.weights[f as usize], &mut squares[f as usize]);
                    for l in 0..8 {
                        let g = slope[l] - recipe.decay * row[l];
                        square[l] += g * g;
                        row[l] += recipe.rate * g / square[l].sqrt();
                    }
                }
            }
        }
        eprintln!(
            "    epoch {epoch}: loss {:.4} a token",
            loss / order.iter().map(|&s| examples.sequences[s].len()).sum::<usize>() as f64
        );
    }
    learned
}
