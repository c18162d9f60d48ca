//! Which conversation starter a pairing is given.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::tell::Scene;
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::starters::{NOT_AGAIN_FOR, Starter, Starters};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Pairing};

/// Those that come with Potluck. A file that cannot be read fails a test; a pairing then goes without one.
static STARTERS: LazyLock<Starters> = LazyLock::new(|| Starters::built_in().unwrap_or_default());

/// So far apart do two programmes begin within the list, so that whoever is in both seldom meets the same one.
const BETWEEN_PROGRAMMES: i64 = 17;

/// The key of one that none of its members was given within a year, in whatever programme; `None`: there is none left. Every round has
/// its own in turn, so that those who take part each time have read all of them before one comes again, with whomever they are.
pub(super) async fn choose(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<Option<String>> {
    let read = pairings::starters_read(db, pairing.guild, &pairing.members()).await?;
    let place = pairing.programme.0.wrapping_mul(BETWEEN_PROGRAMMES);
    let place = pairing.number.wrapping_add(place).cast_unsigned();
    let chosen = STARTERS.choose(&read, scene.now - NOT_AGAIN_FOR, place);
    Ok(chosen.map(|starter| starter.key.clone()))
}

/// The one that a pairing was given.
pub(super) fn of(pairing: &Pairing) -> Option<&'static Starter> {
    STARTERS.get(pairing.starter.as_deref()?)
}

/// The keys of those that somebody was given within a year, so that they would not be new to them.
pub(super) async fn given_lately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    guild: GuildId,
    member: MemberId,
) -> Result<BTreeSet<String>> {
    let since = scene.now - NOT_AGAIN_FOR;
    let read = pairings::starters_read(db, guild, &[member]).await?;
    Ok(read
        .into_iter()
        .filter(|(_, at)| *at > since)
        .map(|(key, _)| key)
        .collect())
}
