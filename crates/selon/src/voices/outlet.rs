//! An outlet that others cite by its name is that outlet, whatever the sentence made it look like.
//!
//! "Minas Hoje diz que …" may read like a person; but where a page of the same story is published by Minas Hoje, it is the
//! one that is meant. So the outlets of a story's pages are fixed points, across scripts too ("Богаз", "Boğaz Gazetesi").

use std::collections::BTreeMap;

use super::{Class, Groups, Local, class};
use crate::attribute::is_medium_word;
use crate::concept::{fold, is_proper, skeleton};
use crate::lang::Lang;
use crate::reading::Reading;

/// Consonants without which a name is too short to be known again in another script.
const LEAST: usize = 3;

/// What an outlet is called, and how that sounds.
struct Called {
    latin: bool,
    name: String,
    sound: Option<String>,
}

/// Joins voices with the outlet of their story that has their name.
pub(super) fn join(local: &[Local], readings: &[&Reading], stories: &[usize], groups: &mut Groups) {
    let mut outlets: BTreeMap<usize, Vec<(usize, Called)>> = BTreeMap::new();
    for (i, l) in local.iter().enumerate().filter(|(_, l)| l.index == 0 && is_proper(&l.voice.name)) {
        let called = called(&l.voice.name, readings[l.reading].dispatch.lang);
        outlets.entry(stories[l.reading]).or_default().push((i, called));
    }
    for (i, l) in local.iter().enumerate() {
        if l.index == 0 || !matches!(class(l.voice.kind), Class::Person | Class::Body) {
            continue;
        }
        let lang = readings[l.reading].dispatch.lang;
        let names: Vec<Called> = l.names().filter(|n| is_proper(n)).map(|n| called(n, lang)).collect();
        let same = outlets.get(&stories[l.reading]).into_iter().flatten();
        let mut same = same.filter(|(_, outlet)| names.iter().any(|name| alike(name, outlet)));
        if let Some((outlet, _)) = same.next() {
            groups.join(*outlet, i);
        }
    }
}

fn alike(name: &Called, outlet: &Called) -> bool {
    if name.latin == outlet.latin {
        return name.name == outlet.name;
    }
    name.sound.is_some() && name.sound == outlet.sound
}

/// The name without words for a medium, as long as others are left.
fn called(name: &str, lang: Option<Lang>) -> Called {
    let words = || name.split_whitespace();
    let kept: Vec<&str> = words().filter(|w| lang.is_none_or(|lang| !is_medium_word(lang, w))).collect();
    let bare = if kept.is_empty() { name.to_owned() } else { kept.join(" ") };
    Called {
        latin: name.chars().filter(|c| c.is_alphabetic()).all(|c| c < '\u{250}'),
        name: fold(name),
        sound: skeleton(&bare).filter(|s| s.chars().count() >= LEAST),
    }
}
