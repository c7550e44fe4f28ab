//! Features: a kind and up to two values, hashed to 32 bits.

/// The features of one token; one list serves all tokens in turn.
#[derive(Debug, Clone, Default)]
pub struct Features(pub Vec<u32>);

impl Features {
    /// Adds one of words, if all of them are known: what no training has seen has no weight.
    #[inline]
    pub(crate) fn put_words(&mut self, known: bool, kind: u32, a: u32, b: u32) {
        if known {
            self.put(kind, a, b);
        }
    }

    /// Adds one.
    #[inline]
    pub(crate) fn put(&mut self, kind: u32, a: u32, b: u32) {
        self.0.push(feature(kind, a, b));
    }
}

/// One wide multiplication mixes well enough: a feature is told from others of its bucket by a tag besides.
#[inline]
fn feature(kind: u32, a: u32, b: u32) -> u32 {
    let x = (u64::from(a) << 32 | u64::from(b)) ^ u64::from(kind).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = u128::from(x) * 0xbf58_476d_1ce4_e5b9;
    ((x ^ x >> 64) as u64 >> 32) as u32
}

/// The hash of a word or a piece of one.
#[inline]
pub fn hash(piece: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for &byte in piece.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ hash >> 32) as u32
}
