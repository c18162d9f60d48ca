//! The control interface over HTTP, under `/sandbox`. `README.md` has a curl example for each path.

use axum::{
    Json, Router,
    extract::{Query, State, WebSocketUpgrade},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Refusal, Rule};
use crate::{
    clock::{ClockError, socket},
    faults::FaultError,
    gateway::connection::{self, GatewayQuery},
    rest,
    sandbox::Sandbox,
};

mod people;
mod state;

/// Everything that the sandbox listens to: REST, the gateway, and the control interface.
pub(crate) fn router(sandbox: Sandbox) -> Router {
    let own = Router::new()
        .route("/gateway", get(gateway))
        .route("/gateway/", get(gateway))
        .route("/sandbox/clock", get(clock))
        .merge(people::routes())
        .merge(state::routes())
        .with_state(sandbox.clone());
    rest::router(sandbox).merge(own)
}

async fn gateway(
    State(sandbox): State<Sandbox>,
    Query(query): Query<GatewayQuery>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !sandbox.gateway_reachable() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| connection::serve(sandbox, query, socket))
}

/// The time as JSON, or over a WebSocket for those who follow it.
async fn clock(
    State(sandbox): State<Sandbox>,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let clock = sandbox.clock();
    match upgrade {
        Ok(upgrade) => upgrade.on_upgrade(move |socket| socket::follow(clock, socket)),
        Err(_) => Json(clock.reading()).into_response(),
    }
}

/// What went wrong with a request to the control interface.
struct Failure {
    status: StatusCode,
    body: Value,
}

impl Failure {
    fn new(status: StatusCode, rule: &str, says: &impl ToString) -> Self {
        Self {
            status,
            body: json!({ "rule": rule, "says": says.to_string() }),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.rule {
            Rule::UnknownPerson | Rule::UnknownPlace => StatusCode::NOT_FOUND,
            Rule::NoAnswer | Rule::NeverFinished | Rule::BotOffline => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::CONFLICT,
        };
        Self {
            status,
            body: serde_json::to_value(refusal).unwrap_or_default(),
        }
    }
}

impl From<ClockError> for Failure {
    fn from(error: ClockError) -> Self {
        Self::new(StatusCode::CONFLICT, "clock", &error)
    }
}

impl From<FaultError> for Failure {
    fn from(error: FaultError) -> Self {
        Self::new(StatusCode::CONFLICT, "fault", &error)
    }
}

/// Reads a JSON body, whatever media type it claims to be, so that a plain `curl -d` does.
fn read<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    serde_json::from_str(body).map_err(|why| bad_body(&why))
}

fn bad_body(why: &impl ToString) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "body", why)
}

/// How an answer is wanted: `?as=text` for people, JSON otherwise.
#[derive(serde::Deserialize)]
struct Format {
    #[serde(rename = "as")]
    format: Option<String>,
}

impl Format {
    /// The value as it is wanted.
    fn show<T: serde::Serialize + std::fmt::Display>(&self, value: &T) -> Response {
        if self.format.as_deref() == Some("text") {
            format!("{value}\n").into_response()
        } else {
            Json(value).into_response()
        }
    }
}
