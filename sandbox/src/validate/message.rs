//! A message as somebody asks for it: read from a body, and checked as a whole.

mod fields;

use serde_json::{Value, json};
use twilight_model::{
    channel::message::MessageFlags,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker, RoleMarker, UserMarker},
    },
};

use super::{components, embeds, form::Form};
use crate::{
    error::{ApiError, FormErrors},
    rest::Upload,
    world::message::Message,
};

/// The most characters of a message's text.
pub const MOST_CHARACTERS: usize = 2000;
/// The most files of a message.
pub const MOST_FILES: usize = 10;

/// What a message is asked to be. A field that was not given is `None`; one given as `null` is empty.
#[derive(Clone, Debug, Default)]
pub struct MessageForm {
    /// The text, without white space around it.
    pub content: Option<String>,
    /// The embeds, as sent.
    pub embeds: Option<Vec<Value>>,
    /// The components, as sent.
    pub components: Option<Vec<Value>>,
    /// The flags.
    pub flags: Option<MessageFlags>,
    /// Which files the message has: uploads by their number, earlier ones by their id.
    pub attachments: Option<Vec<AttachmentForm>>,
    /// Whom it may ping.
    pub allowed_mentions: Option<AllowedMentions>,
    /// What it replies to.
    pub reference: Option<ReferenceForm>,
    /// What the sender will know it by.
    pub nonce: Option<Value>,
    /// Whether a message with the same nonce is to be given back instead of being made again.
    pub enforce_nonce: bool,
    /// Whether it is read aloud.
    pub tts: bool,
    /// The files that came with it.
    pub uploads: Vec<Upload>,
}

/// One file that a message is to have.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AttachmentForm {
    /// The number of an upload, or the id of a file that the message has.
    pub id: u64,
    /// Another name for it.
    pub filename: Option<String>,
    /// What it shows.
    pub description: Option<String>,
}

/// Whom a message may ping.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AllowedMentions {
    /// Whether everyone it names may be pinged: `users`, `roles`, `everyone`.
    pub parse: Vec<String>,
    /// These people.
    pub users: Vec<Id<UserMarker>>,
    /// These roles.
    pub roles: Vec<Id<RoleMarker>>,
    /// The person replied to.
    pub replied_user: bool,
}

/// What a message replies to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReferenceForm {
    /// The other message.
    pub message: Id<MessageMarker>,
    /// Where it is said to be.
    pub channel: Option<Id<ChannelMarker>>,
    /// Whether it is an error if the other message is gone.
    pub fail_if_not_exists: bool,
}

/// What a body may ask for, which depends on where it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'m> {
    /// The flags that may be set.
    flags: MessageFlags,
    /// The message that is edited, if it is an edit.
    edited: Option<&'m Message>,
    /// What stands before each path of an error: empty, or `data` for an interaction's answer.
    at: &'static str,
}

impl<'m> Rules<'m> {
    /// A message sent to a channel.
    pub fn create() -> Self {
        Self {
            flags: MessageFlags::SUPPRESS_EMBEDS
                | MessageFlags::SUPPRESS_NOTIFICATIONS
                | MessageFlags::IS_COMPONENTS_V2,
            edited: None,
            at: "",
        }
    }

    /// An edit of a message.
    pub fn edit(message: &'m Message) -> Self {
        Self {
            flags: MessageFlags::SUPPRESS_EMBEDS | MessageFlags::IS_COMPONENTS_V2,
            edited: Some(message),
            at: "",
        }
    }

    /// A follow-up of an interaction.
    pub fn follow_up() -> Self {
        Self {
            flags: Self::create().flags | MessageFlags::EPHEMERAL,
            ..Self::create()
        }
    }

    /// An interaction's answer by message, whose body stands under `data`.
    pub fn answer() -> Self {
        Self {
            at: "data",
            ..Self::follow_up()
        }
    }

    /// An interaction's answer that edits the message it came from, whose body stands under `data`.
    pub fn update(message: &'m Message) -> Self {
        Self {
            at: "data",
            ..Self::edit(message)
        }
    }

    /// A path below this body.
    fn path(&self, name: &str) -> String {
        if self.at.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.at)
        }
    }
}

/// Reads a message from a body, and refuses what Discord refuses whatever the channel.
///
/// Refused with 50035 for bad fields, with 50006 when the message would hold nothing.
pub fn read(
    body: Option<&Value>,
    uploads: &[Upload],
    rules: &Rules,
) -> Result<MessageForm, ApiError> {
    let mut form = Form::new(body)?;
    let asked = fields::fields(&mut form, uploads, rules);
    let mut errors = FormErrors::new();
    errors.adopt(rules.at, form.into_errors());
    let v2 = is_v2(&asked, rules);
    whole(&asked, rules, v2, &mut errors);
    let files = file_names(&asked, rules);
    if let Some(list) = &asked.embeds {
        embeds::check(list, &rules.path("embeds"), &mut errors);
        embedded_files(list, &files, &rules.path("embeds"), &mut errors);
    }
    if let Some(list) = &asked.components {
        components::check(list, &rules.path("components"), v2, &files, &mut errors);
    }
    errors.finish()?;
    if is_empty(&asked, rules) {
        return Err(ApiError::empty_message());
    }
    Ok(asked)
}

/// Whether the message will be one with Components V2. The flag stays for good once it is set.
fn is_v2(asked: &MessageForm, rules: &Rules) -> bool {
    let now = asked
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::IS_COMPONENTS_V2));
    now || rules
        .edited
        .is_some_and(|message| message.flags.contains(MessageFlags::IS_COMPONENTS_V2))
}

/// What excludes what: beside Components V2 there is neither text nor embed.
fn whole(asked: &MessageForm, rules: &Rules, v2: bool, errors: &mut FormErrors) {
    if !v2 {
        return;
    }
    let left = |field: Option<bool>, before: Option<bool>| field.or(before).unwrap_or(false);
    let before = rules.edited;
    let used = [
        (
            "content",
            left(
                asked.content.as_ref().map(|text| !text.is_empty()),
                before.map(|message| !message.content.is_empty()),
            ),
        ),
        (
            "embeds",
            left(
                asked.embeds.as_ref().map(|list| !list.is_empty()),
                before.map(|message| !message.embeds.is_empty()),
            ),
        ),
    ];
    for (name, used) in used {
        if used {
            errors.add(
                &rules.path(name),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                format!(
                    "The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                ),
            );
        }
    }
}

/// Whether the message would hold nothing.
fn is_empty(asked: &MessageForm, rules: &Rules) -> bool {
    let before = rules.edited;
    // A deferred answer shows that it is being thought about, and a system message shows itself.
    if before.is_some_and(|message| message.loading) && asked.content.is_none() {
        return asked.embeds.as_ref().is_none_or(Vec::is_empty)
            && asked.components.as_ref().is_none_or(Vec::is_empty)
            && asked.uploads.is_empty();
    }
    let text = asked.content.as_ref().map_or(
        before.is_some_and(|message| !message.content.is_empty()),
        |text| !text.is_empty(),
    );
    let has = |field: Option<usize>, before: Option<usize>| field.or(before).unwrap_or(0) > 0;
    let embeds = has(
        asked.embeds.as_ref().map(Vec::len),
        before.map(|message| message.embeds.len()),
    );
    let components = has(
        asked.components.as_ref().map(Vec::len),
        before.map(|message| message.components.len()),
    );
    let files = !asked.uploads.is_empty()
        || has(
            asked.attachments.as_ref().map(Vec::len),
            before.map(|message| message.attachments.len()),
        );
    !(text || embeds || components || files)
}

/// The names that `attachment://` may refer to.
fn file_names(asked: &MessageForm, rules: &Rules) -> Vec<String> {
    let mut names: Vec<String> = asked
        .uploads
        .iter()
        .map(|upload| {
            asked
                .attachments
                .iter()
                .flatten()
                .find(|wanted| wanted.id == upload.number)
                .and_then(|wanted| wanted.filename.clone())
                .unwrap_or_else(|| upload.filename.clone())
        })
        .map(|name| stored_name(&name))
        .collect();
    let kept = |id: u64| {
        asked
            .attachments
            .as_ref()
            .is_none_or(|list| list.iter().any(|wanted| wanted.id == id))
    };
    names.extend(
        rules
            .edited
            .iter()
            .flat_map(|message| &message.attachments)
            .filter(|file| kept(file.id.get()))
            .map(|file| file.filename.clone()),
    );
    names
}

/// A file's name as Discord keeps it.
pub fn stored_name(name: &str) -> String {
    name.replace(char::is_whitespace, "_")
}

/// An embed's picture by `attachment://` must have come with the message.
fn embedded_files(list: &[Value], files: &[String], at: &str, errors: &mut FormErrors) {
    for (index, embed) in list.iter().enumerate() {
        for name in ["image", "thumbnail"] {
            let url = embed
                .get(name)
                .and_then(|media| media.get("url"))
                .and_then(Value::as_str);
            if let Some(file) = url.and_then(|url| url.strip_prefix("attachment://"))
                && !files.iter().any(|known| known == file)
            {
                errors.add(
                    &format!("{at}.{index}.{name}.url"),
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    "The referenced attachment was not found",
                );
            }
        }
    }
}

/// A form with nothing but text, as a person writes it.
pub fn text(content: &str) -> Result<MessageForm, ApiError> {
    read(Some(&json!({ "content": content })), &[], &Rules::create())
}

#[cfg(test)]
mod tests;
