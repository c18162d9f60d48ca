//! A member's week as the outbox knows it, laid out by the rules and written back.

use chrono::{DateTime, Utc};

use super::merge;
use crate::domain::budget::{self, Fate, Pending, Week};
use crate::domain::ids::{GuildId, MemberId, OutboxId};
use crate::domain::schedule::Calendar;
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::outbox::{self, End, Unsent};

/// Whose week it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose<'a> {
    pub(super) guild: GuildId,
    pub(super) member: MemberId,
    /// When they work.
    pub(super) calendar: &'a Calendar,
}

/// What becomes of everything that is owed to a member and not begun.
#[derive(Debug)]
pub(super) struct Plan {
    /// What is owed, and what becomes of it.
    owed: Vec<(Pending, Fate)>,
    now: DateTime<Utc>,
}

impl Plan {
    /// Lays out a member's week. `in_work` is a row of which it was found that no try has sent it.
    pub(super) async fn of(
        db: &mut SqliteConnection,
        whose: Whose<'_>,
        in_work: Option<OutboxId>,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let owed = owed(db, whose, in_work, now).await?;
        lay_out(db, whose, owed, in_work, now).await
    }

    /// The same with one more message, and what would become of that.
    pub(super) async fn with(
        db: &mut SqliteConnection,
        whose: Whose<'_>,
        another: &Unsent,
        now: DateTime<Utc>,
    ) -> Result<(Self, Fate)> {
        let mut owed = owed(db, whose, None, now).await?;
        owed.push(pending(another));
        let mut plan = lay_out(db, whose, owed, None, now).await?;
        let fate = plan.owed.pop().map_or(Fate::LeftOut, |(_, fate)| fate);
        Ok((plan, fate))
    }

    /// What becomes of a row; `None`: it is not among what is owed.
    pub(super) fn fate(&self, row: OutboxId) -> Option<Fate> {
        self.owed
            .iter()
            .find(|(message, _)| message.id == row)
            .map(|(_, fate)| *fate)
    }

    /// The others that go out with a row.
    pub(super) fn company(&self, row: OutboxId) -> Vec<OutboxId> {
        let host = |message: &Pending, fate: &Fate| match fate {
            Fate::With { host, .. } => *host,
            _ => message.id,
        };
        let ours = self
            .owed
            .iter()
            .find(|(message, _)| message.id == row)
            .map(|(message, fate)| host(message, fate));
        self.owed
            .iter()
            .filter(|(message, fate)| {
                message.id != row && fate.when().is_some() && Some(host(message, fate)) == ours
            })
            .map(|(message, _)| message.id)
            .collect()
    }

    /// Writes it back: what waits is owed for when there is room, and what is left out is dropped. An invitation for which there is no
    /// room is left as it is: that is seen when its turn comes.
    pub(super) async fn keep(&self, db: &mut SqliteConnection) -> Result<()> {
        for (message, fate) in &self.owed {
            if *fate == Fate::LeftOut {
                outbox::conclude(db, message.id, &End::Dropped, self.now).await?;
            } else if let Some(when) = fate.moves(message, self.now) {
                outbox::put_off(db, message.id, when).await?;
            }
        }
        Ok(())
    }
}

/// What is to be laid out. Left out is what would have ended with a round of which is not known yet whether it has ended: it is neither
/// dropped nor sent before that is known.
async fn owed(
    db: &mut SqliteConnection,
    whose: Whose<'_>,
    in_work: Option<OutboxId>,
    now: DateTime<Utc>,
) -> Result<Vec<Pending>> {
    let unsent = outbox::unsent(db, whose.guild, whose.member, in_work).await?;
    let mut owed = Vec::new();
    for message in &unsent {
        let is_over = message.until.is_some_and(|until| until <= now);
        if is_over && outbox::awaits_round(db, message.id, now).await? {
            continue;
        }
        owed.push(pending(message));
    }
    Ok(owed)
}

async fn lay_out(
    db: &mut SqliteConnection,
    whose: Whose<'_>,
    owed: Vec<Pending>,
    in_work: Option<OutboxId>,
    now: DateTime<Utc>,
) -> Result<Plan> {
    let Whose {
        guild,
        member,
        calendar,
    } = whose;
    let week = Week {
        now,
        calendar,
        paused_until: outbox::paused_until(db, guild, member).await?,
        started: outbox::started(db, guild, member, in_work, now).await?,
        room: merge::ROOM,
    };
    let fates = budget::plan(&week, &owed);
    Ok(Plan {
        owed: owed.into_iter().zip(fates).collect(),
        now,
    })
}

fn pending(message: &Unsent) -> Pending {
    Pending {
        id: message.id,
        purpose: message.purpose,
        since: message.since,
        due: message.not_before,
        until: message.until,
        joins: merge::joins(message),
    }
}
