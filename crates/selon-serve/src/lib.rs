//! selon's pages: what an archive holds, to be looked at in a browser, and the same as JSON under `/api`.
//!
//! Each page is a file under `page`: what it shows, found in the archive, and how it is drawn. `sheet` makes HTML and JSON of
//! the same thing. `guard` stands before all of them, `desk` holds what they share, `listen` bounds what a connection may take.
//! No request leaves the machine, and nothing that stands on a page of the archive is markup here: maud escapes it.

#![allow(clippy::disallowed_methods, reason = "an edge: connections take time, and tokens are random")]

mod act;
mod ask;
mod asset;
mod desk;
mod feed;
mod guard;
mod intake;
mod listen;
mod marked;
mod page;
mod secret;
mod sheet;
mod source;
#[cfg(test)]
mod tests;
mod words;
mod writer;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

use selon_store::Store;

use crate::desk::Desk;

/// What is served, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The archive; made where there is none.
    pub db: PathBuf,
    /// Where to listen. Any address but a loopback one asks readers for a token.
    pub listen: SocketAddr,
    /// Names that the machine is reached by, beside its addresses and `localhost`.
    pub names: Vec<String>,
}

/// A server that listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// The address that it listens at.
    pub address: SocketAddr,
    /// What readers have to show; none where only this machine can reach it.
    pub token: Option<String>,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive cannot be used.
    #[error(transparent)]
    Store(#[from] selon_store::Error),
    /// The address cannot be listened at.
    #[error("{address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The system gives no threads, or no random bytes.
    #[error("the system gives no {0}")]
    System(&'static str),
}

/// Serves an archive until the process ends; `ready` is told once, when the server listens.
///
/// # Errors
/// Where the archive cannot be opened, or the address not be listened at.
pub fn serve(options: Options, ready: impl FnOnce(&Listening)) -> Result<(), Error> {
    let desk = Arc::new(Desk::open(&options)?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(desk::READERS)
        .enable_all()
        .build()
        .map_err(|_| Error::System("threads"))?;
    runtime.block_on(async {
        let refused = |error| Error::Listen { address: options.listen, error };
        let listener = tokio::net::TcpListener::bind(options.listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        ready(&Listening { address, token: desk.token().map(str::to_owned) });
        listen::accept(listener, router(desk)).await;
        Ok(())
    })
}

/// Bytes of a form.
const FORM: usize = 64 << 10;

/// A story as one HTML file that needs nothing else, in a language of the interface: `en` or `fr`. Nothing where the archive has
/// no such story.
///
/// # Errors
/// Where the archive cannot be read.
pub fn story_file(store: &Store, story: i64, language: &str) -> selon_store::Result<Option<String>> {
    let words = words::Language::named(language).unwrap_or(words::Language::English).words();
    Ok(page::file::StoryFile::find(store, story)?.map(|file| file.draw(words).into_string()))
}

/// All that is answered.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    let sheets = Router::new()
        .merge(sheet::route::<page::stories::Stories>("/"))
        .merge(sheet::route::<page::story::Story>("/story/{name}"))
        .merge(sheet::route::<page::claim::Claim>("/claim/{name}"))
        .merge(sheet::route::<page::dispatch::Dispatch>("/dispatch/{name}"))
        .merge(sheet::route::<page::decisions::Decisions>("/decisions"))
        .merge(sheet::route::<page::add::Add>(page::add::PATH))
        .merge(sheet::route::<page::progress::Progress>("/progress"))
        .merge(sheet::route::<page::compare::Compare>("/compare/{one}/{other}"))
        .merge(sheet::route::<page::voices::Voices>("/voices"))
        .merge(sheet::route::<page::voice::Voice>("/voice/{name}"))
        .merge(sheet::route::<page::search::Search>("/search"))
        .merge(sheet::route::<page::cite::Cite>("/cite/{name}"));
    Router::new()
        .merge(sheets)
        .merge(page::decide::routes())
        .merge(page::add::routes())
        .route("/story/{name}/file", get(sheet::file))
        .route(page::enter::PATH, post(page::enter::admit))
        .route("/api/openapi.json", get(asset::openapi))
        .route("/assets/{name}", get(asset::get))
        .route("/alerts.atom", get(feed::alerts))
        .fallback(sheet::nothing)
        .layer(DefaultBodyLimit::max(FORM))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard::guard))
        .with_state(desk)
}
