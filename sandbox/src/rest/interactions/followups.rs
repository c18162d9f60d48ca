//! Messages beyond the first answer, and changes to all of an interaction's messages.

use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, InteractionMarker, MessageMarker},
};

use super::super::{Call, Reply};
use crate::{
    error::ApiError,
    validate::message::{self, Rules},
    world::{World, interactions::Interaction},
};

/// The interaction whose token a call carries, while the token lives.
///
/// A token of no interaction, or for another application, is an unknown webhook; a dead one is invalid. Before the
/// first answer, and after one that was not a message, there is no webhook yet.
fn of<'a>(world: &'a World, call: &Call) -> Result<&'a Interaction, ApiError> {
    let application: Id<ApplicationMarker> = call.id("webhook_id")?;
    let one = world
        .interactions
        .by_token(call.text("webhook_token")?)
        .filter(|_| application == call.application)
        .ok_or_else(ApiError::unknown_webhook)?;
    if one.is_dead(world.now()) {
        return Err(ApiError::invalid_webhook_token());
    }
    if one.state.takes_followups() {
        Ok(one)
    } else {
        Err(ApiError::unknown_webhook())
    }
}

fn original(one: &Interaction) -> Result<Id<MessageMarker>, ApiError> {
    one.original.ok_or_else(ApiError::unknown_message)
}

pub(super) fn create(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let id = of(world, call)?.id;
    let form = message::read(call.body.as_ref(), &call.files, &Rules::follow_up())?;
    let message = world
        .follow_up(id, form)
        .ok_or_else(ApiError::unknown_channel)?;
    show(world, id, message)
}

pub(super) fn get_original(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let one = of(world, call)?;
    show(world, one.id, original(one)?)
}

pub(super) fn edit_original(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let one = of(world, call)?;
    let (id, message) = (one.id, original(one)?);
    edit_one(world, call, id, message)
}

pub(super) fn delete_original(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let one = of(world, call)?;
    let (id, message) = (one.id, original(one)?);
    delete_one(world, id, message)
}

pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let id = of(world, call)?.id;
    show(world, id, call.id("message_id")?)
}

pub(super) fn edit(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let id = of(world, call)?.id;
    edit_one(world, call, id, call.id("message_id")?)
}

pub(super) fn delete(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let id = of(world, call)?.id;
    delete_one(world, id, call.id("message_id")?)
}

fn show(
    world: &World,
    id: Id<InteractionMarker>,
    message: Id<MessageMarker>,
) -> Result<Reply, ApiError> {
    let message = world
        .interactions
        .get(id)
        .and_then(|one| world.answer_of(one, message))
        .ok_or_else(ApiError::unknown_message)?;
    Ok(Reply::ok(world.render_message(message)))
}

fn edit_one(
    world: &mut World,
    call: &Call,
    id: Id<InteractionMarker>,
    message: Id<MessageMarker>,
) -> Result<Reply, ApiError> {
    let current = world
        .interactions
        .get(id)
        .and_then(|one| world.answer_of(one, message))
        .ok_or_else(ApiError::unknown_message)?;
    let form = message::read(call.body.as_ref(), &call.files, &Rules::edit(current))?;
    world.edit_answer(id, message, form.into());
    show(world, id, message)
}

fn delete_one(
    world: &mut World,
    id: Id<InteractionMarker>,
    message: Id<MessageMarker>,
) -> Result<Reply, ApiError> {
    show(world, id, message)?;
    world.delete_answer(id, message);
    Ok(Reply::nothing())
}
