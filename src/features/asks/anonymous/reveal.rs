//! **Reveal myself**: an asker puts their name to what they asked without one.

use crate::domain::ask::AskState;
use crate::domain::ids::{AskId, MemberId};
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::features::asks::next::plan;
use crate::features::asks::take::{self, Found};
use crate::features::asks::tell::{self, Scene};
use crate::features::asks::words;
use crate::features::learning;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks::{Ask, Asker};
use crate::store::{anonymity, helps, lessons};

/// What it means, with the button that does it.
pub(in crate::features::asks) async fn page(
    ctx: &Ctx,
    ask: AskId,
    member: MemberId,
) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let found = may_reveal(&mut read, ask, member).await?;
    Ok(words::anonymous::reveal_page(&found.ask))
}

/// Puts the name to the ask and to what came of it, and brings everything up to date that shows it.
pub(in crate::features::asks) async fn reveal(
    ctx: &Ctx,
    ask: AskId,
    member: MemberId,
) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = may_reveal(&mut write, ask, member).await?;
    let Found {
        mut ask,
        guild,
        helpers,
        ..
    } = found;
    let scene = Scene { guild: &guild, now };
    anonymity::reveal(&mut write, ask.id, member).await?;
    lessons::set_author_of_ask(&mut write, ask.id, Some(member)).await?;
    if let Some(lesson) = lessons::of_ask(&mut write, ask.id).await? {
        crate::features::lessons::changed(&mut write, lesson, now).await?;
    }
    ask.asker = Asker::Named(member);
    let shown = shown_on_post(&mut write, &ask, helpers).await?;
    if ask.state == AskState::Solved && !shown.is_empty() {
        learning::learned(&mut write, ask.guild, member, ask.skill, now).await?;
    }
    tell::refresh_post(&mut write, scene, &ask, &shown).await?;
    tell::refresh_accepted(&mut write, scene, &ask).await?;
    if ask.has_thread() {
        tell::add_to_thread(&mut write, scene, &ask, member).await?;
        tell::in_thread(
            &mut write,
            scene,
            &ask,
            words::anonymous::revealed_in_thread(member),
        )
        .await?;
    }
    if ask.state.is_over() {
        tell::archive_thread(&mut write, scene, &ask).await?;
    } else {
        plan(&mut write, scene, ask.id).await?;
    }
    crate::features::asks::note_activity(&mut write, &ask, member, now).await?;
    write.commit().await?;
    Ok(words::anonymous::revealed(&ask))
}

/// Who stands on the post: those who have the ask, or once it is solved, those who helped.
async fn shown_on_post(
    db: &mut SqliteConnection,
    ask: &Ask,
    helpers: Vec<MemberId>,
) -> Result<Vec<MemberId>> {
    Ok(match ask.state {
        AskState::Open | AskState::Taken => helpers,
        AskState::Solved => helps::of_ask(db, ask.id).await?,
        _ => Vec::new(),
    })
}

/// The ask, where this member may put their name to it.
async fn may_reveal(db: &mut SqliteConnection, ask: AskId, member: MemberId) -> Result<Found> {
    let found = take::find(db, ask).await?;
    if found.asker != Some(member) {
        return Err(Error::user(words::anonymous::NOT_YOURS_TO_REVEAL));
    }
    if !found.ask.is_anonymous() {
        return Err(Error::user(words::anonymous::REVEALED_ALREADY));
    }
    Ok(found)
}
