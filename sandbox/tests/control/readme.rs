//! Every curl example of the README is one that the sandbox understands.

use reqwest::{Client, Method};

use crate::bot::Bot;

struct Example {
    method: Method,
    path: String,
    body: String,
}

/// The `curl` examples in the README, as requests.
fn examples() -> Vec<Example> {
    let readme = include_str!("../../README.md");
    readme
        .split('`')
        .filter(|code| code.starts_with("curl "))
        .map(|code| {
            let body = code
                .split_once("-d '")
                .and_then(|(_, rest)| rest.rsplit_once('\''))
                .map_or("", |(body, _)| body);
            let method = match code.split_once("-X ") {
                Some((_, rest)) => rest.split(' ').next().unwrap().parse().unwrap(),
                None if body.is_empty() => Method::GET,
                None => Method::POST,
            };
            let path = code
                .split_once("$B")
                .unwrap()
                .1
                .split([' ', '"'])
                .next()
                .unwrap();
            Example {
                method,
                path: path.to_owned(),
                body: body.to_owned(),
            }
        })
        .collect()
}

#[tokio::test]
async fn every_example_is_understood() {
    let bot = Bot::start(serde_json::json!([]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    mia.write("dm", "Hello").unwrap();
    let help = mia.sees().place("help").unwrap().id;
    let thread = serde_json::json!({ "name": "Talk", "type": 11 });
    bot.call(Method::POST, &format!("/channels/{help}/threads"), &thread)
        .await;
    let http = Client::new();
    let examples = examples();
    assert!(examples.len() > 35, "{} examples", examples.len());
    for Example { method, path, body } in examples {
        let url = format!("{}/sandbox{path}", bot.sandbox.base_url());
        let response = http
            .request(method.clone(), url)
            .body(body.clone())
            .send()
            .await
            .unwrap();
        // The bot here has no commands, so that an act may be refused; but never for how it was asked for.
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        assert!(
            matches!(status, 200 | 201 | 204 | 409),
            "{method} {path} {body}: {status} {text}"
        );
    }
}

#[tokio::test]
async fn every_fault_in_the_table_is_one() {
    let readme = include_str!("../../README.md");
    let faults: Vec<&str> = readme
        .split('`')
        .filter(|code| code.starts_with(r#"{"fault""#))
        .collect();
    assert!(faults.len() >= 12, "{} faults", faults.len());
    for fault in faults {
        let read = serde_json::from_str::<discord_sandbox::Fault>(fault);
        assert!(read.is_ok(), "{fault}: {read:?}");
    }
}
