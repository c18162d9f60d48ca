//! What time brings: the lessons of a week, a leader who is asked, the table of a month, and whom their own is owed to.
//!
//! All of it happens while the team works. What there is to do is found out from the calendar and from what was done last, so that
//! nothing happens twice, and what came too late to make sense is marked as missed.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::words;
use crate::delivery::Receipt;
use crate::domain::digest::Week;
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::recognition::{
    LESSONS_OF, Month, asked_at, days, in_time, lessons_at, lessons_in_time, lessons_of_the_week,
    told_at,
};
use crate::domain::schedule::local_date;
use crate::error::Result;
use crate::features::{Ctx, Due};
use crate::post::Post;
use crate::store::occurrences::{self, Fate, Occurrence};
use crate::store::outbox::{self, Owed};
use crate::store::recognition::{self as rows, Wanted};
use crate::store::settings::{self, Guild};
use crate::store::{SqliteConnection, Write, lessons};

/// The job's name, by which its occurrences are claimed.
const JOB: &str = "recognition";
/// How the periods of each of its steps begin.
const LESSONS: &str = "lessons:";
pub(super) const LEADER: &str = "leader:";
const TABLE: &str = "table:";
const MONTH: &str = "month:";
/// How many guilds are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 50;

/// The lessons of a week, the table of a month with a leader's answer, and whom their own month is owed to.
pub static RECOGNITION: Due = Due {
    name: JOB,
    when: |_, agenda| agenda.recognition,
    run: |ctx, now| run(ctx, now).boxed(),
};

/// A guild in which it is on, at an instant at which people work there.
pub(super) struct Scene<'a> {
    pub(super) guild: &'a Guild,
    pub(super) wanted: Wanted,
    /// Since when Potluck is on.
    pub(super) on: DateTime<Utc>,
    pub(super) now: DateTime<Utc>,
}

async fn run(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = rows::due(&mut *ctx.store.read().await?, now, BATCH).await?;
    let mut done = Ok(());
    for guild in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(time_has_come(ctx, guild).await);
    }
    done
}

async fn time_has_come(ctx: &Ctx, guild: GuildId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(guild) = settings::guild(&mut write, guild).await? else {
        return Ok(());
    };
    let Some(on) = guild.turned_on_at else {
        return Ok(());
    };
    let next = if guild.calendar.is_working(now) {
        let mut wanted = rows::wanted(&mut write, guild.id).await?;
        if let Some(chosen) = wanted.channel
            && settings::channel(&mut write, guild.id, chosen)
                .await?
                .is_none()
        {
            // It was deleted: the help channel stands in for it until admins choose another.
            wanted.channel = None;
        }
        let scene = Scene {
            wanted,
            guild: &guild,
            on,
            now,
        };
        scene.lessons(&mut write).await?;
        scene.leader(&mut write).await?;
        scene.table(&mut write).await?;
        scene.months(&mut write).await?;
        scene.next(&mut write).await?
    } else {
        guild.calendar.next_working_instant(now)
    };
    rows::set_next(&mut write, guild.id, next).await?;
    write.commit().await?;
    Ok(())
}

/// Whether the table of a month, or of a later one, is laid or was not laid in time: the one of this month is not laid any more.
pub(super) async fn is_over(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
) -> Result<bool> {
    Ok(last::<Month>(db, guild, TABLE)
        .await?
        .is_some_and(|last| last >= month))
}

/// Whether the table of a month is laid; not one that was missed, or never wanted.
pub(super) async fn is_laid(
    db: &mut SqliteConnection,
    guild: GuildId,
    month: Month,
) -> Result<bool> {
    Ok(rows::is_done(db, guild, JOB, &format!("{TABLE}{month}")).await?)
}

/// The period of a step that was done or missed last.
async fn last<Period: std::str::FromStr>(
    db: &mut SqliteConnection,
    guild: GuildId,
    step: &str,
) -> Result<Option<Period>> {
    let last = rows::latest(db, guild, JOB, step).await?;
    Ok(last.and_then(|period| period.parse().ok()))
}

impl Scene<'_> {
    /// Claims a period of a step. `false`: it was claimed before.
    pub(super) async fn claim(
        &self,
        write: &mut Write,
        period: &str,
        due: DateTime<Utc>,
        in_time: bool,
    ) -> Result<bool> {
        let fate = if in_time { Fate::Done } else { Fate::Missed };
        let occurrence = Occurrence {
            guild: self.guild.id,
            job: JOB,
            period,
            due,
        };
        Ok(occurrences::claim(write, occurrence, fate, self.now).await?)
    }

    fn this_week(&self) -> Week {
        Week::of(local_date(self.guild.calendar.zone, self.now))
    }

    pub(super) fn month_of(&self, at: DateTime<Utc>) -> Month {
        Month::of(local_date(self.guild.calendar.zone, at))
    }

    /// The lessons of each week that has begun since they were asked for. Only those of the week that goes on are posted.
    async fn lessons(&self, write: &mut Write) -> Result<()> {
        let Some(since) = self.wanted.lessons.map(|since| since.max(self.on)) else {
            return Ok(());
        };
        let calendar = &self.guild.calendar;
        let first = Week::of(local_date(calendar.zone, since));
        let mut week = match last::<Week>(write, self.guild.id, LESSONS).await? {
            Some(last) => first.max(last.later(1)),
            None => first,
        };
        while week <= self.this_week() && lessons_at(calendar, week) <= self.now {
            let due = lessons_at(calendar, week);
            // One that began before they were asked for is left alone.
            if due > since {
                let in_time = lessons_in_time(calendar, week, self.now);
                let period = format!("{LESSONS}{week}");
                if self.claim(write, &period, due, in_time).await? && in_time {
                    self.post_lessons(write).await?;
                }
            }
            week = week.later(1);
        }
        Ok(())
    }

    async fn post_lessons(&self, write: &mut Write) -> Result<()> {
        let candidates = rows::not_shown(write, self.guild.id, self.now - LESSONS_OF).await?;
        let chosen = lessons_of_the_week(candidates);
        if chosen.is_empty() {
            return Ok(());
        }
        for lesson in &chosen {
            rows::shown(write, *lesson, self.now).await?;
        }
        let chosen = lessons::find_all(write, &chosen).await?;
        let receipt = Receipt::LessonsPosted(self.guild.id, self.now);
        self.post(write, words::lessons(&chosen), receipt).await
    }

    /// The table of each month that has ended since it was asked for; one that is far too late is not laid.
    async fn table(&self, write: &mut Write) -> Result<()> {
        let Some(since) = self.wanted.table.map(|since| since.max(self.on)) else {
            return Ok(());
        };
        for (month, due, in_time) in self.months_since(write, since, TABLE).await? {
            if self.guild.leaders_role.is_some() {
                // Nobody had room, or the bot was away.
                let asked = asked_at(&self.guild.calendar, month);
                self.claim(write, &format!("{LEADER}{month}"), asked, false)
                    .await?;
            }
            let period = format!("{TABLE}{month}");
            if self.claim(write, &period, due, in_time).await? && in_time {
                let days = days(&self.guild.calendar, month);
                let table = rows::table(write, self.guild.id, month, days).await?;
                rows::drop_unquoted(write, self.guild.id, month).await?;
                if !table.is_empty() {
                    let table = words::table(month, &table);
                    self.post(write, table, Receipt::Nothing).await?;
                }
            }
        }
        Ok(())
    }

    /// Each member is owed their own month, if they asked for it; they are written one after the other.
    async fn months(&self, write: &mut Write) -> Result<()> {
        for (month, due, in_time) in self.months_since(write, self.on, MONTH).await? {
            let period = format!("{MONTH}{month}");
            if self.claim(write, &period, due, in_time).await? && in_time {
                rows::owe_months(write, self.guild.id, month).await?;
            }
        }
        Ok(())
    }

    /// The months that have ended since then and of which this step was not done yet, each with when it was due and whether that is
    /// not too long ago.
    async fn months_since(
        &self,
        write: &mut Write,
        since: DateTime<Utc>,
        step: &str,
    ) -> Result<Vec<(Month, DateTime<Utc>, bool)>> {
        let calendar = &self.guild.calendar;
        // The first working day of a month may be long after its first.
        let first = self.month_of(since).previous();
        let mut month = match last::<Month>(write, self.guild.id, step).await? {
            Some(last) => first.max(last.next()),
            None => first,
        };
        let mut months = Vec::new();
        while told_at(calendar, month) <= self.now {
            let due = told_at(calendar, month);
            if due > since {
                months.push((month, due, in_time(calendar, month, self.now)));
            }
            month = month.next();
        }
        Ok(months)
    }

    /// Where it is posted.
    pub(super) fn channel(&self) -> Option<ChannelId> {
        self.wanted.channel.or(self.guild.help_channel)
    }

    async fn post(&self, write: &mut Write, post: Post, receipt: Receipt) -> Result<()> {
        // Without a help channel Potluck is not on.
        let Some(channel) = self.channel() else {
            return Ok(());
        };
        let owed = Owed {
            receipt,
            ..Owed::in_channel(self.guild.id, channel, post, self.now)
        };
        outbox::owe(write, owed, self.now).await?;
        Ok(())
    }

    /// When there is something to do next.
    async fn next(&self, write: &mut Write) -> Result<DateTime<Utc>> {
        let calendar = &self.guild.calendar;
        let week = self.this_week();
        let lessons = [week, week.later(1), week.later(2)]
            .map(|week| lessons_at(calendar, week))
            .into_iter()
            .filter(|_| self.wanted.lessons.is_some());
        let this = self.month_of(self.now);
        let months = [this.previous(), this, this.next()];
        let told = months.iter().map(|month| told_at(calendar, *month));
        let asked = months
            .iter()
            .map(|month| asked_at(calendar, *month))
            .filter(|_| self.wanted.table.is_some() && self.guild.leaders_role.is_some());
        let again = self.again(write).await?;
        let next = lessons
            .chain(told)
            .chain(asked)
            .chain(again)
            .filter(|at| *at > self.now)
            .min();
        // A calendar without any working day for months is looked at again after one.
        Ok(next.unwrap_or_else(|| days(calendar, this).1))
    }
}
