//! Claims, statements and voices as linked data: W3C PROV (<https://www.w3.org/TR/prov-o/>) and Web Annotation
//! (<https://www.w3.org/TR/annotation-model/>). The context stands in the document: nothing is fetched to read it.

use std::collections::BTreeMap;

use selon_store::{Id, VoiceRow};
use serde_json::{Value, json};

use crate::account::{Account, Page};

/// How many code points stand before and after a quotation, so that it is found again.
const AROUND: usize = 32;

/// The account as JSON-LD. Each statement is an annotation: its body the claim, its target the words on the page.
pub fn json_ld(account: &Account) -> Value {
    let mut voices: BTreeMap<Id, &VoiceRow> = BTreeMap::new();
    let mut graph: Vec<Value> = Vec::new();
    for page in account.pages.values() {
        graph.push(self::page(page));
        graph.push(json!({
            "@id": capture(page),
            "@type": "prov:Entity",
            "dcterms:identifier": format!("sha256:{}", page.sha256),
            "prov:generatedAtTime": time(&page.captured),
            "prov:specializationOf": {"@id": address(page)},
        }));
    }
    for told in &account.claims {
        let claim = &told.claim;
        voices.extend(claim.rests_on.iter().map(|v| (v.id, v)));
        graph.push(json!({
            "@id": name(claim.id),
            "@type": ["prov:Entity", "selon:Claim"],
            "rdfs:label": claim.gist,
            "selon:when": claim.when,
            "selon:supportLow": claim.low,
            "selon:supportHigh": claim.high,
            "selon:witnesses": claim.witnesses,
            "selon:circular": claim.circular,
            "selon:restsOn": claim.rests_on.iter().map(|v| json!({"@id": name(v.id)})).collect::<Vec<_>>(),
            "selon:contradicts": claim.contradicts.iter().map(|c| json!({"@id": name(c.id)})).collect::<Vec<_>>(),
        }));
        for statement in &claim.statements {
            voices.extend(statement.chain.iter().map(|v| (v.id, v)));
            let Some(page) = account.pages.get(&statement.dispatch.id) else { continue };
            let (prefix, suffix) = page.around(statement, AROUND).unzip();
            let mut selectors = vec![json!({
                "@type": "oa:TextQuoteSelector",
                "oa:exact": statement.quote,
                "oa:prefix": prefix,
                "oa:suffix": suffix,
            })];
            if prefix.is_some() {
                selectors.push(json!({
                    "@type": "oa:TextPositionSelector",
                    "oa:start": statement.start,
                    "oa:end": statement.end,
                }));
            }
            let chain: Vec<Value> = statement.chain.iter().map(|v| json!({"@id": name(v.id)})).collect();
            graph.push(json!({
                "@id": format!("{}:{}:{}-{}", name(claim.id), statement.dispatch.id, statement.start, statement.end),
                "@type": "oa:Annotation",
                "oa:motivatedBy": {"@id": "oa:identifying"},
                "oa:hasBody": {"@id": name(claim.id)},
                "oa:hasTarget": {
                    "@type": "oa:SpecificResource",
                    "oa:hasSource": {"@id": address(page)},
                    "oa:hasState": {"@type": "oa:State", "prov:entity": {"@id": capture(page)}},
                    "oa:hasSelector": selectors,
                },
                "selon:chain": {"@list": chain},
            }));
        }
    }
    for voice in voices.values() {
        let kind = match voice.kind.as_str() {
            "person" | "unnamed" => "prov:Person",
            "document" => "prov:Entity",
            _ => "prov:Organization",
        };
        // An unnamed source may be anyone; that it is a person is not known either.
        let kind = if voice.kind == "unnamed" { "prov:Agent" } else { kind };
        graph.push(json!({
            "@id": name(voice.id),
            "@type": kind,
            "rdfs:label": voice.name,
            "selon:voice": voice.kind,
            "selon:quotedBy": voice.of.map(|of| json!({"@id": name(of)})),
        }));
    }
    let graph: Vec<Value> = graph.into_iter().map(without_nulls).collect();
    json!({
        "@context": {
            "dcterms": "http://purl.org/dc/terms/",
            "oa": "http://www.w3.org/ns/oa#",
            "prov": "http://www.w3.org/ns/prov#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "schema": "https://schema.org/",
            "selon": "urn:selon:terms:",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": graph,
    })
}

fn page(page: &Page) -> Value {
    let row = &page.dispatch.row;
    let derived: Vec<Value> = page
        .dispatch
        .copies
        .iter()
        .map(|copy| json!({"@id": format!("urn:selon:{}", copy.dispatch.id), "selon:copyKind": copy.kind}))
        .collect();
    json!({
        "@id": address(page),
        "@type": ["prov:Entity", "schema:NewsArticle"],
        "dcterms:identifier": name(row.id),
        "dcterms:title": row.title.as_ref().map(|title| json!({"@value": title, "@language": row.lang})),
        "dcterms:publisher": row.outlet,
        "dcterms:issued": row.published,
        "dcterms:language": row.lang,
        "dcterms:creator": page.authors,
        "dcterms:source": page.agencies,
        "prov:wasDerivedFrom": derived,
    })
}

/// What is null is not said, and an object that says nothing but a language says nothing.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect(),
        ),
        Value::Array(values) => values.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

fn name(id: Id) -> String {
    format!("urn:selon:{id}")
}

fn capture(page: &Page) -> String {
    format!("urn:sha256:{}", page.sha256)
}

/// The address as an IRI; a page without one, or with one that is none, is known by its name here.
fn address(page: &Page) -> String {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`".contains(c);
    match &page.url {
        Some(url) if url.starts_with("http") && url.chars().all(allowed) => url.clone(),
        _ => name(page.dispatch.row.id),
    }
}

fn time(text: &str) -> Value {
    json!({"@value": text, "@type": "xsd:dateTime"})
}
