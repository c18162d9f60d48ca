//! Where no thread can be opened, everything is said privately.

use chrono::TimeDelta;
use discord_sandbox::Fault;
use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use super::{Asked, mia_asks};
use crate::harness::{Player, Story, redacted, tell};

/// The bot may not open threads, so that Mia and Ravi were introduced by private messages.
struct Introduced {
    mia: Player,
    ravi: Player,
    noor: Player,
    /// The post in the help channel, as Noor sees it.
    post: MessageView,
    /// What Mia has read.
    met: MessageView,
}

async fn ravi_helps_privately(story: &mut Story) -> Introduced {
    story.suffer(Fault::MissingPermission {
        channel: "help".into(),
        permission: "CREATE_PUBLIC_THREADS".into(),
    });
    let Asked {
        mia,
        ravi,
        noor,
        post,
        invitation,
        ..
    } = mia_asks(story).await;
    ravi.clicks(&invitation, "I can help").await;
    let met = mia.reads_dm().await;
    ravi.reads_dm().await;
    story.ada_reads_what_went_wrong().await;
    Introduced {
        mia,
        ravi,
        noor,
        post,
        met,
    }
}

#[test]
fn three_quiet_days_bring_the_question_by_private_message() {
    tell(async |story| {
        let Introduced {
            mia,
            ravi,
            noor,
            post,
            ..
        } = ravi_helps_privately(story).await;
        // The third day ends on a Saturday, and nobody is written to on a weekend.
        story.pass(TimeDelta::days(4)).await;
        mia.has_no_news().await;
        story.pass(TimeDelta::days(1)).await;
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        How is it going with **PostgreSQL** in **Hearth & Co**?
        [ Solved ] [ Still need help ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        story.pass(TimeDelta::days(9)).await;
        let post = noor.looks_again_at(&post).await.unwrap();
        assert!(
            post.text.ends_with("**Closed** after two quiet weeks."),
            "{post}"
        );
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        Two quiet weeks, so I'm closing your question about **PostgreSQL** in **Hearth & Co**. If it's still on your mind, `/askfor` starts it afresh.
        If somebody helped you, **Solved** still takes your thanks.
        [ Solved ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let told = ravi.reads_dm().await;
        assert!(told.text.contains("nothing is left to do"), "{told}");
    });
}

#[test]
fn never_mind_is_told_to_the_helper() {
    tell(async |story| {
        let Introduced { mia, ravi, met, .. } = ravi_helps_privately(story).await;
        mia.clicks(&met, "Never mind").await;
        assert_snapshot!(redacted(ravi.reads_dm().await), @"
        DM · Potluck
        **PostgreSQL** in **Hearth & Co** is closed now; nothing is left to do. Thank you for having been there!
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
    });
}

#[test]
fn still_need_help_is_answered_and_the_next_one_is_introduced() {
    tell(async |story| {
        let Introduced { mia, noor, met, .. } = ravi_helps_privately(story).await;
        noor.teaches("postgres").await;
        assert_snapshot!(redacted(mia.clicks(&met, "Still need help").await.text), @"I've asked one more person who could help.");
        let invitation = noor.reads_dm().await;
        noor.clicks(&invitation, "I can help").await;
        let met = mia.reads_dm().await;
        assert!(
            met.text
                .contains("**Noor** from **Hearth & Co** can help you"),
            "{met}"
        );
        noor.catches_up().await;
        story.ada_reads_what_went_wrong().await;
    });
}

#[test]
fn the_helper_leaves_and_the_asker_is_told() {
    tell(async |story| {
        let Introduced {
            mia, ravi, noor, ..
        } = ravi_helps_privately(story).await;
        noor.teaches("postgres").await;
        ravi.person.leave().unwrap();
        assert_snapshot!(redacted(mia.reads_dm().await.text), @"
        The one who was helping you with **PostgreSQL** in **Hearth & Co** can't go on after all. I've just asked others who could help.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        noor.reads_dm().await;
    });
}
