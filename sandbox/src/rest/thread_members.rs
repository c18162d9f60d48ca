//! Routes of who is in a thread.

use axum::http::Method;
use serde_json::{Value, json};
use twilight_model::{
    channel::ChannelType,
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, UserMarker},
    },
};

use super::{Call, Reply, Route, messages::not_archived};
use crate::{
    error::ApiError,
    permissions,
    world::{
        World,
        channel::{Channel, Thread},
        render::render_thread_member,
        threads::MOST_MEMBERS,
    },
};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, "/channels/{channel_id}/thread-members", list),
    Route::bot(
        Method::PUT,
        "/channels/{channel_id}/thread-members/@me",
        join,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/thread-members/@me",
        leave,
    ),
    Route::bot(
        Method::GET,
        "/channels/{channel_id}/thread-members/{user_id}",
        get,
    ),
    Route::bot(
        Method::PUT,
        "/channels/{channel_id}/thread-members/{user_id}",
        add,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/thread-members/{user_id}",
        remove,
    ),
];

fn join(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (id, _) = thread(world, call)?;
    not_archived(world, id)?;
    has_room(world, id)?;
    world.add_thread_member(id, call.user, call.user);
    Ok(Reply::nothing())
}

fn leave(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (id, _) = thread(world, call)?;
    not_archived(world, id)?;
    world.remove_thread_member(id, call.user, call.user);
    Ok(Reply::nothing())
}

/// Adds somebody, who must be able to see the channel that the thread is under.
fn add(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (id, thread) = thread(world, call)?;
    let user: Id<UserMarker> = call.id("user_id")?;
    let allowed = permissions::in_channel(world, id, call.user);
    let invited = thread.invitable
        || thread.owner == call.user
        || allowed.contains(Permissions::MANAGE_THREADS);
    if !allowed.contains(Permissions::SEND_MESSAGES_IN_THREADS) || !invited {
        return Err(ApiError::missing_permissions());
    }
    not_archived(world, id)?;
    let guild = world.channels.get(&id).and_then(|channel| channel.guild_id);
    if guild.and_then(|guild| world.member(guild, user)).is_none() {
        return Err(ApiError::unknown_member());
    }
    if !permissions::in_channel(world, id, user).contains(Permissions::VIEW_CHANNEL) {
        return Err(ApiError::missing_access());
    }
    has_room(world, id)?;
    world.add_thread_member(id, user, call.user);
    Ok(Reply::nothing())
}

/// Removes somebody: a moderator may, and in a private thread who opened it.
fn remove(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (id, thread) = thread(world, call)?;
    let user: Id<UserMarker> = call.id("user_id")?;
    let is_private = world
        .channels
        .get(&id)
        .is_some_and(|channel| channel.kind == ChannelType::PrivateThread);
    let own = is_private && thread.owner == call.user;
    let allowed = permissions::in_channel(world, id, call.user);
    if user != call.user && !own && !allowed.contains(Permissions::MANAGE_THREADS) {
        return Err(ApiError::missing_permissions());
    }
    not_archived(world, id)?;
    world.remove_thread_member(id, user, call.user);
    Ok(Reply::nothing())
}

fn get(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (id, thread) = thread(world, call)?;
    let user: Id<UserMarker> = if call.text("user_id")? == "@me" {
        call.user
    } else {
        call.id("user_id")?
    };
    let since = thread
        .members
        .get(&user)
        .ok_or_else(ApiError::unknown_member)?;
    Ok(Reply::ok(rendered(world, call, id, user, *since)))
}

fn list(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let (id, thread) = thread(world, call)?;
    let limit = usize::try_from(call.number("limit", 1..=100, 100)?).unwrap_or(100);
    let after: Option<Id<UserMarker>> = call.query_id("after")?;
    // Discord pages only when it answers with members; without them the list is whole.
    let paged = call.query("with_member").is_some_and(|flag| flag == "true");
    let members: Vec<Value> = thread
        .members
        .iter()
        .filter(|(user, _)| after.is_none_or(|after| **user > after))
        .take(if paged { limit } else { usize::MAX })
        .map(|(user, since)| rendered(world, call, id, *user, *since))
        .collect();
    Ok(Reply::ok(json!(members)))
}

/// Somebody's place in a thread, with their place in the guild if the query asks for it.
fn rendered(
    world: &World,
    call: &Call,
    id: Id<ChannelMarker>,
    user: Id<UserMarker>,
    since: chrono::DateTime<chrono::Utc>,
) -> Value {
    let mut rendered = render_thread_member(id, user, since);
    let guild = world.channels.get(&id).and_then(|channel| channel.guild_id);
    if call.query("with_member").is_some_and(|flag| flag == "true")
        && let Some((member, user)) = guild.and_then(|guild| world.member(guild, user))
    {
        rendered["member"] = member.render(user);
    }
    rendered
}

/// The thread of a path, which the bot must be able to see.
fn thread(world: &World, call: &Call) -> Result<(Id<ChannelMarker>, Thread), ApiError> {
    let channel: &Channel = world.visible_channel(call.id("channel_id")?, call.user)?;
    let thread = channel
        .thread
        .clone()
        .ok_or_else(ApiError::wrong_channel_type)?;
    Ok((channel.id, thread))
}

/// Refuses with 30033 when a thread holds as many people as it can.
fn has_room(world: &World, id: Id<ChannelMarker>) -> Result<(), ApiError> {
    let full = world
        .channels
        .get(&id)
        .and_then(|channel| channel.thread.as_ref())
        .is_some_and(|thread| thread.members.len() >= MOST_MEMBERS);
    if full {
        Err(ApiError::too_many_thread_members())
    } else {
        Ok(())
    }
}
