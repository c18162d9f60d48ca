//! Somebody leaves the server in the middle of it.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{Asked, THREAD, Taken, mia_asks, ravi_helps};
use crate::harness::{redacted, tell};

#[test]
fn the_asker_leaves_while_people_are_asked() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        mia.person.leave().unwrap();
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap()), @"
        #help · Potluck (edited)
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        **Closed:** the one who asked is no longer here.
        ");
        assert_snapshot!(redacted(ravi.looks_again_at(&invitation).await.unwrap().text), @"
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        This is closed now. Thank you for being there!
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        ravi.has_no_news().await;
    });
}

#[test]
fn the_asker_leaves_while_somebody_helps() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            opening,
            ..
        } = ravi_helps(story).await;
        mia.person.leave().unwrap();
        noor.reads_in(THREAD).await;
        assert_snapshot!(redacted(noor.reads_in(THREAD).await), @"
        #PostgreSQL: Mia and Ravi · Potluck
        The one who asked has left the server, so this is closed. Thank you for offering a hand!
        ");
        let answer = ravi.clicks(&opening, "I can't after all").await;
        assert_snapshot!(redacted(answer.text), @"The question about **PostgreSQL** is closed: the one who asked is no longer here.");
    });
}

#[test]
fn the_helper_leaves_and_the_next_one_is_asked() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            ..
        } = ravi_helps(story).await;
        noor.teaches("postgres").await;
        ravi.person.leave().unwrap();
        assert_snapshot!(redacted(mia.reads_in(THREAD).await), @"
        #PostgreSQL: Mia and Ravi · Potluck (pings Mia)
        @Mia, the one who was helping here has left the server. I've just asked one more person who could help. And the post above takes **I can help** again.
        [ Solved ] [ Still need help ] [ Never mind ]
        ");
        let invitation = noor.reads_dm().await;
        noor.clicks(&invitation, "I can help").await;
        mia.reads_in(THREAD).await;
        noor.catches_up().await;
        assert!(
            noor.looks_again_at(&post)
                .await
                .unwrap()
                .text
                .contains("**Taken:** @Noor is helping")
        );
    });
}

#[test]
fn the_invited_person_leaves_and_the_next_ones_are_asked_at_once() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        let invitation = ravi.reads_dm().await;
        noor.teaches("postgres").await;
        ravi.person.leave().unwrap();
        noor.reads_dm().await;
        // His conversation with the bot is still there, and so is the button.
        let answer = ravi.tries_to_click(&invitation, "I can help").await;
        if let Ok(answer) = answer {
            assert_snapshot!(redacted(&answer.message().unwrap().text), @"You're not in that server any more, so I can't do this. It works again once you are back.");
        }
        assert_eq!(story.rows("SELECT count(*) FROM ask_helpers").await, ["0"]);
    });
}

#[test]
fn who_comes_back_finds_nothing_waiting_and_can_help_again() {
    tell(async |story| {
        let Asked {
            mia, ravi, post, ..
        } = mia_asks(story).await;
        ravi.person.leave().unwrap();
        story.settle().await;
        mia.catches_up().await;
        ravi.person.join().unwrap();
        ravi.catches_up().await;
        let answer = ravi.clicks(&post, "I can help").await;
        assert!(answer.text.contains("**Thank you!**"), "{answer}");
        mia.reads_in(THREAD).await;
    });
}

#[test]
fn somebody_leaves_while_the_bot_is_away() {
    tell(async |story| {
        let Taken { mia, ravi, .. } = ravi_helps(story).await;
        story.stop_bot().await;
        ravi.person.leave().unwrap();
        story.start_bot().await;
        // Discord gives out the list of a guild once in thirty seconds.
        story.pass(chrono::TimeDelta::seconds(31)).await;
        let told = mia.reads_in(THREAD).await;
        assert!(
            told.text
                .starts_with("@Mia, the one who was helping here has left the server."),
            "{told}"
        );
    });
}

#[test]
fn who_left_while_the_gateway_was_down_is_not_written_to_for_ever() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        ravi.works("14:00-18:00").await;
        mia.asks_for("postgres").await;
        story.settle().await;
        let owed = "SELECT count(*) FROM outbox JOIN members ON member_id = addressee
                    WHERE user_name = 'ravi' AND state IN ('owed', 'sending')";
        assert_eq!(story.rows(owed).await, ["1"], "his hours have not begun");
        story.suffer(Fault::GatewayUnreachable);
        ravi.person.leave().unwrap();
        story.pass(TimeDelta::hours(5)).await;
        assert_eq!(story.rows(owed).await, ["0"], "it was tried, and is over");
        let left = "SELECT left_at IS NOT NULL FROM members WHERE user_name = 'ravi'";
        assert_eq!(story.rows(left).await, ["0"], "a refusal is no leave");
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        assert_eq!(story.rows(left).await, ["1"], "the complete list says so");
        for name in story.sandbox.people() {
            story.player(&name).person.mark_read();
        }
    });
}
