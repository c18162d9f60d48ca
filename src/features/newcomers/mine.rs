//! What `/me` shows of newcomers and buddies: the same as their threads, with the same buttons.

use super::{Scene, tell, words};
use crate::domain::ids::{GuildId, MemberId};
use crate::error::Result;
use crate::features::Ctx;
use crate::post::Post;
use crate::store::newcomers as rows;
use crate::store::{SqliteConnection, settings};

/// Whether somebody is new, or somebody's buddy.
pub(crate) async fn has_any(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<bool> {
    Ok(rows::of_member(db, guild, member).await?.is_some()
        || !rows::of_buddy(db, guild, member).await?.is_empty())
}

/// Somebody's own buddy, and whose buddy they are, with what they can do about it. With nothing there yet it says how it comes to be.
pub(crate) async fn mine(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let Some(guild) = settings::guild(&mut read, guild).await? else {
        return Ok(words::nothing_going_on());
    };
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    let mut lines = words::Mine {
        guild: guild.id,
        own: None,
        others: Vec::new(),
    };
    if let Some(newcomer) = rows::of_member(&mut read, guild.id, member).await? {
        let buddy = match newcomer.buddy {
            Some(buddy) => Some(tell::named(&mut read, scene, buddy).await?),
            None => None,
        };
        lines.own = Some((newcomer, buddy));
    }
    for newcomer in rows::of_buddy(&mut read, guild.id, member).await? {
        let name = tell::named(&mut read, scene, newcomer.member).await?;
        lines.others.push((newcomer, name));
    }
    Ok(words::mine(&lines))
}
