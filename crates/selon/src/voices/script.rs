//! Proper names written in two scripts: "Médiane" and "Медиана", "Karim al-Hadid" and "كريم الحديد".
//!
//! Within a story, the consonants of a name are enough to know it again in other letters. Arabic and Russian put offices
//! before names without a mark, so the last two words of a person's name are tried as well.

use std::collections::BTreeMap;

use super::{Class, Groups, Local, class};
use crate::concept::{is_proper, skeleton};

/// Consonants without which a name is too short to be told from others: of bodies, and of persons, who share surnames.
const LEAST_OF_BODY: usize = 3;
const LEAST_OF_PERSON: usize = 4;

/// How a voice's name sounds.
struct Sound {
    of: usize,
    latin: bool,
    consonants: String,
}

/// Joins names of different scripts that sound alike.
pub(super) fn join(local: &[Local], stories: &[usize], groups: &mut Groups) {
    let mut by_story: BTreeMap<(usize, Class), Vec<Sound>> = BTreeMap::new();
    for (i, voice) in local.iter().enumerate() {
        let class = class(voice.voice.kind);
        let least = match class {
            Class::Body => LEAST_OF_BODY,
            Class::Person => LEAST_OF_PERSON,
            _ => continue,
        };
        for name in voice.names().filter(|n| is_proper(n)) {
            let latin = name.chars().filter(|c| c.is_alphabetic()).all(|c| c < '\u{250}');
            let sounds = [Some(name), last_two(name).filter(|_| class == Class::Person)];
            for sound in sounds.into_iter().flatten().filter_map(skeleton).filter(|s| s.len() >= least) {
                by_story.entry((stories[voice.reading], class)).or_default().push(Sound {
                    of: i,
                    latin,
                    consonants: sound,
                });
            }
        }
    }
    for names in by_story.into_values() {
        let (latin, other): (Vec<_>, Vec<_>) = names.into_iter().partition(|n| n.latin);
        for b in &other {
            for a in latin.iter().filter(|a| a.consonants == b.consonants) {
                groups.join(a.of, b.of);
            }
        }
    }
}

/// First name and surname of a name that begins with an office.
fn last_two(name: &str) -> Option<&str> {
    let (surname, _) = name.rmatch_indices(' ').next()?;
    let (first, _) = name[..surname].rmatch_indices(' ').next()?;
    Some(&name[first + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::{Voice, VoiceKind};

    fn joined(kind: VoiceKind, a: &str, b: &str) -> bool {
        let voices = [Voice::new(kind, a), Voice::new(kind, b)];
        let local: Vec<Local> =
            voices.iter().enumerate().map(|(reading, voice)| Local { reading, index: 0, voice }).collect();
        let mut groups = Groups::new(2);
        join(&local, &[0, 0], &mut groups);
        groups.find(1) == 0
    }

    #[test]
    fn one_name_in_two_scripts_is_one_voice() {
        assert!(joined(VoiceKind::Agency, "Médiane", "Медиана"));
        assert!(joined(VoiceKind::Person, "Karim al-Hadid", "كريم الحديد"));
        assert!(joined(VoiceKind::Person, "Habib Ouzrane", "وزير العدل حبيب أوزران"));
    }

    #[test]
    fn names_that_only_share_some_sounds_are_two() {
        assert!(!joined(VoiceKind::Agency, "Médiane", "Мадридский курьер"));
        assert!(!joined(VoiceKind::Person, "Ana Roz", "Иван Роз"));
        assert!(!joined(VoiceKind::Agency, "Mediane", "Mediana"), "one script: spelling is for the alias rules");
    }
}
