//! Doors that are closed and channels that are gone.

use discord_sandbox::Fault;
use discord_sandbox::control::MessageView;
use insta::assert_snapshot;
use serde_json::json;

use super::{Asked, THREAD, Taken, mia_asks, ravi_helps};
use crate::harness::{Story, redacted, tell};

/// Discord's bit for it.
const VIEW_CHANNEL: u64 = 1 << 10;

fn without(permission: &str) -> Fault {
    Fault::MissingPermission {
        channel: "help".into(),
        permission: permission.into(),
    }
}

fn deleted(channel: &str) -> Fault {
    Fault::DeleteChannel {
        channel: channel.into(),
    }
}

/// A moderator deletes a message.
fn delete(story: &Story, message: &MessageView) {
    story
        .sandbox
        .with(|world| world.remove_message(message.channel, message.id));
}

#[test]
fn with_closed_dms_everything_works_in_a_private_thread() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        ravi.person.close_dms();
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        let invitation = ravi.reads_in("Potluck and Ravi").await;
        assert_snapshot!(redacted(&invitation), @"
        #Potluck and Ravi · Potluck (pings Ravi)
        @Ravi
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        I thought of you because you said that you teach **PostgreSQL**.
        If now isn't a good time, that's fine: no reason needed, and after a few working hours I ask others as well.
        [ I can help ] [ Someone better ] [ Not now ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert!(
            noor.person.sees().place("Potluck and Ravi").is_none(),
            "nobody else reads it"
        );
        ravi.clicks(&invitation, "I can help").await;
        assert!(
            ravi.looks_again_at(&invitation)
                .await
                .unwrap()
                .text
                .contains("**You're helping. Thank you!**")
        );
        mia.reads_in(THREAD).await;
    });
}

#[test]
fn with_closed_dms_not_now_and_the_news_of_it_work_too() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        ravi.person.close_dms();
        mia.person.close_dms();
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        let invitation = ravi.reads_in("Potluck and Ravi").await;
        ravi.clicks(&invitation, "Not now").await;
        let news = mia.reads_in("Potluck and Mia").await;
        assert!(
            news.text
                .contains("everybody I know of who could help is busy or has been asked"),
            "{news}"
        );
        mia.clicks(&news, "Never mind").await;
    });
}

#[test]
fn where_it_may_not_write_the_asker_hears_of_it_and_the_invited_can_still_help() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        story.suffer(without("SEND_MESSAGES"));
        mia.asks_for("postgres").await;
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        I couldn't put your question about **PostgreSQL** into the help channel of **Hearth & Co**; an admin can see why with `/setup`.
        The people I asked privately can still say yes.
        [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let invitation = ravi.reads_dm().await;
        assert_snapshot!(redacted(story.ada_reads_what_went_wrong().await.text), @"
        ### Not sent
        In the last thirty days these were not sent, or nobody can tell whether they were. They are not sent again. What is missing is mended in the channel's settings, or by choosing another channel.
        - 1 not sent, last in 0 seconds: the bot may not do that in the channel (a permission is missing there; /setup says which)
        ");
        story.sandbox.clear_faults().unwrap();
        ravi.clicks(&invitation, "I can help").await;
        mia.reads_in(THREAD).await;
        story.player("noor").reads_in("help").await;
    });
}

#[test]
fn where_it_may_never_write_the_two_are_introduced_privately() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        story.suffer(without("SEND_MESSAGES"));
        mia.asks_for("postgres").await;
        mia.reads_dm().await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        let met = mia.reads_dm().await;
        assert_snapshot!(redacted(&met), @"
        DM · Potluck
        👋 **Ravi** from **Hearth & Co** can help you with **PostgreSQL**. There is no channel for a thread right now, so please write to each other directly.
        [ Solved ] [ Still need help ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert_snapshot!(redacted(ravi.reads_dm().await), @"
        DM · Potluck
        👋 You're helping **Mia** from **Hearth & Co** with **PostgreSQL**. There is no channel for a thread right now, so please write to each other directly.
        > My report is slow.
        [ I can't after all ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let page = mia.clicks(&met, "Solved").await;
        mia.clicks(&page, "Done").await;
        story.ada_reads_what_went_wrong().await;
        assert_snapshot!(redacted(ravi.reads_dm().await), @"
        DM · Potluck
        ✅ **Mia** from **Hearth & Co** says thank you: you helped with **PostgreSQL**.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert_eq!(story.rows("SELECT helper_id FROM helps").await, ["ravi"]);
    });
}

#[test]
fn where_it_may_not_open_threads_the_two_are_introduced_privately() {
    tell(async |story| {
        story.suffer(without("CREATE_PUBLIC_THREADS"));
        let Asked {
            mia,
            ravi,
            noor,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        ravi.clicks(&invitation, "I can help").await;
        assert!(
            mia.reads_dm()
                .await
                .text
                .contains("**Ravi** from **Hearth & Co** can help you with **PostgreSQL**")
        );
        let met = ravi.reads_dm().await;
        let post = noor.looks_again_at(&post).await.unwrap();
        assert!(
            post.text.ends_with("**Taken:** @Ravi is helping."),
            "{post}"
        );
        story.ada_reads_what_went_wrong().await;
        ravi.clicks(&met, "I can't after all").await;
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        The one who was helping you with **PostgreSQL** in **Hearth & Co** can't go on after all. Nobody else who could help is free right now; I'll look again every few working hours.
        [ Solved ] [ Still need help ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
    });
}

#[test]
fn without_a_help_channel_it_stays_between_the_bot_and_the_invited() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        story.suffer(deleted("help"));
        story.settle().await;
        assert_snapshot!(redacted(mia.asks_for("postgres").await), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        There is no help channel right now (an admin can choose one with `/setup`), so your question about **PostgreSQL** is not posted anywhere. I'm asking one person privately who could help. Once somebody says yes, I bring you two together.
        [ Never mind ]
        ");
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        mia.reads_dm().await;
        ravi.reads_dm().await;
    });
}

#[test]
fn the_help_channel_is_deleted_while_it_is_open() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            invitation,
            ..
        } = mia_asks(story).await;
        story.suffer(deleted("help"));
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        The post with your question about **PostgreSQL** is no longer in the help channel of **Hearth & Co**. The people I asked privately can still say yes.
        [ Solved ] [ Still need help ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        ravi.clicks(&invitation, "I can help").await;
        assert!(
            mia.reads_dm()
                .await
                .text
                .contains("**Ravi** from **Hearth & Co** can help you")
        );
        ravi.reads_dm().await;
    });
}

#[test]
fn the_help_channel_is_deleted_while_somebody_helps() {
    tell(async |story| {
        let Taken { mia, ravi, .. } = ravi_helps(story).await;
        story.suffer(deleted("help"));
        let told = mia.reads_dm().await;
        assert_snapshot!(redacted(&told), @"
        DM · Potluck
        The thread about **PostgreSQL** in **Hearth & Co** was removed. You and **Ravi** can write to each other directly. How is it going?
        [ Solved ] [ Still need help ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let page = mia.clicks(&told, "Solved").await;
        mia.clicks(&page, "Done").await;
        ravi.reads_dm().await;
    });
}

#[test]
fn the_post_is_deleted_while_it_is_open() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            noor,
            post,
            invitation,
            ..
        } = mia_asks(story).await;
        delete(story, &post);
        let told = mia.reads_dm().await;
        assert!(
            told.text
                .contains("The post with your question about **PostgreSQL** is no longer"),
            "{told}"
        );
        // The thread needs a post to hang under, so there is a new one.
        ravi.clicks(&invitation, "I can help").await;
        mia.reads_in(THREAD).await;
        let new = noor.reads_in("help").await;
        assert!(new.text.contains("**Taken:** @Ravi is helping"), "{new}");
    });
}

#[test]
fn the_post_is_deleted_while_somebody_helps() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            post,
            opening,
            ..
        } = ravi_helps(story).await;
        delete(story, &post);
        mia.reads_dm().await;
        // The thread stays, and so does everything in it.
        let page = mia.clicks(&opening, "Solved").await;
        mia.clicks(&page, "Done").await;
        ravi.reads_in(THREAD).await;
        ravi.reads_in(THREAD).await;
        assert_eq!(story.rows("SELECT helper_id FROM helps").await, ["ravi"]);
    });
}

#[test]
fn the_thread_is_deleted() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            ..
        } = ravi_helps(story).await;
        story.suffer(deleted(THREAD));
        let told = mia.reads_dm().await;
        assert_snapshot!(redacted(&told), @"
        DM · Potluck
        The thread about **PostgreSQL** in **Hearth & Co** was removed. You and **Ravi** can write to each other directly. How is it going?
        [ Solved ] [ Still need help ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        mia.clicks(&told, "Still need help").await;
        let answer = ravi.clicks(&post, "I can help").await;
        assert!(answer.text.contains("**Thank you!**"), "{answer}");
        // Discord opens no second thread under a message, so it goes on under a new post.
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap()), @"
        #help · Potluck (edited)
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        **Moved:** this goes on in a newer post.
        ");
        let new = noor.reads_in("help").await;
        assert!(
            new.text
                .contains("**Taken:** @Ravi is helping, in the thread below."),
            "{new}"
        );
        mia.reads_in(THREAD).await;
    });
}

#[test]
fn a_helper_who_cannot_see_the_help_channel_keeps_nobody_from_their_thread() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            invitation,
            ..
        } = mia_asks(story).await;
        hide_help_from(story, "ravi");
        ravi.clicks(&invitation, "I can help").await;
        let opening = mia.reads_in(THREAD).await;
        assert!(opening.text.contains("@Ravi can help you"), "{opening}");
        assert!(ravi.person.sees().place(THREAD).is_none());
        ravi.has_no_news().await;
    });
}

/// An admin takes the help channel out of somebody's sight.
fn hide_help_from(story: &Story, name: &str) {
    story.sandbox.with(|world| {
        let user = world.user_named(name).unwrap();
        let help = world
            .channels
            .values_mut()
            .find(|channel| channel.name == "help")
            .unwrap();
        let denied =
            json!({ "id": user, "type": 1, "allow": "0", "deny": VIEW_CHANNEL.to_string() });
        help.overwrites
            .push(serde_json::from_value(denied).unwrap());
    });
}
