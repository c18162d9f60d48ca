//! What the admins of a guild decide, and whether Potluck is turned on there.

pub mod clicks;
pub mod command;

mod audit;
mod opening;
mod page;
mod programmes_page;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::delivery::Receipt;
use crate::domain::digest::DigestTo;
use crate::domain::ids::{ChannelId, GuildId, RoleId};
use crate::domain::schedule::{WorkingDays, WorkingHours};
use crate::error::{Error, Result};
use crate::features::recognition as leaders;
use crate::features::rounds::{self, programmes};
use crate::features::{Ctx, Press};
use crate::store::settings as rows;
use crate::store::{SqliteConnection, Write, members, outbox, recognition};

pub use opening::{
    leads, learning, message_gone, opening_posted, place_gone, sign, signature, signing_form,
    unsign,
};
pub use rows::{Guild, Signature};
pub use words::{is_learning, learning_form, samples};

/// The most roles that can be teams: more than any server sensibly has, and few enough to be put in order by hand.
const MAX_TEAMS: usize = 100;
/// Discord's number for a plain text channel: the only kind that can hold private threads.
const TEXT_CHANNEL: i64 = 0;

/// One decision of an admin.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    HelpChannel(ChannelId),
    ManagersChannel(Option<ChannelId>),
    ManagersRole(Option<RoleId>),
    LeadersRole(Option<RoleId>),
    NewcomerRole(Option<RoleId>),
    AddTeams(Vec<RoleId>),
    RemoveTeams(Vec<RoleId>),
    TeamUp(RoleId),
    Zone(Tz),
    Days(WorkingDays),
    Hours(WorkingHours),
    Holidays(BTreeSet<NaiveDate>),
    Anonymity(bool),
    Digest(DigestTo),
    RecognitionChannel(Option<ChannelId>),
    /// Three lessons a week, from now on or no more.
    WeeklyLessons(bool),
    /// The monthly table, from now on or no more.
    MonthlyTable(bool),
}

/// The settings of a guild, turned on or not.
pub async fn guild(ctx: &Ctx, guild: GuildId) -> Result<Guild> {
    known(&mut *ctx.store.read().await?, guild).await
}

/// The guild a press is about: the one it was made in. A private conversation has none, so there it is the only one that the
/// member shares with the bot, and `None` where there are several. Those in which Potluck is off count only where there is no other.
pub async fn guild_meant(ctx: &Ctx, press: &Press) -> Result<Option<GuildId>> {
    if press.guild.is_some() {
        return Ok(press.guild);
    }
    let mut read = ctx.store.read().await?;
    let guilds = members::guilds_of(&mut read, press.by.member).await?;
    if let [only] = guilds.as_slice() {
        return Ok(Some(*only));
    }
    let mut on = Vec::new();
    for guild in guilds {
        if known(&mut read, guild).await?.turned_on_at.is_some() {
            on.push(guild);
        }
    }
    Ok(match on.as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

/// The settings of a guild that is turned on. Otherwise a sentence that says whom to ask.
pub async fn turned_on(ctx: &Ctx, guild: GuildId) -> Result<Guild> {
    let guild = self::guild(ctx, guild).await?;
    match whom_to_ask(&guild) {
        None => Ok(guild),
        Some(sentence) => Err(Error::user(sentence)),
    }
}

/// Who can turn Potluck on, as a sentence; `None` where it is on.
pub fn whom_to_ask(guild: &Guild) -> Option<String> {
    guild
        .turned_on_at
        .is_none()
        .then(|| words::not_turned_on(guild.owner))
}

/// Carries out one decision.
async fn change(ctx: &Ctx, guild: GuildId, change: Change) -> Result<()> {
    let mut write = ctx.store.write().await?;
    known(&mut write, guild).await?;
    apply(&mut write, guild, change, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(())
}

/// Says what stands in the way of turning on, if anything does.
async fn check_ready(db: &mut SqliteConnection, ctx: &Ctx, guild: &Guild) -> Result<()> {
    let programmes = programmes::of(db, guild.id).await?;
    let audit = audit::of(db, guild, &programmes, ctx.bot).await?;
    let missing = audit.missing(guild, &programmes);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(words::still_missing(&missing))
    }
}

/// Lets Potluck send in this guild from now on, if nothing that it needs is missing, and puts up the opening post `with` it. What
/// is on or up already stays as it is.
async fn turn_on(ctx: &Ctx, guild: GuildId, with_post: bool) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let settings = known(&mut write, guild).await?;
    if settings.turned_on_at.is_none() {
        check_ready(&mut write, ctx, &settings).await?;
        rows::set_turned_on(&mut write, guild, Some(ctx.clock.now())).await?;
    }
    if with_post {
        opening::put_up(&mut write, &settings, None, ctx.clock.now()).await?;
    }
    write.commit().await?;
    tracing::info!(%guild, "turned on");
    Ok(())
}

/// Stops Potluck from starting anything new in this guild. Rounds that are announced are not held; their heads-ups say so when it is
/// turned on again, as nothing is sent before.
async fn turn_off(ctx: &Ctx, guild: GuildId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let settings = known(&mut write, guild).await?;
    for programme in programmes::of(&mut write, guild).await? {
        rounds::stopped(&mut write, &settings, &programme, now).await?;
    }
    rows::set_turned_on(&mut write, guild, None).await?;
    outbox::drop_owed(&mut write, Receipt::OpeningPosted(guild), now).await?;
    // They say when the table is laid, and it is not.
    leaders::stops(&mut write, guild, now).await?;
    write.commit().await?;
    tracing::info!(%guild, "turned off");
    Ok(())
}

async fn apply(
    write: &mut Write,
    guild: GuildId,
    change: Change,
    now: DateTime<Utc>,
) -> Result<()> {
    match change {
        Change::HelpChannel(channel) => {
            check_channel(write, guild, channel).await?;
            rows::set_help_channel(write, guild, channel).await?;
        }
        Change::ManagersChannel(channel) => {
            if let Some(channel) = channel {
                check_channel(write, guild, channel).await?;
            }
            rows::set_managers_channel(write, guild, channel).await?;
        }
        Change::ManagersRole(role) => {
            check_role(guild, role)?;
            rows::set_managers_role(write, guild, role).await?;
        }
        Change::LeadersRole(role) => {
            check_role(guild, role)?;
            rows::set_leaders_role(write, guild, role).await?;
        }
        Change::NewcomerRole(role) => {
            check_role(guild, role)?;
            rows::set_newcomer_role(write, guild, role).await?;
        }
        Change::AddTeams(added) => add_teams(write, guild, &added).await?,
        Change::RemoveTeams(removed) => {
            let mut teams = rows::team_roles(write, guild).await?;
            teams.retain(|role| !removed.contains(role));
            rows::set_team_roles(write, guild, &teams).await?;
        }
        Change::TeamUp(role) => {
            let mut teams = rows::team_roles(write, guild).await?;
            // The first stays where it is, and so does what is no team any more.
            if let Some(at) = teams
                .iter()
                .position(|other| *other == role)
                .filter(|at| *at > 0)
            {
                teams.swap(at - 1, at);
                rows::set_team_roles(write, guild, &teams).await?;
            }
        }
        Change::Zone(zone) => rows::set_zone(write, guild, zone).await?,
        Change::Days(days) => rows::set_days(write, guild, days).await?,
        Change::Hours(hours) => rows::set_hours(write, guild, hours).await?,
        Change::Holidays(days) => rows::set_holidays(write, guild, &days).await?,
        Change::Anonymity(allowed) => rows::set_anonymity(write, guild, allowed).await?,
        Change::Digest(to) => rows::set_digest(write, guild, to).await?,
        Change::RecognitionChannel(channel) => {
            if let Some(channel) = channel {
                check_channel(write, guild, channel).await?;
            }
            recognition::set_channel(write, guild, channel).await?;
        }
        Change::WeeklyLessons(on) => {
            recognition::set_lessons(write, guild, on.then_some(now)).await?;
        }
        Change::MonthlyTable(on) => {
            recognition::set_table(write, guild, on.then_some(now)).await?;
            if !on {
                leaders::stops(write, guild, now).await?;
            }
        }
    }
    Ok(())
}

async fn add_teams(write: &mut Write, guild: GuildId, added: &[RoleId]) -> Result<()> {
    let roles = rows::roles(write, guild).await?;
    let mut teams = rows::team_roles(write, guild).await?;
    for role in added {
        check_role(guild, Some(*role))?;
        if let Some(known) = roles.get(role).filter(|known| known.managed) {
            return Err(words::managed_role(&known.name));
        }
        if !teams.contains(role) {
            teams.push(*role);
        }
    }
    if teams.len() > MAX_TEAMS {
        return Err(words::too_many_teams(MAX_TEAMS));
    }
    Ok(rows::set_team_roles(write, guild, &teams).await?)
}

/// A channel that messages and threads can live in: a plain text channel of the guild. Otherwise a sentence that says so.
pub(crate) async fn check_channel(
    db: &mut SqliteConnection,
    guild: GuildId,
    channel: ChannelId,
) -> Result<()> {
    match rows::channel(db, guild, channel).await? {
        None => Err(words::unknown_channel()),
        Some(known) if known.kind != TEXT_CHANNEL => Err(words::not_a_text_channel(channel)),
        Some(_) => Ok(()),
    }
}

/// The role of everyone has the guild's number, and says nothing about anybody: a sentence says so.
pub(crate) fn check_role(guild: GuildId, role: Option<RoleId>) -> Result<()> {
    if role == Some(RoleId(guild.0)) {
        Err(words::everyones_role())
    } else {
        Ok(())
    }
}

/// The settings of a guild that the bot is in, turned on or not; a sentence where Discord has not told of it yet.
pub(crate) async fn known(db: &mut SqliteConnection, guild: GuildId) -> Result<Guild> {
    rows::guild(db, guild).await?.ok_or_else(words::not_ready)
}
