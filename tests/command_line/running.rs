//! A bot as a process of its own, in a sandbox.

use std::time::{Duration, Instant};

use discord_sandbox::{Options, Sandbox};
use insta::assert_snapshot;

use super::{PATIENCE, Place, Running};

/// Starts a bot that works on `potluck.db` and writes no line to its log that is not an error of its own.
fn start(place: &Place, sandbox: &Sandbox, token: &str) -> Running {
    let environment = [
        ("DISCORD_TOKEN", token),
        ("POTLUCK__DISCORD__API", &sandbox.base_url()),
        ("POTLUCK__DISCORD__GATEWAY", &sandbox.gateway_url()),
        ("POTLUCK__LOG__FILTER", "error,serenity=off"),
    ];
    Running::start(place.potluck(&["run"], &environment))
}

/// How often a bot made this request.
fn made(sandbox: &Sandbox, method: &str, path: &str) -> usize {
    let requests = sandbox.requests();
    let is_it = |request: &&discord_sandbox::world::requests::RequestRecord| {
        request.method == method && request.path.ends_with(path)
    };
    requests.iter().filter(is_it).count()
}

/// Waits until a bot has made this request so often.
async fn makes(sandbox: &Sandbox, method: &str, path: &str, times: usize) {
    let mut changes = sandbox.changes();
    let made = async {
        while made(sandbox, method, path) < times {
            changes.changed().await.unwrap();
        }
    };
    let made = tokio::time::timeout(PATIENCE, made).await;
    made.unwrap_or_else(|_| panic!("no {method} {path}"));
}

#[tokio::test]
async fn a_wrong_token_ends_it_with_the_remedy() {
    let place = Place::new();
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let bot = start(&place, &sandbox, "of.somebody.else");
    assert_snapshot!(bot.ends().await, @"
    potluck: Discord does not take the token: copy it anew from the Bot page of the application at https://discord.com/developers/applications and set DISCORD_TOKEN or DISCORD_TOKEN_FILE
    exit 2
    ");
}

#[tokio::test]
async fn an_intent_that_is_not_granted_ends_it_with_the_remedy() {
    let place = Place::new();
    let granted = Options::default().grant_privileged;
    let options = Options {
        grant_privileged: granted - granted,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let bot = start(&place, &sandbox, &sandbox.token());
    assert_snapshot!(bot.ends().await, @"
    potluck: Discord does not grant the Server Members intent: switch it on under Privileged Gateway Intents on the Bot page of the application at https://discord.com/developers/applications
    exit 2
    ");
}

#[tokio::test]
async fn it_is_healthy_shares_its_database_with_nobody_and_ends_when_it_is_told_to() {
    let place = Place::new();
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let mut bot = start(&place, &sandbox, &sandbox.token());
    // Telling Discord about its commands is the last that it does when it starts for the first time.
    makes(&sandbox, "PUT", "/commands", 1).await;

    // It notes within a second that it is connected; each look takes the time that a process takes.
    let begun = Instant::now();
    let mut health = look(&place).await;
    while !health.is_well() && begun.elapsed() < PATIENCE {
        health = look(&place).await;
    }
    assert!(health.is_well(), "{health}");

    let second = start(&place, &sandbox, &sandbox.token()).ends().await;
    assert_eq!(second.code, 1, "{second}");
    let named = format!("potluck: another Potluck (process {}, ", bot.child().id());
    let sentence = &second.on_standard_error;
    assert!(sentence.starts_with(&named), "{second}");
    assert!(
        sentence.contains(" s ago: stop it first; if it crashed, start again in "),
        "{second}"
    );
    assert_eq!(sentence.lines().count(), 1, "{second}");

    let told = Instant::now();
    bot.is_told_to_end();
    let end = bot.ends().await;
    assert!(end.is_well(), "{end}");
    assert!(told.elapsed() < Duration::from_secs(10));

    // It gave the database back, so the next one need not wait; and the commands have not changed.
    let mut again = start(&place, &sandbox, &sandbox.token());
    makes(&sandbox, "GET", "/gateway/bot", 2).await;
    again.is_told_to_end();
    let end = again.ends().await;
    assert!(end.is_well(), "{end}");
    assert_eq!(made(&sandbox, "PUT", "/commands"), 1);
    assert_eq!(sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn told_to_end_while_it_starts_it_ends_well() {
    let place = Place::new();
    // A local Discord whose clock does not answer, so that the start stands still where it can be seen.
    let clock = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let address = format!("ws://{}/sandbox/clock", clock.local_addr().unwrap());
    let environment = [
        ("DISCORD_TOKEN", "a.test.token"),
        ("POTLUCK__SANDBOX_CLOCK", address.as_str()),
        ("POTLUCK__LOG__FILTER", "error,serenity=off"),
    ];
    let mut bot = Running::start(place.potluck(&["run"], &environment));
    let _waiting = clock.accept().await.unwrap();
    bot.is_told_to_end();
    let end = bot.ends().await;
    assert!(end.is_well(), "{end}");
}

/// `potluck health`, while the sandbox goes on.
async fn look(place: &Place) -> super::End {
    Running::start(place.potluck(&["health"], &[])).ends().await
}
