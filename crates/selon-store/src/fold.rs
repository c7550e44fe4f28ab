//! Words as the index knows them: without case, accents and the letters' other dress.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for the index and for questions to it: "Élysée" and "elysee", "الأَمن" and "الامن", "İzmir" and "izmir" meet.
///
/// ```
/// assert_eq!(selon_store::fold("Élysée, İzmir, Straße, الأَمن"), "elysee, izmir, strasse, الامن");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            // What lower case leaves over of İ is a dot above.
            '\u{307}' | '\u{640}' | 'ً'..='ْ' => {}
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            // Typographic apostrophes part words as the plain one does.
            '’' | 'ʼ' => folded.push('\''),
            c => folded.push(c),
        }
    }
    folded
}
