//! The tables of the export. Each column is documented here, once; docs/export.md is made of it.

mod asking;
mod guilds;
mod people;
mod rounds;

use super::{Column, Kind, Table};

/// All of them, in the order in which they are documented.
pub const TABLES: &[&[Table]] = &[
    guilds::TABLES,
    people::TABLES,
    asking::TABLES,
    rounds::TABLES,
];

/// Every table.
pub fn all() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().copied().flatten()
}

const fn id(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Id, about)
}

const fn number(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Number, about)
}

const fn flag(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Flag, about)
}

const fn time(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Time, about)
}

const fn word(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Word, about)
}

const fn text(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Text, about)
}

/// The guild of a row.
const GUILD: Column = id("guild_id", "the server, in `guilds`");

/// The guild of a row that has it from another table.
const fn guild_from(expression: &'static str) -> Column {
    id("guild_id", "the server, in `guilds`").made_of(expression)
}

/// A person, in a column of the usual name.
const MEMBER: Column = id(
    "member_id",
    "the member, in `members` unless they were forgotten",
);
