//! Private messages that the bot sends unasked: how fast, and when.

use crate::harness::{Player, Story, tell, tell_in_a_team_of};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

/// Owes each of the first members a private message that has been due for a minute.
async fn owe_everybody(story: &Story, members: usize) {
    let due = (story.now() - TimeDelta::minutes(1)).timestamp_millis();
    let rows = format!(
        "INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, addressee, state, not_before, due_at, nonce, created_at)
         SELECT guild_id, 'dm:' || member_id, '{{\"send\":{{\"to\":{{\"direct\":' || member_id || '}},\"post\":{{\"blocks\":[{{\"text\":\"News\"}}]}}}}}}',
                '\"nothing\"', '\"answer\"', member_id, 'owed', {due}, {due}, 'n' || member_id, {due}
         FROM members WHERE bot = 0 ORDER BY member_id LIMIT {members}"
    );
    story.execute(rows.leak()).await;
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
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
        owe_everybody(story, 100).await;
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
        ada.clicks(&page, "Turn on").await;
        let invitation = ravi.reads_dm().await;
        assert!(invitation.button("I can help").is_some(), "{invitation}");
        everybody_reads(story).await;
    });
}
