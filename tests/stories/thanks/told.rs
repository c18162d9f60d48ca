//! `/thanks`: both sides, and what counts.

use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::harness::{redacted, tell};

#[test]
fn who_is_thanked_hears_of_it_and_both_see_it() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        let reply = mia
            .uses(
                "thanks",
                &[
                    ("member", "ravi"),
                    ("skill", "psql"),
                    ("for", "You *saved* my afternoon!"),
                ],
            )
            .await;
        assert_snapshot!(redacted(&reply), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /thanks
        💛 Your thanks to @Ravi for help with **PostgreSQL** are on record. You both find them in `/me`, under **Helps**.
        ");
        assert_snapshot!(redacted(ravi.reads_dm().await), @r"
        DM · Potluck
        💛 **Mia** from **Hearth & Co** says thank you: you helped with **PostgreSQL**.
        > You \*saved\* my afternoon!
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        story.player("noor").has_no_news().await;
        for (player, line) in [
            (&ravi, "@Mia · **PostgreSQL**"),
            (&mia, "@Ravi · **PostgreSQL**"),
        ] {
            let page = player.uses("me", &[]).await;
            let page = player.clicks(&page, "Helps").await;
            assert!(page.text.contains(line), "{page}");
            assert!(page.text.contains(r"You \*saved\* my afternoon!"), "{page}");
        }
    });
}

#[test]
fn without_a_skill_it_is_still_a_thank_you() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        let reply = mia.uses("thanks", &[("member", "ravi")]).await;
        assert_snapshot!(redacted(&reply.text), @"💛 Your thanks to @Ravi are on record. You both find them in `/me`, under **Helps**.");
        assert_snapshot!(redacted(ravi.reads_dm().await), @"
        DM · Potluck
        💛 **Mia** from **Hearth & Co** says thank you for your help.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let page = ravi.uses("me", &[]).await;
        let page = ravi.clicks(&page, "Helps").await;
        assert!(page.text.contains("- @Mia, "), "{page}");
    });
}

#[test]
fn one_a_week_in_each_direction_counts_and_nobody_is_told_which() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        let first = mia.uses("thanks", &[("member", "ravi")]).await;
        ravi.uses("thanks", &[("member", "mia")]).await;
        story.pass(TimeDelta::days(1)).await;
        let second = mia.uses("thanks", &[("member", "ravi")]).await;
        assert_eq!(first.text, second.text);
        story.pass(TimeDelta::days(6)).await;
        mia.uses("thanks", &[("member", "ravi")]).await;
        assert_eq!(
            story
                .rows("SELECT helper_id, learner_id, counts FROM helps ORDER BY help_id")
                .await,
            [
                "ravi | mia | 1",
                "mia | ravi | 1",
                "ravi | mia | 0",
                "ravi | mia | 1"
            ]
        );
        assert_eq!(ravi.new_dms().await.len(), 3, "each is heard");
        mia.catches_up().await;
        ravi.catches_up().await;
    });
}

#[test]
fn in_the_evening_thanks_wait_for_the_morning() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        story.pass(TimeDelta::hours(10)).await;
        mia.uses("thanks", &[("member", "ravi"), ("for", "Good night!")])
            .await;
        ravi.has_no_news().await;
        story.pass(TimeDelta::hours(14)).await;
        let heard = ravi.reads_dm().await;
        assert!(heard.text.contains("Good night!"), "{heard}");
    });
}

#[test]
fn who_turned_news_of_thanks_off_finds_them_in_me() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        let page = ravi.uses("me", &[]).await;
        let page = ravi.clicks(&page, "Private messages").await;
        ravi.clicks(&page, "No messages of thanks").await;
        mia.uses("thanks", &[("member", "ravi"), ("for", "Great!")])
            .await;
        ravi.has_no_news().await;
        let page = ravi.uses("me", &[]).await;
        let page = ravi.clicks(&page, "Helps").await;
        assert!(page.text.contains("“Great!”"), "{page}");
    });
}

#[test]
fn a_block_is_no_reason_against_thanks() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.blocks("Mia").await;
        mia.blocks("Ravi").await;
        mia.uses("thanks", &[("member", "ravi")]).await;
        ravi.reads_dm().await;
    });
}

#[test]
fn thanks_are_heard_after_a_crash() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        story.pass(TimeDelta::hours(10)).await;
        mia.uses("thanks", &[("member", "ravi")]).await;
        story.kill_bot().await;
        story.start_bot().await;
        story.pass(TimeDelta::hours(14)).await;
        ravi.reads_dm().await;
        ravi.has_no_news().await;
    });
}
