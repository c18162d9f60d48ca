//! Mia is forgotten, and nobody reads her name or her words from Potluck any more.

use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{is_forgotten, traces};
use crate::harness::{Player, Story, redacted, tell};

/// The thread of her ask before, and afterwards.
const THREAD: &str = "PostgreSQL: Mia and Ravi";
const RENAMED: &str = "PostgreSQL: somebody and Ravi";

async fn ravi_helps_mia(story: &Story) -> [Player; 3] {
    let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
    ravi.teaches("postgres").await;
    mia.asks_for("postgres").await;
    let invitation = ravi.reads_dm().await;
    ravi.clicks(&invitation, "I can help").await;
    for player in [&mia, &ravi, &noor] {
        player.catches_up().await;
    }
    [mia, ravi, noor]
}

/// Everything in the database that names or quotes her, but for the tombstone.
async fn rows_with_traces(story: &Story) -> Vec<String> {
    let mut rows = story
        .rows("SELECT 'outbox', lane, delivery FROM outbox WHERE lane LIKE 'dm:%' OR delivery LIKE '%Mia%' OR delivery LIKE '%My report%'")
        .await;
    rows.retain(|row| row.contains("Mia") || row.contains("My report"));
    rows.extend(
        story
            .rows(
                "SELECT 'asks', details FROM asks WHERE details <> '' AND details NOT LIKE 'Ravi%'",
            )
            .await,
    );
    rows.extend(
        story
            .rows("SELECT 'members', user_name FROM members WHERE user_name = 'mia'")
            .await,
    );
    rows
}

#[test]
fn her_question_ends_in_ordinary_words_and_nothing_names_or_quotes_her() {
    tell(async |story| {
        let [mia, ravi, noor] = ravi_helps_mia(story).await;
        assert!(!traces(story, &["Mia", "My report is slow"]).is_empty());
        let page = mia.uses("privacy forget", &[]).await;
        assert_snapshot!(redacted(&page), @r#"
        #general · Potluck (only you can see this)
        ↪ Mia used /privacy forget
        ### Shall I forget you in Hearth & Co?
        **What goes, for good:** what you teach and wish to learn, your choices, the blocks you set, what you wrote, and my messages to you on my side. Your open questions close, in ordinary words; what you took on goes back to be picked up by somebody else. Your pairings end, and so does having or being a buddy: whoever you were with reads no name, and may have somebody else. With whom you met I forget. In what I posted, your name becomes "somebody" and your words are taken out; where others mentioned you, it says "somebody". If you have a private thread with me, I delete it.
        **What stays:** that a help happened, without your name; what others wrote, also where they typed your name as a word; a block that somebody else set; that you asked to be forgotten, so that I leave you alone. A question that you asked anonymously closes within a day and keeps its words: nobody can tell whose it was. What you wrote yourself in threads is yours: only you can delete it; and Discord's own notes of who was added to a thread nobody can. My messages in our own conversation stay there.
        This cannot be undone. `/privacy export` gives you a copy first. If you use one of my commands later, you start anew, with nothing.
        [ Forget me ] [ Keep me ]
        "#);
        let answer = mia.clicks(&page, "Forget me").await;
        assert_snapshot!(redacted(&answer.text), @"
        Done: you're forgotten here. What I posted is being changed right now; with many posts that takes some minutes.
        Thank you for having been part of it. If you ever use one of my commands again, we start anew.
        ");

        assert_snapshot!(redacted(noor.reads_in(RENAMED).await), @"
        #PostgreSQL: somebody and Ravi · Potluck
        Whoever asked doesn't need this any more. Thanks for having been there!
        ");
        assert_eq!(
            traces(story, &["Mia", "My report is slow"]),
            Vec::<String>::new()
        );
        assert!(noor.person.sees().place(THREAD).is_none());
        let post = noor.person.sees();
        let post = post
            .messages()
            .find(|message| message.channel_name == "help")
            .unwrap();
        assert_snapshot!(redacted(post), @"
        #help · Potluck (edited)
        Somebody would like a hand with **PostgreSQL**.
        -# What stood here was taken back.
        **Closed:** no longer needed. Thanks to everybody who had a look.
        🧵 PostgreSQL: somebody and Ravi
        ");
        let invitation = ravi.person.sees();
        let invitation = invitation
            .messages()
            .find(|message| message.direct)
            .unwrap();
        assert_snapshot!(redacted(&invitation.text), @"
        **Somebody** in **Hearth & Co** would like a hand with **PostgreSQL**.
        -# What stood here was taken back.
        This is no longer needed. Thank you for having been there!
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert_eq!(rows_with_traces(story).await, Vec::<String>::new());
        assert_eq!(
            story
                .rows("SELECT count(*) FROM outbox WHERE receipt = '\"erased\"'")
                .await,
            ["0"],
            "the rows that changed it are gone as well"
        );
        ravi.has_no_news().await;
    });
}

#[test]
fn what_she_took_on_is_open_again_and_nothing_says_why() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        mia.teaches("postgres").await;
        ravi.asks_for("postgres").await;
        let invitation = mia.reads_dm().await;
        mia.clicks(&invitation, "I can help").await;
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
        is_forgotten(&mia).await;
        let told = ravi.reads_in("PostgreSQL: Ravi and somebody").await;
        assert_snapshot!(redacted(told), @"
        #PostgreSQL: Ravi and somebody · Potluck
        The one helping here can't go on with this after all, which is fine. Nobody else who could help is free right now; I'll look again every few working hours. And the post above takes **I can help** again.
        [ Solved ] [ Still need help ] [ Never mind ]
        ");
        assert_eq!(traces(story, &["Mia"]), Vec::<String>::new());
        noor.catches_up().await;
        let post = noor.person.sees();
        let post = post
            .messages()
            .find(|message| message.channel_name == "help")
            .unwrap();
        assert!(
            post.text.contains("I can help") || !post.buttons.is_empty(),
            "{post}"
        );
        assert_snapshot!(redacted(mia.looks_again_at(&invitation).await.unwrap().text), @"**Closed.** Nothing is expected of you here any more. Thank you for being there!");
        assert_eq!(
            story
                .rows("SELECT count(*) FROM offers UNION ALL SELECT count(*) FROM ask_helpers")
                .await,
            ["0", "0"]
        );
    });
}

#[test]
fn a_help_stays_on_ravis_page_without_her_name_or_thanks() {
    tell(async |story| {
        let [mia, ravi, noor] = ravi_helps_mia(story).await;
        let opening = mia.person.sees();
        let opening = opening
            .messages()
            .find(|message| message.text.contains("can help you"))
            .unwrap()
            .clone();
        let page = mia.clicks(&opening, "Solved").await;
        let form = mia.clicks_for_form(&page, "Write a thank-you").await;
        let page = mia
            .submits(&form, &[("thanks", "You saved my afternoon!")])
            .await;
        mia.clicks(&page, "Done").await;
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
        is_forgotten(&mia).await;
        let seen = traces(story, &["Mia", "My report is slow", "saved my afternoon"]);
        assert_eq!(seen, Vec::<String>::new());
        let page = ravi.uses("me", &[]).await;
        assert!(page.text.contains("**Helps** · 1 given"), "{page}");
        let page = ravi.clicks(&page, "Helps").await;
        assert!(
            !page.text.contains("Mia") && !page.text.contains("afternoon"),
            "{page}"
        );
    });
}

#[test]
fn an_outage_and_a_crash_in_between_change_nothing() {
    tell(async |story| {
        let [mia, ravi, noor] = ravi_helps_mia(story).await;
        story.suffer(Fault::ServerError {
            method: Some("PATCH".into()),
            route: Some("/channels/{channel_id}/messages".into()),
            times: 3,
            status: Some(503),
            after_effect: false,
        });
        is_forgotten(&mia).await;
        story.kill_bot().await;
        story.start_bot().await;
        story.pass(chrono::TimeDelta::minutes(20)).await;
        assert_eq!(
            traces(story, &["Mia", "My report is slow"]),
            Vec::<String>::new()
        );
        assert_eq!(rows_with_traces(story).await, Vec::<String>::new());
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
    });
}

#[test]
fn what_is_on_its_way_when_she_presses_is_changed_behind_it() {
    tell(async |story| {
        let [mia, noor] = ["mia", "noor"].map(|name| story.player(name));
        // Her question goes up, and nobody tells the bot.
        story.suffer(Fault::ServerError {
            method: Some("POST".into()),
            route: Some("/channels/{channel_id}/messages".into()),
            times: 1,
            status: Some(503),
            after_effect: true,
        });
        mia.asks_for("postgres").await;
        assert!(!traces(story, &["My report is slow"]).is_empty());
        is_forgotten(&mia).await;
        story.pass(chrono::TimeDelta::minutes(5)).await;
        assert_eq!(
            traces(story, &["Mia", "My report is slow"]),
            Vec::<String>::new()
        );
        assert_eq!(rows_with_traces(story).await, Vec::<String>::new());
        noor.catches_up().await;
    });
}
