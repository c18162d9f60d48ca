//! The opening post: "What could you bring? What would you like to learn?"
//!
//! One a guild. It is put up when an admin says so, edited when a leader signs it, and offered again where somebody deleted it.

use chrono::{DateTime, Utc};

use super::{Guild, known, words};
use crate::custom_id::CustomId;
use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};
use crate::domain::text::{Text, clean_line};
use crate::error::{Error, Result};
use crate::features::{Actor, Ctx};
use crate::post::Modal;
use crate::store::activity;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::settings::{self as rows, Opening, Signature};
use crate::store::{SqliteConnection, Write};

/// What a leader is learning, in a few words.
type Learning = Text<80>;

/// Puts the opening post up in the help channel, unless it is up or on its way. `instead_of` is the one that it takes the place of:
/// where another is up by now, somebody was quicker, and nothing happens.
pub(super) async fn put_up(
    write: &mut Write,
    guild: &Guild,
    instead_of: Option<MessageId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let wanted = match rows::opening_state(write, guild.id).await? {
        Opening::NotUp { .. } => true,
        Opening::OnItsWay => false,
        Opening::Up(_, message) => Some(message) == instead_of,
    };
    if !wanted {
        return Ok(());
    }
    let channel = guild.help_channel.ok_or_else(words::no_help_channel)?;
    let signature = rows::signature(write, guild.id).await?;
    let delivery = Delivery::Send {
        to: Place::Channel(channel),
        post: words::opening_post(signature.as_ref()),
    };
    owe(
        write,
        guild.id,
        delivery,
        Receipt::OpeningPosted(guild.id),
        now,
    )
    .await
}

/// Puts it up, as an admin asked for after turning on.
pub(super) async fn put_up_now(
    ctx: &Ctx,
    guild: GuildId,
    instead_of: Option<MessageId>,
) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let guild = known(&mut write, guild).await?;
    if let Some(sentence) = super::whom_to_ask(&guild) {
        return Err(Error::user(sentence));
    }
    put_up(&mut write, &guild, instead_of, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// Whether a member has the leaders' role. Where none is chosen, nobody has it.
pub async fn leads(db: &mut SqliteConnection, guild: &Guild, member: MemberId) -> Result<bool> {
    let Some(leaders) = guild.leaders_role else {
        return Ok(false);
    };
    Ok(rows::roles_of(db, guild.id, member)
        .await?
        .contains(&leaders))
}

/// Whether somebody may sign the opening post: a leader, or an admin where no leaders' role is chosen.
pub(super) async fn may_sign(db: &mut SqliteConnection, guild: &Guild, by: &Actor) -> Result<bool> {
    Ok((by.admin && guild.leaders_role.is_none()) || leads(db, guild, by.member).await?)
}

/// Who signed the opening post of a guild.
pub async fn signature(ctx: &Ctx, guild: GuildId) -> Result<Option<Signature>> {
    Ok(rows::signature(&mut *ctx.store.read().await?, guild).await?)
}

/// The form in which a leader says what they are learning; it comes back with this id.
pub fn signing_form(id: impl Into<CustomId>) -> Modal {
    words::sign_form(id)
}

/// What a leader is learning, as they typed it in a [`learning_form`](super::learning_form). It becomes the end of a sentence, which
/// has a full stop of its own.
///
/// # Errors
///
/// A sentence where there is nothing in it, or too much.
pub fn learning(typed: &str) -> Result<Learning> {
    let line = clean_line(typed);
    Learning::parse(line.trim_end_matches(['.', '!', ' ']))
        .map_err(|error| words::unreadable(&error.to_string(), typed))
}

/// Signs the opening post with what a leader is learning themselves, before it is put up or later.
pub async fn sign(ctx: &Ctx, guild: GuildId, by: &Actor, typed: &str) -> Result<()> {
    let learning = learning(typed)?;
    let mut write = ctx.store.write().await?;
    let settings = known(&mut write, guild).await?;
    if !may_sign(&mut write, &settings, by).await? {
        return Err(words::not_a_leader(settings.leaders_role));
    }
    match rows::signature(&mut write, guild).await? {
        Some(other) if other.signer != by.member => {
            return Err(words::signed_already(other.signer));
        }
        _ => {}
    }
    let signature = Signature {
        signer: by.member,
        learning: learning.as_str().to_owned(),
    };
    rows::set_signature(&mut write, guild, Some(&signature)).await?;
    refresh(&mut write, guild, ctx.clock.now()).await?;
    activity::note(&mut write, guild, by.member, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// Takes a member's signature off the opening post, the one that is up included. Where it is somebody else's, nothing happens.
pub async fn unsign(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let signed = rows::signature(write, guild)
        .await?
        .is_some_and(|signature| signature.signer == member);
    if signed {
        take_off(write, guild, now).await?;
    }
    Ok(())
}

/// Takes off whatever signature there is, as an admin may.
pub(super) async fn unsign_any(ctx: &Ctx, guild: GuildId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    take_off(&mut write, guild, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

async fn take_off(write: &mut Write, guild: GuildId, now: DateTime<Utc>) -> Result<()> {
    rows::set_signature(write, guild, None).await?;
    refresh(write, guild, now).await
}

/// Has the post say what it should say now, where there is one or will be.
async fn refresh(write: &mut Write, guild: GuildId, now: DateTime<Utc>) -> Result<()> {
    if matches!(
        rows::opening_state(write, guild).await?,
        Opening::NotUp { .. }
    ) {
        return Ok(());
    }
    let signature = rows::signature(write, guild).await?;
    let delivery = Delivery::Edit {
        message: MessageRef::OpeningPost(guild),
        post: words::opening_post(signature.as_ref()),
    };
    owe(write, guild, delivery, Receipt::Nothing, now).await
}

async fn owe(
    write: &mut Write,
    guild: GuildId,
    delivery: Delivery,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> Result<()> {
    let owed = Owed {
        guild,
        lane: Lane::Guild(guild),
        delivery,
        receipt,
        purpose: Purpose::Answer,
        about: None,
        not_before: now,
    };
    outbox::owe(write, owed, now).await?;
    Ok(())
}

/// The opening post was delivered there: recorded in the transaction that marks its row done.
pub async fn opening_posted(
    write: &mut Write,
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
) -> Result<()> {
    Ok(rows::opening_posted(write, guild, channel, message).await?)
}

/// A message was deleted. Where it was the opening post, `/settings` offers to put it up again.
pub async fn message_gone(ctx: &Ctx, channel: ChannelId, message: MessageId) -> Result<()> {
    gone(ctx, channel, Some(message)).await
}

/// A channel was deleted, with everything in it.
pub async fn place_gone(ctx: &Ctx, channel: ChannelId) -> Result<()> {
    gone(ctx, channel, None).await
}

async fn gone(ctx: &Ctx, channel: ChannelId, message: Option<MessageId>) -> Result<()> {
    // Messages are deleted all the time; that it is this one is rare, and only then is anything written.
    if !rows::is_opening(&mut *ctx.store.read().await?, channel, message).await? {
        return Ok(());
    }
    let mut write = ctx.store.write().await?;
    rows::opening_gone(&mut write, channel, message).await?;
    write.commit().await?;
    Ok(())
}
