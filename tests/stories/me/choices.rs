//! What is chosen: pause, zone and hours, limit, blocks.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{fills_in, section};
use crate::harness::{redacted, tell};

#[test]
fn a_pause_ends_by_itself() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.pauses().await;
        assert!(
            mia.uses("me", &[])
                .await
                .text
                .contains("**Pause** · out until Wed 11 March 2026")
        );
        story.pass(TimeDelta::days(7)).await;
        assert!(mia.uses("me", &[]).await.text.contains("**Pause** · none"));
    });
}

#[test]
fn a_pause_is_for_a_time_or_until_a_date_and_ended_by_a_button() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "Pause").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /me
        ### Pause
        You are not paused. During a pause I invite you to nothing, and no round pairs you; it ends by itself.
        [ 1 week ] [ 2 weeks ] [ A month ] [ Until a date… ] [ Back ]
        ");
        assert!(
            mia.clicks(&page, "2 weeks")
                .await
                .text
                .contains("You are out until Wed 18 March 2026.")
        );
        assert!(
            mia.clicks(&page, "A month")
                .await
                .text
                .contains("You are out until Fri 3 April 2026.")
        );
        let dated = fills_in(&mia, &page, "Until a date…", "24 Dec").await;
        assert!(
            dated
                .text
                .contains("You are out until Thu 24 December 2026."),
            "{dated}"
        );
        for (typed, why) in [
            ("yesterday", "is not a date I can read."),
            ("2026-03-04", "That day is not in the future."),
            ("2030-01-01", "That is more than a year away."),
        ] {
            let refused = fills_in(&mia, &page, "Until a date…", typed).await;
            assert!(
                refused.text.contains(why)
                    && refused
                        .text
                        .ends_with(&format!("Nothing was changed. You typed “{typed}”.")),
                "{refused}"
            );
        }
        let back = mia.clicks(&page, "I'm back").await;
        assert!(
            back.text.contains("You are not paused.") && back.button("I'm back").is_none(),
            "{back}"
        );
        assert_eq!(
            story
                .rows(
                    "SELECT COALESCE(paused_until, 'not') FROM members WHERE display_name = 'Mia'"
                )
                .await,
            ["not"]
        );
    });
}

#[test]
fn hours_are_ones_own_until_the_servers_are_taken_back() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.works("14:00-18:00").await;
        let page = section(&mia, "Zone and hours").await;
        let page = fills_in(&mia, &page, "Change my city", "Tokyo").await;
        let page = mia
            .chooses(&page, "Choose the working days", &["Monday", "Thursday"])
            .await;
        assert!(
            page.text
                .contains("Asia/Tokyo, where it is 19:00 now (your own choice)"),
            "{page}"
        );
        assert!(
            page.text.contains("Mon, Thu (your own choice)")
                && page.text.contains("14:00-18:00 (your own choice)"),
            "{page}"
        );
        let refused = fills_in(&mia, &page, "Change my hours", "22-6").await;
        assert!(
            refused
                .text
                .contains("A working day ends on the day it begins.")
                && refused
                    .text
                    .ends_with("Nothing was changed. You typed “22-6”."),
            "{refused}"
        );
        let page = mia.clicks(&page, "Use the server's").await;
        assert!(
            page.text.contains("Europe/Lisbon") && !page.text.contains("your own choice"),
            "{page}"
        );
    });
}

#[test]
fn a_city_that_is_not_clear_is_asked_about() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = section(&mia, "Zone and hours").await;
        let question = fills_in(&mia, &page, "Change my city", "Portland").await;
        assert!(
            question
                .text
                .contains("Which place did you mean by “Portland”?"),
            "{question}"
        );
        let page = mia
            .chooses(&question, "Choose a place", &["Portland, Oregon"])
            .await;
        assert!(
            page.text
                .contains("America/Los Angeles, where it is 02:00 now (your own choice)"),
            "{page}"
        );
        let refused = fills_in(&mia, &page, "Change my city", "Xyzzyville").await;
        assert!(
            refused
                .text
                .starts_with("I don't know a place called “Xyzzyville”."),
            "{refused}"
        );
    });
}

#[test]
fn the_limit_is_chosen() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Limit").await;
        let page = mia
            .chooses(&page, "How many asks in two weeks?", &["1 ask"])
            .await;
        assert!(
            page.text
                .contains("Once you have taken on 1 ask within two weeks"),
            "{page}"
        );
        assert_eq!(story.rows("SELECT load_limit FROM members JOIN guilds USING (guild_id) WHERE display_name = 'Mia'").await, ["1"]);
    });
}

#[test]
fn a_block_is_shown_to_nobody_but_who_set_it() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        mia.blocks("ravi").await;
        let page = ravi.uses("me", &[]).await;
        assert!(page.text.contains("**Blocked** · 0"), "{page}");
        let page = ravi.clicks(&page, "Blocks").await;
        assert!(!page.text.contains("Mia"), "{page}");
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Blocks").await;
        let refused = mia.chooses(&page, "Choose whom to block", &["mia"]).await;
        assert!(
            refused.text.starts_with("You can't block yourself"),
            "{refused}"
        );
        let refused = mia
            .chooses(&page, "Choose whom to block", &["Potluck"])
            .await;
        assert!(refused.text.contains("is a bot"), "{refused}");
        let unblocked = mia.clicks(&page, "Unblock").await;
        assert!(
            unblocked.text.contains("There is nobody on this list."),
            "{unblocked}"
        );
        assert!(story.rows("SELECT other FROM blocks").await.is_empty());
    });
}
