//! The buttons of rounds and pairings.

use futures_util::FutureExt as _;

use super::words::command as words;
use super::{admin, command, pairing, part};
use crate::custom_id::{CustomId, RoundClick};
use crate::domain::ids::GuildId;
use crate::error::{Error, Result};
use crate::features::{ClickFamily, Ctx, Press, Reply};

/// Everything that can be pressed here.
pub static CLICKS: ClickFamily = ClickFamily {
    name: "round",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Round(click) = &press.id else {
        return Err(Error::fault("a click of another family came to the rounds"));
    };
    let member = press.by.member;
    match *click {
        // The heads-up is everybody's, so what is answered is a message of their own.
        RoundClick::Skip { round } => part::skip(ctx, round, member).await.map(Reply::Private),
        RoundClick::CountMeIn { programme } => part::count_me_in(ctx, programme, member)
            .await
            .map(Reply::Private),
        RoundClick::Preview { programme } => command::preview(ctx, admins(press)?, programme)
            .await
            .map(Reply::Private),
        RoundClick::Announce { programme, number } => {
            admin::announce_now(ctx, admins(press)?, programme, number)
                .await
                .map(Reply::Update)
        }
        RoundClick::StartNow { round } => admin::pair_now(ctx, admins(press)?, round)
            .await
            .map(Reply::Update),
        RoundClick::CancelRound { round } => admin::cancel(ctx, admins(press)?, round)
            .await
            .map(Reply::Update),
        RoundClick::CancelNext { programme, number } => {
            admin::cancel_ahead(ctx, admins(press)?, programme, number)
                .await
                .map(Reply::Update)
        }
        _ => pairing::pressed(ctx, press, click)
            .await?
            .ok_or_else(|| Error::fault("a click of rounds that nobody answers")),
    }
}

/// The guild of a page that only admins are shown. What it was sent to may not be an admin any more.
fn admins(press: &Press) -> Result<GuildId> {
    let guild = press.guild.ok_or_else(words::only_in_a_server)?;
    if press.by.admin {
        Ok(guild)
    } else {
        Err(words::not_an_admin())
    }
}
