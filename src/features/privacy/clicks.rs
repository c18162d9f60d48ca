//! What is pressed on the page of `/privacy forget`.

use chrono::TimeDelta;
use futures_util::FutureExt as _;

use super::{Erased, command, forget, words};
use crate::custom_id::{CustomId, PrivacyClick};
use crate::domain::ids::{GuildId, MemberId};
use crate::error::{Error, Result};
use crate::features::{ClickFamily, Ctx, Press, Reply};
use crate::post::Post;

/// Everything pressed on the page.
pub static CLICKS: ClickFamily = ClickFamily {
    name: "privacy",
    run: |ctx, press| run(ctx, press).boxed(),
};

/// How long the page counts. What cannot be undone is not set off by a press on an old one.
const COUNTS_FOR: TimeDelta = TimeDelta::hours(1);

async fn run(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Privacy(click) = &press.id else {
        return Err(Error::fault("a click of another family"));
    };
    let guild = press
        .guild
        .ok_or_else(|| Error::user(words::ONLY_IN_SERVERS))?;
    let by = press.by.member;
    match *click {
        PrivacyClick::Forget { member, asked_at } => {
            let lessons = Erased::LessonsLoseTheirAuthor;
            confirmed(ctx, guild, by, member, asked_at, lessons).await
        }
        PrivacyClick::ForgetWithLessons { member, asked_at } => {
            confirmed(ctx, guild, by, member, asked_at, Erased::LessonsToo).await
        }
        PrivacyClick::Keep { member } if member == by => Ok(Reply::Update(words::kept())),
        PrivacyClick::Keep { .. } => Err(Error::user(words::NOT_YOURS)),
    }
}

async fn confirmed(
    ctx: &Ctx,
    guild: GuildId,
    by: MemberId,
    member: MemberId,
    asked_at: i64,
    lessons: Erased,
) -> Result<Reply> {
    if member != by {
        return Err(Error::user(words::NOT_YOURS));
    }
    let oldest = (ctx.clock.now() - COUNTS_FOR).timestamp();
    if asked_at < oldest {
        let again: Post = command::page(ctx, guild, member).await?;
        return Ok(Reply::Update(words::once_more(again)));
    }
    forget(ctx, guild, member, lessons).await?;
    Ok(Reply::Update(words::forgotten()))
}
