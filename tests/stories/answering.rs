//! Answers: in time or put off, and to what is no longer understood.

use std::str::FromStr;

use discord_sandbox::control::MessageView;
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};

use crate::harness::{Story, tell};

/// Keeps everybody from writing to the database until it is dropped.
async fn locked_database(story: &Story) -> SqliteConnection {
    let file = story
        .rows("SELECT file FROM pragma_database_list WHERE name = 'main'")
        .await
        .remove(0);
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{file}")).unwrap();
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    connection.execute("BEGIN IMMEDIATE").await.unwrap();
    connection
}

/// Waits until the interaction that was begun has its first answer, and lets the database go.
async fn until_put_off(story: &Story, database: SqliteConnection) {
    let mut changes = story.sandbox.changes();
    while story.sandbox.look(|world| world.interactions.waiting()) > 0 {
        changes.changed().await.unwrap();
    }
    database.close().await.unwrap();
}

#[test]
fn an_answer_that_takes_long_is_put_off_and_given() {
    tell(async |story| {
        let mia = story.player("mia");
        let database = locked_database(story).await;
        let (reply, ()) = tokio::join!(
            mia.uses("teach", &[("skill", "rust")]),
            until_put_off(story, database)
        );
        assert!(reply.ephemeral && reply.text.contains("Rust"), "{reply}");
        assert_eq!(story.rows("SELECT count(*) FROM offers").await, ["1"]);
    });
}

#[test]
fn a_click_that_takes_long_changes_its_message_in_the_end() {
    tell(async |story| {
        let mia = story.player("mia");
        let reply = mia.uses("teach", &[("skill", "rust")]).await;
        let database = locked_database(story).await;
        let (after, ()) = tokio::join!(
            mia.clicks(&reply, "Remove Rust"),
            until_put_off(story, database)
        );
        assert!(after.ephemeral, "{after}");
        assert_eq!(story.rows("SELECT count(*) FROM offers").await, ["0"]);
    });
}

#[test]
fn who_has_to_be_noted_first_is_answered_in_time_all_the_same() {
    tell(async |story| {
        let mia = story.player("mia");
        // Discord shows her differently than she is known, so her first interaction writes.
        story
            .execute("UPDATE members SET display_name = 'Somebody' WHERE user_name = 'mia'")
            .await;
        let database = locked_database(story).await;
        let (reply, ()) = tokio::join!(mia.uses("me", &[]), until_put_off(story, database));
        assert!(reply.ephemeral, "{reply}");
        assert_eq!(
            story
                .rows("SELECT display_name FROM members WHERE user_name = 'mia'")
                .await,
            ["Mia"]
        );
    });
}

#[test]
fn suggestions_do_not_wait_for_who_types() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.uses("teach", &[("skill", "rust")]).await;
        story
            .execute("UPDATE members SET display_name = 'Somebody' WHERE user_name = 'mia'")
            .await;
        let database = locked_database(story).await;
        let choices = mia.person.autocomplete("learn", "skill", "rus", &[]).await;
        database.close().await.unwrap();
        let choices = choices.unwrap();
        assert!(
            choices.iter().any(|choice| choice.name.contains("Rust")),
            "{choices:?}"
        );
    });
}

/// What an earlier version has left in the help channel.
async fn left_by_an_earlier_version(story: &Story) -> MessageView {
    let noor = story.player("noor");
    let help = noor.person.sees().place("help").unwrap().id;
    let message = json!({
        "flags": 1 << 15,
        "components": [
            { "type": 10, "content": "From long ago" },
            { "type": 1, "components": [{ "type": 2, "style": 1, "label": "I can help", "custom_id": "0:ask:help:1" }] },
        ],
    });
    let sent = reqwest::Client::new()
        .post(format!(
            "{}/api/v10/channels/{help}/messages",
            story.sandbox.base_url()
        ))
        .header("Authorization", format!("Bot {}", story.sandbox.token()))
        .json(&message)
        .send()
        .await
        .unwrap();
    assert!(sent.status().is_success());
    noor.reads_in("help").await
}

#[test]
fn a_button_of_a_version_that_is_gone_gets_a_sentence() {
    tell(async |story| {
        let old = left_by_an_earlier_version(story).await;
        let sentence = story.player("mia").clicks(&old, "I can help").await;
        assert!(
            sentence.ephemeral && sentence.text.contains("older version"),
            "{sentence}"
        );
    });
}
