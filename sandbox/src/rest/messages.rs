//! Routes of messages.

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};
use twilight_model::{
    channel::message::{MessageFlags, MessageType},
    gateway::Intents,
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker},
    },
};

use super::{Call, Reply, Route};
use crate::{
    error::ApiError,
    gateway::intents::hide_content,
    permissions,
    validate::{
        form::Form,
        message::{self, Rules},
    },
    world::{World, channel::Channel, message::Message, sending::is_system, snowflake},
};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::POST, "/channels/{channel_id}/messages", create),
    Route::bot(Method::GET, "/channels/{channel_id}/messages", list),
    Route::bot(
        Method::POST,
        "/channels/{channel_id}/messages/bulk-delete",
        bulk_delete,
    ),
    Route::bot(
        Method::GET,
        "/channels/{channel_id}/messages/{message_id}",
        get,
    ),
    Route::bot(
        Method::PATCH,
        "/channels/{channel_id}/messages/{message_id}",
        edit,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/messages/{message_id}",
        delete,
    ),
    Route::bot(Method::POST, "/channels/{channel_id}/typing", typing),
];

/// Messages that are older cannot be deleted in bulk.
const BULK_DELETE_AGE: TimeDelta = TimeDelta::weeks(2);

fn create(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel: Id<ChannelMarker> = call.id("channel_id")?;
    world.visible_channel(channel, call.user)?;
    let form = message::read(call.body.as_ref(), &call.files, &Rules::create())?;
    let nonce = form.nonce.clone();
    let id = world.send(channel, call.user, form)?;
    let mut sent = shown(world, call, channel, id)?;
    if let Some(nonce) = nonce {
        sent["nonce"] = nonce;
    }
    Ok(Reply::ok(sent))
}

fn list(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel: Id<ChannelMarker> = call.id("channel_id")?;
    let place = world.visible_channel(channel, call.user)?;
    if !place.holds_messages() {
        return Err(ApiError::not_a_text_channel());
    }
    let limit = usize::try_from(call.number("limit", 1..=100, 50)?).unwrap_or(50);
    let allowed = permissions::in_channel(world, channel, call.user);
    if !allowed.contains(Permissions::READ_MESSAGE_HISTORY) {
        return Ok(Reply::ok(json!([])));
    }
    let ids: Vec<Id<MessageMarker>> = place
        .messages
        .values()
        .filter(|message| message.visible_to.is_none())
        .map(|message| message.id)
        .collect();
    let before: Option<Id<MessageMarker>> = call.query_id("before")?;
    let after: Option<Id<MessageMarker>> = call.query_id("after")?;
    let around: Option<Id<MessageMarker>> = call.query_id("around")?;
    let page = match (around, before, after) {
        (Some(middle), _, _) => {
            let start = ids.partition_point(|id| *id < middle);
            let from = start.saturating_sub(limit / 2);
            ids.get(from..(from + limit).min(ids.len()))
        }
        (_, Some(end), _) => {
            let end = ids.partition_point(|id| *id < end);
            ids.get(end.saturating_sub(limit)..end)
        }
        (_, _, Some(start)) => {
            let start = ids.partition_point(|id| *id <= start);
            ids.get(start..(start + limit).min(ids.len()))
        }
        _ => ids.get(ids.len().saturating_sub(limit)..),
    };
    // Newest first, whichever way was asked.
    let messages = page
        .unwrap_or_default()
        .iter()
        .rev()
        .map(|id| shown(world, call, channel, *id))
        .collect::<Result<Vec<Value>, ApiError>>()?;
    Ok(Reply::ok(Value::Array(messages)))
}

fn get(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message) = place(world, call)?;
    world.require(channel, call.user, Permissions::READ_MESSAGE_HISTORY)?;
    Ok(Reply::ok(shown(world, call, channel, message)?))
}

fn edit(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, id) = place(world, call)?;
    let message = world
        .message(channel, id)
        .ok_or_else(ApiError::unknown_message)?;
    let form = message::read(call.body.as_ref(), &call.files, &Rules::edit(message))?;
    if is_system(message.kind) {
        return Err(ApiError::system_message());
    }
    if message.author != call.user && !only_suppresses(world, call, message) {
        return Err(ApiError::not_your_message());
    }
    not_archived(world, channel)?;
    world.edit_message(channel, id, form.into());
    Ok(Reply::ok(shown(world, call, channel, id)?))
}

/// A moderator may hide the embeds of somebody else's message, and nothing more.
fn only_suppresses(world: &World, call: &Call, message: &Message) -> bool {
    let only_flags = call
        .body
        .as_ref()
        .and_then(Value::as_object)
        .is_some_and(|body| body.keys().all(|key| key == "flags"));
    only_flags
        && !message.flags.contains(MessageFlags::EPHEMERAL)
        && permissions::in_channel(world, message.channel_id, call.user)
            .contains(Permissions::MANAGE_MESSAGES)
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, id) = place(world, call)?;
    let message = world
        .message(channel, id)
        .ok_or_else(ApiError::unknown_message)?;
    if !is_deletable(message.kind) {
        return Err(ApiError::system_message());
    }
    if message.author != call.user {
        if world.channels.get(&channel).is_some_and(Channel::is_dm) {
            return Err(ApiError::not_on_a_dm());
        }
        world.require(channel, call.user, Permissions::MANAGE_MESSAGES)?;
    }
    world.remove_message(channel, id);
    Ok(Reply::nothing())
}

/// Whether a message of this kind can be deleted at all.
fn is_deletable(kind: MessageType) -> bool {
    !matches!(
        kind,
        MessageType::RecipientAdd
            | MessageType::RecipientRemove
            | MessageType::Call
            | MessageType::ChannelNameChange
            | MessageType::ChannelIconChange
            | MessageType::ThreadStarterMessage
    )
}

fn bulk_delete(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel: Id<ChannelMarker> = call.id("channel_id")?;
    let place = world.visible_channel(channel, call.user)?;
    if place.is_dm() {
        return Err(ApiError::not_on_a_dm());
    }
    let mut form = Form::new(call.body.as_ref())?;
    form.require("messages");
    let mut ids: Vec<Id<MessageMarker>> =
        form.snowflakes("messages", usize::MAX).unwrap_or_default();
    form.finish()?;
    ids.sort_unstable();
    ids.dedup();
    if !(2..=100).contains(&ids.len()) {
        return Err(ApiError::bulk_delete_count());
    }
    world.require(channel, call.user, Permissions::MANAGE_MESSAGES)?;
    let oldest = snowflake::floor(world.now() - BULK_DELETE_AGE);
    if ids.iter().any(|id| id.get() < oldest) {
        return Err(ApiError::bulk_delete_age());
    }
    let there: Vec<Id<MessageMarker>> = ids
        .into_iter()
        .filter(|id| {
            world
                .message(channel, *id)
                .is_some_and(|message| message.visible_to.is_none())
        })
        .collect();
    world.remove_messages(channel, &there);
    Ok(Reply::nothing())
}

fn typing(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel: Id<ChannelMarker> = call.id("channel_id")?;
    let place = world.visible_channel(channel, call.user)?;
    let needed = if place.is_thread() {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    };
    if !place.is_dm() {
        world.require(channel, call.user, needed)?;
    }
    Ok(Reply::nothing())
}

/// The channel and message of a path. An ephemeral message is unknown here: only its interaction can reach it.
pub(super) fn place(
    world: &World,
    call: &Call,
) -> Result<(Id<ChannelMarker>, Id<MessageMarker>), ApiError> {
    let channel = call.id("channel_id")?;
    let id = call.id("message_id")?;
    world.visible_channel(channel, call.user)?;
    world
        .message(channel, id)
        .filter(|message| message.visible_to.is_none())
        .map(|message| (channel, message.id))
        .ok_or_else(ApiError::unknown_message)
}

/// Refuses with 50083 what cannot be done in an archived thread.
pub(super) fn not_archived(world: &World, channel: Id<ChannelMarker>) -> Result<(), ApiError> {
    let archived = world
        .channels
        .get(&channel)
        .and_then(|channel| channel.thread.as_ref())
        .is_some_and(|thread| thread.archived);
    if archived {
        Err(ApiError::thread_archived())
    } else {
        Ok(())
    }
}

/// A message as the bot may read it: without `MESSAGE_CONTENT` the words of others are hidden in guilds.
pub(super) fn shown(
    world: &World,
    call: &Call,
    channel: Id<ChannelMarker>,
    message: Id<MessageMarker>,
) -> Result<Value, ApiError> {
    let message = world
        .message(channel, message)
        .ok_or_else(ApiError::unknown_message)?;
    let mut rendered = world.render_message(message);
    let guild = world
        .channels
        .get(&channel)
        .and_then(|channel| channel.guild_id);
    if let Some(guild) = guild
        && !world.application.granted.contains(Intents::MESSAGE_CONTENT)
    {
        // The rule is the gateway's, which tells guild messages by this field; a REST answer does not have it.
        rendered["guild_id"] = json!(guild);
        hide_content("MESSAGE_CREATE", &mut rendered, &call.user.to_string());
        if let Some(fields) = rendered.as_object_mut() {
            fields.remove("guild_id");
        }
    }
    Ok(rendered)
}
