//! What stands in the local Discord at the end.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use discord_sandbox::world::World;
use discord_sandbox::world::channel::Channel;
use discord_sandbox::world::message::Message;
use serde_json::Value;

/// Discord's number for private threads.
const PRIVATE_THREAD: u8 = 12;

/// Everything that the bot said unasked, and every thread.
pub(super) struct Snapshot {
    pub(super) said: Vec<Said>,
    /// By id.
    pub(super) threads: BTreeMap<i64, Thread>,
    /// User names by id, of people.
    pub(super) names: BTreeMap<i64, String>,
    /// People's ids by the names that others see.
    shown: BTreeMap<String, i64>,
}

/// A message of the bot's that answers no command and no click.
pub(super) struct Said {
    pub(super) id: i64,
    pub(super) place: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) nonce: Option<String>,
    /// All texts, one below the other.
    pub(super) words: String,
    /// The ids of its buttons and selects.
    pub(super) buttons: Vec<String>,
    /// The one person it is for, if it is in direct messages.
    pub(super) to: Option<i64>,
    /// The name of the channel, where it is one of the server's.
    pub(super) channel: String,
}

/// A thread.
pub(super) struct Thread {
    pub(super) name: String,
    /// The channel that it is under.
    pub(super) under: String,
    pub(super) private: bool,
    pub(super) opened: DateTime<Utc>,
    /// People, by id, with the time since which they are in it.
    pub(super) members: BTreeMap<i64, DateTime<Utc>>,
}

impl Snapshot {
    pub(super) fn of(world: &World) -> Self {
        let names: BTreeMap<i64, String> = world
            .users
            .values()
            .filter(|user| !user.bot)
            .map(|user| (user.id.get().cast_signed(), user.username.clone()))
            .collect();
        let shown = world
            .users
            .values()
            .filter(|user| !user.bot)
            .map(|user| (user.display_name().to_owned(), number(user.id.get())))
            .collect();
        let threads = world
            .channels
            .values()
            .filter_map(|channel| Some((number(channel.id.get()), thread(world, channel, &names)?)))
            .collect();
        let said = world
            .channels
            .values()
            .flat_map(|channel| {
                channel
                    .messages
                    .values()
                    .map(move |message| (channel, message))
            })
            .filter(|(_, message)| {
                message.author == world.application.bot
                    && message.interaction.is_none()
                    && !message.components.is_empty()
            })
            .map(|(channel, message)| said(channel, message, &names))
            .collect();
        Self {
            said,
            threads,
            names,
            shown,
        }
    }

    /// Who is named in a list such as the one with which a pairing's thread begins.
    pub(super) fn named_in<'a>(&'a self, list: &'a str) -> impl Iterator<Item = i64> + 'a {
        list.split(" and ")
            .flat_map(|part| part.split(", "))
            .filter_map(|name| self.shown.get(name).copied())
    }

    pub(super) fn name(&self, id: i64) -> &str {
        self.names.get(&id).map_or("somebody", String::as_str)
    }

    pub(super) fn id(&self, name: &str) -> i64 {
        let found = self.names.iter().find(|(_, known)| *known == name);
        *found.unwrap().0
    }
}

fn thread(world: &World, channel: &Channel, names: &BTreeMap<i64, String>) -> Option<Thread> {
    let thread = channel.thread.as_ref()?;
    Some(Thread {
        name: channel.name.clone(),
        under: channel
            .parent_id
            .and_then(|parent| world.channels.get(&parent))
            .map(|parent| parent.name.clone())
            .unwrap_or_default(),
        private: u8::from(channel.kind) == PRIVATE_THREAD,
        opened: thread.created_at,
        members: thread
            .members
            .iter()
            .map(|(member, since)| (number(member.get()), *since))
            .filter(|(member, _)| names.contains_key(member))
            .collect(),
    })
}

fn said(channel: &Channel, message: &Message, names: &BTreeMap<i64, String>) -> Said {
    let (mut words, mut buttons) = (vec![message.content.clone()], Vec::new());
    for part in &message.components {
        collect(part, &mut words, &mut buttons);
    }
    let reader = channel
        .recipients
        .iter()
        .map(|user| number(user.get()))
        .find(|user| names.contains_key(user));
    Said {
        id: number(message.id.get()),
        place: number(channel.id.get()),
        at: message.sent_at,
        nonce: message.nonce.as_ref().map(ToString::to_string),
        words: words.join("\n").trim().to_owned(),
        buttons,
        to: reader,
        channel: channel.name.clone(),
    }
}

fn collect(part: &Value, words: &mut Vec<String>, buttons: &mut Vec<String>) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, words, buttons)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("content", Value::String(text)) => words.push(text.clone()),
                    ("custom_id", Value::String(id)) => buttons.push(id.clone()),
                    (_, value) => collect(value, words, buttons),
                }
            }
        }
        _ => {}
    }
}

fn number(id: u64) -> i64 {
    id.cast_signed()
}
