//! The headline: where it stands on the page, and its words without the name of the site.

use super::hints::{HEADLINE, KICKER, MASTHEAD, OUTSIDE};
use super::meta::Facts;
use super::piece::{Piece, Tag};
use crate::known::fold;

/// Which piece is the headline.
pub(super) fn find(pieces: &[Piece], facts: &Facts) -> Option<usize> {
    let data: Vec<String> = facts.headlines.iter().take(MAX_TITLES).map(|t| fold(t)).collect();
    let given: Vec<String> = facts.titles.iter().take(MAX_TITLES).chain(&facts.page_title).map(|t| fold(t)).collect();
    let main = |p: &&Piece| p.tag == Tag::Heading(1) && !p.has(OUTSIDE | MASTHEAD | KICKER) && !p.is_links();
    let mains = pieces.iter().filter(main).take(2).count();
    let mut best: Option<(i32, usize)> = None;
    for (i, piece) in pieces.iter().enumerate() {
        if piece.tag == Tag::Picture || piece.has(KICKER) || piece.text.len() > 400 || piece.text.chars().count() < 4 {
            continue;
        }
        let heading = match piece.tag {
            Tag::Heading(1) => 12,
            Tag::Heading(2) => 5,
            Tag::Heading(3) => 2,
            _ if piece.has(HEADLINE) => 4,
            _ => 0,
        };
        // Without a heading element, only what the page's title repeats, in bold or large letters or near the top.
        if heading == 0 && (i > 60 || piece.is_links()) {
            continue;
        }
        let folded = fold(&piece.text);
        let agrees = given.iter().map(|t| agreement(t, &folded)).max().unwrap_or(0);
        if heading == 0 && agrees < if mains > 0 { 40 } else { 10 } {
            continue;
        }
        let mut score = heading + agrees;
        score -= if piece.has(OUTSIDE) { 8 } else { 0 };
        score -= if piece.has(MASTHEAD) { 6 } else { 0 };
        // A main heading that is a link leads to the front page; others lead to the article itself.
        score -= match (piece.is_links(), piece.tag) {
            (true, Tag::Heading(1)) => 12,
            (true, _) => 4,
            _ => 0,
        };
        score += if piece.has(HEADLINE) { 2 } else { 0 };
        // The only main heading heads the page, even where its title says something else.
        score += if mains == 1 && main(&piece) && folded.chars().count() >= 16 { 16 } else { 0 };
        // Where two headings are titles of the page, the one that data calls its headline is.
        score += if data.contains(&folded) { 6 } else { 0 };
        score -= if names_the_site(pieces, i, &folded, &given) { 16 } else { 0 };
        if score > 4 && best.is_none_or(|(b, _)| score > b) {
            best = Some((score, i));
        }
    }
    best.map(|(_, i)| i)
}

/// Whether the rest of a title beside this heading stands further down as a line of its own: "Site: Headline".
fn names_the_site(pieces: &[Piece], at: usize, heading: &str, given: &[String]) -> bool {
    given.iter().any(|title| {
        let Some(rest) = title.strip_prefix(heading) else { return false };
        let sign = rest.trim_start().chars().next();
        let rest = rest.trim_start_matches([' ', ':', '|', '–', '—', '•']);
        // After other signs than these the name of the site follows, and the longer part is the headline.
        (matches!(sign, Some(':' | '»')) || rest.len() > heading.len())
            && rest.chars().count() >= 8
            && pieces.iter().skip(at + 1).take(40).any(|p| p.text.len() < 400 && fold(&p.text) == rest)
    })
}

/// How much of a given title a heading is: up to 40.
fn agreement(title: &str, heading: &str) -> i32 {
    if title == heading {
        40
    } else if heading.chars().count() >= 10 && title.contains(heading) {
        // "Site: Headline": the longer part is the headline.
        8 + (30 * heading.len() / title.len().max(1)) as i32
    } else if heading.contains(title) && title.chars().count() >= 10 {
        10
    } else {
        0
    }
}

/// The signs that part a headline from the name of the site, or a kicker from a headline.
const SIGNS: [&str; 10] = ["|", "-", "–", "—", "•", "·", "«", "»", "｜", "ㅣ"];

/// The words of the headline: as readers see it. Where the page itself gives it otherwise, without the kicker above it or the
/// site's name after it; with the kicker where that is part of all that the page gives.
pub(super) fn words(pieces: &[Piece], at: Option<usize>, facts: &Facts) -> Option<String> {
    let Some(at) = at else {
        return facts.titles.first().or(facts.page_title.as_ref()).map(|title| without_site(title, facts));
    };
    let text = &pieces[at].text;
    let kicker = at.checked_sub(1).map(|before| &pieces[before]).filter(|before| before.has(KICKER));
    // A colon makes one line of the two.
    let joined = kicker.filter(|kicker| kicker.text.ends_with(':') || text.starts_with(':'));
    let text = text.trim_start_matches([':', '|', '-', '–', '—', ' ']);
    let joined = joined.map(|kicker| format!("{}: {text}", kicker.text.trim_end_matches([':', ' '])));
    let text = joined.as_deref().unwrap_or(text);
    let shown = fold(text);
    let given: Vec<(&String, String)> = facts.titles.iter().take(MAX_TITLES).map(|g| (g, fold(g))).collect();
    if given.iter().any(|(_, g)| *g == shown) {
        return Some(text.to_owned());
    }
    // The same letters with a sign between kicker and headline, which on the page is a new line.
    if let Some((words, _)) = given.iter().find(|(_, g)| letters(g).eq(letters(&shown))) {
        return Some((*words).clone());
    }
    let whole = given.iter().find(|(_, g)| {
        let kicker = g.strip_suffix(shown.as_str()).map(|k| k.trim_matches([':', '|', '-', '–', '—', '/', '.', ' ']));
        let near = &pieces[at.saturating_sub(3)..pieces.len().min(at + 2)];
        kicker.is_some_and(|k| !k.is_empty() && near.iter().any(|p| fold(&p.text).trim_end_matches([':', ' ']) == k))
    });
    let repeated = |g: &String| given.iter().filter(|(_, other)| other == g).count() > 1;
    let part = || given.iter().find(|(_, g)| is_most_of(&shown, g, repeated(g)));
    match whole.or_else(part) {
        Some((words, _)) => Some((*words).clone()),
        None => Some(without_site(text, facts)),
    }
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// How many given titles are looked at.
const MAX_TITLES: usize = 8;

/// Where an attribute's value was cut short by a quotation mark within it.
const QUOTES: [char; 2] = ['"', '\''];

/// Whether a given title is what is shown, less a kicker in front or a name behind.
fn is_most_of(shown: &str, given: &str, sure: bool) -> bool {
    let chars = given.chars().count();
    if chars < 12 || chars * 10 < shown.chars().count() * 4 {
        return false;
    }
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    match (shown.strip_suffix(given), shown.strip_prefix(given)) {
        (Some(before), _) => alone(before.chars().next_back()),
        // What goes on after a title without a sign is a longer title.
        (_, Some(after)) => {
            (sure && !after.trim_start().starts_with(QUOTES))
                || SIGNS.iter().any(|sign| after.trim_start().starts_with(sign))
        }
        _ => false,
    }
}

/// A title without the names of the site and of its parts at either end.
fn without_site(title: &str, facts: &Facts) -> String {
    let mut title = title.trim();
    let others: Vec<String> = facts.titles.iter().take(MAX_TITLES).chain(&facts.page_title).map(|t| fold(t)).collect();
    let sites: Vec<String> = facts.outlets.iter().take(MAX_TITLES).map(|o| fold(o)).collect();
    let host = facts.canonical.as_deref().and_then(super::outlet::host);
    let names = |part: &str| {
        let folded = fold(part);
        sites.contains(&folded) || host.is_some_and(|h| super::outlet::agreement(part, h) >= 20)
    };
    for _ in 0..3 {
        let Some((start, end)) = last_sign(title) else { break };
        let (before, after) = (title[..start].trim_end(), title[end..].trim_start());
        // "Headline - Section | Site": with the site goes the section where another title of the page ends before it.
        if !before.is_empty() && (names(after) || (after.chars().count() < 40 && others.contains(&fold(before)))) {
            title = before;
        } else {
            break;
        }
    }
    if let Some((start, end)) = first_sign(title)
        && names(title[..start].trim())
        && !title[end..].trim().is_empty()
    {
        title = title[end..].trim();
    }
    title.to_owned()
}

/// Where the last sign between blanks stands, or one that needs none.
fn last_sign(title: &str) -> Option<(usize, usize)> {
    SIGNS.iter().filter_map(|sign| Some((sign, title.rfind(&spaced(sign))?))).max_by_key(|(_, at)| *at).map(place)
}

fn first_sign(title: &str) -> Option<(usize, usize)> {
    SIGNS.iter().filter_map(|sign| Some((sign, title.find(&spaced(sign))?))).min_by_key(|(_, at)| *at).map(place)
}

fn place((sign, at): (&&str, usize)) -> (usize, usize) {
    (at, at + spaced(sign).len())
}

/// Hyphens stand within words too.
fn spaced(sign: &str) -> String {
    if sign.len() > 2 && !matches!(sign, "–" | "—") || sign == "|" { sign.to_owned() } else { format!(" {sign} ") }
}

#[cfg(test)]
mod tests {
    use crate::extract::extract;

    fn title(head: &str, body: &str) -> String {
        let html = format!(
            "<!doctype html><head>{head}</head><body>{body}<p>The harbour will stay closed for a week, the mayor said."
        );
        extract(&crate::page::read(html.as_bytes()).expect("a page")).title.unwrap_or_default()
    }

    #[test]
    fn the_headline_is_the_one_that_readers_see() {
        let og = |title: &str| {
            format!("<meta property=og:title content=\"{title}\"><meta property=og:site_name content='The Cormorant'>")
        };
        for (head, body, wanted) in [
            (og("Harbour closed for seven days"), "<h1>Harbour shut for a week</h1>", "Harbour shut for a week"),
            (og("Harbour shut for a week | The Cormorant"), "", "Harbour shut for a week"),
            (
                og("Harbour shut for a week"),
                "<h1><span>Pilots' strike</span>Harbour shut for a week</h1>",
                "Harbour shut for a week",
            ),
            (
                og("Strike: Harbour shut for a week"),
                "<div>Strike</div><h1>Harbour shut for a week</h1>",
                "Strike: Harbour shut for a week",
            ),
            // A kicker in the same heading is none of its words, unless the page's own titles join the two.
            (
                String::new(),
                "<h1><span class=overline>Pilots' strike</span> <span>Harbour shut for a week</span></h1>",
                "Harbour shut for a week",
            ),
            (
                og("Pilots' strike: Harbour shut for a week"),
                "<h1><span class=article__kicker>Pilots' strike<i>:</i></span> Harbour shut for a week</h1>",
                "Pilots' strike: Harbour shut for a week",
            ),
            (
                String::new(),
                "<h1><span class=topline>Pilots' strike:</span> <span>Harbour shut for a week</span></h1>",
                "Pilots' strike: Harbour shut for a week",
            ),
            (String::new(), "<div class=topline><h1>Harbour shut for a week</h1></div>", "Harbour shut for a week"),
            (
                og("Harbour shut for a week"),
                "<h1>Harbour shut for a week | The Cormorant</h1>",
                "Harbour shut for a week",
            ),
            (og("Harbour shut"), "<h1><a href=/>The Cormorant</a></h1><h2>Harbour shut</h2>", "Harbour shut"),
            (
                og("Shipping: pilots"),
                "<h1>Why nobody steers the ships any more</h1><h2>Pilots</h2>",
                "Why nobody steers the ships any more",
            ),
        ] {
            assert_eq!(title(&head, body), wanted, "{body}");
        }
    }
}
