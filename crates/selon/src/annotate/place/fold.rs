//! One spelling for the many in which a name is written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
    fold_into(name, &mut out);
    out
}

/// [`fold`], appended to a string that is kept.
pub fn fold_into(name: &str, out: &mut String) {
    let begin = out.len();
    if name.is_ascii() {
        for c in name.chars() {
            push(c.to_ascii_lowercase(), begin, out);
        }
    } else {
        for c in name.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)) {
            push(c, begin, out);
        }
    }
    if out.len() > begin && out.ends_with(' ') {
        out.pop();
    }
}

fn push(c: char, begin: usize, out: &mut String) {
    match c {
        '-' | '\u{2010}'..='\u{2014}' | ' ' | '\u{a0}' | '\u{202f}' | '\t' | '\n' | '_' => {
            if out.len() > begin && !out.ends_with(' ') {
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
