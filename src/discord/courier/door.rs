//! Whether a private message is to be sent now that its turn has come, which may be long after it was owed: the bot was away, or
//! turned off, or many others came first.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Errand, Outcome};
use crate::delivery::{Purpose, Receipt};
use crate::error::Result;
use crate::features::asks;
use crate::store::outbox::Row;
use crate::store::{Write, helper_facts, settings};

/// News older than this are none: whatever they were about can be seen in `/me`.
const OLD_NEWS: TimeDelta = TimeDelta::days(7);

/// Whether a row may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// Now.
    Open,
    /// When its addressee works next.
    NotBefore(DateTime<Utc>),
    /// It is of no use any more.
    Shut,
}

/// Whether a row that certainly was not sent yet may go out. Where the door is shut to an invitation, somebody else is asked.
pub(super) async fn door(write: &mut Write, row: &Row, now: DateTime<Utc>) -> Result<Door> {
    let Some(member) = row.addressee else {
        return Ok(Door::Open);
    };
    let of_use = match row.receipt {
        Receipt::InvitationDelivered(id) => asks::still_invited(write, id, now).await?,
        _ => now - row.not_before <= OLD_NEWS,
    };
    if !of_use {
        return Ok(Door::Shut);
    }
    if row.purpose == Purpose::Answer {
        return Ok(Door::Open);
    }
    let Some(guild) = settings::guild(write, row.guild).await? else {
        return Ok(Door::Open);
    };
    let person = helper_facts::person(write, &guild, member).await?;
    Ok(person
        .map(|person| person.calendar.next_working_instant(now))
        .filter(|at_work| *at_work > now)
        .map_or(Door::Open, Door::NotBefore))
}

impl Errand<'_> {
    /// The same for a row in work, after it was found out that no earlier try has sent it. `None`: it may go out.
    pub(super) async fn kept_back(&self) -> Result<Option<Outcome>> {
        let found_unsent = self.row.sending_at.is_some() && self.maybe_sent.is_none();
        if !found_unsent {
            return Ok(None);
        }
        let ctx = &self.carrier.ctx;
        let mut write = ctx.store.write().await?;
        let door = door(&mut write, self.row, ctx.clock.now()).await?;
        write.commit().await?;
        Ok(match door {
            Door::Open => None,
            Door::NotBefore(at_work) => Some(Outcome::NotBefore(at_work)),
            Door::Shut => Some(Outcome::Dropped),
        })
    }
}
