//! Organisations that are known by name: agencies, outlets, institutions, from the tables of `selon-data`.

pub(crate) mod place;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

/// A known organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The name it goes by.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What sort of agency, outlet or institution, as the header of the table says; `None` where unknown.
    pub sort: Option<&'static str>,
    /// ISO 3166 code of its country; `None` where international or unknown.
    pub country: Option<&'static str>,
    /// Other names and acronyms, in any language.
    pub aliases: Vec<&'static str>,
    /// Its domain.
    pub domain: Option<&'static str>,
    /// Its owner, or the state it is tied to; `None` where unknown.
    pub tie: Option<Tie>,
}

impl Known {
    /// The line of its table.
    pub fn row(&self) -> String {
        let tie = self.tie;
        let aliases = self.aliases.join("|");
        let fields = [
            Some(self.name),
            self.country,
            self.sort,
            Some(aliases.as_str()),
            self.domain,
            tie.map(|t| t.to),
            tie.and_then(|t| t.as_of),
            tie.and_then(|t| t.source),
        ];
        fields.map(Option::unwrap_or_default).join("\t")
    }
}

/// Whose an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// The owner, or the state.
    pub to: &'static str,
    /// When that was so: a year, month or day of ISO 8601.
    pub as_of: Option<&'static str>,
    /// Who says so; the header of the table explains its short names.
    pub source: Option<&'static str>,
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
        // What is told first holds.
        let sources = [
            (Kind::Outlet, amended()),
            (Kind::Agency, selon_data::AGENCIES),
            (Kind::Outlet, selon_data::OUTLETS),
            (Kind::Institution, selon_data::INSTITUTIONS),
        ];
        for (kind, source) in sources {
            for line in rows(source) {
                if let Some(known) = read(line, kind) {
                    tables.add(known);
                }
            }
        }
        tables
    })
}

impl Tables {
    fn add(&mut self, known: Known) {
        let at = self.all.len();
        // A line of the user's own stands in the place of the one that has its name.
        if self.names.contains_key(&(known.kind, key(known.name))) {
            return;
        }
        for name in std::iter::once(&known.name).chain(&known.aliases) {
            self.names.entry((known.kind, key(name))).or_insert(at);
        }
        if let Some(domain) = known.domain {
            self.domains.entry(domain).or_insert(at);
        }
        self.all.push(known);
    }
}

fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty())
}

/// Name, country, sort, other names, domain; then the tie, when it was, and who says so.
fn read(line: &'static str, kind: Kind) -> Option<Known> {
    let mut fields = line.split('\t');
    let mut next = || fields.next().map(str::trim).filter(|f| !f.is_empty());
    let (name, country, sort, aliases) = (next()?, next(), next(), next());
    let aliases = aliases.map(|a| a.split('|').map(str::trim).collect()).unwrap_or_default();
    let domain = next();
    let tie = next().map(|to| Tie { to, as_of: None, source: None });
    let tie = tie.map(|tie| Tie { as_of: next(), source: next(), ..tie });
    Some(Known { name, kind, sort, country, aliases, domain, tie })
}

/// What a user tells of outlets, in the form of the table.
static AMENDED: OnceLock<&'static str> = OnceLock::new();

fn amended() -> &'static str {
    AMENDED.get_or_init(|| "")
}

/// Takes a user's own lines about outlets in the place of those that selon has of the same names, for as long as the program
/// runs. Returns how many there are. Lines have the form of [`selon_data::OUTLETS`]: eight fields parted by tabs, of which only
/// the first must be there.
///
/// # Errors
///
/// The number of the first line that has no name, or more fields; 0 where anything was looked up before.
pub fn amend(lines: String) -> Result<usize, usize> {
    let wrong = |line: &str| {
        !line.starts_with('#') && !line.trim().is_empty() && {
            let mut fields = line.split('\t');
            fields.next().is_none_or(|name| name.trim().is_empty()) || fields.count() > 7
        }
    };
    if let Some(at) = lines.lines().position(wrong) {
        return Err(at + 1);
    }
    let count = rows(&lines).count();
    // They are asked for from everywhere until the end.
    AMENDED.set(lines.leak()).map_err(|_| 0_usize)?;
    Ok(count)
}

/// Names all that a reading rests on beside the program itself: [`lang::TABLES`](crate::lang::TABLES), and the user's own lines
/// where there are any.
pub fn reader() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| match amended() {
        "" => crate::lang::TABLES.to_owned(),
        lines => {
            let hash = Sha256::digest(lines).iter().take(8).fold(0_u64, |all, &byte| all << 8 | u64::from(byte));
            format!("{}+{hash:016x}", crate::lang::TABLES)
        }
    })
}

/// All outlets, in the order of their names' letters.
pub fn outlets() -> Vec<&'static Known> {
    let mut all: Vec<_> = tables().all.iter().filter(|k| k.kind == Kind::Outlet).collect();
    all.sort_by_key(|k| fold(k.name));
    all
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
    fn every_line_of_the_tables_is_whole() {
        for (name, table, fields) in [
            ("agencies", selon_data::AGENCIES, 8),
            ("outlets", selon_data::OUTLETS, 8),
            ("institutions", selon_data::INSTITUTIONS, 6),
        ] {
            for line in rows(table) {
                assert_eq!(line.split('\t').count(), fields, "{name}: {line}");
                let known = read(line, Kind::Outlet).expect("a name");
                let sourced = known.tie.is_none_or(|t| t.as_of.is_some() && t.source.is_some());
                assert!(sourced || fields == 6, "a tie has a date and a source: {line}");
            }
        }
    }

    #[test]
    fn a_users_line_holds_in_the_place_of_ours() {
        let mut tables = Tables { all: Vec::new(), names: BTreeMap::new(), domains: BTreeMap::new() };
        for line in [
            "Le Phare\tFR\t\t\tphare.example\tGroupe Roz\t2031-02\tits imprint",
            "Le Phare\tFR\tpaper\t\told.example\tGroupe Ancien",
        ] {
            tables.add(read(line, Kind::Outlet).unwrap());
        }
        let tie = tables.get(Kind::Outlet, "le phare").unwrap().tie.unwrap();
        assert_eq!((tie.to, tie.as_of, tie.source), ("Groupe Roz", Some("2031-02"), Some("its imprint")));
        assert!(!tables.domains.contains_key("old.example"));
        assert_eq!(amend("# a note\n\tFR\n".to_owned()), Err(2), "a line without a name");
    }
}
