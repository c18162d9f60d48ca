//! The buttons and the form of a leader who was asked, and of one's own month. They stand on private messages, which belong to no
//! server: each id says which it is about.

use futures_util::FutureExt as _;

use super::words;
use crate::custom_id::{CustomId, RecognitionClick};
use crate::error::{Error, Result};
use crate::features::{ClickFamily, Ctx, Press, Reply, me, times};
use crate::store::choices::Consent;

/// Everything of [`RecognitionClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "recognition",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Recognition(click) = &press.id else {
        return Err(Error::fault(
            "a click of another family came to recognition",
        ));
    };
    let member = press.by.member;
    // The question stays as it is: its buttons stay of use. One's month may be one message with others.
    match *click {
        RecognitionClick::Say { guild, month } => super::form(ctx, guild, month, member).await,
        RecognitionClick::Said { guild, month } => {
            let typed = press.fields.get(times::FIELD).map_or("", String::as_str);
            super::said(ctx, guild, month, member, typed)
                .await
                .map(Reply::Private)
        }
        RecognitionClick::NotThisTime { guild, month } => {
            super::not_this_time(ctx, guild, month, member)
                .await
                .map(Reply::Private)
        }
        RecognitionClick::TakeBack { guild, month } => super::take_back(ctx, guild, month, member)
            .await
            .map(Reply::Private),
        RecognitionClick::DontAsk { guild } => super::may_be_asked(ctx, guild, member, false)
            .await
            .map(Reply::Private),
        RecognitionClick::DoAsk { guild } => super::may_be_asked(ctx, guild, member, true)
            .await
            .map(Reply::Private),
        RecognitionClick::NoMonths { guild } => {
            me::agree(ctx, guild, member, Consent::Months, false).await?;
            Ok(Reply::Private(words::no_months(guild)))
        }
        RecognitionClick::Months { guild } => {
            me::agree(ctx, guild, member, Consent::Months, true).await?;
            Ok(Reply::Private(words::months_again(guild)))
        }
    }
}
