//! The buttons by which somebody becomes a teacher. They stand on lasting messages, so each works wherever it is pressed, by
//! whomever, however late: what cannot be done is a sentence.

use futures_util::FutureExt as _;

use super::Answered;
use crate::custom_id::{CustomId, LearningClick};
use crate::error::{Error, Result};
use crate::features::messages::with_fewer;
use crate::features::{ClickFamily, Ctx, Press, Reply};

/// Everything of [`LearningClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "learning",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Learning(click) = &press.id else {
        return Err(Error::fault("a click of another family came to learning"));
    };
    let member = press.by.member;
    match *click {
        // Thanks stay as they are: they are for several, and worth keeping.
        LearningClick::AfterAsk { ask } => super::add_what_was_asked(ctx, ask, member)
            .await
            .map(Reply::Private),
        LearningClick::AfterThanks { help } => super::add_what_was_thanked_for(ctx, help, member)
            .await
            .map(Reply::Private),
        LearningClick::Yes { skill } => {
            in_its_place(ctx, press, super::yes(ctx, skill, member).await?).await
        }
        LearningClick::NotYet { skill } => {
            in_its_place(ctx, press, super::not_yet(ctx, skill, member).await?).await
        }
    }
}

/// The answer takes the place of the question's own message; on a page that shows the question, it is a new one.
async fn in_its_place(ctx: &Ctx, press: &Press, answered: Answered) -> Result<Reply> {
    Ok(if super::is_lasting(ctx, press).await? {
        Reply::Update(with_fewer(answered.post, &answered.guild))
    } else {
        Reply::Private(answered.post)
    })
}
