//! Outlets on loopback, each a host of its own: 127.0.x.y at one port.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What an outlet answers to a path, asked of a host: nothing for "not there".
type Answer = dyn Fn(&str, &str) -> Option<String> + Send + Sync;

/// What was asked of which host, and the statuses that were answered.
type Asked = BTreeMap<(String, String), Vec<String>>;

pub(crate) struct Web {
    port: u16,
    hosts: Vec<Ipv4Addr>,
    asked: Arc<Mutex<Asked>>,
    posted: Arc<Mutex<Vec<String>>>,
}

impl Web {
    /// So many outlets. What they answer has an ETag, and is not sent to who has it.
    pub(crate) fn new(outlets: usize, answer: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static) -> Web {
        let hosts: Vec<Ipv4Addr> =
            (0..outlets).map(|n| Ipv4Addr::new(127, 0, 1 + (n / 250) as u8, 1 + (n % 250) as u8)).collect();
        let first = TcpListener::bind((hosts[0], 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        let (asked, posted) = (Arc::default(), Arc::default());
        let answer: Arc<Answer> = Arc::new(answer);
        let others = hosts[1..].iter().map(|&host| TcpListener::bind((host, port)).unwrap());
        for listener in std::iter::once(first).chain(others) {
            let (answer, asked, posted) = (Arc::clone(&answer), Arc::clone(&asked), Arc::clone(&posted));
            let host = listener.local_addr().unwrap().ip().to_string();
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let _ = serve(stream, &host, &*answer, &asked, &posted);
                }
            });
        }
        Web { port, hosts, asked, posted }
    }

    /// The address of a path of an outlet.
    pub(crate) fn address(&self, outlet: usize, path: &str) -> String {
        format!("http://{}:{}{path}", self.hosts[outlet], self.port)
    }

    /// What allows all of them.
    pub(crate) fn allowed(&self) -> String {
        let hosts: Vec<String> = self.hosts.iter().map(ToString::to_string).collect();
        format!("--allow-host={}", hosts.join(","))
    }

    /// How often each path was asked for and sent: `(host, path)`, and the statuses that were answered.
    pub(crate) fn asked(&self) -> Asked {
        self.asked.lock().unwrap().clone()
    }

    /// How often something was sent, not counting what was not there or had not changed.
    pub(crate) fn sent(&self) -> usize {
        self.asked().values().flatten().filter(|status| *status == "200 OK").count()
    }

    pub(crate) fn posted(&self) -> Vec<String> {
        self.posted.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    host: &str,
    answer: &Answer,
    asked: &Mutex<Asked>,
    posted: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut known, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "if-none-match" => known = Some(value.trim().to_owned()),
            "content-length" => length = value.trim().parse().unwrap_or(0),
            _ => {}
        }
    }
    if method == "POST" {
        let mut body = String::new();
        lines.take(length).read_to_string(&mut body)?;
        posted.lock().unwrap().push(body);
        return write!(stream, "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    }
    let body = answer(host, &path);
    let tag = body.as_ref().map(|body| format!("\"{}\"", body.len() as u64 ^ sum(body)));
    let status = match (&body, tag == known) {
        (None, _) => "404 Not Found",
        (_, true) => "304 Not Modified",
        _ => "200 OK",
    };
    asked.lock().unwrap().entry((host.to_owned(), path)).or_default().push(status.to_owned());
    let (body, tag) = (body.filter(|_| status == "200 OK").unwrap_or_default(), tag.unwrap_or_default());
    write!(
        stream,
        "HTTP/1.1 {status}\r\nconnection: close\r\netag: {tag}\r\ncontent-type: text/html; charset=utf-8\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn sum(text: &str) -> u64 {
    text.bytes().fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)))
}
