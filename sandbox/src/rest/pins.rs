//! Routes of pins.

use axum::http::Method;
use serde_json::{Value, json};
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker},
    },
};

use super::{
    Call, Reply, Route,
    messages::{not_archived, place, shown},
};
use crate::{
    error::ApiError,
    world::{World, channel::Channel, sending::is_system, timestamp},
};

/// The routes of this file. Discord keeps the older addresses, and clients still use them.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, "/channels/{channel_id}/messages/pins", list),
    Route::bot(
        Method::PUT,
        "/channels/{channel_id}/messages/pins/{message_id}",
        pin,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/messages/pins/{message_id}",
        unpin,
    ),
    Route::bot(Method::GET, "/channels/{channel_id}/pins", list_all),
    Route::bot(Method::PUT, "/channels/{channel_id}/pins/{message_id}", pin),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/pins/{message_id}",
        unpin,
    ),
];

/// Messages that can be pinned in one channel.
const MOST: usize = 250;

fn pin(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message) = place(world, call)?;
    may_pin(world, call, channel)?;
    let found = world
        .message(channel, message)
        .ok_or_else(ApiError::unknown_message)?;
    if is_system(found.kind) {
        return Err(ApiError::system_message());
    }
    if pinned(world, channel).len() >= MOST {
        return Err(ApiError::too_many_pins());
    }
    world.pin(channel, message, call.user);
    Ok(Reply::nothing())
}

fn unpin(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message) = place(world, call)?;
    may_pin(world, call, channel)?;
    world.unpin(channel, message);
    Ok(Reply::nothing())
}

/// In a guild it takes a permission, in a DM none.
fn may_pin(world: &World, call: &Call, channel: Id<ChannelMarker>) -> Result<(), ApiError> {
    not_archived(world, channel)?;
    if world.channels.get(&channel).is_some_and(Channel::is_dm) {
        return Ok(());
    }
    world.require(channel, call.user, Permissions::PIN_MESSAGES)
}

fn list(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel: Id<ChannelMarker> = call.id("channel_id")?;
    world.visible_channel(channel, call.user)?;
    let limit = usize::try_from(call.number("limit", 1..=50, 50)?).unwrap_or(50);
    let all = pinned(world, channel);
    let items = all
        .iter()
        .take(limit)
        .map(|id| {
            let message = shown(world, call, channel, *id)?;
            let at = world
                .message(channel, *id)
                .map(|message| timestamp(message.sent_at));
            Ok(json!({ "message": message, "pinned_at": at }))
        })
        .collect::<Result<Vec<Value>, ApiError>>()?;
    Ok(Reply::ok(
        json!({ "items": items, "has_more": all.len() > limit }),
    ))
}

fn list_all(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel: Id<ChannelMarker> = call.id("channel_id")?;
    world.visible_channel(channel, call.user)?;
    let messages = pinned(world, channel)
        .into_iter()
        .map(|id| shown(world, call, channel, id))
        .collect::<Result<Vec<Value>, ApiError>>()?;
    Ok(Reply::ok(json!(messages)))
}

/// The pinned messages, newest first.
fn pinned(world: &World, channel: Id<ChannelMarker>) -> Vec<Id<MessageMarker>> {
    world
        .channels
        .get(&channel)
        .into_iter()
        .flat_map(|channel| channel.messages.values().rev())
        .filter(|message| message.pinned)
        .map(|message| message.id)
        .collect()
}
