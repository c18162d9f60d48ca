//! **Someone better**: an invited helper names a colleague who is better placed.
//!
//! Whoever is named, the referrer reads the same thanks, their invitation becomes the same, and nothing that comes later tells whether
//! the colleague could be asked: it might be because of a block, or because it was the colleague who asked anonymously.

use super::invite::{self, one_less};
use super::tell::{self, Scene};
use super::words::{self, Colleagues};
use crate::domain::ask::{AskState, InvitationState};
use crate::domain::ids::{InvitationId, MemberId};
use crate::error::{Error, Result};
use crate::features::{Ctx, people};
use crate::post::{Modal, Post};
use crate::store::SqliteConnection;
use crate::store::asks::{Ask, Asker};
use crate::store::helper_facts;
use crate::store::invitations::Invitation;
use crate::store::settings::Guild;
use crate::store::{neighbours, referrals};

/// The most people offered for a typed name.
const MAX_FOUND: usize = 20;

/// The page on which a colleague is named. In a guild's channel Discord's member picker knows everybody; in a private conversation
/// up to 25 are suggested.
pub(super) async fn page(
    ctx: &Ctx,
    id: InvitationId,
    member: MemberId,
    in_guild: bool,
) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let (_, ask, _) = may_refer(&mut read, id, member).await?;
    let among = if in_guild {
        Colleagues::Everybody
    } else {
        Colleagues::Suggestions(suggestions(&mut read, &ask, member).await?)
    };
    Ok(words::someone_better(&ask, id, &among))
}

/// Up to 25 colleagues, the likeliest first. Who asks anonymously is among them like anybody else.
async fn suggestions(
    db: &mut SqliteConnection,
    ask: &Ask,
    referrer: MemberId,
) -> Result<Vec<(MemberId, String)>> {
    let close = neighbours::of(db, ask.guild, ask.skill).await?;
    let likely = referrals::likely(db, ask, &close).await?;
    let everybody = helper_facts::people(db, ask.guild).await?;
    let except: Vec<MemberId> = ask.asker.named().into_iter().chain([referrer]).collect();
    Ok(people::suggestions(&everybody, &likely, &except))
}

/// The form in which somebody else is searched for.
pub(super) async fn form(ctx: &Ctx, id: InvitationId, member: MemberId) -> Result<Modal> {
    let mut read = ctx.store.read().await?;
    let (_, ask, _) = may_refer(&mut read, id, member).await?;
    Ok(words::colleague_form(&ask, id))
}

/// Whoever goes by this name, to choose from.
pub(super) async fn by_name(
    ctx: &Ctx,
    id: InvitationId,
    member: MemberId,
    typed: &str,
) -> Result<Post> {
    let mut read = ctx.store.read().await?;
    let (_, ask, _) = may_refer(&mut read, id, member).await?;
    let mut everybody = helper_facts::people(&mut read, ask.guild).await?;
    everybody.retain(|person| person.member != member && Some(person.member) != ask.asker.named());
    Ok(match people::matching(&everybody, typed, MAX_FOUND) {
        found if found.is_empty() => words::no_colleague_found(id),
        found => words::colleagues_found(id, &found),
    })
}

/// A colleague is named: they are invited if they may be, and otherwise it goes on as after **Not now**.
pub(super) async fn name(
    ctx: &Ctx,
    id: InvitationId,
    member: MemberId,
    named: MemberId,
) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let (guild, mut ask, invitation) = may_refer(&mut write, id, member).await?;
    if named == member {
        return Err(Error::user(words::REFERRED_TO_YOURSELF));
    }
    let scene = Scene { guild: &guild, now };
    let referred = InvitationState::Referred;
    tell::settle(&mut write, scene, &ask, &invitation, referred, false).await?;
    note(&mut write, scene, &ask, member, named).await?;
    invite::named(&mut write, scene, &ask, named, member).await?;
    one_less(&mut write, scene, &mut ask).await?;
    super::note_activity(&mut write, &ask, member, now).await?;
    write.commit().await?;
    Ok(words::referred(&ask))
}

/// Records who was named. Of an anonymous ask only the invitation that comes of it says so: a record of everybody named could name
/// the asker.
async fn note(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    referrer: MemberId,
    named: MemberId,
) -> Result<()> {
    let known = helper_facts::person(db, scene.guild, named).await?;
    if ask.asker != Asker::Anonymous && known.is_some_and(|person| !person.bot) {
        referrals::record(db, ask.id, referrer, named, scene.now).await?;
    }
    Ok(())
}

/// Who named these helpers, each once, the first to do so first. That it led to a help is recorded for an anonymous ask, too: who helped
/// is for everybody to see.
pub(super) async fn led_to(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    helpers: &[MemberId],
) -> Result<Vec<MemberId>> {
    let mut knew = Vec::new();
    for led in referrals::led_to(db, ask.id, helpers).await? {
        referrals::record(db, ask.id, led.referrer, led.helper, scene.now).await?;
        if !knew.contains(&led.referrer) {
            knew.push(led.referrer);
        }
    }
    Ok(knew)
}

/// The invitation with its ask and guild, where its member can still name somebody; otherwise a sentence.
async fn may_refer(
    db: &mut SqliteConnection,
    id: InvitationId,
    member: MemberId,
) -> Result<(Guild, Ask, Invitation)> {
    let (guild, ask, invitation) = invite::read(db, id, member).await?;
    let here = helper_facts::person(db, &guild, member).await?;
    if here.is_none_or(|person| person.left) {
        return Err(Error::user(words::NOT_A_MEMBER));
    }
    let no = match (ask.state, invitation.state) {
        (state, _) if state.is_over() => words::over(&ask),
        (_, InvitationState::Accepted) => words::DECLINED_AFTER_ACCEPTING.to_owned(),
        (_, InvitationState::Referred) => words::REFERRED_ALREADY.to_owned(),
        (AskState::Taken, _) => words::REFERRED_WHEN_TAKEN.to_owned(),
        // Late is not too late: as long as somebody is looked for, a good idea is welcome.
        _ => return Ok((guild, ask, invitation)),
    };
    Err(Error::user(no))
}
