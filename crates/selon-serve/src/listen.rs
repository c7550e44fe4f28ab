//! Accepting connections: so many at once, and none that takes its time.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections at once; more wait until one ends.
const CONNECTIONS: usize = 256;
/// How long a request may take to say what it wants, and how long a connection may be idle.
const HEAD: Duration = Duration::from_secs(10);
/// How long a connection may last.
const WHOLE: Duration = Duration::from_mins(10);
/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 << 10;

/// Accepts connections for as long as the process lives.
pub(crate) async fn accept(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // No more files can be opened, mostly: some will be closed soon.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(HEAD_BYTES)
                .serve_connection(TokioIo::new(stream), service);
            // A connection that breaks is the reader's affair.
            let _ = tokio::time::timeout(WHOLE, connection).await;
            drop(place);
        });
    }
}
