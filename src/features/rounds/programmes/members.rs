//! What members say of taking part in a programme.

use chrono::{DateTime, Utc};

use super::{one, words};
use crate::custom_id::{CustomId, RoundClick};
use crate::delivery::Delivery;
use crate::domain::ids::{GuildId, MemberId, ProgrammeId};
use crate::domain::round::Membership;
use crate::error::Result;
use crate::features::messages;
use crate::features::rounds::pairing;
use crate::store::programmes::{self as rows, Programme};
use crate::store::{SqliteConnection, Write, choices, settings};

/// How often a member may like to take part: every so many weeks.
pub(crate) const CADENCES: [u8; 3] = [1, 2, 4];

/// How a member stands to a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They are paired in its rounds.
    In,
    /// They are not, and may come in.
    Out,
    /// They were, until three rounds went by without any sign of them.
    Resting,
    /// It is for people with a role that they do not have.
    NotForThem,
}

/// What became of **Count me in**.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CountedIn {
    /// In which programme.
    pub(crate) programme: Programme,
    /// How they stood before.
    pub(crate) before: Standing,
    /// Until when they are paused all the same, as they chose in `/me`.
    pub(crate) paused_until: Option<DateTime<Utc>>,
}

/// How somebody stands to a programme, by whether they have its role (which counts only where it has one) and by what they said.
pub(crate) const fn standing(
    programme: &Programme,
    has_role: bool,
    said: Option<Membership>,
) -> Standing {
    match (programme.role, said) {
        (Some(_), _) if !has_role => Standing::NotForThem,
        (_, Some(Membership::Out)) | (None, None) => Standing::Out,
        (_, Some(Membership::Resting)) => Standing::Resting,
        (_, Some(Membership::In)) | (Some(_), None) => Standing::In,
    }
}

/// How a member stands to a programme now.
pub(crate) async fn standing_of(
    db: &mut SqliteConnection,
    programme: &Programme,
    member: MemberId,
) -> Result<Standing> {
    let has_role = match programme.role {
        None => false,
        Some(role) => settings::roles_of(db, programme.guild, member)
            .await?
            .contains(&role),
    };
    let said = rows::said(db, programme.id, member).await?;
    Ok(standing(programme, has_role, said.map(|said| said.state)))
}

/// How many people are paired in a programme's rounds, those who pause aside or not: whoever is in it.
pub(crate) async fn people_in(db: &mut SqliteConnection, programme: &Programme) -> Result<u32> {
    Ok(rows::people_in(db, programme).await?)
}

/// **Count me in**, and **I'm back**: from its next round on. Pressed twice, nothing more happens. How often they like to take part
/// is as they chose it before.
///
/// # Errors
///
/// A sentence where the programme is gone, it is for people with another role, or they are not of the guild.
pub(crate) async fn count_in(
    write: &mut Write,
    guild: GuildId,
    programme: ProgrammeId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<CountedIn> {
    let programme = one(write, guild, programme).await?;
    let choices = choices::of(write, guild, member)
        .await?
        .ok_or_else(words::not_a_member)?;
    let before = standing_of(write, &programme, member).await?;
    if let (Standing::NotForThem, Some(role)) = (before, programme.role) {
        return Err(words::for_others(&programme, role));
    }
    rows::set_membership(write, &programme, member, Membership::In, now).await?;
    no_note_of_rest(write, &programme, member, now).await?;
    Ok(CountedIn {
        programme,
        before,
        paused_until: choices.paused_until.filter(|until| *until > now),
    })
}

/// **Leave**: no round of it seats them from now on. The pairing they were introduced in goes on; what has not begun does not begin.
///
/// # Errors
///
/// As for [`count_in`].
pub(crate) async fn count_out(
    write: &mut Write,
    guild: GuildId,
    programme: ProgrammeId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<Programme> {
    let programme = one(write, guild, programme).await?;
    if choices::of(write, guild, member).await?.is_none() {
        return Err(words::not_a_member());
    }
    rows::set_membership(write, &programme, member, Membership::Out, now).await?;
    no_note_of_rest(write, &programme, member, now).await?;
    if let Some(guild) = settings::guild(write, guild).await? {
        pairing::steps_back(write, &guild, member, Some(programme.id), now).await?;
    }
    Ok(programme)
}

/// Whoever comes in again or leaves rests no more: a note that says so and is not sent yet is taken back.
async fn no_note_of_rest(
    write: &mut Write,
    programme: &Programme,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let back = CustomId::from(RoundClick::Back {
        programme: programme.id,
    });
    messages::take_back(write, programme.guild, member, now, |message| {
        matches!(&message.delivery, Delivery::Send { post, .. } if post.has_button(&back))
    })
    .await
}

/// Three rounds went by without any sign of a member: no round of it seats them until they say that they are back. Whoever left it or
/// rests already stays as they are; `true` where they rest from now on.
pub(crate) async fn rest(
    db: &mut SqliteConnection,
    programme: &Programme,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<bool> {
    if standing_of(db, programme, member).await? != Standing::In {
        return Ok(false);
    }
    rows::set_membership(db, programme, member, Membership::Resting, now).await?;
    Ok(true)
}

/// How often a member likes to take part: every so many weeks, one of [`CADENCES`]; 1 is every round. Who is not in it yet comes in.
///
/// # Errors
///
/// As for [`count_in`].
pub(crate) async fn set_cadence(
    write: &mut Write,
    guild: GuildId,
    programme: ProgrammeId,
    member: MemberId,
    every_weeks: u8,
    now: DateTime<Utc>,
) -> Result<()> {
    if !CADENCES.contains(&every_weeks) {
        return Err(words::nothing_chosen());
    }
    count_in(write, guild, programme, member, now).await?;
    let every_weeks = (every_weeks > 1).then_some(every_weeks);
    rows::set_cadence(write, programme, member, every_weeks).await?;
    Ok(())
}
