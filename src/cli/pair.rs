//! `potluck pair`: a round of the people in a file.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::num::NonZero;
use std::thread;
use std::time::{Duration, Instant};

use potluck::domain::ids::{MemberId, SkillId};
use potluck::domain::instance;
use potluck::domain::pairing::{self, Pairing, Person, Problem, WINDOW, Weights};

use super::Failure;
use super::file::{self, count};

/// Pairs them and prints who meets whom and why, or the same as JSON.
pub(super) fn run(given: &super::Pair) -> Result<(), Failure> {
    let problem = file::read(&given.file, instance::read_round)?;
    let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let start = Instant::now();
    let pairing = pairing::pair(&problem, given.seed, threads);
    let took = start.elapsed();
    if given.json {
        file::print(&format!("{}\n", instance::of_pairing(&pairing, took)))
    } else {
        file::print(&Page::new(&problem).text(&pairing, took))
    }
}

/// What is looked up while a pairing is written out.
struct Page<'a> {
    weights: &'a Weights,
    people: HashMap<MemberId, &'a Person>,
    met: HashMap<(MemberId, MemberId), u16>,
}

impl<'a> Page<'a> {
    fn new(problem: &'a Problem) -> Self {
        let mut met = HashMap::new();
        for meeting in &problem.met {
            let ago = met
                .entry(both_ways(meeting.one, meeting.other))
                .or_insert(meeting.ago);
            *ago = meeting.ago.min(*ago);
        }
        Self {
            weights: &problem.weights,
            people: problem
                .people
                .iter()
                .map(|person| (person.id, person))
                .collect(),
            met,
        }
    }

    fn text(&self, pairing: &Pairing, took: Duration) -> String {
        let mut text = String::new();
        for group in &pairing.groups {
            for (at, one) in group.iter().enumerate() {
                for other in &group[at + 1..] {
                    self.line(&mut text, group, *one, *other);
                }
            }
        }
        if !pairing.left_out.is_empty() {
            let left: Vec<String> = pairing.left_out.iter().map(ToString::to_string).collect();
            // Writing to a string does not fail, here and below.
            let _ = writeln!(
                text,
                "Nobody for {}: blocks, or too few people",
                left.join(", ")
            );
        }
        let _ = writeln!(
            text,
            "\n{} of {}, {}, {}. Worth {} of at most {}{}. {:.3} s.",
            count(pairing.groups.len(), "group", "groups"),
            count(self.people.len(), "member", "members"),
            count(pairing.trios, "trio", "trios"),
            count(pairing.repeats as usize, "repeat", "repeats"),
            halved(pairing.half_value),
            halved(pairing.half_bound),
            if pairing.exact {
                ", the best there is"
            } else {
                ""
            },
            took.as_secs_f64(),
        );
        text
    }

    /// One pair, with what it is worth and why. A trio is three lines, each of which names the third.
    fn line(&self, text: &mut String, group: &[MemberId], one: MemberId, other: MemberId) {
        let (Some(a), Some(b)) = (self.people.get(&one), self.people.get(&other)) else {
            return;
        };
        let third = group.iter().find(|id| **id != one && **id != other);
        let with = third.map_or_else(String::new, |third| format!(" (with {third})"));
        let _ = writeln!(
            text,
            "{one} and {other}{with}: {}{}; {}",
            pairing::worth(self.weights, a, b),
            if third.is_some() {
                ", of which half"
            } else {
                ""
            },
            self.reasons(a, b).join("; "),
        );
    }

    /// What speaks for two, and what against them.
    fn reasons(&self, a: &Person, b: &Person) -> Vec<String> {
        let mut reasons = Vec::new();
        for (giver, taker) in [(a, b), (b, a)] {
            let skills = skills(giver, taker);
            if !skills.is_empty() {
                let skills: Vec<String> = skills.iter().map(ToString::to_string).collect();
                let (giver, taker) = (giver.id, taker.id);
                reasons.push(format!(
                    "{giver} teaches {taker} skill {}",
                    skills.join(", ")
                ));
            }
        }
        if a.team != b.team {
            reasons.push("of two teams".to_owned());
        }
        if a.tenure.abs_diff(b.tenure) >= Weights::FAR_APART {
            reasons.push(format!("tenure bands {} and {}", a.tenure, b.tenure));
        }
        reasons.push(match a.slots.hours_in_common(b.slots) {
            0 => "no hour in common".to_owned(),
            hours => count(hours as usize, "hour in common", "hours in common"),
        });
        match (a.newcomer, b.newcomer) {
            (true, true) => reasons.push("both are new".to_owned()),
            (true, false) if rested_host(b) => reasons.push(format!("{} hosts {}", b.id, a.id)),
            (false, true) if rested_host(a) => reasons.push(format!("{} hosts {}", a.id, b.id)),
            _ => {}
        }
        let met = self.met.get(&both_ways(a.id, b.id));
        if let Some(ago) = met.filter(|ago| **ago <= WINDOW) {
            let rounds = count(usize::from(*ago), "round", "rounds");
            reasons.push(format!("met {rounds} ago"));
        }
        reasons
    }
}

/// What one teaches and the other wishes for, each skill once.
fn skills(giver: &Person, taker: &Person) -> Vec<SkillId> {
    let mut skills: Vec<SkillId> = giver
        .teaches
        .iter()
        .copied()
        .filter(|skill| taker.wishes.contains(skill))
        .collect();
    skills.sort_unstable();
    skills.dedup();
    skills
}

fn rested_host(person: &Person) -> bool {
    person.host
        && person
            .hosted_ago
            .is_none_or(|ago| ago > Weights::HOST_RESTS)
}

/// The same two, whoever is named first.
fn both_ways(one: MemberId, other: MemberId) -> (MemberId, MemberId) {
    (one.min(other), one.max(other))
}

/// Half of a number, with a half where it has one.
fn halved(halves: i64) -> String {
    let half = if halves % 2 == 0 { "" } else { ".5" };
    format!("{}{half}", halves / 2)
}
