//! `potluck export`: everything that is counted, as files that other programs read.
//!
//! One file per table as CSV and one as JSON, and `columns.md`, which says what each column means. They are written into a folder beside
//! the one that was named, or in it where it is there already, and put in their place once all are there: what is broken off leaves
//! nothing behind.

mod csv;
mod folder;
mod json;
mod page;

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::domain::ids::GuildId;
use crate::store::OpenError;
use crate::store::export::{self, Table, tables};
use crate::store::reader::Reader;

pub use folder::FolderError;
pub use page::page;

use folder::Folder;

/// The file that documents the others.
const COLUMNS: &str = "columns.md";

/// Why there is no export. Nothing of it was left behind.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder cannot be one of an export.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The guild that was named is not in it.
    #[error("the database knows no server {guild}: {}", export::named_in_words(.known))]
    NoSuchGuild {
        /// Which was named.
        guild: GuildId,
        /// Which there are.
        known: Vec<GuildId>,
    },
    /// A table cannot be read.
    #[error(
        "the export stopped, and nothing of it is left: `{table}` cannot be read ({why}). Check the disk it is on, or export a backup"
    )]
    Unread {
        /// The table.
        table: &'static str,
        /// What the database says.
        why: String,
    },
    /// A file cannot be written.
    #[error("the export stopped, and nothing of it is left: {}", unwritten(.path, .why))]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many tables, each as two files.
    pub tables: usize,
    /// How many rows, in all tables together.
    pub rows: u64,
}

/// Writes the export of a database into a folder that is new or empty, of one guild or all. `now` is real time.
///
/// No more than a few rows are held in memory at a time. Dropped before its end, it leaves nothing behind.
pub async fn export(
    database: &Path,
    folder: &Path,
    guild: Option<GuildId>,
    now: DateTime<Utc>,
) -> Result<Written, ExportError> {
    // What is wrong with the folder is said before the database is looked at, and the other way round nothing is made.
    folder::check(folder)?;
    let mut reader = Reader::open(database).await?;
    if let Some(guild) = guild {
        let known = export::guilds(&mut reader)
            .await
            .map_err(|error| unread("guilds", &error))?;
        if !known.contains(&guild) {
            return Err(ExportError::NoSuchGuild { guild, known });
        }
    }
    let folder = Folder::begin(folder)?;
    let mut written = Written::default();
    for table in tables::all() {
        written.tables += 1;
        written.rows += one(&mut reader, &folder, table, guild, now).await?;
    }
    folder.write(COLUMNS, page().as_bytes())?;
    reader.end().await?;
    folder.finish()?;
    Ok(written)
}

/// Writes the two files of a table, and says how many rows they have.
async fn one(
    reader: &mut Reader,
    folder: &Folder,
    table: &'static Table,
    guild: Option<GuildId>,
    now: DateTime<Utc>,
) -> Result<u64, ExportError> {
    let (as_csv, as_json) = (
        format!("{}.csv", table.name),
        format!("{}.json", table.name),
    );
    let csv_fails = |why| folder.unwritten(&as_csv, why);
    let json_fails = |why| folder.unwritten(&as_json, why);
    let mut csv = csv::Writer::begin(folder.file(&as_csv)?, table).map_err(csv_fails)?;
    let mut json = json::Writer::begin(folder.file(&as_json)?, table).map_err(json_fails)?;
    let mut rows = export::rows(reader, table, guild, now);
    let mut count = 0;
    while let Some(row) = rows
        .next()
        .await
        .map_err(|error| unread(table.name, &error))?
    {
        csv.row(row).map_err(csv_fails)?;
        json.row(row).map_err(json_fails)?;
        count += 1;
    }
    csv.end().map_err(csv_fails)?;
    json.end().map_err(json_fails)?;
    Ok(count)
}

fn unread(table: &'static str, error: &impl ToString) -> ExportError {
    ExportError::Unread {
        table,
        why: error.to_string(),
    }
}

fn unwritten(path: &Path, why: &io::Error) -> String {
    let path = path.display();
    match why.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            format!(
                "there is no room left on the disk for {path}: free some, or name a folder on another disk"
            )
        }
        _ => {
            format!("{path} cannot be written ({why}): check its disk, or name a folder on another")
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_called_so() {
        let full = ExportError::Unwritten {
            path: "out/helps.csv".into(),
            why: io::Error::from(io::ErrorKind::StorageFull),
        };
        assert_eq!(
            full.to_string(),
            "the export stopped, and nothing of it is left: there is no room left on the disk for out/helps.csv: \
             free some, or name a folder on another disk"
        );
    }

    #[test]
    fn a_guild_that_is_not_there_is_answered_with_those_that_are() {
        let sentence = |known: &[i64]| {
            ExportError::NoSuchGuild {
                guild: GuildId(9),
                known: known.iter().copied().map(GuildId).collect(),
            }
            .to_string()
        };
        assert_eq!(
            sentence(&[]),
            "the database knows no server 9: it has none yet"
        );
        assert_eq!(
            sentence(&[1, 2]),
            "the database knows no server 9: it has 1, 2"
        );
        let many: Vec<i64> = (100..120).collect();
        assert!(
            sentence(&many).ends_with("108, 109, …"),
            "{}",
            sentence(&many)
        );
    }
}
