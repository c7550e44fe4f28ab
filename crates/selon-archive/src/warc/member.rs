//! The records of a WARC, whatever it is compressed with, and the way back into it after damage.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use super::record::{self, Fault, MAX_BLOCK, Record, VERSION};
use crate::capture::{Damage, Position};
use crate::input::{Input, line};

const GZIP: &[u8] = b"\x1F\x8B\x08";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";
/// A frame that decoders skip; in the first place of a WARC it holds the dictionary of the others
/// (<https://iipc.github.io/warc-specifications/specifications/warc-zstd/>).
const DICTIONARY: &[u8] = b"\x5D\x2A\x4D\x18";
/// The largest dictionary that is taken, in bytes.
const MAX_DICTIONARY: usize = 8 << 20;
/// How much of a member is read in search of its next record before the member is given up, in bytes.
const PATIENCE: u64 = 4 * MAX_BLOCK;
/// How often the bytes of a file may be read again in search of a member, on average.
const REWIND: u64 = 4;
/// How much of a member has to be there to see whether a record begins in it.
const PROBE: usize = 512;
/// How far a member is looked for in a file whose beginning says nothing, in bytes.
const SEARCH: usize = 1 << 20;

/// Reads records one after the other. A member is one compressed piece of the file: most hold one record, some files are one
/// member.
pub(super) struct Members<R: Read> {
    state: State<R>,
    dictionary: Vec<u8>,
    /// Bytes that come before those of the source: records that a lying length had swallowed.
    pushed: io::Cursor<Vec<u8>>,
    /// Where the current member begins, and how many records of it were read.
    position: Position,
    /// Where to begin.
    from: u64,
    /// Whether the file is one of compressed members.
    packed: bool,
    /// How many bytes were read again after damage.
    rewound: u64,
}

enum State<R: Read> {
    /// Nothing was read.
    New(Input<R>),
    /// Before a member, or in a file without compression.
    Plain(Input<R>),
    Gzip(Box<BufReader<GzDecoder<Input<R>>>>),
    Zstd(Box<BufReader<ZstdDecoder<'static, Input<R>>>>),
    Ended,
}

impl<R: Read> Members<R> {
    pub(super) fn new(source: R, from: u64) -> Members<R> {
        Members {
            state: State::New(Input::new(source)),
            dictionary: Vec::new(),
            pushed: io::Cursor::default(),
            position: Position { offset: from, inner: 0 },
            from,
            packed: false,
            rewound: 0,
        }
    }

    /// Where the next record stands.
    pub(super) fn position(&self) -> Position {
        self.position
    }

    fn step(&mut self) -> Result<Option<Record>, Fault> {
        loop {
            if matches!(self.state, State::Ended) {
                return Ok(None);
            }
            if matches!(self.state, State::New(_)) {
                self.begin()?;
            }
            if !self.enter()? {
                self.state = State::Ended;
                return Ok(None);
            }
            let position = self.position;
            let Some(mut source) = self.source() else { return Ok(None) };
            if record::version(&mut source)?.is_none() {
                self.leave();
                continue;
            }
            let read = record::rest(&mut source, position)?;
            self.push(read.swallowed);
            self.passed();
            return Ok(Some(read.record));
        }
    }

    /// Reads the dictionary, where there is one, and goes to where the reading begins.
    fn begin(&mut self) -> Result<(), Fault> {
        let State::New(mut input) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(()) };
        if input.peek(8)?.starts_with(DICTIONARY) {
            let head = input.peek(8)?;
            let size = head.get(4..8).map_or(0, |n| u32::from_le_bytes(n.try_into().expect("four bytes")) as usize);
            if size > MAX_DICTIONARY {
                return Err(Fault::Io(io::Error::other("its dictionary is too large")));
            }
            input.skip(8)?;
            let mut dictionary = Vec::new();
            (&mut input).take(size as u64).read_to_end(&mut dictionary)?;
            if dictionary.starts_with(ZSTD) {
                let mut plain = Vec::new();
                ZstdDecoder::new(&dictionary[..])?.take(MAX_DICTIONARY as u64).read_to_end(&mut plain)?;
                dictionary = plain;
            }
            self.dictionary = dictionary;
        }
        let at = input.at();
        if self.from > at {
            input.skip(self.from - at)?;
        }
        self.position = Position { offset: input.at(), inner: 0 };
        self.packed = !begins_as_it_should(input.peek(PROBE)?) && is_packed(input.peek(SEARCH)?, &self.dictionary);
        self.state = State::Plain(input);
        Ok(())
    }

    /// Goes into the member that begins here, if the reading stands between two; `false` at the end of the file.
    fn enter(&mut self) -> Result<bool, Fault> {
        let pushed = self.pushed_back();
        let State::Plain(input) = &mut self.state else { return Ok(true) };
        let head = input.peek(4)?;
        if head.is_empty() {
            return Ok(pushed > 0);
        }
        let (is_gzip, is_zstd) = (head.starts_with(GZIP), head.starts_with(ZSTD));
        self.packed |= pushed == 0 && (is_gzip || is_zstd);
        if self.packed {
            input.mark();
        }
        if pushed == 0 && (is_gzip || is_zstd) {
            self.position = Position { offset: input.at(), inner: 0 };
            let State::Plain(input) = std::mem::replace(&mut self.state, State::Ended) else { unreachable!() };
            self.state = if is_gzip {
                State::Gzip(Box::new(BufReader::new(GzDecoder::new(input))))
            } else {
                State::Zstd(Box::new(BufReader::new(zstd(input, &self.dictionary)?)))
            };
        } else {
            self.position = Position { offset: input.at() - pushed, inner: 0 };
        }
        Ok(true)
    }

    /// One record was read: the next one is the next of its member, or stands where a plain file has come to.
    fn passed(&mut self) {
        match &self.state {
            State::Plain(input) => {
                self.position = Position { offset: input.at() - self.pushed_back(), inner: 0 };
            }
            _ => self.position.inner += 1,
        }
    }

    /// Out of a member that has ended, or that cannot be read further.
    fn leave(&mut self) {
        self.pushed = io::Cursor::default();
        self.state = match std::mem::replace(&mut self.state, State::Ended) {
            State::Gzip(member) => State::Plain(member.into_inner().into_inner()),
            State::Zstd(member) => State::Plain(member.into_inner().finish()),
            State::New(_) | State::Plain(_) | State::Ended => State::Ended,
        };
        if let State::Plain(input) = &self.state {
            self.position = Position { offset: input.at(), inner: 0 };
        }
    }

    /// How many bytes come before those of the source.
    fn pushed_back(&self) -> u64 {
        (self.pushed.get_ref().len() as u64).saturating_sub(self.pushed.position())
    }

    fn push(&mut self, bytes: Vec<u8>) {
        let at = usize::try_from(self.pushed.position()).unwrap_or(usize::MAX).min(self.pushed.get_ref().len());
        let rest = self.pushed.get_ref()[at..].to_vec();
        self.pushed = io::Cursor::new([bytes, rest].concat());
    }

    fn source(&mut self) -> Option<Source<'_>> {
        let source: &mut dyn BufRead = match &mut self.state {
            State::Plain(input) => input,
            State::Gzip(member) => member,
            State::Zstd(member) => member,
            State::New(_) | State::Ended => return None,
        };
        Some(Source { pushed: &mut self.pushed, source })
    }

    /// Goes to the next record after words that are none; `false` where there is none in reach.
    fn find_in_member(&mut self) -> io::Result<bool> {
        let mut read = 0u64;
        let mut whole = true;
        // A file without compression is as long as it is; a member may be longer than anyone has time.
        while read <= PATIENCE || matches!(self.state, State::Plain(_)) {
            let Some(mut source) = self.source() else { return Ok(false) };
            let words = line(&mut source, 64 << 10)?;
            if words.is_empty() {
                return Ok(false);
            }
            if whole && words.starts_with(b"WARC/1.") {
                self.push(words);
                if let State::Plain(input) = &self.state {
                    self.position = Position { offset: input.at() - self.pushed_back(), inner: 0 };
                }
                return Ok(true);
            }
            whole = words.ends_with(b"\n");
            read += words.len() as u64;
        }
        Ok(false)
    }

    /// Goes to the next compressed member that begins with a record.
    fn find_member(&mut self) -> io::Result<()> {
        if !matches!(self.state, State::Plain(_)) {
            self.leave();
        }
        let State::Plain(input) = &mut self.state else { return Ok(()) };
        // A torn member ends where the decoder cannot know it: some of the next one was taken for its rest. Overlapping
        // members could send the reading back for ever.
        if self.rewound <= REWIND * input.at() {
            self.rewound += input.rewind();
            input.skip(1)?;
        }
        loop {
            let here = input.peek(PROBE)?;
            if here.is_empty() {
                return Ok(());
            }
            let next = memchr::memchr2(GZIP[0], ZSTD[0], here);
            let Some(at) = next else {
                let all = here.len();
                input.consume(all);
                continue;
            };
            input.consume(at);
            let here = input.peek(PROBE)?;
            if begins(here, &self.dictionary) {
                self.position = Position { offset: input.at(), inner: 0 };
                return Ok(());
            }
            input.consume(1);
        }
    }
}

fn zstd<R: BufRead>(source: R, dictionary: &[u8]) -> io::Result<ZstdDecoder<'static, R>> {
    Ok(ZstdDecoder::with_dictionary(source, dictionary)?.single_frame())
}

/// Whether a compressed member with a record stands here.
fn begins(here: &[u8], dictionary: &[u8]) -> bool {
    (here.starts_with(GZIP) && starts(GzDecoder::new(here)))
        || (here.starts_with(ZSTD) && zstd(here, dictionary).is_ok_and(starts))
}

/// Whether the first bytes of a file are those of a record or of a member.
fn begins_as_it_should(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    [VERSION, GZIP, ZSTD].iter().any(|magic| head.starts_with(magic))
}

/// Whether a file is one of members though its first bytes are none: then only its first member is damaged.
fn is_packed(head: &[u8], dictionary: &[u8]) -> bool {
    memchr::memchr2_iter(GZIP[0], ZSTD[0], head).any(|at| begins(&head[at..head.len().min(at + PROBE)], dictionary))
}

/// Whether what a decoder gives begins as a record does.
fn starts(mut decoder: impl Read) -> bool {
    let mut first = [0; VERSION.len()];
    decoder.read_exact(&mut first).is_ok() && first == VERSION
}

/// What was pushed back, then the source.
struct Source<'a> {
    pushed: &'a mut io::Cursor<Vec<u8>>,
    source: &'a mut dyn BufRead,
}

impl Source<'_> {
    fn is_pushed(&self) -> bool {
        self.pushed.position() < self.pushed.get_ref().len() as u64
    }
}

impl Read for Source<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.is_pushed() { self.pushed.read(out) } else { self.source.read(out) }
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_pushed() { self.pushed.fill_buf() } else { self.source.fill_buf() }
    }

    fn consume(&mut self, n: usize) {
        if self.is_pushed() {
            self.pushed.consume(n);
        } else {
            self.source.consume(n);
        }
    }
}

impl<R: Read> Iterator for Members<R> {
    type Item = Result<Record, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        let fault = match self.step() {
            Ok(record) => return record.map(Ok),
            Err(fault) => fault,
        };
        let position = self.position;
        let in_member = matches!(self.state, State::Gzip(_) | State::Zstd(_));
        let packed = self.packed;
        let (reason, found) = match fault {
            Fault::Broken(reason) if packed && !in_member => (reason, Ok(false)),
            Fault::Broken(reason) => (reason, self.find_in_member()),
            Fault::Io(e) if packed => (format!("cannot be decompressed: {e}"), Ok(false)),
            Fault::Io(e) => (e.to_string(), Err(e)),
        };
        // What a member does not hold may come in the next one; a file without compression has come to its end.
        let found = match found {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) if packed => self.find_member(),
            Ok(false) => Err(io::ErrorKind::UnexpectedEof.into()),
            Err(e) => Err(e),
        };
        if found.is_err() {
            self.state = State::Ended;
        }
        Some(Err(Damage { position, reason }))
    }
}
