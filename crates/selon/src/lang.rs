//! Languages, and the tables in which the stages' knowledge of each is kept.
//!
//! Code is free of languages: all that a stage knows of French stands in `lang/fr/*.toml`. The build script compiles each
//! file into an embedded table; a stage declares the shape it wants ([`Table`]) and reads it when first needed
//! ([`Tables`]). A language without a folder, or without that file, gets nothing, and the stage does what needs none.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

type Pack = (&'static str, &'static [(&'static str, &'static [u8])]);

mod packs {
    use super::Pack;
    include!(concat!(env!("OUT_DIR"), "/packs.rs"));
}

pub use packs::TABLES;

/// A language, by its two-letter ISO 639-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Lang([u8; 2]);

impl Lang {
    /// French.
    pub const FR: Lang = Lang(*b"fr");
    /// English.
    pub const EN: Lang = Lang(*b"en");

    /// Reads a language tag: `fr`, `fr-FR`, `pt_BR`, `EN`. Only the language counts.
    ///
    /// ```
    /// use selon::Lang;
    /// assert_eq!(Lang::parse("fr-CA"), Some(Lang::FR));
    /// assert_eq!(Lang::parse("french"), None);
    /// ```
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next()?;
        let [a, b] = primary.as_bytes() else { return None };
        (a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
            .then(|| Lang([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
    }

    /// The code, lower case.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII letters")
    }

    /// The language that most words of a text belong to, where that is clear.
    pub fn guess(text: &str) -> Option<Lang> {
        let head = &text[..text.floor_char_boundary(4000)];
        let info = whatlang::detect(head)?;
        if !info.is_reliable() && head.len() < 200 {
            return None;
        }
        let three = info.lang().code();
        let two = match three {
            "fra" => "fr",
            "eng" => "en",
            "deu" => "de",
            "spa" => "es",
            "ita" => "it",
            "por" => "pt",
            "nld" => "nl",
            "ara" => "ar",
            "rus" => "ru",
            "tur" => "tr",
            "ukr" => "uk",
            "ell" => "el",
            "est" => "et",
            "pol" => "pl",
            "cat" => "ca",
            "ces" => "cs",
            "dan" => "da",
            "swe" => "sv",
            "nob" => "no",
            "fin" => "fi",
            "hun" => "hu",
            "ron" => "ro",
            "bul" => "bg",
            "srp" => "sr",
            "hrv" => "hr",
            "slk" => "sk",
            "slv" => "sl",
            "heb" => "he",
            "pes" => "fa",
            "hin" => "hi",
            "cmn" => "zh",
            "jpn" => "ja",
            "kor" => "ko",
            "vie" => "vi",
            "ind" => "id",
            _ => return None,
        };
        Lang::parse(two)
    }

    /// The languages that have a folder of tables, in alphabetical order.
    pub fn known() -> impl Iterator<Item = Lang> {
        packs::PACKS.iter().filter_map(|(code, _)| Lang::parse(code))
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> String {
        lang.code().to_owned()
    }
}

impl TryFrom<String> for Lang {
    type Error = String;

    fn try_from(tag: String) -> Result<Lang, String> {
        Lang::parse(&tag).ok_or_else(|| format!("{tag:?} is no language code of two letters"))
    }
}

/// What a stage wants of `lang/<code>/<FILE>.toml`, ready for use.
pub trait Table: Sized + Send + Sync + 'static {
    /// The name of the file, without `.toml`.
    const FILE: &'static str;
    /// The shape of the file.
    type Source: DeserializeOwned;
    /// Makes it ready: builds automata, folds words.
    fn compile(source: Self::Source, lang: Lang) -> Self;
}

/// How many languages can have a folder.
const MAX: usize = 64;

/// One table of every language, each read when first asked for. Declare it as a `static`.
pub struct Tables<T> {
    cells: [OnceLock<Option<T>>; MAX],
}

impl<T: Table> Tables<T> {
    /// Nothing is read yet.
    #[expect(clippy::new_without_default, reason = "only ever a static")]
    pub const fn new() -> Tables<T> {
        Tables { cells: [const { OnceLock::new() }; MAX] }
    }

    /// The table of a language, if it has one.
    ///
    /// # Panics
    /// Where an embedded table has not the shape its stage wants; the tests read them all.
    pub fn get(&self, lang: Lang) -> Option<&T> {
        let at = packs::PACKS.binary_search_by(|(code, _)| (*code).cmp(lang.code())).ok()?;
        self.cells[at].get_or_init(|| read(at, lang)).as_ref()
    }

    /// The tables of all languages that have one, in alphabetical order.
    pub fn all(&self) -> impl Iterator<Item = (Lang, &T)> {
        Lang::known().filter_map(|lang| Some((lang, self.get(lang)?)))
    }
}

fn read<T: Table>(at: usize, lang: Lang) -> Option<T> {
    let (code, tables) = packs::PACKS[at];
    let (_, bytes) = tables.iter().find(|(name, _)| *name == T::FILE)?;
    match rmp_serde::from_slice(bytes) {
        Ok(source) => Some(T::compile(source, lang)),
        Err(e) => panic!("lang/{code}/{}.toml: {e}", T::FILE),
    }
}

/// The phrases that one with `{a,b}` stands for; each choice may be empty.
///
/// ```
/// assert_eq!(selon::lang::expand("tué{,s}"), ["tué", "tués"]);
/// ```
pub fn expand(phrase: &str) -> Vec<String> {
    let Some((before, rest)) = phrase.split_once('{') else { return vec![phrase.to_owned()] };
    let Some((choices, after)) = rest.split_once('}') else { return vec![phrase.to_owned()] };
    let tails = expand(after);
    choices.split(',').flat_map(|c| tails.iter().map(move |t| format!("{before}{c}{t}"))).collect()
}
