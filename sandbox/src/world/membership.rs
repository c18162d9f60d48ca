//! People coming to a guild, changing in it and leaving, and the guild's roles.

use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, RoleMarker, UserMarker},
};

use super::{
    World,
    dispatch::{Audience, Dispatch},
    guild::{Guild, Member, Role},
    user::User,
};

/// Members that a guild may have, as Discord states it for every guild.
const MAX_MEMBERS: u32 = 25_000_000;

impl World {
    /// Lets somebody in. `pending` says that membership screening is still before them.
    ///
    /// Nothing happens when they are in already, or when there is no such guild or user.
    pub fn join(&mut self, guild: Id<GuildMarker>, user: Id<UserMarker>, pending: bool) {
        let now = self.now();
        if !self.users.contains_key(&user) {
            return;
        }
        let Some(place) = self.guilds.get_mut(&guild) else {
            return;
        };
        if place.members.contains_key(&user) {
            return;
        }
        let mut member = Member::new(user, now);
        member.pending = pending;
        place.members.insert(user, member);
        self.announce_member(guild, user, "GUILD_MEMBER_ADD");
    }

    /// Lets somebody go, from the guild and from every thread in it.
    pub fn leave(&mut self, guild: Id<GuildMarker>, user: Id<UserMarker>) {
        let gone = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.members.remove(&user));
        if gone.is_none() {
            return;
        }
        let threads: Vec<_> = self
            .channels
            .values()
            .filter(|channel| channel.guild_id == Some(guild) && channel.is_thread())
            .map(|channel| channel.id)
            .collect();
        for thread in threads {
            self.remove_thread_member(thread, user, user);
        }
        let user = self.users.get(&user).map(User::render);
        self.emit(Dispatch {
            event: "GUILD_MEMBER_REMOVE",
            data: json!({ "guild_id": guild, "user": user }),
            audience: Audience::Guild(guild, None),
        });
    }

    /// Changes somebody's place in a guild, and says so if anything is different afterwards.
    pub fn change_member(
        &mut self,
        guild: Id<GuildMarker>,
        user: Id<UserMarker>,
        change: impl FnOnce(&mut Member),
    ) {
        let Some((member, _)) = self.member(guild, user) else {
            return;
        };
        let before = member.render_bare();
        let seen = self.seen_by_bot();
        let Some(member) = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.members.get_mut(&user))
        else {
            return;
        };
        change(member);
        member.roles.sort_unstable();
        member.roles.dedup();
        if member.render_bare() != before {
            self.announce_member(guild, user, "GUILD_MEMBER_UPDATE");
            self.announce_gained(&seen);
        }
    }

    fn announce_member(
        &mut self,
        guild: Id<GuildMarker>,
        user: Id<UserMarker>,
        event: &'static str,
    ) {
        let Some((member, user)) = self.member(guild, user) else {
            return;
        };
        let mut data = member.render(user);
        data["guild_id"] = json!(guild);
        self.emit(Dispatch {
            event,
            data,
            audience: Audience::Guild(guild, None),
        });
    }

    /// Adds a role.
    pub fn add_role(&mut self, guild: Id<GuildMarker>, role: Role) {
        let id = role.id;
        let Some(place) = self.guilds.get_mut(&guild) else {
            return;
        };
        place.roles.insert(id, role);
        self.announce_role(guild, id, "GUILD_ROLE_CREATE");
    }

    /// Changes a role, and says so.
    pub fn change_role(
        &mut self,
        guild: Id<GuildMarker>,
        role: Id<RoleMarker>,
        change: impl FnOnce(&mut Role),
    ) {
        let seen = self.seen_by_bot();
        let Some(found) = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.roles.get_mut(&role))
        else {
            return;
        };
        change(found);
        self.announce_role(guild, role, "GUILD_ROLE_UPDATE");
        self.announce_gained(&seen);
    }

    /// Removes a role, from the guild and from everybody who has it. Discord says only the former.
    pub fn remove_role(&mut self, guild: Id<GuildMarker>, role: Id<RoleMarker>) {
        let Some(place) = self.guilds.get_mut(&guild) else {
            return;
        };
        if place.roles.remove(&role).is_none() {
            return;
        }
        for member in place.members.values_mut() {
            member.roles.retain(|id| *id != role);
        }
        for channel in self.channels.values_mut() {
            if channel.guild_id == Some(guild) {
                channel
                    .overwrites
                    .retain(|overwrite| overwrite.id != role.cast());
            }
        }
        self.emit(Dispatch {
            event: "GUILD_ROLE_DELETE",
            data: json!({ "guild_id": guild, "role_id": role }),
            audience: Audience::Guild(guild, None),
        });
    }

    fn announce_role(&mut self, guild: Id<GuildMarker>, role: Id<RoleMarker>, event: &'static str) {
        let Some(role) = self
            .guilds
            .get(&guild)
            .and_then(|guild| guild.roles.get(&role))
            .map(Role::render)
        else {
            return;
        };
        self.emit(Dispatch {
            event,
            data: json!({ "guild_id": guild, "role": role }),
            audience: Audience::Guild(guild, None),
        });
    }

    /// Discord's guild object, as REST answers it and as `GUILD_CREATE` begins.
    pub fn render_guild(&self, guild: &Guild) -> Value {
        let features = if guild.screening {
            json!(["MEMBER_VERIFICATION_GATE_ENABLED"])
        } else {
            json!([])
        };
        json!({
            "id": guild.id,
            "name": guild.name,
            "icon": null,
            "description": null,
            "home_header": null,
            "splash": null,
            "discovery_splash": null,
            "features": features,
            "banner": null,
            "owner_id": guild.owner,
            "application_id": null,
            "region": "deprecated",
            "afk_channel_id": null,
            "afk_timeout": 300,
            "system_channel_id": null,
            "system_channel_flags": 0,
            "widget_enabled": false,
            "widget_channel_id": null,
            "verification_level": 1,
            "roles": guild.roles.values().map(Role::render).collect::<Vec<_>>(),
            "default_message_notifications": 0,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": null,
            "max_members": MAX_MEMBERS,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": null,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": "en-US",
            "rules_channel_id": null,
            "safety_alerts_channel_id": null,
            "public_updates_channel_id": null,
            "premium_progress_bar_enabled": false,
            "nsfw": false,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "incidents_data": null,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::{cast, clock::ClockMode, sandbox::Options};

    fn world() -> (World, Id<GuildMarker>) {
        let mut world = World::new(ClockMode::Moved("2026-03-02T09:00:00Z".parse().unwrap()));
        cast::settle_in(&mut world, &Options::default());
        world.take_dispatches();
        let guild = *world.guilds.keys().next().unwrap();
        (world, guild)
    }

    fn named(world: &World, name: &str) -> Id<UserMarker> {
        world
            .users
            .values()
            .find(|user| user.username == name)
            .unwrap()
            .id
    }

    fn announced(world: &mut World) -> Vec<&'static str> {
        world
            .take_dispatches()
            .into_iter()
            .map(|dispatch| dispatch.event)
            .collect()
    }

    #[test]
    fn joining_and_leaving_are_announced_once() {
        let (mut world, guild) = world();
        let sam = named(&world, "sam");
        world.join(guild, sam, true);
        world.join(guild, sam, true);
        assert!(world.member(guild, sam).unwrap().0.pending);
        world.leave(guild, sam);
        world.leave(guild, sam);
        assert_eq!(
            announced(&mut world),
            ["GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE"]
        );
    }

    #[test]
    fn a_change_that_changes_nothing_is_not_announced() {
        let (mut world, guild) = world();
        let mia = named(&world, "mia");
        world.change_member(guild, mia, |member| member.nick = None);
        assert!(announced(&mut world).is_empty());
        world.change_member(guild, mia, |member| member.nick = Some("M".to_owned()));
        assert_eq!(announced(&mut world), ["GUILD_MEMBER_UPDATE"]);
    }

    #[test]
    fn a_removed_role_is_gone_from_everybody() {
        let (mut world, guild) = world();
        let ravi = named(&world, "ravi");
        let data = world.guilds[&guild]
            .roles
            .values()
            .find(|role| role.name == "Data")
            .unwrap()
            .id;
        assert!(world.member(guild, ravi).unwrap().0.roles.contains(&data));
        world.remove_role(guild, data);
        assert!(!world.member(guild, ravi).unwrap().0.roles.contains(&data));
        assert_eq!(announced(&mut world), ["GUILD_ROLE_DELETE"]);
    }
}
