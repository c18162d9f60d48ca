//! What happened while the bot was away, or was cut off.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{Joined, THREAD, everybody_reads, only_mia_hosts, sam_joins};
use crate::harness::{Story, redacted, tell};

async fn is_back(story: &mut Story) {
    story.start_bot().await;
    // Discord gives out the list of a guild once in thirty seconds.
    story.pass(TimeDelta::seconds(31)).await;
}

#[test]
fn who_joined_meanwhile_is_welcomed_once() {
    tell(async |story| {
        only_mia_hosts(story).await;
        story.stop_bot().await;
        let sam = story.player("sam");
        sam.person.join().unwrap();
        story.pass(TimeDelta::hours(2)).await;
        is_back(story).await;
        sam.reads_dm().await;
        sam.reads_in(THREAD).await;
        story.player("mia").reads_in(THREAD).await;
        // After every further beginning of a session there is nothing new.
        for _ in 0..2 {
            story.stop_bot().await;
            is_back(story).await;
        }
        story.suffer(Fault::InvalidateSession { resumable: false });
        story.pass(TimeDelta::seconds(61)).await;
        sam.has_no_news().await;
        assert_eq!(story.rows("SELECT count(*) FROM newcomers").await, ["1"]);
    });
}

#[test]
fn who_left_meanwhile_has_left_once() {
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        story.stop_bot().await;
        sam.person.leave().unwrap();
        is_back(story).await;
        let told = mia.reads_in(THREAD).await;
        assert!(told.text.contains("has left the server"), "{told}");
        story.stop_bot().await;
        is_back(story).await;
        mia.has_no_news().await;
        everybody_reads(story).await;
    });
}

#[test]
fn an_outage_is_no_leaving() {
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        story.suffer(Fault::GuildUnavailable);
        story.pass(TimeDelta::hours(1)).await;
        story.sandbox.clear_fault(&Fault::GuildUnavailable).unwrap();
        story.pass(TimeDelta::minutes(2)).await;
        assert_eq!(story.rows("SELECT state FROM newcomers").await, ["paired"]);
        sam.has_no_news().await;
        mia.has_no_news().await;
    });
}

#[test]
fn killed_in_the_middle_of_a_welcome_it_goes_on_without_a_second_one() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let sam = story.player("sam");
        sam.person.join().unwrap();
        story.kill_bot().await;
        is_back(story).await;
        story.pass(TimeDelta::minutes(10)).await;
        story.settle().await;
        let welcomes = sam.person.unread();
        let welcomes = welcomes
            .iter()
            .filter(|message| message.text.contains("Welcome to"));
        assert_eq!(welcomes.count(), 1);
        let threads = story.sandbox.look(|world| {
            let named = world.channels.values();
            named.filter(|channel| channel.name == THREAD).count()
        });
        assert_eq!(threads, 1);
        everybody_reads(story).await;
    });
}

#[test]
fn a_thread_that_was_locked_meanwhile_is_missed_and_what_was_to_be_asked_in_it_is_asked_privately()
{
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        everybody_reads(story).await;
        story.stop_bot().await;
        story.player("ada").person.lock(THREAD).unwrap();
        story.suffer(Fault::MissingPermission {
            channel: "help".into(),
            permission: "MANAGE_THREADS".into(),
        });
        is_back(story).await;
        // The question after the first day is what finds it out.
        story.pass(TimeDelta::days(1)).await;
        let asked = sam.reads_dm().await;
        assert_snapshot!(redacted(&asked), @"
        DM · Potluck
        Your thread with **Mia** (@Mia) in **Hearth & Co** is no longer there. Just write to each other directly, your buddy is there for you as before.
        Meanwhile, your first day is behind you. How is it going, and have the two of you said hello?
        [ All is well ] [ We have not talked yet ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let told = mia.reads_dm().await;
        assert_snapshot!(redacted(&told), @"
        DM · Potluck
        Your thread with **Sam** (@Sam) in **Hearth & Co**, whose buddy you are, is no longer there. Just write to each other directly.
        [ Hand over ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let answer = sam.clicks(&asked, "All is well").await;
        assert!(answer.text.starts_with("Good to hear!"), "{answer}");
        everybody_reads(story).await;
    });
}

#[test]
fn a_help_channel_that_was_deleted_meanwhile_has_taken_their_thread_with_it() {
    tell(async |story| {
        let Joined { sam, mia, .. } = sam_joins(story).await;
        everybody_reads(story).await;
        story.stop_bot().await;
        story.suffer(Fault::DeleteChannel {
            channel: "help".into(),
        });
        is_back(story).await;
        for (player, other) in [(&sam, "**Mia**"), (&mia, "**Sam**")] {
            let told = player.reads_dm().await;
            let gone = format!("Your thread with {other}");
            assert!(told.text.starts_with(&gone), "{told}");
            assert!(told.text.contains("is no longer there."), "{told}");
        }
        everybody_reads(story).await;
    });
}
