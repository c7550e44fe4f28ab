//! An agency's own page, signed with its acronym: "Agence Contrevent", "(ACV)".

use super::Groups;
use crate::attribute::VoiceKind;
use crate::reading::Reading;

/// Joins the outlet of each reading with the acronym that signs it, where the letters are the outlet's. `first` is where
/// the voices of each reading begin.
pub(super) fn join(readings: &[&Reading], first: &[usize], groups: &mut Groups) {
    for (reading, r) in readings.iter().enumerate() {
        let [outlet, rest @ ..] = r.attributions.voices.as_slice() else { continue };
        for (at, agency) in rest.iter().enumerate().take_while(|(_, v)| v.kind == VoiceKind::Agency) {
            if stands_for(&agency.name, &outlet.name) {
                groups.join(first[reading], first[reading] + 1 + at);
            }
        }
    }
}

/// Whether a word of two to five capitals begins like a name and has its letters from it, in order.
fn stands_for(acronym: &str, name: &str) -> bool {
    let letters = acronym.chars().count();
    if !(2..=5).contains(&letters) || !acronym.chars().all(char::is_uppercase) {
        return false;
    }
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (acronym, name) = (lower(acronym), lower(name));
    if name.iter().find(|c| c.is_alphanumeric()) != acronym.first() {
        return false;
    }
    let mut left = name.iter();
    acronym.iter().all(|letter| left.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::stands_for;

    #[test]
    fn letters_in_order_from_the_first_on() {
        assert!(stands_for("ACV", "Agence Contrevent"));
        assert!(stands_for("AD", "Agência Douro"));
        assert!(!stands_for("MWD", "Midland Wire"));
        assert!(!stands_for("AFP", "Le Monde"));
        assert!(!stands_for("Corvane", "Agence Corvane"));
    }
}
