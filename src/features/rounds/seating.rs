//! Who sits with whom in a round: the facts about its members as the engine takes them, and what the engine answers as seats.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use chrono::{DateTime, Utc};

use crate::domain::ids::{MemberId, SkillId};
use crate::domain::pairing::programme::next_round;
use crate::domain::pairing::{GroupSize, Person, Problem, Weights};
use crate::domain::round::{
    Participation, Past, ProgrammeKind, meetings, participation, pasts, slots,
};
use crate::domain::swap::Leg;
use crate::domain::team::Team;
use crate::domain::tenure::{TenureBand, is_host, is_newcomer};
use crate::error::Result;
use crate::features::swaps;
use crate::store::SqliteConnection;
use crate::store::pairings::NewSeat;
use crate::store::programmes::Programme;
use crate::store::rounds::{self as rows, Candidate, Candidates, Round};
use crate::store::settings::Guild;

/// Everything that is known of those who may take part in a round.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    programme: Programme,
    candidates: Candidates,
    /// Of those who take part in a programme of swaps.
    swaps: Option<swaps::Facts>,
    when: When,
    seed: u64,
}

/// When a round is, as far as it matters for who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// Its start, or now where that is later.
    pub(super) start: DateTime<Utc>,
    /// When it is paired: at its start, or before where an admin does not wait for it.
    pub(super) paired: DateTime<Utc>,
}

impl When {
    /// A round that is paired when it starts.
    pub(super) const fn at(start: DateTime<Utc>) -> Self {
        Self {
            start,
            paired: start,
        }
    }
}

/// What of the facts decides a seating. Two that are equal bring the same one, so a seating holds as long as they are. Names, whoever
/// is out, and signs of life that change nothing are not in it: otherwise a large round might never settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Basis {
    kind: ProgrammeKind,
    problem: Problem,
    /// Of those who take part in a programme of swaps.
    swaps: Option<swaps::Facts>,
    seed: u64,
}

/// Some members of a round who are together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Their seats.
    pub(super) seats: Vec<NewSeat>,
    /// Of a skill swap: who teaches whom what.
    pub(super) legs: Vec<Leg>,
    /// How many rounds ago two of them met last; `None`: they are new to each other.
    pub(super) met_ago: Option<u16>,
}

/// A round seated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Seating {
    /// Who sits together.
    pub(super) groups: Vec<Group>,
    /// Who could not be seated.
    pub(super) left_out: Vec<MemberId>,
    /// How many take part.
    pub(super) taking_part: usize,
    /// How many pairs have met before.
    pub(super) repeats: u32,
    /// Whether it is proven that no other way is better: with fewer who have met, or longer ago.
    pub(super) proven: bool,
    /// What the pairs are worth; of swaps, how many wishes they serve.
    pub(super) value: f64,
    /// More than this is impossible, as far as is known.
    pub(super) bound: f64,
    /// What it cost in value that trios go in turns and that no later round is forced to a repeat too early.
    pub(super) cost_of_fairness: f64,
    /// The names of everybody concerned, as written.
    pub(super) names: BTreeMap<MemberId, String>,
}

impl Facts {
    /// Reads what a round is seated by: of one that is announced with who skips it, otherwise of the next one. It is drawn with `seed`.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub(super) async fn read(
        db: &mut SqliteConnection,
        guild: &Guild,
        programme: &Programme,
        round: Option<&Round>,
        when: When,
        seed: u64,
    ) -> Result<Self> {
        let round = round.map(|round| round.id);
        let candidates = rows::candidates(db, guild, programme, round).await?;
        let mut facts = Self {
            programme: programme.clone(),
            candidates,
            swaps: None,
            when,
            seed,
        };
        if programme.kind == ProgrammeKind::Swap {
            let members = facts.taking_part();
            facts.swaps = Some(swaps::facts(db, guild.id, &members).await?);
        }
        Ok(facts)
    }

    /// The members who take part, rising.
    pub(super) fn taking_part(&self) -> Vec<MemberId> {
        self.people().map(|person| person.member).collect()
    }

    /// How many of those who could take part are kept from it by what `why` says.
    pub(super) fn count(&self, why: impl Fn(Participation) -> bool) -> usize {
        self.candidates
            .people
            .iter()
            .filter(|person| why(self.participation(person)))
            .count()
    }

    fn people(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates
            .people
            .iter()
            .filter(|person| self.participation(person) == Participation::In)
    }

    fn participation(&self, person: &Candidate) -> Participation {
        participation(&person.standing, self.when.start, self.when.paired)
    }

    /// What of them decides the seating.
    pub(super) fn basis(&self) -> Basis {
        Basis {
            kind: self.programme.kind,
            problem: self.problem(),
            swaps: self.swaps.clone(),
            seed: self.seed,
        }
    }

    /// The names of those who take part, as written.
    pub(super) fn names(&self) -> BTreeMap<MemberId, String> {
        self.people()
            .map(|person| (person.member, person.name.clone()))
            .collect()
    }

    /// The round as the engine takes it.
    fn problem(&self) -> Problem {
        let pasts = pasts(&self.candidates.past);
        let blocks = self.blocks();
        let people = self
            .people()
            .map(|person| {
                let past = pasts.get(&person.member).copied().unwrap_or_default();
                let blocks = blocks.get(&person.member).cloned().unwrap_or_default();
                self.person(person, past, blocks)
            })
            .collect();
        Problem {
            people,
            met: meetings(&self.candidates.past),
            group: if self.programme.group_size > 2 {
                GroupSize::Three
            } else {
                GroupSize::Two
            },
            weights: Weights::emphasised(self.programme.emphasis),
        }
    }

    fn blocks(&self) -> BTreeMap<MemberId, Vec<MemberId>> {
        let mut blocks: BTreeMap<MemberId, Vec<MemberId>> = BTreeMap::new();
        for (by, other) in &self.candidates.blocks {
            blocks.entry(*by).or_default().push(*other);
        }
        blocks
    }

    fn person(&self, person: &Candidate, past: Past, blocks: Vec<MemberId>) -> Person {
        let left_out = self.candidates.left_out.get(&person.member);
        let start = self.when.start;
        let newcomer = person
            .newcomer_since
            .is_some_and(|since| is_newcomer(since, start));
        Person {
            id: person.member,
            team: match Team::of(&self.candidates.team_roles, &person.roles) {
                Team::Role(role) => role.0,
                Team::Others => 0,
            },
            teaches: person.teaches.clone(),
            wishes: person.wishes.clone(),
            tenure: TenureBand::at(person.joined_at, start).number(),
            newcomer,
            host: is_host(person.joined_at, person.declined_hosting, start) && !newcomer,
            slots: slots(&person.calendar, start),
            blocks,
            gave_only: past.gave_only,
            hosted_ago: past.hosted_ago,
            trio_ago: past.trio_ago,
            // Until they are seated in a later round.
            left_out: left_out
                .is_some_and(|ago| past.seated_ago.is_none_or(|seated| *ago <= seated)),
        }
    }
}

impl Basis {
    /// Seats the round. Takes seconds for thousands of people, so it is done outside any transaction.
    pub(super) fn seat(&self) -> Seating {
        match &self.swaps {
            Some(facts) => self.swap(facts),
            None => self.pair(),
        }
    }

    fn pair(&self) -> Seating {
        let threads = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        let round = next_round(&self.problem, self.seed, threads);
        let groups = round.pairing.groups.iter();
        let together = Together::of(&self.problem, self.kind);
        Seating {
            groups: groups
                .map(|group| together.group(group, Vec::new()))
                .collect(),
            left_out: round.pairing.left_out,
            taking_part: self.problem.people.len(),
            repeats: round.pairing.repeats,
            proven: round.pairing.exact,
            value: halves(round.pairing.half_value),
            bound: halves(round.pairing.half_bound),
            cost_of_fairness: halves(round.half_cost_of_turns + round.half_cost_of_looking_ahead),
            ..Seating::default()
        }
    }

    /// Nobody is left out of swaps: there is one for those for whom there is one.
    fn swap(&self, facts: &swaps::Facts) -> Seating {
        let together = Together::of(&self.problem, self.kind);
        let found = facts.plan(self.seed);
        Seating {
            groups: found
                .cycles
                .into_iter()
                .map(|legs| {
                    let members: Vec<MemberId> = legs.iter().map(|leg| leg.giver).collect();
                    together.group(&members, legs)
                })
                .collect(),
            taking_part: self.problem.people.len(),
            value: count(found.served),
            bound: count(found.bound),
            ..Seating::default()
        }
    }
}

/// What is looked up of those who are put together.
struct Together<'a> {
    people: BTreeMap<MemberId, &'a Person>,
    met: BTreeMap<(MemberId, MemberId), u16>,
    /// A group of three is one too many.
    pairs: bool,
}

impl<'a> Together<'a> {
    fn of(problem: &'a Problem, kind: ProgrammeKind) -> Self {
        let mut met = BTreeMap::new();
        for meeting in &problem.met {
            let two = (
                meeting.one.min(meeting.other),
                meeting.one.max(meeting.other),
            );
            let ago = met.entry(two).or_insert(meeting.ago);
            *ago = meeting.ago.min(*ago);
        }
        Self {
            people: problem
                .people
                .iter()
                .map(|person| (person.id, person))
                .collect(),
            met,
            pairs: problem.group == GroupSize::Two && kind == ProgrammeKind::Coffee,
        }
    }

    fn group(&self, members: &[MemberId], legs: Vec<Leg>) -> Group {
        let people: Vec<&Person> = members
            .iter()
            .filter_map(|member| self.people.get(member).copied())
            .collect();
        let of_three = self.pairs && people.len() > 2;
        let met = |one: &MemberId, other: &MemberId| {
            self.met.get(&(*one.min(other), *one.max(other))).copied()
        };
        Group {
            seats: people
                .iter()
                .map(|person| seat(person, &people, of_three, &legs))
                .collect(),
            met_ago: members
                .iter()
                .flat_map(|one| members.iter().filter_map(move |other| met(one, other)))
                .min(),
            legs,
        }
    }
}

/// The seat of a member of a group, with what the engine counts by later.
fn seat(person: &Person, group: &[&Person], of_three: bool, legs: &[Leg]) -> NewSeat {
    let others = || group.iter().filter(|other| other.id != person.id);
    let shares = |teaches: &[SkillId], wishes: &[SkillId]| {
        let wishes: BTreeSet<SkillId> = wishes.iter().copied().collect();
        teaches.iter().any(|skill| wishes.contains(skill))
    };
    NewSeat {
        member: person.id,
        gave: others().any(|other| shares(&person.teaches, &other.wishes)),
        got: others().any(|other| shares(&other.teaches, &person.wishes)),
        wished: !person.wishes.is_empty(),
        hosted: person.host && others().any(|other| other.newcomer),
        of_three,
        teaches: legs
            .iter()
            .find(|leg| leg.giver == person.id)
            .map(|leg| (leg.skill, leg.taker)),
    }
}

/// Half of it, as a figure to be kept and shown. Values are far below 2^53.
#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
fn halves(twice: i64) -> f64 {
    twice as f64 / 2.0
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
fn count(number: usize) -> f64 {
    number as f64
}
