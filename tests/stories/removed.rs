//! The bot is removed from the server: nothing goes on there, and everything that is kept of it is erased thirty days later, unless it
//! is added again before.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;

use crate::harness::{Player, Story, start, tell};

const THREAD: &str = "PostgreSQL: Mia and Ravi";

/// Mia's ask about Postgres, which Ravi teaches, and his invitation. Everybody has read everything.
async fn mia_asks(story: &Story) -> (Player, Player, MessageView) {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.teaches("postgres").await;
    mia.uses(
        "askfor",
        &[("skill", "postgres"), ("details", "My zyzzyva is slow.")],
    )
    .await;
    let invitation = ravi.reads_dm().await;
    everybody_reads(story).await;
    (mia, ravi, invitation)
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

/// Of these tables how many have rows of the server, or of people.
async fn rows(story: &Story) -> Vec<String> {
    story
        .rows(
            "SELECT (SELECT count(*) FROM guilds), (SELECT count(*) FROM members), (SELECT count(*) FROM asks),
                    (SELECT count(*) FROM skills), (SELECT count(*) FROM outbox), (SELECT count(*) FROM dm_channels)",
        )
        .await
}

/// How often this stands in the database's file or its log.
fn in_files(story: &Story, what: &[u8]) -> usize {
    let path = story.database_path();
    let files = [path.clone(), path.with_file_name("potluck.db-wal")];
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap_or_default())
        .map(|bytes| {
            bytes
                .windows(what.len())
                .filter(|part| *part == what)
                .count()
        })
        .sum()
}

#[test]
fn thirty_days_after_it_was_removed_nothing_is_left_and_coming_back_is_coming_anew() {
    tell(async |story| {
        let (mia, ravi, invitation) = mia_asks(story).await;
        story.suffer(Fault::BotRemoved);
        let sent = story.sandbox.requests().len();
        story.pass(TimeDelta::days(29)).await;
        assert_eq!(story.rows("SELECT state FROM asks").await, ["open"]);
        assert_eq!(story.sandbox.requests().len(), sent, "nothing was tried");
        // An invitation is no part of the server, so it is there still.
        let answer = ravi.clicks(&invitation, "I can help").await;
        assert!(!answer.text.is_empty());
        story.pass(TimeDelta::days(2)).await;
        assert_eq!(rows(story).await, ["0 | 0 | 0 | 0 | 0 | 0"]);
        for member in [&mia, &ravi] {
            let id = member.person.id().get();
            let number = i64::try_from(id).unwrap().to_be_bytes();
            assert_eq!(in_files(story, &number), 0);
            assert_eq!(in_files(story, id.to_string().as_bytes()), 0);
        }
        assert_eq!(in_files(story, b"zyzzyva"), 0);
        let answer = ravi.clicks(&invitation, "I can help").await;
        assert!(!answer.text.is_empty());

        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let answer = mia.asks_for("postgres").await;
        assert!(answer.text.contains("turned on"), "{answer}");
        story.player("ada").sets_up().await;
        everybody_reads(story).await;
        ravi.teaches("postgres").await;
        assert_eq!(story.rows("SELECT name FROM skills").await, ["PostgreSQL"]);
    });
}

#[test]
fn when_it_comes_back_after_ten_days_it_goes_on() {
    tell(async |story| {
        let (mia, ravi, _) = mia_asks(story).await;
        story.suffer(Fault::BotRemoved);
        story.player("sam").person.join().unwrap();
        story.pass(TimeDelta::days(10)).await;
        let open = "SELECT state FROM invitations";
        assert_eq!(story.rows(open).await, ["open"], "nothing happened");
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        assert_eq!(story.rows(open).await, ["lapsed"], "jobs go on");
        assert_eq!(
            story
                .rows("SELECT count(*) FROM members WHERE user_name = 'sam' AND left_at IS NULL")
                .await,
            ["1"],
            "and who came meanwhile is known"
        );
        everybody_reads(story).await;
        let view = ravi.person.sees();
        let post = view.saying("zyzzyva").unwrap().clone();
        ravi.clicks(&post, "I can help").await;
        mia.reads_in(THREAD).await;
        story.pass(TimeDelta::days(25)).await;
        assert_eq!(story.rows("SELECT count(*) FROM guilds").await, ["1"]);
        everybody_reads(story).await;
    });
}

#[test]
fn what_was_begun_when_it_was_removed_is_not_given_up() {
    tell(async |story| {
        // The post is on its way and refused, for no reason that Discord gives, and then the bot is removed.
        story.suffer(Fault::ServerError {
            method: Some("POST".into()),
            route: Some("/channels/{channel_id}/messages".into()),
            times: 1,
            status: Some(503),
            after_effect: false,
        });
        story.player("mia").asks_for("postgres").await;
        story.suffer(Fault::BotRemoved);
        let owed = "SELECT state FROM outbox WHERE state NOT IN ('done', 'dropped')";
        story.pass(TimeDelta::days(3)).await;
        assert_eq!(story.rows(owed).await, ["owed"]);
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let post = story.player("noor").reads_in("help").await;
        assert!(post.button("I can help").is_some(), "{post}");
        everybody_reads(story).await;
    });
}

#[test]
fn a_bot_that_was_away_erases_once_discord_has_said_that_it_is_not_there() {
    tell(async |story| {
        mia_asks(story).await;
        story.suffer(Fault::BotRemoved);
        story.settle().await;
        story.stop_bot().await;
        story.pass(TimeDelta::days(51)).await;
        assert_eq!(story.rows("SELECT count(*) FROM asks").await, ["1"]);
        story.start_bot().await;
        story.settle().await;
        assert_eq!(rows(story).await, ["0 | 0 | 0 | 0 | 0 | 0"]);
        assert_eq!(in_files(story, b"zyzzyva"), 0);
    });
}

#[test]
fn a_bot_that_was_added_again_while_it_was_away_erases_nothing() {
    tell(async |story| {
        mia_asks(story).await;
        story.suffer(Fault::BotRemoved);
        story.settle().await;
        story.stop_bot().await;
        story.pass(TimeDelta::days(20)).await;
        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::days(20)).await;
        story.start_bot().await;
        story.settle().await;
        assert_eq!(story.rows("SELECT count(*) FROM asks").await, ["1"]);
        everybody_reads(story).await;
    });
}

/// A minute before the heads-up of the first round, on Monday at ten, the gateway cannot be reached any more.
async fn the_gateway_is_lost_before_a_heads_up(story: &Story) -> Player {
    let ada = story.player("ada");
    ada.sets_up_coffee().await;
    everybody_reads(story).await;
    let nearly = TimeDelta::days(5) - TimeDelta::minutes(1);
    story.pass_until(start() + nearly).await;
    story.suffer(Fault::GatewayUnreachable);
    ada
}

/// The heads-up's row.
const HEADS_UP: &str = "SELECT state FROM outbox WHERE receipt LIKE '%round_announced%'";

#[test]
fn what_is_refused_before_the_bot_hears_that_it_was_removed_is_not_given_up() {
    tell(async |story| {
        let ada = the_gateway_is_lost_before_a_heads_up(story).await;
        story.suffer(Fault::BotRemoved);
        let before = story.sandbox.requests().len();
        story.pass(TimeDelta::minutes(5)).await;
        assert!(story.sandbox.requests().len() > before, "it was tried");
        assert_eq!(story.rows(HEADS_UP).await, ["owed"]);
        // Also where that lasts longer than anything is tried otherwise.
        story.pass(TimeDelta::hours(30)).await;
        assert_eq!(story.rows(HEADS_UP).await, ["owed"]);
        story
            .sandbox
            .clear_fault(&Fault::GatewayUnreachable)
            .unwrap();
        story.pass(TimeDelta::minutes(5)).await;
        let told = story.sandbox.requests().len();
        story.pass(TimeDelta::hours(5)).await;
        assert_eq!(story.sandbox.requests().len(), told, "it waits to be back");
        story.sandbox.clear_fault(&Fault::BotRemoved).unwrap();
        story.settle().await;
        let heads_up = ada.reads_in("coffee").await;
        assert!(heads_up.text.contains("round 1"), "{heads_up}");
        everybody_reads(story).await;
    });
}

#[test]
fn without_the_gateway_what_succeeds_succeeds_and_a_refusal_in_a_server_that_is_there_counts() {
    tell(async |story| {
        let ada = the_gateway_is_lost_before_a_heads_up(story).await;
        story.suffer(Fault::MissingPermission {
            channel: "coffee".to_owned(),
            permission: "SEND_MESSAGES".to_owned(),
        });
        story.pass(TimeDelta::minutes(5)).await;
        assert_eq!(story.rows(HEADS_UP).await, ["failed"]);
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let page = story.ada_reads_what_went_wrong().await;
        assert!(page.text.contains("a permission is missing"), "{page}");
        ada.person.mark_read();
        everybody_reads(story).await;
    });
    tell(async |story| {
        let ada = the_gateway_is_lost_before_a_heads_up(story).await;
        story.pass(TimeDelta::minutes(5)).await;
        assert_eq!(story.rows(HEADS_UP).await, ["done"]);
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let heads_up = ada.reads_in("coffee").await;
        assert!(heads_up.text.contains("round 1"), "{heads_up}");
        everybody_reads(story).await;
    });
}
