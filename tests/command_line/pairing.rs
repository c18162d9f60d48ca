//! `potluck pair` and `potluck swap` with files of people.

use super::{End, Place};

/// Four people, two of whom have met. 1 and 2 could teach each other.
const PEOPLE: &str = r#"{"window": 52, "members": [
    {"id": 1, "team": 1, "teaches": [7], "wishes": [8], "tenure": 2, "newcomer": false, "host": false, "slots": [18, 19, 20, 21], "blocks": []},
    {"id": 2, "team": 2, "teaches": [8], "wishes": [7], "tenure": 5, "newcomer": false, "host": false, "slots": [18, 19], "blocks": []},
    {"id": 3, "team": 1, "teaches": [], "wishes": [8], "tenure": 2, "newcomer": false, "host": true, "slots": [40], "blocks": []},
    {"id": 4, "team": 1, "teaches": [], "wishes": [], "tenure": 2, "newcomer": true, "host": false, "slots": [40, 41], "blocks": []}
], "met": [[1, 3, 2]]}"#;

fn with_people(text: &str, arguments: &[&str]) -> End {
    let place = Place::new();
    place.write("people.json", text);
    place.ends(arguments, &[])
}

/// The answer without how long it took.
fn json(end: &End) -> serde_json::Value {
    let mut answer: serde_json::Value = serde_json::from_str(&end.said).unwrap();
    assert!(answer["seconds"].take().as_f64().unwrap() >= 0.0);
    answer
}

#[test]
fn pair_prints_an_answer_for_programs() {
    let end = with_people(PEOPLE, &["pair", "people.json", "--seed", "3", "--json"]);
    assert!(end.is_well(), "{end}");
    // 1 and 2: 100 each way, 200 for both, 150 across teams, 20 * 3 for tenure, 40 for an hour. 3 and 4: 200 for the host,
    // 150 less for no hour.
    assert_eq!(
        json(&end),
        serde_json::json!({
            "pairings": [[1, 2], [3, 4]], "left_out": [], "repeats": 0, "recency": 0, "value": 700, "upper_bound": 700,
            "exact": true, "seconds": null,
        })
    );
}

#[test]
fn pair_says_who_meets_whom_and_why() {
    let end = with_people(PEOPLE, &["pair", "people.json"]);
    assert!(end.is_well(), "{end}");
    let (said, seconds) = end.said.rsplit_once(". ").unwrap();
    assert!(seconds.ends_with(" s.\n"), "{seconds}");
    assert_eq!(
        said,
        "1 and 2: 650; 1 teaches 2 skill 7; 2 teaches 1 skill 8; of two teams; tenure bands 2 and 5; 1 hour in common\n\
         3 and 4: 50; no hour in common; 3 hosts 4\n\
         \n\
         2 groups of 4 members, 0 trios, 0 repeats. Worth 700 of at most 700, the best there is"
    );
}

#[test]
fn pair_seats_an_odd_one_in_a_trio_and_names_who_met() {
    let mut three: serde_json::Value = serde_json::from_str(PEOPLE).unwrap();
    three["members"].as_array_mut().unwrap().pop();
    let three = three.to_string();
    let end = with_people(&three, &["pair", "people.json"]);
    assert!(end.is_well(), "{end}");
    assert!(end.said.contains("1 and 3 (with 2): "), "{}", end.said);
    assert!(end.said.contains("met 2 rounds ago"), "{}", end.said);
    assert!(
        end.said.contains("1 group of 3 members, 1 trio, 1 repeat."),
        "{}",
        end.said
    );
}

#[test]
fn swap_prints_an_answer_for_programs_and_for_people() {
    let end = with_people(PEOPLE, &["swap", "people.json", "--json"]);
    assert!(end.is_well(), "{end}");
    assert_eq!(
        json(&end),
        serde_json::json!({
            "swaps": [[[1, 2, 7], [2, 1, 8]]], "served": 2, "upper_bound": 2, "exact": true, "seconds": null,
        })
    );
    let end = with_people(PEOPLE, &["swap", "people.json"]);
    assert!(end.is_well(), "{end}");
    let said = "1 teaches 2 skill 7; 2 teaches 1 skill 8\n\n\
                1 swap among 4 members: 2 wishes served of at most 2, the most there can be. ";
    assert!(end.said.starts_with(said), "{}", end.said);
}

#[test]
fn what_was_swapped_is_not_swapped_again() {
    let done = PEOPLE.replace("\"met\":", "\"done\": [[2, 1, 8]], \"met\":");
    let end = with_people(&done, &["swap", "people.json", "--json"]);
    assert!(end.is_well(), "{end}");
    assert_eq!(json(&end)["swaps"], serde_json::json!([]));
}

#[test]
fn a_file_that_is_wrong_is_refused_with_the_member_and_the_field() {
    let wrong = PEOPLE.replace("\"tenure\": 5", "\"tenure\": \"five\"");
    let end = with_people(&wrong, &["pair", "people.json"]);
    assert_eq!((end.code, end.said.as_str()), (2, ""));
    let said = "potluck: people.json: member 2: `tenure` is \"five\", but must be a whole number from 0 to 9 at line ";
    assert!(end.on_standard_error.starts_with(said), "{end}");

    let missing = PEOPLE.replace("\"wishes\": [7], ", "");
    let end = with_people(&missing, &["swap", "people.json"]);
    assert_eq!(end.code, 2);
    let said = "potluck: people.json: member 2: `wishes` is missing: add a list at line ";
    assert!(end.on_standard_error.starts_with(said), "{end}");
}

#[test]
fn a_file_that_is_not_there_is_said_to_be_so() {
    for command in ["pair", "swap"] {
        let end = with_people(PEOPLE, &[command, "nobody.json"]);
        assert_eq!(end.code, 2);
        assert!(
            end.on_standard_error
                .starts_with("potluck: nobody.json cannot be read ("),
            "{end}"
        );
    }
}
