//! Organisations that are known by name: agencies, outlets, institutions, from the tables of `selon-data`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A known organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The name it goes by.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// ISO 3166 code of its country; `None` where international or unknown.
    pub country: Option<&'static str>,
    /// Other names and acronyms, in any language.
    pub aliases: Vec<&'static str>,
    /// Its domain.
    pub domain: Option<&'static str>,
    /// Its owner, or the state it is tied to; `None` where unknown.
    pub tie: Option<&'static str>,
}

/// What a known organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It sells texts, pictures or sound to outlets.
    Agency,
    /// Readers get it.
    Outlet,
    /// A body that speaks: a ministry, a court, a company, an organisation.
    Institution,
}

/// The agency of this name.
///
/// ```
/// use selon::known;
///
/// assert_eq!(known::agency("AFP").unwrap().name, "Agence France-Presse");
/// assert_eq!(known::agency("l'agence Tass").unwrap().name, "TASS");
/// assert!(known::agency("aa").is_none(), "an acronym is known in its own letters only");
/// ```
pub fn agency(name: &str) -> Option<&'static Known> {
    tables().get(Kind::Agency, name)
}

/// The outlet of this name or domain.
pub fn outlet(name: &str) -> Option<&'static Known> {
    tables().get(Kind::Outlet, name)
}

/// The institution of this name.
pub fn institution(name: &str) -> Option<&'static Known> {
    tables().get(Kind::Institution, name)
}

/// Whatever is known by this name: agencies first, then outlets, then institutions.
pub fn organisation(name: &str) -> Option<&'static Known> {
    agency(name).or_else(|| outlet(name)).or_else(|| institution(name))
}

/// The agency or outlet at a host, with or without `www.` and the like in front.
///
/// ```
/// assert_eq!(selon::known::at_host("www.aa.com.tr").unwrap().name, "Anadolu");
/// assert!(selon::known::at_host("example.org").is_none());
/// ```
pub fn at_host(host: &str) -> Option<&'static Known> {
    let mut host = host;
    loop {
        if let Some(&at) = tables().domains.get(host) {
            return Some(&tables().all[at]);
        }
        host = host.split_once('.')?.1;
    }
}

/// A name without what differs between mentions of the same one: case, quotation marks, an article or "agency of" before it.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut add = |c: char| match c {
        '’' | 'ʼ' | '`' => out.push('\''),
        '«' | '»' | '"' | '“' | '”' | '„' | '(' | ')' | '[' | ']' | ',' | '\u{307}' => {}
        c if c.is_whitespace() || c == '-' || c == '‑' || c == '_' => {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        }
        c => out.push(c),
    };
    for c in name.chars() {
        if c.is_ascii() {
            add(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut add);
        }
    }
    out.truncate(out.trim_end().len());
    if out.starts_with(' ') { out.trim_start().to_owned() } else { out }
}

struct Tables {
    all: Vec<Known>,
    /// Names as written, for acronyms; folded, for all others.
    names: BTreeMap<(Kind, String), usize>,
    domains: BTreeMap<&'static str, usize>,
}

impl Tables {
    fn get(&self, kind: Kind, name: &str) -> Option<&Known> {
        let name = name.trim();
        let find = |name: &str| self.names.get(&(kind, key(name))).map(|&at| &self.all[at]);
        find(name).or_else(|| {
            // "l'agence Tass", "the Xinhua": what stands before the last capital that begins a name.
            let mut rest = name;
            while let Some((_, after)) = rest.split_once([' ', '\'', '’']) {
                if let Some(found) = find(after) {
                    let before = &name[..name.len() - after.len()];
                    // An agency's name may follow small words, no names.
                    return before.chars().next().is_some_and(char::is_lowercase).then_some(found);
                }
                rest = after;
            }
            None
        })
    }
}

/// Acronyms count in their own letters only: "AA" is an agency, "aa" is none.
fn key(name: &str) -> String {
    if name.chars().count() <= 4 { name.to_owned() } else { fold(name) }
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables { all: Vec::new(), names: BTreeMap::new(), domains: BTreeMap::new() };
        let sources = [
            (Kind::Agency, selon_data::AGENCIES),
            (Kind::Outlet, selon_data::OUTLETS),
            (Kind::Institution, selon_data::INSTITUTIONS),
        ];
        for (kind, source) in sources {
            for line in source.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                let mut fields = line.split('\t');
                let mut next = || fields.next().map(str::trim).filter(|f| !f.is_empty());
                let (Some(name), country, _, aliases) = (next(), next(), next(), next()) else { continue };
                let known = Known {
                    name,
                    kind,
                    country,
                    aliases: aliases.map(|a| a.split('|').map(str::trim).collect()).unwrap_or_default(),
                    domain: next(),
                    tie: next(),
                };
                let at = tables.all.len();
                for name in std::iter::once(&known.name).chain(&known.aliases) {
                    tables.names.entry((kind, key(name))).or_insert(at);
                }
                if let Some(domain) = known.domain {
                    tables.domains.entry(domain).or_insert(at);
                }
                tables.all.push(known);
            }
        }
        tables
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_what_stands_before_them() {
        for (name, canonical) in [
            ("AFP", "Agence France-Presse"),
            ("L'agence de presse TASS", ""),
            ("l'agence de presse TASS", "TASS"),
            ("agência Lusa", "Lusa"),
            ("Anadolu Agency", "Anadolu"),
            ("dpa", "Deutsche Presse-Agentur"),
            ("Agence Inventée", ""),
            ("", ""),
        ] {
            assert_eq!(agency(name).map_or("", |k| k.name), canonical, "{name}");
        }
    }

    #[test]
    fn every_line_of_the_tables_has_six_fields() {
        for (name, table) in [
            ("agencies", selon_data::AGENCIES),
            ("outlets", selon_data::OUTLETS),
            ("institutions", selon_data::INSTITUTIONS),
        ] {
            for line in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                assert_eq!(line.split('\t').count(), 6, "{name}: {line}");
            }
        }
    }
}
