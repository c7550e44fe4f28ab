//! Pages written to break out of the pages that show them.

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;

use super::{Served, page, story};

/// Elements that pages of this server are made of.
const ELEMENTS: &str = "html head meta title link script body a header nav form label input button main footer p span h1 h2 h3 \
    ol ul li div q bdi b time table thead tbody tr th td details summary section article blockquote mark dl dt dd code br select \
    option textarea datalist noscript svg g path rect circle line text tspan polygon polyline ellipse defs pattern clippath marker desc style";
/// Attributes that they carry.
const ATTRIBUTES: &str = "lang dir charset name content rel href src defer class id aria-label aria-current aria-labelledby \
    aria-hidden aria-describedby role action type value placeholder tabindex hreflang datetime title scope open for method enctype multiple \
    required maxlength hidden data-copy data-cite data-done data-label data-progress data-field readonly rows spellcheck download list selected data-live http-equiv viewbox width height x y x1 \
    x2 y1 y2 cx cy r rx ry d points transform text-anchor fill xmlns autocomplete dominant-baseline focusable dx dy preserveaspectratio \
    clip-path patternunits stroke-dasharray";

/// What is wrong with a page: anything but plain elements, harmless attributes and addresses of this server.
fn wrong(html: &str) -> Vec<String> {
    let (elements, attributes): (BTreeSet<&str>, BTreeSet<&str>) =
        (ELEMENTS.split_whitespace().collect(), ATTRIBUTES.split_whitespace().collect());
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!DOCTYPE") || rest.starts_with("!doctype") {
            continue;
        }
        let rest_of = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = rest_of.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        if !elements.contains(name.as_str()) {
            found.push(format!("element {name:?}"));
        }
        let mut inside = &rest_of[name.len()..];
        loop {
            inside = inside.trim_start();
            if inside.starts_with('>') || inside.starts_with("/>") || inside.is_empty() {
                break;
            }
            let key: String = inside.chars().take_while(|c| !c.is_whitespace() && !"=>/".contains(*c)).collect();
            inside = &inside[key.len()..];
            let value = match inside.strip_prefix("=\"") {
                Some(quoted) => {
                    let end = quoted.find('"').unwrap_or(quoted.len());
                    inside = &quoted[(end + 1).min(quoted.len())..];
                    &quoted[..end]
                }
                None => "",
            };
            if !attributes.contains(key.to_lowercase().as_str()) || key.is_empty() {
                found.push(format!("attribute {key:?}"));
                break;
            }
            let leads = ["href", "src", "action"].contains(&key.as_str());
            let home =
                value.starts_with('#') || value.starts_with('?') || value.starts_with('/') && !value.starts_with("//");
            if leads && !home || key == "src" && value != "/assets/selon.js" {
                found.push(format!("{key} {value:?}"));
            }
        }
    }
    found
}

fn hrefs(html: &str) -> Vec<String> {
    let values = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.map(|value| value.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned()).collect()
}

/// Every page that can be reached.
fn walk(served: &Served) -> Vec<String> {
    let mut known: BTreeSet<String> = BTreeSet::from(["/".to_owned()]);
    let mut next: VecDeque<String> = known.iter().cloned().collect();
    let mut seen = Vec::new();
    while let Some(path) = next.pop_front().filter(|_| seen.len() < 400) {
        let reply = served.get(&path);
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        let kind = reply.headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let file = path.ends_with("/file");
        if kind.starts_with("text/html") && !file {
            assert_eq!(wrong(&reply.body), Vec::<String>::new(), "{path}");
        }
        // A file that is sent on leads to the original pages, and to nothing here.
        if kind.starts_with("text/html") && !file {
            next.extend(hrefs(&reply.body).into_iter().filter(|href| !href.is_empty() && known.insert(href.clone())));
        }
        seen.push(path);
    }
    seen
}

#[test]
fn the_check_finds_what_breaks_out() {
    for bad in [
        "<img src=x>",
        "<p onclick=\"x\">",
        "<a href=\"javascript:x\">",
        "<a href=\"//evil.example\">",
        "<script>x</script>x<b style=\"x\">",
        "<script src=\"/a.js\">",
    ] {
        assert!(!wrong(bad).is_empty(), "{bad}");
    }
    assert!(wrong("<a href=\"/x\" class=\"y\">&lt;img src=x&gt;</a>").is_empty());
}

#[test]
fn no_page_of_the_archive_breaks_out_of_its_page() {
    let evil = "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;&gt;&lt;img src=x onerror=alert(1)&gt; &#39; onload=&#39;x \u{202e}";
    let body = format!(
        "<p>Twelve &lt;script&gt;alert(1)&lt;/script&gt; miners were killed on Monday in Paris, governor \
         Jana &quot;&gt;&lt;svg/onload=alert(1)&gt; Dvorak said.</p><p>\"{evil} found,\" said John &lt;b&gt;Smith on 4 March 2031.</p>\
         <figure><img src=https://evil.example/x.png><figcaption>{evil} <span class=credit>{evil}</span></figcaption></figure>\
         <style>body{{background:url(https://evil.example)}}</style><script>alert(1)</script><iframe src=//evil.example></iframe>"
    );
    let mut pages = vec![
        page(evil, 1, evil, &body),
        page("Harbour Daily", 2, evil, &body),
        page("x", 3, "Odd", &body).replace("https://x.example/a3", "javascript:alert(1)"),
        page("y", 4, "Odd", &body).replace("https://y.example/a4", "https://y.example/&quot;&gt;&lt;script&gt;"),
        "\u{feff}<p>&lt;script&gt;alert(1)&lt;/script&gt; said the governor on Monday that twelve were killed."
            .to_owned(),
    ];
    pages.extend(story().into_iter().map(str::to_owned));
    let served = Served::of(&pages.iter().map(String::as_str).collect::<Vec<_>>());
    let seen = walk(&served);
    for kind in ["/story/", "/claim/", "/dispatch/", "/voice/", "/compare/", "/cite/", "/api/", "lang=fr"] {
        assert!(seen.iter().any(|path| path.contains(kind)), "{kind} was not reached");
    }
    let found = served.get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&place=%22onload=x&from=2031-03-01");
    assert_eq!(wrong(&found.body), Vec::<String>::new());
    assert!(served.get("/search?q=miners+killed").body.contains("<mark>"));
}

#[test]
fn text_stands_in_its_language_and_direction() {
    let arabic = page(
        "Al Marfa",
        5,
        "مقتل اثني عشر عاملا",
        "<p>قال المحافظ يوم الاثنين إن اثني عشر عاملا قتلوا في انهيار منجم.</p>",
    )
    .replace("lang=en", "lang=ar dir=rtl");
    let served = Served::of(&[&arabic]);
    let text = served.get("/dispatch/d1").body;
    assert!(text.contains("<article class=\"text\" lang=\"ar\" dir=\"rtl\">"), "{text}");
    assert!(served.get("/").body.contains("<bdi lang=\"ar\" dir=\"rtl\">"));
}
