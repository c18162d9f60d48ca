//! Routes of threads.

use axum::http::Method;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use twilight_model::{
    channel::ChannelType,
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, MessageMarker},
    },
};

use super::{Call, Reply, Route};
use crate::{
    error::ApiError,
    permissions,
    validate::form::Form,
    world::{
        World,
        channel::{Channel, Thread},
        render::render_thread_member,
        sending::is_system,
        threads::{AUTO_ARCHIVE, NewThread, ThreadChange},
    },
};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(
        Method::POST,
        "/channels/{channel_id}/messages/{message_id}/threads",
        open_from_message,
    ),
    Route::bot(Method::POST, "/channels/{channel_id}/threads", open),
    Route::bot(Method::GET, "/guilds/{guild_id}/threads/active", active),
    Route::bot(
        Method::GET,
        "/channels/{channel_id}/threads/archived/public",
        archived_public,
    ),
    Route::bot(
        Method::GET,
        "/channels/{channel_id}/threads/archived/private",
        archived_private,
    ),
    Route::bot(
        Method::GET,
        "/channels/{channel_id}/users/@me/threads/archived/private",
        archived_private_joined,
    ),
];

/// What a body says of a thread to be opened.
fn asked(form: &mut Form) -> NewThread {
    form.require("name");
    let kind = form.one_of("type", &[10, 11, 12]);
    NewThread {
        name: form.string("name", 1..=100).unwrap_or_default(),
        // A thread without a message is private unless the sender says otherwise.
        kind: ChannelType::from(kind.and_then(|kind| u8::try_from(kind).ok()).unwrap_or(12)),
        auto_archive: form
            .one_of("auto_archive_duration", &AUTO_ARCHIVE)
            .and_then(|minutes| u16::try_from(minutes).ok()),
        invitable: form.boolean("invitable").unwrap_or(true),
        slowmode: form
            .integer("rate_limit_per_user", 0..=21600)
            .and_then(|seconds| u16::try_from(seconds).ok())
            .unwrap_or(0),
        from: None,
    }
}

fn open_from_message(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let parent = world.visible_channel(call.id("channel_id")?, call.user)?;
    let message: Id<MessageMarker> = call.id("message_id")?;
    let (id, kind) = (parent.id, parent.kind);
    let mut form = Form::new(call.body.as_ref())?;
    let mut new = asked(&mut form);
    form.finish()?;
    new.kind = match kind {
        ChannelType::GuildText => ChannelType::PublicThread,
        ChannelType::GuildAnnouncement => ChannelType::AnnouncementThread,
        _ => return Err(ApiError::wrong_channel_type()),
    };
    let found = world
        .message(id, message)
        .filter(|message| message.visible_to.is_none())
        .ok_or_else(ApiError::unknown_message)?;
    if is_system(found.kind) {
        return Err(ApiError::system_message());
    }
    // A thread keeps its message's id, so this holds even when the thread was deleted and the mark with it.
    if found.has_thread || world.channels.contains_key(&message.cast()) {
        return Err(ApiError::thread_exists());
    }
    world.require(
        id,
        call.user,
        Permissions::CREATE_PUBLIC_THREADS | Permissions::READ_MESSAGE_HISTORY,
    )?;
    new.from = Some(message);
    begin(world, call, id, new)
}

fn open(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let parent = world.visible_channel(call.id("channel_id")?, call.user)?;
    let (id, kind) = (parent.id, parent.kind);
    let mut form = Form::new(call.body.as_ref())?;
    let new = asked(&mut form);
    let fits = match kind {
        ChannelType::GuildText => {
            matches!(
                new.kind,
                ChannelType::PublicThread | ChannelType::PrivateThread
            )
        }
        ChannelType::GuildAnnouncement => new.kind == ChannelType::AnnouncementThread,
        _ => return Err(ApiError::wrong_channel_type()),
    };
    if !fits {
        form.refuse(
            "type",
            "BASE_TYPE_CHOICES",
            "This channel cannot hold a thread of this type.",
        );
    }
    form.finish()?;
    let needed = if new.kind == ChannelType::PrivateThread {
        Permissions::CREATE_PRIVATE_THREADS
    } else {
        Permissions::CREATE_PUBLIC_THREADS
    };
    world.require(id, call.user, needed)?;
    begin(world, call, id, new)
}

/// Opens the thread if the guild has room for one more.
fn begin(
    world: &mut World,
    call: &Call,
    parent: Id<ChannelMarker>,
    new: NewThread,
) -> Result<Reply, ApiError> {
    world.has_room_for_thread(parent)?;
    let id = world
        .open_thread(parent, call.user, new)
        .ok_or_else(ApiError::unknown_channel)?;
    let thread = world
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::created(world.render_channel(thread)))
}

/// Changes a thread. In an archived one nothing can be changed unless it is unarchived with it.
pub(super) fn modify(
    world: &mut World,
    call: &Call,
    id: Id<ChannelMarker>,
) -> Result<Reply, ApiError> {
    let mut form = Form::new(call.body.as_ref())?;
    let change = ThreadChange {
        name: form.string("name", 1..=100),
        archived: form.boolean("archived"),
        locked: form.boolean("locked"),
        invitable: form.boolean("invitable"),
        auto_archive: form
            .one_of("auto_archive_duration", &AUTO_ARCHIVE)
            .and_then(|minutes| u16::try_from(minutes).ok()),
        slowmode: form
            .integer("rate_limit_per_user", 0..=21600)
            .and_then(|seconds| u16::try_from(seconds).ok()),
    };
    form.finish()?;
    world.may_change_thread(id, call.user, &change)?;
    world.change_thread(id, call.user, change);
    let channel = world
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::ok(world.render_channel(channel)))
}

fn active(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild: Id<GuildMarker> = call.id("guild_id")?;
    if world.member(guild, call.user).is_none() {
        return Err(ApiError::unknown_guild());
    }
    let mut threads: Vec<&Channel> = world
        .active_threads(guild)
        .filter(|thread| permissions::can_see(world, thread.id, call.user))
        .collect();
    threads.sort_by_key(|thread| std::cmp::Reverse(thread.id));
    let mut answer = listing(world, call, &threads);
    answer["has_more"] = json!(false);
    Ok(Reply::ok(answer))
}

fn archived_public(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    archived(world, call, |channel, _| {
        channel.kind != ChannelType::PrivateThread
    })
}

fn archived_private(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel = world.visible_channel(call.id("channel_id")?, call.user)?;
    world.require(channel.id, call.user, Permissions::MANAGE_THREADS)?;
    archived(world, call, |channel, _| {
        channel.kind == ChannelType::PrivateThread
    })
}

fn archived_private_joined(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let user = call.user;
    archived(world, call, move |channel, thread| {
        channel.kind == ChannelType::PrivateThread && thread.members.contains_key(&user)
    })
}

/// A channel's archived threads, those that were archived last first.
fn archived(
    world: &World,
    call: &Call,
    wanted: impl Fn(&Channel, &Thread) -> bool,
) -> Result<Reply, ApiError> {
    let parent = world.visible_channel(call.id("channel_id")?, call.user)?;
    if !matches!(
        parent.kind,
        ChannelType::GuildText | ChannelType::GuildAnnouncement | ChannelType::GuildForum
    ) {
        return Err(ApiError::wrong_channel_type());
    }
    world.require(parent.id, call.user, Permissions::READ_MESSAGE_HISTORY)?;
    let limit = usize::try_from(call.number("limit", 2..=100, 50)?).unwrap_or(50);
    let before = before(call)?;
    let mut threads: Vec<(DateTime<Utc>, &Channel)> = world
        .channels
        .values()
        .filter_map(|channel| {
            let thread = channel.thread.as_ref()?;
            let here = channel.parent_id == Some(parent.id) && thread.archived;
            (here && wanted(channel, thread)).then_some((thread.archive_changed_at, channel))
        })
        .filter(|(at, _)| before.is_none_or(|before| *at < before))
        .collect();
    threads.sort_by_key(|(at, channel)| std::cmp::Reverse((*at, channel.id)));
    let page: Vec<&Channel> = threads
        .iter()
        .take(limit)
        .map(|(_, channel)| *channel)
        .collect();
    let mut answer = listing(world, call, &page);
    answer["has_more"] = json!(threads.len() > limit);
    Ok(Reply::ok(answer))
}

/// The instant before which threads were archived, if the query names one.
fn before(call: &Call) -> Result<Option<DateTime<Utc>>, ApiError> {
    let Some(text) = call.query("before") else {
        return Ok(None);
    };
    // A plus sign in a query stands for a space, and clients forget to escape it.
    DateTime::parse_from_rfc3339(&text.replace(' ', "+"))
        .map(|at| Some(at.to_utc()))
        .map_err(|_| {
            ApiError::invalid_form(
                "before",
                "DATE_TIME_TYPE_PARSE",
                format!("Could not parse {text}. Should be ISO8601."),
            )
        })
}

/// Threads, and the bot's place in those that it is in.
fn listing(world: &World, call: &Call, threads: &[&Channel]) -> Value {
    let members: Vec<Value> = threads
        .iter()
        .filter_map(|channel| {
            let since = channel.thread.as_ref()?.members.get(&call.user)?;
            Some(render_thread_member(channel.id, call.user, *since))
        })
        .collect();
    let threads: Vec<Value> = threads
        .iter()
        .map(|channel| world.render_channel(channel))
        .collect();
    json!({ "threads": threads, "members": members })
}
