//! What a digest says.

use serde::{Serialize, Serializer};

use crate::domain::ids::RoleId;
use crate::domain::stored::stored_words;

use super::facts::ThankYou;
use super::family::Band;
use super::figure::Figure;
use super::needs::Need;
use super::range::Range;
use super::week::{Span, Week};

/// What there is to say of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A count, or a sum of counts.
    Number(u64),
    /// A time, in whole minutes.
    Minutes(u32),
    /// How those who rated felt.
    Band(Band),
    /// A share, in tenths: 4 is about forty percent.
    Tenths(u8),
}

/// How a figure differs, a week, from the four weeks before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// By so many percent of what it was; 0: no change worth telling.
    Percent(i64),
    /// There was none then, and there is some now.
    New,
    /// Those who rated felt otherwise then.
    Was(Band),
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Which.
    pub figure: Figure,
    /// What it is. None: too few people yet to show it; of [`Figure::FirstHelper`] and [`Figure::Satisfaction`] also that nobody was
    /// answered or rated, which [`Figure::AsksAnswered`] and [`Figure::Rated`] tell apart.
    pub value: Option<Value>,
    /// The weeks it is of: whole blocks that end in the range, so they may begin before it and end before its end. None: it is of
    /// what its definition says, or too few people yet.
    pub weeks: Option<Span>,
    /// Of how many, over the same weeks ([`Figure::whole`]). None: it is part of nothing, or of how many cannot be told.
    pub of: Option<u64>,
    /// How many of these, over the same weeks, are what matters ([`Figure::part`]). None: no part of it is told.
    pub part: Option<u64>,
    /// The change, a week, against the four weeks before those it is of. None: there is nothing to compare with.
    pub change: Option<Change>,
}

impl Told {
    /// The weeks to be said beside it, because they are not those that were asked for.
    pub fn other_weeks(&self, range: Range) -> Option<Span> {
        self.weeks.filter(|weeks| *weeks != range.span())
    }
}

/// A number that is told of some weeks together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// The weeks. The first ones may be before the picture's.
    pub weeks: Span,
    /// The sum over them.
    pub number: u64,
}

/// Asks, answers and meetings of the twelve weeks up to the end of the range. Weeks without a bar: too few people yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// The weeks, oldest first.
    pub weeks: Vec<Week>,
    /// [`Figure::AsksMade`].
    pub asks: Vec<Bar>,
    /// [`Figure::AsksAnswered`].
    pub answers: Vec<Bar>,
    /// [`Figure::Met`].
    pub meetings: Vec<Bar>,
}

stored_words! {
    /// How much help goes one way, next to the way most goes. No count, so that nothing can be subtracted from it.
    Weight {
        /// Less than a third of it.
        Some = "some",
        /// A third of it and more.
        More = "more",
        /// Two thirds of it and more.
        Most = "most",
    }
}

/// Help from one team to another, or within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Arrow {
    /// Who helped: a place in [`Map::teams`].
    pub from: usize,
    /// Who learned: a place in [`Map::teams`]; may be the same.
    pub to: usize,
    /// How much.
    pub weight: Weight,
}

/// A team of the map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MapTeam {
    /// Its role. None: "others", those without a team and the teams of fewer than five.
    #[serde(serialize_with = "some_as_text")]
    pub role: Option<RoleId>,
    /// What it is called; "others" for those.
    pub name: String,
}

/// Who teaches whom, in the twelve weeks up to the end of the range.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Map {
    /// The teams of five and more in the order of the settings, then "others" if an arrow needs them.
    pub teams: Vec<MapTeam>,
    /// Ways on which at least five people helped or learned, by `from`, then `to`.
    pub arrows: Vec<Arrow>,
}

/// How many teach a skill and how many wish for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// Its name.
    pub skill: String,
    /// How many teach it.
    pub teachers: u64,
    /// How many wish for it.
    pub wishers: u64,
}

/// What a manager reads: everything of some weeks that may be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// Of which weeks.
    pub range: Range,
    /// The weeks in which Potluck was turned off, removed or down, of the range and as far before it as figures and pictures go. The
    /// oldest first.
    pub away: Vec<Week>,
    /// Every figure, in the order of [`Figure::ALL`].
    pub figures: Vec<Told>,
    /// What needs a manager: at most five, the most useful first.
    pub needs: Vec<Need>,
    /// Twelve weeks of asks, answers and meetings.
    pub chart: Chart,
    /// Help between teams.
    pub map: Map,
    /// Teachers against wishes: the skills most wished for first, at most [`super::COVERAGE`].
    pub coverage: Vec<Covered>,
    /// Thanks that may be quoted.
    pub thanks: Vec<ThankYou>,
}

/// An id as text, as in `potluck export`: not every program keeps so long a number.
#[allow(clippy::ref_option, reason = "what serde gives")]
fn some_as_text<S: Serializer>(id: &Option<RoleId>, serializer: S) -> Result<S::Ok, S::Error> {
    match id {
        Some(id) => serializer.collect_str(id),
        None => serializer.serialize_none(),
    }
}

impl Digest {
    /// In how many of these weeks Potluck was there; at least 1, as a mean over none is told nowhere.
    pub fn there(&self, weeks: Span) -> u32 {
        let away = self.away.iter().filter(|week| weeks.contains(**week));
        let away = u32::try_from(away.count()).unwrap_or(u32::MAX);
        weeks.weeks().saturating_sub(away).max(1)
    }

    /// What it says of a figure.
    pub fn told(&self, figure: Figure) -> Option<&Told> {
        self.figures.iter().find(|told| told.figure == figure)
    }
}
