//! A message as somebody asks for it: read from a body, and checked as a whole.

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
    let asked = fields(&mut form, uploads, rules);
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

/// Reads each field by itself.
fn fields(form: &mut Form, uploads: &[Upload], rules: &Rules) -> MessageForm {
    let content = form.string("content", 0..=MOST_CHARACTERS);
    let content = if form.has("content") {
        Some(content.unwrap_or_default().trim().to_owned())
    } else {
        None
    };
    let list = |form: &mut Form, name: &str| {
        form.has(name)
            .then(|| form.list(name, 0..=usize::MAX).cloned().unwrap_or_default())
    };
    let embeds = list(form, "embeds");
    let components = list(form, "components");
    let flags = form.integer("flags", 0..=i64::MAX).map(|bits| {
        let asked = MessageFlags::from_bits_retain(u64::try_from(bits).unwrap_or_default());
        if !rules.flags.contains(asked) {
            form.refuse(
                "flags",
                "SANDBOX_FLAGS",
                format!(
                    "These flags cannot be set here: {}.",
                    (asked - rules.flags).bits()
                ),
            );
        }
        asked
    });
    let nonce = form.value("nonce").cloned();
    match &nonce {
        Some(Value::String(text)) if text.chars().count() > 25 => form.refuse(
            "nonce",
            "NONCE_TYPE_TOO_LONG",
            "Must be 25 or fewer characters long.",
        ),
        Some(Value::String(_) | Value::Number(_)) | None => {}
        Some(_) => form.refuse(
            "nonce",
            "NONCE_TYPE_INVALID_TYPE",
            "This field must be a string or integer.",
        ),
    }
    if form
        .list("sticker_ids", 0..=3)
        .is_some_and(|list| !list.is_empty())
    {
        form.refuse(
            "sticker_ids",
            "SANDBOX_UNSUPPORTED",
            "There are no stickers here.",
        );
    }
    for name in ["poll", "shared_client_theme"] {
        if form.value(name).is_some() {
            form.refuse(
                name,
                "SANDBOX_UNSUPPORTED",
                "The sandbox has none of these.",
            );
        }
    }
    MessageForm {
        content,
        embeds,
        components,
        flags,
        attachments: attachments(form, uploads, rules),
        allowed_mentions: allowed_mentions(form),
        reference: reference(form),
        enforce_nonce: form.boolean("enforce_nonce").unwrap_or_default(),
        nonce,
        tts: form.boolean("tts").unwrap_or_default(),
        uploads: uploads.to_vec(),
    }
}

/// Each file must be an upload of this request, or one that the edited message has.
fn attachments(form: &mut Form, uploads: &[Upload], rules: &Rules) -> Option<Vec<AttachmentForm>> {
    if uploads.len() > MOST_FILES {
        form.refuse(
            "attachments",
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {MOST_FILES} or fewer in length."),
        );
    }
    if !form.has("attachments") {
        return None;
    }
    let list = form
        .list("attachments", 0..=MOST_FILES)
        .cloned()
        .unwrap_or_default();
    let mut wanted = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let at = format!("attachments.{index}");
        let text = |name: &str| {
            value
                .get(name)
                .and_then(Value::as_str)
                .map(ToOwned::to_owned)
        };
        // An upload's number may be zero, so this is not an id in the strict sense.
        let id = value.get("id").and_then(|id| {
            id.as_u64()
                .or_else(|| id.as_str().and_then(|text| text.parse().ok()))
        });
        let Some(id) = id else {
            form.refuse(
                &format!("{at}.id"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
            continue;
        };
        let is_upload = uploads.iter().any(|upload| upload.number == id);
        let is_kept = rules
            .edited
            .is_some_and(|message| message.attachments.iter().any(|file| file.id.get() == id));
        if !is_upload && !is_kept {
            form.refuse(&at, "ATTACHMENT_NOT_FOUND", "Attachment data not found");
        }
        if text("description").is_some_and(|text| text.chars().count() > 1024) {
            form.refuse(
                &format!("{at}.description"),
                "BASE_TYPE_MAX_LENGTH",
                "Must be 1024 or fewer in length.",
            );
        }
        wanted.push(AttachmentForm {
            id,
            filename: text("filename"),
            description: text("description"),
        });
    }
    Some(wanted)
}

fn allowed_mentions(form: &mut Form) -> Option<AllowedMentions> {
    let value = form.value("allowed_mentions")?;
    let mut errors = FormErrors::new();
    let allowed = Form::new(Some(value)).ok().map(|mut inner| {
        let mut parse = Vec::new();
        for (index, kind) in inner.list("parse", 0..=3).into_iter().flatten().enumerate() {
            match kind.as_str() {
                Some(kind @ ("users" | "roles" | "everyone")) => parse.push(kind.to_owned()),
                _ => inner.refuse(
                    &format!("parse.{index}"),
                    "BASE_TYPE_CHOICES",
                    "Value must be one of {'everyone', 'roles', 'users'}.",
                ),
            }
        }
        let allowed = AllowedMentions {
            parse,
            users: inner.snowflakes("users", 100).unwrap_or_default(),
            roles: inner.snowflakes("roles", 100).unwrap_or_default(),
            replied_user: inner.boolean("replied_user").unwrap_or_default(),
        };
        for (kind, given) in [
            ("users", !allowed.users.is_empty()),
            ("roles", !allowed.roles.is_empty()),
        ] {
            if given && allowed.parse.iter().any(|parse| parse == kind) {
                inner.refuse(
                    "",
                    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                    format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive."),
                );
            }
        }
        errors = inner.into_errors();
        allowed
    });
    if allowed.is_none() {
        form.refuse(
            "allowed_mentions",
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType",
        );
    }
    form.adopt("allowed_mentions", errors);
    allowed
}

fn reference(form: &mut Form) -> Option<ReferenceForm> {
    let value = form.value("message_reference")?;
    let Ok(mut inner) = Form::new(Some(value)) else {
        form.refuse(
            "message_reference",
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType",
        );
        return None;
    };
    inner.require("message_id");
    if inner.integer("type", 0..=1) == Some(1) {
        inner.refuse(
            "type",
            "SANDBOX_UNSUPPORTED",
            "The sandbox forwards no messages.",
        );
    }
    let reference = inner.snowflake("message_id").map(|message| ReferenceForm {
        message,
        channel: inner.snowflake("channel_id"),
        fail_if_not_exists: inner.boolean("fail_if_not_exists").unwrap_or(true),
    });
    form.adopt("message_reference", inner.into_errors());
    reference
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
#[path = "message_tests.rs"]
mod tests;
