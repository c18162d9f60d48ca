//! Whoever leaves the least slack with somebody, found among everybody without looking at everybody.
//!
//! People are numbered by price, the lowest first: their *rank*. For each skill a row of bits says by rank who teaches it, and another who
//! wishes for it. What somebody's skills and wishes have to do with all others' is then found for 64 of them at a time, and for each
//! kind of exchange there is a price from which on no pair can leave little slack: see [`Kinds`]. Who is not ruled out by that is weighed.
//!
//! Many people are dealt into tables first, by rank, so that each table has people of all prices. Looking at some tables is then
//! looking at some of everybody.

mod look;

use std::collections::HashMap;

use super::super::pairs::{Field, Least};
use super::super::round::{Round, Traits};
use super::super::worth::is_rested_host;
use super::super::{Person, Weights};
use crate::domain::ids::SkillId;
use look::Look;

/// So many of the most common skills have rows of their own, and so many rows are shared by the others.
const OWN_ROWS: usize = 256;
const SHARED_ROWS: usize = 64;
/// So many words of a row are looked at together.
const BLOCK: usize = 8;
/// So many people at most are at one table.
const TABLE: usize = 16_384;
/// Nobody.
const NONE: u32 = u32::MAX;
/// How many kinds of exchange there are.
const KINDS: usize = 7;

/// What pairs of each kind are worth at most, four times over as slack is counted: nothing exchanged; one skill; more, one way;
/// both ways one each; two for one; two each; more.
type Kinds = [i64; KINDS];

/// The rows somebody looks at.
#[derive(Clone, Debug, Default)]
struct Rows {
    teaches: Vec<u16>,
    wishes: Vec<u16>,
}

/// What does not change with prices.
#[derive(Debug)]
pub(in super::super) struct Plan {
    rows: Vec<Rows>,
    kinds: Kinds,
    /// What a newcomer adds to a host, likewise.
    host: i64,
    height: usize,
}

/// Everybody by table and rank, at some prices.
#[derive(Debug)]
pub(in super::super) struct Scan<'a> {
    field: &'a Field<'a>,
    plan: &'a Plan,
    prices: Vec<i64>,
    /// By place: who, their traits and their price. The last places of a table may be nobody's.
    who: Vec<u32>,
    traits: Vec<Traits>,
    price: Vec<i64>,
    /// Row by row, the places of those who teach and wish.
    teach: Vec<u64>,
    wish: Vec<u64>,
    hosts: Vec<u64>,
    newcomers: Vec<u64>,
    nobody: Vec<u64>,
    /// The words in a row, and those that are one table's.
    words: usize,
    table: usize,
}

/// How much is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Want {
    /// So many pairs of each person.
    pub(super) count: usize,
    /// With less slack than this.
    pub(super) below: i64,
    /// Looking at so many tables. What says which: other numbers, other tables.
    pub(super) tables: usize,
    pub(super) turn: usize,
    /// So many are weighed before what was found is taken, beginning anywhere at a table and not where prices are lowest: for as long as
    /// prices say nothing.
    pub(super) at_random: Option<usize>,
}

impl Plan {
    pub(in super::super) fn of(round: &Round<'_>) -> Self {
        let numbers = by_frequency(round);
        let row = |skill: &SkillId| {
            let number = numbers.get(skill).copied().unwrap_or(0);
            let row = if number < OWN_ROWS {
                number
            } else {
                OWN_ROWS + number % SHARED_ROWS
            };
            u16::try_from(row).unwrap_or(u16::MAX)
        };
        let rows = |skills: &[SkillId]| {
            let mut rows: Vec<u16> = skills.iter().map(row).collect();
            rows.sort_unstable();
            rows.dedup();
            rows
        };
        let of = |person: &Person| Rows {
            teaches: rows(&person.teaches),
            wishes: rows(&person.wishes),
        };
        let everybody = 0..u32::try_from(round.len()).unwrap_or(u32::MAX);
        let weights = round.weights();
        let kind = |given: i64, taken: i64| {
            let both = if given > 0 && taken > 0 {
                weights.both_ways.max(0)
            } else {
                0
            };
            4 * (weights.skill.max(0) * (given + taken) + both + round.most_worth_of_strangers())
        };
        let most = Weights::SKILLS_EACH_WAY;
        Self {
            rows: everybody.map(|at| of(round.person(at))).collect(),
            kinds: [
                kind(0, 0),
                kind(1, 0),
                kind(most, 0),
                kind(1, 1),
                kind(2, 1),
                kind(2, 2),
                kind(most, most),
            ],
            host: 4 * weights.host.max(0),
            height: numbers.len().min(OWN_ROWS + SHARED_ROWS),
        }
    }
}

/// Numbers for the skills, the most common first.
fn by_frequency(round: &Round<'_>) -> HashMap<SkillId, usize> {
    let mut counts: HashMap<SkillId, usize> = HashMap::new();
    for at in 0..u32::try_from(round.len()).unwrap_or(u32::MAX) {
        let person = round.person(at);
        for skill in person.teaches.iter().chain(&person.wishes) {
            *counts.entry(*skill).or_default() += 1;
        }
    }
    let mut skills: Vec<(SkillId, usize)> = counts.into_iter().collect();
    skills.sort_unstable_by_key(|(skill, count)| (std::cmp::Reverse(*count), *skill));
    skills
        .into_iter()
        .map(|(skill, _)| skill)
        .zip(0..)
        .collect()
}

impl<'a> Scan<'a> {
    pub(super) fn new(field: &'a Field<'a>, plan: &'a Plan, prices: Vec<i64>) -> Self {
        let mut ranked: Vec<u32> = field.vertices().collect();
        ranked.sort_unstable_by_key(|at| (prices[*at as usize], *at));
        let tables = ranked.len().div_ceil(TABLE);
        Self::seated(field, plan, prices, &ranked, tables)
    }

    /// These people at one table, in this order, and all at the same price.
    pub(in super::super) fn at_no_price(
        field: &'a Field<'a>,
        plan: &'a Plan,
        people: &[u32],
    ) -> Self {
        Self::seated(field, plan, vec![0; field.round.len()], people, 1)
    }

    /// People in the order of their prices, dealt into tables.
    fn seated(
        field: &'a Field<'a>,
        plan: &'a Plan,
        prices: Vec<i64>,
        ranked: &[u32],
        tables: usize,
    ) -> Self {
        let round = field.round;
        let tables = tables.max(1);
        let table = ranked.len().div_ceil(tables).div_ceil(64 * BLOCK) * BLOCK;
        let words = table * tables;
        let mut who = vec![NONE; words * 64];
        for (rank, at) in ranked.iter().enumerate() {
            who[rank % tables * table * 64 + rank / tables] = *at;
        }
        let somebody = |at: &u32| if *at == NONE { 0 } else { *at as usize };
        let mut scan = Self {
            field,
            plan,
            traits: who.iter().map(|at| round.traits[somebody(at)]).collect(),
            price: who.iter().map(|at| prices[somebody(at)]).collect(),
            prices,
            teach: vec![0; words * plan.height],
            wish: vec![0; words * plan.height],
            hosts: vec![0; words],
            newcomers: vec![0; words],
            nobody: vec![0; words],
            words,
            table,
            who,
        };
        let seated = scan.who.iter().enumerate().filter(|(_, at)| **at != NONE);
        for (place, at) in seated {
            let (word, bit) = (place / 64, 1 << (place % 64));
            let rows = &plan.rows[*at as usize];
            for row in &rows.teaches {
                scan.teach[usize::from(*row) * words + word] |= bit;
            }
            for row in &rows.wishes {
                scan.wish[usize::from(*row) * words + word] |= bit;
            }
            let person = round.person(*at);
            if person.newcomer {
                scan.newcomers[word] |= bit;
            }
            if is_rested_host(person) {
                scan.hosts[word] |= bit;
            }
        }
        scan
    }

    /// The prices, given back.
    pub(super) fn into_prices(self) -> Vec<i64> {
        self.prices
    }

    /// How many tables there are.
    pub(super) fn tables(&self) -> usize {
        self.words / self.table
    }

    /// The pairs of everybody that leave the least slack.
    pub(super) fn all(&self, want: Want) -> Vec<(u32, u32, i64)> {
        self.field.rows(|one| {
            let found = self.of(one, want).into_items();
            found
                .into_iter()
                .map(|(place, gain)| {
                    let other = self.who[place];
                    (one.min(other), one.max(other), gain)
                })
                .collect()
        })
    }

    /// For each those with whom they leave the least slack, looking at no more than so many tables.
    pub(super) fn nearest(&self, count: usize, tables: usize) -> Vec<Vec<u32>> {
        let want = Want {
            count,
            below: i64::MAX,
            tables: tables.min(self.tables()),
            turn: 0,
            at_random: None,
        };
        self.field.rows(|one| {
            let places = self.of(one, want).into_items();
            vec![places.iter().map(|(place, _)| self.who[*place]).collect()]
        })
    }

    /// For each the least slack of any pair with them, below zero; zero where there is none.
    pub(super) fn least(&self) -> Vec<i64> {
        let want = Want {
            count: 1,
            below: 0,
            tables: self.tables(),
            turn: 0,
            at_random: None,
        };
        self.field
            .rows(|one| vec![self.of(one, want).least().unwrap_or(0)])
    }

    /// The place of the one with whom somebody gains most, where all are at the same price and one table; of equal ones the first.
    ///
    /// First only those are weighed who may exchange much, then more, until one of them is worth more than what the others may bring.
    pub(in super::super) fn most_gained(&self, one: u32) -> Option<usize> {
        let look = Look::of(self, one);
        let most = 4 * self.field.round.most_worth_of(one);
        let steps = self
            .plan
            .kinds
            .into_iter()
            .rev()
            .filter(|kind| *kind < most);
        let mut below = steps.map(|kind| -kind).chain([i64::MAX]);
        below.find_map(|below| {
            let mut found = Found::new(1, below);
            self.look_at(0, one, &look, false, &mut found);
            found.least.into_items().pop().map(|(place, _)| place)
        })
    }

    /// Nobody meets the one at this place any more.
    pub(in super::super) fn take_away(&mut self, place: usize) {
        let (word, bit) = (place / 64, 1 << (place % 64));
        let at = std::mem::replace(&mut self.who[place], NONE);
        let Some(rows) = self.plan.rows.get(at as usize) else {
            return;
        };
        for row in &rows.teaches {
            self.teach[usize::from(*row) * self.words + word] &= !bit;
        }
        for row in &rows.wishes {
            self.wish[usize::from(*row) * self.words + word] &= !bit;
        }
    }

    /// The places of those with whom one leaves the least slack, and what the pairs gain.
    fn of(&self, one: u32, want: Want) -> Least<(usize, i64)> {
        let mut found = Found::new(want.count, want.below);
        found.left = want.at_random.unwrap_or(usize::MAX);
        let look = Look::of(self, one);
        for table in 0..want.tables {
            let table = (one as usize + want.turn + table) % self.tables();
            self.look_at(table, one, &look, want.at_random.is_some(), &mut found);
        }
        found.least
    }

    fn look_at(&self, table: usize, one: u32, look: &Look<'_>, anywhere: bool, found: &mut Found) {
        let own = self.prices[one as usize];
        let most = self.plan.kinds[KINDS - 1] + look.host;
        let words = table * self.table..(table + 1) * self.table;
        let from = if anywhere {
            words.start + one as usize / BLOCK * BLOCK % self.table
        } else {
            words.start
        };
        for begin in (from..words.end).chain(words.start..from).step_by(BLOCK) {
            let asked = (own + self.price[begin * 64]).saturating_sub(found.below);
            if found.left == 0 || asked >= most && !anywhere {
                break;
            }
            let block = look.worth_weighing(self, begin, asked);
            for (word, mut bits) in block.into_iter().enumerate() {
                while bits != 0 {
                    self.weigh(
                        one,
                        (begin + word) * 64 + bits.trailing_zeros() as usize,
                        found,
                    );
                    bits &= bits - 1;
                }
            }
        }
    }

    #[inline]
    fn weigh(&self, one: u32, place: usize, found: &mut Found) {
        let (other, prices) = (
            self.who[place],
            self.prices[one as usize] + self.price[place],
        );
        if other == NONE || other == one {
            return;
        }
        found.left = found.left.saturating_sub(1);
        let round = self.field.round;
        let value = round.value_with(one, other, &self.traits[place]);
        if prices - 2 * value < found.below
            && let Some(gain) = round.gain(one, other)
            && prices - 2 * gain < found.below
        {
            found.least.offer(prices - 2 * gain, (place, gain));
            found.below = found.below.min(found.least.most());
        }
    }
}

/// What was found for one person.
struct Found {
    least: Least<(usize, i64)>,
    /// With no less slack than this a pair is of no use.
    below: i64,
    /// So many may be weighed still.
    left: usize,
}

impl Found {
    fn new(count: usize, below: i64) -> Self {
        Self {
            least: Least::new(count),
            below,
            left: usize::MAX,
        }
    }
}
