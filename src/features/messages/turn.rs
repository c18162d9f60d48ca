//! Whether a message goes out now that its turn has come: between owing it and then lie a night, a weekend, or a time in which the
//! bot was away, and others may have gone out meanwhile.

use chrono::{DateTime, TimeDelta, Utc};

use super::merge;
use super::week::{Plan, Whose};
use crate::delivery::{Delivery, Purpose};
use crate::domain::budget::{Fate, OLD_NEWS};
use crate::domain::ids::{MemberId, OutboxId};
use crate::error::Result;
use crate::store::outbox::{self, Row, Unsent};
use crate::store::{SqliteConnection, helper_facts, members, settings};

/// A round whose end came while the bot was away ends, or goes on, soon after it is back: so long what would end with it is put off.
const ROUND_ENDS_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// What is to be done with a private message whose turn has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It goes out, and these with it: [`together`] makes one message of them.
    Now(Vec<OutboxId>),
    /// It goes out at this later instant.
    Later(DateTime<Utc>),
    /// It is of no use any more.
    Useless,
    /// Its member has no room for it any more, and somebody else is to have it.
    Full,
}

/// What is to be done with the private message of a row, which certainly was not sent yet. What else is owed to its member is put in
/// order on the way.
///
/// # Errors
///
/// When the database does not answer.
pub async fn turn(db: &mut SqliteConnection, row: &Row, now: DateTime<Utc>) -> Result<Turn> {
    let Some(member) = row.addressee else {
        return Ok(Turn::Now(Vec::new()));
    };
    if !row.purpose.counts() {
        let late = now - row.not_before;
        let welcomed = row.purpose == Purpose::Welcome;
        return Ok(
            if late > OLD_NEWS || (welcomed && !is_there(db, row, member).await?) {
                Turn::Useless
            } else {
                Turn::Now(Vec::new())
            },
        );
    }
    let Some(guild) = settings::guild(db, row.guild).await? else {
        return Ok(Turn::Useless);
    };
    let Some(person) = helper_facts::person(db, &guild, member)
        .await?
        .filter(|person| !person.left)
    else {
        return Ok(Turn::Useless);
    };
    let whose = Whose {
        guild: guild.id,
        member,
        calendar: &person.calendar,
    };
    let plan = Plan::of(db, whose, Some(row.id), now).await?;
    plan.keep(db).await?;
    Ok(match plan.fate(row.id) {
        Some(Fate::At { when, .. } | Fate::With { when, .. }) if when > now => Turn::Later(when),
        Some(Fate::At { .. } | Fate::With { .. }) => Turn::Now(plan.company(row.id)),
        Some(Fate::SomebodyElse) => Turn::Full,
        None if outbox::awaits_round(db, row.id, now).await? => {
            Turn::Later(now + ROUND_ENDS_WITHIN)
        }
        Some(Fate::LeftOut) | None => Turn::Useless,
    })
}

async fn is_there(db: &mut SqliteConnection, row: &Row, member: MemberId) -> Result<bool> {
    Ok(members::one(db, row.guild, member).await?.is_some())
}

/// Has one row bring what the others say, too, each under the other, the most useful first.
///
/// # Errors
///
/// When the database does not answer.
pub async fn together(
    db: &mut SqliteConnection,
    mut row: Row,
    others: &[OutboxId],
    now: DateTime<Utc>,
) -> Result<Row> {
    let (Some(member), false) = (row.addressee, others.is_empty()) else {
        return Ok(row);
    };
    let mut messages: Vec<Unsent> = outbox::unsent(db, row.guild, member, Some(row.id))
        .await?
        .into_iter()
        .filter(|message| message.id == row.id || others.contains(&message.id))
        .collect();
    messages.sort_by_key(|message| (message.purpose, message.since, message.id));
    let posts: Vec<_> = messages
        .iter()
        .filter_map(|message| match &message.delivery {
            Delivery::Send { post, .. } => Some(post),
            _ => None,
        })
        .collect();
    let Delivery::Send { to, .. } = &row.delivery else {
        return Ok(row);
    };
    let delivery = Delivery::Send {
        to: to.clone(),
        post: merge::one_of(&posts),
    };
    let purpose = messages
        .first()
        .map_or(row.purpose, |message| message.purpose);
    // It stays of use for as long as any part of it does.
    let until = messages
        .iter()
        .map(|message| message.until)
        .reduce(|one, other| one.zip(other).map(|(one, other)| one.max(other)))
        .flatten();
    outbox::merge(db, row.id, &delivery, purpose, until, others, now).await?;
    row.delivery = delivery;
    row.purpose = purpose;
    Ok(row)
}
