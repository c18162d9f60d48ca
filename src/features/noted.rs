//! Whatever a member does that changes something is noted for the digest, or it is said here why not: a new transition that says
//! neither is found by this test, which reads the source.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// By nobody: time, Discord, or the bot itself.
const BY_NOBODY: &str = "nobody did anything: time has come, or Discord tells of something";
/// Setting Potluck up is not taking part in it.
const SETTING_UP: &str = "an admin decides something for the server";
/// What was typed and is still to be confirmed.
const NOT_DONE_YET: &str =
    "only what was typed is kept; what comes of it is noted, unless it has no name";

/// The functions that write and note nothing: the file, the function, and why.
const SILENT: &[(&str, &str, &str)] = &[
    ("asks/anonymous/gone.rs", "let_go", BY_NOBODY),
    ("asks/anonymous/gone.rs", "vanish", BY_NOBODY),
    ("asks/anonymous/place.rs", "post_again", BY_NOBODY),
    ("asks/gone.rs", "message_gone", BY_NOBODY),
    ("asks/gone.rs", "place_gone", BY_NOBODY),
    (
        "asks/gone.rs",
        "sign_of_life",
        "an asker without a name may write there, too",
    ),
    ("asks/invite.rs", "lapse", BY_NOBODY),
    ("newcomers/places.rs", "place_gone", BY_NOBODY),
    ("recognition/own_months.rs", "write_one", BY_NOBODY),
    ("rounds/pairing/places.rs", "place_gone", BY_NOBODY),
    (
        "rounds/pairing/places.rs",
        "sign_of_life",
        "that somebody wrote is known, and is no command, button or form",
    ),
    (
        "rounds/pairing/lists.rs",
        "propose_another_hour",
        "they looked at a page, and time has passed an hour that was proposed",
    ),
    ("settings/opening.rs", "gone", BY_NOBODY),
    (
        "asks/anonymous/reply.rs",
        "say",
        "it would tell whose the ask is",
    ),
    ("asks/command/kept.rs", "keep", NOT_DONE_YET),
    (
        "asks/command/kept.rs",
        "answer",
        "it is counted without a record of whose question it was",
    ),
    ("asks/mod.rs", "begin", BY_NOBODY),
    (
        "privacy/mod.rs",
        "forget",
        "nothing is kept of who is forgotten",
    ),
    ("settings/mod.rs", "change", SETTING_UP),
    ("settings/mod.rs", "turn_on", SETTING_UP),
    ("settings/mod.rs", "turn_off", SETTING_UP),
    ("settings/opening.rs", "put_up_now", SETTING_UP),
    ("settings/opening.rs", "unsign_any", SETTING_UP),
    ("lessons/list.rs", "search", NOT_DONE_YET),
    ("thanks/typed.rs", "thank", NOT_DONE_YET),
    ("rounds/pairing/lesson.rs", "written", NOT_DONE_YET),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/features")
}

/// Every source file of the features, without their tests, named from the folder on.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(self::folder()).unwrap();
        let name = name.to_str().unwrap().replace('\\', "/");
        if name.contains("tests")
            || ["trial.rs", "hostile.rs", "late.rs", "noted.rs"].contains(&name.as_str())
        {
            continue;
        }
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The functions of a text that begin a write, each with whether it notes who did something.
fn writers(text: &str) -> Vec<(&str, bool)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut writers = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some((before, after)) = line.split_once("fn ") else {
            continue;
        };
        if line.trim_start().starts_with("//") || line.contains(';') {
            continue;
        }
        let indent: String = before
            .chars()
            .take_while(|letter| letter.is_whitespace())
            .collect();
        let end = format!("{indent}}}");
        let body: Vec<&str> = lines[number..]
            .iter()
            .copied()
            .take_while(|line| *line != end)
            .collect();
        let body = body.join("\n");
        if body.contains("store.write()") {
            let name = after.split(['(', '<']).next().unwrap();
            let notes = body.contains("activity::note(") || body.contains("note_activity(");
            writers.push((name, notes));
        }
    }
    writers
}

/// Files of which nothing is done by a member.
fn is_silent(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap();
    name == "due.rs"
        || [
            "members/",
            "rounds/admin.rs",
            "rounds/announce.rs",
            "rounds/pair.rs",
            "rounds/programmes.rs",
        ]
        .iter()
        .any(|silent| file.starts_with(silent))
}

#[test]
fn whoever_changes_something_is_noted() {
    let mut files = Vec::new();
    sources(&folder(), &mut files);
    let mut silent = BTreeSet::new();
    let mut noting = 0;
    for (file, text) in &files {
        for (function, notes) in writers(text) {
            if notes {
                noting += 1;
            } else if !is_silent(file) {
                silent.insert((file.as_str(), function));
            }
        }
    }
    let listed: BTreeSet<(&str, &str)> = SILENT
        .iter()
        .map(|(file, function, _)| (*file, *function))
        .collect();
    let forgotten: Vec<_> = silent.difference(&listed).collect();
    let stale: Vec<_> = listed.difference(&silent).collect();
    assert!(forgotten.is_empty(), "these note nobody: {forgotten:#?}");
    assert!(stale.is_empty(), "these are not there: {stale:#?}");
    assert!(noting > 30, "{noting} functions note who did something");
}

#[test]
fn a_function_that_notes_nobody_is_found() {
    let text = "
async fn one(ctx: &Ctx) {
    let mut write = ctx.store.write().await?;
    activity::note(&mut write, guild, member, now).await?;
}

    pub(super) async fn two(
        ctx: &Ctx,
    ) {
        if true {
            let mut write = ctx.store.write().await?;
        }
    }

fn three() {
    // ctx.store.read()
}
";
    assert_eq!(writers(text), [("one", true), ("two", false)]);
}
