//! What becomes of messages.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{TimeDelta, TimeZone, Utc};
use serde_json::json;
use twilight_model::{channel::ChannelType, id::Id};

use super::*;
use crate::{
    clock::ClockMode,
    error::ApiError,
    sandbox::Options,
    validate::message::{self, MessageForm, Rules},
};

/// A world with the small cast at a standing clock, its `#help` channel, and the bot.
fn world() -> (World, Id<ChannelMarker>, Id<UserMarker>) {
    let start = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
    let mut world = World::new(ClockMode::Moved(start));
    crate::cast::settle_in(&mut world, &Options::default());
    world.take_dispatches();
    let help = world
        .channels
        .values()
        .find(|channel| channel.name == "help")
        .map(|channel| channel.id)
        .unwrap();
    let bot = world.application.bot;
    (world, help, bot)
}

fn form(body: &serde_json::Value) -> MessageForm {
    message::read(Some(body), &[], &Rules::create()).unwrap()
}

fn pass(world: &mut World, time: TimeDelta) {
    world.clock = ClockMode::Moved(world.now() + time);
    world.pass_time();
}

fn events(world: &mut World) -> Vec<&'static str> {
    world
        .take_dispatches()
        .into_iter()
        .map(|dispatch| dispatch.event)
        .collect()
}

#[test]
fn only_whom_a_message_allows_is_pinged() {
    let (mut world, help, bot) = world();
    let (mia, ravi) = (
        world.user_named("mia").unwrap(),
        world.user_named("ravi").unwrap(),
    );
    let text = format!("<@{mia}> <@{ravi}> @everyone");
    let pinged = |world: &mut World, allowed: serde_json::Value| {
        let mut body = json!({ "content": text });
        if !allowed.is_null() {
            body["allowed_mentions"] = allowed;
        }
        let id = world.send(help, bot, form(&body)).unwrap();
        let message = world.message(help, id).unwrap();
        (message.mentions.clone(), message.mention_everyone)
    };
    assert_eq!(pinged(&mut world, json!(null)), (vec![mia, ravi], false));
    assert_eq!(pinged(&mut world, json!({ "parse": [] })), (vec![], false));
    assert_eq!(
        pinged(&mut world, json!({ "users": [ravi] })),
        (vec![ravi], false)
    );
}

#[test]
fn text_displays_ping_too() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let body = json!({ "flags": 1 << 15, "components": [
        { "type": 17, "components": [{ "type": 10, "content": format!("<@{mia}>") }] },
    ] });
    let id = world.send(help, bot, form(&body)).unwrap();
    assert_eq!(world.message(help, id).unwrap().mentions, vec![mia]);
}

#[test]
fn an_enforced_nonce_gives_the_message_back_for_three_minutes() {
    let (mut world, help, bot) = world();
    let body = json!({ "content": "x", "nonce": "r1", "enforce_nonce": true });
    let first = world.send(help, bot, form(&body)).unwrap();
    pass(&mut world, TimeDelta::seconds(179));
    assert_eq!(world.send(help, bot, form(&body)).unwrap(), first);
    pass(&mut world, TimeDelta::seconds(1));
    assert_ne!(world.send(help, bot, form(&body)).unwrap(), first);
}

#[test]
fn a_nonce_that_is_not_enforced_makes_a_new_message() {
    let (mut world, help, bot) = world();
    let body = json!({ "content": "x", "nonce": "r1" });
    let first = world.send(help, bot, form(&body)).unwrap();
    assert_ne!(world.send(help, bot, form(&body)).unwrap(), first);
}

#[test]
fn an_ephemeral_message_is_announced_to_nobody() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let before = world.channels[&help].last_message_id;
    let extra = Extra {
        visible_to: Some(mia),
        ..Extra::default()
    };
    let id = world
        .post(
            help,
            bot,
            form(&json!({ "content": "for you" })).into(),
            extra,
        )
        .unwrap();
    let message = world.message(help, id).unwrap();
    assert!(message.flags.contains(MessageFlags::EPHEMERAL));
    assert_eq!(world.channels[&help].last_message_id, before);
    world.edit_message(help, id, form(&json!({ "content": "still" })).into());
    world.remove_message(help, id);
    assert_eq!(events(&mut world), Vec::<&str>::new());
}

#[test]
fn an_edit_changes_what_it_names_and_leaves_the_rest() {
    let (mut world, help, bot) = world();
    let body = json!({ "content": "a", "embeds": [{ "title": "t" }] });
    let id = world.send(help, bot, form(&body)).unwrap();
    pass(&mut world, TimeDelta::minutes(1));
    let change = Change {
        content: Some("b".to_owned()),
        ..Change::default()
    };
    world.edit_message(help, id, change);
    let message = world.message(help, id).unwrap();
    assert_eq!(message.content, "b");
    assert_eq!(message.embeds.len(), 1);
    assert_eq!(message.edited_at, Some(world.now()));
    assert_eq!(events(&mut world), ["MESSAGE_CREATE", "MESSAGE_UPDATE"]);
}

#[test]
fn filling_in_a_promised_message_is_no_edit() {
    let (mut world, help, bot) = world();
    let extra = Extra {
        loading: true,
        ..Extra::default()
    };
    let id = world.post(help, bot, Draft::default(), extra).unwrap();
    assert!(
        world
            .message(help, id)
            .unwrap()
            .flags
            .contains(MessageFlags::LOADING)
    );
    world.edit_message(help, id, form(&json!({ "content": "done" })).into());
    let message = world.message(help, id).unwrap();
    assert_eq!(message.edited_at, None);
    assert!(!message.flags.contains(MessageFlags::LOADING));
}

#[test]
fn closed_dms_and_strangers_cannot_be_written_to() {
    let (mut world, _, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let olu = world.user_named("olu").unwrap();
    let (to_mia, to_olu) = (world.open_dm_with_bot(mia), world.open_dm_with_bot(olu));
    let send = |world: &mut World, dm| {
        let sent = world.send(dm, bot, form(&json!({ "content": "hi" })));
        sent.map(|_| ())
    };
    assert_eq!(send(&mut world, to_mia), Ok(()));
    assert_eq!(send(&mut world, to_olu), Err(ApiError::no_mutual_guilds()));
    world.users.get_mut(&mia).unwrap().dms_open = false;
    assert_eq!(send(&mut world, to_mia), Err(ApiError::cannot_dm()));
    // Who closed theirs may still write.
    assert!(world.write_as_person(mia, to_mia, "hello").is_ok());
}

#[test]
fn people_wait_in_slow_mode_and_bots_do_not() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    world.change_channel(help, |channel| channel.slowmode = 30);
    world.write_as_person(mia, help, "one").unwrap();
    pass(&mut world, TimeDelta::seconds(10));
    let refused = world.write_as_person(mia, help, "two").unwrap_err();
    assert_eq!(refused.code, ApiError::slowmode().code);
    assert_eq!(refused.retry_after, Some(20.0));
    pass(&mut world, TimeDelta::seconds(20));
    assert!(world.write_as_person(mia, help, "two").is_ok());
    for _ in 0..2 {
        assert!(
            world
                .send(help, bot, form(&json!({ "content": "x" })))
                .is_ok()
        );
    }
}

#[test]
fn a_category_holds_no_messages() {
    let (mut world, help, bot) = world();
    let guild = world.channels[&help].guild_id;
    let mut category =
        crate::world::channel::Channel::new(world.next_id(), ChannelType::GuildCategory, "Rooms");
    category.guild_id = guild;
    let id = world.add_channel(category);
    assert_eq!(
        world.send(id, bot, form(&json!({ "content": "x" }))),
        Err(ApiError::not_a_text_channel())
    );
}
