//! Parts of personal names: spellings that are one name share a number.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use selon::annotate::place::fold;

use super::write;

/// One spelling is a spelling of this many names at most.
const NAMES_OF_ONE: usize = 4;

pub(super) fn build(folder: &Path, out: &Path) -> Result<()> {
    let file = std::fs::read_to_string(folder.join("rigour/data/names/persons.txt"))?;
    let mut groups: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut count = 0u32;
    for line in file.lines() {
        let (spellings, _) = line.split_once(" => ").context("spellings => id")?;
        let mut folded: Vec<String> = spellings.split(", ").map(fold).filter(|s| worth(s)).collect();
        folded.sort();
        folded.dedup();
        if folded.is_empty() {
            continue;
        }
        for spelling in folded {
            groups.entry(spelling).or_default().push(count);
        }
        count += 1;
    }
    let mut map = fst::MapBuilder::memory();
    let mut postings: Vec<u8> = Vec::new();
    for (spelling, ids) in &groups {
        let value = if let [one] = ids[..] {
            u64::from(one) << 1
        } else {
            let at = postings.len() as u64;
            let ids = &ids[..ids.len().min(NAMES_OF_ONE)];
            postings.push(ids.len() as u8);
            for id in ids {
                postings.extend_from_slice(&id.to_le_bytes()[..3]);
            }
            at << 1 | 1
        };
        map.insert(spelling, value)?;
    }
    write(&out.join("parts.fst"), &map.into_inner()?)?;
    write(&out.join("parts.bin"), &postings)?;
    eprintln!("{} spellings of {count} name parts", groups.len());
    Ok(())
}

/// Whether a spelling is of use: one word of a script that news of our languages, or their sources, are written in.
fn worth(spelling: &str) -> bool {
    let letters = spelling.chars().filter(|c| c.is_alphabetic()).count();
    let script = |c: char| {
        !c.is_alphabetic()
            || c < '\u{250}'
            || ('\u{400}'..'\u{530}').contains(&c)
            || ('\u{590}'..'\u{700}').contains(&c)
            || ('\u{4e00}'..'\u{a000}').contains(&c)
    };
    let chinese = spelling.chars().any(|c| ('\u{4e00}'..'\u{a000}').contains(&c));
    (letters >= 2 || chinese) && spelling.len() < 40 && spelling.chars().all(script)
}
