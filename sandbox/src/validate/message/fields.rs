//! The fields of a message's body, each read by itself.

use serde_json::Value;
use twilight_model::channel::message::MessageFlags;

use super::{
    AllowedMentions, AttachmentForm, MOST_CHARACTERS, MOST_FILES, MessageForm, ReferenceForm, Rules,
};
use crate::{error::FormErrors, rest::Upload, validate::form::Form};

/// Reads each field by itself.
pub(super) fn fields(form: &mut Form, uploads: &[Upload], rules: &Rules) -> MessageForm {
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
