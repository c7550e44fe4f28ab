//! A byte source that knows how far it has been read, and what comes next.

use std::io::{self, BufRead, Read};

/// How many consumed bytes are kept behind a mark.
const KEPT: usize = 1 << 20;
/// How many bytes are asked of the source at once.
const CHUNK: usize = 64 << 10;

/// A buffered source that counts.
#[derive(Debug)]
pub(crate) struct Input<R> {
    source: R,
    buffer: Vec<u8>,
    /// The first byte of the buffer that is not consumed.
    start: usize,
    /// How many bytes were consumed.
    at: u64,
    ended: bool,
    /// Consumed bytes from here on can be had again, as far as they are kept.
    mark: Option<u64>,
}

impl<R: Read> Input<R> {
    pub(crate) fn new(source: R) -> Input<R> {
        Input { source, buffer: Vec::with_capacity(CHUNK), start: 0, at: 0, ended: false, mark: None }
    }

    /// How many bytes were consumed.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// The next `n` bytes, without consuming them; fewer only at the end.
    pub(crate) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.start < n && !self.ended {
            self.more()?;
        }
        Ok(&self.buffer[self.start..])
    }

    /// Consumes up to `n` bytes; returns how many there were.
    pub(crate) fn skip(&mut self, n: u64) -> io::Result<u64> {
        let mut left = n;
        while left > 0 {
            let here = self.fill_buf()?.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if here == 0 {
                break;
            }
            self.consume(here);
            left -= here as u64;
        }
        Ok(n - left)
    }

    /// Remembers this place.
    pub(crate) fn mark(&mut self) {
        self.mark = Some(self.at);
    }

    /// Goes back to the mark, or as near to it as bytes are kept; returns by how many. The mark is gone then.
    pub(crate) fn rewind(&mut self) -> u64 {
        let Some(mark) = self.mark.take() else { return 0 };
        let back = usize::try_from(self.at - mark).unwrap_or(usize::MAX).min(self.start).min(KEPT);
        self.start -= back;
        self.at -= back as u64;
        back as u64
    }

    fn more(&mut self) -> io::Result<()> {
        let kept = self.mark.map_or(0, |mark| usize::try_from(self.at - mark).unwrap_or(KEPT).min(KEPT));
        let spent = self.start.saturating_sub(kept);
        // Behind a mark bytes are moved by the megabyte, not with every chunk.
        if self.mark.is_none() || spent >= KEPT {
            self.buffer.drain(..spent);
            self.start -= spent;
        }
        let old = self.buffer.len();
        self.buffer.resize(old + CHUNK, 0);
        let read = loop {
            match self.source.read(&mut self.buffer[old..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(old + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(())
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let here = self.fill_buf()?;
        let n = here.len().min(out.len());
        out[..n].copy_from_slice(&here[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, n: usize) {
        self.start += n;
        self.at += n as u64;
        debug_assert!(self.start <= self.buffer.len());
    }
}

/// Reads on to the end of a line, or to `limit` bytes; the line holds its end.
pub(crate) fn line(source: &mut dyn BufRead, limit: usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    source.take(limit as u64).read_until(b'\n', &mut line)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peeking_consumes_nothing_and_skipping_counts() {
        let mut input = Input::new(&b"abcdef"[..]);
        assert_eq!(&input.peek(3).unwrap()[..3], b"abc");
        assert_eq!(input.at(), 0);
        assert_eq!(input.skip(2).unwrap(), 2);
        assert_eq!(input.peek(100).unwrap(), b"cdef");
        assert_eq!(input.skip(100).unwrap(), 4);
        assert_eq!(input.at(), 6);
        let mut input = Input::new(&b"abcdef"[..]);
        input.skip(1).unwrap();
        input.mark();
        input.skip(3).unwrap();
        assert_eq!((input.rewind(), input.at(), input.rewind()), (3, 1, 0));
        assert_eq!(input.peek(9).unwrap(), b"bcdef");
        assert_eq!(line(&mut &b"one\ntwo"[..], 10).unwrap(), b"one\n");
        assert_eq!(line(&mut &b"one\ntwo"[..], 2).unwrap(), b"on");
    }
}
