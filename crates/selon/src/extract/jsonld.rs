//! JSON-LD as news pages carry it: in arrays, in `@graph`, nested, and broken by stray commas, raw line breaks or comments.

use serde_json::Value;

/// How deep values are followed.
const MAX_DEPTH: usize = 12;

/// All objects of a script that have a type, outer ones first.
pub(super) fn objects(script: &str) -> Vec<Value> {
    let Some(value) = parse(script) else { return Vec::new() };
    let mut found = Vec::new();
    collect(value, 0, &mut found);
    found
}

fn parse(script: &str) -> Option<Value> {
    let script =
        script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script =
        script.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| serde_json::from_str(&mend(script)).ok())
}

/// Mends what breaks JSON most often: raw control characters in strings, commas before a closing bracket, doubled commas,
/// escapes that do not exist, and brackets missing at the end.
fn mend(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut open: Vec<char> = Vec::new();
    let mut quoted = false;
    let mut chars = script.chars().peekable();
    while let Some(c) = chars.next() {
        if quoted {
            match c {
                '"' => {
                    quoted = false;
                    out.push(c);
                }
                '\\' => match chars.next() {
                    Some(e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                        out.push('\\');
                        out.push(e);
                    }
                    Some(e) => out.push(e),
                    None => {}
                },
                '\n' | '\r' | '\t' => out.push(' '),
                c if c.is_control() => {}
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => quoted = true,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                if open.last() == Some(&c) {
                    open.pop();
                } else {
                    continue;
                }
                while out.ends_with(|c: char| c == ',' || c.is_whitespace()) {
                    out.pop();
                }
            }
            ',' if out.trim_end().ends_with([',', '{', '[']) => continue,
            _ => {}
        }
        out.push(c);
        // What follows the outermost bracket is not part of it.
        if open.is_empty() && matches!(c, '}' | ']') {
            return out;
        }
    }
    if quoted {
        out.push('"');
    }
    while out.ends_with(|c: char| c == ',' || c.is_whitespace()) {
        out.pop();
    }
    out.extend(open.iter().rev());
    out
}

fn collect(value: Value, depth: usize, found: &mut Vec<Value>) {
    if depth > MAX_DEPTH || found.len() > 500 {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|v| collect(v, depth + 1, found)),
        Value::Object(mut map) => {
            let mut inner: Vec<Value> = ["@graph", "mainEntity", "mainEntityOfPage", "item"]
                .iter()
                .filter_map(|key| map.remove(*key))
                .collect();
            if map.contains_key("@type") {
                // The page is kept with its address; what it is about follows.
                found.push(Value::Object(map));
            } else {
                inner.extend(map.into_iter().map(|(_, v)| v).filter(|v| v.is_object() || v.is_array()));
            }
            for v in inner {
                collect(v, depth + 1, found);
            }
        }
        _ => {}
    }
}

/// The types of an object, without the vocabulary's address.
pub(super) fn types(object: &Value) -> Vec<&str> {
    strings(&object["@type"]).into_iter().map(|t| t.rsplit(['/', '#', ':']).next().unwrap_or(t)).collect()
}

/// A string, or the strings of an array.
pub(super) fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(s) => vec![s.as_str()],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The names of a field that holds strings or things with names, each with whether it is an organisation.
pub(super) fn names(value: &Value) -> Vec<(String, bool)> {
    fn walk(value: &Value, depth: usize, out: &mut Vec<(String, bool)>) {
        match value {
            Value::String(s) => out.push((s.clone(), false)),
            Value::Array(items) if depth < 4 => items.iter().for_each(|v| walk(v, depth + 1, out)),
            Value::Object(_) => {
                let types = types(value);
                let organisation = types.iter().any(|t| t.ends_with("Organization")) && !types.contains(&"Person");
                match &value["name"] {
                    Value::Null => out.extend(parts_of_name(value).map(|name| (name, organisation))),
                    Value::String(name) => out.push((name.clone(), organisation)),
                    Value::Array(items) => {
                        out.extend(items.iter().filter_map(|v| Some((v.as_str()?.to_owned(), organisation))));
                    }
                    inner @ Value::Object(_) if depth < 4 => walk(inner, depth + 1, out),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk(value, 0, &mut out);
    out
}

/// A name given in two fields.
fn parts_of_name(person: &Value) -> Option<String> {
    Some([person["givenName"].as_str()?, person["familyName"].as_str()?].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(script: &str) -> Option<String> {
        objects(script).iter().find_map(|o| Some(o["headline"].as_str()?.to_owned()))
    }

    #[test]
    fn objects_are_found_wherever_they_stand() {
        let plain = r#"{"@type":"NewsArticle","headline":"Harbour shut"}"#;
        for script in [
            plain.to_owned(),
            format!("[{plain}]"),
            format!(r#"{{"@context":"x","@graph":[{{"@type":"Organization","name":"Y"}},{plain}]}}"#),
            format!("<!-- {plain} -->"),
            format!("//<![CDATA[\n{plain}\n//]]>"),
            r#"{"@type":"NewsArticle","headline":"Harbour shut",}"#.to_owned(),
            "{\"@type\":\"NewsArticle\",\"x\":\"a\nb\",,\"headline\":\"Harbour shut\"".to_owned(),
            r#"{"@type":"NewsArticle","headline":"Harbour shut"}}"#.to_owned(),
        ] {
            assert_eq!(headline(&script).as_deref(), Some("Harbour shut"), "{script}");
        }
        assert!(objects("var x = 1").is_empty());
    }

    #[test]
    fn names_are_read_from_strings_things_and_lists() {
        let value = serde_json::json!([{"@type": "Person", "name": "Ada"}, "Tom", {"@type": "NewsMediaOrganization", "name": "ABX"},
            {"@type": "Person", "givenName": "Ada", "familyName": "Quill"}, {"@type": ["Person", "Organization"], "name": "Bo Lind"}]);
        let names: Vec<String> = names(&value).into_iter().map(|(name, org)| format!("{name} {org}")).collect();
        assert_eq!(names, ["Ada false", "Tom false", "ABX true", "Ada Quill false", "Bo Lind false"]);
    }
}
