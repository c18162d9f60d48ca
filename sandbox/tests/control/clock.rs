//! The clock and the protocol by which a bot follows it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::{ClockMode, Fault, Options, Sandbox, clock::ClockError};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::bot::{Bot, PATIENCE, command, options, say};

/// Follows the clock by hand.
struct Follower {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Follower {
    /// Connects and reads the first tick.
    async fn join(sandbox: &Sandbox) -> (Self, Value) {
        let url = format!("{}/sandbox/clock", sandbox.base_url().replace("http", "ws"));
        let (socket, _) = connect_async(url).await.unwrap();
        let mut follower = Self { socket };
        let tick = follower.tick().await;
        (follower, tick)
    }

    async fn tick(&mut self) -> Value {
        let message = tokio::time::timeout(PATIENCE, self.socket.next())
            .await
            .expect("no tick")
            .unwrap()
            .unwrap();
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    async fn idle(&mut self, tick: &Value, events: u64, next_due: Option<DateTime<Utc>>) {
        let report =
            json!({ "op": "idle", "tick": tick["tick"], "events": events, "next_due": next_due });
        self.socket
            .send(Message::Text(report.to_string()))
            .await
            .unwrap();
    }
}

fn at(hours: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
    start + TimeDelta::hours(hours)
}

#[tokio::test]
async fn a_follower_is_told_the_time_when_it_comes_and_when_it_moves() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (mut follower, first) = Follower::join(&sandbox).await;
    assert_eq!(
        first,
        json!({ "op": "tick", "tick": 0, "now": "2026-03-02T09:00:00Z", "mode": "moved" })
    );
    follower.idle(&first, 0, None).await;
    let moving = tokio::spawn({
        let sandbox = sandbox.clone();
        async move { sandbox.move_to(at(5)).await }
    });
    let second = follower.tick().await;
    assert_eq!(second["now"], "2026-03-02T14:00:00Z");
    follower.idle(&second, 0, None).await;
    moving.await.unwrap().unwrap();
    assert_eq!(sandbox.clock().now(), at(5));
}

#[tokio::test]
async fn time_stops_at_each_due_instant_until_the_follower_is_idle() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (mut follower, first) = Follower::join(&sandbox).await;
    // Every two hours there is something to do; a move of five hours must not jump over any of it.
    follower.idle(&first, 0, Some(at(2))).await;
    let moving = tokio::spawn({
        let sandbox = sandbox.clone();
        async move { sandbox.advance(TimeDelta::hours(5)).await }
    });
    for (stop, next) in [(2, at(4)), (4, at(6)), (5, at(6))] {
        let tick = follower.tick().await;
        assert_eq!(
            tick["now"]
                .as_str()
                .unwrap()
                .parse::<DateTime<Utc>>()
                .unwrap(),
            at(stop)
        );
        assert!(!moving.is_finished(), "it waits for the follower");
        follower.idle(&tick, 0, Some(next)).await;
    }
    moving.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_follower_is_told_that_time_runs_and_everything_settles_as_before() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (mut follower, first) = Follower::join(&sandbox).await;
    follower.idle(&first, 0, None).await;
    let told = sandbox.let_time_run();
    let tick = follower.tick().await;
    assert_eq!(
        (&tick["tick"], &tick["mode"]),
        (&json!(told.tick), &json!("running"))
    );
    follower.idle(&tick, 0, None).await;
    sandbox.settle().await.unwrap();
    assert_eq!(sandbox.move_to(at(50)).await, Err(ClockError::NotMovable));
}

#[tokio::test]
async fn settling_waits_for_every_dispatch_to_be_dealt_with() {
    let bot = Bot::start(json!([command("hello")]), |one| say(one, "Hello")).await;
    let (mut follower, tick) = Follower::join(&bot.sandbox).await;
    let patience = Duration::from_millis(50);
    let missing = |error: ClockError| match error {
        ClockError::NotSettled { missing, .. } => missing,
        other => panic!("{other}"),
    };
    let clock = bot.sandbox.clock();
    let error = clock.settle_within(patience).await.unwrap_err();
    assert_eq!(missing(error), "follower 0 has not reported yet");
    // READY and GUILD_CREATE.
    follower.idle(&tick, 2, None).await;
    clock.settle().await.unwrap();
    bot.sandbox
        .person("mia")
        .unwrap()
        .write("general", "Hello")
        .unwrap();
    let error = clock.settle_within(patience).await.unwrap_err();
    assert_eq!(
        missing(error),
        "follower 0 has dealt with 2 of 3 gateway events"
    );
    follower.idle(&tick, 3, None).await;
    clock.settle().await.unwrap();
}

#[tokio::test]
async fn a_report_can_be_taken_back() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (mut follower, tick) = Follower::join(&sandbox).await;
    follower.idle(&tick, 0, None).await;
    sandbox.settle().await.unwrap();
    let busy = json!({ "op": "busy" }).to_string();
    follower.socket.send(Message::Text(busy)).await.unwrap();
    // Taking it back is not told; an instant at which it has taken effect comes.
    while sandbox.clock().settle_within(Duration::ZERO).await.is_ok() {
        tokio::task::yield_now().await;
    }
    follower.idle(&tick, 0, None).await;
    sandbox.settle().await.unwrap();
}

#[tokio::test]
async fn waiting_for_a_bot_waits_for_its_session() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (mut follower, tick) = Follower::join(&sandbox).await;
    follower.idle(&tick, 0, None).await;
    sandbox.settle().await.unwrap();
    let waiting = tokio::spawn({
        let sandbox = sandbox.clone();
        async move { sandbox.wait_for_bot().await }
    });
    let bot = Bot::join(sandbox, json!([]), |_| Vec::new()).await;
    assert!(
        !waiting.is_finished(),
        "the events of READY are not dealt with yet"
    );
    follower.idle(&tick, 2, None).await;
    waiting.await.unwrap().unwrap();
    drop(bot);
}

#[tokio::test]
async fn settling_waits_for_a_connection_that_was_taken_away() {
    let lost = "the bot's gateway connection was lost and it is not back";
    for (fault, is_waited_for) in [
        (Fault::DropGateway, true),
        (Fault::InvalidateSession { resumable: false }, true),
        (Fault::GatewayUnreachable, false),
    ] {
        let bot = Bot::start(json!([]), |_| Vec::new()).await;
        let (mut follower, tick) = Follower::join(&bot.sandbox).await;
        follower.idle(&tick, 2, None).await;
        bot.sandbox.settle().await.unwrap();
        bot.sandbox.fault(fault.clone()).unwrap();
        let patience = Duration::from_millis(50);
        let settled = bot.sandbox.clock().settle_within(patience).await;
        match settled {
            Err(ClockError::NotSettled { missing, .. }) if is_waited_for => {
                assert_eq!(missing, lost, "{fault:?}");
            }
            other => assert_eq!((other, is_waited_for), (Ok(()), false), "{fault:?}"),
        }
    }
}

#[tokio::test]
async fn an_interaction_nobody_waits_for_fails_too() {
    let bot = Bot::start(json!([command("mute")]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let acting = tokio::spawn(async move { mia.command("mute", &[]).await });
    while bot.sandbox.look(|world| world.interactions.waiting()) == 0 {
        tokio::task::yield_now().await;
    }
    acting.abort();
    bot.sandbox.settle().await.unwrap();
    assert_eq!(
        bot.sandbox.defects(),
        ["no answer to /mute within 3 seconds"]
    );
}

#[tokio::test]
async fn an_unanswered_interaction_holds_time_up_and_then_fails() {
    let bot = Bot::start(json!([command("mute")]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let acting = tokio::spawn(async move { mia.command("mute", &[]).await });
    while bot.sandbox.look(|world| world.interactions.waiting()) == 0 {
        tokio::task::yield_now().await;
    }
    bot.sandbox.settle().await.unwrap();
    assert!(acting.await.unwrap().is_err());
    assert_eq!(bot.sandbox.defects().len(), 1);
}

#[tokio::test]
async fn an_instant_that_stays_due_is_an_error() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (mut follower, first) = Follower::join(&sandbox).await;
    follower.idle(&first, 0, Some(at(0))).await;
    let stuck = tokio::spawn(async move {
        loop {
            let tick = follower.tick().await;
            follower.idle(&tick, 0, Some(at(0))).await;
        }
    });
    let error = sandbox.move_to(at(1)).await.unwrap_err();
    stuck.abort();
    assert!(matches!(error, ClockError::NoProgress { due, .. } if due == at(0)));
}

#[tokio::test]
async fn a_follower_that_leaves_is_not_waited_for() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (follower, _) = Follower::join(&sandbox).await;
    drop(follower);
    sandbox.move_to(at(24)).await.unwrap();
}

#[tokio::test]
async fn the_machines_time_cannot_be_moved() {
    let sandbox = Sandbox::start(Options {
        clock: ClockMode::System,
        ..options()
    })
    .await
    .unwrap();
    let error = sandbox.advance(TimeDelta::hours(1)).await.unwrap_err();
    assert_eq!(error, ClockError::NotMovable);
}

#[tokio::test]
async fn a_report_that_is_none_is_written_down() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let (mut follower, _) = Follower::join(&sandbox).await;
    let mut seen = sandbox.changes();
    follower
        .socket
        .send(Message::Text(r#"{"op":"bored"}"#.to_owned()))
        .await
        .unwrap();
    tokio::time::timeout(PATIENCE, seen.changed())
        .await
        .unwrap()
        .unwrap();
    let defects = sandbox.defects();
    assert!(defects[0].starts_with("a clock follower sent what is no report"));
}
