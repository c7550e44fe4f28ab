//! Citations as the Wikipedias have them, and as plain text.

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
    lines(account, |page| template(account, page, citations))
}

/// One citation a page, a line each, in the order of publication: who, what, where and when, the address, and the capture that
/// shows it, by its hash.
pub fn plain(account: &Account) -> String {
    lines(account, sentence)
}

fn lines(account: &Account, line: impl Fn(&Page) -> String) -> String {
    let mut pages: Vec<&Page> = account.pages.values().collect();
    pages.sort_by_key(|page| (page.day().is_none(), page.day(), page.dispatch.row.id));
    pages.into_iter().map(|page| line(page) + "\n").collect()
}

/// `A. Author. “Title”. Outlet (Agency), 2031-03-04. https://… [2031-03-05, sha256:…]`: nothing in it is of a language.
fn sentence(page: &Page) -> String {
    let row = &page.dispatch.row;
    let agencies = page.agencies.join(", ");
    let outlet = match (row.outlet.as_deref(), agencies.is_empty()) {
        (Some(outlet), true) => outlet.to_owned(),
        (Some(outlet), false) => format!("{outlet} ({agencies})"),
        (None, _) => agencies,
    };
    let place: Vec<&str> =
        [outlet.as_str(), page.day().unwrap_or_default()].into_iter().filter(|p| !p.is_empty()).collect();
    let capture = format!("[{}, sha256:{}]", page.captured.get(..10).unwrap_or_default(), page.sha256);
    let parts = [
        page.authors.join(", "),
        row.title.as_ref().map(|title| format!("“{title}”")).unwrap_or_default(),
        place.join(", "),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(|part| part + ".").collect();
    let address = page.url.as_deref().filter(|url| url.starts_with("http"));
    let words = [parts.join(" "), address.unwrap_or_default().to_owned(), capture].join(" ");
    one_line(&words)
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

/// Text that stays on its line, and in the direction of the line.
fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let text: String = text.chars().filter(|c| !turns(*c)).collect();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{harmless, one_line};

    #[test]
    fn a_headline_stays_on_its_line() {
        assert_eq!(one_line("Port\u{202E}\r\n fermé\u{1b}[2J\u{2028}hier"), "Port fermé [2J hier");
    }

    #[test]
    fn a_headline_cannot_leave_its_template() {
        let cited = harmless("Port}} [[Category:x]] <ref>'''bold''' | a\n=b= ~~~~");
        assert!(!cited.replace("{{!}}", "").contains(['{', '}', '[', ']', '<', '>', '\'', '|', '~', '\n']), "{cited}");
        assert_eq!(harmless("Le port est fermé"), "Le port est fermé");
    }
}
