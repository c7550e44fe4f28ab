//! What is under way, as the page says it.

use selon_store::Progress;

use super::house::House;

#[test]
fn an_import_of_another_process_is_followed() {
    let house = House::of(&[("https://a.example/1", "Tide", "The harbour is closed, the mayor said.")]);
    let rest = house.get("/progress").body;
    assert!(rest.contains("1\u{a0}page came within the last minute"), "{rest}");
    assert!(!rest.contains("http-equiv=\"refresh\""));
    let import = |name: &str, at, complete| Progress {
        container: name.to_owned(),
        name: name.to_owned(),
        at,
        inner: 0,
        complete,
    };
    house.store().import(&[], &[import("<i>a</i>.warc", 4096, false), import("b.warc", 8192, true)]).unwrap();
    let page = house.get("/progress?live=1").body;
    assert!(page.contains("http-equiv=\"refresh\""), "it is loaded anew where that is asked for");
    assert!(page.contains("&lt;i&gt;a&lt;/i&gt;.warc") && page.contains("4096\u{a0}bytes"), "{page}");
    assert!(page.find("a&lt;/i&gt;.warc").unwrap() < page.find("b.warc").unwrap(), "what is not complete comes first");
    let data: serde_json::Value = serde_json::from_str(&house.get("/api/progress").body).unwrap();
    assert_eq!(
        (&data["imports"][0]["at"], &data["waiting"], &data["server"]["changes"]),
        (&4096.into(), &0.into(), &0.into())
    );
}

#[test]
fn only_this_page_is_loaded_anew() {
    let house = House::of(&[]);
    assert!(!house.get("/decisions?live=1").body.contains("http-equiv=\"refresh\""));
}
