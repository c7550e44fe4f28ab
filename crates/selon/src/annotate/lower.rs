//! Words in lower case, as the tables of the languages write them.

/// Appends a word in lower case, with the plain apostrophe and hyphen.
pub(super) fn lower_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let begin = out.len();
        out.push_str(word);
        out[begin..].make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            '\u{2019}' | '\u{2bc}' => out.push('\''),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            // The dot that lower case gives to the Turkish capital is no part of any word.
            'İ' => out.push('i'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => c.to_lowercase().for_each(|c| out.push(c)),
        }
    }
}

/// [`lower_into`] a new string.
pub(super) fn lower(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    lower_into(word, &mut out);
    out
}
