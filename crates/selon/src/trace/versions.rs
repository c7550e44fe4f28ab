//! Versions of one dispatch: what a later one drops was said, and still counts.

use std::collections::BTreeMap;

use crate::concept::fold;
use crate::reading::Reading;

/// For each reading, whether a later version of its dispatch is among them. Of an earlier one only the statements are left
/// whose words no later one has.
pub(super) fn withdraw(readings: &mut [Reading]) -> Vec<bool> {
    let mut versions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, reading) in readings.iter().enumerate() {
        versions.entry(&reading.dispatch.id).or_default().push(i);
    }
    let several: Vec<Vec<usize>> = versions.into_values().filter(|v| v.len() > 1).collect();
    let mut earlier = vec![false; readings.len()];
    for mut versions in several {
        versions.sort_by(|&a, &b| readings[b].dispatch.age().cmp(&readings[a].dispatch.age()));
        let mut said = bare(&readings[versions[0]]);
        for &version in &versions[1..] {
            earlier[version] = true;
            let own = bare(&readings[version]);
            let Reading { dispatch, attributions, .. } = &mut readings[version];
            attributions.statements.retain(|s| !said.contains(&format!(" {} ", fold(dispatch.text.get(s.span)))));
            said += &own;
        }
    }
    earlier
}

/// The words of a text, without case and marks.
fn bare(reading: &Reading) -> String {
    format!(" {} ", fold(reading.dispatch.text.as_str()))
}
