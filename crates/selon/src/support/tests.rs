use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Whether something still flows when some voices are taken out, and which voices can still be reached.
fn reaches(chains: &[Vec<usize>], gone: &BTreeSet<usize>) -> (bool, BTreeSet<usize>) {
    let relays = |v: usize| chains.iter().any(|c| c.windows(2).any(|p| p[0] == v));
    let origin = |v: usize| {
        chains.iter().any(|c| c.last() == Some(&v)) && (!relays(v) || chains.iter().any(|c| c.as_slice() == [v]))
    };
    let mut seen: BTreeSet<usize> =
        chains.iter().flatten().copied().filter(|&v| origin(v) && !gone.contains(&v)).collect();
    loop {
        let more: Vec<usize> = chains
            .iter()
            .flat_map(|c| c.windows(2))
            .filter(|p| seen.contains(&p[1]) && !gone.contains(&p[0]) && !seen.contains(&p[0]))
            .map(|p| p[0])
            .collect();
        if more.is_empty() {
            break;
        }
        seen.extend(more);
    }
    (chains.iter().any(|c| seen.contains(&c[0])), seen)
}

/// All sets of `size` of the first `n` numbers.
fn subsets(n: usize, size: usize) -> Vec<BTreeSet<usize>> {
    (0u32..1 << n)
        .filter(|bits| bits.count_ones() as usize == size)
        .map(|bits| (0..n).filter(|i| bits & (1 << i) != 0).collect())
        .collect()
}

/// The least number of voices whose fall stops all, and of such sets the one that leaves least of the graph reachable.
fn brute(chains: &[Vec<usize>], n: usize) -> (usize, Vec<usize>) {
    for size in 0..=n {
        let cuts = subsets(n, size).into_iter().filter(|gone| !reaches(chains, gone).0);
        let nearest = cuts.min_by_key(|gone| reaches(chains, gone).1.len());
        if let Some(cut) = nearest {
            return (size, cut.into_iter().collect());
        }
    }
    unreachable!("without any voice nothing flows")
}

/// Chains in which no voice stands twice.
fn chain(n: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..n).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_flat_map(|all| (1..=4usize.min(all.len())).prop_map(move |k| all[..k].to_vec()))
}

fn chains(n: usize) -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec(chain(n), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn flow_is_the_smallest_cut_and_rests_on_the_nearest(chains in chains(8)) {
        let found = support(&chains, &[Kind::Relay; 8], &[]);
        let (size, cut) = brute(&chains, 8);
        prop_assert_eq!(found.high, size);
        prop_assert_eq!(found.rests_on, cut);
        prop_assert_eq!(found.low, found.high);
        prop_assert_eq!(found.witnesses, found.high);
    }

    #[test]
    fn witnesses_are_the_cut_that_spares_origins_on_record(chains in chains(6)) {
        // READER hears an origin that publishes itself once: a stand-in for its page can be cut, the origin cannot.
        let found = support(&chains, &[Kind::OnRecord; 6], &[]);
        let relays: BTreeSet<usize> = chains.iter().flat_map(|c| c[..c.len() - 1].to_vec()).collect();
        let own: BTreeSet<usize> = chains.iter().filter(|c| c.len() == 1).map(|c| c[0]).collect();
        let ends: BTreeSet<usize> = chains.iter().map(|c| c[c.len() - 1]).collect();
        let spared: BTreeSet<usize> = ends.into_iter().filter(|v| !relays.contains(v) || own.contains(v)).collect();
        let page = |v: usize| v + 6;
        let with_pages: Vec<Vec<usize>> = chains
            .iter()
            .map(|c| if spared.contains(&c[0]) { [&[page(c[0])], c.as_slice()].concat() } else { c.clone() })
            .collect();
        let smallest = (0..=12)
            .find(|&size| subsets(12, size).iter().any(|gone| gone.is_disjoint(&spared) && {
                let roots = |v: usize| spared.contains(&v);
                !flows(&with_pages, gone, roots)
            }))
            .expect("all pages can be cut");
        prop_assert_eq!(found.witnesses, smallest);
    }

    #[test]
    fn low_is_never_above_high_nor_order_of_any_weight(
        chains in chains(7), pairs in prop::collection::vec((0usize..7, 0usize..7), 0..4), seed in any::<u64>(),
    ) {
        let kinds: Vec<Kind> = (0..7).map(|v| if v % 2 == 0 { Kind::Unnamed } else { Kind::Relay }).collect();
        let found = support(&chains, &kinds, &pairs);
        prop_assert!(found.low <= found.high);
        let mut turned = chains.clone();
        let by = (seed % turned.len() as u64) as usize;
        turned.rotate_left(by);
        turned.reverse();
        prop_assert_eq!(support(&turned, &kinds, &pairs), found);
    }
}

fn flows(chains: &[Vec<usize>], gone: &BTreeSet<usize>, roots: impl Fn(usize) -> bool) -> bool {
    let mut seen: BTreeSet<usize> =
        chains.iter().flatten().copied().filter(|&v| roots(v) && !gone.contains(&v)).collect();
    loop {
        let before = seen.len();
        for pair in chains.iter().flat_map(|c| c.windows(2)) {
            if seen.contains(&pair[1]) && !gone.contains(&pair[0]) {
                seen.insert(pair[0]);
            }
        }
        if seen.len() == before {
            return chains.iter().any(|c| seen.contains(&c[0]));
        }
    }
}

#[test]
fn two_outlets_that_cite_each_other_hang_on_nothing() {
    let found = support(&[[0, 1], [1, 0]], &[Kind::Relay; 2], &[]);
    assert_eq!(found, Support { circular: true, ring: vec![0, 1], ..Support::default() });
}

#[test]
fn a_ring_that_an_origin_feeds_is_none() {
    let found = support(&[vec![0, 1], vec![1, 0], vec![1, 2]], &[Kind::Relay; 3], &[]);
    assert_eq!((found.high, found.circular), (1, false));
    assert_eq!(found.rests_on, [2]);
}

#[test]
fn forty_reprints_rest_on_one_voice() {
    let chains: Vec<Vec<usize>> = (2..42).map(|outlet| vec![outlet, 1, 0]).collect();
    let mut kinds = vec![Kind::Relay; 42];
    kinds[0] = Kind::Unnamed;
    let found = support(&chains, &kinds, &[]);
    assert_eq!((found.low, found.high, found.rests_on), (1, 1, vec![0]));
}

#[test]
fn one_minister_heard_by_three_agencies() {
    let chains = [[1, 0], [2, 0], [3, 0]];
    let kinds = [Kind::OnRecord, Kind::Relay, Kind::Relay, Kind::Relay];
    let found = support(&chains, &kinds, &[]);
    assert_eq!((found.high, found.witnesses, found.rests_on), (1, 3, vec![0]));
}

#[test]
fn unnamed_sources_that_may_be_one_count_once_at_least() {
    let chains = [[0, 2], [1, 3]];
    let kinds = [Kind::Relay, Kind::Relay, Kind::Unnamed, Kind::Unnamed];
    let found = support(&chains, &kinds, &[(2, 3)]);
    assert_eq!((found.low, found.high, found.rests_on), (1, 2, vec![2, 3]));
}

#[test]
fn named_voices_are_never_merged() {
    let kinds = [Kind::Relay, Kind::Relay, Kind::OnRecord, Kind::Unnamed];
    let found = support(&[[0, 2], [1, 3]], &kinds, &[(2, 3)]);
    assert_eq!(found.low, 2);
}

#[test]
fn thousands_of_statements_are_quick() {
    // Two hundred agencies with a source each, five thousand outlets that print two agencies each.
    let chains: Vec<Vec<usize>> = (0..10_000)
        .map(|i| {
            let agency = (i * 7919) % 200;
            vec![400 + i / 2, 200 + agency, agency]
        })
        .collect();
    let found = support(&chains, &vec![Kind::Relay; 5400], &[]);
    assert_eq!(found.high, 200);
}
