//! What stands at an address, got politely.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::address::Address;
use crate::clock::{Clock, Millis, SystemClock, http_date, millis};
use crate::decode::Ended;
use crate::guard::is_public;
use crate::host::{Gate, Host, Memory};
use crate::robots::{self, Robots};
use crate::tdm::{Reservation, WellKnown};
use crate::wire::{self, Inside, Resolve, Response, SystemNames, Wire};

/// The name that robots.txt knows us by.
const NAME: &str = "selon";
/// So many redirects are followed.
const REDIRECTS: usize = 8;
/// robots.txt and tdmrep.json hold for a day (RFC 9309, 2.4).
const DAY: Millis = 24 * 3600 * 1000;
/// A Retry-After that says more is taken for this much.
const LONGEST_RETRY: Millis = DAY;
/// A host that says "later" and not when is asked again after so long.
const LATER: Duration = Duration::from_mins(5);

/// How to behave.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the User-Agent says: who asks, and how to reach them.
    pub agent: String,
    /// The pause between two requests to a host, at least.
    pub pause: Duration,
    /// A request and its response take no longer, whatever the server does.
    pub deadline: Duration,
    /// A host that wants to be left alone for longer is not waited for: the answer is [`Refused::Later`].
    pub patience: Duration,
    /// Hosts that may be spoken to though they are on this machine or in a private network.
    pub allowed: BTreeSet<String>,
    /// Certificates to trust, DER, instead of Mozilla's.
    pub roots: Vec<Vec<u8>>,
}

impl Settings {
    /// The usual ones, in the name of somebody who can be reached at `contact`.
    pub fn new(version: &str, contact: &str) -> Settings {
        let contact: String = contact.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        Settings {
            agent: format!("{NAME}/{version} (reads news for its user; contact: {})", contact.trim()),
            pause: Duration::from_secs(2),
            deadline: Duration::from_mins(1),
            patience: Duration::from_mins(1),
            allowed: BTreeSet::new(),
            roots: Vec::new(),
        }
    }

    /// Allows a host of this machine or of a private network, by its name.
    pub fn allow(mut self, hosts: impl IntoIterator<Item = impl AsRef<str>>) -> Settings {
        self.allowed.extend(hosts.into_iter().map(|host| wire::bare(host.as_ref())));
        self
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A page.
    Page,
    /// A feed, a sitemap, a list of feeds.
    List,
    /// One of them that is very large. Ask for one at a time.
    LargeList,
}

impl Want {
    /// So many bytes are read at most, encoded and decoded.
    pub fn most(self) -> usize {
        match self {
            Want::Page => 16 << 20,
            Want::List => 8 << 20,
            Want::LargeList => 64 << 20,
        }
    }

    fn accept(self) -> &'static str {
        match self {
            Want::Page => "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
            Want::List | Want::LargeList => {
                "application/rss+xml, application/atom+xml, application/feed+json, application/xml, text/xml, */*;q=0.1"
            }
        }
    }
}

/// By which a server knows whether we have the latest version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its ETag.
    pub etag: Option<String>,
    /// Its Last-Modified.
    pub modified: Option<String>,
}

impl Validators {
    /// Those that stand in the head of a response that was kept.
    pub fn of_head(head: &[u8]) -> Validators {
        let value = |name: &str| {
            head.split(|&b| b == b'\n').skip(1).find_map(|line| {
                let colon = memchr::memchr(b':', line)?;
                let value = std::str::from_utf8(line[colon + 1..].trim_ascii()).ok()?;
                line[..colon].trim_ascii().eq_ignore_ascii_case(name.as_bytes()).then(|| value.to_owned())
            })
        };
        Validators { etag: value("etag"), modified: value("last-modified") }
    }
}

/// What was got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Where it stands, after all redirects.
    pub address: Address,
    /// Whether it stands there for good, as far as the redirects say.
    pub moved: bool,
    /// Whether the server says that it is what we have: there is no body then.
    pub unchanged: bool,
    /// When it was got.
    pub at: Millis,
    /// The head of the response.
    pub head: Vec<u8>,
    /// The body, its encodings undone.
    pub body: Vec<u8>,
    /// Why the body is not whole, where it is not.
    pub torn: Option<String>,
    /// What the server or the page says about mining.
    pub reservation: Option<Reservation>,
    /// By which to ask the next time.
    pub validators: Validators,
    /// How long it stays as it is, as far as the server says.
    pub fresh: Option<Duration>,
}

/// Why something was not got.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A host of this machine or of a private network.
    #[error("{0} is a loopback or private address; allow it by name with --allow-host")]
    Inside(String),
    /// robots.txt does not allow it.
    #[error("its robots.txt does not allow it")]
    Robots,
    /// The host wants to be asked later.
    #[error("{why}; it may be asked again at {}", crate::timestamp(*.until))]
    Later {
        /// Not before this time.
        until: Millis,
        /// What it said.
        why: String,
    },
    /// Another status than success.
    #[error("the server answers {0}")]
    Status(u16),
    /// More than is read.
    #[error("too large: more than {} MiB", .0 >> 20)]
    TooLarge(usize),
    /// Redirects that lead nowhere.
    #[error("{0}")]
    Redirect(String),
    /// No connection, no answer in time, a certificate that does not fit, an answer that is none.
    #[error("{0}")]
    Failed(String),
}

impl Refused {
    /// Whether asking again later makes no sense.
    pub fn is_final(&self) -> bool {
        match self {
            Refused::Inside(_) | Refused::TooLarge(_) | Refused::Robots => true,
            Refused::Status(status) => (400..500).contains(status) && ![408, 425, 429].contains(status),
            Refused::Later { .. } | Refused::Redirect(_) | Refused::Failed(_) => false,
        }
    }
}

/// Gets what stands at addresses. Share one: it knows what was asked of which host.
pub struct Fetcher {
    wire: Wire,
    settings: Settings,
    clock: Arc<dyn Clock>,
    hosts: Mutex<BTreeMap<String, Gate>>,
}

impl Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Fetcher {
    /// With the machine's clock and names.
    pub fn new(settings: Settings) -> Fetcher {
        Fetcher::with(settings, Arc::new(SystemClock), Arc::new(SystemNames))
    }

    /// With a clock and names of one's own.
    pub fn with(settings: Settings, clock: Arc<dyn Clock>, names: Arc<dyn Resolve>) -> Fetcher {
        let Settings { agent, deadline, allowed, roots, .. } = &settings;
        let wire = Wire::new(agent, *deadline, names, allowed.clone(), roots);
        Fetcher { wire, settings, clock, hosts: Mutex::default() }
    }

    /// What is known of a host, by an address of it.
    pub fn memory(&self, address: &Address) -> Memory {
        let gate = self.gate(address);
        let host = gate.lock().unwrap_or_else(PoisonError::into_inner);
        host.memory.clone()
    }

    /// Whether a host may be asked now (see [`Address::origin`]), and nobody speaks to it.
    pub fn is_ready(&self, origin: &str, now: Millis) -> bool {
        let gate = {
            let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            hosts.get(origin).map(Arc::clone)
        };
        gate.is_none_or(|gate| gate.try_lock().is_ok_and(|host| host.memory.ready <= now))
    }

    /// Goes on with what was known of a host (see [`Address::origin`]).
    pub fn remember(&self, origin: &str, memory: Memory) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.insert(origin.to_owned(), Arc::new(Mutex::new(Host::of(memory))));
    }

    /// Gets what stands at an address. Waits for the pauses of its host, and for others that speak to it.
    ///
    /// # Errors
    /// Where nothing can be got, now or ever; see [`Refused`].
    pub fn get(&self, address: &Address, known: &Validators, want: Want) -> Result<Fetched, Refused> {
        let (mut at, mut moved) = (address.clone(), true);
        let mut been = BTreeSet::new();
        for _ in 0..=REDIRECTS {
            if !been.insert(at.clone()) {
                return Err(Refused::Redirect("redirects that lead back to where they began".to_owned()));
            }
            let (response, mining) = self.ask_twice(&at, known, want)?;
            let header = |name: &str| wire::header(&response.headers, name);
            match response.status {
                301 | 302 | 303 | 307 | 308 => {
                    let to = header("location").ok_or_else(|| Refused::Redirect("a redirect to nowhere".to_owned()))?;
                    moved &= matches!(response.status, 301 | 308);
                    at = at.join(&to).ok_or_else(|| Refused::Redirect(format!("a redirect to {to:?}")))?;
                }
                200 | 203 | 304 => return self.fetched(response, mining, at.clone(), moved && at != *address, want),
                status => return Err(Refused::Status(status)),
            }
        }
        Err(Refused::Redirect(format!("more than {REDIRECTS} redirects")))
    }

    /// Sends something to an address: no redirects, no questions to robots.txt, which speaks of what is read.
    ///
    /// # Errors
    /// Where it is not taken.
    pub fn post(&self, address: &Address, media: &str, body: &[u8]) -> Result<(), Refused> {
        self.may_ask(address)?;
        match self.wire.post(address, media, body).map_err(refused)? {
            200..=299 => Ok(()),
            status => Err(Refused::Status(status)),
        }
    }

    fn fetched(
        &self,
        response: Response,
        mining: Option<Reservation>,
        address: Address,
        moved: bool,
        want: Want,
    ) -> Result<Fetched, Refused> {
        let torn = match response.ended {
            Ended::Whole => None,
            Ended::TooLarge => return Err(Refused::TooLarge(want.most())),
            Ended::Torn(why) if response.body.is_empty() => return Err(Refused::Failed(why)),
            Ended::Torn(why) => Some(why),
        };
        let header = |name: &str| wire::header(&response.headers, name);
        let reservation = match want {
            Want::Page => Reservation::of_page(&response.body).or_else(|| Reservation::of_headers(header)).or(mining),
            Want::List | Want::LargeList => None,
        };
        Ok(Fetched {
            moved,
            unchanged: response.status == 304,
            at: self.clock.now(),
            head: wire::head(response.status, &response.headers),
            torn,
            reservation,
            validators: Validators { etag: header("etag"), modified: header("last-modified") },
            fresh: header("cache-control").and_then(|value| max_age(&value)),
            body: response.body,
            address,
        })
    }

    /// Asks, and once more where the host wants to be asked a little later.
    fn ask_twice(
        &self,
        at: &Address,
        known: &Validators,
        want: Want,
    ) -> Result<(Response, Option<Reservation>), Refused> {
        match self.ask(at, known, want) {
            Err(Refused::Later { until, .. }) if until <= self.clock.now() + millis(self.settings.patience) => {
                self.ask(at, known, want)
            }
            answer => answer,
        }
    }

    /// One hop: what the host allows, what it says about mining, and the response.
    fn ask(&self, at: &Address, known: &Validators, want: Want) -> Result<(Response, Option<Reservation>), Refused> {
        self.may_ask(at)?;
        let gate = self.gate(at);
        let host = &mut *gate.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.robots(host, at)?.allows(at.path()) {
            return Err(Refused::Robots);
        }
        let mining = if want == Want::Page { self.mining(host, at)?.of(at.path()).cloned() } else { None };
        let mut headers = vec![("accept", want.accept())];
        headers.extend(known.etag.as_deref().map(|etag| ("if-none-match", etag)));
        headers.extend(known.modified.as_deref().map(|modified| ("if-modified-since", modified)));
        let response = self.request(host, at, &headers, want.most())?;
        if matches!(response.status, 429 | 503) {
            let now = self.clock.now();
            let said = wire::header(&response.headers, "retry-after").and_then(|value| retry_after(&value, now));
            if response.status == 429 || said.is_some() {
                let until = said.unwrap_or(now + millis(LATER));
                host.memory.ready = host.memory.ready.max(until);
                let why = format!("the server answers {}, too many requests or too busy", response.status);
                return Err(Refused::Later { until, why });
            }
        }
        Ok((response, mining))
    }

    /// The rules of a host, asked for where they are not known.
    fn robots(&self, host: &mut Host, at: &Address) -> Result<Arc<Robots>, Refused> {
        if let Some(known) = host.robots(self.clock.now(), NAME) {
            return Ok(known);
        }
        let mut file = at.join("/robots.txt").expect("a path of our own");
        for _ in 0..=REDIRECTS {
            let response = self.request(host, &file, &[], robots::MAX_BYTES)?;
            let now = self.clock.now();
            let text = match response.status {
                301 | 302 | 303 | 307 | 308 => {
                    let to = wire::header(&response.headers, "location").and_then(|to| file.join(&to));
                    // The rules may stand at another host, which is asked for this file alone.
                    match to {
                        Some(to) if self.may_ask(&to).is_ok() => {
                            file = to;
                            continue;
                        }
                        _ => None,
                    }
                }
                200..=299 => Some(String::from_utf8_lossy(&response.body).into_owned()),
                status @ (429 | 500..) => {
                    // Nobody knows what is allowed. The rules that held up to now hold on, if there are any.
                    if let Some((text, _)) = host.memory.robots.take() {
                        host.learn_robots(text, now + DAY);
                        break;
                    }
                    host.in_trouble(now);
                    let said = wire::header(&response.headers, "retry-after").and_then(|v| retry_after(&v, now));
                    host.memory.ready = host.memory.ready.max(said.unwrap_or(0));
                    let why = format!("its robots.txt cannot be read (the server answers {status})");
                    return Err(Refused::Later { until: host.memory.ready, why });
                }
                _ => None,
            };
            host.learn_robots(text, now + DAY);
            break;
        }
        // Where redirects led nowhere there are no rules.
        if host.robots(self.clock.now(), NAME).is_none() {
            host.learn_robots(None, self.clock.now() + DAY);
        }
        Ok(host.robots(self.clock.now(), NAME).unwrap_or_default())
    }

    /// What a host says about mining, asked for where it is not known. A host that does not say is not asked again for a day.
    fn mining<'a>(&self, host: &'a mut Host, at: &Address) -> Result<&'a WellKnown, Refused> {
        let now = self.clock.now();
        if host.memory.tdm.as_ref().is_none_or(|(_, until)| *until <= now) {
            let file = at.join("/.well-known/tdmrep.json").expect("a path of our own");
            let said = self.request(host, &file, &[], WellKnown::MAX_BYTES)?;
            let known = if said.status == 200 { WellKnown::parse(&said.body) } else { WellKnown::default() };
            host.memory.tdm = Some((known, now + DAY));
        }
        Ok(host.memory.tdm.as_ref().map(|(known, _)| known).expect("it was put there"))
    }

    /// One request, after the pause that its host is owed.
    fn request(
        &self,
        host: &mut Host,
        at: &Address,
        headers: &[(&str, &str)],
        most: usize,
    ) -> Result<Response, Refused> {
        let now = self.clock.now();
        let wait = host.memory.ready.saturating_sub(now);
        if wait > millis(self.settings.patience) {
            let why = "its host wants to be left alone".to_owned();
            return Err(Refused::Later { until: host.memory.ready, why });
        }
        if wait > 0 {
            self.clock.sleep(Duration::from_millis(wait as u64));
        }
        let began = self.clock.now();
        let response = self.wire.get(at, headers, most);
        let now = self.clock.now();
        host.pause(now, began, self.settings.pause);
        match response {
            Ok(response) => {
                host.answered();
                Ok(response)
            }
            Err(error) => {
                host.in_trouble(now);
                Err(refused(error))
            }
        }
    }

    /// What can be known before a name is looked up.
    fn may_ask(&self, address: &Address) -> Result<(), Refused> {
        let host = wire::bare(address.host());
        match address.number() {
            Some(ip) if !is_public(ip) && !self.settings.allowed.contains(&host) => Err(Refused::Inside(host)),
            _ => Ok(()),
        }
    }

    fn gate(&self, address: &Address) -> Gate {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(address.origin()).or_default())
    }
}

fn refused(error: ureq::Error) -> Refused {
    match error {
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Inside>()) {
            Some(Inside(host)) => Refused::Inside(host.clone()),
            None => Refused::Failed(format!("no answer: {error}")),
        },
        ureq::Error::HostNotFound => Refused::Failed("there is no such host".to_owned()),
        ureq::Error::Timeout(_) => Refused::Failed("no answer in time".to_owned()),
        error => Refused::Failed(format!("no answer: {error}")),
    }
}

/// Seconds, or a date (RFC 9110, 10.2.3).
fn retry_after(value: &str, now: Millis) -> Option<Millis> {
    let seconds = value.trim().parse::<u32>().ok().map(|seconds| now + Millis::from(seconds) * 1000);
    seconds.or_else(|| http_date(value)).map(|until| until.clamp(now, now + LONGEST_RETRY))
}

fn max_age(value: &str) -> Option<Duration> {
    let directive = value.split(',').find_map(|part| part.trim().strip_prefix("max-age="))?;
    directive.trim_matches('"').parse::<u32>().ok().map(|seconds| Duration::from_secs(u64::from(seconds)))
}
