//! Sentences with the verb of saying first or last: Arabic, Turkish.

use super::content::SPEECH;
use super::group::Group;
use super::{Report, Scene, piece};
use crate::attribute::lexicon::{Class, Takes};
use crate::attribute::phrase::{self, Place, REACH};

impl Scene<'_, '_> {
    /// "X S says": Turkish.
    pub(super) fn verb_final(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        if words.word(group.end) == ":" {
            // "Fener Ekspres duyurdu: S"
            let source = self.from..group.start;
            let content = self.right(group.end + 1);
            return (!source.is_empty() && self.can_speak(&source)).then(|| Self::report(group, source, content));
        }
        if group.end + 2 < self.to && !words.is_comma(group.end) {
            return None;
        }
        let endings = &self.grammar().addressee_endings;
        let bound = group.start.min(self.from + REACH);
        let mut lead = if words.any(self.from, &[Class::Connective, Class::And]) { self.from + 1 } else { self.from };
        // "Doruk'un aktardığına göre X, S söyledi": what is told of stands behind.
        let according = (lead..bound).rev().find(|&k| words.is(k, Class::Postposed));
        let behind = according.map(|k| (k + 1 + usize::from(words.is_comma(k + 1))).min(bound));
        // "Banka, DKD'ye göre, S açıkladı": between the subject and what it says.
        let comma = according.and_then(|k| (lead + 1..k).find(|&c| words.is_comma(c)));
        let parted = comma.zip(behind).filter(|&(c, _)| self.can_speak(&(lead..c)) && c - lead <= 6);
        if let Some(behind) = behind.filter(|_| parted.is_none()) {
            lead = behind;
        }
        // "… olduğunu belirten Kaymakam Selin Aras": who says so follows; "Martı Ajansı'na konuşan bir balıkçı".
        let comma = (lead + 1..bound).find(|&k| words.is_comma(k)).unwrap_or(bound);
        let saying = (lead + 1..comma).rev().find(|&k| words.is(k, Class::Relative)).filter(|&k| k + 1 < comma);
        let mut told = None;
        if let Some(k) = saying {
            let name = (lead..k).rev().take_while(|&j| words.is_capital(j)).last();
            told = name.filter(|_| endings.iter().any(|e| words.word(k - 1).ends_with(e.as_str()))).map(|n| n..k);
            lead = k + 1;
        }
        lead += words.entry(lead, Class::Anonymous);
        let speaks = |k: usize| {
            words.any(k, &SPEAKERS_LAST) || group.takes(Takes::Within) && words.any(k, &[Class::Words, Class::Dispatch])
        };
        let mut end = parted;
        let mut first = lead;
        for k in lead..if parted.is_some() { lead } else { bound } {
            let name =
                words.person(k).filter(|n| n.end < bound && !words.is_comma(n.end) && !words.is(n.end, Class::Adverb));
            if let Some(name) = name.filter(|n| !words.word(n.end - 1).contains(['\'', '\u{2019}'])) {
                // "Depo sahibi Cemal Aydınoğlu gazetemize …"
                end = Some((name.end, name.end));
                break;
            }
            if words.is_comma(k) && k > first {
                if (first..k).any(|j| self.is_finite(j)) && k + 1 < bound {
                    // "Bir tekne battı, komutanlık … bildirdi": the subject stands in the last clause.
                    first = k + 1;
                    continue;
                }
                end = Some((k, k + 1));
                break;
            }
            let word = words.word(k);
            if words.is_capital(k) && k > first && endings.iter().any(|e| word.ends_with(e.as_str())) {
                told = Some(k..k + 1);
                end = Some((k, k + 1));
                break;
            }
            if words.is(k, Class::Adverb) && k > first {
                end = Some((k, k + 1));
                break;
            }
            if speaks(k) && !words.is_capital(k + 1) && speaks(k + 1) && !words.is_inflected(k + 1) {
                continue;
            }
            let after_name = (k + 1..bound).take(5).find(|&j| !words.is_capital(j + 1)).unwrap_or(k + 1);
            let told_next =
                words.is_capital(k + 1) && endings.iter().any(|e| words.word(after_name).ends_with(e.as_str()));
            if speaks(k) && (!words.is_capital(k + 1) || told_next) {
                end = Some((k + 1, k + 1 + usize::from(words.is_comma(k + 1))));
                break;
            }
        }
        let lead = first;
        let Some((source_end, mut content)) = end else {
            // "Okulların kapandığını söyledi."
            let carried = Self::report(group, 0..0, piece(lead, group.start));
            return (self.grammar().null_subject && lead < group.start).then_some(Report { carries: true, ..carried });
        };
        while words.is(content, Class::Adverb) && content + 1 < group.start {
            content += 1;
        }
        let mut last = content;
        while words.is_capital(last) && words.is_capital(last + 1) && last < content + 4 {
            last += 1;
        }
        if endings.iter().any(|e| words.word(last).ends_with(e.as_str())) && words.is_capital(content) {
            told = Some(content..last + 1);
            content = last + 1;
            content += usize::from(words.is_comma(content));
        }
        let source = lead..source_end;
        let speaks = self.can_speak(&source) || words.is(source.start, Class::Indefinite);
        if source.is_empty() || !speaks || content >= group.start {
            return None;
        }
        let mut report = Self::report(group, source, piece(content, group.start));
        report.told = told;
        Some(report)
    }

    /// "Says X that S": Arabic.
    pub(super) fn verb_initial(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        let clause_start = group.start == self.from
            || words.is_mark(group.start - 1)
            || words.any(group.start - 1, &[Class::And, Class::Connective, Class::Adverb]);
        if !clause_start {
            return None;
        }
        let bound = self.to.min(group.end + REACH);
        let (start, mut told) = self.told_at_once(group.end);
        let comp = (start..bound)
            .find(|&k| {
                let speech = words.opens(k)
                    && !words.is_capital(k + 1)
                    && words.quotation(k).is_some_and(|q| words.tokens(q.span).len() >= SPEECH);
                words.any(k, &[Class::Complementizer]) || words.word(k) == ":" || speech
            })
            .or_else(|| (start + 1..bound).find(|&k| words.is_comma(k)).map(|k| k + 1))
            // "أعلنت الوزارة يوم الجمعة وفاة شخصين": a time parts the subject from what is announced.
            .or_else(|| {
                let time = (start + 1..bound).find(|&k| words.is_time(k)).filter(|_| group.takes(Takes::Noun))?;
                (time..bound).find(|&k| !words.is_time(k) && !words.is_number(k))
            })?;
        let stops = [Class::Preposition, Class::To, Class::According, Class::Citing, Class::Anonymous, Class::Own];
        let mut end = start;
        let pointed = |k: usize| k > start && words.is(k, Class::Demonstrative);
        while end < comp && !words.is_comma(end) && !words.any(end, &stops) && !words.is_time(end) && !pointed(end) {
            end += 1;
        }
        if end == start {
            return None;
        }
        // "المتحدث باسم الحماية المدنية، العقيد سمير بلحاج، إن": the name stands between commas.
        let who = |k: usize| words.person(k).is_some() || words.any(k, &[Class::Role, Class::Title]);
        let named = words.is_comma(end) && (end + 1..(end + 4).min(comp)).any(who);
        if let Some(close) = (end + 1..=comp).find(|&k| named && (words.is_comma(k) || k == comp)) {
            end = close;
        }
        told = told.or_else(|| {
            let medium = |k: usize| words.any(k, &[Class::Agency, Class::Outlet]);
            let anonymous = (end..comp).any(|k| words.is(k, Class::Anonymous));
            let to = (end..comp).find(|&k| words.is(k, Class::To) || anonymous && medium(k))?;
            Some(to..phrase::core(words, to + 1, comp, Place::AfterVerb).max((to + 2).min(comp)))
        });
        let mut content = if words.word(comp) == ":" { comp + 1 } else { comp };
        let aside = words.is_comma(content - 1) && words.any(content, &[Class::According, Class::Citing]);
        if let Some(close) = (content..bound).find(|&k| aside && words.is_comma(k)) {
            content = close + 1;
        }
        let content = self.right(content);
        let mut report = Self::report(group, start..end, content);
        report.told = told;
        Some(report)
    }

    /// Whom it is told to right behind the verb, and where the phrase ends: "وقال لـ«الشاطئ» الطبيب".
    fn told_at_once(&self, from: usize) -> (usize, Option<std::ops::Range<usize>>) {
        let words = self.words;
        if words.is(from, Class::Own) {
            return (from + 1, None);
        }
        if !words.is(from, Class::To) {
            return (from, None);
        }
        let end = if words.opens(from + 1) {
            words.tokens(words.quotation(from + 1).expect("it opens one").span).end
        } else {
            from + 2
        };
        (end, Some(from..end))
    }
}

/// Nouns that end a noun phrase where the head stands last.
const SPEAKERS_LAST: [Class; 9] = [
    Class::Agency,
    Class::Outlet,
    Class::Institution,
    Class::Company,
    Class::Role,
    Class::Spokesperson,
    Class::Group,
    Class::Document,
    Class::Anyone,
];
