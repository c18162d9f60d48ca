//! Tables as CSV: RFC 4180, UTF-8, and safe to open in a spreadsheet.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter};

use ::csv::{self as library, Terminator, WriterBuilder};

use super::folder::settle;
use super::json::instant;
use crate::store::export::{Cell, Table};

/// What makes a spreadsheet take a text for a formula when it comes first, in both widths; and what it takes for nothing before one.
const FORMULAS: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\0',
];
/// What makes it take the text for a text, and is not shown by it.
const QUOTE: char = '\'';

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

/// A text that no spreadsheet takes for a formula. What is put before it is put before a text that begins with it as well, so that a
/// program that takes one away has the text as it was.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(QUOTE) || text.starts_with(FORMULAS) {
        Cow::Owned(format!("{QUOTE}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_quoted_and_can_be_read_back() {
        for (text, written) in [
            ("Postgres", "Postgres"),
            ("C++", "C++"),
            ("", ""),
            (
                "=HYPERLINK(\"https://evil.example\")",
                "'=HYPERLINK(\"https://evil.example\")",
            ),
            ("+1 from me", "'+1 from me"),
            ("-1", "'-1"),
            ("@everyone", "'@everyone"),
            ("\t=1", "'\t=1"),
            ("\n=1", "'\n=1"),
            ("＝1", "'＝1"),
            ("'quoted", "''quoted"),
        ] {
            assert_eq!(harmless(text), written);
            assert_eq!(written.strip_prefix(QUOTE).unwrap_or(written), text);
        }
    }

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
