//! Two years of a programme: the same people every week, each week's round fed with what came before it.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::time::{Duration, Instant};

use potluck::domain::ids::MemberId;
use potluck::domain::pairing::programme::next_round;
use potluck::domain::pairing::{GroupSize, Met, Person, Problem, objective};

use crate::guild::guild;
use crate::rivals;

pub(crate) const WEEKS: u16 = 104;
/// For how many rounds in a row having only given counts.
const MOST_GAVE_ONLY: u8 = 3;

/// Who pairs.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Potluck,
    Greedy,
    Random,
}

/// What became of everybody.
#[derive(Default)]
struct Tally {
    first_repeat: Option<u16>,
    repeats: i64,
    half_value: i64,
    cost_of_turns: i64,
    cost_of_looking_ahead: i64,
    only_gave: BTreeMap<MemberId, u32>,
    received: BTreeMap<MemberId, u32>,
    hosted: BTreeMap<MemberId, u32>,
    in_trio: BTreeMap<MemberId, u32>,
    left_out: i64,
    slowest: Duration,
}

/// The heading of [`row`]s.
pub(crate) fn heading() -> String {
    format!(
        "{:>4} {:<8} {:>12} {:>8} {:>10} {:>13} {:>14} {:>10} {:>9} {:>9} {:>11} {:>11} {:>9}",
        "n",
        "way",
        "first repeat",
        "repeats",
        "value/week",
        "only gave, at",
        "received, at",
        "hosted, at",
        "in a trio",
        "left out",
        "turns cost",
        "ahead costs",
        "slowest"
    )
}

/// Plays the weeks and puts them in one line.
pub(crate) fn row(size: usize, way: Way) -> String {
    let mut problem = guild(size, 42, 0);
    for person in &mut problem.people {
        person.blocks.clear();
    }
    let tally = play(&mut problem, way);
    let wishing = |person: &&Person| !person.wishes.is_empty();
    // Nobody can receive what nobody teaches.
    let could_receive = |person: &&Person| {
        problem
            .people
            .iter()
            .any(|other| other.id != person.id && gives(other, person))
    };
    let of = |counts: &BTreeMap<MemberId, u32>, person: &Person| {
        counts.get(&person.id).copied().unwrap_or(0)
    };
    let people = || problem.people.iter();
    let only_gave = people()
        .filter(wishing)
        .map(|person| of(&tally.only_gave, person))
        .max();
    let received = people()
        .filter(could_receive)
        .map(|person| of(&tally.received, person))
        .min();
    let hosted = people()
        .filter(|person| person.host)
        .map(|person| of(&tally.hosted, person))
        .max();
    let trios = || people().map(|person| of(&tally.in_trio, person));
    let percent = |cost: i64| 100.0 * float(cost) / float(tally.half_value + cost).max(1.0);
    format!(
        "{size:>4} {:<8} {:>12} {:>8} {:>10.0} {:>13} {:>14} {:>10} {:>9} {:>9} {:>10.2}% {:>10.2}% {:>7} ms",
        match way {
            Way::Potluck => "potluck",
            Way::Greedy => "greedy",
            Way::Random => "random",
        },
        tally
            .first_repeat
            .map_or_else(|| "none".to_owned(), |week| format!("week {week}")),
        tally.repeats,
        float(tally.half_value) / 2.0 / f64::from(WEEKS),
        format!("most {}", only_gave.unwrap_or(0)),
        format!("least {}", received.unwrap_or(0)),
        format!("most {}", hosted.unwrap_or(0)),
        format!(
            "{} to {}",
            trios().min().unwrap_or(0),
            trios().max().unwrap_or(0)
        ),
        tally.left_out,
        percent(tally.cost_of_turns),
        percent(tally.cost_of_looking_ahead),
        tally.slowest.as_millis(),
    )
}

fn play(problem: &mut Problem, way: Way) -> Tally {
    let mut tally = Tally::default();
    for week in 1..=WEEKS {
        let seed = u64::from(week);
        let start = Instant::now();
        let groups = match way {
            Way::Potluck => {
                let round = next_round(problem, seed, NonZero::<usize>::MIN);
                tally.cost_of_turns += round.half_cost_of_turns;
                tally.cost_of_looking_ahead += round.half_cost_of_looking_ahead;
                round.pairing.groups
            }
            Way::Greedy => rivals::greedy(problem, seed),
            Way::Random => rivals::random(problem, seed),
        };
        tally.slowest = tally.slowest.max(start.elapsed());
        let reached = objective(problem, &groups).unwrap();
        tally.repeats += reached.repeats;
        tally.half_value -= reached.minus_half_value;
        tally.left_out += reached.left_out;
        if reached.repeats > 0 {
            tally.first_repeat.get_or_insert(week);
        }
        remember(problem, &groups, &mut tally);
    }
    tally
}

/// Writes a round into the history, as the bot does from its own records.
fn remember(problem: &mut Problem, groups: &[Vec<MemberId>], tally: &mut Tally) {
    assert_eq!(problem.group, GroupSize::Two);
    let before = problem.people.clone();
    let person = |id: &MemberId| before.iter().find(|person| person.id == *id).unwrap();
    let seated: BTreeSet<MemberId> = groups.iter().flatten().copied().collect();
    for met in &mut problem.met {
        met.ago = met.ago.saturating_add(1);
    }
    for person in &mut problem.people {
        let older = |ago: u16| ago.saturating_add(1);
        person.trio_ago = person.trio_ago.map(older);
        person.hosted_ago = person.hosted_ago.map(older);
        person.left_out = !seated.contains(&person.id);
    }
    for group in groups {
        for id in group {
            let one = person(id);
            let others = || group.iter().filter(|other| *other != id).map(person);
            let gave = others().any(|other| gives(one, other));
            let received = others().any(|other| gives(other, one));
            let hosted = one.host && others().any(|other| other.newcomer);
            for other in others().filter(|other| *id < other.id) {
                problem.met.push(Met {
                    one: *id,
                    other: other.id,
                    ago: 1,
                });
            }
            let now = problem
                .people
                .iter_mut()
                .find(|person| person.id == *id)
                .unwrap();
            now.gave_only = if gave && !received && !one.wishes.is_empty() {
                *tally.only_gave.entry(*id).or_default() += 1;
                MOST_GAVE_ONLY.min(one.gave_only + 1)
            } else {
                0
            };
            if received {
                *tally.received.entry(*id).or_default() += 1;
            }
            if hosted {
                now.hosted_ago = Some(1);
                *tally.hosted.entry(*id).or_default() += 1;
            }
            if group.len() == 3 {
                now.trio_ago = Some(1);
                *tally.in_trio.entry(*id).or_default() += 1;
            }
        }
    }
}

fn gives(giver: &Person, taker: &Person) -> bool {
    giver
        .teaches
        .iter()
        .any(|skill| taker.wishes.contains(skill))
}

/// For printing.
#[allow(clippy::cast_precision_loss)]
fn float(number: i64) -> f64 {
    number as f64
}
