//! The pages of a claim or a story as citations, to be copied.

use maud::html;
use selon_export::Citations;
use selon_store::{Id, Store};
use serde::Serialize;
use serde_json::Value;

use super::layout::Leaf;
use super::part::link;
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};

#[derive(Debug, Serialize)]
pub(crate) struct Cite {
    #[serde(skip)]
    of: Option<Id>,
    /// For Zotero and its like.
    csl: Value,
    /// For the Wikipedias, by language.
    wikipedia: Wikipedia,
    /// For people.
    plain: String,
}

/// Templates of the Wikipedias.
#[derive(Debug, Serialize)]
struct Wikipedia {
    en: String,
    fr: String,
}

impl Sheet for Cite {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Cite>, Wrong> {
        let of = ask.id("name").filter(|id| matches!(id, Id::Claim(_) | Id::Story(_)));
        let Some(name) = of else { return Ok(None) };
        let account = selon_export::gather(store, Some(&name.to_string())).map_err(Wrong::Export)?;
        Ok(account.map(|account| Cite {
            of,
            csl: selon_export::csl(&account),
            plain: selon_export::plain(&account),
            wikipedia: Wikipedia {
                en: selon_export::wikipedia(&account, Citations::English),
                fr: selon_export::wikipedia(&account, Citations::French),
            },
        }))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let w = ui.words;
        let csl = serde_json::to_string_pretty(&self.csl).unwrap_or_default();
        let body = html! {
            @if let Some(of) = self.of { p.crumbs { a href=(link(of)) { (of.to_string()) } } }
            h1 { (w.cite) }
            @for (id, title, text) in [
                ("plain", w.writing.plain.as_str(), &self.plain),
                ("wiki-en", "Wikipedia (English)", &self.wikipedia.en),
                ("wiki-fr", "Wikipédia (français)", &self.wikipedia.fr),
                ("csl", "CSL-JSON (Zotero)", &csl),
            ] {
                section {
                    h2 { label for=(id) { (title) } }
                    button.copy type="button" data-copy=(id) data-done=(w.copied) hidden { (w.copy_it) }
                    textarea id=(id) readonly rows="8" spellcheck="false" { (text) }
                }
            }
        };
        Leaf { title: w.cite.clone(), body }
    }
}
