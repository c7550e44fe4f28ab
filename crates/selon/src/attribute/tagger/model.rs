//! The model file, read where it lies: nothing is unpacked, so that the first dispatch does not wait.
//!
//! All numbers are little-endian. [`MAGIC`]; then [`Header::WORDS`] words of 32 bits; then the words that the model knows,
//! then the weights of the first pass, then those of the second.

pub use crate::crf::table::{Table, WAYS, ZERO, bucket, bucket_size, tag};

use crate::crf::{Transitions, front};

/// How a model file begins. The digit is the version of the features: weights fit no others.
pub const MAGIC: &[u8; 8] = b"tagger 2";

/// Labels of the first pass.
pub const FIRST: usize = 7;
/// Labels of the second pass.
pub const SECOND: usize = 5;

/// A model that was read.
pub struct Model<'a> {
    words: &'a [[u8; 8]],
    /// Scores the labels of a token: nothing, then begin and inside of source, cue and content.
    pub first: Table<'a, { bucket_size(FIRST) }>,
    /// How the labels of the first pass follow each other.
    pub first_chain: Transitions<FIRST>,
    /// Scores the labels of a token for one cue: nothing, then begin and inside of source and content.
    pub second: Table<'a, { bucket_size(SECOND) }>,
    /// How the labels of the second pass follow each other.
    pub second_chain: Transitions<SECOND>,
    /// From which probability on a token begins a cue.
    pub threshold: f32,
    /// Whether it learned from so much that its spans are better than those of rules.
    pub leads: bool,
}

/// The numbers at the head of a model file, in their order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Header {
    /// Slots of the table of words: a power of two.
    pub words: u32,
    /// Buckets of features of each pass.
    pub buckets: [u32; 2],
    /// A weight of one is this many steps of the stored numbers, for each pass.
    pub scales: [f32; 2],
    /// See [`Model::threshold`].
    pub threshold: f32,
    /// See [`Model::leads`]: 1 or 0.
    pub leads: u32,
}

impl Header {
    /// How many 32-bit words it takes.
    pub const WORDS: usize = 7;
}

/// What the model knows of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Word {
    /// How often it belongs to a cue: 0 not known, 1 never, else two and the tenths.
    pub cue: u8,
    /// How often it belongs to a source, in the same way.
    pub source: u8,
    /// Its number among the most frequent words and marks, from 1; 0 for all others.
    pub frequent: u8,
}

impl<'a> Model<'a> {
    /// Reads a model file; nothing where it is none, or of another version.
    pub fn read(bytes: &'a [u8]) -> Option<Model<'a>> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut word = || front::number(&mut rest);
        let header = Header {
            words: word()?,
            buckets: [word()?, word()?],
            scales: [f32::from_bits(word()?), f32::from_bits(word()?)],
            threshold: f32::from_bits(word()?),
            leads: word()?,
        };
        let first_chain = Transitions::from_slice(&front::reals(&mut rest, (FIRST + 1) * FIRST)?)?;
        let second_chain = Transitions::from_slice(&front::reals(&mut rest, (SECOND + 1) * SECOND)?)?;
        let words = front::rows(&mut rest, header.words as usize)?;
        let first = Table::read(&mut rest, header.buckets[0], header.scales[0])?;
        let second = Table::read(&mut rest, header.buckets[1], header.scales[1])?;
        let sound = words.len().is_power_of_two() && rest.is_empty();
        sound.then_some(Model {
            words,
            first,
            first_chain,
            second,
            second_chain,
            threshold: header.threshold,
            leads: header.leads == 1,
        })
    }

    /// What it knows of a word, by the word's hash.
    pub fn word(&self, hash: u32) -> Word {
        let mask = self.words.len() - 1;
        for probe in 0..PROBES {
            let slot = self.words[(hash as usize + probe) & mask];
            let [a, b, c, d, cue, source, frequent, _] = slot;
            match u32::from_le_bytes([a, b, c, d]) {
                0 => break,
                key if key == hash => return Word { cue, source, frequent },
                _ => {}
            }
        }
        Word::default()
    }
}

/// How far from its own slot a word may stand.
pub const PROBES: usize = 16;
