//! **Reply anonymously**: what an asker writes in a form goes into the thread without their name.

use crate::domain::ask::{AskState, MAX_REPLIES, REPLIES_WITHIN};
use crate::domain::ids::{AskId, MemberId};
use crate::domain::text::Details;
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::features::asks::next::plan;
use crate::features::asks::take::{self, Found};
use crate::features::asks::tell::{self, Scene};
use crate::features::asks::words;
use crate::post::{Modal, Post};
use crate::store::SqliteConnection;
use crate::store::{anonymity, ask_times};

/// The form.
pub(in crate::features::asks) async fn form(
    ctx: &Ctx,
    ask: AskId,
    member: MemberId,
) -> Result<Modal> {
    let mut read = ctx.store.read().await?;
    let found = may_reply(&mut read, ask, member).await?;
    Ok(words::anonymous::reply_form(&found.ask))
}

/// The form, filled in: owes the text to the thread, and says so to the asker only.
pub(in crate::features::asks) async fn say(
    ctx: &Ctx,
    ask: AskId,
    member: MemberId,
    written: &str,
) -> Result<Post> {
    let text = Details::parse(written).map_err(|error| Error::user(error.to_string()))?;
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = may_reply(&mut write, ask, member).await?;
    let Found {
        ask,
        guild,
        helpers,
        ..
    } = found;
    if !anonymity::count_reply(&mut write, ask.id, REPLIES_WITHIN, MAX_REPLIES, now).await? {
        return Err(Error::user(words::anonymous::ENOUGH_REPLIES));
    }
    let scene = Scene { guild: &guild, now };
    tell::in_thread(
        &mut write,
        scene,
        &ask,
        words::anonymous::reply(&ask, &helpers, &text),
    )
    .await?;
    if !ask.state.is_over() {
        ask_times::sign(&mut write, ask.id, now).await?;
        plan(&mut write, scene, ask.id).await?;
    }
    write.commit().await?;
    Ok(words::anonymous::reply_posted(&ask))
}

/// The ask, where this member may reply to it without a name: it is theirs, it has a thread, and no moderator closed it. Until whose it
/// is has been erased, that goes on after any other end.
async fn may_reply(db: &mut SqliteConnection, ask: AskId, member: MemberId) -> Result<Found> {
    let found = take::find(db, ask).await?;
    if found.asker != Some(member) {
        return Err(Error::user(words::anonymous::NOT_YOURS_TO_REPLY));
    }
    if !found.ask.is_anonymous() {
        return Err(Error::user(words::anonymous::NO_LONGER_ANONYMOUS));
    }
    if found.ask.state == AskState::Closed {
        return Err(Error::user(words::anonymous::CLOSED_FOR_REPLIES));
    }
    if !found.ask.has_thread() {
        return Err(Error::user(words::anonymous::NO_THREAD_TO_REPLY_IN));
    }
    Ok(found)
}
