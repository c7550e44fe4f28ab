//! A picture and the table that says the same.

use crate::svg::{Svg, number};

/// A picture, with the table that says the same for those who do not see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// One sentence that says what it shows: the name that assistive technology reads.
    pub title: String,
    /// Its width in CSS pixels at which text has its own size.
    pub width: f64,
    /// Its height in CSS pixels.
    pub height: f64,
    /// What it shows, as a table.
    pub table: Table,
    body: String,
    class: &'static str,
    links: bool,
}

impl Picture {
    pub(crate) fn new(class: &'static str, title: String, size: (f64, f64), svg: Svg, table: Table) -> Picture {
        let links = svg.has_links();
        Picture { title, width: size.0, height: size.1, table, body: svg.finish(), class, links }
    }

    /// The picture as an element of a page whose stylesheet holds [`crate::TOKENS`] and [`crate::STYLE`].
    pub fn svg(&self) -> String {
        self.element("", "")
    }

    /// The picture as a file of its own, which carries its style and follows the reader's choice of light or dark.
    pub fn file(&self) -> String {
        let style = format!("<style>{}{}</style>", crate::TOKENS, crate::STYLE);
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        format!("{head}{}\n", self.element(" xmlns=\"http://www.w3.org/2000/svg\"", &style))
    }

    fn element(&self, namespace: &str, style: &str) -> String {
        // An image has no parts: a picture with links in it is a group of them.
        let role = if self.links { "group" } else { "img" };
        let mut title = String::new();
        crate::svg::escape(&mut title, &self.title);
        let (w, h) = (number(self.width), number(self.height));
        format!(
            "<svg{namespace} class=\"drawing {}\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"{role}\" \
             aria-label=\"{title}\">{style}{}</svg>",
            self.class, self.body
        )
    }
}

/// What a picture shows, as rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What its columns hold.
    pub head: Vec<String>,
    /// Its rows, each as long as the head.
    pub rows: Vec<Vec<Cell>>,
    /// So many rows more there would be.
    pub left_out: usize,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Table {
        Table { head: head.iter().map(|&h| h.to_owned()).collect(), ..Table::default() }
    }

    /// Adds a row while there are fewer than [`crate::ROWS`].
    pub(crate) fn row(&mut self, cells: impl FnOnce() -> Vec<Cell>) {
        if self.rows.len() < crate::ROWS {
            self.rows.push(cells());
        } else {
            self.left_out += 1;
        }
    }
}

/// One cell of a table: plain text, not escaped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Where it leads; an address of this site.
    pub href: Option<String>,
    /// Whether it is a number, to stand at the right of its column.
    pub number: bool,
}

impl Cell {
    pub(crate) fn link(text: impl Into<String>, href: Option<&str>) -> Cell {
        Cell { text: text.into(), href: href.filter(|h| crate::svg::is_local(h)).map(str::to_owned), number: false }
    }

    pub(crate) fn number(text: impl Into<String>) -> Cell {
        Cell { number: true, ..Cell::from(text.into()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell { text, ..Cell::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        text.to_owned().into()
    }
}
