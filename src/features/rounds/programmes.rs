//! Programmes: what an admin decides of them, and what members say of taking part.
//!
//! Their rounds follow by themselves: what is looked at when one is announced, paired or closed is the programme as it is then.

mod members;
mod rhythm;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc, Weekday};

use crate::domain::ids::{ChannelId, GuildId, ProgrammeId, RoleId};
use crate::domain::pairing::{Emphasis, Weight};
use crate::domain::round::ProgrammeKind;
use crate::domain::schedule::{Calendar, local_date, local_instant};
use crate::domain::text::{Text, clean_line};
use crate::error::Result;
use crate::features::{Ctx, settings};
use crate::store::programmes::{self as rows, Programme};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, Write};

pub(crate) use members::{
    CADENCES, Standing, count_in, count_out, people_in, rest, set_cadence, standing_of,
};
pub(crate) use rhythm::{day_name, rhythm};
pub(crate) use words::gone;
pub(crate) use words::samples;

/// The most programmes of a guild that are not removed: more than anybody sensibly runs, and few enough for one page.
pub(crate) const MOST: usize = 10;
/// The weeks between two rounds, at most.
pub(crate) const MOST_WEEKS: u8 = 4;
/// Characters of a programme's name: it stands in the names of threads, beside those of three people.
pub(crate) const NAME_LENGTH: usize = 40;
/// As a name is typed.
type Name = Text<NAME_LENGTH>;

/// One decision of an admin about a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// What people call it, as typed.
    Name(String),
    /// Where its rounds are announced.
    Channel(ChannelId),
    /// Its members are those with this role; `None`: those who opt in.
    Role(Option<RoleId>),
    /// On which day its rounds start.
    Weekday(Weekday),
    /// At which time, as typed: "10:00".
    Time(String),
    /// Every how many weeks: 1 to [`MOST_WEEKS`].
    EveryWeeks(u8),
    /// How many sit together: 2 or 3.
    GroupSize(u8),
    /// Whether the channel's post says who is with whom.
    NamesShown(bool),
    /// How much one kind of worth counts.
    Weigh(Aspect, Weight),
    /// Whether rounds are held.
    Running(bool),
}

/// What makes a pair worth something, as far as an admin can turn it up and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    /// Skills that one teaches and the other wishes for.
    Skills,
    /// That both have something to teach the other.
    BothWays,
    /// Different teams.
    Teams,
    /// Different tenure.
    Tenure,
    /// Working hours in common.
    Hours,
    /// Newcomers with hosts.
    Newcomers,
}

impl Aspect {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Self; 6] = [
        Self::Skills,
        Self::BothWays,
        Self::Teams,
        Self::Tenure,
        Self::Hours,
        Self::Newcomers,
    ];

    /// How much it counts.
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "six bytes are handed on as they are kept"
    )]
    pub(crate) const fn of(self, emphasis: &Emphasis) -> Weight {
        match self {
            Self::Skills => emphasis.skills,
            Self::BothWays => emphasis.both_ways,
            Self::Teams => emphasis.teams,
            Self::Tenure => emphasis.tenure,
            Self::Hours => emphasis.hours,
            Self::Newcomers => emphasis.newcomers,
        }
    }

    const fn set(self, emphasis: &mut Emphasis, weight: Weight) {
        match self {
            Self::Skills => emphasis.skills = weight,
            Self::BothWays => emphasis.both_ways = weight,
            Self::Teams => emphasis.teams = weight,
            Self::Tenure => emphasis.tenure = weight,
            Self::Hours => emphasis.hours = weight,
            Self::Newcomers => emphasis.newcomers = weight,
        }
    }
}

/// The programmes of a guild, the oldest first; those that are stopped, too.
pub(crate) async fn of(db: &mut SqliteConnection, guild: GuildId) -> Result<Vec<Programme>> {
    Ok(rows::of(db, guild).await?)
}

/// A programme of this guild; otherwise a sentence that says that it is there no more.
pub(crate) async fn one(
    db: &mut SqliteConnection,
    guild: GuildId,
    programme: ProgrammeId,
) -> Result<Programme> {
    rows::find(db, programme)
        .await?
        .filter(|known| known.guild == guild)
        .ok_or_else(words::gone)
}

/// Begins a programme in a channel, with sensible defaults: pairs of those who opt in, weekly at ten, coffee on Tuesdays and swaps on
/// Thursdays. Its first round is the first one that can still be announced.
///
/// # Errors
///
/// A sentence where there are [`MOST`] already, or the channel is no text channel.
pub(crate) async fn begin(
    ctx: &Ctx,
    guild: GuildId,
    kind: ProgrammeKind,
    channel: ChannelId,
) -> Result<ProgrammeId> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let settings = settings::known(&mut write, guild).await?;
    settings::check_channel(&mut write, guild, channel).await?;
    let others = rows::of(&mut write, guild).await?;
    if others.len() >= MOST {
        return Err(words::too_many());
    }
    let (name, weekday) = match kind {
        ProgrammeKind::Coffee => (words::COFFEE, Weekday::Tue),
        ProgrammeKind::Swap => (words::SWAPS, Weekday::Thu),
    };
    let time = words::usual_time();
    let programme = Programme {
        id: ProgrammeId(0),
        guild,
        kind,
        name: unused_name(name, &others),
        channel: Some(channel),
        role: None,
        weekday,
        time,
        every_weeks: 1,
        anchor: first_date(&settings.calendar, weekday, time, now),
        group_size: 2,
        names_shown: false,
        emphasis: Emphasis::default(),
        running: true,
    };
    let id = rows::add(&mut write, &programme, now).await?;
    write.commit().await?;
    tracing::info!(%guild, programme = %id, "a programme was begun");
    Ok(id)
}

/// Carries out one decision about a programme.
///
/// # Errors
///
/// A sentence where the programme is gone, or what was chosen or typed cannot be taken.
pub(crate) async fn change(
    ctx: &Ctx,
    guild: GuildId,
    programme: ProgrammeId,
    change: Change,
) -> Result<()> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let settings = settings::known(&mut write, guild).await?;
    let mut programme = one(&mut write, guild, programme).await?;
    apply(&mut write, &settings, &mut programme, change, now).await?;
    rows::update(&mut write, &programme).await?;
    write.commit().await?;
    Ok(())
}

async fn apply(
    write: &mut Write,
    guild: &Guild,
    programme: &mut Programme,
    change: Change,
    now: DateTime<Utc>,
) -> Result<()> {
    match change {
        Change::Name(typed) => {
            let others = rows::of(write, guild.id).await?;
            programme.name = name(programme.id, &typed, &others)?;
        }
        Change::Channel(channel) => {
            settings::check_channel(write, guild.id, channel).await?;
            programme.channel = Some(channel);
        }
        Change::Role(role) => {
            settings::check_role(guild.id, role)?;
            programme.role = role;
        }
        // The weeks that count stay the same ones, and with them the rhythm.
        Change::Weekday(weekday) => programme.weekday = weekday,
        Change::Time(typed) => programme.time = words::time(&typed)?,
        Change::EveryWeeks(weeks) => {
            if !(1..=MOST_WEEKS).contains(&weeks) {
                return Err(words::nothing_chosen());
            }
            if weeks != programme.every_weeks {
                programme.every_weeks = weeks;
                programme.anchor = new_anchor(write, guild, programme, now).await?;
            }
        }
        Change::GroupSize(size) => {
            if !(2..=3).contains(&size) || programme.kind == ProgrammeKind::Swap {
                return Err(words::nothing_chosen());
            }
            programme.group_size = size;
        }
        Change::NamesShown(shown) => programme.names_shown = shown,
        Change::Weigh(aspect, weight) => aspect.set(&mut programme.emphasis, weight),
        Change::Running(running) => {
            if running && !programme.running {
                // Started again, its next round comes as soon as it can be announced, whatever the weeks were before.
                programme.anchor = new_anchor(write, guild, programme, now).await?;
            }
            if !running && programme.running {
                super::stopped(write, guild, programme, now).await?;
            }
            programme.running = running;
        }
    }
    Ok(())
}

/// Takes a programme away for good. Its history counts still: who met there has met.
pub(crate) async fn remove(ctx: &Ctx, guild: GuildId, programme: ProgrammeId) -> Result<Programme> {
    let now = ctx.clock.now();
    let mut write = ctx.store.write().await?;
    let settings = settings::known(&mut write, guild).await?;
    let programme = one(&mut write, guild, programme).await?;
    super::stopped(&mut write, &settings, &programme, now).await?;
    rows::remove(&mut write, programme.id, now).await?;
    write.commit().await?;
    tracing::info!(%guild, programme = %programme.id, "a programme was removed");
    Ok(programme)
}

/// The first date on which a round can start so that it can be announced one working day before.
fn first_date(
    calendar: &Calendar,
    weekday: Weekday,
    time: NaiveTime,
    now: DateTime<Utc>,
) -> NaiveDate {
    let announced_now = calendar.add_working_days(now, 1);
    let today = local_date(calendar.zone, now);
    today
        .iter_days()
        .filter(|date| date.weekday() == weekday)
        .find(|date| local_instant(calendar.zone, *date, time) >= announced_now)
        .unwrap_or(today)
}

/// From which week on the weeks count anew: that of the round that is announced already, else that of the first one that can be.
async fn new_anchor(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    now: DateTime<Utc>,
) -> Result<NaiveDate> {
    Ok(match rows::announced_for(db, programme.id).await? {
        Some(period) => period,
        None => first_date(&guild.calendar, programme.weekday, programme.time, now),
    })
}

/// A name as typed, if no other programme has it.
fn name(of: ProgrammeId, typed: &str, others: &[Programme]) -> Result<String> {
    let name = Name::parse(&clean_line(typed)).map_err(|error| words::bad_name(&error, typed))?;
    let name = name.as_str().to_owned();
    let taken =
        |other: &Programme| other.id != of && other.name.to_lowercase() == name.to_lowercase();
    if others.iter().any(taken) {
        return Err(words::name_taken(&name));
    }
    Ok(name)
}

/// A name that no other programme has: with a number behind it, where need be.
fn unused_name(name: &str, others: &[Programme]) -> String {
    let taken = |name: &str| {
        others
            .iter()
            .any(|other| other.name.to_lowercase() == name.to_lowercase())
    };
    std::iter::once(name.to_owned())
        .chain((2..=MOST + 1).map(|number| format!("{name} {number}")))
        .find(|name| !taken(name))
        .unwrap_or_else(|| name.to_owned())
}
