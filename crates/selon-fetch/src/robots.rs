//! robots.txt, after RFC 9309.

use std::time::Duration;

/// How much of a robots.txt is read, in bytes: what the RFC asks for at least.
pub(crate) const MAX_BYTES: usize = 500 << 10;
/// A longer pause than this is not believed.
const LONGEST_DELAY: f64 = 300.0;

/// What a robots.txt says to one crawler.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
    sitemaps: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

impl Robots {
    /// Reads a robots.txt for the crawler of a name (its product token).
    ///
    /// ```
    /// use selon_fetch::Robots;
    ///
    /// let robots = Robots::parse(b"User-agent: *\nDisallow: /private\nAllow: /private/press*.html$", "selon");
    /// assert!(robots.allows("/a"));
    /// assert!(!robots.allows("/private/a"));
    /// assert!(robots.allows("/private/press-1.html"));
    /// ```
    pub fn parse(bytes: &[u8], name: &str) -> Robots {
        let bytes = &bytes[..bytes.len().min(MAX_BYTES)];
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // Groups for us, and groups for all; the second counts where there is none of the first.
        let (mut own, mut all) = (Robots::default(), Robots::default());
        let mut sitemaps = Vec::new();
        let (mut for_us, mut for_all, mut named, mut in_rules) = (false, false, false, false);
        for line in bytes.split(|&b| b == b'\n' || b == b'\r') {
            let line = line.split(|&b| b == b'#').next().unwrap_or_default();
            let Some(colon) = memchr::memchr(b':', line) else { continue };
            let (key, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
            match key.to_ascii_lowercase().as_slice() {
                b"user-agent" => {
                    if in_rules {
                        (for_us, for_all, in_rules) = (false, false, false);
                    }
                    for_all |= value == b"*";
                    let ours = token(value).eq_ignore_ascii_case(name.as_bytes());
                    for_us |= ours;
                    named |= ours;
                }
                key @ (b"allow" | b"disallow" | b"crawl-delay") => {
                    in_rules = true;
                    for group in [for_us.then_some(&mut own), for_all.then_some(&mut all)].into_iter().flatten() {
                        group.add(key, value);
                    }
                }
                b"sitemap" => sitemaps.extend(std::str::from_utf8(value).ok().map(str::to_owned)),
                _ => {}
            }
        }
        let mut found = if named { own } else { all };
        found.sitemaps = sitemaps;
        found
    }

    fn add(&mut self, key: &[u8], value: &[u8]) {
        if key == b"crawl-delay" {
            let seconds = std::str::from_utf8(value).ok().and_then(|v| v.parse::<f64>().ok());
            let seconds = seconds.filter(|s| s.is_finite() && *s >= 0.0).map(|s| s.min(LONGEST_DELAY));
            self.delay = self.delay.max(seconds.map(Duration::from_secs_f64));
        } else if !value.is_empty() {
            self.rules.push(Rule { allow: key == b"allow", pattern: normal(value) });
        }
    }

    /// Whether a path, with its query, may be asked for. The longest rule that matches decides; of two of one length the one
    /// that allows.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path.as_bytes());
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// The pause that is asked for between two requests.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// The sitemaps that are named.
    pub fn sitemaps(&self) -> &[String] {
        &self.sitemaps
    }
}

/// The product token at the beginning of what stands behind `User-agent:`.
fn token(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|b| !(b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')));
    &value[..end.unwrap_or(value.len())]
}

/// One spelling for paths that mean the same (RFC 9309, 2.2.2): what need not be escaped is not, all else is, in capitals.
fn normal(path: &[u8]) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |b: Option<&u8>| b.and_then(|&b| char::from(b).to_digit(16)).map(|d| d as u8);
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = (byte == b'%').then(|| Some(digit(after.first())? << 4 | digit(after.get(1))?)).flatten();
        rest = if escaped.is_some() { &after[2..] } else { after };
        match escaped {
            Some(b) if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') => out.push(b),
            None if byte.is_ascii_graphic() => out.push(byte),
            _ => {
                let b = escaped.unwrap_or(byte);
                out.extend([b'%', HEX[usize::from(b >> 4)], HEX[usize::from(b & 15)]]);
            }
        }
    }
    out
}

/// Whether a pattern matches the beginning of a path. `*` stands for anything, `$` at the end for the end. Each piece between
/// stars is taken where it stands first: linear but for the pieces, with no going back.
pub(crate) fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split(|&b| b == b'*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let pieces: Vec<&[u8]> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return !anchored || rest.is_empty() };
    for piece in middle {
        let Some(at) = memchr::memmem::find(rest, piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    if anchored { rest.ends_with(last) } else { memchr::memmem::find(rest, last).is_some() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allows(robots: &str, path: &str) -> bool {
        Robots::parse(robots.as_bytes(), "selon").allows(path)
    }

    #[test]
    fn the_longest_rule_decides_and_allows_in_doubt() {
        let robots = "User-agent: *\nDisallow: /\nAllow: /a\nDisallow: /a/b\nAllow: /a/b/c$\nDisallow: /x\nAllow: /x\n";
        for (path, allowed) in
            [("/", false), ("/a", true), ("/a/b", false), ("/a/b/c", true), ("/a/b/c/", false), ("/x", true)]
        {
            assert_eq!(allows(robots, path), allowed, "{path}");
        }
    }

    #[test]
    fn the_group_of_the_name_counts_alone_and_groups_of_one_name_are_joined() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-Agent: Selon/2.0\nUser-agent: other\nDisallow: /a\n\
             user-agent: SELON\nDisallow: /b # why\nCrawl-delay: 7\nSitemap: https://a.test/s.xml\n";
        assert!(allows(robots, "/c") && !allows(robots, "/a") && !allows(robots, "/b"));
        let robots = Robots::parse(robots.as_bytes(), "selon");
        assert_eq!(robots.delay(), Some(Duration::from_secs(7)));
        assert_eq!(robots.sitemaps(), ["https://a.test/s.xml"]);
        // A group of ours without rules allows all.
        assert!(allows("User-agent: selon\nDisallow:\nUser-agent: *\nDisallow: /", "/a"));
        assert!(allows("User-agent: selonette\nDisallow: /", "/a"));
    }

    #[test]
    fn stars_ends_and_escapes_are_understood() {
        let robots =
            "User-agent: *\rDisallow: /*.pdf$\r\nDisallow: /a*b*c\nDisallow: /%7Ejoe/caf%c3%a9\nDisallow: /q?x=";
        for path in ["/x.pdf", "/a/b/c/d", "/~joe/café/1", "/%7ejoe/caf%C3%A9", "/q?x=1"] {
            assert!(!allows(robots, path), "{path}");
        }
        for path in ["/x.pdf?a", "/a/c/b", "/q?y=1", "/joe"] {
            assert!(allows(robots, path), "{path}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let robots = format!("User-agent: *\nDisallow: /{}$\n", "*a".repeat(2000)).repeat(60);
        let path = format!("/{}b", "a".repeat(4000));
        assert!(allows(&robots, &path));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300), path in ".{0,40}") {
            Robots::parse(&bytes, "selon").allows(&path);
        }

        #[test]
        fn patterns_match_as_a_search_through_all_splits_says(pattern in "[ab*]{0,6}[$]?", path in "[ab]{0,7}") {
            fn slow(pattern: &[u8], path: &[u8]) -> bool {
                match (pattern.split_first(), path.split_first()) {
                    (None, _) => true,
                    (Some((b'$', [])), _) => path.is_empty(),
                    (Some((b'*', rest)), _) => (0..=path.len()).any(|i| slow(rest, &path[i..])),
                    (Some((p, rest)), Some((c, after))) => p == c && slow(rest, after),
                    (Some(_), None) => false,
                }
            }
            prop_assert_eq!(matches(pattern.as_bytes(), path.as_bytes()), slow(pattern.as_bytes(), path.as_bytes()));
        }
    }
}
