//! All dispatches together: the way from texts to copies.

use super::credit::{self, Agency};
use super::furniture::Furniture;
use super::holders::Holders;
use std::ops::Range;

use super::align::Passage;
use super::kind::{Side, kind};
use super::lineage::{Lineage, Order, lineages};
use super::links::{Link, Scratch, links};
use super::prints::Prints;
use super::quote::{Quote, quotes};
use super::translation::translations;
use super::{Copy, CopyKind, align};
use crate::extract::Dispatch;
use crate::reading::Reading;
use crate::text::Span;
use crate::when::When;

/// Dispatches that have been compared with one another.
#[derive(Debug)]
pub struct Archive<'a> {
    /// In the order of (published, id).
    dispatches: Vec<&'a Dispatch>,
    /// Which of the caller's dispatches each is.
    given: Vec<usize>,
    prints: Vec<Prints>,
    holders: Holders,
    furniture: Furniture,
    credits: Vec<Vec<Agency>>,
    order: Order,
    lineages: Vec<Lineage>,
}

impl<'a> Archive<'a> {
    /// Compares dispatches.
    pub fn of(dispatches: &[&'a Dispatch]) -> Archive<'a> {
        Archive::with(dispatches, &Furniture::default())
    }

    /// Compares dispatches; what is furniture is known from others already.
    pub fn with(dispatches: &[&'a Dispatch], furniture: &Furniture) -> Archive<'a> {
        let mut given: Vec<usize> = (0..dispatches.len()).collect();
        given.sort_by(|&x, &y| {
            let key = |i: usize| (dispatches[i].published.sort_key(), &dispatches[i].id, &dispatches[i].sha256);
            key(x).cmp(&key(y))
        });
        let dispatches: Vec<&Dispatch> = given.iter().map(|&i| dispatches[i]).collect();
        let mut prints: Vec<Prints> = dispatches.iter().map(|d| Prints::of(&d.text)).collect();
        let holders = Holders::of(&prints);
        let shown = Furniture::of_prints(&prints, &holders);
        let furniture: Furniture = shown.prints().iter().chain(furniture.prints()).copied().collect();
        for (dispatch, prints) in dispatches.iter().zip(&mut prints) {
            furniture.apply(dispatch, prints);
        }
        let mut scratch = Scratch::default();
        let found: Vec<Link> =
            (0..prints.len()).flat_map(|b| links(&prints, &holders, &furniture, &mut scratch, b)).collect();
        let credits = credit::credits(&dispatches);
        let order = Order::of(&dispatches, &prints, &credits, &found);
        let lineages = lineages(&prints, &order, &credits, &found);
        Archive { dispatches, given, prints, holders, furniture, credits, order, lineages }
    }

    /// Whole dispatches taken from others in the same language, in the order of (`of`, `from`).
    pub fn copies(&self) -> Vec<Copy> {
        let mut copies: Vec<Copy> = Vec::new();
        for (d, lineage) in self.lineages.iter().enumerate() {
            for &origin in lineage.origins.iter().filter(|&&o| o != d) {
                let passages = align::align(&self.prints[d], &self.prints[origin]);
                if !passages.is_empty() {
                    let side = |d: usize| Side { dispatch: self.dispatches[d], prints: &self.prints[d] };
                    let kind = kind(side(d), side(origin), &passages);
                    let reasons = self.reasons(d, origin, &passages);
                    copies.push(self.copy(d, origin, kind, &passages, reasons));
                }
            }
        }
        copies.sort_by_key(|c| (c.of, c.from));
        copies
    }

    /// Passages taken from dispatches that are not copied otherwise.
    pub fn quotes(&self) -> Vec<Copy> {
        let found = quotes(&self.dispatches, &self.prints, &self.holders, &self.furniture, &self.order, &self.lineages);
        let copy = |quote: &Quote| {
            let why =
                if quote.cited { "names the outlet whose words it repeats" } else { "repeats a passage of its prose" };
            self.copy(quote.of, quote.from, CopyKind::Quote, &quote.passages, vec![why.to_owned()])
        };
        found.iter().map(copy).collect()
    }

    /// Dispatches taken from others in another language. `readings` are those of the dispatches, in the caller's order.
    pub fn translations(&self, readings: &[&Reading]) -> Vec<Copy> {
        let ordered: Vec<&Reading> = self.given.iter().map(|&i| readings[i]).collect();
        let original = |d: usize| self.lineages[d].kin.is_empty();
        translations(&ordered, &self.credits, &self.order, &original)
            .into_iter()
            .map(|found| {
                let mut reasons = vec![format!(
                    "{} sentences tell the same names, numbers and facts in the same order ({:.0} %)",
                    found.sentences.len(),
                    100.0 * found.part.min(1.0)
                )];
                reasons.extend(found.agency.map(|agency| format!("credits {agency}")));
                Copy {
                    of: self.given[found.of],
                    from: self.given[found.from],
                    kind: CopyKind::Translation,
                    passages: found.sentences,
                    reasons,
                }
            })
            .collect()
    }

    fn copy(&self, of: usize, from: usize, kind: CopyKind, passages: &[Passage], reasons: Vec<String>) -> Copy {
        let span =
            |d: usize, words: Range<usize>| self.prints[d].span(&self.dispatches[d].text, words.start, words.end);
        let passages = passages.iter().map(|p| (span(of, p.of_a()), span(from, p.of_b()))).collect();
        Copy { of: self.given[of], from: self.given[from], kind, passages, reasons }
    }

    /// Why a dispatch is thought to be taken from another, for people.
    fn reasons(&self, of: usize, from: usize, passages: &[Passage]) -> Vec<String> {
        let shared: usize = passages.iter().flat_map(|p| &p.runs).map(|r| r.len).sum();
        let mut reasons = vec![format!("{shared} of its {} words stand there", self.prints[of].words.len())];
        let agency = self.credits[of].iter().find(|agency| self.order.speaks_for(from, agency));
        if let Some(agency) = agency {
            reasons.push(format!("credits {agency}, on whose page the other stands"));
        } else if self.order.wire[from] && !self.order.wire[of] {
            reasons.push("the other stands on an agency's page".to_owned());
        } else {
            let time = |d: usize| self.dispatches[d].published;
            if time(from) != When::Unknown && time(of) != When::Unknown {
                reasons.push(format!("published {}, the other {}", time(of), time(from)));
            }
        }
        if let Some(agency) = &self.lineages[of].missing {
            reasons.push(format!("both may come from a dispatch of {agency} that is not here"));
        }
        reasons
    }

    /// What each dispatch goes back to, in the caller's order.
    pub fn answers(&self) -> Vec<Answer> {
        let mut answers: Vec<Answer> = Vec::new();
        for (d, lineage) in self.lineages.iter().enumerate() {
            let text = &self.dispatches[d].text;
            let mut spans: Vec<Span> = Vec::new();
            for &(kin, _) in &lineage.kin {
                for passage in align::align(&self.prints[d], &self.prints[kin]) {
                    let words = passage.of_a();
                    spans.push(self.prints[d].span(text, words.start, words.end));
                }
            }
            spans.sort_unstable();
            answers.push(Answer {
                dispatch: self.given[d],
                parents: if lineage.made_from {
                    lineage.kin.iter().map(|&(k, _)| self.given[k]).collect()
                } else {
                    Vec::new()
                },
                origins: lineage.origins.iter().map(|&o| self.given[o]).collect(),
                agencies: self.credits[d].clone(),
                spans,
            });
        }
        answers.sort_by_key(|a| a.dispatch);
        answers
    }
}

/// What a dispatch goes back to.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Which dispatch: an index into those given.
    pub dispatch: usize,
    /// The dispatches it was made from, the best first.
    pub parents: Vec<usize>,
    /// The first dispatches that hold its reporting; itself where it copies nobody.
    pub origins: Vec<usize>,
    /// The agencies that it credits, in bare words.
    pub agencies: Vec<String>,
    /// What of its text comes from elsewhere.
    pub spans: Vec<Span>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Document;
    use proptest::prelude::*;

    const WIRE: &str = "LORIENT (Ponant) — The harbour of Lorient was closed on Monday evening after a container ship ran aground at \
        the mouth of the channel. Nobody was hurt, the harbour master said. Two tugs from Brest were on their way and the ship \
        should be towed off with the morning tide, unless the wind turned. Fishing boats were asked to stay in port until then.";

    fn document(id: &str, published: &str, outlet: &str, text: &str) -> Document {
        let mut document = Document::new(id, text);
        document.published = Some(published.to_owned());
        document.outlet = Some(outlet.to_owned());
        document
    }

    /// A wire, two copies of it, and an independent report of the same event.
    fn story() -> Vec<Document> {
        let cut = WIRE.split_once("Fishing").expect("the last sentence").0.split_once("— ").expect("the dateline").1;
        vec![
            document("wire", "2031-03-04T20:00", "Ponant", WIRE),
            document("reprint", "2031-03-04T20:30", "Bay News", WIRE),
            document("cut", "2031-03-04T19:00", "The Quay", cut),
            document(
                "own",
                "2031-03-04T21:00",
                "Le Phare",
                "Our reporter saw the ship from the old fort. She lay on her side in the dark, with all lights burning, and \
                 men with torches walked along the beach below as if they had lost something there that mattered to them.",
            ),
        ]
    }

    fn kin(documents: &[Document]) -> Vec<(String, Option<String>, String)> {
        let dispatches: Vec<Dispatch> = documents.iter().map(Dispatch::from).collect();
        let archive = Archive::of(&dispatches.iter().collect::<Vec<_>>());
        let id = |i: usize| dispatches[i].id.clone();
        let answer = |a: Answer| (id(a.dispatch), a.parents.first().map(|&p| id(p)), id(a.origins[0]));
        let mut kin: Vec<_> = archive.answers().into_iter().map(answer).collect();
        kin.sort();
        kin
    }

    #[test]
    fn copies_go_back_to_the_wire_though_one_bears_an_earlier_time() {
        let line = |doc: &str, parent: Option<&str>, origin: &str| {
            (doc.to_owned(), parent.map(str::to_owned), origin.to_owned())
        };
        let wanted = [
            line("cut", Some("wire"), "wire"),
            line("own", None, "own"),
            line("reprint", Some("wire"), "wire"),
            line("wire", None, "wire"),
        ];
        assert_eq!(kin(&story()), wanted);
    }

    proptest! {
        #[test]
        fn the_order_of_the_input_does_not_matter(order in Just((0..4).collect::<Vec<usize>>()).prop_shuffle()) {
            let story = story();
            let shuffled: Vec<Document> = order.iter().map(|&i| story[i].clone()).collect();
            prop_assert_eq!(kin(&shuffled), kin(&story));
        }

        #[test]
        fn any_texts_are_compared(texts in proptest::collection::vec("[a-c“”\" .\n]{0,120}", 0..8)) {
            let documents: Vec<Document> = texts.iter().enumerate().map(|(i, t)| Document::new(i.to_string(), t.as_str())).collect();
            let dispatches: Vec<Dispatch> = documents.iter().map(Dispatch::from).collect();
            let archive = Archive::of(&dispatches.iter().collect::<Vec<_>>());
            for copy in archive.copies() {
                prop_assert!(copy.of != copy.from);
                for (of, from) in copy.passages {
                    prop_assert!(!of.is_empty() && !from.is_empty());
                }
            }
            prop_assert_eq!(archive.answers().len(), documents.len());
        }
    }
}
