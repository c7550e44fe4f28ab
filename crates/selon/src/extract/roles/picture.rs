//! Which lines belong to pictures.

use super::says_credit;
use crate::extract::body::{ends_sentence, is_prose};
use crate::extract::hints::{CAPTION, FIGURE};
use crate::extract::piece::{Piece, Tag};
use crate::extract::{Role, caption, stamp};
use crate::known::fold;

/// A line right before a credit is a caption; so is one that stands in the place of a picture, or twice.
pub(super) fn assign(pieces: &[Piece], roles: &mut [Role]) {
    // Where paragraphs are marked as such, a line below a picture that is not marked is no paragraph.
    let prose = |i: &usize| roles[*i] == Role::Paragraph && is_prose(&pieces[*i]);
    let all = (0..pieces.len()).filter(prose).count();
    let marked = (0..pieces.len()).filter(prose).filter(|&i| pieces[i].tag == Tag::Paragraph).count();
    if marked >= 4 && marked * 10 >= all * 7 {
        for i in 0..pieces.len() {
            let plain = pieces[i].tag == Tag::Other
                && matches!(roles[i], Role::Paragraph | Role::Subhead)
                && pieces[i].text.len() < 400
                && stamp::stamps(&pieces[i].text).is_empty();
            let label = roles[i] == Role::Paragraph && is_label(&pieces[i]);
            if pieces[i].pictured && (plain || label) {
                roles[i] = Role::Caption;
            } else if i > 0 && roles[i - 1] == Role::Caption && !pieces[i].pictured {
                let short = pieces[i].tag == Tag::Other && pieces[i].text.len() < 60;
                if short && pieces[i - 1].pictured && matches!(roles[i], Role::Paragraph | Role::Boilerplate) {
                    roles[i] = Role::Credit;
                }
            }
        }
    }
    for i in 1..pieces.len() {
        let below = pieces[i - 1].tag == Tag::Picture && matches!(roles[i], Role::Paragraph | Role::Subhead);
        if below && pieces[i].text.len() < 400 && caption::has_credit(&pieces[i].text) {
            roles[i] = Role::Caption;
        }
    }
    for i in 1..pieces.len() {
        let near = !pieces[i].gap || pieces[i - 1].gap;
        if roles[i] == Role::Credit
            && !pieces[i].has(CAPTION)
            && (says_credit(&pieces[i].text) || pieces[i].has(FIGURE))
            && stamp::stamps(&pieces[i - 1].text).is_empty()
            && near
            && matches!(roles[i - 1], Role::Paragraph | Role::Subhead)
            && pieces[i - 1].text.len() < if pieces[i - 1].pictured { 700 } else { 400 }
            && (pieces[i - 1].tag != Tag::Paragraph || !pieces[i].gap)
        {
            roles[i - 1] = Role::Caption;
        }
    }
    let known: std::collections::BTreeSet<String> = pieces
        .iter()
        .zip(roles.iter())
        .filter(|(p, r)| (**r == Role::Caption || p.tag == Tag::Picture) && p.text.len() > 15)
        .map(|(p, _)| fold(&p.text))
        .collect();
    if known.is_empty() {
        return;
    }
    for (piece, role) in pieces.iter().zip(roles.iter_mut()) {
        if matches!(role, Role::Paragraph | Role::Subhead | Role::Boilerplate)
            && piece.tag != Tag::Picture
            && piece.text.len() < 400
        {
            let folded = fold(&piece.text);
            if known.contains(&folded) {
                *role = Role::Caption;
            }
        }
    }
}

/// Whether a paragraph right below a picture says what it shows: it is short and no sentence, and announces nothing.
fn is_label(piece: &Piece) -> bool {
    piece.tag == Tag::Paragraph && piece.text.len() < 200 && piece.linked == 0 && !ends_sentence(&piece.text)
}
