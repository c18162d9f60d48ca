//! Roles of a guild.

use axum::http::Method;
use serde_json::Value;
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{GuildMarker, RoleMarker},
    },
};

use super::{Call, Reply, Route, guilds, members};
use crate::{
    error::{ApiError, FormErrors},
    permissions::{self, rules::outranks},
    validate::form::Form,
    world::{World, guild::Role},
};

/// Roles that a guild may have, `@everyone` included.
const MAX_ROLES: usize = 250;

const ALL: &str = "/guilds/{guild_id}/roles";
const ONE: &str = "/guilds/{guild_id}/roles/{role_id}";

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, ALL, list),
    Route::bot(Method::POST, ALL, create),
    Route::bot(Method::PATCH, ALL, arrange),
    Route::bot(
        Method::GET,
        "/guilds/{guild_id}/roles/member-counts",
        member_counts,
    ),
    Route::bot(Method::GET, ONE, get),
    Route::bot(Method::PATCH, ONE, edit),
    Route::bot(Method::DELETE, ONE, delete),
];

/// Refuses unless the role exists, can be given by hand and stands below the bot's highest.
pub(super) fn may_give(
    world: &World,
    call: &Call,
    guild: Id<GuildMarker>,
    role: Id<RoleMarker>,
) -> Result<(), ApiError> {
    let found = find(world, guild, role)?;
    if found.id == guild.cast() {
        return Err(ApiError::invalid_role());
    }
    if found.bot.is_some() {
        return Err(ApiError::missing_permissions());
    }
    below(world, call, guild, found)
}

fn below(world: &World, call: &Call, guild: Id<GuildMarker>, role: &Role) -> Result<(), ApiError> {
    let own = permissions::rank(world, guild, call.user);
    if own.is_some_and(|own| outranks(own, (role.position, role.id))) {
        Ok(())
    } else {
        Err(ApiError::missing_permissions())
    }
}

fn find(world: &World, guild: Id<GuildMarker>, role: Id<RoleMarker>) -> Result<&Role, ApiError> {
    world
        .guilds
        .get(&guild)
        .and_then(|guild| guild.roles.get(&role))
        .ok_or_else(ApiError::unknown_role)
}

fn list(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let roles: Value = world
        .guilds
        .get(&guild)
        .into_iter()
        .flat_map(|guild| guild.roles.values())
        .map(Role::render)
        .collect();
    Ok(Reply::ok(roles))
}

fn member_counts(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    Ok(Reply::ok(members::counts(world, guild)))
}

fn get(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    Ok(Reply::ok(find(world, guild, call.id("role_id")?)?.render()))
}

/// What a request says about a role.
struct Wanted {
    name: Option<String>,
    permissions: Option<Permissions>,
    color: Option<u32>,
    hoist: Option<bool>,
    mentionable: Option<bool>,
}

impl Wanted {
    /// Reads a request, and refuses permissions that the bot itself does not have.
    fn read(world: &World, call: &Call, guild: Id<GuildMarker>) -> Result<Self, ApiError> {
        let mut form = Form::new(call.body.as_ref())?;
        let wanted = Self {
            name: form.string("name", 0..=100),
            permissions: form
                .integer("permissions", 0..=i64::MAX)
                .and_then(|bits| u64::try_from(bits).ok())
                .map(Permissions::from_bits_truncate),
            color: form
                .integer("color", 0..=0xff_ff_ff)
                .and_then(|color| u32::try_from(color).ok()),
            hoist: form.boolean("hoist"),
            mentionable: form.boolean("mentionable"),
        };
        form.finish()?;
        let held = permissions::in_guild(world, guild, call.user);
        if wanted
            .permissions
            .is_some_and(|permissions| !held.contains(permissions))
        {
            return Err(ApiError::missing_permissions());
        }
        Ok(wanted)
    }

    fn apply(self, role: &mut Role) {
        if let Some(name) = self.name {
            role.name = name;
        }
        if let Some(permissions) = self.permissions {
            role.permissions = permissions;
        }
        if let Some(color) = self.color {
            role.color = color;
        }
        if let Some(hoist) = self.hoist {
            role.hoist = hoist;
        }
        if let Some(mentionable) = self.mentionable {
            role.mentionable = mentionable;
        }
    }
}

fn create(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    members::need(world, call, guild, Permissions::MANAGE_ROLES)?;
    let wanted = Wanted::read(world, call, guild)?;
    let id = world.next_id();
    let place = world
        .guilds
        .get_mut(&guild)
        .ok_or_else(ApiError::unknown_guild)?;
    if place.roles.len() >= MAX_ROLES {
        return Err(ApiError::too_many_roles());
    }
    let everyone = place
        .roles
        .get(&place.everyone())
        .map_or(Permissions::empty(), |role| role.permissions);
    // A new role starts right above @everyone, and pushes the others up.
    for other in place.roles.values_mut().filter(|role| role.position > 0) {
        other.position += 1;
    }
    let mut role = Role::new(id, "new role", 1);
    role.permissions = everyone;
    wanted.apply(&mut role);
    let rendered = role.render();
    world.add_role(guild, role);
    Ok(Reply::ok(rendered))
}

/// Moves roles to other places. Both the role and its new place must be below the bot's highest role.
fn arrange(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    members::need(world, call, guild, Permissions::MANAGE_ROLES)?;
    let Some(Value::Array(wanted)) = &call.body else {
        return Err(ApiError::invalid_form(
            "",
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        ));
    };
    let mut moves = Vec::new();
    for (index, one) in wanted.iter().enumerate() {
        let mut form = Form::new(Some(one))?;
        form.require("id");
        let id = form.snowflake::<RoleMarker>("id");
        let position = form.integer("position", 0..=i64::MAX);
        let mut errors = FormErrors::new();
        errors.adopt(&index.to_string(), form.into_errors());
        errors.finish()?;
        if let (Some(id), Some(position)) = (id, position) {
            moves.push((id, position));
        }
    }
    let own = permissions::rank(world, guild, call.user);
    for (id, position) in &moves {
        let role = find(world, guild, *id)?;
        if role.id == guild.cast() {
            return Err(ApiError::invalid_role());
        }
        below(world, call, guild, role)?;
        if own.is_none_or(|own| *position >= own.0) {
            return Err(ApiError::missing_permissions());
        }
    }
    for (id, position) in moves {
        world.change_role(guild, id, |role| role.position = position);
    }
    list(world, call)
}

fn edit(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let id: Id<RoleMarker> = call.id("role_id")?;
    let role = find(world, guild, id)?;
    members::need(world, call, guild, Permissions::MANAGE_ROLES)?;
    below(world, call, guild, role)?;
    let wanted = Wanted::read(world, call, guild)?;
    world.change_role(guild, id, |role| wanted.apply(role));
    Ok(Reply::ok(find(world, guild, id)?.render()))
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let id: Id<RoleMarker> = call.id("role_id")?;
    find(world, guild, id)?;
    members::need(world, call, guild, Permissions::MANAGE_ROLES)?;
    may_give(world, call, guild, id)?;
    world.remove_role(guild, id);
    Ok(Reply::nothing())
}
