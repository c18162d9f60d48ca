//! Tables as JSON: a list with one object per row, each on a line of its own.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::folder::settle;
use crate::store::export::{Cell, Column, Table};

/// A table that is being written.
pub(super) struct Writer {
    file: BufWriter<File>,
    columns: &'static [Column],
    first: bool,
}

impl Writer {
    /// Begins the list.
    pub(super) fn begin(mut file: BufWriter<File>, table: &'static Table) -> io::Result<Self> {
        file.write_all(b"[")?;
        Ok(Self {
            file,
            columns: table.columns,
            first: true,
        })
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let separator: &[u8] = if self.first { b"\n" } else { b",\n" };
        self.first = false;
        self.file.write_all(separator)?;
        let row = Row {
            columns: self.columns,
            cells,
        };
        serde_json::to_writer(&mut self.file, &row)?;
        Ok(())
    }

    /// Ends the list.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.file.write_all(b"\n]\n")?;
        settle(self.file)
    }
}

/// An instant by RFC 3339, to the millisecond.
pub(super) fn instant(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

struct Row<'a> {
    columns: &'static [Column],
    cells: &'a [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(Some(self.cells.len()))?;
        for (column, cell) in self.columns.iter().zip(self.cells) {
            row.serialize_entry(column.name, &Value(cell))?;
        }
        row.end()
    }
}

struct Value<'a>(&'a Cell);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Empty => serializer.serialize_none(),
            // Many programs read a number as one with a fraction, which is too coarse for an id.
            Cell::Id(id) => serializer.collect_str(id),
            Cell::Number(number) => serializer.serialize_i64(*number),
            Cell::Amount(number) => serializer.serialize_f64(*number),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
            Cell::Time(time) => serializer.serialize_str(&instant(*time)),
            Cell::Word(text) | Cell::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_written_as_json_has_it() {
        let written = |cell: Cell| serde_json::to_string(&Value(&cell)).unwrap();
        assert_eq!(written(Cell::Empty), "null");
        assert_eq!(
            written(Cell::Id(1_099_511_627_776_123_456)),
            "\"1099511627776123456\""
        );
        assert_eq!(written(Cell::Number(-3)), "-3");
        assert_eq!(written(Cell::Amount(0.5)), "0.5");
        assert_eq!(written(Cell::Flag(false)), "false");
        let time = Cell::Time("2026-03-02T09:00:00Z".parse().unwrap());
        assert_eq!(written(time), "\"2026-03-02T09:00:00.000Z\"");
        let text = Cell::Text("=1\n\"quoted\"".to_owned());
        assert_eq!(written(text), "\"=1\\n\\\"quoted\\\"\"");
    }
}
