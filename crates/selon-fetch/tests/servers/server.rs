//! A server for tests: a listener on loopback, a thread for each connection, an answer for each path.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use selon_fetch::{Address, Clock, Fetched, Fetcher, Millis, Refused, Resolve, Settings, Validators, Want};

/// A request, as far as tests ask: its method, its path and its headers, their names in lower case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) host: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// Writes whatever it likes as an answer.
pub(crate) type Answer = dyn Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync;

/// A server, and what it was asked.
pub(crate) struct Server {
    pub(crate) at: SocketAddr,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) fn new(answer: impl Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log): (Arc<Answer>, _) = (Arc::new(answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                std::thread::spawn(move || {
                    let mut stream = stream?;
                    let Some(request) = read(&stream)? else { return Ok(()) };
                    log.lock().unwrap().push(request.clone());
                    answer(&request, &mut stream)
                });
            }
            io::Result::Ok(())
        });
        Server { at, asked }
    }

    /// The address of a path, at a host whose name is looked up by [`Names`].
    pub(crate) fn address(&self, host: &str, path: &str) -> Address {
        Address::parse(&format!("http://{host}:{}{path}", self.at.port())).unwrap()
    }

    /// The paths that were asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|request| request.path.clone()).collect()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

fn read(stream: &std::net::TcpStream) -> io::Result<Option<Request>> {
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let mut words = line.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
    let mut request = Request { method: method.to_owned(), path: path.to_owned(), ..Request::default() };
    loop {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        request.headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    request.host = request.headers.get("host").and_then(|h| h.split(':').next()).unwrap_or_default().to_owned();
    let length = request.headers.get("content-length").and_then(|l| l.parse().ok()).unwrap_or(0);
    lines.take(length).read_to_end(&mut request.body)?;
    Ok(Some(request))
}

/// Writes a response and ends the connection.
pub(crate) fn respond(out: &mut dyn Write, status: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
    write!(out, "HTTP/1.1 {status}\r\nconnection: close\r\n")?;
    for (name, value) in headers {
        write!(out, "{name}: {value}\r\n")?;
    }
    write!(out, "content-length: {}\r\n\r\n", body.len())?;
    out.write_all(body)
}

pub(crate) fn missing(out: &mut dyn Write) -> io::Result<()> {
    respond(out, "404 Not Found", &[], b"")
}

/// A clock that goes on only where somebody waits.
#[derive(Debug, Default)]
pub(crate) struct TestClock {
    now: AtomicI64,
}

impl TestClock {
    pub(crate) fn at(now: Millis) -> Arc<TestClock> {
        Arc::new(TestClock { now: AtomicI64::new(now) })
    }

    pub(crate) fn set(&self, now: Millis) {
        self.now.fetch_max(now, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Millis {
        self.now.load(Ordering::SeqCst)
    }

    fn sleep(&self, time: Duration) {
        self.now.fetch_add(time.as_millis() as i64, Ordering::SeqCst);
    }
}

/// Knows every name that ends in `.test`: they lead to loopback. `inside.test` leads to a private network, `mixed.test` to both
/// that and loopback.
#[derive(Debug, Default)]
pub(crate) struct Names;

impl Resolve for Names {
    fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        match host {
            "inside.test" => Ok(vec![SocketAddr::from(([10, 1, 2, 3], port))]),
            "metadata.test" => Ok(vec![SocketAddr::from(([169, 254, 169, 254], port))]),
            "mapped.test" => Ok(vec![format!("[::ffff:127.0.0.1]:{port}").parse().unwrap()]),
            _ if host.strip_suffix(".test").is_some() => Ok(vec![SocketAddr::from(([127, 0, 0, 1], port))]),
            _ => Err(io::Error::other("no such host")),
        }
    }
}

/// A fetcher that may speak to `a.test`, `b.test` and `c.test`, with a deadline that tests can wait for.
pub(crate) fn fetcher(clock: &Arc<TestClock>) -> Fetcher {
    with(clock, |settings| settings)
}

pub(crate) fn with(clock: &Arc<TestClock>, change: impl FnOnce(Settings) -> Settings) -> Fetcher {
    let mut settings = Settings::new("0.0", "tests@selon.test").allow(["a.test", "b.test", "c.test"]);
    settings.deadline = Duration::from_millis(1500);
    Fetcher::with(change(settings), Arc::clone(clock) as Arc<dyn Clock>, Arc::new(Names))
}

pub(crate) fn page(fetcher: &Fetcher, address: &Address) -> Result<Fetched, Refused> {
    fetcher.get(address, &Validators::default(), Want::Page)
}
