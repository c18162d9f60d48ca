//! Skill swaps: cycles of two and three, each teaching the next a skill they wish for.
//!
//! A swap is a pairing like any other, with a round, a thread and a check-in, which are `features::rounds`'; here is what only swaps
//! have: how people are put together, how that is written out, what is asked once they met, and the open call for what nobody teaches.

pub mod clicks;

mod call;
mod met;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use crate::domain::ids::{GuildId, MemberId, PairingId};
use crate::domain::swap::{self, Leg, Swapper, Swaps};
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::swaps as rows;

pub(crate) use call::open_calls;
pub(crate) use met::{after_met, question};
pub use words::samples::samples;

/// What a plan of swaps is made from. Two that are equal bring the same plan, so a plan holds as long as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    people: Vec<Swapper>,
    done: Vec<Leg>,
}

impl Facts {
    /// Swaps that serve the most wishes of these people, by the search of [`domain::swap`](crate::domain::swap). Takes a while for
    /// hundreds of people, so it is not done within a transaction.
    pub(crate) fn plan(&self, seed: u64) -> Swaps {
        swap::find(&self.people, &self.done, seed)
    }
}

/// Reads what a plan of swaps among these members is made from.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn facts(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Facts> {
    Ok(Facts {
        people: rows::swappers(db, guild, members).await?,
        done: rows::done(db, guild, members).await?,
    })
}

/// Writes on the seats of a pairing who teaches whom what. Within the transaction that seats them.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn write_out(
    db: &mut SqliteConnection,
    pairing: PairingId,
    legs: &[Leg],
) -> Result<()> {
    Ok(rows::write_out(db, pairing, legs).await?)
}

/// A swap among exactly these two or three, for whom one was not planned: when somebody cannot and another is found. `None`: they
/// cannot all give and receive.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn swap_among(
    db: &mut SqliteConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Option<Vec<Leg>>> {
    let found = facts(db, guild, members).await?.plan(0);
    let whole = found
        .cycles
        .into_iter()
        .find(|legs| legs.len() == members.len());
    Ok(whole)
}

/// Two of three go on: where each of them can teach the other something, that is written down instead of what went with the third.
/// Otherwise what remains of the swap stays. Within the transaction in which the third leaves.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn go_on_as_two(
    db: &mut SqliteConnection,
    guild: GuildId,
    pairing: PairingId,
) -> Result<()> {
    let seated = rows::seated(db, pairing).await?;
    let facts = facts(db, guild, &seated).await?;
    // What is left of the swap is theirs already, so it is no reason against writing it down again.
    let kept = rows::find(db, pairing)
        .await?
        .map_or_else(Vec::new, |swap| {
            swap.lessons.iter().map(|lesson| lesson.leg).collect()
        });
    let done: Vec<Leg> = facts
        .done
        .iter()
        .copied()
        .filter(|leg| !kept.contains(leg))
        .collect();
    let pairs: Vec<(MemberId, MemberId)> = seated
        .iter()
        .flat_map(|giver| {
            seated
                .iter()
                .filter(move |taker| *taker != giver)
                .map(move |taker| (*giver, *taker))
        })
        .collect();
    for (giver, taker) in pairs {
        if kept.iter().any(|leg| leg.giver == giver) {
            continue;
        }
        if let Some(leg) = lesson_between(&facts.people, &done, giver, taker) {
            rows::write_out(db, pairing, &[leg]).await?;
        }
    }
    Ok(())
}

/// What one could teach the other that they were not brought together for before; what was wished for the longest first.
fn lesson_between(
    people: &[Swapper],
    done: &[Leg],
    giver: MemberId,
    taker: MemberId,
) -> Option<Leg> {
    let by_id = |id: MemberId| people.iter().find(|person| person.id == id);
    let (teacher, learner) = (by_id(giver)?, by_id(taker)?);
    learner
        .wishes
        .iter()
        .filter(|skill| teacher.teaches.contains(skill))
        .map(|skill| Leg {
            giver,
            taker,
            skill: *skill,
        })
        .find(|leg| !done.contains(leg))
}

/// The swap of a pairing written out: one line for each who is taught something, with mentions, or with names where it is read
/// privately. Empty where nobody is (any more).
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn intro_words(
    db: &mut SqliteConnection,
    pairing: PairingId,
    privately: bool,
) -> Result<String> {
    let swap = rows::find(db, pairing).await?;
    Ok(swap.map_or_else(String::new, |swap| {
        words::written_out(&swap.lessons, privately)
    }))
}

/// What the channel reads of how a round of swaps came out: `swaps` of them, serving `served` wishes; both may be 0.
pub(crate) fn result_words(swaps: usize, served: usize) -> String {
    words::result(swaps, served)
}
