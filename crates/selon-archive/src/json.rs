//! Texts that other programs have extracted: JSON lines, a JSON array, or a chat export.
//!
//! Objects are cut out of the stream as they stand, byte for byte; what they mean is for the reader of pages to say.

use std::io::{self, BufRead as _, Read};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::MAX_BODY;
use crate::capture::{Damage, Position};
use crate::input::{Input, line};

/// The longest object, in bytes: a text of the largest size, each of its characters escaped in the longest way.
const LONGEST: usize = 6 * MAX_BODY;
/// How deep objects may be nested.
const DEEPEST: usize = 128;
/// The longest name of a member that matters here, in bytes; and the longest name of a chat.
const NAME: usize = 1024;

/// One object, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its first byte, or in lines that of its line.
    pub position: Position,
    /// Its number: of its line where each stands on a line, or of itself; from 1.
    pub number: u64,
    /// The object. A post of a chat export is put together with its chat: `{"chat": {…}, "message": {…}}`.
    pub bytes: Vec<u8>,
}

/// The objects of a file, in order.
///
/// ```
/// use selon_archive::json::Objects;
///
/// let export = r#"{"name": "Radio Valmora", "type": "public_channel", "id": 7, "messages": [
///     {"id": 1, "type": "message", "text": "Le port est fermé."}]}"#;
/// let posts: Vec<_> = Objects::new(export.as_bytes()).collect();
/// let post = posts[0].as_ref().unwrap();
/// assert!(post.bytes.starts_with(br#"{"chat":{"name":"Radio Valmora","type":"public_channel","id":7},"message":{"id": 1"#));
/// ```
#[derive(Debug)]
pub struct Objects<R> {
    input: Input<R>,
    mode: Mode,
    number: u64,
}

#[derive(Debug)]
enum Mode {
    New,
    Lines,
    Nested(Vec<Frame>),
    Ended,
}

/// An object or array that the reading is inside of.
#[derive(Debug, Default)]
struct Frame {
    is_array: bool,
    /// In an object, the name of the member that is being read; of an array, the name of the member that it is.
    key: Vec<u8>,
    /// What is known of the chat that this object may be.
    chat: Vec<(Vec<u8>, Vec<u8>)>,
    /// Whether a name comes next.
    expects_key: bool,
}

impl<R: Read> Objects<R> {
    /// Reads from the beginning. Nothing is asked of the source yet.
    pub fn new(source: R) -> Objects<R> {
        Objects { input: Input::new(source), mode: Mode::New, number: 0 }
    }

    fn damage(&self, reason: impl Into<String>) -> Damage {
        Damage { position: Position { offset: self.input.at(), inner: 0 }, reason: reason.into() }
    }

    /// Lines, or one large value?
    fn begin(&mut self) -> io::Result<()> {
        if self.input.peek(3)?.starts_with(b"\xEF\xBB\xBF") {
            self.input.consume(3);
        }
        self.blank()?;
        let head = self.input.peek(1)?;
        let is_lines = head.first() == Some(&b'{') && {
            let mut known = 64 << 10;
            // As much as the first line is long.
            let end = loop {
                let here = self.input.peek(known)?;
                let end = memchr::memchr(b'\n', here);
                if end.is_some() || here.len() < known || known > LONGEST {
                    break end.unwrap_or(here.len());
                }
                known = here.len() * 2;
            };
            let first = self.input.peek(end)?;
            serde_json::from_slice::<Export<'_>>(&first[..end.min(first.len())]).is_ok_and(|first| !first.is_export())
        };
        let is_value = matches!(self.input.peek(1)?.first(), Some(b'{' | b'['));
        self.mode = if is_value && !is_lines { Mode::Nested(Vec::new()) } else { Mode::Lines };
        Ok(())
    }

    fn blank(&mut self) -> io::Result<()> {
        loop {
            let here = self.input.fill_buf()?;
            let n = here.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let all = n == here.len();
            self.input.consume(n);
            if n == 0 || !all {
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<Result<Object, Damage>>> {
        loop {
            let position = Position { offset: self.input.at(), inner: 0 };
            let bytes = line(&mut self.input, LONGEST)?;
            if bytes.is_empty() {
                return Ok(None);
            }
            self.number += 1;
            if bytes.len() >= LONGEST && !bytes.ends_with(b"\n") {
                while !matches!(line(&mut self.input, LONGEST)?.last(), None | Some(b'\n')) {}
                let reason = format!("line {} is longer than {LONGEST} bytes", self.number);
                return Ok(Some(Err(Damage { position, reason })));
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some(Ok(Object { position, number: self.number, bytes })));
            }
        }
    }

    /// The next object of an array, or of the posts of a chat.
    fn nested(&mut self) -> io::Result<Option<Result<Object, Damage>>> {
        let Mode::Nested(mut frames) = std::mem::replace(&mut self.mode, Mode::Ended) else { return Ok(None) };
        loop {
            self.blank()?;
            let Some(&next) = self.input.fill_buf()?.first() else {
                return Ok((!frames.is_empty()).then(|| Err(self.damage("the file ends inside a value"))));
            };
            let inner = frames.last();
            let is_post = inner.is_some_and(|f| f.is_array && f.key == b"messages");
            let is_entry = frames.len() == 1 && inner.is_some_and(|f| f.is_array);
            match next {
                b'{' if is_post || is_entry => {
                    let position = Position { offset: self.input.at(), inner: 0 };
                    self.number += 1;
                    let taken = self.value()?;
                    if is_post && taken.as_ref().is_ok_and(|post| is_silent(post)) {
                        continue;
                    }
                    let object = taken.map(|bytes| {
                        let bytes = if is_post { post(&frames, &bytes) } else { bytes };
                        Object { position, number: self.number, bytes }
                    });
                    let ends = object.is_err();
                    if !ends {
                        self.mode = Mode::Nested(frames);
                    }
                    return Ok(Some(object));
                }
                b'{' | b'[' => {
                    if frames.len() >= DEEPEST {
                        return Ok(Some(Err(self.damage("nested too deeply"))));
                    }
                    let key = inner.filter(|f| !f.is_array).map(|f| f.key.clone()).unwrap_or_default();
                    frames.push(Frame { is_array: next == b'[', key, chat: Vec::new(), expects_key: next == b'{' });
                    self.input.consume(1);
                }
                b'}' | b']' => {
                    frames.pop();
                    self.input.consume(1);
                }
                b',' => {
                    if let Some(frame) = frames.last_mut() {
                        frame.expects_key = !frame.is_array;
                    }
                    self.input.consume(1);
                }
                b':' => self.input.consume(1),
                _ => {
                    let scalar = match self.value()? {
                        Ok(scalar) => scalar,
                        Err(damage) => return Ok(Some(Err(damage))),
                    };
                    let Some(frame) = frames.last_mut() else {
                        return Ok(Some(Err(self.damage("neither JSON lines nor a JSON array"))));
                    };
                    if frame.expects_key {
                        frame.key = scalar.trim_ascii_start().strip_prefix(b"\"").unwrap_or_default().to_vec();
                        frame.key.pop();
                        frame.key.truncate(NAME);
                        frame.expects_key = false;
                    } else if matches!(&frame.key[..], b"name" | b"type" | b"id") && scalar.len() <= NAME {
                        let key = frame.key.clone();
                        frame.chat.push((key, scalar));
                    }
                }
            }
        }
    }

    /// Takes a whole value, as it stands.
    fn value(&mut self) -> io::Result<Result<Vec<u8>, Damage>> {
        let mut value = Vec::new();
        let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
        loop {
            let here = self.input.fill_buf()?;
            if here.is_empty() {
                return Ok(if depth == 0 && !quoted && !value.is_empty() {
                    Ok(value)
                } else {
                    Err(self.damage("the file ends inside a value"))
                });
            }
            let mut used = 0;
            let mut whole = false;
            for &byte in here {
                if depth == 0 && !quoted && !value.is_empty() && matches!(byte, b',' | b'}' | b']' | b':') {
                    whole = true;
                    break;
                }
                used += 1;
                value.push(byte);
                if escaped {
                    escaped = false;
                } else if quoted {
                    escaped = byte == b'\\';
                    quoted = byte != b'"';
                    whole = !quoted && depth == 0;
                } else {
                    match byte {
                        b'"' => quoted = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => {
                            depth = depth.saturating_sub(1);
                            whole = depth == 0;
                        }
                        _ => {}
                    }
                }
                if whole || value.len() > LONGEST {
                    break;
                }
            }
            self.input.consume(used);
            if whole {
                return Ok(Ok(value));
            }
            if value.len() > LONGEST {
                return Ok(Err(self.damage(format!("an object of more than {LONGEST} bytes"))));
            }
        }
    }
}

/// What tells a chat export from one document.
#[derive(Deserialize)]
struct Export<'a> {
    #[serde(borrow)]
    messages: Option<&'a RawValue>,
    #[serde(borrow)]
    chats: Option<&'a RawValue>,
}

impl Export<'_> {
    fn is_export(&self) -> bool {
        self.messages.is_some_and(|m| m.get().starts_with('[')) || self.chats.is_some_and(|c| c.get().starts_with('{'))
    }
}

/// Whether a post says nothing: the chat speaks of itself, or shows a picture without words.
fn is_silent(post: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Post<'a> {
        #[serde(rename = "type", default)]
        kind: Option<String>,
        #[serde(borrow)]
        text: Option<&'a RawValue>,
    }
    let Ok(post) = serde_json::from_slice::<Post<'_>>(post) else { return false };
    post.kind.as_deref() == Some("service") || post.text.is_some_and(|text| matches!(text.get(), "\"\"" | "[]"))
}

/// A post with the chat that it stands in.
fn post(frames: &[Frame], message: &[u8]) -> Vec<u8> {
    let mut out = b"{\"chat\":{".to_vec();
    let chat = frames.iter().rev().nth(1).map(|f| &f.chat[..]).unwrap_or_default();
    for (i, (key, value)) in chat.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(key);
        out.extend_from_slice(b"\":");
        out.extend_from_slice(value.trim_ascii());
    }
    out.extend_from_slice(b"},\"message\":");
    out.extend_from_slice(message);
    out.push(b'}');
    out
}

impl<R: Read> Iterator for Objects<R> {
    type Item = Result<Object, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.mode, Mode::New)
            && let Err(e) = self.begin()
        {
            self.mode = Mode::Ended;
            return Some(Err(self.damage(e.to_string())));
        }
        let next = match self.mode {
            Mode::Lines => self.line(),
            Mode::Nested(_) => self.nested(),
            Mode::New | Mode::Ended => return None,
        };
        next.unwrap_or_else(|e| {
            self.mode = Mode::Ended;
            Some(Err(self.damage(e.to_string())))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<Result<String, String>> {
        Objects::new(text.as_bytes())
            .map(|o| o.map(|o| String::from_utf8(o.bytes).unwrap().trim().to_owned()).map_err(|d| d.reason))
            .collect()
    }

    #[test]
    fn lines_arrays_and_a_bad_line_among_good_ones() {
        let ok = |s: &str| Ok(s.to_owned());
        assert_eq!(read("{\"a\":1}\n\nnot json\n{\"b\":2}"), [ok("{\"a\":1}"), ok("not json"), ok("{\"b\":2}")]);
        assert_eq!(
            read("\u{feff}[ {\"a\": [1, {\"x\": \"}]\\\"\"}]},\n {\"b\": 2} ]"),
            [ok("{\"a\": [1, {\"x\": \"}]\\\"\"}]}"), ok("{\"b\": 2}")]
        );
        assert_eq!(read("[{\"a\":1},{\"b\":"), [ok("{\"a\":1}"), Err("the file ends inside a value".to_owned())]);
        assert!(read("").is_empty());
    }

    #[test]
    fn posts_come_with_their_chat_whichever_way_they_were_exported() {
        let one =
            "{\"name\":\"A \\\"x\\\"\",\"type\":\"public_channel\",\"id\":7,\"messages\":[{\"id\":1},{\"id\":2}]}";
        let all =
            format!("{{\"about\":\"…\",\"frequent\":{{\"list\":[{{\"id\":9}}]}},\"chats\":{{\"list\":[{one}]}}}}");
        let posts: Vec<_> = [1, 2]
            .map(|i| {
                Ok(format!(
                    "{{\"chat\":{{\"name\":\"A \\\"x\\\"\",\"type\":\"public_channel\",\"id\":7}},\"message\":{{\"id\":{i}}}}}"
                ))
            })
            .into();
        assert_eq!(read(one), posts);
        assert_eq!(read(&one.replace(",\"", ",\n \"")), posts);
        assert_eq!(read(&all), posts);
        let silent = "{\"id\":3,\"type\":\"service\",\"text\":\"x\"},{\"id\":4,\"text\":\"\"},{\"id\":5,\"text\":[]},";
        assert_eq!(read(&one.replace("[{\"id\":1}", &format!("[{silent}{{\"id\":1}}"))), posts);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(read(&deep), [Err("nested too deeply".to_owned())]);
    }

    proptest! {
        #[test]
        fn anything_ends(text in "[\\[\\]{}\",:a1\n \\\\]{0,200}") {
            let _ = read(&text);
        }
    }
}
