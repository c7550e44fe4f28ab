//! Names of places: one spelling for the many in which they are written, and whether any place has a name.

use std::sync::LazyLock;

use fst::Set;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// A name as the gazetteer and the table of name parts know it: lower case, without accents, points and tashkeel,
/// hyphens as blanks, one blank between words.
///
/// ```
/// use selon::annotate::place::fold;
///
/// assert_eq!(fold("Saint-Étienne"), "saint etienne");
/// assert_eq!(fold("Düsseldorf"), "dusseldorf");
/// assert_eq!(fold("L’Haÿ-les-Roses"), "l'hay les roses");
/// ```
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    fold_on(name, &mut out);
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Whether the gazetteer holds a place of this name. Many are common words too: of use only where a place is looked for.
pub(crate) fn is_known(name: &str) -> bool {
    static NAMES: LazyLock<Set<&'static [u8]>> =
        LazyLock::new(|| Set::new(selon_data::PLACE_NAMES).expect("the gazetteer is whole"));
    NAMES.contains(fold(name))
}

/// Folds the next piece of a name. A blank at its end is kept, for what may follow.
pub(crate) fn fold_on(piece: &str, out: &mut String) {
    for c in piece.chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase(), out);
        } else {
            // Marks are dropped, so their order does not matter and each letter can be taken apart by itself.
            for c in c.to_lowercase() {
                decompose_canonical(c, |c| {
                    if !is_combining_mark(c) {
                        push(c, out);
                    }
                });
            }
        }
    }
}

fn push(c: char, out: &mut String) {
    match c {
        '-' | '\u{2010}'..='\u{2014}' | ' ' | '\u{a0}' | '\u{202f}' | '\t' | '\n' | '_' => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{2bb}' | '\u{b4}' => out.push('\''),
        '.' | '\u{640}' | '\u{200c}'..='\u{200f}' | '\u{ad}' => {}
        'ß' => out.push_str("ss"),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' => out.push('d'),
        'ı' => out.push('i'),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' | 'ی' => out.push('ي'),
        'ة' => out.push('ه'),
        'ک' => out.push('ك'),
        c => out.push(c),
    }
}
