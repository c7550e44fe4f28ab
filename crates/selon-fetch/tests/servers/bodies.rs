//! Bodies that have no end, come slowly, or are other than they seem.

use std::io::Write as _;
use std::time::{Duration, Instant};

use selon_fetch::{Refused, Want};

use crate::server::{Server, TestClock, fetcher, missing, page, respond};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn an_endless_body_is_cut_off_and_the_next_page_is_served() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/endless" => {
            write!(out, "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")?;
            loop {
                out.write_all(&b"a".repeat(1 << 16))?;
            }
        }
        "/good" => respond(out, "200 OK", &[], b"<p>good"),
        _ => missing(out),
    });
    let fetcher = fetcher(&TestClock::at(0));
    let endless = page(&fetcher, &server.address("a.test", "/endless"));
    // A slow machine meets the deadline first.
    match endless {
        Err(refused) => assert!(matches!(refused, Refused::TooLarge(_)), "{refused}"),
        Ok(cut) => assert!(cut.torn.is_some() && cut.body.len() <= Want::Page.most()),
    }
    assert_eq!(page(&fetcher, &server.address("a.test", "/good")).unwrap().body, b"<p>good");
}

#[test]
fn one_byte_a_second_does_not_hold_up_longer_than_the_deadline() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/slow-head" => loop {
            out.write_all(b"H")?;
            std::thread::sleep(Duration::from_millis(200));
        },
        "/slow" => {
            write!(out, "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")?;
            loop {
                out.write_all(b"a")?;
                std::thread::sleep(Duration::from_millis(200));
            }
        }
        _ => missing(out),
    });
    let fetcher = fetcher(&TestClock::at(0));
    for path in ["/slow", "/slow-head"] {
        let began = Instant::now();
        let slow = page(&fetcher, &server.address("a.test", path));
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert!(slow.is_err() || slow.unwrap().torn.is_some());
    }
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = vec![0; 40 << 20];
    let packed = gzip(&zeros);
    let twice = gzip(&packed);
    let zstd = zstd::encode_all(&zeros[..], 1).unwrap();
    let server = Server::new(move |request, out| match request.path.as_str() {
        "/gzip" => respond(out, "200 OK", &[("content-encoding", "gzip")], &packed),
        "/twice" => respond(out, "200 OK", &[("content-encoding", "gzip, gzip")], &twice),
        "/zstd" => respond(out, "200 OK", &[("content-encoding", "zstd")], &zstd),
        "/deep" => respond(out, "200 OK", &[("content-encoding", &"gzip,".repeat(50))], &packed),
        _ => missing(out),
    });
    let fetcher = fetcher(&TestClock::at(0));
    for path in ["/gzip", "/twice", "/zstd", "/deep"] {
        let refused = page(&fetcher, &server.address("a.test", path)).unwrap_err();
        assert!(matches!(refused, Refused::TooLarge(_) | Refused::Failed(_)), "{path}: {refused}");
    }
}

#[test]
fn encodings_are_undone_and_a_torn_one_says_so() {
    let text = "<p>Le port est fermé depuis lundi.".repeat(3000);
    let whole = gzip(text.as_bytes());
    let torn = whole[..whole.len() / 2].to_vec();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let server = Server::new({
        let text = text.clone();
        move |request, out| match request.path.as_str() {
            "/gzip" => respond(out, "200 OK", &[("content-encoding", "gzip")], &whole),
            "/zstd" => respond(out, "200 OK", &[("content-encoding", "zstd")], &zstd),
            "/torn" => respond(out, "200 OK", &[("content-encoding", "gzip")], &torn),
            "/short" => {
                write!(out, "HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n")?;
                out.write_all(text.as_bytes())
            }
            // The head is wrong about the charset: the bytes are kept as they are.
            "/charset" => respond(out, "200 OK", &[("content-type", "text/html; charset=utf-16")], b"<p>\xE9t\xE9"),
            _ => missing(out),
        }
    });
    let fetcher = fetcher(&TestClock::at(0));
    let got = |path: &str| page(&fetcher, &server.address("a.test", path)).unwrap();
    for path in ["/gzip", "/zstd"] {
        let got = got(path);
        assert!(got.body == text.as_bytes() && got.torn.is_none(), "{path}");
    }
    for path in ["/torn", "/short"] {
        let got = got(path);
        assert!(text.as_bytes().starts_with(&got.body) && !got.body.is_empty() && got.torn.is_some(), "{path}");
    }
    let charset = got("/charset");
    assert_eq!(charset.body, b"<p>\xE9t\xE9");
    assert!(String::from_utf8_lossy(&charset.head).contains("content-type: text/html; charset=utf-16\r\n"));
}
