#![allow(clippy::all, clippy::pedantic, clippy::print_stdout, missing_docs)]
use selon::{Dispatch, Document, Lang, Reading};
use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let g = |k: &str| v[k].as_str().map(str::to_owned);
        let doc = Document {
            lang: g("lang"),
            outlet: g("outlet"),
            title: g("title"),
            published: g("published"),
            ..Document::new(g("id").unwrap(), g("text").unwrap())
        };
        let mut d = Dispatch::from(&doc);
        d.lang = v["lang"].as_str().and_then(Lang::parse);
        let list = |k: &str| {
            v[k].as_array()
                .map(|a| a.iter().filter_map(|x| x.as_str().map(str::to_owned)).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        d.agencies = list("agencies");
        d.authors = list("authors");
        let r = Reading::of_dispatch(d);
        let t = &r.dispatch.text;
        let cp = |s: selon::Span| {
            let p = t.code_points(s);
            serde_json::json!([p.start, p.end, t.get(s)])
        };
        let a = &r.attributions;
        println!(
            "{}",
            serde_json::json!({
                "id": r.dispatch.id,
                "voices": a.voices.iter().map(|x| serde_json::json!({"name": x.name, "aliases": x.aliases, "kind": x.kind, "of": x.of})).collect::<Vec<_>>(),
                "statements": a.statements.iter().map(|s| serde_json::json!({"span": cp(s.span), "chain": s.chain, "attribution": s.attribution, "stance": s.stance})).collect::<Vec<_>>(),
                "attributions": a.attributions.iter().map(|x| serde_json::json!({"source": x.source.iter().map(|s| cp(*s)).collect::<Vec<_>>(), "cue": x.cue.iter().map(|s| cp(*s)).collect::<Vec<_>>(), "content": x.content.iter().map(|s| cp(*s)).collect::<Vec<_>>(), "chain": x.chain, "via": x.via, "parent": x.parent, "told": x.told.map(|s| cp(s))})).collect::<Vec<_>>(),
            })
        );
    }
}
