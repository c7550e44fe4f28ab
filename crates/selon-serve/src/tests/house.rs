//! A server without a socket, on an archive of its own, and the requests of a browser.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use selon::{Document, Reading};
use selon_store::{Incoming, Store};
use tower::ServiceExt as _;

use crate::Options;
use crate::desk::Desk;

/// A server without a socket, and its archive.
pub(crate) struct House {
    folder: tempfile::TempDir,
    pub(crate) desk: Arc<Desk>,
    router: Router,
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) to: String,
    pub(crate) body: String,
}

impl House {
    /// Opens a house whose archive holds some pages, compared: an address, an outlet and a text each.
    pub(crate) fn of(pages: &[(&str, &str, &str)]) -> House {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("desk.db");
        let mut store = Store::open(&db).unwrap();
        for (i, (address, outlet, text)) in pages.iter().enumerate() {
            let document = Document {
                published: Some(format!("2031-03-0{}", 1 + i)),
                lang: Some("en".into()),
                outlet: Some((*outlet).to_owned()),
                ..Document::new(*address, *text)
            };
            let reading = Reading::of_document(&document);
            store.keep(&[Incoming::new(text.as_bytes(), &format!("{i}.txt"), &reading)]).unwrap();
        }
        while store.trace_next().unwrap().is_some() {}
        drop(store);
        let options = Options { db, listen: ([127, 0, 0, 1], 7766).into(), names: Vec::new() };
        let desk = Arc::new(Desk::open(&options).unwrap());
        House { router: crate::router(Arc::clone(&desk)), folder, desk }
    }

    /// The archive, for writing beside the server.
    pub(crate) fn store(&self) -> Store {
        Store::open(&self.folder.path().join("desk.db")).unwrap()
    }

    /// Holds the archive as another process would that writes, until it is dropped.
    pub(crate) fn lock(&self) -> rusqlite::Connection {
        let db = rusqlite::Connection::open(self.folder.path().join("desk.db")).unwrap();
        db.execute_batch("begin immediate").unwrap();
        db
    }

    /// Sends a request.
    pub(crate) fn send(&self, request: Request<Body>) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let answer: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
            let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), 64 << 20).await.unwrap();
            Answer { status, to: to.unwrap_or_default(), body: String::from_utf8(body.to_vec()).unwrap() }
        })
    }

    /// Asks for a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::HOST, "localhost").body(Body::empty()).unwrap())
    }

    /// Sends a form with the secret of the server.
    pub(crate) fn post(&self, path: &str, values: &[(&str, &str)]) -> Answer {
        let secret = self.desk.form.text().to_owned();
        self.post_bare(path, &[&[("form", secret.as_str())], values].concat())
    }

    /// Sends a form as it stands.
    pub(crate) fn post_bare(&self, path: &str, values: &[(&str, &str)]) -> Answer {
        let body = values.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value)));
        let request = Request::post(path)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.collect::<Vec<_>>().join("&")));
        self.send(request.unwrap())
    }

    /// Waits for something.
    pub(crate) fn until(&self, there: impl Fn(&House) -> bool) {
        for _ in 0..1000 {
            if there(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not come: {:?}", self.desk.writer.now());
    }

    /// Waits until the server has nothing in hand.
    pub(crate) fn rest(&self) {
        self.until(|house| {
            let doing = house.desk.writer.now();
            let read = house.desk.intake.batches().iter().all(|batch| batch.ended);
            read && doing.changes == 0 && !doing.comparing && house.store().work().unwrap().waiting == 0
        });
    }
}

/// A text as forms send it.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}
