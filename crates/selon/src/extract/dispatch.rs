//! What a page says, and what it says about itself.

use serde::{Deserialize, Serialize};

use crate::doubt::Doubt;
use crate::lang::Lang;
use crate::text::{Span, Text};
use crate::when::When;

/// One published text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Dispatch {
    /// Its canonical address, or the SHA-256 of its bytes where it has none.
    pub id: String,
    /// Its canonical address.
    pub url: Option<String>,
    /// SHA-256 of the bytes it was read from, lower-case hexadecimal; of the text where there are no bytes.
    pub sha256: String,
    /// The name that readers know the outlet by.
    pub outlet: Option<String>,
    /// Agencies credited by byline, agency line, dateline, signature or "with …", as the page writes them. An agency that
    /// is merely cited in the text is none of them.
    pub agencies: Vec<String>,
    /// Writers, without roles.
    pub authors: Vec<String>,
    /// The language of the text.
    pub lang: Option<Lang>,
    /// First publication.
    pub published: When,
    /// Last change, where the page gives one beside the publication.
    pub modified: When,
    /// The headline; no part of [`Dispatch::text`].
    pub title: Option<String>,
    /// The place that the text is written from: "ANKARA (AA) -".
    pub dateline: Option<String>,
    /// The article in reading order: standfirst, paragraphs, subheads, quotations, lists; a line break between blocks.
    pub text: Text,
    /// The blocks of the text, in order, without gaps other than white space.
    pub blocks: Vec<Block>,
    /// Captions of pictures, each once.
    pub captions: Vec<Caption>,
    /// Tags, as the page writes them.
    pub tags: Vec<String>,
    /// What kind of page it was.
    pub kind: PageKind,
    /// What was damaged, missing or contradictory.
    pub doubts: Vec<Doubt>,
    /// When it was fetched, RFC 3339, where that is known.
    #[serde(default)]
    pub fetched: Option<String>,
}

impl Dispatch {
    /// By which versions of a dispatch are put in order: when it was last changed, as far as the page says; then when it was
    /// fetched, as far as that is known.
    pub fn age(&self) -> (Option<jiff::civil::DateTime>, &str, &str) {
        let newest = if self.modified == When::Unknown { self.published } else { self.modified };
        (newest.sort_key().1, self.fetched.as_deref().unwrap_or_default(), &self.sha256)
    }
}

/// A stretch of the text with one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Where it stands in [`Dispatch::text`].
    pub span: Span,
}

/// What a block of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The headline.
    Headline,
    /// The lines below it that sum up the article.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// When it was published or changed.
    DateLine,
    /// Where it was written: "ANKARA (AA) -".
    Dateline,
    /// Which agency it comes from.
    AgencyLine,
    /// A paragraph.
    Paragraph,
    /// A heading inside the article.
    Subhead,
    /// A block quotation.
    Quotation,
    /// A list.
    List,
    /// A table.
    Table,
    /// Words below a picture.
    Caption,
    /// Who took the picture.
    Credit,
    /// Links to other articles: "Lire aussi".
    ReadAlso,
    /// Tags.
    Tags,
    /// What readers wrote.
    Comment,
    /// An entry of a live blog.
    LiveEntry,
    /// All else: menus, banners, legal lines.
    Boilerplate,
}

/// Words below a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// The caption.
    pub text: String,
    /// Who took the picture.
    pub credit: Option<String>,
}

/// What kind of page a dispatch was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// An article.
    #[default]
    Article,
    /// A list of articles: its entries are not one text.
    List,
    /// A video or audio with a few words.
    Video,
    /// A live blog.
    Live,
    /// An article of which only the beginning is given.
    Paywall,
    /// A page that asks for consent before it shows anything.
    Consent,
}

/// A text that some other program has read already: the input of `selon annotate` and its like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The caller's name for it.
    pub id: String,
    /// The article.
    pub text: String,
    /// Its language, as a tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// ISO 8601 date or date-time; anything else is treated as missing, with a doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Document {
    /// A document of which only the text is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Document {
        Document { id: id.into(), text: text.into(), lang: None, published: None, title: None, outlet: None, url: None }
    }
}

impl From<&Document> for Dispatch {
    /// Takes a document as it stands: its text is not altered, each line of it is a block.
    fn from(document: &Document) -> Dispatch {
        let mut doubts = Vec::new();
        let published = match document.published.as_deref() {
            None => When::Unknown,
            Some(given) => {
                let when = When::parse(given);
                if when == When::Unknown {
                    doubts.push(Doubt::new("extract", format!("published: {given:?} is no date")));
                }
                when
            }
        };
        let given = document.lang.as_deref().and_then(Lang::parse);
        let text = Text::new(document.text.clone());
        let blocks = lines(&text);
        Dispatch {
            id: document.id.clone(),
            url: document.url.clone(),
            sha256: crate::page::sha256(document.text.as_bytes()),
            outlet: document.outlet.clone(),
            lang: given.or_else(|| Lang::guess(&document.text)),
            published,
            title: document.title.clone(),
            text,
            blocks,
            doubts,
            ..Dispatch::default()
        }
    }
}

/// Each line that holds more than white space, as a paragraph.
fn lines(text: &Text) -> Vec<Block> {
    let mut start = 0;
    let mut blocks = Vec::new();
    for line in text.as_str().split_inclusive('\n') {
        let span = text.trim(text.span(start..start + line.len()));
        if !span.is_empty() {
            blocks.push(Block { role: Role::Paragraph, span });
        }
        start += line.len();
    }
    blocks
}
