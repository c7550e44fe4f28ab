//! Where a text was written, and which agency it comes from, as its first words say it: "ANKARA (AA) -", "IZMIR, Sept 16
//! (Kestrel News) -", "Berlin/Wien (dpa) -", "NEW DELHI:"; and the signature at its end: "yl/mc/AGC", "(Médiane/ob)".

use super::byline::{is_acronym, is_place_name};
use super::stamp;
use super::table::everywhere;
use crate::known;

/// The first words of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Dateline {
    pub(super) place: Option<String>,
    pub(super) agencies: Vec<String>,
    /// Where the text proper begins, in bytes.
    pub(super) end: usize,
}

/// How far into a paragraph a dateline may reach, in bytes.
const REACH: usize = 140;

/// The dateline at the beginning of a paragraph, of which so many bytes stand in an element of their own: `<b>BREST.</b> The`.
pub(super) fn dateline(paragraph: &str, led: usize) -> Option<Dateline> {
    let head = &paragraph[..paragraph.floor_char_boundary(REACH)];
    bracketed(head)
        .or_else(|| bare(head))
        .or_else(|| apart(paragraph, led))
        .filter(|d| !paragraph[d.end..].trim().is_empty())
}

/// A place with a full stop, in an element of its own: "Berlin. ".
fn apart(paragraph: &str, led: usize) -> Option<Dateline> {
    let (lead, rest) = paragraph.split_at_checked(led)?;
    let place = alone(lead)?.place;
    let begins = rest.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '„' | '“' | '«'));
    begins.then(|| Dateline { place, agencies: Vec::new(), end: paragraph.len() - rest.trim_start().len() })
}

/// A place with a full stop, in a paragraph of its own.
pub(super) fn alone(paragraph: &str) -> Option<Dateline> {
    let place = paragraph.trim().strip_suffix('.')?;
    let is = is_place_name(place) && !place.contains('.') && is_place(place) && !is_label(place);
    is.then(|| Dateline { place: Some(place.to_owned()), agencies: Vec::new(), end: paragraph.len() })
}

/// Whether a place, or the first of several, is known.
fn is_place(name: &str) -> bool {
    known::place::is_known(name) || name.split(['/', ',']).next().is_some_and(known::place::is_known)
}

/// With an agency or an outlet in brackets; a region may stand in brackets before it: "VALFROIDE (Savoie), 12 fév (ABX) -".
fn bracketed(head: &str) -> Option<Dateline> {
    let mut from = 0;
    let mut before = String::new();
    for _ in 0..3 {
        let open = from + head[from..].find('(')?;
        let close = open + head[open..].find(')')?;
        before.push_str(&head[from..open]);
        if let Some(found) = bracket(before.trim(), head[open + 1..close].trim(), &head[close + 1..]) {
            return Some(Dateline { end: close + 1 + found.end, ..found });
        }
        from = close + 1;
    }
    None
}

/// One bracket: what stands before it, in it and after it. The end is counted from after it.
fn bracket(before: &str, inside: &str, after: &str) -> Option<Dateline> {
    let (signs, end) = separator(after)?;
    if inside.chars().count() > 40 {
        return None;
    }
    let place = place(before);
    // What stands in brackets after a few words may be anything: only a dash, or a known agency, makes it a dateline.
    let dashed = signs.contains(['-', '–', '—', '―', '−', '‑', '─']);
    let named = before.is_empty() || place.as_ref().is_some_and(|p| is_place(p) || is_capital(p));
    if !before.is_empty() && place.as_ref().is_none_or(|p| p.contains([';', '"', '«', '“', '?', '!']) || ends_within(p))
    {
        return None;
    }
    let like = |name: &&str| known::agency(name).is_some() || (dashed && named && is_agency_like(name));
    let agencies: Vec<String> = inside.split(['/', ',', '|']).map(str::trim).filter(like).map(str::to_owned).collect();
    // "Kiel (xpo) -": whatever the letters are, the place is one.
    let letters = (2..=5).contains(&inside.len()) && inside.chars().all(|c| c.is_ascii_lowercase());
    let placed = dashed && letters && place.as_ref().is_some_and(|p| is_place(p));
    (!agencies.is_empty() || placed).then_some(Dateline { place, agencies, end })
}

/// Whether a name stands in capitals.
fn is_capital(name: &str) -> bool {
    name.chars().all(|c| !c.is_lowercase())
}

/// Whether a full stop within the words ends a sentence; after a short word it abbreviates: "ST. LOUIS", "LA CROSSE, Wis.".
fn ends_within(words: &str) -> bool {
    words.match_indices(". ").any(|(at, _)| words[..at].chars().rev().take_while(|c| c.is_alphabetic()).count() > 4)
}

/// A place in capitals, set off by a dash; a known one, set off by a colon or a dot, or with a date.
fn bare(head: &str) -> Option<Dateline> {
    let (at, sign) = head
        .char_indices()
        .find(|(i, c)| matches!(c, '—' | '–' | '―' | ':' | '·') || (*c == '-' && head[..*i].ends_with([' ', '-'])))?;
    let before = head[..at].trim_end_matches(['-', ' ']);
    let spaced = head[..at].ends_with([' ', '-', ',', '.']) || sign != '–';
    let rest = &head[at + sign.len_utf8()..];
    if before.is_empty() || !spaced || !(rest.starts_with([' ', '\u{a0}', '-', '—', '–'])) {
        return None;
    }
    let place = place(before.trim_end_matches('.'))?;
    let capitals = place.split([' ', '/', '-']).all(|w| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.chars().all(|c| !c.is_lowercase()) || w.chars().count() <= 3
    });
    let letters = place.chars().filter(|c| c.is_uppercase()).count();
    let words = place.split_whitespace().count();
    let known = is_place(&place);
    // In small letters a sentence may begin so: "Paris – that is".
    let set_off = if capitals { known || sign != ':' } else { known && (sign == '·' || place.len() < before.len()) };
    if !set_off || (capitals && letters < 4) || words > 3 || is_label(&place) {
        return None;
    }
    let mut end = at + sign.len_utf8();
    end += rest.len() - rest.trim_start_matches(['-', '—', '–', ' ', '\u{a0}']).len();
    Some(Dateline { place: Some(place), agencies: Vec::new(), end })
}

/// Words in capitals before a colon that are no place: "EXCLUSIVE:".
fn is_label(place: &str) -> bool {
    let folded = known::fold(place);
    let words = everywhere();
    let labels = words.furniture.labels.iter().chain(&words.furniture.live).chain(&words.modified);
    labels
        .into_iter()
        .any(|l| folded.strip_prefix(l.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// The place before a dateline's brackets or dash, without the date that may follow it.
fn place(before: &str) -> Option<String> {
    let mut before = before.trim().trim_end_matches(',').trim();
    // "IZMIR, Sept 16", "PUTRAJAYA, Nov 22", "Berlin, 3. März"
    if let Some(comma) = before.find(',') {
        let after = &before[comma + 1..];
        if after.chars().any(|c| c.is_ascii_digit()) && (stamp::is_day(after) || !stamp::stamps(after).is_empty()) {
            before = before[..comma].trim();
        }
    } else if before.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    (is_place_name(before) && before.chars().count() <= 48).then(|| before.to_owned())
}

/// What sets a dateline off, and its length with the blanks around it.
fn separator(after: &str) -> Option<(&str, usize)> {
    let trimmed = after.trim_start();
    let rest = trimmed.trim_start_matches(['-', '–', '—', '―', '.', ':', '|', '−', '‑', '─']);
    let signs = &trimmed[..trimmed.len() - rest.len()];
    // "Brest (AFP). Le maire" and "(Reuters) Le maire": the brackets alone may do, before a capital.
    if signs.is_empty() && !rest.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()) {
        return None;
    }
    Some((signs, after.len() - rest.trim_start().len()))
}

/// What may be an agency between brackets: one that is known, an acronym, or a few capitalised words.
fn is_agency_like(name: &str) -> bool {
    if known::agency(name).is_some() {
        return true;
    }
    let words = name.split_whitespace().count();
    let capital = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    capital
        && !name.chars().any(|c| c.is_ascii_digit())
        && (is_acronym(name) || (words == 1 && name.chars().count() > 3) || (2..=3).contains(&words))
}

/// The agency that the last line of a text names: "yl/mc/AGC", "ATN/mvs", "(Médiane/ob)", "(Kestrel News, editing by P. M.)".
pub(super) fn signature(line: &str) -> Vec<String> {
    let line = line.trim();
    if line.chars().count() > 90 || line.is_empty() {
        return Vec::new();
    }
    let initials = |p: &str| {
        p.chars().count() <= 5 && p.chars().all(|c| c.is_lowercase() || c == '-') && known::agency(p).is_none()
    };
    // "(Médiane) ob/ct": the bracket names the agency, initials follow.
    if let Some((inside, rest)) = line.strip_prefix('(').and_then(|l| l.split_once(')'))
        && rest.trim().split(['/', ' ']).all(|p| initials(p.trim()))
        && !inside.contains('/')
        && !inside.contains(',')
    {
        return if is_agency_like(inside.trim()) { vec![inside.trim().to_owned()] } else { Vec::new() };
    }
    let bracketed = line.starts_with(['(', '[']) && line.ends_with([')', ']']);
    // "MJB/RC // ABX"
    let line = line.rsplit_once("//").map_or(line, |(_, last)| last);
    let sole = line.split_whitespace().count() == 1 && line.starts_with(' ');
    let inner = line.trim_matches(['(', ')', '[', ']', '.', '/', ' ', '–', '-', '—']);
    let first = inner.split(',').next().unwrap_or(inner);
    let slashed = first.contains('/');
    let parts: Vec<&str> = first.split('/').map(str::trim).collect();
    if parts.iter().any(|p| p.split_whitespace().count() > 3) {
        return Vec::new();
    }
    if parts.iter().any(|p| initials(p)) || bracketed || sole {
        // In brackets alone may stand anything: "(Danon Splendor)".
        let lone = parts.len() == 1 && !first.contains(',') && bracketed && first == inner;
        let like = |name: &str| if lone { is_letters(name) } else { is_agency_like(name) };
        return parts.iter().filter(|p| !initials(p) && like(p)).map(|p| (*p).to_owned()).collect();
    }
    if slashed || known::agency(inner).is_some() {
        return parts.iter().filter(|p| known::agency(p).is_some()).map(|p| (*p).to_owned()).collect();
    }
    Vec::new()
}

/// A known agency, or letters like those of one.
fn is_letters(name: &str) -> bool {
    known::agency(name).is_some() || (is_acronym(name) && name.chars().count() >= 3)
}

/// The agencies in brackets at the very end of a paragraph: "… a-t-il dit. (AFP)".
pub(super) fn closing(paragraph: &str) -> Vec<String> {
    let Some(body) = paragraph.trim_end().trim_end_matches('.').strip_suffix(')') else { return Vec::new() };
    let Some(open) = body.rfind('(') else { return Vec::new() };
    let inside = &body[open + 1..];
    if inside.chars().count() > 60 {
        return Vec::new();
    }
    inside
        .split(['/', ',', ' ', '-'])
        .chain(std::iter::once(inside))
        .map(str::trim)
        .filter(|n| known::agency(n).is_some())
        .map(str::to_owned)
        .collect()
}

/// The letters of an agency, known or not, in brackets after the last sentence of a paragraph: "… hieß es weiter. (ABX)".
pub(super) fn signed(paragraph: &str) -> Option<&str> {
    let (before, inside) = paragraph.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let sentence = before.trim_end().ends_with(['.', '!', '?', '»', '”', '"']);
    let letters = (3..=6).contains(&inside.chars().count()) && inside.chars().all(char::is_uppercase);
    (sentence && (letters || known::agency(inside).is_some())).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_sentences() {
        for (text, place, agency) in [
            ("BREST (ABX) — Un ferry a chaviré.", "BREST", "ABX"),
            ("ANKARA (AA) - Le ministre a dit.", "ANKARA", "AA"),
            ("IZMIR, Sept 16 (Osprey News) - Fire broke out.", "IZMIR", "Osprey News"),
            ("Brest (HW) – Nach dem Untergang", "Brest", "HW"),
            ("London/Teheran (dpa) - Die Lage", "London/Teheran", "dpa"),
            ("УЭД-СЕФРА (Медиана) – Отрешённый", "УЭД-СЕФРА", "Медиана"),
            ("VALMONT (Savoie), 12 fév 2033 (ABX) - Une cabine", "VALMONT", "ABX"),
            ("NANTES, 12 oct. 2035 (Loire-Dépêche) – Trois détenus", "NANTES", "Loire-Dépêche"),
            ("LA ROSE, Wis. (AP) — After a summer", "LA ROSE, Wis.", "AP"),
            ("BERGAMO, 8 MAG - La diga", "BERGAMO", ""),
            ("DUBLIN — The minister said", "DUBLIN", ""),
            ("NEW DELHI: The court said", "NEW DELHI", ""),
            ("PUTRAJAYA, Nov 22 — The ministry", "PUTRAJAYA", ""),
            ("(Reuters) - The bank said", "", "Reuters"),
            ("Neuss · Was der Rat beschloss", "Neuss", ""),
            ("Kiel (xpo) - Im Hafen", "Kiel", ""),
            ("Vaduz, 27.6.2031 – Anlässlich", "Vaduz", ""),
        ] {
            let found = dateline(text, 0).unwrap_or_default();
            assert_eq!(found.place.as_deref().unwrap_or_default(), place, "{text}");
            assert_eq!(found.agencies.first().map_or("", String::as_str), agency, "{text}");
            assert!(found.end > 0, "{text}");
        }
        for text in [
            "Le maire (PS) a dit que la ville paierait.",
            "Emmanuel Duroc a parlé (voir page 2) - longtemps.",
            "Le navire est parti. Brest (ABX) - La suite",
            "EXCLUSIVE: The minister said",
            "WARNING GRAPHIC PICTURES: The minister said",
            "Paris – das ist eine Stadt im Norden.",
            "Mikaela Lind (USA, Ski alpin) Gold",
            "Eine Wand (LocateAll): Was sie kann",
            "TURKEY. A powerful piece",
            "Douze personnes – dont trois enfants – sont mortes.",
        ] {
            assert_eq!(dateline(text, 0), None, "{text}");
        }
        // In an element of its own.
        let found = dateline("Berlin. Der Senat schweigt.", "Berlin.".len()).expect("a place");
        assert_eq!((found.place.as_deref(), found.end), (Some("Berlin"), "Berlin. ".len()));
        for lead in ["Vorsicht.", "Berlin", "Der Senat schweigt."] {
            assert_eq!(dateline(&format!("{lead} Das Amt auch."), lead.len()), None, "{lead}");
        }
    }

    #[test]
    fn signatures_name_the_agency_beside_initials() {
        for (line, agency) in [
            ("yl/mc/ABX", "ABX"),
            ("(Médiane/ob)", "Médiane"),
            ("(Médiane) ob/ct", "Médiane"),
            ("MJB/RC // ABX", "ABX"),
            ("(Osprey News, editing by P. Marsh)", "Osprey News"),
            ("ATX/mvs", "ATX"),
            ("AFP", "AFP"),
            ("dpa/lno", "dpa"),
            ("Le port reste fermé.", ""),
            ("Lire aussi", ""),
        ] {
            assert_eq!(signature(line).first().map_or("", String::as_str), agency, "{line}");
        }
        assert_eq!(closing("Il a refusé. (AFP)"), ["AFP", "AFP"]);
        assert!(closing("Il a refusé (hier).").is_empty());
        assert_eq!(signed("Il a refusé. (ABX)"), Some("ABX"));
        for text in ["Le maire (PSX)", "Il a refusé. (suite)", "Il a refusé. (A)", "Il a refusé."] {
            assert_eq!(signed(text), None, "{text}");
        }
    }
}
