//! A leader with closed DMs, and somebody who wants their month and takes no messages.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{ada_wants, at, everybody_catches_up, first_of_april, managers_lead, section};
use crate::harness::{Story, redacted, tell};
use crate::lessons::learns;

/// Ravi and Noor lead, the table is on, and Ravi, whose turn it is, takes no private messages. It is a minute before the question.
async fn ravi_is_closed(story: &Story) {
    managers_lead(story).await;
    story.player("ravi").person.add_role("Managers").unwrap();
    ada_wants(story, "Lay the monthly table").await;
    story.player("ravi").person.close_dms();
    story.pass_until(at("2026-03-27T08:59:00Z")).await;
    everybody_catches_up(story).await;
}

/// No private thread can stand in for a conversation.
fn no_private_threads(story: &Story) {
    story.suffer(Fault::MissingPermission {
        channel: "help".to_owned(),
        permission: "CREATE_PRIVATE_THREADS".to_owned(),
    });
}

#[test]
fn the_question_comes_in_a_private_thread_and_nobody_else_is_asked() {
    tell(async |story| {
        ravi_is_closed(story).await;
        story.pass_until(at("2026-03-27T09:00:00Z")).await;
        let ravi = story.player("ravi");
        let question = ravi.reads_in("Potluck and Ravi").await;
        let form = ravi.clicks_for_form(&question, "Say it").await;
        ravi.submits(&form, &[("What are you learning yourself?", "Portuguese")])
            .await;
        story.player("noor").has_no_news().await;
        story.pass_until(first_of_april()).await;
        let table = story.player("mia").reads_in("help").await;
        assert!(
            table.text.contains("@Ravi is learning Portuguese."),
            "{table}"
        );
        everybody_catches_up(story).await;
    });
}

#[test]
fn where_it_cannot_be_delivered_the_next_leader_is_asked_at_once_and_both_may_answer() {
    tell(async |story| {
        ravi_is_closed(story).await;
        no_private_threads(story);
        story.pass_until(at("2026-03-27T09:05:00Z")).await;
        let [mia, noor, ravi, ada] = ["mia", "noor", "ravi", "ada"].map(|name| story.player(name));
        let question = noor.reads_dm().await;
        let form = noor.clicks_for_form(&question, "Say it").await;
        noor.submits(&form, &[("What are you learning yourself?", "Welsh")])
            .await;
        // Admins see that something is wanting, and not whom it is about.
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Recognition").await;
        assert!(
            page.text.contains("I could not reach 1 of 2 leaders by private message, nor in a private thread under #help"),
            "{page}"
        );
        assert!(!page.text.contains("Ravi"), "{page}");
        // Ravi finds it in `/me`.
        let page = section(&ravi, "The monthly table").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /me
        The table of March 2026 is laid on 1 April 2026. It was your turn to be asked, and I could not reach you by private message, so I ask somebody else as well. There is room for what you are learning all the same.
        [ Say it ] [ Not this time ] [ Don't ask me ]
        [ Back ]
        ");
        let page = section(&ravi, "Read what waits here").await;
        let form = ravi.clicks_for_form(&page, "Say it").await;
        ravi.submits(&form, &[("What are you learning yourself?", "Portuguese")])
            .await;
        let page = section(&ravi, "Read what waits here").await;
        ravi.clicks(&page, "Done with this one").await;
        everybody_catches_up(story).await;
        story.pass_until(first_of_april()).await;
        let table = mia.reads_in("help").await;
        assert_snapshot!(redacted(&table), @"
        #help · Potluck
        ### The table of March 2026
        **Also learning**
        @Ravi is learning Portuguese.
        @Noor is learning Welsh.
        What will you bring next month?
        [ I could teach… ] [ I'd like to learn… ]
        -# Thanks are quoted where both agreed: **Quoting** in `/me`.
        ");
        everybody_catches_up(story).await;
    });
}

#[test]
fn month_after_month_others_are_asked_first_until_something_reaches_them() {
    tell(async |story| {
        ravi_is_closed(story).await;
        no_private_threads(story);
        let [noor, ravi] = ["noor", "ravi"].map(|name| story.player(name));
        let asked = "SELECT month, member_id FROM leader_answers ORDER BY asked_at";
        story.pass_until(at("2026-03-27T10:00:00Z")).await;
        let question = noor.reads_dm().await;
        let form = noor.clicks_for_form(&question, "Say it").await;
        noor.submits(&form, &[("What are you learning yourself?", "Welsh")])
            .await;
        story.pass_until(at("2026-04-28T10:00:00Z")).await;
        everybody_catches_up(story).await;
        assert_eq!(
            story.rows(asked).await,
            [
                "2026-03-01 | ravi",
                "2026-03-01 | noor",
                "2026-04-01 | noor"
            ]
        );
        // She opens her conversations again, and is thanked in one.
        ravi.person.open_dms();
        noor.uses("thanks", &[("member", "ravi"), ("for", "You helped me.")])
            .await;
        story.pass_until(at("2026-05-27T10:00:00Z")).await;
        assert!(ravi.reads_dm().await.text.contains("You helped me."));
        let question = ravi.reads_dm().await;
        assert!(question.text.contains("May 2026"), "{question}");
        assert_eq!(story.rows(asked).await.len(), 4);
        everybody_catches_up(story).await;
    });
}

#[test]
fn ones_own_month_waits_in_me_where_it_cannot_be_delivered() {
    tell(async |story| {
        let noor = story.player("noor");
        let page = section(&noor, "Private messages").await;
        noor.clicks(&page, "Send me my month").await;
        learns(story, "PostgreSQL", "A slow report wants an index.").await;
        noor.person.close_dms();
        no_private_threads(story);
        story
            .pass_until(first_of_april() - TimeDelta::minutes(1))
            .await;
        everybody_catches_up(story).await;
        story.pass_until(first_of_april()).await;
        noor.has_no_news().await;
        let page = section(&noor, "Read what waits here").await;
        assert!(page.text.contains("Your March 2026"), "{page}");
        noor.clicks(&page, "Done with this one").await;
        everybody_catches_up(story).await;
    });
}
