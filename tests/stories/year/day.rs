//! One day: what goes wrong at Discord's end, when the bot dies, and when people come, go and do something.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use discord_sandbox::faults::Fault;

use super::Year;
use super::calendar::at;
use super::deaths::{self, Death, Moment};
use crate::harness::Story;

/// What happens at an instant of a day.
enum Event {
    /// The bot dies, at a moment of the hour to come.
    Death(Death),
    /// The gateway's connection is lost after so many more requests.
    Cut(u64),
    /// Discord loses the server for a while.
    Outage,
    /// Somebody joins.
    Joins,
    /// Somebody leaves, or comes back.
    Moves,
    /// Everybody has a look at what is new.
    Looks,
}

impl Year {
    pub(super) async fn a_day_goes_by(&mut self, story: &mut Story, day: i64) {
        let fault = self.trouble(day);
        if let Some(fault) = &fault {
            story.suffer(fault.clone());
        }
        for (when, event) in self.events(day) {
            if when > story.now() {
                story.pass_until(when).await;
            }
            self.happens(story, day, event).await;
        }
        if let Some(fault) = &fault {
            // Switching off what has used itself up already is no error of the story's.
            let _off = story.sandbox.clear_fault(fault);
        }
    }

    async fn happens(&mut self, story: &mut Story, day: i64, event: Event) {
        match event {
            Event::Death(death) => {
                let joins = deaths::dies(story, &death, at(self.date(day), 11, 0), &mut self.tally);
                if let Some(away) = joins.await {
                    self.while_away(story, day, away).await;
                }
            }
            Event::Cut(requests) => {
                let limit = at(self.date(day), 11, 0);
                deaths::passes_to(story, &Moment::Requests(requests), limit).await;
                story.suffer(Fault::DropGateway);
                story.settle().await;
            }
            Event::Outage => {
                story.suffer(Fault::GuildUnavailable);
                story.pass(TimeDelta::minutes(35)).await;
                story.sandbox.clear_fault(&Fault::GuildUnavailable).unwrap();
                story.settle().await;
            }
            Event::Joins => self.team.somebody_joins(story, day, story.now()).await,
            Event::Moves => self.team.somebody_moves(story, day, story.now()),
            Event::Looks => self.team.a_day(story, day).await,
        }
    }

    /// The bot is gone for a while, in which people come and go all the same.
    async fn while_away(&mut self, story: &mut Story, day: i64, away: TimeDelta) {
        let back = story.now() + away;
        if away > TimeDelta::zero() {
            if self
                .chance
                .about(&format!("joins while away {day}"))
                .percent(50)
            {
                self.team.somebody_joins(story, day, back).await;
            }
            if self
                .chance
                .about(&format!("leaves while away {day}"))
                .percent(40)
            {
                self.team.somebody_moves(story, day, back);
            }
            story.pass_until(back).await;
        }
        story.start_bot().await;
    }

    /// What happens on a day, in its order.
    fn events(&self, day: i64) -> Vec<(DateTime<Utc>, Event)> {
        let date = self.date(day);
        let mut dice = self.chance.about(&format!("day {day}"));
        let mut events = Vec::new();
        let deaths: Vec<Death> = self
            .deaths
            .iter()
            .filter(|death| death.day == day)
            .cloned()
            .collect();
        if deaths.is_empty() && self.calendar.is_worked(date) {
            match dice.below(40) {
                0 => events.push((at(date, 9, 40), Event::Outage)),
                1..=4 => {
                    let after = dice.below(30).unsigned_abs();
                    events.push((at(date, 9, 50), Event::Cut(after)));
                }
                _ => {}
            }
        }
        events.extend(
            deaths
                .into_iter()
                .map(|death| (at(date, 9, 50), Event::Death(death))),
        );
        if dice.percent(8) {
            events.push((any_time(date, dice.below(24)), Event::Joins));
        }
        if dice.percent(10) {
            events.push((any_time(date, dice.below(24)), Event::Moves));
        }
        if self.calendar.is_worked(date) {
            let (hour, minute) = (11 + dice.below(5), 5 + dice.below(50));
            let when = at(date, hour.try_into().unwrap(), minute.try_into().unwrap());
            events.push((when, Event::Looks));
        }
        events.sort_by_key(|(when, _)| *when);
        events
    }

    /// Discord's bad days: some requests fail although they took effect, some without, some are refused for now. What the bot answers
    /// people with is spared: they would have to do it again, and do so in other stories.
    fn trouble(&self, day: i64) -> Option<Fault> {
        let mut dice = self.chance.about(&format!("trouble {day}"));
        let kind = dice.below(10);
        let routes = [
            "/channels",
            "/channels/{channel_id}/messages",
            "/users/@me/channels",
            "/guilds",
        ];
        let route = dice.one_of(&routes).map(|route| (*route).to_owned());
        let times = 1 + u32::try_from(dice.below(8)).unwrap();
        match kind {
            0 | 1 => Some(Fault::ServerError {
                method: None,
                route,
                times,
                status: Some(502),
                after_effect: true,
            }),
            2 | 3 => Some(Fault::ServerError {
                method: None,
                route,
                times,
                status: Some(503),
                after_effect: false,
            }),
            4 | 5 => Some(Fault::RateLimited {
                method: None,
                route,
                times,
                retry_after_ms: 50,
            }),
            _ => None,
        }
    }
}

fn any_time(date: NaiveDate, hour: i64) -> DateTime<Utc> {
    // Twenty past, so that no hour of theirs is skipped or doubled when the clocks change at one.
    at(date, 0, 20) + TimeDelta::hours(hour)
}
