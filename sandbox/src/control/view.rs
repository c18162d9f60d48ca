//! What a person sees, as plain values. Printed, they look as they do on a screen.

use serde::Serialize;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, InteractionMarker, MessageMarker},
};

use super::{acting::Choice, refusal::Refusal, refusal::Rule};

/// Everything that a person can read: channels, threads and direct messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// Whose view it is, by display name.
    pub person: String,
    /// Each place with its messages, channels in their order, each followed by its threads; then direct messages.
    pub places: Vec<PlaceView>,
}

/// What kind of place messages are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A channel of the server.
    Channel,
    /// A thread that everybody who sees its channel can read.
    PublicThread,
    /// A thread that only its members, and moderators, can read.
    PrivateThread,
    /// Direct messages with the bot.
    DirectMessages,
}

/// A channel, a thread or direct messages, as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// Its id.
    pub id: Id<ChannelMarker>,
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// Its name; for direct messages, the other's.
    pub name: String,
    /// For a thread, the channel that it is under.
    pub under: Option<String>,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether it is locked.
    pub locked: bool,
    /// Who is in it, by display name, for a thread.
    pub members: Vec<String>,
    /// Its messages, oldest first.
    pub messages: Vec<MessageView>,
}

/// A command that somebody used, as shown above the public answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UsedCommand {
    /// Who used it, by display name.
    pub user: String,
    /// The command as it is typed, such as `/askfor`; a context menu's name without a slash.
    pub command: String,
}

/// A file on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// What it shows, for those who cannot see it.
    pub description: Option<String>,
    /// Its bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// How many bytes it has.
    pub size: usize,
    /// Where a client loads it from.
    pub url: String,
}

/// The thread that was opened from a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ThreadView {
    /// The thread.
    pub id: Id<ChannelMarker>,
    /// Its name.
    pub name: String,
}

/// The line above a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplyView {
    /// The message replied to, which may be gone.
    pub id: Id<MessageMarker>,
    /// Who wrote it and how it begins; `Original message was deleted` when it is gone.
    pub line: String,
}

/// A message as one person sees it.
#[allow(clippy::struct_excessive_bools)] // Each is a mark of its own on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageView {
    /// Its id.
    pub id: Id<MessageMarker>,
    /// Where it is.
    pub channel: Id<ChannelMarker>,
    /// The name of where it is: `help`, a thread's name, or for direct messages the other's name.
    pub channel_name: String,
    /// Whether it is a direct message.
    pub direct: bool,
    /// Who wrote it, by display name.
    pub author: String,
    /// Who used which command, where that is shown.
    pub used_command: Option<UsedCommand>,
    /// Whether only this person sees it.
    pub ephemeral: bool,
    /// Whether it is a line of Discord's own, such as that a thread was started, and not something that was said.
    pub notice: bool,
    /// Whether it says that the bot is thinking.
    pub loading: bool,
    /// Its parts in their order, as a tree.
    pub body: Vec<Node>,
    /// All text of the message, top to bottom, a block a line or more: content, embeds, text displays. Mentions and
    /// times are shown as a person reads them.
    pub text: String,
    /// All its buttons, top to bottom.
    pub buttons: Vec<ButtonView>,
    /// All its selects, top to bottom.
    pub selects: Vec<SelectView>,
    /// Its files.
    pub files: Vec<FileView>,
    /// Whether its author edited it.
    pub edited: bool,
    /// Whom it pings, by display name; `everyone`, and `@Role` for roles.
    pub mentions_pinged: Vec<String>,
    /// Whether it pings this person, directly or by a role.
    pub pings_me: bool,
    /// The message that it replies to, as it is shown above it.
    pub reply_to: Option<ReplyView>,
    /// The thread that was opened from it.
    pub thread: Option<ThreadView>,
    /// Reactions: the emoji, and how many people reacted with it.
    pub reactions: Vec<(String, usize)>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "node", rename_all = "snake_case")]
pub enum Node {
    /// Text, with mentions and times as a person reads them; Markdown stays as it was written.
    Text {
        /// The text.
        text: String,
    },
    /// Texts with something beside them.
    Section {
        /// The texts.
        texts: Vec<Node>,
        /// A button, or a picture.
        accessory: Box<Node>,
    },
    /// A box around other parts.
    Container {
        /// What is in the box.
        parts: Vec<Node>,
        /// Whether it is hidden until it is clicked.
        spoiler: bool,
    },
    /// An embed: a box with text.
    Embed {
        /// Author, title, description, fields and footer, each in its own line.
        text: String,
    },
    /// Buttons beside each other.
    Buttons {
        /// The buttons.
        buttons: Vec<ButtonView>,
    },
    /// A select.
    Select {
        /// The select.
        select: SelectView,
    },
    /// A line, or an empty space.
    Separator {
        /// Whether a line is drawn.
        line: bool,
    },
    /// Pictures, by their description or address.
    Pictures {
        /// Each picture.
        pictures: Vec<String>,
    },
    /// A file shown where it stands.
    File {
        /// Its name.
        name: String,
    },
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ButtonView {
    /// What it says; empty when it shows only an emoji.
    pub label: String,
    /// Its emoji, or a custom emoji's name.
    pub emoji: Option<String>,
    /// `primary`, `secondary`, `success`, `danger`, `link` or `premium`.
    pub style: String,
    /// What the bot hears when it is clicked; none for a link.
    pub custom_id: Option<String>,
    /// Whether it is greyed out.
    pub disabled: bool,
    /// Where a link goes.
    pub url: Option<String>,
}

/// A select menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SelectView {
    /// `string`, `user`, `role`, `mentionable` or `channel`.
    pub kind: String,
    /// What the bot hears.
    pub custom_id: String,
    /// What it says while nothing is chosen.
    pub placeholder: Option<String>,
    /// What can be chosen in a string select. Empty for people, roles and channels, which are searched by name.
    pub options: Vec<Choice>,
    /// The labels of what is chosen to begin with.
    pub chosen: Vec<String>,
    /// How many must be chosen.
    pub min: usize,
    /// How many may be chosen.
    pub max: usize,
    /// Whether it is greyed out.
    pub disabled: bool,
}

/// A modal on a person's screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModalView {
    /// Names this modal for [`super::Person::submit`]; the interaction that opened it.
    pub id: Id<InteractionMarker>,
    /// The bot's name for it.
    pub custom_id: String,
    /// Its title.
    pub title: String,
    /// Its fields, top to bottom.
    pub fields: Vec<FieldView>,
}

/// A field of a modal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// What stands above it.
    pub label: String,
    /// What stands below its label.
    pub description: Option<String>,
    /// The bot's name for it; none for mere text.
    pub custom_id: Option<String>,
    /// `short`, `paragraph`, a select's kind, or `text` for mere text.
    pub kind: String,
    /// What it says while it is empty.
    pub placeholder: Option<String>,
    /// What it holds to begin with.
    pub value: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// Characters, or choices, at least.
    pub min: usize,
    /// Characters, or choices, at most.
    pub max: usize,
    /// What can be chosen, where there is a choice.
    pub options: Vec<Choice>,
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What the person sees.
    #[serde(flatten)]
    pub answer: Answer,
    /// Whether they read "thinking" first.
    pub deferred: bool,
}

/// What a person sees after they acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", content = "seen", rename_all = "snake_case")]
pub enum Answer {
    /// A message, which only they see or everybody.
    Message(Box<MessageView>),
    /// The message whose component they used, as it is now.
    Updated(Box<MessageView>),
    /// A modal opened.
    Modal(Box<ModalView>),
    /// Nothing: the bot took note and changed nothing, or deleted what they used.
    Nothing,
}

impl Outcome {
    /// The message that answers or was changed; a refusal that says what came instead otherwise.
    pub fn message(&self) -> Result<&MessageView, Refusal> {
        match &self.answer {
            Answer::Message(message) | Answer::Updated(message) => Ok(message),
            other => Err(instead("a message", other)),
        }
    }

    /// The modal that opened; a refusal that says what came instead otherwise.
    pub fn modal(&self) -> Result<&ModalView, Refusal> {
        match &self.answer {
            Answer::Modal(modal) => Ok(modal),
            other => Err(instead("a modal", other)),
        }
    }
}

fn instead(wanted: &str, got: &Answer) -> Refusal {
    Refusal::new(
        Rule::NoSuchComponent,
        format!("no {wanted} came, but this: {got}"),
    )
}

impl View {
    /// The place of this name: a channel, a thread, or `dm` for direct messages. Of several, the newest.
    pub fn place(&self, name: &str) -> Option<&PlaceView> {
        let name = name.strip_prefix('#').unwrap_or(name);
        self.places.iter().rev().find(|place| {
            place.name == name || (name == "dm" && place.kind == PlaceKind::DirectMessages)
        })
    }

    /// The direct messages with the bot.
    pub fn dm(&self) -> Option<&PlaceView> {
        self.place("dm")
    }

    /// All messages, place after place.
    pub fn messages(&self) -> impl Iterator<Item = &MessageView> {
        self.places.iter().flat_map(|place| &place.messages)
    }

    /// A message by its id.
    pub fn message(&self, id: Id<MessageMarker>) -> Option<&MessageView> {
        self.messages().find(|message| message.id == id)
    }

    /// The newest message that says this, wherever it is; Discord's own lines are left out.
    pub fn saying(&self, text: &str) -> Option<&MessageView> {
        self.messages()
            .filter(|message| !message.notice && message.text.contains(text))
            .max_by_key(|message| message.id)
    }
}

impl PlaceView {
    /// The newest message.
    pub fn last(&self) -> Option<&MessageView> {
        self.messages.last()
    }
}

impl MessageView {
    /// A button by its label or custom id.
    pub fn button(&self, name: &str) -> Option<&ButtonView> {
        self.buttons.iter().find(|button| button.is(name))
    }

    /// A select by its placeholder or custom id.
    pub fn select(&self, name: &str) -> Option<&SelectView> {
        self.selects.iter().find(|select| select.is(name))
    }
}

impl ButtonView {
    /// Whether this is what a person, or a bot, would call it.
    pub fn is(&self, name: &str) -> bool {
        self.label == name
            || self.custom_id.as_deref() == Some(name)
            || self.emoji.as_deref() == Some(name)
            || self.caption() == name
    }

    /// Emoji and label, as they stand on the button.
    pub fn caption(&self) -> String {
        match (&self.emoji, self.label.as_str()) {
            (Some(emoji), "") => emoji.clone(),
            (Some(emoji), label) => format!("{emoji} {label}"),
            (None, label) => label.to_owned(),
        }
    }
}

impl SelectView {
    /// Whether this is what a person, or a bot, would call it.
    pub fn is(&self, name: &str) -> bool {
        self.custom_id == name || self.placeholder.as_deref() == Some(name)
    }
}
