//! Taking part: **Skip this one** and **Count me in**, from the heads-up and from `/me`.

use chrono::{DateTime, Utc};

use super::programmes::{self, Standing};
use super::{plan, words};
use crate::domain::ids::{GuildId, MemberId, ProgrammeId, RoundId};
use crate::domain::round::{self, Membership, Participation, RoundState, participation};
use crate::error::Result;
use crate::features::{Ctx, settings};
use crate::post::Post;
use crate::store::activity;
use crate::store::programmes::{self as programme_rows, Programme};
use crate::store::rounds::{self as rows, Round};
use crate::store::{SqliteConnection, choices, members};

/// A round that is announced, as a member of its programme sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coming {
    /// Which: what [`skip`] takes.
    pub(crate) round: RoundId,
    /// Its programme: what [`count_me_in`] takes.
    pub(crate) programme: ProgrammeId,
    /// The programme's name, as written (not escaped).
    pub(crate) name: String,
    /// Its number.
    pub(crate) number: i64,
    /// When it is paired.
    pub(crate) starts_at: DateTime<Utc>,
    /// Whether they are seated in it, as it looks now.
    pub(crate) participation: Participation,
}

/// The rounds that are announced of the programmes that a member is in, also those that they sit out; the earliest first.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn coming(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Coming>> {
    let mut coming = Vec::new();
    for programme in programme_rows::of(db, guild).await? {
        if programmes::standing_of(db, &programme, member).await? != Standing::In {
            continue;
        }
        for round in rows::in_state(db, programme.id, RoundState::Announced).await? {
            let paused_until = choices::of(db, guild, member)
                .await?
                .and_then(|choices| choices.paused_until);
            let away = Away {
                skips: rows::skips(db, round.id).await?.contains(&member),
                paused_until,
            };
            let participation = participates(db, &programme, member, away, round.starts_at).await?;
            coming.push(Coming {
                round: round.id,
                programme: programme.id,
                name: programme.name.clone(),
                number: round.number,
                starts_at: round.starts_at,
                participation,
            });
        }
    }
    coming.sort_by_key(|coming| coming.starts_at);
    Ok(coming)
}

/// **Skip this one**: a member sits a round out, and says so as often as they like.
///
/// # Errors
///
/// A sentence where the round is gone or they are not of its guild.
pub(crate) async fn skip(ctx: &Ctx, id: RoundId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let round = rows::find(&mut write, id)
        .await?
        .ok_or_else(words::part::gone)?;
    check_member(&mut write, &round, member).await?;
    let programme = programmes::one(&mut write, round.guild, round.programme).await?;
    if round.state != RoundState::Announced {
        return Ok(words::part::too_late(&programme, &round));
    }
    let standing = programmes::standing_of(&mut write, &programme, member).await?;
    if standing != Standing::In {
        return Ok(words::part::nothing_to_skip(&programme, standing));
    }
    let anew = rows::skip(&mut write, id, member).await?;
    activity::note(&mut write, round.guild, member, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(words::part::skipped(&programme, &round, anew))
}

async fn check_member(db: &mut SqliteConnection, round: &Round, member: MemberId) -> Result<()> {
    match members::one(db, round.guild, member).await? {
        Some(_) => Ok(()),
        None => Err(words::part::not_a_member()),
    }
}

/// **Count me in**: a member is in a programme, and in the round that is announced if they had skipped it.
///
/// # Errors
///
/// A sentence where the programme is gone, it is for people with another role, they are not of the guild, or it is turned off there.
pub(crate) async fn count_me_in(ctx: &Ctx, id: ProgrammeId, member: MemberId) -> Result<Post> {
    let now = ctx.clock.now();
    let guild = guild_of(&mut *ctx.store.read().await?, id).await?;
    let guild = settings::turned_on(ctx, guild).await?;
    let mut write = ctx.store.write().await?;
    let counted = programmes::count_in(&mut write, guild.id, id, member, now).await?;
    let mut unskipped = false;
    for round in rows::in_state(&mut write, id, RoundState::Announced).await? {
        unskipped |= rows::unskip(&mut write, round.id, member).await?;
    }
    let programme = &counted.programme;
    let next = plan::upcoming(&mut write, &guild, programme, now).await?;
    let starts_at = next
        .announced
        .as_ref()
        .map_or(next.start.at, |round| round.starts_at);
    let away = Away::default();
    let not_before = match participates(&mut write, programme, member, away, starts_at).await? {
        Participation::NotYet(from) => Some(from),
        _ => None,
    };
    activity::note(&mut write, guild.id, member, now).await?;
    write.commit().await?;
    Ok(words::part::counted_in(&words::part::In {
        programme,
        before: counted.before,
        unskipped,
        starts_at,
        paused_until: counted.paused_until,
        not_before,
    }))
}

/// What keeps somebody out of a round for once.
#[derive(Clone, Copy, Debug, Default)]
struct Away {
    /// They said that they sit it out.
    skips: bool,
    /// Until when they are out of everything.
    paused_until: Option<DateTime<Utc>>,
}

/// Whether a member who is in a programme is seated in its round that starts at this instant.
async fn participates(
    db: &mut SqliteConnection,
    programme: &Programme,
    member: MemberId,
    away: Away,
    starts_at: DateTime<Utc>,
) -> Result<Participation> {
    let said = programme_rows::said(db, programme.id, member).await?;
    let standing = round::Standing {
        has_role: None,
        said: Some(Membership::In),
        skips: away.skips,
        paused_until: away.paused_until,
        sits_out_for: said
            .and_then(|said| said.every_weeks)
            .and_then(|weeks| round::sits_out_for(weeks, programme.every_weeks)),
        last_seated: rows::last_seated(db, programme, member).await?,
    };
    Ok(participation(&standing, starts_at, starts_at))
}

async fn guild_of(db: &mut SqliteConnection, programme: ProgrammeId) -> Result<GuildId> {
    let known = programme_rows::find(db, programme).await?;
    known
        .map(|programme| programme.guild)
        .ok_or_else(words::part::programme_gone)
}
