//! Programmes, pairings and buddies on a member's own page.

use chrono::{DateTime, Utc};

use super::clicks::chosen;
use super::words;
use crate::custom_id::MeClick;
use crate::domain::ids::{GuildId, MemberId, ProgrammeId};
use crate::error::{Error, Result};
use crate::features::rounds::programmes::{self, Standing};
use crate::features::rounds::{self, Coming, pairing};
use crate::features::{Ctx, Press, Reply, newcomers};
use crate::post::{Block, Post};
use crate::store::SqliteConnection;
use crate::store::activity;
use crate::store::choices;
use crate::store::pairings;
use crate::store::programmes::{self as rows, Programme};

/// A programme as one member sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// What an admin chose of it.
    pub(super) programme: Programme,
    /// How they stand to it.
    pub(super) standing: Standing,
    /// How often they like to take part: every so many weeks; 1 is every round.
    pub(super) every_weeks: u8,
    /// Its round that is announced, where they are in it.
    pub(super) coming: Option<Coming>,
    /// The number of its latest round, where there was nobody for them in it.
    pub(super) left_out: Option<i64>,
    /// Until when they are paused all the same.
    pub(super) paused_until: Option<DateTime<Utc>>,
}

/// A page of pairings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pairings {
    /// Which page this is, from 0.
    pub(super) page: u16,
    /// Whether there is another one.
    pub(super) more: bool,
    /// What is on it, the newest first.
    pub(super) lines: Vec<pairing::Standing>,
}

/// Carries out what was pressed or chosen about them, and shows how it is then.
pub(super) async fn pressed(
    ctx: &Ctx,
    guild: GuildId,
    click: &MeClick,
    press: &Press,
) -> Result<Reply> {
    let member = press.by.member;
    match *click {
        MeClick::Programmes {} => {
            let seen = all(&mut *ctx.store.read().await?, ctx, guild, member).await?;
            Ok(Reply::Update(words::programmes(&seen)))
        }
        MeClick::Programme { programme } => shown(ctx, guild, member, programme, None).await,
        MeClick::JoinProgramme { programme } => {
            let said = rounds::count_me_in(ctx, programme, member).await?;
            shown(ctx, guild, member, programme, Some(said)).await
        }
        MeClick::LeaveProgramme { programme } => {
            let mut write = ctx.store.write().await?;
            let now = ctx.clock.now();
            programmes::count_out(&mut write, guild, programme, member, now).await?;
            activity::note(&mut write, guild, member, now).await?;
            write.commit().await?;
            shown(ctx, guild, member, programme, None).await
        }
        MeClick::Cadence { programme } => {
            let weeks = chosen(press)?
                .into_iter()
                .next()
                .ok_or_else(words::nothing_chosen)?;
            let mut write = ctx.store.write().await?;
            let now = ctx.clock.now();
            programmes::set_cadence(&mut write, guild, programme, member, weeks, now).await?;
            activity::note(&mut write, guild, member, now).await?;
            write.commit().await?;
            shown(ctx, guild, member, programme, None).await
        }
        MeClick::SkipRound { programme, round } => {
            let said = rounds::skip(ctx, round, member).await?;
            shown(ctx, guild, member, programme, Some(said)).await
        }
        MeClick::Pairings { page } => Ok(Reply::Update(words::pairings(
            &pairings(ctx, guild, member, page).await?,
        ))),
        MeClick::Pairing { pairing: one } => Ok(Reply::Update(words::back_to_pairings(
            pairing::page(ctx, one, member).await?,
        ))),
        MeClick::Buddies {} => Ok(Reply::Update(words::buddies(
            newcomers::mine(ctx, guild, member).await?,
        ))),
        _ => Err(Error::fault(
            "a click that is not about rounds came to them",
        )),
    }
}

/// A programme's page, below what was said to what they just did.
async fn shown(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    programme: ProgrammeId,
    said: Option<Post>,
) -> Result<Reply> {
    let mut read = ctx.store.read().await?;
    let known = programmes::one(&mut read, guild, programme).await?;
    let coming = rounds::coming(&mut read, guild, member).await?;
    let seen = seen(&mut read, ctx, known, &coming, member).await?;
    let mut post = words::programme(&seen);
    let sentences = said.into_iter().flat_map(|said| said.blocks);
    let sentences: Vec<Block> = sentences
        .filter(|block| matches!(block, Block::Text(_)))
        .collect();
    if !sentences.is_empty() {
        let page = std::mem::take(&mut post.blocks);
        post.blocks = sentences;
        post.blocks.push(Block::Divider);
        post.blocks.extend(page);
    }
    Ok(Reply::Update(post))
}

/// Every programme that is held, or that they are in.
async fn all(
    db: &mut SqliteConnection,
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Seen>> {
    let coming = rounds::coming(db, guild, member).await?;
    let mut all = Vec::new();
    for programme in programmes::of(db, guild).await? {
        all.push(seen(db, ctx, programme, &coming, member).await?);
    }
    Ok(all)
}

async fn seen(
    db: &mut SqliteConnection,
    ctx: &Ctx,
    programme: Programme,
    coming: &[Coming],
    member: MemberId,
) -> Result<Seen> {
    let choices = choices::of(db, programme.guild, member)
        .await?
        .ok_or_else(words::not_a_member)?;
    let said = rows::said(db, programme.id, member).await?;
    let now = ctx.clock.now();
    Ok(Seen {
        standing: programmes::standing_of(db, &programme, member).await?,
        every_weeks: said.and_then(|said| said.every_weeks).unwrap_or(1),
        coming: coming
            .iter()
            .find(|coming| coming.programme == programme.id)
            .cloned(),
        left_out: pairings::left_out_lately(db, programme.id, member).await?,
        paused_until: choices.paused_until.filter(|until| *until > now),
        programme,
    })
}

/// The names of the programmes a member is in, as written.
pub(super) async fn names_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for programme in programmes::of(db, guild).await? {
        if programmes::standing_of(db, &programme, member).await? == Standing::In {
            names.push(programme.name);
        }
    }
    Ok(names)
}

async fn pairings(ctx: &Ctx, guild: GuildId, member: MemberId, page: u16) -> Result<Pairings> {
    let lines = pairing::of_member(ctx, guild, member, page).await?;
    let next = page.saturating_add(1);
    let more = next > page
        && !pairing::of_member(ctx, guild, member, next)
            .await?
            .is_empty();
    Ok(Pairings { page, more, lines })
}
