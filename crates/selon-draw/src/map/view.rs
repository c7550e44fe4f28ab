//! The part of the world that is seen, and what is cut at its edges.

/// A plate carrée that is true to scale along the middle of the view.
pub(super) struct View {
    /// Degrees east and north of the middle.
    middle: (f64, f64),
    /// Pixels for a degree north.
    scale: f64,
    /// How much shorter a degree east is than one north.
    squeeze: f64,
    width: f64,
    height: f64,
}

/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;
/// The least that is seen from south to north, in degrees: less would be an empty sheet, for the outlines are drawn to a kilometre or two.
const LEAST: f64 = 4.0;
/// So far beyond the edge land is drawn, so that the edge is no coast.
const BEYOND: f64 = 4.0;

impl View {
    /// The view on places, each given by degrees east, degrees north and kilometres around, with a margin.
    pub(super) fn around(places: &[(f64, f64, f64)], width: f64, height: f64) -> View {
        if places.is_empty() {
            return View { middle: (10.0, 15.0), scale: width / 360.0, squeeze: 1.0, width, height };
        }
        let start = first_east(places);
        let (mut west, mut east, mut south, mut north) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
        for &(lon, lat, km) in places {
            let lon = start + (lon - start).rem_euclid(360.0);
            let up = km / DEGREE;
            let side = up / squeeze(lat);
            west = west.min(lon - side);
            east = east.max(lon + side);
            south = south.min(lat - up);
            north = north.max(lat + up);
        }
        let middle = (f64::midpoint(west, east), f64::midpoint(south.max(-90.0), north.min(90.0)));
        let squeeze = squeeze(middle.1);
        let tall = ((north - south) * 1.5).max(LEAST);
        let wide = (((east - west) * squeeze) * 1.6).max(LEAST);
        let scale = (height / tall).min(width / wide).max(width / 360.0);
        View { middle, scale, squeeze, width, height }
    }

    /// Where a place is drawn.
    pub(super) fn place(&self, lon: f64, lat: f64) -> (f64, f64) {
        // The nearest way round the world.
        let east = (lon - self.middle.0 + 180.0).rem_euclid(360.0) - 180.0;
        self.project(self.middle.0 + east, lat)
    }

    /// Whether a place lies in the view.
    pub(super) fn shows(&self, lon: f64, lat: f64) -> bool {
        let (x, y) = self.place(lon, lat);
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// How many pixels a length in kilometres takes up.
    pub(super) fn pixels(&self, km: f64) -> f64 {
        km / DEGREE * self.scale
    }

    /// What is seen of an area, in pixels: a part for each time round the world in which it is.
    pub(super) fn parts(&self, ring: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let mut parts = Vec::new();
        for turn in [-360.0, 0.0, 360.0] {
            let points: Vec<(f64, f64)> = ring.iter().map(|&(lon, lat)| self.project(lon + turn, lat)).collect();
            let part = thin(self.clip(points));
            if part.len() >= 3 {
                parts.push(part);
            }
        }
        parts
    }

    fn project(&self, lon: f64, lat: f64) -> (f64, f64) {
        let x = self.width / 2.0 + (lon - self.middle.0) * self.squeeze * self.scale;
        (x, self.height / 2.0 - (lat - self.middle.1) * self.scale)
    }

    /// Cuts an area at the four edges, one after the other (Sutherland and Hodgman 1974).
    fn clip(&self, mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        type Point = (f64, f64);
        let (right, bottom) = (self.width + BEYOND, self.height + BEYOND);
        // How far inside of each edge a point is.
        let edges: [&dyn Fn(Point) -> f64; 4] =
            [&|p| p.0 + BEYOND, &|p| right - p.0, &|p| p.1 + BEYOND, &|p| bottom - p.1];
        for inside in edges {
            if points.iter().all(|&p| inside(p) >= 0.0) {
                continue;
            }
            let mut cut = Vec::with_capacity(points.len());
            for (i, &to) in points.iter().enumerate() {
                let from = points[if i == 0 { points.len() - 1 } else { i - 1 }];
                let (a, b) = (inside(from), inside(to));
                if (a >= 0.0) != (b >= 0.0) {
                    let t = a / (a - b);
                    cut.push((from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t));
                }
                if b >= 0.0 {
                    cut.push(to);
                }
            }
            points = cut;
        }
        points
    }
}

/// How much shorter a degree east is at a latitude; not below what would draw the poles without end.
fn squeeze(lat: f64) -> f64 {
    lat.to_radians().cos().max(0.2)
}

/// The place behind the widest gap on the way round the world: whoever starts there sees all places without crossing the gap.
fn first_east(places: &[(f64, f64, f64)]) -> f64 {
    let mut lons: Vec<f64> = places.iter().map(|p| p.0).collect();
    lons.sort_by(f64::total_cmp);
    let before = |i: usize| if i == 0 { lons[lons.len() - 1] - 360.0 } else { lons[i - 1] };
    let widest =
        (0..lons.len()).max_by(|&a, &b| (lons[a] - before(a)).total_cmp(&(lons[b] - before(b))).then(b.cmp(&a)));
    widest.map_or(0.0, |i| lons[i])
}

/// Points nearer than a pixel and a half to the one before are left out; areas of a few pixels are nothing.
fn thin(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = Vec::with_capacity(points.len());
    for point in points {
        if out.last().is_none_or(|last| (last.0 - point.0).hypot(last.1 - point.1) >= 1.5) {
            out.push(point);
        }
    }
    if area(&out).abs() < 3.0 {
        out.clear();
    }
    out
}

/// The area of a ring, positive or negative by its sense.
pub(super) fn area(ring: &[(f64, f64)]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}

/// The centre of mass of a ring.
pub(super) fn middle(ring: &[(f64, f64)]) -> (f64, f64) {
    let size = area(ring) * 6.0;
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let (x, y) = pairs.fold((0.0, 0.0), |(x, y), (a, b)| {
        let cross = a.0 * b.1 - b.0 * a.1;
        (x + (a.0 + b.0) * cross, y + (a.1 + b.1) * cross)
    });
    (x / size, y / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_on_both_sides_of_the_date_line_are_near() {
        let view = View::around(&[(178.0, -18.0, 0.0), (-172.0, -14.0, 0.0)], 600.0, 400.0);
        let (a, b) = (view.place(178.0, -18.0), view.place(-172.0, -14.0));
        assert!(a.0 < b.0 && b.0 - a.0 < 600.0 && a.0 > 0.0 && b.0 < 600.0, "{a:?} {b:?}");
    }

    #[test]
    fn what_is_seen_of_an_area_lies_within_the_view() {
        let view = View::around(&[(0.0, 0.0, 100.0)], 600.0, 400.0);
        let parts = view.parts(&[(-90.0, -80.0), (90.0, -80.0), (90.0, 80.0), (-90.0, 80.0), (-90.0, -80.0)]);
        assert_eq!(parts.len(), 1);
        assert!(parts[0].iter().all(|&(x, y)| (-5.0..=605.0).contains(&x) && (-5.0..=405.0).contains(&y)));
        assert!((area(&parts[0]).abs() - 608.0 * 408.0).abs() < 1.0);
    }
}
