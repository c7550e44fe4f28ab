//! Outlines of countries for the map: Natural Earth's, as the npm package `world-atlas` carries them, made simpler and packed.
//!
//! The file is a run of LEB128 numbers, signed ones in zigzag: the number of arcs; for each its number of points and their steps, the
//! first from (0, 0), in hundredths of a degree east and north; the number of countries; for each its ISO code and its names in English
//! and French (a length and bytes each), and its rings: a number of arcs and those arcs, `!i` for arc `i` from its end, as in TopoJSON.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{json, write};

/// A point goes where the line misses it by less, in hundredths of a degree.
const TOLERANCE: f64 = 1.0;

/// Builds `outlines.bin`.
pub(super) fn build(folder: &Path, out: &Path) -> Result<()> {
    let atlas = json(&folder.join("world-atlas/countries-50m.json"))?;
    let codes = json(&folder.join("cldr-core/supplemental/codeMappings.json"))?;
    let names = [names(folder, "en")?, names(folder, "fr")?];

    let arcs = arcs(&atlas).context("arcs")?;
    let numeric: BTreeMap<&str, &str> = codes["supplemental"]["codeMappings"]
        .as_object()
        .context("code mappings")?
        .iter()
        .filter(|(code, _)| code.len() == 2)
        .filter_map(|(code, of)| Some((of["_numeric"].as_str()?, code.as_str())))
        .collect();

    let mut bytes = Vec::new();
    put(&mut bytes, arcs.len() as u64);
    for arc in &arcs {
        put(&mut bytes, arc.len() as u64);
        let mut last = (0, 0);
        for &(x, y) in arc {
            put(&mut bytes, zigzag(x - last.0));
            put(&mut bytes, zigzag(y - last.1));
            last = (x, y);
        }
    }
    let countries = atlas["objects"]["countries"]["geometries"].as_array().context("countries")?;
    put(&mut bytes, countries.len() as u64);
    for country in countries {
        // What has no ISO number (Northern Cyprus, say) is drawn without a code, under the name that the source gives.
        let code = country["id"].as_str().and_then(|id| numeric.get(id)).copied().unwrap_or("");
        put_text(&mut bytes, code);
        let own = country["properties"]["name"].as_str().unwrap_or("");
        for names in &names {
            put_text(&mut bytes, names["territories"][code].as_str().unwrap_or(own));
        }
        let rings = rings(country, &arcs);
        put(&mut bytes, rings.len() as u64);
        for ring in rings {
            put(&mut bytes, ring.len() as u64);
            for arc in ring {
                put(&mut bytes, zigzag(arc));
            }
        }
    }
    write(&out.join("outlines.bin"), &bytes)
}

/// Names of countries in a language.
fn names(folder: &Path, lang: &str) -> Result<Value> {
    let file = json(&folder.join(format!("cldr-localenames-full/main/{lang}/territories.json")))?;
    Ok(file["main"][lang]["localeDisplayNames"].clone())
}

/// The arcs, simpler, in hundredths of a degree.
fn arcs(atlas: &Value) -> Option<Vec<Vec<(i64, i64)>>> {
    let pair = |v: &Value| Some((v[0].as_f64()?, v[1].as_f64()?));
    let (scale, shift) = (pair(&atlas["transform"]["scale"])?, pair(&atlas["transform"]["translate"])?);
    let mut arcs = Vec::new();
    for arc in atlas["arcs"].as_array()? {
        let (mut x, mut y) = (0.0, 0.0);
        let mut points = Vec::new();
        for step in arc.as_array()? {
            let (dx, dy) = pair(step)?;
            x += dx;
            y += dy;
            points.push(((x * scale.0 + shift.0) * 100.0, (y * scale.1 + shift.1) * 100.0));
        }
        let mut whole: Vec<(i64, i64)> =
            simpler(&points).into_iter().map(|(x, y)| (x.round() as i64, y.round() as i64)).collect();
        whole.dedup();
        arcs.push(whole);
    }
    Some(arcs)
}

/// Douglas and Peucker's line: of the points between two that stay, the farthest stays where it is far enough.
fn simpler(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut keep = vec![false; points.len()];
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    keep[0] = true;
    keep[last] = true;
    let mut todo = vec![(0, last)];
    while let Some((from, to)) = todo.pop() {
        let far = (from + 1..to).map(|i| (distance(points[i], points[from], points[to]), i));
        if let Some((by, at)) = far.max_by(|a, b| a.0.total_cmp(&b.0))
            && by > TOLERANCE
        {
            keep[at] = true;
            todo.extend([(from, at), (at, to)]);
        }
    }
    points.iter().zip(keep).filter_map(|(&p, keep)| keep.then_some(p)).collect()
}

/// How far a point is from the line between two others, or from the one point that both are.
fn distance(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 { (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    (p.0 - a.0 - t * dx).hypot(p.1 - a.1 - t * dy)
}

/// The rings of a country that are still areas.
fn rings(country: &Value, arcs: &[Vec<(i64, i64)>]) -> Vec<Vec<i64>> {
    let one = |ring: &Value| -> Vec<i64> { ring.as_array().into_iter().flatten().filter_map(Value::as_i64).collect() };
    let polygon = |polygon: &Value| polygon.as_array().into_iter().flatten().map(one).collect::<Vec<_>>();
    let all: Vec<Vec<i64>> = match country["type"].as_str() {
        Some("Polygon") => polygon(&country["arcs"]),
        Some("MultiPolygon") => country["arcs"].as_array().into_iter().flatten().flat_map(polygon).collect(),
        _ => Vec::new(),
    };
    let points = |ring: &[i64]| -> usize {
        ring.iter().map(|&a| arcs[if a < 0 { !a } else { a } as usize].len().saturating_sub(1)).sum()
    };
    all.into_iter().filter(|ring| points(ring) >= 3).collect()
}

fn zigzag(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)) as u64
}

fn put(bytes: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        bytes.push(n as u8 | 0x80);
        n >>= 7;
    }
    bytes.push(n as u8);
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put(bytes, text.len() as u64);
    bytes.extend(text.bytes());
}
