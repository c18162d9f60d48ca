//! A person's handle: where they are, and what they do beside the bot's commands.

use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker},
    },
};

use super::{MessageView, Refusal, Rule};
use crate::{
    permissions,
    sandbox::Sandbox,
    validate::message::MOST_CHARACTERS,
    world::{
        World,
        posting::{Draft, Extra},
    },
};

/// Somebody, somewhere. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Person {
    pub(super) sandbox: Sandbox,
    pub(super) user: Id<UserMarker>,
    pub(super) place: Place,
}

/// Where a person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The first text channel that they can see.
    #[default]
    First,
    /// The channel or thread of this name; of several, the newest.
    Named(String),
    /// The channel or thread with this id.
    Id(Id<ChannelMarker>),
    /// The direct messages with the bot.
    Dm,
}

impl From<&str> for Place {
    fn from(name: &str) -> Self {
        match name.strip_prefix('#').unwrap_or(name) {
            "dm" => Self::Dm,
            name => name
                .parse()
                .map_or_else(|_| Self::Named(name.to_owned()), Self::Id),
        }
    }
}

impl From<&String> for Place {
    fn from(name: &String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<String> for Place {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<Id<ChannelMarker>> for Place {
    fn from(id: Id<ChannelMarker>) -> Self {
        Self::Id(id)
    }
}

/// A message that somebody points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageRef(pub Id<MessageMarker>);

impl From<Id<MessageMarker>> for MessageRef {
    fn from(id: Id<MessageMarker>) -> Self {
        Self(id)
    }
}

impl From<&MessageView> for MessageRef {
    fn from(message: &MessageView) -> Self {
        Self(message.id)
    }
}

impl Sandbox {
    /// Somebody by user name, such as `mia`, member or not.
    pub fn person(&self, name: &str) -> Result<Person, Refusal> {
        let user = self.look(|world| world.somebody(name)).ok_or_else(|| {
            Refusal::new(
                Rule::UnknownPerson,
                format!("There is nobody called {name}"),
            )
        })?;
        Ok(Person {
            sandbox: self.clone(),
            user,
            place: Place::First,
        })
    }

    /// Everybody's user name, bots left out, oldest account first.
    pub fn people(&self) -> Vec<String> {
        self.look(|world| {
            world
                .users
                .values()
                .filter(|user| !user.bot)
                .map(|user| user.username.clone())
                .collect()
        })
    }

    /// Makes an account for somebody new, who is not a member yet. `name` is shown, and in lower case the user name.
    pub fn new_person(&self, name: &str) -> Result<Person, Refusal> {
        self.with(|world| {
            if world.user_named(name).is_some() {
                return Err(Refusal::new(
                    Rule::AlreadyDone,
                    format!("There is somebody called {name} already"),
                ));
            }
            crate::cast::new_user(world, name);
            Ok(())
        })?;
        self.person(name)
    }
}

impl Person {
    /// The person's user id.
    pub fn id(&self) -> Id<UserMarker> {
        self.user
    }

    /// The person's name, as others read it.
    pub fn name(&self) -> String {
        self.sandbox.look(|world| world.name_of(None, self.user))
    }

    /// The same person, acting in a channel or thread, by name or id. Whether they see it is judged when they act.
    #[must_use]
    pub fn in_channel(&self, place: impl Into<Place>) -> Self {
        Self {
            place: place.into(),
            ..self.clone()
        }
    }

    /// The same person, acting in the direct messages with the bot.
    #[must_use]
    pub fn in_dm(&self) -> Self {
        self.in_channel(Place::Dm)
    }

    /// Whether they are a member of the server.
    pub fn is_member(&self) -> bool {
        let guild = self.sandbox.guild_id();
        self.sandbox
            .look(|world| world.member(guild, self.user).is_some())
    }

    /// Writes a message. `place` is a channel or thread by name or id, or `dm`.
    pub fn write(&self, place: impl Into<Place>, text: &str) -> Result<MessageView, Refusal> {
        let here = self.in_channel(place);
        self.sandbox.with(|world| {
            let channel = match here.place {
                Place::Dm => self.open_dm(world)?,
                _ => here.whereabouts(world)?,
            };
            self.may_act(world, channel)?;
            let message = self.post(world, channel, text)?;
            world.mark_read(self.user, message);
            super::reading::seen_message(world, self.user, message).ok_or_else(|| {
                Refusal::new(
                    Rule::NoPermission,
                    "You do not have permission to read this channel's history",
                )
            })
        })
    }

    /// Opens the direct messages with the bot, which takes a server in common.
    fn open_dm(&self, world: &mut World) -> Result<Id<ChannelMarker>, Refusal> {
        let bot = world.application.bot;
        if let Some(open) = world.dm_of(self.user, bot) {
            return Ok(open);
        }
        if !world.share_a_guild(self.user, bot) {
            return Err(Refusal::new(
                Rule::NoPermission,
                "You do not share a server with this application",
            ));
        }
        Ok(world.open_dm(self.user, bot))
    }

    fn post(
        &self,
        world: &mut World,
        channel: Id<ChannelMarker>,
        text: &str,
    ) -> Result<Id<MessageMarker>, Refusal> {
        let gone = || Refusal::new(Rule::UnknownPlace, "There is no such channel");
        let text = text.trim();
        let length = text.chars().count();
        if !(1..=MOST_CHARACTERS).contains(&length) {
            return Err(Refusal::new(
                Rule::TextLength,
                format!("{length} characters, where 1 to {MOST_CHARACTERS} are allowed"),
            ));
        }
        let place = world.channels.get(&channel).ok_or_else(gone)?;
        let held = permissions::in_channel(world, channel, self.user);
        let needed = if place.is_thread() {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        };
        if !held.contains(needed) {
            return Err(Refusal::new(
                Rule::NoPermission,
                "You do not have permission to send messages in this channel",
            ));
        }
        let is_locked = place.thread.as_ref().is_some_and(|thread| thread.locked);
        if is_locked && !held.contains(Permissions::MANAGE_THREADS) {
            return Err(Refusal::new(Rule::Archived, "This thread is locked"));
        }
        if place.thread.as_ref().is_some_and(|thread| thread.archived) {
            world.has_room_for_thread(channel)?;
        }
        let draft = Draft {
            content: text.to_owned(),
            ..Draft::default()
        };
        world
            .post(channel, self.user, draft, Extra::default())
            .ok_or_else(gone)
    }

    /// Joins the server. Where there is membership screening, they must pass it before they can act.
    pub fn join(&self) -> Result<(), Refusal> {
        let guild = self.sandbox.guild_id();
        self.sandbox.with(|world| {
            if world.member(guild, self.user).is_some() {
                return Err(already("You are a member already"));
            }
            let screening = world
                .guilds
                .get(&guild)
                .is_some_and(|guild| guild.screening);
            world.join(guild, self.user, screening);
            Ok(())
        })
    }

    /// Accepts the server's rules.
    pub fn pass_screening(&self) -> Result<(), Refusal> {
        self.change_membership(|world, guild, user| {
            let pending = world
                .member(guild, user)
                .is_some_and(|(member, _)| member.pending);
            if !pending {
                return Err(already("You have passed membership screening already"));
            }
            world.change_member(guild, user, |member| member.pending = false);
            Ok(())
        })
    }

    /// Leaves the server.
    pub fn leave(&self) -> Result<(), Refusal> {
        self.change_membership(|world, guild, user| {
            if world
                .guilds
                .get(&guild)
                .is_some_and(|guild| guild.owner == user)
            {
                return Err(Refusal::new(
                    Rule::NoPermission,
                    "The owner of a server cannot leave it",
                ));
            }
            world.leave(guild, user);
            Ok(())
        })
    }

    /// Is given a role by an admin.
    pub fn add_role(&self, role: &str) -> Result<(), Refusal> {
        self.change_roles(role, |roles, role| {
            if !roles.contains(&role) {
                roles.push(role);
            }
        })
    }

    /// Loses a role by an admin.
    pub fn remove_role(&self, role: &str) -> Result<(), Refusal> {
        self.change_roles(role, |roles, role| roles.retain(|held| *held != role))
    }

    /// Takes no direct messages from people and bots of the server any more.
    pub fn close_dms(&self) {
        self.set_dms(false);
    }

    /// Takes direct messages again.
    pub fn open_dms(&self) {
        self.set_dms(true);
    }

    fn set_dms(&self, open: bool) {
        self.sandbox.with(|world| {
            if let Some(user) = world.users.get_mut(&self.user) {
                user.dms_open = open;
            }
        });
    }

    fn change_roles(
        &self,
        role: &str,
        change: impl FnOnce(&mut Vec<Id<RoleMarker>>, Id<RoleMarker>),
    ) -> Result<(), Refusal> {
        self.change_membership(|world, guild, user| {
            let id = world.role_named(guild, role).ok_or_else(|| {
                Refusal::new(Rule::UnknownPlace, format!("There is no role {role}"))
            })?;
            world.change_member(guild, user, |member| change(&mut member.roles, id));
            Ok(())
        })
    }

    fn change_membership(
        &self,
        change: impl FnOnce(&mut World, Id<GuildMarker>, Id<UserMarker>) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let guild = self.sandbox.guild_id();
        self.sandbox.with(|world| {
            if world.member(guild, self.user).is_none() {
                return Err(not_a_member());
            }
            change(world, guild, self.user)
        })
    }

    /// Where this person is, if they can be there.
    pub(super) fn whereabouts(&self, world: &World) -> Result<Id<ChannelMarker>, Refusal> {
        let found = match &self.place {
            Place::First => world.first_place(self.user),
            Place::Named(name) => world.place_named(self.user, name),
            Place::Id(id) => Some(*id).filter(|id| permissions::can_see(world, *id, self.user)),
            Place::Dm => world.dm_of(self.user, world.application.bot),
        };
        found.ok_or_else(|| match &self.place {
            Place::Dm => Refusal::new(
                Rule::UnknownPlace,
                "There are no direct messages with the bot yet; write one first",
            ),
            Place::Named(name) => Refusal::new(
                Rule::UnknownPlace,
                format!("There is no #{name} that you can see"),
            ),
            _ => Refusal::new(Rule::UnknownPlace, "There is no channel that you can see"),
        })
    }

    /// Whether this person may use commands, buttons and the keyboard in a channel.
    pub(super) fn may_act(&self, world: &World, channel: Id<ChannelMarker>) -> Result<(), Refusal> {
        let Some(guild) = world
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild_id)
        else {
            return Ok(());
        };
        let (member, _) = world.member(guild, self.user).ok_or_else(not_a_member)?;
        if world.is_out(guild) {
            return Err(Refusal::new(
                Rule::Outage,
                "This server is unavailable by an outage",
            ));
        }
        if member.pending {
            return Err(Refusal::new(
                Rule::Pending,
                "You must complete a few more steps before you can talk in this server",
            ));
        }
        if member
            .timed_out_until
            .is_some_and(|until| until > world.now())
        {
            return Err(Refusal::new(Rule::NoPermission, "You are timed out"));
        }
        Ok(())
    }
}

fn already(says: &str) -> Refusal {
    Refusal::new(Rule::AlreadyDone, says)
}

fn not_a_member() -> Refusal {
    Refusal::new(Rule::NotAMember, "You are not a member of this server")
}
