//! Taking an ask on, giving it back, and asking for more hands.

use super::invite::next_wave;
use super::next::plan;
use super::tell::{self, Scene};
use super::{anonymous, open, stuck, words};
use crate::delivery::Purpose;
use crate::domain::ask::{AskEvent, AskRefusal, AskSoFar, AskState, InvitationState, MAX_HELPERS};
use crate::domain::ids::{AskId, InvitationId, MemberId};
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::anonymity;
use crate::store::asks::{self, Ask, Asker};
use crate::store::helper_facts;
use crate::store::settings::Guild;
use crate::store::{ask_helpers, ask_times, invitations};

/// How a click on **I can help** ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Taking {
    /// The ask is theirs.
    Taken(Ask),
    /// It already was.
    YoursAlready(Ask),
    /// Somebody else was first; these have it.
    TooLate(Ask, Vec<MemberId>),
}

/// An ask as this transaction finds it.
pub(super) struct Found {
    pub(super) ask: Ask,
    pub(super) guild: Guild,
    pub(super) helpers: Vec<MemberId>,
    /// Whose it is, by name or by the link of an anonymous ask.
    pub(super) asker: Option<MemberId>,
}

impl Found {
    /// What the ask becomes by an event, or why it does not.
    pub(super) fn after(&self, event: AskEvent) -> Result<AskState, AskRefusal> {
        AskSoFar {
            state: self.ask.state,
            asker: self.asker,
            helpers: &self.helpers,
        }
        .after(event)
    }

    /// The same, with the refusal as a sentence.
    pub(super) fn after_or_say(&self, event: AskEvent) -> Result<AskState> {
        self.after(event)
            .map_err(|refusal| Error::user(words::refusal(&self.ask, refusal)))
    }
}

/// Finds an ask that somebody clicked on, in a guild that the bot works for.
pub(super) async fn find(db: &mut SqliteConnection, ask: AskId) -> Result<Found> {
    let ask = asks::find(db, ask)
        .await?
        .ok_or_else(|| Error::user(words::ASK_IS_GONE))?;
    let guild = super::working_guild(db, ask.guild).await?;
    let helpers = ask_helpers::current(db, ask.id).await?;
    let asker = asker_of(db, &ask).await?;
    Ok(Found {
        ask,
        guild,
        helpers,
        asker,
    })
}

/// Whose an ask is, by name or by the link of an anonymous ask; `None` where nobody knows any more.
pub(super) async fn asker_of(db: &mut SqliteConnection, ask: &Ask) -> Result<Option<MemberId>> {
    Ok(match ask.asker {
        Asker::Named(member) => Some(member),
        Asker::Anonymous => anonymity::asker_of(db, ask.id).await?,
        Asker::Forgotten => None,
    })
}

/// **I can help**: the first to say so gets the ask. The database decides who is first, as one write waits for the other.
///
/// What people take on by their own click is always allowed: neither blocks, pauses nor load are looked at. `shown` says that
/// the member's invitation is being answered with its new text, so that no edit of it is owed.
pub(super) async fn take(ctx: &Ctx, ask: AskId, member: MemberId, shown: bool) -> Result<Taking> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let mut found = find(&mut write, ask).await?;
    must_be_here(&mut write, &found.guild, member).await?;
    match found.after(AskEvent::Help(member)) {
        Ok(state) => {
            let guild = found.guild.clone();
            let scene = Scene { guild: &guild, now };
            if !anonymous::has_place(&mut write, scene, &found.ask).await? {
                return Err(Error::user(words::anonymous::NO_PLACE));
            }
            ask_helpers::add(&mut write, ask, member, now).await?;
            choose_to_begin_with(&mut write, ask, member).await?;
            found.ask.state = state;
            asks::set_state(&mut write, ask, state, now).await?;
            ask_times::sign(&mut write, ask, now).await?;
            found.helpers.retain(|helper| *helper != member);
            found.helpers.push(member);
            introduce(&mut write, scene, &mut found, member).await?;
            if let Some(id) = invitations::of_member(&mut write, ask, member).await?
                && let Some(invitation) = invitations::find(&mut write, id).await?
            {
                tell::settle(
                    &mut write,
                    scene,
                    &found.ask,
                    &invitation,
                    InvitationState::Accepted,
                    shown,
                )
                .await?;
            }
            tell::close_invitations(&mut write, scene, &found.ask, Some(member)).await?;
            plan(&mut write, scene, ask).await?;
            super::note_activity(&mut write, &found.ask, member, now).await?;
            write.commit().await?;
            Ok(Taking::Taken(found.ask))
        }
        Err(AskRefusal::YoursAlready) => Ok(Taking::YoursAlready(found.ask)),
        Err(AskRefusal::TakenBy(_)) => Ok(Taking::TooLate(found.ask, found.helpers)),
        Err(refusal) => Err(Error::user(words::refusal(&found.ask, refusal))),
    }
}

/// Who takes an ask on is chosen on its Solved page until the asker says otherwise.
async fn choose_to_begin_with(
    db: &mut SqliteConnection,
    ask: AskId,
    helper: MemberId,
) -> Result<()> {
    if ask_helpers::chosen(db, ask).await?.len() < MAX_HELPERS {
        ask_helpers::choose(db, ask, helper).await?;
    }
    Ok(())
}

/// The member must be in the guild: a click in a private conversation can come from somebody who left.
async fn must_be_here(db: &mut SqliteConnection, guild: &Guild, member: MemberId) -> Result<()> {
    match helper_facts::person(db, guild, member).await? {
        Some(person) if person.pending => Err(Error::user(words::NOT_YET_A_MEMBER)),
        Some(person) if !person.left => Ok(()),
        _ => Err(Error::user(words::NOT_A_MEMBER)),
    }
}

/// Brings the two together: in the ask's thread, in a new one under the post, or where there is no channel, privately.
async fn introduce(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    found: &mut Found,
    helper: MemberId,
) -> Result<()> {
    let Found {
        ask,
        guild,
        helpers,
        ..
    } = found;
    if ask.has_thread() {
        tell::refresh_post(db, scene, ask, helpers).await?;
        tell::add_to_thread(db, scene, ask, helper).await?;
        tell::in_thread(db, scene, ask, words::joined(ask, helper)).await?;
        // Where its opening is still owed, the asker hears once it is there.
        if ask.thread.is_some() {
            anonymous::accepted(db, scene, ask).await?;
        }
        return Ok(());
    }
    let asker_name = tell::asker_name(db, scene, ask).await?;
    let helper_name = tell::name_of(db, scene, helper).await?;
    // Somebody had it before and there is no thread: it was deleted, and Discord opens no second one under a message.
    if ask.reopened_at.is_some() {
        tell::move_post(db, scene, ask).await?;
    }
    // Where there is no post there is a new one: a thread needs a message to hang under.
    if ask.post_channel.is_none()
        && let Some(channel) = tell::help_channel(db, scene).await?
    {
        tell::post(db, scene, ask, channel, helpers).await?;
    }
    if ask.post_channel.is_none() {
        tell::to_asker(
            db,
            scene,
            ask,
            words::meet_your_helper(ask, &guild.name, &helper_name),
            Purpose::Answer,
        )
        .await?;
        tell::privately(
            db,
            scene,
            ask,
            helper,
            words::meet_your_asker(ask, &guild.name, &asker_name),
            Purpose::Answer,
        )
        .await?;
        // There is no post to refresh, but the managers' channel may have read of it.
        return stuck::bring_up_to_date(db, scene, ask).await;
    }
    let name = words::thread_name(ask, &asker_name, &helper_name);
    tell::open_thread(
        db,
        scene,
        ask,
        name,
        ask.asker.named().into_iter().chain([helper]).collect(),
    )
    .await?;
    tell::in_thread(db, scene, ask, words::opening(ask, helper)).await?;
    tell::refresh_post(db, scene, ask, helpers).await
}

/// The ask that an invitation is to, for the member it is meant for.
pub(super) async fn ask_of_invitation(
    ctx: &Ctx,
    id: InvitationId,
    member: MemberId,
) -> Result<AskId> {
    let mut read = ctx.store.read().await?;
    let invitation = invitations::find(&mut read, id)
        .await?
        .ok_or_else(|| Error::user(words::INVITATION_IS_GONE))?;
    if invitation.member == member {
        Ok(invitation.ask)
    } else {
        Err(Error::user(words::NOT_YOUR_INVITATION))
    }
}

/// **I can't after all**: the helper lets go, and unless somebody else has it, the next three are asked.
pub(super) async fn give_back(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = find(&mut write, ask).await?;
    if found.after(AskEvent::GiveBack(member)) == Err(AskRefusal::NotYours)
        && ask_helpers::has_let_go(&mut write, ask, member).await?
    {
        return Ok(words::given_back_before(&found.ask));
    }
    let state = found.after_or_say(AskEvent::GiveBack(member))?;
    let guild = found.guild.clone();
    let released = release(
        &mut write,
        Scene { guild: &guild, now },
        found,
        member,
        state,
        Parting::GaveBack,
    )
    .await?;
    super::note_activity(&mut write, &released, member, now).await?;
    write.commit().await?;
    Ok(words::you_gave_it_back(&released))
}

/// Why a helper lets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parting {
    /// They said so.
    GaveBack,
    /// They left the guild.
    Left,
    /// They asked to be forgotten.
    Forgotten,
}

/// A helper lets go of an ask, which becomes `state`; the asker and who else is there are told.
pub(super) async fn release(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    found: Found,
    member: MemberId,
    state: AskState,
    parting: Parting,
) -> Result<Ask> {
    let Found {
        mut ask, helpers, ..
    } = found;
    let others: Vec<MemberId> = helpers
        .into_iter()
        .filter(|helper| *helper != member)
        .collect();
    ask_helpers::release(db, ask.id, member, scene.now).await?;
    ask_helpers::unchoose(db, ask.id, member).await?;
    ask_times::sign(db, ask.id, scene.now).await?;
    let reopened = state == AskState::Open && ask.state == AskState::Taken;
    ask.state = state;
    let mut invited = None;
    if reopened {
        invited = Some(reopen(db, scene, &mut ask).await?);
        if invited == Some(0) {
            stuck::told_by_the_way(db, scene, &ask).await?;
        }
    }
    tell::refresh_post(db, scene, &ask, &others).await?;
    tell::let_go(db, scene, &ask, member, parting != Parting::GaveBack).await?;
    let said = match parting {
        Parting::GaveBack => words::given_back(&ask, member, &others, invited),
        Parting::Left => words::helper_left(&ask, &others, invited),
        Parting::Forgotten => words::helper_gone(&ask, &others, invited),
    };
    let told = words::given_back_privately(&ask, &scene.guild.name, invited);
    let said = tell::in_thread(db, scene, &ask, said).await?;
    if said {
        anonymous::as_well(db, scene, &ask, told).await?;
    } else {
        tell::to_asker(db, scene, &ask, told, Purpose::Reminder).await?;
    }
    plan(db, scene, ask.id).await?;
    Ok(ask)
}

/// The ask is open again, and the next three are asked. Returns how many there were. That there were none is for the caller to say.
async fn reopen(db: &mut SqliteConnection, scene: Scene<'_>, ask: &mut Ask) -> Result<usize> {
    ask.state = AskState::Open;
    asks::set_state(db, ask.id, AskState::Open, scene.now).await?;
    asks::set_reopened(db, ask.id, scene.now).await?;
    ask.reopened_at = Some(scene.now);
    open::ensure_post(db, scene, ask).await?;
    next_wave(db, scene, ask).await
}

/// **Still need help**: the next three are asked into the same thread.
pub(super) async fn still_needed(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = find(&mut write, ask).await?;
    if found.after(AskEvent::StillNeeded(member)) == Err(AskRefusal::StillOpen) {
        let (open, _) = invitations::standing(&mut write, ask).await?;
        return Ok(words::being_asked(&found.ask, open));
    }
    found.after_or_say(AskEvent::StillNeeded(member))?;
    let Found {
        mut ask,
        guild,
        helpers,
        ..
    } = found;
    let scene = Scene { guild: &guild, now };
    ask_times::sign(&mut write, ask.id, now).await?;
    let invited = reopen(&mut write, scene, &mut ask).await?;
    let managers = invited == 0 && stuck::told_in_the_answer(&mut write, scene, &ask).await?;
    tell::refresh_post(&mut write, scene, &ask, &helpers).await?;
    tell::in_thread(&mut write, scene, &ask, words::still_needed(&ask, invited)).await?;
    plan(&mut write, scene, ask.id).await?;
    super::note_activity(&mut write, &ask, member, now).await?;
    write.commit().await?;
    Ok(words::more_are_asked(&ask, invited, managers))
}
