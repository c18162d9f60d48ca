//! Threads of pairings, where a server has many.
//!
//! They open until the server has as many active threads as the settings allow. The others wait, and go on in waves: those in which
//! everybody was introduced and which have been quiet for a day are archived to make room. Whoever writes there wakes them again.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Carrier, ROOM_AGAIN};
use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::discord::active_threads::{ActiveThreads, Room};
use crate::domain::ids::GuildId;
use crate::error::Result;
use crate::store::outbox::{self, Lane, Owed, Row};
use crate::store::{Write, threads};

/// How long a thread is left alone after anything has happened in it.
const QUIET_FOR: TimeDelta = TimeDelta::days(1);
/// How long what belongs to a pairing waits for room: as long as a round can last. When the round ends before, it is dropped.
const LONGEST_ROUND: TimeDelta = TimeDelta::days(28);
const NEXT_WAVE: &str = "the server has many open threads, so it opens in a later wave, as soon as quiet ones are archived";

impl Carrier {
    /// The room for the thread of a pairing that a row opens. `None`: it opens no such thread, or one that may be there already.
    pub(super) fn room_for(&self, row: &Row) -> Option<Room> {
        if !matches!(row.receipt, Receipt::PairingThreadOpened(_)) || row.sending_at.is_some() {
            return None;
        }
        let most = usize::try_from(self.ctx.config.courier.active_threads).unwrap_or(usize::MAX);
        Some(self.active.take_room(row.guild, most))
    }

    /// Lets every thread of a guild's pairings that is due wait for a later wave, and makes room for it.
    pub(super) async fn next_wave(
        &self,
        write: &mut Write,
        guild: GuildId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        threads::hold_openings(write, guild, now + ROOM_AGAIN, NEXT_WAVE, now).await?;
        tracing::info!(%guild, "threads of pairings wait for a later wave");
        make_room(write, &self.active, guild, now).await
    }
}

/// Archives as many quiet threads of pairings as there are rows that wait for room.
pub(super) async fn make_room(
    write: &mut Write,
    active: &ActiveThreads,
    guild: GuildId,
    now: DateTime<Utc>,
) -> Result<()> {
    let wanted = threads::held_in(write, guild).await?;
    let quiet = threads::quiet_since(write, guild, now - QUIET_FOR).await?;
    let quiet = quiet
        .into_iter()
        .filter(|(_, thread)| active.is_active(guild, *thread));
    for (pairing, _) in quiet.take(wanted) {
        let archive = Owed {
            guild,
            lane: Lane::Pairing(pairing),
            delivery: Delivery::ArchiveThread {
                thread: Place::PairingThread(pairing),
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: now,
        };
        outbox::owe(write, archive, now).await?;
    }
    Ok(())
}

/// How long a row waits until Discord has room for it.
pub(super) fn waits_for(row: &Row) -> TimeDelta {
    if is_of_a_pairing(row) {
        LONGEST_ROUND
    } else {
        super::NO_ROOM_FOR
    }
}

/// Whether a row opens the thread of a pairing or does something in it.
pub(super) fn is_of_a_pairing(row: &Row) -> bool {
    matches!(row.receipt, Receipt::PairingThreadOpened(_))
        || matches!(
            &row.delivery,
            Delivery::Send {
                to: Place::PairingThread(_),
                ..
            } | Delivery::Edit {
                message: MessageRef::PairingIntro(_),
                ..
            } | Delivery::AddToThread {
                thread: Place::PairingThread(_),
                ..
            }
        )
}
