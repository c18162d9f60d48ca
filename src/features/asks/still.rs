//! Whether an invitation is still to be sent once its message's turn has come: between owing it and then lie a night, a weekend, or
//! a time in which the bot was away.

use chrono::{DateTime, Utc};

use super::gone::going_on;
use super::invite::one_less;
use super::take;
use super::tell::{self, Scene};
use crate::domain::ask::{InvitationState, UNANSWERED_AFTER};
use crate::domain::ids::InvitationId;
use crate::error::Result;
use crate::store::asks::Ask;
use crate::store::invitations::{self, Invitation};
use crate::store::{SqliteConnection, Write, blocks, choices};

/// Whether the message of this invitation, which is about to be sent, is still of use. It is not once the invitation was
/// answered or closed, or its ask is at its end.
///
/// Nor is it where its member has paused or left since, or is to be kept apart from the asker: then the invitation is closed,
/// and if it was the last open one, the next are asked.
///
/// # Errors
///
/// When the database does not answer.
pub async fn still_invited(
    write: &mut Write,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some(invitation) = invitations::find(write, id)
        .await?
        .filter(|invitation| invitation.state == InvitationState::Open)
    else {
        return Ok(false);
    };
    let Some((mut ask, guild)) = going_on(write, invitation.ask).await? else {
        return Ok(false);
    };
    if ask.reopened_at.unwrap_or(ask.created_at) + UNANSWERED_AFTER <= now {
        return Ok(false);
    }
    if may_be_asked(write, &ask, &invitation, now).await? {
        return Ok(true);
    }
    let scene = Scene { guild: &guild, now };
    close(write, scene, &mut ask, &invitation).await?;
    Ok(false)
}

/// The member has no room any more for the message of this invitation, which certainly was not sent: it is closed, and if it was the
/// last open one, the next are asked.
///
/// # Errors
///
/// When the database does not answer.
pub async fn passed_over(write: &mut Write, id: InvitationId, now: DateTime<Utc>) -> Result<()> {
    let Some(invitation) = invitations::find(write, id)
        .await?
        .filter(|invitation| invitation.state == InvitationState::Open)
    else {
        return Ok(());
    };
    if let Some((mut ask, guild)) = going_on(write, invitation.ask).await? {
        let scene = Scene { guild: &guild, now };
        close(write, scene, &mut ask, &invitation).await?;
    }
    Ok(())
}

async fn close(
    write: &mut Write,
    scene: Scene<'_>,
    ask: &mut Ask,
    invitation: &Invitation,
) -> Result<()> {
    // There is no message yet that could be brought up to date.
    let shown = true;
    let closed = InvitationState::Closed;
    tell::settle(write, scene, ask, invitation, closed, shown).await?;
    one_less(write, scene, ask).await
}

/// What may have changed since the member was chosen and would have kept them from being chosen.
async fn may_be_asked(
    db: &mut SqliteConnection,
    ask: &Ask,
    invitation: &Invitation,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some(choices) = choices::of(db, invitation.guild, invitation.member).await? else {
        return Ok(false);
    };
    if choices.paused_until.is_some_and(|until| until > now) {
        return Ok(false);
    }
    let apart = blocks::apart_from(db, invitation.guild, invitation.member).await?;
    let asker = take::asker_of(db, ask).await?;
    Ok(!asker.is_some_and(|asker| apart.contains(&asker)))
}
