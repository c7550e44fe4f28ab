//! In which charset the bytes are: byte order mark, then what the page declares, then a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::doubt::Doubt;

/// How far into the bytes a declaration is looked for. Browsers stop at 1024; saved pages carry banners in front.
const DECLARED_WITHIN: usize = 8192;

/// Turns bytes into text. Never fails: what is invalid becomes U+FFFD and a doubt.
pub(super) fn decode(bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..], doubts);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes, doubts);
    }
    let declared = declared(&bytes[..bytes.len().min(DECLARED_WITHIN)]);
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Some(other) = declared.filter(|e| *e != UTF_8 && !text.is_ascii() && !e.name().starts_with("UTF-16")) {
            doubts.push(Doubt::new("page", format!("declared {}, but the bytes are UTF-8", other.name())));
        }
        return text.to_owned();
    }
    let encoding = match declared {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if mostly_utf8(bytes) => UTF_8,
        _ => guess(bytes),
    };
    decode_as(encoding, bytes, doubts)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        doubts.push(Doubt::new("page", format!("some bytes are invalid in {}", encoding.name())));
    }
    text.into_owned()
}

/// Latin letters in UTF-16 leave every other byte zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if pairs < 4 {
        None
    } else if odd * 10 > pairs * 7 && even * 10 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 7 && odd * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// `<meta charset=…>`, `<meta http-equiv … content="…; charset=…">` or `<?xml … encoding="…"?>`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let mut best: Option<(usize, &'static Encoding)> = None;
    for key in [&b"charset"[..], b"encoding"] {
        for at in memchr::memmem::find_iter(&lower, key) {
            // Inside a tag only: scripts and prose speak of charsets too.
            let inside = lower[..at].iter().rposition(|&b| b == b'<' || b == b'>');
            let Some(open) = inside.filter(|&i| lower[i] == b'<') else { continue };
            if !(lower[open..].starts_with(b"<meta") || lower[open..].starts_with(b"<?xml")) {
                continue;
            }
            let rest = &head[at + key.len()..];
            let blank = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'=');
            let Some(start) = rest.iter().position(|b| !blank(b)).filter(|&n| n > 0 && rest[..n].contains(&b'='))
            else {
                continue;
            };
            let label: Vec<u8> = rest[start..]
                .iter()
                .copied()
                .take_while(|b| !blank(b) && !matches!(b, b'>' | b'/' | b';' | b'?'))
                .collect();
            if let Some(encoding) = Encoding::for_label(&label)
                && best.is_none_or(|(first, _)| at < first)
            {
                // A page that can say so in ASCII is not UTF-16.
                let encoding = if encoding.is_ascii_compatible() { encoding } else { UTF_8 };
                best = Some((at, encoding));
            }
        }
    }
    best.map(|(_, encoding)| encoding)
}

/// Whether whole UTF-8 sequences outnumber broken ones by far: a damaged page, not another charset.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 4 * broken
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, usize) {
        let mut doubts = Vec::new();
        let text = decode(bytes, &mut doubts);
        (text, doubts.len())
    }

    #[test]
    fn a_mark_a_declaration_or_a_guess_decides() {
        assert_eq!(read(b"\xEF\xBB\xBFd\xC3\xA9j\xC3\xA0"), ("déjà".to_owned(), 0));
        assert_eq!(
            read(b"<META CONTENT='text/html; charset=windows-1252'>d\xE9j\xE0").0.rsplit('>').next(),
            Some("déjà")
        );
        assert_eq!(read(b"<?xml version='1.0' encoding='ISO-8859-2'?>\xB1").0.chars().last(), Some('ą'));
        let guessed = read(
            "<p>La préfecture a déjà été prévenue, là-bas, à l'été"
                .chars()
                .map(|c| c as u8)
                .collect::<Vec<_>>()
                .as_slice(),
        );
        assert!(guessed.0.contains("préfecture a déjà été"), "{}", guessed.0);
    }

    #[test]
    fn utf8_wins_over_a_wrong_declaration() {
        assert_eq!(read("<meta charset=iso-8859-1>é".as_bytes()), ("<meta charset=iso-8859-1>é".to_owned(), 1));
    }

    #[test]
    fn utf16_is_read_with_and_without_a_mark_and_cut_off() {
        let text = "<p>La préfecture a parlé</p>";
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&units), (text.to_owned(), 0));
        let mut marked = vec![0xFF, 0xFE];
        marked.extend_from_slice(&units[..units.len() - 1]);
        let (cut, doubts) = read(&marked);
        assert!(cut.starts_with("<p>La préfecture a parlé</p"));
        assert_eq!(doubts, 1);
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_charset() {
        let mut bytes = "été à Évian, déjà".repeat(20).into_bytes();
        bytes.push(0xC3);
        let (text, doubts) = read(&bytes);
        assert!(text.starts_with("été à Évian"));
        assert_eq!(doubts, 1);
    }
}
