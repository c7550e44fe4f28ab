//! The patterns of rules: what they look like, and how they are matched.
//!
//! A pattern is a row of elements, parted by blanks: a literal (`il`), a class (`<month>`), alternatives of both
//! (`le|la|<art>`). `?` makes an element optional, `[ … ]` a row of them. `~` before an element: no blank stands before
//! it. `( … )` holds the words of the expression; what is outside is context. There are no repetitions: a match costs at
//! most a fixed number of steps, whatever the text. `_` is a run of words that no rule knows.

use super::lexicon::{Case, Lexicon, Sense, Symbol};
use super::role::{Fields, Role};
use super::table::{Classes, TimeTable};
use super::{atom::Atom, number};

/// One step of a pattern.
#[derive(Debug)]
enum Step {
    /// One of these symbols; glued to what stands before where asked.
    Take { symbols: Vec<Symbol>, glued: bool },
    /// A run of unknown words.
    Gap,
    /// Go on, or else from there.
    Split(usize),
    /// The expression begins here.
    Begin,
    /// It ends here.
    End,
}

/// A pattern, ready to match.
#[derive(Debug)]
pub(super) struct Pattern {
    steps: Vec<Step>,
}

/// What a pattern matched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    /// The atom after the last one, context included.
    pub(super) end: usize,
    /// The atoms of the expression.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) fields: Fields,
}

/// With which symbols the matches of a pattern begin.
#[derive(Debug, Default)]
pub(super) struct Openings {
    /// A match may be over after this one, or go on with anything.
    pub(super) alone: Vec<Symbol>,
    /// The first and the second.
    pub(super) pairs: Vec<(Symbol, Symbol)>,
}

/// A match on its way.
struct Run<'a> {
    atoms: &'a [Atom],
    table: &'a TimeTable,
    /// The values of the words taken so far.
    taken: Vec<(Role, i32)>,
    best: Option<Match>,
}

/// Where a run stands.
#[derive(Clone, Copy)]
struct Place {
    step: usize,
    end: usize,
    from: usize,
    to: usize,
}

impl Pattern {
    /// Reads a pattern; its literals become words of the lexicon.
    pub(super) fn parse(text: &str, classes: &mut Classes, lexicon: &mut Lexicon) -> Result<Pattern, String> {
        let mut steps = Vec::new();
        let mut groups = Vec::new();
        let marks = text.split_whitespace().any(|t| t == "(");
        if !marks {
            steps.push(Step::Begin);
        }
        for token in text.split_whitespace() {
            match token {
                "_" => steps.push(Step::Gap),
                "(" => steps.push(Step::Begin),
                ")" => steps.push(Step::End),
                "[" => {
                    groups.push(steps.len());
                    steps.push(Step::Split(0));
                }
                "]" => {
                    let at = groups.pop().ok_or("a ] without a [")?;
                    steps[at] = Step::Split(steps.len());
                }
                _ => element(token, classes, lexicon, &mut steps)?,
            }
        }
        if !groups.is_empty() {
            return Err("a [ without a ]".to_owned());
        }
        if !marks {
            steps.push(Step::End);
        }
        Ok(Pattern { steps })
    }

    /// With which symbols its matches can begin.
    pub(super) fn openings(&self) -> Openings {
        let mut out = Openings::default();
        for first in self.reach(0) {
            let Some(Step::Take { symbols: firsts, .. }) = self.steps.get(first) else { continue };
            for second in self.reach(first + 1) {
                match self.steps.get(second) {
                    Some(Step::Take { symbols, .. }) => {
                        out.pairs.extend(firsts.iter().flat_map(|&a| symbols.iter().map(move |&b| (a, b))));
                    }
                    _ => out.alone.extend(firsts),
                }
            }
        }
        out
    }

    /// The steps that take something, or the end, that can come next from a step on.
    fn reach(&self, step: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut open = vec![step];
        while let Some(at) = open.pop() {
            match self.steps.get(at) {
                Some(Step::Split(to)) => open.extend([at + 1, *to]),
                Some(Step::Begin | Step::End) => open.push(at + 1),
                Some(Step::Take { .. } | Step::Gap) | None => out.push(at),
            }
        }
        out
    }

    /// The longest match that begins with an atom.
    pub(super) fn matches(&self, atoms: &[Atom], at: usize, table: &TimeTable) -> Option<Match> {
        let mut run = Run { atoms, table, taken: Vec::new(), best: None };
        self.run(Place { step: 0, end: at, from: at, to: at }, &mut run);
        run.best
    }

    fn run(&self, now: Place, run: &mut Run<'_>) {
        let next = Place { step: now.step + 1, ..now };
        match self.steps.get(now.step) {
            None => {
                if now.to > now.from && run.best.as_ref().is_none_or(|b| now.end > b.end) {
                    let mut fields = Fields::new();
                    for &(role, value) in &run.taken {
                        fields.add(role, value);
                    }
                    run.best = Some(Match { end: now.end, from: now.from, to: now.to, fields });
                }
            }
            Some(Step::Begin) => self.run(Place { from: now.end, to: now.end, ..next }, run),
            Some(Step::End) => self.run(Place { to: now.end, ..next }, run),
            Some(Step::Split(to)) => {
                self.run(next, run);
                self.run(Place { step: *to, ..now }, run);
            }
            Some(Step::Gap) => {
                if run.atoms.get(now.end).is_some_and(Atom::is_gap) {
                    self.run(Place { end: now.end + 1, ..next }, run);
                }
            }
            Some(Step::Take { symbols, glued }) => {
                let (atoms, table) = (run.atoms, run.table);
                let Some(atom) = atoms.get(now.end) else { return };
                if atom.is_gap() || (*glued && !atom.glued) {
                    return;
                }
                each_sense(atoms, now.end, table, |sense, end| {
                    if symbols.contains(&sense.symbol) {
                        run.taken.push((sense.role, sense.value));
                        self.run(Place { end, ..next }, run);
                        run.taken.pop();
                    }
                });
            }
        }
    }
}

/// Reads one element: `~a|<b>?`.
fn element(token: &str, classes: &mut Classes, lexicon: &mut Lexicon, steps: &mut Vec<Step>) -> Result<(), String> {
    let mut body = token;
    let optional = body.len() > 1 && body.ends_with('?');
    if optional {
        body = &body[..body.len() - 1];
        steps.push(Step::Split(0));
    }
    let split = steps.len();
    let glued = body.len() > 1 && body.starts_with('~');
    if glued {
        body = &body[1..];
    }
    let mut symbols = Vec::new();
    let mut row = Vec::new();
    let parts: Vec<&str> = if body == "|" { vec![body] } else { body.split('|').collect() };
    for part in &parts {
        let part = part.strip_prefix('\\').unwrap_or(part);
        if let Some(name) = part.strip_prefix('<').and_then(|p| p.strip_suffix('>')) {
            symbols.push(classes.named(name).ok_or_else(|| format!("no class <{name}>"))?);
            continue;
        }
        let atoms = super::lexicon::split(part);
        if parts.len() == 1 {
            // "jusqu'à" is three atoms.
            row = atoms.iter().map(|a| classes.literal(a, lexicon)).collect();
        } else {
            symbols.push(classes.literal(&atoms.join(" "), lexicon));
        }
    }
    if row.is_empty() {
        steps.push(Step::Take { symbols, glued });
    }
    for (i, symbol) in row.into_iter().enumerate() {
        steps.push(Step::Take { symbols: vec![symbol], glued: glued && i == 0 });
    }
    if optional {
        steps[split - 1] = Step::Split(steps.len());
    }
    Ok(())
}

/// All that can be read from an atom on: itself, a phrase, a number in words. The second argument is the atom after.
pub(super) fn each_sense(atoms: &[Atom], at: usize, table: &TimeTable, mut found: impl FnMut(Sense, usize)) {
    let atom = &atoms[at];
    if atom.is_number() {
        number::digits(atoms, at, table, &mut found);
        return;
    }
    let Some(entry) = table.lexicon.entry(atom.entry) else { return };
    for (tail, senses) in &entry.phrases {
        let end = at + 1 + tail.len();
        let there = end <= atoms.len() && tail.iter().zip(&atoms[at + 1..end]).all(|(&want, a)| a.entry == want);
        if there {
            for &sense in senses.iter().filter(|s| written(s.case, atom)) {
                found(sense, end);
            }
        }
    }
    for &sense in entry.senses.iter().filter(|s| written(s.case, atom)) {
        found(sense, at + 1);
    }
    if entry.number.is_some() {
        number::words(atoms, at, table, &mut found);
    }
}

fn written(case: Case, atom: &Atom) -> bool {
    match case {
        Case::Any => true,
        Case::Capital => atom.capital,
        Case::Small => !atom.capital || atom.first,
    }
}

/// A sense of a built-in class.
pub(super) fn sense(symbol: Symbol, role: Role, value: i32) -> Sense {
    Sense { symbol, role, value, case: Case::Any }
}
