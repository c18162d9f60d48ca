//! Every way in which an interaction begins, with everything in it that Discord puts there. That both twilight-model
//! and serenity read it is seen to when the sandbox is dropped.

use discord_sandbox::world::interactions::begin::{Deed, Given};
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::ChannelMarker};

use crate::{
    acting::{input, modal, row},
    api::Api,
};

fn given(name: &str, value: Value) -> Given {
    Given {
        name: name.to_owned(),
        value,
    }
}

/// Lets Mia act and gives what the bot is told. The gateway has read it as well by then.
fn act(api: &Api, channel: Id<ChannelMarker>, deed: &Deed) -> Value {
    let mia = api.user("mia");
    let told = api.told(
        |world| {
            world.begin(mia, channel, deed).unwrap();
        },
        "INTERACTION_CREATE",
    );
    api.begin("mia", channel, deed);
    told
}

#[tokio::test]
async fn a_command_with_every_type_of_option() {
    let api = Api::start().await;
    let option = |kind: u8, name: &str| json!({ "type": kind, "name": name, "description": "It" });
    let command = api
        .command(json!({ "name": "all", "description": "All", "options": [
            option(3, "text"), option(4, "whole"), option(5, "yes"), option(6, "who"),
            option(7, "where"), option(8, "role"), option(9, "any"), option(10, "number"),
        ] }))
        .await;
    let (help, ravi, data) = (api.channel("help"), api.user("ravi"), api.role("Data"));
    let deed = Deed::Command {
        command,
        path: Vec::new(),
        options: vec![
            given("text", json!("postgres")),
            given("whole", json!(3)),
            given("yes", json!(true)),
            given("who", json!(ravi)),
            given("where", json!(help)),
            given("role", json!(data)),
            given("any", json!(data)),
            given("number", json!(1.5)),
        ],
    };
    let told = act(&api, help, &deed);
    let resolved = &told["data"]["resolved"];
    assert_eq!(resolved["users"][ravi.to_string()]["username"], "ravi");
    assert_eq!(resolved["roles"][&data]["name"], "Data");
    let channel = &resolved["channels"][help.to_string()];
    assert_eq!(channel["name"], "help");
    assert!(channel["permissions"].is_string());
    assert_eq!(told["data"]["guild_id"], api.guild());
}

#[tokio::test]
async fn subcommands_nest_their_options() {
    let api = Api::start().await;
    let command = api
        .command(
            json!({ "name": "round", "description": "Rounds", "options": [
            { "type": 2, "name": "admin", "description": "For admins", "options": [
                { "type": 1, "name": "preview", "description": "Shows", "options": [
                    { "type": 3, "name": "which", "description": "Which" },
                ] },
            ] },
        ] }),
        )
        .await;
    let help = api.channel("help");
    let deed = |path: &[&str]| Deed::Command {
        command,
        path: path.iter().map(ToString::to_string).collect(),
        options: Vec::new(),
    };
    assert!(api.try_begin("mia", help, &deed(&[])).is_err());
    assert!(api.try_begin("mia", help, &deed(&["admin"])).is_err());
    assert!(
        api.try_begin("mia", help, &deed(&["admin", "other"]))
            .is_err()
    );
    let told = act(
        &api,
        help,
        &Deed::Command {
            command,
            path: vec!["admin".to_owned(), "preview".to_owned()],
            options: vec![given("which", json!("coffee"))],
        },
    );
    let group = &told["data"]["options"][0];
    assert_eq!(group["name"], "admin");
    assert_eq!(group["options"][0]["name"], "preview");
    assert_eq!(group["options"][0]["options"][0]["value"], "coffee");
    let begun = api.begin("mia", help, &deed(&["admin", "preview"]));
    api.call_back(&begun, json!({ "type": 4, "data": { "content": "Here" } }))
        .await
        .ok();
    let original = api.get(&begun.webhook("/messages/@original")).await;
    assert_eq!(original.ok()["interaction"]["name"], "round admin preview");
}

#[tokio::test]
async fn context_menus_bring_their_target() {
    let api = Api::start().await;
    let on_user = api
        .command(json!({ "name": "What can they teach?", "type": 2 }))
        .await;
    let on_message = api
        .command(json!({ "name": "Thanks for this", "type": 3 }))
        .await;
    let (help, ravi) = (api.channel("help"), api.user("ravi"));
    let told = act(
        &api,
        help,
        &Deed::UserCommand {
            command: on_user,
            target: ravi,
        },
    );
    assert_eq!(told["data"]["target_id"], ravi.to_string());
    assert!(told["data"]["resolved"]["members"][ravi.to_string()].is_object());
    let message = api
        .world(|world| world.write_as_person(ravi, help, "Try VACUUM"))
        .unwrap();
    let deed = Deed::MessageCommand {
        command: on_message,
        target: message,
    };
    let told = act(&api, help, &deed);
    assert_eq!(
        told["data"]["resolved"]["messages"][message.to_string()]["author"]["username"],
        "ravi"
    );
    let elsewhere = api.channel("general");
    assert!(api.try_begin("mia", elsewhere, &deed).is_err());
}

#[tokio::test]
async fn autocomplete_marks_what_is_typed() {
    let api = Api::start().await;
    let command = api
        .command(
            json!({ "name": "teach", "description": "Teach", "options": [
            { "type": 3, "name": "skill", "description": "Which", "autocomplete": true },
            { "type": 3, "name": "note", "description": "Note" },
        ] }),
        )
        .await;
    let help = api.channel("help");
    let typing = |focused: &str| Deed::Autocomplete {
        command,
        path: Vec::new(),
        options: vec![given("skill", json!("kube")), given("note", json!("x"))],
        focused: focused.to_owned(),
    };
    let told = act(&api, help, &typing("skill"));
    assert_eq!(told["type"], 4);
    assert_eq!(told["data"]["options"][0]["focused"], true);
    assert!(told["data"]["options"][1].get("focused").is_none());
    assert!(api.try_begin("mia", help, &typing("note")).is_err());
}

#[tokio::test]
async fn every_kind_of_component_can_be_used() {
    let api = Api::start().await;
    let select = |kind: u8, id: &str| json!({ "type": 1, "components": [{ "type": kind, "custom_id": id }] });
    let sent = api
        .post(
            &api.messages("help"),
            json!({ "content": "Choose", "components": [
                { "type": 1, "components": [{ "type": 3, "custom_id": "s3", "options": [
                    { "label": "One", "value": "1" },
                ] }] },
                select(5, "s5"), select(6, "s6"), select(7, "s7"), select(8, "s8"),
            ] }),
        )
        .await;
    let message = sent.ok()["id"].as_str().unwrap().parse().unwrap();
    let help = api.channel("help");
    let (ravi, data) = (api.user("ravi").to_string(), api.role("Data"));
    let choose = |custom_id: &str, value: &str| Deed::Component {
        message,
        custom_id: custom_id.to_owned(),
        values: vec![value.to_owned()],
    };
    for (custom_id, kind, value, resolved) in [
        ("s3", 3, "1", None),
        ("s5", 5, ravi.as_str(), Some("users")),
        ("s6", 6, data.as_str(), Some("roles")),
        ("s7", 7, ravi.as_str(), Some("users")),
        ("s8", 8, help.to_string().as_str(), Some("channels")),
    ] {
        let told = act(&api, help, &choose(custom_id, value));
        assert_eq!(told["type"], 3);
        assert_eq!(told["data"]["component_type"], kind);
        assert_eq!(told["data"]["values"], json!([value]));
        assert_eq!(told["message"]["id"], message.to_string());
        if let Some(resolved) = resolved {
            assert!(told["data"]["resolved"][resolved][value].is_object());
        }
    }
    assert!(api.try_begin("mia", help, &choose("s3", "2")).is_err());
    assert!(api.try_begin("mia", help, &choose("s6", "1")).is_err());
}

#[tokio::test]
async fn a_disabled_button_cannot_be_clicked() {
    let api = Api::start().await;
    let mut button = row("go");
    button["components"][0]["disabled"] = json!(true);
    let sent = api
        .post(
            &api.messages("help"),
            json!({ "content": "Here", "components": [button] }),
        )
        .await;
    let deed = Deed::Component {
        message: sent.ok()["id"].as_str().unwrap().parse().unwrap(),
        custom_id: "go".to_owned(),
        values: Vec::new(),
    };
    assert!(api.try_begin("mia", api.channel("help"), &deed).is_err());
}

#[tokio::test]
async fn an_ephemeral_button_is_only_for_the_one_who_sees_it() {
    let api = Api::start().await;
    let begun = api.used_command().await;
    api.call_back(
        &begun,
        json!({ "type": 4, "data": { "content": "Psst", "flags": 64, "components": [row("go")] } }),
    )
    .await
    .ok();
    let original = api.get(&begun.webhook("/messages/@original")).await;
    let deed = Deed::Component {
        message: original.ok()["id"].as_str().unwrap().parse().unwrap(),
        custom_id: "go".to_owned(),
        values: Vec::new(),
    };
    let help = api.channel("help");
    assert!(api.try_begin("ravi", help, &deed).is_err());
    let told = act(&api, help, &deed);
    assert_eq!(told["message"]["flags"], 64);
}

#[tokio::test]
async fn in_threads_and_dms_too() {
    let api = Api::start().await;
    let thread = api
        .post(
            &format!("/channels/{}/threads", api.channel("help")),
            json!({ "name": "Talk", "type": 11 }),
        )
        .await;
    let thread = thread.ok()["id"].as_str().unwrap().to_owned();
    let dm = api.dm("mia").await;
    for (place, context) in [(thread, 0), (dm, 1)] {
        let sent = api
            .post(
                &format!("/channels/{place}/messages"),
                json!({ "content": "Who?", "components": [
                    row("go"), { "type": 1, "components": [{ "type": 5, "custom_id": "who" }] },
                ] }),
            )
            .await;
        let message = sent.ok()["id"].as_str().unwrap().parse().unwrap();
        let place: Id<ChannelMarker> = place.parse().unwrap();
        let told = act(
            &api,
            place,
            &Deed::Component {
                message,
                custom_id: "go".to_owned(),
                values: Vec::new(),
            },
        );
        assert_eq!(told["context"], context);
        assert_eq!(told["channel"]["id"], place.to_string());
        let ravi = Deed::Component {
            message,
            custom_id: "who".to_owned(),
            values: vec![api.user("ravi").to_string()],
        };
        assert_eq!(
            api.try_begin("mia", place, &ravi).is_err(),
            context == 1,
            "in a DM only two people can be chosen"
        );
    }
}

#[tokio::test]
async fn a_modal_with_every_kind_of_field() {
    let api = Api::start().await;
    let (opener, message) = api.clicked().await;
    let labelled = |component: Value| json!({ "type": 18, "label": "It", "component": component });
    api.call_back(
        &opener,
        modal(&[
            input("text"),
            labelled(json!({ "type": 3, "custom_id": "pick", "options": [{ "label": "A", "value": "a" }] })),
            labelled(json!({ "type": 5, "custom_id": "who" })),
            labelled(json!({ "type": 8, "custom_id": "where" })),
            json!({ "type": 10, "content": "Thank you" }),
        ]),
    )
    .await
    .ok();
    let help = api.channel("help");
    let told = act(
        &api,
        help,
        &Deed::Modal {
            opened_by: opener.id,
            fields: vec![
                ("text".to_owned(), vec!["Because".to_owned()]),
                ("pick".to_owned(), vec!["a".to_owned()]),
                ("who".to_owned(), vec![api.user("ravi").to_string()]),
                ("where".to_owned(), vec![help.to_string()]),
            ],
        },
    );
    assert_eq!(
        told["message"]["id"], message,
        "it was opened from this message"
    );
    let components = &told["data"]["components"];
    assert_eq!(components[1]["component"]["values"], json!(["a"]));
    assert_eq!(components[4]["type"], 10);
}

#[tokio::test]
#[should_panic(expected = "the sandbox is wrong: planted")]
async fn the_look_at_the_sandboxs_own_mistakes_is_not_blind() {
    let api = Api::start().await;
    api.world(|world| world.defect("the sandbox is wrong: planted"));
}
