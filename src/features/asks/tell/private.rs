//! Private messages about an ask, within what a member is written to in a week.

use chrono::{DateTime, TimeDelta, Utc};

use super::Scene;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::budget;
use crate::domain::ids::{AskId, MemberId};
use crate::error::Result;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::anonymity;
use crate::store::asks::{Ask, Asker};
use crate::store::helper_facts::{self, Person};
use crate::store::outbox::{self, Lane, Owed};

/// Whom a private message is for, and about which ask.
#[derive(Clone, Copy, Debug)]
struct To {
    member: MemberId,
    about: AskId,
    /// Nobody else may see that they were written to.
    discreet: bool,
}

impl To {
    const fn openly(ask: &Ask, member: MemberId) -> Self {
        Self {
            member,
            about: ask.id,
            discreet: false,
        }
    }

    /// Whoever asked; `None` where nobody knows any more.
    async fn asker(db: &mut SqliteConnection, ask: &Ask) -> Result<Option<Self>> {
        Ok(match ask.asker {
            Asker::Named(member) => Some(Self::openly(ask, member)),
            Asker::Anonymous => anonymity::asker_of(db, ask.id).await?.map(|member| Self {
                member,
                about: ask.id,
                discreet: true,
            }),
            Asker::Forgotten => None,
        })
    }
}

/// Owes a member a private message, when they work next. What answers something they did themselves always goes out, anything
/// else only while the week's messages last: `/me` has the same. Who has left, or was never there, gets none.
pub(in crate::features::asks) async fn privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    to: MemberId,
    post: Post,
    purpose: Purpose,
) -> Result<()> {
    if purpose == Purpose::Answer || may_be_written_to(db, scene, to).await? {
        let to = To::openly(ask, to);
        owe(db, scene, to, post, purpose, scene.now).await?;
    }
    Ok(())
}

/// As [`privately`], to whoever asked. An anonymous asker reads it where nobody else can see that they did; where nobody knows any
/// more who asked, nobody is written to.
pub(in crate::features::asks) async fn to_asker(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
    purpose: Purpose,
) -> Result<()> {
    if let Some(to) = To::asker(db, ask).await?
        && (purpose == Purpose::Answer || may_be_written_to(db, scene, to.member).await?)
    {
        owe(db, scene, to, post, purpose, scene.now).await?;
    }
    Ok(())
}

/// Owes the asker a question about their ask, when they work next. `false`: the week's messages are used up, or
/// they are not there.
pub(in crate::features::asks) async fn reminded(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
) -> Result<bool> {
    let Some(to) = To::asker(db, ask).await? else {
        return Ok(false);
    };
    Ok(may_be_written_to(db, scene, to.member).await?
        && owe(db, scene, to, post, Purpose::Reminder, scene.now).await?)
}

/// Owes the asker news of their ask that stay true, and that nothing else shows them: where the week's messages are used up,
/// they wait for the day on which there is room again.
pub(in crate::features::asks) async fn privately_in_time(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    post: Post,
) -> Result<()> {
    let Some(to) = To::asker(db, ask).await? else {
        return Ok(());
    };
    for day in 0..=budget::WEEK.num_days() {
        let then = scene.now + TimeDelta::days(day);
        if has_room_at(db, scene, to.member, then).await? {
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
    to: To,
    post: Post,
    purpose: Purpose,
    earliest: DateTime<Utc>,
) -> Result<bool> {
    let person: Option<Person> = helper_facts::person(db, scene.guild, to.member).await?;
    let Some(person) = person.filter(|person| !person.left) else {
        return Ok(false);
    };
    let owed = Owed {
        guild: scene.guild.id,
        lane: Lane::Direct(to.member),
        delivery: Delivery::Send {
            to: if to.discreet {
                Place::Discreet(to.member)
            } else {
                Place::Direct(to.member)
            },
            post,
        },
        receipt: Receipt::Nothing,
        purpose,
        about: Some(to.about),
        not_before: person.calendar.next_working_instant(earliest),
    };
    outbox::owe(db, owed, scene.now).await?;
    Ok(true)
}
