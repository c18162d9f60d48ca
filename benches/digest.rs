//! How fast a digest is gathered and counted, and in how much memory, by a process of its own from a database on disk.
//!
//! `cargo bench --bench digest` makes the databases in a temporary folder (that of the large guild takes minutes and gigabytes) and
//! prints a table; with `-- 10000`, only the row of that many members.

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
use potluck::domain::digest::{Digest, Range};
use potluck::store::digest;
use potluck::store::reader::Reader;

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
/// The first argument of a process that measures one digest.
const ROW: &str = "--row";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let first = arguments.next();
    if first.as_deref() == Some(ROW) {
        let (path, weeks) = (arguments.next().unwrap(), arguments.next().unwrap());
        println!("{}", row(Path::new(&path), weeks.parse().unwrap()).await);
        return;
    }
    println!(
        "{:>8} {:>9} {:>9} {:>9} {:>8}   {:>9} {:>12} {:>12} {:>8}",
        "members",
        "helps",
        "pairings",
        "MB",
        "made s",
        "closing s",
        "digest of",
        "milliseconds",
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
    for weeks in ["1", "12", "52"] {
        let own = std::env::current_exe().unwrap();
        // The first one reads what the others find in memory already.
        for _ in 0..3 {
            let output = Command::new(&own)
                .args([ROW, path.to_str().unwrap(), weeks])
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            print!(
                "{:>8} {:>9} {:>9} {megabytes:>9} {made:>8.0}   {closing:>9.2} {:>12} {}",
                size.members,
                size.helps,
                size.pairings(),
                format!("{weeks} weeks"),
                String::from_utf8(output.stdout).unwrap()
            );
        }
    }
}

/// One digest of the last weeks, from opening the file on.
async fn row(path: &Path, weeks: u32) -> String {
    let start = Instant::now();
    let mut reader = Reader::open(path).await.unwrap();
    let last = digest::last_week(&mut reader, GUILD)
        .await
        .unwrap()
        .unwrap();
    let range = Range::new(last, weeks).unwrap();
    let facts = digest::facts(&mut reader, GUILD, range).await.unwrap();
    let digest = Digest::of(facts, range);
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    assert!(!digest.figures.is_empty());
    format!("{milliseconds:>12.0} {:>8}", peak_memory())
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
