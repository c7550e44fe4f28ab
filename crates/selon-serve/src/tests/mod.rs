//! The whole server, asked as a browser would ask it.

mod add;
mod api;
mod alerts;
mod busy;
mod claim;
mod decide;
mod file;
mod guard;
mod hostile;
mod house;
mod pace;
mod progress;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use selon::Reading;
use selon_store::{Incoming, Store};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::desk::Desk;
use crate::{Options, router};

/// A server over an archive of its own.
pub(super) struct Served {
    pub(super) router: Router,
    pub(super) token: Option<String>,
    pub(super) path: PathBuf,
    runtime: tokio::runtime::Runtime,
    _folder: TempDir,
}

/// An answer.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Served {
    /// Over an archive of some pages.
    pub(super) fn of(pages: &[&str]) -> Served {
        Served::at("127.0.0.1:7766", pages)
    }

    /// Listening elsewhere.
    pub(super) fn at(listen: &str, pages: &[&str]) -> Served {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        keep(&path, pages);
        let options =
            Options { db: path.clone(), listen: listen.parse().unwrap(), names: vec!["desk.example".to_owned()] };
        let desk = Arc::new(Desk::open(&options).unwrap());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Served { token: desk.token().map(str::to_owned), router: router(desk), path, runtime, _folder: folder }
    }

    pub(super) fn get(&self, path: &str) -> Reply {
        self.send(asked("GET", path).body(Body::empty()).unwrap())
    }

    /// Sends a form as a page of this server does.
    pub(super) fn post(&self, path: &str, form: &str) -> Reply {
        let kind = "application/x-www-form-urlencoded";
        self.send(asked("POST", path).header(header::CONTENT_TYPE, kind).body(Body::from(form.to_owned())).unwrap())
    }

    pub(super) fn send(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(send(self.router.clone(), request))
    }
}

/// A request to this machine.
pub(super) fn asked(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:7766")
}

pub(super) async fn send(router: Router, request: Request<Body>) -> Reply {
    let answer = router.oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    let bytes = to_bytes(body, 64 << 20).await.unwrap();
    Reply { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

/// Keeps pages, and compares them.
pub(super) fn keep(path: &Path, pages: &[&str]) {
    let mut store = Store::open(path).unwrap();
    for (number, page) in pages.iter().enumerate() {
        let reading = Reading::of_page(&selon::page::read(page.as_bytes()).unwrap());
        store.keep(&[Incoming::new(page.as_bytes(), &format!("page-{number}"), &reading)]).unwrap();
    }
    while store.trace_next().unwrap().is_some() {}
}

/// A page as outlets print it.
pub(super) fn page(outlet: &str, minute: u32, title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title><meta property='og:site_name' content='{outlet}'>\
         <meta property='article:published_time' content='2031-03-04T09:{minute:02}:00+01:00'>\
         <link rel=canonical href='https://{}.example/a{minute}'></head>\
         <body><article><h1>{title}</h1>{body}</article></body></html>",
        outlet.to_lowercase().replace(' ', "-")
    )
}

/// A small story: two outlets, one agency, a number that is disputed.
pub(super) static STORY: LazyLock<Vec<String>> = LazyLock::new(|| {
    let first = "<p>OSTRAVA (Norwire) - Twelve miners were killed on Monday when a shaft collapsed near the town of Ostrava, the \
        regional governor said.</p><p>\"We have found twelve bodies,\" governor Jana Dvorak told reporters at the mine.</p>\
        <p>A company official who asked not to be named told Norwire that a pump had failed on Sunday evening.</p>";
    let second = "<p>OSTRAVA (Norwire) - Twelve miners were killed on Monday when a shaft collapsed near the town of Ostrava, the \
        regional governor said.</p><p>A company official who asked not to be named told Norwire that a pump had failed on \
        Sunday evening.</p><p>The union said that fifteen miners were killed.</p>";
    vec![
        page("The Northern Post", 10, "Twelve miners killed as shaft collapses", first),
        page("Harbour Daily", 40, "Miners killed in shaft collapse", second),
    ]
});

/// The same, as references.
pub(super) fn story() -> Vec<&'static str> {
    STORY.iter().map(String::as_str).collect()
}
