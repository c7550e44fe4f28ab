//! Pages as CSL-JSON, for Zotero and its like (<https://docs.citationstyles.org/>).

use serde_json::{Map, Value, json};

use crate::account::Account;

/// The pages as a list of CSL items.
pub fn csl(account: &Account) -> Value {
    let items = account.pages.values().map(|page| {
        let row = &page.dispatch.row;
        let mut item = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                item.insert(key.to_owned(), value);
            }
        };
        put("id", Some(json!(row.id)));
        put("type", Some(json!("article-newspaper")));
        put("title", row.title.clone().map(Value::from));
        put("container-title", row.outlet.clone().map(Value::from));
        let authors: Vec<Value> = page.authors.iter().map(|name| json!({"literal": name})).collect();
        put("author", (!authors.is_empty()).then(|| authors.into()));
        put("issued", row.published.as_deref().and_then(date));
        put("accessed", date(&page.captured));
        put("URL", page.url.clone().map(Value::from));
        put("language", row.lang.clone().map(Value::from));
        // The agency whose text the paper prints.
        put("source", (!page.agencies.is_empty()).then(|| page.agencies.join(", ").into()));
        put("archive", Some(json!("selon")));
        put("archive_location", Some(json!(format!("sha256:{}", page.sha256))));
        Value::Object(item)
    });
    items.collect()
}

/// A date as CSL has it, to the day at most.
fn date(text: &str) -> Option<Value> {
    let parts: Option<Vec<u32>> = text.get(..text.len().min(10))?.split('-').map(|part| part.parse().ok()).collect();
    parts.filter(|p| !p.is_empty() && p.len() <= 3).map(|parts| json!({"date-parts": [parts]}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_the_grain_that_is_known() {
        assert_eq!(date("2031-03-04T09:37+01:00"), Some(json!({"date-parts": [[2031, 3, 4]]})));
        assert_eq!(date("2031-03"), Some(json!({"date-parts": [[2031, 3]]})));
        assert_eq!(date(""), None);
        assert_eq!(date("soon"), None);
        assert_eq!(date("é"), None);
    }
}
