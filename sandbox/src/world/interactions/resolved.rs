//! What the ids in an interaction stand for.

use serde_json::{Map, Value, json};
use twilight_model::{
    application::command::{CommandOption, CommandOptionType},
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, UserMarker},
    },
};

use super::payload::{bits, member};
use crate::{permissions, world::World};

/// Collects Discord's `resolved`: each person, role and channel that is named, once.
pub(super) struct Resolved<'a> {
    world: &'a World,
    channel: Id<ChannelMarker>,
    guild: Option<Id<GuildMarker>>,
    user: Id<UserMarker>,
    found: Map<String, Value>,
}

impl<'a> Resolved<'a> {
    pub(super) fn new(world: &'a World, channel: Id<ChannelMarker>, user: Id<UserMarker>) -> Self {
        Self {
            world,
            channel,
            guild: world
                .channels
                .get(&channel)
                .and_then(|channel| channel.guild_id),
            user,
            found: Map::new(),
        }
    }

    /// Sets `resolved`, if there is anything in it.
    pub(super) fn put_into(self, data: &mut Value) {
        if !self.found.is_empty() {
            data["resolved"] = Value::Object(self.found);
        }
    }

    fn add(&mut self, kind: &str, id: String, value: Value) {
        self.found
            .entry(kind)
            .or_insert_with(|| json!({}))
            .as_object_mut()
            .map(|found| found.insert(id, value));
    }

    pub(super) fn option(&mut self, option: &CommandOption, value: &Value) -> Result<(), String> {
        let text = value.as_str().unwrap_or_default();
        match option.kind {
            CommandOptionType::User => self.user(id(text)?),
            CommandOptionType::Channel => {
                let kinds = option.channel_types.iter().flatten();
                let kinds: Vec<u64> = kinds.map(|kind| u64::from(u8::from(*kind))).collect();
                self.channel(text, &kinds)
            }
            CommandOptionType::Role => self.role(text),
            CommandOptionType::Mentionable => self.mentionable(text),
            CommandOptionType::Attachment => {
                Err("The sandbox's people have no files to hand in".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// A person: in a guild anybody with an account, in a DM only the two who are in it.
    pub(super) fn user(&mut self, id: Id<UserMarker>) -> Result<(), String> {
        let user = self.world.users.get(&id).ok_or("There is no such person")?;
        let is_known = self.guild.is_some()
            || self
                .world
                .channels
                .get(&self.channel)
                .is_some_and(|channel| channel.recipients.contains(&id));
        if !is_known {
            return Err("In a direct message only the two people in it can be chosen".to_owned());
        }
        self.add("users", id.to_string(), user.render());
        if let Some(guild) = self.guild
            && self.world.member(guild, id).is_some()
        {
            let member = member(self.world, guild, id, self.channel, false);
            self.add("members", id.to_string(), member);
        }
        Ok(())
    }

    /// A person by an id that is text.
    pub(super) fn user_text(&mut self, text: &str) -> Result<(), String> {
        self.user(id(text)?)
    }

    /// A role of the guild.
    pub(super) fn role(&mut self, text: &str) -> Result<(), String> {
        let role = self
            .guild
            .and_then(|guild| self.world.guilds.get(&guild)?.roles.get(&id(text).ok()?))
            .ok_or("There is no such role")?;
        self.add("roles", text.to_owned(), role.render());
        Ok(())
    }

    /// A role, or else a person.
    pub(super) fn mentionable(&mut self, text: &str) -> Result<(), String> {
        self.role(text)
            .or_else(|_| id(text).and_then(|id| self.user(id)))
    }

    /// A channel that the person sees, of one of `kinds`, Discord's numbers; of any kind when there are none.
    pub(super) fn channel(&mut self, text: &str, kinds: &[u64]) -> Result<(), String> {
        let id: Id<ChannelMarker> = id(text)?;
        let channel = self
            .world
            .channels
            .get(&id)
            .filter(|channel| channel.guild_id.is_some() && channel.guild_id == self.guild)
            .filter(|_| permissions::can_see(self.world, id, self.user))
            .filter(|channel| kinds.is_empty() || kinds.contains(&u8::from(channel.kind).into()))
            .ok_or("There is no such channel")?;
        let mut value = json!({
            "id": id,
            "type": channel.kind,
            "name": channel.name,
            "parent_id": channel.parent_id,
            "permissions": bits(self.world, id, self.user),
            "app_permissions": bits(self.world, id, self.world.application.bot),
        });
        let rendered = self.world.render_channel(channel);
        for key in [
            "position",
            "topic",
            "nsfw",
            "flags",
            "last_message_id",
            "guild_id",
            "rate_limit_per_user",
            "thread_metadata",
        ] {
            if let Some(field) = rendered.get(key) {
                value[key] = field.clone();
            }
        }
        self.add("channels", text.to_owned(), value);
        Ok(())
    }
}

fn id<T>(text: &str) -> Result<Id<T>, String> {
    text.parse::<u64>()
        .ok()
        .and_then(Id::new_checked)
        .ok_or_else(|| format!("\"{text}\" is not an id"))
}
