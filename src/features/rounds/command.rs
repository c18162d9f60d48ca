//! `/round preview`, `/round start`, `/round cancel` and `/round status`.

use futures_util::FutureExt as _;

use super::plan::{self, Upcoming};
use super::seating::{Facts, When};
use super::words::command as words;
use super::{admin, pair};
use crate::domain::ids::{GuildId, ProgrammeId};
use crate::domain::round::{Participation, RoundState};
use crate::error::Result;
use crate::features::{
    Choice, Command, CommandKind, Ctx, Invocation, OptionDef, OptionKind, Reply, Subcommand,
    Typing, Who, settings,
};
use crate::markdown::label;
use crate::post::{MAX_OPTION_TEXT, MAX_OPTIONS, Post};
use crate::store::SqliteConnection;
use crate::store::programmes::{self, Programme};
use crate::store::rounds::{self as rows, Progress, Round};
use crate::store::settings::Guild;

/// The name of the one option.
const PROGRAMME: &str = "programme";
/// So many rounds back the status of a programme shows.
const BACK: u32 = 6;

const OPTIONS: &[OptionDef] = &[OptionDef {
    name: PROGRAMME,
    description: "Which one, where there are several",
    kind: OptionKind::Text {
        max: 100,
        complete: true,
    },
    required: false,
}];

/// `/round`
pub static ROUND: Command = Command {
    name: "round",
    description: "Rounds of coffee chats and skill swaps: preview, start or cancel one, or see how they go",
    kind: CommandKind::Group(&[
        Subcommand {
            name: "preview",
            description: "See who would be with whom, before anything is sent",
            options: OPTIONS,
        },
        Subcommand {
            name: "start",
            description: "Announce the next round now, or pair the announced one; I ask once more first",
            options: OPTIONS,
        },
        Subcommand {
            name: "cancel",
            description: "Don't hold the next round; I ask once more first",
            options: OPTIONS,
        },
        Subcommand {
            name: "status",
            description: "What comes next, how far the last round is, and what was missed",
            options: OPTIONS,
        },
    ]),
    who: Who::Admins,
    run: |ctx, used| round(ctx, used).boxed(),
    complete: Some(|ctx, typing| complete(ctx, typing).boxed()),
};

/// What there is to know about a programme's rounds now.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// The guild's calendar, by which times of day are said.
    pub(super) guild: Guild,
    /// Which programme.
    pub(super) programme: Programme,
    /// The number that the next round will have that is not announced.
    pub(super) number: i64,
    /// What comes next.
    pub(super) upcoming: Upcoming,
    /// The latest rounds, the latest first; with how far those have come that were paired.
    pub(super) rounds: Vec<(Round, Option<Progress>)>,
    /// The number of the round that goes on and who is together in it, by their names as written, where the channel names them, too.
    pub(super) together: Option<(i64, Vec<Vec<String>>)>,
    /// Who takes part in the next round as it looks now.
    pub(super) people: People,
}

/// How many take part, and how many are kept from it by what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct People {
    /// Are in.
    pub(super) taking_part: usize,
    /// Sit it out.
    pub(super) skip: usize,
    /// Have paused.
    pub(super) paused: usize,
    /// Are at rest after three rounds without a sign.
    pub(super) resting: usize,
    /// Like to meet less often, and it is not their turn.
    pub(super) less_often: usize,
}

async fn round(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?;
    let typed = used.options.text(PROGRAMME);
    let mut read = ctx.store.read().await?;
    let all = programmes::of(&mut read, guild.id).await?;
    if all.is_empty() {
        return Err(words::no_programme());
    }
    let status = used.subcommand.as_deref() == Some("status");
    let programme = match (typed, all.as_slice()) {
        (Some(typed), _) => meant(&all, typed).ok_or_else(|| words::unknown(typed, &all))?,
        (None, [only]) => only,
        (None, _) if status => {
            drop(read);
            return overview(ctx, &guild, &all).await.map(Reply::Private);
        }
        (None, _) => return Err(words::which(&all)),
    }
    .clone();
    drop(read);
    let post = match used.subcommand.as_deref() {
        Some("preview") => preview(ctx, guild.id, programme.id).await?,
        Some("start") => words::start(&view(ctx, &guild, programme).await?, ctx.clock.now())?,
        Some("cancel") => words::cancel(&view(ctx, &guild, programme).await?)?,
        Some("status") => words::status(&view(ctx, &guild, programme).await?),
        // Discord offers no other.
        _ => return Err(words::no_such_command()),
    };
    Ok(Reply::Private(post))
}

/// The programme that was chosen from the suggestions, or typed by its name.
fn meant<'a>(all: &'a [Programme], typed: &str) -> Option<&'a Programme> {
    let by_id = typed.trim().parse().map(ProgrammeId);
    let name = typed.trim().to_lowercase();
    all.iter()
        .find(|programme| by_id == Ok(programme.id))
        .or_else(|| {
            all.iter()
                .find(|programme| programme.name.to_lowercase() == name)
        })
}

async fn complete(ctx: &Ctx, typing: &Typing) -> Result<Vec<Choice>> {
    let mut read = ctx.store.read().await?;
    let typed = typing.text.trim().to_lowercase();
    Ok(programmes::of(&mut read, typing.guild)
        .await?
        .into_iter()
        .filter(|programme| programme.name.to_lowercase().contains(&typed))
        .take(MAX_OPTIONS)
        .map(|programme| Choice {
            name: label(&programme.name, MAX_OPTION_TEXT),
            value: programme.id.to_string(),
        })
        .collect())
}

async fn overview(ctx: &Ctx, guild: &Guild, all: &[Programme]) -> Result<Post> {
    let mut views = Vec::new();
    for programme in all {
        views.push(view(ctx, guild, programme.clone()).await?);
    }
    Ok(words::overview(&views))
}

async fn view(ctx: &Ctx, guild: &Guild, programme: Programme) -> Result<View> {
    let now = ctx.clock.now();
    let mut read = ctx.store.read().await?;
    let upcoming = plan::upcoming(&mut read, guild, &programme, now).await?;
    let facts = facts(&mut read, guild, &programme, &upcoming).await?;
    let mut rounds = Vec::new();
    for round in rows::of_programme(&mut read, programme.id, BACK).await? {
        let progress = match round.paired_at {
            Some(_) => Some(rows::progress(&mut read, round.id).await?),
            None => None,
        };
        rounds.push((round, progress));
    }
    let going_on = rounds
        .iter()
        .find(|(round, _)| programme.names_shown && round.state == RoundState::Paired);
    let together = match going_on {
        Some((round, _)) => Some((round.number, rows::together(&mut read, round.id).await?)),
        None => None,
    };
    Ok(View {
        guild: guild.clone(),
        together,
        number: rows::number(&mut read, programme.id).await?,
        programme,
        upcoming,
        rounds,
        people: People {
            taking_part: facts.taking_part().len(),
            skip: facts.count(|why| why == Participation::Skips),
            paused: facts.count(|why| matches!(why, Participation::Paused(_))),
            resting: facts.count(|why| why == Participation::Resting),
            less_often: facts.count(|why| matches!(why, Participation::NotYet(_))),
        },
    })
}

/// What the next round is seated by, as it looks now.
async fn facts(
    db: &mut SqliteConnection,
    guild: &Guild,
    programme: &Programme,
    upcoming: &Upcoming,
) -> Result<Facts> {
    if let Some(round) = &upcoming.announced {
        let when = When::at(round.starts_at);
        return Facts::read(db, guild, programme, Some(round), when, round.seed).await;
    }
    let number = rows::number(db, programme.id).await?;
    let seed = plan::seed(programme.id, number);
    let when = When::at(upcoming.start.at);
    Facts::read(db, guild, programme, None, when, seed).await
}

/// Who would be with whom in the next round. Nothing is sent to anybody.
///
/// # Errors
///
/// A sentence where the programme is gone or Potluck is turned off.
pub(super) async fn preview(ctx: &Ctx, guild: GuildId, programme: ProgrammeId) -> Result<Post> {
    let guild = settings::turned_on(ctx, guild).await?;
    let now = ctx.clock.now();
    let (programme, upcoming, number, facts) = {
        let mut read = ctx.store.read().await?;
        let programme = admin::of_guild(&mut read, &guild, programme).await?;
        let upcoming = plan::upcoming(&mut read, &guild, &programme, now).await?;
        let number = match &upcoming.announced {
            Some(round) => round.number,
            None => rows::number(&mut read, programme.id).await?,
        };
        let facts = facts(&mut read, &guild, &programme, &upcoming).await?;
        (programme, upcoming, number, facts)
    };
    let (seating, _) = pair::seat(facts, &ctx.metrics).await?;
    Ok(words::preview(&programme, number, &upcoming, &seating))
}
