//! Routes of permission overwrites: what a role or member is allowed and denied in one channel.

use axum::http::Method;
use serde_json::Value;
use twilight_model::{
    channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GenericMarker},
    },
};

use super::{Call, Reply, Route};
use crate::{
    error::{ApiError, FormErrors},
    permissions,
    validate::form::{Form, snowflake},
    world::World,
};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(
        Method::PUT,
        "/channels/{channel_id}/permissions/{overwrite_id}",
        set,
    ),
    Route::bot(
        Method::DELETE,
        "/channels/{channel_id}/permissions/{overwrite_id}",
        remove,
    ),
];

fn set(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel = place(world, call)?;
    let id: Id<GenericMarker> = call.id("overwrite_id")?;
    let mut form = Form::new(call.body.as_ref())?;
    let kind = form.one_of("type", &[0, 1]);
    let allow = bits(&mut form, "allow");
    let deny = bits(&mut form, "deny");
    form.require("type");
    form.finish()?;
    let overwrite = PermissionOverwrite {
        allow,
        deny,
        id,
        kind: if kind == Some(1) {
            PermissionOverwriteType::Member
        } else {
            PermissionOverwriteType::Role
        },
    };
    may_set(world, call, channel, &overwrite)?;
    if !is_there(world, channel, &overwrite) {
        return Err(ApiError::unknown_overwrite());
    }
    world.set_overwrite(channel, overwrite);
    Ok(Reply::nothing())
}

fn remove(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let channel = place(world, call)?;
    let id: Id<GenericMarker> = call.id("overwrite_id")?;
    world.require(channel, call.user, Permissions::MANAGE_ROLES)?;
    if world.remove_overwrite(channel, id) {
        Ok(Reply::nothing())
    } else {
        Err(ApiError::unknown_overwrite())
    }
}

/// The channel of a path, which must be one of a guild and no thread.
fn place(world: &World, call: &Call) -> Result<Id<ChannelMarker>, ApiError> {
    let channel = world.visible_channel(call.id("channel_id")?, call.user)?;
    if channel.is_dm() {
        return Err(ApiError::not_on_a_dm());
    }
    if channel.is_thread() {
        return Err(ApiError::wrong_channel_type());
    }
    Ok(channel.id)
}

/// Whether the bot may set this: it needs the permission to manage roles here, and cannot hand out what it has not.
pub(super) fn may_set(
    world: &World,
    call: &Call,
    channel: Id<ChannelMarker>,
    overwrite: &PermissionOverwrite,
) -> Result<(), ApiError> {
    world.require(channel, call.user, Permissions::MANAGE_ROLES)?;
    let own = permissions::in_channel(world, channel, call.user);
    if own.contains(overwrite.allow | overwrite.deny) {
        Ok(())
    } else {
        Err(ApiError::missing_permissions())
    }
}

/// Whether the role or member that an overwrite is for exists.
fn is_there(world: &World, channel: Id<ChannelMarker>, overwrite: &PermissionOverwrite) -> bool {
    let guild = world
        .channels
        .get(&channel)
        .and_then(|channel| world.guilds.get(&channel.guild_id?));
    guild.is_some_and(|guild| match overwrite.kind {
        PermissionOverwriteType::Member => guild.members.contains_key(&overwrite.id.cast()),
        _ => guild.roles.contains_key(&overwrite.id.cast()),
    })
}

/// A set of permissions, as text or number; none when it is not given.
fn bits(form: &mut Form, name: &str) -> Permissions {
    let Some(value) = form.value(name) else {
        return Permissions::empty();
    };
    read_bits(value).unwrap_or_else(|| {
        form.refuse(
            name,
            "NUMBER_TYPE_COERCE",
            format!("Value {value} is not int."),
        );
        Permissions::empty()
    })
}

fn read_bits(value: &Value) -> Option<Permissions> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
        .map(Permissions::from_bits_truncate)
}

/// The overwrites of a channel's body.
pub(super) fn read_list(form: &mut Form) -> Option<Vec<PermissionOverwrite>> {
    let list = form.list("permission_overwrites", 0..=100)?;
    let mut overwrites = Vec::new();
    let mut errors = FormErrors::new();
    for (index, value) in list.iter().enumerate() {
        let Some(id) = value.get("id").and_then(snowflake) else {
            errors.add(
                &format!("{index}.id"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
            continue;
        };
        let set = |name: &str| {
            value
                .get(name)
                .and_then(read_bits)
                .unwrap_or(Permissions::empty())
        };
        let kind = value.get("type").and_then(Value::as_u64).unwrap_or(0);
        overwrites.push(PermissionOverwrite {
            allow: set("allow"),
            deny: set("deny"),
            id,
            kind: PermissionOverwriteType::from(u8::try_from(kind).unwrap_or(0)),
        });
    }
    form.adopt("permission_overwrites", errors);
    Some(overwrites)
}
