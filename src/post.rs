//! What the bot says, as a plain value: text, buttons, selects, modals and files.
//!
//! A [`Post`] is built by a feature's `words.rs`, kept in the outbox as JSON, and turned into Discord's Components V2 by
//! `discord::render`. Nothing here knows Discord's JSON; its limits are kept here, so that a post which exists can be sent.

mod quotes;

use serde::{Deserialize, Serialize};

use crate::custom_id::CustomId;
use crate::domain::digest::Week;
use crate::domain::ids::{ChannelId, MemberId, RoleId};

pub use quotes::{Quote, QuoteOf, Quotes};

/// Characters of text over all blocks of one post (Discord's limit for Components V2).
pub const MAX_TEXT: usize = 4000;
/// Components of one post, nested ones counted.
pub const MAX_COMPONENTS: usize = 40;
/// Buttons in one row.
pub const MAX_ROW: usize = 5;
/// Characters of a button's label.
pub const MAX_LABEL: usize = 80;
/// Options of one select, and choices of one autocomplete.
pub const MAX_OPTIONS: usize = 25;
/// Characters of an option's label, description or value, and of an autocomplete choice.
pub const MAX_OPTION_TEXT: usize = 100;
/// Characters of a select's placeholder.
pub const MAX_PLACEHOLDER: usize = 150;
/// Characters of a modal's title and of a field's label.
pub const MAX_MODAL_TEXT: usize = 45;
/// Fields of one modal.
pub const MAX_FIELDS: usize = 5;
/// Files of one post, by Discord's limit.
pub const MAX_FILES: usize = 10;

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Who may be pinged by mentions in the text. Empty unless the post names them.
    #[serde(default, skip_serializing_if = "Pings::is_empty")]
    pub pings: Pings,
    /// Files attached below the text, at most [`MAX_FILES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// Files that the message has already, and keeps, shown below the text. For changes of messages, beside which no new files come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Kept>,
    /// A digest that is put in place of all this when it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<DigestOf>,
    /// It is there for what it quotes: with the last quote all else goes, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_quotes: bool,
}

/// The digest of a week: made when it is sent, so that what is said is what may be said then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestOf {
    /// Of which week.
    pub week: Week,
    /// It was made, and what stands in the post is what a try to send it says, but for its files: it may be there already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub said: bool,
}

/// One part of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Markdown text.
    Text(String),
    /// Text with one button beside it.
    Section {
        /// Markdown text.
        text: String,
        /// The button to the right of it.
        button: Button,
    },
    /// Up to five buttons side by side.
    Buttons(Vec<Button>),
    /// One select over the whole width.
    Select(Select),
    /// A thin line with some room around it.
    Divider,
    /// What people said, each with what it is of.
    Quotes(Quotes),
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says, at most [`MAX_LABEL`] characters.
    pub label: String,
    /// How it looks.
    pub style: Style,
    /// What it does.
    pub action: Action,
    /// Shown, but not to be pressed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// The one thing most people will want; at most one a post.
    Primary,
    /// Everything else.
    Plain,
    /// Something good that is concluded.
    Success,
    /// Something that takes away.
    Danger,
}

/// What pressing a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Comes back as a click with this id.
    Click(CustomId),
    /// Opens an address.
    Link(String),
}

/// A menu to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Select {
    /// Comes back with the values chosen.
    pub id: CustomId,
    /// What it asks for while nothing is chosen.
    pub placeholder: String,
    /// What there is to choose.
    pub kind: SelectKind,
    /// Fewest values, 0 to 25.
    pub min: u8,
    /// Most values, 1 to 25.
    pub max: u8,
}

/// What a select offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectKind {
    /// These options, 1 to 25.
    Options(Vec<SelectOption>),
    /// Discord's member picker, with these chosen. In private messages it knows only two people, so it is for guild channels.
    Members(Vec<MemberId>),
    /// Discord's role picker, with these chosen.
    Roles(Vec<RoleId>),
    /// Discord's picker of text channels, with these chosen.
    TextChannels(Vec<ChannelId>),
}

/// One option of a select.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectOption {
    /// What it says.
    pub label: String,
    /// What comes back.
    pub value: String,
    /// A second, smaller line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Chosen already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chosen: bool,
}

/// A form that opens over the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modal {
    /// Comes back with the fields.
    pub id: CustomId,
    /// Its heading, at most [`MAX_MODAL_TEXT`] characters.
    pub title: String,
    /// One to five text fields.
    pub fields: Vec<Field>,
}

/// A text field of a modal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Names the field in what comes back.
    pub name: String,
    /// What it asks for, at most [`MAX_MODAL_TEXT`] characters.
    pub label: String,
    /// Whether it has several lines.
    pub long: bool,
    /// Whether it must be filled in.
    pub required: bool,
    /// Most characters, 1 to 4000.
    pub max_length: u16,
    /// An example, shown while the field is empty.
    pub placeholder: Option<String>,
    /// What is already in it.
    pub value: Option<String>,
}

/// Who a post may ping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pings {
    /// Members by id.
    pub members: Vec<MemberId>,
    /// Roles by id.
    pub roles: Vec<RoleId>,
}

impl Pings {
    /// Whether nobody is pinged.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.roles.is_empty()
    }
}

/// A file that goes with a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// With its extension.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What it shows, for people who cannot see it.
    pub description: Option<String>,
}

/// A file that a message has already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// As it was sent.
    pub name: String,
    /// What it shows, for people who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Post {
    /// A post of one text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::default().and_text(text)
    }

    /// Adds a text below.
    #[must_use]
    pub fn and_text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// Adds rows of buttons below, five a row.
    #[must_use]
    pub fn and_buttons(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let buttons: Vec<Button> = buttons.into_iter().collect();
        self.blocks.extend(
            buttons
                .chunks(MAX_ROW)
                .map(|row| Block::Buttons(row.to_vec())),
        );
        self
    }

    /// Whether it has a button that means this.
    pub fn has_button(&self, click: &CustomId) -> bool {
        self.blocks.iter().any(|block| match block {
            Block::Buttons(buttons) => buttons
                .iter()
                .any(|button| matches!(&button.action, Action::Click(means) if means == click)),
            _ => false,
        })
    }

    /// Adds a select below.
    #[must_use]
    pub fn and_select(mut self, select: Select) -> Self {
        self.blocks.push(Block::Select(select));
        self
    }

    /// Adds a line below.
    #[must_use]
    pub fn and_divider(mut self) -> Self {
        self.blocks.push(Block::Divider);
        self
    }

    /// Adds what people said below, under a heading; nothing where there is none.
    #[must_use]
    pub fn and_quotes(mut self, heading: impl Into<String>, quotes: Vec<Quote>) -> Self {
        if !quotes.is_empty() {
            let heading = heading.into();
            self.blocks.push(Block::Quotes(Quotes { heading, quotes }));
        }
        self
    }

    /// The blocks with quotations as texts and sections, as they are shown.
    pub fn shown(&self) -> Vec<Block> {
        let shown = |block: &Block| match block {
            Block::Quotes(quotes) => quotes.shown(),
            other => vec![other.clone()],
        };
        self.blocks.iter().flat_map(shown).collect()
    }

    /// The same as its message has it once it was sent: nothing is made any more, and the files are there.
    #[must_use]
    pub fn as_sent(&self) -> Self {
        let mut sent = self.clone();
        sent.digest = None;
        sent.kept.extend(sent.files.drain(..).map(|file| Kept {
            name: file.name,
            description: file.description,
        }));
        sent
    }

    /// Lets the post ping these members, whose mentions are in its text.
    #[must_use]
    pub fn pinging(mut self, members: impl IntoIterator<Item = MemberId>) -> Self {
        self.pings.members.extend(members);
        self
    }
}

impl Button {
    /// A button of the plain style.
    pub fn plain(label: impl Into<String>, click: impl Into<CustomId>) -> Self {
        Self {
            label: label.into(),
            style: Style::Plain,
            action: Action::Click(click.into()),
            disabled: false,
        }
    }

    /// The button most people will want.
    pub fn primary(label: impl Into<String>, click: impl Into<CustomId>) -> Self {
        Self {
            style: Style::Primary,
            ..Self::plain(label, click)
        }
    }

    /// A button that takes something away.
    pub fn danger(label: impl Into<String>, click: impl Into<CustomId>) -> Self {
        Self {
            style: Style::Danger,
            ..Self::plain(label, click)
        }
    }

    /// A button that concludes something good.
    pub fn success(label: impl Into<String>, click: impl Into<CustomId>) -> Self {
        Self {
            style: Style::Success,
            ..Self::plain(label, click)
        }
    }

    /// A button that opens an address.
    pub fn link(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            style: Style::Plain,
            action: Action::Link(url.into()),
            disabled: false,
        }
    }
}
