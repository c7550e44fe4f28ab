//! What stands beside an article without a mark that says so: streams of other headlines, menus, quotations in a larger type.

use std::collections::BTreeSet;

use super::{is_line, is_text};
use crate::extract::Role;
use crate::extract::body::ends_sentence;
use crate::extract::hints::QUOTE;
use crate::extract::phrase::{self, List};
use crate::extract::piece::{Piece, Tag};
use crate::known::fold;

/// Headlines of other texts, one a line behind a dash, and what asks for consent: in plain text nothing parts them from the article.
pub(super) fn streams(pieces: &[Piece], roles: &mut [Role]) {
    let consent = |p: &Piece| phrase::count(&phrase::folded(&p.text), List::Consent) >= 2;
    let mut end = pieces.len();
    while end > 0 && (!is_text(roles[end - 1]) || consent(&pieces[end - 1])) {
        end -= 1;
        if is_text(roles[end]) {
            roles[end] = Role::Boilerplate;
        }
    }
    let entry = |p: &Piece| p.text.starts_with("- ") && is_line(p);
    let mut at = 0;
    while at < end {
        let run = pieces[at..end].iter().take_while(|p| entry(p)).count();
        let announced = at > 0 && pieces[at - 1].text.ends_with([':', '.', ';', '…']);
        if run >= 3 && !announced {
            roles[at..at + run].fill(Role::ReadAlso);
        }
        at += run.max(1);
    }
}

/// "Home | News | World", "Who we are – Privacy – Advertise – Contact". Dashes stand in sentences, too: between them a menu has
/// only a few words, and no full stop at its end.
pub(super) fn is_menu(text: &str) -> bool {
    if text.matches(" | ").count() + text.matches(" · ").count() >= 3 {
        return true;
    }
    let (mut signs, mut words, mut longest) = (0, 0, 0);
    for word in text.split(' ') {
        if matches!(word, "|" | "·" | "•" | "∙" | "–" | "—" | "-") {
            (signs, words) = (signs + 1, 0);
        } else if signs > 0 {
            words += 1;
            longest = longest.max(words);
        }
    }
    signs >= 3 && longest <= 4 && !ends_sentence(text)
}

/// "— Ana Roz (@anaroz) February 5, 2031": below a post that is shown in a text, who wrote it and when.
pub(super) fn signs_post(text: &str) -> bool {
    text.len() < 120 && text.starts_with(['—', '–']) && text.contains("(@") && !ends_sentence(text)
}

/// A paragraph that stands there twice is one; so is what a paragraph says and a larger type repeats beside it.
pub(super) fn repeated(pieces: &[Piece], roles: &mut [Role]) {
    let mut seen = BTreeSet::new();
    for (piece, role) in pieces.iter().zip(roles.iter_mut()) {
        if is_text(*role) && piece.text.len() > 60 && !seen.insert(piece.text.as_str()) {
            *role = Role::Boilerplate;
        }
    }
    let pulled = |i: &usize| is_text(roles[*i]) && (pieces[*i].has(QUOTE) || pieces[*i].tag == Tag::Quote);
    let pulled: Vec<usize> =
        (0..pieces.len()).filter(pulled).filter(|&i| pieces[i].text.len() < 300).take(PULLED).collect();
    if pulled.is_empty() {
        return;
    }
    let others = (0..pieces.len()).filter(|&i| is_text(roles[i]) && !pulled.contains(&i));
    let article = others.map(|i| fold(&pieces[i].text)).collect::<Vec<_>>().join("\n");
    for i in pulled {
        let mut sentences = pieces[i].text.split(['.', '!', '?', '…']).map(fold).filter(|s| !s.is_empty()).peekable();
        let said = |s: String| memchr::memmem::find(article.as_bytes(), s.as_bytes()).is_some();
        if sentences.peek().is_some() && sentences.all(said) {
            roles[i] = Role::Boilerplate;
        }
    }
}

/// So many quotations are looked for in the article that they are pulled from.
const PULLED: usize = 16;

#[cfg(test)]
mod tests {
    use super::{is_menu, signs_post};
    use crate::extract::extract;

    fn text(page: &str) -> String {
        extract(&crate::page::read(page.as_bytes()).expect("a page")).text.as_str().to_owned()
    }

    #[test]
    fn a_menu_has_a_few_words_between_its_signs() {
        for menu in [
            "Le Cormoran. Reproduction interdite. Qui sommes-nous ? – CGU – Cookies – Publicité",
            "Home | News | World | Sport",
            "Plan | Who we are – Privacy – Advertise | Feed",
        ] {
            assert!(is_menu(menu), "{menu}");
        }
        for prose in [
            "The pilots – all nine of them – went home - and so did the crew – at ten.",
            "Le port – fermé depuis lundi – rouvre – enfin – mardi.",
            "Brest – Nantes : 2-1",
        ] {
            assert!(!is_menu(prose), "{prose}");
        }
    }

    #[test]
    fn a_post_is_signed_with_a_handle() {
        assert!(signs_post("— Ana Roz (@anaroz) February 5, 2031"));
        assert!(!signs_post("— Nobody told us, Ana Roz (@anaroz) wrote to her readers."));
        assert!(!signs_post("— On charge, on referme, on recule"));
    }

    #[test]
    fn streams_and_pulled_quotations_are_no_text() {
        let said = "The harbour will stay closed for a week, the port authority said on Monday, for want of pilots.";
        let page = text(&format!(
            "<!doctype html><html lang=en><body><h1>Harbour shut</h1><div><p>{said}</p><p>{said} “It was amber. Amber means \
             Thursday,” the master said to all who would hear him.</p><blockquote><p>“Amber means Thursday”</p></blockquote><p>He \
             left on foot, and nobody went with him, for the rain had begun again over the quays.</p></div><section><h5>Top \
             five</h5><div><time>09:33</time> Otter seen in a car park</div><div>Crossword no 482</div><div>Five stoves \
             compared</div></section>"
        ));
        assert!(page.ends_with("over the quays."), "{page}");
        assert!(!page.contains("“Amber"), "{page}");
        let plain = text(&format!(
            "Harbour shut\n\n{said}\n\n{said} He left.\n\nTop five\n- Otter seen in a car park\n- Crossword no 482\n- Five \
             stoves compared\n\nWe and our partners store cookies to show you advertisements. Your consent can be withdrawn at any time.\n"
        ));
        assert!(plain.ends_with("He left."), "{plain}");
    }

    #[test]
    fn a_list_that_is_announced_stays() {
        let plain = text(
            "Harbour shut\n\nThe harbour will stay closed for a week, the port authority said on Monday, and named \
             the ships:\n- Ana Roz\n- Marguerite\n- Cormoran\n\nTheir crews were told on Sunday evening by telephone, it added.\n",
        );
        assert!(plain.contains("Marguerite"), "{plain}");
    }
}
