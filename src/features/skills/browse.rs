//! Who teaches what: what `/skills` shows.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use crate::domain::ids::{GuildId, MemberId, SkillId};
use crate::domain::skill::Level;
use crate::error::Result;
use crate::features::Ctx;
use crate::features::paging::Page;
use crate::features::settings::Guild;
use crate::store::skills as rows;
use crate::store::skills::{Offer, Tally, Teacher, Wish};

/// Skills on one page of the list.
const SKILLS_A_PAGE: u16 = 20;
/// Teachers on one page.
const TEACHERS_A_PAGE: u16 = 10;
/// Offers and wishes on one page.
const LINES_A_PAGE: u16 = 10;

/// How soon somebody can help, soonest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Availability {
    /// Within their hours, with room.
    Now,
    /// With room, outside their hours.
    InTheirHours,
    /// As many asks on their plate as they want.
    Busy,
    /// Out for now.
    Away,
}

/// Somebody who teaches a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TeacherLine {
    pub(super) member: MemberId,
    pub(super) level: Option<Level>,
    pub(super) note: Option<String>,
    pub(super) availability: Availability,
}

/// A page of the guild's skills.
pub(super) struct SkillsPage {
    pub(super) page: Page,
    pub(super) skills: Vec<Tally>,
}

/// A page of those who teach a skill.
pub(super) struct TeachersPage {
    pub(super) page: Page,
    pub(super) skill: Tally,
    pub(super) teachers: Vec<TeacherLine>,
}

/// A page of what one member teaches and wishes to learn, offers first.
pub(super) struct MemberPage {
    pub(super) page: Page,
    pub(super) member: MemberId,
    pub(super) offers: Vec<Offer>,
    pub(super) wishes: Vec<Wish>,
}

/// The guild's skills, the liveliest first.
pub(super) async fn skills(ctx: &Ctx, guild: GuildId, wanted: u16) -> Result<SkillsPage> {
    let mut db = ctx.store.read().await?;
    let count = usize::try_from(rows::count(&mut db, guild).await?).unwrap_or_default();
    let page = Page::new(count, SKILLS_A_PAGE, wanted);
    let skills = rows::tallies(
        &mut db,
        guild,
        i64::from(SKILLS_A_PAGE),
        i64::from(page.offset()),
    )
    .await?;
    Ok(SkillsPage { page, skills })
}

/// Who teaches a skill, most available first; `None` where the guild has no such skill.
pub(super) async fn teachers(
    ctx: &Ctx,
    guild: &Guild,
    skill: SkillId,
    wanted: u16,
) -> Result<Option<TeachersPage>> {
    let now = ctx.clock.now();
    let mut db = ctx.store.read().await?;
    let Some(skill) = rows::tally(&mut db, guild.id, skill).await? else {
        return Ok(None);
    };
    let teachers = rows::teachers(&mut db, guild.id, skill.skill, now).await?;
    let teachers = most_available_first(guild, teachers, now);
    let page = Page::new(teachers.len(), TEACHERS_A_PAGE, wanted);
    Ok(Some(TeachersPage {
        page,
        skill,
        teachers: page.of(&teachers).to_vec(),
    }))
}

/// What a member teaches and wishes to learn.
pub(super) async fn member(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<MemberPage> {
    let mut db = ctx.store.read().await?;
    let offers = rows::offers_of(&mut db, guild, member).await?;
    let wishes = rows::wishes_of(&mut db, guild, member).await?;
    let page = Page::new(offers.len() + wishes.len(), LINES_A_PAGE, wanted);
    let lines: Vec<Result<Offer, Wish>> = offers
        .into_iter()
        .map(Ok)
        .chain(wishes.into_iter().map(Err))
        .collect();
    let (mut offers, mut wishes) = (Vec::new(), Vec::new());
    for line in page.of(&lines) {
        match line {
            Ok(offer) => offers.push(offer.clone()),
            Err(wish) => wishes.push(wish.clone()),
        }
    }
    Ok(MemberPage {
        page,
        member,
        offers,
        wishes,
    })
}

fn most_available_first(
    guild: &Guild,
    teachers: Vec<Teacher>,
    now: DateTime<Utc>,
) -> Vec<TeacherLine> {
    let mut ranked: Vec<_> = teachers
        .into_iter()
        .map(|teacher| {
            let availability = availability(guild, &teacher, now);
            // Among the equally available the least busy come first, then those who go furthest; then in a fixed order.
            let rank = (
                availability,
                teacher.load.open_invitations + teacher.load.accepted_lately,
                Reverse(teacher.level),
                teacher.member,
            );
            (
                rank,
                TeacherLine {
                    member: teacher.member,
                    level: teacher.level,
                    note: teacher.note,
                    availability,
                },
            )
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, line)| line).collect()
}

fn availability(guild: &Guild, teacher: &Teacher, now: DateTime<Utc>) -> Availability {
    if teacher.paused_until.is_some_and(|until| until > now) {
        Availability::Away
    } else if teacher.load.is_full(teacher.limit) {
        Availability::Busy
    } else if guild.calendar.for_member(teacher.own).is_working(now) {
        Availability::Now
    } else {
        Availability::InTheirHours
    }
}
