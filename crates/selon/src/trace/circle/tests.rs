use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use proptest::prelude::*;

use super::*;

/// An archive in memory.
#[derive(Default)]
struct Shelf {
    marks: BTreeMap<i64, Marks>,
    holders: BTreeMap<Mark, BTreeSet<(Position, i64)>>,
    links: BTreeMap<i64, Vec<Link>>,
    /// Whose links are to be found, and whether it is new.
    loose: BTreeMap<i64, bool>,
}

fn marks_of(marks: &Marks) -> impl Iterator<Item = Mark> {
    marks.prints.iter().map(|&p| Mark::Print(p)).chain(marks.keys.iter().map(|&k| Mark::Key(k)))
}

impl Shelf {
    fn keep(&mut self, dispatch: i64, marks: &Marks) {
        for mark in marks_of(marks) {
            self.holders.entry(mark).or_default().insert((marks.position, dispatch));
        }
        self.marks.insert(dispatch, marks.clone());
        self.loose.insert(dispatch, true);
    }

    fn forget(&mut self, dispatch: i64) {
        for disturbed in leave(self, dispatch).unwrap() {
            self.loose.entry(disturbed).or_insert(false);
        }
        let marks = self.marks.remove(&dispatch).unwrap();
        for mark in marks_of(&marks) {
            self.holders.get_mut(&mark).unwrap().remove(&(marks.position, dispatch));
        }
        self.links.remove(&dispatch);
        self.loose.remove(&dispatch);
    }

    /// The end of a run.
    fn settle(&mut self) {
        while let Some((dispatch, new)) = self.loose.pop_first() {
            let found = if new {
                let (found, disturbed) = enter(self, dispatch).unwrap();
                for other in disturbed {
                    self.loose.entry(other).or_insert(false);
                }
                found
            } else {
                links(self, dispatch).unwrap()
            };
            self.links.insert(dispatch, found);
        }
    }

    /// All circles, by the positions of their dispatches.
    fn circles(&self) -> BTreeSet<BTreeSet<Position>> {
        let at = |dispatch: &i64| self.marks[dispatch].position;
        let (mut all, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for &dispatch in self.marks.keys() {
            if !seen.contains(&dispatch) {
                for circle in circles(self, dispatch).unwrap() {
                    all.insert(circle.iter().map(at).collect());
                    seen.extend(circle);
                }
            }
        }
        all
    }

    fn all_links(&self) -> BTreeMap<Position, Vec<(u32, Position)>> {
        let of = |links: &Vec<Link>| links.iter().map(Link::merit).collect();
        self.links.iter().map(|(dispatch, links)| (self.marks[dispatch].position, of(links))).collect()
    }
}

impl Postings for Shelf {
    type Error = Infallible;

    fn marks(&self, dispatch: i64) -> Result<Marks, Infallible> {
        Ok(self.marks[&dispatch].clone())
    }

    fn prints(&self, dispatch: i64) -> Result<usize, Infallible> {
        Ok(self.marks[&dispatch].prints.len())
    }

    fn around(&self, mark: Mark, position: Position) -> Result<[Vec<Holder>; 2], Infallible> {
        let Some(holders) = self.holders.get(&mark) else { return Ok([Vec::new(), Vec::new()]) };
        let holder = |&(at, dispatch): &(Position, i64)| Holder { dispatch, at };
        let before = holders.range(..(position, i64::MIN)).rev().take(REACH).map(holder).collect();
        let after = holders.range((Position(position.0 + 1), i64::MIN)..).take(REACH).map(holder).collect();
        Ok([before, after])
    }
}

impl Neighbours for Shelf {
    fn links(&self, dispatch: i64) -> Result<Vec<Link>, Infallible> {
        Ok(self.links.get(&dispatch).cloned().unwrap_or_default())
    }

    fn behind(&self, dispatch: i64) -> Result<Vec<i64>, Infallible> {
        let points = |links: &Vec<Link>| links.iter().any(|link| link.dispatch == dispatch);
        Ok(self.links.iter().filter(|(_, links)| points(links)).map(|(&other, _)| other).collect())
    }

    fn same(&self, _: i64) -> Result<Vec<i64>, Infallible> {
        Ok(Vec::new())
    }
}

/// A dispatch that tells of a topic, on a day, in some of the words of the topic, or copies what tells of it.
fn dispatch() -> impl Strategy<Value = (u32, i64, u64, u64)> {
    (0u32..6, 0i64..40, any::<u64>(), any::<u64>())
}

fn marks(number: usize, (topic, day, keys, prints): (u32, i64, u64, u64)) -> Marks {
    let some = |from: u32, of: u64, most: u32| (0..most).filter(move |bit| of >> bit & 1 == 1).map(move |bit| from + bit);
    // What everybody names, and what a topic is known by.
    let keys: BTreeSet<u32> = some(0, keys >> 40, 6).chain(some(100 * topic + 100, keys, 14)).collect();
    let prints: BTreeSet<u32> = some(1000 * (topic % 3), prints, 12).collect();
    // Day 0 is no day.
    let date = jiff::civil::date(2031, 1, 1).checked_add(jiff::Span::new().days(day / 4)).unwrap();
    Marks {
        position: Position::new((day > 0).then_some(date), &number.to_string()),
        prints: prints.into_iter().collect(),
        keys: keys.into_iter().collect(),
    }
}

/// Keeps dispatches in runs of different lengths, in an order; those of `gone` come as well, and are forgotten.
fn kept(all: &[Marks], gone: &[Marks], order: &[usize], run: usize) -> Shelf {
    let mut shelf = Shelf::default();
    for (place, &number) in order.iter().enumerate() {
        // Numbers are given as dispatches come.
        shelf.keep(place as i64, all.get(number).unwrap_or_else(|| &gone[number - all.len()]));
        if place % run == run - 1 {
            shelf.settle();
        }
    }
    for (place, _) in order.iter().enumerate().filter(|&(_, &number)| number >= all.len()) {
        shelf.forget(place as i64);
    }
    shelf.settle();
    shelf
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// 260 dispatches: more than are in reach of one another, and than one circle holds.
    #[test]
    fn neither_the_order_nor_the_runs_in_which_dispatches_come_nor_those_that_left_count(
        all in proptest::collection::vec(dispatch(), 260),
        gone in proptest::collection::vec(dispatch(), 0..20),
        order in Just((0..280usize).collect::<Vec<_>>()).prop_shuffle(),
        run in 1usize..90,
    ) {
        let all: Vec<Marks> = all.into_iter().enumerate().map(|(i, d)| marks(i, d)).collect();
        let gone: Vec<Marks> = gone.into_iter().enumerate().map(|(i, d)| marks(1000 + i, d)).collect();
        let order: Vec<usize> = order.into_iter().filter(|&i| i < all.len() + gone.len()).collect();
        let at_once = kept(&all, &[], &(0..all.len()).collect::<Vec<_>>(), usize::MAX);
        let in_runs = kept(&all, &gone, &order, run);
        prop_assert_eq!(at_once.all_links(), in_runs.all_links());
        let circles = at_once.circles();
        prop_assert_eq!(&circles, &in_runs.circles());
        prop_assert!(circles.iter().all(|circle| circle.len() <= LARGEST));
        prop_assert_eq!(circles.iter().map(BTreeSet::len).sum::<usize>(), all.len());
    }
}

#[test]
fn copies_are_one_circle_however_many_and_what_shares_little_is_none() {
    let wire = |n: usize| marks(n, (1, 4, 0, u64::MAX));
    let all: Vec<Marks> = (0..150).map(wire).chain([marks(150, (2, 4, 0b111, 0))]).collect();
    let circles = kept(&all, &[], &(0..151).collect::<Vec<_>>(), 7).circles();
    let sizes: Vec<usize> = circles.iter().map(BTreeSet::len).collect();
    assert_eq!(sizes.iter().max(), Some(&150));
    assert_eq!(sizes.len(), 2);
}
