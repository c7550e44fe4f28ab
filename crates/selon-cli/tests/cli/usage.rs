//! The command line itself.

use std::io::Read as _;
use std::process::Stdio;

use crate::run::{Desk, page};

const COMMANDS: &[&str] = &[
    "trace",
    "extract",
    "annotate",
    "aliases",
    "copies",
    "stories",
    "outlets",
    "show",
    "search",
    "forget",
    "reread",
    "verify",
    "doctor",
    "completions",
];

#[test]
fn every_command_has_help_with_an_example() {
    let desk = Desk::new();
    for command in COMMANDS {
        let ran = desk.run(&[command, "--help"]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains("Example"), "{command}");
        assert!(ran.out.contains(&format!("selon {command}")), "{command}");
    }
    assert!(desk.run(&["--help"]).out.contains("Exit codes"));
}

#[test]
fn what_makes_no_sense_is_a_usage_error() {
    let desk = Desk::new();
    for args in [
        &[][..],
        &["extract"],
        &["annotate"],
        &["extract", "--jobs", "0", "x"],
        &["--nonsense"],
        &["--json", "extract", "x"],
    ] {
        let ran = desk.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn what_is_not_there_is_a_failed_input() {
    let desk = Desk::new();
    for args in [&["extract", "missing.html"][..], &["annotate", "missing.jsonl"], &["trace", "missing"], &["missing"]]
    {
        let ran = desk.run(args);
        assert_eq!(ran.code, Some(4), "{args:?}");
        assert!(ran.said_of("missing").contains("no such file"));
    }
}

#[test]
fn a_folder_without_pages_matches_nothing() {
    let desk = Desk::new();
    desk.file("pages/style.css", "p {}");
    assert_eq!(desk.run(&["extract", "pages"]).code, Some(3));
    assert_eq!(desk.run(&["trace", "pages"]).code, Some(3));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let desk = Desk::new();
    for n in 0..200 {
        desk.file(&format!("pages/{n}.html"), page("Le port", &"Il est fermé. ".repeat(200)));
    }
    let mut child =
        desk.command().args(["extract", "pages"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130() {
    let desk = Desk::new();
    let mut child = desk
        .command()
        .args(["annotate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // While its input is open it cannot come to its end.
    let input = child.stdin.take();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(input);
}

#[test]
fn completions_name_every_command() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.run(&["completions", shell]).out;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}
