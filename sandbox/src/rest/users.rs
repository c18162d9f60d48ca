//! Users, the application, and where the gateway is.

use axum::http::Method;
use serde_json::{Value, json};
use twilight_model::{
    gateway::Intents,
    id::{Id, marker::UserMarker},
};

use super::{Auth, Call, Reply, Route};
use crate::{error::ApiError, gateway::STARTS_A_DAY, world::World};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, "/users/@me", me),
    Route::bot(Method::GET, "/users/{user_id}", user),
    Route::bot(Method::GET, "/applications/@me", application),
    Route::bot(Method::GET, "/oauth2/applications/@me", application),
    Route::bot(Method::GET, "/gateway/bot", gateway_bot),
    Route {
        method: Method::GET,
        path: "/gateway",
        auth: Auth::Anyone,
        handler: gateway,
    },
];

fn me(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let user = world
        .users
        .get(&call.user)
        .ok_or_else(ApiError::unknown_user)?;
    let mut body = user.render();
    for (key, value) in [
        ("mfa_enabled", json!(true)),
        ("locale", json!("en-US")),
        ("premium_type", json!(0)),
        ("email", Value::Null),
        ("verified", json!(true)),
    ] {
        body[key] = value;
    }
    Ok(Reply::ok(body))
}

fn user(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let id: Id<UserMarker> = call.id("user_id")?;
    let user = world.users.get(&id).ok_or_else(ApiError::unknown_user)?;
    Ok(Reply::ok(user.render()))
}

/// The flags by which an application sees which privileged intents it has.
fn flags(granted: Intents) -> u64 {
    // The `_LIMITED` flags, for applications in fewer than a hundred guilds.
    [
        (Intents::GUILD_PRESENCES, 1 << 13),
        (Intents::GUILD_MEMBERS, 1 << 15),
        (Intents::MESSAGE_CONTENT, 1 << 19),
    ]
    .into_iter()
    .filter(|(intent, _)| granted.contains(*intent))
    .map(|(_, flag)| flag)
    .sum()
}

fn application(world: &mut World, _: &Call) -> Result<Reply, ApiError> {
    let application = &world.application;
    let owner = application.owner.unwrap_or(application.bot);
    let owner = world.users.get(&owner).ok_or_else(ApiError::unknown_user)?;
    let bot = world
        .users
        .get(&application.bot)
        .ok_or_else(ApiError::unknown_user)?;
    let flags = flags(application.granted);
    Ok(Reply::ok(json!({
        "id": application.id,
        "name": application.name,
        "icon": null,
        "description": "",
        "type": null,
        "bot": bot.render(),
        "bot_public": true,
        "bot_require_code_grant": false,
        "integration_types_config": { "0": {} },
        // Interactions come over the gateway, so nobody verifies signatures with it.
        "verify_key": "0".repeat(64),
        "flags": flags,
        "flags_new": flags.to_string(),
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "owner": owner.render(),
        "approximate_guild_count": world.guilds.len(),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "event_webhooks_status": 1,
        "explicit_content_filter": 0,
        "team": null,
        "eligible_oauth2_scopes": [],
    })))
}

/// The gateway's address, to which clients add their version and encoding.
fn address(world: &World) -> String {
    format!("{}/gateway", world.base_url.replacen("http", "ws", 1))
}

// Every handler has the same shape, also one that never refuses.
#[allow(clippy::unnecessary_wraps)]
fn gateway(world: &mut World, _: &Call) -> Result<Reply, ApiError> {
    Ok(Reply::ok(json!({ "url": address(world) })))
}

#[allow(clippy::unnecessary_wraps)] // As above.
fn gateway_bot(world: &mut World, _: &Call) -> Result<Reply, ApiError> {
    let (remaining, until) = world.session_starts.left(world.now());
    Ok(Reply::ok(json!({
        "url": address(world),
        "shards": 1,
        "session_start_limit": {
            "total": STARTS_A_DAY,
            "remaining": remaining,
            "reset_after": until.num_milliseconds(),
            "max_concurrency": 1,
        },
    })))
}
