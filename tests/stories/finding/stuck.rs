//! An ask for which nobody is left: its asker hears first, and the managers four working hours later, unless the asker would rather not.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, tell};

/// Mia asks about Postgres, which nobody teaches: with her private answer, and the post as Ravi sees it.
async fn nobody_teaches_it(story: &Story) -> (Player, MessageView, MessageView) {
    let mia = story.player("mia");
    let reply = mia.asks_for("postgres").await;
    let post = story.player("ravi").reads_in("help").await;
    (mia, reply, post)
}

/// The four working hours in which the asker can say no.
async fn four_hours(story: &Story) {
    story.pass(TimeDelta::hours(4)).await;
}

#[test]
fn the_answer_says_it_first_and_the_managers_read_skill_age_and_link() {
    tell(async |story| {
        let noor = story.player("noor");
        let (_, reply, post) = nobody_teaches_it(story).await;
        assert_snapshot!(redacted(&reply), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        Your question about **PostgreSQL** goes up in #help now. Everybody I know of who could help is busy just now, or nobody teaches it yet. It starts with the post, where anybody can say **I can help**. I look again every few working hours, and if nobody has taken it in two weeks, I'll keep it as a wish of yours.
        If nobody has taken it four working hours from now, I'll ask in the managers' channel whether they know somebody. They read the skill, how long ago it was asked and a link, and nothing else from me.
        [ I'd rather you didn't ] [ Never mind ]
        ");
        story
            .pass(TimeDelta::hours(4) - TimeDelta::seconds(1))
            .await;
        noor.has_no_news().await;
        story.pass(TimeDelta::seconds(1)).await;
        let stuck = noor.reads_in("managers").await;
        assert_snapshot!(redacted(&stuck), @"
        #managers · Potluck
        Somebody would like a hand with **PostgreSQL**. It was asked 4 hours ago, and nobody I know of is free for it.
        Do you know somebody who could, or can you make room for it? **I can help** under the question is all it takes.
        [ Open the question ↗ ]
        ");
        assert!(
            !stuck.text.contains("Mia") && !stuck.text.contains("My report"),
            "{stuck}"
        );
        story.pass(TimeDelta::days(3)).await;

        let ravi = story.player("ravi");
        ravi.clicks(&post, "I can help").await;
        assert_snapshot!(redacted(noor.looks_again_at(&stuck).await.unwrap().text), @"**PostgreSQL**: somebody is helping now. Thank you for having an eye on it!");
        let thread = story
            .player("mia")
            .reads_in("PostgreSQL: Mia and Ravi")
            .await;
        let page = story.player("mia").clicks(&thread, "Solved").await;
        story.player("mia").clicks(&page, "Done").await;
        assert_snapshot!(redacted(noor.looks_again_at(&stuck).await.unwrap().text), @"**PostgreSQL**: this is solved. Thank you for having an eye on it!");
        ravi.catches_up().await;
    });
}

#[test]
fn the_asker_can_say_no() {
    tell(async |story| {
        let (ravi, noor) = (story.player("ravi"), story.player("noor"));
        let (mia, reply, _) = nobody_teaches_it(story).await;
        let said = mia.clicks(&reply, "I'd rather you didn't").await;
        assert_snapshot!(redacted(&said), @"
        #general · Potluck (only you can see this)
        ↪ Potluck: Your question about **PostgreSQL** goes up in #hel…
        All right, I won't ask the managers about **PostgreSQL**. I keep looking, and anybody can still take it.
        [ Never mind ]
        ");
        four_hours(story).await;
        story.pass(TimeDelta::days(1)).await;
        noor.has_no_news().await;

        // Somebody comes and goes, nobody is left again, and the question is not put a second time.
        ravi.teaches("postgres").await;
        story.pass(TimeDelta::days(1)).await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "Not now").await;
        let told = mia.reads_dm().await;
        assert!(!told.text.contains("managers"), "{told}");
        story.pass(TimeDelta::days(2)).await;
        assert_eq!(story.rows("SELECT managers_told_at FROM asks").await, ["-"]);
    });
}

#[test]
fn when_all_have_declined_the_asker_hears_by_private_message_and_the_managers_after_it() {
    tell(async |story| {
        let (mia, ravi, noor) = (
            story.player("mia"),
            story.player("ravi"),
            story.player("noor"),
        );
        ravi.teaches("postgres").await;
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "Not now").await;
        let told = mia.reads_dm().await;
        assert_snapshot!(redacted(&told), @"
        DM · Potluck
        About **PostgreSQL** in **Hearth & Co**: everybody I know of who could help is busy or has been asked. Your post stays up in #help, where anybody can say **I can help**.
        I look again every few working hours, as people become free or offer to teach it. If two weeks go by and nobody takes it, I'll keep it as a wish of yours, so that the next person who teaches it knows.
        If nobody has taken it four working hours from now, I'll ask in the managers' channel whether they know somebody. They read the skill, how long ago it was asked and a link, and nothing else from me.
        [ I'd rather you didn't ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        four_hours(story).await;
        noor.reads_in("managers").await;
        let late = mia.clicks(&told, "I'd rather you didn't").await;
        assert_snapshot!(redacted(&late), @"
        DM · Potluck (only you can see this)
        ↪ Potluck: About **PostgreSQL** in **Hearth & Co**: everybody…
        The managers' channel has read by now that somebody is stuck with **PostgreSQL**; it won't hear of it again. **Never mind** takes the question back, and I tell them that it is no longer needed.
        [ Never mind ]
        ");
        mia.clicks(&told, "Never mind").await;
        let text = noor.person.sees().place("managers").unwrap().messages[0]
            .text
            .clone();
        assert!(text.contains("no longer needed"), "{text}");
    });
}

#[test]
fn a_telling_that_waits_for_working_hours_holds_the_managers() {
    tell(async |story| {
        let (mia, ravi, noor) = (
            story.player("mia"),
            story.player("ravi"),
            story.player("noor"),
        );
        ravi.teaches("postgres").await;
        mia.works("14:00-18:00").await;
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "Not now").await;
        four_hours(story).await;
        // It is two in the afternoon: Mia hears now, and the managers when four working hours of the server are over.
        mia.reads_dm().await;
        noor.has_no_news().await;
        story.pass(TimeDelta::hours(19)).await;
        assert_eq!(story.rows("SELECT managers_told_at FROM asks").await, ["-"]);
        story.pass(TimeDelta::hours(1)).await;
        noor.reads_in("managers").await;
    });
}

#[test]
fn with_closed_private_messages_the_managers_wait_until_it_was_read_in_me() {
    tell(async |story| {
        let (mia, ravi, noor) = (
            story.player("mia"),
            story.player("ravi"),
            story.player("noor"),
        );
        ravi.teaches("postgres").await;
        mia.uses(
            "askfor",
            &[
                ("skill", "postgres"),
                ("details", "My report is slow."),
                ("anonymous", "true"),
            ],
        )
        .await;
        noor.reads_in("help").await;
        mia.person.close_dms();
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "Not now").await;
        story.pass(TimeDelta::days(2)).await;
        assert_eq!(story.rows("SELECT managers_told_at FROM asks").await, ["-"]);
        let page = mia.uses("me", &[]).await;
        let page = mia.clicks(&page, "Read what waits here").await;
        assert!(page.button("I'd rather you didn't").is_some(), "{page}");
        mia.clicks(&page, "Done with this one").await;
        story.pass(TimeDelta::days(1)).await;
        let stuck = noor.reads_in("managers").await;
        assert!(stuck.text.contains("**PostgreSQL**"), "{stuck}");
        assert!(!stuck.text.contains("Mia"), "{stuck}");
    });
}

#[test]
fn the_managers_message_says_when_the_post_is_gone() {
    tell(async |story| {
        let noor = story.player("noor");
        let (mia, _, post) = nobody_teaches_it(story).await;
        four_hours(story).await;
        let stuck = noor.reads_in("managers").await;
        story
            .sandbox
            .with(|world| world.remove_message(post.channel, post.id));
        story.settle().await;
        assert_snapshot!(redacted(noor.looks_again_at(&stuck).await.unwrap()), @"
        #managers · Potluck (edited)
        Somebody would like a hand with **PostgreSQL**. It was asked 4 hours ago, and nobody I know of is free for it.
        It has no post in a help channel, but I go on looking: whoever offers to teach it with `/teach` is asked.
        ");
        mia.catches_up().await;
    });
}

#[test]
fn without_a_managers_channel_nothing_is_promised() {
    tell(async |story| {
        story
            .execute("UPDATE guilds SET managers_channel_id = NULL")
            .await;
        let (_, reply, _) = nobody_teaches_it(story).await;
        assert!(!reply.text.contains("managers"), "{reply}");
        assert!(reply.button("I'd rather you didn't").is_none(), "{reply}");
        story.pass(TimeDelta::days(3)).await;
        story.player("noor").has_no_news().await;
    });
}
