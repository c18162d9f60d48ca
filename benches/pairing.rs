//! How well, how fast and in how much memory rounds are paired, beside what others do.
//!
//! `cargo bench --bench pairing` prints five tables: rounds of 10 to 100,000 people (minutes), groups of three, what a programme's round
//! takes, two simulated years of programmes, and skill swaps; with `-- rounds`, `-- threes`, `-- waits`, `-- programmes` or `-- swaps`, one of
//! them. `cargo bench --bench pairing -- FILE...` prints the first table for instance files instead, such as those of `instance.py make`.
//! Each row of the first three tables is a process of its own, whose peak memory is measured.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark fails by panicking"
)]

#[path = "pairing/guild.rs"]
mod guild;
#[path = "pairing/rivals.rs"]
mod rivals;
#[path = "pairing/weeks.rs"]
mod weeks;

use std::num::NonZero;
use std::process::Command;
use std::time::Instant;

use potluck::domain::ids::MemberId;
use potluck::domain::instance;
use potluck::domain::pairing::programme::next_round;
use potluck::domain::pairing::{GroupSize, Problem, objective, pair};
use potluck::domain::swap::{self, Swapper};

/// Sizes of the first table.
const ROUNDS: [usize; 21] = [
    10, 11, 24, 31, 50, 51, 100, 101, 200, 500, 501, 999, 1_000, 1_001, 1_500, 1_501, 2_000, 3_000,
    5_000, 10_000, 100_000,
];
/// Sizes of the rounds in groups of three.
const THREES: [usize; 9] = [9, 10, 30, 99, 300, 999, 1_501, 3_000, 10_000];
/// Sizes of the single rounds of programmes.
const WAITS: [usize; 6] = [101, 501, 999, 1_500, 1_501, 3_001];
/// In so many rounds before, each had a trio.
const TRIOS_BEFORE: u16 = 30;
/// Sizes of the programmes.
const PROGRAMMES: [usize; 6] = [10, 11, 24, 28, 50, 101];
/// Sizes of the swap meets.
const SWAP_MEETS: [usize; 8] = [6, 12, 25, 50, 100, 250, 1_000, 10_000];
/// Rounds that the people of the first table have behind them.
const MET: u16 = 8;
/// Beyond this the greedy rule takes minutes.
const GREEDY: usize = 20_000;
/// The first argument of a process that measures one row, of rounds in twos, in threes, or of a programme.
const ROW: &str = "--row";
const ROW_OF_THREES: &str = "--row-of-threes";
const ROW_OF_WAITS: &str = "--row-of-waits";

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    match arguments.next() {
        Some(first) if first == ROW => {
            println!("{}", row(&arguments.next().unwrap(), GroupSize::Two));
        }
        Some(first) if first == ROW_OF_THREES => {
            println!("{}", row(&arguments.next().unwrap(), GroupSize::Three));
        }
        Some(first) if first == ROW_OF_WAITS => {
            println!(
                "{}",
                row_of_waits(arguments.next().unwrap().parse().unwrap())
            );
        }
        Some(part) if part == "rounds" => print_usual_rounds(),
        Some(part) if part == "threes" => print_threes(),
        Some(part) if part == "waits" => print_waits(),
        Some(part) if part == "programmes" => print_programmes(),
        Some(part) if part == "swaps" => print_swaps(),
        Some(first) => {
            print_rounds(ROW, [first].into_iter().chain(arguments));
        }
        None => {
            print_usual_rounds();
            print_threes();
            print_waits();
            print_programmes();
            print_swaps();
        }
    }
}

fn print_usual_rounds() {
    print_rounds(ROW, ROUNDS.into_iter().map(|size| size.to_string()));
}

/// The second table: the same people in groups of three.
fn print_threes() {
    println!("\nGroups of three");
    print_rounds(
        ROW_OF_THREES,
        THREES.into_iter().map(|size| size.to_string()),
    );
}

/// The third table: what one round of a programme takes whose odd numbers had trios before.
fn print_waits() {
    println!(
        "\n{:<12} {:>9} {:>9} {:>8} {:>11} {:>11}",
        "programme of", "seconds", "processor", "MB", "value", "turns cost"
    );
    for size in WAITS {
        print!("{}", own_process(ROW_OF_WAITS, &size.to_string()));
    }
}

/// The first table, or the second: a row for each size or file.
fn print_rounds(kind: &str, what: impl Iterator<Item = String>) {
    println!(
        "{:<12} {:>9} {:>9} {:>8} {:>8} {:>11} {:>11} {:>8} {:>6} {:>7}   {:>11} {:>7} {:>8}   {:>11} {:>7} {:>8}",
        "round of",
        "seconds",
        "processor",
        "MB",
        "repeats",
        "value",
        "bound",
        "of it",
        "exact",
        "blocked",
        "greedy",
        "repeats",
        "left out",
        "random",
        "repeats",
        "left out"
    );
    for what in what {
        print!("{}", own_process(kind, &what));
    }
}

/// What this program prints as a process of its own.
fn own_process(kind: &str, what: &str) -> String {
    let own = std::env::current_exe().unwrap();
    let output = Command::new(own).args([kind, what]).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// One row: `what` is a size or a file.
fn row(what: &str, group: GroupSize) -> String {
    let (name, mut problem) = match what.parse::<usize>() {
        Ok(size) => (what, guild::guild(size, 42, MET)),
        Err(_) => (
            what.rsplit('/').next().unwrap(),
            instance::read_round(&std::fs::read_to_string(what).unwrap()).unwrap(),
        ),
    };
    problem.group = group;
    let (start, before) = (Instant::now(), processor_seconds());
    let pairing = pair(&problem, 1, threads());
    let seconds = start.elapsed().as_secs_f64();
    let processor = processor_seconds() - before;
    // Before the others' ways take memory too.
    let memory = peak_memory();
    // Blocks are broken, or the groups no seating at all, when there is nothing to score.
    let sound = objective(&problem, &pairing.groups).map(|reached| -reached.minus_half_value)
        == Some(pairing.half_value);
    let greedy = (problem.people.len() <= GREEDY).then(|| rivals::greedy(&problem, 1));
    format!(
        "{name:<12} {seconds:>9.3} {processor:>9.2} {memory:>8} {:>8} {:>11} {:>11} {:>8.4} {:>6} {:>7}   {}   {}",
        pairing.repeats,
        pairing.half_value / 2,
        pairing.half_bound / 2,
        ratio(pairing.half_value, pairing.half_bound),
        if pairing.exact { "yes" } else { "no" },
        if sound { "no" } else { "yes" },
        rival(&problem, greedy.as_deref()),
        rival(&problem, Some(&rivals::random(&problem, 1))),
    )
}

/// One row of the third table.
fn row_of_waits(size: usize) -> String {
    let mut problem = guild::guild(size, 42, MET);
    if size % 2 == 1 {
        for (at, person) in (0..3 * TRIOS_BEFORE).zip(&mut problem.people) {
            person.trio_ago = Some(at / 3 + 1);
        }
    }
    let (start, before) = (Instant::now(), processor_seconds());
    let round = next_round(&problem, 1, threads());
    let seconds = start.elapsed().as_secs_f64();
    format!(
        "{size:<12} {seconds:>9.3} {:>9.2} {:>8} {:>11} {:>11}",
        processor_seconds() - before,
        peak_memory(),
        round.pairing.half_value / 2,
        round.half_cost_of_turns / 2,
    )
}

fn threads() -> NonZero<usize> {
    std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// What another way reaches.
fn rival(problem: &Problem, groups: Option<&[Vec<MemberId>]>) -> String {
    groups.map_or_else(
        || format!("{:>11} {:>7} {:>8}", "-", "-", "-"),
        |groups| {
            let reached = objective(problem, groups).unwrap();
            format!(
                "{:>11} {:>7} {:>8}",
                -reached.minus_half_value / 2,
                reached.repeats,
                reached.left_out
            )
        },
    )
}

/// The processor time of this process and its threads, to a hundredth of a second; nothing where the system does not say.
fn processor_seconds() -> f64 {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else {
        return 0.0;
    };
    // Behind the name, which is in brackets: its own time, and that of the system for it.
    let numbers = stat.rsplit(')').next().unwrap().split_whitespace();
    numbers
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse::<f64>().unwrap() / 100.0)
        .sum()
}

/// The most memory this process ever had, in megabytes; nothing where the system does not say.
fn peak_memory() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
            let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
            Some((kilobytes / 1024).to_string())
        })
        .unwrap_or_else(|| "-".to_owned())
}

/// The fourth table: two years of programmes.
fn print_programmes() {
    println!("\n{} weeks of the same people", weeks::WEEKS);
    println!("{}", weeks::heading());
    for size in PROGRAMMES {
        for way in [weeks::Way::Potluck, weeks::Way::Greedy, weeks::Way::Random] {
            println!("{}", weeks::row(size, way));
        }
    }
}

/// The fifth table: swaps among the same people, and only half of whom teach or wish for much.
fn print_swaps() {
    println!(
        "\n{:<12} {:>9} {:>8} {:>8} {:>8} {:>6}",
        "swap meet of", "seconds", "served", "bound", "of it", "exact"
    );
    for size in SWAP_MEETS {
        let people: Vec<Swapper> = guild::guild(size, 42, 0)
            .people
            .into_iter()
            .map(|person| Swapper {
                id: person.id,
                teaches: person.teaches,
                wishes: person.wishes,
                blocks: person.blocks,
            })
            .collect();
        let start = Instant::now();
        let swaps = swap::find(&people, &[], 1);
        println!(
            "{size:<12} {:>9.3} {:>8} {:>8} {:>8.4} {:>6}",
            start.elapsed().as_secs_f64(),
            swaps.served,
            swaps.bound,
            ratio(
                i64::try_from(swaps.served).unwrap(),
                i64::try_from(swaps.bound).unwrap()
            ),
            if swaps.exact { "yes" } else { "no" },
        );
    }
}

#[allow(clippy::cast_precision_loss, reason = "for printing")]
fn ratio(part: i64, whole: i64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}
