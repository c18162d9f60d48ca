//! The page that documents an export.

use std::fmt::Write as _;

use crate::store::export::left_out::LEFT_OUT;
use crate::store::export::tables;

const HEAD: &str = "\
# What `potluck export` writes

One file per table as CSV and one as JSON, with the same rows and columns. All of it is of one instant, also while a bot is at work on the
database.

It holds names and what people wrote: its files may be read by nobody but who made them. Keep it like the database itself, and delete it
when it has served. Whoever asks to be forgotten is in the exports that were made before.

- **Times** are by RFC 3339 in UTC, to the millisecond: `2026-03-02T09:00:00.000Z`. A week goes by the date of its Monday.
- **Ids** are numbers in CSV and strings in JSON, since many programs round large numbers. A spreadsheet rounds them as well: import these
  columns as text.
- **CSV** is RFC 4180: UTF-8, commas, lines that end with CR LF, cells in quotation marks where they need to be. A name or a text that
  begins with `=`, `+`, `-`, `@` (also in full width), a tab, a line break or `'` has a `'` before it, so that no spreadsheet takes it for a
  formula. Whoever reads these columns with a program takes one leading `'` away.
- **JSON** is a list of objects, one on each line, with every text as it was written.
- **Empty** is an empty cell in CSV and `null` in JSON; what it means is said with the column, and a column without that is never empty. In
  CSV an empty text looks the same.
- **Days** are the names of days with spaces between them: `Mon Tue Wed Thu Fri`.
";

const LEFT_OUT_HEAD: &str = "
## What is not in it

| of the database | why |
|---|---|
";

/// The page, which is also docs/export.md.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    // Writing to a string does not fail, here and below.
    for table in tables::all() {
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\n| column | kind | what it is | empty |\n|---|---|---|---|\n",
            table.name, table.about
        );
        for column in table.columns {
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} |",
                column.name,
                column.kind,
                column.about,
                column.empty.unwrap_or_default()
            );
        }
    }
    page.push_str(LEFT_OUT_HEAD);
    for left in LEFT_OUT {
        let what = if left.columns.is_empty() {
            format!("`{}`", left.table)
        } else {
            let columns: Vec<String> = left
                .columns
                .iter()
                .map(|column| format!("`{}.{column}`", left.table))
                .collect();
            columns.join(", ")
        };
        let _ = writeln!(page, "| {what} | {} |", left.why);
    }
    page
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn the_docs_are_this_page() {
        let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/export.md");
        assert!(
            std::fs::read_to_string(docs).unwrap() == page(),
            "docs/export.md is to be the columns.md that `potluck export` writes"
        );
    }

    #[test]
    fn every_cell_of_its_tables_is_one() {
        for line in page().lines().filter(|line| line.starts_with("| `")) {
            let bars = line.matches('|').count();
            assert!(bars == 5 || bars == 3, "{line}");
        }
    }
}
