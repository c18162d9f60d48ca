//! Commands, context menus, autocomplete, and what becomes of them.

use discord_sandbox::{Answer, Rule, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bot::{Bot, answer, command, options, say, webhook};

fn askfor() -> Value {
    json!({
        "name": "askfor", "description": "Ask", "type": 1,
        "options": [
            { "type": 3, "name": "skill", "description": "Which", "required": true, "autocomplete": true },
            { "type": 3, "name": "level", "description": "How much",
              "choices": [{ "name": "A little", "value": "starter" }, { "name": "A lot", "value": "talk" }] },
            { "type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 5 },
            { "type": 6, "name": "who", "description": "Whom" },
            { "type": 7, "name": "where", "description": "Where", "channel_types": [0] },
            { "type": 8, "name": "role", "description": "Role" },
            { "type": 5, "name": "quiet", "description": "Whether" },
            { "type": 3, "name": "note", "description": "Note", "min_length": 3, "max_length": 6 },
        ],
    })
}

/// Says the options as the bot got them, and suggests what is typed.
fn echo(interaction: &Value) -> Vec<crate::bot::Request> {
    let options = &interaction["data"]["options"];
    if interaction["type"] == 4 {
        let typed = options
            .as_array()
            .unwrap()
            .iter()
            .find(|option| option["focused"] == true)
            .unwrap()["value"]
            .as_str()
            .unwrap();
        let choices = json!({ "choices": [{ "name": format!("{typed}ernetes"), "value": "k8s" }] });
        return vec![answer(interaction, 8, &choices)];
    }
    let said: Vec<String> = options
        .as_array()
        .into_iter()
        .flatten()
        .map(|option| format!("{}={}", option["name"].as_str().unwrap(), option["value"]))
        .collect();
    say(interaction, &format!("Heard {}", said.join(" ")))
}

#[tokio::test]
async fn a_command_is_answered_and_read() {
    let bot = Bot::start(json!([command("hello")]), |one| say(one, "Hello there")).await;
    let mia = bot.sandbox.person("mia").unwrap().in_channel("help");
    let outcome = mia.command("hello", &[]).await.unwrap();
    assert_eq!(
        outcome.to_string(),
        "#help · Potluck\n↪ Mia used /hello\nHello there"
    );
    assert_eq!(mia.unread(), [], "the answer to an act is read");
    let ravi = bot.sandbox.person("ravi").unwrap();
    assert_eq!(ravi.unread().len(), 1, "others have not read it");
    ravi.mark_read();
    assert_eq!(ravi.unread(), []);
    assert_eq!(bot.sandbox.defects(), Vec::<String>::new());
}

#[tokio::test]
async fn options_are_filled_in_as_people_say_them() {
    let bot = Bot::start(json!([askfor()]), echo).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let ravi = bot.sandbox.person("ravi").unwrap().id();
    let help = mia.sees().place("help").unwrap().id;
    let outcome = mia
        .command(
            "/askfor",
            &[
                ("skill", " Postgres ".into()),
                ("level", "A lot".into()),
                ("count", 3.into()),
                ("who", "@Ravi".into()),
                ("where", "#help".into()),
                ("quiet", true.into()),
            ],
        )
        .await
        .unwrap();
    assert_eq!(
        outcome.message().unwrap().text,
        format!(
            "Heard skill=\"Postgres\" level=\"talk\" count=3 who=\"{ravi}\" where=\"{help}\" quiet=true"
        )
    );
}

#[tokio::test]
async fn what_the_client_would_refuse_never_reaches_the_bot() {
    let bot = Bot::start(json!([askfor()]), echo).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let skill = ("skill", "rust".into());
    for (options, rule) in [
        (vec![], Rule::Required),
        (vec![("skill", "  ".into())], Rule::Required),
        (
            vec![skill.clone(), ("colour", "red".into())],
            Rule::UnknownOption,
        ),
        (
            vec![skill.clone(), ("level", "Some".into())],
            Rule::BadValue,
        ),
        (vec![skill.clone(), ("count", 6.into())], Rule::BadValue),
        (
            vec![skill.clone(), ("count", "many".into())],
            Rule::BadValue,
        ),
        (vec![skill.clone(), ("who", "olu".into())], Rule::BadValue),
        (
            vec![skill.clone(), ("where", "managers".into())],
            Rule::BadValue,
        ),
        (
            vec![skill.clone(), ("role", "Nobody".into())],
            Rule::BadValue,
        ),
        (vec![skill.clone(), ("quiet", 1.into())], Rule::BadValue),
        (vec![skill.clone(), ("note", "ab".into())], Rule::TextLength),
        (vec![skill, ("note", "abcdefg".into())], Rule::TextLength),
    ] {
        let refusal = mia.command("askfor", &options).await.unwrap_err();
        assert_eq!(refusal.rule, rule, "{options:?}: {refusal}");
    }
    for unknown in ["nothing", "askfor now"] {
        let refusal = mia.command(unknown, &[]).await.unwrap_err();
        assert_eq!(refusal.rule, Rule::UnknownCommand);
    }
    assert!(bot.sandbox.defects().is_empty());
    assert_eq!(bot.sandbox.requests().len(), 1, "only the registration");
}

#[tokio::test]
async fn suggestions_come_for_what_is_typed() {
    let bot = Bot::start(json!([askfor()]), echo).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let choices = mia
        .autocomplete("askfor", "skill", "kub", &[])
        .await
        .unwrap();
    assert_eq!(choices[0].name, "kubernetes");
    assert_eq!(choices[0].value, "k8s");
    let refusal = mia
        .autocomplete("askfor", "note", "x", &[])
        .await
        .unwrap_err();
    assert_eq!(refusal.rule, Rule::NoAutocomplete);
}

#[tokio::test]
async fn subcommands_are_typed_as_words() {
    let round = json!({
        "name": "round", "description": "Rounds", "type": 1,
        "options": [{ "type": 1, "name": "preview", "description": "Look" }],
    });
    let bot = Bot::start(json!([round]), |one| {
        say(one, one["data"]["options"][0]["name"].as_str().unwrap())
    })
    .await;
    let mia = bot.sandbox.person("mia").unwrap();
    let outcome = mia.command("round preview", &[]).await.unwrap();
    assert_eq!(
        outcome.to_string(),
        "#general · Potluck\n↪ Mia used /round preview\npreview"
    );
    let refusal = mia.command("round", &[]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::UnknownCommand);
}

#[tokio::test]
async fn context_menus_name_whom_or_what_they_are_used_on() {
    let commands = json!([
        { "name": "Thanks for this", "type": 3 },
        { "name": "What can they teach?", "type": 2 },
    ]);
    let bot = Bot::start(commands, |one| {
        let data = &one["data"];
        let target = data["target_id"].as_str().unwrap();
        let about = data["resolved"]["messages"][target]["content"]
            .as_str()
            .or_else(|| data["resolved"]["users"][target]["username"].as_str());
        say(one, about.unwrap())
    })
    .await;
    let mia = bot.sandbox.person("mia").unwrap();
    let ravi = bot.sandbox.person("ravi").unwrap();
    let message = ravi.write("help", "Try an index").unwrap();
    let outcome = mia
        .use_on_message("Thanks for this", &message)
        .await
        .unwrap();
    assert_eq!(
        outcome.to_string(),
        "#help · Potluck\n↪ Mia used Thanks for this\nTry an index"
    );
    let outcome = mia
        .use_on_member("What can they teach?", "ravi")
        .await
        .unwrap();
    assert_eq!(outcome.message().unwrap().text, "ravi");
    let refusal = mia
        .use_on_member("Thanks for this", "ravi")
        .await
        .unwrap_err();
    assert_eq!(refusal.rule, Rule::UnknownCommand);
}

#[tokio::test]
async fn a_promised_answer_is_waited_for() {
    let bot = Bot::start(json!([command("slow")]), |one| {
        vec![
            answer(one, 5, &json!({ "flags": 64 })),
            webhook(
                one,
                Method::PATCH,
                "/messages/@original",
                &json!({ "content": "At last" }),
            ),
        ]
    })
    .await;
    let mia = bot.sandbox.person("mia").unwrap();
    let outcome = mia.command("slow", &[]).await.unwrap();
    assert!(outcome.deferred);
    let message = outcome.message().unwrap();
    assert!(message.ephemeral);
    assert_eq!(message.text, "At last");
    assert_eq!(
        bot.sandbox.person("ravi").unwrap().sees().saying("At last"),
        None
    );
}

#[tokio::test]
async fn a_bot_that_does_not_answer_fails_and_it_is_written_down() {
    let bot = Bot::start(json!([command("mute")]), |_| Vec::new()).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let refusal = mia.command("mute", &[]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::NoAnswer);
    assert_eq!(refusal.to_string(), "The application did not respond");
    assert_eq!(
        bot.sandbox.defects(),
        ["no answer to /mute within 3 seconds"]
    );
}

#[tokio::test]
async fn without_a_bot_there_is_nobody_to_answer() {
    let sandbox = Sandbox::start(options()).await.unwrap();
    let mia = sandbox.person("mia").unwrap();
    let refusal = mia.command("hello", &[]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::BotOffline);
}

#[tokio::test]
async fn a_command_asks_for_its_permissions() {
    let manage_guild = json!({
        "name": "setup", "description": "Set up", "type": 1, "default_member_permissions": "32",
    });
    let bot = Bot::start(json!([manage_guild]), |one| say(one, "Done")).await;
    let mia = bot.sandbox.person("mia").unwrap();
    let refusal = mia.command("setup", &[]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::CommandNotAllowed);
    let ada = bot.sandbox.person("ada").unwrap();
    let outcome = ada.command("setup", &[]).await.unwrap();
    assert!(matches!(outcome.answer, Answer::Message(_)));
}

#[tokio::test]
async fn a_command_of_servers_is_not_in_direct_messages() {
    let mut here = command("here");
    here["contexts"] = json!([0]);
    let bot = Bot::start(json!([here, command("anywhere")]), |one| say(one, "Yes")).await;
    let mia = bot.sandbox.person("mia").unwrap();
    mia.write("dm", "Hello").unwrap();
    let refusal = mia.in_dm().command("here", &[]).await.unwrap_err();
    assert_eq!(refusal.rule, Rule::UnknownCommand);
    let outcome = mia.in_dm().command("anywhere", &[]).await.unwrap();
    assert!(outcome.message().unwrap().direct);
}

#[tokio::test]
async fn a_menu_for_moderators_is_in_nobody_elses() {
    let close = json!({ "name": "Close this", "type": 3, "default_member_permissions": "8192" });
    let bot = Bot::start(json!([close]), |one| {
        let target = one["data"]["target_id"].as_str().unwrap();
        let author = &one["data"]["resolved"]["messages"][target]["author"];
        say(one, &format!("by {}", author["username"].as_str().unwrap()))
    })
    .await;
    let (ada, mia) = (
        bot.sandbox.person("ada").unwrap(),
        bot.sandbox.person("mia").unwrap(),
    );
    let message = mia.write("help", "Here").unwrap();
    let refusal = mia
        .use_on_message("Close this", &message)
        .await
        .unwrap_err();
    assert_eq!(refusal.rule, Rule::CommandNotAllowed);
    let done = ada.use_on_message("Close this", &message).await.unwrap();
    assert_eq!(done.message().unwrap().text, "by mia");
}

#[tokio::test]
async fn suggestions_inside_a_subcommand_name_what_is_typed() {
    let round = json!({
        "name": "round", "description": "Rounds", "type": 1,
        "options": [{ "type": 1, "name": "preview", "description": "Look", "options": [
            { "type": 3, "name": "which", "description": "Which", "autocomplete": true },
        ] }],
    });
    let bot = Bot::start(json!([round]), |one| {
        let sub = &one["data"]["options"][0];
        let typed = &sub["options"][0];
        assert_eq!((&sub["type"], &typed["focused"]), (&json!(1), &json!(true)));
        let choice = json!([{ "name": typed["value"], "value": sub["name"] }]);
        vec![answer(one, 8, &json!({ "choices": choice }))]
    })
    .await;
    let mia = bot.sandbox.person("mia").unwrap();
    let choices = mia
        .autocomplete("round preview", "which", "cof", &[])
        .await
        .unwrap();
    assert_eq!(choices[0].name, "cof");
    assert_eq!(choices[0].value, "preview");
}
