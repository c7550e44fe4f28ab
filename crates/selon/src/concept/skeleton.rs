//! A name by its consonants.

/// A name by its consonants in Latin letters: what spellings and scripts of it share. Nothing where no letter is left.
///
/// ```
/// use selon::concept::skeleton;
/// assert_eq!(skeleton("Karim al-Hadid"), skeleton("Карим аль-Хадид"));
/// ```
pub fn skeleton(name: &str) -> Option<String> {
    // Cyrillic and Arabic letters that Latin writes "h" or "kh".
    let latin = any_ascii::any_ascii(name).to_lowercase().replace("kh", "h");
    let mut kept = String::new();
    let mut last = None;
    for c in latin.chars().filter(char::is_ascii_alphanumeric) {
        let sound = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h' | 'j' => None,
            'q' | 'c' => Some('k'),
            'z' => Some('s'),
            'v' => Some('f'),
            other => Some(other),
        };
        // A doubled letter is one sound, the same letter after a vowel is two.
        if sound != last {
            kept.extend(sound);
        }
        last = sound;
    }
    if kept.len() >= 2 { Some(kept) } else { (!latin.is_empty()).then_some(latin) }
}
