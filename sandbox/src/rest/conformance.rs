//! Every successful answer as Discord describes it, and every event as two libraries read it.
//!
//! A flow fails if anything that the sandbox says by itself is a defect.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod messages;
mod places;

use axum::{body::Body, extract::Request, http::Method};
use chrono::{TimeDelta, TimeZone, Utc};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, UserMarker},
};

use super::serve::answer;
use crate::{
    ClockMode, cast,
    error::ApiError,
    sandbox::{Options, Sandbox},
    validate::Validator,
    world::World,
};

/// A sandbox with the small cast, asked without a socket.
struct Api {
    sandbox: Sandbox,
    token: String,
}

impl Api {
    fn new() -> Self {
        let start = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let mut world = World::new(ClockMode::Moved(start));
        cast::settle_in(&mut world, &Options::default());
        let token = world.application.token.clone();
        Self {
            sandbox: Sandbox::around(world, Validator::load(None).unwrap()),
            token,
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Result<Value, ApiError> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v10{path}"))
            .header("authorization", format!("Bot {}", self.token));
        let request = if body.is_null() {
            request.body(Body::empty())
        } else {
            request
                .header("content-type", "application/json")
                .body(Body::from(body.to_string()))
        };
        self.send(path, request.unwrap()).await
    }

    async fn send(&self, path: &str, request: Request) -> Result<Value, ApiError> {
        let bare = path.split('?').next().unwrap_or_default();
        let mut seen = super::body::Incoming::default();
        answer(&self.sandbox, &format!("v10{bare}"), request, &mut seen)
            .await
            .map(|reply| reply.body.unwrap_or_default())
    }

    async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, Value::Null).await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::POST, path, body).await.unwrap()
    }

    async fn patch(&self, path: &str, body: Value) -> Value {
        self.ask(Method::PATCH, path, body).await.unwrap()
    }

    async fn put(&self, path: &str, body: Value) -> Value {
        self.ask(Method::PUT, path, body).await.unwrap()
    }

    async fn delete(&self, path: &str) -> Value {
        self.ask(Method::DELETE, path, Value::Null).await.unwrap()
    }

    fn channel(&self, name: &str) -> Id<ChannelMarker> {
        self.sandbox.look(|world| {
            world
                .channels
                .values()
                .find(|channel| channel.name == name)
                .map(|channel| channel.id)
                .unwrap()
        })
    }

    fn user(&self, name: &str) -> Id<UserMarker> {
        self.sandbox.look(|world| world.user_named(name).unwrap())
    }

    /// Lets the bot do everything, for flows in which permissions are not the point.
    fn own_the_guild(&self) {
        let guild = self.sandbox.guild_id();
        self.sandbox.with(|world| {
            let bot = world.application.bot;
            world.guilds.get_mut(&guild).unwrap().owner = bot;
        });
    }

    fn pass(&self, time: TimeDelta) {
        self.sandbox.with(|world| {
            world.clock = ClockMode::Moved(world.now() + time);
        });
    }

    /// Ends a flow.
    #[track_caller]
    fn done(&self) {
        let defects = self.sandbox.defects();
        assert!(defects.is_empty(), "{defects:#?}");
    }
}
