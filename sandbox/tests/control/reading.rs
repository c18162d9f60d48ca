//! What a person sees, and what of it is unread.

use reqwest::Method;
use serde_json::{Value, json};

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

#[tokio::test]
async fn threads_begin_with_what_they_are_about() {
    let bot = Bot::start(json!([]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let button = json!({ "type": 2, "style": 1, "label": "I can help", "custom_id": "help" });
    let body = json!({
        "content": "Who knows Postgres?",
        "components": [{ "type": 1, "components": [button] }],
    });
    let post = bot.post("help", &body).await;
    let channel = post["channel_id"].as_str().unwrap();
    let path = format!(
        "/channels/{channel}/messages/{}/threads",
        post["id"].as_str().unwrap()
    );
    let named = json!({ "name": "Postgres" });
    let (status, thread) = bot.call(Method::POST, &path, &named).await;
    assert_eq!(status, 201, "{thread}");
    let member = format!(
        "/channels/{}/thread-members/{}",
        thread["id"].as_str().unwrap(),
        mia.id()
    );
    let (status, _) = bot.call(Method::PUT, &member, &Value::Null).await;
    assert_eq!(status, 204);
    let path = format!("/channels/{channel}/threads");
    let open = json!({ "name": "Open to all", "type": 11 });
    bot.call(Method::POST, &path, &open).await;
    assert_eq!(
        mia.sees().to_string(),
        "═ #help\n\n\
         #help · Potluck\nWho knows Postgres?\n[ I can help ]\n🧵 Postgres\n\n\
         #help · Potluck\nPotluck started a thread: Open to all\n\n\
         ═ 🧵 Postgres, under #help, with Potluck, Mia\n\n\
         #Postgres · Potluck\nWho knows Postgres?\n\n\
         #Postgres · Potluck\nPotluck added Mia to the thread."
    );
    let sees = mia.sees();
    let said = sees.saying("Postgres").unwrap();
    assert_eq!(said.channel_name, "help", "not the thread's copy");
    assert_eq!(mia.unread().len(), 1, "Discord's own lines are not counted");
}
