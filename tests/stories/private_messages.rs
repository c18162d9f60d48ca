//! Private messages that the bot sends unasked: how fast, and when.

use crate::harness::{Story, tell_in_a_team_of};
use chrono::TimeDelta;

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
