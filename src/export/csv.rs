//! Tables as CSV: RFC 4180, UTF-8, and safe to open in a spreadsheet.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter};

use ::csv::{self as library, Terminator, WriterBuilder};

use super::folder::settle;
use super::json::instant;
use crate::domain::spreadsheet::harmless;
use crate::store::export::{Cell, Table};

/// A table that is being written.
pub(super) struct Writer {
    rows: library::Writer<BufWriter<File>>,
}

impl Writer {
    /// Begins with the names of the columns.
    pub(super) fn begin(file: BufWriter<File>, table: &Table) -> io::Result<Self> {
        let mut rows = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(file);
        rows.write_record(table.columns.iter().map(|column| column.name))
            .map_err(system)?;
        Ok(Self { rows })
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for cell in cells {
            self.rows
                .write_field(field(cell).as_bytes())
                .map_err(system)?;
        }
        // Ends the row.
        self.rows.write_record(None::<&[u8]>).map_err(system)
    }

    /// Ends the table.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.rows.flush()?;
        let file = self
            .rows
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        settle(file)
    }
}

/// What the system said, where that is what went wrong.
fn system(error: library::Error) -> io::Error {
    match error.into_kind() {
        library::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn field(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Id(number) | Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Amount(number) => Cow::Owned(number.to_string()),
        Cell::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        Cell::Time(time) => Cow::Owned(instant(*time)),
        Cell::Word(word) => Cow::Borrowed(word),
        Cell::Text(text) => harmless(text),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_never_quoted() {
        assert_eq!(field(&Cell::Number(-1)), "-1");
        assert_eq!(field(&Cell::Id(9)), "9");
        assert_eq!(field(&Cell::Amount(2.5)), "2.5");
        assert_eq!(field(&Cell::Flag(true)), "true");
        assert_eq!(field(&Cell::Empty), "");
        let time = Cell::Time("2026-03-02T09:00:00.5Z".parse().unwrap());
        assert_eq!(field(&time), "2026-03-02T09:00:00.500Z");
    }
}
