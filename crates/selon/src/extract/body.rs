//! Which part of a page is the article: by the density of its text and of its links.

use super::hints::{BODY, CAPTION, CREDIT, FIGURE, OUTSIDE};
use super::piece::{Piece, Pieces, Tag};
use super::tree::{Id, NONE, Tree};

/// How much a piece speaks for (or against) standing in an article.
fn weight(piece: &Piece) -> i64 {
    if piece.has(OUTSIDE | CAPTION | CREDIT) || piece.tag == Tag::Picture || piece.tag == Tag::Caption {
        return 0;
    }
    let length = piece.text.len() as i64;
    let linked = piece.linked as i64;
    if linked * 2 > length {
        return -(length.min(if piece.tag == Tag::Paragraph { 10 } else { 40 }));
    }
    match piece.tag {
        Tag::Heading(_) => return 0,
        Tag::Item if length < 80 => return 0,
        _ => {}
    }
    if length >= 80 || (length >= 40 && ends_sentence(&piece.text)) {
        // Teasers are short, paragraphs are long.
        (length - linked * 2 - 40).clamp(5, 600)
    } else if piece.tag == Tag::Paragraph {
        0
    } else {
        -6
    }
}

/// Whether a text ends as sentences do.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '»', '”', '’', '\'', ')', '“', ' ', ']', '“', '\u{a0}'])
        .ends_with(['.', '!', '?', '…', '؟', '。', ':', '।', '！', '？', ';'])
}

/// Running text: a paragraph of an article, by its looks.
pub(super) fn is_prose(piece: &Piece) -> bool {
    !piece.is_links() && (piece.text.len() >= 100 || (piece.text.len() >= 50 && ends_sentence(&piece.text)))
}

/// For each piece, whether it stands in the article.
pub(super) fn choose(tree: &Tree, pieces: &Pieces, headline: Option<usize>) -> Vec<bool> {
    let weights: Vec<i64> = pieces.list.iter().map(weight).collect();
    let mut sums = vec![0i64; weights.len() + 1];
    for (i, w) in weights.iter().enumerate() {
        sums[i + 1] = sums[i] + w;
    }
    let mut best: (i64, Id) = (0, NONE);
    for id in 0..tree.nodes.len() as Id {
        let range = pieces.below(id);
        if range.is_empty() {
            continue;
        }
        let score = sums[range.end] - sums[range.start];
        // Of equals the inner one; nodes come before those below them.
        if score > best.0 || (score == best.0 && best.1 != NONE && within(tree, id, best.1)) {
            best = (score, id);
        }
    }
    let mut inside = vec![false; weights.len()];
    if best.1 == NONE {
        return inside;
    }
    let marked: i64 =
        pieces.list.iter().zip(&weights).filter(|(p, _)| p.has(BODY) && !p.has(OUTSIDE)).map(|(_, w)| w.max(&0)).sum();
    let whole: i64 = weights[pieces.below(best.1)].iter().map(|w| w.max(&0)).sum();
    if marked * 2 >= whole {
        for (flag, piece) in inside.iter_mut().zip(&pieces.list) {
            *flag = piece.has(BODY);
        }
    } else {
        inside[pieces.below(best.1)].fill(true);
    }
    for (flag, piece) in inside.iter_mut().zip(&pieces.list) {
        *flag &= !(piece.has(FIGURE) && piece.text.len() < 200 && piece.tag == Tag::Other);
    }
    // An article begins with its headline, where most of it follows.
    if let Some(headline) = headline {
        let of =
            |range: std::ops::Range<usize>| -> i64 { range.filter(|&i| inside[i]).map(|i| weights[i].max(0)).sum() };
        if of(headline..inside.len()) > of(0..headline) {
            inside[..headline].fill(false);
        }
    }
    inside
}

fn within(tree: &Tree, mut id: Id, outer: Id) -> bool {
    while id != NONE {
        if id == outer {
            return true;
        }
        id = tree.node(id).parent;
    }
    false
}
