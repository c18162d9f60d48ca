//! Somebody steps back, or is kept apart from another: what has not begun does not begin.
//!
//! Who was introduced goes on; a pause or a block takes nothing back of that. Until then nobody hears of a pairing that will not be, and
//! those who are left alone by it may have another, as always.

use super::leaving::{self, Why};
use super::tell::{self, Scene};
use super::words::Leaver;
use super::{joining, regroup};
use crate::delivery::Receipt;
use crate::domain::ids::{MemberId, ProgrammeId};
use crate::domain::round::PairingState;
use crate::error::Result;
use crate::store::outbox;
use crate::store::pairings::{self, Pairing};
use crate::store::{SqliteConnection, Write};

/// A member paused, or left a programme (`None`: all of them).
pub(super) async fn steps_back(
    write: &mut Write,
    scene: Scene<'_>,
    member: MemberId,
    programme: Option<ProgrammeId>,
) -> Result<()> {
    let meant =
        |pairing: &Pairing| programme.is_none_or(|programme| programme == pairing.programme);
    for round in pairings::standing_of(write, scene.guild.id, member).await? {
        let Some(freed) = pairings::freed(write, round, member).await? else {
            continue;
        };
        if pairings::find(write, freed.pairing)
            .await?
            .is_some_and(|old| meant(&old))
        {
            regroup::sits_out(write, round, member).await?;
        }
    }
    for pairing in pairings::going_on_of(write, scene.guild.id, member).await? {
        let Some(pairing) = pairings::find(write, pairing).await?.filter(meant) else {
            continue;
        };
        if is_unsaid(write, scene, &pairing, &pairing.members()).await? {
            leaving::leave(write, scene, &pairing, member, Why::Unsaid).await?;
        } else {
            joining::no_place_here(write, scene, pairing.id).await?;
        }
    }
    Ok(())
}

/// A member is never put together with another from now on.
pub(super) async fn kept_apart(
    write: &mut Write,
    scene: Scene<'_>,
    member: MemberId,
    other: MemberId,
) -> Result<()> {
    for pairing in pairings::going_on_of(write, scene.guild.id, member).await? {
        let Some(pairing) = pairings::find(write, pairing).await? else {
            continue;
        };
        let together = tell::is_in(&pairing, other);
        if together && is_unsaid(write, scene, &pairing, &[member, other]).await? {
            leaving::leave(write, scene, &pairing, member, Why::Unsaid).await?;
            if let Some(left) = pairings::find(write, pairing.id).await? {
                regroup::freed(write, scene, &left, member, Leaver::Nobody).await?;
            }
        }
    }
    joining::no_place_with(write, scene, member, other).await?;
    joining::no_place_with(write, scene, other, member).await
}

/// Whether these members of a pairing have not been introduced to each other: no thread is open, or one of them was not told yet.
async fn is_unsaid(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    members: &[MemberId],
) -> Result<bool> {
    if pairing.state != PairingState::Open {
        return Ok(false);
    }
    if !pairing.privately {
        return Ok(pairing.thread.is_none());
    }
    for member in members {
        let told = Receipt::PairingTold(pairing.id, *member);
        let unsent = outbox::unsent(db, scene.guild.id, *member, None).await?;
        if unsent.iter().any(|message| message.receipt == told) {
            return Ok(true);
        }
    }
    Ok(false)
}
