//! What finding times needs to know of a language: `lang/*/time.toml`.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;

use serde::Deserialize;

use super::lexicon::{Case, Fnv, Lexicon, NONE, Sense, Symbol};
use super::pattern::Pattern;
use super::role::{Fields, Role};
use crate::lang::{Lang, Table, Tables};

pub(super) static TABLES: Tables<TimeTable> = Tables::new();

/// The classes that code knows: what digits and number words can stand for.
pub(super) mod builtin {
    use super::Symbol;

    pub(in super::super) const NAMES: [&str; 18] = [
        "day", "mon", "hour", "min", "sec", "yy", "year", "oldyear", "clock", "n", "ord", "wordyear", "wordhour",
        "wordday", "wordmin", "modern", "any", "two",
    ];
    pub(in super::super) const DAY: Symbol = 0;
    pub(in super::super) const MON: Symbol = 1;
    pub(in super::super) const HOUR: Symbol = 2;
    pub(in super::super) const MIN: Symbol = 3;
    pub(in super::super) const SEC: Symbol = 4;
    pub(in super::super) const YY: Symbol = 5;
    pub(in super::super) const YEAR: Symbol = 6;
    pub(in super::super) const OLD_YEAR: Symbol = 7;
    pub(in super::super) const CLOCK: Symbol = 8;
    pub(in super::super) const N: Symbol = 9;
    pub(in super::super) const ORD: Symbol = 10;
    pub(in super::super) const WORD_YEAR: Symbol = 11;
    pub(in super::super) const WORD_HOUR: Symbol = 12;
    pub(in super::super) const WORD_DAY: Symbol = 13;
    pub(in super::super) const WORD_MIN: Symbol = 14;
    pub(in super::super) const MODERN: Symbol = 15;
    pub(in super::super) const ANY: Symbol = 16;
    pub(in super::super) const TWO: Symbol = 17;
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// Follows digits to make an ordinal: `st`, `er`.
    #[serde(default)]
    ordinal_suffixes: Vec<String>,
    /// Number words by value, and the words that stand between them.
    #[serde(default)]
    numbers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    number_joints: Vec<String>,
    /// Words of grammar, by class.
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    /// Words with a value, by class.
    #[serde(default)]
    class: BTreeMap<String, ClassSource>,
    #[serde(default)]
    rule: Vec<RuleSource>,
    #[serde(default)]
    range: Vec<RangeSource>,
    #[serde(default)]
    tense: TenseSource,
}

/// Words with a value.
#[derive(Deserialize)]
struct ClassSource {
    /// Whose role they take; the class's own name where not given.
    role: Option<String>,
    /// `capital` or `small`.
    case: Option<String>,
    #[serde(flatten)]
    values: BTreeMap<String, Vec<String>>,
}

/// One rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleSource {
    name: String,
    /// Patterns.
    r#match: Vec<String>,
    means: Means,
    /// Values that no word has.
    #[serde(default)]
    set: BTreeMap<String, String>,
    /// What times are counted from.
    #[serde(default)]
    anchor: Anchor,
    /// A verb's tense that the words imply.
    #[serde(default)]
    tense: Option<Tense>,
    /// Holds only right behind another expression, and shares its month or its century.
    #[serde(default)]
    follows: bool,
    /// Is mentioned by the way: what comes after it is not counted from it.
    #[serde(default)]
    aside: bool,
}

/// What joins two expressions to a range.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeSource {
    /// Before the first; none: nothing need stand there.
    #[serde(default)]
    open: Vec<String>,
    /// Between the two; none: the range is open.
    #[serde(default)]
    middle: Vec<String>,
    /// Which end the one expression is, where the range is open.
    #[serde(default)]
    only: Option<End>,
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum End {
    Begin,
    End,
}

/// Words by which the tense of a verb is known.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct TenseSource {
    future: Vec<String>,
    future_endings: Vec<String>,
    past: Vec<String>,
    past_endings: Vec<String>,
    /// Stand right before a time that lies ahead: "until", "by".
    before_future: Vec<String>,
    /// Stand right before a time that lies behind: "since".
    before_past: Vec<String>,
    /// May stand between a word of these and the time: "since shortly after the".
    since_links: Vec<String>,
    /// Words that end so and are no such verbs.
    neither: Vec<String>,
    /// Words after which a new clause begins.
    clause: Vec<String>,
    /// Words that join nouns before a verb, and clauses behind it.
    joint: Vec<String>,
    /// Verbs that make a participle behind them one of what is to come: "will", "would".
    auxiliaries: Vec<String>,
    /// Verbs that put also what was to be before another time behind: "had".
    perfect: Vec<String>,
}

/// What the words of a rule mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Means {
    /// A place in the calendar or on the clock, as far as the fields tell.
    Date,
    /// The unit so many before or after the one that holds the day that is named: "the week of March 6".
    Beside,
    /// The unit, month, weekday, season or day so many before or after the anchor.
    Relative,
    /// So many units before or after the anchor.
    Shift,
    /// A length of time.
    Length,
    /// What comes again.
    Every,
    /// The time last spoken of, seen in a unit: "the same day", "the quarter".
    Same,
    /// PAST_REF.
    Past,
    /// PRESENT_REF.
    Present,
    /// FUTURE_REF.
    Future,
    /// The dispatch's day where a verb tells of what was or will be, PRESENT_REF elsewhere: "heute".
    Today,
    /// The night that begins on the day that is named, and the day after it.
    Night,
    /// The night that ends on the day that is named: "die Nacht zum Montag".
    NightTo,
    /// No time at all.
    Trap,
}

/// What times are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Anchor {
    /// The dispatch's own time.
    #[default]
    Dispatch,
    /// The time last spoken of.
    Last,
}

/// Whether what is told lies behind or ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Tense {
    Past,
    Future,
}

/// The names of classes and literals.
pub(super) struct Classes(BTreeMap<String, Symbol>);

impl Classes {
    fn new() -> Classes {
        Classes(builtin::NAMES.iter().enumerate().map(|(i, n)| (format!("<{n}>"), i as Symbol)).collect())
    }

    /// The symbol of a class.
    pub(super) fn named(&self, name: &str) -> Option<Symbol> {
        self.0.get(&format!("<{name}>")).copied()
    }

    fn make(&mut self, name: String) -> (Symbol, bool) {
        if let Some(&symbol) = self.0.get(&name) {
            return (symbol, false);
        }
        let symbol = Symbol::try_from(self.0.len()).expect("fewer than 65,536 symbols");
        self.0.insert(name, symbol);
        (symbol, true)
    }

    /// The symbol of a literal, which becomes a word of the lexicon.
    pub(super) fn literal(&mut self, atom: &str, lexicon: &mut Lexicon) -> Symbol {
        let (symbol, new) = self.make(atom.to_owned());
        if new {
            lexicon.add(atom, Sense { symbol, role: Role::Mute, value: 0, case: Case::Any });
        }
        symbol
    }
}

/// A rule, ready.
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) means: Means,
    pub(super) set: Fields,
    pub(super) anchor: Anchor,
    pub(super) tense: Option<Tense>,
    pub(super) follows: bool,
    pub(super) aside: bool,
}

/// What joins two expressions, ready: each a row of entries.
pub(super) struct Connector {
    pub(super) open: Vec<Vec<u32>>,
    pub(super) middle: Vec<Vec<u32>>,
    pub(super) only: Option<End>,
}

/// The file, ready.
pub(super) struct TimeTable {
    pub(super) lexicon: Lexicon,
    pub(super) ordinal_suffixes: Vec<u32>,
    pub(super) rules: Vec<Rule>,
    /// With the rule of each.
    pub(super) patterns: Vec<(Pattern, u16)>,
    /// For each symbol the patterns that it alone can match.
    pub(super) alone: Vec<Vec<u16>>,
    /// Whether a symbol is the first of any pair.
    pub(super) opens: Vec<bool>,
    /// For two symbols that follow each other the patterns that can begin with them.
    pub(super) pairs: HashMap<(Symbol, Symbol), Vec<u16>, BuildHasherDefault<Fnv>>,
    pub(super) connectors: Vec<Connector>,
    pub(super) tense: TenseTable,
}

/// [`TenseSource`], ready.
pub(super) struct TenseTable {
    pub(super) words: BTreeMap<String, Option<Tense>>,
    pub(super) endings: Vec<(String, Tense)>,
    pub(super) clause: Vec<String>,
    pub(super) joint: Vec<String>,
    pub(super) auxiliaries: Vec<String>,
    pub(super) perfect: Vec<String>,
    pub(super) before: BTreeMap<String, Tense>,
    pub(super) since_links: Vec<String>,
}

impl Table for TimeTable {
    const FILE: &'static str = "time";
    type Source = Source;

    fn compile(source: Source, lang: Lang) -> TimeTable {
        compile(source).unwrap_or_else(|e| panic!("lang/{lang}/time.toml: {e}"))
    }
}

pub(super) fn compile(source: Source) -> Result<TimeTable, String> {
    let mut lexicon = Lexicon::new();
    let mut classes = Classes::new();
    for (value, words) in &source.numbers {
        let value = value.parse().map_err(|_| format!("numbers: {value:?} is no number"))?;
        for w in words {
            lexicon.add_number(w, value);
        }
    }
    for w in &source.number_joints {
        lexicon.add_joint(w);
    }
    let ordinal_suffixes = source.ordinal_suffixes.iter().map(|s| lexicon.intern(s)).collect();
    for (class, words) in &source.words {
        let (symbol, _) = classes.make(format!("<{class}>"));
        let sense = Sense { symbol, role: Role::Mute, value: 0, case: Case::Any };
        for w in words {
            lexicon.add(w, sense);
        }
    }
    for (name, class) in &source.class {
        let (symbol, _) = classes.make(format!("<{name}>"));
        let role = Role::named(class.role.as_deref().unwrap_or(name));
        let case = match class.case.as_deref() {
            None => Case::Any,
            Some("capital") => Case::Capital,
            Some("small") => Case::Small,
            Some(other) => return Err(format!("class {name}: case {other:?}")),
        };
        for (value, words) in &class.values {
            let value = role.value(value).ok_or_else(|| format!("class {name}: value {value:?}"))?;
            for w in words {
                lexicon.add(w, Sense { symbol, role, value, case });
            }
        }
    }
    let mut rules = Vec::new();
    let mut patterns = Vec::new();
    for rule in source.rule {
        for text in &rule.r#match {
            let pattern = Pattern::parse(text, &mut classes, &mut lexicon);
            patterns.push((pattern.map_err(|e| format!("rule {}: {text:?}: {e}", rule.name))?, rules.len() as u16));
        }
        let mut set = Fields::new();
        for (role, value) in &rule.set {
            let role = Role::named(role);
            set.add(role, role.value(value).ok_or_else(|| format!("rule {}: {value:?}", rule.name))?);
        }
        let RuleSource { name, means, anchor, tense, follows, aside, .. } = rule;
        rules.push(Rule { name, means, set, anchor, tense, follows, aside });
    }
    let mut alone = vec![Vec::new(); classes.0.len()];
    let mut opens = vec![false; classes.0.len()];
    let mut pairs: HashMap<_, Vec<u16>, _> = HashMap::default();
    for (i, (pattern, _)) in patterns.iter().enumerate() {
        let openings = pattern.openings();
        for symbol in openings.alone {
            alone[usize::from(symbol)].push(i as u16);
        }
        for pair in openings.pairs {
            opens[usize::from(pair.0)] = true;
            pairs.entry(pair).or_default().push(i as u16);
        }
    }
    alone.iter_mut().for_each(Vec::dedup);
    let connectors = source.range.into_iter().map(|r| connector(r, &mut lexicon)).collect();
    Ok(TimeTable {
        lexicon,
        ordinal_suffixes,
        rules,
        patterns,
        alone,
        opens,
        pairs,
        connectors,
        tense: tense(source.tense),
    })
}

fn connector(source: RangeSource, lexicon: &mut Lexicon) -> Connector {
    let mut rows = |phrases: Vec<String>| -> Vec<Vec<u32>> {
        let row = |p: &String| super::lexicon::split(p).iter().map(|a| lexicon.intern(a)).collect::<Vec<u32>>();
        let mut rows: Vec<Vec<u32>> = phrases.iter().map(row).filter(|r| r.iter().all(|&e| e != NONE)).collect();
        rows.sort_by_key(|r| std::cmp::Reverse(r.len()));
        rows
    };
    Connector { open: rows(source.open), middle: rows(source.middle), only: source.only }
}

fn tense(source: TenseSource) -> TenseTable {
    let mut words = BTreeMap::new();
    words.extend(source.past.into_iter().map(|w| (w, Some(Tense::Past))));
    words.extend(source.future.into_iter().map(|w| (w, Some(Tense::Future))));
    words.extend(source.neither.into_iter().map(|w| (w, None)));
    let past = source.past_endings.into_iter().map(|e| (e, Tense::Past));
    let future = source.future_endings.into_iter().map(|e| (e, Tense::Future));
    let before_past = source.before_past.into_iter().map(|w| (w, Tense::Past));
    let before = source.before_future.into_iter().map(|w| (w, Tense::Future)).chain(before_past).collect();
    let TenseSource { clause, joint, auxiliaries, perfect, since_links, .. } = source;
    let endings = future.chain(past).collect();
    TenseTable { words, endings, clause, joint, auxiliaries, perfect, before, since_links }
}
