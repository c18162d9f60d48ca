//! Who could teach whom.

use std::collections::{HashMap, HashSet};

use super::{Leg, Swapper};
use crate::domain::ids::{MemberId, SkillId};

/// Members by their place in the list, in the order of teaching; the third is absent in a cycle of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cycle([usize; 3]);

/// In place of the third of two.
const NOBODY: usize = usize::MAX;

impl Cycle {
    pub(super) fn two(one: usize, other: usize) -> Self {
        Self([one, other, NOBODY])
    }

    pub(super) fn three(one: usize, two: usize, three: usize) -> Self {
        Self([one, two, three])
    }

    /// The two or three in it.
    pub(super) fn members(&self) -> &[usize] {
        if self.0[2] == NOBODY {
            &self.0[..2]
        } else {
            &self.0
        }
    }
}

/// A set of members, a bit for each.
#[derive(Clone, Debug)]
pub(super) struct Set(Vec<u64>);

impl Set {
    pub(super) fn none(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    /// These members, of a graph of so many.
    pub(super) fn of(size: usize, members: &[usize]) -> Self {
        let mut set = Self::none(size);
        for member in members {
            set.put(*member);
        }
        set
    }

    pub(super) fn put(&mut self, member: usize) {
        self.0[member / 64] |= 1 << (member % 64);
    }

    pub(super) fn take(&mut self, member: usize) {
        self.0[member / 64] &= !(1 << (member % 64));
    }

    pub(super) fn has(&self, member: usize) -> bool {
        self.0[member / 64] >> (member % 64) & 1 == 1
    }

    /// Those who are in all of the sets, in order.
    pub(super) fn common<const N: usize>(sets: [&Self; N]) -> impl Iterator<Item = usize> {
        let words = sets.map(|set| set.0.len()).into_iter().min().unwrap_or(0);
        (0..words).flat_map(move |word| {
            let mut bits = sets.iter().fold(u64::MAX, |bits, set| bits & set.0[word]);
            std::iter::from_fn(move || {
                (bits != 0).then(|| {
                    let lowest = bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    word * 64 + lowest
                })
            })
        })
    }
}

/// The arcs from givers to takers, by place in the list of people.
pub(super) struct Graph {
    /// Whom each could teach.
    pub(super) takers: Vec<Set>,
    /// Who could teach each.
    pub(super) givers: Vec<Set>,
}

impl Graph {
    /// Every arc that can be a leg: something to teach that is not done yet, and no block.
    pub(super) fn new(people: &[&Swapper], done: &HashSet<Leg>) -> Self {
        let size = people.len();
        let places: HashMap<MemberId, usize> = people
            .iter()
            .enumerate()
            .map(|(place, swapper)| (swapper.id, place))
            .collect();
        let mut wishing: HashMap<SkillId, Vec<usize>> = HashMap::new();
        for (place, swapper) in people.iter().enumerate() {
            for wish in &swapper.wishes {
                wishing.entry(*wish).or_default().push(place);
            }
        }
        let mut takers = vec![Set::none(size); size];
        for (giver, swapper) in people.iter().enumerate() {
            for skill in &swapper.teaches {
                for taker in wishing.get(skill).into_iter().flatten() {
                    let leg = Leg {
                        giver: swapper.id,
                        taker: people[*taker].id,
                        skill: *skill,
                    };
                    if *taker != giver && !done.contains(&leg) {
                        takers[giver].put(*taker);
                    }
                }
            }
        }
        for (one, swapper) in people.iter().enumerate() {
            for other in swapper.blocks.iter().filter_map(|id| places.get(id)) {
                takers[one].take(*other);
                takers[*other].take(one);
            }
        }
        let mut givers = vec![Set::none(size); size];
        for (giver, taken) in takers.iter().enumerate() {
            for taker in Set::common([taken]) {
                givers[taker].put(giver);
            }
        }
        Self { takers, givers }
    }

    /// The short cycles that somebody is in, within the `free`. Each cycle of three comes once, as it begins with them.
    pub(super) fn cycles_of<'a>(
        &'a self,
        member: usize,
        free: &'a Set,
    ) -> impl Iterator<Item = Cycle> + 'a {
        let (takers, givers) = (&self.takers[member], &self.givers[member]);
        let twos = Set::common([takers, givers, free]).map(move |other| Cycle::two(member, other));
        let threes = Set::common([takers, free]).flat_map(move |second| {
            Set::common([&self.takers[second], givers, free])
                .map(move |third| Cycle::three(member, second, third))
        });
        twos.chain(threes)
    }

    /// Whether an arc is part of a short cycle within the `free`; giver and taker are not asked about.
    pub(super) fn closes(&self, giver: usize, taker: usize, free: &Set) -> bool {
        self.takers[taker].has(giver)
            || Set::common([&self.takers[taker], &self.givers[giver], free])
                .next()
                .is_some()
    }

    /// Those who are in a short cycle at all, in pieces that share no short cycle.
    pub(super) fn pieces(&self) -> Vec<Vec<usize>> {
        let size = self.takers.len();
        let mut everybody = Set::none(size);
        (0..size).for_each(|member| everybody.put(member));
        let mut root: Vec<usize> = (0..size).collect();
        let mut swaps = vec![false; size];
        for (giver, takers) in self.takers.iter().enumerate() {
            for taker in Set::common([takers]) {
                if self.closes(giver, taker, &everybody) {
                    swaps[giver] = true;
                    let (one, other) = (find(&mut root, giver), find(&mut root, taker));
                    root[one.max(other)] = one.min(other);
                }
            }
        }
        let mut pieces: Vec<Vec<usize>> = vec![Vec::new(); size];
        for member in (0..size).filter(|member| swaps[*member]) {
            let root = find(&mut root, member);
            pieces[root].push(member);
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }
}

/// The cycle written out. Where a giver could teach the taker several skills, it is the one wished for first.
pub(super) fn legs(people: &[&Swapper], done: &HashSet<Leg>, cycle: &Cycle) -> Vec<Leg> {
    let members = cycle.members();
    members
        .iter()
        .zip(members.iter().cycle().skip(1))
        .filter_map(|(giver, taker)| {
            let (giver, taker) = (people[*giver], people[*taker]);
            taker
                .wishes
                .iter()
                .filter(|wish| giver.teaches.contains(wish))
                .map(|skill| Leg {
                    giver: giver.id,
                    taker: taker.id,
                    skill: *skill,
                })
                .find(|leg| !done.contains(leg))
        })
        .collect()
}

/// The root of a member's piece so far; shortens the way there.
fn find(root: &mut [usize], mut member: usize) -> usize {
    while root[member] != member {
        root[member] = root[root[member]];
        member = root[member];
    }
    member
}

/// How many could be in cycles of whatever length, judged by supply and demand alone: they teach what another of them
/// wishes for and wish for what another of them teaches.
pub(super) fn could_be_served(people: &[&Swapper]) -> usize {
    let mut in_play: Vec<&Swapper> = people.to_vec();
    loop {
        let (mut taught, mut wished) = (Count::default(), Count::default());
        for swapper in &in_play {
            taught.add(&swapper.teaches);
            wished.add(&swapper.wishes);
        }
        let before = in_play.len();
        in_play.retain(|swapper| {
            wished.beside(&swapper.teaches, &swapper.wishes)
                && taught.beside(&swapper.wishes, &swapper.teaches)
        });
        if in_play.len() == before {
            return before;
        }
    }
}

/// How many members have each skill on a list.
#[derive(Default)]
struct Count(HashMap<SkillId, usize>);

impl Count {
    fn add(&mut self, skills: &[SkillId]) {
        let skills: HashSet<&SkillId> = skills.iter().collect();
        for skill in skills {
            *self.0.entry(*skill).or_default() += 1;
        }
    }

    /// Whether somebody has one of the `skills`, beside a member who has `own` themselves.
    fn beside(&self, skills: &[SkillId], own: &[SkillId]) -> bool {
        skills.iter().any(|skill| {
            let all = self.0.get(skill).copied().unwrap_or(0);
            all > usize::from(own.contains(skill))
        })
    }
}
