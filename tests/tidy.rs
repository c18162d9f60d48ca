//! The invariants that can be read off the source: who may use whom, and papers that agree with the code.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use potluck::features::{COMMANDS, Who};

/// Which parts of the bot a part may use, beside itself. What is missing here may use nothing of ours.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("activity", &[]),
    ("chance", &[]),
    ("metrics", &[]),
    ("markdown", &["domain"]),
    ("picture", &["domain"]),
    ("custom_id", &["domain"]),
    ("post", &["custom_id", "domain"]),
    ("delivery", &["domain", "post"]),
    ("error", &["domain"]),
    ("clock", &["activity", "error"]),
    ("config", &["clock", "domain", "error"]),
    (
        "store",
        &["activity", "delivery", "domain", "error", "post"],
    ),
    (
        "features",
        &[
            "chance",
            "clock",
            "config",
            "custom_id",
            "delivery",
            "domain",
            "error",
            "markdown",
            "metrics",
            "picture",
            "post",
            "store",
        ],
    ),
    ("export", &["domain", "store"]),
    (
        "ticker",
        &["clock", "config", "error", "features", "metrics", "store"],
    ),
    (
        "discord",
        &[
            "clock",
            "config",
            "custom_id",
            "delivery",
            "domain",
            "error",
            "features",
            "metrics",
            "post",
            "store",
        ],
    ),
    (
        "monitor",
        &["clock", "discord", "error", "metrics", "store"],
    ),
    (
        "bot",
        &[
            "chance", "clock", "config", "discord", "domain", "error", "features", "metrics",
            "monitor", "store", "ticker",
        ],
    ),
    (
        "demo",
        &[
            "activity", "bot", "clock", "config", "discord", "domain", "error", "store",
        ],
    ),
    (
        "cli",
        &[
            "bot", "clock", "config", "demo", "discord", "domain", "error", "export", "monitor",
            "store",
        ],
    ),
    (
        "lib",
        &[
            "bot",
            "clock",
            "config",
            "custom_id",
            "delivery",
            "demo",
            "discord",
            "domain",
            "error",
            "export",
            "features",
            "markdown",
            "metrics",
            "monitor",
            "post",
            "store",
            "ticker",
        ],
    ),
    (
        "main",
        &[
            "bot", "cli", "clock", "config", "demo", "discord", "domain", "error", "export",
            "monitor", "store",
        ],
    ),
];

/// What a folder may not use, though its part may: a seeded server comes about by what its people do, and nothing is put into the database
/// for it.
const MAY_NOT_USE: &[(&str, &[&str])] = &[("src/demo/seed", &["store"])];

/// Which libraries only some parts may name.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("serenity", &["discord"]),
    ("sqlx", &["store", "error"]),
    ("tiny_skia", &["picture"]),
    ("tokio_cron_scheduler", &["ticker"]),
    ("discord_sandbox", &["demo"]),
    ("prometheus", &["metrics"]),
    ("hyper", &["monitor"]),
];

/// What a pure part may not name.
const IMPURE: &[&str] = &[
    "tokio::",
    "serenity::",
    "sqlx::",
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Instant::now",
    "rand::rng(",
    "thread_rng",
];

#[test]
fn parts_use_only_what_they_may() {
    let mut breaches = Vec::new();
    for (path, part, code) in bot_sources() {
        let allowed = MAY_USE.iter().find(|(name, _)| *name == part);
        let Some((_, allowed)) = allowed else {
            breaches.push(format!(
                "{}: a new part, to be placed in tests/tidy.rs",
                path.display()
            ));
            continue;
        };
        let inside = path.to_string_lossy();
        let kept_from = |used: &str| {
            MAY_NOT_USE
                .iter()
                .any(|(folder, parts)| inside.starts_with(folder) && parts.contains(&used))
        };
        for used in after_each(&code, "crate::") {
            if kept_from(&used) {
                breaches.push(format!("{inside}: may not use `{used}`"));
            }
            if used != part && !allowed.contains(&used.as_str()) && part != "lib" {
                breaches.push(format!("{}: `{part}` may not use `{used}`", path.display()));
            }
        }
        for (library, parts) in LIBRARIES {
            if names(&code, library) && !parts.contains(&part.as_str()) {
                breaches.push(format!(
                    "{}: `{part}` may not name `{library}`",
                    path.display()
                ));
            }
        }
        if part == "domain" {
            breaches.extend(
                IMPURE
                    .iter()
                    .filter(|word| code.contains(*word))
                    .map(|word| format!("{}: not pure: `{word}`", path.display())),
            );
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn a_feature_uses_only_the_transitions_of_another() {
    let mut breaches = Vec::new();
    for (path, part, code) in bot_sources() {
        let own = path
            .components()
            .nth(2)
            .map(|name| name.as_os_str().to_string_lossy().replace(".rs", ""));
        if part != "features" || own.as_deref() == Some("mod") {
            continue;
        }
        for other in ["asks", "help", "me", "members", "settings", "skills"] {
            if own.as_deref() == Some(other) {
                continue;
            }
            for inner in ["command", "clicks", "due", "words"] {
                if code.contains(&format!("{other}::{inner}")) {
                    breaches.push(format!("{}: uses {other}::{inner}", path.display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn the_sandbox_knows_nothing_of_the_bot() {
    for path in rust_files(Path::new("sandbox")) {
        let code = fs::read_to_string(root().join(&path)).unwrap();
        assert!(!names(&code, "potluck"), "{}", path.display());
    }
}

#[test]
fn no_file_is_called_utils() {
    for folder in ["src", "sandbox", "tests"] {
        for path in rust_files(Path::new(folder)) {
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(
                !matches!(
                    stem.as_str(),
                    "utils" | "util" | "helpers" | "misc" | "common"
                ),
                "{}",
                path.display()
            );
        }
    }
}

/// `cargo run --example words` is only as good as what is listed: a sentence that is not there is a sentence that nobody has read.
#[test]
fn every_sentence_is_among_the_samples() {
    let features = root().join("src/features");
    let mut missing = Vec::new();
    for folder in fs::read_dir(&features).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let has_part = |path: &Path, parts: [&str; 2]| {
            path.components()
                .any(|part| parts.iter().any(|name| part.as_os_str() == *name))
        };
        let (samples, others): (Vec<PathBuf>, Vec<PathBuf>) = rust_files(&folder)
            .into_iter()
            .partition(|path| has_part(path, ["samples", "samples.rs"]));
        let words: Vec<PathBuf> = others
            .into_iter()
            .filter(|path| has_part(path, ["words", "words.rs"]))
            .collect();
        let texts = |paths: &[PathBuf]| -> String {
            paths
                .iter()
                .map(|path| fs::read_to_string(path).unwrap())
                .collect()
        };
        let all_words = texts(&words);
        // A few list theirs at the foot of the words.
        let at_the_foot: String = words
            .iter()
            .filter_map(|path| {
                let text = fs::read_to_string(path).unwrap();
                let foot = text.find("fn samples()")?;
                Some(text[foot..].to_owned())
            })
            .collect();
        let listed = texts(&samples) + &at_the_foot;
        let used = |text: &str, name: &str| {
            text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .filter(|word| *word == name)
                .count()
        };
        for path in words {
            let text = fs::read_to_string(&path).unwrap();
            for (name, whole) in sentences(without_tests(&text)) {
                // A part of other sentences is read with them.
                let named = used(&listed, &name) > 0 || !whole && used(&all_words, &name) > 1;
                if !named {
                    let path = path.strip_prefix(&features).unwrap();
                    missing.push(format!("{}: {name}", path.display()));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "these are in no `samples`:\n{}",
        missing.join("\n")
    );
}

/// The names of what a file of words says to others, and whether it is a whole message or form: functions that make a post, form or
/// sentence, and constant sentences.
fn sentences(text: &str) -> Vec<(String, bool)> {
    let name_of = |declaration: &str| -> String {
        declaration
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    };
    let mut names = Vec::new();
    for visible in ["pub(super) ", "pub(crate) ", "pub "] {
        for function in declared(text, &format!("{visible}fn ")) {
            let head = function.split('{').next().unwrap_or_default();
            let makes = |kind| {
                head.split("->")
                    .nth(1)
                    .is_some_and(|made| names_word(made, kind))
            };
            // What is given a post and adds to it makes a part.
            let adds = head.contains(": Post");
            let whole = (makes("Post") || makes("Modal")) && !adds;
            if whole || adds || makes("String") {
                names.push((name_of(function), whole));
            }
        }
        for constant in declared(text, &format!("{visible}const ")) {
            let Some((head, value)) = constant.split_once('=') else {
                continue;
            };
            let value = value.split(';').next().unwrap_or_default();
            if head.contains("&str") && value.trim().trim_matches('"').contains(' ') {
                names.push((name_of(constant), false));
            }
        }
    }
    names.retain(|(name, _)| name != "samples");
    names
}

/// What follows each of these beginnings of a declaration.
fn declared<'a>(text: &'a str, beginning: &str) -> Vec<&'a str> {
    text.match_indices(beginning)
        .filter(|(at, _)| text[..*at].ends_with([' ', '\n']))
        .map(|(at, _)| &text[at + beginning.len()..])
        .collect()
}

fn names_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric())
        .any(|part| part == word)
}

#[test]
fn the_readme_lists_the_commands() {
    let mut table = String::from("| command | what it does | who |\n|---|---|---|\n");
    for command in COMMANDS {
        let who = match command.who {
            Who::Everyone => "everyone",
            Who::Admins => "who may manage the server",
            Who::Moderators => "who may manage messages",
        };
        // A bar would begin the next cell.
        let usage = potluck::features::usage(command).replace('|', "\\|");
        table.extend([
            "| `",
            &usage,
            "` | ",
            command.description,
            " | ",
            who,
            " |\n",
        ]);
    }
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(
        readme.contains(&table),
        "the README's table of commands should be:\n\n{table}"
    );
}

#[test]
fn the_readme_has_its_two_commands() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for command in ["cargo run -- demo", "cargo test --workspace"] {
        assert!(readme.lines().any(|line| line == command), "{command}");
    }
}

#[test]
fn every_direct_dependency_has_its_line_in_the_decisions() {
    let decisions = fs::read_to_string(root().join("docs/decisions.md")).unwrap();
    for manifest in ["Cargo.toml", "sandbox/Cargo.toml"] {
        let manifest: toml::Table = fs::read_to_string(root().join(manifest))
            .unwrap()
            .parse()
            .unwrap();
        for table in ["dependencies", "dev-dependencies"] {
            for name in manifest[table]
                .as_table()
                .unwrap()
                .keys()
                .filter(|name| *name != "discord-sandbox")
            {
                assert!(
                    decisions.contains(&format!("| `{name}` |")),
                    "docs/decisions.md says nothing of {name}"
                );
            }
        }
    }
}

/// The bot's source files: path, the part each belongs to, and its code without tests and comments. Tests stand at a file's
/// foot, or in a module of their own called `tests`.
fn bot_sources() -> Vec<(PathBuf, String, String)> {
    let is_test = |path: &Path| {
        path.components()
            .any(|name| matches!(name.as_os_str().to_str(), Some("tests" | "tests.rs")))
    };
    rust_files(Path::new("src"))
        .into_iter()
        .filter(|path| !is_test(path))
        .map(|path| {
            let part = path
                .components()
                .nth(1)
                .unwrap()
                .as_os_str()
                .to_string_lossy()
                .replace(".rs", "");
            let text = fs::read_to_string(root().join(&path)).unwrap();
            let text = without_tests(&text);
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            (path, part, code)
        })
        .collect()
}

/// The code before the tests at a file's foot. A module of tests in a file of its own is only named, so the code goes on.
fn without_tests(text: &str) -> &str {
    let at_the_foot = |at: &usize| {
        let named = text[*at..]
            .lines()
            .take(8)
            .find(|line| line.starts_with("mod "));
        named.is_some_and(|line| line.ends_with('{'))
    };
    let foot = text
        .match_indices("#[cfg(test)]")
        .map(|(at, _)| at)
        .find(at_the_foot);
    &text[..foot.unwrap_or(text.len())]
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = folder.join(entry.unwrap().file_name());
        if root().join(&path).is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The word after each `prefix`, and each first word of the list after `prefix{`.
fn after_each(code: &str, prefix: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        assert!(
            !rest.starts_with('{'),
            "write `crate::part::…`, one line a part, so that this test can read it"
        );
        words.push(
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect(),
        );
    }
    words
}

/// Whether the code names a crate in a path.
fn names(code: &str, library: &str) -> bool {
    code.match_indices(&format!("{library}::"))
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
