//! What happened while the bot was away, or was cut off.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;

use super::{Joined, THREAD, everybody_reads, only_mia_hosts, sam_joins};
use crate::harness::{Story, tell};

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
