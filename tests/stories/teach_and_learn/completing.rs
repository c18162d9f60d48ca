//! Suggestions while typing.

use crate::harness::{Player, tell};

/// What is suggested: what is shown, and what comes back where that differs.
async fn suggested(who: &Player, command: &str, typed: &str) -> Vec<String> {
    let choices = who
        .person
        .autocomplete(command, "skill", typed, &[])
        .await
        .unwrap();
    choices
        .iter()
        .map(|choice| {
            let value = choice.value.as_str().unwrap();
            assert!(value.chars().count() <= 100 && choice.name.chars().count() <= 100);
            if value == choice.name {
                value.to_owned()
            } else {
                format!("{} => {value}", choice.name)
            }
        })
        .collect()
}

#[test]
fn the_last_of_several_is_completed_and_the_rest_is_kept() {
    tell(async |story| {
        let mia = story.player("mia");
        let first = |choices: Vec<String>| choices.first().cloned().unwrap_or_default();
        assert_eq!(
            first(suggested(&mia, "teach", "kubern").await),
            "Kubernetes"
        );
        let choice = first(suggested(&mia, "teach", "rust, kubern").await);
        assert!(
            choice.ends_with("rust, Kubernetes") || choice.ends_with("Rust, Kubernetes"),
            "{choice}"
        );
        let choice = first(suggested(&mia, "learn", "Rust, Go, kubern").await);
        assert!(choice.ends_with("Rust, Go, Kubernetes"), "{choice}");
    });
}

#[test]
fn other_names_find_their_skill() {
    tell(async |story| {
        let mia = story.player("mia");
        let choices = suggested(&mia, "askfor", "k8s").await;
        assert!(choices[0].ends_with("Kubernetes"), "{choices:?}");
        let choices = suggested(&mia, "skills", "psql").await;
        assert!(choices[0].ends_with("PostgreSQL"), "{choices:?}");
    });
}

#[test]
fn a_list_that_leaves_no_room_for_another_has_no_suggestions_that_do_not_fit() {
    tell(async |story| {
        let mia = story.player("mia");
        let long = format!(
            "{}, kubern",
            "a long skill name, ".repeat(5).trim_end_matches(", ")
        );
        // Each of them is checked to fit.
        suggested(&mia, "teach", &long).await;
        let endless = format!("{}kubern", "something, ".repeat(40));
        suggested(&mia, "teach", &endless).await;
    });
}

#[test]
fn what_people_bring_is_suggested_at_once_and_what_nobody_brings_is_not() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        assert!(suggested(&mia, "teach", "zymur").await.is_empty());
        let reply = ravi.uses("teach", &[("skill", "Zymurgy")]).await;
        assert_eq!(suggested(&mia, "teach", "zymur").await, ["Zymurgy"]);
        ravi.clicks(&reply, "Remove Zymurgy").await;
        assert!(suggested(&mia, "teach", "zymur").await.is_empty());
    });
}

#[test]
fn hostile_typing_is_answered_too() {
    tell(async |story| {
        let mia = story.player("mia");
        for typed in [
            "",
            ",",
            ", ,,",
            "' OR 1=1 --",
            "%",
            "\u{202e}\u{0}",
            "@everyone",
            "🧑‍🍳🥘",
            "**",
        ] {
            for command in ["teach", "learn", "askfor", "skills"] {
                assert!(suggested(&mia, command, typed).await.len() <= 25);
            }
        }
    });
}
