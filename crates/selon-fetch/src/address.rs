//! Addresses of the web.

use std::fmt;

use url::{Host, Url};

/// An address that can be asked for: http or https, with a host, without a name and a password in it, without a fragment.
///
/// ```
/// use selon_fetch::Address;
///
/// let page = Address::parse("HTTPS://Example.org:443/a/../b?utm_source=rss&x=1#top").unwrap();
/// assert_eq!(page.as_str(), "https://example.org/b?utm_source=rss&x=1");
/// assert_eq!(page.untracked().as_str(), "https://example.org/b?x=1");
/// assert_eq!(page.join("/c").unwrap().as_str(), "https://example.org/c");
/// assert!(Address::parse("file:///etc/passwd").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address(Url);

/// No server takes longer ones.
const LONGEST: usize = 4096;

impl Address {
    /// Reads an address; nothing where it is none that can be asked for.
    pub fn parse(text: &str) -> Option<Address> {
        Address::of(Url::parse(bounded(text)?).ok()?)
    }

    /// Reads an address as it stands in a document at this address.
    pub fn join(&self, text: &str) -> Option<Address> {
        Address::of(self.0.join(bounded(text)?).ok()?)
    }

    fn of(mut url: Url) -> Option<Address> {
        let web = matches!(url.scheme(), "http" | "https") && url.has_host() && url.as_str().len() <= LONGEST;
        if !web || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        url.set_fragment(None);
        Some(Address(url))
    }

    /// The same without what only counts who came from where: two feeds that announce one page give it one address.
    pub fn untracked(&self) -> Address {
        let Some(query) = self.0.query() else { return self.clone() };
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("utm_")).collect();
        let mut url = self.0.clone();
        url.set_query(Some(kept.join("&")).as_deref().filter(|query| !query.is_empty()));
        Address(url)
    }

    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The name of the host, or its number; a number of version 6 stands in brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The number of the host, where it has no name.
    pub(crate) fn number(&self) -> Option<std::net::IpAddr> {
        match self.0.host()? {
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
            Host::Domain(_) => None,
        }
    }

    /// The part up to the path, by which rules hold and pauses are kept: `https://example.org:8443`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Path and query.
    pub(crate) fn path(&self) -> &str {
        &self.0[url::Position::BeforePath..]
    }
}

fn bounded(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_asked_for_is_none() {
        for text in ["", "a/b", "ftp://a.test/", "javascript:alert(1)", "http://u:p@a.test/", "http://", "data:,x"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
        assert_eq!(Address::parse(&format!("http://a.test/{}", "a".repeat(5000))), None);
    }

    #[test]
    fn hosts_are_what_the_wire_sees() {
        let host = |text: &str| Address::parse(text).unwrap();
        assert_eq!(host("http://0x7f.1/").number(), Some([127, 0, 0, 1].into()));
        assert_eq!(host("http://2130706433/").number(), Some([127, 0, 0, 1].into()));
        assert_eq!(host("http://MÜNCHEN.test/").host(), "xn--mnchen-3ya.test");
        assert_eq!(host("https://a.test:8443/x").origin(), "https://a.test:8443");
    }
}
