//! A digest without Discord: what `potluck digest` prints.

use std::collections::BTreeMap;
use std::path::Path;

use super::{drawn, file_name, of, table, words};
use crate::domain::digest::{Digest, Week};
use crate::domain::ids::{GuildId, MemberId};
use crate::error::Error;
use crate::markdown::escape_line;
use crate::picture::{Scene, Spelled};
use crate::store::OpenError;
use crate::store::export::{guilds, named_in_words};
use crate::store::reader::Reader;
use crate::store::{digest as rows, members, settings};

/// Why there is no digest to print.
#[derive(Debug, thiserror::Error)]
pub enum OfflineError {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// No server was named, and there are several, or the one that was named is not there.
    #[error("{}", which(*.named, .known))]
    WhichGuild {
        /// Which was named.
        named: Option<GuildId>,
        /// Which there are.
        known: Vec<GuildId>,
    },
    /// No week of the server is closed.
    #[error(
        "no week of this server is over yet: a week is closed when the bot is there at the beginning of the next one's first working day"
    )]
    NoWeek,
    /// The week that was named is not among those that are closed.
    #[error(
        "{week} is not among the weeks that are closed, or nothing is counted of it: name another one, of those from {first} to {last}"
    )]
    NotClosed {
        /// Which was named.
        week: Week,
        /// The first one there is.
        first: Week,
        /// The last one there is.
        last: Week,
    },
    /// Something could not be read or drawn.
    #[error(
        "the digest cannot be made ({0}): if the database is whole, that is a fault of Potluck's, so please tell its authors"
    )]
    Failed(String),
}

fn which(named: Option<GuildId>, known: &[GuildId]) -> String {
    let there = named_in_words(known);
    match named {
        Some(named) => format!("the database knows no server {named}: {there}"),
        None => format!("name the server with --guild: {there}"),
    }
}

/// A digest, of which server it is, and how it reads.
#[derive(Debug)]
pub struct Offline {
    /// Of which server.
    pub guild: GuildId,
    /// The digest.
    pub digest: Digest,
    /// What the server is called.
    name: String,
    /// What those who are named in it are called. Who is not in here has left.
    called: BTreeMap<MemberId, String>,
}

impl Offline {
    /// As managers read it, with names in place of mentions; and where it goes with a picture, what this shows otherwise than it
    /// is written.
    pub fn text(&self, names: &[Spelled]) -> String {
        let called = |member: MemberId| {
            let name = self.called.get(&member);
            name.map_or_else(|| "somebody who left".to_owned(), |name| escape_line(name))
        };
        words::text(&self.digest, &self.name, &called, names)
    }

    /// All its pictures, laid out: the composed one first, then each alone. (Name without its ending, picture.)
    ///
    /// # Errors
    ///
    /// When one cannot be laid out, which would be a fault of ours.
    pub fn scenes(&self) -> Result<Vec<(&'static str, Scene)>, OfflineError> {
        drawn::scenes(&self.digest).map_err(|error| OfflineError::Failed(error.to_string()))
    }

    /// What a picture is called as a file.
    pub fn picture_name(&self, name: &str) -> String {
        format!("{}.png", file_name(name, &self.digest))
    }

    /// What the table is called as a file.
    pub fn table_name(&self) -> String {
        table::name(&self.digest)
    }

    /// The table that goes with it in Discord, as CSV.
    ///
    /// # Errors
    ///
    /// When it cannot be written, which would be a fault of ours.
    pub fn table(&self) -> Result<Vec<u8>, OfflineError> {
        table::csv(&self.digest).map_err(|error| OfflineError::Failed(error.to_string()))
    }
}

/// The digest of so many weeks up to one of a server, read from a database that may be in use. Without a server the only one there is,
/// without a week the last that is closed.
///
/// # Errors
///
/// See [`OfflineError`].
pub async fn offline(
    database: &Path,
    guild: Option<GuildId>,
    week: Option<Week>,
    weeks: u32,
) -> Result<Offline, OfflineError> {
    let mut reader = Reader::open(database).await?;
    let known = guilds(&mut reader).await.map_err(unread)?;
    let guild = match (guild, known.as_slice()) {
        (Some(guild), known) if known.contains(&guild) => guild,
        (None, [only]) => *only,
        (named, _) => return Err(OfflineError::WhichGuild { named, known }),
    };
    let last = rows::last_week(&mut reader, guild)
        .await
        .map_err(unread)?
        .ok_or(OfflineError::NoWeek)?;
    let week = match week {
        Some(week)
            if week > last
                || !rows::is_closed(&mut reader, guild, week)
                    .await
                    .map_err(unread)? =>
        {
            let first = rows::first_week(&mut reader, guild).await.map_err(unread)?;
            let first = first.unwrap_or(last);
            return Err(OfflineError::NotClosed { week, first, last });
        }
        Some(week) => week,
        None => last,
    };
    let digest = of(&mut reader, guild, week, weeks)
        .await
        .map_err(|error| OfflineError::Failed(error.to_string()))?;
    let name = settings::guild(&mut reader, guild)
        .await
        .map_err(unread)?
        .map_or_else(
            || "a server that Potluck was removed from".to_owned(),
            |guild| guild.name,
        );
    let mut called = BTreeMap::new();
    for member in digest
        .thanks
        .iter()
        .flat_map(|thanks| [thanks.by, thanks.to])
    {
        if let Some(person) = members::one(&mut reader, guild, member)
            .await
            .map_err(unread)?
        {
            called.insert(member, person.display_name);
        }
    }
    reader.end().await?;
    Ok(Offline {
        guild,
        digest,
        name,
        called,
    })
}

fn unread(error: impl Into<Error>) -> OfflineError {
    OfflineError::Failed(error.into().to_string())
}
