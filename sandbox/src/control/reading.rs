//! What a person sees, and what of it they have read.

use twilight_model::{
    channel::{
        ChannelType,
        message::{MessageFlags, MessageType},
    },
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker, UserMarker},
    },
};

use super::{
    Person,
    tree::Eye,
    view::{
        ButtonView, FileView, MessageView, Node, PlaceKind, PlaceView, ReplyView, SelectView,
        ThreadView, UsedCommand, View,
    },
};
use crate::{
    permissions,
    world::{World, channel::Channel, message::Message},
};

/// Characters of a message that are shown above a reply to it.
const REPLY_EXCERPT: usize = 50;

impl Person {
    /// Everything that they can read now. Looking does not mark anything as read.
    pub fn sees(&self) -> View {
        self.sandbox.look(|world| view_of(world, self.user))
    }

    /// One message, if it is on their screen.
    pub fn message(&self, id: Id<MessageMarker>) -> Option<MessageView> {
        self.sandbox
            .look(|world| seen_message(world, self.user, id))
    }

    /// What was said later than a message, wherever they can read it, oldest first; without one, everything. Far cheaper than
    /// [`Person::unread`] where a lot was said before.
    pub fn said_after(&self, last: Option<Id<MessageMarker>>) -> Vec<MessageView> {
        self.said_where(last, |_| true)
    }

    /// [`Person::said_after`] in one place.
    pub fn said_in(
        &self,
        place: Id<ChannelMarker>,
        last: Option<Id<MessageMarker>>,
    ) -> Vec<MessageView> {
        self.said_where(last, |channel| channel.id == place)
    }

    /// [`Person::said_after`] in their direct messages.
    pub fn said_directly(&self, last: Option<Id<MessageMarker>>) -> Vec<MessageView> {
        self.said_where(last, |channel| {
            channel.is_dm() && channel.recipients.contains(&self.user)
        })
    }

    fn said_where(
        &self,
        last: Option<Id<MessageMarker>>,
        place: impl Fn(&Channel) -> bool,
    ) -> Vec<MessageView> {
        self.sandbox.look(|world| {
            let mut said: Vec<MessageView> = world
                .channels
                .values()
                .filter(|channel| {
                    let newest = channel.messages.keys().next_back();
                    newest.is_some_and(|newest| last.is_none_or(|last| *newest > last))
                })
                .filter(|channel| place(channel) && is_place(world, self.user, channel))
                .flat_map(|channel| {
                    let from = last.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
                    let said = channel.messages.range((from, std::ops::Bound::Unbounded));
                    said.map(move |(_, message)| (channel, message))
                })
                .filter(|(_, message)| is_said(message) && is_on_screen(world, self.user, message))
                .map(|(channel, message)| message_view(world, self.user, channel, message))
                .collect();
            said.sort_by_key(|message| message.id);
            said
        })
    }

    /// The messages of others that they have not read: everything in every place that they can read since they
    /// joined, private replies included, oldest first. What an act of theirs answered is read.
    pub fn unread(&self) -> Vec<MessageView> {
        self.sandbox.look(|world| {
            let mut unread: Vec<MessageView> = readable(world, self.user)
                .filter(|(_, message)| is_unread(world, self.user, message))
                .map(|(channel, message)| message_view(world, self.user, channel, message))
                .collect();
            unread.sort_by_key(|message| message.id);
            unread
        })
    }

    /// Of the unread messages those that Discord puts a number on: direct messages, private replies, pings.
    pub fn unread_for_me(&self) -> Vec<MessageView> {
        let mut unread = self.unread();
        unread.retain(|message| message.direct || message.ephemeral || message.pings_me);
        unread
    }

    /// Reads everything.
    pub fn mark_read(&self) {
        self.sandbox.with(|world| {
            let all: Vec<Id<MessageMarker>> = readable(world, self.user)
                .map(|(_, message)| message.id)
                .collect();
            world.people.read.entry(self.user).or_default().extend(all);
        });
    }

    /// Reads one message.
    pub fn read(&self, message: impl Into<super::MessageRef>) {
        let super::MessageRef(id) = message.into();
        self.sandbox.with(|world| world.mark_read(self.user, id));
    }

    /// Closes the client and opens it again: private replies are gone, and so are open modals.
    pub fn reload(&self) {
        self.sandbox.with(|world| {
            let gone: Vec<Id<MessageMarker>> = world
                .channels
                .values()
                .flat_map(|channel| channel.messages.values())
                .filter(|message| message.visible_to == Some(self.user))
                .map(|message| message.id)
                .collect();
            world.people.vanished.extend(gone);
            world.people.modals.retain(|_, modal| *modal != self.user);
        });
    }
}

impl World {
    /// Notes that a person has read a message.
    pub(super) fn mark_read(&mut self, user: Id<UserMarker>, message: Id<MessageMarker>) {
        self.people.read.entry(user).or_default().insert(message);
    }
}

/// A message by its id, if it is on this person's screen.
pub(super) fn seen_message(
    world: &World,
    user: Id<UserMarker>,
    id: Id<MessageMarker>,
) -> Option<MessageView> {
    // The place is found before it is asked whether they can see it: that is the costlier question.
    let channel = world
        .channels
        .values()
        .find(|channel| channel.messages.contains_key(&id))?;
    let message = channel.messages.get(&id)?;
    (is_place(world, user, channel) && is_on_screen(world, user, message))
        .then(|| message_view(world, user, channel, message))
}

/// The channels that a person can read, threads and direct messages included, in no particular order.
fn places(world: &World, user: Id<UserMarker>) -> impl Iterator<Item = &Channel> {
    world
        .channels
        .values()
        .filter(move |channel| is_place(world, user, channel))
}

fn is_place(world: &World, user: Id<UserMarker>, channel: &Channel) -> bool {
    let needed = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
    channel.holds_messages()
        && permissions::in_channel(world, channel.id, user).contains(needed)
        && permissions::can_see(world, channel.id, user)
}

fn readable(world: &World, user: Id<UserMarker>) -> impl Iterator<Item = (&Channel, &Message)> {
    places(world, user).flat_map(move |channel| {
        channel
            .messages
            .values()
            .filter(move |message| is_on_screen(world, user, message))
            .map(move |message| (channel, message))
    })
}

fn is_on_screen(world: &World, user: Id<UserMarker>, message: &Message) -> bool {
    match message.visible_to {
        None => true,
        Some(only) => only == user && !world.people.vanished.contains(&message.id),
    }
}

/// Whether somebody said it, and not Discord itself.
fn is_said(message: &Message) -> bool {
    matches!(
        message.kind,
        MessageType::Regular
            | MessageType::Reply
            | MessageType::ChatInputCommand
            | MessageType::ContextMenuCommand
    )
}

fn is_unread(world: &World, user: Id<UserMarker>, message: &Message) -> bool {
    let joined = world
        .guilds
        .values()
        .find_map(|guild| guild.members.get(&user))
        .map(|member| member.joined_at);
    is_said(message)
        && !message.loading
        && message.author != user
        && joined.is_none_or(|joined| message.sent_at >= joined)
        && world
            .people
            .read
            .get(&user)
            .is_none_or(|read| !read.contains(&message.id))
}

fn view_of(world: &World, user: Id<UserMarker>) -> View {
    let mut channels: Vec<&Channel> = places(world, user).collect();
    // Channels in their order, each followed by its threads, and direct messages last.
    channels.sort_by_key(|channel| {
        let parent = channel
            .parent_id
            .filter(|_| channel.is_thread())
            .and_then(|parent| world.channels.get(&parent))
            .unwrap_or(channel);
        (
            channel.is_dm(),
            parent.position,
            parent.id,
            channel.is_thread(),
            channel.id,
        )
    });
    View {
        person: world.name_of(None, user),
        places: channels
            .into_iter()
            .map(|channel| place_view(world, user, channel))
            .collect(),
    }
}

fn place_view(world: &World, user: Id<UserMarker>, channel: &Channel) -> PlaceView {
    let kind = match channel.kind {
        ChannelType::PrivateThread => PlaceKind::PrivateThread,
        _ if channel.is_thread() => PlaceKind::PublicThread,
        _ if channel.is_dm() => PlaceKind::DirectMessages,
        _ => PlaceKind::Channel,
    };
    let thread = channel.thread.as_ref();
    let under: Option<Id<ChannelMarker>> = channel.parent_id.filter(|_| thread.is_some());
    PlaceView {
        id: channel.id,
        kind,
        name: world.channel_name(channel, user),
        under: under
            .and_then(|parent| world.channels.get(&parent))
            .map(|parent| parent.name.clone()),
        archived: thread.is_some_and(|thread| thread.archived),
        locked: thread.is_some_and(|thread| thread.locked),
        members: thread
            .into_iter()
            .flat_map(|thread| thread.members.keys())
            .map(|member| world.name_of(channel.guild_id, *member))
            .collect(),
        messages: channel
            .messages
            .values()
            .filter(|message| is_on_screen(world, user, message))
            .map(|message| message_view(world, user, channel, message))
            .collect(),
    }
}

/// A message as one person sees it.
pub(super) fn message_view(
    world: &World,
    user: Id<UserMarker>,
    channel: &Channel,
    message: &Message,
) -> MessageView {
    let eye = Eye {
        world,
        guild: channel.guild_id,
        viewer: user,
    };
    let body = eye.parts(message);
    let mut flat = Flat::default();
    flat.take(&body);
    let origin = message
        .interaction
        .as_ref()
        .filter(|origin| origin.kind == 2 && !origin.name.is_empty());
    let (pinged, pings_me) = pings(world, user, channel, message);
    MessageView {
        id: message.id,
        channel: channel.id,
        channel_name: world.channel_name(channel, user),
        direct: channel.is_dm(),
        author: world.name_of(channel.guild_id, message.author),
        used_command: origin.map(|origin| UsedCommand {
            user: world.name_of(channel.guild_id, origin.user),
            command: match message.kind {
                MessageType::ContextMenuCommand => origin.name.clone(),
                _ => format!("/{}", origin.name),
            },
        }),
        ephemeral: message.visible_to.is_some(),
        notice: !is_said(message),
        loading: message.loading,
        text: flat.text.join("\n"),
        buttons: flat.buttons,
        selects: flat.selects,
        body,
        files: message
            .attachments
            .iter()
            .filter(|file| message.shows(file))
            .map(|file| FileView {
                name: file.filename.clone(),
                description: file.description.clone(),
                size: file.bytes.len(),
                bytes: file.bytes.clone(),
                url: file.url(&world.base_url, channel.id),
            })
            .collect(),
        edited: message.edited_at.is_some(),
        mentions_pinged: pinged,
        pings_me,
        reply_to: message
            .reference
            .filter(|_| message.kind == MessageType::Reply)
            .and_then(|reference| reference.message_id)
            .map(|id| reply_view(world, user, channel, id)),
        thread: message
            .has_thread
            .then(|| world.channels.get(&message.id.cast()))
            .flatten()
            .map(|thread| ThreadView {
                id: thread.id,
                name: thread.name.clone(),
            }),
        reactions: message
            .reactions
            .iter()
            .map(|reaction| (reaction.emoji.clone(), reaction.users.len()))
            .collect(),
    }
}

/// The line above a reply: who wrote what is replied to, and how it begins.
fn reply_view(
    world: &World,
    user: Id<UserMarker>,
    channel: &Channel,
    id: Id<MessageMarker>,
) -> ReplyView {
    let replied = channel
        .messages
        .get(&id)
        .filter(|replied| is_on_screen(world, user, replied));
    let Some(replied) = replied else {
        return ReplyView {
            id,
            line: "Original message was deleted".to_owned(),
        };
    };
    let eye = Eye {
        world,
        guild: channel.guild_id,
        viewer: user,
    };
    let mut flat = Flat::default();
    flat.take(&eye.parts(replied));
    let text = flat.text.join(" ").replace('\n', " ");
    let mut begins: String = text.chars().take(REPLY_EXCERPT).collect();
    if text.chars().nth(REPLY_EXCERPT).is_some() {
        begins.push('…');
    }
    let author = world.name_of(channel.guild_id, replied.author);
    ReplyView {
        id,
        line: format!("{author}: {begins}"),
    }
}

/// Whom a message pings, and whether this person is among them.
fn pings(
    world: &World,
    user: Id<UserMarker>,
    channel: &Channel,
    message: &Message,
) -> (Vec<String>, bool) {
    let is_silent = message.flags.contains(MessageFlags::SUPPRESS_NOTIFICATIONS);
    if is_silent || !is_said(message) {
        return (Vec::new(), false);
    }
    let guild = channel.guild_id.and_then(|guild| world.guilds.get(&guild));
    let own_roles = guild
        .and_then(|guild| guild.members.get(&user))
        .map(|member| member.roles.as_slice())
        .unwrap_or_default();
    let mut pinged: Vec<String> = message
        .mentions
        .iter()
        // Whoever is answered by themselves is named, and hears nothing.
        .filter(|mentioned| **mentioned != message.author)
        .map(|mentioned| world.name_of(channel.guild_id, *mentioned))
        .collect();
    let roles = message
        .mention_roles
        .iter()
        .filter_map(|role| guild?.roles.get(role));
    pinged.extend(roles.map(|role| format!("@{}", role.name)));
    if message.mention_everyone {
        pinged.push("everyone".to_owned());
    }
    let me = message.mentions.contains(&user)
        || message.mention_everyone
        || message
            .mention_roles
            .iter()
            .any(|role| own_roles.contains(role));
    (pinged, me)
}

/// A tree's texts, buttons and selects, top to bottom.
#[derive(Default)]
struct Flat {
    text: Vec<String>,
    buttons: Vec<ButtonView>,
    selects: Vec<SelectView>,
}

impl Flat {
    fn take(&mut self, parts: &[Node]) {
        for part in parts {
            match part {
                Node::Text { text } | Node::Embed { text } => self.text.push(text.clone()),
                Node::Section { texts, accessory } => {
                    self.take(texts);
                    self.take(std::slice::from_ref(accessory));
                }
                Node::Container { parts, .. } => self.take(parts),
                Node::Buttons { buttons } => self.buttons.extend_from_slice(buttons),
                Node::Select { select } => self.selects.push(select.clone()),
                Node::Separator { .. } | Node::Pictures { .. } | Node::File { .. } => {}
            }
        }
    }
}
