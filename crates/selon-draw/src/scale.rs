//! From values to places.

/// Values in a line, drawn from `0` to `length`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    from: f64,
    to: f64,
    length: f64,
}

impl Scale {
    /// A scale from the least to the greatest value; where they are one, it stands in the middle.
    pub(crate) fn new(from: f64, to: f64, length: f64) -> Scale {
        let (from, to) = if to > from { (from, to) } else { (from - 1.0, from + 1.0) };
        Scale { from, to, length }
    }

    /// Where a value is drawn; values outside are drawn at the ends.
    pub(crate) fn at(self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0) * self.length
    }

    pub(crate) fn from(self) -> f64 {
        self.from
    }

    pub(crate) fn to(self) -> f64 {
        self.to
    }
}

/// Round values from `from` to `to`, at most about `wanted`: steps of 1, 2 or 5 times a power of ten.
pub(crate) fn round_values(from: f64, to: f64, wanted: usize) -> Vec<f64> {
    let span = to - from;
    if !span.is_finite() || span <= 0.0 {
        return Vec::new();
    }
    let rough = span / wanted.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|s| s * power).into_iter().find(|&s| s >= rough).unwrap_or(rough);
    let first = (from / step).ceil();
    (0..50).map(|i| (first + f64::from(i)) * step).take_while(|&v| v <= to + step * 1e-6).collect()
}

/// Places that keep to `gap` from one another in ascending order within `0..=end`, each near to what it wishes.
pub(crate) fn spread(wishes: &[f64], gap: f64, end: f64) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::with_capacity(wishes.len());
    for &wish in wishes {
        places.push(places.last().map_or(wish, |&last: &f64| wish.max(last + gap)));
    }
    let mut limit = end;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round() {
        assert_eq!(round_values(0.0, 23.0, 5), [0.0, 5.0, 10.0, 15.0, 20.0]);
        let tenths = round_values(3.0, 3.9, 5).into_iter().map(|v| (v * 10.0).round());
        assert_eq!(tenths.collect::<Vec<_>>(), [30.0, 32.0, 34.0, 36.0, 38.0]);
        assert!(round_values(1.0, 1.0, 5).is_empty());
    }

    #[test]
    fn labels_keep_apart() {
        assert_eq!(spread(&[1.0, 2.0, 50.0], 10.0, 55.0), [1.0, 11.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], 10.0, 55.0), [45.0, 55.0]);
    }
}
