//! The buttons on offers, wishes and the list of skills.

use futures_util::FutureExt as _;

use super::{Form, browse, words};
use crate::custom_id::{CustomId, SkillClick};
use crate::domain::ids::GuildId;
use crate::error::{Error, Result};
use crate::features::settings;
use crate::features::{ClickFamily, Ctx, Press, Reply};
use crate::store::skills as rows;

/// Everything of [`SkillClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "skill",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Skill(click) = &press.id else {
        return Err(Error::fault("a click of another family came to the skills"));
    };
    let guild = match press.guild {
        Some(guild) => guild,
        None => match guild_of(ctx, click).await? {
            Some(guild) => guild,
            None => settings::guild_meant(ctx, press)
                .await?
                .ok_or_else(words::only_in_a_server)?,
        },
    };
    let member = press.by.member;
    match *click {
        SkillClick::RemoveOffer { skill } => {
            let name = super::stop_teaching(ctx, guild, member, skill)
                .await?
                .ok_or_else(words::no_such_offer)?;
            Ok(Reply::Private(words::offer_removed(&name)))
        }
        SkillClick::RemoveWish { skill } => {
            let name = super::stop_learning(ctx, guild, member, skill)
                .await?
                .ok_or_else(words::no_such_wish)?;
            Ok(Reply::Private(words::wish_removed(&name)))
        }
        SkillClick::Page { page } => {
            let guild = settings::turned_on(ctx, guild).await?;
            Ok(Reply::Update(words::skills(
                &browse::skills(ctx, guild.id, page).await?,
            )))
        }
        SkillClick::Teachers { skill, page } => {
            let guild = settings::turned_on(ctx, guild).await?;
            let list = browse::teachers(ctx, &guild, skill, page)
                .await?
                .ok_or_else(words::no_such_skill)?;
            Ok(Reply::Update(words::teachers(&list)))
        }
        SkillClick::MemberPage { member: of, page } => {
            let guild = settings::turned_on(ctx, guild).await?;
            Ok(Reply::Update(words::member(
                &browse::member(ctx, guild.id, of, page).await?,
                member,
            )))
        }
        SkillClick::Meant {
            draft,
            word,
            choice,
        } => {
            let guild = settings::turned_on(ctx, guild).await?;
            let outcome = super::answer(ctx, guild.id, member, draft, word, choice).await?;
            Ok(Reply::Update(words::outcome(&outcome)))
        }
        SkillClick::OpenTeach {} => open(ctx, guild, Form::Teach, SkillClick::Teach {}).await,
        SkillClick::OpenLearn {} => open(ctx, guild, Form::Learn, SkillClick::Learn {}).await,
        SkillClick::Teach {} => Ok(Reply::Private(
            super::filled_in(ctx, guild, member, Form::Teach, &press.fields).await?,
        )),
        SkillClick::Learn {} => Ok(Reply::Private(
            super::filled_in(ctx, guild, member, Form::Learn, &press.fields).await?,
        )),
    }
}

/// The guild that a click in a private conversation is about: that of the skill, where it names one.
async fn guild_of(ctx: &Ctx, click: &SkillClick) -> Result<Option<GuildId>> {
    let (SkillClick::RemoveOffer { skill }
    | SkillClick::RemoveWish { skill }
    | SkillClick::Teachers { skill, .. }) = *click
    else {
        return Ok(None);
    };
    Ok(rows::guild_of(&mut *ctx.store.read().await?, skill).await?)
}

/// Opens a form; where Potluck is turned off, nobody writes in vain.
async fn open(ctx: &Ctx, guild: GuildId, form: Form, id: SkillClick) -> Result<Reply> {
    settings::turned_on(ctx, guild).await?;
    Ok(Reply::Modal(super::form(form, id)))
}
