//! Cases of a specification, read from Markdown.

use std::collections::BTreeMap;

use selon::{Dispatch, Document, Lang, Reading, page};

/// A heading with its inputs and what is expected of them.
pub(crate) struct Case {
    pub(crate) title: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) expected: Vec<Expected>,
}

/// A fenced text to read.
pub(crate) struct Input {
    kind: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

/// A fenced list of what should be found.
pub(crate) struct Expected {
    pub(crate) what: String,
    pub(crate) lines: Vec<String>,
}

/// The cases of a file: every heading below the first level with a fence under it.
pub(crate) fn cases(markdown: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.to_owned(), inputs: Vec::new(), expected: Vec::new() });
        } else if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
            let case = cases.last_mut().expect("a fence stands below a heading of the second level");
            let (kind, rest) = info.split_once(' ').unwrap_or((info, ""));
            if matches!(kind, "html" | "text") || kind.len() == 2 {
                let attributes = attributes(rest);
                case.inputs.push(Input { kind: kind.to_owned(), attributes, text: body.join("\n") });
            } else {
                let lines = body.into_iter().filter(|l| !l.is_empty()).map(str::to_owned).collect();
                case.expected.push(Expected { what: kind.to_owned(), lines });
            }
        }
    }
    cases
}

/// `key=value key="some words"`.
fn attributes(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = text.trim();
    while let Some((key, after)) = rest.split_once('=') {
        let (value, left) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').expect("a closing quotation mark"),
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        found.insert(key.trim().to_owned(), value.to_owned());
        rest = left.trim();
    }
    found
}

impl Input {
    /// Reads it: a page through all stages, a document from segmentation on.
    pub(crate) fn read(&self) -> Result<Reading, String> {
        if matches!(self.kind.as_str(), "html" | "text") {
            let page = page::read(self.text.as_bytes()).map_err(|e| e.to_string())?;
            return Ok(Reading::of_page(&page));
        }
        let lang = Lang::parse(&self.kind).ok_or("no language")?;
        let given = |key: &str| self.attributes.get(key).cloned();
        let document = Document {
            id: given("id").unwrap_or_else(|| "1".to_owned()),
            text: self.text.clone(),
            lang: Some(lang.to_string()),
            published: given("published"),
            title: given("title"),
            outlet: given("outlet"),
            url: given("url"),
        };
        let mut dispatch = Dispatch::from(&document);
        dispatch.agencies.extend(given("agency"));
        dispatch.authors.extend(given("author"));
        Ok(Reading::of_dispatch(dispatch))
    }
}
