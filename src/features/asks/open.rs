//! Making an ask.

use super::command::{Question, used};
use super::invite::next_wave;
use super::next::plan;
use super::tell::{self, Scene};
use super::{stuck, words};
use crate::domain::ask::MAX_OPEN;
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId};
use crate::error::{Error, Result};
use crate::features::{Ctx, settings, skills};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::activity;
use crate::store::asks::{self, Ask, Asker, NewAsk};
use crate::store::erasure::{self, Erasure};
use crate::store::{anonymity, drafts};

/// What became of a question.
pub(super) enum Opened {
    /// It is up; this is the answer to the asker.
    Up(Post),
    /// It is not, for this reason. Nothing was changed.
    NotNow(NotNow),
}

/// Why somebody may not ask just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotNow {
    /// As many of theirs are open as may be: these.
    TooMany(Vec<OpenAsk>),
    /// One of theirs without a name is open already.
    OneAnonymous(OpenAsk),
    /// A moderator closed one of theirs without a name, and it is still known whose it was.
    ClosedLately(OpenAsk),
    /// The admins want every question to have a name.
    NamesOnly,
    /// Without a help channel nobody could be asked without a name.
    NoHelpChannel,
}

/// An ask that is open, and where to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenAsk {
    /// The skill's name, as written (not escaped).
    pub(super) skill: String,
    /// Whether it was asked without a name.
    pub(super) anonymous: bool,
    /// Its thread, else its post, as a link; `None` where it has neither yet.
    pub(super) link: Option<String>,
}

/// Why a member may not ask just now, if so.
pub(super) async fn may_not(
    ctx: &Ctx,
    guild: GuildId,
    asker: MemberId,
    anonymous: bool,
) -> Result<Option<NotNow>> {
    let guild = settings::turned_on(ctx, guild).await?;
    let scene = Scene {
        guild: &guild,
        now: ctx.clock.now(),
    };
    let mut read = ctx.store.read().await?;
    reason_against(&mut read, scene, asker, anonymous).await
}

async fn reason_against(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    asker: MemberId,
    anonymous: bool,
) -> Result<Option<NotNow>> {
    let guild = scene.guild;
    let hidden = anonymity::open_of(db, guild.id, asker).await?;
    if anonymous {
        if !guild.anonymity {
            return Ok(Some(NotNow::NamesOnly));
        }
        if let Some(reason) = beside_another(db, guild.id, asker).await? {
            return Ok(Some(reason));
        }
        if tell::help_channel(db, scene).await?.is_none() {
            return Ok(Some(NotNow::NoHelpChannel));
        }
    }
    let mut ids = asks::unfinished_of(db, guild.id, asker).await?;
    ids.extend(hidden);
    if ids.len() < MAX_OPEN {
        return Ok(None);
    }
    let mut open = Vec::with_capacity(ids.len());
    for id in ids {
        open.extend(open_ask(db, id).await?);
    }
    Ok(Some(NotNow::TooMany(open)))
}

/// The question without a name beside which a member may ask no other without one, and of which nothing that they write now may be
/// kept under their name: it could be the same words.
pub(super) async fn beside_another(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> Result<Option<NotNow>> {
    if let Some(ask) = anonymity::open_of(db, guild, asker).await? {
        return Ok(open_ask(db, ask).await?.map(NotNow::OneAnonymous));
    }
    if let Some(ask) = anonymity::closed_of(db, guild, asker).await? {
        return Ok(open_ask(db, ask).await?.map(NotNow::ClosedLately));
    }
    Ok(None)
}

async fn open_ask(db: &mut SqliteConnection, ask: AskId) -> Result<Option<OpenAsk>> {
    Ok(asks::find(db, ask).await?.map(|ask| OpenAsk {
        link: ask.thread.map(ChannelId::mention).or_else(|| {
            let (channel, message) = ask.post_channel.zip(ask.post_message)?;
            Some(format!(
                "https://discord.com/channels/{}/{channel}/{message}",
                ask.guild
            ))
        }),
        anonymous: ask.asker == Asker::Anonymous,
        skill: ask.skill_name,
    }))
}

/// Puts an ask up: a post in the help channel, and invitations to the three best placed. The drafts that led to it are used up;
/// if one was used before, that is a sentence, and nothing happens twice.
///
/// Of an anonymous ask nothing that was kept on the way to it stays: the one row that links the two is all there is.
pub(super) async fn open(
    ctx: &Ctx,
    guild: GuildId,
    asker: MemberId,
    question: &Question,
) -> Result<Opened> {
    let guild = settings::turned_on(ctx, guild).await?;
    let anonymous = question.manner.anonymous;
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let scene = Scene { guild: &guild, now };
    for draft in &question.drafts {
        if !drafts::use_up(&mut write, *draft, now).await? {
            return Err(used(&mut write, *draft).await?);
        }
    }
    if let Some(reason) = reason_against(&mut write, scene, asker, anonymous).await? {
        return Ok(Opened::NotNow(reason));
    }
    let skill = skills::ensure(&mut write, guild.id, &question.skill, now).await?;
    let new = NewAsk {
        guild: guild.id,
        asker: (!anonymous).then_some(asker),
        skill,
        details: question.details.as_str(),
        about: question.manner.about.as_deref(),
        post_channel: None,
        at: now,
    };
    let id = asks::insert(&mut write, new).await?;
    if anonymous {
        anonymity::link(&mut write, id, guild.id, asker).await?;
        drafts::delete_asks_of(&mut write, guild.id, asker).await?;
        erasure::owe(&mut write, Erasure::Everywhere).await?;
    }
    let mut ask = asks::find(&mut write, id)
        .await?
        .ok_or_else(|| Error::fault("an ask that was just written is not there"))?;
    ensure_post(&mut write, scene, &mut ask).await?;
    let invited = next_wave(&mut write, scene, &mut ask).await?;
    let managers = invited == 0 && stuck::told_in_the_answer(&mut write, scene, &ask).await?;
    plan(&mut write, scene, ask.id).await?;
    if !anonymous {
        activity::note(&mut write, guild.id, asker, now).await?;
    }
    write.commit().await?;
    ctx.skill_indexes.refresh(ctx, guild.id).await;
    Ok(Opened::Up(if anonymous {
        words::anonymous::asked(&ask, invited, managers, &guild.name)
    } else {
        words::asked(&ask, invited, managers)
    }))
}

/// Puts the ask up where it has no post and there is a help channel.
pub(super) async fn ensure_post(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    if ask.post_channel.is_some() {
        return Ok(());
    }
    match tell::help_channel(db, scene).await? {
        Some(channel) => tell::post(db, scene, ask, channel, &[]).await,
        None => Ok(()),
    }
}
