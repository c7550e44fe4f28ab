//! Alerts as an Atom feed (RFC 4287).

use selon_store::Alert;

/// Alerts, the latest first, as an Atom feed. `link` gives the address at which an alert's claim is shown, where there is one;
/// `at` is the address of the feed itself.
pub fn alerts_atom(alerts: &[Alert], at: Option<&str>, link: impl Fn(&Alert) -> Option<String>) -> String {
    let updated = alerts.first().map_or("1970-01-01T00:00:00Z", |alert| alert.raised.as_str());
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>selon: alerts</title>\n\
         <id>urn:selon:alerts</id>\n<updated>{updated}</updated>\n<author><name>selon</name></author>\n"
    );
    if let Some(at) = at {
        feed += &format!("<link rel=\"self\" href=\"{}\"/>\n", escaped(at));
    }
    for alert in alerts {
        let Alert { id, search, kind, reason, claim, gist, raised, .. } = alert;
        let link = link(alert).map(|link| format!("<link href=\"{}\"/>\n", escaped(&link))).unwrap_or_default();
        feed += &format!(
            "<entry>\n<id>urn:selon:alert:{id}</id>\n<title>{}</title>\n<updated>{raised}</updated>\n<category term=\"{}\"/>\n\
             <category term=\"{}\"/>\n{link}<content type=\"text\">{claim}: {}</content>\n</entry>\n",
            escaped(gist),
            escaped(kind),
            escaped(search),
            escaped(reason)
        );
    }
    feed + "</feed>\n"
}

/// Text as XML takes it: without the characters that it has no way to hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use selon_store::Id;

    use super::*;

    #[test]
    fn what_pages_say_closes_no_tag() {
        let alert = Alert {
            id: 7,
            search: "\"port\"".to_owned(),
            kind: "new".to_owned(),
            reason: "rests on 1 (]]></content>\u{0})".to_owned(),
            claim: Id::Claim(3),
            gist: "<script>&".to_owned(),
            story: None,
            raised: "2031-03-04T10:00:00Z".to_owned(),
        };
        let feed = alerts_atom(&[alert], Some("http://localhost/a?b&c"), |a| Some(format!("/claims/{}", a.claim)));
        assert!(feed.contains("<title>&lt;script&gt;&amp;</title>"));
        assert!(feed.contains("rests on 1 (]]&gt;&lt;/content&gt;)"));
        assert!(feed.contains("<link href=\"/claims/c3\"/>") && feed.contains("href=\"http://localhost/a?b&amp;c\""));
        assert_eq!(feed.matches("<entry>").count(), 1);
    }
}
