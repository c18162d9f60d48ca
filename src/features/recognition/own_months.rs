//! Each member's own month, written one after the other: what is owed to whom is in the database, so that nobody gets theirs twice and
//! nobody is forgotten, wherever the bot was ended, and nothing else waits for a thousand of them.

use futures_util::FutureExt as _;

use super::words;
use crate::delivery::Purpose;
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::recognition::{days, in_time, told_at};
use crate::error::Result;
use crate::features::messages::{self, Message};
use crate::features::{Ctx, Due};
use crate::store::recognition as rows;
use crate::store::settings;

/// How many are written in one go; the ticker comes again while more are owed.
const BATCH: u32 = 100;

/// Each member's own month, to those who asked for it.
pub static OWN_MONTHS: Due = Due {
    name: "own_months",
    when: |_, agenda| agenda.own_months,
    run: |ctx, _| run(ctx).boxed(),
};

async fn run(ctx: &Ctx) -> Result<()> {
    let owed = rows::owed(&mut *ctx.store.read().await?, BATCH).await?;
    let mut done = Ok(());
    for (guild, member) in owed {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(write_one(ctx, guild, member).await);
    }
    done
}

async fn write_one(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(guild) = settings::guild(&mut write, guild).await? else {
        return Ok(());
    };
    let calendar = &guild.calendar;
    if let Some(month) = rows::take_owed(&mut write, guild.id, member).await?
        && in_time(calendar, month, now)
    {
        let own = rows::own_month(&mut write, guild.id, member, days(calendar, month)).await?;
        let post = words::month(&guild, month, &own);
        let mut message = Message::new(member, Purpose::Month, post);
        // By then there is another.
        message.until = Some(told_at(calendar, month.next()));
        messages::start(&mut write, &guild, message, now).await?;
    }
    write.commit().await?;
    Ok(())
}
