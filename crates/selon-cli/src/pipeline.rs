//! Work spread over threads, its results in the order of the input.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam_channel::bounded;

/// Stack of a worker: deep pages must not end the program. Only what is used of it takes memory.
pub(crate) const STACK: usize = 64 << 20;

/// Takes inputs from `source`, does `work` on them on `jobs` threads and hands the results to `sink` in the order of the
/// inputs. At most a few inputs a thread are under way at any time, so memory is bounded whatever the source holds. Ends
/// early where `sink` fails.
pub(crate) fn ordered<T: Send, R: Send, E>(
    jobs: usize,
    source: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let under_way = 4 * jobs + 8;
    let (permit, permits) = bounded::<()>(under_way);
    let (input, inputs) = bounded::<(usize, T)>(jobs);
    let (output, outputs) = bounded::<(usize, R)>(jobs);
    for _ in 0..under_way {
        permit.send(()).expect("there is room for each");
    }
    thread::scope(|scope| {
        scope.spawn(move || {
            for numbered in source.enumerate() {
                // Either fails where the sink has had enough.
                if permits.recv().is_err() || input.send(numbered).is_err() {
                    break;
                }
            }
        });
        for _ in 0..jobs {
            let (inputs, output, work) = (inputs.clone(), output.clone(), &work);
            let worker = move || {
                for (number, item) in inputs {
                    if output.send((number, work(item))).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).expect("a thread can be made");
        }
        drop((inputs, output));
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, result) in &outputs {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                let _ = permit.try_send(());
                if let Err(e) = sink(result) {
                    drop((outputs, permit));
                    return Err(e);
                }
            }
        }
        Ok(())
    })
}

/// Does some work; a panic in it, which is a bug, becomes the reason why it failed.
pub(crate) fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|cause| message(&*cause))
}

thread_local! {
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Panics in workers are reported with the input that met them, not where they happen.
pub(crate) fn keep_panics_quiet() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if thread::current().name() == Some("main") {
            usual(info);
        } else {
            PLACE.set(info.location().map(ToString::to_string));
        }
    }));
}

fn message(cause: &(dyn Any + Send)) -> String {
    let words = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    let place = PLACE.take().map(|at| format!(" at {at}")).unwrap_or_default();
    format!("a bug in selon, please report it with this input: {}{place}", words.unwrap_or("a panic"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(jobs: usize) -> Vec<Option<usize>> {
        let mut got = Vec::new();
        let work = |n: usize| {
            thread::sleep(std::time::Duration::from_micros(((n * 7919) % 13 * 50) as u64));
            guarded(|| {
                assert!(n != 17, "seventeen");
                n * n
            })
        };
        ordered(jobs, 0..200, work, |r| {
            got.push(r.ok());
            Ok::<(), ()>(())
        })
        .unwrap();
        got
    }

    #[test]
    fn results_come_in_order_whatever_the_threads_and_a_panic_is_one_of_them() {
        let expected: Vec<Option<usize>> = (0..200).map(|n| (n != 17).then_some(n * n)).collect();
        assert_eq!(all(1), expected);
        assert_eq!(all(4), expected);
    }

    #[test]
    fn a_sink_that_fails_ends_an_endless_source() {
        assert_eq!(ordered(3, 0.., |n| n, |r| if r < 50 { Ok(()) } else { Err("enough") }), Err("enough"));
    }
}
