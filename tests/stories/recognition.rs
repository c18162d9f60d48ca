//! Recognition and reflection: lessons of the week, the table of a month with a leader's own answer, and one's own month.

mod closed;
mod once;

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, tell};
use crate::lessons::learns;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The Monday after Potluck was turned on, at nine in Lisbon.
fn monday() -> DateTime<Utc> {
    at("2026-03-09T09:00:00Z")
}

/// The first working day after March, at nine in Lisbon, where it is summer by then.
fn first_of_april() -> DateTime<Utc> {
    at("2026-04-01T08:00:00Z")
}

/// Ada turns one of it on, in `/settings`.
async fn ada_wants(story: &Story, button: &str) -> MessageView {
    let ada = story.player("ada");
    let page = ada.uses("settings", &[]).await;
    let page = ada.clicks(&page, "Recognition").await;
    ada.clicks(&page, button).await
}

/// Managers are the leaders: Noor is one.
async fn managers_lead(story: &Story) {
    let ada = story.player("ada");
    let page = ada.uses("settings", &[]).await;
    let page = ada.clicks(&page, "Roles").await;
    ada.chooses(&page, "Choose the leaders' role", &["Managers"])
        .await;
}

async fn everybody_catches_up(story: &Story) {
    for name in story.sandbox.people() {
        story.player(&name).catches_up().await;
    }
}

/// Opens a section of `/me`.
async fn section(player: &Player, name: &str) -> MessageView {
    let page = player.uses("me", &[]).await;
    player.clicks(&page, name).await
}

#[test]
fn all_of_it_is_off_and_admins_turn_it_on() {
    tell(async |story| {
        let page = ada_wants(story, "Post three lessons a week").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /settings
        ### Recognition
        What the team learns from each other, told to everybody. Nobody is ranked, and no number is told of anybody.

        **Three lessons a week** · on
        When the week begins, up to three lessons that were not shown before. No new ones: no post.

        **The monthly table** · off
        On the first working day: what was taught, new skills, thanks where both agreed to be quoted, and what a leader is learning themselves. Once a leaders' role is chosen under **Roles**, one of them is asked by private message a few days before.
        [ No lessons ] [ Lay the monthly table ]
        **Channel** · #help, the help channel
        ( Choose a channel, or none: the help channel ▾ )
        -# Each member may have their own month by private message, too: they turn that on under **Private messages** in `/me`.
        [ Back ]
        ");
        let ada = story.player("ada");
        let page = ada.clicks(&page, "Lay the monthly table").await;
        let page = ada
            .chooses(
                &page,
                "Choose a channel, or none: the help channel",
                &["general"],
            )
            .await;
        assert!(page.text.contains("**The monthly table** · on"), "{page}");
        assert!(page.text.contains("**Channel** · #general"), "{page}");
        let page = ada.clicks(&page, "No lessons").await;
        let page = ada.clicks(&page, "Back").await;
        assert!(
            page.text.contains("**Recognition** · the monthly table"),
            "{page}"
        );
    });
}

#[test]
fn a_week_begins_with_lessons_that_nobody_was_shown() {
    tell(async |story| {
        ada_wants(story, "Post three lessons a week").await;
        learns(story, "PostgreSQL", "A slow report wants an index.").await;
        learns(story, "Figma", "Frames *nest*, @everyone.").await;
        story.pass_until(monday() - TimeDelta::minutes(1)).await;
        everybody_catches_up(story).await;
        story.pass_until(monday()).await;
        let mia = story.player("mia");
        let post = mia.reads_in("help").await;
        assert_snapshot!(redacted(&post), @r"
        #help · Potluck
        ### Lessons from among us
        **Figma** · @Ravi · 4 March 2026
        > Frames \*nest\*, \@everyone.
        [ Open ]
        **PostgreSQL** · @Ravi · 4 March 2026
        > A slow report wants an index.
        [ Open ]
        -# Written down by colleagues for whoever comes after them. `/lessons` finds more.
        ");
        let open = post.buttons.iter().find(|button| button.label == "Open");
        let open = open.and_then(|button| button.custom_id.clone()).unwrap();
        let page = mia.clicks(&post, &open).await;
        assert!(page.ephemeral && page.text.contains("Frames"), "{page}");

        // Its author changes one and removes the other: the post follows.
        let ravi = story.player("ravi");
        let page = ravi.uses("lessons", &[("search", "report")]).await;
        let page = ravi.clicks(&page, "Open").await;
        let form = ravi.clicks_for_form(&page, "Edit").await;
        let page = ravi
            .submits(&form, &[("lesson", "EXPLAIN ANALYZE says which index.")])
            .await;
        let now = mia.looks_again_at(&post).await.unwrap();
        assert!(now.text.contains("EXPLAIN ANALYZE"), "{now}");
        assert!(!now.text.contains("slow report"), "{now}");
        let page = ravi.clicks(&page, "Remove").await;
        ravi.clicks(&page, "Yes, remove it").await;
        let now = mia.looks_again_at(&post).await.unwrap();
        assert!(!now.text.contains("EXPLAIN"), "{now}");
        assert!(now.text.contains("Frames"), "{now}");
        assert_eq!(
            story
                .rows("SELECT count(*) FROM outbox WHERE delivery LIKE '%EXPLAIN%' OR delivery LIKE '%slow report wants%'")
                .await,
            ["0"],
            "what was taken back is kept nowhere"
        );

        // The week after brings nothing new, and no post.
        story
            .pass_until(monday() + TimeDelta::weeks(1) - TimeDelta::minutes(1))
            .await;
        everybody_catches_up(story).await;
        story.pass(TimeDelta::minutes(2)).await;
        mia.has_no_news().await;
    });
}

#[test]
fn a_leader_says_what_they_are_learning_and_the_table_says_so() {
    tell(async |story| {
        managers_lead(story).await;
        ada_wants(story, "Lay the monthly table").await;
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        learns(story, "PostgreSQL", "A slow report wants an index.").await;
        mia.teaches("Kubernetes").await;
        for player in [&noor, &ravi] {
            let page = section(player, "Quoting").await;
            player.clicks(&page, "My thanks may be quoted").await;
        }
        ravi.uses(
            "thanks",
            &[
                ("member", "noor"),
                ("skill", "Rust"),
                ("for", "You saved my afternoon."),
            ],
        )
        .await;
        story.pass_until(at("2026-03-27T08:59:00Z")).await;
        everybody_catches_up(story).await;
        story.pass_until(at("2026-03-27T09:00:00Z")).await;
        let question = noor.reads_dm().await;
        assert_snapshot!(redacted(&question), @"
        DM · Potluck
        ### What are you learning yourself?
        On 1 April 2026 the table of March 2026 is laid in #help, for everybody in **Hearth & Co**: what the team taught itself. Where a leader learns, others dare to. May it say what you are learning? A few words are plenty, and nobody else is told that I asked.
        [ Say it ] [ Not this time ] [ Don't ask me ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let form = noor.clicks_for_form(&question, "Say it").await;
        assert_snapshot!(form, @"
        ╔ What are you learning?
        ║ What are you learning yourself? *
        ║   [Kubernetes]
        ╚ [ Cancel ] [ Submit ]
        ");
        let page = noor
            .submits(
                &form,
                &[("What are you learning yourself?", "*Portuguese*.")],
            )
            .await;
        assert_snapshot!(redacted(&page), @r"
        DM · Potluck (only you can see this)
        ↪ Potluck: ### What are you learning yourself? On 1 April 202…
        Thank you. On 1 April 2026 the table of March 2026 says:
        > @Noor is learning \*Portuguese\*.
        Until then you can change it; you can take it back at any time, also afterwards.
        [ Change it ] [ Take it back ]
        ");
        // It can be changed until then, also from `/me`.
        let page = section(&noor, "The monthly table").await;
        let form = noor.clicks_for_form(&page, "Change it").await;
        noor.submits(&form, &[("What are you learning yourself?", "Spanish")])
            .await;

        story
            .pass_until(first_of_april() - TimeDelta::minutes(1))
            .await;
        everybody_catches_up(story).await;
        story.pass_until(first_of_april()).await;
        let table = mia.reads_in("help").await;
        assert_snapshot!(redacted(&table), @"
        #help · Potluck
        ### The table of March 2026
        What we taught each other: **PostgreSQL** and **Rust**.
        **New on the table**
        - **Kubernetes**, by @Mia
        **Thank you**
        > “You saved my afternoon.” @Ravi to @Noor, for Rust
        **Also learning**
        @Noor is learning Spanish.
        What will you bring next month?
        [ I could teach… ] [ I'd like to learn… ]
        -# Thanks are quoted where both agreed: **Quoting** in `/me`.
        ");
        mia.has_no_news().await;

        // What was said is taken back, by whoever said it; what was agreed to, too.
        let refusal = noor.clicks(&question, "Not this time").await;
        assert!(refusal.text.contains("laid already"), "{refusal}");
        let page = section(&noor, "The monthly table").await;
        noor.clicks(&page, "Take it back").await;
        let now = mia.looks_again_at(&table).await.unwrap();
        assert!(!now.text.contains("learning"), "{now}");
        assert!(now.text.contains("You saved my afternoon."), "{now}");
        let page = section(&ravi, "Quoting").await;
        ravi.clicks(&page, "Don't quote my thanks").await;
        let now = mia.looks_again_at(&table).await.unwrap();
        assert!(!now.text.contains("afternoon"), "{now}");
        assert_eq!(
            story
                .rows("SELECT count(*) FROM leader_answers WHERE learning IS NOT NULL")
                .await,
            ["0"]
        );
        everybody_catches_up(story).await;
    });
}

#[test]
fn without_an_answer_and_without_anything_taught_there_is_no_table() {
    tell(async |story| {
        managers_lead(story).await;
        ada_wants(story, "Lay the monthly table").await;
        story.pass_until(at("2026-03-27T09:00:00Z")).await;
        let noor = story.player("noor");
        let question = noor.reads_dm().await;
        let answer = noor.clicks(&question, "Not this time").await;
        assert_snapshot!(redacted(&answer), @"
        DM · Potluck (only you can see this)
        ↪ Potluck: ### What are you learning yourself? On 1 April 202…
        That's fine; I'll ask somebody else, and you another time. If you think again before the table is laid, there is room.
        [ Say it after all ]
        ");
        let answer = noor.clicks(&question, "Don't ask me").await;
        assert_snapshot!(redacted(&answer), @"
        DM · Potluck (only you can see this)
        ↪ Potluck: ### What are you learning yourself? On 1 April 202…
        I won't ask you again what you are learning. Nobody is told.
        [ You may ask me ]
        ");
        everybody_catches_up(story).await;
        story
            .pass_until(first_of_april() + TimeDelta::hours(1))
            .await;
        story.player("mia").has_no_news().await;
        story.pass_until(at("2026-05-01T09:00:00Z")).await;
        noor.has_no_news().await;
    });
}

#[test]
fn whoever_asks_for_it_gets_their_own_month() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        let page = section(&ravi, "Private messages").await;
        let page = ravi.clicks(&page, "Send me my month").await;
        assert!(page.button("No more months").is_some(), "{page}");
        let page = section(&noor, "Private messages").await;
        noor.clicks(&page, "Send me my month").await;
        learns(story, "PostgreSQL", "A slow report wants an index.").await;
        ravi.uses("learn", &[("skill", "Spanish")]).await;
        story
            .pass_until(first_of_april() - TimeDelta::minutes(1))
            .await;
        everybody_catches_up(story).await;
        story.pass_until(first_of_april()).await;
        let month = ravi.reads_dm().await;
        assert_snapshot!(redacted(&month), @"
        DM · Potluck
        ### Your March 2026 in Hearth & Co
        You learned **PostgreSQL**.
        You wrote a lesson, and whoever asks next reads it first.
        Still on your list: **Spanish**. `/askfor` finds a hand with it.
        [ No more of these ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let month = noor.reads_dm().await;
        assert!(month.text.contains("You taught **PostgreSQL**."), "{month}");
        mia.has_no_news().await;
        let answer = noor.clicks(&month, "No more of these").await;
        assert_snapshot!(redacted(&answer), @"
        DM · Potluck (only you can see this)
        ↪ Potluck: ### Your March 2026 in Hearth & Co You taught **Po…
        I won't send you your month any more. What you taught and learned is in `/me` all the time.
        [ Send it to me again ]
        ");
        // A quiet month is told as one, to whoever still wants to know.
        story.pass_until(at("2026-05-01T07:59:00Z")).await;
        everybody_catches_up(story).await;
        story.pass_until(at("2026-05-01T08:00:00Z")).await;
        let month = ravi.reads_dm().await;
        assert_snapshot!(redacted(&month), @"
        DM · Potluck
        ### Your April 2026 in Hearth & Co
        A quiet month here; such months have their place.
        Still on your list: **Spanish**. `/askfor` finds a hand with it.
        [ No more of these ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        noor.has_no_news().await;
    });
}

#[test]
fn where_it_cannot_be_posted_admins_read_why_and_turned_off_there_is_none() {
    tell(async |story| {
        ada_wants(story, "Post three lessons a week").await;
        learns(story, "PostgreSQL", "A slow report wants an index.").await;
        story.pass_until(monday() - TimeDelta::minutes(1)).await;
        everybody_catches_up(story).await;
        story.suffer(Fault::MissingPermission {
            channel: "help".to_owned(),
            permission: "SEND_MESSAGES".to_owned(),
        });
        story.pass_until(monday()).await;
        let problems = story.ada_reads_what_went_wrong().await;
        assert!(problems.text.contains("- 1 not sent"), "{problems}");
        story.sandbox.clear_faults().unwrap();
        let mia = story.player("mia");
        mia.has_no_news().await;
        learns(story, "Figma", "Frames nest.").await;
        let ada = story.player("ada");
        let page = ada.uses("settings", &[]).await;
        ada.clicks(&page, "Turn off").await;
        story.pass(TimeDelta::weeks(1)).await;
        mia.has_no_news().await;
        everybody_catches_up(story).await;
    });
}
