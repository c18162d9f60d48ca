//! The sandbox itself: what it is, its time, its faults, and what went on in it.

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Failure, read};
use crate::{faults::Fault, sandbox::Sandbox};

pub(super) fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/sandbox", get(summary))
        .route("/sandbox/clock/move", post(move_to))
        .route("/sandbox/clock/advance", post(advance))
        .route("/sandbox/clock/run", post(let_run))
        .route("/sandbox/clock/settle", post(settle))
        .route(
            "/sandbox/faults",
            get(faults).post(switch_on).delete(switch_off),
        )
        .route("/sandbox/defects", get(defects))
        .route("/sandbox/requests", get(requests))
        .route("/sandbox/sessions", get(sessions))
}

async fn summary(State(sandbox): State<Sandbox>) -> Response {
    let guild = sandbox.guild_id();
    let gateway = sandbox.gateway_url();
    let (members, channels, commands) = sandbox.look(|world| {
        let members = world
            .guilds
            .get(&guild)
            .map_or(0, |guild| guild.members.len());
        let channels: Vec<Value> = world
            .channels
            .values()
            .filter(|channel| channel.guild_id == Some(guild) && !channel.is_thread())
            .map(|channel| json!({ "id": channel.id, "name": channel.name }))
            .collect();
        let commands: Vec<&str> = world
            .interactions
            .commands
            .values()
            .map(|command| command.definition.name.as_str())
            .collect();
        (members, channels, json!(commands))
    });
    Json(json!({
        "base_url": sandbox.base_url(),
        "api": format!("{}/api/v10", sandbox.base_url()),
        "gateway": gateway,
        "token": sandbox.token(),
        "application_id": sandbox.application_id(),
        "guild_id": guild,
        "members": members,
        "channels": channels,
        "commands": commands,
        "clock": sandbox.clock().reading(),
    }))
    .into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveTo {
    to: DateTime<Utc>,
}

async fn move_to(State(sandbox): State<Sandbox>, body: String) -> Result<Response, Failure> {
    let MoveTo { to } = read(&body)?;
    sandbox.move_to(to).await?;
    Ok(Json(sandbox.clock().reading()).into_response())
}

/// A stretch of time; what is left out is nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Advance {
    seconds: u32,
    minutes: u32,
    hours: u32,
    days: u32,
}

async fn advance(State(sandbox): State<Sandbox>, body: String) -> Result<Response, Failure> {
    let by: Advance = read(&body)?;
    let by = TimeDelta::seconds(by.seconds.into())
        + TimeDelta::minutes(by.minutes.into())
        + TimeDelta::hours(by.hours.into())
        + TimeDelta::days(by.days.into());
    sandbox.advance(by).await?;
    Ok(Json(sandbox.clock().reading()).into_response())
}

async fn let_run(State(sandbox): State<Sandbox>) -> Response {
    Json(sandbox.let_time_run()).into_response()
}

async fn settle(State(sandbox): State<Sandbox>) -> Result<Response, Failure> {
    sandbox.settle().await?;
    Ok(Json(sandbox.clock().reading()).into_response())
}

async fn faults(State(sandbox): State<Sandbox>) -> Response {
    Json(sandbox.faults()).into_response()
}

async fn switch_on(State(sandbox): State<Sandbox>, body: String) -> Result<Response, Failure> {
    let fault: Fault = read(&body)?;
    sandbox.fault(fault)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Switches one lasting fault off, or without a body all of them.
async fn switch_off(State(sandbox): State<Sandbox>, body: String) -> Result<Response, Failure> {
    if body.trim().is_empty() {
        sandbox.clear_faults()?;
    } else {
        let fault: Fault = read(&body)?;
        sandbox.clear_fault(&fault)?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn defects(State(sandbox): State<Sandbox>) -> Response {
    Json(sandbox.defects()).into_response()
}

#[derive(Deserialize)]
struct Since {
    /// How many requests to leave out from the beginning.
    skip: Option<u64>,
}

async fn requests(State(sandbox): State<Sandbox>, Query(since): Query<Since>) -> Response {
    let skip = since.skip.unwrap_or(0);
    let requests: Vec<_> = sandbox
        .requests()
        .into_iter()
        .filter(|request| request.number >= skip)
        .collect();
    Json(requests).into_response()
}

async fn sessions(State(sandbox): State<Sandbox>) -> Response {
    Json(sandbox.gateway().sessions()).into_response()
}
