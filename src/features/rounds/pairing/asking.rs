//! Asking pairs whether they would like to be three with somebody who lost their partner.

use super::tell::{self, Scene};
use super::{channel, seats, starters, words};
use crate::domain::ids::{MemberId, ProgrammeId};
use crate::domain::regroup::PAIRS_AT_ONCE;
use crate::domain::round::ProgrammeKind;
use crate::error::Result;
use crate::store::pairings::{self, Pairing, Room};
use crate::store::{SqliteConnection, blocks, helper_facts};

/// Asks the next pairs to be three with them; says how many. A swap is between those who can teach each other, so there nobody is asked.
pub(super) async fn ask_pairs(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<usize> {
    if pairing.kind == ProgrammeKind::Swap {
        return Ok(0);
    }
    let mut asked = 0;
    for room in best(db, scene, pairing, member).await? {
        if let Some(pair) = pairings::find(db, room.pairing).await? {
            ask_pair(db, scene, &pair, member).await?;
            asked += 1;
        }
    }
    Ok(asked)
}

/// Whether there is a pair that could be asked.
pub(super) async fn could_ask(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<bool> {
    Ok(pairing.kind != ProgrammeKind::Swap && !best(db, scene, pairing, member).await?.is_empty())
}

/// The pairs into which somebody fits best, of all that could be three: those whose starter is new to them first, then those in which they
/// know the fewest. Not those with whom they must not be put together, or in whose thread they could not be.
async fn best(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pairing: &Pairing,
    member: MemberId,
) -> Result<Vec<Room>> {
    let apart = blocks::apart_from(db, pairing.guild, member).await?;
    let known = pairings::sat_with(db, pairing.guild, pairing.programme, member).await?;
    let given = starters::given_lately(db, scene, pairing.guild, member).await?;
    let sees = match pairing.channel {
        Some(channel) => {
            let joining = pairings::introduced(db, scene.guild, &[member]).await?;
            channel::everybody_sees(db, scene.guild, channel, &joining).await?
        }
        None => true,
    };
    let mut rooms = pairings::pairs_with_room(db, pairing.round, member).await?;
    rooms.retain(|room| {
        (room.privately || sees) && !room.members.iter().any(|other| apart.contains(other))
    });
    rooms.sort_by_key(|room| {
        let stale = room
            .starter
            .as_ref()
            .is_some_and(|starter| given.contains(starter));
        let met = room.members.iter().filter(|other| known.contains(other));
        (stale, met.count())
    });
    let mut best = Vec::new();
    for room in rooms {
        // Two who were introduced go on when one of them pauses, but nobody else is put together with that one.
        if may_all_sit(db, scene, pairing.programme, &room.members).await? {
            best.push(room);
        }
        if best.len() == PAIRS_AT_ONCE {
            break;
        }
    }
    Ok(best)
}

async fn may_all_sit(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    programme: ProgrammeId,
    members: &[MemberId],
) -> Result<bool> {
    for member in members {
        if !seats::may_sit(db, scene, programme, *member).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn ask_pair(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    pair: &Pairing,
    member: MemberId,
) -> Result<()> {
    pairings::ask_place(db, pair.guild, pair.id, member, scene.now).await?;
    let name = name_of(db, scene, member).await?;
    let members = pair.members();
    let said = words::asked_for_a_place(pair, member);
    let privately = tell::to_each(&members, |reader| {
        words::asked_for_a_place_privately(pair, (member, &name), reader, &scene.guild.name)
    });
    tell::everybody(db, scene, pair, said, privately).await
}

/// What somebody is called, as written.
pub(super) async fn name_of(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
) -> Result<String> {
    let person = helper_facts::person(db, scene.guild, member).await?;
    Ok(person.map_or_else(|| "Somebody".to_owned(), |person| person.name))
}
