//! What the bot is told of an interaction in a guild and in a DM, and what does not begin at all.

use discord_sandbox::world::interactions::begin::{Deed, Given};
use serde_json::json;

use crate::api::Api;

#[tokio::test]
async fn what_people_cannot_do_does_not_begin() {
    let api = Api::start().await;
    let command = api
        .command(json!({ "name": "setup", "description": "Sets up", "default_member_permissions": "32" }))
        .await;
    let deed = Deed::Command {
        command,
        path: Vec::new(),
        options: Vec::new(),
    };
    let help = api.channel("help");
    assert!(
        api.try_begin("mia", help, &deed).is_err(),
        "lacks Manage Server"
    );
    api.begin("ada", help, &deed);
    assert!(
        api.try_begin("olu", help, &deed).is_err(),
        "is not a member"
    );
    let managers = api.channel("managers");
    assert!(
        api.try_begin("mia", managers, &deed).is_err(),
        "cannot see it"
    );
    let (_, message) = api.clicked().await;
    let deed = Deed::Component {
        message: message.parse().unwrap(),
        custom_id: "other".to_owned(),
        values: Vec::new(),
    };
    assert!(
        api.try_begin("mia", help, &deed).is_err(),
        "there is no such button"
    );
}

#[tokio::test]
async fn the_bot_is_told_everything_discord_tells() {
    let api = Api::start().await;
    let command = api
        .command(
            json!({ "name": "thanks", "description": "Thanks", "options": [
            { "type": 6, "name": "member", "description": "Whom", "required": true },
            { "type": 3, "name": "for", "description": "What for" },
        ] }),
        )
        .await;
    let (mia, ravi, help) = (api.user("mia"), api.user("ravi"), api.channel("help"));
    let deed = Deed::Command {
        command,
        path: Vec::new(),
        options: vec![Given {
            name: "member".to_owned(),
            value: json!(ravi),
        }],
    };
    let told = api.told(
        |world| {
            world.begin(mia, help, &deed).unwrap();
        },
        "INTERACTION_CREATE",
    );
    assert_eq!(told["type"], 2);
    assert_eq!(told["context"], 0);
    assert_eq!(told["data"]["options"][0]["value"], ravi.to_string());
    assert_eq!(
        told["data"]["resolved"]["users"][ravi.to_string()]["username"],
        "ravi"
    );
    assert!(told["data"]["resolved"]["members"][ravi.to_string()]["permissions"].is_string());
    assert_eq!(told["member"]["user"]["username"], "mia");
    assert!(told["member"]["permissions"].is_string());
    assert!(told["app_permissions"].is_string());
    assert_eq!(told["guild_id"], api.guild());
    assert_eq!(told["channel"]["name"], "help");
    assert_eq!(told["authorizing_integration_owners"]["0"], api.guild());
    assert!(
        told.get("user").is_none(),
        "in a guild there is a member instead"
    );
    for key in [
        "locale",
        "guild_locale",
        "entitlements",
        "attachment_size_limit",
        "version",
    ] {
        assert!(told.get(key).is_some(), "{key}");
    }
}

#[tokio::test]
async fn in_a_dm_there_is_a_user_and_two_people_to_choose_from() {
    let api = Api::start().await;
    let made = api
        .post(
            &format!("/applications/{}/commands", api.application()),
            json!({ "name": "pick", "description": "Pick", "options": [
                { "type": 6, "name": "who", "description": "Whom" },
            ] }),
        )
        .await;
    let command = made.ok()["id"].as_str().unwrap().parse().unwrap();
    let dm = api.dm("mia").await.parse().unwrap();
    let pick = |who: &str| Deed::Command {
        command,
        path: Vec::new(),
        options: vec![Given {
            name: "who".to_owned(),
            value: json!(api.user(who)),
        }],
    };
    assert!(api.try_begin("mia", dm, &pick("ravi")).is_err());
    assert!(
        api.try_begin("ravi", dm, &pick("ravi")).is_err(),
        "it is Mia's"
    );
    let (mia, deed) = (api.user("mia"), pick("potluck"));
    let told = api.told(
        |world| {
            world.begin(mia, dm, &deed).unwrap();
        },
        "INTERACTION_CREATE",
    );
    assert_eq!(told["user"]["username"], "mia");
    assert_eq!(told["context"], 1);
    assert_eq!(told["authorizing_integration_owners"]["0"], "0");
    assert!(told.get("member").is_none());
    assert!(told.get("guild_id").is_none());
}

#[tokio::test]
async fn only_channels_of_the_kinds_asked_for_can_be_chosen() {
    let api = Api::start().await;
    let command = api
        .command(
            json!({ "name": "setup", "description": "Sets up", "options": [
            { "type": 7, "name": "voice", "description": "Where", "channel_types": [2] },
            { "type": 7, "name": "text", "description": "Where", "channel_types": [0, 5] },
        ] }),
        )
        .await;
    let help = api.channel("help");
    let pick = |option: &str, channel: &str| Deed::Command {
        command,
        path: Vec::new(),
        options: vec![Given {
            name: option.to_owned(),
            value: json!(api.channel(channel)),
        }],
    };
    api.begin("mia", help, &pick("text", "general"));
    assert!(
        api.try_begin("mia", help, &pick("voice", "general"))
            .is_err()
    );
    assert!(
        api.try_begin("mia", help, &pick("text", "managers"))
            .is_err(),
        "Mia cannot see it"
    );
}

#[tokio::test]
async fn those_before_screening_cannot_act_yet() {
    let api = Api::start().await;
    let command = api
        .command(json!({ "name": "hello", "description": "Says hello" }))
        .await;
    let deed = Deed::Command {
        command,
        path: Vec::new(),
        options: Vec::new(),
    };
    let (sam, help) = (api.user("sam"), api.channel("help"));
    let guild = api.sandbox.guild_id();
    api.world(|world| world.join(guild, sam, true));
    assert!(api.try_begin("sam", help, &deed).is_err());
    api.world(|world| world.change_member(guild, sam, |member| member.pending = false));
    api.begin("sam", help, &deed);
}
