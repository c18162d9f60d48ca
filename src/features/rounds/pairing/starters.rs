//! Which conversation starter a pairing is given.

use std::sync::LazyLock;

use super::tell::Scene;
use crate::domain::ids::MemberId;
use crate::domain::starters::{NOT_AGAIN_FOR, Starter, Starters};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Pairing};

/// Those that come with Potluck. A file that cannot be read fails a test; a pairing then goes without one.
static STARTERS: LazyLock<Starters> = LazyLock::new(|| Starters::built_in().unwrap_or_default());

/// The key of one that none of its members was given within a year, in whatever programme; `None`: there is none left.
pub(super) async fn choose(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<Option<String>> {
    let since = scene.now - NOT_AGAIN_FOR;
    let seen = pairings::seen_starters(db, pairing.guild, &pairing.members(), since).await?;
    let chosen = STARTERS.choose(&seen, pairing.id.0.cast_unsigned());
    Ok(chosen.map(|starter| starter.key.clone()))
}

/// The one that a pairing was given.
pub(super) fn of(pairing: &Pairing) -> Option<&'static Starter> {
    STARTERS.get(pairing.starter.as_deref()?)
}

/// Whether somebody was given the starter of this pairing already, so that it would not be new to them.
pub(super) async fn was_given(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<bool> {
    let Some(starter) = &pairing.starter else {
        return Ok(false);
    };
    let since = scene.now - NOT_AGAIN_FOR;
    let seen = pairings::seen_starters(db, pairing.guild, &[member], since).await?;
    Ok(seen.contains(starter))
}
