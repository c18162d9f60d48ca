//! `/digest`.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::{digest, going_on, is_manager, told_at, with_files, words};
use crate::domain::digest::RANGE;
use crate::error::Result;
use crate::features::{
    Command, CommandKind, Ctx, Invocation, OptionDef, OptionKind, Reply, Who, settings,
};
use crate::post::Post;
use crate::store::settings::Guild;

/// The names of the options.
const WEEKS: &str = "weeks";
const HELP: &str = "help";

/// `/digest`
pub static DIGEST: Command = Command {
    name: "digest",
    description: "For managers: whether knowledge flows, and what needs you",
    kind: CommandKind::Slash(&[
        OptionDef {
            name: WEEKS,
            description: "Of how many weeks, up to the last one that is over; one if you leave it out",
            kind: OptionKind::Integer {
                min: *RANGE.start() as i64,
                max: *RANGE.end() as i64,
            },
            required: false,
        },
        OptionDef {
            name: HELP,
            description: "Say what each figure means instead",
            kind: OptionKind::YesNo,
            required: false,
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| show(ctx, used).boxed(),
    complete: None,
};

async fn show(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?;
    let mut read = ctx.store.read().await?;
    if !used.by.admin && !is_manager(&mut read, &guild, used.by.member).await? {
        return Err(words::not_a_manager(guild.managers_role.is_some()));
    }
    if used.options.yes(HELP) {
        return Ok(Reply::Private(words::help(0)));
    }
    let weeks = used.options.integer(WEEKS).unwrap_or(1);
    let weeks = u32::try_from(weeks).unwrap_or(u32::MAX);
    let Some(digest) = digest(&mut read, guild.id, weeks).await? else {
        return Ok(Reply::Private(nothing_yet(&guild, ctx.clock.now())));
    };
    drop(read);
    with_files(digest, &guild.name).await.map(Reply::Private)
}

/// When the first digest is there: as soon as the week that is going on is over, or as soon as somebody works if it was begun before.
fn nothing_yet(guild: &Guild, now: DateTime<Utc>) -> Post {
    let week = going_on(guild, now);
    let is_over = guild
        .turned_on_at
        .is_some_and(|at| going_on(guild, at) < week);
    let first_at = if is_over {
        guild.calendar.next_working_instant(now)
    } else {
        told_at(guild, week)
    };
    words::nothing_yet(is_over, first_at)
}
