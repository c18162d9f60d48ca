//! Answers to "how is it going?".

use super::{Scene, buddies, tell, words};
use crate::delivery::Purpose;
use crate::domain::buddy::NewcomerState;
use crate::domain::ids::{MemberId, NewcomerId};
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::Post;
use crate::store::activity;
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::{SqliteConnection, helper_facts};

/// **All is well**.
pub(super) async fn well(ctx: &Ctx, id: NewcomerId, by: MemberId) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let (_, newcomer) = buddies::meant(&mut read, id).await?;
    answerable(&newcomer, by)?;
    Ok(words::glad(newcomer.member == by))
}

/// **We have not talked yet**. From the newcomer, the buddy hears of it, once for each time it was asked.
pub(super) async fn not_yet(ctx: &Ctx, id: NewcomerId, by: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let (guild, mut newcomer) = buddies::meant(&mut write, id).await?;
    answerable(&newcomer, by)?;
    if newcomer.state == NewcomerState::Done {
        return Ok(words::not_yet_at_the_end());
    }
    let Some(buddy) = newcomer.buddy else {
        return Ok(words::not_yet_without());
    };
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    if buddy == by {
        let newcomer = tell::named(&mut write, scene, newcomer.member).await?;
        return Ok(words::not_yet_from_buddy(&newcomer));
    }
    let named = tell::named(&mut write, scene, buddy).await?;
    if newcomer.answered_for > newcomer.checks {
        return Ok(words::not_yet_twice(&named));
    }
    newcomer.answered_for = newcomer.checks + 1;
    rows::save(&mut write, &newcomer, scene.now).await?;
    nudge(&mut write, scene, &newcomer, buddy).await?;
    activity::note(&mut write, guild.id, by, scene.now).await?;
    write.commit().await?;
    Ok(words::not_yet(&named))
}

async fn nudge(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: MemberId,
) -> Result<()> {
    if !newcomer.privately && tell::has_thread(db, scene, newcomer).await? {
        let post = words::nudge(newcomer.member, buddy);
        return tell::in_thread(db, scene, newcomer.id, buddy, post).await;
    }
    let person = helper_facts::person(db, scene.guild, newcomer.member).await?;
    let name = words::Named::of(newcomer.member, person.as_ref()).name;
    let post = words::nudge_privately(newcomer.id, &name, newcomer.member, &scene.guild.name);
    tell::privately(db, scene, buddy, Purpose::Reminder, post).await
}

/// Only the two are asked, and only while both are there.
fn answerable(newcomer: &Newcomer, by: MemberId) -> Result<(), Error> {
    if newcomer.member != by && newcomer.buddy != Some(by) {
        return Err(words::not_asked());
    }
    if newcomer.state == NewcomerState::Left {
        return Err(words::newcomer_is_gone());
    }
    Ok(())
}
