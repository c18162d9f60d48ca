//! How fast `potluck digest` is, and in how much memory, from a database on disk with years in it.
//!
//! `cargo bench --bench digest` makes the databases in a temporary folder (that of the large guild takes minutes and gigabytes) and
//! prints a table; with `-- 10000`, only the rows of that many members. Times are of the command, from its start to its end, the
//! fastest and the slowest of five; processor time is of all five, for each. Memory is of a process of its own that does what the command does.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark fails by panicking"
)]

#[path = "digest/guild.rs"]
mod guild;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use guild::{GUILD, Size};
use potluck::features::digest::offline;

/// The guilds: of the promise, and ten times it.
const SIZES: [Size; 2] = [
    Size {
        members: 10_000,
        helps: 200_000,
        weeks: 260,
        weeks_a_round: 1,
    },
    Size {
        members: 100_000,
        helps: 1_000_000,
        weeks: 260,
        weeks_a_round: 4,
    },
];
/// Digests of so many weeks, and whether all their pictures are drawn.
const DIGESTS: [(&str, bool); 4] = [("1", false), ("1", true), ("12", false), ("52", false)];
/// So often each is made.
const TIMES: u32 = 5;
/// The first argument of a process whose memory is measured.
const ROW: &str = "--row";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let first = arguments.next();
    if first.as_deref() == Some(ROW) {
        let (path, weeks) = (arguments.next().unwrap(), arguments.next().unwrap());
        let pictures = arguments.next().is_some();
        println!(
            "{}",
            memory(Path::new(&path), weeks.parse().unwrap(), pictures).await
        );
        return;
    }
    println!(
        "{:>8} {:>9} {:>9} {:>6} {:>7} {:>9}   {:>9} {:>9} {:>9} {:>9} {:>9} {:>5}",
        "members",
        "helps",
        "pairings",
        "MB",
        "made s",
        "closing s",
        "digest of",
        "pictures",
        "fastest",
        "slowest",
        "processor",
        "MB"
    );
    let only: Option<i64> = first.map(|members| members.parse().unwrap());
    for size in SIZES {
        if only.is_none_or(|members| members == size.members) {
            print_size(size).await;
        }
    }
}

async fn print_size(size: Size) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("potluck.db");
    let start = Instant::now();
    let closing = guild::make(&path, size).await;
    let made = start.elapsed().as_secs_f64();
    let megabytes = std::fs::metadata(&path).unwrap().len() / 1_000_000;
    for (weeks, pictures) in DIGESTS {
        let before = processor_milliseconds();
        let taken: Vec<u128> = (0..TIMES)
            .map(|time| {
                let png = pictures.then(|| folder.path().join(format!("png-{time}")));
                command(&path, weeks, png.as_deref())
            })
            .collect();
        let processor = (processor_milliseconds() - before) / u64::from(TIMES);
        println!(
            "{:>8} {:>9} {:>9} {megabytes:>6} {made:>7.0} {closing:>9.2}   {:>9} {:>9} {:>6} ms {:>6} ms {:>6} ms {:>5}",
            size.members,
            size.helps,
            size.pairings(),
            format!("{weeks} weeks"),
            if pictures { "all" } else { "none" },
            taken.iter().min().unwrap(),
            taken.iter().max().unwrap(),
            processor,
            memory_of_its_own(&path, weeks, pictures)
        );
    }
}

/// How many milliseconds one run of the command takes, from its start to its end.
fn command(path: &Path, weeks: &str, png: Option<&Path>) -> u128 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_potluck"));
    command.args(["digest", "--database", path.to_str().unwrap()]);
    command.args(["--guild", &GUILD.to_string(), "--weeks", weeks]);
    if let Some(folder) = png {
        command.arg("--png").arg(folder);
    }
    let start = Instant::now();
    let text = printed(&mut command);
    let taken = start.elapsed().as_millis();
    assert!(text.contains("Guild"), "no digest: {text}");
    taken
}

/// What [`memory`] says in a new process.
fn memory_of_its_own(path: &Path, weeks: &str, pictures: bool) -> String {
    let mut own = Command::new(std::env::current_exe().unwrap());
    own.args([ROW, path.to_str().unwrap(), weeks]);
    if pictures {
        own.arg("pictures");
    }
    printed(&mut own).trim().to_owned()
}

fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Makes a digest as the command does, and says how much memory that took.
async fn memory(path: &Path, weeks: u32, pictures: bool) -> String {
    let read = offline(path, Some(GUILD), None, weeks).await.unwrap();
    assert!(!read.digest.figures.is_empty());
    if pictures {
        for (_, scene) in read.scenes().unwrap() {
            assert!(!scene.png().unwrap().is_empty());
        }
    }
    peak_memory()
}

/// The processor time of all processes that this one has waited for; nothing where the system does not say.
fn processor_milliseconds() -> u64 {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else {
        return 0;
    };
    // After the name, which is in brackets: the fourteenth and fifteenth number are of those that ended, in hundredths of a second.
    let numbers = stat.rsplit(')').next().unwrap().split_whitespace();
    10 * numbers
        .skip(13)
        .take(2)
        .map(|ticks| ticks.parse::<u64>().unwrap())
        .sum::<u64>()
}

/// The most memory the process ever had, in megabytes.
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
