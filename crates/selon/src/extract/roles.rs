//! What each piece of a page is.

mod beside;
mod picture;

use super::Role;
use super::body::{ends_sentence, is_prose};
use super::hints::{
    BODY, BYLINE, CAPTION, COMMENTS, CREDIT, DATE, FIGURE, FOOT, HIDDEN, KICKER, LIVE, NAV, OUTSIDE, RELATED,
    STANDFIRST, TAGS,
};
use super::phrase::{self, Class, List};
use super::piece::{Piece, Tag};
use super::stamp;
use crate::known::fold;

/// What is known of a page when roles are given.
pub(super) struct Setting<'a> {
    /// The headline, folded.
    pub(super) title: String,
    /// The piece that is the headline.
    pub(super) headline: Option<usize>,
    /// What the page says that it is about, folded.
    pub(super) descriptions: Vec<String>,
    /// Writers that data names, folded.
    pub(super) authors: Vec<String>,
    /// For each piece, whether it stands in the article.
    pub(super) inside: &'a [bool],
    /// Plain text has no elements to go by.
    pub(super) plain: bool,
}

/// The role of each piece.
pub(super) fn assign(pieces: &[Piece], setting: &Setting<'_>) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::with_capacity(pieces.len());
    // Whether the part that stands under the last heading is no part of the article.
    let mut dead = false;
    for (i, piece) in pieces.iter().enumerate() {
        let role = if Some(i) == setting.headline {
            Role::Headline
        } else if setting.inside[i] {
            inside(piece, pieces.get(i + 1), setting, &mut dead)
        } else {
            outside(piece)
        };
        roles.push(role);
    }
    picture::assign(pieces, &mut roles);
    standfirst(pieces, setting, &mut roles);
    head(pieces, setting, &mut roles);
    tail(pieces, setting, &mut roles);
    beside::repeated(pieces, &mut roles);
    roles
}

/// What follows the first time of day in a live blog are its entries.
pub(super) fn live_entries(pieces: &[Piece], roles: &mut [Role]) {
    let Some(first) = (0..pieces.len()).find(|&i| super::kind::begins_entry(&pieces[i])) else { return };
    for role in &mut roles[first..] {
        if *role == Role::Paragraph {
            *role = Role::LiveEntry;
        }
    }
}

/// Whether pieces of this role make up the text.
pub(super) fn is_text(role: Role) -> bool {
    matches!(role, Role::Standfirst | Role::Paragraph | Role::Subhead | Role::Quotation | Role::List | Role::LiveEntry)
}

fn outside(piece: &Piece) -> Role {
    if piece.has(COMMENTS) {
        Role::Comment
    } else if piece.has(HIDDEN | NAV) {
        Role::Boilerplate
    } else if piece.has(CAPTION) || piece.tag == Tag::Caption {
        Role::Caption
    } else if piece.has(CREDIT | FOOT) && piece.has(FIGURE) {
        Role::Credit
    } else if piece.has(RELATED) {
        Role::ReadAlso
    } else if piece.has(TAGS) {
        Role::Tags
    } else if piece.text.len() < 160 && says_credit(&piece.text) {
        Role::Credit
    } else {
        Role::Boilerplate
    }
}

/// Whether a line begins like "Photo: …".
fn says_credit(text: &str) -> bool {
    phrase::opening(&phrase::folded(text), Class::Credit).is_some_and(is_credit)
}

fn inside(piece: &Piece, next: Option<&Piece>, setting: &Setting<'_>, dead: &mut bool) -> Role {
    if piece.tag == Tag::Picture || piece.has(KICKER) {
        return Role::Boilerplate;
    }
    if piece.has(CAPTION) || piece.tag == Tag::Caption || piece.has(OUTSIDE) {
        return match outside(piece) {
            Role::Caption if piece.has(CREDIT) => Role::Credit,
            role => role,
        };
    }
    let length = piece.text.len();
    if piece.has(CREDIT) && length < 160 {
        return Role::Credit;
    }
    if let Some(role) = by_words(piece, dead) {
        return role;
    }
    let next_is_prose = next.is_some_and(|n| n.tag == Tag::Paragraph && is_prose(n));
    if piece.is_links() && matches!(piece.tag, Tag::Heading(_)) && piece.has(BODY) && next_is_prose {
        return Role::Subhead;
    }
    if piece.has(FIGURE) && matches!(piece.tag, Tag::Paragraph | Tag::Other) && length < 300 {
        return Role::Caption;
    }
    if piece.is_links() && !(piece.tag == Tag::Paragraph && length > 120 && ends_sentence(&piece.text)) {
        return Role::ReadAlso;
    }
    if *dead {
        if piece.tag == Tag::Item || !is_prose(piece) || length <= 120 {
            return Role::Boilerplate;
        }
        *dead = false;
    }
    if piece.has(BYLINE | DATE) && length < 120 && (!ends_sentence(&piece.text) || length < INITIALS) {
        return if piece.has(BYLINE) { Role::Byline } else { Role::DateLine };
    }
    if length < 300 && !setting.title.is_empty() && fold(&piece.text) == setting.title {
        return Role::Headline;
    }
    if piece.has(STANDFIRST)
        && setting.headline.is_some()
        && is_prose(piece)
        && !piece.has(LIVE)
        && piece.tag != Tag::Item
    {
        return Role::Paragraph;
    }
    match piece.tag {
        Tag::Heading(_) if length <= 250 => Role::Subhead,
        Tag::Cell if !is_prose(piece) => Role::Table,
        Tag::Item => Role::List,
        Tag::Quote => Role::Quotation,
        Tag::Other if length < 30 && !ends_sentence(&piece.text) => Role::Boilerplate,
        Tag::Paragraph | Tag::Other if is_subhead(piece, setting.plain) => Role::Subhead,
        _ => Role::Paragraph,
    }
}

/// A line so short, in bytes, is no sentence where it is marked as a signature: "J. R.".
const INITIALS: usize = 20;

/// A line of its own that heads what follows: bold throughout, or short and without a full stop in plain text.
fn is_subhead(piece: &Piece, plain: bool) -> bool {
    let short = piece.text.chars().count() <= 120 && !piece.text.ends_with(['.', ',', ';']);
    short && (piece.bold * 10 >= piece.text.len() * 9 || (plain && !ends_sentence(&piece.text)))
}

/// What the words of a piece say that it is.
pub(super) fn by_words(piece: &Piece, dead: &mut bool) -> Option<Role> {
    let length = piece.text.len();
    if length > 320 {
        return None;
    }
    let folded = phrase::folded(&piece.text);
    if folded.is_empty() {
        return Some(if piece.text.starts_with('#') { Role::Tags } else { Role::Boilerplate });
    }
    if piece.text.starts_with('#') && piece.text.len() < 60 && !ends_sentence(&piece.text) {
        return Some(Role::Tags);
    }
    let reserved = || phrase::holds(&folded, List::Rights) && (length < 120 || !ends_sentence(&piece.text));
    if length < 240 && (piece.text.contains('©') || reserved()) {
        return Some(if piece.has(FIGURE) { Role::Credit } else { Role::Boilerplate });
    }
    for (class, rest) in phrase::openings(&folded) {
        match class {
            Class::Section if phrase::ends(rest) && length < 60 => {
                *dead |= heads(piece);
                return Some(Role::Boilerplate);
            }
            Class::Comments if phrase::ends(rest) => {
                *dead |= heads(piece);
                return Some(Role::Boilerplate);
            }
            Class::ReadAlso if (phrase::labels(rest) && length < 250) || piece.linked * 3 > length => {
                return Some(Role::ReadAlso);
            }
            Class::Tags if rest.trim_start().starts_with([':', '|']) => return Some(Role::Tags),
            Class::Credit if length < 160 && is_credit(rest) => return Some(Role::Credit),
            Class::Boilerplate if is_boilerplate(&folded[..folded.len() - rest.len()], rest, &piece.text) => {
                return Some(Role::Boilerplate);
            }
            _ => {}
        }
    }
    // Prose may speak of a newsletter, too.
    let offers = length < 100 || (length < 200 && piece.linked > 0);
    if offers
        && piece.tag != Tag::Quote
        && phrase::holds(&folded, List::Newsletter)
        && !piece.text.contains(['"', '«', '“'])
    {
        return Some(Role::Boilerplate);
    }
    if beside::is_menu(&piece.text) || beside::signs_post(&piece.text) {
        return Some(Role::Boilerplate);
    }
    if piece.text.starts_with("http") && !piece.text.contains(' ') {
        return Some(Role::Boilerplate);
    }
    None
}

/// Whether a piece heads what follows.
fn heads(piece: &Piece) -> bool {
    matches!(piece.tag, Tag::Heading(_)) || piece.bold * 2 > piece.text.len()
}

/// "Photo: …", "Foto / …": a label and a name.
pub(super) fn is_credit(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '/', '|', '©']) || phrase::ends(rest)
}

/// One word opens many sentences; several, or one alone, hardly any.
fn is_boilerplate(phrase: &str, rest: &str, text: &str) -> bool {
    let several = phrase.contains([' ', '-']);
    phrase::ends(rest)
        || rest.trim_start().starts_with([':', '|'])
        || (several && text.len() < 200)
        || (text.len() < 80 && !text.ends_with('.'))
}

/// What stands between the headline and the article and sums it up.
fn standfirst(pieces: &[Piece], setting: &Setting<'_>, roles: &mut [Role]) {
    let Some(first) = roles.iter().position(|r| matches!(r, Role::Paragraph | Role::Quotation)) else { return };
    let after = setting.headline.map_or_else(|| first.saturating_sub(6), |h| h + 1);
    let mut unmarked = 0;
    for i in after.min(first)..first {
        let piece = &pieces[i];
        // What "teaser" marks leads to another article, or sums up this one: then no word of it is a link.
        let teaser = piece.has(RELATED) && !piece.has(OUTSIDE & !RELATED) && piece.linked == 0 && is_prose(piece);
        if setting.inside[i] && roles[i] != Role::Subhead && !piece.has(STANDFIRST) && !teaser {
            continue;
        }
        if piece.is_links()
            || (piece.has(OUTSIDE) && !teaser)
            || piece.has(CAPTION | CREDIT | FIGURE)
            || piece.tag == Tag::Picture
            || piece.text.len() < 25
        {
            continue;
        }
        if by_words(piece, &mut false).is_some() {
            continue;
        }
        let folded = fold(&piece.text);
        let described =
            setting.descriptions.iter().any(|d| *d == folded || (folded.len() > 60 && d.starts_with(&folded)));
        if piece.tag == Tag::Item && !described && !piece.has(STANDFIRST) {
            continue;
        }
        let dated = piece.text.len() < 120 && !stamp::stamps(&piece.text).is_empty();
        if described || (piece.has(STANDFIRST) && !dated) {
            roles[i] = Role::Standfirst;
        } else if is_prose(piece) && !piece.has(BYLINE | DATE) && !dated && setting.headline.is_some() && unmarked < 2 {
            unmarked += 1;
            roles[i] = Role::Standfirst;
        }
    }
    // Within the article, the first lines may be marked as summing it up.
    if let Some(headline) = setting.headline {
        for i in headline..pieces.len() {
            if roles[i] == Role::Paragraph {
                if pieces[i].has(STANDFIRST) && !pieces[i].has(BODY) {
                    roles[i] = Role::Standfirst;
                }
                break;
            }
        }
    }
}

/// Lines before the first paragraph that name writers and dates.
fn head(pieces: &[Piece], setting: &Setting<'_>, roles: &mut [Role]) {
    let Some(first) = (0..pieces.len()).find(|&i| {
        matches!(roles[i], Role::Paragraph | Role::Standfirst)
            && is_prose(&pieces[i])
            && (!setting.plain || !is_line(&pieces[i]))
    }) else {
        return;
    };
    for i in 0..first {
        if !matches!(roles[i], Role::Paragraph | Role::Subhead | Role::List | Role::Quotation) {
            continue;
        }
        let text = &pieces[i].text;
        roles[i] = if text.len() < 160 && !stamp::stamps(text).is_empty() {
            Role::DateLine
        } else if setting.headline.is_some_and(|h| i < h) {
            Role::Boilerplate
        } else if text.len() < 120
            && !ends_sentence(text)
            && (setting.plain || (roles[i] != Role::Subhead && !says_something(&pieces[i])))
        {
            Role::Byline
        } else {
            continue;
        };
    }
}

/// A paragraph of the article, though short and without a full stop: who is greeted or quoted, words that are no names.
fn says_something(piece: &Piece) -> bool {
    let text = piece.text.as_str();
    let small = text.split(' ').filter(|w| w.chars().count() > 3 && w.starts_with(char::is_lowercase)).count();
    piece.tag == Tag::Paragraph
        && !piece.has(BYLINE | DATE | CREDIT)
        && (text.ends_with(',') || text.starts_with(['„', '«', '“', '"', '»']) || small >= 3)
}

/// Short lines without a full stop, however long a piece of prose may be.
fn is_line(piece: &Piece) -> bool {
    piece.text.len() < 120 && !ends_sentence(&piece.text)
}

/// What follows the last paragraph: headings of nothing, signatures.
fn tail(pieces: &[Piece], setting: &Setting<'_>, roles: &mut [Role]) {
    if setting.plain {
        beside::streams(pieces, roles);
    }
    let Some(last) =
        (0..pieces.len()).rev().find(|&i| is_text(roles[i]) && roles[i] != Role::Subhead && is_prose(&pieces[i]))
    else {
        return;
    };
    // One line alone that is a name in bold: the writer's. Several are a list of something.
    let name = |piece: &Piece| {
        piece.bold * 10 >= piece.text.len() * 9
            && super::byline::is_person(&piece.text)
            && piece.text.split(' ').all(|w| w.starts_with(char::is_uppercase) && w.contains(char::is_lowercase))
    };
    let mut below = (last + 1..pieces.len()).filter(|&i| is_text(roles[i]));
    let signature = below.next().filter(|&i| name(&pieces[i]) && below.next().is_none());
    // A list that no sentence announces, of a few words each: links to share or to read on.
    let listed = !pieces[last].text.ends_with(':')
        && (last + 1..pieces.len())
            .filter(|&i| roles[i] == Role::List)
            .all(|i| is_line(&pieces[i]) && pieces[i].text.len() < 40);
    for i in last + 1..pieces.len() {
        if !is_text(roles[i]) {
            continue;
        }
        let text = &pieces[i].text;
        if !super::dateline::signature(text).is_empty() {
            roles[i] = Role::AgencyLine;
        } else if text.len() < 80 && (setting.authors.contains(&fold(text)) || signature == Some(i)) {
            roles[i] = Role::Byline;
        } else if text.len() < 100 && !stamp::stamps(text).is_empty() {
            roles[i] = Role::DateLine;
        } else if text.len() < 120 && (text.ends_with(':') || text.contains(" | ")) {
            // It announced what is no text, or is a row of links.
            roles[i] = Role::Boilerplate;
        } else if roles[i] == Role::Subhead
            || (is_line(&pieces[i])
                && (setting.plain || pieces[i].tag == Tag::Other || (listed && roles[i] == Role::List)))
        {
            roles[i] = Role::Boilerplate;
        }
    }
    // A subhead with nothing under it.
    let mut under = false;
    for i in (0..=last.min(pieces.len() - 1)).rev() {
        match roles[i] {
            Role::Subhead if !under => roles[i] = Role::Boilerplate,
            Role::Subhead => {}
            role if is_text(role) => under = true,
            _ => {}
        }
    }
}
