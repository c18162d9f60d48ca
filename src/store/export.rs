//! What `potluck export` writes, table by table and row by row: the facts that are counted, and what each column means.
//!
//! Which columns there are is said once, in [`tables`]; what is left out, with the reason, in [`left_out`]. A test reads the schema and
//! fails when a column is in neither.

pub mod left_out;
pub mod tables;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::fmt;

use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};

use super::types::{at, ms};
use crate::domain::ids::GuildId;
use crate::domain::tenure::TenureBand;

/// What a column holds, and so how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An id: Discord's, or a row's.
    Id,
    /// A whole number; its unit is said with the column.
    Number,
    /// A number with a fraction.
    Amount,
    /// Yes or no.
    Flag,
    /// An instant.
    Time,
    /// One of a few words, a date or the like: nothing that a person wrote.
    Word,
    /// What a person or an admin wrote.
    Text,
    /// Days of the week, kept as bits.
    Days,
    /// A tenure band, of somebody who joined at this instant.
    Tenure,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => "id",
            Self::Number => "number",
            Self::Amount => "decimal number",
            Self::Flag => "true or false",
            Self::Time => "time",
            Self::Word => "word",
            Self::Text => "text",
            Self::Days => "days",
            Self::Tenure => "0 to 9",
        })
    }
}

/// A column of the export.
#[derive(Debug)]
pub struct Column {
    /// What it is called; in the database as well, unless it is made of others.
    pub name: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// What it means, with the unit where there is one.
    pub about: &'static str,
    /// What it means that it is empty; `None`: it never is.
    pub empty: Option<&'static str>,
    /// What it is made of, where it is no column of the table.
    made_of: Option<&'static str>,
}

impl Column {
    /// A column of the table itself.
    const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self {
            name,
            kind,
            about,
            empty: None,
            made_of: None,
        }
    }

    /// What it means that it is empty.
    const fn or(mut self, empty: &'static str) -> Self {
        self.empty = Some(empty);
        self
    }

    /// It is made of other columns, by this expression.
    const fn made_of(mut self, expression: &'static str) -> Self {
        self.made_of = Some(expression);
        self
    }
}

/// A table of the export: one file as CSV, one as JSON.
#[derive(Debug)]
pub struct Table {
    /// What it is called; in the database as well, unless it is made of others.
    pub name: &'static str,
    /// What one row is.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// Where its rows come from; its own are `t`.
    from: &'static str,
    /// Whose guild a row is of.
    guild: Option<&'static str>,
    /// What its rows are ordered by.
    order: &'static str,
}

impl Table {
    fn query(&self, guild: Option<GuildId>, now: DateTime<Utc>) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| {
                column.made_of.map_or_else(
                    || format!("t.{}", column.name),
                    |made| made.replace(":now", &ms(now).to_string()),
                )
            })
            .collect();
        let only = match (self.guild, guild) {
            (Some(column), Some(guild)) => format!(" WHERE {column} = {guild}"),
            _ => String::new(),
        };
        format!(
            "SELECT {} FROM {}{only} ORDER BY {}",
            columns.join(", "),
            self.from,
            self.order
        )
    }
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known, or there is nothing.
    Empty,
    /// See [`Kind::Id`].
    Id(i64),
    /// See [`Kind::Number`].
    Number(i64),
    /// See [`Kind::Amount`].
    Amount(f64),
    /// See [`Kind::Flag`].
    Flag(bool),
    /// See [`Kind::Time`].
    Time(DateTime<Utc>),
    /// See [`Kind::Word`].
    Word(String),
    /// See [`Kind::Text`].
    Text(String),
}

/// The rows of a table, one after the other: only a few are held at a time.
pub struct Rows<'a> {
    columns: &'static [Column],
    now: DateTime<Utc>,
    stream: BoxStream<'a, sqlx::Result<SqliteRow>>,
    cells: Vec<Cell>,
}

/// Reads the rows of a table: those of one guild, or all. Tenure is as it is `now`.
pub fn rows<'a>(
    db: &'a mut SqliteConnection,
    table: &'static Table,
    guild: Option<GuildId>,
    now: DateTime<Utc>,
) -> Rows<'a> {
    Rows {
        columns: table.columns,
        now,
        // Put together of what stands in this module, and of numbers.
        stream: sqlx::query(AssertSqlSafe(table.query(guild, now))).fetch(db),
        cells: Vec::with_capacity(table.columns.len()),
    }
}

/// Which guilds there are, in words; of many the first few.
pub fn named_in_words(guilds: &[GuildId]) -> String {
    const FEW: usize = 10;
    if guilds.is_empty() {
        return "it has none yet".to_owned();
    }
    let named: Vec<String> = guilds.iter().take(FEW).map(ToString::to_string).collect();
    let more = if guilds.len() > FEW { ", …" } else { "" };
    format!("it has {}{more}", named.join(", "))
}

/// The guilds that a database knows, in the order of their ids.
pub async fn guilds(db: &mut SqliteConnection) -> sqlx::Result<Vec<GuildId>> {
    sqlx::query_scalar("SELECT guild_id FROM guilds ORDER BY guild_id")
        .fetch_all(db)
        .await
}

impl Rows<'_> {
    /// The next row, in the order of the columns; `None`: there is no other.
    pub async fn next(&mut self) -> sqlx::Result<Option<&[Cell]>> {
        let Some(row) = self.stream.next().await.transpose()? else {
            return Ok(None);
        };
        self.cells.clear();
        for (at, column) in self.columns.iter().enumerate() {
            let cell = cell(&row, at, column.kind, self.now)?;
            self.cells.push(cell);
        }
        Ok(Some(&self.cells))
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

fn cell(row: &SqliteRow, at_column: usize, kind: Kind, now: DateTime<Utc>) -> sqlx::Result<Cell> {
    let number = || row.try_get_unchecked::<Option<i64>, _>(at_column);
    let text = || row.try_get_unchecked::<Option<String>, _>(at_column);
    let cell = match kind {
        Kind::Id => number()?.map(Cell::Id),
        Kind::Number => number()?.map(Cell::Number),
        Kind::Amount => row
            .try_get_unchecked::<Option<f64>, _>(at_column)?
            .map(Cell::Amount),
        Kind::Flag => number()?.map(|flag| Cell::Flag(flag != 0)),
        Kind::Time => number()?.map(|time| Cell::Time(at(time))),
        Kind::Word => text()?.map(Cell::Word),
        Kind::Text => text()?.map(Cell::Text),
        Kind::Days => number()?.map(|bits| Cell::Word(days(bits))),
        Kind::Tenure => {
            number()?.map(|joined| Cell::Number(TenureBand::at(at(joined), now).number().into()))
        }
    };
    Ok(cell.unwrap_or(Cell::Empty))
}

/// The days of the week that these bits stand for, Monday first.
fn days(bits: i64) -> String {
    let names: Vec<&str> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        .into_iter()
        .enumerate()
        .filter(|(day, _)| bits >> day & 1 == 1)
        .map(|(_, name)| name)
        .collect();
    names.join(" ")
}
