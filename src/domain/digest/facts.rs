//! What a digest is made of, as it was gathered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::domain::ids::{HelpId, MemberId, RoleId};

use super::family::{Family, Leaf};
use super::told::Map;
use super::week::{Span, Week};

/// A week that is over, with its boundaries as they were frozen when it was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedWeek {
    /// Which.
    pub week: Week,
    /// Its first instant: local midnight of its Monday.
    pub starts_at: DateTime<Utc>,
    /// The first instant after it.
    pub ends_at: DateTime<Utc>,
    /// Potluck was turned off, removed or down: nothing of the week is counted, and nothing is compared with it.
    pub away: bool,
    /// How many members nobody had met for eight weeks at its end. None: that was not to be told (see [`super::Closing`]).
    pub unmet: Option<u64>,
    /// What share of the help of the twelve weeks up to it came from the busiest twentieth, in tenths (see
    /// [`super::resting_on_few`]). None: that was not to be told.
    pub few: Option<u8>,
}

/// Weeks of a family that are only ever told together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// Of which family.
    pub family: Family,
    /// Which weeks.
    pub span: Span,
}

/// How many facts of a leaf a week had when it was closed. It is kept, because people are forgotten and lessons removed afterwards,
/// and whoever compares an old digest with a new one must not see how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Which week.
    pub week: Week,
    /// Which leaf.
    pub leaf: Leaf,
    /// How many facts, those whose people are not known included.
    pub number: u64,
}

/// How long an ask of [`Leaf::Answered`] waited for its first helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waited {
    /// The week the ask is counted in.
    pub week: Week,
    /// Whole minutes from the ask to the first who took it, rounded down.
    pub minutes: u32,
}

/// Helps between the same two, with the same sides, in the twelve weeks up to one that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The helper's team at the time; role 0: they had none; None: it is not known whose it was.
    pub from: Option<RoleId>,
    /// The learner's, in the same way.
    pub to: Option<RoleId>,
    /// Who helped. None: forgotten.
    pub helper: Option<MemberId>,
    /// Who learned. None: asked anonymously, or forgotten.
    pub learner: Option<MemberId>,
    /// How many helps.
    pub helps: u64,
}

/// A team as it is when a week is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamNow {
    /// Its role.
    pub role: RoleId,
    /// What the role is called.
    pub name: String,
    /// How many members have it as their first team role.
    pub members: u64,
}

/// How a skill stands now. `/skills` tells it to anybody, so it is told however few these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillNow {
    /// Its name.
    pub name: String,
    /// How many members teach it.
    pub teachers: u64,
    /// How many members wish for it.
    pub wishers: u64,
}

/// Thanks that may be quoted: both who wrote and who is thanked agreed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ThankYou {
    /// For which help: by it a quote is found that may not be one any more.
    #[serde(skip)]
    pub help: HelpId,
    /// Who wrote.
    #[serde(serialize_with = "as_text")]
    pub by: MemberId,
    /// Who is thanked.
    #[serde(serialize_with = "as_text")]
    pub to: MemberId,
    /// The words, as they were written.
    pub words: String,
    /// For which skill, if it was said.
    pub skill: Option<String>,
}

/// An id as text, as in `potluck export`: not every program keeps so long a number.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "what serde gives")]
fn as_text<S: serde::Serializer>(id: &MemberId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

/// What a digest of some weeks is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The closed weeks from [`super::Range::since`] on, and at least the four before the range; others are passed over.
    pub weeks: Vec<ClosedWeek>,
    /// All blocks of the guild, in any order.
    pub blocks: Vec<Block>,
    /// From [`super::Range::since`] to the last week of the range, in any order. Weeks without a fact may be missing.
    pub tallies: Vec<Tally>,
    /// Over the same weeks: one for each ask of [`Leaf::Answered`].
    pub waited: Vec<Waited>,
    /// Who taught whom in the twelve weeks up to the last one of the range, as it was decided when that was closed.
    pub map: Map,
    /// Every skill that somebody teaches or wishes for.
    pub skills: Vec<SkillNow>,
    /// Up to three, the ones to be shown.
    pub thanks: Vec<ThankYou>,
}

/// The facts of one leaf in one week, and who is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many facts: the [`Tally`] of a week that is closed already, even if some of them are gone since.
    pub facts: u64,
    /// Everybody who is known to be in one of them; nobody twice.
    pub people: BTreeSet<MemberId>,
}

/// What decides which families end a block at the end of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The facts of each week and leaf, from [`super::open_since`] to the week that is being closed. Weeks and leaves without a
    /// fact may be missing.
    pub crowds: BTreeMap<(Week, Leaf), Crowd>,
    /// Whom nobody had met for eight weeks at the end of the week that is being closed. Each was eligible then, so each is in
    /// that week's crowd of [`Leaf::Active`] or [`Leaf::Inactive`].
    pub unmet: BTreeSet<MemberId>,
}
