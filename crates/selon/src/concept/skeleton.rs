//! A name by its consonants.

/// A name by its consonants in Latin letters: what spellings and scripts of it share. Nothing where no letter is left.
///
/// ```
/// use selon::concept::skeleton;
/// assert_eq!(skeleton("Karim al-Hadid"), skeleton("Карим аль-Хадид"));
/// ```
pub fn skeleton(name: &str) -> Option<String> {
    let latin = any_ascii::any_ascii(name).to_lowercase();
    let mut kept = String::new();
    for c in latin.chars().filter(char::is_ascii_alphanumeric) {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h' | 'j' => continue,
            'q' | 'c' => 'k',
            'z' => 's',
            'v' => 'f',
            other => other,
        };
        if !kept.ends_with(c) {
            kept.push(c);
        }
    }
    if kept.len() >= 2 { Some(kept) } else { (!latin.is_empty()).then_some(latin) }
}
