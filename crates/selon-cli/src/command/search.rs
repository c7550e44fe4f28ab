//! `selon search`

use std::io::Write as _;

use selon_fetch::Address;
use selon_store::{Query, Store};

use crate::args::Archive;
use crate::command::{line, out};
use crate::exit::Exit;
use crate::people;
use crate::report::Report;

/// Find claims and dispatches in an archive
///
/// All words must stand there, whatever their case and accents; words in quotation marks stand side by side; harb* finds what
/// begins so. Exit code 3 where nothing is found.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon search port fermé
  selon search port fermé --save port          and raise alerts from now on
  selon search '\"port fermé\"' --from 2031-03-01 --to 2031-03-31 --voice préfecture")]
pub(crate) struct Args {
    /// Words to look for
    #[arg(value_name = "WORDS", required_unless_present_any = ["from", "to", "place", "voice", "outlet", "lang"])]
    words: Vec<String>,
    /// Published on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    to: Option<String>,
    /// Naming this place
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// In which this voice speaks or is cited
    #[arg(long, value_name = "NAME")]
    voice: Option<String>,
    /// Published by this outlet
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// In this language
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// How many of each kind at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    /// Save the search under this name: claims that it finds raise alerts from now on (selon alerts, selon watch)
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// Post the alerts of the saved search to this address, as JSON; selon watch does it
    #[arg(long, value_name = "ADDRESS", requires = "save")]
    post: Option<String>,
    #[command(flatten)]
    archive: Archive,
}

fn day(text: &str) -> Result<String, String> {
    match selon::When::parse(text) {
        selon::When::Day(day) => Ok(day.to_string()),
        _ => Err("not a day; write YYYY-MM-DD".to_owned()),
    }
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let query = Query {
        words: args.words.join(" "),
        from: args.from,
        to: args.to,
        place: args.place,
        voice: args.voice,
        outlet: args.outlet,
        lang: args.lang.map(|lang| lang.to_lowercase()),
        most: args.most,
        skip: 0,
    };
    if let Some(name) = &args.save {
        let post =
            args.post.as_deref().map(|post| Address::parse(post).ok_or_else(|| anyhow::anyhow!("{post}: no address")));
        let post = post.transpose()?;
        Store::open(&args.archive.db)?.save_search(name, &query, post.as_ref().map(Address::as_str))?;
        report.note(&format!("saved as {name}; selon alerts {name} shows what it raises"));
    }
    let found = Store::open_to_read(&args.archive.db)?.search(&query)?;
    let mut out = out();
    if args.archive.json {
        line(&mut out, &found)?;
    } else {
        out.write_all(people::found(&found, &people::Page::of_stdout()).as_bytes())?;
    }
    out.flush()?;
    Ok(if args.save.is_none() && found.claims.is_empty() && found.dispatches.is_empty() {
        Exit::NothingMatched
    } else {
        Exit::Done
    })
}
