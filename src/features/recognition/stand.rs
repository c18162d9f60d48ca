//! How it stands with the table of a month, for a leader who was asked for it.

use chrono::{DateTime, Utc};

use super::due;
use crate::domain::ids::MemberId;
use crate::domain::recognition::{Month, in_time, told_at};
use crate::error::Result;
use crate::features::settings;
use crate::store::SqliteConnection;
use crate::store::recognition as rows;
use crate::store::settings::Guild;

/// How it stands with the table of a month, for one leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// It is still to be laid, and says what they say by then.
    Open,
    /// It is laid: nothing more is put on it.
    Laid,
    /// None is laid for that month: it was turned off, or could not be laid in time.
    NoTable,
    /// It is still to be laid, and they are no leader any more.
    NotALeader,
}

/// How it stands at this instant.
///
/// # Errors
///
/// When the database does not answer.
pub(super) async fn stand(
    db: &mut SqliteConnection,
    guild: &Guild,
    month: Month,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<Stand> {
    if due::is_over(db, guild.id, month).await? {
        let laid = due::is_laid(db, guild.id, month).await?;
        return Ok(if laid { Stand::Laid } else { Stand::NoTable });
    }
    let wanted = rows::wanted(db, guild.id).await?.table;
    let since = guild
        .turned_on_at
        .zip(wanted)
        .map(|(on, since)| on.max(since));
    let told_at = told_at(&guild.calendar, month);
    if since.is_none_or(|since| since >= told_at) || !in_time(&guild.calendar, month, now) {
        return Ok(Stand::NoTable);
    }
    let leads = settings::leads(db, guild, member).await?;
    Ok(if leads {
        Stand::Open
    } else {
        Stand::NotALeader
    })
}
