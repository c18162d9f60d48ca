//! `/privacy export` and `/privacy forget`, for whoever asked and for everybody else.

use chrono::TimeDelta;

use super::{THREAD, Taken, ravi_helps};
use crate::harness::tell;

#[test]
fn nobodys_export_says_who_asked() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            told,
            search,
            ..
        } = ravi_helps(story).await;
        let page = mia.clicks(&told, "Solved").await;
        mia.clicks(&page, "Done").await;
        for player in [&ravi, &noor, &story.player("ada")] {
            let answer = player.uses("privacy export", &[]).await;
            let file = String::from_utf8_lossy(&answer.files[0].bytes).into_owned();
            search.is_not_in(&file);
        }
        // The asker's own says who they are and that they asked, but not what.
        let answer = mia.uses("privacy export", &[]).await;
        let file = String::from_utf8_lossy(&answer.files[0].bytes).into_owned();
        assert!(file.contains("\"name\": \"Mia\""), "{file}");
        assert!(
            file.contains("\"your_anonymous_questions\": \"1: "),
            "{file}"
        );
        assert!(!file.contains("Marigold"), "{file}");
        search.finds_only_the_link(story).await;
        ravi.catches_up().await;
    });
}

#[test]
fn who_is_forgotten_leaves_nothing_behind_and_the_ask_ends_within_a_day_in_the_ordinary_words() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            search,
            ..
        } = ravi_helps(story).await;
        ravi.person.write(THREAD, "What have you tried?").unwrap();
        mia.reads_dm().await;
        ravi.person.write(THREAD, "Are you there?").unwrap();
        let page = mia.uses("privacy forget", &[]).await;
        mia.clicks(&page, "Forget me").await;
        search.finds_nothing(story).await;
        assert_eq!(story.rows("SELECT state FROM asks").await, ["taken"]);
        story.pass(TimeDelta::days(1)).await;
        assert_eq!(story.rows("SELECT state FROM asks").await, ["withdrawn"]);
        assert!(
            noor.person
                .sees()
                .saying("doesn't need this any more")
                .is_some()
        );
        for player in [&mia, &ravi, &noor] {
            player.catches_up().await;
        }
        story.pass(TimeDelta::days(3)).await;
        search.finds_nothing(story).await;
    });
}
