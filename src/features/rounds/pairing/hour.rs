//! The hour that is proposed to the members of a pairing: one in which all of them work, ahead when they read of it, over before their round
//! is, and the same wherever it stands: in their thread, in what each of them was told privately, in `/me` and in the file for calendars.

use chrono::{DateTime, TimeDelta, Utc};

use super::introduce;
use super::tell::Scene;
use crate::domain::common_hour::{LENGTH, propose, suits};
use crate::domain::round::PairingState;
use crate::domain::schedule::Calendar;
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Introduced, Pairing};

/// An hour that is so far away leaves time to say yes.
const TIME_TO_AGREE: TimeDelta = TimeDelta::hours(18);

/// An hour in which all of them work: from the next day on, so that there is time to say yes; where that is too late, from now on.
pub(super) fn common(
    people: &[Introduced],
    now: DateTime<Utc>,
    next_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let calendars = calendars(people);
    propose(&calendars, now + TIME_TO_AGREE, next_at).or_else(|| propose(&calendars, now, next_at))
}

/// Whether there was such an hour in the round of a pairing, so that where there is none now, none is left.
pub(super) fn there_was(people: &[Introduced], pairing: &Pairing) -> bool {
    propose(&calendars(people), pairing.starts_at, pairing.next_at).is_some()
}

fn calendars(people: &[Introduced]) -> Vec<Calendar> {
    people
        .iter()
        .map(|person| person.calendar.clone())
        .collect()
}

/// Whether they can still meet in the hour proposed: it has not begun, and their round goes on until it is over.
pub(super) fn stands(pairing: &Pairing, now: DateTime<Utc>) -> bool {
    pairing
        .common_at
        .is_some_and(|at| at > now && at + LENGTH <= pairing.next_at)
}

/// Whether the hour proposed stands, and all of these are at work in it, who may be others than those to whom it was proposed.
pub(super) fn stands_for(people: &[Introduced], pairing: &Pairing, now: DateTime<Utc>) -> bool {
    stands(pairing, now)
        && pairing
            .common_at
            .is_some_and(|at| suits(&calendars(people), at))
}

/// Puts another hour into a pairing whose proposed one does not stand any more, or one where there was none; none where there is none left.
/// Says whether that is another than before; nothing is written.
pub(super) async fn choose(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<bool> {
    if stands(pairing, scene.now) {
        return Ok(false);
    }
    let people = pairings::introduced(db, scene.guild, &pairing.members()).await?;
    let another = common(&people, scene.now, pairing.next_at);
    let differs = pairing.common_at != another;
    pairing.common_at = another;
    Ok(differs)
}

/// Proposes another hour where the one proposed does not stand any more, and has everything that names one name this one, said or not, so
/// that nobody reads of an hour in which they cannot meet.
pub(super) async fn look_again(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &mut Pairing,
) -> Result<()> {
    if !choose(db, scene, pairing).await? {
        return Ok(());
    }
    pairings::set_introduction(
        db,
        pairing.id,
        pairing.first_writer,
        pairing.starter.as_deref(),
        pairing.common_at,
    )
    .await?;
    if pairing.state == PairingState::Met {
        // What they read of each other names no hour any more.
        return Ok(());
    }
    introduce::put_right(db, scene, pairing).await
}
