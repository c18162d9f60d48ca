//! `/lessons`

use insta::assert_snapshot;

use super::learns;
use crate::harness::{redacted, tell, tell_before_setup};

#[test]
fn before_there_is_one_it_says_where_they_come_from() {
    tell(async |story| {
        let mia = story.player("mia");
        assert_snapshot!(redacted(mia.uses("lessons", &[]).await.text), @"No lessons here yet. They are written where a question ends: **Solved** has a place for what you learned, and whoever asks next reads it first. `/askfor` asks the team.");
        assert_snapshot!(redacted(mia.uses("lessons", &[("search", "postgres")]).await.text), @"Nobody has written anything down about “postgres” yet. Fewer words, or only their beginnings, find more; and `/askfor` asks the team.");
    });
}

#[test]
fn words_beginnings_of_words_and_other_names_find_it() {
    tell(async |story| {
        let mia = story.player("mia");
        learns(
            story,
            "Kubernetes",
            "Read the café's events first, in C++ or C#.",
        )
        .await;
        let found = mia.uses("lessons", &[("search", "EVENTS")]).await;
        assert_snapshot!(redacted(&found), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /lessons
        What colleagues have learned about “EVENTS”, best first:
        **Kubernetes** · @Ravi · 4 March 2026
        > Read the café's events first, in C++ or C#.
        [ Open ]
        ");
        for search in ["eve", "cafe", "k8s", "c++", "C#", "read first"] {
            let found = mia.uses("lessons", &[("search", search)]).await;
            assert!(found.button("Open").is_some(), "{search}: {found}");
        }
        for search in ["c", "events NOT café", "NEAR(", "\"", "*"] {
            let found = mia.uses("lessons", &[("search", search)]).await;
            assert!(found.button("Open").is_none(), "{search}: {found}");
            assert!(found.text.contains("`/askfor`"), "{search}: {found}");
        }
    });
}

#[test]
fn before_it_is_turned_on_it_says_whom_to_ask() {
    tell_before_setup(async |story| {
        let answer = story.player("mia").uses("lessons", &[]).await;
        assert!(answer.text.contains("not turned on here yet"), "{answer}");
    });
}
