//! Reservations of text and data mining (TDMRep, W3C community group report of 2024; article 4 of directive (EU) 2019/790).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::robots;

/// What a server says about mining a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Whether the rights are reserved.
    pub reserved: bool,
    /// Where the conditions stand.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub policy: Option<String>,
    /// Where it was said: `meta`, `header` or `well-known`.
    pub by: String,
}

/// How much of a page is looked through for meta tags, in bytes.
const LOOK: usize = 256 << 10;
/// A longer policy address is cut off.
const LONGEST: usize = 2048;

impl Reservation {
    fn new(reservation: &str, policy: Option<&str>, by: &str) -> Option<Reservation> {
        let reserved = match reservation.trim() {
            "1" => true,
            "0" => false,
            _ => return None,
        };
        let policy = policy.map(|p| p.chars().take(LONGEST).collect());
        Some(Reservation { reserved, policy, by: by.to_owned() })
    }

    /// What the headers say.
    pub(crate) fn of_headers(header: impl Fn(&str) -> Option<String>) -> Option<Reservation> {
        Reservation::new(&header("tdm-reservation")?, header("tdm-policy").as_deref(), "header")
    }

    /// What the meta tags of a page say.
    pub(crate) fn of_page(bytes: &[u8]) -> Option<Reservation> {
        let head = &bytes[..bytes.len().min(LOOK)];
        let (mut reservation, mut policy) = (None, None);
        for at in memchr::memchr_iter(b'<', head) {
            let tag = &head[at + 1..];
            if !tag.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"meta")) {
                continue;
            }
            let tag = &tag[4..tag.len().min(4096)];
            let tag = String::from_utf8_lossy(&tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())]).into_owned();
            match attribute(&tag, "name").map(|name| name.to_ascii_lowercase()).as_deref() {
                Some("tdm-reservation") => reservation = reservation.or(attribute(&tag, "content")),
                Some("tdm-policy") => policy = policy.or(attribute(&tag, "content")),
                _ => {}
            }
        }
        Reservation::new(&reservation?, policy.as_deref(), "meta")
    }
}

/// The value of an attribute in the inside of a tag.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let key = &rest[..end];
        if key.is_empty() && rest.is_empty() {
            return None;
        }
        rest = rest[end..].trim_start();
        let value = if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inside = quote.map_or(after, |_| &after[1..]);
            let close = match quote {
                Some(quote) => inside.find(quote),
                None => inside.find(|c: char| c.is_ascii_whitespace()),
            }
            .unwrap_or(inside.len());
            rest = inside[close..].trim_start_matches(['"', '\'']);
            &inside[..close]
        } else {
            ""
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
    }
}

/// What a /.well-known/tdmrep.json says, as far as it makes sense.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WellKnown(Vec<(String, Reservation)>);

impl WellKnown {
    /// So many bytes of it are read at most.
    pub(crate) const MAX_BYTES: usize = 64 << 10;

    pub(crate) fn parse(bytes: &[u8]) -> WellKnown {
        let rules: Vec<Value> = serde_json::from_slice(bytes).unwrap_or_default();
        let rule = |value: &Value| {
            let reservation = match &value["tdm-reservation"] {
                Value::Number(number) => number.to_string(),
                Value::String(text) => text.clone(),
                _ => return None,
            };
            let said = Reservation::new(&reservation, value["tdm-policy"].as_str(), "well-known")?;
            Some((value["location"].as_str()?.to_owned(), said))
        };
        WellKnown(rules.iter().filter_map(rule).collect())
    }

    /// The first rule whose pattern matches decides.
    pub(crate) fn of(&self, path: &str) -> Option<&Reservation> {
        let found = self.0.iter().find(|(location, _)| robots::matches(location.as_bytes(), path.as_bytes()));
        found.map(|(_, said)| said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_saying_it_is_understood() {
        let header = |name: &str| (name == "tdm-reservation").then(|| "1".to_owned());
        assert!(Reservation::of_headers(header).unwrap().reserved);
        let page = b"<head><META content='1' name=\"TDM-Reservation\"/><meta name=tdm-policy content=https://a.test/p>";
        let said = Reservation::of_page(page).unwrap();
        assert_eq!((said.reserved, said.policy.as_deref()), (true, Some("https://a.test/p")));
        assert_eq!(Reservation::of_page(b"<meta name=tdm-reservation content=maybe><meta"), None);
        let json = br#"[{"location": "/open/*", "tdm-reservation": 0}, {"location": "/*", "tdm-reservation": 1}, 7]"#;
        let known = WellKnown::parse(json);
        assert_eq!(known.of("/open/a").map(|r| r.reserved), Some(false));
        assert_eq!(known.of("/a").map(|r| r.reserved), Some(true));
        assert_eq!(WellKnown::parse(b"{").of("/a"), None);
    }
}
