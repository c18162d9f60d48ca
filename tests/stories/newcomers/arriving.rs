//! The welcome, and the buddy of the first day.

use chrono::{TimeDelta, TimeZone, Utc};
use discord_sandbox::faults::Fault;
use insta::assert_snapshot;

use super::{THREAD, everybody_reads, only_mia_hosts, sam_joins};
use crate::harness::{redacted, tell, tell_in_a_team_of};

#[test]
fn who_joins_is_welcomed_and_meets_a_buddy() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let [sam, mia] = ["sam", "mia"].map(|name| story.player(name));
        mia.teaches("postgres").await;
        sam.person.join().unwrap();
        let welcome = sam.reads_dm().await;
        assert_snapshot!(redacted(&welcome), @"
        DM · Potluck
        👋 Welcome to **Hearth & Co**, Sam! Here everybody teaches something and everybody learns something, and I help people find each other.
        Your buddy for the first weeks is **Mia** (@Mia). A private thread for the two of you opens when they are at work: 4 March 2026 10:01 UTC.
        Three small questions, whenever you like: what can you teach, what would you like to learn, and which city's time do you live by? Small things count, and everything can be changed later.
        [ What I can teach ] [ What I'd like to learn ] [ My city ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let introduction = mia.reads_in(THREAD).await;
        assert_snapshot!(redacted(&introduction), @"
        #Welcome, Sam · Potluck (pings Sam, Mia)
        👋 @Sam, meet @Mia, your buddy for the first weeks. @Mia, @Sam is new here, and you know your way around.
        Mia teaches **PostgreSQL**.
        A good start is half an hour this week: where things are, who knows what, and what you would have liked to be told in your own first days. @Mia, would you write first? No question is too small here.
        [ Hand over ]
        -# No time for it just now? **Hand over** finds somebody else, and nobody asks why. Moderators of this server can read private threads.
        ");
        sam.reads_in(THREAD).await;
        for name in ["ada", "ravi", "noor", "olu"] {
            story.player(name).has_no_news().await;
        }
        assert_eq!(
            story
                .rows("SELECT member_id, buddy_id, state FROM newcomers")
                .await,
            ["sam | mia | paired"]
        );
    });
}

#[test]
fn the_three_questions_are_answered_from_the_welcome() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let sam = story.player("sam");
        sam.person.join().unwrap();
        let welcome = sam.reads_dm().await;
        for (button, typed) in [
            ("What I can teach", "rust"),
            ("What I'd like to learn", "postgres"),
            ("My city", "Lisbon"),
        ] {
            let form = sam.clicks_for_form(&welcome, button).await;
            let field = form.fields[0].label.clone();
            let answer = sam.submits(&form, &[(&field, typed)]).await;
            assert!(!answer.text.is_empty(), "{answer}");
        }
        assert_eq!(
            story
                .rows("SELECT (SELECT count(*) FROM offers), (SELECT count(*) FROM wishes), zone FROM members WHERE user_name = 'sam'")
                .await,
            ["1 | 1 | Europe/Lisbon"]
        );
        everybody_reads(story).await;
    });
}

#[test]
fn who_has_to_pass_the_screening_is_welcomed_afterwards() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let guild = story.sandbox.guild_id();
        story.sandbox.with(|world| {
            if let Some(guild) = world.guilds.get_mut(&guild) {
                guild.screening = true;
            }
        });
        let sam = story.player("sam");
        sam.person.join().unwrap();
        story.pass(TimeDelta::hours(1)).await;
        sam.has_no_news().await;
        assert_eq!(story.rows("SELECT count(*) FROM newcomers").await, ["0"]);
        sam.person.pass_screening().unwrap();
        sam.reads_dm().await;
        sam.reads_in(THREAD).await;
        story.player("mia").reads_in(THREAD).await;
    });
}

#[test]
fn at_night_the_welcome_comes_at_once_and_the_buddy_sleeps() {
    tell(async |story| {
        only_mia_hosts(story).await;
        story
            .pass_until(Utc.with_ymd_and_hms(2026, 3, 4, 23, 0, 0).unwrap())
            .await;
        let [sam, mia] = ["sam", "mia"].map(|name| story.player(name));
        sam.person.join().unwrap();
        let welcome = sam.reads_dm().await;
        assert!(welcome.text.contains("Mia"), "{welcome}");
        mia.has_no_news().await;
        story
            .pass_until(Utc.with_ymd_and_hms(2026, 3, 5, 9, 0, 0).unwrap())
            .await;
        mia.reads_in(THREAD).await;
        sam.reads_in(THREAD).await;
    });
}

#[test]
fn with_closed_dms_the_welcome_comes_to_a_private_thread() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let sam = story.player("sam");
        sam.person.close_dms();
        sam.person.join().unwrap();
        story.settle().await;
        let unread = sam.person.unread();
        let welcome = unread
            .iter()
            .find(|message| message.text.contains("Welcome to"))
            .unwrap();
        assert!(
            !welcome.direct && welcome.channel_name != THREAD,
            "{welcome}"
        );
        assert!(welcome.button("What I can teach").is_some(), "{welcome}");
        everybody_reads(story).await;
    });
}

#[test]
fn with_closed_dms_and_no_threads_it_stands_in_the_channel() {
    tell(async |story| {
        only_mia_hosts(story).await;
        let channel = "help";
        story.suffer(Fault::MissingPermission {
            channel: channel.to_owned(),
            permission: "CREATE_PRIVATE_THREADS".to_owned(),
        });
        story.settle().await;
        let sam = story.player("sam");
        sam.person.close_dms();
        sam.person.join().unwrap();
        let welcome = sam.reads_in(channel).await;
        assert_snapshot!(redacted(&welcome), @"
        #help · Potluck (pings Sam)
        👋 Welcome, @Sam! What can you teach, what would you like to learn, and which city's time do you live by? Small things count.
        [ What I can teach ] [ What I'd like to learn ] [ My city ]
        -# I could not write to you privately. `/me` shows everything that is yours, your buddy included.
        ");
        let form = sam.clicks_for_form(&welcome, "What I can teach").await;
        let field = form.fields[0].label.clone();
        sam.submits(&form, &[(&field, "rust")]).await;
        // Mia, with whom there can be no thread, hears of Sam privately.
        let told = story.player("mia").reads_dm().await;
        assert_snapshot!(redacted(&told), @"
        DM · Potluck
        👋 **Sam** (@Sam) is new in **Hearth & Co**, and you are their buddy for the first weeks: you know your way around. Would you write to them, and find half an hour this week?
        [ Hand over ]
        -# No time for it just now? **Hand over** finds somebody else, and nobody asks why.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        everybody_reads(story).await;
    });
}

#[test]
fn who_was_there_before_is_not_new() {
    tell_in_a_team_of(60, async |story| {
        story.pass(TimeDelta::hours(1)).await;
        assert_eq!(story.rows("SELECT count(*) FROM newcomers").await, ["0"]);
    });
}

#[test]
fn twenty_who_join_in_a_minute_get_different_buddies() {
    tell_in_a_team_of(60, async |story| {
        story.pass(TimeDelta::minutes(1)).await;
        for number in 1..=20 {
            let person = story.sandbox.new_person(&format!("Newbie {number}"));
            person.unwrap().join().unwrap();
        }
        story.settle().await;
        assert_eq!(
            story
                .rows("SELECT count(*), count(DISTINCT buddy_id) FROM newcomers WHERE state = 'paired'")
                .await,
            ["20 | 20"]
        );
        story.pass(TimeDelta::minutes(1)).await;
        everybody_reads(story).await;
    });
}

#[test]
fn a_welcome_is_none_of_the_four_messages_of_a_week() {
    tell(async |story| {
        let joined = sam_joins(story).await;
        let counted =
            "SELECT count(*) FROM outbox WHERE purpose = '\"welcome\"' AND state = 'done'";
        assert_eq!(story.rows(counted).await, ["1"]);
        let page = joined.sam.uses("me", &[]).await;
        let page = joined.sam.clicks(&page, "Private messages").await;
        assert!(!page.text.contains("**1**"), "{page}");
    });
}
