//! `/askfor`, and the form and question that may come before the ask.

use futures_util::FutureExt as _;
use serde::{Deserialize, Serialize};

use super::{open, words};
use crate::domain::ids::{DraftId, GuildId, MemberId};
use crate::domain::skill::{Resolution, SkillName, parse_list};
use crate::domain::text::Details;
use crate::error::{Error, Result};
use crate::features::{
    Choice, Command, CommandKind, Ctx, Invocation, OptionDef, OptionKind, Reply, Typing, Who,
};
use crate::features::{settings, skills};
use crate::post::{Modal, Post};
use crate::store::drafts::{self, Draft};

/// `/askfor`
pub static ASKFOR: Command = Command {
    name: "askfor",
    description: "Ask the team for help: I find somebody who knows",
    kind: CommandKind::Slash(&[
        OptionDef {
            name: "skill",
            description: "What it is about, for example: Postgres",
            // More than a name has, so that what is too long is answered in our words.
            kind: OptionKind::Text {
                max: 200,
                complete: true,
            },
            required: true,
        },
        OptionDef {
            name: "details",
            description: "What you are trying to do and where it stops; leave it out to get a form",
            kind: OptionKind::Text {
                max: 1500,
                complete: false,
            },
            required: false,
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| ask_for(ctx, used).boxed(),
    complete: Some(|ctx, typing| complete(ctx, typing).boxed()),
};

/// What is kept until the asker has confirmed the skill or written the details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Kept {
    /// "Did you mean …?" waits for an answer.
    NearMiss {
        /// What was typed.
        typed: SkillName,
        /// What was offered, in the order of the buttons.
        candidates: Vec<SkillName>,
        /// The details, where they were given with the command.
        details: Option<Details>,
    },
    /// The form for the details is open.
    Form {
        /// The skill.
        skill: SkillName,
        /// The question that came before, which is then answered, too.
        question: Option<DraftId>,
    },
}

async fn complete(ctx: &Ctx, typing: &Typing) -> Result<Vec<Choice>> {
    skills::complete_one(ctx, typing.guild, &typing.text).await
}

async fn ask_for(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?.id;
    let member = used.by.member;
    let names = parse_list(used.options.text("skill").unwrap_or_default())
        .map_err(|error| Error::user(error.to_string()))?;
    let [name] = names.as_slice() else {
        return Err(Error::user(words::ONE_AT_A_TIME));
    };
    let details = Details::parse_optional(used.options.text("details"))
        .map_err(|error| Error::user(error.to_string()))?;
    match skills::resolve(ctx, guild, name).await? {
        Resolution::Known(skill) | Resolution::New(skill) => match details {
            Some(details) => Ok(Reply::Private(
                open::open(ctx, guild, member, &skill, &details, &[]).await?,
            )),
            None => Ok(Reply::Modal(form(ctx, guild, member, skill, None).await?)),
        },
        Resolution::Near { typed, candidates } => {
            let kept = Kept::NearMiss {
                typed: typed.clone(),
                candidates: candidates.clone(),
                details,
            };
            let draft = keep(ctx, guild, member, &kept).await?;
            Ok(Reply::Private(words::did_you_mean(
                &typed,
                &candidates,
                draft,
            )))
        }
    }
}

/// The form for the details, with the skill kept until it comes back.
async fn form(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    skill: SkillName,
    question: Option<DraftId>,
) -> Result<Modal> {
    let draft = keep(
        ctx,
        guild,
        member,
        &Kept::Form {
            skill: skill.clone(),
            question,
        },
    )
    .await?;
    Ok(words::details_form(&skill, draft))
}

async fn keep(ctx: &Ctx, guild: GuildId, member: MemberId, kept: &Kept) -> Result<DraftId> {
    let mut write = ctx.store.write().await?;
    let draft = drafts::keep(&mut write, guild, member, kept, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(draft)
}

/// "Did you mean …?" was answered: 0 is the word as typed, other numbers are the suggestions in order.
pub(super) async fn meant(
    ctx: &Ctx,
    draft: DraftId,
    member: MemberId,
    choice: u8,
) -> Result<Reply> {
    let draft = read(ctx, draft, member).await?;
    let Kept::NearMiss {
        typed,
        mut candidates,
        details,
    } = draft.content
    else {
        return Err(Error::user(words::DRAFT_IS_GONE));
    };
    let skill = match usize::from(choice).checked_sub(1) {
        None => typed,
        Some(at) if at < candidates.len() => candidates.swap_remove(at),
        Some(_) => return Err(Error::user(words::DRAFT_IS_GONE)),
    };
    match details {
        Some(details) => Ok(Reply::Update(
            open::open(ctx, draft.guild, member, &skill, &details, &[draft.id]).await?,
        )),
        None => Ok(Reply::Modal(
            form(ctx, draft.guild, member, skill, Some(draft.id)).await?,
        )),
    }
}

/// The form came back with the details.
pub(super) async fn details_written(
    ctx: &Ctx,
    draft: DraftId,
    member: MemberId,
    written: &str,
) -> Result<Post> {
    let draft = read(ctx, draft, member).await?;
    let Kept::Form { skill, question } = draft.content else {
        return Err(Error::user(words::DRAFT_IS_GONE));
    };
    let details = Details::parse(written).map_err(|error| Error::user(error.to_string()))?;
    let drafts: Vec<DraftId> = std::iter::once(draft.id).chain(question).collect();
    open::open(ctx, draft.guild, member, &skill, &details, &drafts).await
}

async fn read(ctx: &Ctx, draft: DraftId, member: MemberId) -> Result<Draft<Kept>> {
    let mut read = ctx.store.read().await?;
    let draft = drafts::get::<Kept>(&mut read, draft)
        .await?
        .ok_or_else(|| Error::user(words::DRAFT_IS_GONE))?;
    if draft.member != member {
        return Err(Error::user(words::NOT_YOUR_DRAFT));
    }
    if draft.used {
        return Err(Error::user(words::DRAFT_IS_USED));
    }
    Ok(draft)
}
