//! What `/me` shows of asks, invitations and helps.

use chrono::{DateTime, Utc};

use super::{take, tell, words};
use crate::domain::ask::{AskEvent, AskSoFar, AskState, LATE_THANKS};
use crate::domain::ids::{AskId, ChannelId, GuildId, InvitationId, MemberId};
use crate::error::Result;
use crate::features::Ctx;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::{anonymity, ask_helpers, asks, invitations, stuck};

/// An open or taken ask, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskLine {
    /// Which.
    pub ask: AskId,
    /// Who asks.
    pub asker: Option<MemberId>,
    /// The skill's name, as written (not escaped).
    pub skill: String,
    /// Open or taken; over only where it was asked without a name, or where thanks can still be said.
    pub state: AskState,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
    /// Who has it now.
    pub helpers: Vec<MemberId>,
    /// Whether it was asked without a name. The asker's list then has it also after its end, until it is erased whose it was.
    pub anonymous: bool,
    /// Its thread, once somebody accepted.
    pub thread: Option<ChannelId>,
}

/// An open invitation, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationLine {
    /// Which.
    pub invitation: InvitationId,
    /// Who asks.
    pub asker: Option<MemberId>,
    /// The skill's name, as written (not escaped).
    pub skill: String,
    /// When it lapses; `None` until it was delivered.
    pub lapses_at: Option<DateTime<Utc>>,
}

/// The open and taken asks of a member, newest first, with those that they asked without a name and can still reply to.
pub async fn asks_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> Result<Vec<AskLine>> {
    let mut ids = asks::unfinished_of(db, guild, asker).await?;
    ids.extend(anonymity::all_of(db, guild, asker).await?);
    ids.sort_by_key(|ask| std::cmp::Reverse(*ask));
    lines(db, &ids).await
}

/// The asks of a member, in their name, that ended lately and can still be said to be solved, newest first.
pub async fn still_to_thank_for(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
    now: DateTime<Utc>,
) -> Result<Vec<AskLine>> {
    let ids = asks::ended_without_thanks_of(db, guild, asker, now - LATE_THANKS).await?;
    let mut lines = lines(db, &ids).await?;
    lines.retain(|line| can_be_solved(line.state, Some(asker), &line.helpers, asker));
    Ok(lines)
}

fn can_be_solved(
    state: AskState,
    asker: Option<MemberId>,
    helpers: &[MemberId],
    member: MemberId,
) -> bool {
    let so_far = AskSoFar {
        state,
        asker,
        helpers,
    };
    so_far.after(AskEvent::Solve(member)).is_ok()
}

/// The asks of others that a member has taken on and that are not over, newest first.
pub async fn taken_by(
    db: &mut SqliteConnection,
    guild: GuildId,
    helper: MemberId,
) -> Result<Vec<AskLine>> {
    let ids = ask_helpers::taken_by(db, guild, helper).await?;
    lines(db, &ids).await
}

async fn lines(db: &mut SqliteConnection, ids: &[AskId]) -> Result<Vec<AskLine>> {
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(ask) = asks::find(db, *id).await? else {
            continue;
        };
        lines.push(AskLine {
            ask: ask.id,
            asker: ask.asker.named(),
            anonymous: ask.is_anonymous(),
            skill: ask.skill_name,
            state: ask.state,
            created_at: ask.created_at,
            helpers: ask_helpers::current(db, *id).await?,
            thread: ask.thread,
        });
    }
    Ok(lines)
}

/// The open invitations of a member, newest first.
pub async fn invitations_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<InvitationLine>> {
    let mut lines = Vec::new();
    for id in invitations::open_of(db, guild, member).await? {
        let Some(invitation) = invitations::find(db, id).await? else {
            continue;
        };
        let Some(ask) = asks::find(db, invitation.ask).await? else {
            continue;
        };
        lines.push(InvitationLine {
            invitation: id,
            asker: ask.asker.named(),
            skill: ask.skill_name,
            lapses_at: invitation.lapses_at,
        });
    }
    Ok(lines)
}

/// One ask with everything that this member can do about it, as its asker, as its helper, or as anybody else. The buttons are
/// [`crate::custom_id::AskClick`]s and answered by this feature wherever they stand. One that is over is a sentence.
pub async fn ask_page(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let found = take::find(&mut read, ask).await?;
    let theirs_still = found.ask.is_anonymous() && found.asker == Some(member);
    if found.ask.state.is_over() && !theirs_still {
        if can_be_solved(found.ask.state, found.asker, &found.helpers, member) {
            return Ok(words::over_but_for_thanks(&found.ask));
        }
        return Ok(Post::text(words::over(&found.ask)));
    }
    if found.asker == Some(member) {
        let (open, _) = invitations::standing(&mut read, ask).await?;
        let managers_at = stuck::of(&mut read, ask).await?.planned_for;
        return Ok(words::asker_page(
            &found.ask,
            &found.helpers,
            open,
            managers_at,
        ));
    }
    Ok(if found.helpers.contains(&member) {
        words::helper_page(&found.ask)
    } else {
        words::not_your_ask(ask)
    })
}

/// One invitation with everything that its member can do about it; see [`ask_page`].
pub async fn invitation_page(
    ctx: &Ctx,
    invitation: InvitationId,
    member: MemberId,
) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let (guild, ask, invitation) = super::invite::read(&mut read, invitation, member).await?;
    let scene = tell::Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    tell::invitation_as(&mut read, scene, &ask, &invitation, invitation.state).await
}
