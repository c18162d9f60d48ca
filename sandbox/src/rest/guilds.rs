//! Guilds.

use axum::http::Method;
use serde_json::json;
use twilight_model::id::{Id, marker::GuildMarker};

use super::{Call, Reply, Route};
use crate::{error::ApiError, world::World};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, "/guilds/{guild_id}", get),
    Route::bot(Method::GET, "/users/@me/guilds", mine),
];

/// The guild that a call is about, if the bot is in it. Discord does not tell those who are not in it whether it
/// exists.
pub(super) fn of(world: &World, call: &Call) -> Result<Id<GuildMarker>, ApiError> {
    let id = call.id("guild_id")?;
    world
        .guilds
        .get(&id)
        .filter(|guild| guild.members.contains_key(&call.user))
        .map(|guild| guild.id)
        .ok_or_else(ApiError::unknown_guild)
}

fn get(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let id = of(world, call)?;
    let guild = world.guilds.get(&id).ok_or_else(ApiError::unknown_guild)?;
    let mut body = world.render_guild(guild);
    if super::form::says_yes(call, "with_counts") {
        body["approximate_member_count"] = json!(guild.members.len());
        body["approximate_presence_count"] = json!(1);
    }
    Ok(Reply::ok(body))
}

fn mine(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let limit = super::members::limit(call, 200, 200)?;
    let after: u64 = super::members::after(call)?;
    let list = world
        .guilds
        .values()
        .filter(|guild| guild.id.get() > after && guild.members.contains_key(&call.user))
        .take(limit)
        .map(|guild| {
            json!({
                "id": guild.id,
                "name": guild.name,
                "icon": null,
                "banner": null,
                "owner": guild.owner == call.user,
                "permissions": crate::permissions::in_guild(world, guild.id, call.user)
                    .bits()
                    .to_string(),
                "features": [],
            })
        })
        .collect();
    Ok(Reply::ok(list))
}
