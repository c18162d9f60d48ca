//! What time brings: the lessons of a week, a leader who is asked, the table of a month, and each member's own.
//!
//! All of it happens while the team works. What there is to do is found out from the calendar and from what was done last, so that
//! nothing happens twice, and what came too late to make sense is marked as missed.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::words;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::digest::Week;
use crate::domain::ids::{GuildId, MemberId, RoleId};
use crate::domain::recognition::{
    LESSONS_OF, Month, TABLE_LATE, asked_at, begins, in_turn, lessons_at, lessons_in_time,
    lessons_of_the_week, may_be_asked, told_at,
};
use crate::domain::schedule::local_date;
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::features::{Ctx, Due};
use crate::post::Post;
use crate::store::occurrences::{self, Fate, Occurrence};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::recognition::{self as rows, Wanted};
use crate::store::settings::{self, Guild};
use crate::store::{SqliteConnection, Write, helper_facts, lessons};

/// The job's name, by which its occurrences are claimed.
const JOB: &str = "recognition";
/// How the periods of each of its steps begin.
const LESSONS: &str = "lessons:";
const LEADER: &str = "leader:";
const TABLE: &str = "table:";
const MONTH: &str = "month:";
/// How many guilds are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 50;

/// The lessons of a week, the table of a month with a leader's answer, and each member's own month.
pub static RECOGNITION: Due = Due {
    name: JOB,
    next: |ctx| async move { Ok(rows::next(&mut *ctx.store.read().await?).await?) }.boxed(),
    run: |ctx, now| run(ctx, now).boxed(),
};

/// A guild in which it is on, at an instant at which people work there.
struct Scene<'a> {
    guild: &'a Guild,
    wanted: Wanted,
    /// Since when Potluck is on.
    on: DateTime<Utc>,
    now: DateTime<Utc>,
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
    async fn claim(
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

    fn month_of(&self, at: DateTime<Utc>) -> Month {
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
        self.post(write, words::lessons(&chosen)).await
    }

    /// Asks a leader for the table that is next, unless one was asked who has answered, or may still.
    async fn leader(&self, write: &mut Write) -> Result<()> {
        let Some((month, role)) = self.to_ask(write).await? else {
            return Ok(());
        };
        if rows::is_anybody_asked(write, self.guild.id, role, month, self.now).await?
            || !may_be_asked(&self.guild.calendar, month, self.now)
        {
            return Ok(());
        }
        let leaders = rows::leaders(write, self.guild.id, role, month, self.now).await?;
        for leader in in_turn(leaders) {
            if self.ask(write, month, leader).await? {
                let period = format!("{LEADER}{month}");
                let due = asked_at(&self.guild.calendar, month);
                // A second leader is asked within the same period.
                self.claim(write, &period, due, true).await?;
                return Ok(());
            }
        }
        Ok(())
    }

    /// The month for whose table it is the time to ask a leader, with the leaders' role.
    async fn to_ask(&self, write: &mut Write) -> Result<Option<(Month, RoleId)>> {
        let (Some(role), Some(since)) = (self.guild.leaders_role, self.wanted.table) else {
            return Ok(None);
        };
        let (calendar, since) = (&self.guild.calendar, since.max(self.on));
        let this = self.month_of(self.now);
        // On a weekend at the beginning of a month, the table of the one before is still to come.
        let month = [this.previous(), this].into_iter().find(|month| {
            let told_at = told_at(calendar, *month);
            asked_at(calendar, *month) <= self.now && self.now < told_at && since < told_at
        });
        // It may have been laid before the team's days were changed so that it would be laid later.
        Ok(match month {
            Some(month) if !is_over(write, self.guild.id, month).await? => Some((month, role)),
            _ => None,
        })
    }

    /// Asks a leader, if there is room for it in their week and they work before the table is laid.
    async fn ask(&self, write: &mut Write, month: Month, leader: MemberId) -> Result<bool> {
        let (guild, now) = (self.guild, self.now);
        if !messages::has_room(write, guild, leader, Purpose::Leading, now).await? {
            return Ok(false);
        }
        let laid = told_at(&guild.calendar, month);
        let person = helper_facts::person(write, guild, leader).await?;
        if person.is_none_or(|person| person.calendar.next_working_instant(now) >= laid) {
            return Ok(false);
        }
        let post = words::question(guild, month, self.channel(), laid);
        let mut message = Message::new(leader, Purpose::Leading, post);
        message.until = Some(laid);
        if !messages::start(write, guild, message, now).await?.is_owed() {
            return Ok(false);
        }
        rows::ask(write, guild.id, month, leader, now).await?;
        Ok(true)
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
                let days = self.days_of(month);
                let table = rows::table(write, self.guild.id, month, days).await?;
                rows::drop_unquoted(write, self.guild.id, month).await?;
                if !table.is_empty() {
                    self.post(write, words::table(month, &table)).await?;
                }
            }
        }
        Ok(())
    }

    /// Each member's own month, to those who asked for it.
    async fn months(&self, write: &mut Write) -> Result<()> {
        for (month, due, in_time) in self.months_since(write, self.on, MONTH).await? {
            let period = format!("{MONTH}{month}");
            if !self.claim(write, &period, due, in_time).await? || !in_time {
                continue;
            }
            for member in rows::want_month(write, self.guild.id).await? {
                let days = self.days_of(month);
                let own = rows::own_month(write, self.guild.id, member, days).await?;
                let mut message = Message::new(
                    member,
                    Purpose::Month,
                    words::month(self.guild, month, &own),
                );
                // By then there is another.
                message.until = Some(told_at(&self.guild.calendar, month.next()));
                messages::start(write, self.guild, message, self.now).await?;
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
                months.push((month, due, self.now - due < TABLE_LATE));
            }
            month = month.next();
        }
        Ok(months)
    }

    /// The first instant of a month and its end.
    fn days_of(&self, month: Month) -> (DateTime<Utc>, DateTime<Utc>) {
        let calendar = &self.guild.calendar;
        (begins(calendar, month), begins(calendar, month.next()))
    }

    /// Where it is posted.
    fn channel(&self) -> Option<crate::domain::ids::ChannelId> {
        self.wanted.channel.or(self.guild.help_channel)
    }

    async fn post(&self, write: &mut Write, post: Post) -> Result<()> {
        // Without a help channel Potluck is not on.
        let Some(channel) = self.channel() else {
            return Ok(());
        };
        let owed = Owed {
            guild: self.guild.id,
            lane: Lane::Guild(self.guild.id),
            delivery: Delivery::Send {
                to: Place::Channel(channel),
                post,
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Answer,
            about: None,
            not_before: self.now,
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
        Ok(next.unwrap_or_else(|| begins(calendar, this.next())))
    }

    /// When it is looked again whether a leader is to be asked: none could be today, or whoever was asked may not answer any more.
    async fn again(&self, write: &mut Write) -> Result<Option<DateTime<Utc>>> {
        let Some((month, _)) = self.to_ask(write).await? else {
            return Ok(None);
        };
        let tomorrow = self.guild.calendar.add_working_days(self.now, 1);
        Ok(may_be_asked(&self.guild.calendar, month, tomorrow).then_some(tomorrow))
    }
}
