//! The open call: what people of a swap programme wish for and nobody teaches, asked of everybody in its channel without a name.

use chrono::{DateTime, TimeDelta, Utc};

use super::words;
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{MemberId, RoundId, SkillId};
use crate::error::Result;
use crate::features::skills::{self, Teaching};
use crate::features::{Ctx, settings};
use crate::post::{MAX_ROW, Post};
use crate::store::outbox::{self, Lane, Owed};
use crate::store::programmes::Programme;
use crate::store::settings::Guild;
use crate::store::swaps::{self as rows, Wanted};
use crate::store::{SqliteConnection, skills as skill_rows};

/// A skill is called for at most once in so many days, by the guild's calendar: a change of the clocks within them is no reason to
/// wait for another round.
const QUIET: TimeDelta = TimeDelta::days(28);

/// Owes the open call of a round: the skills that those who take part in it (`members`) wish for and nobody here teaches, as many as
/// fit into one post; the others come with a later round. Nothing is owed where there are none. Within the transaction that pairs
/// the round, after what the channel is told of it.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn open_calls(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    round: RoundId,
    members: &[MemberId],
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(channel) = programme.channel else {
        return Ok(());
    };
    let mut wanted = rows::wanted(db, guild.id, members).await?;
    wanted.retain(|wanted| may_be_called(guild, wanted, now));
    wanted.truncate(MAX_ROW);
    if wanted.is_empty() {
        return Ok(());
    }
    for skill in &wanted {
        rows::called(db, guild.id, skill.skill, now).await?;
    }
    let owed = Owed {
        guild: guild.id,
        lane: Lane::Round(round),
        delivery: Delivery::Send {
            to: Place::Channel(channel),
            post: words::open_call(&wanted),
        },
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: None,
        not_before: now,
    };
    outbox::owe(db, owed, now).await?;
    Ok(())
}

fn may_be_called(guild: &Guild, wanted: &Wanted, now: DateTime<Utc>) -> bool {
    let day = |at: DateTime<Utc>| at.with_timezone(&guild.calendar.zone).date_naive();
    wanted
        .called_at
        .is_none_or(|then| day(now) - day(then) >= QUIET)
}

/// **I could teach it**, by anybody who sees the call.
pub(super) async fn could_teach(ctx: &Ctx, skill: SkillId, member: MemberId) -> Result<Post> {
    let guild = {
        let mut read = ctx.store.read().await?;
        skill_rows::guild_of(&mut read, skill)
            .await?
            .ok_or_else(words::skill_is_gone)?
    };
    let guild = settings::turned_on(ctx, guild).await?;
    Ok(
        match skills::teach(ctx, guild.id, member, skill, None).await? {
            Teaching::Added(post) => post,
            Teaching::Already(name) => words::teaches_already(&name),
        },
    )
}
