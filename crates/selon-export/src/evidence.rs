//! An evidence bundle: the captures, their hashes, the trace and its spans, in a WACZ that any viewer of web archives opens.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use selon::Reading;
use selon_archive::write::{self, Bundle};
use selon_store::Store;
use serde_json::{Value, json};

use crate::account::{Account, Page, chain, days};
use crate::{Result, linked};

/// The name of the account in the bundle, and that of the same as linked data.
const TRACE: &str = "trace.json";
const LINKED: &str = "trace.jsonld";
const SCHEMA: &str = "selon/evidence/1";

/// Makes a bundle. `made` is when, RFC 3339, UTC, to the second.
///
/// # Errors
/// Where the archive cannot be read, or the bundle would be larger than 4 GB.
pub fn evidence(store: &Store, account: &Account, made: &str) -> Result<Vec<u8>> {
    let mut pages = Vec::new();
    for page in account.pages.values() {
        for capture in &page.dispatch.captures {
            let Some(body) = store.bytes(&capture.sha256)? else { continue };
            let origin = store.origin(&capture.sha256)?;
            pages.push(write::Page {
                url: origin.url.or_else(|| page.url.clone()).unwrap_or_else(|| unnamed(&capture.sha256)),
                captured: origin.fetched.unwrap_or_else(|| capture.seen.clone()),
                head: origin.head,
                body,
                title: page.dispatch.row.title.clone(),
                text: page.dispatch.text.clone(),
            });
        }
    }
    let pretty = |value: &Value| {
        let mut bytes = serde_json::to_vec_pretty(value).expect("plain data");
        bytes.push(b'\n');
        bytes
    };
    let bundle = Bundle {
        title: account.title.clone(),
        made: made.to_owned(),
        software: format!("selon {}", selon::VERSION),
        pages,
        files: vec![
            (TRACE.to_owned(), pretty(&trace(account))),
            (LINKED.to_owned(), pretty(&linked::json_ld(account))),
        ],
    };
    Ok(bundle.write()?)
}

/// The address of a page that was never at one: viewers open pages by address alone.
fn unnamed(sha256: &str) -> String {
    format!("https://sha256-{}.invalid/", &sha256[..sha256.len().min(32)])
}

fn trace(account: &Account) -> Value {
    let pages: Vec<Value> = account.pages.values().map(page).collect();
    let claims: Vec<Value> = account
        .claims
        .iter()
        .map(|told| {
            let (earliest, latest) = days(told.claim.when.as_deref());
            let statements: Vec<Value> = told
                .claim
                .statements
                .iter()
                .map(|s| {
                    let page = account.pages.get(&s.dispatch.id);
                    json!({
                        "dispatch": s.dispatch.id,
                        "sha256": page.filter(|p| p.around(s, 0).is_some()).map(|p| &p.sha256),
                        "start": s.start,
                        "end": s.end,
                        "quote": s.quote,
                        "chain": chain(s),
                    })
                })
                .collect();
            json!({
                "id": told.claim.id,
                "gist": told.claim.gist,
                "when": told.claim.when,
                "earliest": earliest.map(|day| day.to_string()),
                "latest": latest.map(|day| day.to_string()),
                "figures": told.claim.figures,
                "support": {"low": told.claim.low, "high": told.claim.high},
                "witnesses": told.claim.witnesses,
                "circular": told.claim.circular,
                "rests_on": told.claim.rests_on.iter().map(|v| json!({"name": v.name, "kind": v.kind})).collect::<Vec<_>>(),
                "contradicts": told.claim.contradicts.iter().map(|c| c.id).collect::<Vec<_>>(),
                "statements": statements,
            })
        })
        .collect();
    json!({
        "schema": SCHEMA, "selon": selon::VERSION, "tables": selon::lang::TABLES, "title": account.title,
        "dispatches": pages, "claims": claims,
    })
}

fn page(page: &Page) -> Value {
    let row = &page.dispatch.row;
    json!({
        "id": row.id,
        "address": row.address,
        "url": page.url,
        "outlet": row.outlet,
        "agencies": page.agencies,
        "authors": page.authors,
        "lang": row.lang,
        "published": row.published,
        "title": row.title,
        "sha256": page.sha256,
        "captures": page.dispatch.captures.iter().map(|c| json!({"sha256": c.sha256, "bytes": c.size})).collect::<Vec<_>>(),
        "copies": page.dispatch.copies.iter().map(|c| json!({"of": c.dispatch.id, "kind": c.kind, "reasons": c.reasons})).collect::<Vec<_>>(),
        "text_sha256": selon::page::sha256(page.dispatch.text.as_bytes()),
    })
}

/// What a bundle holds, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many captures.
    pub captures: usize,
    /// How many statements whose words were found again.
    pub statements: usize,
    /// What differs, one sentence each.
    pub differing: Vec<String>,
}

/// Hashes every capture of a bundle again, and finds every statement's words again in what this selon reads there.
///
/// # Errors
/// Where the file is no WACZ.
pub fn verify(file: impl Read + Seek + Send) -> Result<Checked> {
    let found = write::verify(file)?;
    let mut checked = Checked { captures: found.pages.len(), statements: 0, differing: found.differing };
    let pages: BTreeMap<&str, _> = found.pages.iter().map(|page| (page.sha256.as_str(), page)).collect();
    let account = found.files.iter().find(|(name, _)| name == TRACE).map(|(_, bytes)| serde_json::from_slice(bytes));
    let account: Value = match account {
        None => return Ok(checked),
        Some(Ok(account)) => account,
        Some(Err(e)) => {
            checked.differing.push(format!("{TRACE} cannot be read: {e}"));
            return Ok(checked);
        }
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for dispatch in list(&account["dispatches"]) {
        for capture in list(&dispatch["captures"]) {
            let sha256 = capture["sha256"].as_str().unwrap_or_default();
            if !pages.contains_key(sha256) {
                checked.differing.push(format!("the capture {sha256} of {} is missing", dispatch["address"]));
            }
        }
    }
    let mut texts: BTreeMap<String, Option<Vec<char>>> = BTreeMap::new();
    for statement in list(&account["claims"]).iter().flat_map(|claim| list(&claim["statements"])) {
        let Some(sha256) = statement["sha256"].as_str() else { continue };
        let text = texts.entry(sha256.to_owned()).or_insert_with(|| {
            let kept = pages.get(sha256)?;
            let mut page = selon::page::read(&kept.body).ok()?;
            page.url.clone_from(&kept.url);
            Some(Reading::of_page(&page).dispatch.text.as_str().chars().collect())
        });
        let number = |key: &str| statement[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
        let quote = statement["quote"].as_str().unwrap_or_default();
        let there = text.as_ref().and_then(|text| text.get(number("start")..number("end")));
        if there.is_some_and(|there| there.iter().copied().eq(quote.chars())) {
            checked.statements += 1;
        } else {
            checked.differing.push(format!("“{quote}” does not stand where it is said to stand in {sha256}"));
        }
    }
    Ok(checked)
}
