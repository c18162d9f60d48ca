//! Answers to interactions, follow-ups, and edits and deletions of both.

use std::borrow::Cow;

use axum::http::Method;
use serde_json::{Map, Value, json};
use twilight_model::{
    application::{command::CommandOptionType, interaction::InteractionType},
    channel::message::MessageFlags,
    id::{
        Id,
        marker::{InteractionMarker, MessageMarker},
    },
};

use super::{Auth, Call, Reply, Route, form::one_of};
use crate::{
    error::{ApiError, FormErrors},
    validate::message::{self, Rules},
    world::{
        World,
        interactions::{Interaction, State},
    },
};

mod choices;
mod followups;
mod modal;

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    anyone(
        Method::POST,
        "/interactions/{interaction_id}/{interaction_token}/callback",
        callback,
    ),
    anyone(
        Method::POST,
        "/webhooks/{webhook_id}/{webhook_token}",
        followups::create,
    ),
    anyone(
        Method::GET,
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        followups::get_original,
    ),
    anyone(
        Method::PATCH,
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        followups::edit_original,
    ),
    anyone(
        Method::DELETE,
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        followups::delete_original,
    ),
    anyone(
        Method::GET,
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        followups::get,
    ),
    anyone(
        Method::PATCH,
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        followups::edit,
    ),
    anyone(
        Method::DELETE,
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        followups::delete,
    ),
];

/// A route whose path carries the interaction's token, which is all the right that it needs.
const fn anyone(
    method: Method,
    path: &'static str,
    handler: fn(&mut World, &Call) -> Result<Reply, ApiError>,
) -> Route {
    Route {
        method,
        path,
        auth: Auth::Anyone,
        handler,
    }
}

/// Discord's numbers for the kinds of first answer.
mod answer {
    pub(super) const MESSAGE: u64 = 4;
    pub(super) const MESSAGE_LATER: u64 = 5;
    pub(super) const UPDATE_LATER: u64 = 6;
    pub(super) const UPDATE: u64 = 7;
    pub(super) const CHOICES: u64 = 8;
    pub(super) const MODAL: u64 = 9;
}

/// The kinds of first answer that an interaction can have.
fn allowed(one: &Interaction) -> &'static [u64] {
    match one.kind {
        InteractionType::ApplicationCommandAutocomplete => &[answer::CHOICES],
        InteractionType::MessageComponent => &[
            answer::MESSAGE,
            answer::MESSAGE_LATER,
            answer::UPDATE_LATER,
            answer::UPDATE,
            answer::MODAL,
        ],
        // A modal cannot follow a modal; a message can be updated if the modal was opened from one.
        InteractionType::ModalSubmit if one.message.is_some() => &[
            answer::MESSAGE,
            answer::MESSAGE_LATER,
            answer::UPDATE_LATER,
            answer::UPDATE,
        ],
        InteractionType::ModalSubmit => &[answer::MESSAGE, answer::MESSAGE_LATER],
        _ => &[answer::MESSAGE, answer::MESSAGE_LATER, answer::MODAL],
    }
}

/// The first answer to an interaction.
fn callback(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let id: Id<InteractionMarker> = call.id("interaction_id")?;
    let token = call.text("interaction_token")?;
    let now = world.now();
    let one = world
        .interactions
        .get(id)
        .filter(|one| one.token == token)
        .ok_or_else(ApiError::unknown_interaction)?;
    match one.state {
        State::Waiting if !one.is_late(now) => {}
        State::Waiting | State::Failed => return Err(ApiError::unknown_interaction()),
        _ if one.is_dead(now) => return Err(ApiError::unknown_interaction()),
        _ => return Err(ApiError::already_acknowledged()),
    }
    let kind = kind(call, one)?;
    let focused = one.focused;
    let data = call.body.as_ref().and_then(|body| body.get("data"));
    apply(world, call, id, kind, data, focused)?;
    if super::form::says_yes(call, "with_response") {
        Ok(Reply::ok(response(world, id, kind)))
    } else {
        Ok(Reply::nothing())
    }
}

fn kind(call: &Call, one: &Interaction) -> Result<u64, ApiError> {
    let mut errors = FormErrors::new();
    let kind = call.body.as_ref().and_then(|body| body.get("type"));
    let allowed = allowed(one);
    match kind.filter(|kind| !kind.is_null()) {
        None => super::form::required("type", &mut errors),
        Some(kind) => {
            if let Some(kind) = kind.as_u64().filter(|kind| allowed.contains(kind)) {
                return Ok(kind);
            }
            let numbers: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            one_of("type", &numbers.join(", "), &mut errors);
        }
    }
    errors.finish()?;
    Err(ApiError::unknown_interaction())
}

fn apply(
    world: &mut World,
    call: &Call,
    id: Id<InteractionMarker>,
    kind: u64,
    data: Option<&Value>,
    focused: Option<CommandOptionType>,
) -> Result<(), ApiError> {
    match kind {
        answer::MESSAGE => {
            let form = message::read(data, &call.files, &Rules::answer())?;
            world
                .answer_with_message(id, form)
                .ok_or_else(ApiError::unknown_channel)?;
        }
        answer::MESSAGE_LATER => {
            let data = fields(data)?;
            let ephemeral = deferred_flags(&data)?;
            world
                .answer_later(id, ephemeral)
                .ok_or_else(ApiError::unknown_channel)?;
        }
        answer::UPDATE_LATER => world.answer_with_update_later(id),
        answer::UPDATE => {
            let source = world
                .interactions
                .get(id)
                .and_then(|one| world.answer_of(one, one.message?))
                .ok_or_else(ApiError::unknown_message)?;
            let form = message::read(data, &call.files, &Rules::update(source))?;
            world.answer_with_update(id, form.into());
        }
        answer::CHOICES => {
            let mut errors = FormErrors::new();
            let option = focused.unwrap_or(CommandOptionType::String);
            let data = fields(data)?;
            choices::check(&data, "data", option, &mut errors);
            errors.finish()?;
            let list = data.get("choices").and_then(Value::as_array);
            world.answer_with_choices(id, list.cloned().unwrap_or_default());
        }
        _ => {
            let mut errors = FormErrors::new();
            let data = fields(data)?;
            modal::check(&data, "data", &mut errors);
            errors.finish()?;
            world.answer_with_modal(id, modal::render(&data));
        }
    }
    Ok(())
}

/// The fields under `data`; none when it is absent.
fn fields(data: Option<&Value>) -> Result<Cow<'_, Map<String, Value>>, ApiError> {
    match data {
        None | Some(Value::Null) => Ok(Cow::Owned(Map::new())),
        Some(Value::Object(fields)) => Ok(Cow::Borrowed(fields)),
        Some(_) => Err(ApiError::invalid_form(
            "data",
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType",
        )),
    }
}

/// Whether a promised message is for one person. Nothing else can be said about it yet.
fn deferred_flags(data: &Map<String, Value>) -> Result<bool, ApiError> {
    let flags = data.get("flags").and_then(Value::as_u64).unwrap_or(0);
    let flags = MessageFlags::from_bits_retain(flags);
    if MessageFlags::EPHEMERAL.contains(flags) {
        Ok(flags.contains(MessageFlags::EPHEMERAL))
    } else {
        Err(ApiError::invalid_form(
            "data.flags",
            "SANDBOX_FLAGS",
            "Only the EPHEMERAL flag can be set on a deferred response",
        ))
    }
}

/// What `with_response` answers.
fn response(world: &World, id: Id<InteractionMarker>, kind: u64) -> Value {
    let Some(one) = world.interactions.get(id) else {
        return Value::Null;
    };
    let mut interaction = json!({
        "id": one.id,
        "type": one.kind,
        "channel_id": one.channel,
    });
    if let Some(guild) = one.guild {
        interaction["guild_id"] = json!(guild);
    }
    let message: Option<Id<MessageMarker>> = match one.state {
        State::Answered(id)
        | State::Deferred(id)
        | State::Updated(id)
        | State::DeferredUpdate(id) => Some(id),
        _ => None,
    };
    let message = message.and_then(|message| world.answer_of(one, message));
    let Some(message) = message else {
        return json!({ "interaction": interaction });
    };
    interaction["response_message_id"] = json!(message.id);
    interaction["response_message_loading"] = json!(message.loading);
    interaction["response_message_ephemeral"] = json!(message.visible_to.is_some());
    json!({
        "interaction": interaction,
        "resource": { "type": kind, "message": world.render_message(message) },
    })
}
