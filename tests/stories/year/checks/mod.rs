//! What was promised, counted at the end of the year: by what stands in the local Discord and by what people did, held against what
//! the bot has on record. Everything that was not kept is a sentence.

mod days;
mod dropped;
mod excuses;
mod left_out;
mod messages;
mod newcomers;
mod pairings;
mod private;
mod rounds;
mod row;
mod told;
mod world;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{DEATHS, Year, deaths};
use crate::harness::Story;
use world::Snapshot;

/// At least so many in a hundred deaths are in the middle of an occurrence or a delivery.
const IN_THE_MIDDLE: i64 = 50;

/// What the checks go by.
struct Evidence<'a> {
    story: &'a Story,
    year: &'a Year,
    /// What stands in the local Discord.
    world: Snapshot,
    /// What the bot has on record.
    db: sqlx::SqlitePool,
    report: String,
    broken: Vec<String>,
}

/// How the year was, and what was not kept.
pub(super) async fn all(story: &Story, year: &Year) -> (String, Vec<String>) {
    let mut evidence = Evidence {
        story,
        year,
        world: story.sandbox.look(Snapshot::of),
        db: story.pool().await,
        report: format!("seed {}, {} weeks\n", year.seed, year.weeks),
        broken: Vec::new(),
    };
    evidence.deaths();
    evidence.load();
    evidence.people();
    evidence.every_round_once().await;
    evidence.every_step_of_a_pairing_once().await;
    evidence.who_has_no_thread_is_told().await;
    evidence.nobody_with_whom_they_may_not_be().await;
    evidence.nobody_left_out_silently().await;
    evidence.days_off_are_days_off();
    evidence.no_message_twice_or_lost().await;
    evidence.every_newcomer_has_a_buddy().await;
    evidence.nobody_gets_too_much().await;
    evidence.keeps_the_database().await;
    evidence.db.close().await;
    (evidence.report, evidence.broken)
}

impl Evidence<'_> {
    fn says(&mut self, line: &str) {
        let _infallible = writeln!(self.report, "{line}");
    }

    /// Whether somebody is at work by what they said of their hours.
    fn is_at_work(&self, name: &str, at: DateTime<Utc>) -> bool {
        let hours = self.year.team.ledger.hours_of(name);
        self.year.calendar.is_at_work(hours, at)
    }

    fn breaks(&mut self, what: String) {
        self.broken.push(what);
    }

    /// For whoever looks into a year in which something broke: the database, where `POTLUCK_YEAR_KEEP` says.
    async fn keeps_the_database(&self) {
        if let Ok(file) = std::env::var("POTLUCK_YEAR_KEEP") {
            let keep = sqlx::query("VACUUM INTO ?").bind(file);
            keep.execute(&self.db).await.unwrap();
        }
    }

    /// The bot died as often as it was to, and often enough in the middle of something.
    fn deaths(&mut self) {
        let tally = &self.year.tally;
        let wanted = DEATHS * self.year.weeks / 52;
        let days = deaths::days(&self.year.deaths, self.year.first_day);
        let line = format!(
            "{} deaths, {} of them in the middle of something ({} of a delivery, {} of an occurrence), between {} and {}",
            tally.deaths,
            tally.in_the_middle,
            tally.in_deliveries,
            tally.in_occurrences,
            days.first().unwrap(),
            days.last().unwrap(),
        );
        let (deaths, middle) = (tally.deaths, tally.in_the_middle);
        self.says(&line);
        if deaths != wanted {
            self.breaks(format!("the bot died {deaths} times, not {wanted}"));
        }
        if middle * 100 < deaths * IN_THE_MIDDLE {
            self.breaks(format!(
                "only {middle} of {deaths} deaths were in the middle of something"
            ));
        }
    }

    /// How much there was to do.
    fn load(&mut self) {
        let moves = self.story.sandbox.clock().reading().tick;
        let requests = deaths::requests(&self.story.sandbox);
        self.says(&format!(
            "the clock was moved {moves} times, and the bot made {requests} requests"
        ));
    }

    /// Everything that people did was answered.
    fn people(&mut self) {
        let ledger = &self.year.team.ledger;
        let line = format!(
            "{} commands and clicks, {} too late for their button; {} joined, {} of them again; {} left; {} pauses; {} blocks",
            ledger.acts,
            ledger.too_late,
            ledger.joinings.len(),
            ledger
                .joinings
                .iter()
                .filter(|joining| joining.again)
                .count(),
            ledger.leavings.len(),
            ledger.pauses.len(),
            ledger.blocks.len(),
        );
        let unanswered = ledger.unanswered.clone();
        self.says(&line);
        for act in unanswered {
            self.breaks(format!("not answered: {act}"));
        }
    }
}

/// An instant as the database keeps it.
fn time(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap()
}
