//! The sounds of a word that stay when it goes from one language or script to another.
//!
//! A word is turned into plain Latin letters, then into consonants: vowels, `h` and doubled letters fall, letters that
//! spell one sound fall together. What `ch` and `j` spell differs between languages, so a word has up to three skeletons.

use any_ascii::any_ascii;

use super::affixes::{CASES, SOUNDS, SPELLINGS};

/// What some letters spell in a group of languages.
type Spelling = [(&'static str, char)];

/// A skeleton shorter than this says too little: the word itself stands for it.
const SHORTEST: usize = 2;

/// The skeletons of a word, each once, in order. `inflected` for languages that put endings to names: then those of its
/// stem too.
pub(in crate::annotate) fn skeletons(word: &str, inflected: bool) -> Vec<String> {
    let latin: String = any_ascii(word).to_ascii_lowercase();
    let latin: String = latin.chars().filter(char::is_ascii_alphabetic).take(64).collect();
    let mut forms = vec![latin.as_str()];
    if inflected {
        let stem = CASES.iter().find_map(|e| latin.strip_suffix(e).filter(|s| s.len() > 2));
        forms.extend(stem);
    }
    let mut all: Vec<String> =
        forms.iter().flat_map(|f| SPELLINGS.iter().map(|s| kept(f, s))).filter(|b| !b.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The consonants of a word, or the word where it has too few.
fn kept(word: &str, spelling: &Spelling) -> String {
    let bones = bones(word, spelling);
    if bones.len() < SHORTEST { format!("={word}") } else { bones }
}

/// The consonants of a word in small Latin letters; a vowel at the front is an `a`.
fn bones(word: &str, spelling: &Spelling) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let (sound, length) = sound(rest, c, spelling);
        rest = &rest[length..];
        match sound {
            Some(s) if !out.ends_with(s) => out.push(s),
            None if out.is_empty() && c != 'h' => out.push('a'),
            _ => {}
        }
    }
    out
}

/// The sound at the front of a word, and how many letters spell it.
fn sound(rest: &str, c: char, spelling: &Spelling) -> (Option<char>, usize) {
    if let Some((letters, sound)) = SOUNDS.iter().find(|(letters, _)| rest.starts_with(letters)) {
        return (Some(*sound), letters.len());
    }
    let spelt = |letters: &str| spelling.iter().find(|(l, _)| *l == letters).map(|(_, sound)| *sound);
    for letters in ["ch", "kh", "j"] {
        if rest.starts_with(letters) {
            return (spelt(letters), letters.len());
        }
    }
    let soft = rest[1..].starts_with(['e', 'i']);
    let sound = match c {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' => None,
        'c' if soft => Some('s'),
        'c' | 'q' | 'g' | 'x' => Some('k'),
        'z' => Some('s'),
        'w' => Some('v'),
        c => Some(c),
    };
    (sound, 1)
}

#[cfg(test)]
mod tests {
    use super::skeletons;

    fn meet(a: &str, b: &str) -> bool {
        let of_b = skeletons(b, false);
        skeletons(a, false).iter().any(|s| of_b.contains(s))
    }

    #[test]
    fn spellings_of_one_name_meet_and_others_do_not() {
        for (a, b) in [
            ("Bachar", "Bashar"),
            ("Башар", "Baschar"),
            ("Julija", "Yulia"),
            ("Chomeini", "Khomeini"),
            ("Jomeini", "Khomeini"),
        ] {
            assert!(meet(a, b), "{a} {b}");
        }
        for (a, b) in [("Maher", "Bashar"), ("Putin", "Poroschenko")] {
            assert!(!meet(a, b), "{a} {b}");
        }
    }
}
