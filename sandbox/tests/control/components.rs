//! Buttons and selects.

use discord_sandbox::{Answer, Rule};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bot::{Bot, answer, say, webhook};

fn button(label: &str, custom_id: &str) -> Value {
    json!({ "type": 2, "style": 2, "label": label, "custom_id": custom_id })
}

fn row(components: &Value) -> Value {
    json!({ "content": "Choose", "components": [{ "type": 1, "components": components }] })
}

/// Says which component was used, and what was chosen in it.
fn echo(one: &Value) -> Vec<crate::bot::Request> {
    let data = &one["data"];
    let values = match &data["values"] {
        Value::Null => String::new(),
        values => format!(" {values}"),
    };
    say(
        one,
        &format!("{}{values}", data["custom_id"].as_str().unwrap()),
    )
}

#[tokio::test]
async fn a_button_is_clicked_by_label_or_custom_id() {
    let bot = Bot::start(json!([]), echo).await;
    let components = json!([button("I can help", "help:1"), button("Not now", "no:1")]);
    bot.post("help", &row(&components)).await;
    let ravi = bot.sandbox.person("ravi").unwrap();
    let sees = ravi.sees();
    let message = sees.saying("Choose").unwrap();
    assert_eq!(
        message.to_string(),
        "#help · Potluck\nChoose\n[ I can help ] [ Not now ]"
    );
    for name in ["I can help", "help:1"] {
        let outcome = ravi.click(message, name).await.unwrap();
        assert_eq!(outcome.message().unwrap().text, "help:1");
    }
    assert_eq!(bot.sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn what_cannot_be_clicked_is_refused() {
    let bot = Bot::start(json!([]), echo).await;
    let mut off = button("Taken", "taken");
    off["disabled"] = json!(true);
    let link = json!({ "type": 2, "style": 5, "label": "Read", "url": "https://example.org" });
    let twins = [button("Yes", "yes:1"), button("Yes", "yes:2")];
    bot.post("help", &row(&json!([off, link, twins[0], twins[1]])))
        .await;
    let ravi = bot.sandbox.person("ravi").unwrap();
    let message = ravi.sees().saying("Choose").unwrap().clone();
    assert_eq!(
        message.to_string(),
        "#help · Potluck\nChoose\n[ Taken (off) ] [ Read ↗ ] [ Yes ] [ Yes ]"
    );
    for (name, rule) in [
        ("Taken", Rule::Disabled),
        ("Read", Rule::NoSuchComponent),
        ("Yes", Rule::Ambiguous),
        ("Nothing", Rule::NoSuchComponent),
    ] {
        let refusal = ravi.click(&message, name).await.unwrap_err();
        assert_eq!(refusal.rule, rule, "{name}");
    }
    assert!(ravi.click(&message, "yes:2").await.is_ok());
}

#[tokio::test]
async fn a_message_that_is_not_on_the_screen_cannot_be_touched() {
    let bot = Bot::start(json!([]), echo).await;
    bot.post("managers", &row(&json!([button("Go", "go")])))
        .await;
    let ada = bot.sandbox.person("ada").unwrap();
    let message = ada.sees().saying("Choose").unwrap().clone();
    let mia = bot.sandbox.person("mia").unwrap();
    let refusal = mia.click(&message, "Go").await.unwrap_err();
    assert_eq!(refusal.rule, Rule::NotVisible);
    assert!(ada.click(&message, "Go").await.is_ok());
}

#[tokio::test]
async fn a_click_can_change_the_message_or_nothing() {
    let bot = Bot::start(json!([]), |one| match one["data"]["custom_id"].as_str() {
        Some("now") => vec![answer(
            one,
            7,
            &json!({ "content": "Changed", "components": [] }),
        )],
        Some("later") => vec![
            answer(one, 6, &Value::Null),
            webhook(
                one,
                Method::PATCH,
                "/messages/@original",
                &json!({ "content": "Later" }),
            ),
        ],
        Some("more") => vec![
            answer(one, 6, &Value::Null),
            webhook(
                one,
                Method::POST,
                "",
                &json!({ "content": "Between us", "flags": 64 }),
            ),
        ],
        _ => vec![answer(one, 6, &Value::Null)],
    })
    .await;
    let components = json!([
        button("Never", "never"),
        button("More", "more"),
        button("Later", "later"),
        button("Now", "now"),
    ]);
    bot.post("help", &row(&components)).await;
    let ravi = bot.sandbox.person("ravi").unwrap();
    let message = ravi.sees().saying("Choose").unwrap().clone();
    let never = ravi.click(&message, "Never").await.unwrap();
    assert_eq!(never.answer, Answer::Nothing);
    let more = ravi.click(&message, "More").await.unwrap();
    assert_eq!(
        more.to_string(),
        "#help · Potluck (only you can see this)\n↪ Potluck: Choose\nBetween us"
    );
    let later = ravi.click(&message, "Later").await.unwrap();
    assert!(matches!(&later.answer, Answer::Updated(view) if view.text == "Later" && view.edited));
    let now = ravi.click(&message, "Now").await.unwrap();
    assert!(matches!(&now.answer, Answer::Updated(view) if view.buttons.is_empty()));
}

#[tokio::test]
async fn a_select_takes_labels_and_counts_them() {
    let bot = Bot::start(json!([]), echo).await;
    let option = |label: &str, value: &str| json!({ "label": label, "value": value });
    let select = json!({
        "type": 3, "custom_id": "face", "placeholder": "How was it?", "min_values": 1, "max_values": 2,
        "options": [option("Good", "3"), option("Fair", "2"), option("Poor", "1")],
    });
    bot.post("help", &row(&json!([select]))).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let message = mia.sees().saying("Choose").unwrap().clone();
    assert_eq!(
        message.to_string(),
        "#help · Potluck\nChoose\n( How was it? ▾ )"
    );
    let outcome = mia
        .choose(&message, "How was it?", &["Good", "2"])
        .await
        .unwrap();
    assert_eq!(outcome.message().unwrap().text, "face [\"3\",\"2\"]");
    for (values, rule) in [
        (&[][..], Rule::ChoiceCount),
        (&["Good", "Fair", "Poor"], Rule::ChoiceCount),
        (&["Great"], Rule::BadValue),
    ] {
        let refusal = mia.choose(&message, "face", values).await.unwrap_err();
        assert_eq!(refusal.rule, rule, "{values:?}");
    }
}

#[tokio::test]
async fn in_direct_messages_the_picker_knows_two_people() {
    let bot = Bot::start(json!([]), echo).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let ravi = bot.sandbox.person("ravi").unwrap().id();
    let select = row(&json!([{ "type": 5, "custom_id": "who", "placeholder": "Who?" }]));
    bot.post("help", &select).await;
    let message = mia.sees().saying("Choose").unwrap().clone();
    let outcome = mia.choose(&message, "Who?", &["Ravi"]).await.unwrap();
    assert_eq!(outcome.message().unwrap().text, format!("who [\"{ravi}\"]"));
    let recipient = json!({ "recipient_id": mia.id() });
    let (_, dm) = bot
        .call(Method::POST, "/users/@me/channels", &recipient)
        .await;
    let path = format!("/channels/{}/messages", dm["id"].as_str().unwrap());
    let (status, answer) = bot.call(Method::POST, &path, &select).await;
    assert_eq!(status, 200, "{answer}");
    let message = mia.sees().dm().unwrap().last().unwrap().clone();
    let refusal = mia.choose(&message, "Who?", &["Ravi"]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::BadValue);
    assert!(mia.choose(&message, "Who?", &["Mia"]).await.is_ok());
}

#[tokio::test]
async fn components_v2_are_seen_as_a_tree() {
    let bot = Bot::start(json!([]), echo).await;
    let body = json!({
        "flags": 1 << 15,
        "components": [{
            "type": 17,
            "components": [
                { "type": 10, "content": "## Your week" },
                { "type": 14 },
                { "type": 9,
                  "components": [{ "type": 10, "content": "One invitation" }],
                  "accessory": button("Open", "open") },
                { "type": 1, "components": [button("Skip", "skip")] },
            ],
        }],
    });
    bot.post("general", &body).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let message = mia.sees().saying("Your week").unwrap().clone();
    assert_eq!(
        message.to_string(),
        "#general · Potluck\n┃ ## Your week\n┃ ───\n┃ One invitation\n┃ [ Open ]\n┃ [ Skip ]"
    );
    assert!(mia.click(&message, "Open").await.is_ok());
}

#[tokio::test]
async fn every_part_of_a_message_is_drawn() {
    let bot = Bot::start(json!([]), echo).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let picture = json!({ "media": { "url": "https://example.org/week.png" }, "description": "Twelve weeks" });
    let thumbnail = json!({ "type": 11, "media": { "url": "https://example.org/mia.png" } });
    let mut thumbs = button("Well done", "well");
    thumbs["emoji"] = json!({ "name": "👍" });
    let people = json!({
        "type": 5, "custom_id": "who", "placeholder": "Who?", "disabled": true,
        "default_values": [{ "id": mia.id(), "type": "user" }],
    });
    let colours = json!({
        "type": 3, "custom_id": "colour",
        "options": [
            { "label": "Red", "value": "r", "default": true },
            { "label": "Blue", "value": "b" },
        ],
    });
    let body = json!({
        "flags": 1 << 15,
        "components": [
            { "type": 10, "content": format!("For <@{}>\nwith care", mia.id()) },
            { "type": 14, "divider": false },
            { "type": 12, "items": [picture] },
            { "type": 9, "components": [{ "type": 10, "content": "Mia" }], "accessory": thumbnail },
            { "type": 17, "spoiler": true, "components": [
                { "type": 1, "components": [thumbs] },
                { "type": 1, "components": [people] },
                { "type": 1, "components": [colours] },
            ]},
        ],
    });
    bot.post("general", &body).await;
    let message = mia.sees().saying("with care").unwrap().clone();
    assert_eq!(
        message.to_string(),
        "#general · Potluck (pings Mia)\n\
         For @Mia\n\
         with care\n\
         \n\
         🖼 Twelve weeks\n\
         Mia\n\
         🖼 https://example.org/mia.png\n\
         ┃ (hidden until clicked)\n\
         ┃ [ 👍 Well done ]\n\
         ┃ ( @Mia ▾ (off) )\n\
         ┃ ( Red ▾ )"
    );
    assert_eq!(message.selects[1].chosen, ["Red"]);
    assert!(mia.click(&message, "👍").await.is_ok());
}
