//! Handing over, and nobody suitable.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{Joined, THREAD, everybody_reads, hosts, only_mia_hosts, sam_joins};
use crate::harness::{redacted, tell};

#[test]
fn the_buddy_hands_over_with_one_button() {
    tell(async |story| {
        let Joined {
            sam,
            mia,
            introduction,
        } = sam_joins(story).await;
        let ravi = story.player("ravi");
        hosts(&ravi, "I'd like to").await;
        let answer = sam
            .tries_to_click(&introduction, "Hand over")
            .await
            .unwrap();
        assert_snapshot!(redacted(&answer.message().unwrap().text), @"That button is for the buddy, who is Mia at present.");
        let answer = mia.clicks(&introduction, "Hand over").await;
        assert_snapshot!(redacted(&answer), @"
        #Welcome, Sam · Potluck (only you can see this)
        ↪ Potluck: 👋 @Sam, meet @Mia, your buddy for the first weeks.…
        Done: **Ravi** takes over from here. Thank you for the time you gave!
        ");
        // What was said before is there for him, too.
        ravi.reads_in(THREAD).await;
        let introduced = ravi.reads_in(THREAD).await;
        assert!(introduced.text.contains("from here on"), "{introduced}");
        // Who handed over is out of the thread, and does not read on.
        let gone = mia
            .tries_to_click(&introduction, "Hand over")
            .await
            .unwrap_err();
        assert!(gone.says.contains("not on this person's screen"), "{gone}");
        assert!(mia.person.sees().place(THREAD).is_none());
        assert_eq!(story.rows("SELECT buddy_id FROM newcomers").await, ["ravi"]);
        everybody_reads(story).await;
    });
}

#[test]
fn with_nobody_suitable_the_managers_hear_and_it_is_tried_every_day() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let [sam, mia, noor] = ["sam", "mia", "noor"].map(|name| story.player(name));
        hosts(&mia, "Rather not").await;
        sam.person.join().unwrap();
        let welcome = sam.reads_dm().await;
        assert!(welcome.text.contains("I'm looking for one"), "{welcome}");
        story.pass(TimeDelta::minutes(5)).await;
        let told = noor.reads_in("managers").await;
        assert_snapshot!(redacted(&told), @"
        #managers · Potluck
        **Sam** (@Sam) is new and has no buddy yet: I found nobody suitable who has room just now. I look again every day. Whoever has been here for 90 days can be a buddy, unless they have said under **New colleagues** in `/me` that they would rather not; and anybody can say hello right away.
        ");
        hosts(&mia, "I'd like to").await;
        story.pass(TimeDelta::days(1)).await;
        let introduction = mia.reads_in(THREAD).await;
        assert!(
            introduction.text.contains("your buddy for the first weeks"),
            "{introduction}"
        );
        everybody_reads(story).await;
    });
}

#[test]
fn two_who_are_kept_apart_are_not_put_together() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let [sam, mia] = ["sam", "mia"].map(|name| story.player(name));
        sam.person.join().unwrap();
        everybody_reads(story).await;
        mia.blocks("sam").await;
        sam.person.leave().unwrap();
        story.settle().await;
        everybody_reads(story).await;
        story.pass(TimeDelta::minutes(1)).await;
        sam.person.join().unwrap();
        let welcome = sam.reads_dm().await;
        assert!(welcome.text.contains("I'm looking for one"), "{welcome}");
        story.pass(TimeDelta::minutes(5)).await;
        mia.has_no_news().await;
        everybody_reads(story).await;
    });
}
