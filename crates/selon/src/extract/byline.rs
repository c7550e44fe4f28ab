//! Lines that say who wrote a text: writers, agencies, newsrooms, in whatever order and with whatever signs between.

use super::stamp;
use super::table::Byline;
use crate::known::{self, fold};

/// What a byline names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) authors: Vec<String>,
    pub(super) agencies: Vec<String>,
    /// Where they wrote from.
    pub(super) place: Option<String>,
    /// Whether the outlet itself or one of its newsrooms is named.
    pub(super) own: bool,
    /// Whether the outlet is an agency, named without the word.
    pub(super) agency_itself: bool,
}

/// What is known of a page before its bylines are read.
pub(super) struct Evidence<'a> {
    pub(super) words: &'a Byline,
    /// Names of the outlet.
    pub(super) outlets: &'a [String],
    /// Agencies that a dateline or a signature names.
    pub(super) agencies: &'a [String],
    /// Whether the lines are known to name writers and whoever helped them, and nothing else.
    pub(super) sure: bool,
    /// Whether the page itself marks the line as a byline.
    pub(super) marked: bool,
    /// The text: an unknown agency is one that the text says told or was told something.
    pub(super) text: &'a str,
}

/// What stands around a name in its line.
struct Company {
    /// After "with".
    helped: bool,
    /// After "by".
    said: bool,
    /// Before "in" and a place.
    placed: bool,
    /// After writers: their place may follow.
    writers: bool,
}

/// Longest line that is read as a byline, in bytes.
const MAX_LINE: usize = 240;

impl Evidence<'_> {
    /// Reads a line.
    pub(super) fn read(&self, line: &str) -> Named {
        let mut named = Named::default();
        if line.len() > MAX_LINE {
            return named;
        }
        let line = without_dates(line);
        // What stands in brackets is a line of its own: "(avec AFP)".
        let mut outer = String::new();
        let mut inner = String::new();
        let mut depth = 0;
        for c in line.chars() {
            match c {
                '(' | '[' => {
                    depth += 1;
                    inner.push('|');
                    outer.push('|');
                }
                ')' | ']' => depth = (depth - 1).max(0),
                c if depth > 0 => inner.push(c),
                c => outer.push(c),
            }
        }
        for part in [outer, inner] {
            for segment in part.split(['|', '/', ';', '•', '·', '\n', '●', '—', '–']) {
                for segment in segment.split(" - ") {
                    self.segment(segment, &mut named);
                }
            }
        }
        named
    }

    /// A part without separators other than commas and "and".
    fn segment(&self, segment: &str, named: &mut Named) {
        let mut helped = false;
        let mut said = false;
        for part in split_words(segment, &self.words.with, true) {
            for part in part.split([',', '،', '&', '+']) {
                for name in split_words(part, &self.words.and, false) {
                    said |= self.name(name, helped, said, named);
                }
            }
            helped = true;
        }
    }

    /// One name, or what stands in its place. Whether it was introduced by a word like "by".
    fn name(&self, name: &str, helped: bool, said: bool, named: &mut Named) -> bool {
        let mut name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '"' | '*' | '-' | '|'));
        let mut said = said;
        let mut helped = helped;
        loop {
            let rest = match (strip_phrase(name, &self.words.by), strip_phrase(name, &self.words.source)) {
                (Some(rest), _) => rest,
                // "Source: ABX" names whose text it is, as "with ABX" does.
                (None, Some(rest)) => {
                    helped = true;
                    rest
                }
                (None, None) => break,
            };
            name = rest.trim_start_matches([':', ' ']).trim();
            said = true;
        }
        if initials(name) || is_weekday(name) {
            return said;
        }
        let name = name.trim_end_matches('.').trim();
        if name.is_empty() {
            return said;
        }
        // "AGC in Brest"
        let (name, place) = self.split_place(name);
        let folded = fold(name);
        if contains_phrase(&folded, &self.words.unnamed)
            && folded.split(' ').count() <= 3
            && known::agency(name).is_none()
        {
            return said;
        }
        if self.is_outlet(&folded) {
            named.own = true;
            named.agency_itself |= self.outlets.iter().any(|o| self.is_agency(&fold(o), &folded));
            return said;
        }
        // "AFP, MANILA"
        let capitals = name.chars().count() > 3 && name.chars().all(|c| !c.is_lowercase());
        if !named.agencies.is_empty() && capitals && is_place_name(name) && known::agency(name).is_none() {
            named.place = named.place.take().or(Some(name.to_owned()));
            return said;
        }
        if known::agency(name).is_none() && self.is_role(&folded) {
            return said;
        }
        if contains_phrase(&folded, &self.words.desks) && known::agency(name).is_none() {
            named.own = true;
        } else if let Some(agency) =
            self.agency(name, Company { helped, said, placed: place.is_some(), writers: !named.authors.is_empty() })
        {
            if !named.agencies.iter().any(|a| fold(a) == fold(&agency)) {
                named.agencies.push(agency);
            }
            named.place = named.place.take().or(place);
        } else if !self.is_organisation(&folded) && (is_person(name) || (self.sure && is_short_person(name))) {
            if !named.authors.iter().any(|a| fold(a) == folded) {
                named.authors.push(name.to_owned());
            }
            named.place = named.place.take().or(place);
        }
        said
    }

    /// "Political Editor", "envoyée spéciale"
    fn is_role(&self, folded: &str) -> bool {
        starts_with_phrase(folded, &self.words.roles) || ends_with_phrase(folded, &self.words.roles)
    }

    fn split_place<'n>(&self, name: &'n str) -> (&'n str, Option<String>) {
        let words: Vec<(usize, &str)> = name.match_indices(' ').map(|(i, _)| (i, "")).collect();
        for &(at, _) in &words {
            let after = name[at + 1..].trim_start();
            if let Some(place) = strip_phrase(after, &self.words.r#in)
                && is_place_name(place)
                && !name[..at].trim().is_empty()
            {
                return (name[..at].trim(), Some(place.trim().to_owned()));
            }
        }
        (name, None)
    }

    fn is_outlet(&self, folded: &str) -> bool {
        self.outlets.iter().any(|name| {
            let outlet = fold(name);
            // An agency named beside its own word is still the outlet: "Poyraz Ajansı" on the pages of "Poyraz".
            let rest = folded.strip_prefix(outlet.as_str()).or_else(|| folded.strip_suffix(outlet.as_str()));
            let small = rest.is_some_and(|rest| {
                let rest = rest.trim();
                rest.is_empty()
                    || rest.split([' ', '\'']).all(|w| {
                        w.chars().count() <= 3
                            || self.words.organisation.iter().chain(&self.words.desks).any(|o| o == w)
                    })
            });
            // "MDX Nord" on the pages of "MDX".
            let part = is_acronym(name) && folded.starts_with(&format!("{outlet} "));
            !outlet.is_empty()
                && (small
                    || part
                    || self.is_agency(&outlet, folded)
                    || (contains_phrase(folded, std::slice::from_ref(&outlet))
                        && contains_phrase(folded, &self.words.desks)))
        })
    }

    /// Whether a name is that of an agency without the word: "Poyraz" for "Poyraz Ajansı".
    fn is_agency(&self, agency: &str, folded: &str) -> bool {
        let rest = agency.strip_suffix(folded).or_else(|| agency.strip_prefix(folded)).map(str::trim);
        rest.is_some_and(|rest| self.words.organisation.iter().any(|o| o == rest))
    }

    /// The agency that a name is, as it is written; known by name or by the company it keeps.
    fn agency(&self, name: &str, company: Company) -> Option<String> {
        let Company { helped, said, placed, writers } = company;
        let name = bare(name);
        let words = name.split_whitespace().count();
        if known::agency(name).is_some() {
            return Some(name.to_owned());
        }
        // "dpa-infocom", "AFP Bangkok": the first word decides.
        if let Some(first) = name.split([' ', '-']).next()
            && words <= 3
            && is_acronym(first)
            && known::agency(first).is_some()
        {
            return Some(first.to_owned());
        }
        // "mwd" of an agency that the text writes in capitals.
        let small = (2..=5).contains(&name.len()) && name.chars().all(|c| c.is_ascii_lowercase());
        if small && self.sure && mentions(self.text, &name.to_uppercase()) {
            return Some(name.to_owned());
        }
        if words > 4 || name.len() > 40 || name.contains([':', '@', '#']) || known::outlet(name).is_some() {
            return None;
        }
        let folded = fold(name);
        let named_elsewhere =
            self.agencies.iter().any(|a| fold(a) == folded || is_short_for(a, name) || is_short_for(name, a));
        let organisation = words > 1 && self.is_organisation(&folded);
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        let tells = || self.tells(name);
        let introduced = helped || said || self.marked;
        let acronym = is_acronym(name) && name.chars().count() >= 3;
        let alone = words == 1 && capital && !name.contains('.') && name.chars().count() > 2;
        // A label, a section or a place stands alone in its line, too: the text must say that the agency told it something.
        let is = named_elsewhere
            || (organisation && capital && (introduced || tells()))
            || (acronym && (helped || placed || (self.marked && !said) || tells()))
            || (alone && ((helped && self.sure) || (!writers && tells())))
            || (helped && capital && tells() && !is_person_in(self.text, name));
        is.then(|| name.to_owned())
    }

    fn is_organisation(&self, folded: &str) -> bool {
        self.words.organisation.iter().any(|word| folded.split(' ').any(|part| part == word))
    }

    /// Whether the text says of a name that it told something, or was told it: the first few times that it stands there.
    fn tells(&self, name: &str) -> bool {
        let words = |text: &str| -> Vec<String> { text.split(|c: char| !c.is_alphanumeric()).map(fold).collect() };
        let told = |word: &String| self.words.told.contains(word) || self.words.organisation.contains(word);
        let places = self.text.match_indices(name).filter(|&(at, _)| stands_alone(self.text, at, name)).take(PLACES);
        places.into_iter().any(|(at, _)| {
            let before = &self.text[self.text.ceil_char_boundary(at.saturating_sub(NEAR))..at];
            let before = before.rfind(['.', '\n', '!', '?']).map_or(before, |end| &before[end + 1..]);
            let after = &self.text[at + name.len()..];
            let after = &after[..after.floor_char_boundary(NEAR)];
            let after = after.split(['.', '\n', '!', '?']).next().unwrap_or_default();
            // What follows the name within its word is its ending.
            let after = after.trim_start_matches(char::is_alphanumeric);
            words(before).iter().rev().filter(|w| !w.is_empty()).take(WORDS_BEFORE).any(told)
                || words(after).iter().filter(|w| !w.is_empty()).take(WORDS_AFTER).any(told)
        })
    }
}

/// "told the news agency X", "X has reported": how far the verb may stand from the name, in words.
const WORDS_BEFORE: usize = 4;
const WORDS_AFTER: usize = 2;
/// The same in bytes at most, and how many places are looked at: a text may be nothing but one name.
const NEAR: usize = 160;
const PLACES: usize = 40;

/// The known agencies in a line that says whose work went into the text: "With information from correspondents and the agencies
/// ABX and QRX".
pub(super) fn helpers(line: &str, with: &[String]) -> Vec<String> {
    let opens = |phrase: &&String| phrase.contains(' ') && strip_phrase(line, std::slice::from_ref(*phrase)).is_some();
    if line.len() > MAX_LINE || !with.iter().any(|phrase| opens(&phrase)) {
        return Vec::new();
    }
    let words = line.split([' ', ',', '/', '(', ')', '\'', '’']).map(|word| word.trim_matches(['.', ':', ';']));
    words.filter(|word| word.len() > 1 && known::agency(word).is_some()).map(str::to_owned).collect()
}

/// An agency's name without the article or the word "agency" before it: "l'AGC", "agence Corvane".
fn bare(name: &str) -> &str {
    let mut name = name.trim();
    loop {
        let lower = name.chars().next().is_some_and(char::is_lowercase);
        let cut = name.char_indices().find(|(_, c)| matches!(c, ' ' | '\'' | '’')).map(|(i, c)| i + c.len_utf8());
        match cut {
            Some(cut)
                if lower
                    && cut <= 12
                    && known::agency(name).is_none()
                    && known::agency(&name[..cut]).is_none()
                    && !name[cut..].is_empty() =>
            {
                name = name[cut..].trim_start();
            }
            _ => return name,
        }
    }
}

fn is_weekday(name: &str) -> bool {
    super::table::everywhere().weekdays.contains(&fold(name))
}

/// A line without its dates and times, and without the words before them that say what they are.
fn without_dates(line: &str) -> String {
    let stamps = stamp::stamps(line);
    if stamps.is_empty() {
        return line.to_owned();
    }
    let mut out = String::new();
    let mut at = 0;
    for stamp in stamps {
        let before = &line[at..stamp.start];
        out.push_str(stamp::without_cue(before));
        out.push('|');
        at = stamp.end + place_of_clock(&line[stamp.end..]);
    }
    out.push_str(&line[at..]);
    out
}

/// The length of a bracket after a time of day that says where that is the time: "06:40 (Agadez)".
fn place_of_clock(after: &str) -> usize {
    let Some(inside) = after.trim_start().strip_prefix('(').and_then(|rest| rest.split(')').next()) else { return 0 };
    let one = !inside.contains(' ') && inside.len() < 25 && inside.chars().any(char::is_lowercase);
    if one && known::agency(inside).is_none() { after.find(')').map_or(0, |i| i + 1) } else { 0 }
}

/// Splits at words of a list that stand alone; at the first one only if `once`.
fn split_words<'t>(text: &'t str, words: &[String], once: bool) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let edge = at == 0 || text[..at].ends_with([' ', ',']);
        if edge && let Some(after) = strip_phrase(rest, words) {
            parts.push(&text[start..at]);
            start = text.len() - after.len();
            at = start.max(at + 1);
            if once {
                break;
            }
            continue;
        }
        at += rest.find(' ').map_or(rest.len(), |i| i + 1);
    }
    parts.push(&text[start..]);
    parts
}

/// A text without a phrase of the list in front, ignoring case; the phrase must end where a word does.
fn strip_phrase<'t>(text: &'t str, phrases: &[String]) -> Option<&'t str> {
    let text = text.trim_start();
    phrases
        .iter()
        .filter_map(|phrase| {
            let mut rest = text.chars();
            for want in phrase.chars() {
                let got = rest.next()?;
                if got != want && !got.to_lowercase().eq(std::iter::once(want)) {
                    return None;
                }
            }
            let rest = rest.as_str();
            let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’');
            ends.then(|| rest.trim_start())
        })
        .min_by_key(|rest| rest.len())
}

pub(super) fn contains_phrase(folded: &str, phrases: &[String]) -> bool {
    super::phrase::contains(folded, phrases)
}

fn starts_with_phrase(folded: &str, phrases: &[String]) -> bool {
    strip_phrase(folded, phrases).is_some()
}

fn ends_with_phrase(folded: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|p| folded.strip_suffix(p.as_str()).is_some_and(|before| before.ends_with([' ', '-'])))
}

/// Two to five letters, all capital (or a known agency that writes itself small).
pub(super) fn is_acronym(name: &str) -> bool {
    let n = name.chars().count();
    (2..=6).contains(&n)
        && name.chars().all(char::is_alphabetic)
        && (name.chars().all(char::is_uppercase) || known::agency(name).is_some())
}

/// "J.", "R. D."
fn initials(name: &str) -> bool {
    name.len() <= 8 && name.split_whitespace().all(|w| w.ends_with('.') && w.chars().count() <= 3)
}

/// Whether one is made of the first letters of the other: HW, Halden Wire.
pub(super) fn is_short_for(short: &str, long: &str) -> bool {
    let words: Vec<char> =
        long.split([' ', '-', '\'', '’']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
    let letters: Vec<char> = short.chars().collect();
    letters.len() >= 2 && letters.iter().all(|c| c.is_uppercase()) && words == letters
}

/// Whether a text holds a name as a word of its own.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| stands_alone(text, at, name))
}

/// Whether a name found in a text is a word there, but for an ending in small letters.
fn stands_alone(text: &str, at: usize, name: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + name.len()..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
}

/// Whether the text has the name between first and last names: part of a person's.
fn is_person_in(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let after = text[at + name.len()..].strip_prefix(' ').and_then(|t| t.chars().next());
        after.is_some_and(char::is_uppercase)
    })
}

/// Capitalised, without digits, few words.
pub(super) fn is_place_name(name: &str) -> bool {
    let name = name.trim();
    let words = name.split([' ', '-', '/']).filter(|w| !w.is_empty()).count();
    (1..=5).contains(&words)
        && name.len() <= 60
        && !name.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | ':' | '(' | ')'))
        && name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// A name in a script that puts no blank between names.
fn is_short_person(name: &str) -> bool {
    (2..=5).contains(&name.chars().count())
        && name
            .chars()
            .all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'))
}

/// Looks like a person's name: two to five words that begin with capitals, but for small ones between.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    if !(2..=6).contains(&words.len()) || name.len() > 60 {
        return false;
    }
    if name
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '@' | ':' | '!' | '?' | '"' | '/' | '#' | '…' | '%' | '€' | '$'))
    {
        return false;
    }
    let capital = |w: &str| w.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let first = capital(words[0]);
    let capitals = words.iter().filter(|w| capital(w)).count();
    let small_ones_short = words.iter().filter(|w| !capital(w)).all(|w| w.chars().count() <= 4);
    let last = words.last().is_some_and(|w| capital(w));
    capitals >= 2 && small_ones_short && last && (first || words[0].chars().count() <= 3)
}
