//! Letting go of an asker: some time after the end, or at once where they are gone.

use chrono::{DateTime, Utc};

use crate::domain::ask::{AskState, KEPT_AFTER_THE_END, VANISHES_WITHIN};
use crate::domain::ids::{AskId, GuildId, MemberId};
use crate::error::Result;
use crate::features::Ctx;
use crate::features::asks::finish;
use crate::features::asks::gone::going_on;
use crate::features::asks::tell::{self, Scene};
use crate::store::asks::{self, Ask};
use crate::store::{SqliteConnection, Write, anonymity, ask_helpers, drafts, settings};

/// An anonymous ask has ended: its asker may ask anew, and hears and replies for some days more. `false`: it is none.
pub(in crate::features::asks) async fn ended(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<bool> {
    if ask.is_anonymous() {
        anonymity::ended(db, ask.id, scene.now + KEPT_AFTER_THE_END).await?;
    }
    Ok(ask.is_anonymous())
}

/// A member left or is forgotten. What they had begun to ask goes. Whose their anonymous asks were is erased at once, with all that is owed to them about these. An ask
/// that is not over ends at some time within a day, in the words of **Never mind**, so that nobody can tell from it who is gone.
///
/// # Errors
///
/// When the database does not answer.
pub async fn anonymous_asker_gone(
    ctx: &Ctx,
    write: &mut Write,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    drafts::delete_asks_of(write, guild, member).await?;
    for id in anonymity::all_of(write, guild, member).await? {
        anonymity::erase(write, id).await?;
        if going_on(write, id).await?.is_some() {
            let when = now + ctx.chance.within(VANISHES_WITHIN);
            anonymity::set_vanishes(write, id, Some(when)).await?;
        }
    }
    Ok(())
}

/// The ask of somebody who is gone ends.
pub(super) async fn vanish(ctx: &Ctx, id: AskId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    match going_on(&mut write, id).await? {
        Some((mut ask, guild)) => {
            let helpers = ask_helpers::current(&mut write, id).await?;
            let scene = Scene { guild: &guild, now };
            finish::withdraw(&mut write, scene, &mut ask, &helpers).await?;
        }
        None => anonymity::set_vanishes(&mut write, id, None).await?,
    }
    write.commit().await?;
    Ok(())
}

/// The days after the end are over: whose the ask was is erased, and its thread is archived.
pub(super) async fn let_go(ctx: &Ctx, id: AskId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    anonymity::erase(&mut write, id).await?;
    anonymity::set_let_go(&mut write, id).await?;
    // One that a moderator closed was archived then.
    if let Some(ask) = asks::find(&mut write, id).await?
        && ask.state != AskState::Closed
        && let Some(guild) = settings::guild(&mut write, ask.guild).await?
    {
        tell::archive_thread(&mut write, Scene { guild: &guild, now }, &ask).await?;
    }
    write.commit().await?;
    Ok(())
}
