//! What a member may ask for about themselves: everything that is held about them, and that it is gone for good.
//!
//! Both work whatever the state of the guild is: turned off, or never turned on.

pub mod clicks;
pub mod command;

mod file;
mod redact;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId, OutboxId};
use crate::error::{Error, Result};
use crate::features::rounds::pairing;
use crate::features::{Ctx, asks, newcomers, settings};
use crate::post::Post;
use crate::store::erasure::{self, Erasure};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::privacy::{self as rows, Message, Said};
use crate::store::{
    Write, asks as ask_rows, channels, invitations, rounds, settings as settings_rows,
};
use redact::{Part, Traces};

pub use crate::store::privacy::Erased;
pub use words::samples;

/// Refuses somebody who asked to be forgotten: nothing is done for them until they use a command. In a private conversation, which is
/// in no guild, those are refused whom no guild knows any more.
///
/// # Errors
///
/// A sentence for them.
pub async fn must_be_known(ctx: &Ctx, guild: Option<GuildId>, member: MemberId) -> Result<()> {
    let mut read = ctx.store.read().await?;
    let forgotten = match guild {
        Some(guild) => rows::is_forgotten(&mut read, guild, member).await?,
        None => {
            !rows::forgotten_in(&mut read, member).await?.is_empty()
                && crate::store::members::guilds_of(&mut read, member)
                    .await?
                    .is_empty()
        }
    };
    if forgotten {
        return Err(Error::user(words::FORGOTTEN));
    }
    Ok(())
}

/// What is changed in Discord once a member is forgotten.
#[derive(Debug, Default)]
struct Changes {
    /// Messages that name or quote them.
    messages: Vec<Shown>,
    /// Changes that follow something which is on its way, or which can be said right now.
    others: Vec<(Lane, Option<AskId>, Delivery)>,
}

/// A message as it stands in Discord.
#[derive(Debug)]
struct Shown {
    channel: ChannelId,
    message: MessageId,
    /// What the change of it follows.
    lane: Lane,
    /// What it says without them, as far as the outbox knows.
    post: Post,
}

/// Forgets a member of a guild for good, in one transaction: what they had going ends in ordinary words, everything that is held is
/// erased or loses their name, and what names or quotes them in Discord is changed.
///
/// # Errors
///
/// A sentence where they are forgotten already.
pub async fn forget(ctx: &Ctx, guild: GuildId, member: MemberId, lessons: Erased) -> Result<()> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    if rows::is_forgotten(&mut write, guild, member).await? {
        return Err(Error::user(words::FORGOTTEN));
    }
    let said = rows::said_by(&mut write, guild, member, lessons == Erased::LessonsToo).await?;
    let traces = Traces::of(member, &said);
    settings::unsign(&mut write, guild, member, now).await?;
    asks::member_forgotten(ctx, &mut write, guild, member, now).await?;
    leave_rounds(&mut write, guild, member, now).await?;
    let changes = take_out(&mut write, guild, &traces, &said).await?;
    let thread = channels::private_thread(&mut write, guild, member).await?;
    rows::everything(&mut write, guild, member, lessons).await?;
    rows::forget_direct_channel(&mut write, member).await?;
    rows::set(&mut write, guild, member, now).await?;
    change(&mut write, guild, changes, now).await?;
    if let Some(thread) = thread {
        let thread = Place::Channel(thread);
        let delete = Delivery::DeleteThread { thread };
        owe(&mut write, guild, Lane::Guild(guild), None, delete, now).await?;
    }
    erasure::owe(&mut write, Erasure::Everywhere).await?;
    write.commit().await?;
    tracing::info!(%guild, "a member was forgotten");
    Ok(())
}

/// What they were put together for ends for them in words that name nobody, and their name goes from the names of threads.
async fn leave_rounds(
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let before = rows::newest(write).await?;
    if let Some(settings) = settings_rows::guild(write, guild).await? {
        pairing::forgotten(write, &settings, member, now).await?;
    }
    newcomers::forgotten(write, guild, member, now).await?;
    Ok(rows::renamings_carry_out_forgetting(write, guild, before).await?)
}

/// Takes the member out of every row that names or quotes them, and says what has to change in Discord.
async fn take_out(
    write: &mut Write,
    guild: GuildId,
    traces: &Traces,
    said: &Said,
) -> Result<Changes> {
    let member = traces.member();
    let suspects = rows::suspects(write, guild, member, &said.asks).await?;
    let mut changes = Changes::default();
    let mut rewritten = BTreeSet::new();
    let mut shown = Vec::new();
    for row in suspects {
        let Some(without) = traces.taken_out(&row.delivery, &Part::of(&row, said)) else {
            continue;
        };
        rows::overwrite(write, row.id, &without).await?;
        rewritten.insert(row.id);
        if row.begun {
            changes.others.extend(after(&row, without, member));
            continue;
        }
        match (without, row.place.filter(|_| row.done)) {
            (
                Delivery::OpenThread { name, .. } | Delivery::RenameThread { name, .. },
                Some((thread, _)),
            ) => {
                let thread = Place::Channel(thread);
                let rename = Delivery::RenameThread { thread, name };
                changes.others.push((row.lane, row.about, rename));
            }
            (_, Some((channel, Some(message)))) => {
                shown.push((channel, message, lane(&row, guild, member)));
            }
            _ => {}
        }
    }
    let anyway = to_be_changed(write, guild).await?;
    let mut seen = BTreeSet::new();
    for (channel, message, lane) in shown {
        if let Some(row) = anyway.get(&(channel, message)) {
            rows::carries_out_forgetting(write, *row).await?;
        } else if seen.insert((channel, message)) {
            let last = rows::last_said(write, guild, channel, message).await?;
            changes
                .messages
                .extend(last.and_then(|last| still_shown(last, lane, &rewritten)));
        }
    }
    Ok(changes)
}

/// The lane in which a message is changed. Of those to the member, none may say whose they are.
fn lane(row: &Message, guild: GuildId, member: MemberId) -> Lane {
    if row.lane == Lane::Direct(member) {
        Lane::Guild(guild)
    } else {
        row.lane
    }
}

/// What follows a row that is on its way, and may arrive as it was. What is on its way to themselves is theirs.
fn after(
    row: &Message,
    without: Delivery,
    member: MemberId,
) -> Option<(Lane, Option<AskId>, Delivery)> {
    let next = match without {
        _ if row.lane == Lane::Direct(member) => return None,
        Delivery::Send { post, .. } => Delivery::Edit {
            message: MessageRef::Sent(row.id),
            post,
        },
        Delivery::OpenThread { name, .. } => Delivery::RenameThread {
            thread: Place::AskThread(row.about?),
            name,
        },
        Delivery::OpenPrivateThread { name, .. } => Delivery::RenameThread {
            thread: match row.lane {
                Lane::Pairing(pairing) => Place::PairingThread(pairing),
                Lane::Newcomer(newcomer) => Place::BuddyThread(newcomer),
                _ => return None,
            },
            name,
        },
        again => again,
    };
    Some((row.lane, row.about, next))
}

/// A message that still shows what was taken out: its last row did, or as a private message it may have been changed by a click, of
/// which no row tells.
fn still_shown(last: Message, lane: Lane, rewritten: &BTreeSet<OutboxId>) -> Option<Shown> {
    let (channel, Some(message)) = last.place? else {
        return None;
    };
    let (Delivery::Send { post, .. } | Delivery::Edit { post, .. }) = last.delivery else {
        return None;
    };
    let shows_it = rewritten.contains(&last.id) || matches!(lane, Lane::Direct(_));
    shows_it.then_some(Shown {
        channel,
        message,
        lane,
        post,
    })
}

/// The messages that will say something new anyway, which is clean already, with the rows that do it.
async fn to_be_changed(
    write: &mut Write,
    guild: GuildId,
) -> Result<BTreeMap<(ChannelId, MessageId), OutboxId>> {
    let mut messages = BTreeMap::new();
    for (id, delivery) in rows::to_be_changed(write, guild).await? {
        let Delivery::Edit { message, .. } = delivery else {
            continue;
        };
        let place = match message {
            MessageRef::At(channel, message) => Some((channel, message)),
            MessageRef::AskPost(ask) => ask_rows::post_of(write, ask).await?,
            MessageRef::StuckPost(ask) => ask_rows::stuck_post_of(write, ask).await?,
            MessageRef::OpeningPost(guild) => settings_rows::opening_post(write, guild).await?,
            MessageRef::Invitation(invitation) => {
                invitations::message_of(write, invitation).await?
            }
            MessageRef::RoundPost(round) => rounds::post_of(write, round).await?,
            MessageRef::ResultPost(round) => rounds::result_of(write, round).await?,
            MessageRef::PairingIntro(pairing) => rounds::intro_of(write, pairing).await?,
            MessageRef::Sent(row) => outbox::message_of(write, row).await?,
        };
        messages.extend(place.map(|place| (place, id)));
    }
    Ok(messages)
}

/// Owes the changes. Nothing of the member is held any more, so an invitation is said anew as it is now.
async fn change(
    write: &mut Write,
    guild: GuildId,
    changes: Changes,
    now: DateTime<Utc>,
) -> Result<()> {
    for shown in changes.messages {
        let (channel, message) = (shown.channel, shown.message);
        let post = match asks::invitation_now(write, channel, message, now).await? {
            Some(post) => post,
            None => shown.post,
        };
        let message = MessageRef::At(channel, message);
        let edit = Delivery::Edit { message, post };
        owe(write, guild, shown.lane, None, edit, now).await?;
    }
    for (lane, about, delivery) in changes.others {
        owe(write, guild, lane, about, delivery, now).await?;
    }
    Ok(())
}

async fn owe(
    write: &mut Write,
    guild: GuildId,
    lane: Lane,
    about: Option<AskId>,
    delivery: Delivery,
    now: DateTime<Utc>,
) -> Result<()> {
    let owed = Owed {
        guild,
        lane,
        delivery,
        receipt: Receipt::Erased,
        purpose: Purpose::Answer,
        about,
        not_before: now,
    };
    outbox::owe(write, owed, now).await?;
    Ok(())
}
