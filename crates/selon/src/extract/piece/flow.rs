//! How elements take part in the flow of text.

use html5ever::{LocalName, local_name};

use super::Tag;

/// How an element takes part in the flow of text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// Neither shown nor read.
    Skip,
    /// Within a line; bold, italic and the like, which may begin or end within a word.
    Format,
    /// Within a line.
    Inline,
    Block(Tag),
    Break,
    Rule,
    Picture,
}

pub(super) fn flow(name: &LocalName) -> Flow {
    match *name {
        local_name!("script")
        | local_name!("style")
        | local_name!("noscript")
        | local_name!("template")
        | local_name!("iframe")
        | local_name!("svg")
        | local_name!("math")
        | local_name!("canvas")
        | local_name!("object")
        | local_name!("video")
        | local_name!("audio")
        | local_name!("select")
        | local_name!("textarea")
        | local_name!("input")
        | local_name!("label")
        | local_name!("button")
        | local_name!("head")
        | local_name!("datalist")
        // How characters are read, between the lines.
        | local_name!("rt")
        | local_name!("rp") => Flow::Skip,
        local_name!("b")
        | local_name!("strong")
        | local_name!("i")
        | local_name!("em")
        | local_name!("u")
        | local_name!("font")
        | local_name!("big")
        | local_name!("small")
        | local_name!("sub")
        | local_name!("sup")
        | local_name!("s")
        | local_name!("wbr")
        | local_name!("mark") => Flow::Format,
        local_name!("a")
        | local_name!("span")
        | local_name!("time")
        | local_name!("abbr")
        | local_name!("acronym")
        | local_name!("cite")
        | local_name!("code")
        | local_name!("data")
        | local_name!("del")
        | local_name!("dfn")
        | local_name!("ins")
        | local_name!("kbd")
        | local_name!("nobr")
        | local_name!("q")
        | local_name!("ruby")
        | local_name!("bdi")
        | local_name!("bdo")
        | local_name!("samp")
        | local_name!("strike")
        | local_name!("tt")
        | local_name!("var") => Flow::Inline,
        local_name!("br") => Flow::Break,
        local_name!("hr") => Flow::Rule,
        local_name!("img") => Flow::Picture,
        local_name!("p") => Flow::Block(Tag::Paragraph),
        local_name!("h1") => Flow::Block(Tag::Heading(1)),
        local_name!("h2") => Flow::Block(Tag::Heading(2)),
        local_name!("h3") => Flow::Block(Tag::Heading(3)),
        local_name!("h4") => Flow::Block(Tag::Heading(4)),
        local_name!("h5") => Flow::Block(Tag::Heading(5)),
        local_name!("h6") => Flow::Block(Tag::Heading(6)),
        local_name!("li") | local_name!("dd") | local_name!("dt") => Flow::Block(Tag::Item),
        local_name!("blockquote") => Flow::Block(Tag::Quote),
        local_name!("figcaption") | local_name!("caption") => Flow::Block(Tag::Caption),
        local_name!("td") | local_name!("th") => Flow::Block(Tag::Cell),
        local_name!("pre") => Flow::Block(Tag::Pre),
        _ if &**name == "amp-img" => Flow::Picture,
        _ => Flow::Block(Tag::Other),
    }
}
