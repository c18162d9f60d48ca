//! Routes of channels.

use axum::http::Method;
use serde_json::{Value, json};
use twilight_model::{
    channel::{ChannelType, permission_overwrite::PermissionOverwrite},
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker},
    },
};

use super::{Call, Reply, Route, overwrites, threads};
use crate::{
    error::ApiError,
    permissions,
    validate::form::Form,
    world::{World, channel::Channel, threads::AUTO_ARCHIVE},
};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, "/channels/{channel_id}", get),
    Route::bot(Method::PATCH, "/channels/{channel_id}", modify),
    Route::bot(Method::DELETE, "/channels/{channel_id}", delete),
    Route::bot(Method::GET, "/guilds/{guild_id}/channels", list),
    Route::bot(Method::POST, "/guilds/{guild_id}/channels", create),
];

/// Channels that a guild may have, and that a category may hold.
const MOST: usize = 500;
const MOST_IN_CATEGORY: usize = 50;

fn get(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel = world.visible_channel(call.id("channel_id")?, call.user)?;
    Ok(Reply::ok(world.render_channel(channel)))
}

fn list(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guild(world, call)?;
    let channels: Vec<Value> = world
        .channels
        .values()
        .filter(|channel| channel.guild_id == Some(guild) && !channel.is_thread())
        .map(|channel| world.render_channel(channel))
        .collect();
    Ok(Reply::ok(json!(channels)))
}

fn create(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guild(world, call)?;
    let mut form = Form::new(call.body.as_ref())?;
    form.require("name");
    let kind = form.one_of("type", &[0, 2, 4, 5, 13, 15, 16]).unwrap_or(0);
    let kind = ChannelType::from(u8::try_from(kind).unwrap_or(0));
    let asked = Asked::read(&mut form, kind);
    asked.check_parent(world, guild, None, &mut form);
    form.finish()?;
    let allowed = permissions::in_guild(world, guild, call.user);
    if !allowed.contains(Permissions::MANAGE_CHANNELS) {
        return Err(ApiError::missing_permissions());
    }
    let handed: Permissions = asked
        .overwrites
        .iter()
        .flatten()
        .fold(Permissions::empty(), |all, one| all | one.allow | one.deny);
    if !allowed.contains(handed) {
        return Err(ApiError::missing_permissions());
    }
    let count = world
        .channels
        .values()
        .filter(|channel| channel.guild_id == Some(guild) && !channel.is_thread())
        .count();
    if count >= MOST {
        return Err(ApiError::too_many_channels());
    }
    let mut channel = Channel::new(world.next_id(), kind, "");
    channel.guild_id = Some(guild);
    channel.position = i64::try_from(count).unwrap_or(i64::MAX);
    asked.apply(&mut channel);
    let id = world.add_channel(channel);
    let channel = world
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::created(world.render_channel(channel)))
}

fn modify(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel = world.visible_channel(call.id("channel_id")?, call.user)?;
    let (id, kind) = (channel.id, channel.kind);
    if channel.is_thread() {
        return threads::modify(world, call, id);
    }
    let Some(guild) = channel.guild_id else {
        return Err(ApiError::not_on_a_dm());
    };
    let mut form = Form::new(call.body.as_ref())?;
    if let Some(wanted) = form.value("type")
        && wanted.as_u64() != Some(u64::from(u8::from(kind)))
    {
        form.refuse(
            "type",
            "SANDBOX_UNSUPPORTED",
            "Channels keep their type here.",
        );
    }
    let asked = Asked::read(&mut form, kind);
    asked.check_parent(world, guild, Some(id), &mut form);
    form.finish()?;
    world.require(id, call.user, Permissions::MANAGE_CHANNELS)?;
    for overwrite in asked.overwrites.iter().flatten() {
        overwrites::may_set(world, call, id, overwrite)?;
    }
    world.change_channel(id, |channel| asked.apply(channel));
    let channel = world
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::ok(world.render_channel(channel)))
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel = world.visible_channel(call.id("channel_id")?, call.user)?;
    let rendered = world.render_channel(channel);
    let id = channel.id;
    // A DM is only closed: it is there again, with all that is in it, when it is opened.
    if channel.is_dm() {
        return Ok(Reply::ok(rendered));
    }
    let needed = if channel.is_thread() {
        Permissions::MANAGE_THREADS
    } else {
        Permissions::MANAGE_CHANNELS
    };
    world.require(id, call.user, needed)?;
    world.remove_channel(id);
    Ok(Reply::ok(rendered))
}

/// The guild of a path, which the bot must be in.
fn guild(world: &World, call: &Call) -> Result<Id<GuildMarker>, ApiError> {
    let guild: Id<GuildMarker> = call.id("guild_id")?;
    if world.member(guild, call.user).is_some() {
        Ok(guild)
    } else {
        Err(ApiError::unknown_guild())
    }
}

/// A field that may be left out, which leaves things as they are, or emptied.
enum Given<T> {
    Absent,
    Empty,
    Value(T),
}

impl<T: Clone> Given<T> {
    fn read(form: &Form, name: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => Self::Value(value),
            None if form.has(name) => Self::Empty,
            None => Self::Absent,
        }
    }

    fn apply(&self, to: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Empty => *to = None,
            Self::Value(value) => *to = Some(value.clone()),
        }
    }
}

/// What a guild channel is asked to be. What is `None` stays.
struct Asked {
    name: Option<String>,
    topic: Given<String>,
    position: Option<i64>,
    nsfw: Option<bool>,
    slowmode: Option<u16>,
    parent: Given<Id<ChannelMarker>>,
    auto_archive: Option<u16>,
    overwrites: Option<Vec<PermissionOverwrite>>,
}

impl Asked {
    fn read(form: &mut Form, kind: ChannelType) -> Self {
        let longest_topic = if kind == ChannelType::GuildForum {
            4096
        } else {
            1024
        };
        let name = form.string("name", 1..=100).map(|name| {
            if kind == ChannelType::GuildText || kind == ChannelType::GuildAnnouncement {
                text_channel_name(&name)
            } else {
                name
            }
        });
        let topic = form.string("topic", 0..=longest_topic);
        let parent = form.snowflake("parent_id");
        Self {
            name,
            topic: Given::read(form, "topic", topic.filter(|topic| !topic.is_empty())),
            position: form.integer("position", 0..=i64::from(i32::MAX)),
            nsfw: form.boolean("nsfw"),
            slowmode: form
                .integer("rate_limit_per_user", 0..=21600)
                .and_then(|seconds| u16::try_from(seconds).ok()),
            parent: Given::read(form, "parent_id", parent),
            auto_archive: form
                .one_of("default_auto_archive_duration", &AUTO_ARCHIVE)
                .and_then(|minutes| u16::try_from(minutes).ok()),
            overwrites: overwrites::read_list(form),
        }
    }

    /// A parent must be a category of the same guild with room.
    fn check_parent(
        &self,
        world: &World,
        guild: Id<GuildMarker>,
        channel: Option<Id<ChannelMarker>>,
        form: &mut Form,
    ) {
        let Given::Value(parent) = self.parent else {
            return;
        };
        let category = world.channels.get(&parent).filter(|category| {
            category.guild_id == Some(guild) && category.kind == ChannelType::GuildCategory
        });
        if category.is_none() {
            form.refuse("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category");
        }
        let inside = world
            .channels
            .values()
            .filter(|other| other.parent_id == Some(parent) && Some(other.id) != channel)
            .count();
        if inside >= MOST_IN_CATEGORY {
            form.refuse(
                "parent_id",
                "CHANNEL_PARENT_MAX_CHANNELS",
                "Maximum number of channels in category reached (50)",
            );
        }
    }

    fn apply(&self, channel: &mut Channel) {
        if let Some(name) = &self.name {
            channel.name.clone_from(name);
        }
        self.topic.apply(&mut channel.topic);
        self.parent.apply(&mut channel.parent_id);
        if let Some(overwrites) = &self.overwrites {
            channel.overwrites.clone_from(overwrites);
            channel.overwrites.sort_by_key(|overwrite| overwrite.id);
        }
        channel.position = self.position.unwrap_or(channel.position);
        channel.nsfw = self.nsfw.unwrap_or(channel.nsfw);
        channel.slowmode = self.slowmode.unwrap_or(channel.slowmode);
        channel.default_auto_archive = self.auto_archive.or(channel.default_auto_archive);
    }
}

/// A text channel's name as Discord keeps it: lower case, without spaces.
fn text_channel_name(name: &str) -> String {
    name.trim()
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_channels_are_named_in_lower_case_without_spaces() {
        assert_eq!(text_channel_name(" Help  Wanted "), "help-wanted");
        assert_eq!(text_channel_name("Café"), "café");
    }
}
