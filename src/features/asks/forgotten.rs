//! Somebody asks to be forgotten: what they had going ends in ordinary words, and nothing says why.

use chrono::{DateTime, Utc};

use super::gone::close_of_leaver;
use super::take::{self, Found, Parting};
use super::tell::{self, Scene};
use super::{anonymous, finish, words};
use crate::delivery::{Delivery, MessageRef, Purpose, Receipt};
use crate::domain::ask::AskEvent;
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId};
use crate::error::Result;
use crate::features::Ctx;
use crate::post::Post;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::settings;
use crate::store::{SqliteConnection, Write, ask_helpers, asks, invitations, members, privacy};

/// A member asked to be forgotten: their asks close as if they were no longer needed and are nobody's from now on, invitations to them
/// close and others are asked, and what they had taken on is open again.
///
/// The member counts as having left from here on; their rows are still there.
pub async fn member_forgotten(
    ctx: &Ctx,
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    // Nobody writes to them any more, nor are they asked again for what they give back.
    members::leave(write, guild, member, now).await?;
    anonymous::anonymous_asker_gone(ctx, write, guild, member, now).await?;
    let unfinished = asks::unfinished_of(write, guild, member).await?;
    privacy::disown_asks(write, guild, member).await?;
    let Some(guild) = settings::guild(write, guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    for id in unfinished {
        if let Some(mut ask) = asks::find(write, id).await? {
            let helpers = ask_helpers::current(write, id).await?;
            finish::withdraw(write, scene, &mut ask, &helpers).await?;
        }
    }
    for id in invitations::open_of(write, guild.id, member).await? {
        let message = invitations::message_of(write, id).await?;
        close_of_leaver(write, scene, id).await?;
        nothing_expected(write, scene, message).await?;
    }
    for id in ask_helpers::taken_by(write, guild.id, member).await? {
        give_back(write, scene, id, member).await?;
    }
    Ok(())
}

async fn give_back(write: &mut Write, scene: Scene<'_>, id: AskId, member: MemberId) -> Result<()> {
    let Some(ask) = asks::find(write, id).await? else {
        return Ok(());
    };
    let message = match invitations::of_member(write, id, member).await? {
        Some(invitation) => invitations::message_of(write, invitation).await?,
        None => None,
    };
    let found = Found {
        helpers: ask_helpers::current(write, id).await?,
        asker: take::asker_of(write, &ask).await?,
        guild: scene.guild.clone(),
        ask,
    };
    // A refusal means that there is nothing to let go of.
    if let Ok(state) = found.after(AskEvent::GiveBack(member)) {
        take::release(write, scene, found, member, state, Parting::Forgotten).await?;
        nothing_expected(write, scene, message).await?;
    }
    Ok(())
}

/// Has an invitation that was sent to them say that it is closed. Where their conversation is goes with the row.
async fn nothing_expected(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    message: Option<(ChannelId, MessageId)>,
) -> Result<()> {
    let Some((channel, message)) = message else {
        return Ok(());
    };
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Guild(scene.guild.id),
        delivery: Delivery::Edit {
            message: MessageRef::At(channel, message),
            post: words::nothing_expected(),
        },
        receipt: Receipt::Erased,
        purpose: Purpose::Answer,
        about: None,
        not_before: scene.now,
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(())
}

/// What the message of an invitation says as things are now; `None` where it is no invitation's.
pub async fn invitation_now(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<Option<Post>> {
    let Some(invitation) = invitations::by_message(db, channel, message).await? else {
        return Ok(None);
    };
    let Some(ask) = asks::find(db, invitation.ask).await? else {
        return Ok(None);
    };
    let Some(guild) = settings::guild(db, invitation.guild).await? else {
        return Ok(None);
    };
    let scene = Scene { guild: &guild, now };
    let post = tell::invitation_as(db, scene, &ask, &invitation, invitation.state).await?;
    Ok(Some(post))
}
