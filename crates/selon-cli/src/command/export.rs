//! `selon export`

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use selon_export::{Account, Citations};
use selon_store::{Id, Store};
use serde_json::Value;

use crate::command::out;
use crate::exit::Exit;
use crate::input::name::shown;
use crate::people::count;
use crate::report::Report;

/// Export claims and their pages for other tools
///
/// Names a claim (c12) or a story (s3); without a name, all stories are exported. Exit code 3 where there is no such thing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon export --wacz s3 --out s3.wacz         an evidence bundle: opens in any WACZ viewer, checked by selon verify
  selon export --csv > statements.csv          every statement of the archive, one a row
  selon export --page en s3 --out s3.html      a story to send on: pictures and styles inside, no script, nothing fetched
  selon export --wikipedia en c12              citations of a claim's pages")]
pub(crate) struct Args {
    #[command(flatten)]
    form: Form,
    /// A claim or a story
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Write here [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

/// In which form.
#[derive(Debug, Clone, Copy, clap::Args)]
#[group(required = true, multiple = false)]
struct Form {
    /// Evidence: captures, hashes, trace and spans in one file, as web archives are kept
    #[arg(long)]
    wacz: bool,
    /// A table of statements, for DuckDB, pandas and the like
    #[arg(long)]
    parquet: bool,
    /// A table of statements
    #[arg(long)]
    csv: bool,
    /// A table of counts of the dead, with the columns of UCDP
    #[arg(long)]
    ucdp: bool,
    /// Linked data: W3C PROV and Web Annotation
    #[arg(long)]
    json_ld: bool,
    /// Claims on a map
    #[arg(long)]
    geojson: bool,
    /// Pages as CSL-JSON, for Zotero and the like
    #[arg(long)]
    csl: bool,
    /// A story as one page to read and to send on, which needs nothing else
    #[arg(long, value_name = "en|fr", value_enum)]
    page: Option<Language>,
    /// Citations of the pages as plain text, each with the hash of its capture
    #[arg(long)]
    plain: bool,
    /// Citations of the pages as a Wikipedia has them
    #[arg(long, value_name = "en|fr", value_enum)]
    wikipedia: Option<Language>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    En,
    Fr,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let store = Store::open_to_read(&args.db)?;
    let Some(account) = selon_export::gather(&store, args.name.as_deref())? else {
        let name = args.name.unwrap_or_default();
        report.note(&format!("{name}: no claim and no story of the archive has this name"));
        return Ok(Exit::NothingMatched);
    };
    let binary = args.form.wacz || args.form.parquet;
    if binary && args.out.is_none() && io::stdout().is_terminal() {
        bail!("this is no text: name a file with --out, or send it on");
    }
    let bytes = match args.form.page {
        Some(language) => page(&store, args.name.as_deref(), language)?,
        None => write(&store, &account, args.form)?,
    };
    match &args.out {
        None => {
            let mut out = out();
            out.write_all(&bytes)?;
            out.flush()?;
        }
        Some(path) => {
            let written = File::create(path).and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()));
            written.with_context(|| shown(path))?;
            let pages = count(account.pages.len(), "page", "pages");
            let hash = selon::page::sha256(&bytes);
            report.note(&format!("{}: {pages}; sha256 {hash}", shown(path)));
        }
    }
    Ok(Exit::Done)
}

/// A story as one page.
fn page(store: &Store, name: Option<&str>, language: Language) -> anyhow::Result<Vec<u8>> {
    let Some(Ok(Id::Story(story))) = name.map(str::parse) else { bail!("a page tells one story: name it, as s3") };
    let language = if language == Language::Fr { "fr" } else { "en" };
    Ok(selon_serve::story_file(store, story, language)?.context("this story is gone")?.into_bytes())
}

fn write(store: &Store, account: &Account, form: Form) -> anyhow::Result<Vec<u8>> {
    let json = |value: Value| {
        let mut bytes = serde_json::to_vec_pretty(&value)?;
        bytes.push(b'\n');
        anyhow::Ok(bytes)
    };
    Ok(match form {
        Form { wacz: true, .. } => {
            let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            selon_export::evidence(store, account, &now)?
        }
        Form { parquet: true, .. } => selon_export::parquet(account)?,
        Form { csv: true, .. } => selon_export::csv(account)?,
        Form { ucdp: true, .. } => selon_export::ucdp(account)?,
        Form { json_ld: true, .. } => json(selon_export::json_ld(account))?,
        Form { geojson: true, .. } => json(selon_export::geojson(account))?,
        Form { csl: true, .. } => json(selon_export::csl(account))?,
        Form { plain: true, .. } => selon_export::plain(account).into_bytes(),
        Form { wikipedia, .. } => {
            let citations = if wikipedia == Some(Language::Fr) { Citations::French } else { Citations::English };
            selon_export::wikipedia(account, citations).into_bytes()
        }
    })
}
