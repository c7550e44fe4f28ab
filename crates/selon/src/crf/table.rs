//! The weights of features, read where they lie: nothing is unpacked, so that the first document does not wait.

use super::front;

/// Weights by the hash of a feature, for all labels but the first, each a byte that counts from [`ZERO`].
///
/// A bucket holds the tags of [`WAYS`] features, 16 bits each, which tell them from others, then their weights: so most
/// features, which no training has seen, cost one look into memory.
pub struct Table<'a, const B: usize> {
    buckets: &'a [[u8; B]],
    scale: f32,
}

/// Features in a bucket: their tags fill a word of 64 bits.
pub const WAYS: usize = 4;

/// The bytes of a bucket for so many labels.
pub const fn bucket_size(labels: usize) -> usize {
    WAYS * 2 + WAYS * (labels - 1)
}

/// The byte of a weight of nothing.
pub const ZERO: u8 = 128;

impl<'a, const B: usize> Table<'a, B> {
    /// Bytes of the weights of a feature.
    const ROW: usize = B / WAYS - 2;

    /// Takes a table off the front of a model: so many buckets, and how many steps a weight of one is.
    pub fn read(bytes: &mut &'a [u8], buckets: u32, scale: f32) -> Option<Table<'a, B>> {
        let buckets = front::rows(bytes, buckets as usize)?;
        (!buckets.is_empty()).then_some(Table { buckets, scale })
    }

    /// The scores of all labels; the first label's is nothing.
    ///
    /// Without branches, since which features a table has cannot be foreseen; in lanes of 16 bits, so that one addition
    /// adds up to four weights.
    pub fn scores<const N: usize>(&self, features: &[u32]) -> [f32; N] {
        const ONES: u64 = 0x0001_0001_0001_0001;
        const LANES: u64 = 0x00ff_00ff_00ff_00ff;
        let word = |bytes: &[u8]| bytes.first_chunk().map_or(0, |b| u64::from_le_bytes(*b));
        let (mut even, mut odd, mut known) = (0u64, 0u64, 0u64);
        for &feature in features.iter().take(MOST) {
            let bucket = &self.buckets[bucket(feature, self.buckets.len())];
            // The lane of the feature's tag becomes zero; it is the lowest one that borrows.
            let lanes = word(bucket) ^ (u64::from(tag(feature)) * ONES);
            let equal = lanes.wrapping_sub(ONES) & !lanes & (ONES << 15);
            let lane = equal.trailing_zeros() as usize / 16 % WAYS;
            // Eight bytes that end with the row.
            let row = word(&bucket[Self::ROW * (lane + 1)..]) >> (8 * (8 - Self::ROW));
            let found = u64::from(equal != 0);
            let row = row & found.wrapping_neg();
            even += row & LANES;
            odd += (row >> 8) & LANES;
            known += found;
        }
        let zero = (known * u64::from(ZERO)) as f32;
        std::array::from_fn(|label| match label.checked_sub(1) {
            None => 0.0,
            Some(at) => {
                let lanes = if at.is_multiple_of(2) { even } else { odd };
                (f32::from((lanes >> (at / 2 * 16)) as u16) - zero) / self.scale
            }
        })
    }
}

/// More weights than these would run over a lane.
const MOST: usize = 256;

/// A feature's bucket, of so many.
pub fn bucket(feature: u32, buckets: usize) -> usize {
    ((u64::from(feature) * buckets as u64) >> 32) as usize
}

/// A feature's tag; 0 is that of an empty place.
pub fn tag(feature: u32) -> u16 {
    (feature as u16).max(1)
}
