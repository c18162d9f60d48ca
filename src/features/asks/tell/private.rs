//! Private messages about an ask, within what a member is written to in a week.

use chrono::{DateTime, TimeDelta, Utc};

use super::Scene;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::budget;
use crate::domain::ids::MemberId;
use crate::error::Result;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::helper_facts::{self, Person};
use crate::store::outbox::{self, Lane, Owed};

/// Owes a member a private message, when they work next. What answers something they did themselves always goes out, anything
/// else only while the week's messages last: `/me` has the same. Who has left, or was never there, gets none.
pub(in crate::features::asks) async fn privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    to: MemberId,
    post: Post,
    purpose: Purpose,
) -> Result<()> {
    if purpose == Purpose::Answer || may_be_written_to(db, scene, to).await? {
        owe(db, scene, to, post, purpose, scene.now).await?;
    }
    Ok(())
}

/// Owes a member a question about something of their own, when they work next. `false`: the week's messages are used up, or
/// they are not there.
pub(in crate::features::asks) async fn reminded(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    to: MemberId,
    post: Post,
) -> Result<bool> {
    Ok(may_be_written_to(db, scene, to).await?
        && owe(db, scene, to, post, Purpose::Reminder, scene.now).await?)
}

/// Owes a member news of their own that stay true, and that nothing else shows them: where the week's messages are used up,
/// they wait for the day on which there is room again.
pub(in crate::features::asks) async fn privately_in_time(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    to: MemberId,
    post: Post,
) -> Result<()> {
    for day in 0..=budget::WEEK.num_days() {
        let then = scene.now + TimeDelta::days(day);
        if has_room_at(db, scene, to, then).await? {
            owe(db, scene, to, post, Purpose::Reminder, then).await?;
            break;
        }
    }
    Ok(())
}

/// Whether the week's private messages of a member leave room for one more.
pub(in crate::features::asks) async fn may_be_written_to(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
) -> Result<bool> {
    has_room_at(db, scene, member, scene.now).await
}

/// The same for the week that ends then, if nothing else is owed until then.
async fn has_room_at(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    member: MemberId,
    then: DateTime<Utc>,
) -> Result<bool> {
    let sent = outbox::unasked_since(db, scene.guild.id, member, then - budget::WEEK).await?;
    Ok(budget::has_room(sent))
}

/// Owes it when they work, from `earliest` on. `false`: they left, or were never there.
async fn owe(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    to: MemberId,
    post: Post,
    purpose: Purpose,
    earliest: DateTime<Utc>,
) -> Result<bool> {
    let person: Option<Person> = helper_facts::person(db, scene.guild, to).await?;
    let Some(person) = person.filter(|person| !person.left) else {
        return Ok(false);
    };
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Direct(to),
        delivery: Delivery::Send {
            to: Place::Direct(to),
            post,
        },
        receipt: Receipt::Nothing,
        purpose,
        not_before: person.calendar.next_working_instant(earliest),
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(true)
}
