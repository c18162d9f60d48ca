//! The harness itself: one planted leftover of each kind makes a story fail.

use discord_sandbox::world::dispatch::{Audience, Dispatch};
use reqwest::Client;
use serde_json::json;
use tracing::Level;

use crate::harness::{tell, tell_before_setup};

#[test]
fn a_story_in_which_nothing_happens_leaves_nothing_over() {
    tell(async |_| {});
    tell_before_setup(async |_| {});
}

#[test]
#[should_panic(expected = "unread by Ravi")]
fn a_message_unread() {
    tell(async |story| {
        story
            .player("ravi")
            .uses("teach", &[("skill", "postgres")])
            .await;
        story
            .player("mia")
            .uses(
                "askfor",
                &[("skill", "postgres"), ("details", "It is slow.")],
            )
            .await;
        story.player("noor").reads_in("help").await;
    });
}

#[test]
#[should_panic(expected = "outbox: owed")]
fn an_outbox_row_undone() {
    tell(async |story| {
        story.execute("INSERT INTO outbox (guild_id, lane, delivery, receipt, purpose, state, not_before, due_at, nonce, created_at) SELECT guild_id, 'planted', '{\"archive_thread\":{\"thread\":{\"channel\":1}}}', '\"nothing\"', '\"answer\"', 'owed', 4102444800000, 4102444800000, 'planted', 0 FROM guilds").await;
    });
}

#[test]
#[should_panic(expected = "unfinished")]
fn an_occurrence_unfinished() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.uses(
            "askfor",
            &[("skill", "postgres"), ("details", "It is slow.")],
        )
        .await;
        story.player("noor").reads_in("help").await;
        story.execute("UPDATE asks SET due_at = 1").await;
    });
}

#[test]
#[should_panic(expected = "sandbox: no answer to /help within 3 seconds")]
fn an_interaction_unanswered() {
    tell(async |story| {
        story.suffer(discord_sandbox::Fault::ServerError {
            method: None,
            route: Some("/interactions".to_owned()),
            times: 100,
            status: None,
            after_effect: false,
        });
        let refused = story.player("mia").tries("help", &[]).await;
        assert!(refused.is_err());
    });
}

#[test]
#[should_panic(expected = "does not read MESSAGE_CREATE")]
fn an_event_unparsed() {
    tell(async |story| {
        let broken = Dispatch {
            event: "MESSAGE_CREATE",
            data: json!({ "id": "not a number" }),
            audience: Audience::Application,
        };
        story.sandbox.with(|world| world.emit(broken));
    });
}

#[test]
#[should_panic(expected = "/messages was refused: ")]
fn a_request_that_breaks_the_schema() {
    tell(async |story| {
        let channel = story.sandbox.look(|world| {
            world
                .channels
                .values()
                .find(|channel| channel.name == "help")
                .unwrap()
                .id
        });
        let answer = Client::new()
            .post(format!(
                "{}/api/v10/channels/{channel}/messages",
                story.sandbox.base_url()
            ))
            .header("authorization", format!("Bot {}", story.sandbox.token()))
            .json(&json!({ "content": 7 }))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400);
    });
}

#[test]
#[should_panic(expected = "a name or the token in the log")]
fn a_name_in_the_log() {
    tell(async |story| {
        story.logs(Level::INFO, "somebody called Mia did something");
    });
}

#[test]
#[should_panic(expected = "logged: something broke")]
fn a_fault_in_the_log() {
    tell(async |story| {
        story.logs(Level::ERROR, "something broke");
    });
}
