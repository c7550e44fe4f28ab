//! Statements as a table, one a row.

use jiff::civil::Date;
use selon_store::StatementRow;

use crate::Result;
use crate::account::{Account, Told, chain, days};

/// The columns of the table of statements.
const COLUMNS: [&str; 22] = [
    "claim",
    "gist",
    "when",
    "earliest",
    "latest",
    "low",
    "high",
    "witnesses",
    "circular",
    "contradicts",
    "dispatch",
    "address",
    "outlet",
    "agencies",
    "lang",
    "published",
    "title",
    "quote",
    "start",
    "end",
    "chain",
    "sha256",
];

/// Statements as CSV (RFC 4180, UTF-8), with a line of column names. Lists are parted by ` | `, chains by ` < `, the outlet first.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn csv(account: &Account) -> Result<Vec<u8>> {
    let rows = account.claims.iter().flat_map(|told| told.claim.statements.iter().map(move |s| row(account, told, s)));
    table(COLUMNS, rows)
}

fn row(account: &Account, told: &Told, statement: &StatementRow) -> [String; COLUMNS.len()] {
    let (claim, row) = (&told.claim, &statement.dispatch);
    let (earliest, latest) = days(claim.when.as_deref());
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let of = |value: &Option<String>| value.clone().unwrap_or_default();
    let contradicts: Vec<String> = claim.contradicts.iter().map(|c| c.id.to_string()).collect();
    let page = account.pages.get(&row.id);
    [
        claim.id.to_string(),
        claim.gist.clone(),
        of(&claim.when),
        day(earliest),
        day(latest),
        claim.low.to_string(),
        claim.high.to_string(),
        claim.witnesses.to_string(),
        claim.circular.to_string(),
        contradicts.join(" | "),
        row.id.to_string(),
        row.address.clone(),
        of(&row.outlet),
        page.map(|p| p.agencies.join(" | ")).unwrap_or_default(),
        of(&row.lang),
        of(&row.published),
        of(&row.title),
        statement.quote.clone(),
        statement.start.to_string(),
        statement.end.to_string(),
        chain(statement).join(" < "),
        page.map(|p| p.sha256.clone()).unwrap_or_default(),
    ]
}

/// A table with a line of column names; no cell of it is a formula.
pub(crate) fn table<const N: usize>(columns: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(columns)?;
    for row in rows {
        table.write_record(row.map(|cell| harmless(&cell)))?;
    }
    Ok(table.into_inner().expect("memory takes what it is given"))
}

/// A cell that no spreadsheet takes for a formula: what begins like one is led by an apostrophe
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn harmless(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_begins_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(harmless("- a list"), "'- a list");
        assert_eq!(harmless("-3.5"), "-3.5");
        assert_eq!(harmless("port fermé"), "port fermé");
    }
}
