//! A round made ready for solving: people as numbers, and what a pair gains as one number.

mod traits;

use std::collections::HashMap;

use super::objective::recency;
use super::{GroupSize, Met, Person, Problem, Slots, Weights};
use crate::domain::ids::{MemberId, SkillId};
use traits::Rare;
use traits::Scale;
pub(super) use traits::Traits;

/// A round, its people numbered from zero in an order that the seed decides, so that it decides between what is equally good.
#[derive(Debug)]
pub(super) struct Round<'a> {
    people: Vec<&'a Person>,
    pub(super) traits: Vec<Traits>,
    /// For each, whom they met lately, rising, and what that adds to the recency.
    met: Vec<Vec<(u32, i64)>>,
    /// For each, whom they must not meet, rising.
    blocked: Vec<Vec<u32>>,
    weights: Weights,
    rare: Vec<Rare>,
    scale: Scale,
    /// Twice the worth of everybody with everybody, where that is little enough to keep.
    table: Vec<i32>,
    pub(super) group: GroupSize,
    pub(super) levels: Levels,
}

/// Up to so many people the worth of all pairs is kept: sixteen megabytes.
const MOST_KEPT: usize = 2_000;

/// What each level of the objective counts in points, so that no sum of what is below it reaches one of it.
///
/// They follow from the size of the round and from the weights. For two hundred thousand members and weights turned high they stay
/// below what fits; beyond that they are capped, where a repeat is still worth more than any two members' whole value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Levels {
    /// One of the turns.
    pub(super) turn: i64,
    /// One of the recency.
    pub(super) recency: i64,
    /// One repeat.
    pub(super) repeat: i64,
    /// One who was left out last time, and is again.
    pub(super) again: i64,
}

impl Levels {
    const MOST: i128 = 1 << 56;

    fn of(people: &[&Person], weights: &Weights) -> Self {
        let n = people.len() as i128;
        let best = i128::from(most_worth(weights));
        // Twice the value of a pair for two people, or three times that of a pair, halved twice over, for three.
        let turn = n * best + 1;
        let most_turns = if people.iter().any(|person| person.trio_ago.is_some()) {
            // One trio decides; more of them are seated by comparing objectives, not by these numbers.
            3 * i128::from(recency(1))
        } else {
            0
        };
        let recency_unit = turn * (most_turns + 1);
        let repeat = recency_unit * (i128::from(recency(1)) * n + 1);
        let again = repeat * (n + 1);
        let fit = |points: i128| i64::try_from(points.min(Self::MOST)).unwrap_or(i64::MAX);
        Self {
            turn: fit(turn),
            recency: fit(recency_unit),
            repeat: fit(repeat),
            again: fit(again),
        }
    }
}

/// No pair is worth more.
fn most_worth(weights: &Weights) -> i64 {
    2 * Weights::SKILLS_EACH_WAY * weights.skill.max(0)
        + weights.both_ways.max(0)
        + most_worth_without_skills(weights)
}

fn most_worth_without_skills(weights: &Weights) -> i64 {
    most_worth_of_strangers(weights) + weights.host.max(weights.two_newcomers).max(0)
}

/// Skills apart, and who is new.
fn most_worth_of_strangers(weights: &Weights) -> i64 {
    weights.team.max(0)
        + i64::from(Weights::MOST_BANDS) * weights.tenure_band.max(0)
        + (i64::from(Weights::ENOUGH_HOURS) * weights.hour)
            .max(weights.no_hour)
            .max(0)
}

impl<'a> Round<'a> {
    pub(super) fn new(problem: &'a Problem, seed: u64, threads: usize) -> Self {
        let people = in_seeded_order(&problem.people, seed);
        let at: HashMap<MemberId, u32> = (0..)
            .zip(&people)
            .map(|(at, person)| (person.id, at))
            .collect();
        let numbers = skill_numbers(&people);
        let teams = team_numbers(&people);
        let (traits, rare) = people
            .iter()
            .map(|person| Traits::of(person, &numbers, &teams))
            .unzip();
        let mut round = Self {
            table: Vec::new(),
            met: lately(&problem.met, &at),
            blocked: blocked(&people, &at),
            levels: Levels::of(&people, &problem.weights),
            scale: Scale::of(&problem.weights),
            weights: problem.weights,
            group: problem.group,
            traits,
            rare,
            people,
        };
        round.table = round.table(threads);
        round
    }

    /// How many people there are.
    pub(super) fn len(&self) -> usize {
        self.people.len()
    }

    pub(super) fn person(&self, at: u32) -> &'a Person {
        self.people[at as usize]
    }

    pub(super) fn is_blocked(&self, one: u32, other: u32) -> bool {
        self.blocked[one as usize].binary_search(&other).is_ok()
    }

    /// What meeting again adds to the recency; zero if they have not met lately.
    pub(super) fn recency(&self, one: u32, other: u32) -> i64 {
        let met = &self.met[one as usize];
        met.binary_search_by_key(&other, |(who, _)| *who)
            .map_or(0, |at| met[at].1)
    }

    /// Twice the worth of a pair, whatever they have met.
    #[inline]
    pub(super) fn value(&self, one: u32, other: u32) -> i64 {
        match self
            .table
            .get(one as usize * self.people.len() + other as usize)
        {
            Some(value) => i64::from(*value),
            None => self.weighed(one, other),
        }
    }

    /// The same, not looked up.
    #[inline]
    fn weighed(&self, one: u32, other: u32) -> i64 {
        self.value_with(one, other, &self.traits[other as usize])
    }

    /// Twice the worth of everybody with everybody, row by row; empty if they are too many, or the numbers too great.
    fn table(&self, threads: usize) -> Vec<i32> {
        if self.len() > MOST_KEPT || i32::try_from(2 * most_worth(&self.weights)).is_err() {
            return Vec::new();
        }
        let everybody = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        super::threads::in_order(self.len(), threads, &|one| {
            let value = |other| i32::try_from(self.weighed(one, other)).unwrap_or(i32::MAX);
            everybody.clone().map(value).collect()
        })
    }

    /// The same, for who has the other's traits at hand.
    #[inline]
    pub(super) fn value_with(&self, one: u32, other: u32, traits: &Traits) -> i64 {
        2 * self.traits[one as usize].worth(traits, &self.scale, || {
            self.rare[one as usize].exchanged(&self.rare[other as usize])
        })
    }

    pub(super) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// No pair is worth more but for skills, and for who is new.
    pub(super) fn most_worth_of_strangers(&self) -> i64 {
        most_worth_of_strangers(&self.weights)
    }

    /// What a pair with this person is worth at most, as far as their own skills tell.
    pub(super) fn most_worth_of(&self, at: u32) -> i64 {
        let (person, weights) = (self.person(at), &self.weights);
        let most = |skills: &[SkillId]| {
            weights.skill.max(0)
                * skills
                    .iter()
                    .map(|_| 1)
                    .sum::<i64>()
                    .min(Weights::SKILLS_EACH_WAY)
        };
        let both = if person.teaches.is_empty() || person.wishes.is_empty() {
            0
        } else {
            weights.both_ways.max(0)
        };
        most_worth_without_skills(weights) + most(&person.teaches) + most(&person.wishes) + both
    }

    /// What meeting again costs a pair, in points.
    pub(super) fn cost(&self, one: u32, other: u32) -> i64 {
        match self.recency(one, other) {
            0 => 0,
            recency => self
                .levels
                .repeat
                .saturating_add(self.levels.recency.saturating_mul(recency)),
        }
    }

    /// What a pair gains, twice the points of value and all levels above taken together; nothing if they must not meet.
    pub(super) fn gain(&self, one: u32, other: u32) -> Option<i64> {
        if self.is_blocked(one, other) {
            return None;
        }
        Some(self.value(one, other) - self.cost(one, other))
    }

    /// The same for a trio.
    pub(super) fn trio_gain(&self, trio: [u32; 3]) -> Option<i64> {
        let mut gain = 0;
        for (one, other) in sides(trio) {
            if self.is_blocked(one, other) {
                return None;
            }
            gain += self.value(one, other) / 2 - self.cost(one, other);
        }
        let turns: i64 = trio.iter().map(|at| self.turns(*at)).sum();
        Some(gain - turns * self.levels.turn)
    }

    /// Twice what groups of two and three gain that nobody's block forbids.
    pub(super) fn twice_gain(&self, groups: &[Vec<u32>]) -> i128 {
        let gain = |group: &Vec<u32>| match *group.as_slice() {
            [one, other] => self.gain(one, other),
            [one, two, three] => self.trio_gain([one, two, three]),
            _ => None,
        };
        groups
            .iter()
            .map(|group| 2 * i128::from(gain(group).unwrap_or(0)))
            .sum()
    }

    /// What being in a trio adds to the turns.
    pub(super) fn turns(&self, at: u32) -> i64 {
        self.person(at).trio_ago.map_or(0, recency)
    }
}

/// The three pairs of a trio.
pub(super) const fn sides([one, two, three]: [u32; 3]) -> [(u32, u32); 3] {
    [(one, two), (two, three), (one, three)]
}

/// By a hash of the seed and the id, which does not depend on the order they came in.
fn in_seeded_order(people: &[Person], seed: u64) -> Vec<&Person> {
    let mut by_id: Vec<&Person> = people.iter().collect();
    by_id.sort_by_key(|person| person.id);
    by_id.dedup_by_key(|person| person.id);
    by_id.sort_by_cached_key(|person| (mix(seed, person.id.0.cast_unsigned()), person.id));
    by_id
}

/// A number that looks random and depends on both: the finish of splitmix64.
pub(super) const fn mix(seed: u64, number: u64) -> u64 {
    let mut mixed = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Numbers for the skills, the most common first.
fn skill_numbers(people: &[&Person]) -> HashMap<SkillId, u32> {
    let mut counts: HashMap<SkillId, usize> = HashMap::new();
    for skill in people
        .iter()
        .flat_map(|person| person.teaches.iter().chain(&person.wishes))
    {
        *counts.entry(*skill).or_default() += 1;
    }
    let mut skills: Vec<(SkillId, usize)> = counts.into_iter().collect();
    skills.sort_unstable_by_key(|(skill, count)| (std::cmp::Reverse(*count), *skill));
    (0..)
        .zip(skills)
        .map(|(number, (skill, _))| (skill, number))
        .collect()
}

/// Numbers for the teams, in no order that matters.
fn team_numbers(people: &[&Person]) -> HashMap<i64, u32> {
    let mut teams: Vec<i64> = people.iter().map(|person| person.team).collect();
    teams.sort_unstable();
    teams.dedup();
    teams.into_iter().zip(0..).collect()
}

fn lately(met: &[Met], at: &HashMap<MemberId, u32>) -> Vec<Vec<(u32, i64)>> {
    let mut lately = vec![Vec::new(); at.len()];
    for met in met {
        let recency = recency(met.ago);
        if let (Some(one), Some(other)) = (at.get(&met.one), at.get(&met.other))
            && recency > 0
            && one != other
        {
            lately[*one as usize].push((*other, recency));
            lately[*other as usize].push((*one, recency));
        }
    }
    for met in &mut lately {
        // The latest meeting of two has the greatest number, and comes first of those that are dropped but for the first.
        met.sort_unstable_by_key(|(who, recency)| (*who, -recency));
        met.dedup_by_key(|(who, _)| *who);
        met.shrink_to_fit();
    }
    lately
}

fn blocked(people: &[&Person], at: &HashMap<MemberId, u32>) -> Vec<Vec<u32>> {
    let mut blocked = vec![Vec::new(); people.len()];
    for (one, person) in (0..).zip(people) {
        for other in person.blocks.iter().filter_map(|id| at.get(id)) {
            if *other != one {
                blocked[one as usize].push(*other);
                blocked[*other as usize].push(one);
            }
        }
    }
    for blocked in &mut blocked {
        blocked.sort_unstable();
        blocked.dedup();
    }
    blocked
}
