//! The asker leaves, and the bot dies before everything is erased.

use chrono::TimeDelta;
use sqlx::Connection;

use super::{THREAD, Taken, ravi_helps};
use crate::harness::tell;

#[test]
fn who_leaves_is_forgotten_at_once_and_the_ask_ends_within_a_day_in_the_ordinary_words() {
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
        mia.person.leave().unwrap();
        story.settle().await;
        assert_eq!(
            story.rows("SELECT count(*) FROM anonymous_askers").await,
            ["0"]
        );
        search.finds_nothing(story).await;
        assert_eq!(story.rows("SELECT state FROM asks").await, ["taken"]);
        story.pass(TimeDelta::days(1)).await;
        assert_eq!(story.rows("SELECT state FROM asks").await, ["withdrawn"]);
        let view = noor.person.sees();
        let said = view
            .saying("doesn't need this any more")
            .unwrap_or_else(|| panic!("it ends like any other"));
        assert!(!said.text.contains("left"), "{said}");
        noor.catches_up().await;
        ravi.catches_up().await;
        story.pass(TimeDelta::days(3)).await;
        search.finds_nothing(story).await;
    });
}

#[test]
fn when_the_bot_dies_between_forgetting_and_erasing_it_erases_when_it_is_back() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            search,
            ..
        } = ravi_helps(story).await;
        // Somebody still reads what was there before, so that the log cannot be emptied while the bot lives.
        let pool = story.pool().await;
        let mut reader = pool.acquire().await.unwrap().detach();
        for statement in ["BEGIN", "SELECT count(*) FROM anonymous_askers"] {
            sqlx::query(statement).execute(&mut reader).await.unwrap();
        }
        mia.person.leave().unwrap();
        while story.rows("SELECT ask_id FROM anonymous_askers").await != Vec::<String>::new() {
            tokio::task::yield_now().await;
        }
        story.kill_bot().await;
        assert_eq!(
            story
                .rows("SELECT value FROM facts WHERE name = 'erasure_owed'")
                .await,
            ["everywhere"]
        );
        assert!(
            search.finds_traces(story).await,
            "the log still has what was there before"
        );
        sqlx::query("COMMIT").execute(&mut reader).await.unwrap();
        reader.close().await.unwrap();
        pool.close().await;
        story.start_bot().await;
        search.finds_nothing(story).await;
        story.pass(TimeDelta::days(1)).await;
        noor.catches_up().await;
        ravi.catches_up().await;
    });
}
