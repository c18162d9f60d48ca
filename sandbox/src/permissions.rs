//! What a member may do, computed as Discord computes it.
//!
//! [`rules`] holds the computation; here it is asked about the world as it stands.

use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker},
    },
};

use crate::world::{
    World,
    channel::Channel,
    guild::{Guild, Member},
};

pub mod rules;

use rules::{Holder, Place};

/// What a member may do in a guild before any channel is looked at. Empty for somebody who is not a member.
pub fn in_guild(world: &World, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Permissions {
    let Some((guild, member)) = member_of(world, guild, user) else {
        return Permissions::empty();
    };
    let roles = granted(guild, member);
    rules::in_guild(&holder(world, guild, member, &roles))
}

/// What a user may do in a channel, thread or DM. Empty for somebody who cannot be there at all.
///
/// For a thread this is what its parent allows; whether a private thread is seen is [`can_see`].
pub fn in_channel(world: &World, channel: Id<ChannelMarker>, user: Id<UserMarker>) -> Permissions {
    let Some(channel) = world.channels.get(&channel) else {
        return Permissions::empty();
    };
    let Some(guild) = channel.guild_id else {
        return if channel.recipients.contains(&user) {
            rules::IN_DIRECT_MESSAGE
        } else {
            Permissions::empty()
        };
    };
    let Some((guild, member)) = member_of(world, guild, user) else {
        return Permissions::empty();
    };
    let (ruling, place) = match &channel.thread {
        Some(_) => match channel.parent_id.and_then(|id| world.channels.get(&id)) {
            Some(parent) => (parent, Place::Thread),
            None => return Permissions::empty(),
        },
        None => (channel, Place::Channel),
    };
    let roles = granted(guild, member);
    rules::in_channel(
        &holder(world, guild, member, &roles),
        &ruling.overwrites,
        place,
    )
}

/// Whether a user sees a channel: its parent for a thread, and membership too for a private one.
pub fn can_see(world: &World, channel: Id<ChannelMarker>, user: Id<UserMarker>) -> bool {
    let allowed = in_channel(world, channel, user);
    if !allowed.contains(Permissions::VIEW_CHANNEL) {
        return false;
    }
    world.channels.get(&channel).is_some_and(|channel| {
        !is_private_thread(channel)
            || allowed.contains(Permissions::MANAGE_THREADS)
            || channel
                .thread
                .as_ref()
                .is_some_and(|thread| thread.members.contains_key(&user))
    })
}

/// The member's highest role, as [`rules::outranks`] compares it; the owner stands above every role.
pub fn rank(
    world: &World,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
) -> Option<(i64, Id<RoleMarker>)> {
    let (guild, member) = member_of(world, guild, user)?;
    if guild.owner == user {
        return Some((i64::MAX, guild.everyone()));
    }
    let mut highest = (0, guild.everyone());
    for role in member.roles.iter().filter_map(|id| guild.roles.get(id)) {
        if rules::outranks((role.position, role.id), highest) {
            highest = (role.position, role.id);
        }
    }
    Some(highest)
}

fn is_private_thread(channel: &Channel) -> bool {
    channel.kind == twilight_model::channel::ChannelType::PrivateThread
}

fn member_of(
    world: &World,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
) -> Option<(&Guild, &Member)> {
    let guild = world.guilds.get(&guild)?;
    Some((guild, guild.members.get(&user)?))
}

fn granted(guild: &Guild, member: &Member) -> Vec<(Id<RoleMarker>, Permissions)> {
    member
        .roles
        .iter()
        .filter_map(|id| guild.roles.get(id))
        .map(|role| (role.id, role.permissions))
        .collect()
}

fn holder<'a>(
    world: &World,
    guild: &Guild,
    member: &Member,
    roles: &'a [(Id<RoleMarker>, Permissions)],
) -> Holder<'a> {
    let everyone = guild.everyone();
    Holder {
        user: member.user,
        is_owner: guild.owner == member.user,
        everyone: (
            everyone,
            guild
                .roles
                .get(&everyone)
                .map_or(Permissions::empty(), |role| role.permissions),
        ),
        roles,
        timed_out: member
            .timed_out_until
            .is_some_and(|until| until > world.now()),
    }
}
