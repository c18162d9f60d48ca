//! The bot is killed, stopped and away, and Discord does not take what it is sent: each round happens once, or is missed.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;

use super::{CHANNEL, announced, come_in, everybody_reads, march, new_in_channel};
use crate::harness::tell;

#[test]
fn a_bot_that_is_killed_around_each_step_takes_each_step_once() {
    tell(async |story| {
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        story.kill_bot().await;
        story.pass_until(march(9, 10)).await;
        story.start_bot().await;
        story.settle().await;
        let heads_up = ada.reads_in(CHANNEL).await;
        come_in(story, &heads_up, &["mia", "ravi"]).await;
        story.kill_bot().await;
        story.pass_until(march(10, 10)).await;
        story.start_bot().await;
        story.settle().await;
        story.kill_bot().await;
        story.start_bot().await;
        story.settle().await;
        let told = new_in_channel(&ada);
        assert_eq!(told.len(), 1, "{told:#?}");
        let rounds = "SELECT number, state FROM rounds";
        assert_eq!(story.rows(rounds).await, ["1 | paired"]);
        assert_eq!(story.rows("SELECT count(*) FROM pairings").await, ["1"]);
        let claimed = "SELECT period, state FROM occurrences WHERE job = 'rounds'";
        assert_eq!(story.rows(claimed).await, ["1:2026-03-10 | done"]);
        everybody_reads(story).await;
    });
}

#[test]
fn after_a_day_away_the_heads_up_comes_and_the_start_moves_by_a_day() {
    tell(async |story| {
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        story.stop_bot().await;
        story.pass_until(march(10, 10)).await;
        story.start_bot().await;
        story.settle().await;
        let heads_up = ada.reads_in(CHANNEL).await;
        come_in(story, &heads_up, &["mia", "ravi"]).await;
        let starts = "SELECT state, (starts_at - 1773136800000) / 3600000 FROM rounds";
        // A day after Tuesday the 10th at ten.
        assert_eq!(story.rows(starts).await, ["announced | 24"]);
        story.pass_until(march(11, 10)).await;
        assert_eq!(story.rows(starts).await, ["paired | 24"]);
        everybody_reads(story).await;
    });
}

#[test]
fn after_three_weeks_away_admins_see_what_was_missed_and_members_read_nothing_odd() {
    tell(async |story| {
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        story.stop_bot().await;
        story.pass_until(march(28, 12)).await;
        story.start_bot().await;
        story.settle().await;
        let rounds = "SELECT number, state, why FROM rounds ORDER BY number";
        assert_eq!(
            story.rows(rounds).await,
            [
                "1 | missed | away",
                "2 | missed | away",
                "3 | missed | away"
            ]
        );
        assert!(new_in_channel(&ada).is_empty());
        let status = ada.uses("round status", &[]).await;
        assert_eq!(
            status.text.matches("missed, as I was away").count(),
            3,
            "{status}"
        );
        story.pass(TimeDelta::days(2)).await;
        let heads_up = ada.reads_in(CHANNEL).await;
        assert!(heads_up.text.contains("round 4"), "{heads_up}");
    });
}

#[test]
fn a_heads_up_that_discord_takes_a_day_late_moves_the_start_and_says_so() {
    tell(async |story| {
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        story.suffer(Fault::GuildUnavailable);
        story.pass_until(march(10, 12)).await;
        assert!(new_in_channel(&ada).is_empty());
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let heads_up = ada.reads_in(CHANNEL).await;
        assert!(
            heads_up.text.contains("Wednesday, 11 March 2026 12:00 UTC"),
            "{heads_up}"
        );
    });
}

#[test]
fn where_the_heads_up_cannot_be_posted_nobody_is_paired_and_admins_see_why() {
    tell(async |story| {
        let heads_up = announced(story, &["mia", "ravi"]).await;
        assert!(heads_up.text.contains("round 1"), "{heads_up}");
        story.pass_until(march(15, 12)).await;
        everybody_reads(story).await;
        story.suffer(Fault::MissingPermission {
            channel: CHANNEL.to_owned(),
            permission: "SEND_MESSAGES".to_owned(),
        });
        story.pass_until(march(17, 12)).await;
        // The round that is going on goes on until one is held.
        let rounds = "SELECT state, coalesce(why, 'held') FROM rounds ORDER BY number";
        assert_eq!(
            story.rows(rounds).await,
            ["paired | held", "cancelled | unannounced"]
        );
        let ada = story.player("ada");
        let status = ada.uses("round status", &[]).await;
        assert!(
            status.text.contains("its heads-up could not be posted"),
            "{status}"
        );
        story.ada_reads_what_went_wrong().await;
        everybody_reads(story).await;
    });
}

#[test]
fn who_left_while_the_bot_was_away_is_paired_with_nobody() {
    tell(async |story| {
        announced(story, &["mia", "ravi", "noor"]).await;
        story.kill_bot().await;
        story.player("mia").person.leave().unwrap();
        story.pass_until(march(10, 10)).await;
        story.start_bot().await;
        story.settle().await;
        let seated = "SELECT s.left_at IS NULL, m.display_name FROM seats s JOIN members m USING (guild_id, member_id) ORDER BY m.display_name";
        assert_eq!(story.rows(seated).await, ["1 | Noor", "1 | Ravi"]);
        everybody_reads(story).await;
    });
}
