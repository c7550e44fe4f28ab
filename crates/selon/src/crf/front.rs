//! Takes what a model begins with off the front of its bytes; nothing where there is too little.

/// A number of 32 bits, the lowest byte first.
pub(crate) fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (head, tail) = bytes.split_first_chunk::<4>()?;
    *bytes = tail;
    Some(u32::from_le_bytes(*head))
}

/// So many numbers with a point.
pub(crate) fn reals(bytes: &mut &[u8], n: usize) -> Option<Vec<f32>> {
    (0..n).map(|_| number(bytes).map(f32::from_bits)).collect()
}

/// So many rows of `W` bytes.
pub(crate) fn rows<'a, const W: usize>(bytes: &mut &'a [u8], n: usize) -> Option<&'a [[u8; W]]> {
    let (head, tail) = bytes.split_at_checked(n.checked_mul(W)?)?;
    *bytes = tail;
    Some(head.as_chunks().0)
}
