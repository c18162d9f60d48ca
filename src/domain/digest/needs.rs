//! What needs a manager.

use std::cmp::Reverse;

use serde::Serialize;

use super::facts::SkillNow;
use super::family::Band;
use super::figure::Figure;
use super::told::{Change, Told, Value};
use super::week::Span;

/// How many things that need a manager a digest names.
pub const NEEDS: usize = 5;

/// Of how many skills that rest on one, and of how many that nobody teaches, a digest speaks.
const SKILLS_OF_A_KIND: usize = 2;

/// What no need scores more than: in a large guild the numbers are large everywhere.
const HIGHEST: u64 = 30;

/// From what share on help rests on few, in tenths.
const FEW_FROM: u8 = 4;

/// From what fall on fewer are active, in percent.
const FALL_OF_ACTIVE: i64 = 10;

/// From what fall on fewer meet, in percent. Meetings come in rounds, so weeks differ more.
const FALL_OF_MEETINGS: i64 = 25;

/// One thing that a manager could do something about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "need")]
pub enum Need {
    /// Newcomers who had no buddy after a day.
    NoBuddy {
        /// How many in these weeks; at least 1.
        newcomers: u64,
        /// Over how many weeks.
        weeks: u32,
    },
    /// Asks that nobody took within two days.
    AsksStuck {
        /// How many in these weeks; at least 1.
        asks: u64,
        /// Of how many.
        of: u64,
        /// Over how many weeks.
        weeks: u32,
    },
    /// Somebody wishes for a skill, and one person teaches it.
    RestsOnOne {
        /// Its name.
        skill: String,
        /// How many wish for it; at least 1.
        wishers: u64,
    },
    /// Somebody wishes for a skill, and nobody teaches it.
    NobodyTeaches {
        /// Its name.
        skill: String,
        /// How many wish for it; at least 1.
        wishers: u64,
    },
    /// Fewer than half of those who rated are happy.
    Unhappy,
    /// Much of the help is given by the busiest twentieth.
    RestsOnFew {
        /// What share of it, in tenths.
        tenths: u8,
    },
    /// Members nobody has met for eight weeks.
    NobodyMet {
        /// How many; at least 1.
        members: u64,
    },
    /// Fewer are active than in the four weeks before.
    FewerActive {
        /// By how many percent.
        percent: u64,
    },
    /// Fewer coffee chats met than in the four weeks before, a week in which there were any.
    FewerMeet {
        /// By how many percent.
        percent: u64,
    },
}

impl Need {
    /// How useful it is to hear of it: the people or asks concerned, times how much one conversation changes for each of them.
    /// Numbers of several weeks count a week, rounded up. At most 30.
    ///
    /// | need | score |
    /// |---|---|
    /// | newcomers without a buddy | 6 for each a week |
    /// | asks stuck | 4 for each a week |
    /// | a skill that rests on one | 3 for each who wishes for it |
    /// | a skill nobody teaches | 2 for each who wishes for it |
    /// | unhappy | 15 |
    /// | help rests on few | 3 for each tenth |
    /// | nobody met | 1 for each member |
    /// | fewer active | 1 for every two percent |
    /// | fewer meet | 1 for every five percent |
    pub fn score(&self) -> u64 {
        let score = match *self {
            Self::NoBuddy { newcomers, weeks } => newcomers
                .div_ceil(u64::from(weeks.max(1)))
                .saturating_mul(6),
            Self::AsksStuck { asks, weeks, .. } => {
                asks.div_ceil(u64::from(weeks.max(1))).saturating_mul(4)
            }
            Self::RestsOnOne { wishers, .. } => wishers.saturating_mul(3),
            Self::NobodyTeaches { wishers, .. } => wishers.saturating_mul(2),
            Self::Unhappy => 15,
            Self::RestsOnFew { tenths } => u64::from(tenths) * 3,
            Self::NobodyMet { members } => members,
            Self::FewerActive { percent } => percent / 2,
            Self::FewerMeet { percent } => percent / 5,
        };
        score.min(HIGHEST)
    }

    /// The figure that it follows from, whose weeks it is of; None: it is of a skill as it stands now.
    pub const fn figure(&self) -> Option<Figure> {
        Some(match self {
            Self::NoBuddy { .. } => Figure::Newcomers,
            Self::AsksStuck { .. } => Figure::AsksStuck,
            Self::RestsOnOne { .. } | Self::NobodyTeaches { .. } => return None,
            Self::Unhappy => Figure::Satisfaction,
            Self::RestsOnFew { .. } => Figure::Few,
            Self::NobodyMet { .. } => Figure::Unmet,
            Self::FewerActive { .. } => Figure::Active,
            Self::FewerMeet { .. } => Figure::Met,
        })
    }
}

/// What needs a manager: at most five, by score, the highest first. Equal ones stand in the order of [`Need`], those about skills by
/// name. Of skills that rest on one, and of skills nobody teaches, the two most wished for are named, so that there is room for
/// something else. `there` says in how many of some weeks Potluck was there.
pub(super) fn needs(
    figures: &[Told],
    skills: &[SkillNow],
    there: impl Fn(Span) -> u32,
) -> Vec<Need> {
    let of_figures = figures.iter().filter_map(|told| {
        let weeks = told.weeks.map_or(1, &there);
        of_figure(told, weeks)
    });
    let mut needs: Vec<_> = of_figures
        .chain(of_skills(skills, 1))
        .chain(of_skills(skills, 0))
        .collect();
    needs.sort_by_key(|need| (Reverse(need.score()), place(need)));
    needs.truncate(NEEDS);
    needs
}

/// The place of a kind of need among those that score the same.
const fn place(need: &Need) -> u8 {
    match need {
        Need::NoBuddy { .. } => 0,
        Need::AsksStuck { .. } => 1,
        Need::RestsOnOne { .. } => 2,
        Need::NobodyTeaches { .. } => 3,
        Need::Unhappy => 4,
        Need::RestsOnFew { .. } => 5,
        Need::NobodyMet { .. } => 6,
        Need::FewerActive { .. } => 7,
        Need::FewerMeet { .. } => 8,
    }
}

/// What a figure of so many weeks needs of a manager, if anything.
fn of_figure(told: &Told, weeks: u32) -> Option<Need> {
    let fallen = |by: i64| match told.change {
        Some(Change::Percent(percent)) if percent <= -by => Some(percent.unsigned_abs()),
        _ => None,
    };
    match (told.figure, told.value?) {
        (Figure::AsksStuck, Value::Number(asks @ 1..)) => Some(Need::AsksStuck {
            asks,
            of: told.of?,
            weeks,
        }),
        (Figure::Newcomers, Value::Number(newcomers)) => {
            let without = newcomers.checked_sub(told.part?)?;
            (without > 0).then_some(Need::NoBuddy {
                newcomers: without,
                weeks,
            })
        }
        (Figure::Satisfaction, Value::Band(Band::Unhappy)) => Some(Need::Unhappy),
        (Figure::Few, Value::Tenths(tenths @ FEW_FROM..)) => Some(Need::RestsOnFew { tenths }),
        (Figure::Unmet, Value::Number(members @ 1..)) => Some(Need::NobodyMet { members }),
        (Figure::Active, _) => fallen(FALL_OF_ACTIVE).map(|percent| Need::FewerActive { percent }),
        (Figure::Met, _) => fallen(FALL_OF_MEETINGS).map(|percent| Need::FewerMeet { percent }),
        _ => None,
    }
}

/// The skills most wished for of those that so many teach.
fn of_skills(skills: &[SkillNow], teachers: u64) -> impl Iterator<Item = Need> {
    let mut meant: Vec<_> = skills
        .iter()
        .filter(|skill| skill.wishers > 0 && skill.teachers == teachers)
        .collect();
    meant.sort_by_key(|skill| (Reverse(skill.wishers), &skill.name));
    meant.into_iter().take(SKILLS_OF_A_KIND).map(move |skill| {
        let (skill, wishers) = (skill.name.clone(), skill.wishers);
        match teachers {
            0 => Need::NobodyTeaches { skill, wishers },
            _ => Need::RestsOnOne { skill, wishers },
        }
    })
}
