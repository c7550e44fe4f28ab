//! Outlines of countries, read from the packed file that `cargo xtask data` makes (`xtask/src/data/outlines.rs` says how).

/// A country.
pub(super) struct Country {
    /// ISO 3166, two letters; empty where it has none.
    pub(super) code: &'static str,
    pub(super) english: &'static str,
    pub(super) french: &'static str,
    /// Its borders, (degrees east, degrees north), first and last point the same.
    pub(super) rings: Vec<Vec<(f64, f64)>>,
}

static PACKED: &[u8] = include_bytes!("../../data/outlines.bin");

/// All countries. A file that is cut off gives those before the cut.
pub(super) fn countries() -> Vec<Country> {
    let mut reader = Reader(PACKED);
    let mut countries = Vec::new();
    read(&mut reader, &mut countries);
    countries
}

fn read(reader: &mut Reader, countries: &mut Vec<Country>) -> Option<()> {
    let mut arcs: Vec<Vec<(f64, f64)>> = Vec::new();
    for _ in 0..reader.number()? {
        let mut arc = Vec::new();
        let (mut x, mut y) = (0, 0);
        for _ in 0..reader.number()? {
            x += reader.signed()?;
            y += reader.signed()?;
            arc.push((x as f64 / 100.0, y as f64 / 100.0));
        }
        arcs.push(arc);
    }
    for _ in 0..reader.number()? {
        let (code, english, french) = (reader.text()?, reader.text()?, reader.text()?);
        let mut rings = Vec::new();
        for _ in 0..reader.number()? {
            let mut ring: Vec<(f64, f64)> = Vec::new();
            for _ in 0..reader.number()? {
                let arc = reader.signed()?;
                // An arc begins where the one before ends.
                ring.pop();
                if arc < 0 {
                    ring.extend(arcs.get(usize::try_from(!arc).ok()?)?.iter().rev());
                } else {
                    ring.extend(arcs.get(usize::try_from(arc).ok()?)?);
                }
            }
            rings.push(unrolled(ring));
        }
        countries.push(Country { code, english, french, rings });
    }
    Some(())
}

/// A ring without jumps at the date line: longitudes run on beyond 180. One around a pole is closed over the pole.
fn unrolled(mut ring: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut turn = 0.0;
    for i in 1..ring.len() {
        let step = ring[i].0 + turn - ring[i - 1].0;
        if step.abs() > 180.0 {
            turn -= 360.0 * step.signum();
        }
        ring[i].0 += turn;
    }
    if let (Some(&first), Some(&last)) = (ring.first(), ring.last())
        && (first.0 - last.0).abs() > 180.0
    {
        let pole = 90.0 * first.1.signum();
        ring.extend([(last.0, pole), (first.0, pole), first]);
    }
    ring
}

struct Reader(&'static [u8]);

impl Reader {
    fn number(&mut self) -> Option<u64> {
        let mut n = 0;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let n = self.number()?;
        Some((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    fn text(&mut self) -> Option<&'static str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_to_its_end_and_holds_the_world() {
        let mut reader = Reader(PACKED);
        let mut all = Vec::new();
        assert!(read(&mut reader, &mut all).is_some() && reader.0.is_empty());
        assert!(all.len() > 200, "{}", all.len());
        for ring in all.iter().flat_map(|c| &c.rings) {
            assert!(ring.len() >= 4 && ring.first() == ring.last());
            assert!(ring.iter().all(|&(x, y)| x.abs() <= 540.0 && y.abs() <= 90.01));
        }
        let france = all.iter().find(|c| c.code == "FR").unwrap();
        assert_eq!((france.english, france.french), ("France", "France"));
        assert!(all.iter().any(|c| c.code == "DE" && c.french == "Allemagne"));
    }
}
