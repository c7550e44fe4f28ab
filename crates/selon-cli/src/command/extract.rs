//! `selon extract`

use std::io::Write as _;

use selon::{extract, view};

use crate::args::Pages;
use crate::command::{made, out};
use crate::exit::Exit;
use crate::input::Failed;
use crate::input::page::{self, Found};
use crate::report::Report;

/// Print what pages say, and what they say about themselves
///
/// One JSON object a page: path, address, outlet, agencies, authors, language, times, headline, dateline, text, blocks with
/// their roles, captions, tags. Offsets count code points.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon extract page.html
  selon extract --why page.html | jq '.why[] | select(.field == \"published\")'
  find . -name '*.html' | selon extract --files-from - | jq -r .title")]
pub(crate) struct Args {
    #[command(flatten)]
    pages: Pages,
    /// Print also which part of the page each field came from, and what each piece of the page was taken for
    #[arg(long)]
    why: bool,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    args.pages.require();
    let mut out = out();
    let work = |found: Found| {
        let page = found.page()?;
        let (dispatch, row) = if args.why {
            let (dispatch, why) = extract::explain(&page);
            let row = serde_json::to_string(&view::explained(&found.path, &dispatch, &why));
            (dispatch, row)
        } else {
            let dispatch = extract::extract(&page);
            let row = serde_json::to_string(&view::dispatch(&found.path, &dispatch));
            (dispatch, row)
        };
        let row = row.map_err(|e| Failed::new(&found.path, e.to_string()))?;
        Ok((row, found.path, dispatch.doubts))
    };
    let read = page::each(&args.pages, None, report, work, |(row, path, doubts), report| {
        report.doubts(&path, &doubts);
        made(&mut out, &row)
    })?;
    out.flush()?;
    Ok(if read == 0 { Exit::NothingMatched } else { Exit::Done })
}
