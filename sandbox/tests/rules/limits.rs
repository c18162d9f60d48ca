//! How much of anything there can be.

use serde_json::json;
use twilight_model::{
    channel::ChannelType,
    id::{Id, marker::ChannelMarker},
};

use discord_sandbox::world::{
    channel::Channel,
    guild::Role,
    threads::{MOST_ACTIVE, MOST_MEMBERS, NewThread},
};

use crate::api::Api;

/// Lets the bot do everything: here it is only about numbers.
fn own_the_guild(api: &Api) {
    api.world(|world| {
        let bot = world.application.bot;
        for guild in world.guilds.values_mut() {
            guild.owner = bot;
        }
    });
}

/// Adds channels of a kind to the guild, below a category or not.
fn add_channels(api: &Api, count: usize, parent: Option<Id<ChannelMarker>>) {
    let guild = api.sandbox.guild_id();
    api.world(|world| {
        for number in 0..count {
            let mut channel = Channel::new(
                world.next_id(),
                ChannelType::GuildText,
                format!("c{number}"),
            );
            channel.guild_id = Some(guild);
            channel.parent_id = parent;
            world.add_channel(channel);
        }
    });
}

#[tokio::test]
async fn a_guild_has_500_channels() {
    let api = Api::start().await;
    own_the_guild(&api);
    let path = format!("/guilds/{}/channels", api.guild());
    let there = api.world(|world| {
        world
            .channels
            .values()
            .filter(|channel| channel.guild_id.is_some())
            .count()
    });
    add_channels(&api, 499 - there, None);
    api.post(&path, json!({ "name": "last" })).await.ok();
    api.post(&path, json!({ "name": "more" }))
        .await
        .refused(400, 30013);
}

#[tokio::test]
async fn a_category_holds_50_and_is_a_category() {
    let api = Api::start().await;
    own_the_guild(&api);
    let path = format!("/guilds/{}/channels", api.guild());
    let category = api.post(&path, json!({ "name": "Rooms", "type": 4 })).await;
    let category = category.ok()["id"].as_str().unwrap().to_owned();
    add_channels(&api, 50, Some(category.parse().unwrap()));
    api.post(&path, json!({ "name": "more", "parent_id": category }))
        .await
        .form("parent_id", "CHANNEL_PARENT_MAX_CHANNELS");
    api.post(
        &path,
        json!({ "name": "more", "parent_id": api.channel("help") }),
    )
    .await
    .form("parent_id", "CHANNEL_PARENT_INVALID_TYPE");
}

#[tokio::test]
async fn a_guild_has_250_roles() {
    let api = Api::start().await;
    own_the_guild(&api);
    let guild = api.sandbox.guild_id();
    api.world(|world| {
        let there = world.guilds[&guild].roles.len();
        for number in there..250 {
            let role = Role::new(world.next_id(), format!("r{number}"), 1);
            world.add_role(guild, role);
        }
    });
    api.post(&format!("/guilds/{guild}/roles"), json!({ "name": "more" }))
        .await
        .refused(400, 30005);
}

#[tokio::test]
async fn a_guild_has_1000_active_threads() {
    let api = Api::start().await;
    let help = api.channel("help");
    api.world(|world| {
        let bot = world.application.bot;
        for _ in 0..MOST_ACTIVE {
            let thread = NewThread {
                name: "t".to_owned(),
                kind: ChannelType::PrivateThread,
                auto_archive: None,
                invitable: true,
                slowmode: 0,
                from: None,
            };
            world.open_thread(help, bot, thread);
        }
        // What the gateway announces of them is not what this is about.
        world.take_dispatches();
    });
    api.post(
        &format!("/channels/{help}/threads"),
        json!({ "name": "one more", "type": 11 }),
    )
    .await
    .refused(400, 160_006);
    let message = api.message("help", "Here").await;
    api.post(
        &format!("{}/{message}/threads", api.messages("help")),
        json!({ "name": "one more" }),
    )
    .await
    .refused(400, 160_006);
}

#[tokio::test]
async fn a_thread_has_1000_members() {
    let api = Api::start().await;
    let help = api.channel("help");
    let opened = api
        .post(
            &format!("/channels/{help}/threads"),
            json!({ "name": "full", "type": 12 }),
        )
        .await;
    let thread = opened.ok()["id"].as_str().unwrap().to_owned();
    let id: Id<ChannelMarker> = thread.parse().unwrap();
    api.world(|world| {
        let now = world.now();
        let thread = world.channels.get_mut(&id).unwrap();
        let members = &mut thread.thread.as_mut().unwrap().members;
        let there = members.len();
        members.extend(
            (1..)
                .map(Id::new)
                .take(MOST_MEMBERS - there)
                .map(|id| (id, now)),
        );
    });
    let mia = api.user("mia");
    api.send(
        "PUT",
        &format!("/channels/{thread}/thread-members/{mia}"),
        None,
    )
    .await
    .refused(400, 30033);
}

#[tokio::test]
async fn a_message_has_20_kinds_of_reactions() {
    let api = Api::start().await;
    own_the_guild(&api);
    let message = api.message("help", "Here").await;
    let path = format!("{}/{message}/reactions", api.messages("help"));
    for code in 0..20 {
        let emoji = char::from_u32(0x1F600 + code).unwrap();
        api.send("PUT", &format!("{path}/{emoji}/@me"), None)
            .await
            .ok();
    }
    api.send("PUT", &format!("{path}/🍲/@me"), None)
        .await
        .refused(400, 30010);
    // One that is there already can be joined in.
    api.send("PUT", &format!("{path}/😀/@me"), None).await.ok();
}

#[tokio::test]
async fn a_channel_has_250_pins() {
    let api = Api::start().await;
    own_the_guild(&api);
    let help = api.channel("help");
    let message = api.message("help", "Here").await;
    api.world(|world| {
        let bot = world.application.bot;
        for _ in 0..250 {
            let id = world.write_as_person(bot, help, "x").unwrap();
            let place = world.channels.get_mut(&help).unwrap();
            place.messages.get_mut(&id).unwrap().pinned = true;
        }
    });
    api.send(
        "PUT",
        &format!("/channels/{help}/messages/pins/{message}"),
        None,
    )
    .await
    .refused(400, 30003);
}

#[tokio::test]
async fn a_file_has_ten_mebibytes() {
    let api = Api::start().await;
    let path = api.messages("help");
    let most = "x".repeat(10 * 1024 * 1024);
    api.send_files(&path, &json!({}), &[("files[0]", "a.txt", &most)])
        .await
        .ok();
    let more = format!("{most}x");
    api.send_files(&path, &json!({}), &[("files[0]", "a.txt", &more)])
        .await
        .refused(413, 40005);
}
