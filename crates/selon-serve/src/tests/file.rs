//! A story as one file.

use super::house::House;

#[test]
fn a_story_s_file_asks_for_nothing_and_leads_to_the_pages_themselves_alone() {
    let house = House::of(&[
        (
            "https://a.example/1?x=\"><script>",
            "The <b>Mole</b>",
            "The harbour of Brackwater is closed, the mayor said on Monday. Two <img src=x> boats sank.",
        ),
        (
            "javascript:alert(1)",
            "Tide",
            "The harbour of Brackwater is closed, the mayor said on Monday. Three boats sank.",
        ),
    ]);
    let served = house.get("/story/s1/file").body;
    assert_eq!(Some(&served), crate::story_file(&house.store(), 1, "en").unwrap().as_ref());
    for never in ["<script", "src=\"", "<img", "<link", "url(", "@import", "javascript:alert(1)\"", "<b>Mole"] {
        assert!(!served.contains(never), "{never}");
    }
    let links: Vec<&str> = served.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.iter().all(|to| to.starts_with('#') || to.starts_with("https://a.example/")), "{links:?}");
    assert!(links.iter().any(|to| to.starts_with("https://")), "{links:?}");
    assert_eq!(served.matches("rel=\"noreferrer noopener\"").count(), served.matches(" href=\"https://").count());
    assert!(served.contains("default-src 'none'") && served.contains("The harbour of Brackwater"));
    let french = crate::story_file(&house.store(), 1, "fr").unwrap().unwrap();
    assert!(french.contains("<html lang=\"fr\""));
    assert_eq!(crate::story_file(&house.store(), 99, "en").unwrap(), None);
}

#[test]
fn citations_are_plain_text_too() {
    let house = House::of(&[("https://a.example/1", "Tide", "The harbour is closed, the mayor said.")]);
    let page = house.get("/cite/s1").body;
    assert!(page.contains("Tide, 2031-03-01.") && page.contains("sha256:"), "{page}");
}
