//! The buttons of a welcome, of an introduction and of the questions how it goes. They stand on lasting messages, so each works wherever
//! it is pressed, by whomever, however late: what cannot be done is a sentence.

use futures_util::FutureExt as _;

use super::{answers, buddies, words};
use crate::custom_id::{CustomId, NewcomerClick};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::schedule::zones::{self, Found};
use crate::error::{Error, Result};
use crate::features::skills::{self, Form};
use crate::features::{ClickFamily, Ctx, Press, Reply, settings, times};
use crate::store::activity;
use crate::store::choices;

/// Everything of [`NewcomerClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "newcomer",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Newcomer(click) = &press.id else {
        return Err(Error::fault("a click of another family came to newcomers"));
    };
    let member = press.by.member;
    match *click {
        NewcomerClick::Teach { guild } => {
            let submitted = NewcomerClick::TeachTyped { guild };
            form(ctx, guild, Form::Teach, submitted).await
        }
        NewcomerClick::Learn { guild } => {
            let submitted = NewcomerClick::LearnTyped { guild };
            form(ctx, guild, Form::Learn, submitted).await
        }
        NewcomerClick::TeachTyped { guild } => typed(ctx, press, guild, Form::Teach).await,
        NewcomerClick::LearnTyped { guild } => typed(ctx, press, guild, Form::Learn).await,
        NewcomerClick::City { guild } => {
            settings::turned_on(ctx, guild).await?;
            Ok(Reply::Modal(words::city_form(guild)))
        }
        NewcomerClick::CityTyped { guild } => city(ctx, press, guild).await,
        NewcomerClick::CityChosen { guild } => {
            let zone = times::zone_chosen(&press.values).ok_or_else(words::nothing_chosen)?;
            set_zone(ctx, guild, member, zone).await
        }
        NewcomerClick::HandOver { newcomer } => buddies::hand_over(ctx, newcomer, member)
            .await
            .map(Reply::Private),
        NewcomerClick::Well { newcomer } => answers::well(ctx, newcomer, member)
            .await
            .map(Reply::Private),
        NewcomerClick::NotYet { newcomer } => answers::not_yet(ctx, newcomer, member)
            .await
            .map(Reply::Private),
    }
}

async fn form(ctx: &Ctx, guild: GuildId, which: Form, submitted: NewcomerClick) -> Result<Reply> {
    settings::turned_on(ctx, guild).await?;
    Ok(Reply::Modal(skills::form(which, submitted)))
}

async fn typed(ctx: &Ctx, press: &Press, guild: GuildId, which: Form) -> Result<Reply> {
    let member = press.by.member;
    is_member(ctx, guild, member).await?;
    Ok(Reply::Private(
        skills::filled_in(ctx, guild, member, which, &press.fields).await?,
    ))
}

async fn city(ctx: &Ctx, press: &Press, guild: GuildId) -> Result<Reply> {
    let typed = press.fields.get(times::FIELD).map_or("", String::as_str);
    match zones::find(typed) {
        Found::One(place) => set_zone(ctx, guild, press.by.member, place.zone).await,
        Found::Several(places) => {
            let now = ctx.clock.now();
            Ok(Reply::Private(words::which_place(
                guild, typed, &places, now,
            )))
        }
        Found::Nothing => Err(words::unknown_city(typed)),
    }
}

async fn set_zone(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    zone: chrono_tz::Tz,
) -> Result<Reply> {
    settings::turned_on(ctx, guild).await?;
    is_member(ctx, guild, member).await?;
    let mut write = ctx.store.write().await?;
    choices::set_zone(&mut write, guild, member, zone).await?;
    activity::note(&mut write, guild, member, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(Reply::Private(words::zone_is(zone, ctx.clock.now())))
}

/// A welcome outlives the membership that it welcomed to.
async fn is_member(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<()> {
    let mut read = ctx.store.read().await?;
    match choices::of(&mut read, guild, member).await? {
        Some(_) => Ok(()),
        None => Err(words::not_a_member()),
    }
}
