//! Other names to put in the place of those of a text.

use std::collections::BTreeMap;

use selon::annotate::name::Kind;
use selon::annotate::place::fold;

use super::marked::{Marked, Tagged};

/// Names that stand in marked texts, by language, kind and number of words: to be put in the place of others.
pub(super) struct Pool(BTreeMap<(String, Kind, usize), Vec<String>>);

impl Pool {
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a Tagged>) -> Pool {
        let lists = Lists::new();
        let mut pool = BTreeMap::<_, Vec<String>>::new();
        for text in texts {
            let mut i = 0;
            while i < text.tokens.len() {
                let inside = |tag: &String| tag.starts_with("I-");
                let length = 1 + text.tags[i + 1..].iter().take_while(|tag| inside(tag)).count();
                let words = &text.tokens[i..i + length];
                let kind = match text.tags[i].as_str() {
                    "B-PER" => Some(Kind::Person),
                    "B-LOC" => Some(Kind::Place),
                    _ => None,
                };
                i += length;
                let high = |w: &String| {
                    w.chars().next().is_some_and(char::is_uppercase)
                        && w.chars().filter(|c| c.is_lowercase()).count() > 1
                };
                let letters = |w: &String| w.chars().all(|c| c.is_alphabetic() || c == '-');
                let sound = words.iter().all(letters) && high(&words[0]) && high(&words[length - 1]);
                let Some(kind) = kind.filter(|k| sound && length < 4 && lists.know(*k, words)) else { continue };
                if kind == Kind::Place || length > 1 {
                    pool.entry((text.lang.clone(), kind, length)).or_default().push(words.join(" "));
                }
                if kind == Kind::Person && length == 2 {
                    pool.entry((text.lang.clone(), kind, 1)).or_default().push(words[1].clone());
                }
            }
        }
        Pool(pool)
    }

    /// A text with other names of persons and places.
    pub(super) fn varied(&self, text: &Marked, random: &mut Random) -> Marked {
        let mut out = Marked { lang: text.lang.clone(), text: String::new(), names: Vec::new() };
        let mut done = 0;
        for (bytes, kind) in &text.names {
            out.text.push_str(&text.text[done..bytes.start]);
            let name = &text.text[bytes.clone()];
            let others = self.0.get(&(text.lang.clone(), *kind, name.split(' ').count()));
            let other = others.filter(|_| !name.contains('.')).map(|all| all[random.below(all.len())].as_str());
            let begin = out.text.len();
            out.text.push_str(other.unwrap_or(name));
            out.names.push((begin..out.text.len(), *kind));
            done = bytes.end;
        }
        out.text.push_str(&text.text[done..]);
        out
    }
}

/// The world's names.
pub(super) struct Lists {
    parts: fst::Map<&'static [u8]>,
    places: fst::Map<&'static [u8]>,
}

impl Lists {
    pub(super) fn new() -> Lists {
        let map = |bytes| fst::Map::new(bytes).expect("the table is whole");
        Lists { parts: map(selon_data::NAME_PARTS), places: map(selon_data::PLACE_NAMES) }
    }

    /// Whether a name is a likely one: silver texts mark many words that are none.
    pub(super) fn know(&self, kind: Kind, words: &[String]) -> bool {
        match kind {
            Kind::Person => words.iter().any(|w| self.parts.contains_key(fold(w))),
            Kind::Place => self.places.contains_key(fold(&words.join(" "))),
            Kind::Organisation => words.len() > 1 || words[0].chars().filter(|c| c.is_uppercase()).count() > 1,
        }
    }
}

/// The same numbers each time.
pub(super) struct Random(pub u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}
