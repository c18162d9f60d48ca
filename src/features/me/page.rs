//! What the sections of a member's own page show.

use chrono::{DateTime, Utc};

use super::words;
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::schedule::Calendar;
use crate::error::Result;
use crate::features::Ctx;
use crate::features::asks::{self, AskLine, HelpLine, InvitationLine, KeptLine};
use crate::features::lessons::{self, ToWrite};
use crate::features::messages;
use crate::features::newcomers;
use crate::features::paging::Page;
use crate::features::recognition;
use crate::features::settings::{self, Guild};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::blocks;
use crate::store::choices::{self, Choices};
use crate::store::helper_facts::{self, Named};
use crate::store::outbox::{self, Waiting};
use crate::store::pairings;
use crate::store::referrals::{self, Credit};
use crate::store::skills as rows;
use crate::store::skills::{Offer, Wish};

/// Skills, asks and blocks on one page: each takes three of the forty components.
const LINES_A_PAGE: u16 = 8;
/// Helps of each direction on one page.
const HELPS_A_PAGE: u16 = 5;

/// Everything at a glance.
#[derive(Clone, Debug)]
pub(super) struct Overview {
    pub(super) guild: Guild,
    pub(super) choices: Choices,
    pub(super) offers: usize,
    pub(super) wishes: usize,
    pub(super) asks: usize,
    pub(super) taken: usize,
    pub(super) invitations: usize,
    pub(super) given: u32,
    pub(super) received: u32,
    /// How often somebody helped whom they had named.
    pub(super) referred: u32,
    /// The names of the programmes they are in, as written.
    pub(super) programmes: Vec<String>,
    /// Pairings that go on.
    pub(super) pairings: usize,
    /// Whether they are new, or somebody's buddy.
    pub(super) buddies: bool,
    /// Lessons they wrote under their name.
    pub(super) lessons: i64,
    pub(super) blocks: usize,
    pub(super) waiting: usize,
    /// Private messages that Potluck started in the last seven days, or is about to.
    pub(super) started: u32,
    /// Whether they have the leaders' role.
    pub(super) leads: bool,
    /// Whether there is something about the monthly table: they lead where it is laid, or said something for one.
    pub(super) table: bool,
    pub(super) now: DateTime<Utc>,
}

/// Private messages: how many, which, and what could not be delivered.
#[derive(Clone, Debug)]
pub(super) struct Messages {
    pub(super) own: Own,
    pub(super) started: u32,
    pub(super) waiting: usize,
    /// Whether they have the leaders' role.
    pub(super) leads: bool,
}

/// The part of the choices that has a section of its own: hours, pause and limit.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) guild: Guild,
    pub(super) choices: Choices,
    pub(super) now: DateTime<Utc>,
}

impl Own {
    /// When this member works: their own choices over the guild's.
    pub(super) fn calendar(&self) -> Calendar {
        self.guild.calendar.for_member(self.choices.own)
    }

    /// Until when they are out, if they are.
    pub(super) fn paused_until(&self) -> Option<DateTime<Utc>> {
        self.choices.paused_until.filter(|until| *until > self.now)
    }
}

/// One line of the skills section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SkillLine {
    Offer(Offer),
    Wish(Wish),
}

/// One line of the asks section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Going {
    /// What this member asked.
    Asked(AskLine),
    /// What this member took on.
    Taken(AskLine),
    /// What this member is invited to.
    Invited(InvitationLine),
    /// What this member wrote and has not asked.
    Kept(KeptLine),
}

/// Lines of a section, with which page of them this is.
#[derive(Clone, Debug)]
pub(super) struct Lines<T> {
    pub(super) page: Page,
    pub(super) lines: Vec<T>,
}

/// Helps of both directions.
#[derive(Clone, Debug)]
pub(super) struct Helps {
    pub(super) page: Page,
    pub(super) counts: (u32, u32),
    /// Whom they named in place of themselves.
    pub(super) referred: Credit,
    pub(super) given: Vec<HelpLine>,
    pub(super) received: Vec<HelpLine>,
}

pub(super) async fn overview(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Overview> {
    let own = own(ctx, guild, member).await?;
    let mut db = ctx.store.read().await?;
    let (given, received) = asks::help_counts(&mut db, guild, member).await?;
    Ok(Overview {
        offers: rows::offers_of(&mut db, guild, member).await?.len(),
        wishes: rows::wishes_of(&mut db, guild, member).await?.len(),
        asks: asks::asks_of(&mut db, guild, member)
            .await?
            .iter()
            .filter(|ask| !ask.state.is_over())
            .count(),
        taken: asks::taken_by(&mut db, guild, member).await?.len(),
        invitations: asks::invitations_of(&mut db, guild, member).await?.len(),
        given,
        received,
        referred: referrals::credit(&mut db, guild, member).await?.helped,
        programmes: super::rounds::names_of(&mut db, guild, member).await?,
        pairings: pairings::going_on_of(&mut db, guild, member).await?.len(),
        buddies: newcomers::has_any(&mut db, guild, member).await?,
        lessons: lessons::count_of(&mut db, guild, member).await?,
        blocks: blocks::set_by(&mut db, guild, member).await?.len(),
        waiting: outbox::waiting_for(&mut db, guild, member).await?.len(),
        started: started(&mut db, guild, member, own.now).await?,
        leads: settings::leads(&mut db, &own.guild, member).await?,
        table: recognition::has_page(&mut db, &own.guild, member).await?,
        guild: own.guild,
        choices: own.choices,
        now: own.now,
    })
}

/// How many private messages the week of a member has had.
async fn started(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<u32> {
    messages::this_week(db, guild, member, now).await
}

pub(super) async fn messages(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Messages> {
    let own = own(ctx, guild, member).await?;
    let mut db = ctx.store.read().await?;
    Ok(Messages {
        started: started(&mut db, guild, member, own.now).await?,
        waiting: outbox::waiting_for(&mut db, guild, member).await?.len(),
        leads: settings::leads(&mut db, &own.guild, member).await?,
        own,
    })
}

/// Those whom a member may want to block, without those who are blocked already, in the order of their names.
pub(super) async fn could_be_blocked(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Named>> {
    let mut db = ctx.store.read().await?;
    let blocked = blocks::set_by(&mut db, guild, member).await?;
    let mut people = helper_facts::people(&mut db, guild).await?;
    people.retain(|person| person.member != member && !blocked.contains(&person.member));
    Ok(people)
}

pub(super) async fn own(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Own> {
    let guild = settings::guild(ctx, guild).await?;
    let choices = choices::of(&mut *ctx.store.read().await?, guild.id, member)
        .await?
        .ok_or_else(words::not_a_member)?;
    Ok(Own {
        guild,
        choices,
        now: ctx.clock.now(),
    })
}

pub(super) async fn skills(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<Lines<SkillLine>> {
    let mut db = ctx.store.read().await?;
    let offers = rows::offers_of(&mut db, guild, member)
        .await?
        .into_iter()
        .map(SkillLine::Offer);
    let wishes = rows::wishes_of(&mut db, guild, member)
        .await?
        .into_iter()
        .map(SkillLine::Wish);
    Ok(lines(&offers.chain(wishes).collect::<Vec<_>>(), wanted))
}

pub(super) async fn going(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<Lines<Going>> {
    let mut db = ctx.store.read().await?;
    let invited = asks::invitations_of(&mut db, guild, member)
        .await?
        .into_iter()
        .map(Going::Invited);
    let asked = asks::asks_of(&mut db, guild, member)
        .await?
        .into_iter()
        .map(Going::Asked);
    let taken = asks::taken_by(&mut db, guild, member)
        .await?
        .into_iter()
        .map(Going::Taken);
    let kept = asks::kept_of(&mut db, guild, member)
        .await?
        .into_iter()
        .map(Going::Kept);
    let ended = asks::still_to_thank_for(&mut db, guild, member, ctx.clock.now())
        .await?
        .into_iter()
        .map(Going::Asked);
    Ok(lines(
        &invited
            .chain(asked)
            .chain(taken)
            .chain(kept)
            .chain(ended)
            .collect::<Vec<_>>(),
        wanted,
    ))
}

pub(super) async fn helps(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<Helps> {
    let mut db = ctx.store.read().await?;
    let counts = asks::help_counts(&mut db, guild, member).await?;
    let referred = referrals::credit(&mut db, guild, member).await?;
    let most = usize::try_from(counts.0.max(counts.1)).unwrap_or(usize::MAX);
    let page = Page::new(most, HELPS_A_PAGE, wanted);
    let (limit, offset) = (u32::from(HELPS_A_PAGE), page.offset());
    let given = asks::helps_given(&mut db, guild, member, limit, offset).await?;
    let received = asks::helps_received(&mut db, guild, member, limit, offset).await?;
    Ok(Helps {
        page,
        counts,
        referred,
        given,
        received,
    })
}

/// What this member has written for whoever asks next, and what they could still write down.
pub(super) async fn lessons(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
) -> Result<(Post, Vec<ToWrite>)> {
    Ok((
        lessons::page_of(ctx, guild, member, 0).await?,
        lessons::to_write(ctx, guild, member).await?,
    ))
}

/// Those whom this member blocked. What others set is never read here.
pub(super) async fn blocked(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<Lines<MemberId>> {
    Ok(lines(
        &blocks::set_by(&mut *ctx.store.read().await?, guild, member).await?,
        wanted,
    ))
}

/// The messages that could not be delivered, one a page.
pub(super) async fn waiting(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<Lines<Waiting>> {
    let waiting = outbox::waiting_for(&mut *ctx.store.read().await?, guild, member).await?;
    let page = Page::new(waiting.len(), 1, wanted);
    Ok(Lines {
        page,
        lines: page.of(&waiting).to_vec(),
    })
}

fn lines<T: Clone>(all: &[T], wanted: u16) -> Lines<T> {
    let page = Page::new(all.len(), LINES_A_PAGE, wanted);
    Lines {
        page,
        lines: page.of(all).to_vec(),
    }
}
