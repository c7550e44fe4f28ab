//! Copies, in the lines that `selon copies` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Points;
use crate::extract::Dispatch;
use crate::reuse::Archive;

/// One line of the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum CopyLine<'a> {
    /// Two dispatches share reporting.
    Pair {
        /// Their ids.
        pair: [&'a str; 2],
        /// Always true.
        copied: bool,
    },
    /// What a dispatch was made from; null for an original.
    Parent {
        /// Its id.
        doc: &'a str,
        /// The id of its parent.
        parent: Option<&'a str>,
    },
    /// Which origin a dispatch has: the id of the first one that holds its reporting.
    Origin {
        /// Its id.
        doc: &'a str,
        /// The same for all dispatches of one origin.
        origin: &'a str,
    },
    /// What of a dispatch comes from elsewhere.
    Spans {
        /// Its id.
        doc: &'a str,
        /// Code points.
        spans: Vec<Points>,
    },
}

/// In a family of more dispatches than this each is paired with its origin only: the pairs of a wire that a thousand papers
/// print would be half a million lines.
const FAMILY: usize = 200;

/// The lines for dispatches, in their order.
pub fn copies<'a>(dispatches: &[&'a Dispatch]) -> Vec<CopyLine<'a>> {
    let answers = Archive::of(dispatches).answers();
    let id = |i: usize| dispatches[i].id.as_str();
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut lines = Vec::new();
    for answer in &answers {
        let doc = id(answer.dispatch);
        for &origin in &answer.origins {
            families.entry(origin).or_default().push(answer.dispatch);
        }
        lines.push(CopyLine::Parent { doc, parent: answer.parents.first().map(|&p| id(p)) });
        lines.push(CopyLine::Origin { doc, origin: answer.origins.first().map_or(doc, |&o| id(o)) });
        if !answer.spans.is_empty() {
            let text = &dispatches[answer.dispatch].text;
            lines.push(CopyLine::Spans { doc, spans: answer.spans.iter().map(|&s| Points::of(text, s)).collect() });
        }
    }
    let mut pairs: Vec<[usize; 2]> = Vec::new();
    for (&origin, family) in &families {
        if family.len() > FAMILY {
            pairs.extend(family.iter().filter(|&&d| d != origin).map(|&d| [d.min(origin), d.max(origin)]));
        } else {
            for (i, &x) in family.iter().enumerate() {
                pairs.extend(family[i + 1..].iter().map(|&y| [x.min(y), x.max(y)]));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    lines.extend(pairs.into_iter().map(|[x, y]| CopyLine::Pair { pair: [id(x), id(y)], copied: true }));
    lines
}
