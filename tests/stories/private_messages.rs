//! Private messages that the bot sends unasked: how fast, and when.

use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;

use crate::harness::{Player, Story, tell, tell_in_a_team_of};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

/// Owes each of these members (`LIMIT …`) a private message that has been due for a minute.
async fn owe_each(story: &Story, members: &str) {
    let due = (story.now() - TimeDelta::minutes(1)).timestamp_millis();
    let rows = format!(
        "INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, addressee, state, not_before, due_at, nonce, created_at)
         SELECT guild_id, 'dm:' || member_id, '{{\"send\":{{\"to\":{{\"direct\":' || member_id || '}},\"post\":{{\"blocks\":[{{\"text\":\"News\"}}]}}}}}}',
                '\"nothing\"', '\"answer\"', member_id, 'owed', {due}, {due}, 'n' || member_id, {due}
         FROM members WHERE bot = 0 ORDER BY member_id {members}"
    );
    story.execute(rows.leak()).await;
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

/// What somebody has been sent privately with this text.
fn received(player: &Player, text: &str) -> Vec<MessageView> {
    let view = player.person.sees();
    view.messages()
        .filter(|message| message.direct && message.text.contains(text))
        .cloned()
        .collect()
}

/// In the week of the stories, which begins on Monday 2 March.
fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap()
}

/// Mia asks in the evening, when nobody works: Ravi's invitation is owed for Thursday at nine.
async fn mia_asks_in_the_evening(story: &Story) -> Player {
    let ravi = story.player("ravi");
    ravi.teaches("postgres").await;
    story.pass_until(at(4, 20)).await;
    story.player("mia").asks_for("postgres").await;
    everybody_reads(story).await;
    ravi
}

#[test]
fn nothing_else_waits_while_a_hundred_private_messages_do() {
    tell_in_a_team_of(100, async |story| {
        owe_each(story, "LIMIT 100").await;
        let mia = story.player("mia");
        mia.asks_for("postgres").await;
        story.settle().await;
        let sent = "SELECT count(*) FROM outbox WHERE state = 'done' AND addressee IS NOT NULL";
        assert_eq!(story.rows(sent).await, ["10"]);
        let post = "SELECT state FROM outbox WHERE receipt LIKE '%ask_posted%'";
        assert_eq!(
            story.rows(post).await,
            ["done"],
            "the help post is up at once"
        );
        story.pass(TimeDelta::seconds(89)).await;
        assert_eq!(story.rows(sent).await, ["90"]);
        story.pass(TimeDelta::seconds(1)).await;
        assert_eq!(story.rows(sent).await, ["100"]);
        everybody_reads(story).await;
    });
}

#[test]
fn while_it_is_turned_off_nothing_goes_out_and_nothing_is_lost() {
    tell(async |story| {
        let ravi = mia_asks_in_the_evening(story).await;
        let ada = story.player("ada");
        let page = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "Turn off").await;
        story.pass_until(at(5, 12)).await;
        ravi.has_no_news().await;
        ada.turns_on(&page).await;
        let invitation = ravi.reads_dm().await;
        assert!(invitation.button("I can help").is_some(), "{invitation}");
        everybody_reads(story).await;
    });
}

#[test]
fn after_an_absence_what_is_owed_waits_for_working_hours() {
    tell(async |story| {
        let ravi = mia_asks_in_the_evening(story).await;
        story.stop_bot().await;
        story.pass_until(at(5, 21)).await;
        story.start_bot().await;
        ravi.has_no_news().await;
        story.pass_until(at(6, 9) - TimeDelta::seconds(1)).await;
        ravi.has_no_news().await;
        story.pass_until(at(6, 9)).await;
        let invitation = ravi.reads_dm().await;
        assert!(invitation.button("I can help").is_some(), "{invitation}");
        everybody_reads(story).await;
    });
}

/// Just before the end of work something goes wrong, and goes right again just after it.
async fn is_invited_the_next_morning(story: &Story, fault: Fault) {
    let ravi = story.player("ravi");
    ravi.teaches("postgres").await;
    story.pass_until(at(4, 17) - TimeDelta::minutes(1)).await;
    story.suffer(fault);
    story.player("mia").asks_for("postgres").await;
    story.pass_until(at(5, 9) - TimeDelta::seconds(1)).await;
    assert_eq!(received(&ravi, "Postgre").len(), 0);
    story.pass_until(at(5, 9)).await;
    assert_eq!(received(&ravi, "Postgre").len(), 1);
    everybody_reads(story).await;
}

#[test]
fn what_discord_slows_down_until_after_work_waits_for_the_next_morning() {
    tell(async |story| {
        let fault = Fault::RateLimited {
            method: Some("POST".into()),
            route: Some("/users/@me/channels".into()),
            times: 1,
            retry_after_ms: 120_000,
        };
        is_invited_the_next_morning(story, fault).await;
    });
}

#[test]
fn what_may_have_been_sent_and_was_not_waits_for_the_next_morning() {
    tell(async |story| {
        let fault = Fault::ServerError {
            method: Some("POST".into()),
            route: Some("/users/@me/channels".into()),
            times: 7,
            status: Some(503),
            after_effect: false,
        };
        is_invited_the_next_morning(story, fault).await;
    });
}

#[test]
fn who_pauses_before_the_invitation_comes_is_not_disturbed_and_the_next_is_asked() {
    tell(async |story| {
        let ravi = mia_asks_in_the_evening(story).await;
        let noor = story.player("noor");
        noor.teaches("postgres").await;
        ravi.pauses().await;
        story.pass_until(at(5, 9)).await;
        ravi.has_no_news().await;
        assert_eq!(received(&noor, "Postgre").len(), 1);
        let states = "SELECT member_id, state FROM invitations ORDER BY invitation_id";
        assert_eq!(story.rows(states).await, ["ravi | closed", "noor | open"]);
        everybody_reads(story).await;
    });
}

#[test]
fn a_block_set_before_the_invitation_comes_reaches_it() {
    tell(async |story| {
        let ravi = mia_asks_in_the_evening(story).await;
        story.player("mia").blocks("ravi").await;
        story.pass_until(at(5, 12)).await;
        ravi.has_no_news().await;
        let states = "SELECT member_id, state FROM invitations";
        assert_eq!(story.rows(states).await, ["ravi | closed"]);
        everybody_reads(story).await;
    });
}

#[test]
fn news_of_a_week_ago_are_not_sent_when_potluck_is_turned_on_again() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "Turn off").await;
        owe_each(story, "LIMIT 3").await;
        story.pass(TimeDelta::days(8)).await;
        owe_each(story, "LIMIT 1 OFFSET 3").await;
        ada.turns_on(&page).await;
        story.settle().await;
        let states = "SELECT state, count(*) FROM outbox WHERE delivery LIKE '%News%' GROUP BY state ORDER BY state";
        assert_eq!(story.rows(states).await, ["done | 1", "dropped | 3"]);
        everybody_reads(story).await;
    });
}
