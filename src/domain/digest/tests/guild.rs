//! Invented guilds: facts over some weeks, closed one after the other, and everything that any digest tells of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::leaks::Told;
use crate::domain::digest::closing::{Closing, Rule, open_since};
use crate::domain::digest::{
    Bar, Block, ClosedWeek, Crowd, Digest, Facts, Figure, Leaf, People, Range, Span, Tally, Value,
    Week,
};
use crate::domain::ids::MemberId;

/// One fact.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// In which week of the guild, from 0.
    pub(super) week: u32,
    pub(super) leaf: Leaf,
    /// Who is known to be in it.
    pub(super) people: BTreeSet<i64>,
    /// Of a member at the end of a week: nobody had met them for eight weeks.
    pub(super) unmet: bool,
}

/// A guild.
#[derive(Clone, Debug)]
pub(super) struct Guild {
    /// Its first closed week.
    pub(super) first: Week,
    pub(super) weeks: u32,
    pub(super) facts: Vec<Fact>,
    /// From which week's closing on somebody is forgotten.
    pub(super) forgotten: BTreeMap<i64, u32>,
}

/// The first week of guilds that do not mind which it is.
pub(super) fn first() -> Week {
    "2024-W50".parse().unwrap()
}

impl Guild {
    fn week(&self, number: u32) -> Week {
        self.first.later(number)
    }

    /// What decides about a week: those who are forgotten by then are not known any more.
    fn people(&self, now: u32, since: Week) -> People {
        let mut people = People::default();
        let here = |person: &&i64| self.forgotten.get(person).is_none_or(|from| *from > now);
        let facts = self.facts.iter().filter(|fact| fact.week <= now);
        for fact in facts.filter(|fact| self.week(fact.week) >= since) {
            let crowd: &mut Crowd = people
                .crowds
                .entry((self.week(fact.week), fact.leaf))
                .or_default();
            crowd.facts += 1;
            let known = fact
                .people
                .iter()
                .filter(here)
                .map(|person| MemberId(*person));
            crowd.people.extend(known.clone());
            if fact.unmet && fact.week == now {
                people.unmet.extend(known);
            }
        }
        people
    }

    /// Closes all weeks by a rule, and says what there is to tell from then on.
    pub(super) fn closed(&self, rule: Rule) -> Facts {
        let mut blocks: Vec<Block> = Vec::new();
        let mut weeks = Vec::new();
        for now in 0..self.weeks {
            let people = self.people(now, open_since(self.week(0), &blocks));
            let Closing {
                blocks: ended,
                unmet,
            } = rule.close(self.week(now), self.week(0), &blocks, &people);
            blocks.extend(ended);
            let starts_at = DateTime::UNIX_EPOCH + TimeDelta::weeks(now.into());
            weeks.push(ClosedWeek {
                week: self.week(now),
                starts_at,
                ends_at: starts_at + TimeDelta::weeks(1),
                away: false,
                unmet,
                few: None,
            });
        }
        let tally = |fact: &Fact| Tally {
            week: self.week(fact.week),
            leaf: fact.leaf,
            number: 1,
        };
        Facts {
            weeks,
            blocks,
            tallies: self.facts.iter().map(tally).collect(),
            ..Facts::default()
        }
    }

    /// Every number in the digests of all ranges of up to so many weeks that end with a closed week, as the set of facts it is of. It
    /// must be the number of these.
    pub(super) fn told(&self, rule: Rule, longest: u32) -> Told {
        let facts = self.closed(rule);
        let mut numbers = BTreeSet::new();
        for last in 0..self.weeks {
            for weeks in 1..=longest {
                let range = Range::new(self.week(last), weeks).unwrap();
                numbers.extend(numbers_in(&Digest::of(facts.clone(), range)));
            }
        }
        let mut told = Told::new(self.facts.iter().map(|fact| fact.people.clone()).collect());
        for (figure, weeks, number) in numbers {
            let set = match figure.sum() {
                Some((_, leaves)) => self.set(|fact| {
                    leaves.contains(&fact.leaf) && weeks.contains(self.week(fact.week))
                }),
                None => self.set(|fact| {
                    fact.unmet && self.week(fact.week) == weeks.last && self.known(fact)
                }),
            };
            assert_eq!(
                u64::try_from(set.len()),
                Ok(number),
                "{figure:?} of {weeks}"
            );
            told.tell(set);
        }
        told
    }

    fn set(&self, holds: impl Fn(&Fact) -> bool) -> Vec<usize> {
        (0..self.facts.len())
            .filter(|fact| holds(&self.facts[*fact]))
            .collect()
    }

    /// Whether somebody in it was not forgotten yet when its week was closed.
    fn known(&self, fact: &Fact) -> bool {
        let here = |person: &i64| {
            self.forgotten
                .get(person)
                .is_none_or(|from| *from > fact.week)
        };
        fact.people.iter().any(here)
    }
}

/// Every number of facts in a digest, with the weeks it is of.
fn numbers_in(digest: &Digest) -> Vec<(Figure, Span, u64)> {
    let mut numbers = Vec::new();
    for told in &digest.figures {
        let figure = told.figure;
        if let (Some(Value::Number(number)), Some(weeks)) = (told.value, told.weeks) {
            numbers.push((figure, weeks, number));
            numbers.extend(
                figure
                    .whole()
                    .and_then(|whole| Some((whole, weeks, told.of?))),
            );
            numbers.extend(
                figure
                    .part()
                    .and_then(|part| Some((part, weeks, told.part?))),
            );
        }
        if let (Figure::Unmet, Some(Value::Number(number))) = (figure, told.value) {
            numbers.push((figure, digest.range.span(), number));
        }
    }
    for (figure, bars) in [
        (Figure::AsksMade, &digest.chart.asks),
        (Figure::AsksAnswered, &digest.chart.answers),
        (Figure::Met, &digest.chart.meetings),
    ] {
        let number = |bar: &Bar| (figure, bar.weeks, bar.number);
        numbers.extend(bars.iter().map(number));
    }
    numbers
}

/// Guilds of up to so many weeks and people, with up to so many facts a week of the given leaves beside those of membership. In each week some leaves
/// have no fact at all: what is told of few is mostly had from weeks that are all of one kind.
pub(super) fn guilds(
    weeks: u32,
    people: i64,
    facts: usize,
    leaves: &'static [Leaf],
) -> impl Strategy<Value = Guild> {
    (1..=weeks, 1..=people).prop_flat_map(move |(weeks, people)| {
        let everybody =
            (0..weeks).flat_map(move |week| (0..people).map(move |person| (week, person)));
        let everybody: Vec<_> = everybody.collect();
        let number = everybody.len();
        let member = option::weighted(0.85, (prop::bool::weighted(0.7), prop::bool::ANY));
        let person = option::weighted(0.95, 0..people);
        let leaf = prop::sample::select(leaves);
        (
            vec(member, number),
            vec(
                (0..weeks, leaf, person.clone(), person),
                0..=facts * weeks as usize,
            ),
            prop::collection::btree_map(0..people, 0..weeks, 0..3),
            vec(silence(), weeks as usize),
        )
            .prop_map(move |(members, others, forgotten, silent)| {
                let members =
                    everybody
                        .iter()
                        .zip(members)
                        .filter_map(|((week, person), member)| {
                            let (active, unmet) = member?;
                            let silent = silent[*week as usize];
                            Some(Fact {
                                week: *week,
                                leaf: if active || silent.inactive {
                                    Leaf::Active
                                } else {
                                    Leaf::Inactive
                                },
                                people: BTreeSet::from([*person]),
                                unmet: unmet && !silent.unmet,
                            })
                        });
                let spoken = others.into_iter().filter(|(week, leaf, ..)| {
                    let place = Leaf::ALL.iter().position(|other| other == leaf);
                    silent[*week as usize].leaves >> place.unwrap_or(0) & 1 == 0
                });
                let others = spoken.map(|(week, leaf, one, other)| {
                    let pair = has_two(leaf).then_some(other).flatten();
                    Fact {
                        week,
                        leaf,
                        people: one.into_iter().chain(pair).collect(),
                        unmet: false,
                    }
                });
                Guild {
                    first: first(),
                    weeks,
                    facts: members.chain(others).collect(),
                    forgotten,
                }
            })
    })
}

/// What does not happen in a week.
#[derive(Clone, Copy, Debug)]
struct Silence {
    inactive: bool,
    unmet: bool,
    /// Bits, by the place of the leaf.
    leaves: u32,
}

fn silence() -> impl Strategy<Value = Silence> {
    let leaves = (any::<u32>(), any::<u32>()).prop_map(|(one, other)| one & other);
    (prop::bool::weighted(0.3), prop::bool::weighted(0.3), leaves).prop_map(
        |(inactive, unmet, leaves)| Silence {
            inactive,
            unmet,
            leaves,
        },
    )
}

/// Whether a fact of the leaf has two people in it.
fn has_two(leaf: Leaf) -> bool {
    matches!(
        leaf,
        Leaf::AcrossUpwards
            | Leaf::AcrossLevel
            | Leaf::WithinUpwards
            | Leaf::WithinLevel
            | Leaf::Met
            | Leaf::NotMet
            | Leaf::SwapMet
            | Leaf::SwapNotMet
    )
}
