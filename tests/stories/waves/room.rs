//! Above a number of open threads, those of pairings wait, and go on in waves as quiet ones are archived.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;
use discord_sandbox::world::channel::Channel;

use super::{everybody_reads, name_of, owe_pairings, pairs_of, threads};
use crate::harness::{Story, tell, tell_in_a_team_of};

const PAIRS: &[(&str, &str)] = &[
    ("mia", "ravi"),
    ("noor", "ada"),
    ("mia", "noor"),
    ("ravi", "ada"),
];

fn is_open(thread: &Channel) -> bool {
    !thread.thread.as_ref().unwrap().archived
}

/// For each thread that there is, whether it is open: Mia's and Ravi's, Noor's and Ada's, and then as they were opened. The first two go
/// out at the same time, so that either may be the first.
fn open(story: &Story) -> Vec<bool> {
    let first = [name_of("mia", "ravi"), name_of("noor", "ada")];
    let mut threads = threads(story, |thread| {
        let place = first.iter().position(|name| *name == thread.name);
        (place.unwrap_or(first.len()), is_open(thread))
    });
    threads.sort_by_key(|(place, _)| *place);
    threads.into_iter().map(|(_, open)| open).collect()
}

/// How many rows wait for room.
async fn waiting(story: &Story) -> usize {
    let rows =
        story.rows("SELECT outbox_id FROM outbox WHERE state = 'owed' AND held_at IS NOT NULL");
    rows.await.len()
}

#[test]
fn threads_open_in_waves_and_who_writes_keeps_theirs() {
    tell(async |story| {
        story.stop_bot().await;
        story.adjust = |config| config.courier.active_threads = 2;
        owe_pairings(story, "coffee", PAIRS).await;
        story.start_bot().await;
        story.settle().await;
        assert_eq!(open(story), [true, true]);
        assert_eq!(waiting(story).await, 2);
        everybody_reads(story).await;

        // An admin reads of it, and a restart changes nothing.
        let ada = story.player("ada");
        let page = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "What went wrong").await;
        assert!(page.text.contains("- 2 waiting"), "{page}");
        let status = ada.uses("round status", &[]).await;
        assert!(status.text.contains("2 of 4 threads are open"), "{status}");
        assert!(status.text.contains("\n2 waiting: Discord"), "{status}");
        // Whoever's thread waits reads in `/me` whom they are with, and can act there.
        let mia = story.player("mia");
        let page = mia.uses("me", &[]).await;
        let pairings = mia.clicks(&page, "Pairings").await;
        let of_mia: Vec<&str> = pairings.text.lines().collect();
        assert!(
            of_mia.contains(&"**Coffee chats 1** · with Noor, goes on"),
            "{pairings}"
        );
        let with_ravi = "**Coffee chats 1** · with Ravi, goes on in #";
        assert!(
            of_mia.iter().any(|line| line.starts_with(with_ravi)),
            "{pairings}"
        );
        story.kill_bot().await;
        story.start_bot().await;
        story.pass(TimeDelta::hours(20)).await;
        assert_eq!(open(story), [true, true]);

        // Mia writes, so only the other thread is quiet for a day.
        mia.person
            .write(name_of("mia", "ravi").as_str(), "Hello!")
            .unwrap();
        story.pass(TimeDelta::hours(5)).await;
        assert_eq!(open(story), [true, false, true]);
        assert_eq!(waiting(story).await, 1);
        everybody_reads(story).await;
        story.pass(TimeDelta::hours(20)).await;
        assert_eq!(open(story), [false, false, true, true]);
        assert_eq!(waiting(story).await, 0);

        // Whoever writes there wakes it again.
        mia.person
            .write(name_of("mia", "ravi").as_str(), "Still there?")
            .unwrap();
        story.settle().await;
        assert_eq!(open(story), [true, false, true, true]);
        everybody_reads(story).await;
    });
}

#[test]
fn where_others_have_used_up_the_room_threads_open_as_soon_as_there_is_some() {
    tell(async |story| {
        story.stop_bot().await;
        owe_pairings(story, "coffee", PAIRS).await;
        story.suffer(Fault::ThreadLimit { most: 3 });
        story.start_bot().await;
        story.settle().await;
        assert_eq!(open(story), [true, true, true]);
        assert_eq!(waiting(story).await, 1);
        everybody_reads(story).await;
        // Longer than a day, after which other threads are given up.
        story.pass(TimeDelta::hours(23)).await;
        assert_eq!(waiting(story).await, 1);
        story.pass(TimeDelta::hours(2)).await;
        // Any of the three may have been the first, and so the quietest.
        let mut open = open(story);
        open.sort_unstable();
        assert_eq!(open, [false, true, true, true]);
        assert_eq!(waiting(story).await, 0);
        everybody_reads(story).await;
    });
}

#[test]
fn what_fits_goes_out_in_one_wave() {
    tell_in_a_team_of(8, async |story| {
        let people = story.sandbox.people();
        let pairs = pairs_of(story, &people, 20);
        story.stop_bot().await;
        // More than are opened at the same time, so that some are open and not yet introduced when the last ones begin.
        story.adjust = |config| config.courier.active_threads = 20;
        owe_pairings(story, "coffee", &pairs).await;
        story.start_bot().await;
        story.pass(TimeDelta::seconds(10)).await;
        assert_eq!(open(story), [true; 20]);
        assert_eq!(waiting(story).await, 0);
        everybody_reads(story).await;
    });
}
