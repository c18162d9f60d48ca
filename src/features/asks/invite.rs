//! Inviting: who is asked to help, and what becomes of the invitations.

use super::next::plan;
use super::take;
use super::tell::{self, Inviting, Scene};
use super::{stuck, words};
use crate::domain::ask::{AskState, InvitationState};
use crate::domain::helper_choice::{self, Candidate, Chosen, Wanted};
use crate::domain::ids::{InvitationId, MemberId};
use crate::domain::team::Team;
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks::{self, Ask};
use crate::store::helper_facts::{self, Among};
use crate::store::invitations::{self, Invitation};
use crate::store::neighbours;
use crate::store::settings::{self, Guild};

/// Looks for the next three and invites them: who teaches the skill, and when nobody is left of these, who teaches a neighbouring one.
/// Returns how many there were.
pub(super) async fn next_wave(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<usize> {
    let mut chosen = choose(db, scene, ask, Among::Teachers).await?;
    if chosen.is_empty() {
        let close = neighbours::of(db, ask.guild, ask.skill).await?;
        chosen = choose(db, scene, ask, Among::Neighbours(&close)).await?;
    }
    ask.wave += 1;
    invite(db, scene, ask, &chosen).await?;
    asks::set_wave(db, ask.id, !chosen.is_empty(), scene.now).await?;
    Ok(chosen.len())
}

/// Invites somebody whom another named, by the same rules as anybody whom Potluck chooses; whoever may not be asked is not.
pub(super) async fn named(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    member: MemberId,
    by: MemberId,
) -> Result<()> {
    let chosen = choose(db, scene, ask, Among::Named { member, by }).await?;
    invite(db, scene, ask, &chosen).await
}

/// Invites those chosen.
async fn invite(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    chosen: &[Chosen],
) -> Result<()> {
    if !chosen.is_empty() {
        stuck::is_over(db, scene, ask).await?;
    }
    for Chosen { member, reason } in chosen {
        let reason_json = serde_json::to_string(reason)?;
        let id =
            invitations::insert(db, ask.id, *member, ask.wave, &reason_json, scene.now).await?;
        let to = *member;
        tell::invite(db, scene, ask, Inviting { id, to, reason }).await?;
    }
    Ok(())
}

/// The next three among these by the rules, with room in the week's messages of each.
async fn choose(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    among: Among<'_>,
) -> Result<Vec<Chosen>> {
    let asker = take::asker_of(db, ask).await?;
    let possible =
        helper_facts::possible_helpers(db, scene.guild, ask, asker, among, scene.now).await?;
    let team_roles = settings::team_roles(db, ask.guild).await?;
    // Whom an anonymous ask goes to must not tell of which team its asker is.
    let roles = match ask.asker.named() {
        Some(asker) => settings::roles_of(db, ask.guild, asker).await?,
        None => Vec::new(),
    };
    let wanted = Wanted {
        ask: ask.id,
        asker,
        team: Team::of(&team_roles, &roles),
    };
    let mut candidates: Vec<Candidate> =
        possible.iter().map(|possible| possible.candidate).collect();
    let mut has_room: Vec<MemberId> = Vec::new();
    // The messages of the week are counted for those who would be chosen only: a skill may have hundreds of teachers.
    loop {
        let chosen = helper_choice::next_wave(&wanted, &candidates);
        let Some(unknown) = chosen
            .iter()
            .map(|chosen| chosen.member)
            .find(|member| !has_room.contains(member))
        else {
            return Ok(chosen);
        };
        if tell::may_be_written_to(db, scene, unknown).await? {
            has_room.push(unknown);
        } else {
            for candidate in candidates
                .iter_mut()
                .filter(|candidate| candidate.member == unknown)
            {
                candidate.budget_spent = true;
            }
        }
    }
}

/// Time for the next three: invites them, or tells the asker that nobody is left: once, and once more where the managers' channel is
/// to hear of it only now.
pub(super) async fn wave_is_due(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    let invited = next_wave(db, scene, ask).await?;
    let (open, _) = invitations::standing(db, ask.id).await?;
    if invited == 0
        && open == 0
        && (!ask.nobody_told || stuck::managers_are_left_out(db, scene, ask).await?)
    {
        stuck::nobody_is_left(db, scene, ask).await?;
    }
    plan(db, scene, ask.id).await
}

/// An invitation was answered, lapsed, or its member left: if it was the last open one, the next three are invited at once.
pub(super) async fn one_less(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    let (open, _) = invitations::standing(db, ask.id).await?;
    if ask.state == AskState::Open && open == 0 {
        wave_is_due(db, scene, ask).await
    } else {
        plan(db, scene, ask.id).await
    }
}

/// **Not now**: what the invitation says from now on. `shown` says that the answer replaces its message.
pub(super) async fn decline(
    ctx: &Ctx,
    id: InvitationId,
    member: MemberId,
    shown: bool,
) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let (guild, mut ask, invitation) = read(&mut write, id, member).await?;
    let scene = Scene { guild: &guild, now };
    if invitation.state == InvitationState::Accepted && !ask.state.is_over() {
        return Err(Error::user(words::DECLINED_AFTER_ACCEPTING));
    }
    if invitation.state == InvitationState::Open {
        tell::settle(
            &mut write,
            scene,
            &ask,
            &invitation,
            InvitationState::Declined,
            shown,
        )
        .await?;
        let declined = InvitationState::Declined;
        let answer = tell::invitation_as(&mut write, scene, &ask, &invitation, declined).await?;
        one_less(&mut write, scene, &mut ask).await?;
        super::note_activity(&mut write, &ask, member, now).await?;
        write.commit().await?;
        return Ok(answer);
    }
    // Pressed twice, or late: what became of it is the answer.
    tell::invitation_as(&mut write, scene, &ask, &invitation, invitation.state).await
}

/// An invitation with its ask and guild, for the member it is meant for.
pub(super) async fn read(
    db: &mut SqliteConnection,
    id: InvitationId,
    member: MemberId,
) -> Result<(Guild, Ask, Invitation)> {
    let invitation = invitations::find(db, id)
        .await?
        .ok_or_else(|| Error::user(words::INVITATION_IS_GONE))?;
    if invitation.member != member {
        return Err(Error::user(words::NOT_YOUR_INVITATION));
    }
    let ask = asks::find(db, invitation.ask)
        .await?
        .ok_or_else(|| Error::user(words::INVITATION_IS_GONE))?;
    let guild = super::working_guild(db, ask.guild).await?;
    Ok((guild, ask, invitation))
}

/// An invitation that nobody answered in time lapses. Nothing happens if it was answered meanwhile.
pub(super) async fn lapse(ctx: &Ctx, id: InvitationId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(invitation) = invitations::find(&mut write, id).await? else {
        return Ok(());
    };
    let Some(mut ask) = asks::find(&mut write, invitation.ask).await? else {
        return Ok(());
    };
    let Some(guild) = settings::guild(&mut write, ask.guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    let due = invitation.state == InvitationState::Open
        && invitation.lapses_at.is_some_and(|lapses| lapses <= now);
    if !due || guild.turned_on_at.is_none() {
        return Ok(());
    }
    let state = if ask.state == AskState::Open {
        InvitationState::Lapsed
    } else {
        InvitationState::Closed
    };
    tell::settle(&mut write, scene, &ask, &invitation, state, false).await?;
    one_less(&mut write, scene, &mut ask).await?;
    write.commit().await?;
    Ok(())
}
