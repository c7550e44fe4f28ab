//! The page as a tree: html5ever's parser over a lean arena of our own.
//!
//! Nodes lie in one vector and point at each other by number; all visible text lies in one string, so that a text node is
//! two numbers and no text is copied twice. What is never read (styles, comments, scripts without data) is not kept.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, ExpandedName, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

/// The number of a node.
pub(super) type Id = u32;

/// No node.
pub(super) const NONE: Id = u32::MAX;
/// The document: the root of every tree.
pub(super) const ROOT: Id = 0;

/// A node and its neighbours.
pub(super) struct Node {
    pub(super) parent: Id,
    pub(super) prev: Id,
    pub(super) next: Id,
    pub(super) first: Id,
    pub(super) last: Id,
    pub(super) data: Data,
    /// How deep it was put in: the root is 0.
    depth: u16,
    /// How many of its ancestors, itself included, are formatting elements.
    formatting: u16,
}

/// What a node is.
pub(super) enum Data {
    /// The document, or the contents of a template (which are never shown).
    Fragment,
    /// An element.
    Element(Element),
    /// A stretch of [`Tree::text`].
    Text(u32, u32),
}

/// An element. Attributes are in the order of the page.
pub(super) struct Element {
    pub(super) name: LocalName,
    pub(super) attrs: Vec<Attribute>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attr(&self, name: &LocalName) -> Option<&str> {
        self.attrs.iter().find(|a| a.name.local == *name).map(|a| &*a.value)
    }
}

/// A parsed page.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// The text of all text nodes.
    pub(super) text: String,
    /// Whether the page was cut because it holds too many nodes.
    pub(super) cut: bool,
}

impl Tree {
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// The element, where the node is one.
    pub(super) fn element(&self, id: Id) -> Option<&Element> {
        match &self.nodes[id as usize].data {
            Data::Element(e) => Some(e),
            _ => None,
        }
    }

    /// The words of a text node; nothing for others.
    pub(super) fn words(&self, id: Id) -> &str {
        match self.nodes[id as usize].data {
            Data::Text(start, end) => &self.text[start as usize..end as usize],
            _ => "",
        }
    }

    /// The nodes below `top`, itself first, in the order of the page.
    pub(super) fn below(&self, top: Id) -> Below<'_> {
        Below { tree: self, top, at: top }
    }

    /// The node after `at` and all that is below it, within `top`.
    pub(super) fn after(&self, top: Id, mut at: Id) -> Id {
        while at != top && at != NONE {
            let node = self.node(at);
            if node.next != NONE {
                return node.next;
            }
            at = node.parent;
        }
        NONE
    }

    /// All text below a node, white space squeezed.
    pub(super) fn text_of(&self, top: Id) -> String {
        let mut out = String::new();
        for id in self.below(top) {
            let words = self.words(id);
            if !words.is_empty() {
                out.push_str(words);
            } else if self.element(id).is_some() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        squeeze(&out)
    }
}

/// A text with every run of white space as one blank, without those at its ends.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// See [`Tree::below`].
pub(super) struct Below<'a> {
    tree: &'a Tree,
    top: Id,
    at: Id,
}

impl Iterator for Below<'_> {
    type Item = Id;

    fn next(&mut self) -> Option<Id> {
        if self.at == NONE {
            return None;
        }
        let now = self.at;
        let first = self.tree.node(now).first;
        self.at = if first == NONE { self.tree.after(self.top, now) } else { first };
        Some(now)
    }
}

/// What html5ever holds on to: the number, and the name so that it can be lent without looking into the arena.
#[derive(Clone)]
pub(super) struct Handle {
    id: Id,
    name: LocalName,
    ns: Namespace,
}

/// Builds a [`Tree`].
pub(super) struct Sink {
    nodes: RefCell<Vec<Node>>,
    text: RefCell<String>,
    /// Depth of the node put in last.
    pub(super) depth: Cell<u16>,
    /// Formatting elements around the formatting element put in last.
    pub(super) formatting: Cell<u16>,
    pub(super) cut: Cell<bool>,
}

impl Sink {
    pub(super) fn new(size: usize) -> Sink {
        let root = Node {
            parent: NONE,
            prev: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            data: Data::Fragment,
            depth: 0,
            formatting: 0,
        };
        let mut nodes = Vec::with_capacity(size / 40);
        nodes.push(root);
        Sink {
            nodes: RefCell::new(nodes),
            text: RefCell::new(String::with_capacity(size / 8)),
            depth: Cell::new(0),
            formatting: Cell::new(0),
            cut: Cell::new(false),
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    fn make(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            parent: NONE,
            prev: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            data,
            depth: 0,
            formatting: 0,
        });
        (nodes.len() - 1) as Id
    }

    fn detach(nodes: &mut [Node], id: Id) {
        let Node { parent, prev, next, .. } = nodes[id as usize];
        match prev {
            NONE if parent != NONE => nodes[parent as usize].first = next,
            NONE => {}
            _ => nodes[prev as usize].next = next,
        }
        match next {
            NONE if parent != NONE => nodes[parent as usize].last = prev,
            NONE => {}
            _ => nodes[next as usize].prev = prev,
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.prev, node.next) = (NONE, NONE, NONE);
    }

    /// Puts a node below `parent`, before `next` (or last).
    fn attach(&self, nodes: &mut [Node], parent: Id, id: Id, next: Id) {
        Self::detach(nodes, id);
        let prev = if next == NONE { nodes[parent as usize].last } else { nodes[next as usize].prev };
        match prev {
            NONE => nodes[parent as usize].first = id,
            _ => nodes[prev as usize].next = id,
        }
        match next {
            NONE => nodes[parent as usize].last = id,
            _ => nodes[next as usize].prev = id,
        }
        let (depth, formatting) = (nodes[parent as usize].depth, nodes[parent as usize].formatting);
        let node = &mut nodes[id as usize];
        (node.parent, node.prev, node.next) = (parent, prev, next);
        node.depth = depth.saturating_add(1);
        let formats = matches!(&node.data, Data::Element(e) if is_formatting(&e.name));
        node.formatting = formatting.saturating_add(u16::from(formats));
        if formats {
            self.formatting.set(node.formatting);
        }
        self.depth.set(node.depth);
    }

    fn attach_text(&self, nodes: &mut Vec<Node>, parent: Id, words: &str, next: Id) {
        if let Data::Element(e) = &nodes[parent as usize].data
            && drops_text(e)
        {
            return;
        }
        let mut text = self.text.borrow_mut();
        let start = text.len() as u32;
        text.push_str(words);
        let end = text.len() as u32;
        let prev = if next == NONE { nodes[parent as usize].last } else { nodes[next as usize].prev };
        if prev != NONE
            && let Data::Text(_, last) = &mut nodes[prev as usize].data
            && *last == start
        {
            *last = end;
            self.depth.set(nodes[prev as usize].depth);
            return;
        }
        nodes.push(Node {
            parent: NONE,
            prev: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            data: Data::Text(start, end),
            depth: 0,
            formatting: 0,
        });
        let id = (nodes.len() - 1) as Id;
        self.attach(nodes, parent, id, next);
    }

    fn put(&self, parent: Id, child: NodeOrText<Handle>, next: Id) {
        let mut nodes = self.nodes.borrow_mut();
        match child {
            NodeOrText::AppendNode(handle) if handle.id == NONE => {}
            NodeOrText::AppendNode(handle) => self.attach(&mut nodes, parent, handle.id, next),
            NodeOrText::AppendText(words) => self.attach_text(&mut nodes, parent, &words, next),
        }
    }
}

/// Scripts are kept only where they hold data, styles never.
fn drops_text(element: &Element) -> bool {
    match element.name {
        local_name!("style") | local_name!("noscript") | local_name!("iframe") | local_name!("textarea") => true,
        local_name!("script") => {
            !element.attr(&local_name!("type")).is_some_and(|t| t.to_ascii_lowercase().contains("ld+json"))
        }
        _ => false,
    }
}

/// Elements that the parser opens again in each new block until they are closed.
pub(super) fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner(), text: self.text.into_inner(), cut: self.cut.get() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: ROOT, name: local_name!(""), ns: ns!() }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        ExpandedName { ns: &target.ns, local: &target.name }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let id = self.make(Data::Element(Element { name: name.local.clone(), attrs }));
        Handle { id, name: name.local, ns: name.ns }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle { id: NONE, name: local_name!(""), ns: ns!() }
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle { id: NONE, name: local_name!(""), ns: ns!() }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, child, NONE);
    }

    fn append_based_on_parent_node(&self, element: &Handle, prev_element: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[element.id as usize].parent;
        match parent {
            NONE => self.append(prev_element, child),
            _ => self.put(parent, child, element.id),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// Contents of templates are never shown; they go into a fragment that hangs nowhere.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        Handle { id: self.make(Data::Fragment), name: local_name!(""), ns: ns!() }
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.id as usize].parent;
        if parent != NONE {
            self.put(parent, new_node, sibling.id);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        if let Data::Element(e) = &mut self.nodes.borrow_mut()[target.id as usize].data {
            for attr in attrs {
                if !e.attrs.iter().any(|a| a.name == attr.name) {
                    e.attrs.push(attr);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        if target.id != NONE {
            Self::detach(&mut self.nodes.borrow_mut(), target.id);
        }
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let mut child = nodes[node.id as usize].first;
        while child != NONE {
            let next = nodes[child as usize].next;
            self.attach(&mut nodes, new_parent.id, child, NONE);
            child = next;
        }
    }
}
