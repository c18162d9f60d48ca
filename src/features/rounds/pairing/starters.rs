//! Which conversation starter a pairing is given.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::tell::Scene;
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::round::ProgrammeKind;
use crate::domain::starters::{NOT_AGAIN_FOR, Starter, Starters};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Pairing};

/// Those that come with Potluck. A file that cannot be read fails a test; a pairing then goes without one.
static STARTERS: LazyLock<Starters> = LazyLock::new(|| Starters::built_in().unwrap_or_default());

/// So far apart do two programmes begin within the list, so that whoever is in both seldom meets the same one.
const BETWEEN_PROGRAMMES: i64 = 17;

/// The key of one that none of its members was given within a year, in whatever programme; `None`: there is none left, or it is a swap, whose
/// topic is written out: whoever is in both programmes would have read them all by the summer. Every round has its own in turn, so that those who take part each time have read all of them before one comes again, with whomever they are.
pub(super) async fn choose(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<Option<String>> {
    if pairing.kind == ProgrammeKind::Swap {
        return Ok(None);
    }
    let read = pairings::starters_read(db, pairing.guild, &pairing.members()).await?;
    let place = pairing.programme.0.wrapping_mul(BETWEEN_PROGRAMMES);
    let place = pairing.number.wrapping_add(place).cast_unsigned();
    let chosen = STARTERS.choose(&read, scene.now - NOT_AGAIN_FOR, place);
    Ok(chosen.map(|starter| starter.key.clone()))
}

/// The one that the introduction of a pairing says: the one it was given, unless somebody who came to a pair had it in another pairing
/// within a year. It was new to those who were there before.
pub(super) async fn shown(
    db: &mut SqliteConnection,
    pairing: &Pairing,
) -> Result<Option<&'static Starter>> {
    let Some(starter) = pairing.starter.as_deref().and_then(|key| STARTERS.get(key)) else {
        return Ok(None);
    };
    // A pair as it was put together needs no looking up, in a round of a thousand.
    if pairing.seats.len() > 2 {
        let since = pairing.created_at - NOT_AGAIN_FOR;
        for member in pairing.members() {
            let elsewhere =
                pairings::had_starter(db, pairing.id, pairing.guild, member, &starter.key, since);
            if elsewhere.await? {
                return Ok(None);
            }
        }
    }
    Ok(Some(starter))
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
