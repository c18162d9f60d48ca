use super::*;

fn calendar() -> Calendar {
    Calendar::standard(chrono_tz::Europe::Lisbon)
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn week(text: &str) -> Week {
    text.parse().unwrap()
}

fn with_holidays(days: &[&str]) -> Calendar {
    Calendar {
        holidays: std::sync::Arc::new(days.iter().map(|day| day.parse().unwrap()).collect()),
        ..calendar()
    }
}

#[test]
fn lessons_come_when_the_team_first_works_in_the_week() {
    let monday = at("2026-03-09T09:00:00Z");
    assert_eq!(lessons_at(&calendar(), week("2026-W11")), monday);
    let off = with_holidays(&["2026-03-09"]);
    assert_eq!(
        lessons_at(&off, week("2026-W11")),
        monday + TimeDelta::days(1)
    );
}

#[test]
fn lessons_are_posted_late_within_their_week() {
    for (now, expected) in [
        ("2026-03-09T09:00:00Z", true),
        ("2026-03-13T16:00:00Z", true),
        ("2026-03-16T09:00:00Z", false),
    ] {
        assert_eq!(
            lessons_in_time(&calendar(), week("2026-W11"), at(now)),
            expected,
            "{now}"
        );
    }
    let week_off = with_holidays(&[
        "2026-03-09",
        "2026-03-10",
        "2026-03-11",
        "2026-03-12",
        "2026-03-13",
    ]);
    assert!(
        !lessons_in_time(&week_off, week("2026-W11"), at("2026-03-16T09:00:00Z")),
        "the next week has its own"
    );
}

#[test]
fn a_table_is_laid_on_the_first_working_day_and_asked_for_three_before() {
    // March 2026 ends on a Tuesday; the third of April is Good Friday, the first no holiday.
    assert_eq!(
        told_at(&calendar(), month("2026-03")),
        at("2026-04-01T08:00:00Z")
    );
    assert_eq!(
        asked_at(&calendar(), month("2026-03")),
        at("2026-03-27T09:00:00Z")
    );
    // The first of February 2026 is a Sunday.
    assert_eq!(
        told_at(&calendar(), month("2026-01")),
        at("2026-02-02T09:00:00Z")
    );
    let new_year = with_holidays(&["2027-01-01"]);
    assert_eq!(
        told_at(&new_year, month("2026-12")),
        at("2027-01-04T09:00:00Z")
    );
}

#[test]
fn a_leader_is_asked_while_a_working_day_is_left() {
    for (now, expected) in [
        ("2026-03-27T08:59:00Z", false),
        ("2026-03-27T09:00:00Z", true),
        ("2026-03-31T08:00:00Z", true),
        ("2026-03-31T09:00:00Z", false),
        ("2026-04-01T08:00:00Z", false),
    ] {
        assert_eq!(
            may_be_asked(&calendar(), month("2026-03"), at(now)),
            expected,
            "{now}"
        );
    }
}

fn lesson(id: i64, author: Option<i64>, skill: i64, answered: i64) -> Candidate {
    Candidate {
        lesson: LessonId(id),
        author: author.map(MemberId),
        skill: SkillId(skill),
        answered,
        written_at: at("2026-03-02T09:00:00Z") + TimeDelta::hours(id),
    }
}

#[track_caller]
fn check_lessons(candidates: &[Candidate], expected: &[i64]) {
    let chosen: Vec<i64> = lessons_of_the_week(candidates.to_vec())
        .into_iter()
        .map(|lesson| lesson.0)
        .collect();
    assert_eq!(chosen, expected);
}

#[test]
fn lessons_are_of_different_people_and_skills_then_useful_then_new() {
    check_lessons(&[], &[]);
    check_lessons(
        &[lesson(1, Some(1), 1, 0), lesson(2, Some(1), 1, 0)],
        &[2, 1],
    );
    check_lessons(
        &[
            lesson(1, Some(1), 1, 0),
            lesson(2, Some(2), 2, 1),
            lesson(3, Some(2), 3, 0),
            lesson(4, Some(3), 1, 0),
            lesson(5, Some(2), 2, 0),
        ],
        // The useful one; then the newest by somebody else about something else; then one that repeats one thing, not two.
        &[2, 4, 3],
    );
    check_lessons(
        &[
            lesson(1, None, 1, 0),
            lesson(2, None, 2, 0),
            lesson(3, None, 3, 0),
            lesson(4, Some(1), 3, 0),
        ],
        &[4, 2, 1],
    );
}

fn leader(member: i64, asked: Option<(&str, &str)>, unreached: bool) -> Leader {
    Leader {
        member: MemberId(member),
        asked: asked.map(|(asked_for, then)| LastAsked {
            month: month(asked_for),
            asked_at: at(then),
            unreached,
        }),
    }
}

#[test]
fn leaders_take_turns() {
    let february = Some(("2026-02", "2026-02-25T09:00:00Z"));
    let january = Some(("2026-01", "2026-01-28T09:00:00Z"));
    let leaders = vec![
        leader(1, february, false),
        leader(2, None, false),
        leader(3, january, false),
        leader(4, None, false),
        leader(5, Some(("2025-12", "2025-12-29T09:00:00Z")), true),
    ];
    assert_eq!(
        in_turn(leaders.clone(), month("2026-03")),
        [2, 4, 3, 1, 5].map(MemberId),
        "whom nothing reaches is last"
    );
    assert_eq!(
        in_turn(leaders, month("2026-02")),
        [2, 4, 3, 5].map(MemberId),
        "who was asked for that table is not asked again"
    );
}

#[test]
fn a_table_is_in_time_for_ten_days() {
    for (now, expected) in [
        ("2026-04-01T08:00:00Z", true),
        ("2026-04-11T07:59:59Z", true),
        ("2026-04-11T08:00:00Z", false),
    ] {
        assert_eq!(
            in_time(&calendar(), month("2026-03"), at(now)),
            expected,
            "{now}"
        );
    }
}

fn thanks(help: i64, by: i64, to: i64) -> Thanks {
    Thanks {
        help: HelpId(help),
        by: MemberId(by),
        to: MemberId(to),
        words: "Thank you!".to_owned(),
        skill: None,
    }
}

#[test]
fn three_others_thank_three_others() {
    let all = vec![
        thanks(1, 1, 2),
        thanks(2, 1, 3),
        thanks(3, 4, 2),
        thanks(4, 2, 1),
        thanks(5, 3, 4),
        thanks(6, 5, 6),
    ];
    let helps: Vec<i64> = quoted(all).into_iter().map(|one| one.help.0).collect();
    assert_eq!(helps, [1, 4, 5]);
}

#[test]
fn skills_taught_stand_by_name_and_as_many_as_there_is_room_for() {
    let names = |count: usize| (0..count).map(|n| format!("skill {:02}", 99 - n)).collect();
    let table = Table::default().with_taught(names(TAUGHT));
    assert!(!table.more && !table.is_empty());
    assert_eq!(table.taught.first().unwrap(), "skill 88");
    let table = Table::default().with_taught(names(TAUGHT + 1));
    assert!(table.more);
    assert_eq!(table.taught.len(), TAUGHT);
    assert!(Table::default().is_empty());
}

#[test]
fn a_month_with_nothing_but_wishes_is_quiet() {
    let mut own = OwnMonth {
        wishes: vec!["Go".to_owned()],
        ..OwnMonth::default()
    };
    assert!(own.is_quiet());
    own.lessons = 1;
    assert!(!own.is_quiet());
}
