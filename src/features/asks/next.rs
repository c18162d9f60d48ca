//! When time next brings something to an ask: read from what is kept, decided by `domain::ask`, and kept beside it.

use super::tell::Scene;
use crate::domain::ask::{AskFacts, next_due};
use crate::domain::ids::AskId;
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::{ask_times, asks, invitations, stuck};

/// Plans anew what is due next. Called at the end of every transition that touches an ask.
pub(super) async fn plan(db: &mut SqliteConnection, scene: Scene<'_>, ask: AskId) -> Result<()> {
    let Some(ask) = asks::find(db, ask).await? else {
        return Ok(());
    };
    let (open_invitations, last_answer_at) = invitations::standing(db, ask.id).await?;
    let facts = AskFacts {
        state: ask.state,
        posted_at: ask.created_at,
        reopened_at: ask.reopened_at,
        last_wave_at: ask.last_wave_at,
        last_wave_found_somebody: ask.last_wave_found,
        open_invitations,
        last_answer_at,
        managers_at: stuck::of(db, ask.id).await?.planned_for,
        last_sign_at: ask.last_sign_at,
        quiet_asked_at: ask.quiet_asked_at,
    };
    ask_times::set_due(db, ask.id, next_due(&facts, &scene.guild.calendar)).await?;
    Ok(())
}
