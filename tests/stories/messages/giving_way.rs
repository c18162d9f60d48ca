//! Without room, an invitation goes to somebody else, and what is only polite is left out.

use super::{check, march, news_of, thanked, thanks};
use crate::harness::{Story, tell, tell_in_a_team_of};

/// The guild's Potluck owes Ravi something that is only polite, now.
async fn owe_ravi_a_courtesy(story: &Story) {
    let now = story.now().timestamp_millis();
    let row = format!(
        "INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, addressee, state, not_before, due_at, nonce, created_at)
         SELECT guild_id, 'dm:' || member_id,
                '{{\"send\":{{\"to\":{{\"direct\":' || member_id || '}},\"post\":{{\"blocks\":[{{\"text\":\"By the way\"}}]}}}}}}',
                '\"nothing\"', '\"courtesy\"', member_id, 'owed', {now}, {now}, 'courtesy', {now}
         FROM members WHERE display_name = 'Ravi'"
    );
    story.execute(row.leak()).await;
}

#[test]
fn an_invitation_goes_to_the_second_best_where_the_best_has_had_four() {
    tell_in_a_team_of(24, async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        noor.teaches("postgres").await;
        thanked(story, "ravi", 4).await;
        news_of(&ravi).await;
        mia.asks_for("postgres").await;
        let invited = "SELECT member_id FROM invitations";
        assert_eq!(story.rows(invited).await, ["noor"]);
        check(&news_of(&noor).await, &["Postgre"]);
        ravi.catches_up().await;
    });
}

#[test]
fn what_is_only_polite_is_left_out_where_the_week_is_full() {
    tell_in_a_team_of(24, async |story| {
        let ravi = story.player("ravi");
        thanked(story, "ravi", 4).await;
        let news = news_of(&ravi).await;
        check(&news, &["First", "Second", "Third", "Fourth"]);
        owe_ravi_a_courtesy(story).await;
        thanks(&story.player("mia"), "ravi", "Fifth").await;
        story.pass_until(march(20, 12)).await;
        check(&news_of(&ravi).await, &["Fifth"]);
        let states = "SELECT state FROM outbox WHERE purpose = '\"courtesy\"'";
        assert_eq!(story.rows(states).await, ["dropped"]);
    });
}

#[test]
fn an_invitation_that_waits_for_the_morning_goes_elsewhere_if_the_week_is_full_by_then() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        story.pass_until(march(4, 20)).await;
        mia.asks_for("postgres").await;
        noor.teaches("postgres").await;
        // Four messages of this night, all as useful: whoever came first has the room.
        let night = story.now().timestamp_millis();
        let rows = format!(
            "WITH four(n) AS (VALUES (1), (2), (3), (4))
             INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, addressee, state, not_before, due_at, nonce, created_at, done_at)
             SELECT o.guild_id, o.lane, o.delivery, '\"nothing\"', o.purpose, o.addressee, 'done', {night}, {night}, 'n' || n, {night}, {night}
             FROM outbox o, four WHERE o.purpose = '\"invitation\"'"
        );
        story.execute(rows.leak()).await;
        story.pass_until(march(5, 9)).await;
        let invited = "SELECT member_id, state FROM invitations ORDER BY invitation_id";
        assert_eq!(story.rows(invited).await, ["ravi | closed", "noor | open"]);
        check(&news_of(&noor).await, &["Postgre"]);
        ravi.has_no_news().await;
        story.player("ada").catches_up().await;
        mia.catches_up().await;
    });
}
