//! Routes of direct messages.

use axum::http::Method;
use twilight_model::id::{Id, marker::UserMarker};

use super::{Call, Reply, Route};
use crate::{error::ApiError, validate::form::Form, world::World};

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[Route::bot(Method::POST, "/users/@me/channels", open)];

/// Opens a direct message channel, or gives the one that is open. Whether the person takes messages shows only when
/// one is sent.
fn open(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let mut form = Form::new(call.body.as_ref())?;
    form.require("recipient_id");
    let recipient: Option<Id<UserMarker>> = form.snowflake("recipient_id");
    form.finish()?;
    let recipient = recipient
        .filter(|user| *user != call.user && world.users.contains_key(user))
        .ok_or_else(ApiError::invalid_recipients)?;
    if world.refuse_new_dms && world.dm_of(call.user, recipient).is_none() {
        return Err(ApiError::opening_dms_too_fast());
    }
    let id = world.open_dm(call.user, recipient);
    let channel = world
        .channels
        .get(&id)
        .ok_or_else(ApiError::unknown_channel)?;
    Ok(Reply::ok(world.render_channel(channel)))
}
