//! Whatever comes in, it is named with its reason, the rest is read, and it takes no time.

use std::time::Duration;

use crate::run::{Desk, page, ran};

/// Five seconds for the program as it is shipped; an unoptimised one is several times as slow.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 5 });

/// Reads a folder that holds a bad page and a good one. The good one is read; what was said of the bad one is returned,
/// with the exit code.
fn beside_a_good_one(name: &str, bytes: impl AsRef<[u8]>) -> (String, Option<i32>) {
    let desk = Desk::new();
    desk.file(&format!("pages/a-{name}"), bytes);
    desk.file("pages/b-good.html", page("Le port est fermé", "La préfecture a fermé le port lundi."));
    let ran = desk.run(&["extract", "-v", "pages"]);
    assert!(ran.took < LIMIT, "{name} took {:?}", ran.took);
    let rows = ran.rows();
    assert!(
        rows.iter().any(|r| r["path"].as_str().unwrap().ends_with("b-good.html")),
        "{name}: the good page was not read"
    );
    (ran.err.lines().filter(|l| l.contains(name)).collect::<Vec<_>>().join("\n"), ran.code)
}

#[track_caller]
fn refused(name: &str, bytes: impl AsRef<[u8]>, reason: &str) {
    let (said, code) = beside_a_good_one(name, bytes);
    assert!(said.contains(reason), "{name}: {said}");
    assert_eq!(code, Some(4));
}

/// Read as far as it goes: no failed input.
#[track_caller]
fn read(name: &str, bytes: impl AsRef<[u8]>) {
    let (said, code) = beside_a_good_one(name, bytes);
    assert_eq!(code, Some(0), "{name}: {said}");
}

#[test]
fn an_empty_file() {
    refused("empty.html", b"", "empty");
}

#[test]
fn a_page_of_fifty_megabytes() {
    refused("large.html", "<p>trop de mots</p>".repeat(50 << 20 >> 4), "too large");
}

#[test]
fn a_picture_called_html() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0\x08\x02\0\0\0".to_vec();
    png.extend(noise(5000));
    refused("picture.html", png, "PNG");
}

#[test]
fn random_bytes() {
    refused("noise.html", noise(200_000), "binary");
}

#[test]
fn a_hundred_thousand_nested_divs() {
    read("nested.html", format!("<html><body>{}<p>Le port est fermé.</p>", "<div>".repeat(100_000)));
}

#[test]
fn a_hundred_thousand_attributes() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    read("attributes.html", format!("<html><body><div{attributes}><p>Le port est fermé.</p></div>"));
}

#[test]
fn a_hundred_thousand_open_inline_tags() {
    read("inline.html", format!("<html><body><p>{}Le port est fermé.", "<b><i>".repeat(50_000)));
}

#[test]
fn a_torn_utf_16_page() {
    let mut bytes = vec![0xFF, 0xFE];
    for unit in page("Le port est fermé", "La préfecture l'a dit.").encode_utf16() {
        bytes.extend(unit.to_le_bytes());
    }
    bytes.pop();
    let (said, code) = beside_a_good_one("torn.html", bytes);
    assert_eq!(code, Some(0));
    assert!(said.contains("doubt"), "the torn end is not said: {said}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.file("pages/good.html", page("Le port", "Il est fermé."));
    symlink("..", desk.path().join("pages/round")).unwrap();
    symlink("self", desk.path().join("pages/self")).unwrap();
    symlink("nowhere", desk.path().join("pages/lost.html")).unwrap();
    let ran = desk.run(&["extract", "pages"]);
    assert!(ran.said_of("pages/round").contains("loop"), "{}", ran.err);
    assert!(ran.said_of("pages/self").contains("loop"));
    assert!(ran.said_of("pages/lost.html").contains("leads nowhere"));
    assert_eq!((ran.rows().len(), ran.code), (1, Some(4)));
}

/// A folder that is met twice without a loop is read once.
#[cfg(unix)]
#[test]
fn a_folder_with_two_names() {
    let desk = Desk::new();
    desk.file("pages/a/good.html", page("Le port", "Il est fermé."));
    std::os::unix::fs::symlink("a", desk.path().join("pages/b")).unwrap();
    let ran = desk.run(&["extract", "pages"]);
    assert_eq!((ran.rows().len(), ran.code), (1, Some(0)));
}

#[cfg(unix)]
#[test]
fn what_one_may_not_read() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let desk = Desk::new();
    let mode =
        |path: &std::path::Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(desk.path(), 0o755);
    desk.file("pages/good.html", page("Le port", "Il est fermé."));
    let file = desk.file("pages/secret.html", page("Le secret", "Il est gardé."));
    mode(&file, 0o000);
    let inner = desk.file("pages/vault/page.html", page("Le coffre", "Il est clos."));
    mode(inner.parent().unwrap(), 0o000);

    // To root nothing is forbidden: the command runs as somebody else, from where that one can reach it.
    let binary = desk.path().join("selon");
    std::fs::copy(env!("CARGO_BIN_EXE_selon"), &binary).unwrap();
    mode(&binary, 0o755);
    let mut command = std::process::Command::new(&binary);
    command.current_dir(desk.path()).args(["extract", "pages"]);
    if std::fs::metadata(&binary).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    let ran = ran(command, b"");
    mode(inner.parent().unwrap(), 0o755);
    assert!(ran.said_of("pages/secret.html").contains("no right"), "{}", ran.err);
    assert!(ran.said_of("pages/vault").contains("no right"));
    assert_eq!((ran.rows().len(), ran.code), (1, Some(4)));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::new();
    std::fs::write(desk.path().join(std::ffi::OsStr::from_bytes(b"caf\xE9.html")), page("Le port", "Il est fermé."))
        .unwrap();
    std::fs::write(desk.path().join(std::ffi::OsStr::from_bytes(b"vid\xE9.html")), "").unwrap();
    let ran = desk.run(&["extract", "."]);
    assert_eq!(ran.rows()[0]["path"], "./caf\\xE9.html");
    assert!(ran.said_of("vid\\xE9.html").contains("empty"));
    assert_eq!(ran.code, Some(4));
    let mut list = desk.path().as_os_str().as_bytes().to_vec();
    list.extend(b"/caf\xE9.html\n");
    assert_eq!(desk.run_on(&["extract", "--files-from", "-"], &list).rows().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_keeps_nobody_waiting() {
    let desk = Desk::new();
    desk.file("pages/good.html", page("Le port", "Il est fermé."));
    let made = std::process::Command::new("mkfifo").arg(desk.path().join("pages/pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let ran = desk.run(&["extract", "pages"]);
    assert!(ran.said_of("pages/pipe").contains("not a regular file"));
    assert_eq!((ran.rows().len(), ran.code), (1, Some(4)));
}

#[test]
fn a_name_cannot_command_the_terminal() {
    let desk = Desk::new();
    let ran = desk.run(&["extract", "\u{1b}[2Jnothing.html"]);
    assert!(!ran.err.contains('\u{1b}'));
    assert!(ran.said_of("nothing.html").contains("no such file"));
}

/// Bytes without order, the same on every run (xorshift).
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(count).collect()
}
