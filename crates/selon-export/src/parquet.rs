//! Statements as Parquet, one a row: what [`crate::csv`] has, with lists as lists.

use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int64Type};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;
use selon_store::StatementRow;

use crate::Result;
use crate::account::{Account, Told, chain, days};

const SCHEMA: &str = "
message statement {
    required binary claim (string);
    required binary gist (string);
    optional binary when (string);
    optional binary earliest (string);
    optional binary latest (string);
    required int64 low;
    required int64 high;
    required int64 witnesses;
    required boolean circular;
    required group contradicts (list) { repeated group list { required binary element (string); } }
    required binary dispatch (string);
    required binary address (string);
    optional binary outlet (string);
    required group agencies (list) { repeated group list { required binary element (string); } }
    optional binary lang (string);
    optional binary published (string);
    optional binary title (string);
    required binary quote (string);
    required int64 start;
    required int64 end;
    required group chain (list) { repeated group list { required binary element (string); } }
    optional binary sha256 (string);
}";

/// Rows of a group: what a reader holds in memory at once.
const GROUP: usize = 64 << 10;

/// A row: a statement and its claim.
type Row<'a> = (&'a Told, &'a StatementRow);

/// Statements as a Parquet file, compressed with Snappy.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn parquet(account: &Account) -> Result<Vec<u8>> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let by = format!("selon version {}", selon::VERSION);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(by).build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let rows: Vec<Row<'_>> =
        account.claims.iter().flat_map(|told| told.claim.statements.iter().map(move |s| (told, s))).collect();
    for rows in rows.chunks(GROUP) {
        let mut group = file.next_row_group()?;
        write(account, rows, &mut group)?;
        group.close()?;
    }
    Ok(file.into_inner()?)
}

fn write(account: &Account, rows: &[Row<'_>], group: &mut SerializedRowGroupWriter<'_, Vec<u8>>) -> Result<()> {
    let page = |s: &StatementRow| account.pages.get(&s.dispatch.id);
    let mut out = Columns { rows, group };
    out.text(|(told, _)| told.claim.id.to_string())?;
    out.text(|(told, _)| told.claim.gist.clone())?;
    out.maybe(|(told, _)| told.claim.when.clone())?;
    out.maybe(|(told, _)| days(told.claim.when.as_deref()).0.map(|day| day.to_string()))?;
    out.maybe(|(told, _)| days(told.claim.when.as_deref()).1.map(|day| day.to_string()))?;
    out.plain::<Int64Type>(|(told, _)| told.claim.low)?;
    out.plain::<Int64Type>(|(told, _)| told.claim.high)?;
    out.plain::<Int64Type>(|(told, _)| told.claim.witnesses)?;
    out.plain::<BoolType>(|(told, _)| told.claim.circular)?;
    out.list(|(told, _)| told.claim.contradicts.iter().map(|c| c.id.to_string()).collect())?;
    out.text(|(_, s)| s.dispatch.id.to_string())?;
    out.text(|(_, s)| s.dispatch.address.clone())?;
    out.maybe(|(_, s)| s.dispatch.outlet.clone())?;
    out.list(|(_, s)| page(s).map(|p| p.agencies.clone()).unwrap_or_default())?;
    out.maybe(|(_, s)| s.dispatch.lang.clone())?;
    out.maybe(|(_, s)| s.dispatch.published.clone())?;
    out.maybe(|(_, s)| s.dispatch.title.clone())?;
    out.text(|(_, s)| s.quote.clone())?;
    out.plain::<Int64Type>(|(_, s)| s.start as i64)?;
    out.plain::<Int64Type>(|(_, s)| s.end as i64)?;
    out.list(|(_, s)| chain(s).into_iter().map(str::to_owned).collect())?;
    out.maybe(|(_, s)| page(s).map(|p| p.sha256.clone()))
}

/// Writes one column after the other, in the order of the schema.
struct Columns<'a, 'b, 'c> {
    rows: &'a [Row<'a>],
    group: &'b mut SerializedRowGroupWriter<'c, Vec<u8>>,
}

impl Columns<'_, '_, '_> {
    fn column<T: DataType>(
        &mut self,
        values: &[T::T],
        defined: Option<&[i16]>,
        repeated: Option<&[i16]>,
    ) -> Result<()> {
        let mut column = self.group.next_column()?.expect("a column of the schema");
        column.typed::<T>().write_batch(values, defined, repeated)?;
        Ok(column.close()?)
    }

    fn plain<T: DataType>(&mut self, of: impl Fn(&Row<'_>) -> T::T) -> Result<()> {
        let values: Vec<T::T> = self.rows.iter().map(of).collect();
        self.column::<T>(&values, None, None)
    }

    fn text(&mut self, of: impl Fn(&Row<'_>) -> String) -> Result<()> {
        self.plain::<ByteArrayType>(|row| of(row).into_bytes().into())
    }

    fn maybe(&mut self, of: impl Fn(&Row<'_>) -> Option<String>) -> Result<()> {
        let cells: Vec<Option<String>> = self.rows.iter().map(of).collect();
        let defined: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
        let values: Vec<ByteArray> = cells.into_iter().flatten().map(|cell| cell.into_bytes().into()).collect();
        self.column::<ByteArrayType>(&values, Some(&defined), None)
    }

    /// Dremel's levels: an empty list is not defined at its element, and each element after the first repeats.
    fn list(&mut self, of: impl Fn(&Row<'_>) -> Vec<String>) -> Result<()> {
        let (mut values, mut defined, mut repeated): (Vec<ByteArray>, Vec<i16>, Vec<i16>) = Default::default();
        for row in self.rows {
            let list = of(row);
            if list.is_empty() {
                defined.push(0);
                repeated.push(0);
            }
            for (i, element) in list.into_iter().enumerate() {
                defined.push(1);
                repeated.push(i16::from(i > 0));
                values.push(element.into_bytes().into());
            }
        }
        self.column::<ByteArrayType>(&values, Some(&defined), Some(&repeated))
    }
}
