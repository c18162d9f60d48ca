//! The buttons of skill swaps. They stand on lasting messages, so each works wherever it is pressed, by whomever, however late: what
//! cannot be done is a sentence.

use futures_util::FutureExt as _;

use super::call;
use super::met::{self, Answered};
use crate::custom_id::{CustomId, SwapClick};
use crate::error::{Error, Result};
use crate::features::messages::{self, with_fewer};
use crate::features::{ClickFamily, Ctx, Press, Reply};
use crate::store::outbox;

/// Everything of [`SwapClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "swap",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Swap(click) = &press.id else {
        return Err(Error::fault("a click of another family came to swaps"));
    };
    let member = press.by.member;
    match *click {
        SwapClick::Served { pairing } => {
            answer(ctx, press, met::served(ctx, pairing, member).await?).await
        }
        SwapClick::NotServed { pairing } => {
            answer(ctx, press, met::not_served(ctx, pairing, member).await?).await
        }
        SwapClick::CouldTeach { skill } => {
            Ok(Reply::Private(call::could_teach(ctx, skill, member).await?))
        }
    }
}

/// In a thread the question is for several, so it stays and the answer is private. In a private message it takes the question's place,
/// unless that message says other things, too.
async fn answer(ctx: &Ctx, press: &Press, answered: Answered) -> Result<Reply> {
    let its_own = match press.message {
        Some(message) if press.guild.is_none() => {
            let mut read = ctx.store.read().await?;
            outbox::is_recorded(&mut read, press.channel, message).await?
                && !messages::is_merged(&mut read, press.channel, message).await?
        }
        _ => false,
    };
    Ok(if its_own {
        Reply::Update(with_fewer(answered.post, &answered.guild))
    } else {
        Reply::Private(answered.post)
    })
}
