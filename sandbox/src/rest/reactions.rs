//! Routes of reactions.

use axum::http::Method;
use serde_json::{Value, json};
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker, UserMarker},
    },
};

use super::{
    Call, Reply, Route,
    messages::{not_archived, place},
};
use crate::{error::ApiError, world::World};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(
        Method::PUT,
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
        add,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
        remove_own,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}",
        remove_of,
    ),
    Route::bot(
        Method::GET,
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}",
        list,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}",
        clear_one,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/messages/{message_id}/reactions",
        clear,
    ),
];

/// Different emojis that a message can carry.
const MOST: usize = 20;

fn add(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(world, call)?;
    world.require(channel, call.user, Permissions::READ_MESSAGE_HISTORY)?;
    not_archived(world, channel)?;
    let kinds = world
        .message(channel, message)
        .map(|message| &message.reactions)
        .ok_or_else(ApiError::unknown_message)?;
    if !kinds.iter().any(|reaction| reaction.emoji == emoji) {
        // Only the first of its kind needs the permission; others may join in.
        world.require(channel, call.user, Permissions::ADD_REACTIONS)?;
        if kinds.len() >= MOST {
            return Err(ApiError::too_many_reactions());
        }
    }
    world.add_reaction(channel, message, &emoji, call.user);
    Ok(Reply::nothing())
}

fn remove_own(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(world, call)?;
    not_archived(world, channel)?;
    world.remove_reaction(channel, message, &emoji, call.user);
    Ok(Reply::nothing())
}

fn remove_of(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(world, call)?;
    let user: Id<UserMarker> = call.id("user_id")?;
    not_archived(world, channel)?;
    if user != call.user {
        world.require(channel, call.user, Permissions::MANAGE_MESSAGES)?;
    }
    world.remove_reaction(channel, message, &emoji, user);
    Ok(Reply::nothing())
}

fn list(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(world, call)?;
    let limit = usize::try_from(call.number("limit", 1..=100, 25)?).unwrap_or(25);
    let after: Option<Id<UserMarker>> = call.query_id("after")?;
    let mut users: Vec<Id<UserMarker>> = world
        .message(channel, message)
        .and_then(|message| {
            message
                .reactions
                .iter()
                .find(|reaction| reaction.emoji == emoji)
        })
        .map(|reaction| reaction.users.clone())
        .unwrap_or_default();
    users.sort_unstable();
    let page: Vec<Value> = users
        .into_iter()
        .filter(|user| after.is_none_or(|after| *user > after))
        .take(limit)
        .map(|user| world.render_user(user))
        .collect();
    Ok(Reply::ok(json!(page)))
}

fn clear_one(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(world, call)?;
    world.require(channel, call.user, Permissions::MANAGE_MESSAGES)?;
    not_archived(world, channel)?;
    world.clear_reactions(channel, message, Some(&emoji));
    Ok(Reply::nothing())
}

fn clear(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (channel, message) = place(world, call)?;
    world.require(channel, call.user, Permissions::MANAGE_MESSAGES)?;
    not_archived(world, channel)?;
    world.clear_reactions(channel, message, None);
    Ok(Reply::nothing())
}

/// The message and the emoji of a path. The sandbox's guilds have no emojis of their own.
fn target(
    world: &World,
    call: &Call,
) -> Result<(Id<ChannelMarker>, Id<MessageMarker>, String), ApiError> {
    let emoji = call.text("emoji_name")?.to_owned();
    let (channel, message) = place(world, call)?;
    if emoji.is_ascii() {
        return Err(ApiError::unknown_emoji());
    }
    Ok((channel, message, emoji))
}
