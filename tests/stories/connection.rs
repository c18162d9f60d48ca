//! The connection: lost and found again, refused, and ended.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;
use discord_sandbox::sandbox::{Options, Sandbox};
use potluck::bot::{Bot, StopReason};
use potluck::clock::Clock;
use potluck::config::{Config, Secret};
use potluck::discord::Refusal;

use crate::harness::{Story, tell};

/// The bot still answers, and told Discord about its commands once.
async fn still_answers(story: &Story) {
    story.player("mia").uses("help", &[]).await;
    assert_eq!(
        registrations(story),
        [200],
        "commands are registered only when they changed"
    );
}

fn after(fault: Fault) {
    tell(async move |story| {
        story.suffer(fault);
        story.settle().await;
        still_answers(story).await;
    });
}

#[test]
fn a_connection_that_breaks_is_resumed() {
    after(Fault::DropGateway);
}

#[test]
fn a_request_to_reconnect_is_followed() {
    after(Fault::RequestReconnect);
}

#[test]
fn a_request_for_a_heartbeat_is_followed() {
    after(Fault::RequestHeartbeat);
}

#[test]
fn an_invalid_session_that_may_be_resumed_is() {
    after(Fault::InvalidateSession { resumable: true });
}

#[test]
fn after_an_invalid_session_there_is_a_new_one() {
    after(Fault::InvalidateSession { resumable: false });
}

#[test]
fn a_closed_gateway_is_opened_again() {
    after(Fault::CloseGateway { code: 4000 });
}

#[test]
fn what_happened_between_is_told_after_a_resume() {
    tell(async |story| {
        story.suffer(Fault::DropGateway);
        story.player("sam").person.join().unwrap();
        story.settle().await;
        assert_eq!(
            story
                .rows("SELECT member_id FROM members WHERE user_name = 'sam'")
                .await,
            ["sam"]
        );
    });
}

#[test]
fn joins_and_leaves_are_told() {
    tell(async |story| {
        let sam = story.player("sam").person;
        sam.join().unwrap();
        story.settle().await;
        assert_eq!(
            story
                .rows("SELECT left_at IS NULL FROM members WHERE user_name = 'sam'")
                .await,
            ["1"]
        );
        sam.leave().unwrap();
        story.settle().await;
        assert_eq!(
            story
                .rows("SELECT left_at IS NULL FROM members WHERE user_name = 'sam'")
                .await,
            ["0"]
        );
    });
}

#[test]
fn a_hundred_joins_and_leaves_are_told_in_their_order() {
    tell(async |story| {
        let sam = story.player("sam").person;
        for _ in 0..100 {
            sam.join().unwrap();
            sam.leave().unwrap();
        }
        sam.join().unwrap();
        story.settle().await;
        assert_eq!(
            story
                .rows("SELECT left_at IS NULL FROM members WHERE user_name = 'sam'")
                .await,
            ["1"]
        );
    });
}

#[test]
fn joins_and_leaves_while_the_bot_was_away_are_caught_up_once() {
    tell(async |story| {
        let before = story
            .rows("SELECT count(*) FROM members WHERE left_at IS NULL")
            .await;
        story.stop_bot().await;
        story.player("sam").person.join().unwrap();
        story.player("ravi").person.leave().unwrap();
        story.start_bot().await;
        // Discord gives out the list of a guild once in thirty seconds.
        story.pass(TimeDelta::seconds(31)).await;
        assert_eq!(
            story
                .rows("SELECT user_name FROM members WHERE left_at IS NOT NULL")
                .await,
            ["ravi"]
        );
        assert_eq!(
            story
                .rows("SELECT user_name FROM members WHERE left_at IS NULL AND user_name = 'sam'")
                .await,
            ["sam"]
        );
        assert_eq!(
            story
                .rows("SELECT count(*) FROM members WHERE left_at IS NULL")
                .await,
            before
        );
    });
}

#[test]
fn nobody_has_left_because_of_an_outage() {
    tell(async |story| {
        let everybody = story
            .rows("SELECT member_id FROM members WHERE left_at IS NULL ORDER BY member_id")
            .await;
        story.kill_bot().await;
        story.start_bot().await;
        story.suffer(Fault::InvalidateSession { resumable: false });
        story.pass(TimeDelta::minutes(2)).await;
        assert_eq!(
            story
                .rows("SELECT member_id FROM members WHERE left_at IS NULL ORDER BY member_id")
                .await,
            everybody
        );
    });
}

fn registrations(story: &Story) -> Vec<u16> {
    let requests = story.sandbox.requests();
    requests
        .iter()
        .filter(|request| request.method == "PUT" && request.path.ends_with("/commands"))
        .map(|request| request.status.as_u16())
        .collect()
}

#[test]
fn commands_that_discord_does_not_take_are_told_again() {
    tell(async |story| {
        story.stop_bot().await;
        story.start_bot().await;
        assert_eq!(registrations(story), [200], "they did not change");
        story.stop_bot().await;
        story
            .execute("DELETE FROM facts WHERE name = 'registered_commands'")
            .await;
        story.suffer(Fault::ServerError {
            method: Some("PUT".into()),
            route: None,
            times: 1,
            status: Some(503),
            after_effect: false,
        });
        story.start_bot().await;
        assert_eq!(registrations(story), [200, 503]);
        story.pass(TimeDelta::minutes(2)).await;
        assert_eq!(registrations(story), [200, 503, 200]);
    });
}

/// A bot beside the harness, for what ends it.
async fn ending(
    sandbox: &Sandbox,
    token: &str,
    shutdown: impl Future<Output = ()>,
) -> Result<(), StopReason> {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::with_token(Secret::new(token));
    config.database.path = folder.path().join("potluck.db");
    config.discord.api = Some(sandbox.base_url());
    config.discord.gateway = Some(sandbox.gateway_url());
    Bot::build(config, Clock::system(), 1)
        .await
        .unwrap()
        .run(shutdown)
        .await
}

async fn refused(sandbox: &Sandbox, token: &str) -> StopReason {
    tokio::time::timeout(
        Duration::from_secs(20),
        ending(sandbox, token, std::future::pending()),
    )
    .await
    .expect("it ends by itself")
    .unwrap_err()
}

#[tokio::test]
async fn a_wrong_token_ends_the_program_with_the_remedy() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let reason = refused(&sandbox, "of.somebody.else").await;
    assert!(
        matches!(reason, StopReason::Refused(Refusal::Token)),
        "{reason:?}"
    );
    assert_eq!(reason.exit_code(), 2);
    assert!(reason.to_string().contains("DISCORD_TOKEN"));
}

#[tokio::test]
async fn an_intent_that_is_not_granted_ends_the_program_with_the_remedy() {
    let granted = Options::default().grant_privileged;
    let sandbox = Sandbox::start(Options {
        grant_privileged: granted - granted,
        ..Options::default()
    })
    .await
    .unwrap();
    let token = sandbox.token();
    let reason = refused(&sandbox, &token).await;
    assert!(
        matches!(reason, StopReason::Refused(Refusal::Intents)),
        "{reason:?}"
    );
    assert!(reason.to_string().contains("Server Members"));
}

#[tokio::test]
async fn a_gateway_that_closes_for_good_ends_the_program() {
    for (code, expected) in [
        (4004, Refusal::Token),
        (4013, Refusal::UnknownIntents),
        (4014, Refusal::Intents),
    ] {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let token = sandbox.token();
        let closing = async {
            while sandbox.gateway().sessions().is_empty() {
                tokio::task::yield_now().await;
            }
            sandbox.fault(Fault::CloseGateway { code }).unwrap();
            std::future::pending::<()>().await;
        };
        let reason = tokio::select! {
            reason = refused(&sandbox, &token) => reason,
            () = closing => unreachable!(),
        };
        assert!(
            matches!(reason, StopReason::Refused(refusal) if refusal == expected),
            "{code}: {reason:?}"
        );
    }
}

#[tokio::test]
async fn it_ends_within_ten_seconds_even_when_the_gateway_is_gone() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let token = sandbox.token();
    let mut asked = None;
    let outcome = ending(&sandbox, &token, async {
        while sandbox.gateway().sessions().is_empty() {
            tokio::task::yield_now().await;
        }
        sandbox.fault(Fault::GatewayUnreachable).unwrap();
        asked = Some(Instant::now());
    })
    .await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(asked.unwrap().elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn told_to_end_before_it_runs_it_does_not_log_in() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let token = sandbox.token();
    let outcome = ending(&sandbox, &token, std::future::ready(())).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(sandbox.requests().len(), 0);
}
