//! What the sections of an admin's page show.

use chrono::{DateTime, Utc};

use super::audit::{self, Audit};
use super::{Guild, known};
use crate::domain::ids::{GuildId, RoleId};
use crate::error::Result;
use crate::features::Ctx;
use crate::store::settings as rows;

/// Everything there is to show.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// What was chosen.
    pub(super) guild: Guild,
    /// How it stands.
    pub(super) audit: Audit,
    /// The roles that are teams, the one that counts first in front.
    pub(super) teams: Vec<RoleId>,
    /// When this was looked at.
    pub(super) now: DateTime<Utc>,
}

/// Reads everything there is to show.
pub(super) async fn view(ctx: &Ctx, guild: GuildId) -> Result<View> {
    let mut db = ctx.store.read().await?;
    let guild = known(&mut db, guild).await?;
    let audit = audit::of(&mut db, &guild, ctx.bot).await?;
    let mut teams = rows::team_roles(&mut db, guild.id).await?;
    let roles = rows::roles(&mut db, guild.id).await?;
    // A role that was deleted is nobody's team; it leaves the list with the next change.
    teams.retain(|role| roles.contains_key(role));
    Ok(View {
        guild,
        audit,
        teams,
        now: ctx.clock.now(),
    })
}
