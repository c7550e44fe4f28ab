//! Pages that are handed in.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::house::{Answer, House};

const PAGE: &str = "<html lang=en><title>Harbour closed</title><article><h1>Harbour closed</h1>\
    <p>The harbour of Brackwater is closed, the mayor said on Monday. Boats wait outside, he said.</p></article>";

/// Sends fields as a form with files does: a name, the name of a file or none, and what stands in it.
fn hand_in(house: &House, fields: &[(&str, Option<&str>, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, file, bytes) in fields {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let request = Request::post("/add")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    house.send(request.unwrap())
}

/// Hands in files with the secret, and waits until they are read and compared.
fn add(house: &House, files: &[(&str, &[u8])]) -> String {
    let secret = house.desk.form.text().to_owned();
    let mut fields: Vec<(&str, Option<&str>, &[u8])> = vec![("form", None, secret.as_bytes())];
    fields.extend(files.iter().map(|(name, bytes)| ("pages", Some(*name), *bytes)));
    let answer = hand_in(house, &fields);
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/progress?live=1"), "{}", answer.body);
    house.rest();
    house.get("/progress").body
}

fn captures(house: &House) -> i64 {
    house.store().work().unwrap().captures
}

#[test]
fn files_without_the_secret_before_them_are_not_taken_in() {
    let house = House::of(&[]);
    let secret = house.desk.form.text().to_owned();
    let page = ("pages", Some("a.html"), PAGE.as_bytes());
    for fields in [
        &[page][..],
        &[("form", None, b"0"), page],
        &[page, ("form", None, secret.as_bytes())],
        &[("other", None, b""), ("form", None, secret.as_bytes()), page],
    ] {
        assert_eq!(hand_in(&house, fields).status, StatusCode::FORBIDDEN);
    }
    assert!(house.desk.intake.batches().is_empty());
    assert_eq!(
        hand_in(&house, &[("form", None, secret.as_bytes()), ("pages", Some(""), b"")]).status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(house.post("/add", &[]).status, StatusCode::BAD_REQUEST, "no files can come in such a form");
    assert!(house.get("/add").body.contains(&secret));
}

#[test]
fn pages_are_read_compared_and_shown_and_bad_files_are_named() {
    let house = House::of(&[]);
    let page = add(
        &house,
        &[
            ("a.html", PAGE.as_bytes()),
            ("<img src=x onerror=alert(1)>.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("empty.html", b""),
        ],
    );
    assert!(
        page.contains("&lt;img src=x onerror=alert(1)&gt;.png") && page.contains("not a page: a PNG picture"),
        "{page}"
    );
    assert!(page.contains("empty.html") && page.contains("the file is empty"), "{page}");
    assert!(page.contains("href=\"/dispatch/d1\""), "{page}");
    assert!(house.get("/dispatch/d1").body.contains("Boats wait outside"));
    assert!(!house.store().dispatch_page(1).unwrap().unwrap().statements.is_empty(), "it is compared");
    add(&house, &[("again.html", PAGE.as_bytes())]);
    assert_eq!(captures(&house), 1, "the same page twice changes nothing");
}

#[test]
fn archives_of_pages_are_opened() {
    let house = House::of(&[]);
    let lines = "{\"url\": \"https://a.example/1\", \"title\": \"One\", \"text\": \"The harbour is closed, the mayor said on Monday.\"}\n\
        {\"url\": \"https://a.example/2\", \"title\": \"Two\", \"text\": \"The bridge is open, the mayor said on Tuesday.\"}\n{\"broken\n";
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://b.example/3\r\nWARC-Date: 2031-03-04T09:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    );
    let page = add(
        &house,
        &[("posts.jsonl", lines.as_bytes()), ("a.warc", warc.as_bytes()), ("z.wacz", b"PK\x03\x04 no more")],
    );
    assert_eq!(captures(&house), 3, "{page}");
    assert!(page.contains("a.warc: https://b.example/3") && page.contains("posts.jsonl: number 2"), "{page}");
    assert!(page.contains("z.wacz"), "a damaged archive is named: {page}");
}

#[test]
fn what_is_too_large_is_refused() {
    let house = House::of(&[]);
    let page = add(&house, &[("large.html", &vec![b'a'; 17 << 20]), ("a.html", PAGE.as_bytes())]);
    assert!(page.contains("large.html") && page.contains("too large: 17825792 bytes"), "{page}");
    assert_eq!(captures(&house), 1);
    let secret = house.desk.form.text().to_owned();
    let answer =
        hand_in(&house, &[("form", None, secret.as_bytes()), ("pages", Some("b.html"), &vec![b'b'; 129 << 20])]);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.body);
    assert_eq!(captures(&house), 1);
}

#[test]
fn pages_wait_for_another_process_and_are_not_lost() {
    let house = House::of(&[]);
    let other = house.lock();
    let secret = house.desk.form.text().to_owned();
    let fields = [("form", None, secret.as_bytes()), ("pages", Some("a.html"), PAGE.as_bytes())];
    assert_eq!(hand_in(&house, &fields).status, StatusCode::SEE_OTHER);
    house.until(|house| house.desk.writer.now().locked);
    let page = house.get("/progress").body;
    assert!(page.contains("Another process holds the archive"), "{page}");
    drop(other);
    house.rest();
    assert_eq!(captures(&house), 1);
}
