//! Making an ask.

use super::invite::next_wave;
use super::next::plan;
use super::tell::{self, Scene};
use super::words;
use crate::domain::ids::{DraftId, GuildId, MemberId};
use crate::domain::skill::SkillName;
use crate::domain::text::Details;
use crate::error::{Error, Result};
use crate::features::{Ctx, settings, skills};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks::{self, Ask, NewAsk};
use crate::store::drafts;

/// Puts an ask up: a post in the help channel, and invitations to the three best placed. The drafts that led to it are used up;
/// if one was used before, that is a sentence, and nothing happens twice.
pub(super) async fn open(
    ctx: &Ctx,
    guild: GuildId,
    asker: MemberId,
    skill: &SkillName,
    details: &Details,
    kept: &[DraftId],
) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let scene = Scene { guild: &guild, now };
    for draft in kept {
        if !drafts::use_up(&mut write, *draft, now).await? {
            return Err(Error::user(words::DRAFT_IS_USED));
        }
    }
    let skill = skills::ensure(&mut write, guild.id, skill, now).await?;
    let new = NewAsk {
        guild: guild.id,
        asker: Some(asker),
        skill,
        details: details.as_str(),
        about: None,
        post_channel: None,
        at: now,
    };
    let id = asks::insert(&mut write, new).await?;
    let mut ask = asks::find(&mut write, id)
        .await?
        .ok_or_else(|| Error::fault("an ask that was just written is not there"))?;
    ensure_post(&mut write, scene, &mut ask).await?;
    let invited = next_wave(&mut write, scene, &mut ask).await?;
    if invited == 0 {
        // The answer says so.
        asks::set_nobody_told(&mut write, ask.id, now).await?;
    }
    plan(&mut write, scene, ask.id).await?;
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild.id).await;
    Ok(words::asked(&ask, invited))
}

/// Puts the ask up where it has no post and there is a help channel.
pub(super) async fn ensure_post(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    if ask.post_channel.is_some() {
        return Ok(());
    }
    match tell::help_channel(db, scene).await? {
        Some(channel) => tell::post(db, scene, ask, channel, &[]).await,
        None => Ok(()),
    }
}
