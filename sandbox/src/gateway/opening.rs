//! What a new session hears first: READY, and then each of its guilds.

use serde_json::{Value, json};
use twilight_model::{
    gateway::Intents,
    id::{Id, marker::GuildMarker},
    oauth::ApplicationFlags,
};

use super::{Gateway, Line, Shard, check};
use crate::{
    permissions,
    world::{World, guild::Guild, timestamp},
};

/// Above this many members Discord calls a guild large, unless IDENTIFY says otherwise.
pub(crate) const LARGE: u64 = 50;

impl Gateway {
    /// Starts a session and says READY, and of each guild `GUILD_CREATE`, or that it is out. Called while the world is locked, so that no event falls
    /// between what they say and what is dispatched next. Answers the session's id.
    pub(crate) fn open_session(
        &self,
        world: &mut World,
        intents: Intents,
        shard: Shard,
        line: Line,
        resume_url: &str,
        large_from: u64,
    ) -> String {
        let guilds: Vec<Value> = guilds_of(world, shard)
            .filter_map(|guild| guild_create(world, guild.id, large_from))
            .collect();
        let (session, said) = self.change(|state| {
            let session = state.sessions.start(intents, shard, line);
            state.awaits_identify = false;
            let mut said = vec![("READY", ready(world, &session, shard, resume_url))];
            if intents.contains(Intents::GUILDS) {
                // Of one that is out, Discord says so after READY, and GUILD_CREATE once it is back.
                said.extend(guilds.into_iter().map(|guild| {
                    if guild["unavailable"] == false {
                        ("GUILD_CREATE", guild)
                    } else {
                        ("GUILD_DELETE", guild)
                    }
                }));
            }
            for (event, data) in &said {
                state.sessions.send_to(&session, event, data);
            }
            (session, said)
        });
        for (event, data) in said {
            for breach in check::breaches(event, &check::payload(event, 1, &data)) {
                world.defect(breach);
            }
        }
        session
    }
}

/// READY's data. The guilds are named and unavailable; `GUILD_CREATE` follows for each.
pub(crate) fn ready(world: &World, session: &str, shard: Shard, resume_url: &str) -> Value {
    let guilds: Vec<Value> = guilds_of(world, shard)
        .map(|guild| json!({ "id": guild.id, "unavailable": true }))
        .collect();
    let application = &world.application;
    let mut user = world
        .users
        .get(&application.bot)
        .map_or(Value::Null, crate::world::user::User::render);
    // The bot's own account shows what only its owner sees.
    for (key, value) in [
        ("verified", json!(true)),
        ("mfa_enabled", json!(false)),
        ("email", Value::Null),
    ] {
        user[key] = value;
    }
    json!({
        "v": 10,
        "user": user,
        "guilds": guilds,
        "session_id": session,
        "session_type": "normal",
        "resume_gateway_url": resume_url,
        "shard": [shard.number, shard.of],
        "application": { "id": application.id, "flags": flags(application.granted).bits() },
        "private_channels": [],
        "presences": [],
        "relationships": [],
        "user_settings": {},
        "geo_ordered_rtc_regions": [],
        "_trace": ["sandbox"],
    })
}

/// The application's flags, which say what privileged intents it has in few servers.
fn flags(granted: Intents) -> ApplicationFlags {
    [
        (
            Intents::GUILD_MEMBERS,
            ApplicationFlags::GATEWAY_GUILD_MEMBERS_LIMITED,
        ),
        (
            Intents::GUILD_PRESENCES,
            ApplicationFlags::GATEWAY_PRESENCE_LIMITED,
        ),
        (
            Intents::MESSAGE_CONTENT,
            ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED,
        ),
    ]
    .into_iter()
    .filter(|(intent, _)| granted.contains(*intent))
    .fold(ApplicationFlags::empty(), |flags, (_, flag)| flags | flag)
}

/// The guilds of the bot that a shard looks after.
pub(crate) fn guilds_of(world: &World, shard: Shard) -> impl Iterator<Item = &Guild> {
    let bot = world.application.bot;
    world
        .guilds
        .values()
        .filter(move |guild| guild.members.contains_key(&bot) && shard.covers(Some(guild.id.get())))
}

/// `GUILD_CREATE`'s data, or `None` for a guild that does not exist. An unavailable guild is only named.
///
/// Without the presence intent Discord lists of the members only the bot itself and people in voice, of whom there
/// are none here, and only those threads that the bot can see.
pub(crate) fn guild_create(world: &World, id: Id<GuildMarker>, large_from: u64) -> Option<Value> {
    let guild = world.guilds.get(&id)?;
    if !guild.available {
        return Some(json!({ "id": id, "unavailable": true }));
    }
    let bot = world.application.bot;
    let (member, user) = world.member(id, bot)?;
    let count = guild.members.len();
    let own = |threads: bool| {
        world
            .channels
            .values()
            .filter(move |channel| channel.guild_id == Some(id) && channel.is_thread() == threads)
    };
    let channels: Vec<Value> = own(false)
        .map(|channel| world.render_channel(channel))
        .collect();
    let threads: Vec<Value> = own(true)
        .filter(|channel| {
            channel
                .thread
                .as_ref()
                .is_some_and(|thread| !thread.archived)
                && permissions::can_see(world, channel.id, bot)
        })
        .map(|channel| world.render_channel(channel))
        .collect();
    let mut data = world.render_guild(guild);
    for (key, value) in [
        ("joined_at", json!(timestamp(member.joined_at))),
        (
            "large",
            json!(u64::try_from(count).is_ok_and(|count| count > large_from)),
        ),
        ("unavailable", json!(false)),
        ("member_count", json!(count)),
        ("members", json!([member.render(user)])),
        ("channels", json!(channels)),
        ("threads", json!(threads)),
        ("presences", json!([])),
        ("voice_states", json!([])),
        ("stage_instances", json!([])),
        ("guild_scheduled_events", json!([])),
        ("soundboard_sounds", json!([])),
        ("embedded_activities", json!([])),
    ] {
        data[key] = value;
    }
    Some(data)
}
