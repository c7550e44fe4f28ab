//! Which pages of an archive are wanted, judged before anything costly is done with them.

use selon::Lang;
use selon::page::Page;

/// What narrows an import. Nothing said, everything is wanted.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Only {
    /// Only pages in these languages: fr,en
    #[arg(long, value_name = "LANG", value_delimiter = ',', value_parser = lang)]
    lang: Vec<Lang>,
    /// Only pages of these domains and what lies below them: example.org,example.com
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',')]
    domain: Vec<String>,
    /// Only pages that were captured on this day or later: 2031-03-04
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<String>,
    /// Only pages that were captured on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<String>,
}

/// How much of a page is looked at for its language, in bytes; and how much of its text, in characters.
const LOOK: usize = 256 << 10;
const SAMPLE: usize = 3000;
/// Texts between two tags that are shorter than this are menus and buttons.
const SENTENCE: usize = 60;

impl Only {
    /// Whether a page may be wanted, by its address and the time of its capture. What an archive does not say is no reason
    /// against a page.
    pub(crate) fn address(&self, url: Option<&str>, fetched: Option<&str>) -> bool {
        let host = url.and_then(host);
        let domain = self.domain.is_empty() || host.is_none_or(|host| self.domain.iter().any(|d| below(host, d)));
        let day = fetched.and_then(|f| f.get(..10));
        let since = self.from.as_deref().is_none_or(|from| day.is_none_or(|day| day >= from));
        let until = self.to.as_deref().is_none_or(|to| day.is_none_or(|day| day <= to));
        domain && since && until
    }

    /// Whether a page may be wanted, by a glance at its words.
    pub(crate) fn words(&self, page: &Page) -> bool {
        self.lang.is_empty() || Lang::guess(&sample(&page.body)).is_none_or(|lang| self.lang.contains(&lang))
    }

    /// Whether a page is wanted, now that its language and its canonical address are known.
    pub(crate) fn read(&self, lang: Option<Lang>, url: Option<&str>) -> bool {
        (self.lang.is_empty() || lang.is_some_and(|lang| self.lang.contains(&lang))) && self.address(url, None)
    }
}

/// The longer runs of text of a page, without what stands in scripts and styles.
fn sample(body: &str) -> String {
    let mut rest = &body[..body.floor_char_boundary(LOOK)];
    let mut sample = String::new();
    while sample.len() < SAMPLE && !rest.is_empty() {
        let (text, tag) = rest.split_once('<').unwrap_or((rest, ""));
        if text.trim().len() >= SENTENCE {
            sample.push_str(text.trim());
            sample.push('\n');
        }
        let lower = tag.get(..6).unwrap_or_default().to_ascii_lowercase();
        let closing = ["script", "style"].iter().find(|name| lower.starts_with(**name));
        let after = match closing {
            Some(name) => {
                memchr::memmem::find(tag.as_bytes(), format!("</{name}").as_bytes()).map_or("", |at| &tag[at..])
            }
            None => tag,
        };
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    sample
}

/// The host of an address.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    Some(host.split(':').next().unwrap_or(host))
}

fn below(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_ascii_lowercase(), domain.trim_start_matches('.').to_ascii_lowercase());
    host.strip_suffix(&domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn lang(tag: &str) -> Result<Lang, String> {
    Lang::parse(tag).ok_or_else(|| format!("{tag:?} is no language: say fr, en, …"))
}

fn day(text: &str) -> Result<String, String> {
    let when = selon::When::parse(text);
    match when.day() {
        Some(day) if text.len() == 10 => Ok(day.to_string()),
        _ => Err(format!("{text:?} is no day: say 2031-03-04")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_days_decide_and_what_is_not_said_does_not() {
        let only =
            Only { domain: vec!["example.org".to_owned()], from: Some("2031-03-04".to_owned()), ..Only::default() };
        let wanted = |url: &str, fetched: &str| only.address(Some(url), Some(fetched));
        assert!(wanted("https://www.Example.org:8080/a", "2031-03-04T00:00:00Z"));
        assert!(!wanted("https://notexample.org/a", "2031-03-04T00:00:00Z"));
        assert!(!wanted("https://example.org.evil.test/example.org", "2031-03-05T00:00:00Z"));
        assert!(!wanted("https://example.org/a", "2031-03-03T23:59:59Z"));
        assert!(only.address(None, None));
    }

    #[test]
    fn a_glance_sees_the_language_of_the_article_not_of_scripts() {
        let french =
            "Le port de pêche est fermé depuis lundi, a annoncé le maire de la ville, et ne rouvrira pas. ".repeat(3);
        let english = "This banner explains how your data is used by our partners and what you can do about it. ";
        let html = format!("<html lang=en><script>var x = '{}';</script><p>{french}</p>", english.repeat(20));
        let page = selon::page::read(html.as_bytes()).unwrap();
        let only = |tag: &str| Only { lang: vec![lang(tag).unwrap()], ..Only::default() };
        assert!(only("fr").words(&page));
        assert!(!only("en").words(&page));
    }
}
