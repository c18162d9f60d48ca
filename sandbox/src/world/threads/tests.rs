//! What becomes of threads.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::TimeZone;

use super::*;
use crate::{clock::ClockMode, error::ApiError, sandbox::Options};

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

fn new(kind: ChannelType, minutes: u16) -> NewThread {
    NewThread {
        name: "t".to_owned(),
        kind,
        auto_archive: Some(minutes),
        invitable: true,
        slowmode: 0,
        from: None,
    }
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

fn archived(world: &World, id: Id<ChannelMarker>) -> bool {
    world.channels[&id].thread.as_ref().unwrap().archived
}

#[test]
fn a_thread_from_a_message_has_its_id_and_begins_with_it() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let message = world.write_as_person(mia, help, "hello").unwrap();
    world.take_dispatches();
    let thread = NewThread {
        from: Some(message),
        ..new(ChannelType::PublicThread, 60)
    };
    let id = world.open_thread(help, bot, thread).unwrap();
    assert_eq!(id.get(), message.get());
    assert!(world.message(help, message).unwrap().has_thread);
    let first = world.channels[&id].messages.values().next().unwrap();
    assert_eq!(first.kind, MessageType::ThreadStarterMessage);
    assert_eq!(
        world.channels[&id].thread.as_ref().unwrap().message_count,
        0
    );
    assert_eq!(
        events(&mut world),
        ["THREAD_CREATE", "MESSAGE_UPDATE", "MESSAGE_CREATE"]
    );
}

#[test]
fn quiet_archives_and_speech_wakes() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let id = world
        .open_thread(help, bot, new(ChannelType::PublicThread, 60))
        .unwrap();
    pass(&mut world, TimeDelta::minutes(30));
    world.write_as_person(mia, id, "hello").unwrap();
    assert_eq!(world.next_due(), Some(world.now() + TimeDelta::minutes(60)));
    pass(&mut world, TimeDelta::minutes(59));
    assert!(!archived(&world, id));
    world.take_dispatches();
    pass(&mut world, TimeDelta::minutes(1));
    assert!(archived(&world, id));
    assert_eq!(events(&mut world), ["THREAD_UPDATE"]);
    assert_eq!(world.next_due(), None);
    world.write_as_person(mia, id, "again").unwrap();
    assert!(!archived(&world, id));
}

#[test]
fn who_writes_or_is_pinged_is_in_the_thread() {
    let (mut world, help, bot) = world();
    let (mia, ravi) = (
        world.user_named("mia").unwrap(),
        world.user_named("ravi").unwrap(),
    );
    let id = world
        .open_thread(help, bot, new(ChannelType::PublicThread, 60))
        .unwrap();
    world
        .write_as_person(mia, id, &format!("what do you think, <@{ravi}>?"))
        .unwrap();
    let members: Vec<_> = world.channels[&id]
        .thread
        .as_ref()
        .unwrap()
        .members
        .keys()
        .copied()
        .collect();
    assert!(members.contains(&mia) && members.contains(&ravi) && members.contains(&bot));
}

#[test]
fn a_locked_thread_is_for_moderators() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let id = world
        .open_thread(help, bot, new(ChannelType::PublicThread, 60))
        .unwrap();
    let change = ThreadChange {
        locked: Some(true),
        ..ThreadChange::default()
    };
    world.change_thread(id, bot, change);
    assert_eq!(
        world.write_as_person(mia, id, "x"),
        Err(ApiError::thread_locked())
    );
    assert!(world.write_as_person(bot, id, "x").is_ok());
}

#[test]
fn adding_and_removing_somebody_is_told_once() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let id = world
        .open_thread(help, bot, new(ChannelType::PrivateThread, 60))
        .unwrap();
    world.take_dispatches();
    world.add_thread_member(id, mia, bot);
    world.add_thread_member(id, mia, bot);
    let told = world.take_dispatches();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].event, "THREAD_MEMBERS_UPDATE");
    assert_eq!(told[1].event, "MESSAGE_CREATE");
    assert_eq!(told[1].data["mentions"][0]["username"], "mia");
    world.remove_thread_member(id, mia, bot);
    world.remove_thread_member(id, mia, bot);
    assert_eq!(
        events(&mut world),
        ["THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"]
    );
    let kinds: Vec<MessageType> = world.channels[&id]
        .messages
        .values()
        .map(|message| message.kind)
        .collect();
    assert_eq!(
        kinds,
        [MessageType::RecipientAdd, MessageType::RecipientRemove]
    );
}

#[test]
fn a_private_thread_is_unseen_by_who_is_not_in_it() {
    let (mut world, help, bot) = world();
    let (mia, ravi) = (
        world.user_named("mia").unwrap(),
        world.user_named("ravi").unwrap(),
    );
    let id = world
        .open_thread(help, bot, new(ChannelType::PrivateThread, 60))
        .unwrap();
    world.add_thread_member(id, mia, bot);
    assert!(world.write_as_person(mia, id, "x").is_ok());
    assert_eq!(
        world.write_as_person(ravi, id, "x"),
        Err(ApiError::missing_access())
    );
}

#[test]
fn a_channels_threads_go_with_it() {
    let (mut world, help, bot) = world();
    let id = world
        .open_thread(help, bot, new(ChannelType::PublicThread, 60))
        .unwrap();
    world.take_dispatches();
    world.remove_channel(help);
    assert!(!world.channels.contains_key(&id));
    assert_eq!(events(&mut world), ["THREAD_DELETE", "CHANNEL_DELETE"]);
}

#[test]
fn a_guild_has_a_thousand_active_threads() {
    let (mut world, help, bot) = world();
    let mia = world.user_named("mia").unwrap();
    let asleep = world
        .open_thread(help, bot, new(ChannelType::PublicThread, 60))
        .unwrap();
    let change = ThreadChange {
        archived: Some(true),
        ..ThreadChange::default()
    };
    world.change_thread(asleep, bot, change);
    for _ in 0..MOST_ACTIVE {
        assert_eq!(world.has_room_for_thread(help), Ok(()));
        world.open_thread(help, bot, new(ChannelType::PrivateThread, 60));
    }
    let full = ApiError::too_many_active_threads();
    assert_eq!(world.has_room_for_thread(help), Err(full.clone()));
    // A message would wake it, and there is no room for one more that is awake.
    assert_eq!(world.write_as_person(mia, asleep, "x"), Err(full));
}
