//! Guilds, their roles and their members.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{GuildMarker, RoleMarker, UserMarker},
    },
};

use super::{World, user::User};

/// A server.
#[derive(Clone, Debug)]
pub struct Guild {
    /// Its id, which is also that of its @everyone role.
    pub id: Id<GuildMarker>,
    /// Its name.
    pub name: String,
    /// Who may do everything.
    pub owner: Id<UserMarker>,
    /// Its roles, @everyone included.
    pub roles: BTreeMap<Id<RoleMarker>, Role>,
    /// Its members, bots included.
    pub members: BTreeMap<Id<UserMarker>, Member>,
    /// Whether newcomers must pass membership screening first.
    pub screening: bool,
    /// Whether the guild is reachable; an unavailable one is announced as such.
    pub available: bool,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its id.
    pub id: Id<RoleMarker>,
    /// Its name.
    pub name: String,
    /// What it allows everywhere in the guild.
    pub permissions: Permissions,
    /// Its place; @everyone is 0 and higher ranks above.
    pub position: i64,
    /// Its colour as 0xRRGGBB; 0 for none.
    pub color: u32,
    /// Whether its members are listed apart.
    pub hoist: bool,
    /// Whether everybody may mention it.
    pub mentionable: bool,
    /// The bot that it belongs to, if it is a bot's own role.
    pub bot: Option<Id<UserMarker>>,
}

/// Somebody's place in a guild.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub user: Id<UserMarker>,
    /// Their name in this guild, if they have one.
    pub nick: Option<String>,
    /// Their roles, without @everyone, in ascending order of id.
    pub roles: Vec<Id<RoleMarker>>,
    /// Since when.
    pub joined_at: DateTime<Utc>,
    /// Whether membership screening is still before them.
    pub pending: bool,
    /// Until when they may only read, if they are timed out.
    pub timed_out_until: Option<DateTime<Utc>>,
    /// Discord's member flags: 1 when they left and came back.
    pub flags: u32,
}

impl Guild {
    /// The @everyone role's id.
    pub fn everyone(&self) -> Id<RoleMarker> {
        self.id.cast()
    }
}

impl Role {
    /// A role of no colour that allows nothing.
    pub fn new(id: Id<RoleMarker>, name: impl Into<String>, position: i64) -> Self {
        Self {
            id,
            name: name.into(),
            permissions: Permissions::empty(),
            position,
            color: 0,
            hoist: false,
            mentionable: false,
            bot: None,
        }
    }

    /// Discord's role object.
    pub fn render(&self) -> Value {
        let mut role = json!({
            "id": self.id,
            "name": self.name,
            "description": null,
            "permissions": self.permissions.bits().to_string(),
            "position": self.position,
            "color": self.color,
            "colors": { "primary_color": self.color, "secondary_color": null, "tertiary_color": null },
            "hoist": self.hoist,
            "managed": self.bot.is_some(),
            "mentionable": self.mentionable,
            "icon": null,
            "unicode_emoji": null,
            "flags": 0,
        });
        if let Some(bot) = self.bot {
            role["tags"] = json!({ "bot_id": bot });
        }
        role
    }
}

impl Member {
    /// A member without roles who has passed screening.
    pub fn new(user: Id<UserMarker>, joined_at: DateTime<Utc>) -> Self {
        Self {
            user,
            nick: None,
            roles: Vec::new(),
            joined_at,
            pending: false,
            timed_out_until: None,
            flags: 0,
        }
    }

    /// Discord's member object without the user, as messages and interactions embed it.
    pub fn render_bare(&self) -> Value {
        json!({
            "nick": self.nick,
            "avatar": null,
            "banner": null,
            "roles": self.roles,
            "joined_at": super::timestamp(self.joined_at),
            "premium_since": null,
            "deaf": false,
            "mute": false,
            "flags": self.flags,
            "pending": self.pending,
            "communication_disabled_until": self.timed_out_until.map(super::timestamp),
        })
    }

    /// Discord's member object.
    pub fn render(&self, user: &User) -> Value {
        let mut member = self.render_bare();
        member["user"] = user.render();
        member
    }
}

impl World {
    /// A member of a guild with their user, if they are one.
    pub fn member(&self, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Option<(&Member, &User)> {
        let member = self.guilds.get(&guild)?.members.get(&user)?;
        Some((member, self.users.get(&user)?))
    }
}
