//! What the page of a claim says of why its wordings are one, and of links that no text gives.

use serde_json::Value;

use super::{Served, page};

/// An agency's text, one that prints it and names the agency, one that prints it and does not, and one that says it in its own words.
fn echo() -> Vec<String> {
    let wire = "<p>OSTRAVA (Norwire) - Twelve miners were killed on Monday when a shaft collapsed near the town of Ostrava, the \
        regional governor Jana Dvorak said. Rescue teams from three districts worked through the night to clear the upper gallery.</p>";
    let bare = wire.replace("OSTRAVA (Norwire) - ", "");
    let own = "<p>Governor Jana Dvorak said that twelve miners were killed in Ostrava on Monday.</p>";
    vec![
        page("Norwire", 5, "Twelve miners killed in Ostrava", wire),
        page("The Northern Post", 10, "Miners killed in Ostrava", wire),
        page("Harbour Daily", 40, "Twelve miners killed in shaft", &bare),
        page("Evening Mole", 55, "Governor speaks of twelve dead in Ostrava", own),
    ]
}

#[test]
fn a_link_that_no_text_gives_is_inferred_and_wordings_say_why_they_are_one() {
    let pages = echo();
    let served = Served::of(&pages.iter().map(String::as_str).collect::<Vec<_>>());
    let claims = (1..20).map(|n| served.get(&format!("/api/claim/c{n}"))).filter(|reply| reply.status.is_success());
    let claims: Vec<Value> = claims.map(|reply| serde_json::from_str(&reply.body).unwrap()).collect();
    let claim = claims.iter().max_by_key(|claim| claim["pages"].as_u64()).unwrap();
    let name = |id: &Value| {
        let voices = claim["voices"].as_array().unwrap();
        voices.iter().find(|voice| voice["id"] == *id).unwrap()["name"].as_str().unwrap().to_owned()
    };
    let inferred: Vec<[String; 2]> =
        claim["inferred"].as_array().unwrap().iter().map(|link| [name(&link[0]), name(&link[1])]).collect();
    assert_eq!(inferred, [["Harbour Daily".to_owned(), "Norwire".to_owned()]], "{claim:#}");
    let words = claim["words"].as_array().unwrap();
    let of = |outlet: &str| words.iter().find(|words| words["dispatch"]["outlet"] == outlet).unwrap();
    assert_eq!(of("Harbour Daily")["inferred"][0], 0);
    assert_eq!(of("The Northern Post")["inferred"].as_array().unwrap().len(), 0);
    let ties: Vec<&str> =
        of("Evening Mole")["shares"].as_array().unwrap().iter().map(|tie| tie["tied"].as_str().unwrap()).collect();
    assert!(ties.contains(&"number") && ties.contains(&"matter"), "{claim:#}");
    let shown = served.get(&format!("/claim/{}", claim["id"].as_str().unwrap())).body;
    assert!(shown.contains(" ⇠ ") && shown.contains("wire inferred"), "{shown}");
    assert!(shown.contains("same number <q>"), "{shown}");
    assert!(shown.contains("data-cite=\"/api/cite/c"), "{shown}");
}
