//! Linear chains of labels: the best one, and how probable each label is.

/// Scores of one label after another; the last row is that of the beginning.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions<const N: usize> {
    /// `score[from][to]`; `score[N]` for the first token.
    pub score: Vec<[f32; N]>,
}

/// What forbids a transition.
pub const NEVER: f32 = f32::NEG_INFINITY;

impl<const N: usize> Transitions<N> {
    /// All transitions alike, but an inside label only follows its own begin or inside: label 0 is outside, then begin and
    /// inside take turns.
    pub fn even() -> Transitions<N> {
        let allowed = |from: usize, to: usize| {
            let inside = to > 0 && to.is_multiple_of(2);
            if inside && from != to && from + 1 != to { NEVER } else { 0.0 }
        };
        Transitions {
            score: (0..=N)
                .map(|from| std::array::from_fn(|to| allowed(if from == N { 0 } else { from }, to)))
                .collect(),
        }
    }

    /// Takes rows that lie one after another.
    pub fn from_slice(scores: &[f32]) -> Option<Transitions<N>> {
        let (rows, rest) = scores.as_chunks::<N>();
        (rest.is_empty() && rows.len() == N + 1).then(|| Transitions { score: rows.to_vec() })
    }

    /// The best labels for tokens of these scores.
    pub fn best(&self, tokens: &[[f32; N]]) -> Vec<u8> {
        let mut back: Vec<[u8; N]> = Vec::with_capacity(tokens.len());
        let mut so_far = [0f32; N];
        for (i, token) in tokens.iter().enumerate() {
            let mut next = [NEVER; N];
            let mut from = [0u8; N];
            for to in 0..N {
                if i == 0 {
                    next[to] = self.score[N][to] + token[to];
                    continue;
                }
                for (before, score) in so_far.iter().enumerate() {
                    let score = score + self.score[before][to] + token[to];
                    if score > next[to] {
                        next[to] = score;
                        from[to] = before as u8;
                    }
                }
            }
            so_far = next;
            back.push(from);
        }
        let mut label = (1..N).fold(0, |best, l| if so_far[l] > so_far[best] { l } else { best }) as u8;
        let mut labels = vec![0; tokens.len()];
        for i in (0..tokens.len()).rev() {
            labels[i] = label;
            label = back[i][usize::from(label)];
        }
        labels
    }

    /// How probable each label of each token is. `pairs` gets the probability of each transition, for training.
    pub fn posterior(&self, tokens: &[[f32; N]], mut pairs: impl FnMut(usize, usize, usize, f32)) -> Vec<[f32; N]> {
        let n = tokens.len();
        let factor: Vec<[f32; N]> = self.score.iter().map(|row| row.map(f32::exp)).collect();
        let weight: Vec<[f32; N]> = tokens
            .iter()
            .map(|token| {
                let top = token.iter().copied().fold(f32::MIN, f32::max);
                // No label may vanish: where the others are forbidden, it is what is left.
                token.map(|s| (s - top).max(-60.0).exp())
            })
            .collect();
        let mut forward: Vec<[f32; N]> = Vec::with_capacity(n);
        for w in &weight {
            let mut row: [f32; N] = match forward.last() {
                None => factor[N],
                Some(before) => std::array::from_fn(|to| (0..N).map(|from| before[from] * factor[from][to]).sum()),
            };
            for (value, w) in row.iter_mut().zip(w) {
                *value *= w;
            }
            forward.push(normal(row));
        }
        let mut posterior = vec![[0f32; N]; n];
        let mut backward = [1f32; N];
        for i in (0..n).rev() {
            posterior[i] = normal(std::array::from_fn(|l| forward[i][l] * backward[l]));
            let ahead: [f32; N] = std::array::from_fn(|l| backward[l] * weight[i][l]);
            if i > 0 {
                let mut total = 0f32;
                let mut joint = [[0f32; N]; N];
                for from in 0..N {
                    for to in 0..N {
                        joint[from][to] = forward[i - 1][from] * factor[from][to] * ahead[to];
                        total += joint[from][to];
                    }
                }
                for (from, row) in joint.iter().enumerate() {
                    for (to, value) in row.iter().enumerate() {
                        pairs(i, from, to, value / total);
                    }
                }
            }
            backward = normal(std::array::from_fn(|from| (0..N).map(|to| factor[from][to] * ahead[to]).sum()));
        }
        posterior
    }
}

fn normal<const N: usize>(row: [f32; N]) -> [f32; N] {
    let total: f32 = row.iter().sum();
    if total > 0.0 { row.map(|v| v / total) } else { [1.0 / N as f32; N] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every sequence of three labels that is allowed, with its score.
    fn all(chain: &Transitions<3>, tokens: &[[f32; 3]]) -> Vec<(Vec<u8>, f32)> {
        let mut so_far: Vec<(Vec<u8>, f32)> = vec![(vec![], 0.0)];
        for token in tokens {
            let longer = |(labels, score): &(Vec<u8>, f32)| {
                let from = labels.last().map_or(3, |&l| usize::from(l));
                let one = |to: usize| ([&labels[..], &[to as u8]].concat(), score + chain.score[from][to] + token[to]);
                [one(0), one(1), one(2)]
            };
            so_far = so_far.iter().flat_map(longer).filter(|s| s.1 > NEVER).collect();
        }
        so_far
    }

    proptest! {
        #[test]
        fn the_best_labels_and_their_probabilities_are_those_of_trying_all(
            tokens in prop::collection::vec(prop::array::uniform3(-3f32..3.0), 1..6),
        ) {
            let chain = Transitions::<3>::even();
            let all = all(&chain, &tokens);
            let score = |labels: &[u8]| all.iter().find(|s| s.0 == labels).map(|s| s.1);
            let top = all.iter().map(|s| s.1).fold(NEVER, f32::max);
            let best = chain.best(&tokens);
            prop_assert!((score(&best).expect("an allowed one") - top).abs() < 1e-3);

            let total: f32 = all.iter().map(|s| s.1.exp()).sum();
            let posterior = chain.posterior(&tokens, |_, _, _, _| {});
            for (i, row) in posterior.iter().enumerate() {
                for (l, &p) in row.iter().enumerate() {
                    let with = all.iter().filter(|s| usize::from(s.0[i]) == l).map(|s| s.1.exp()).sum::<f32>();
                    prop_assert!((p - with / total).abs() < 1e-3, "{} {} {}", i, l, p);
                }
            }
        }
    }

    #[test]
    fn inside_never_stands_alone() {
        let chain = Transitions::<5>::even();
        let labels = chain.best(&[[0.0, 0.0, 9.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 9.0]]);
        assert_eq!(labels, [3, 4]);
    }
}
