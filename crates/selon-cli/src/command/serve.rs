//! `selon serve`

use std::net::SocketAddr;
use std::path::PathBuf;

use selon_serve::Options;

use crate::exit::Exit;
use crate::input::name::shown;
use crate::report::Report;

/// Look at an archive in a browser
///
/// Stories, claims, dispatches, voices and search, each also as JSON under /api. Only this machine can reach it; at any other
/// address readers are asked for a token that is printed once, when the server is started. Nothing is fetched from elsewhere.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon serve
  selon serve --db desk.db --listen 127.0.0.1:8000
  selon serve --listen 0.0.0.0:7766 --name desk.example.org    for others, who need the token")]
pub(crate) struct Args {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7766")]
    listen: SocketAddr,
    /// A name that this machine is reached by, beside its addresses and localhost; may be given again
    #[arg(long = "name", value_name = "NAME")]
    names: Vec<String>,
    /// The archive; made where there is none
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let name = shown(&args.db);
    selon_serve::serve(Options { db: args.db, listen: args.listen, names: args.names }, |listening| {
        report.note(&format!("{name}: http://{}", listening.address));
        if let Some(token) = &listening.token {
            report.note(&format!("the token, shown only now: {token}"));
        }
    })?;
    Ok(Exit::Done)
}
