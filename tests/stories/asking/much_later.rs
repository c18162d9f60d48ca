//! What time brings: a question after three quiet days, an end after fourteen, and clicks a month later.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{Asked, THREAD, Taken, mia_asks, ravi_helps};
use crate::harness::{redacted, tell};

#[test]
fn three_quiet_days_bring_a_question_and_fourteen_the_end() {
    tell(async |story| {
        let Taken {
            mia, noor, post, ..
        } = ravi_helps(story).await;
        story.pass(TimeDelta::days(3) - TimeDelta::minutes(1)).await;
        mia.has_no_news().await;
        story.pass(TimeDelta::minutes(1)).await;
        let question = mia.reads_in(THREAD).await;
        assert_snapshot!(redacted(&question), @"
        #PostgreSQL: Mia and Ravi · Potluck (pings Mia)
        It's been quiet here for a few days. How is it going with **PostgreSQL**, @Mia?
        [ Solved ] [ Still need help ] [ Never mind ]
        ");
        story.pass(TimeDelta::days(10)).await;
        mia.has_no_news().await;
        story.pass(TimeDelta::days(1)).await;
        assert_snapshot!(redacted(mia.reads_in(THREAD).await.text), @"
        Two quiet weeks, so I'm closing this. If it's still on your mind, `/askfor` starts it afresh.
        If somebody helped you, **Solved** still takes your thanks.
        ");
        assert!(
            noor.looks_again_at(&post)
                .await
                .unwrap()
                .text
                .ends_with("**Closed** after two quiet weeks.")
        );

        // Thanks are welcome late, too.
        let page = mia.clicks(&question, "Solved").await;
        mia.clicks(&page, "Done").await;
        assert_eq!(story.rows("SELECT helper_id FROM helps").await, ["ravi"]);
        story.player("ravi").catches_up().await;
    });
}

#[test]
fn whoever_writes_in_the_thread_keeps_it_going() {
    tell(async |story| {
        let Taken { mia, ravi, .. } = ravi_helps(story).await;
        story.pass(TimeDelta::days(2)).await;
        ravi.person.write(THREAD, "Try EXPLAIN first.").unwrap();
        mia.reads_in(THREAD).await;
        story.pass(TimeDelta::days(2)).await;
        mia.has_no_news().await;
        story.pass(TimeDelta::days(1)).await;
        let question = mia.reads_in(THREAD).await;
        assert!(
            question
                .text
                .starts_with("It's been quiet here for a few days."),
            "{question}"
        );
        mia.clicks(&question, "Still need help").await;
        mia.catches_up().await;
        ravi.catches_up().await;
    });
}

#[test]
fn unanswered_it_ends_after_fourteen_days_and_becomes_a_wish() {
    tell(async |story| {
        let (mia, noor) = (story.player("mia"), story.player("noor"));
        let reply = mia.asks_for("beekeeping").await;
        let post = noor.reads_in("help").await;
        story
            .pass(TimeDelta::days(14) - TimeDelta::minutes(1))
            .await;
        mia.has_no_news().await;
        noor.reads_in("managers").await;
        story.pass(TimeDelta::minutes(1)).await;
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        Two weeks have gone by, and nobody was free to help you with **beekeeping** in **Hearth & Co**. I'm sorry.
        It's one of your wishes now: whoever starts to teach it sees that somebody is waiting. `/askfor` works again any time, too.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap()), @"
        #help · Potluck (edited)
        @Mia would like a hand with **beekeeping**.
        > My report is slow.
        **Closed** after two weeks without an answer. It lives on as a wish: whoever offers to teach it sees that.
        ");
        assert_eq!(
            story
                .rows("SELECT member_id, name FROM wishes JOIN skills USING (skill_id)")
                .await,
            ["mia | beekeeping"]
        );
        let late = mia.clicks(&reply, "Never mind").await;
        assert_snapshot!(redacted(late.text), @"The question about **beekeeping** has ended and lives on as a wish. `/askfor` starts a new one.");
    });
}

#[test]
fn given_back_and_taken_by_nobody_it_ends_in_its_thread() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            opening,
        } = ravi_helps(story).await;
        story.pass(TimeDelta::days(2)).await;
        ravi.clicks(&opening, "I can't after all").await;
        mia.reads_in(THREAD).await;
        story
            .pass(TimeDelta::days(14) - TimeDelta::minutes(1))
            .await;
        let told = mia.reads_dm().await;
        assert!(told.text.contains("managers' channel"), "{told}");
        mia.has_no_news().await;
        noor.reads_in("managers").await;
        story.pass(TimeDelta::minutes(1)).await;
        assert_snapshot!(redacted(mia.reads_in(THREAD).await.text), @"Nobody was free to go on with **PostgreSQL**, so I'm closing this. @Mia, it's on your list of wishes now, and whoever starts to teach it sees that.");
        let post = noor.looks_again_at(&post).await.unwrap();
        assert!(
            post.text
                .contains("**Closed** after two weeks without an answer."),
            "{post}"
        );
        assert_eq!(story.rows("SELECT member_id FROM wishes").await, ["mia"]);
    });
}

#[test]
fn a_month_later_every_button_that_is_left_gets_a_sentence() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            opening,
            ..
        } = ravi_helps(story).await;
        story.pass(TimeDelta::days(31)).await;
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
        for (player, button) in [
            (&ravi, "Solved"),
            (&ravi, "I can't after all"),
            (&mia, "Never mind"),
            (&noor, "Never mind"),
        ] {
            let answer = player.clicks(&opening, button).await;
            let kind = answer.text.contains("was closed after two quiet weeks")
                || answer.text.contains("Only @Mia can say that");
            assert!(kind, "[{button}]: {answer}");
        }
    });
}

#[test]
fn a_month_later_a_declined_invitation_is_answered_kindly() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            invitation,
            ..
        } = mia_asks(story).await;
        ravi.clicks(&invitation, "Not now").await;
        story.pass(TimeDelta::days(31)).await;
        mia.catches_up().await;
        noor.catches_up().await;
        // The offer to change one's mind went with the question.
        let now = ravi.looks_again_at(&invitation).await.unwrap();
        assert!(now.button("I can help").is_none(), "{now}");
        assert!(now.text.contains("This is closed now"), "{now}");
    });
}

#[test]
fn a_month_later_and_restarted_a_taken_ask_is_still_its_askers_to_thank_for() {
    tell(async |story| {
        let Taken {
            mia, ravi, opening, ..
        } = ravi_helps(story).await;
        story.stop_bot().await;
        story.pass(TimeDelta::days(31)).await;
        story.start_bot().await;
        // The question comes late, and there is time to answer it.
        assert!(
            mia.reads_in(THREAD)
                .await
                .text
                .starts_with("It's been quiet here")
        );
        let page = mia.clicks(&opening, "Solved").await;
        mia.clicks(&page, "Done").await;
        assert_eq!(story.rows("SELECT helper_id FROM helps").await, ["ravi"]);
        ravi.catches_up().await;
    });
}
