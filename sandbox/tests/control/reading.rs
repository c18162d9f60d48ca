//! What a person sees, and what of it is unread.

use serde_json::json;

use crate::bot::{Bot, answer, command};

#[tokio::test]
async fn a_private_reply_is_seen_by_one_and_gone_on_reload() {
    let bot = Bot::start(json!([command("me")]), |one| {
        let button = json!({ "type": 2, "style": 1, "label": "Pause", "custom_id": "pause" });
        let body = json!({
            "content": "Only for you", "flags": 64,
            "components": [{ "type": 1, "components": [button] }],
        });
        vec![answer(one, 4, &body)]
    })
    .await;
    let mia = bot.sandbox.person("mia").unwrap();
    let outcome = mia.command("me", &[]).await.unwrap();
    let message = outcome.message().unwrap();
    assert_eq!(
        message.to_string(),
        "#general · Potluck (only you can see this)\n↪ Mia used /me\nOnly for you\n[ Pause ]"
    );
    let noor = bot.sandbox.person("noor").unwrap();
    assert_eq!(noor.sees().message(message.id), None);
    assert!(mia.sees().message(message.id).is_some());
    mia.reload();
    assert_eq!(mia.sees().message(message.id), None);
    assert!(mia.click(message, "Pause").await.is_err());
}

#[tokio::test]
async fn pings_are_told_apart_from_names() {
    let bot = Bot::start(json!([]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let ravi = bot.sandbox.person("ravi").unwrap();
    let content = format!("<@{}> and <@{}>", mia.id(), ravi.id());
    let body = json!({
        "content": content,
        "allowed_mentions": { "parse": [], "users": [mia.id()] },
    });
    bot.post("general", &body).await;
    let message = mia.sees().saying("and").unwrap().clone();
    assert_eq!(
        message.to_string(),
        "#general · Potluck (pings Mia)\n@Mia and @Ravi"
    );
    assert!(message.pings_me);
    assert_eq!(mia.unread_for_me().len(), 1);
    assert_eq!(ravi.unread_for_me(), []);
    assert_eq!(ravi.unread().len(), 1);
    mia.read(&message);
    assert_eq!(mia.unread(), []);
}

#[tokio::test]
async fn newcomers_do_not_have_the_past_to_read() {
    let bot = Bot::start(json!([]), |_| Vec::new()).await;
    bot.post("general", &json!({ "content": "Long ago" })).await;
    bot.sandbox
        .advance(chrono::TimeDelta::days(1))
        .await
        .unwrap();
    let sam = bot.sandbox.person("sam").unwrap();
    sam.join().unwrap();
    assert_eq!(sam.unread(), []);
    assert!(sam.sees().saying("Long ago").is_some());
    bot.post("general", &json!({ "content": "Today" })).await;
    assert_eq!(sam.unread().len(), 1);
}

#[tokio::test]
async fn a_view_is_read_from_the_top() {
    let bot = Bot::start(json!([]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    assert_eq!(mia.sees().to_string(), "Mia sees no messages.");
    mia.write("help", "Does anybody know Postgres?").unwrap();
    let embed =
        json!({ "title": "Help", "description": "is **near**", "footer": { "text": "Potluck" } });
    bot.post(
        "general",
        &json!({ "content": "Welcome", "embeds": [embed] }),
    )
    .await;
    assert_eq!(
        mia.sees().to_string(),
        "═ #general\n\n\
         #general · Potluck\nWelcome\n│ **Help**\n│ is **near**\n│ Potluck\n\n\
         ═ #help\n\n\
         #help · Mia\nDoes anybody know Postgres?"
    );
}

#[tokio::test]
async fn a_reply_shows_how_the_other_message_begins() {
    let bot = Bot::start(json!([]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let asked = mia
        .write(
            "help",
            "Why is it that my report takes\nforty seconds since Friday?",
        )
        .unwrap();
    let reply = json!({
        "content": "An index?",
        "message_reference": { "message_id": asked.id },
        "allowed_mentions": { "replied_user": false },
    });
    bot.post("help", &reply).await;
    assert_eq!(
        mia.sees().saying("An index?").unwrap().to_string(),
        "#help · Potluck\n↪ Mia: Why is it that my report takes forty seconds since…\nAn index?"
    );
}
