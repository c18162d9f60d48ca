//! The leader who is asked for a table: who, when, and when it is looked again whether another is to be.

use chrono::{DateTime, Utc};

use super::due::{LEADER, Scene, is_over};
use super::words;
use crate::delivery::{Purpose, Receipt};
use crate::domain::ids::{MemberId, RoleId};
use crate::domain::recognition::{Month, asked_at, in_turn, may_be_asked, told_at};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::store::recognition as rows;
use crate::store::{Write, helper_facts};

impl Scene<'_> {
    /// Asks a leader for the table that is next, unless one was asked who has answered, or may still.
    pub(super) async fn leader(&self, write: &mut Write) -> Result<()> {
        let Some((month, role)) = self.to_ask(write).await? else {
            return Ok(());
        };
        if rows::is_anybody_asked(write, self.guild.id, role, month, self.now).await?
            || !may_be_asked(&self.guild.calendar, month, self.now)
        {
            return Ok(());
        }
        let leaders = rows::leaders(write, self.guild.id, role, self.now).await?;
        for leader in in_turn(leaders, month) {
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
        let laid = told_at(&guild.calendar, month);
        let person = helper_facts::person(write, guild, leader).await?;
        if person.is_none_or(|person| person.calendar.next_working_instant(now) >= laid) {
            return Ok(false);
        }
        let post = words::question(guild, month, self.channel(), laid);
        let mut message = Message::new(leader, Purpose::Leading, post);
        message.until = Some(laid);
        message.receipt = Receipt::LeaderAsked(guild.id, month.number(), leader);
        if !messages::goes_next(write, guild, &message, now).await?
            || !messages::start(write, guild, message, now).await?.is_owed()
        {
            return Ok(false);
        }
        rows::ask(write, guild.id, month, leader, now).await?;
        Ok(true)
    }

    /// When it is looked again whether a leader is to be asked: none could be today, or whoever was asked may not answer any more.
    pub(super) async fn again(&self, write: &mut Write) -> Result<Option<DateTime<Utc>>> {
        let Some((month, _)) = self.to_ask(write).await? else {
            return Ok(None);
        };
        let tomorrow = self.guild.calendar.add_working_days(self.now, 1);
        Ok(may_be_asked(&self.guild.calendar, month, tomorrow).then_some(tomorrow))
    }
}
