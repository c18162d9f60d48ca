//! What names her elsewhere: in her private thread, in thanks to others, on the opening post, in a lesson; and where Potluck is off.

use discord_sandbox::faults::Fault;

use super::{is_forgotten, traces};
use crate::harness::{tell, tell_before_setup};

#[test]
fn her_private_thread_is_deleted() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        story.suffer(Fault::ClosedDms {
            person: "mia".to_owned(),
        });
        mia.teaches("postgres").await;
        ravi.asks_for("postgres").await;
        let invitation = mia.reads_in("Potluck and Mia").await;
        assert!(invitation.text.contains("Ravi"), "{invitation}");
        is_forgotten(&mia).await;
        story.settle().await;
        for person in [&mia, &story.player("ada")] {
            assert!(person.person.sees().place("Potluck and Mia").is_none());
        }
        assert_eq!(traces(story, &["Mia"]), Vec::<String>::new());
        let places = story
            .rows("SELECT member_id FROM private_threads UNION SELECT member_id FROM dm_channels")
            .await;
        assert!(!places.contains(&"mia".to_owned()), "{places:?}");
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
    });
}

#[test]
fn thanks_and_a_lesson_no_longer_name_her() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        mia.uses(
            "thanks",
            &[
                ("member", "ravi"),
                ("skill", "Go"),
                ("for", "You explained channels so well"),
            ],
        )
        .await;
        let thanks = ravi.reads_dm().await;
        assert!(thanks.text.contains("**Mia**"), "{thanks}");
        is_forgotten(&mia).await;
        let thanks = ravi.looks_again_at(&thanks).await.unwrap();
        assert!(thanks.text.starts_with("💛 **Somebody** from"), "{thanks}");
        let seen = traces(story, &["Mia", "explained channels"]);
        assert_eq!(seen, Vec::<String>::new());
        assert_eq!(
            story.rows("SELECT learner_id, thanks FROM helps").await,
            ["- | -"]
        );
        noor.catches_up().await;
    });
}

#[test]
fn what_was_said_under_an_earlier_name_is_changed_as_well() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        mia.uses("thanks", &[("member", "ravi"), ("skill", "Go")])
            .await;
        let thanks = ravi.reads_dm().await;
        story
            .execute("INSERT INTO former_names SELECT guild_id, member_id, 'Mia' FROM members WHERE user_name = 'mia'")
            .await;
        story
            .execute("UPDATE members SET display_name = 'Amelia' WHERE user_name = 'mia'")
            .await;
        is_forgotten(&mia).await;
        let thanks = ravi.looks_again_at(&thanks).await.unwrap();
        assert!(thanks.text.starts_with("💛 **Somebody** from"), "{thanks}");
        mia.catches_up().await;
    });
}

#[test]
fn it_works_where_potluck_was_never_turned_on() {
    tell_before_setup(async |story| {
        let mia = story.player("mia");
        let answer = mia.uses("privacy export", &[]).await;
        assert_eq!(answer.files.len(), 1, "{answer}");
        is_forgotten(&mia).await;
        assert_eq!(
            story
                .rows("SELECT count(*) FROM members WHERE user_name = 'mia'")
                .await,
            ["0"]
        );
    });
}

#[test]
fn an_anonymous_question_of_hers_is_nobodys_and_ends_within_a_day() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.uses(
            "askfor",
            &[
                ("skill", "postgres"),
                ("details", "Is it a view?"),
                ("anonymous", "true"),
            ],
        )
        .await;
        noor.catches_up().await;
        ravi.catches_up().await;
        is_forgotten(&mia).await;
        assert_eq!(
            story.rows("SELECT count(*) FROM anonymous_askers").await,
            ["0"]
        );
        story.pass(chrono::TimeDelta::hours(24)).await;
        assert_eq!(story.rows("SELECT state FROM asks").await, ["withdrawn"]);
        assert_eq!(traces(story, &["Mia"]), Vec::<String>::new());
        for player in [&mia, &ravi, &noor, &story.player("ada")] {
            player.catches_up().await;
        }
    });
}
