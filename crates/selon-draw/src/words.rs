//! The words that stand in pictures.

/// The words of one language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after what it says in English")]
pub struct Words {
    pub months: [&'static str; 12],
    pub since: &'static str,
    pub until: &'static str,
    pub unknown: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub more: &'static str,
    pub voice: &'static str,
    pub voices: &'static str,
    pub kind: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub link: &'static str,
    pub cites: &'static str,
    pub reprints: &'static str,
    pub translates: &'static str,
    pub inferred: &'static str,
    pub stated: &'static str,
    pub unnamed: &'static str,
    pub rests_on: &'static str,
    pub own_word: &'static str,
    pub in_a_ring: &'static str,
    pub chains: &'static str,
    pub timeline: &'static str,
    pub happened: &'static str,
    pub reported: &'static str,
    pub claim: &'static str,
    pub value: &'static str,
    pub at_least: &'static str,
    pub at_most: &'static str,
    pub about: &'static str,
    pub place: &'static str,
    pub precision: &'static str,
    pub point: &'static str,
    pub town: &'static str,
    pub region: &'static str,
    pub country: &'static str,
    pub latitude: &'static str,
    pub longitude: &'static str,
    pub times_named: &'static str,
    pub map: &'static str,
    pub outside: &'static str,
    pub first: &'static str,
    pub last: &'static str,
    pub passages: &'static str,
    pub shared: &'static str,
    pub dispatch: &'static str,
    pub this_dispatch: &'static str,
    pub characters: &'static str,
    pub number: &'static str,
    /// Between the whole and the decimals of a number.
    pub decimal: &'static str,
    /// Between thousands.
    pub thousands: &'static str,
    /// Whether names of countries are given in French; otherwise in English.
    pub french: bool,
}

/// English.
pub const ENGLISH: Words = Words {
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    since: "since",
    until: "until",
    unknown: "not known",
    earlier: "earlier",
    later: "later",
    more: "more",
    voice: "Voice",
    voices: "voices",
    kind: "Kind",
    from: "From",
    to: "To",
    link: "Link",
    cites: "cites",
    reprints: "reprints",
    translates: "translates",
    inferred: "inferred",
    stated: "stated",
    unnamed: "unnamed",
    rests_on: "rests on",
    own_word: "own word",
    in_a_ring: "in a ring",
    chains: "Chains of voices",
    timeline: "Timeline",
    happened: "Said to have happened",
    reported: "Reported",
    claim: "Claim",
    value: "Value",
    at_least: "at least",
    at_most: "at most",
    about: "about",
    place: "Place",
    precision: "Precision",
    point: "point",
    town: "town",
    region: "region",
    country: "country",
    latitude: "Latitude",
    longitude: "Longitude",
    times_named: "Named in",
    map: "Map",
    outside: "outside of the map",
    first: "First reported",
    last: "Last reported",
    passages: "Passages",
    shared: "Shared",
    dispatch: "Dispatch",
    this_dispatch: "this dispatch",
    characters: "Characters",
    number: "Number",
    decimal: ".",
    thousands: ",",
    french: false,
};

/// French.
pub const FRENCH: Words = Words {
    months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    since: "depuis le",
    until: "jusqu’au",
    unknown: "inconnu",
    earlier: "avant",
    later: "après",
    more: "de plus",
    voice: "Voix",
    voices: "voix",
    kind: "Genre",
    from: "De",
    to: "À",
    link: "Lien",
    cites: "cite",
    reprints: "reprend",
    translates: "traduit",
    inferred: "déduit",
    stated: "dit",
    unnamed: "anonyme",
    rests_on: "repose sur",
    own_word: "de son chef",
    in_a_ring: "en cercle",
    chains: "Chaînes de voix",
    timeline: "Chronologie",
    happened: "Ce qui se serait passé",
    reported: "Rapporté",
    claim: "Affirmation",
    value: "Valeur",
    at_least: "au moins",
    at_most: "au plus",
    about: "environ",
    place: "Lieu",
    precision: "Précision",
    point: "point",
    town: "ville",
    region: "région",
    country: "pays",
    latitude: "Latitude",
    longitude: "Longitude",
    times_named: "Nommé dans",
    map: "Carte",
    outside: "hors de la carte",
    first: "Rapporté d’abord",
    last: "Rapporté en dernier",
    passages: "Passages",
    shared: "Partagé",
    dispatch: "Dépêche",
    this_dispatch: "cette dépêche",
    characters: "Signes",
    number: "Nombre",
    decimal: ",",
    thousands: "\u{202f}",
    french: true,
};

impl Words {
    /// The words for a language of the interface; English for those there are none of.
    pub fn of(lang: &str) -> &'static Words {
        if lang == "fr" { &FRENCH } else { &ENGLISH }
    }

    /// A number for people: `1,234.5`.
    pub(crate) fn say_number(&self, value: f64) -> String {
        if !value.is_finite() {
            return self.unknown.to_owned();
        }
        let value = value.clamp(-1e15, 1e15);
        let rounded = (value.abs() * 100.0).round() as u64;
        let whole = (rounded / 100).to_string();
        let mut out = if value < 0.0 && rounded > 0 { "−".to_owned() } else { String::new() };
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out += self.thousands;
            }
            out.push(digit);
        }
        if !rounded.is_multiple_of(100) {
            out += self.decimal;
            let decimals = format!("{:02}", rounded % 100);
            out += decimals.trim_end_matches('0');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(ENGLISH.say_number(1_234_567.5), "1,234,567.5");
        assert_eq!(FRENCH.say_number(12_000.25), "12\u{202f}000,25");
        assert_eq!(ENGLISH.say_number(-3.0), "−3");
        assert_eq!(ENGLISH.say_number(f64::NAN), "not known");
    }
}
