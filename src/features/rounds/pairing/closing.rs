//! The end of a round: its buttons mean nothing any more, and whoever was silent for three rounds rests.

use chrono::DateTime;

use super::tell::{self, Scene};
use super::words;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{MemberId, PairingId};
use crate::domain::regroup::PlaceState;
use crate::domain::round::PairingState;
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::features::rounds::words::channel::never_opened;
use crate::features::rounds::{pair, programmes};
use crate::store::SqliteConnection;
use crate::store::outbox::{self, Lane};
use crate::store::pairings::{self, Pairing, Went};
use crate::store::programmes as programme_rows;

/// So many rounds in a row without any sign of somebody, and they rest.
const SILENT_ROUNDS: usize = 3;
/// So many of a member's latest seats are looked at: more than enough to find three that count.
const LATEST: i64 = 12;

/// The round of a pairing has ended.
pub(super) async fn close(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: PairingId,
) -> Result<()> {
    let Some(found) = pairings::find(db, pairing).await? else {
        return Ok(());
    };
    if found.state == PairingState::Open && !is_introduced(db, &found).await? {
        return came_to_nothing(db, scene, &found).await;
    }
    pairings::end(db, pairing, scene.now).await?;
    // What still waits to be said there, or for a thread, is of no use any more.
    outbox::drop_lane(db, Lane::Pairing(pairing), scene.now).await?;
    for member in pairings::asked_of(db, pairing).await? {
        pairings::set_place(db, pairing, member, PlaceState::Over).await?;
    }
    for seat in found.here() {
        // A sign in this one ends every silence, so nothing is to be looked up.
        if found.state == PairingState::Open && !found.privately && seat.sign_at.is_none() {
            rest_if_silent(db, scene, &found, seat.member).await?;
        }
    }
    Ok(())
}

/// Whether its members had the chance to hear of each other. Who writes in their thread sees who else is in it, also where nothing was
/// said there yet. An introduction that was begun may stand there since the bot died, and they may have talked below it ever since.
async fn is_introduced(db: &mut SqliteConnection, pairing: &Pairing) -> Result<bool> {
    let wrote = pairing.thread.is_some() && pairing.last_sign_at.is_some();
    if pairing.privately || pairing.intro.is_some() || wrote {
        return Ok(true);
    }
    Ok(outbox::may_be_there(db, Receipt::PairingIntroduced(pairing.id)).await?)
}

/// The round of a pairing ended while nobody knew whether its members had been introduced, and now it is known that they were not. Where one
/// of them wrote in their thread, or they met all the same, they have found each other.
pub(super) async fn was_not_introduced(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<()> {
    if pairing.state == PairingState::Over && pairing.last_sign_at.is_none() {
        came_to_nothing(db, scene, pairing).await?;
    }
    Ok(())
}

/// The thread in which they were to be introduced could not be opened for a whole round, as there was no room for it, Discord was out or
/// the bot away: they have met nobody, which they are told, and are first next time.
async fn came_to_nothing(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
) -> Result<()> {
    pairings::set_off(db, pairing.id, scene.now).await?;
    // A thread that opens after all is taken back.
    pairings::set_privately(db, pairing.id).await?;
    outbox::drop_lane(db, Lane::Pairing(pairing.id), scene.now).await?;
    if let Some(thread) = pairing.thread {
        let thread = Place::Channel(thread);
        let delete = Delivery::DeleteThread { thread };
        tell::owe(db, scene, pairing, delete, Receipt::Nothing).await?;
    }
    for member in pairings::asked_of(db, pairing.id).await? {
        pairings::set_place(db, pairing.id, member, PlaceState::Over).await?;
    }
    // It is read while the next round goes on, which takes about as long.
    let until = scene.now + (pairing.next_at - pairing.starts_at);
    for member in pairing.members() {
        pairings::left_out(db, pairing.round, member).await?;
        let post = never_opened(&pairing.programme_name, pairing.number, &scene.guild.name);
        let note = pair::left_out_note(member, post, until);
        messages::start(db, scene.guild, note, scene.now).await?;
    }
    Ok(())
}

/// Three rounds without any sign of a member: they rest, and are told so with one button to come back.
async fn rest_if_silent(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<()> {
    let Some(programme) = programme_rows::find(db, pairing.programme).await? else {
        return Ok(());
    };
    let since = programme_rows::said(db, programme.id, member)
        .await?
        .map_or(DateTime::UNIX_EPOCH, |said| said.since);
    let lately =
        pairings::lately_seated(db, pairing.guild, programme.id, member, since, LATEST).await?;
    if !is_silent(&lately) || !programmes::rest(db, &programme, member, scene.now).await? {
        return Ok(());
    }
    let note = words::rests(programme.id, &programme.name, &scene.guild.name);
    let message = Message::new(member, Purpose::Reminder, note);
    messages::start(db, scene.guild, message, scene.now).await?;
    Ok(())
}

/// Whether the latest rounds of somebody, the newest first, went by without any sign of them. What could not be seen says nothing:
/// private messages, pairings that did not come about, and rounds in which nobody was asked whether they met, since the bot was away.
/// Having met is a sign, whoever said so.
fn is_silent(lately: &[Went]) -> bool {
    let signs = lately.iter().filter_map(|went| {
        if went.sign_at.is_some() || went.state == PairingState::Met {
            Some(true)
        } else if !went.in_thread || !went.asked || went.left || went.state == PairingState::Off {
            None
        } else {
            Some(false)
        }
    });
    signs.take_while(|sign| !sign).take(SILENT_ROUNDS).count() == SILENT_ROUNDS
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn went(state: PairingState) -> Went {
        Went {
            state,
            in_thread: true,
            asked: true,
            sign_at: None,
            left: false,
        }
    }

    #[track_caller]
    fn check(lately: &[Went], expected: bool) {
        assert_eq!(is_silent(lately), expected, "{lately:?}");
    }

    #[test]
    fn three_rounds_without_a_sign_are_silence_and_two_are_not() {
        let silent = went(PairingState::Over);
        check(&[], false);
        check(&[silent; 2], false);
        check(&[silent; 3], true);
        check(&[silent; 5], true);
    }

    #[test]
    fn any_sign_ends_a_silence() {
        let silent = went(PairingState::Over);
        let sign = Went {
            sign_at: Some(DateTime::UNIX_EPOCH),
            ..silent
        };
        check(&[silent, silent, sign, silent], false);
        check(&[sign, silent, silent, silent], false);
        check(&[silent, silent, silent, sign], true);
        // The other one said that they met.
        check(&[silent, silent, went(PairingState::Met), silent], false);
    }

    #[test]
    fn what_could_not_be_seen_neither_ends_a_silence_nor_makes_one() {
        let silent = went(PairingState::Over);
        let privately = Went {
            in_thread: false,
            ..silent
        };
        let off = went(PairingState::Off);
        let away = Went {
            asked: false,
            ..silent
        };
        check(&[away, silent, silent], false);
        check(&[away, silent, silent, silent], true);
        check(&[privately; 9], false);
        check(&[off; 9], false);
        check(&[silent, off, silent, privately], false);
        check(&[silent, off, silent, privately, silent], true);
    }
}
