//! What is deleted while the bot is away, and found gone later.

use chrono::TimeDelta;
use discord_sandbox::Fault;
use insta::assert_snapshot;

use super::{Asked, THREAD, Taken, mia_asks, ravi_helps};
use crate::harness::{Story, redacted, tell};

/// The thread is deleted, and the bot hears nothing of it.
async fn thread_deleted_meanwhile(story: &mut Story) {
    story.settle().await;
    story.stop_bot().await;
    story.suffer(Fault::DeleteChannel {
        channel: THREAD.into(),
    });
    story.start_bot().await;
}

#[test]
fn the_question_after_quiet_days_comes_privately_where_the_thread_is_gone() {
    tell(async |story| {
        let Taken { mia, ravi, .. } = ravi_helps(story).await;
        thread_deleted_meanwhile(story).await;
        story.pass(TimeDelta::days(5)).await;
        let told = mia.reads_dm().await;
        assert_snapshot!(redacted(&told), @"
        DM · Potluck
        The thread about **PostgreSQL** in **Hearth & Co** was removed. You and **Ravi** can write to each other directly. How is it going?
        [ Solved ] [ Still need help ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let page = mia.clicks(&told, "Solved").await;
        mia.clicks(&page, "Done").await;
        assert!(ravi.reads_dm().await.text.contains("says thank you"));
    });
}

#[test]
fn whoever_helps_next_gets_a_thread_of_their_own() {
    tell(async |story| {
        let Taken {
            mia, ravi, noor, ..
        } = ravi_helps(story).await;
        noor.teaches("postgres").await;
        thread_deleted_meanwhile(story).await;
        let page = ravi.uses("me", &[]).await;
        let page = ravi.clicks(&page, "Asks and invitations").await;
        let page = ravi.clicks(&page, "Open").await;
        ravi.clicks(&page, "I can't after all").await;
        let told = mia.reads_dm().await;
        assert!(
            told.text
                .contains("was removed. Nobody is on it right now; I'm looking for somebody else."),
            "{told}"
        );
        let invitation = noor.reads_dm().await;
        noor.clicks(&invitation, "I can help").await;
        mia.reads_in("PostgreSQL: Mia and Noor").await;
        let new = noor.reads_in("help").await;
        assert!(
            new.text
                .contains("**Taken:** @Noor is helping, in the thread below."),
            "{new}"
        );
    });
}

#[test]
fn where_the_post_is_gone_the_two_are_introduced_privately() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        story.stop_bot().await;
        story
            .sandbox
            .with(|world| world.remove_message(post.channel, post.id));
        story.start_bot().await;
        ravi.clicks(&invitation, "Not now").await;
        mia.catches_up().await;
        noor.teaches("postgres").await;
        story.pass(TimeDelta::hours(5)).await;
        let invitation = noor.reads_dm().await;
        noor.clicks(&invitation, "I can help").await;
        // No thread can hang under what is gone, so the two are introduced.
        let met = mia.reads_dm().await;
        assert!(
            met.text
                .contains("**Noor** from **Hearth & Co** can help you"),
            "{met}"
        );
        noor.reads_dm().await;
        story.ada_reads_what_went_wrong().await;
    });
}
