//! Members of a guild: reading them, their nicknames, roles and timeouts, and removing them.

use axum::http::{Method, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use twilight_model::{
    gateway::Intents,
    guild::Permissions,
    id::{
        Id,
        marker::{GuildMarker, RoleMarker, UserMarker},
    },
};

use super::{Call, Reply, Route, guilds, roles};
use crate::{
    error::ApiError,
    permissions::{self, rules::outranks},
    validate::form::Form,
    world::{World, guild::Member},
};

/// The longest timeout.
const MAX_TIMEOUT: TimeDelta = TimeDelta::days(28);

const ONE: &str = "/guilds/{guild_id}/members/{user_id}";
const ONE_ROLE: &str = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}";

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, "/guilds/{guild_id}/members", list),
    Route::bot(Method::GET, "/guilds/{guild_id}/members/search", search),
    Route::bot(Method::PATCH, "/guilds/{guild_id}/members/@me", edit_me),
    Route::bot(Method::GET, ONE, get),
    Route::bot(Method::PATCH, ONE, edit),
    Route::bot(Method::DELETE, ONE, kick),
    Route::bot(Method::PUT, ONE_ROLE, give_role),
    Route::bot(Method::DELETE, ONE_ROLE, take_role),
];

/// The query's `limit`: 1 to `most`, `default` when absent.
pub(super) fn limit(call: &Call, default: usize, most: usize) -> Result<usize, ApiError> {
    let Some(text) = call.query("limit") else {
        return Ok(default);
    };
    match text.parse::<usize>() {
        Ok(limit) if (1..=most).contains(&limit) => Ok(limit),
        Ok(0) => Err(ApiError::invalid_form(
            "limit",
            "NUMBER_TYPE_MIN",
            "int value should be greater than or equal to 1.",
        )),
        Ok(_) => Err(ApiError::invalid_form(
            "limit",
            "NUMBER_TYPE_MAX",
            format!("int value should be less than or equal to {most}."),
        )),
        Err(_) => Err(ApiError::invalid_form(
            "limit",
            "NUMBER_TYPE_COERCE",
            format!("Value \"{text}\" is not int."),
        )),
    }
}

/// The query's `after`; 0 when absent.
pub(super) fn after(call: &Call) -> Result<u64, ApiError> {
    let Some(text) = call.query("after") else {
        return Ok(0);
    };
    text.parse()
        .map_err(|_| ApiError::not_a_snowflake("after", text))
}

fn list(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    if !world.application.granted.contains(Intents::GUILD_MEMBERS) {
        return Err(ApiError::missing_access());
    }
    let limit = limit(call, 1, 1000)?;
    let after = after(call)?;
    Ok(Reply::ok(rendered(world, guild, limit, |member, _| {
        member.user.get() > after
    })))
}

fn search(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let limit = limit(call, 1, 1000)?;
    let query = call.query("query").unwrap_or_default().to_lowercase();
    if query.is_empty() {
        return Err(ApiError::invalid_form(
            "query",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    }
    let begins =
        |name: Option<&str>| name.is_some_and(|name| name.to_lowercase().starts_with(&query));
    Ok(Reply::ok(rendered(world, guild, limit, |member, user| {
        begins(Some(&user.username))
            || begins(user.global_name.as_deref())
            || begins(member.nick.as_deref())
    })))
}

fn rendered(
    world: &World,
    guild: Id<GuildMarker>,
    limit: usize,
    wanted: impl Fn(&Member, &crate::world::user::User) -> bool,
) -> Value {
    world
        .guilds
        .get(&guild)
        .into_iter()
        .flat_map(|guild| guild.members.values())
        .filter_map(|member| Some((member, world.users.get(&member.user)?)))
        .filter(|(member, user)| wanted(member, user))
        .take(limit)
        .map(|(member, user)| member.render(user))
        .collect()
}

fn get(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let user = target(world, call, guild)?;
    answer(world, guild, user)
}

fn answer(world: &World, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Result<Reply, ApiError> {
    let (member, user) = world
        .member(guild, user)
        .ok_or_else(ApiError::unknown_member)?;
    Ok(Reply::ok(member.render(user)))
}

/// The member that a call is about.
fn target(world: &World, call: &Call, guild: Id<GuildMarker>) -> Result<Id<UserMarker>, ApiError> {
    let user: Id<UserMarker> = call.id("user_id")?;
    if !world.users.contains_key(&user) {
        return Err(ApiError::unknown_user());
    }
    if world.member(guild, user).is_none() {
        return Err(ApiError::unknown_member());
    }
    Ok(user)
}

/// Refuses unless the bot holds a permission in the guild.
pub(super) fn need(
    world: &World,
    call: &Call,
    guild: Id<GuildMarker>,
    permission: Permissions,
) -> Result<(), ApiError> {
    if permissions::in_guild(world, guild, call.user).contains(permission) {
        Ok(())
    } else {
        Err(ApiError::missing_permissions())
    }
}

/// Refuses unless the bot stands above the member.
fn above(
    world: &World,
    call: &Call,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
) -> Result<(), ApiError> {
    let own = permissions::rank(world, guild, call.user);
    let theirs = permissions::rank(world, guild, user);
    match (own, theirs) {
        (Some(own), Some(theirs)) if outranks(own, theirs) => Ok(()),
        _ => Err(ApiError::missing_permissions()),
    }
}

fn edit_me(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let mut form = Form::new(call.body.as_ref())?;
    let nick = form.string("nick", 0..=32);
    let has_nick = form.has("nick");
    form.finish()?;
    if has_nick {
        need(world, call, guild, Permissions::CHANGE_NICKNAME)?;
        world.change_member(guild, call.user, |member| {
            member.nick = nick.filter(|nick| !nick.is_empty());
        });
    }
    answer(world, guild, call.user)
}

fn edit(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let user = target(world, call, guild)?;
    let mut form = Form::new(call.body.as_ref())?;
    let nick = form.string("nick", 0..=32);
    let wanted = form.snowflakes::<RoleMarker>("roles", 250);
    let until = timeout(&mut form, world.now());
    let (has_nick, has_timeout) = (form.has("nick"), form.has("communication_disabled_until"));
    let voice = ["mute", "deaf", "channel_id"]
        .into_iter()
        .any(|key| form.value(key).is_some());
    form.finish()?;
    if voice {
        // Nobody is in voice here.
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            40032,
            "Target user is not connected to voice.",
        ));
    }
    if has_nick {
        may_rename(world, call, guild, user)?;
    }
    if has_timeout {
        need(world, call, guild, Permissions::MODERATE_MEMBERS)?;
        above(world, call, guild, user)?;
        if permissions::in_guild(world, guild, user).contains(Permissions::ADMINISTRATOR) {
            return Err(ApiError::missing_permissions());
        }
    }
    if let Some(wanted) = &wanted {
        may_set_roles(world, call, guild, user, wanted)?;
    }
    world.change_member(guild, user, |member| {
        if has_nick {
            member.nick = nick.filter(|nick| !nick.is_empty());
        }
        if has_timeout {
            member.timed_out_until = until;
        }
        if let Some(wanted) = wanted {
            member.roles = wanted;
        }
    });
    answer(world, guild, user)
}

fn timeout(form: &mut Form<'_>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    const KEY: &str = "communication_disabled_until";
    let text = form.string(KEY, 0..=64)?;
    let Ok(until) = DateTime::parse_from_rfc3339(&text) else {
        form.refuse(
            KEY,
            "DATE_TIME_TYPE_PARSE",
            format!("Could not parse {text}. Should be ISO8601."),
        );
        return None;
    };
    let until = until.with_timezone(&Utc);
    if until - now > MAX_TIMEOUT {
        form.refuse(
            KEY,
            "SANDBOX_TIMEOUT_TOO_LONG",
            "Timeouts can be at most 28 days long",
        );
    }
    Some(until)
}

fn may_rename(
    world: &World,
    call: &Call,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
) -> Result<(), ApiError> {
    if user == call.user {
        return need(world, call, guild, Permissions::CHANGE_NICKNAME);
    }
    need(world, call, guild, Permissions::MANAGE_NICKNAMES)?;
    above(world, call, guild, user)
}

/// Every role that would come or go must be one that the bot may give.
fn may_set_roles(
    world: &World,
    call: &Call,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    wanted: &[Id<RoleMarker>],
) -> Result<(), ApiError> {
    need(world, call, guild, Permissions::MANAGE_ROLES)?;
    let current = world
        .member(guild, user)
        .map(|(member, _)| member.roles.clone())
        .unwrap_or_default();
    let changed = wanted
        .iter()
        .filter(|role| !current.contains(role))
        .chain(current.iter().filter(|role| !wanted.contains(role)));
    for role in changed {
        roles::may_give(world, call, guild, *role)?;
    }
    Ok(())
}

fn give_role(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    with_role(world, call, |member, role| member.roles.push(role))
}

fn take_role(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    with_role(world, call, |member, role| {
        member.roles.retain(|one| *one != role);
    })
}

fn with_role(
    world: &mut World,
    call: &Call,
    change: fn(&mut Member, Id<RoleMarker>),
) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let user = target(world, call, guild)?;
    let role: Id<RoleMarker> = call.id("role_id")?;
    need(world, call, guild, Permissions::MANAGE_ROLES)?;
    roles::may_give(world, call, guild, role)?;
    world.change_member(guild, user, |member| change(member, role));
    Ok(Reply::nothing())
}

fn kick(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let guild = guilds::of(world, call)?;
    let user = target(world, call, guild)?;
    need(world, call, guild, Permissions::KICK_MEMBERS)?;
    above(world, call, guild, user)?;
    world.leave(guild, user);
    Ok(Reply::nothing())
}

/// How many members each role has, by role id.
pub(super) fn counts(world: &World, guild: Id<GuildMarker>) -> Value {
    let mut counts = json!({});
    let Some(guild) = world.guilds.get(&guild) else {
        return counts;
    };
    for role in guild.roles.keys().filter(|role| **role != guild.everyone()) {
        let count = guild
            .members
            .values()
            .filter(|member| member.roles.contains(role))
            .count();
        counts[role.to_string()] = json!(count);
    }
    counts
}
