//! What the bot sent is written down, files included, and what people get of it is whole.

use discord_sandbox::Fault;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::bot::{Bot, Request, answer, command, webhook};

/// A bot that answers `/export` with a private file: at once, or after it said that it thinks.
async fn exporter(text: String, at_once: bool) -> Bot {
    Bot::start(json!([command("export")]), move |one| {
        let parts = json!([
            { "type": 10, "content": "Here is everything." },
            { "type": 13, "file": { "url": "attachment://all.json" } },
        ]);
        let attachments = json!([{ "id": 0, "filename": "all.json" }]);
        let file = Some(("all.json".to_owned(), text.clone()));
        let message =
            |flags: u64| json!({ "flags": flags, "components": parts, "attachments": attachments });
        if at_once {
            let said = answer(one, 4, &message((1 << 15) | 64));
            return vec![Request { file, ..said }];
        }
        let edited = webhook(one, Method::PATCH, "/messages/@original", &message(1 << 15));
        vec![
            answer(one, 5, &json!({ "flags": 64 })),
            Request { file, ..edited },
        ]
    })
    .await
}

#[tokio::test]
async fn a_private_file_of_hundreds_of_kilobytes_reaches_the_person_whole() {
    let text = format!("{{\"name\":\"{}\"}}", "é".repeat(150_000));
    for at_once in [true, false] {
        let bot = exporter(text.clone(), at_once).await;
        let mia = bot.sandbox.person("mia").unwrap();
        let seen = mia.command("export", &[]).await.unwrap();
        let seen = seen.message().unwrap();
        assert!(seen.ephemeral, "{seen}");
        let file = &seen.files[0];
        assert_eq!((file.name.as_str(), file.size), ("all.json", text.len()));
        assert_eq!(file.bytes, text.as_bytes());
        let loaded = Client::new().get(&file.url).send().await.unwrap();
        assert_eq!(loaded.text().await.unwrap(), text);
        assert_eq!(bot.sandbox.defects(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_sent_can_be_searched_for_files_and_refused_requests_included() {
    let bot = exporter("{\"name\":\"Wren\"}".to_owned(), true).await;
    let mia = bot.sandbox.person("mia").unwrap();
    mia.command("export", &[]).await.unwrap();
    bot.sandbox
        .fault(Fault::ServerError {
            method: None,
            route: None,
            times: 1,
            status: None,
            after_effect: false,
        })
        .unwrap();
    let body = json!({ "content": "lost on the way" });
    let (status, _) = bot.call(Method::POST, "/channels/1/messages", &body).await;
    assert_eq!(status, 500);
    let requests = bot.sandbox.requests();
    let holding = |text: &str| -> Vec<u64> {
        let holding = requests
            .iter()
            .filter(|request| request.sent().contains(text));
        holding.map(|request| request.number).collect()
    };
    assert_eq!(holding("Wren"), [1], "0 registered the command");
    assert_eq!(holding("lost on the way"), [2]);
    assert_eq!(holding(&bot.sandbox.token()), Vec::<u64>::new());

    let over_http = |query: &'static str| {
        let url = format!("{}/sandbox/requests{query}", bot.sandbox.base_url());
        async move {
            let text = Client::new().get(url).send().await.unwrap().text().await;
            serde_json::from_str::<Value>(&text.unwrap()).unwrap()
        }
    };
    let all = over_http("").await;
    assert_eq!(all.as_array().unwrap().len(), 3);
    assert_eq!(all[1]["files"][0]["text"], "{\"name\":\"Wren\"}");
    assert_eq!(all[2]["status"], 500);
    assert_eq!(all[2]["body"], body);
    assert_eq!(over_http("?skip=2").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_that_no_component_names_is_not_to_be_seen() {
    let bot = Bot::start(json!([command("export")]), |one| {
        let said = answer(
            one,
            4,
            &json!({
                "flags": 1 << 15,
                "components": [{ "type": 10, "content": "Here" }],
                "attachments": [{ "id": 0, "filename": "all.json" }],
            }),
        );
        let file = Some(("all.json".to_owned(), "{}".to_owned()));
        vec![Request { file, ..said }]
    })
    .await;
    let mia = bot.sandbox.person("mia").unwrap();
    let seen = mia.command("export", &[]).await.unwrap();
    assert_eq!(seen.message().unwrap().files, []);
}
