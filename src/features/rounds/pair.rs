//! A round is paired: computed outside any transaction, and written if what it was computed from is unchanged.

use std::time::Instant;

use chrono::{DateTime, Utc};

use super::announce::{self, bring_up_to_date, claim, owe};
use super::pairing::Common;
use super::seating::{Basis, Facts, Group, Seating, When};
use super::words::channel::{self, Standing};
use super::{close, pairing};
use crate::delivery::{Delivery, Place, Purpose, Receipt};
use crate::domain::ids::{MemberId, RoundId};
use crate::domain::round::{
    ProgrammeKind, RoundDue, RoundState, Step, WhyNot, announced_at, pairing as lateness,
};
use crate::error::{Error, Result};
use crate::features::messages::{self, Message};
use crate::features::{Ctx, swaps};
use crate::metrics::Metrics;
use crate::post::Post;
use crate::store::occurrences::Fate;
use crate::store::pairings::{self, NewPairing};
use crate::store::programmes::Programme;
use crate::store::rounds::{self as rows, Paired, Round};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, Write};

/// So often the pairing is computed anew because something changed meanwhile. Computing takes moments, so more in a row means that
/// something else is wrong.
const TRIES: u32 = 20;

/// What the pairing of a round works on.
struct Scene {
    round: Round,
    programme: Programme,
    guild: Guild,
    now: DateTime<Utc>,
}

/// What became of a pairing that was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is written.
    Paired,
    /// What it was computed from has changed: nothing is written.
    Changed,
    /// The round is not announced any more: nothing is written.
    NotAnnounced,
}

/// Pairs a round that is due, or decides that it is to wait or is missed.
pub(super) async fn time_has_come(ctx: &Ctx, round: RoundId) -> Result<()> {
    {
        let mut write = ctx.store.write().await?;
        let now = ctx.clock.now();
        let Some(scene) = scene(&mut write, round, now).await? else {
            write.commit().await?;
            return Ok(());
        };
        if !is_time(&mut write, &scene).await? {
            write.commit().await?;
            return Ok(());
        }
    }
    at_once(ctx, round).await
}

/// Pairs a round that is announced, whatever the time.
pub(super) async fn at_once(ctx: &Ctx, round: RoundId) -> Result<()> {
    for _ in 0..TRIES {
        let now = ctx.clock.now();
        let Some(computed) = compute(ctx, round, now).await? else {
            return Ok(());
        };
        if write(ctx, round, &computed, now).await? != Outcome::Changed {
            return Ok(());
        }
    }
    Err(Error::fault(
        "what a round is paired by changed again and again while it was",
    ))
}

/// Computes how a round is paired, of what is known now and will be when the one before it ends with it. `None`: it is not announced
/// any more.
pub(super) async fn compute(
    ctx: &Ctx,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<Option<(Seating, Basis)>> {
    let before = {
        // Never committed: as long as the next one is not written, the one before goes on, whatever happens meanwhile.
        let mut write = ctx.store.write().await?;
        match announced(&mut write, round, now).await? {
            Some(scene) => facts(&mut write, &scene).await?,
            None => return Ok(None),
        }
    };
    seat(before, &ctx.metrics).await.map(Some)
}

/// Writes what was computed, with everything that follows from it, unless what it was computed from has changed since.
pub(super) async fn write(
    ctx: &Ctx,
    round: RoundId,
    (seating, basis): &(Seating, Basis),
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let mut write = ctx.store.write().await?;
    let Some(scene) = announced(&mut write, round, now).await? else {
        return Ok(Outcome::NotAnnounced);
    };
    let facts = facts(&mut write, &scene).await?;
    if facts.basis() != *basis {
        return Ok(Outcome::Changed);
    }
    keep(&mut write, &scene, seating, &facts).await?;
    write.commit().await?;
    tracing::info!(guild = %scene.guild.id, %round, pairings = seating.groups.len(), "a round is paired");
    Ok(Outcome::Paired)
}

/// Computes on a thread of its own: it may take seconds, in which others are answered. The seating holds as long as its basis is the
/// same.
pub(super) async fn seat(facts: Facts, metrics: &Metrics) -> Result<(Seating, Basis)> {
    let metrics = metrics.clone();
    let seat = move || {
        let basis = facts.basis();
        let begun = Instant::now();
        let mut seating = basis.seat();
        metrics.paired_in(begun.elapsed());
        seating.names = facts.names();
        (seating, basis)
    };
    tokio::task::spawn_blocking(seat)
        .await
        .map_err(|error| Error::fault(format!("a round could not be seated: {error}")))
}

/// What a round is paired by. The rounds before it are closed ahead of looking who takes part: whoever rests by their end is in no
/// other.
async fn facts(write: &mut Write, scene: &Scene) -> Result<Facts> {
    let Scene {
        round,
        programme,
        guild,
        now,
    } = scene;
    close::close_earlier(write, guild, programme.id, *now).await?;
    let when = When {
        start: round.starts_at.max(*now),
        paired: *now,
    };
    Facts::read(write, guild, programme, Some(round), when, round.seed).await
}

/// The round with all that belongs to it, if it is announced and its programme holds rounds.
async fn announced(
    db: &mut SqliteConnection,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<Option<Scene>> {
    let Some(round) = rows::find(db, round).await? else {
        return Ok(None);
    };
    if round.state != RoundState::Announced {
        return Ok(None);
    }
    let known = announce::known(db, round.programme).await?;
    Ok(known
        .filter(|(programme, _)| programme.running)
        .map(|(programme, guild)| Scene {
            round,
            programme,
            guild,
            now,
        }))
}

/// As [`announced`]; what is due and can never be paired is put aside.
async fn scene(write: &mut Write, id: RoundId, now: DateTime<Utc>) -> Result<Option<Scene>> {
    let scene = announced(write, id, now).await?;
    if scene.is_none()
        && let Some(round) = rows::find(write, id).await?
    {
        if round.state == RoundState::Announced {
            close::orphaned(write, &round, now).await?;
        } else {
            rows::set_due(write, id, None).await?;
        }
    }
    Ok(scene)
}

/// Whether the round is to be paired now. Otherwise when it will be is written, or that it is missed.
async fn is_time(write: &mut Write, scene: &Scene) -> Result<bool> {
    let Scene {
        round,
        programme,
        guild,
        now,
    } = scene;
    let instead_of = round.starts_at;
    if round.announced_at.is_none() {
        // Nobody is paired without having been told. When the heads-up is there, its start is decided anew.
        rows::set_due(write, round.id, None).await?;
        let told_now = announced_at(&guild.calendar, round.starts_at, round.next_at, *now);
        let earliest = match told_now {
            Step::Wait(start) | Step::Now(start) => start,
            Step::Missed => round.next_at,
        };
        close::ends_with(write, guild, programme.id, earliest, instead_of, *now).await?;
        return Ok(false);
    }
    match lateness(&guild.calendar, round.starts_at, round.next_at, *now) {
        Step::Now(_) => Ok(true),
        Step::Wait(until) => {
            let due = Some((until, RoundDue::Pair));
            rows::set_due(write, round.id, due).await?;
            close::ends_with(write, guild, programme.id, until, instead_of, *now).await?;
            Ok(false)
        }
        Step::Missed => {
            close::missed(write, guild, programme, round, WhyNot::Away, *now).await?;
            Ok(false)
        }
    }
}

/// Writes the pairing with everything that follows from it.
async fn keep(write: &mut Write, scene: &Scene, seating: &Seating, facts: &Facts) -> Result<()> {
    let Scene {
        round,
        programme,
        guild,
        now,
    } = scene;
    if !claim(
        write,
        programme,
        &round.period,
        round.starts_at,
        Fate::Done,
        *now,
    )
    .await?
    {
        return Err(Error::fault("a round was paired before and is announced"));
    }
    let paired = Paired {
        repeats: seating.repeats,
        value: seating.value,
        bound: seating.bound,
    };
    rows::set_paired(write, round.id, paired, *now).await?;
    let common = Common::of(write, guild, programme.channel).await?;
    for group in &seating.groups {
        bring_together(write, scene, &common, group).await?;
    }
    for member in &seating.left_out {
        pairings::left_out(write, round.id, *member).await?;
        let post = channel::left_out(programme, &guild.name);
        let note = Message {
            round: Some(round.id),
            ..left_out_note(*member, post, round.next_at)
        };
        messages::start(write, guild, note, *now).await?;
    }
    result(write, scene, seating).await?;
    if programme.kind == ProgrammeKind::Swap {
        let members = facts.taking_part();
        swaps::open_calls(write, guild, programme, round.id, &members, *now).await?;
    }
    Ok(())
}

async fn bring_together(
    write: &mut Write,
    scene: &Scene,
    common: &Common,
    group: &Group,
) -> Result<()> {
    let new = NewPairing {
        round: scene.round.id,
        guild: scene.guild.id,
        seats: group.seats.clone(),
    };
    let pairing = pairings::insert(write, &new, scene.now).await?;
    if !group.legs.is_empty() {
        swaps::write_out(write, pairing, &group.legs).await?;
    }
    pairing::introduce(write, &scene.guild, common, pairing, scene.now).await
}

/// Nobody is left out silently. Who has no room for a message this week reads it on the programme's page in `/me`, where it stands
/// for the others as well. `until`: from then on it is of no use.
pub(super) fn left_out_note(member: MemberId, post: Post, until: DateTime<Utc>) -> Message {
    Message {
        until: Some(until),
        ..Message::new(member, Purpose::Pairing, post)
    }
}

/// What the channel reads of it: the heads-up is over, and where there is something to tell, a post tells it.
async fn result(write: &mut Write, scene: &Scene, seating: &Seating) -> Result<()> {
    let Scene {
        round,
        programme,
        guild,
        now,
    } = scene;
    let standing = Standing::Begun {
        groups: seating.groups.len(),
        taking_part: seating.taking_part,
    };
    bring_up_to_date(write, guild, programme, round, standing, *now).await?;
    let Some(to) = programme.channel.filter(|_| !seating.groups.is_empty()) else {
        return Ok(());
    };
    let groups: Vec<Vec<MemberId>> = seating
        .groups
        .iter()
        .map(|group| group.seats.iter().map(|seat| seat.member).collect())
        .collect();
    let told = match programme.kind {
        ProgrammeKind::Coffee => channel::on_their_way(&groups),
        ProgrammeKind::Swap => swaps::result_words(groups.len(), groups.iter().map(Vec::len).sum()),
    };
    let delivery = Delivery::Send {
        to: Place::Channel(to),
        post: channel::result(programme, round.number, &told, &groups),
    };
    let receipt = Receipt::RoundResultPosted(round.id);
    owe(write, guild, round.id, delivery, receipt, *now).await
}
