//! What becomes of every job that the bot was away for: each is run an hour, a day and three weeks late, as the bot does when it is back.
//!
//! [`STEPS`] has what `docs/operators.md` says as a table, one entry or more for each of its rows and for each job of [`DUE`]. A job or a
//! row without a check fails here.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use super::trial::{GUILD, Trial};
use super::{
    DUE, Due, asks, digest, erasure, learning, members, newcomers, privacy, recognition, rounds,
    skills,
};
use crate::store::guilds;

/// For how long after its time a step was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Late {
    AnHour,
    ADay,
    ThreeWeeks,
}

impl Late {
    pub(crate) const fn by(self) -> TimeDelta {
        match self {
            Self::AnHour => TimeDelta::hours(1),
            Self::ADay => TimeDelta::days(1),
            Self::ThreeWeeks => TimeDelta::weeks(3),
        }
    }
}

/// A step that time brings.
struct Step {
    /// By which job.
    job: &'static Due,
    /// How its row of the table begins.
    row: &'static str,
    /// Fails where something else becomes of it than the row says.
    check: fn(Late) -> LocalBoxFuture<'static, ()>,
}

static STEPS: &[Step] = &[
    Step {
        job: &asks::ASKS,
        row: "the next three are invited",
        check: |late| asks::tests::late::next_three(late).boxed_local(),
    },
    Step {
        job: &asks::ASKS,
        row: "the managers' channel hears of a stuck ask",
        check: |late| asks::tests::late::managers(late).boxed_local(),
    },
    Step {
        job: &asks::ASKS,
        row: "\"how is it going?\"",
        check: |late| asks::tests::late::silence(late).boxed_local(),
    },
    Step {
        job: &asks::ASKS,
        row: "an unanswered ask ends",
        check: |late| asks::tests::late::unanswered(late).boxed_local(),
    },
    Step {
        job: &asks::INVITATIONS,
        row: "an invitation lapses",
        check: |late| asks::tests::late::invitation(late).boxed_local(),
    },
    Step {
        job: &asks::ANONYMOUS_ASKS,
        row: "an anonymous ask lets go of its asker",
        check: |late| asks::tests::late::anonymous_ended(late).boxed_local(),
    },
    Step {
        job: &asks::ANONYMOUS_ASKS,
        row: "an anonymous ask lets go of its asker",
        check: |late| asks::tests::late::anonymous_asker_gone(late).boxed_local(),
    },
    Step {
        job: &members::FAREWELLS,
        row: "what is left of a server that the bot was removed from",
        check: |late| removed_server(late).boxed_local(),
    },
    Step {
        job: &erasure::ERASURES,
        row: "what was erased leaves the free space",
        check: |late| privacy::tests::late::erasure(late).boxed_local(),
    },
    Step {
        job: &skills::DRAFTS,
        row: "a question or form that nobody completed",
        check: |late| skills::tests::late::draft(late).boxed_local(),
    },
    Step {
        job: &learning::due::TEACH_QUESTIONS,
        row: "\"could you start someone off with it now?\"",
        check: |late| learning::tests::asked_late(late.by()).boxed_local(),
    },
    Step {
        job: &digest::due::DIGESTS,
        row: "a week is closed and its digest is sent",
        check: |late| digest::tests::late::closing(late).boxed_local(),
    },
    Step {
        job: &recognition::due::RECOGNITION,
        row: "the lessons of a week are posted",
        check: |late| recognition::tests::late::lessons(late).boxed_local(),
    },
    Step {
        job: &recognition::due::RECOGNITION,
        row: "the table of a month is laid",
        check: |late| recognition::tests::late::table(late).boxed_local(),
    },
    Step {
        job: &recognition::own_months::OWN_MONTHS,
        row: "members get their own month",
        check: |late| recognition::tests::late::own_months(late).boxed_local(),
    },
    Step {
        job: &recognition::due::RECOGNITION,
        row: "a leader is asked what they are learning",
        check: |late| recognition::tests::late::leader(late).boxed_local(),
    },
    Step {
        job: &rounds::pairing::due::PAIRINGS,
        row: "people who were put together are nudged",
        check: |late| rounds::pairing::tests::late::nudge(late).boxed_local(),
    },
    Step {
        job: &rounds::pairing::due::PAIRINGS,
        row: "\"did you meet?\"",
        check: |late| rounds::pairing::tests::late::question(late).boxed_local(),
    },
    Step {
        job: &rounds::pairing::due::PAIRINGS,
        row: "\"did you meet?\"",
        check: |late| rounds::pairing::tests::late::once_more(late).boxed_local(),
    },
    Step {
        job: &rounds::pairing::due::FREED,
        row: "a pair asked to be three has had its time",
        check: |late| rounds::pairing::tests::late::freed(late).boxed_local(),
    },
    Step {
        job: &newcomers::due::NEWCOMERS,
        row: "a buddy is looked for again",
        check: |late| newcomers::tests::late::search(late).boxed_local(),
    },
    Step {
        job: &newcomers::due::NEWCOMERS,
        row: "a buddy is looked for again",
        check: |late| newcomers::tests::late::managers(late).boxed_local(),
    },
    Step {
        job: &newcomers::due::NEWCOMERS,
        row: "a newcomer is asked how it goes",
        check: |late| newcomers::tests::late::question(late).boxed_local(),
    },
    Step {
        job: &newcomers::due::NEWCOMERS,
        row: "a newcomer's first thirty working days end",
        check: |late| newcomers::tests::late::end(late).boxed_local(),
    },
    Step {
        job: &rounds::due::ROUNDS,
        row: "the heads-up of a round",
        check: |late| rounds::tests::late::heads_up(late).boxed_local(),
    },
    Step {
        job: &rounds::due::ROUNDS,
        row: "a round is paired",
        check: |late| rounds::tests::late::start(late).boxed_local(),
    },
    Step {
        job: &rounds::due::ROUNDS,
        row: "a round ends",
        check: |late| rounds::tests::late::end(late).boxed_local(),
    },
];

/// The rows of the table that no job of time brings, but connecting, the member list, or the courier. They are told as stories:
/// `newcomers/away.rs`, `messages/late.rs`, `leftovers.rs` and `waves/once.rs`, `connection.rs`.
const NOT_OF_TIME: [&str; 4] = [
    "a newcomer who joined while the bot was away",
    "messages owed",
    "a message that was being sent when the process died",
    "joins, leaves, role changes meanwhile",
];

/// Thirty days after the bot was removed from a server, as Discord has said to this process.
async fn removed_server(late: Late) {
    let trial = Trial::turned_on().await;
    members::removed(&trial.ctx, GUILD).await.unwrap();
    let due = trial.clock.now() + TimeDelta::days(30);
    let job = &members::FAREWELLS;
    assert_eq!(job.next(&trial.ctx).await.unwrap(), Some(due));
    trial.clock.move_to(due + late.by());
    (job.run)(&trial.ctx, trial.clock.now()).await.unwrap();
    assert_eq!(job.next(&trial.ctx).await.unwrap(), None);
    let mut read = trial.ctx.store.read().await.unwrap();
    assert!(!guilds::is_known(&mut read, GUILD).await.unwrap());
}

async fn check_all(late: Late) {
    for step in STEPS {
        println!("{}: {}, {late:?} late", step.job.name, step.row);
        (step.check)(late).await;
    }
}

#[tokio::test]
async fn an_hour_late_each_job_does_what_the_table_says() {
    check_all(Late::AnHour).await;
}

#[tokio::test]
async fn a_day_late_each_job_does_what_the_table_says() {
    check_all(Late::ADay).await;
}

#[tokio::test]
async fn three_weeks_late_each_job_does_what_the_table_says() {
    check_all(Late::ThreeWeeks).await;
}

#[test]
fn no_job_is_without_a_check() {
    let jobs: BTreeSet<&str> = DUE.iter().map(|due| due.name).collect();
    let checked: BTreeSet<&str> = STEPS.iter().map(|step| step.job.name).collect();
    assert_eq!(jobs, checked);
    assert_eq!(jobs.len(), DUE.len(), "two jobs have one name");
}

/// The first cells of the table in `docs/operators.md`.
fn rows() -> Vec<&'static str> {
    let page = include_str!("../../docs/operators.md");
    let (_, section) = page
        .split_once("\n## What happens after it was away\n")
        .unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let cells = section
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    cells
        .map(|(first, _)| first)
        .filter(|first| *first != "step")
        .collect()
}

#[test]
fn the_table_has_a_row_for_each_check_and_none_without() {
    let rows = rows();
    let beginnings: BTreeSet<&str> = STEPS
        .iter()
        .map(|step| step.row)
        .chain(NOT_OF_TIME)
        .collect();
    for beginning in &beginnings {
        let of_it = rows.iter().filter(|row| row.starts_with(beginning)).count();
        assert_eq!(of_it, 1, "rows that begin with {beginning:?}");
    }
    assert_eq!(rows.len(), beginnings.len(), "{rows:#?}");
}
