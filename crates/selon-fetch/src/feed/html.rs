//! Pages that name their feeds.

use super::{Feed, Kind, Listed, line};
use crate::address::Address;
use crate::tdm::attribute;

/// How much of a page is looked through, in bytes.
const LOOK: usize = 512 << 10;
/// A page that names more than this is no page of an outlet.
const MOST: usize = 20;

/// Reads the links of a page to its feeds.
pub(super) fn read(text: &str, at: &Address) -> Result<Feed, String> {
    let text = &text[..text.floor_char_boundary(LOOK)];
    let mut lists: Vec<Listed> = Vec::new();
    for (start, _) in text.match_indices('<') {
        let tag = &text[start + 1..];
        if !tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("link ")) {
            continue;
        }
        let tag = &tag[5..tag.floor_char_boundary(4096)];
        let tag = tag.split('>').next().unwrap_or_default();
        let media = attribute(tag, "type").unwrap_or_default().to_ascii_lowercase();
        let is_feed = ["application/rss+xml", "application/atom+xml", "application/feed+json"].contains(&media.trim());
        let alternate = attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("alternate"));
        let address = attribute(tag, "href").and_then(|href| at.join(&href.replace("&amp;", "&")));
        if let (true, true, Some(address)) = (is_feed, alternate, address)
            && lists.len() < MOST
            && lists.iter().all(|list| list.address != address)
        {
            let title = attribute(tag, "title").as_deref().and_then(line);
            lists.push(Listed { address, title, changed: None });
        }
    }
    if lists.is_empty() {
        return Err("a page that names no feed".to_owned());
    }
    Ok(Feed { kind: Kind::Page, title: None, entries: Vec::new(), lists, fresh: None, doubts: Vec::new() })
}
