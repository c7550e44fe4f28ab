//! The API keeps to its description, whatever is asked.

use axum::body::Body;
use axum::http::{StatusCode, header};
use serde_json::Value;

use super::{Served, asked, story};

/// What of a value differs from a schema: the part of JSON Schema that the description uses.
fn differs(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = root.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is not there"));
        return differs(root, schema, value, at, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = |schema: &Value| {
            let mut found = Vec::new();
            differs(root, schema, value, at, &mut found);
            found.is_empty()
        };
        if !any.iter().any(fits) {
            found.push(format!("{at}: fits none of {any:?}"));
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_i64() || n.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let fits = kinds.contains(&kind) || kind == "integer" && kinds.contains(&"number");
    if !fits {
        found.push(format!("{at}: {kind} instead of {kinds:?}"));
        return;
    }
    if let (Some(allowed), false) = (schema["enum"].as_array(), value.is_null())
        && !allowed.contains(value)
    {
        found.push(format!("{at}: {value} is none of {allowed:?}"));
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str()) {
        // All patterns are a letter and digits.
        let letter = pattern.trim_start_matches('^').chars().next();
        if text.chars().next() != letter || text.len() < 2 || !text[1..].bytes().all(|b| b.is_ascii_digit()) {
            found.push(format!("{at}: {text} is not {pattern}"));
        }
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        differs(root, &schema["items"], item, &format!("{at}/{number}"), found);
    }
    let Some(object) = value.as_object().filter(|_| schema["properties"].is_object()) else { return };
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            found.push(format!("{at}/{key} is missing"));
        }
    }
    for (key, item) in object {
        match schema["properties"].get(key) {
            Some(schema) => differs(root, schema, item, &format!("{at}/{key}"), found),
            None if schema["additionalProperties"] == Value::Bool(false) => {
                found.push(format!("{at}/{key} is not described"));
            }
            None => {}
        }
    }
}

#[test]
fn every_answer_is_as_the_description_says() {
    let served = Served::of(&story());
    let description: Value = serde_json::from_str(&served.get("/api/openapi.json").body).unwrap();
    let asked = [
        ("/api/stories", "/api/stories"),
        ("/api/story/{name}", "/api/story/s1?all=1"),
        ("/api/claim/{name}", "/api/claim/c1"),
        ("/api/dispatch/{name}", "/api/dispatch/d2"),
        ("/api/compare/{one}/{other}", "/api/compare/d1/d2"),
        ("/api/voices", "/api/voices"),
        ("/api/voice/{name}", "/api/voice/v1"),
        ("/api/search", "/api/search?q=miners&from=2031-03-01&language=en"),
        ("/api/cite/{name}", "/api/cite/s1"),
        ("/api/decisions", "/api/decisions"),
        ("/api/add", "/api/add"),
        ("/api/progress", "/api/progress"),
    ];
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(paths.keys().map(String::as_str).collect::<Vec<_>>(), asked.map(|(path, _)| path), "each is asked here");
    for (path, address) in asked {
        let reply = served.get(address);
        assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.body);
        let schema = &paths[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let mut found = Vec::new();
        differs(&description, schema, &serde_json::from_str(&reply.body).unwrap(), address, &mut found);
        assert_eq!(found, Vec::<String>::new());
    }
    let mut found = Vec::new();
    let error = serde_json::from_str(&served.get("/api/claim/c99999").body).unwrap();
    differs(&description, &serde_json::json!({"$ref": "#/components/schemas/Error"}), &error, "error", &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_thousand_odd_requests_are_no_trouble() {
    let served = Served::of(&story());
    let paths = [
        "",
        "stories",
        "story",
        "claim",
        "dispatch",
        "compare",
        "voices",
        "voice",
        "search",
        "decisions",
        "add",
        "cite",
        "api",
        "assets",
        "enter",
        "undo",
        "decide",
        "file",
        "openapi.json",
        "..",
        "%2e%2e",
        "etc",
    ];
    let odd = [
        "s1",
        "c1",
        "d1",
        "v1",
        "s0",
        "c-1",
        "d99999999999999999999",
        "c9223372036854775807",
        "%00",
        "%ff",
        "é",
        "'--",
        "%27%20or%201=1",
        "\"",
        "<script>",
        "1e9",
        "NaN",
        "-1",
        "0",
        "100001",
        "2031-02-30",
        "2031-03-04",
        "*",
        "\"*\"",
        "NEAR(a b)",
        "a*b*c",
        "%22%22%22",
        "((((",
        "AND",
        "{",
        "%F0%9F%98%80",
        "%D8%A7",
        "x,y",
        "%5c",
        "%0d%0aset-cookie:a=b",
        "1",
    ];
    let keys = [
        "q", "page", "from", "to", "place", "voice", "outlet", "language", "lang", "all", "relayed", "kind", "name",
        "one", "", "form",
    ];
    let methods = ["GET", "GET", "GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"];
    // A small generator of its own: the same requests on every machine.
    let mut state: u64 = 0x5e10;
    let mut any = |list: &[&'static str]| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list[(state >> 33) as usize % list.len()]
    };
    let coin = ["y", "n"];
    let mut answered = 0;
    for _ in 0..1_000 {
        let mut path = if any(&coin) == "y" { "/api".to_owned() } else { String::new() };
        path.extend(["/", any(&paths)]);
        while any(&coin) == "y" {
            path.extend(["/", any(&odd)]);
        }
        path.push('?');
        while any(&coin) == "y" {
            let times = if any(&coin) == "y" { 1 } else { 40 };
            path.extend([any(&keys), "=", &any(&odd).repeat(times), "&"]);
        }
        let path: String =
            path.chars().map(|c| if c.is_ascii_graphic() && !"\"<>{}".contains(c) { c } else { '+' }).collect();
        let kind = any(&["application/x-www-form-urlencoded", "multipart/form-data", "application/json", "x"]);
        let request = asked(any(&methods), &path).header(header::CONTENT_TYPE, kind).header(header::COOKIE, any(&odd));
        let Ok(request) = request.body(Body::from(any(&odd))) else { continue };
        let reply = served.send(request);
        assert!(reply.status.as_u16() < 500, "{path}: {} {}", reply.status, reply.body);
        answered += 1;
    }
    assert!(answered > 900, "{answered}");
}
