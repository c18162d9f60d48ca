//! Faults, each seen to bite and to end.

use discord_sandbox::{Fault, Rule, faults::FaultError};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bot::{Bot, command, say};

async fn quiet_bot() -> Bot {
    Bot::start(json!([]), |_| Vec::new()).await
}

async fn post(bot: &Bot, channel: &str) -> (u16, Value) {
    let ada = bot.sandbox.person("ada").unwrap();
    let id = ada
        .sees()
        .place(channel)
        .map_or_else(|| "1".to_owned(), |place| place.id.to_string());
    let path = format!("/channels/{id}/messages");
    bot.call(Method::POST, &path, &json!({ "content": "Hello" }))
        .await
}

#[tokio::test]
async fn a_permission_can_be_missing_in_one_channel() {
    let bot = quiet_bot().await;
    let fault = Fault::MissingPermission {
        channel: "help".to_owned(),
        permission: "SEND_MESSAGES".to_owned(),
    };
    bot.sandbox.fault(fault.clone()).unwrap();
    let (status, answer) = post(&bot, "help").await;
    assert_eq!((status, &answer["code"]), (403, &json!(50013)));
    assert_eq!(post(&bot, "general").await.0, 200);
    bot.sandbox.clear_fault(&fault).unwrap();
    assert_eq!(post(&bot, "help").await.0, 200);
    assert_eq!(bot.sandbox.clear_fault(&fault), Err(FaultError::NotOn));
}

#[tokio::test]
async fn a_channel_can_be_deleted() {
    let bot = quiet_bot().await;
    let help = bot
        .sandbox
        .person("ada")
        .unwrap()
        .sees()
        .place("help")
        .unwrap()
        .id;
    let fault = Fault::DeleteChannel {
        channel: "help".to_owned(),
    };
    bot.sandbox.fault(fault.clone()).unwrap();
    let path = format!("/channels/{help}/messages");
    let (status, answer) = bot
        .call(Method::POST, &path, &json!({ "content": "Hello" }))
        .await;
    assert_eq!((status, &answer["code"]), (404, &json!(10003)));
    assert_eq!(
        bot.sandbox.fault(fault),
        Err(FaultError::UnknownChannel("help".to_owned()))
    );
}

#[tokio::test]
async fn direct_messages_can_be_closed_by_a_fault() {
    let bot = quiet_bot().await;
    let mia = bot.sandbox.person("mia").unwrap();
    let recipient = json!({ "recipient_id": mia.id() });
    let (_, dm) = bot
        .call(Method::POST, "/users/@me/channels", &recipient)
        .await;
    let path = format!("/channels/{}/messages", dm["id"].as_str().unwrap());
    bot.sandbox
        .fault(Fault::ClosedDms {
            person: "mia".to_owned(),
        })
        .unwrap();
    let hello = json!({ "content": "Hello" });
    let (status, answer) = bot.call(Method::POST, &path, &hello).await;
    assert_eq!((status, &answer["code"]), (403, &json!(50007)));
    bot.sandbox.clear_faults().unwrap();
    assert_eq!(bot.call(Method::POST, &path, &hello).await.0, 200);
}

#[tokio::test]
async fn a_server_error_comes_before_or_after_the_effect() {
    for (after_effect, arrived) in [(false, 0), (true, 1)] {
        let bot = quiet_bot().await;
        bot.sandbox
            .fault(Fault::ServerError {
                method: Some("POST".to_owned()),
                route: Some("/channels".to_owned()),
                times: 1,
                status: Some(502),
                after_effect,
            })
            .unwrap();
        assert_eq!(post(&bot, "help").await.0, 502);
        let mia = bot.sandbox.person("mia").unwrap();
        assert_eq!(mia.sees().messages().count(), arrived);
        assert_eq!(post(&bot, "help").await.0, 200, "it is used up");
    }
}

#[tokio::test]
async fn a_limit_says_how_long_to_wait() {
    let bot = quiet_bot().await;
    bot.sandbox
        .fault(Fault::RateLimited {
            method: None,
            route: None,
            times: 1,
            retry_after_ms: 250,
        })
        .unwrap();
    let (status, answer) = post(&bot, "help").await;
    assert_eq!(status, 429);
    assert_eq!(answer["retry_after"], 0.25);
    assert_eq!(post(&bot, "help").await.0, 200);
    assert_eq!(bot.sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn what_does_not_exist_cannot_go_wrong() {
    let bot = quiet_bot().await;
    let missing = |channel: &str, permission: &str| Fault::MissingPermission {
        channel: channel.to_owned(),
        permission: permission.to_owned(),
    };
    for (fault, why) in [
        (
            missing("nowhere", "SEND_MESSAGES"),
            FaultError::UnknownChannel("nowhere".to_owned()),
        ),
        (
            missing("help", "FLY"),
            FaultError::UnknownPermission("FLY".to_owned()),
        ),
        (
            Fault::ClosedDms {
                person: "nobody".to_owned(),
            },
            FaultError::UnknownPerson("nobody".to_owned()),
        ),
        (
            Fault::ServerError {
                method: None,
                route: None,
                times: 1,
                status: Some(404),
                after_effect: false,
            },
            FaultError::NotAServerError(404),
        ),
    ] {
        assert_eq!(bot.sandbox.fault(fault), Err(why));
    }
    assert_eq!(bot.sandbox.faults(), []);
}

#[tokio::test]
async fn a_removed_bot_leaves_no_commands() {
    let bot = Bot::start(json!([command("hello")]), |one| say(one, "Hello")).await;
    let mia = bot.sandbox.person("mia").unwrap();
    bot.sandbox.fault(Fault::BotRemoved).unwrap();
    let refusal = mia.command("hello", &[]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::UnknownCommand);
    let (status, answer) = post(&bot, "help").await;
    assert_eq!((status, &answer["code"]), (403, &json!(50001)));
    bot.sandbox.clear_faults().unwrap();
    mia.command("hello", &[]).await.unwrap();
}
