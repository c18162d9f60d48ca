//! Pairings as their members see them in `/me`.

use super::answers::{self, Own};
use super::regroup::{self, Found};
use super::tell::Scene;
use super::{hour, introduce, words};
use crate::domain::ids::{ChannelId, GuildId, MemberId, PairingId};
use crate::domain::regroup::FreedState;
use crate::domain::round::PairingState;
use crate::error::Result;
use crate::features::{Ctx, swaps};
use crate::post::Post;
use crate::store::pairings::{self, Pairing};

/// How many a page holds.
const PAGE: i64 = 10;

/// A pairing as a list of one's own shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Which. [`page`](super::page) shows it with everything that can be done.
    pub(crate) pairing: PairingId,
    /// The programme's name, as written (not escaped).
    pub(crate) programme: String,
    /// The round's number.
    pub(crate) number: i64,
    /// The names of the others who are in it still, as written.
    pub(crate) with: Vec<String>,
    /// Where they are, if there is a thread.
    pub(crate) thread: Option<ChannelId>,
    /// Whether they said that they met.
    pub(crate) met: bool,
    /// Whether its buttons still mean something to this member.
    pub(crate) going_on: bool,
}

impl Standing {
    fn of(pairing: Pairing, member: MemberId) -> Self {
        let seated = pairing
            .seat(member)
            .is_some_and(|seat| seat.left_at.is_none());
        Self {
            with: pairing
                .others(member)
                .into_iter()
                .map(|seat| seat.name.clone())
                .collect(),
            met: pairing.state == PairingState::Met && seated,
            going_on: pairing.is_going_on() && seated,
            pairing: pairing.id,
            number: pairing.number,
            thread: pairing.thread.filter(|_| seated),
            programme: pairing.programme_name,
        }
    }
}

/// The pairings a member is or was in, the newest first. Pages count from 0.
pub(super) async fn of_member(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    page: u16,
) -> Result<Vec<Standing>> {
    let mut read = ctx.store.read().await?;
    let from = i64::from(page) * PAGE;
    let mut standing = Vec::new();
    for id in pairings::all_of(&mut read, guild, member, PAGE, from).await? {
        if let Some(pairing) = pairings::find(&mut read, id).await? {
            standing.push(Standing::of(pairing, member));
        }
    }
    Ok(standing)
}

/// One pairing of a member's own, with everything they can do about it now. Where the hour that was proposed is past, another is, and
/// stands everywhere from then on.
pub(super) async fn page(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<Post> {
    if another_hour_is_due(ctx, pairing, member).await? {
        propose_another_hour(ctx, pairing, member).await?;
    }
    let mut read = ctx.store.read().await?;
    let Own {
        pairing,
        guild,
        seat,
    } = answers::own(&mut read, pairing, member).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    let introduction = introduce::introduction(&mut read, scene, &pairing).await?;
    let question = swaps::question(&mut read, &guild, pairing.id, member).await?;
    let freed = pairings::freed(&mut read, pairing.round, member)
        .await?
        .filter(|freed| freed.pairing == pairing.id && pairing.round_goes_on);
    let (freed, asked_from) = match freed.map(|freed| freed.state) {
        Some(FreedState::Looking) => {
            match regroup::stands(&mut read, scene, &pairing, member).await? {
                Found::Nobody => (Some(FreedState::Nobody), None),
                Found::Later(at_work) => (Some(FreedState::Looking), Some(at_work)),
                Found::Asked(_) | Found::Together(_) => (Some(FreedState::Looking), None),
            }
        }
        other => (other, None),
    };
    let mut asked = Vec::new();
    for joining in pairings::asked_of(&mut read, pairing.id).await? {
        let person = crate::store::helper_facts::person(&mut read, &guild, joining).await?;
        asked.extend(person.map(|person| (joining, person.name)));
    }
    Ok(words::page(&words::Page {
        introduction,
        seat,
        question,
        freed,
        asked_from,
        asked,
    }))
}

/// Whether a member would read of an hour in which they cannot meet any more, or of none where there is one.
async fn another_hour_is_due(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<bool> {
    let mut read = ctx.store.read().await?;
    let mut own = answers::own(&mut read, pairing, member).await?;
    if !own.is_going_on() {
        return Ok(false);
    }
    let scene = Scene {
        guild: &own.guild,
        now: ctx.clock.now(),
    };
    hour::choose(&mut read, scene, &mut own.pairing).await
}

async fn propose_another_hour(ctx: &Ctx, pairing: PairingId, member: MemberId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let mut own = answers::own(&mut write, pairing, member).await?;
    if !own.is_going_on() {
        return Ok(());
    }
    let scene = Scene {
        guild: &own.guild,
        now: ctx.clock.now(),
    };
    hour::look_again(&mut write, scene, &mut own.pairing).await?;
    write.commit().await?;
    Ok(())
}
