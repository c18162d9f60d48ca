//! People closing, opening and locking threads; a server that takes only so many; a server that is out.

use discord_sandbox::{Fault, Rule};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bot::{Bot, command, say};

async fn bot() -> Bot {
    Bot::start(json!([command("hello")]), |one| say(one, "Hello")).await
}

/// Asks for a thread in `#help`.
async fn open(bot: &Bot, name: &str) -> (u16, Value) {
    let ada = bot.sandbox.person("ada").unwrap();
    let help = ada.sees().place("help").unwrap().id;
    bot.call(
        Method::POST,
        &format!("/channels/{help}/threads"),
        &json!({ "name": name, "type": 11 }),
    )
    .await
}

#[tokio::test]
async fn people_close_and_open_threads_as_far_as_they_may() {
    let bot = bot().await;
    open(&bot, "Talk").await;
    let (ada, mia) = (
        bot.sandbox.person("ada").unwrap(),
        bot.sandbox.person("mia").unwrap(),
    );
    assert_eq!(mia.archive("Talk").unwrap_err().rule, Rule::Discord);
    ada.archive("Talk").unwrap();
    mia.unarchive("Talk").unwrap();
    ada.lock("Talk").unwrap();
    assert_eq!(mia.unarchive("Talk").unwrap_err().rule, Rule::Discord);
    assert_eq!(mia.write("Talk", "Hi").unwrap_err().rule, Rule::Archived);
    ada.write("Talk", "I may").unwrap();
    ada.unlock("Talk").unwrap();
    mia.write("Talk", "Hi").unwrap();
    assert_eq!(ada.archive("help").unwrap_err().rule, Rule::Discord);
    assert_eq!(ada.archive("nowhere").unwrap_err().rule, Rule::UnknownPlace);
}

#[tokio::test]
async fn a_server_takes_so_many_active_threads() {
    let bot = bot().await;
    bot.sandbox.fault(Fault::ThreadLimit { most: 2 }).unwrap();
    let ada = bot.sandbox.person("ada").unwrap();
    assert_eq!(open(&bot, "One").await.0, 201);
    assert_eq!(open(&bot, "Two").await.0, 201);
    let (status, answer) = open(&bot, "Three").await;
    assert_eq!((status, &answer["code"]), (400, &json!(160_006)));
    ada.archive("One").unwrap();
    assert_eq!(open(&bot, "Three").await.0, 201);
    let refused = ada.write("One", "Awake?").unwrap_err();
    assert!(refused.says.contains("160006"), "{refused}");
    assert!(ada.unarchive("One").is_err());
    bot.sandbox.clear_faults().unwrap();
    ada.write("One", "Awake!").unwrap();
    assert_eq!(open(&bot, "Four").await.0, 201);
    assert_eq!(bot.sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn in_an_outage_nobody_acts_and_nothing_about_the_server_is_answered() {
    let bot = bot().await;
    let ada = bot.sandbox.person("ada").unwrap();
    let dm = ada.write("dm", "Hello").unwrap().channel;
    bot.sandbox.fault(Fault::GuildUnavailable).unwrap();
    assert_eq!(open(&bot, "Talk").await.0, 503);
    let guild = format!("/guilds/{}", bot.sandbox.guild_id());
    let (status, answer) = bot.call(Method::GET, &guild, &Value::Null).await;
    assert_eq!((status, &answer["code"]), (503, &json!(130_000)));
    let refused = ada.command("hello", &[]).await.unwrap_err();
    assert_eq!(refused.rule, Rule::Outage);
    assert_eq!(ada.write("help", "Hi").unwrap_err().rule, Rule::Outage);
    let path = format!("/channels/{dm}/messages");
    let hello = json!({ "content": "Hello" });
    assert_eq!(bot.call(Method::POST, &path, &hello).await.0, 200);
    bot.sandbox.clear_faults().unwrap();
    ada.command("hello", &[]).await.unwrap();
    assert_eq!(open(&bot, "Talk").await.0, 201);
}
