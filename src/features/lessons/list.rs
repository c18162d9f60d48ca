//! Pages of lessons.

use serde::{Deserialize, Serialize};

use super::words;
use crate::domain::ids::{DraftId, GuildId, MemberId};
use crate::domain::skill::{Resolution, SkillName};
use crate::error::{Error, Result};
use crate::features::paging::Page;
use crate::features::{Ctx, skills};
use crate::store::drafts;
use crate::store::lessons::{self as rows, Lesson};

/// Lessons on one page.
const A_PAGE: u16 = 5;

/// What was searched for, kept so that its pages can be turned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lessons", rename_all = "snake_case")]
enum Kept {
    Search { typed: String },
}

/// A page of lessons.
pub(super) struct LessonsPage {
    pub(super) page: Page,
    pub(super) lessons: Vec<Lesson>,
}

/// What was searched for, and a page of what was found.
pub(super) struct FoundPage {
    pub(super) typed: String,
    /// Where the search is kept; `None` where everything found is on this page.
    pub(super) draft: Option<DraftId>,
    pub(super) found: LessonsPage,
}

/// All lessons, the newest first, and how many of them this member wrote.
pub(super) async fn newest(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<(LessonsPage, i64)> {
    let mut read = ctx.store.read().await?;
    let page = page(rows::count(&mut read, guild).await?, wanted);
    let ids = rows::newest(&mut read, guild, A_PAGE.into(), page.offset().into()).await?;
    let lessons = rows::find_all(&mut read, &ids).await?;
    let own = rows::count_of(&mut read, guild, member).await?;
    Ok((LessonsPage { page, lessons }, own))
}

/// The lessons that a member wrote, the newest first.
pub(super) async fn own(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    wanted: u16,
) -> Result<LessonsPage> {
    let mut read = ctx.store.read().await?;
    let page = page(rows::count_of(&mut read, guild, member).await?, wanted);
    let (limit, offset) = (A_PAGE.into(), page.offset().into());
    let ids = rows::of_author(&mut read, guild, member, limit, offset).await?;
    let lessons = rows::find_all(&mut read, &ids).await?;
    Ok(LessonsPage { page, lessons })
}

/// The first page of what a search finds.
pub(super) async fn search(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    typed: &str,
) -> Result<FoundPage> {
    let (found, more) = find(ctx, guild, typed, 0).await?;
    let mut draft = None;
    if more {
        let kept = Kept::Search {
            typed: typed.to_owned(),
        };
        let mut write = ctx.store.write().await?;
        draft = Some(drafts::keep(&mut write, guild, member, &kept, ctx.clock.now()).await?);
        write.commit().await?;
    }
    Ok(FoundPage {
        typed: typed.to_owned(),
        draft,
        found,
    })
}

/// Another page of it.
pub(super) async fn search_again(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    draft: DraftId,
    wanted: u16,
) -> Result<FoundPage> {
    let kept = {
        let mut read = ctx.store.read().await?;
        drafts::get::<Kept>(&mut read, draft).await?
    };
    let kept = kept
        .filter(|kept| kept.guild == guild && kept.member == member)
        .ok_or_else(|| Error::user(words::SEARCH_IS_GONE))?;
    let Kept::Search { typed } = kept.content;
    let (found, _) = find(ctx, guild, &typed, wanted).await?;
    Ok(FoundPage {
        typed,
        draft: Some(draft),
        found,
    })
}

/// A page of what is found, and whether there are others.
async fn find(ctx: &Ctx, guild: GuildId, typed: &str, wanted: u16) -> Result<(LessonsPage, bool)> {
    // `k8s` finds what was written about Kubernetes.
    let skill = match SkillName::parse(typed) {
        Ok(name) => match skills::resolve(ctx, guild, &name).await? {
            Resolution::Known(name) => Some(name),
            Resolution::New(_) | Resolution::Near { .. } => None,
        },
        Err(_) => None,
    };
    let mut read = ctx.store.read().await?;
    let skill = skill.as_ref().map(SkillName::as_str);
    let ids = rows::found(&mut read, guild, typed, skill).await?;
    let page = Page::new(ids.len(), A_PAGE, wanted);
    let lessons = rows::find_all(&mut read, page.of(&ids)).await?;
    Ok((LessonsPage { page, lessons }, ids.len() > A_PAGE.into()))
}

fn page(count: i64, wanted: u16) -> Page {
    Page::new(usize::try_from(count).unwrap_or_default(), A_PAGE, wanted)
}
