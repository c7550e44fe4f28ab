//! Decisions by forms.

use axum::http::StatusCode;
use selon_store::Slice;

use super::house::House;

const HARBOUR: [(&str, &str, &str); 2] = [
    ("https://a.example/1", "The <b>Mole</b>", "The harbour of Brackwater is closed, the mayor said on Monday."),
    ("https://b.example/2", "Tide", "The harbour of Brackwater is closed, said the mayor."),
];

/// A claim of a dispatch.
fn claim_of(house: &House, dispatch: i64) -> String {
    house.store().dispatch_page(dispatch).unwrap().unwrap().statements[0].claim.to_string()
}

fn decisions(house: &House) -> Vec<selon_store::Decided> {
    house.store().decisions().unwrap()
}

#[test]
fn a_form_without_the_secret_changes_nothing() {
    let house = House::of(&HARBOUR);
    let claim = claim_of(&house, 1);
    let values = [("what", "outlet"), ("a", "d1"), ("value", "Evil")];
    assert_eq!(house.post_bare("/decide", &values).status, StatusCode::FORBIDDEN);
    for wrong in ["", "0", &"f".repeat(64)] {
        let answer = house.post_bare("/decide", &[&[("form", wrong)], &values[..]].concat());
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(house.post_bare("/undo", &[("form", wrong), ("number", "1")]).status, StatusCode::FORBIDDEN);
    }
    assert!(decisions(&house).is_empty());
    let page = house.get(&format!("/claim/{claim}")).body;
    assert_eq!(page.matches("<form class=\"decide\"").count(), page.matches(house.desk.form.text()).count());
}

#[test]
fn two_wordings_are_parted_by_a_form_and_joined_again_by_taking_it_back() {
    let house = House::of(&HARBOUR);
    let before = (claim_of(&house, 1), claim_of(&house, 2));
    assert_eq!(before.0, before.1, "two papers say one thing");
    let page = house.get(&format!("/claim/{}", before.0)).body;
    let options: Vec<&str> = page.split("<option value=\"d").skip(1).filter_map(|o| o.split('"').next()).collect();
    let passages: Vec<String> = options.iter().filter(|o| o.contains(':')).map(|o| format!("d{o}")).collect();
    let (a, b) = (&passages[0], passages.last().unwrap());
    let answer = house.post("/decide", &[("what", "apart"), ("a", a), ("b", b), ("by", "Ada <script>")]);
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/decisions#n1"), "{}", answer.body);
    house.rest();
    assert_ne!(claim_of(&house, 1), claim_of(&house, 2));
    let list = house.get("/decisions").body;
    assert!(list.contains("Ada &lt;script&gt;") && list.contains("href=\"/dispatch/d1\""), "{list}");
    let again = house.get("/api/decisions").body;
    assert!(again.contains("\"by\":\"Ada <script>\""), "{again}");

    assert_eq!(house.post("/undo", &[("number", "1")]).to, "/decisions#n1");
    house.rest();
    assert_eq!(claim_of(&house, 1), claim_of(&house, 2));
    assert!(house.get("/decisions").body.contains("taken back"));
}

#[test]
fn what_a_page_says_of_itself_is_put_right() {
    let house = House::of(&HARBOUR);
    let outlet = |house: &House| house.store().dispatch_page(1).unwrap().unwrap().row.outlet.unwrap();
    assert_eq!(
        house.post("/decide", &[("what", "outlet"), ("a", "d1"), ("value", "Mole")]).status,
        StatusCode::SEE_OTHER
    );
    house.rest();
    assert_eq!(outlet(&house), "Mole");
    house.post("/undo", &[("number", "1")]);
    house.rest();
    assert_eq!(outlet(&house), "The <b>Mole</b>");
}

#[test]
fn what_makes_no_decision_is_refused_with_a_reason() {
    let house = House::of(&HARBOUR);
    let claim = claim_of(&house, 1);
    let odd: [&[(&str, &str)]; 8] = [
        &[],
        &[("what", "forget"), ("a", "d1")],
        &[("what", "same"), ("a", &claim), ("b", &claim)],
        &[("what", "same"), ("a", "d1"), ("b", "d2")],
        &[("what", "same"), ("a", &claim), ("b", "c999")],
        &[("what", "apart"), ("a", &claim), ("b", "d2:never written there")],
        &[("what", "published"), ("a", "d1"), ("value", "soon")],
        &[("what", "outlet"), ("a", "d1"), ("value", " ")],
    ];
    for values in odd {
        assert_eq!(house.post("/decide", values).status, StatusCode::UNPROCESSABLE_ENTITY, "{values:?}");
    }
    assert_eq!(house.post("/undo", &[("number", "x")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.post("/decide", &[("value", &"a".repeat(70_000))]).status, StatusCode::FORBIDDEN);
    assert!(decisions(&house).is_empty());
}

#[test]
fn decisions_whose_words_are_gone_wait_and_are_listed() {
    let house = House::of(&HARBOUR);
    let claim = claim_of(&house, 1);
    house.post("/decide", &[("what", "same"), ("a", &claim), ("b", "d2:harbour of Brackwater")]);
    house.rest();
    let lost = |house: &House| house.store().decisions_page(true, Slice { page: 1, per: 10 }).unwrap().decisions.len();
    assert_eq!(lost(&house), 0);
    let mut store = house.store();
    let mut decision = store.decisions().unwrap().remove(0).decision;
    decision.evidence[1].quote = "a harbour that is nowhere".to_owned();
    store.decide(&decision).unwrap();
    drop(store);
    assert_eq!(lost(&house), 1);
    let page = house.get("/decisions?lost=1").body;
    assert!(page.contains("a harbour that is nowhere") && page.contains("found no more"), "{page}");
}

#[test]
fn a_change_waits_for_another_process_and_is_not_lost() {
    let house = House::of(&HARBOUR);
    let other = house.lock();
    let reply = house.desk.writer.change(|store| store.undo(1)).unwrap();
    house.until(|house| house.desk.writer.now().locked);
    let doing = house.desk.writer.now();
    assert!(doing.locked && doing.changes == 1, "{doing:?}");
    drop(other);
    assert!(matches!(reply.blocking_recv(), Ok(Ok(false))));
}

#[test]
fn what_a_passage_says_and_on_whose_word_is_put_right_by_a_form() {
    let house = House::of(&HARBOUR);
    let claim = claim_of(&house, 2);
    let passage = "d2:The harbour of Brackwater is closed";
    assert!(house.get(&format!("/claim/{claim}")).body.contains("<option value=\"chain\""));
    let chain = [("what", "chain"), ("a", passage), ("value", "person:Ada Marsh -> agency:Coastwire")];
    assert_eq!(house.post("/decide", &chain).to, "/decisions#n1");
    house.rest();
    let stated = house.store().dispatch_page(2).unwrap().unwrap().statements.remove(0);
    let names: Vec<&str> = stated.chain.iter().map(|voice| voice.name.as_str()).collect();
    assert_eq!(names, ["Tide", "Coastwire", "Ada Marsh"]);
    let says = [("what", "says"), ("a", passage), ("value", "The harbour of <Brackwater> was shut on 4 March 2031")];
    assert_eq!(house.post("/decide", &says).to, "/decisions#n2");
    house.rest();
    let page = house.get(&format!("/claim/{}", claim_of(&house, 2))).body;
    assert!(page.contains("The harbour of &lt;Brackwater&gt; was shut"), "{page}");
    let senseless = house.post("/decide", &[("what", "chain"), ("a", passage), ("value", "nobody known")]);
    assert_eq!(senseless.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", senseless.body);
    assert_eq!(decisions(&house).len(), 2);
}
