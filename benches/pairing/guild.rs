//! Synthetic guilds, drawn the way `instance.py make` draws them: the same shares, not the same numbers.

use potluck::domain::ids::{MemberId, SkillId};
use potluck::domain::pairing::{GroupSize, Met, Person, Problem, Weights};
use rand::RngExt as _;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// Hours from Greenwich, and how many of a hundred live there.
const ZONES: [(i64, u32); 8] = [
    (-8, 15),
    (-5, 22),
    (0, 15),
    (1, 20),
    (2, 8),
    (5, 10),
    (8, 6),
    (9, 4),
];
const SKILLS: usize = 300;
const TEAMS: usize = 8;

/// So many members, who have met at random in so many rounds.
pub(crate) fn guild(size: usize, seed: u64, rounds: u16) -> Problem {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let people: Vec<Person> = (1..=size).map(|id| person(id, size, &mut rng)).collect();
    let blocked = |one: &Person, other: &Person| {
        one.blocks.contains(&other.id) || other.blocks.contains(&one.id)
    };
    let mut met = Vec::new();
    for ago in (1..=rounds).rev() {
        let mut order: Vec<&Person> = people.iter().collect();
        order.shuffle(&mut rng);
        for two in order.chunks_exact(2) {
            if !blocked(two[0], two[1]) {
                met.push(Met {
                    one: two[0].id,
                    other: two[1].id,
                    ago,
                });
            }
        }
    }
    Problem {
        people,
        met,
        group: GroupSize::Two,
        weights: Weights::default(),
    }
}

fn person(id: usize, size: usize, rng: &mut ChaCha8Rng) -> Person {
    let teaches = skills(rng, &[]);
    let wishes = skills(rng, &teaches);
    let mut tenure = 0;
    while tenure < 9 && rng.random_bool(0.72) {
        tenure += 1;
    }
    let newcomer = rng.random_bool(0.1);
    if newcomer {
        tenure = tenure.min(6);
    }
    let host = !newcomer && tenure >= 3 && rng.random_bool(0.4);
    let mut at = rng.random_range(0..100_u32);
    let (offset, _) = ZONES
        .into_iter()
        .find(|(_, share)| {
            let here = at < *share;
            at = at.saturating_sub(*share);
            here
        })
        .unwrap();
    let blocks = if size > 20 && rng.random_bool(0.05) {
        (0..rng.random_range(1..4))
            .map(|_| MemberId(i64::try_from(rng.random_range(1..=size)).unwrap()))
            .filter(|other| other.0 != i64::try_from(id).unwrap())
            .collect()
    } else {
        Vec::new()
    };
    Person {
        id: MemberId(i64::try_from(id).unwrap()),
        team: i64::try_from(zipf(TEAMS, rng)).unwrap(),
        teaches,
        wishes,
        tenure,
        newcomer,
        host,
        slots: (9..18)
            .map(|hour: i64| u8::try_from((hour - offset).rem_euclid(24)).unwrap())
            .flat_map(|hour| [2 * hour, 2 * hour + 1])
            .collect(),
        blocks,
        gave_only: 0,
        hosted_ago: None,
        trio_ago: None,
        left_out: false,
    }
}

/// Up to five skills, each once, and none of `but`.
fn skills(rng: &mut ChaCha8Rng, but: &[SkillId]) -> Vec<SkillId> {
    let count = rng.random_range(0..6);
    let mut skills = Vec::new();
    while skills.len() < count {
        let skill = SkillId(i64::try_from(zipf(SKILLS, rng)).unwrap());
        if !skills.contains(&skill) && !but.contains(&skill) {
            skills.push(skill);
        }
    }
    skills.sort_unstable();
    skills
}

/// A number below `count`, the n-th of which is drawn 1/n as often as the first.
fn zipf(count: usize, rng: &mut ChaCha8Rng) -> usize {
    let share = |number: usize| 1.0 / f64::from(u32::try_from(number).unwrap() + 1);
    let mut at = rng.random_range(0.0..(0..count).map(share).sum());
    (0..count)
        .find(|number| {
            at -= share(*number);
            at < 0.0
        })
        .unwrap_or(count - 1)
}
