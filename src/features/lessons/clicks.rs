//! The buttons and forms of lessons.

use futures_util::FutureExt as _;

use super::{FIELD, list, words};
use crate::custom_id::{CustomId, LessonClick};
use crate::domain::ids::GuildId;
use crate::error::{Error, Result};
use crate::features::settings;
use crate::features::{ClickFamily, Ctx, Press, Reply};
use crate::post::Post;

/// Everything of [`LessonClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "lesson",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Lesson(click) = &press.id else {
        return Err(Error::fault(
            "a click of another family came to the lessons",
        ));
    };
    let member = press.by.member;
    match *click {
        LessonClick::Newest { page } => {
            let guild = here(ctx, press).await?;
            let (page, own) = list::newest(ctx, guild, member, page).await?;
            Ok(Reply::Update(words::newest(&page, own)))
        }
        LessonClick::Found { draft, page } => {
            let guild = here(ctx, press).await?;
            let found = list::search_again(ctx, guild, member, draft, page).await?;
            Ok(Reply::Update(words::found(&found)))
        }
        LessonClick::Own { page } => {
            let guild = here(ctx, press).await?;
            super::page_of(ctx, guild, member, page)
                .await
                .map(Reply::Private)
        }
        LessonClick::OwnPage { page } => {
            let guild = here(ctx, press).await?;
            super::page_of(ctx, guild, member, page)
                .await
                .map(Reply::Update)
        }
        LessonClick::Open { lesson } => {
            let lesson = super::find(ctx, press, lesson).await?;
            Ok(Reply::Private(page_of_one(&lesson, press)))
        }
        LessonClick::Keep { lesson } => {
            let lesson = super::find(ctx, press, lesson).await?;
            Ok(Reply::Update(page_of_one(&lesson, press)))
        }
        LessonClick::Edit { lesson } => {
            super::edit_form(ctx, press, lesson).await.map(Reply::Modal)
        }
        LessonClick::Edited { lesson } => {
            let post = super::edited(ctx, press, lesson, typed(press)).await?;
            Ok(in_place(press, post))
        }
        LessonClick::Remove { lesson } => {
            let lesson = super::find(ctx, press, lesson).await?;
            if !super::may_remove(&lesson, press) {
                return Err(Error::user(words::ONLY_ITS_AUTHOR));
            }
            Ok(Reply::Update(words::remove(&lesson)))
        }
        LessonClick::RemoveNow { lesson } => {
            super::removed(ctx, press, lesson).await.map(Reply::Update)
        }
        LessonClick::Write { ask } => super::write_form(ctx, ask, member).await.map(Reply::Modal),
        LessonClick::Written { ask } => super::written(ctx, ask, member, typed(press))
            .await
            .map(Reply::Private),
    }
}

/// The guild in which a list was pressed on; lists stand in private answers there.
async fn here(ctx: &Ctx, press: &Press) -> Result<GuildId> {
    let guild = press
        .guild
        .ok_or_else(|| Error::user(words::ONLY_IN_A_SERVER))?;
    Ok(settings::turned_on(ctx, guild).await?.id)
}

fn page_of_one(lesson: &crate::store::lessons::Lesson, press: &Press) -> Post {
    words::lesson(
        lesson,
        super::is_author(lesson, &press.by),
        super::may_remove(lesson, press),
    )
}

fn typed(press: &Press) -> &str {
    press.fields.get(FIELD).map_or("", String::as_str)
}

fn in_place(press: &Press, post: Post) -> Reply {
    if press.message.is_some() {
        Reply::Update(post)
    } else {
        Reply::Private(post)
    }
}
