//! What reading a page needs to know of languages: `lang/*/extract.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::lang::{Lang, Table, Tables};

static TABLES: Tables<Words> = Tables::new();

/// The file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// The commonest words of the language.
    pub(super) common: Vec<String>,
    pub(super) byline: Byline,
    pub(super) date: Dates,
    pub(super) furniture: Furniture,
}

/// Words of lines that say who wrote a text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Byline {
    /// Before a writer: "par", "by".
    pub(super) by: Vec<String>,
    /// Before whoever helped: "avec", "with".
    pub(super) with: Vec<String>,
    /// Between two writers.
    pub(super) and: Vec<String>,
    /// Before the place they wrote from.
    pub(super) r#in: Vec<String>,
    /// Newsrooms: neither writers nor agencies.
    pub(super) desks: Vec<String>,
    /// Agencies without a name.
    pub(super) unnamed: Vec<String>,
    /// What writers are: "envoyée spéciale".
    pub(super) roles: Vec<String>,
    /// Before the origin of a text: "Source: …".
    pub(super) source: Vec<String>,
    /// Words in the names of agencies.
    pub(super) organisation: Vec<String>,
    /// Beside an agency that told something, or was told it. None where no capital tells a name from other words.
    #[serde(default)]
    pub(super) told: Vec<String>,
}

/// Words of lines that say when a text was published.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    /// The names of the twelve months, and their short forms.
    pub(super) months: Vec<Vec<String>>,
    pub(super) weekdays: Vec<String>,
    pub(super) published: Vec<String>,
    pub(super) modified: Vec<String>,
    /// After a time of day: "Uhr".
    #[serde(default)]
    pub(super) clock: Vec<String>,
}

/// Words around the article.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Furniture {
    /// Before the name of whoever took a picture.
    pub(super) credit: Vec<String>,
    /// Before a link to another article.
    pub(super) read_also: Vec<String>,
    /// Headings of parts that are not the article.
    pub(super) section: Vec<String>,
    /// Before tags.
    pub(super) tags: Vec<String>,
    /// In the legal line.
    pub(super) rights: Vec<String>,
    /// How lines begin that are no article.
    pub(super) boilerplate: Vec<String>,
    /// What is said where the rest has to be paid for.
    pub(super) paywall: Vec<String>,
    /// What is said where readers must first agree to be followed.
    pub(super) consent: Vec<String>,
    /// Readers' comments.
    pub(super) comments: Vec<String>,
    /// In lines that offer letters to subscribers.
    pub(super) newsletter: Vec<String>,
    /// A live blog.
    pub(super) live: Vec<String>,
    /// Words in capitals that open a text like a place does: "EXCLUSIVE:".
    pub(super) labels: Vec<String>,
}

impl Table for Words {
    const FILE: &'static str = "extract";
    type Source = Words;

    fn compile(source: Words, _: Lang) -> Words {
        source
    }
}

/// The words of all languages together: what stands around an article is often in another language than the article, and
/// these words mean the same in all.
pub(super) struct Everywhere {
    pub(super) months: BTreeMap<String, i8>,
    pub(super) weekdays: Vec<String>,
    pub(super) clock: Vec<String>,
    pub(super) published: Vec<String>,
    pub(super) modified: Vec<String>,
    pub(super) furniture: Furniture,
    pub(super) byline: Byline,
}

/// See [`Everywhere`].
pub(super) fn everywhere() -> &'static Everywhere {
    static ALL: OnceLock<Everywhere> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Everywhere {
            months: BTreeMap::new(),
            weekdays: Vec::new(),
            clock: Vec::new(),
            published: Vec::new(),
            modified: Vec::new(),
            furniture: Furniture::default(),
            byline: Byline::default(),
        };
        for line in selon_data::MONTHS.lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t').skip(1);
            if let (Some(Ok(number)), Some(names)) = (fields.next().map(str::parse), fields.next()) {
                all.months.extend(names.split('|').map(|name| (name.to_owned(), number)));
            }
        }
        for (_, words) in TABLES.all() {
            for (names, number) in words.date.months.iter().zip(1i8..) {
                for name in names {
                    all.months.insert(name.clone(), number);
                }
            }
            all.weekdays.extend_from_slice(&words.date.weekdays);
            all.clock.extend_from_slice(&words.date.clock);
            all.published.extend_from_slice(&words.date.published);
            all.modified.extend_from_slice(&words.date.modified);
            add_furniture(&mut all.furniture, &words.furniture);
            add_byline(&mut all.byline, &words.byline);
        }
        all
    })
}

fn add_furniture(all: &mut Furniture, more: &Furniture) {
    all.credit.extend_from_slice(&more.credit);
    all.read_also.extend_from_slice(&more.read_also);
    all.section.extend_from_slice(&more.section);
    all.tags.extend_from_slice(&more.tags);
    all.rights.extend_from_slice(&more.rights);
    all.boilerplate.extend_from_slice(&more.boilerplate);
    all.paywall.extend_from_slice(&more.paywall);
    all.consent.extend_from_slice(&more.consent);
    all.comments.extend_from_slice(&more.comments);
    all.newsletter.extend_from_slice(&more.newsletter);
    all.live.extend_from_slice(&more.live);
    all.labels.extend_from_slice(&more.labels);
}

fn add_byline(all: &mut Byline, more: &Byline) {
    all.by.extend_from_slice(&more.by);
    all.with.extend_from_slice(&more.with);
    all.and.extend_from_slice(&more.and);
    all.r#in.extend_from_slice(&more.r#in);
    all.desks.extend_from_slice(&more.desks);
    all.unnamed.extend_from_slice(&more.unnamed);
    all.roles.extend_from_slice(&more.roles);
    all.source.extend_from_slice(&more.source);
    all.organisation.extend_from_slice(&more.organisation);
    all.told.extend_from_slice(&more.told);
}

/// Whether a text is full of the commonest words of a language, and so in none but this one.
pub(super) fn is_in(text: &str, lang: Lang) -> bool {
    let Some(words) = TABLES.get(lang) else { return false };
    let (mut all, mut common) = (0, 0);
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).take(150) {
        all += 1;
        common += usize::from(words.common.iter().any(|c| c == word));
    }
    all >= 40 && common * 4 >= all
}

/// The byline words of a language and of English, in which many sites are built; of all languages where it is unknown.
pub(super) fn byline(lang: Option<Lang>) -> Byline {
    let mut words = Byline::default();
    let Some(own) = lang.and_then(|lang| TABLES.get(lang)) else { return everywhere().byline.clone() };
    add_byline(&mut words, &own.byline);
    if lang != Some(Lang::EN)
        && let Some(english) = TABLES.get(Lang::EN)
    {
        // English prepositions are words of other languages.
        let mut english = english.byline.clone();
        english.r#in.clear();
        add_byline(&mut words, &english);
    }
    words
}
