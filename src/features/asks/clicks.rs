//! The buttons, selects and forms of asks and invitations. They stand on lasting messages, so each works wherever it is
//! pressed, by whomever, however late: what cannot be done is a sentence.

use futures_util::FutureExt as _;

use super::solved::{self, Change, Stage};
use super::take::Taking;
use super::{anonymous, close, command, finish, invite, refer, stuck, take, words};
use crate::custom_id::{AskClick, CustomId};
use crate::domain::ask::Face;
use crate::domain::ids::{AskId, InvitationId, MemberId};
use crate::error::{Error, Result};
use crate::features::{ClickFamily, Ctx, Press, Reply};
use crate::post::Post;
use crate::store::invitations;

/// Everything of [`AskClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "ask",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Ask(click) = &press.id else {
        return Err(Error::fault("a click of another family came to the asks"));
    };
    let member = press.by.member;
    match *click {
        AskClick::Help { ask } => help(ctx, ask, member).await,
        AskClick::Accept { invitation } => accept(ctx, press, invitation).await,
        AskClick::Decline { invitation } => decline(ctx, press, invitation).await,
        AskClick::SomeoneBetter { invitation } => {
            refer::page(ctx, invitation, member, press.guild.is_some())
                .await
                .map(Reply::Private)
        }
        AskClick::Refer { invitation } => {
            let chosen = press.values.iter().find_map(|value| value.parse().ok());
            let named = chosen.ok_or_else(|| Error::user(words::NOBODY_CHOSEN))?;
            refer::name(ctx, invitation, member, named)
                .await
                .map(Reply::Update)
        }
        AskClick::ReferElse { invitation } => {
            refer::form(ctx, invitation, member).await.map(Reply::Modal)
        }
        AskClick::ReferName { invitation } => {
            let typed = field(press, words::COLLEAGUE_FIELD);
            let found = refer::by_name(ctx, invitation, member, typed).await?;
            Ok(in_place(press, found))
        }
        AskClick::ReferMember {
            invitation,
            member: named,
        } => refer::name(ctx, invitation, member, named)
            .await
            .map(Reply::Update),
        AskClick::RatherNot { ask } => stuck::rather_not(ctx, ask, member)
            .await
            .map(Reply::Private),
        AskClick::GiveBack { ask } => take::give_back(ctx, ask, member).await.map(Reply::Private),
        AskClick::StillNeeded { ask } => take::still_needed(ctx, ask, member)
            .await
            .map(Reply::Private),
        AskClick::NeverMind { ask } => finish::never_mind(ctx, ask, member)
            .await
            .map(Reply::Private),
        AskClick::Meant { draft, choice } => command::meant(ctx, draft, member, choice).await,
        AskClick::Details { draft } => {
            let typed = command::Typed {
                skill: field(press, words::SKILL_FIELD).to_owned(),
                details: field(press, words::DETAILS_FIELD).to_owned(),
            };
            Ok(in_place(
                press,
                command::written(ctx, draft, member, typed).await?,
            ))
        }
        AskClick::Again { draft } => command::again(ctx, draft, member).await.map(Reply::Modal),
        AskClick::AskTheTeam { draft } => command::ask_the_team(ctx, draft, member)
            .await
            .map(Reply::Update),
        AskClick::AskByName { draft } => command::ask_by_name(ctx, draft, member)
            .await
            .map(Reply::Update),
        AskClick::Answered { draft, lesson } => command::answered(ctx, draft, lesson, member)
            .await
            .map(Reply::Update),
        AskClick::Solved { ask } => change(ctx, press, ask, Change::Open)
            .await
            .map(Reply::Private),
        AskClick::SolvedPage { ask } => change(ctx, press, ask, Change::Open)
            .await
            .map(Reply::Update),
        AskClick::SolvedBy { ask } => {
            let chosen = press
                .values
                .iter()
                .filter_map(|value| value.parse().ok())
                .collect();
            change(ctx, press, ask, Change::Helpers(chosen))
                .await
                .map(Reply::Update)
        }
        AskClick::SolvedByMember { ask, member } => {
            change(ctx, press, ask, Change::AlsoHelped(member))
                .await
                .map(Reply::Update)
        }
        AskClick::Face { ask, face } => {
            let face = Face::from_number(face).ok_or_else(|| Error::user(words::NO_SUCH_FACE))?;
            change(ctx, press, ask, Change::Face(face))
                .await
                .map(Reply::Update)
        }
        AskClick::WriteThanks { ask } => solved::thanks_form(ctx, ask, member)
            .await
            .map(Reply::Modal),
        AskClick::Thanks { ask } => {
            let line = field(press, words::THANKS_FIELD).to_owned();
            Ok(in_place(
                press,
                change(ctx, press, ask, Change::Thanks(line)).await?,
            ))
        }
        AskClick::WriteLesson { ask } => solved::lesson_form(ctx, ask, member)
            .await
            .map(Reply::Modal),
        AskClick::Lesson { ask } => {
            let lesson = field(press, crate::features::lessons::FIELD).to_owned();
            Ok(in_place(
                press,
                change(ctx, press, ask, Change::Lesson(lesson)).await?,
            ))
        }
        AskClick::SolvedBySomebodyElse { ask } => {
            solved::name_form(ctx, ask, member).await.map(Reply::Modal)
        }
        AskClick::SolvedByName { ask } => {
            let found = solved::by_name(
                ctx,
                ask,
                member,
                stage(press),
                field(press, words::NAME_FIELD),
            )
            .await?;
            Ok(in_place(press, found))
        }
        AskClick::ReplyAnonymously { ask } => {
            anonymous::form(ctx, ask, member).await.map(Reply::Modal)
        }
        AskClick::AnonymousReply { ask } => anonymous::say(
            ctx,
            ask,
            member,
            field(press, words::anonymous::REPLY_FIELD),
        )
        .await
        .map(Reply::Private),
        AskClick::Reveal { ask } => anonymous::reveal_page(ctx, ask, member)
            .await
            .map(Reply::Private),
        AskClick::RevealSure { ask } => {
            anonymous::reveal(ctx, ask, member).await.map(Reply::Update)
        }
        AskClick::CloseAsk { ask } => close::close(ctx, ask, &press.by).await.map(Reply::Update),
        AskClick::SolvedDone { ask } => finish::solve(ctx, ask, member).await.map(Reply::Update),
    }
}

/// What a field of a form holds.
fn field<'a>(press: &'a Press, name: &str) -> &'a str {
    press.fields.get(name).map_or("", String::as_str)
}

/// A form answered from a message replaces that message; one that a command opened has none.
fn in_place(press: &Press, post: Post) -> Reply {
    if press.message.is_some() {
        Reply::Update(post)
    } else {
        Reply::Private(post)
    }
}

fn stage(press: &Press) -> Stage {
    if press.guild.is_some() {
        Stage::Guild
    } else {
        Stage::Private
    }
}

async fn change(ctx: &Ctx, press: &Press, ask: AskId, change: Change) -> Result<Post> {
    solved::change(ctx, ask, press.by.member, stage(press), change).await
}

async fn help(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Reply> {
    let taking = take::take(ctx, ask, member, false).await?;
    Ok(Reply::Private(words::taking(&taking)))
}

/// **I can help** on an invitation: its own message says so from now on; on a page that shows it, the answer is a new one.
async fn accept(ctx: &Ctx, press: &Press, invitation: InvitationId) -> Result<Reply> {
    let member = press.by.member;
    let ask = take::ask_of_invitation(ctx, invitation, member).await?;
    let shown = stands_on(ctx, press, invitation).await?;
    let taking = take::take(ctx, ask, member, shown).await?;
    if shown && matches!(taking, Taking::Taken(_)) {
        return Ok(Reply::Update(
            super::lists::invitation_page(ctx, invitation, member).await?,
        ));
    }
    Ok(Reply::Private(words::taking(&taking)))
}

/// **Not now**.
async fn decline(ctx: &Ctx, press: &Press, invitation: InvitationId) -> Result<Reply> {
    let shown = stands_on(ctx, press, invitation).await?;
    let post = invite::decline(ctx, invitation, press.by.member, shown).await?;
    Ok(if shown {
        Reply::Update(post)
    } else {
        Reply::Private(post)
    })
}

/// Whether the button stands on the invitation's own message.
async fn stands_on(ctx: &Ctx, press: &Press, invitation: InvitationId) -> Result<bool> {
    let mut read = ctx.store.read().await?;
    let message = invitations::message_of(&mut read, invitation).await?;
    Ok(message.is_some_and(|(_, message)| press.message == Some(message)))
}
