//! serenity's events as plain values.

use chrono::TimeDelta;
use serde_json::Value;
use serenity::all::{ChannelType, Member, MessageType, User};
use serenity::model::channel::{GuildChannel, PermissionOverwrite, PermissionOverwriteType};
use serenity::model::event::Event;
use serenity::model::guild::{Guild, Role};
use serenity::model::{Timestamp, id as discord};

use super::Incoming;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, RoleId};
use crate::domain::permissions::{Overwrite, Permissions};
use crate::features::members::{Person, Server};
use crate::store::channels::{ChannelRow, RoleRow};
use crate::store::types::{at, ms};

/// The kinds of events that [`read`] understands. One of these that serenity cannot parse is a defect.
pub(super) const UNDERSTOOD: [&str; 24] = [
    "READY",
    "RESUMED",
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_UPDATE",
    "GUILD_ROLE_DELETE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "THREAD_LIST_SYNC",
    "GUILD_MEMBER_ADD",
    "GUILD_MEMBER_UPDATE",
    "GUILD_MEMBER_REMOVE",
    "GUILD_MEMBERS_CHUNK",
    "MESSAGE_CREATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "INTERACTION_CREATE",
    "USER_UPDATE",
];

/// An event without what does not concern the bot.
pub(super) fn read(event: Event) -> Incoming {
    match event {
        Event::Ready(event) => Incoming::Ready {
            application: event.ready.application.id,
            guilds: event
                .ready
                .guilds
                .iter()
                .map(|guild| guild_id(guild.id))
                .collect(),
            shard: event.ready.shard.map_or(0, |shard| shard.id.0),
            shards: event.ready.shard.map_or(1, |shard| shard.total),
        },
        Event::GuildCreate(event) if event.guild.unavailable => {
            Incoming::ServerOut(guild_id(event.guild.id))
        }
        Event::GuildCreate(event) => Incoming::Server {
            threads: event.guild.threads.iter().filter_map(place).collect(),
            server: Box::new(server(event.guild)),
        },
        Event::GuildUpdate(event) => Incoming::ServerChanged {
            guild: guild_id(event.guild.id),
            name: event.guild.name,
            owner: member_id(event.guild.owner_id),
        },
        // An outage is no leave.
        Event::GuildDelete(event) if event.guild.unavailable => {
            Incoming::ServerOut(guild_id(event.guild.id))
        }
        Event::GuildDelete(event) => Incoming::ServerGone(guild_id(event.guild.id)),
        Event::GuildRoleCreate(event) => Incoming::Role {
            guild: guild_id(event.role.guild_id),
            role: role(event.role),
        },
        Event::GuildRoleUpdate(event) => Incoming::Role {
            guild: guild_id(event.role.guild_id),
            role: role(event.role),
        },
        Event::GuildRoleDelete(event) => Incoming::RoleGone {
            guild: guild_id(event.guild_id),
            role: role_id(event.role_id),
        },
        Event::ChannelCreate(event) => Incoming::Channel {
            guild: guild_id(event.channel.guild_id),
            channel: channel(event.channel),
        },
        Event::ChannelUpdate(event) => Incoming::Channel {
            guild: guild_id(event.channel.guild_id),
            channel: channel(event.channel),
        },
        Event::ChannelDelete(event) => Incoming::ChannelGone {
            guild: guild_id(event.channel.guild_id),
            channel: channel_id(event.channel.id),
        },
        Event::ThreadCreate(event) => thread(&event.thread),
        Event::ThreadUpdate(event) => thread(&event.thread),
        Event::ThreadListSync(event) => Incoming::ThreadsSeen {
            guild: guild_id(event.guild_id),
            under: event
                .channel_ids
                .map(|under| under.into_iter().map(channel_id).collect()),
            threads: event.threads.iter().filter_map(place).collect(),
        },
        Event::ThreadDelete(event) => Incoming::ThreadGone {
            guild: guild_id(event.thread.guild_id),
            thread: channel_id(event.thread.id),
        },
        Event::GuildMemberAdd(event) => {
            let guild = guild_id(event.member.guild_id);
            person(&event.member)
                .map_or(Incoming::Nothing, |person| Incoming::Seen { guild, person })
        }
        Event::GuildMemberUpdate(event) => Incoming::Seen {
            guild: guild_id(event.guild_id),
            person: described(
                &event.user,
                event.nick.as_deref(),
                event.pending,
                event.joined_at,
                &event.roles,
            ),
        },
        Event::GuildMemberRemove(event) => Incoming::Left {
            guild: guild_id(event.guild_id),
            member: member_id(event.user.id),
        },
        Event::GuildMembersChunk(event) => Incoming::Chunk {
            guild: guild_id(event.guild_id),
            people: event.members.values().filter_map(person).collect(),
            index: event.chunk_index,
            count: event.chunk_count,
            nonce: event.nonce,
        },
        Event::MessageCreate(event) => {
            let message = event.message;
            // What Discord itself announces ("a thread was opened") and what bots write is no sign of anybody.
            let by_somebody = !message.author.bot
                && matches!(
                    message.kind,
                    MessageType::Regular | MessageType::InlineReply
                );
            match message.guild_id {
                _ if !by_somebody => Incoming::Nothing,
                Some(_) => Incoming::Wrote {
                    channel: channel_id(message.channel_id),
                    author: member_id(message.author.id),
                },
                None => Incoming::WrotePrivately(member_id(message.author.id)),
            }
        }
        Event::MessageDelete(event) => Incoming::MessagesGone {
            channel: channel_id(event.channel_id),
            messages: vec![message_id(event.message_id)],
        },
        Event::MessageDeleteBulk(event) => Incoming::MessagesGone {
            channel: channel_id(event.channel_id),
            messages: event.ids.into_iter().map(message_id).collect(),
        },
        // Of a server that is out Discord says so little here that serenity cannot read it.
        Event::Unknown(event)
            if event.kind == "GUILD_CREATE" && event.value["unavailable"] == true =>
        {
            let id = event.value["id"].as_str().and_then(|id| id.parse().ok());
            id.map_or(Incoming::Nothing, |id| Incoming::ServerOut(GuildId(id)))
        }
        Event::Unknown(event) if event.kind == "RATE_LIMITED" => {
            not_yet(&event.value).unwrap_or(Incoming::Nothing)
        }
        Event::InteractionCreate(event) => Incoming::Interaction(Box::new(event.interaction)),
        _ => Incoming::Nothing,
    }
}

/// Which list is refused, and for how long; serenity does not know this event.
fn not_yet(limit: &Value) -> Option<Incoming> {
    let after = (limit["retry_after"].as_f64()?.clamp(0.0, 3600.0) * 1000.0).ceil();
    Some(Incoming::NotYet {
        guild: GuildId(limit["meta"]["guild_id"].as_str()?.parse().ok()?),
        nonce: limit["meta"]["nonce"].as_str()?.to_owned(),
        #[expect(clippy::cast_possible_truncation, reason = "clamped to an hour")]
        after: TimeDelta::milliseconds(after as i64),
    })
}

fn server(guild: Guild) -> Server {
    Server {
        guild: guild_id(guild.id),
        name: guild.name,
        owner: member_id(guild.owner_id),
        channels: guild.channels.into_values().map(channel).collect(),
        roles: guild.roles.into_values().map(role).collect(),
        people: guild.members.values().filter_map(person).collect(),
    }
}

fn thread(thread: &GuildChannel) -> Incoming {
    let metadata = thread.thread_metadata;
    Incoming::Thread {
        guild: guild_id(thread.guild_id),
        thread: channel_id(thread.id),
        under: thread.parent_id.map(channel_id),
        archived: metadata.is_some_and(|metadata| metadata.archived),
        locked: metadata.is_some_and(|metadata| metadata.locked),
    }
}

/// A thread, and the channel it hangs under.
fn place(thread: &GuildChannel) -> Option<(ChannelId, ChannelId)> {
    Some((channel_id(thread.id), channel_id(thread.parent_id?)))
}

fn channel(channel: GuildChannel) -> ChannelRow {
    ChannelRow {
        id: channel_id(channel.id),
        kind: kind(channel.kind),
        overwrites: channel
            .permission_overwrites
            .iter()
            .map(overwrite)
            .collect(),
        name: channel.name,
    }
}

fn kind(kind: ChannelType) -> u8 {
    kind.into()
}

fn overwrite(overwrite: &PermissionOverwrite) -> Overwrite {
    let (id, member) = match overwrite.kind {
        PermissionOverwriteType::Member(user) => (user.get(), true),
        PermissionOverwriteType::Role(role) => (role.get(), false),
        // Discord has told of no third kind; an overwrite for nobody changes nothing.
        _ => (0, true),
    };
    Overwrite {
        id: id.cast_signed(),
        member,
        allow: Permissions(overwrite.allow.bits()),
        deny: Permissions(overwrite.deny.bits()),
    }
}

fn role(role: Role) -> RoleRow {
    RoleRow {
        id: role_id(role.id),
        permissions: Permissions(role.permissions.bits()),
        position: i64::from(role.position),
        managed: role.managed,
        name: role.name,
    }
}

/// What is known of a member; `None` for the fragments in which Discord leaves out when they joined.
pub(in crate::discord) fn person(member: &Member) -> Option<Person> {
    Some(described(
        &member.user,
        member.nick.as_deref(),
        member.pending,
        member.joined_at?,
        &member.roles,
    ))
}

fn described(
    user: &User,
    nick: Option<&str>,
    pending: bool,
    joined: Timestamp,
    roles: &[discord::RoleId],
) -> Person {
    let mut roles: Vec<RoleId> = roles.iter().copied().map(role_id).collect();
    roles.sort_unstable();
    roles.dedup();
    Person {
        member: member_id(user.id),
        display_name: nick
            .or(user.global_name.as_deref())
            .unwrap_or(&user.name)
            .to_owned(),
        user_name: user.name.clone(),
        bot: user.bot,
        pending,
        // As precise as it is kept, so that what is known compares equal.
        joined_at: at(ms(*joined)),
        roles,
    }
}

// Snowflakes stay below 2^63 until the year 2084.
macro_rules! incoming {
    ($($function:ident: $theirs:ty => $ours:ident;)*) => {$(
        pub(in crate::discord) fn $function(id: $theirs) -> $ours {
            $ours(id.get().cast_signed())
        }
    )*};
}

incoming! {
    guild_id: discord::GuildId => GuildId;
    member_id: discord::UserId => MemberId;
    channel_id: discord::ChannelId => ChannelId;
    message_id: discord::MessageId => MessageId;
    role_id: discord::RoleId => RoleId;
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
