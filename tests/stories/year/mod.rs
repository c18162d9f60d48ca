//! A year in the life of a team of sixty: coffee chats and skill swaps every week, people who come and go, pause, block, ask, meet and
//! answer as chance has it, Discord on its bad days, and a bot that dies forty times, mostly in the middle of something. Afterwards
//! everything that was promised is counted, as far as possible by what stands in the local Discord and not by what the bot believes.
//! Three of them and a newcomer here and there cannot see the channel of the programmes, and are told privately whom they are with. What
//! was owed and never said is excused only by what people did or by what stands there.
//!
//! The seed is printed, so that a year that fails can be lived again: `POTLUCK_YEAR_SEED=7` chooses another one, and
//! `POTLUCK_YEAR_WEEKS=6` a shorter one with accordingly fewer deaths; `POTLUCK_YEAR_KEEP=year.db` keeps a copy of the
//! database. What people do is the same for the same seed; how far the bot has come when it dies is not, to the millisecond, and
//! nothing that is counted may hang on it.

mod calendar;
mod chance;
mod checks;
mod day;
mod deaths;
mod ledger;
mod people;
mod reading;
mod unseen;

use std::time::Instant;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::harness::{Story, tell_in_a_team_of};
use calendar::{Calendar, at, day_of};
use chance::Chance;
use deaths::{Death, Tally};
use people::Team;

/// How many people there are when it begins.
const PEOPLE: usize = 60;
/// How often the bot dies in a year of 52 weeks.
const DEATHS: i64 = 40;
/// How long at most it takes, once nobody does anything any more, until nothing is owed.
const DAYS_TO_FINISH: i64 = 40;

#[test]
#[ignore = "takes three to eight minutes; CI has a step of its own for it"]
fn a_year_of_sixty_people_and_forty_deaths_breaks_no_promise() {
    tell_in_a_team_of(PEOPLE, async |story| {
        let began = Instant::now();
        let mut year = Year::begins(story).await;
        year.goes_by(story).await;
        year.ends(story).await;
        let lived = began.elapsed();
        let (report, broken) = checks::all(story, &year).await;
        println!(
            "{report}lived in {lived:?}, with everything counted {:?}",
            began.elapsed()
        );
        assert!(
            broken.is_empty(),
            "promises that were not kept:\n{}\n\n{report}",
            broken.join("\n")
        );
        for name in story.sandbox.people() {
            story.player(&name).person.mark_read();
        }
    });
}

/// The year as it goes by.
struct Year {
    seed: u64,
    weeks: i64,
    first_day: NaiveDate,
    calendar: Calendar,
    chance: Chance,
    team: Team,
    deaths: Vec<Death>,
    tally: Tally,
}

impl Year {
    /// Ada sets up coffee chats and skill swaps, and people say what they bring.
    async fn begins(story: &mut Story) -> Self {
        let seed = from_environment("POTLUCK_YEAR_SEED").unwrap_or(52);
        let weeks = from_environment("POTLUCK_YEAR_WEEKS")
            .and_then(|weeks| i64::try_from(weeks).ok())
            .unwrap_or(52);
        let chance = Chance::new(seed);
        let first_day = day_of(story.now()) + TimeDelta::days(1);
        let calendar = Calendar::new(first_day, weeks);
        let team = Team::arrives(story, chance, &calendar).await;
        Self {
            seed,
            weeks,
            first_day,
            deaths: deaths::plan(chance, weeks, DEATHS * weeks / 52),
            calendar,
            chance,
            team,
            tally: Tally::default(),
        }
    }

    async fn goes_by(&mut self, story: &mut Story) {
        for day in 0..self.weeks * 7 {
            self.a_day_goes_by(story, day).await;
        }
    }

    /// Nobody does anything any more, the programmes are stopped, and what waits for room or for somebody's hours goes out.
    async fn ends(&mut self, story: &mut Story) {
        people::stops_programmes(story).await;
        for _ in 0..DAYS_TO_FINISH {
            story.pass(TimeDelta::days(1)).await;
            let owed = story
                .rows("SELECT count(*) FROM outbox WHERE state IN ('owed', 'sending')")
                .await;
            if owed == ["0"] {
                return;
            }
        }
    }

    fn date(&self, day: i64) -> NaiveDate {
        self.first_day + TimeDelta::days(day)
    }

    /// When the year is over, and people do nothing any more.
    fn end(&self) -> DateTime<Utc> {
        at(self.date(self.weeks * 7), 0, 0)
    }
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is {text:?}, which is no number"))
    })
}
