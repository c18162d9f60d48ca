//! `potluck digest`.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use potluck::features::digest::{Offline, OfflineError, offline};

use super::{Failure, file};

/// Prints the digest, and writes its pictures where that was asked for.
pub(super) fn run(
    given: super::Digest,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<(), Failure> {
    let super::Digest {
        database,
        guild,
        week,
        weeks,
        json,
        png,
        settings,
    } = given;
    let database = super::database(database, settings, environment)?;
    let read = super::to_its_end(async |signals| {
        tokio::select! {
            read = offline(&database, guild, week, weeks) => read.map_err(|error| failure(&error)),
            () = signals.first() => Err(Failure::failed("told to end")),
        }
    })?;
    if let Some(folder) = &png {
        write_pictures(&read, folder)?;
    }
    let printed = if json {
        serde_json::to_string_pretty(&read.digest).map_err(Failure::failed)? + "\n"
    } else {
        read.text + "\n"
    };
    file::print(&printed)
}

/// Writes each picture as NAME.png. What is there already is not overwritten.
fn write_pictures(read: &Offline, folder: &Path) -> Result<(), Failure> {
    let cannot = |path: &Path, error: std::io::Error| {
        Failure::failed(format!("{} cannot be written: {error}", path.display()))
    };
    fs::create_dir_all(folder).map_err(|error| cannot(folder, error))?;
    let last = read.digest.range.span().last;
    for (name, bytes) in read.pictures().map_err(|error| failure(&error))? {
        let path = folder.join(format!("{name}-{last}.png"));
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut file| file.write_all(&bytes))
            .map_err(|error| cannot(&path, error))?;
    }
    Ok(())
}

fn failure(error: &OfflineError) -> Failure {
    match error {
        OfflineError::Database(error) => super::not_opened(error),
        OfflineError::WhichGuild { .. } | OfflineError::NotClosed { .. } => Failure::wrong(error),
        OfflineError::NoWeek | OfflineError::Failed(_) => Failure::failed(error),
    }
}
