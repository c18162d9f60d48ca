//! From facts to figures.

use std::cmp::Reverse;

use super::COVERAGE;
use super::facts::{ClosedWeek, Facts, SkillNow, Waited};
use super::family::{Band, Family, Leaf};
use super::figure::Figure;
use super::needs;
use super::range::{BEFORE, PICTURE, Range};
use super::sums::{Sums, change};
use super::told::{Change, Chart, Covered, Digest, Told, Value};
use super::week::{Span, Week};

impl Digest {
    /// What may be told of the range.
    pub fn of(facts: Facts, range: Range) -> Self {
        let away = facts.weeks.iter().filter(|closed| closed.away);
        let away: Vec<_> = away.map(|closed| closed.week).collect();
        let counted = Counted {
            sums: Sums::new(&facts.blocks, &facts.tallies, &away),
            facts: &facts,
            range: range.span(),
        };
        let figures: Vec<_> = Figure::ALL
            .iter()
            .map(|figure| counted.told(*figure))
            .collect();
        let chart = counted.chart();
        let there = |weeks| counted.sums.there(weeks);
        let needs = needs::needs(&figures, &facts.skills, there);
        Self {
            range,
            away,
            figures,
            needs,
            chart,
            map: facts.map,
            coverage: coverage(&facts.skills),
            thanks: facts.thanks,
        }
    }
}

/// What a figure says, the weeks where they are its own to say, and the change.
type Said = (Value, Option<Span>, Option<Change>);

struct Counted<'a> {
    sums: Sums,
    facts: &'a Facts,
    range: Span,
}

impl Counted<'_> {
    fn told(&self, figure: Figure) -> Told {
        let said = match figure {
            Figure::FirstHelper => self.first_helper(),
            Figure::Satisfaction => self.satisfaction(),
            Figure::Unmet => self.unmet(),
            Figure::Few => self.few().map(plain),
            Figure::RestingOnOne => Some(plain(self.skills(1))),
            Figure::WishesUnmet => Some(plain(self.skills(0))),
            _ => self.sum(figure),
        };
        let weeks = said.and_then(|(_, weeks, _)| weeks);
        let beside = |other: Option<Figure>| self.sums.over(other?, weeks?);
        Told {
            figure,
            value: said.map(|(value, ..)| value),
            weeks,
            of: beside(figure.whole()),
            part: beside(figure.part()),
            change: said.and_then(|(.., change)| change),
        }
    }

    fn sum(&self, figure: Figure) -> Option<Said> {
        let (family, leaves) = figure.sum()?;
        let weeks = self.sums.ending_in(family, self.range)?;
        let number = self.sums.sum(leaves, weeks);
        let change = self.sums.change(figure, weeks);
        Some((Value::Number(number), Some(weeks), change))
    }

    fn first_helper(&self) -> Option<Said> {
        let weeks = self.sums.ending_in(Family::AsksAnswered, self.range)?;
        let now = median(&self.facts.waited, weeks)?;
        let before = self.sums.before(Family::AsksAnswered, weeks);
        let then = before.and_then(|weeks| median(&self.facts.waited, weeks));
        let change = then
            .filter(|then| *then > 0)
            .map(|then| change((now.into(), 1), (then.into(), 1)));
        Some((Value::Minutes(now), Some(weeks), change))
    }

    fn satisfaction(&self) -> Option<Said> {
        let weeks = self.sums.ending_in(Family::Rated, self.range)?;
        let now = self.band(weeks)?;
        let before = self.sums.before(Family::Rated, weeks);
        let change = before.and_then(|weeks| self.band(weeks)).map(|then| {
            if then == now {
                Change::Percent(0)
            } else {
                Change::Was(then)
            }
        });
        Some((Value::Band(now), Some(weeks), change))
    }

    /// How those usually felt who rated in these weeks: the word in the middle, if the word of each block is written down once for each of
    /// its faces, the worst first; the lower of the two in the middle. So it is made of what each block says alone, and what several
    /// ranges say cannot be put together to count the faces of one. None: nobody rated, or no block has a word.
    fn band(&self, weeks: Span) -> Option<Band> {
        let mut worst_first: Vec<(Band, u64)> = self
            .sums
            .blocks_in(Family::Rated, weeks)
            .filter_map(|block| self.band_of_block(block))
            .collect();
        worst_first.sort_unstable_by_key(|(band, _)| Reverse(*band));
        let rated: u64 = worst_first.iter().map(|(_, rated)| rated).sum();
        let middle = rated.checked_sub(1)? / 2;
        let mut counted = 0;
        let mut those = worst_first.into_iter();
        those
            .find(|(_, rated)| {
                counted += rated;
                counted > middle
            })
            .map(|(band, _)| band)
    }

    /// The word of one block, and how many faces it is of. Of exactly five "at least half, and fewer than four in five" would be three, so
    /// these have none.
    fn band_of_block(&self, block: Span) -> Option<(Band, u64)> {
        let (_, faces) = Figure::Rated.sum()?;
        let rated = self.sums.sum(faces, block);
        let happy = self.sums.sum(&[Leaf::RatedHappy], block);
        Some((Band::of(rated, happy)?, rated))
    }

    fn unmet(&self) -> Option<Said> {
        let last = self.range.last;
        let before = Span {
            first: last.earlier(BEFORE),
            last: last.earlier(1),
        };
        let now = self.closed(last)?.unmet?;
        let then: Vec<_> = before
            .iter()
            .filter_map(|week| self.closed(week)?.unmet)
            .collect();
        let weeks = u32::try_from(then.len()).unwrap_or(u32::MAX);
        let change = (weeks > 0).then(|| change((now, 1), (then.iter().sum(), weeks)));
        Some((Value::Number(now), None, change))
    }

    fn few(&self) -> Option<Value> {
        self.closed(self.range.last)?.few.map(Value::Tenths)
    }

    fn closed(&self, week: Week) -> Option<&ClosedWeek> {
        self.facts.weeks.iter().find(|closed| closed.week == week)
    }

    /// How many skills are wished for that so many teach.
    fn skills(&self, teachers: u64) -> Value {
        let meant = |skill: &&SkillNow| skill.wishers > 0 && skill.teachers == teachers;
        let number = self.facts.skills.iter().filter(meant).count();
        Value::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }

    fn chart(&self) -> Chart {
        let last = self.range.last;
        let weeks = Span {
            first: last.earlier(PICTURE - 1),
            last,
        };
        Chart {
            weeks: weeks.iter().collect(),
            asks: self.sums.bars(Figure::AsksMade, weeks),
            answers: self.sums.bars(Figure::AsksAnswered, weeks),
            meetings: self.sums.bars(Figure::Met, weeks),
        }
    }
}

/// A figure that is of no weeks of the range.
fn plain(value: Value) -> Said {
    (value, None, None)
}

/// The median of how long the asks of these weeks waited; of an even number the lower of the two in the middle. None: there is none.
fn median(waited: &[Waited], weeks: Span) -> Option<u32> {
    let mut minutes: Vec<_> = waited
        .iter()
        .filter(|ask| weeks.contains(ask.week))
        .map(|ask| ask.minutes)
        .collect();
    let middle = minutes.len().checked_sub(1)? / 2;
    Some(*minutes.select_nth_unstable(middle).1)
}

/// The skills for the picture: the most wished for first, then those taught by fewer.
fn coverage(skills: &[SkillNow]) -> Vec<Covered> {
    let mut skills: Vec<_> = skills.iter().collect();
    skills.sort_by_key(|skill| (Reverse(skill.wishers), skill.teachers, &skill.name));
    skills
        .into_iter()
        .take(COVERAGE)
        .map(|skill| Covered {
            skill: skill.name.clone(),
            teachers: skill.teachers,
            wishers: skill.wishers,
        })
        .collect()
}
