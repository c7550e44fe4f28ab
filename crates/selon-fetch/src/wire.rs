//! One request, one response: the only place that speaks to the network.

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use ureq::http::{HeaderMap, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, config::Config};

use crate::address::Address;
use crate::decode::{self, Ended};
use crate::guard::is_public;

/// Finds the numbers of a host. A test has names of its own.
pub trait Resolve: Debug + Send + Sync {
    /// The numbers of a host, with the port.
    ///
    /// # Errors
    /// Where there are none.
    fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The names that the machine knows.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemNames;

impl Resolve for SystemNames {
    fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        (host, port).to_socket_addrs().map(Iterator::collect)
    }
}

/// A host that has no number that may be spoken to.
#[derive(Debug)]
pub(crate) struct Inside(pub(crate) String);

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is a loopback or private address", self.0)
    }
}

impl StdError for Inside {}

/// Gives only numbers that may be spoken to. It stands where the connection is made, so that no name and no redirect leads
/// around it.
struct Guarded {
    names: Arc<dyn Resolve>,
    allowed: BTreeSet<String>,
}

impl Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, _config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = bare(uri.host().ok_or(ureq::Error::HostNotFound)?);
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let found = match host.parse::<IpAddr>() {
            Ok(ip) => vec![SocketAddr::new(ip, port)],
            Err(_) => in_time(Arc::clone(&self.names), host.clone(), port, *timeout.after)?,
        };
        if found.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        let may = |socket: &&SocketAddr| self.allowed.contains(&host) || is_public(socket.ip());
        let mut kept = self.empty();
        for socket in found.iter().filter(may).take(8) {
            kept.push(*socket);
        }
        if kept.is_empty() {
            return Err(ureq::Error::Io(io::Error::other(Inside(host))));
        }
        Ok(kept)
    }
}

/// The machine's resolver cannot be told to hurry; a thread that it keeps waiting is left behind.
fn in_time(names: Arc<dyn Resolve>, host: String, port: u16, time: Duration) -> Result<Vec<SocketAddr>, ureq::Error> {
    let (found, wait) = mpsc::sync_channel(1);
    std::thread::spawn(move || found.send(names.resolve(&host, port)));
    let late = || ureq::Error::Io(io::Error::new(io::ErrorKind::TimedOut, "its name could not be looked up in time"));
    let answer = wait.recv_timeout(time.min(Duration::from_mins(1))).map_err(|_| late())?;
    answer.map_err(|_| ureq::Error::HostNotFound)
}

/// A host without the brackets of version 6, in lower case.
pub(crate) fn bare(host: &str) -> String {
    host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase()
}

/// What holds for every request.
pub(crate) struct Wire {
    agent: Agent,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) ended: Ended,
}

/// So much of a head is read at most, in bytes.
const MAX_HEAD: usize = 64 << 10;

impl Wire {
    pub(crate) fn new(
        agent: &str,
        deadline: Duration,
        names: Arc<dyn Resolve>,
        allowed: BTreeSet<String>,
        roots: &[Vec<u8>],
    ) -> Wire {
        let certificates = roots.iter().map(|der| Certificate::from_der(der).to_owned());
        let roots = if roots.is_empty() { RootCerts::WebPki } else { RootCerts::from(certificates) };
        let config = Agent::config_builder()
            .user_agent(agent)
            .accept_encoding(decode::ACCEPTED)
            // A proxy would look up names in our place, where nobody guards them.
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(MAX_HEAD)
            .max_idle_age(Duration::from_secs(20))
            .max_idle_connections_per_host(1)
            .timeout_global(Some(deadline))
            .timeout_connect(Some(deadline.min(Duration::from_secs(20))))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded { names, allowed });
        Wire { agent }
    }

    /// Asks for something; of the body at most so many bytes are read.
    pub(crate) fn get(
        &self,
        address: &Address,
        headers: &[(&str, &str)],
        most: usize,
    ) -> Result<Response, ureq::Error> {
        let mut request = self.agent.get(address.as_str());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.call()?;
        let (parts, mut body) = response.into_parts();
        let value = |name: &str| header(&parts.headers, name).unwrap_or_default();
        // What has no body worth reading is not waited for.
        let (body, ended) = match parts.status.as_u16() {
            200..=299 => {
                let raw = io::Read::take(body.as_reader(), most as u64 + 1);
                match decode::decoder(&value("content-encoding"), Box::new(raw)) {
                    Ok(decoder) => decode::read(decoder, most),
                    Err(e) => (Vec::new(), Ended::Torn(e.to_string())),
                }
            }
            _ => (Vec::new(), Ended::Whole),
        };
        Ok(Response { status: parts.status.as_u16(), headers: parts.headers, body, ended })
    }

    /// Sends something; answers with the status.
    pub(crate) fn post(&self, address: &Address, media: &str, body: &[u8]) -> Result<u16, ureq::Error> {
        let response = self.agent.post(address.as_str()).header("content-type", media).send(body)?;
        Ok(response.status().as_u16())
    }
}

/// The first value of a header.
pub(crate) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// The head of a response, its names in lower case.
pub(crate) fn head(status: u16, headers: &HeaderMap) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for (name, value) in headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head
}
