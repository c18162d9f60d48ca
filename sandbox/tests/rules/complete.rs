//! No rule without a test that breaks it.

use std::{fs, path::Path};

use discord_sandbox::error::RULES;

/// Rules that no request of a bot can break, and where they are tried instead.
const NOT_FOR_BOTS: &[&str] = &[
    // Slow mode does not hold for bots; `world/posting/tests.rs` has a person break it.
    "slowmode",
];

fn sources() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    fs::read_dir(folder)
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect::<String>()
        .replace(['_', '\n', ' '], "")
}

fn untested(sources: &str) -> Vec<&'static str> {
    RULES
        .iter()
        .filter(|(name, ..)| !NOT_FOR_BOTS.contains(name))
        .filter(|(_, status, code, _)| {
            !sources.contains(&format!("refused({status},{code})"))
                && !sources.contains(&format!("[\"code\"],{code})"))
        })
        .map(|(name, ..)| *name)
        .collect()
}

#[test]
fn every_rule_is_broken_by_a_test() {
    assert_eq!(untested(&sources()), Vec::<&str>::new());
}

#[test]
fn a_rule_without_a_test_would_be_seen() {
    let without = sources().replace("refused(400,40060)", "");
    assert_eq!(untested(&without), ["already_acknowledged"]);
}

#[test]
fn no_two_rules_have_the_same_code() {
    let mut codes: Vec<u32> = RULES
        .iter()
        .map(|(_, _, code, _)| *code)
        .filter(|code| *code != 0)
        .collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
}
