//! Modals: opened, filled in, submitted, closed.

use discord_sandbox::Rule;
use serde_json::{Value, json};

use crate::bot::{Bot, answer, command, say};

fn modal() -> Value {
    let input = |custom_id: &str, label: &str, required: bool| {
        json!({
            "type": 4, "custom_id": custom_id, "label": label, "style": 2,
            "required": required, "min_length": 5, "max_length": 20,
        })
    };
    json!({
        "custom_id": "ask", "title": "What do you need?",
        "components": [
            { "type": 1, "components": [input("details", "Details", true)] },
            { "type": 1, "components": [input("tried", "What you tried", false)] },
        ],
    })
}

fn answered(one: &Value) -> Vec<crate::bot::Request> {
    if one["type"] == 5 {
        let fields = &one["data"]["components"];
        let value = |row: usize| {
            fields[row]["components"][0]["value"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        return say(one, &format!("{}|{}", value(0), value(1)));
    }
    vec![answer(one, 9, &modal())]
}

#[tokio::test]
async fn a_modal_is_filled_in_by_label_and_submitted_once() {
    let bot = Bot::start(json!([command("ask")]), answered).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let outcome = mia.command("ask", &[]).await.unwrap();
    assert_eq!(
        outcome.to_string(),
        "╔ What do you need?\n\
         ║ Details *\n║   […]\n\
         ║ What you tried\n║   […]\n\
         ╚ [ Cancel ] [ Submit ]"
    );
    let modal = outcome.modal().unwrap();
    let outcome = mia
        .submit(modal, &[("Details", "Slow query"), ("tried", "An index")])
        .await
        .unwrap();
    assert_eq!(outcome.message().unwrap().text, "Slow query|An index");
    let refusal = mia
        .submit(modal, &[("Details", "Slow query")])
        .await
        .unwrap_err();
    assert_eq!(refusal.rule, Rule::ModalClosed);
}

#[tokio::test]
async fn fields_are_checked_as_the_client_does() {
    let bot = Bot::start(json!([command("ask")]), answered).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let outcome = mia.command("ask", &[]).await.unwrap();
    let modal = outcome.modal().unwrap();
    for (fields, rule) in [
        (&[][..], Rule::Required),
        (&[("Details", "four")], Rule::TextLength),
        (
            &[("Details", "far too long for this field")],
            Rule::TextLength,
        ),
        (
            &[("Details", "Fine so far"), ("tried", "no")],
            Rule::TextLength,
        ),
        (&[("Colour", "Fine so far")], Rule::NoSuchComponent),
    ] {
        let refusal = mia.submit(modal, fields).await.unwrap_err();
        assert_eq!(refusal.rule, rule, "{fields:?}");
    }
    assert!(
        mia.submit(modal, &[("Details", "Fine so far")])
            .await
            .is_ok(),
        "the modal stayed open, and what is optional may be left empty"
    );
}

#[tokio::test]
async fn a_modal_is_open_on_one_screen_until_it_is_reloaded() {
    let bot = Bot::start(json!([command("ask")]), answered).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let ravi = bot.sandbox.person("ravi").unwrap();
    let outcome = mia.command("ask", &[]).await.unwrap();
    let modal = outcome.modal().unwrap();
    let fields = [("Details", "Slow query")];
    let refusal = ravi.submit(modal, &fields).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::ModalClosed);
    mia.reload();
    let refusal = mia.submit(modal, &fields).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::ModalClosed);
}
