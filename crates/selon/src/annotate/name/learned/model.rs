//! The model file: [`MAGIC`]; how many buckets there are, and how many steps a weight of one is, in 32 bits each; the
//! transitions; the weights. All numbers are little-endian.

use std::sync::LazyLock;

use crate::annotate::name::Kind;
use crate::crf::table::bucket_size;
use crate::crf::{Table, Transitions, front};

/// How a model file begins. The digit is the version of the features: weights fit no others.
pub const MAGIC: &[u8; 8] = b"judge  1";

/// Outside of names, then begin and inside of each of [`BEGIN`].
pub const LABELS: usize = 7;

/// The kinds in the order of their labels.
pub const BEGIN: [Kind; 3] = [Kind::Person, Kind::Organisation, Kind::Place];

/// A model that was read.
pub struct Model<'a> {
    /// Scores the labels of a token.
    pub table: Table<'a, { bucket_size(LABELS) }>,
    /// How the labels follow each other.
    pub chain: Transitions<LABELS>,
}

impl<'a> Model<'a> {
    /// Reads a model file; nothing where it is none, or of another version.
    pub fn read(bytes: &'a [u8]) -> Option<Model<'a>> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let (buckets, scale) = (front::number(&mut rest)?, f32::from_bits(front::number(&mut rest)?));
        let chain = Transitions::from_slice(&front::reals(&mut rest, (LABELS + 1) * LABELS)?)?;
        let table = Table::read(&mut rest, buckets, scale)?;
        rest.is_empty().then_some(Model { table, chain })
    }
}

/// The model that comes with selon.
pub(super) fn shipped() -> Option<&'static Model<'static>> {
    static MODEL: LazyLock<Option<Model<'static>>> = LazyLock::new(|| Model::read(selon_data::NAMES_MODEL));
    MODEL.as_ref()
}
