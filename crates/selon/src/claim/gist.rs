//! Which words stand for a claim: those that share most with all its wordings, among those that can be read alone.

use std::collections::BTreeMap;

use super::feature::Traits;

/// The statement that says a claim best: an index into `members`, whose words are given. The first of equals.
pub(super) fn choose(members: &[usize], words: &[&str], traits: &[Traits]) -> usize {
    let unit = |m: usize| {
        let length = traits[m].mass.iter().sum::<f32>().sqrt().max(1.0);
        traits[m].features.iter().map(move |held| (held.feature, held.weight / length))
    };
    let mut sum: BTreeMap<u32, f32> = BTreeMap::new();
    for (feature, weight) in members.iter().flat_map(|&m| unit(m)) {
        *sum.entry(feature).or_default() += weight;
    }
    let mut best = (0, (false, f32::MIN));
    for (i, &m) in members.iter().enumerate() {
        let shared: f32 = unit(m).map(|(feature, weight)| weight * sum[&feature]).sum();
        let alone = stands_alone(words[i]);
        let (best_alone, most) = best.1;
        if (alone && !best_alone) || (alone == best_alone && shared > most + 1e-6) {
            best = (i, (alone, shared));
        }
    }
    best.0
}

/// Whether words can be read without the sentence they were taken from: they do not begin in its middle, and close what they open.
fn stands_alone(words: &str) -> bool {
    /// Brackets and quotation marks whose two forms differ in every language that uses them.
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('«', '»')];
    let begins = words.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let closes = PAIRS.iter().all(|(open, close)| words.matches(*open).count() == words.matches(*close).count());
    begins && closes && words.matches('"').count().is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::stands_alone;

    #[test]
    fn fragments_do_not_stand_alone() {
        for whole in [
            "Le port est fermé",
            "« Le port est fermé », dit-il",
            "12 morts",
            "قال الوزير إن الميناء مغلق",
            "Le port (Brest) est fermé",
        ] {
            assert!(stands_alone(whole), "{whole}");
        }
        for part in
            ["dont l’agence rapporte les propos", "SRV) n'a pas donné suite", "« Le port est fermé", "che ha chiesto"]
        {
            assert!(!stands_alone(part), "{part}");
        }
    }
}
