//! Citations as the Wikipedias have them.

use crate::account::{Account, Page};

/// Whose templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Citations {
    /// `{{cite news}}` of the English Wikipedia (<https://en.wikipedia.org/wiki/Template:Cite_news>).
    English,
    /// `{{Lien web}}` of the French Wikipedia (<https://fr.wikipedia.org/wiki/Modèle:Lien_web>).
    French,
}

/// One citation a page, a line each, in the order of publication.
pub fn wikipedia(account: &Account, citations: Citations) -> String {
    let mut pages: Vec<&Page> = account.pages.values().collect();
    pages.sort_by_key(|page| (page.day().is_none(), page.day(), page.dispatch.row.id));
    let mut text = String::new();
    for page in pages {
        text.push_str(&template(account, page, citations));
        text.push('\n');
    }
    text
}

fn template(account: &Account, page: &Page, citations: Citations) -> String {
    let row = &page.dispatch.row;
    let french = citations == Citations::French;
    let mut template = String::from(if french { "{{Lien web" } else { "{{cite news" });
    let mut put = |english: &str, in_french: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            let key = if french { in_french } else { english };
            template.push_str(&format!(" |{key}={}", harmless(value)));
        }
    };
    for (i, author) in page.authors.iter().enumerate() {
        put(&format!("author{}", i + 1), &format!("auteur{}", i + 1), Some(author));
    }
    put("title", "titre", row.title.as_deref());
    put("url", "url", page.url.as_deref().filter(|url| url.starts_with("http")));
    put("work", "site", row.outlet.as_deref());
    let agencies = page.agencies.join(", ");
    // The French template knows no agency; its publisher is the nearest.
    put("agency", "éditeur", Some(&agencies));
    put("date", "date", page.day());
    put("access-date", "consulté le", page.captured.get(..10));
    put("language", "langue", row.lang.as_deref().filter(|lang| *lang != if french { "fr" } else { "en" }));
    // The words that are cited, where there is but one claim.
    if let [told] = &account.claims[..] {
        let quote = told.claim.statements.iter().find(|s| s.dispatch.id == row.id).map(|s| s.quote.as_str());
        put("quote", "extrait", quote);
    }
    template.push_str("}}");
    template
}

/// Text that neither ends a template nor begins anything of its own.
fn harmless(text: &str) -> String {
    let mut out = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '|' => out.push_str("{{!}}"),
            '{' | '}' | '[' | ']' | '<' | '>' | '\'' | '~' => out.push_str(&format!("&#{};", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_headline_cannot_leave_its_template() {
        let cited = harmless("Port}} [[Category:x]] <ref>'''bold''' | a\n=b= ~~~~");
        assert!(!cited.replace("{{!}}", "").contains(['{', '}', '[', ']', '<', '>', '\'', '|', '~', '\n']), "{cited}");
        assert_eq!(harmless("Le port est fermé"), "Le port est fermé");
    }
}
