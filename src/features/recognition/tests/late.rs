//! The bot was away when a week or a month began.

use super::{asked, at, done, executes, leaders, lesson, runs, tables_are_wanted, texts, until};
use crate::custom_id::SetupClick;
use crate::features::late::Late;
use crate::features::recognition::own_months::OWN_MONTHS;
use crate::features::trial::{NOOR, Trial, shown};

/// The lessons of a week come late in it, those of the weeks before do not.
pub(crate) async fn lessons(late: Late) {
    let trial = Trial::turned_on().await;
    shown(
        trial
            .presses(NOOR, SetupClick::WeeklyLessons { on: 1 })
            .await,
    );
    until(&trial, at("2026-03-09T08:59:00Z")).await;
    lesson(&trial, 1, 0).await;
    trial.clock.move_to(at("2026-03-09T09:00:00Z") + late.by());
    runs(&trial).await;
    let expected: &[&str] = match late {
        Late::AnHour | Late::ADay => &["lessons:2026-W11 done"],
        Late::ThreeWeeks => &[
            "lessons:2026-W11 missed",
            "lessons:2026-W12 missed",
            "lessons:2026-W13 missed",
            "lessons:2026-W14 done",
        ],
    };
    assert_eq!(done(&trial).await, (texts(expected), 1));
    runs(&trial).await;
    assert_eq!(done(&trial).await, (texts(expected), 1), "once");
}

/// A table is laid, unless ten days have gone.
pub(crate) async fn table(late: Late) {
    let trial = Trial::turned_on().await;
    tables_are_wanted(&trial).await;
    lesson(&trial, 1, 0).await;
    executes(
        &trial,
        "INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, happened_at) VALUES (1, 13, 12, 1, 'thanks', 1772442000000)",
    )
    .await;
    until(&trial, at("2026-04-01T08:59:00Z")).await;
    assert_eq!(done(&trial).await, (vec![], 0));
    trial.clock.move_to(at("2026-04-01T09:00:00Z") + late.by());
    runs(&trial).await;
    let expected = match late {
        Late::AnHour | Late::ADay => (texts(&["table:2026-03 done"]), 1),
        Late::ThreeWeeks => (texts(&["table:2026-03 missed"]), 0),
    };
    assert_eq!(done(&trial).await, expected);
    runs(&trial).await;
    assert_eq!(done(&trial).await, expected, "once");
}

/// People get their own month, unless ten days have gone; also where the bot was ended once it was known who gets one.
pub(crate) async fn own_months(late: Late) {
    for known_before in [false, true] {
        let trial = Trial::turned_on().await;
        executes(
            &trial,
            "UPDATE members SET wants_month = 1 WHERE member_id = 12",
        )
        .await;
        until(&trial, at("2026-04-01T08:59:00Z")).await;
        trial.clock.move_to(at("2026-04-01T09:00:00Z"));
        if known_before {
            runs(&trial).await;
        }
        trial.clock.move_to(at("2026-04-01T09:00:00Z") + late.by());
        let expected = match late {
            Late::AnHour | Late::ADay => 1,
            Late::ThreeWeeks => 0,
        };
        for _ in ["late", "once"] {
            runs(&trial).await;
            trial.runs(&OWN_MONTHS).await;
            assert_eq!(done(&trial).await, (vec![], expected));
        }
    }
}

/// A leader is asked as long as a working day is left to answer.
pub(crate) async fn leader(late: Late) {
    let trial = Trial::turned_on().await;
    leaders(&trial).await;
    tables_are_wanted(&trial).await;
    until(&trial, at("2026-03-27T08:59:00Z")).await;
    trial.clock.move_to(at("2026-03-27T09:00:00Z") + late.by());
    runs(&trial).await;
    match late {
        Late::AnHour => assert_eq!(asked(&trial).await, [NOOR]),
        Late::ADay => {
            // It is a Saturday: the team works again on Monday.
            assert_eq!(asked(&trial).await, []);
            until(&trial, at("2026-03-30T09:00:00Z")).await;
            assert_eq!(asked(&trial).await, [NOOR]);
        }
        Late::ThreeWeeks => {
            assert_eq!(asked(&trial).await, []);
            assert_eq!(
                done(&trial).await.0,
                texts(&["leader:2026-03 missed", "table:2026-03 missed"])
            );
        }
    }
}
