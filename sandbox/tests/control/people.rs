//! Joining, leaving, roles, writing, direct messages.

use discord_sandbox::{Options, Rule, Sandbox};
use reqwest::Method;
use serde_json::json;

use crate::bot::{Bot, command, options, say};

#[tokio::test]
async fn people_come_and_go() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let sam = sandbox.person("sam").unwrap();
    assert!(sam.sees().places.is_empty());
    assert_eq!(sam.leave().unwrap_err().rule, Rule::NotAMember);
    sam.join().unwrap();
    assert!(sam.is_member());
    assert_eq!(sam.join().unwrap_err().rule, Rule::AlreadyDone);
    sam.write("general", "Hello, I am new").unwrap();
    sam.leave().unwrap();
    assert_eq!(
        sam.write("general", "Anybody?").unwrap_err().rule,
        Rule::UnknownPlace
    );
    let ada = sandbox.person("ada").unwrap();
    assert_eq!(ada.leave().unwrap_err().rule, Rule::NoPermission);
}

#[tokio::test]
async fn screening_stands_before_everything() {
    let sandbox = Sandbox::start(Options {
        screening: true,
        ..options()
    })
    .await
    .unwrap();
    let bot = Bot::join(sandbox, json!([command("hello")]), |one| say(one, "Hello")).await;
    let sam = bot.sandbox.person("sam").unwrap();
    sam.join().unwrap();
    assert_eq!(
        sam.write("general", "Hello").unwrap_err().rule,
        Rule::Pending
    );
    let refusal = sam.command("hello", &[]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::Pending);
    sam.pass_screening().unwrap();
    assert_eq!(sam.pass_screening().unwrap_err().rule, Rule::AlreadyDone);
    sam.command("hello", &[]).await.unwrap();
}

#[tokio::test]
async fn roles_open_channels() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let mia = sandbox.person("mia").unwrap();
    assert_eq!(mia.sees().place("managers"), None);
    mia.add_role("Managers").unwrap();
    assert!(mia.sees().place("managers").is_some());
    mia.remove_role("Managers").unwrap();
    assert_eq!(mia.sees().place("managers"), None);
    assert_eq!(
        mia.add_role("Wizards").unwrap_err().rule,
        Rule::UnknownPlace
    );
}

#[tokio::test]
async fn writing_has_its_limits() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let mia = sandbox.person("mia").unwrap();
    for (place, text, rule) in [
        ("general", "  ", Rule::TextLength),
        ("general", &*"x".repeat(2001), Rule::TextLength),
        ("managers", "Hello", Rule::UnknownPlace),
        ("nowhere", "Hello", Rule::UnknownPlace),
    ] {
        assert_eq!(mia.write(place, text).unwrap_err().rule, rule, "{place}");
    }
    let olu = sandbox.person("olu").unwrap();
    assert_eq!(
        olu.write("dm", "Hello").unwrap_err().rule,
        Rule::NoPermission,
        "no server in common"
    );
}

#[tokio::test]
async fn somebody_new_can_be_invented() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let wren = sandbox.new_person("Wren").unwrap();
    wren.join().unwrap();
    wren.write("general", "Hello").unwrap();
    assert_eq!(
        sandbox.new_person("Wren").unwrap_err().rule,
        Rule::AlreadyDone
    );
    assert_eq!(
        sandbox.person("nobody").unwrap_err().rule,
        Rule::UnknownPerson
    );
}

#[tokio::test]
async fn closed_direct_messages_refuse_the_bot() {
    let bot = Bot::start(json!([]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let recipient = json!({ "recipient_id": mia.id() });
    let (_, dm) = bot
        .call(Method::POST, "/users/@me/channels", &recipient)
        .await;
    let path = format!("/channels/{}/messages", dm["id"].as_str().unwrap());
    let hello = json!({ "content": "Hello" });
    mia.close_dms();
    let (status, answer) = bot.call(Method::POST, &path, &hello).await;
    assert_eq!((status, &answer["code"]), (403, &json!(50007)));
    mia.open_dms();
    let (status, _) = bot.call(Method::POST, &path, &hello).await;
    assert_eq!(status, 200);
    assert_eq!(mia.sees().dm().unwrap().last().unwrap().text, "Hello");
}
