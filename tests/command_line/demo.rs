//! `potluck demo`.

use std::io::{BufRead as _, BufReader};

use insta::assert_snapshot;

use super::{Place, Running};

#[tokio::test]
async fn the_script_ends_in_the_middle_when_it_is_told_to() {
    let place = Place::new();
    let mut demo = Running::start(place.potluck(&["demo", "--script"], &[]));
    let mut out = BufReader::new(demo.child().stdout.take().unwrap());
    let (out, begun) = tokio::task::spawn_blocking(move || {
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        (out, first)
    })
    .await
    .unwrap();
    assert!(!begun.is_empty());
    demo.is_told_to_end();
    let rest = tokio::task::spawn_blocking(move || std::io::read_to_string(out).unwrap());
    let end = demo.ends().await;
    assert!(end.is_well(), "{end}");
    let rest = rest.await.unwrap();
    assert!(!rest.contains("on record who helped whom"), "{rest}");
}

/// Starts the demo in a folder, as it is typed, and waits until it says that it is up; with what it says.
async fn up(place: &Place, typed: &[&str]) -> (Running, String) {
    let mut demo = Running::start(place.potluck(typed, &[]));
    let out = demo.child().stdout.take().unwrap();
    let said = tokio::task::spawn_blocking(move || {
        let mut said = String::new();
        let mut lines = BufReader::new(out);
        while !said.contains("End with Ctrl-C") && lines.read_line(&mut said).unwrap() > 0 {}
        said
    });
    let said = tokio::time::timeout(super::PATIENCE, said).await;
    let said = said.expect("it comes up").unwrap();
    assert!(
        said.starts_with("Potluck is up in a local Discord: http://127.0.0.1:"),
        "{said}"
    );
    (demo, said)
}

#[test]
fn the_script_plays_its_scenes_and_ends_well() {
    let end = Place::new().ends(&["demo", "--script"], &[]);
    assert!(end.is_well(), "{end}");
    let (story, rest) = end.said.rsplit_once("on record who helped whom").unwrap();
    let (table, monday) = rest.split_once("\n\nThursday").unwrap();
    assert!(
        story.contains("/teach") && story.contains("/askfor"),
        "{story}"
    );
    for scene in [
        "@Sam, meet @",
        "this round of Skill swaps brings you together",
        "this round of Coffee chats brings you together",
    ] {
        assert!(story.contains(scene), "no “{scene}” in:\n{story}");
    }
    assert_snapshot!(table, @"


    when              │helper    │learner     │skill         │thanks
    ──────────────────┼──────────┼────────────┼──────────────┼────────────────────────────────────────────────────────────
    2026-03-02 10:46  │Ravi      │Mia         │PostgreSQL    │You saved my afternoon, and taught me to read a query plan.
    2026-03-02 11:48  │Sofia     │Oscar       │Python        │
    2026-03-02 13:13  │Yuki      │(not told)  │Git           │
    2026-03-06 12:34  │Nadia     │Hana        │Figma         │
    ");
    // It ends with what Noor reads.
    let (_, digest) = monday.rsplit_once("#managers, for managers alone").unwrap();
    assert_snapshot!(digest);
}

#[test]
fn the_script_leaves_a_kept_database_alone() {
    let place = Place::new();
    let script = ["demo", "--script", "--data", "here"];
    let end = place.ends(&script, &[]);
    assert!(end.is_well(), "{end}");
    let kept = std::fs::read(place.path("here/potluck.db")).unwrap();
    assert_snapshot!(place.ends(&script, &[]), @"
    potluck: here/potluck.db is from an earlier demo, and the story begins with an empty one: name another folder with --data
    exit 1
    ");
    assert_eq!(std::fs::read(place.path("here/potluck.db")).unwrap(), kept);
}

#[tokio::test]
async fn its_database_is_kept_and_can_be_used_again() {
    let place = Place::new();
    for (typed, past) in [
        (
            ["demo", "--data", "here", "--no-open", "--empty"].as_slice(),
            "Ada has turned Potluck on just now",
        ),
        // The quarter is not lived through on top of what is there.
        (
            ["demo", "--data", "here", "--no-open"].as_slice(),
            "This database is from an earlier demo",
        ),
    ] {
        let (mut demo, said) = up(&place, typed).await;
        assert!(said.contains(past), "{said}");
        demo.is_told_to_end();
        let end = demo.ends().await;
        assert!(end.is_well(), "{end}");
        assert!(place.path("here/potluck.db").exists());
    }
}
