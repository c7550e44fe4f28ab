//! The words of the interface, by language: data, in `words/<code>.toml`.

mod writing;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use selon::claim::Tied;
use serde::Deserialize;

pub(crate) use self::writing::Writing;
use crate::guard::cookie;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
}

impl Language {
    /// All of them.
    pub(crate) const ALL: [Language; 2] = [Language::English, Language::French];

    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// The language of a code, or of a tag that begins with it.
    pub(crate) fn named(tag: &str) -> Option<Language> {
        let code = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The language that a reader chose here, or else the first that the browser names and that is known.
    pub(crate) fn of(headers: &HeaderMap) -> Language {
        let chosen = cookie(headers, "lang").and_then(Language::named);
        let named = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut weighed: Vec<(f32, Language)> = named
            .split(',')
            .take(20)
            .filter_map(|item| {
                let (tag, weight) = item.split_once(";q=").unwrap_or((item, "1"));
                Some((weight.trim().parse().unwrap_or(0.0), Language::named(tag)?))
            })
            .collect();
        weighed.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        chosen.or(weighed.first().map(|(_, language)| *language)).unwrap_or(Language::English)
    }

    /// Its words.
    pub(crate) fn words(self) -> &'static Words {
        static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("../words/en.toml")));
        static FRENCH: LazyLock<Words> = LazyLock::new(|| read(include_str!("../words/fr.toml")));
        match self {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
        }
    }
}

fn read(text: &str) -> Words {
    toml::from_str(text).expect("a test reads the words of every language")
}

/// Words that change with a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    one: String,
    other: String,
}

/// What two wordings can share.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ties {
    number: String,
    name: String,
    time: String,
    length: String,
    matter: String,
    word: String,
}

/// Words, by what they say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) zero_is_one: bool,
    pub(crate) colon: String,
    pub(crate) skip: String,
    pub(crate) navigation: String,
    pub(crate) no_verdict: String,
    pub(crate) data: String,
    pub(crate) keys: String,
    pub(crate) search: String,
    pub(crate) search_hint: String,
    pub(crate) stories: String,
    pub(crate) voices: String,
    pub(crate) decisions: String,
    pub(crate) add: String,
    pub(crate) claims: String,
    pub(crate) dispatches: String,
    pub(crate) empty: String,
    pub(crate) untitled: String,
    pub(crate) nothing: String,
    pub(crate) nothing_hint: String,
    pub(crate) wrong: String,
    pub(crate) pages_of_list: String,
    pub(crate) previous: String,
    pub(crate) next: String,
    pub(crate) only_shared: String,
    pub(crate) one_file: String,
    pub(crate) reported: String,
    pub(crate) happened: String,
    pub(crate) outlet: String,
    pub(crate) title: String,
    pub(crate) agency: String,
    pub(crate) wording: String,
    pub(crate) wordings: String,
    pub(crate) chain: String,
    pub(crate) cites: String,
    pub(crate) withdrawn: String,
    pub(crate) against: String,
    pub(crate) circular: String,
    pub(crate) unnamed: String,
    pub(crate) rests_on: String,
    pub(crate) rests_on_nobody: String,
    pub(crate) legend: String,
    pub(crate) mark_statement: String,
    pub(crate) mark_time: String,
    pub(crate) mark_name: String,
    pub(crate) mark_figure: String,
    pub(crate) mark_source: String,
    pub(crate) mark_cue: String,
    pub(crate) mark_shared: String,
    pub(crate) captions: String,
    pub(crate) credit: String,
    pub(crate) origin: String,
    pub(crate) address: String,
    pub(crate) captured: String,
    pub(crate) compare: String,
    pub(crate) taken_from: String,
    pub(crate) taken_by: String,
    pub(crate) token: String,
    pub(crate) token_hint: String,
    pub(crate) enter: String,
    pub(crate) wrong_token: String,
    pub(crate) cite: String,
    pub(crate) copy_it: String,
    pub(crate) as_table: String,
    pub(crate) on_nobody: String,
    pub(crate) comparison: String,
    pub(crate) passage: String,
    pub(crate) was_first: String,
    pub(crate) was_later: String,
    pub(crate) stands_in_other: String,
    pub(crate) voices_hint: String,
    pub(crate) kinds_of_voices: String,
    pub(crate) all: String,
    pub(crate) voice: String,
    pub(crate) kind_of_voice: String,
    pub(crate) originates: String,
    pub(crate) relays: String,
    pub(crate) quoted_by: String,
    pub(crate) also_called: String,
    pub(crate) cites_whom: String,
    pub(crate) cited_by: String,
    pub(crate) found_nothing: String,
    pub(crate) looked_for: String,
    pub(crate) from_day: String,
    pub(crate) to_day: String,
    pub(crate) place: String,
    pub(crate) language: String,
    pub(crate) its_story: String,
    pub(crate) too_long: String,
    pub(crate) too_long_hint: String,
    pub(crate) changed: String,
    pub(crate) not_compared: String,
    pub(crate) inferred: String,
    pub(crate) joined: String,
    pub(crate) joined_through: String,
    pub(crate) joined_by_decision: String,
    pub(crate) best: String,
    pub(crate) copy_citation: String,
    pub(crate) copied: String,
    pub(crate) cite_hint: String,
    pub(crate) cite_forms: String,
    pub(crate) agency_share: String,
    pub(crate) taken_share: String,
    pub(crate) measured: String,
    pub(crate) against_it: String,
    pub(crate) since: String,
    pub(crate) until: String,
    pub(crate) alone: String,
    pub(crate) kinds: BTreeMap<String, String>,
    pub(crate) whats: BTreeMap<String, String>,
    pub(crate) ties: Ties,
    pub(crate) copies: BTreeMap<String, String>,
    pub(crate) n_pages: Counted,
    pub(crate) n_outlets: Counted,
    pub(crate) n_languages: Counted,
    pub(crate) n_passages: Counted,
    pub(crate) n_taken: Counted,
    pub(crate) n_through_agency: Counted,
    pub(crate) n_claims: Counted,
    pub(crate) n_bytes: Counted,
    pub(crate) n_on_one: Counted,
    pub(crate) n_disputed: Counted,
    pub(crate) n_lone: Counted,
    pub(crate) writing: Writing,
}

impl Words {
    /// A number with what it counts.
    pub(crate) fn count(&self, number: i64, of: &Counted) -> String {
        let one = number == 1 || number == 0 && self.zero_is_one;
        format!("{number}\u{a0}{}", if one { &of.one } else { &of.other })
    }

    /// A kind of voice; as it stands where no word is known.
    pub(crate) fn kind<'a>(&'a self, kind: &'a str) -> &'a str {
        self.kinds.get(kind).map_or(kind, String::as_str)
    }

    /// What is counted; as it stands where no word is known.
    pub(crate) fn what<'a>(&'a self, what: &'a str) -> &'a str {
        self.whats.get(what).map_or(what, String::as_str)
    }

    /// What two wordings share.
    pub(crate) fn tie(&self, tied: Tied) -> &str {
        match tied {
            Tied::Number => &self.ties.number,
            Tied::Name => &self.ties.name,
            Tied::Time => &self.ties.time,
            Tied::Length => &self.ties.length,
            Tied::Matter => &self.ties.matter,
            Tied::Word => &self.ties.word,
        }
    }

    /// A kind of copy; as it stands where no word is known.
    pub(crate) fn copy<'a>(&'a self, kind: &'a str) -> &'a str {
        self.copies.get(kind).map_or(kind, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_words() {
        for language in Language::ALL {
            assert_eq!(language.words().code, language.code());
        }
        let keys = |language: Language| language.words().copies.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(Language::English), keys(Language::French));
    }

    #[test]
    fn french_counts_nothing_as_one() {
        let counted = |language: Language, number| language.words().count(number, &language.words().n_pages);
        assert_eq!(counted(Language::French, 0), "0\u{a0}page");
        assert_eq!(counted(Language::English, 0), "0\u{a0}pages");
        assert_eq!(counted(Language::English, 1), "1\u{a0}page");
    }

    #[test]
    fn the_reader_s_choice_comes_first_then_the_browser_s() {
        let of = |cookie: &'static str, accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
            Language::of(&headers)
        };
        assert_eq!(of("a=1", "de, fr-CH;q=0.8, en;q=0.5"), Language::French);
        assert_eq!(of("a=1; lang=en", "fr"), Language::English);
        assert_eq!(of("lang=tlh", "x;q=a, ,;q="), Language::English);
    }
}
