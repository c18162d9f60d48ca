//! What was said, said otherwise: rows that wait say it already, and what was sent is changed in Discord.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::asks;
use crate::delivery::{Delivery, MessageRef, Place, Purpose, Receipt};
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId, OutboxId};
use crate::error::Result;
use crate::post::Post;
use crate::store::outbox::{self, Lane, Owed};
use crate::store::privacy::{self as rows, Message};
use crate::store::{Write, asks as ask_rows, invitations, rounds, settings as settings_rows};

/// What is changed in Discord.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Messages that say what is not to be said.
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
    /// What it says from now on, as far as the outbox knows.
    post: Post,
}

/// Has each of these rows of a guild say what `anew` makes of it (`None`: it stays as it is), and says what has to change in Discord;
/// `forgotten` is who is forgotten with it, if anybody is. What waits and would say nothing any more is not sent at all.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn rewrite(
    write: &mut Write,
    guild: GuildId,
    said: Vec<Message>,
    forgotten: Option<MemberId>,
    now: DateTime<Utc>,
    anew: impl Fn(&Message) -> Option<Delivery>,
) -> Result<Changes> {
    let mut changes = Changes::default();
    let mut rewritten = BTreeSet::new();
    let mut shown = Vec::new();
    for row in said {
        let Some(without) = anew(&row) else {
            continue;
        };
        rows::overwrite(write, row.id, &without).await?;
        rewritten.insert(row.id);
        if let Delivery::Send { post, .. } = &without
            && post.says_nothing()
        {
            outbox::drop_unsent(write, row.id, now).await?;
        }
        if row.begun {
            changes.others.extend(after(&row, without, forgotten));
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
                shown.push((channel, message, lane(&row, guild, forgotten)));
            }
            _ => {}
        }
    }
    if shown.is_empty() {
        return Ok(changes);
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

/// The lane in which a message is changed. Of those to who is forgotten, none may say whose they are.
fn lane(row: &Message, guild: GuildId, forgotten: Option<MemberId>) -> Lane {
    if is_to(row, forgotten) {
        Lane::Guild(guild)
    } else {
        row.lane
    }
}

fn is_to(row: &Message, forgotten: Option<MemberId>) -> bool {
    forgotten.is_some_and(|member| row.lane == Lane::Direct(member))
}

/// What follows a row that is on its way, and may arrive as it was. What is on its way to themselves is theirs.
fn after(
    row: &Message,
    without: Delivery,
    forgotten: Option<MemberId>,
) -> Option<(Lane, Option<AskId>, Delivery)> {
    let next = match without {
        _ if is_to(row, forgotten) => return None,
        Delivery::Send { post, .. } => Delivery::Edit {
            message: MessageRef::Sent(row.id),
            post: post.as_sent(),
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
        post: post.as_sent(),
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

/// Owes the changes. What was taken out is held nowhere any more, so an invitation is said anew as it is now.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn change(
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

/// Owes something that takes back what was said: it is done also where Potluck is turned off, no refusal ends it, and its row goes with it.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn owe(
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
