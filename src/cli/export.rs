//! `potluck export`.

use std::ffi::OsString;

use chrono::Utc;
use potluck::export::{self, ExportError};

use super::Failure;
use super::file::{self, count};

/// Writes the export and says how much it is.
pub(super) fn run(
    given: super::Export,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<(), Failure> {
    let super::Export {
        folder,
        database,
        guild,
        settings,
    } = given;
    let database = super::database(database, settings, environment)?;
    let written = super::to_its_end(async |signals| {
        tokio::select! {
            written = export::export(&database, &folder, guild, Utc::now()) => written.map_err(|error| failure(&error)),
            () = signals.first() => Err(Failure::failed("told to end: nothing of the export is left")),
        }
    })?;
    file::print(&format!(
        "Wrote {} with {} to {}. columns.md in it says what they mean.\n",
        count(written.tables, "table", "tables"),
        count(
            usize::try_from(written.rows).unwrap_or(usize::MAX),
            "row",
            "rows"
        ),
        folder.display()
    ))
}

fn failure(error: &ExportError) -> Failure {
    match error {
        ExportError::Database(error) => super::not_opened(error),
        ExportError::Folder(_) | ExportError::NoSuchGuild { .. } => Failure::wrong(error),
        ExportError::Unread { .. } | ExportError::Unwritten { .. } => Failure::failed(error),
    }
}
