//! Threads that Discord archived, that a moderator locked, and a server that has as many of them as it can.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;

use crate::harness::{Player, Story, tell};

const THREAD: &str = "PostgreSQL: Mia and Ravi";

/// Mia's ask about Postgres, which Ravi teaches, and his invitation.
async fn mia_asks(story: &Story) -> (Player, Player, MessageView) {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.uses("teach", &[("skill", "postgres")]).await;
    mia.uses(
        "askfor",
        &[("skill", "postgres"), ("details", "My report is slow.")],
    )
    .await;
    let invitation = ravi.reads_dm().await;
    (mia, ravi, invitation)
}

/// The same, and Ravi has said that he can help. What Mia reads first in the thread comes, too.
async fn ravi_helps(story: &Story) -> (Player, Player, MessageView) {
    let (mia, ravi, invitation) = mia_asks(story).await;
    ravi.clicks(&invitation, "I can help").await;
    let opening = mia.reads_in(THREAD).await;
    (mia, ravi, opening)
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

fn is_archived(story: &Story, name: &str) -> bool {
    story.sandbox.look(|world| {
        let thread = world.channels.values().find(|channel| channel.name == name);
        let thread = thread.and_then(|channel| channel.thread.as_ref()).unwrap();
        thread.archived
    })
}

/// Private messages that were sent to the two because their thread waits.
fn told_of_waiting(player: &Player) -> usize {
    let view = player.person.sees();
    let told = view
        .messages()
        .filter(|message| message.direct && message.text.contains("isn't open yet"));
    told.count()
}

const LIMIT: Fault = Fault::ThreadLimit { most: 0 };

#[test]
fn without_room_for_a_thread_the_two_hear_once_and_it_opens_when_there_is() {
    tell(async |story| {
        let (mia, ravi, invitation) = mia_asks(story).await;
        everybody_reads(story).await;
        story.suffer(LIMIT);
        ravi.clicks(&invitation, "I can help").await;
        for player in [&mia, &ravi] {
            let told = player.reads_dm().await;
            assert!(told.text.contains("isn't open yet"), "{told}");
        }
        // Another ask goes on meanwhile.
        let noor = story.player("noor");
        noor.uses(
            "askfor",
            &[("skill", "rust"), ("details", "Lifetimes again.")],
        )
        .await;
        let other = mia.reads_in("help").await;
        assert!(other.text.contains("Lifetimes"), "{other}");

        story.pass(TimeDelta::hours(3)).await;
        story.kill_bot().await;
        story.start_bot().await;
        story.pass(TimeDelta::minutes(20)).await;
        let tries = story.sandbox.requests();
        let tries = tries
            .iter()
            .filter(|request| request.code == Some(160_006))
            .count();
        assert!((19..=22).contains(&tries), "every ten minutes: {tries}");

        let ada = story.player("ada");
        let page = ada.uses("setup", &[]).await;
        let page = ada.clicks(&page, "What went wrong").await;
        assert!(page.text.contains("- 1 waiting"), "{page}");

        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::minutes(10)).await;
        mia.reads_in(THREAD).await;
        ravi.reads_in(THREAD).await;
        assert_eq!((told_of_waiting(&mia), told_of_waiting(&ravi)), (1, 1));
        everybody_reads(story).await;
    });
}

#[test]
fn without_room_for_a_day_the_two_are_introduced_and_the_admin_reads_of_it() {
    tell(async |story| {
        let (mia, ravi, invitation) = mia_asks(story).await;
        everybody_reads(story).await;
        story.suffer(LIMIT);
        ravi.clicks(&invitation, "I can help").await;
        everybody_reads(story).await;
        story.pass(TimeDelta::hours(23)).await;
        mia.has_no_news().await;
        story.pass(TimeDelta::hours(2)).await;
        for (player, other) in [(&mia, "Ravi"), (&ravi, "Mia")] {
            let introduced = player.reads_dm().await;
            assert!(introduced.text.contains(other), "{introduced}");
            assert!(
                introduced.text.contains("write to each other directly"),
                "{introduced}"
            );
        }
        let page = story.ada_reads_what_went_wrong().await;
        assert!(
            page.text.contains("as many open threads as Discord allows"),
            "{page}"
        );
        everybody_reads(story).await;
    });
}

#[test]
fn what_is_said_in_an_archived_thread_wakes_it() {
    tell(async |story| {
        let (mia, ravi, opening) = ravi_helps(story).await;
        everybody_reads(story).await;
        story.player("ada").person.archive(THREAD).unwrap();
        // Three quiet days, and a weekend to be sure.
        story.pass(TimeDelta::days(6)).await;
        let question = mia.reads_in(THREAD).await;
        assert!(question.button("Still need help").is_some(), "{question}");
        assert!(!is_archived(story, THREAD));

        story.player("ada").person.archive(THREAD).unwrap();
        story.settle().await;
        let page = mia.clicks(&opening, "Solved").await;
        mia.clicks(&page, "Done").await;
        story.settle().await;
        assert_eq!(
            story.rows("SELECT state FROM asks").await,
            ["solved"],
            "clicks work in it"
        );
        assert!(is_archived(story, THREAD), "it is done with");
        ravi.person.mark_read();
        everybody_reads(story).await;
    });
}

#[test]
fn who_helps_after_somebody_else_is_added_to_the_archived_thread() {
    tell(async |story| {
        let (_, ravi, opening) = ravi_helps(story).await;
        everybody_reads(story).await;
        ravi.clicks(&opening, "I can't after all").await;
        everybody_reads(story).await;
        story.player("ada").person.archive(THREAD).unwrap();
        let noor = story.player("noor");
        let post = noor
            .person
            .sees()
            .messages()
            .find(|message| {
                message.channel_name == "help" && message.button("I can help").is_some()
            })
            .unwrap()
            .clone();
        noor.clicks(&post, "I can help").await;
        story.settle().await;
        let threads = noor.person.sees();
        let of_noor = threads.messages().filter(|message| {
            message.channel_name.starts_with("PostgreSQL")
                && message.mentions_pinged.iter().any(|name| name == "Noor")
        });
        assert!(of_noor.count() > 0, "{threads}");
        assert!(!is_archived(story, THREAD));
        assert!(
            threads
                .place(THREAD)
                .unwrap()
                .members
                .iter()
                .any(|name| name == "Noor"),
            "{threads}"
        );
        everybody_reads(story).await;
    });
}

#[test]
fn a_locked_thread_is_no_place_for_an_ask_which_goes_on_privately() {
    tell(async |story| {
        let (mia, _, _) = ravi_helps(story).await;
        everybody_reads(story).await;
        story.player("ada").person.lock(THREAD).unwrap();
        let told = mia.reads_dm().await;
        assert!(told.text.contains("**Ravi**"), "{told}");
        story.pass(TimeDelta::days(1)).await;
        assert!(is_archived(story, THREAD), "the moderator's word stands");
        let page = mia.clicks(&told, "Solved").await;
        mia.clicks(&page, "Done").await;
        assert_eq!(story.rows("SELECT helper_id FROM helps").await, ["ravi"]);
        story.settle().await;
        assert!(is_archived(story, THREAD), "the moderator's word stands");
        everybody_reads(story).await;
    });
}

#[test]
fn a_locked_thread_is_noticed_where_the_bot_is_no_moderator() {
    tell(async |story| {
        let (mia, ravi, _) = ravi_helps(story).await;
        everybody_reads(story).await;
        story.stop_bot().await;
        story.player("ada").person.lock(THREAD).unwrap();
        story.suffer(Fault::MissingPermission {
            channel: "help".into(),
            permission: "MANAGE_THREADS".into(),
        });
        story.start_bot().await;
        // The question after three quiet days is what finds it out.
        story.pass(TimeDelta::days(6)).await;
        let told = mia.reads_dm().await;
        assert!(told.text.contains("**Ravi**"), "{told}");
        assert_eq!(story.rows("SELECT thread_id FROM asks").await, ["-"]);
        ravi.person.mark_read();
        everybody_reads(story).await;
    });
}

#[test]
fn a_post_that_was_deleted_while_nobody_looked_is_missed_when_somebody_helps() {
    tell(async |story| {
        let (mia, ravi, invitation) = mia_asks(story).await;
        everybody_reads(story).await;
        let view = story.player("noor").person.sees();
        let post = view
            .messages()
            .find(|message| message.channel_name == "help" && message.text.contains("PostgreSQL"))
            .unwrap()
            .clone();
        story.stop_bot().await;
        story
            .sandbox
            .with(|world| world.remove_message(post.channel, post.id));
        story.start_bot().await;
        ravi.clicks(&invitation, "I can help").await;
        // No thread can hang under it, so the two are introduced privately.
        let told = mia.reads_dm().await;
        assert!(told.text.contains("**Ravi**"), "{told}");
        let told = ravi.reads_dm().await;
        assert!(told.text.contains("**Mia**"), "{told}");
        assert_eq!(story.rows("SELECT state FROM asks").await, ["taken"]);
        story.ada_reads_what_went_wrong().await;
        everybody_reads(story).await;
    });
}
