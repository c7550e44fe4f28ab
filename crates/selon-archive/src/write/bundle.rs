//! An evidence bundle: a WACZ that any viewer of such archives opens, with selon's account of what its pages say.

use std::io::{self, Read as _};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::warc::{Record, Warc, sha256};
use super::zip::{File, zip};
use crate::MAX_BODY;
use crate::capture::Position;
use crate::wacz::Wacz;
use crate::warc::Captures;

/// A page that is to be kept as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The address it was fetched from, or its canonical one. Viewers open it by this name.
    pub url: String,
    /// When it was captured, RFC 3339, UTC.
    pub captured: String,
    /// The head of its response, where it is known.
    pub head: Vec<u8>,
    /// Its bytes.
    pub body: Vec<u8>,
    /// Its headline, for the list of pages.
    pub title: Option<String>,
    /// Its text, for the viewer's search.
    pub text: String,
}

/// What goes into a bundle.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// What the evidence is about.
    pub title: String,
    /// When it was put together, RFC 3339, UTC.
    pub made: String,
    /// Who put it together: `selon 0.1.0`.
    pub software: String,
    /// The pages.
    pub pages: Vec<Page>,
    /// Further files: their names, below `selon/`, and what stands in them.
    pub files: Vec<(String, Vec<u8>)>,
}

/// A page that a bundle holds, as it was found there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its address.
    pub url: Option<String>,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

const WARC: &str = "archive/data.warc.gz";
const INDEX: &str = "indexes/index.cdx";
const PAGES: &str = "pages/pages.jsonl";
const PACKAGE: &str = "datapackage.json";
/// What a packed file may unpack to, in bytes.
const MAX_FILE: u64 = 256 << 20;
const DIGEST: &str = "datapackage-digest.json";

#[derive(Debug, Serialize, Deserialize)]
struct Resource {
    name: String,
    path: String,
    hash: String,
    bytes: usize,
}

impl Bundle {
    /// The bytes of the bundle. They follow from what it holds alone.
    ///
    /// # Errors
    /// Where it would be larger than 4 GB.
    pub fn write(&self) -> io::Result<Vec<u8>> {
        let mut warc = Warc::new(&self.software, &self.made);
        let mut index = Vec::new();
        let mut list = vec![json!({"format": "json-pages-1.0", "id": "pages", "title": "All pages", "hasText": true})];
        for page in &self.pages {
            let (kind, media, block) = record(page);
            let payload = &page.body[..];
            let (url, date) = (Some(&page.url[..]), &page.captured[..]);
            let place = warc.add(&Record { kind, url, date, media, block: &block, payload });
            let digits: String = page.captured.chars().filter(char::is_ascii_digit).take(14).collect();
            let facts = json!({
                "url": page.url, "mime": "text/html", "status": "200", "digest": format!("sha256:{}", sha256(payload)),
                "length": place.length.to_string(), "offset": place.offset.to_string(), "filename": "data.warc.gz",
            });
            index.push(format!("{} {digits:0<14} {facts}\n", key(&page.url)));
            let id = &sha256([page.url.as_bytes(), b" ", page.captured.as_bytes()].concat().as_slice())[..16];
            list.push(json!({
                "id": id, "url": page.url, "ts": page.captured, "title": page.title, "text": page.text,
            }));
        }
        index.sort();
        let list = list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n") + "\n";
        let mut files = vec![
            File { name: WARC.to_owned(), bytes: warc.finish() },
            File { name: INDEX.to_owned(), bytes: index.concat().into_bytes() },
            File { name: PAGES.to_owned(), bytes: list.into_bytes() },
        ];
        files.extend(
            self.files.iter().map(|(name, bytes)| File { name: format!("selon/{name}"), bytes: bytes.clone() }),
        );
        let resources: Vec<Resource> = files.iter().map(resource).collect();
        let main = self.pages.first();
        let package = json!({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": self.title,
            "software": self.software,
            "created": self.made,
            "mainPageUrl": main.map(|p| &p.url),
            "mainPageDate": main.map(|p| &p.captured),
            "resources": resources,
        });
        let package = pretty(&package);
        let digest = json!({"path": PACKAGE, "hash": format!("sha256:{}", sha256(&package))});
        files.push(File { name: PACKAGE.to_owned(), bytes: package });
        files.push(File { name: DIGEST.to_owned(), bytes: pretty(&digest) });
        zip(&files)
    }
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain data");
    bytes.push(b'\n');
    bytes
}

fn resource(file: &File) -> Resource {
    let name = file.name.rsplit('/').next().unwrap_or_default().to_owned();
    Resource { name, path: file.name.clone(), hash: format!("sha256:{}", sha256(&file.bytes)), bytes: file.bytes.len() }
}

/// The record of a page: its response where that is known, else the bare bytes.
fn record(page: &Page) -> (&'static str, &'static str, Vec<u8>) {
    if page.head.is_empty() {
        return ("resource", "text/html", page.body.clone());
    }
    // The body is kept without its encodings; the head must not promise them.
    let lines = page.head.split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end);
    let mut block = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let name = line.split(|&b| b == b':').next().unwrap_or_default().to_ascii_lowercase();
        let of_encoding = matches!(&name[..], b"content-encoding" | b"transfer-encoding" | b"content-length");
        if of_encoding {
            block.extend_from_slice(b"X-Archive-Orig-");
        }
        block.extend_from_slice(line);
        block.extend_from_slice(b"\r\n");
    }
    block.extend_from_slice(b"\r\n");
    block.extend_from_slice(&page.body);
    ("response", "application/http; msgtype=response", block)
}

/// The address as indexes sort it (SURT): `https://www.example.org/a` is `org,example)/a`.
fn key(url: &str) -> String {
    let lower = url.to_lowercase();
    let rest = lower.split_once("://").map_or(&lower[..], |(_, rest)| rest);
    let (host, path) = rest.find(['/', '?']).map_or((rest, "/"), |at| rest.split_at(at));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
    let mut key = host.split('.').rev().collect::<Vec<_>>().join(",");
    if let Some(port) = port.filter(|p| !matches!(*p, "80" | "443")) {
        key.push(':');
        key.push_str(port);
    }
    let path = path.split('#').next().unwrap_or(path);
    format!("{key}){path}").replace([' ', '\n', '\r', '\t'], "%20")
}

/// What a bundle holds: its pages and the files of selon in it, and whatever is not as it was written, one sentence each.
///
/// # Errors
/// Where the file is no WACZ at all.
pub fn verify(mut file: impl io::Read + io::Seek + Send) -> io::Result<Verified> {
    let wacz = Wacz::read(&mut file)?;
    let mut differing = Vec::new();
    let mut files: Vec<File> = Vec::new();
    for entry in &wacz.entries {
        let mut bytes = Vec::new();
        let most = if entry.is_packed() { MAX_FILE + 1 } else { u64::MAX };
        let read = entry.open(&mut file).and_then(|source| source.take(most).read_to_end(&mut bytes));
        if let Err(e) = read {
            differing.push(format!("{}: cannot be read: {e}", entry.name));
        }
        // What is packed may be anything when unpacked; what is not is as long as the file at most.
        if entry.is_packed() && bytes.len() as u64 > MAX_FILE {
            differing.push(format!("{}: unpacks to more than {MAX_FILE} bytes, and was not read", entry.name));
            bytes = Vec::new();
        }
        files.push(File { name: entry.name.clone(), bytes });
    }
    let find = |name: &str| files.iter().find(|f| f.name == name).map(|f| &f.bytes[..]);
    let package: Option<Value> = find(PACKAGE).and_then(|bytes| serde_json::from_slice(bytes).ok());
    let digest: Option<Value> = find(DIGEST).and_then(|bytes| serde_json::from_slice(bytes).ok());
    let declared = digest.as_ref().and_then(|d| d["hash"].as_str());
    match (find(PACKAGE), declared) {
        (Some(bytes), Some(hash)) if same(hash, bytes) => {}
        (Some(_), Some(_)) => differing.push(format!("{PACKAGE} is not what {DIGEST} says")),
        (None, _) => differing.push(format!("{PACKAGE} is missing")),
        (_, None) => differing.push(format!("{DIGEST} is missing, or says nothing")),
    }
    let resources = package.as_ref().and_then(|p| p["resources"].as_array()).map(Vec::as_slice).unwrap_or_default();
    for resource in resources {
        let (path, hash) =
            (resource["path"].as_str().unwrap_or_default(), resource["hash"].as_str().unwrap_or_default());
        match find(path) {
            None => differing.push(format!("{path} is missing")),
            Some(bytes) if !same(hash, bytes) => differing.push(format!("{path} is not what was put in")),
            Some(_) => {}
        }
    }
    for file in &files {
        let is_listed = resources.iter().any(|r| r["path"] == file.name.as_str());
        if !is_listed && file.name != PACKAGE && file.name != DIGEST {
            differing.push(format!("{} was added", file.name));
        }
    }
    // A bundle of selon's own says all of its bytes again.
    let own = package.as_ref().is_some_and(|p| p["software"].as_str().is_some_and(|s| s.starts_with("selon ")));
    if own && differing.is_empty() && !is_rebuilt(&mut file, &mut files, resources)? {
        differing.push("bytes between the files are not those that were written".to_owned());
    }
    let find = |name: &str| files.iter().find(|f| f.name == name).map(|f| &f.bytes[..]);
    let mut pages = Vec::new();
    for entry in wacz.warcs() {
        let Some(bytes) = find(&entry.name) else { continue };
        for capture in Captures::new(bytes, Position::default()) {
            match capture {
                Ok(capture) => {
                    differing.extend(capture.doubts.iter().map(|doubt| format!("{}: {doubt}", entry.name)));
                    let sha256 = sha256(&capture.body);
                    pages.push(Kept { url: capture.url, sha256, body: capture.body });
                }
                Err(damage) => differing.push(format!("{}: {damage}", entry.name)),
            }
        }
    }
    let own = files.into_iter().filter(|f| f.bytes.len() <= 64 * MAX_BODY);
    let files = own.filter_map(|f| Some((f.name.strip_prefix("selon/")?.to_owned(), f.bytes))).collect();
    Ok(Verified { pages, files, differing })
}

/// What was found in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Its pages.
    pub pages: Vec<Kept>,
    /// The files below `selon/`, by their names there.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is not as it was written.
    pub differing: Vec<String>,
}

fn same(hash: &str, bytes: &[u8]) -> bool {
    hash.strip_prefix("sha256:").unwrap_or(hash).eq_ignore_ascii_case(&sha256(bytes))
}

/// Whether the file is what its files make.
fn is_rebuilt(file: &mut (impl io::Read + io::Seek), files: &mut [File], resources: &[Value]) -> io::Result<bool> {
    let order = |name: &str| match name {
        PACKAGE => resources.len(),
        DIGEST => resources.len() + 1,
        _ => resources.iter().position(|r| r["path"] == name).unwrap_or(usize::MAX),
    };
    files.sort_by_key(|f| order(&f.name));
    let made = zip(files)?;
    file.rewind()?;
    let mut found = Vec::with_capacity(made.len());
    file.take(made.len() as u64 + 1).read_to_end(&mut found)?;
    Ok(found == made)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn bundle() -> Vec<u8> {
        let page = |n: usize, head: &str| Page {
            url: format!("https://www.example.org/{n}?q=é"),
            captured: format!("2031-03-0{n}T09:37:00Z"),
            head: head.as_bytes().to_vec(),
            body: format!("<h1>Port fermé</h1><p>Dépêche {n}: le port est fermé.").into_bytes(),
            title: Some("Port fermé".to_owned()),
            text: "Le port est fermé.".to_owned(),
        };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 7";
        let bundle = Bundle {
            title: "Port fermé".to_owned(),
            made: "2031-03-05T00:00:00Z".to_owned(),
            software: "selon 0.1.0".to_owned(),
            pages: vec![page(1, head), page(2, "")],
            files: vec![("trace.json".to_owned(), b"{\"claims\": []}\n".to_vec())],
        };
        bundle.write().unwrap()
    }

    #[test]
    fn what_was_put_in_is_found_whole() {
        let found = verify(Cursor::new(bundle())).unwrap();
        assert_eq!(found.differing, Vec::<String>::new());
        assert_eq!(found.pages.len(), 2);
        assert!(found.pages[0].body.starts_with("<h1>Port fermé".as_bytes()));
        assert_eq!(found.files, [("trace.json".to_owned(), b"{\"claims\": []}\n".to_vec())]);
    }

    #[test]
    fn every_changed_byte_is_found() {
        let whole = bundle();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            let found = verify(Cursor::new(&changed));
            assert!(found.is_err() || found.is_ok_and(|f| !f.differing.is_empty()), "byte {at} of {}", whole.len());
        }
        for cut in [1, 20, whole.len() / 2] {
            let found = verify(Cursor::new(&whole[..whole.len() - cut]));
            assert!(found.is_err() || found.is_ok_and(|f| !f.differing.is_empty()), "cut by {cut}");
        }
        let longer = [&whole[..], b"x"].concat();
        assert!(verify(Cursor::new(&longer)).is_ok_and(|f| !f.differing.is_empty()));
    }

    #[test]
    fn indexes_sort_addresses_from_the_domain_on() {
        assert_eq!(key("https://www.Example.org:8080/a?b#c"), "org,example:8080)/a?b");
        assert_eq!(key("https://example.org"), "org,example)/");
    }
}
