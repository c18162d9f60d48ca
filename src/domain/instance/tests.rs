use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::pairing::Pairing;

fn member() -> Value {
    json!({
        "id": 17, "team": 3, "teaches": [1, 2], "wishes": [5], "tenure": 4, "newcomer": false, "host": true,
        "slots": [18, 19], "blocks": [4],
    })
}

/// A file of one member, one of whose fields is this.
fn with(field: &str, value: Value) -> String {
    let mut member = member();
    member[field] = value;
    json!({"members": [member], "met": []}).to_string()
}

fn complaint(text: &str) -> String {
    read_round(text).unwrap_err().to_string()
}

#[test]
fn a_member_is_read_with_everything() {
    let mut member = member();
    member["gave_only"] = json!(2);
    member["hosted_ago"] = json!(1);
    let text = json!({"window": 52, "members": [member], "met": [[17, 4, 3], [17, 5, 99_999]]});
    let problem = read_round(&text.to_string()).unwrap();
    assert_eq!(
        problem.people,
        [Person {
            id: MemberId(17),
            team: 3,
            teaches: vec![SkillId(1), SkillId(2)],
            wishes: vec![SkillId(5)],
            tenure: 4,
            newcomer: false,
            host: true,
            slots: [18, 19].into_iter().collect(),
            blocks: vec![MemberId(4)],
            gave_only: 2,
            hosted_ago: Some(1),
            trio_ago: None,
            left_out: false,
        }]
    );
    let ago: Vec<u16> = problem.met.iter().map(|met| met.ago).collect();
    assert_eq!(ago, [3, u16::MAX]);
    assert_eq!(problem.group, GroupSize::Two);
    assert_eq!(problem.weights, Weights::default());
}

#[test]
fn what_is_wrong_is_said_with_the_member_and_the_field() {
    for (field, value, said) in [
        (
            "tenure",
            json!(10),
            "member 17: `tenure` is 10, but must be a whole number from 0 to 9",
        ),
        (
            "tenure",
            json!(-1),
            "member 17: `tenure` is -1, but must be a whole number from 0 to 9",
        ),
        (
            "team",
            json!("red"),
            "member 17: `team` is \"red\", but must be a whole number",
        ),
        (
            "team",
            json!(1.5),
            "member 17: `team` is 1.5, but must be a whole number",
        ),
        (
            "host",
            json!(1),
            "member 17: `host` is 1, but must be true or false",
        ),
        (
            "newcomer",
            Value::Null,
            "member 17: `newcomer` is null, but must be true or false",
        ),
        (
            "slots",
            json!([48]),
            "member 17: `slots` has 48 in it, but each must be a whole number from 0 to 47",
        ),
        (
            "teaches",
            json!({}),
            "member 17: `teaches` is {}, but must be a list",
        ),
        (
            "wishes",
            json!([[1]]),
            "member 17: `wishes` has [1] in it, but each must be a whole number",
        ),
        (
            "blocks",
            json!([u64::MAX]),
            "member 17: `blocks` has 18446744073709551615 in it, but each must be a whole number",
        ),
        (
            "gave_only",
            json!(-3),
            "member 17: `gave_only` is -3, but must be a whole number from 0 on",
        ),
        (
            "hosted_ago",
            json!("2"),
            "member 17: `hosted_ago` is \"2\", but must be a whole number from 0 on",
        ),
        (
            "id",
            json!("17"),
            "the 1. of `members`: `id` is \"17\", but must be a whole number",
        ),
    ] {
        let complaint = complaint(&with(field, value));
        assert!(complaint.starts_with(said), "{complaint}");
    }
}

#[test]
fn what_is_missing_is_said_with_the_member_and_the_field() {
    for field in [
        "team", "teaches", "wishes", "tenure", "newcomer", "host", "slots", "blocks",
    ] {
        let mut member = member();
        member.as_object_mut().unwrap().remove(field);
        let complaint = complaint(&json!({"members": [member]}).to_string());
        let said = format!("member 17: `{field}` is missing: add ");
        assert!(complaint.starts_with(&said), "{complaint}");
    }
}

#[test]
fn what_is_wrong_with_the_whole_is_said_too() {
    let twice = json!({"members": [member(), member()]}).to_string();
    for (text, said) in [
        ("", "EOF while parsing"),
        (
            "7",
            "invalid type: integer `7`, expected an object with the lists `members` and `met`",
        ),
        ("{}", "missing field `members`"),
        (
            r#"{"members": 3}"#,
            "invalid type: integer `3`, expected `members` to be a list of objects",
        ),
        (
            r#"{"members": [3]}"#,
            "the 1. of `members` is 3, but must be an object",
        ),
        (
            r#"{"members": [{}]}"#,
            "the 1. of `members`: `id` is missing, but must be a whole number",
        ),
        (
            r#"{"window": 26, "members": []}"#,
            "`window` is 26, but meetings count for 52 rounds: leave it out",
        ),
        (
            r#"{"members": [], "met": [[1, 2]]}"#,
            "the 1. of `met` is [1,2], but must be [id, id, rounds ago]",
        ),
        (
            r#"{"members": [], "met": [[1, 2, 0]]}"#,
            "member 1: `met` says 0 rounds ago, but 1 is the round before this one",
        ),
        (
            r#"{"members": [], "met": [[1, 1, 5]]}"#,
            "member 1: `met` says that they met themselves: take it out",
        ),
        (
            r#"{"members": [], "done": [[1, 2, "a"]]}"#,
            "the 1. of `done` is [1,2,\"a\"], but must be [giver, taker, skill]",
        ),
        (
            &twice,
            "member 17: `id` stands twice: give each member one of their own",
        ),
    ] {
        let complaint = complaint(text);
        assert!(complaint.starts_with(said), "{complaint}");
    }
}

#[test]
fn a_round_will_do_as_a_swap_meet_and_needs_less() {
    let text = r#"{"members": [{"id": 1, "teaches": [2], "wishes": [3], "blocks": []}], "done": [[1, 4, 2]]}"#;
    let meet = read_swap_meet(text).unwrap();
    assert_eq!(meet.people.len(), 1);
    assert_eq!(
        meet.done,
        [Leg {
            giver: MemberId(1),
            taker: MemberId(4),
            skill: SkillId(2)
        }]
    );
    let round = json!({"members": [member()], "met": []}).to_string();
    assert_eq!(
        read_swap_meet(&round).unwrap().people[0].wishes,
        [SkillId(5)]
    );
}

#[test]
fn answers_have_halves_only_where_there_are() {
    let mut pairing = Pairing {
        groups: vec![vec![MemberId(1), MemberId(2)]],
        left_out: vec![MemberId(3)],
        trios: 0,
        repeats: 1,
        recency: 52,
        half_value: 720,
        half_bound: 721,
        exact: false,
    };
    let answer = of_pairing(&pairing, Duration::from_millis(250));
    assert_eq!(
        answer,
        json!({
            "pairings": [[1, 2]], "left_out": [3], "repeats": 1, "recency": 52, "value": 360, "upper_bound": 360.5,
            "exact": false, "seconds": 0.25,
        })
    );
    pairing.half_value = -1;
    assert_eq!(of_pairing(&pairing, Duration::ZERO)["value"], json!(-0.5));
}

/// Any JSON, more often than not with the names that mean something.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-2_i64..60).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let name = prop_oneof![
            prop::sample::select(vec![
                "window",
                "members",
                "met",
                "done",
                "id",
                "team",
                "teaches",
                "wishes",
                "tenure",
                "newcomer",
                "host",
                "slots",
                "blocks",
                "gave_only",
                "hosted_ago",
            ])
            .prop_map(str::to_owned),
            ".{0,5}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// A good file in one place of which anything stands.
fn nearly_good() -> impl Strategy<Value = String> {
    let fields = member()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect::<Vec<_>>();
    (prop::sample::select(fields), any_json()).prop_map(|(field, value)| with(&field, value))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_text_is_read_or_refused_in_one_line(text in ".{0,60}") {
        for outcome in [read_round(&text).err(), read_swap_meet(&text).err()].into_iter().flatten() {
            prop_assert!(!outcome.to_string().contains('\n'));
        }
    }

    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        let text = value.to_string();
        let _ = read_round(&text);
        let _ = read_swap_meet(&text);
    }

    #[test]
    fn a_file_with_one_thing_wrong_is_refused_by_its_name(text in nearly_good()) {
        match read_round(&text) {
            Ok(problem) => prop_assert_eq!(problem.people.len(), 1),
            Err(error) => {
                let said = error.to_string();
                prop_assert!(said.contains("member") && said.contains('`'), "{said}");
            }
        }
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused(at in 0_usize..200) {
        let text = json!({"members": [member()], "met": [[17, 4, 3]]}).to_string();
        let cut: String = text.chars().take(at.min(text.len() - 1)).collect();
        prop_assert!(read_round(&cut).is_err());
    }
}
