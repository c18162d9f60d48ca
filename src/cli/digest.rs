//! `potluck digest`.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use potluck::domain::digest::Digest;
use potluck::features::digest::{OfflineError, offline};
use serde::Serialize;

use super::{Failure, file};

/// What is printed for programs: the digest, and of which server it is.
#[derive(Serialize)]
struct Printed<'d> {
    /// As text, like every id in `potluck export`: not every program keeps so long a number.
    guild: String,
    #[serde(flatten)]
    digest: &'d Digest,
}

/// Prints the digest, and writes its pictures and its table where that was asked for.
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
        csv,
        settings,
    } = given;
    let database = super::database(database, settings, environment)?;
    let read = super::to_its_end(async |signals| {
        tokio::select! {
            read = offline(&database, guild, week, weeks) => read.map_err(|error| failure(&error)),
            () = signals.first() => Err(Failure::failed("told to end")),
        }
    })?;
    let mut files = Vec::new();
    let mut names = Vec::new();
    if let Some(folder) = &png {
        for (name, scene) in read.scenes().map_err(|error| failure(&error))? {
            for spelled in scene.names() {
                if !names.contains(spelled) {
                    names.push(spelled.clone());
                }
            }
            files.push((
                folder,
                read.picture_name(name),
                scene.png().map_err(Failure::failed)?,
            ));
        }
    }
    if let Some(folder) = &csv {
        let table = read.table().map_err(|error| failure(&error))?;
        files.push((folder, read.table_name(), table));
    }
    for (folder, name, bytes) in files {
        write(folder, &name, &bytes)?;
    }
    let printed = if json {
        let printed = Printed {
            guild: read.guild.to_string(),
            digest: &read.digest,
        };
        serde_json::to_string_pretty(&printed).map_err(Failure::failed)? + "\n"
    } else {
        read.text(&names) + "\n"
    };
    file::print(&printed)
}

/// Writes a file in a folder, which is made where there is none. A file that is there already is not overwritten.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| {
        let shown = folder.display();
        if error.kind() == ErrorKind::AlreadyExists {
            Failure::wrong(format!(
                "{shown} is there already and is no folder: name another one"
            ))
        } else {
            Failure::failed(format!(
                "the folder {shown} cannot be made ({error}): check that the one it is to be in exists and may be written"
            ))
        }
    })?;
    let path = folder.join(name);
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| {
            let shown = path.display();
            if error.kind() == ErrorKind::AlreadyExists {
                Failure::wrong(format!(
                    "{shown} is there already: name another folder, since nothing is overwritten"
                ))
            } else {
                Failure::failed(format!("{shown} cannot be written: {error}"))
            }
        })
}

fn failure(error: &OfflineError) -> Failure {
    match error {
        OfflineError::Database(error) => super::not_opened(error),
        OfflineError::WhichGuild { .. } | OfflineError::NotClosed { .. } => Failure::wrong(error),
        OfflineError::NoWeek | OfflineError::Failed(_) => Failure::failed(error),
    }
}
