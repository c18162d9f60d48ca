//! Introductions that were written down and that nobody has read yet. Before their turn comes may lie a night, a time in which the bot was
//! away, or one in which nobody knew whether they had been sent: who is in the pairing may be otherwise by then, or it is over.

use chrono::{DateTime, Utc};

use super::tell::{self, Scene};
use super::{closing, hour, introduce, leaving, words};
use crate::delivery::{Delivery, Place, Receipt};
use crate::domain::ids::{MemberId, PairingId};
use crate::error::Result;
use crate::store::outbox::{self, End};
use crate::store::pairings::{self, Pairing};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, Write};

/// The turn of what brings this receipt has come. `false`: it introduces people to each other who are not to be any more.
pub(super) async fn about_to_be_read(
    write: &mut Write,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> Result<bool> {
    let (Receipt::PairingIntroduced(id) | Receipt::PairingTold(id, _)) = receipt else {
        return Ok(true);
    };
    let Some((mut pairing, guild)) = known(write, id).await? else {
        return Ok(true);
    };
    let scene = Scene { guild: &guild, now };
    if let Receipt::PairingTold(_, member) = receipt {
        if !is_theirs(&pairing, member) {
            return Ok(false);
        }
        hour::look_again(write, scene, &mut pairing).await?;
        introduce::unread_is_right(write, scene, &pairing, member).await?;
        return Ok(true);
    }
    if pairing.is_going_on() {
        return Ok(true);
    }
    closing::was_not_introduced(write, scene, &pairing).await?;
    Ok(false)
}

/// Whether what a member is to be told is not what they would be told now. Nothing is written.
pub(super) async fn is_out_of_date(
    db: &mut SqliteConnection,
    (pairing, member): (PairingId, MemberId),
    delivery: &Delivery,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some((mut pairing, guild)) = known(db, pairing).await? else {
        return Ok(false);
    };
    if !is_theirs(&pairing, member) {
        return Ok(false);
    }
    let scene = Scene { guild: &guild, now };
    hour::choose(db, scene, &mut pairing).await?;
    let introduction = introduce::introduction(db, scene, &pairing).await?;
    let as_it_is = Delivery::Send {
        to: Place::Direct(member),
        post: words::told(&introduction, member, &guild.name),
    };
    Ok(*delivery != as_it_is)
}

/// What a member was to be told could be delivered nowhere, and waits in `/me`: they read there how things are now, and of a pairing in which
/// they are not any more nothing.
pub(super) async fn waits(
    write: &mut Write,
    (id, member): (PairingId, MemberId),
    now: DateTime<Utc>,
) -> Result<()> {
    let Some((pairing, guild)) = known(write, id).await? else {
        return Ok(());
    };
    if is_theirs(&pairing, member) {
        let scene = Scene { guild: &guild, now };
        return introduce::unread_is_right(write, scene, &pairing, member).await;
    }
    let told = Receipt::PairingTold(id, member);
    let row = outbox::bringing(write, member, told).await?;
    if let Some(row) = row.filter(|row| row.unread) {
        outbox::conclude(write, row.id, &End::Dropped, now).await?;
    }
    Ok(())
}

async fn known(db: &mut SqliteConnection, pairing: PairingId) -> Result<Option<(Pairing, Guild)>> {
    let Some(found) = pairings::find(db, pairing).await? else {
        return Ok(None);
    };
    let guild = leaving::guild_of(db, &found).await?;
    Ok(guild.map(|guild| (found, guild)))
}

/// Whether a pairing goes on with this member in it.
fn is_theirs(pairing: &Pairing, member: MemberId) -> bool {
    pairing.is_going_on() && tell::is_in(pairing, member)
}
