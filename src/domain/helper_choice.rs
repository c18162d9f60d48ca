//! Who is asked to help.
//!
//! # The objective
//!
//! Somebody who can help soon is asked, in a way that spreads teaching over many people rather than resting it on the one who
//! knows best. Of two people who may be asked, the better placed is the first of them that is ahead in this list; what
//! stands higher is never outweighed by what stands lower:
//!
//! 1. They **teach the skill itself**, not a neighbouring one. The two never mix in one wave: who teaches a neighbouring skill is asked
//!    once nobody is left to be asked who teaches the skill itself.
//! 2. They are **within their working hours**. Who is not ranks last: they would only hear of it when they start.
//! 3. They have **plenty of room**: less than half of their limit is used, open invitations counted as if accepted. So an expert
//!    who is busy, but not yet full, already steps behind the second-best.
//! 4. They have **helped with it before**, however often: ten times is not more than once, or the same person always leads.
//! 5. Their **level**: could give a talk, uses it daily or has not said, can start you off.
//! 6. They have lately **received more than they gave**; then those in balance; then those who gave more.
//! 7. They use a **smaller share of their limit**.
//! 8. They are **from another team** than the asker.
//! 9. What is equal to the last is decided by a hash of the ask and the member, so that chance differs from ask to ask, and the
//!    same ask has the same answer whatever order the rows come in.
//!
//! Never asked at all: the asker, bots, who is paused, full, or blocked with the asker in either direction, who was asked
//! already for this ask, who cannot see where it goes on, and whom no private message may reach this week. These leave no trace
//! in the result: nobody can tell a block from a full week. They hold for somebody whom a colleague named just the same.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ids::{AskId, MemberId, SkillId};
use super::load::{Load, LoadLimit};
use super::skill::Level;
use super::team::Team;

/// How many are invited at a time.
pub const WAVE_SIZE: usize = 3;

/// What makes somebody a possible helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// They teach the skill.
    Teaches {
        /// How far, where they said so.
        level: Option<Level>,
    },
    /// They teach a neighbouring one.
    TeachesNeighbour {
        /// Which.
        skill: SkillId,
        /// How far, where they said so.
        level: Option<Level>,
    },
    /// A colleague who was asked named them.
    Named {
        /// Who did.
        by: MemberId,
    },
}

impl Basis {
    /// How far it is from teaching the skill itself, which is 0. Whom a colleague named is never compared with others.
    const fn distance(self) -> u8 {
        match self {
            Self::Teaches { .. } => 0,
            Self::TeachesNeighbour { .. } => 1,
            Self::Named { .. } => 2,
        }
    }
}

/// The ask to find helpers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The ask.
    pub ask: AskId,
    /// Who asks; `None` where nobody knows any more whose an anonymous ask is.
    pub asker: Option<MemberId>,
    /// The asker's team.
    pub team: Team,
}

/// Somebody who might be asked.
// Each flag is a fact of its own, read from its own table.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub member: MemberId,
    /// Whether it is a bot.
    pub bot: bool,
    /// What they teach.
    pub basis: Basis,
    /// How many recorded helps with this very skill they gave.
    pub helped_before: u32,
    /// What they carry now.
    pub load: Load,
    /// What they are ready to carry.
    pub limit: LoadLimit,
    /// Whether they are at work now, by their own zone and hours.
    pub within_hours: bool,
    /// Their team.
    pub team: Team,
    /// Whether they are out for now.
    pub paused: bool,
    /// Whether they and the asker are never put together, whoever of them said so.
    pub blocked: bool,
    /// Whether they were invited to this ask before, or have taken it on.
    pub already_asked: bool,
    /// Whether they can see the channel in which the ask goes on.
    pub sees_channel: bool,
    /// Whether the week's private messages are used up.
    pub budget_spent: bool,
    /// Helps they gave lately, with any skill. What "lately" is, the caller decides; the same span for everybody.
    pub given_lately: u32,
    /// Helps they received lately, with any skill.
    pub received_lately: u32,
}

/// Why somebody is invited, in their own terms: it never speaks of give and take, nor of anybody else but who named them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// They have helped with it before.
    HelpedBefore {
        /// How often; at least once.
        times: u32,
        /// How far they teach it, where they said so.
        level: Option<Level>,
    },
    /// They teach it.
    Teaches {
        /// How far, where they said so.
        level: Option<Level>,
    },
    /// They teach something close to it.
    TeachesNeighbour {
        /// What they teach.
        skill: SkillId,
        /// How far, where they said so.
        level: Option<Level>,
    },
    /// A colleague who was asked thought of them.
    Referred {
        /// Who did. Invitations to an anonymous ask do not say it.
        by: MemberId,
    },
}

/// Somebody to invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Who.
    pub member: MemberId,
    /// What the invitation says about why it is them.
    pub reason: Reason,
}

/// The next [`WAVE_SIZE`] to invite, best placed first; fewer where there are no more. As long as there is anybody who teaches the
/// skill itself, they come without those who teach a neighbouring one.
pub fn next_wave(wanted: &Wanted, candidates: &[Candidate]) -> Vec<Chosen> {
    let mut possible = in_order(wanted, candidates);
    if let Some(first) = possible.first().map(|first| first.basis.distance()) {
        possible.retain(|candidate| candidate.basis.distance() == first);
    }
    possible.truncate(WAVE_SIZE);
    chosen(possible)
}

/// Everybody who may be invited, best placed first, by the objective above.
pub fn rank(wanted: &Wanted, candidates: &[Candidate]) -> Vec<Chosen> {
    chosen(in_order(wanted, candidates))
}

fn in_order<'a>(wanted: &Wanted, candidates: &'a [Candidate]) -> Vec<&'a Candidate> {
    let mut possible: Vec<_> = candidates
        .iter()
        .filter(|candidate| may_be_asked(wanted, candidate))
        .collect();
    possible.sort_by_cached_key(|candidate| place(wanted, candidate));
    // Somebody who teaches both the skill and a neighbouring one may come twice; their better place counts.
    let mut seen = BTreeSet::new();
    possible.retain(|candidate| seen.insert(candidate.member));
    possible
}

fn chosen(candidates: Vec<&Candidate>) -> Vec<Chosen> {
    candidates
        .into_iter()
        .map(|candidate| Chosen {
            member: candidate.member,
            reason: reason(candidate),
        })
        .collect()
}

fn may_be_asked(wanted: &Wanted, candidate: &Candidate) -> bool {
    Some(candidate.member) != wanted.asker
        && !candidate.bot
        && !candidate.paused
        && !candidate.blocked
        && !candidate.already_asked
        && candidate.sees_channel
        && !candidate.budget_spent
        && !candidate.load.is_full(candidate.limit)
}

/// The objective as one value to sort by, smallest first; the fields are in its order.
fn place(wanted: &Wanted, candidate: &Candidate) -> impl Ord + use<> {
    let level = match candidate.basis {
        Basis::Teaches { level } | Basis::TeachesNeighbour { level, .. } => level,
        Basis::Named { .. } => None,
    };
    (
        candidate.basis.distance(),
        Reverse(candidate.within_hours),
        Reverse(candidate.load.leaves_plenty(candidate.limit)),
        Reverse(candidate.helped_before > 0),
        Reverse(level.unwrap_or(Level::Daily)),
        candidate.given_lately.cmp(&candidate.received_lately),
        candidate.load.share(candidate.limit),
        Reverse(candidate.team != wanted.team),
        (tie(wanted.ask, candidate.member), candidate.member),
    )
}

fn reason(candidate: &Candidate) -> Reason {
    match (candidate.helped_before, candidate.basis) {
        (_, Basis::Named { by }) => Reason::Referred { by },
        (0, Basis::Teaches { level }) => Reason::Teaches { level },
        (0, Basis::TeachesNeighbour { skill, level }) => Reason::TeachesNeighbour { skill, level },
        (times, Basis::Teaches { level }) => Reason::HelpedBefore { times, level },
        // The level is that of the neighbouring skill, and would be said of the wrong one.
        (times, Basis::TeachesNeighbour { .. }) => Reason::HelpedBefore { times, level: None },
    }
}

/// A number that looks drawn at random and is the same for the same ask and member, in every version and on every machine
/// (`SplitMix64`'s last step, twice).
fn tie(ask: AskId, member: MemberId) -> u64 {
    fn mix(seed: u64) -> u64 {
        let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    mix(mix(ask.0.cast_unsigned()) ^ member.0.cast_unsigned())
}

#[cfg(test)]
mod tests;
