//! `potluck swap`: skill swaps among the people in a file.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use potluck::domain::instance;
use potluck::domain::swap::{self, Leg, Swaps};

use super::Failure;
use super::file::{self, count};

/// Finds swaps and prints who teaches whom what, or the same as JSON.
pub(super) fn run(given: &super::Swap) -> Result<(), Failure> {
    let meet = file::read(&given.file, instance::read_swap_meet)?;
    let start = Instant::now();
    let swaps = swap::find(&meet.people, &meet.done, given.seed);
    let took = start.elapsed();
    if given.json {
        file::print(&format!("{}\n", instance::of_swaps(&swaps, took)))
    } else {
        file::print(&text(&swaps, meet.people.len(), took))
    }
}

fn text(swaps: &Swaps, people: usize, took: Duration) -> String {
    let mut text = String::new();
    for cycle in &swaps.cycles {
        let legs: Vec<String> = cycle.iter().map(leg).collect();
        // Writing to a string does not fail, here and below.
        let _ = writeln!(text, "{}", legs.join("; "));
    }
    let _ = writeln!(
        text,
        "\n{} among {}: {} served of at most {}{}. {:.3} s.",
        count(swaps.cycles.len(), "swap", "swaps"),
        count(people, "member", "members"),
        count(swaps.served, "wish", "wishes"),
        swaps.bound,
        if swaps.exact {
            ", the most there can be"
        } else {
            ""
        },
        took.as_secs_f64(),
    );
    text
}

fn leg(leg: &Leg) -> String {
    format!("{} teaches {} skill {}", leg.giver, leg.taker, leg.skill)
}
