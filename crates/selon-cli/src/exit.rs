//! How the program ends.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::report::Report;

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what was asked.
    Done,
    /// There was nothing of what was asked for.
    NothingMatched,
    /// What was to be verified differs, or is damaged.
    Mismatch,
    /// The user ended it, and it has put away what it held.
    Interrupted,
}

/// The exit code. A reader that closes the pipe has what it wanted: that is no failure.
pub(crate) fn code(outcome: anyhow::Result<Exit>, report: &Report) -> ExitCode {
    match outcome {
        Err(e) if is_broken_pipe(&e) => ExitCode::SUCCESS,
        Err(e) => {
            report.error(&e);
            ExitCode::FAILURE
        }
        Ok(Exit::Mismatch) => ExitCode::from(5),
        Ok(Exit::Interrupted) => ExitCode::from(130),
        Ok(_) if report.failures() > 0 => ExitCode::from(4),
        Ok(Exit::NothingMatched) => ExitCode::from(3),
        Ok(Exit::Done) => ExitCode::SUCCESS,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}

/// Ends the program when the user interrupts it. The archive needs no farewell: what was committed is safe.
pub(crate) fn on_interrupt() {
    // Without a handler the shell says 130 as well; a failure to set one changes nothing else.
    let _ = ctrlc::set_handler(|| {
        if SOFTLY.load(Ordering::SeqCst) && !STOP.swap(true, Ordering::SeqCst) {
            let _ = writeln!(io::stderr(), "\nselon: stopping; once more to stop at once");
            return;
        }
        let _ = writeln!(io::stderr(), "\nselon: interrupted");
        std::process::exit(130);
    });
}

static SOFTLY: AtomicBool = AtomicBool::new(false);
static STOP: AtomicBool = AtomicBool::new(false);

/// From now on the first interruption only asks to stop; whether it did is what this answers with.
pub(crate) fn stop_softly() -> &'static AtomicBool {
    SOFTLY.store(true, Ordering::SeqCst);
    &STOP
}
