//! Where an anonymous ask is answered: only ever in its thread, since nobody can be introduced who has no name.

use chrono::{DateTime, Utc};

use crate::delivery::Purpose;
use crate::domain::ask::{AskState, POSTED_AGAIN_AFTER};
use crate::domain::ids::AskId;
use crate::error::Result;
use crate::features::Ctx;
use crate::features::asks::gone::going_on;
use crate::features::asks::next::plan;
use crate::features::asks::tell::{self, Scene};
use crate::features::asks::{open, words};
use crate::store::SqliteConnection;
use crate::store::asks::{self, Ask};
use crate::store::{anonymity, ask_helpers};

/// Whether whoever takes the ask on could answer it: there is a thread, or a post or channel to open one in.
pub(in crate::features::asks) async fn has_place(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
) -> Result<bool> {
    Ok(!ask.is_anonymous()
        || ask.has_thread()
        || ask.post_channel.is_some()
        || tell::help_channel(db, scene).await?.is_some())
}

/// The post could not be put up. It is tried again, but not at once: what is missing takes an admin some time to mend.
pub(in crate::features::asks) async fn lost_its_post(
    db: &mut SqliteConnection,
    ask: &Ask,
    now: DateTime<Utc>,
) -> Result<()> {
    if ask.is_anonymous() {
        anonymity::set_repost(db, ask.id, now + POSTED_AGAIN_AFTER).await?;
    }
    Ok(())
}

/// The thread could not be opened. Others are introduced privately then; here, whoever wanted to help is let go with thanks, and the
/// ask is open again.
pub(in crate::features::asks) async fn thread_failed(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    let helpers = ask_helpers::current(db, ask.id).await?;
    ask.state = AskState::Open;
    asks::set_state(db, ask.id, AskState::Open, scene.now).await?;
    for helper in helpers {
        ask_helpers::release(db, ask.id, helper, scene.now).await?;
        ask_helpers::unchoose(db, ask.id, helper).await?;
        tell::let_go(db, scene, ask, helper, false).await?;
        let sorry = words::anonymous::no_thread_for_helper(ask, &scene.guild.name);
        tell::privately(db, scene, ask, helper, sorry, Purpose::Answer).await?;
    }
    tell::refresh_post(db, scene, ask, &[]).await?;
    let told = words::anonymous::no_thread_for_asker(ask, &scene.guild.name);
    tell::to_asker(db, scene, ask, told, Purpose::Answer).await?;
    plan(db, scene, ask.id).await
}

/// There is a help channel again, or it is time to try it once more: the ask gets a new post.
pub(super) async fn post_again(ctx: &Ctx, id: AskId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    if let Some((mut ask, guild)) = going_on(&mut write, id).await? {
        open::ensure_post(&mut write, Scene { guild: &guild, now }, &mut ask).await?;
        write.commit().await?;
    }
    Ok(())
}
