//! When time brings something to a pairing next.

use chrono::{DateTime, Utc};

use super::tell::Scene;
use crate::domain::meeting::{self, Moments};
use crate::domain::round::{PairingDue, PairingState, SeatAnswer};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Pairing};

/// Plans what comes next; nothing for a pairing that met or is over. A nudge half-way that was left out does not come late: one whose time
/// is past is planned only where it was to come anyway, and waits for the morning or for the bot.
pub(super) async fn plan(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<()> {
    let planned = pairings::planned(db, pairing.id).await?;
    let is_to_come = planned.is_some_and(|(_, what)| what == PairingDue::Nudge);
    let due = if is_to_come {
        next(scene, pairing, &moments(pairing))
    } else {
        without_late_nudge(scene, pairing)
    };
    Ok(pairings::set_due(db, pairing.id, due).await?)
}

/// The same where the round ends at another time than it was to. A nudge half-way whose time would be past by that is left out: not half of
/// the round is ahead of them any more.
pub(super) async fn plan_anew(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<()> {
    let due = without_late_nudge(scene, pairing);
    Ok(pairings::set_due(db, pairing.id, due).await?)
}

/// What comes next but for a nudge whose time is past.
fn without_late_nudge(scene: Scene<'_>, pairing: &Pairing) -> Option<(DateTime<Utc>, PairingDue)> {
    let moments = moments(pairing);
    next(scene, pairing, &moments)
        .filter(|(at, what)| *what != PairingDue::Nudge || *at > scene.now)
        .or_else(|| {
            let nudged = Moments {
                nudged: true,
                ..moments
            };
            next(scene, pairing, &nudged)
        })
}

fn next(
    scene: Scene<'_>,
    pairing: &Pairing,
    moments: &Moments,
) -> Option<(DateTime<Utc>, PairingDue)> {
    let waits = pairing.state == PairingState::Open && pairing.ended_at.is_none();
    waits
        .then(|| meeting::next(&scene.guild.calendar, moments))
        .flatten()
}

fn moments(pairing: &Pairing) -> Moments {
    Moments {
        since: pairing.created_at,
        introduced_at: pairing.introduced_at,
        starts_at: pairing.starts_at,
        next_at: pairing.next_at,
        silent: !pairing.privately && pairing.last_sign_at.is_none(),
        nudged: pairing.nudged_at.is_some(),
        asked_at: pairing.asked_at,
        not_yet_at: not_yet_at(pairing),
        asked_again: pairing.asked_again_at.is_some(),
    }
}

/// When one of those who are there last said **Not yet**.
fn not_yet_at(pairing: &Pairing) -> Option<DateTime<Utc>> {
    pairing
        .here()
        .into_iter()
        .filter(|seat| seat.answer == Some(SeatAnswer::NotYet))
        .filter_map(|seat| seat.answered_at)
        .max()
}

/// Until when somebody who lost their partner in this round can be given another.
pub(super) fn joined_until(scene: Scene<'_>, pairing: &Pairing) -> DateTime<Utc> {
    meeting::joined_until(&scene.guild.calendar, pairing.starts_at, pairing.next_at)
}
