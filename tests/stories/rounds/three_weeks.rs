//! The bot goes away while people are put together: an hour, a day, three weeks.

use chrono::{DateTime, TimeZone, Utc};
use discord_sandbox::control::MessageView;

use super::{announced, everybody_reads, march, new_in_channel};
use crate::harness::{Player, Story, tell};

/// Stopped as an operator does, and started again then.
async fn away_until(story: &mut Story, then: DateTime<Utc>) {
    story.stop_bot().await;
    story.pass_until(then).await;
    story.start_bot().await;
    story.settle().await;
}

/// What is new to somebody in the threads of their pairings and privately, oldest first; it is read then.
fn news(player: &Player) -> Vec<MessageView> {
    let new = player
        .person
        .unread()
        .into_iter()
        .filter(|message| message.direct || message.channel_name.contains("Coffee chats"))
        .collect();
    player.person.mark_read();
    new
}

#[test]
fn away_for_an_hour_what_was_due_for_a_pair_comes_when_the_bot_is_back_and_once() {
    tell(async |story| {
        let mia = story.player("mia");
        announced(story, &["mia", "ravi"]).await;
        story.pass_until(march(11, 9)).await;
        everybody_reads(story).await;
        // The nudge was due on Wednesday at ten.
        away_until(story, march(11, 11)).await;
        let nudge = news(&mia);
        assert_eq!(nudge.len(), 1, "{nudge:#?}");
        assert!(
            nudge[0]
                .text
                .contains("There is still time to meet before the next round.")
        );
        // And the question on Thursday at ten.
        story.pass_until(march(12, 9)).await;
        away_until(story, march(12, 11)).await;
        let asked = news(&mia);
        assert_eq!(asked.len(), 1, "{asked:#?}");
        assert!(asked[0].text.contains("did you get to your chat?"));
        away_until(story, march(12, 12)).await;
        assert!(news(&mia).is_empty());
        everybody_reads(story).await;
    });
}

#[test]
fn away_for_a_day_the_question_takes_the_place_of_the_nudge() {
    tell(async |story| {
        let mia = story.player("mia");
        announced(story, &["mia", "ravi"]).await;
        story.pass_until(march(11, 9)).await;
        everybody_reads(story).await;
        away_until(story, march(12, 12)).await;
        let asked = news(&mia);
        assert_eq!(asked.len(), 1, "{asked:#?}");
        assert!(asked[0].text.contains("did you get to your chat?"));
        // A day late is early enough to answer.
        let answer = mia.clicks(&asked[0], "We met").await;
        assert!(answer.text.contains("How was it?"), "{answer}");
        everybody_reads(story).await;
    });
}

/// In April 2026, in Lisbon's summer: what is at ten there is at nine.
fn april(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, day, hour, 0, 0).unwrap()
}

#[test]
fn three_weeks_away_from_a_round_end_it_once_miss_two_and_put_nobody_to_rest() {
    tell(async |story| {
        let [ada, mia, ravi] = ["ada", "mia", "ravi"].map(|name| story.player(name));
        announced(story, &["mia", "ravi"]).await;
        // Two rounds without a word, and the third, of which the bot sees no more than its beginning.
        story.pass_until(march(24, 12)).await;
        everybody_reads(story).await;
        away_until(story, april(14, 12)).await;
        let rounds = "SELECT number, state, coalesce(why, 'held') FROM rounds ORDER BY number";
        let held = story.rows(rounds).await;
        assert_eq!(
            held,
            [
                "1 | closed | held",
                "2 | closed | held",
                "3 | closed | held",
                "4 | missed | away",
                "5 | missed | away",
                "6 | announced | held",
            ]
        );
        let ended = "SELECT r.number, count(*) FROM pairings p JOIN rounds r USING (round_id)
                     WHERE p.ended_at IS NOT NULL AND p.nudged_at IS NULL AND p.asked_at IS NULL GROUP BY r.number";
        assert_eq!(story.rows(ended).await, ["3 | 1"]);
        // No nudge, no question, and nobody who wrote meanwhile is told that they were silent.
        for player in [&mia, &ravi] {
            let told = news(player);
            assert!(told.is_empty(), "{told:#?}");
        }
        let resting = "SELECT count(*) FROM programme_members WHERE state = 'resting'";
        assert_eq!(story.rows(resting).await, ["0"]);
        // The heads-up is a day late, and so is the start.
        let told = new_in_channel(&ada);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].text.contains("round 6"), "{}", told[0]);
        let status = ada.uses("round status", &[]).await;
        assert_eq!(
            status.text.matches("missed, as I was away").count(),
            2,
            "{status}"
        );
        let page = ada.uses("setup", &[]).await;
        assert!(
            page.text
                .contains("2 rounds of the last two weeks were missed: `/round status` says why."),
            "{page}"
        );
        // Back in the rhythm, those two take part as before.
        story.pass_until(april(15, 13)).await;
        assert_eq!(story.rows(rounds).await[5], "6 | paired | held");
        let seats = "SELECT count(*) FROM seats JOIN pairings USING (pairing_id) JOIN rounds USING (round_id) WHERE number = 6";
        assert_eq!(story.rows(seats).await, ["2"]);
        everybody_reads(story).await;
    });
}
