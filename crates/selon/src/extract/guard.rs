//! Guards before the tree builder. html5ever is superlinear in the depth of the tree, in the attributes of a tag and in the
//! formatting elements left open (100,000 nested `div`s take it half a minute): what no real page needs is left out here.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink as _;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, local_name};

use super::tree::{Handle, Sink, Tree, is_formatting};

/// Real pages stay below 100.
const MAX_DEPTH: u16 = 400;
/// Formatting elements open at once.
const MAX_FORMATTING: u16 = 40;
/// Nodes of a page. The largest real pages have 60,000.
const MAX_NODES: usize = 600_000;
/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 200;

/// Signs `<` one after the other.
const MAX_RUN: usize = 64;

/// Parses a page, however broken.
pub(super) fn parse(html: &str) -> Tree {
    let html = limit(html);
    let options = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(Sink::new(html.len()), options),
        dropped: Cell::new(0),
        dropped_formatting: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&html));
    // Scripts hand control back to whoever would run them.
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    /// Start tags left out whose end tags are still to come.
    dropped: Cell<u32>,
    dropped_formatting: Cell<u32>,
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let keep = match &token {
            Token::TagToken(tag) => self.keeps(tag),
            Token::CharacterTokens(_) => !self.full(),
            Token::ParseError(_) | Token::CommentToken(_) => false,
            _ => true,
        };
        if keep { self.builder.process_token(token, line) } else { TokenSinkResult::Continue }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Guard {
    fn full(&self) -> bool {
        let full = self.builder.sink.len() > MAX_NODES;
        if full {
            self.builder.sink.cut.set(true);
        }
        full
    }

    fn keeps(&self, tag: &Tag) -> bool {
        let sink = &self.builder.sink;
        let formats = is_formatting(&tag.name);
        match tag.kind {
            TagKind::StartTag => {
                if self.full() {
                    return false;
                }
                if formats && sink.formatting.get() >= MAX_FORMATTING {
                    self.dropped_formatting.set(self.dropped_formatting.get() + 1);
                    return false;
                }
                if sink.depth.get() >= MAX_DEPTH && !never_nests(&tag.name) && !tag.self_closing {
                    self.dropped.set(self.dropped.get() + 1);
                    sink.cut.set(true);
                    return false;
                }
                true
            }
            TagKind::EndTag if formats => {
                if let Some(left) = self.dropped_formatting.get().checked_sub(1) {
                    self.dropped_formatting.set(left);
                    return false;
                }
                sink.formatting.set(sink.formatting.get().saturating_sub(1));
                true
            }
            TagKind::EndTag => {
                if let Some(left) = self.dropped.get().checked_sub(1)
                    && !never_nests(&tag.name)
                {
                    self.dropped.set(left);
                    return false;
                }
                !self.full()
            }
        }
    }
}

/// Void elements, and those whose contents are raw text.
fn never_nests(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("br")
            | local_name!("img")
            | local_name!("hr")
            | local_name!("input")
            | local_name!("meta")
            | local_name!("link")
            | local_name!("source")
            | local_name!("wbr")
            | local_name!("area")
            | local_name!("base")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("param")
            | local_name!("track")
            | local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("noscript")
            | local_name!("iframe")
    )
}

/// Cuts the attributes that a tag has beyond [`MAX_ATTRIBUTES`]: the tokenizer compares each with all before it. Runs of `<`,
/// each of which would be an error and a token of its own, are cut short.
fn limit(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out: Option<String> = None;
    let mut kept = 0;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|i| at + i) {
        at = open + 1;
        let (cut, end) = match bytes.get(at) {
            Some(b'<') => {
                // The last one may open a tag.
                let last = bytes[at..].iter().position(|b| *b != b'<').map_or(bytes.len(), |i| at + i) - 1;
                ((last - open > MAX_RUN).then_some(open + MAX_RUN), last)
            }
            Some(b) if b.is_ascii_alphabetic() => attributes(bytes, at),
            _ => continue,
        };
        if let Some(cut) = cut {
            let out = out.get_or_insert_with(|| String::with_capacity(html.len()));
            out.push_str(&html[kept..cut]);
            out.push(' ');
            kept = end;
        }
        at = end;
    }
    match out {
        None => Cow::Borrowed(html),
        Some(mut out) => {
            out.push_str(&html[kept..]);
            Cow::Owned(out)
        }
    }
}

/// Where the attribute after the last one allowed begins, if there are so many, and where the tag ends (at its `>`, or
/// where the text does).
fn attributes(bytes: &[u8], mut at: usize) -> (Option<usize>, usize) {
    let mut seen = 0;
    let mut cut = None;
    let skip = |mut i: usize, stop: fn(&u8) -> bool| {
        while i < bytes.len() && !stop(&bytes[i]) {
            i += 1;
        }
        i
    };
    at = skip(at, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
    loop {
        at = skip(at, |b| !b.is_ascii_whitespace() && *b != b'/');
        if at >= bytes.len() || bytes[at] == b'>' {
            return (cut, at);
        }
        seen += 1;
        if seen == MAX_ATTRIBUTES + 1 {
            cut = Some(at);
        }
        // At least one byte, so that a stray `=` does not stand still.
        at = skip(at + 1, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
        let value = skip(at, |b| !b.is_ascii_whitespace());
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        at = skip(value + 1, |b| !b.is_ascii_whitespace());
        at = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |i| at + 1 + i + 1)
            }
            _ => skip(at, |b| b.is_ascii_whitespace() || *b == b'>'),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_tags_stay_as_they_are() {
        let html = "<p class=a>x < y <a href='>' b>1</a><br/>";
        assert!(matches!(limit(html), Cow::Borrowed(_)));
        assert_eq!(parse(html).text_of(0), "x < y 1");
    }

    #[test]
    fn hundreds_of_attributes_are_cut_and_the_rest_is_read() {
        let many = (0..1000).fold(String::new(), |all, i| all + &format!(" a{i}='é'"));
        let html = format!("<p{many}>one</p><p>two");
        assert_eq!(parse(&html).text_of(0), "one two");
        assert!(limit(&html).len() < html.len() / 3);
        let html = format!("{}<p>x", "<".repeat(1000));
        assert!(limit(&html).len() < 80);
        assert!(parse(&html).text_of(0).ends_with("< x"));
    }
}
