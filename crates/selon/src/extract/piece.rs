//! A page as a sequence of pieces: the stretches of running text between the borders of block elements, in the order of the
//! page, each with what the elements around it say about it.

mod flow;
mod mass;

use html5ever::{LocalName, local_name};

use self::flow::{Flow, flow};
use self::mass::Mass;
use super::hints::{self, Hints};
use super::tree::{Data, Id, NONE, Tree};
use crate::when::When;

/// How many pieces a page may have. Real ones have some thousand.
pub(super) const MAX_PIECES: usize = 150_000;

/// A stretch of running text.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The words; single blanks between them.
    pub(super) text: String,
    /// What kind of element holds it.
    pub(super) tag: Tag,
    /// Bytes of it that are links.
    pub(super) linked: usize,
    /// Bytes of it that are bold.
    pub(super) bold: usize,
    /// Bytes of it that stand in the first element within the line, where it begins with one.
    pub(super) led: usize,
    /// What the elements around it say.
    pub(super) hints: Hints,
    /// The time that an element in it gives in figures.
    pub(super) time: When,
    /// Whether a blank line, not only a line break, stands before it (of use in plain text and where `<br>` ends lines).
    pub(super) gap: bool,
    /// Whether a picture stands between it and the text before it.
    pub(super) pictured: bool,
    /// The element that holds it; of a line of plain text, its number.
    pub(super) node: Id,
}

impl Piece {
    /// A paragraph without anything around it.
    pub(super) fn paragraph(text: String) -> Piece {
        Piece {
            text,
            tag: Tag::Paragraph,
            linked: 0,
            bold: 0,
            led: 0,
            hints: 0,
            time: When::Unknown,
            gap: true,
            pictured: false,
            node: 0,
        }
    }

    /// Whether most of it is links.
    pub(super) fn is_links(&self) -> bool {
        self.linked * 2 > self.text.len()
    }

    pub(super) fn has(&self, hints: Hints) -> bool {
        self.hints & hints != 0
    }
}

/// What kind of element holds a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    Heading(u8),
    Item,
    Quote,
    Caption,
    Cell,
    Pre,
    /// A picture: the text is what stands in its place.
    Picture,
    Other,
}

/// The pieces of a page, and what they were cut from.
pub(super) struct Pieces {
    pub(super) list: Vec<Piece>,
    /// The elements that may name the site.
    pub(super) mastheads: Vec<Id>,
    /// For each node: the pieces below it, as a range. Empty where there are none.
    pub(super) ranges: Vec<(u32, u32)>,
}

impl Pieces {
    pub(super) fn below(&self, id: Id) -> std::ops::Range<usize> {
        let (start, end) = self.ranges[id as usize];
        start as usize..end.max(start) as usize
    }
}

/// An element that is open where the reader stands.
struct Open {
    id: Id,
    flow: Flow,
    /// What it says about itself, and what it and those around it say.
    own: Hints,
    hints: Hints,
    /// The kind of the block element that text here stands in.
    tag: Tag,
    link: bool,
    bold: bool,
    /// Whether the piece began with it.
    begins: bool,
}

/// Cuts a page into pieces. `trust`: whether class names are believed of large parts of the page too.
pub(super) fn cut(tree: &Tree, top: Id, trust: bool) -> Pieces {
    let mass = Mass::of(tree, top);
    let mut cutter = Cutter::new(tree.nodes.len(), top);
    let mut at = top;
    loop {
        let node = tree.node(at);
        let mut enter = false;
        match &node.data {
            Data::Text(..) => cutter.text(tree.words(at)),
            Data::Fragment => enter = true,
            Data::Element(element) => {
                let flow = flow(&element.name);
                match flow {
                    Flow::Skip => {}
                    Flow::Break => cutter.line_break(),
                    Flow::Rule => cutter.flush(true),
                    Flow::Picture => {
                        if hints::of(element) & hints::MASTHEAD != 0 {
                            cutter.done.mastheads.push(at);
                        }
                        cutter.picture(at, element.attr(&local_name!("alt")).unwrap_or_default());
                    }
                    _ => {
                        let mut own = hints::of(element);
                        if own & hints::MASTHEAD != 0 || super::outlet::leads_home(element) {
                            cutter.done.mastheads.push(at);
                        }
                        // A heading's own class says how it looks.
                        if matches!(flow, Flow::Block(Tag::Heading(_))) {
                            own &=
                                !(hints::NAV | hints::FOOT | hints::SIDE | hints::TAGS | hints::BYLINE | hints::DATE);
                        }
                        if own != 0 && mass.overrules(at, own, trust) {
                            own &= hints::BODY | hints::LIVE;
                        }
                        cutter.open(at, flow, own, &element.name);
                        if let Some(time) = element.attr(&local_name!("datetime")) {
                            cutter.time = super::stamp::value(time);
                        }
                        enter = true;
                    }
                }
            }
        }
        if enter && node.first != NONE {
            at = node.first;
            continue;
        }
        if enter {
            cutter.close(at);
        }
        // Up until there is a next one.
        loop {
            if at == top {
                cutter.flush(true);
                return cutter.done;
            }
            let node = tree.node(at);
            if node.next != NONE {
                at = node.next;
                break;
            }
            at = node.parent;
            cutter.close(at);
        }
    }
}

struct Cutter {
    done: Pieces,
    open: Vec<Open>,
    buffer: String,
    linked: usize,
    bold: usize,
    led: usize,
    /// White space was read since the last word.
    blank: bool,
    /// Line breaks since the last word.
    breaks: u8,
    /// Whether the line begins with blanks, and its length so far: of use in preformatted text.
    indented: bool,
    line: usize,
    /// An inline element ended, and another began, since the last word.
    left: bool,
    entered: bool,
    gap: bool,
    /// A picture was passed since the last piece of text.
    pictured: bool,
    /// The time of an element that began since the last piece.
    time: When,
}

impl Cutter {
    fn new(nodes: usize, top: Id) -> Cutter {
        let root = Open {
            id: top,
            flow: Flow::Block(Tag::Other),
            own: 0,
            hints: 0,
            tag: Tag::Other,
            link: false,
            bold: false,
            begins: false,
        };
        Cutter {
            done: Pieces { list: Vec::new(), mastheads: Vec::new(), ranges: vec![(0, 0); nodes] },
            open: vec![root],
            buffer: String::new(),
            linked: 0,
            bold: 0,
            led: 0,
            blank: false,
            breaks: 0,
            indented: false,
            line: 0,
            left: false,
            entered: false,
            gap: true,
            pictured: false,
            time: When::Unknown,
        }
    }

    fn top(&self) -> &Open {
        self.open.last().expect("the root is never closed")
    }

    fn open(&mut self, id: Id, flow: Flow, own: Hints, name: &LocalName) {
        if matches!(flow, Flow::Block(_)) {
            self.flush(true);
        } else {
            self.entered |= flow == Flow::Inline;
        }
        let outer = self.top();
        let mut tag = outer.tag;
        // A kicker stands at the head of a heading; elsewhere its class means something else.
        let heads = self.buffer.is_empty() && matches!((flow, tag), (Flow::Inline | Flow::Format, Tag::Heading(_)));
        let own = if heads { own } else { own & !hints::KICKER };
        let (link, bold) = (outer.link || *name == local_name!("a"), outer.bold);
        let bold = bold || *name == local_name!("b") || *name == local_name!("strong");
        let hints = outer.hints | own;
        if let Flow::Block(own) = flow {
            // A paragraph in a list item, a quotation or a cell is still part of it.
            tag = match (own, outer.tag) {
                (Tag::Paragraph | Tag::Other, Tag::Item | Tag::Quote | Tag::Caption | Tag::Heading(_)) => outer.tag,
                (own, _) => own,
            };
        }
        self.done.ranges[id as usize].0 = self.done.list.len() as u32;
        // An inline element with a role of its own is a piece of its own: `caption <span class="credit">`.
        if parts(flow, own, hints) {
            self.flush(false);
        }
        let begins = self.buffer.is_empty() && matches!(flow, Flow::Inline | Flow::Format);
        self.open.push(Open { id, flow, own, hints, tag, link, bold, begins });
    }

    fn close(&mut self, id: Id) {
        if self.open.len() < 2 || self.top().id != id {
            return;
        }
        let Open { flow, own, hints, begins, .. } = *self.top();
        if begins && self.led == 0 {
            self.led = self.buffer.len();
        }
        if matches!(flow, Flow::Block(_)) || parts(flow, own, hints) {
            self.flush(true);
        } else if flow == Flow::Inline {
            self.left = true;
            self.entered = false;
        }
        self.done.ranges[id as usize].1 = self.done.list.len() as u32;
        self.open.pop();
    }

    fn line_break(&mut self) {
        self.breaks = self.breaks.saturating_add(1);
        self.blank = true;
    }

    fn text(&mut self, words: &str) {
        let pre = self.top().tag == Tag::Pre;
        let starts = words.chars().next().is_some_and(char::is_whitespace);
        self.blank |= starts;
        let mut first = true;
        for (n, line) in words.split('\n').enumerate() {
            if n > 0 && pre {
                self.line_break();
                self.indented = line.starts_with("  ") || line.starts_with('\t');
            }
            for word in line.split(|c: char| c.is_whitespace()) {
                if word.is_empty() {
                    continue;
                }
                if !first {
                    self.blank = true;
                }
                first = false;
                self.word(word);
            }
        }
        if words.chars().next_back().is_some_and(char::is_whitespace) {
            self.blank = true;
        }
    }

    fn word(&mut self, word: &str) {
        if self.breaks > 0 {
            // One break within a sentence is a fold; else it ends a line.
            // In preformatted text lines are folded at a fixed width, and paragraphs parted by blank lines or indented.
            let folded = self.breaks == 1
                && if self.top().tag == Tag::Pre {
                    !self.indented && self.line >= FOLDED_AT
                } else {
                    continues(&self.buffer, word)
                };
            self.line = 0;
            if !folded {
                let gap = self.breaks > 1;
                self.flush(gap);
            }
            self.breaks = 0;
        }
        let before = self.buffer.len();
        // In a heading an element stands for a line: the kicker above it.
        let heading = matches!(self.top().tag, Tag::Heading(_));
        if !self.buffer.is_empty()
            && (self.blank || (self.left && (self.entered || heading) && fuses(&self.buffer, word)))
        {
            self.buffer.push(' ');
        }
        self.blank = false;
        self.left = false;
        self.entered = false;
        if word.contains(['\u{ad}', '\u{200b}', '\u{feff}', '\u{2060}']) {
            self.buffer.extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')));
        } else {
            self.buffer.push_str(word);
        }
        let added = self.buffer.len() - before;
        self.line += added;
        let Open { link, bold, .. } = *self.top();
        self.linked += if link { added } else { 0 };
        self.bold += if bold { added } else { 0 };
    }

    /// Ends the piece. `gap`: whether more than a line break follows.
    fn flush(&mut self, gap: bool) {
        if !self.buffer.is_empty() {
            let Open { id, hints, tag, .. } = *self.top();
            let text = std::mem::take(&mut self.buffer);
            let piece = Piece {
                text,
                tag,
                linked: self.linked,
                bold: self.bold,
                led: std::mem::take(&mut self.led),
                hints,
                time: std::mem::take(&mut self.time),
                gap: self.gap,
                pictured: std::mem::take(&mut self.pictured),
                node: id,
            };
            if self.done.list.len() < MAX_PIECES {
                self.done.list.push(piece);
            }
            self.gap = false;
        }
        self.gap |= gap;
        self.linked = 0;
        self.bold = 0;
        self.led = 0;
        self.blank = false;
        self.breaks = 0;
        self.line = 0;
        self.left = false;
        self.entered = false;
    }

    fn picture(&mut self, id: Id, alt: &str) {
        let alt = super::tree::squeeze(alt);
        self.done.ranges[id as usize] = (self.done.list.len() as u32, self.done.list.len() as u32);
        self.pictured |= self.buffer.is_empty();
        // A picture within a line of text is an icon.
        if self.done.list.len() >= MAX_PIECES || !self.buffer.is_empty() || alt.is_empty() {
            return;
        }
        let hints = self.top().hints;
        let piece = Piece {
            text: alt,
            tag: Tag::Picture,
            linked: 0,
            bold: 0,
            led: 0,
            hints,
            time: When::Unknown,
            gap: true,
            pictured: false,
            node: id,
        };
        self.done.list.push(piece);
        self.done.ranges[id as usize].1 = self.done.list.len() as u32;
    }
}

/// Whether an element within a line stands for itself: a caption or its credit, the kicker of a heading, a name or a date in
/// the lines around the article.
fn parts(flow: Flow, own: Hints, all: Hints) -> bool {
    let picture = own & (hints::CREDIT | hints::CAPTION | hints::KICKER) != 0;
    let line = own & (hints::BYLINE | hints::DATE) != 0 && all & hints::BODY == 0;
    match flow {
        Flow::Inline => picture || line,
        Flow::Format => picture,
        _ => false,
    }
}

/// Lines of preformatted text shorter than this end where they end.
const FOLDED_AT: usize = 40;

/// Whether a line goes on after a single break: it did not end like a sentence, and what follows does not begin like one.
fn continues(before: &str, after: &str) -> bool {
    before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ',')
        && after.chars().next().is_some_and(char::is_lowercase)
        && before.len() > 30
}

/// Whether two words of neighbouring elements would become one that neither means.
fn fuses(before: &str, after: &str) -> bool {
    let single = before.chars().nth(1).is_none();
    !single
        && before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '!' | '?' | ':' | ')' | '»' | '”' | '"'))
        && after.chars().next().is_some_and(char::is_alphanumeric)
}
