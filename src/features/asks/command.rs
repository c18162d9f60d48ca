//! `/askfor` and "Ask the team about this", and what may come before the ask: a question which skill is meant, a form, lessons that
//! may answer it.

mod kept;

pub use kept::{KeptLine, kept_of};

use futures_util::FutureExt as _;

use self::kept::Kept;
use super::open::{self, Opened};
use super::words;
use crate::domain::ids::{DraftId, GuildId, LessonId, MemberId};
use crate::domain::skill::{Resolution, SkillName, parse_list};
use crate::domain::text::Details;
use crate::error::{Error, Result};
use crate::features::{
    Choice, Command, CommandKind, Ctx, Invocation, OptionDef, OptionKind, Reply, Typing, Who,
};
use crate::features::{settings, skills};
use crate::post::{Modal, Post};
use crate::store::{lessons, skills as rows};

pub(super) use self::kept::{Manner, Question, Typed, used};

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
        OptionDef {
            name: "anonymous",
            description: "Ask without your name: nobody sees who asks, not even whoever helps",
            kind: OptionKind::YesNo,
            required: false,
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| ask_for(ctx, used).boxed(),
    complete: Some(|ctx, typing| complete(ctx, typing).boxed()),
};

/// "Ask the team about this"
pub static ASK_ABOUT: Command = Command {
    name: "Ask the team about this",
    description: "On a message: ask for help with what it says; your question links to it",
    kind: CommandKind::Message,
    who: Who::Everyone,
    run: |ctx, used| ask_about(ctx, used).boxed(),
    complete: None,
};

async fn complete(ctx: &Ctx, typing: &Typing) -> Result<Vec<Choice>> {
    skills::complete_one(ctx, typing.guild, &typing.text).await
}

async fn ask_for(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?.id;
    let member = used.by.member;
    let manner = Manner {
        anonymous: used.options.yes("anonymous"),
        about: None,
    };
    let typed = Typed {
        skill: used.options.text("skill").unwrap_or_default().to_owned(),
        details: used.options.text("details").unwrap_or_default().to_owned(),
    };
    let name = match one_skill(&typed.skill) {
        Ok(name) => name,
        // What was written beside it is not lost: it stands in the form in which the skill can be mended.
        Err(sentence) if !typed.details.trim().is_empty() => {
            return change_it(ctx, guild, member, None, None, manner, typed, &sentence)
                .await
                .map(Reply::Private);
        }
        Err(sentence) => return Err(Error::user(sentence)),
    };
    let details = Details::parse_optional(Some(&typed.details))
        .map_err(|error| Error::user(error.to_string()))?;
    match skills::resolve(ctx, guild, &name).await? {
        Resolution::Known(skill) | Resolution::New(skill) => match details {
            Some(details) => {
                let question = Question {
                    skill,
                    details,
                    manner,
                    drafts: Vec::new(),
                };
                go_on(ctx, guild, member, question)
                    .await
                    .map(Reply::Private)
            }
            None => form(ctx, guild, member, Some(skill), None, manner)
                .await
                .map(Reply::Modal),
        },
        Resolution::Near { typed, candidates } => {
            near_miss(ctx, guild, member, typed, candidates, details, manner, None)
                .await
                .map(Reply::Private)
        }
    }
}

async fn ask_about(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?.id;
    let (message, author, _) = used
        .options
        .message("message")
        .ok_or_else(|| Error::fault("a command on a message came without one"))?;
    if author == ctx.bot {
        return Err(Error::user(words::MY_OWN_MESSAGE));
    }
    let manner = Manner {
        anonymous: false,
        about: Some(format!(
            "https://discord.com/channels/{}/{}/{message}",
            used.guild, used.channel
        )),
    };
    form(ctx, guild, used.by.member, None, None, manner)
        .await
        .map(Reply::Modal)
}

/// The one skill that was typed, or the sentence why it is none.
fn one_skill(typed: &str) -> Result<SkillName, String> {
    let names = parse_list(typed).map_err(|error| error.to_string())?;
    match <[SkillName; 1]>::try_from(names) {
        Ok([name]) => Ok(name),
        Err(_) => Err(words::ONE_AT_A_TIME.to_owned()),
    }
}

/// The form, unless it could not be asked anyway: then that is said before anything is written.
async fn form(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    skill: Option<SkillName>,
    question: Option<DraftId>,
    manner: Manner,
) -> Result<Modal> {
    if let Some(reason) = open::may_not(ctx, guild, member, manner.anonymous).await? {
        return Err(Error::user(words::not_now(&reason)));
    }
    let kept = Kept::Form {
        skill: skill.clone(),
        question,
        manner,
        typed: Typed::default(),
    };
    let draft = kept::keep(ctx, guild, member, &kept).await?;
    Ok(words::ask_form(skill.as_ref(), &Typed::default(), draft))
}

/// Asks which skill was meant.
#[allow(
    clippy::too_many_arguments,
    reason = "these are all the parts of a question"
)]
async fn near_miss(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    typed: SkillName,
    candidates: Vec<SkillName>,
    details: Option<Details>,
    manner: Manner,
    form: Option<DraftId>,
) -> Result<Post> {
    let kept = Kept::NearMiss {
        typed: typed.clone(),
        candidates: candidates.clone(),
        details,
        manner,
        form,
    };
    let draft = kept::keep(ctx, guild, member, &kept).await?;
    Ok(words::did_you_mean(&typed, &candidates, draft))
}

/// Says why what was written was not taken, and keeps it in a form that can be opened again.
#[allow(
    clippy::too_many_arguments,
    reason = "these are all the parts of a question"
)]
async fn change_it(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    skill: Option<SkillName>,
    question: Option<DraftId>,
    manner: Manner,
    typed: Typed,
    sentence: &str,
) -> Result<Post> {
    let kept = Kept::Form {
        skill,
        question,
        manner,
        typed,
    };
    let draft = kept::keep(ctx, guild, member, &kept).await?;
    Ok(words::change_it(sentence, draft))
}

/// **Change it**: the form opens again with what was written.
pub(super) async fn again(ctx: &Ctx, draft: DraftId, member: MemberId) -> Result<Modal> {
    let draft = kept::read(ctx, draft, member).await?;
    let Kept::Form { skill, typed, .. } = &draft.content else {
        return Err(Error::user(words::DRAFT_IS_GONE));
    };
    Ok(words::ask_form(skill.as_ref(), typed, draft.id))
}

/// "Did you mean …?" was answered: 0 is the word as typed, other numbers are the suggestions in order.
pub(super) async fn meant(
    ctx: &Ctx,
    draft: DraftId,
    member: MemberId,
    choice: u8,
) -> Result<Reply> {
    let draft = kept::read(ctx, draft, member).await?;
    let Kept::NearMiss {
        typed,
        mut candidates,
        details,
        manner,
        form: earlier,
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
        Some(details) => {
            let question = Question {
                skill,
                details,
                manner,
                drafts: earlier.into_iter().chain([draft.id]).collect(),
            };
            go_on(ctx, draft.guild, member, question)
                .await
                .map(Reply::Update)
        }
        None => form(
            ctx,
            draft.guild,
            member,
            Some(skill),
            Some(draft.id),
            manner,
        )
        .await
        .map(Reply::Modal),
    }
}

/// The form came back.
pub(super) async fn written(
    ctx: &Ctx,
    draft: DraftId,
    member: MemberId,
    written: Typed,
) -> Result<Post> {
    let draft = kept::read(ctx, draft, member).await?;
    let Kept::Form {
        skill: known,
        question: earlier,
        manner,
        ..
    } = draft.content
    else {
        return Err(Error::user(words::DRAFT_IS_GONE));
    };
    let (guild, id) = (draft.guild, draft.id);
    let skill = match &known {
        Some(skill) => Ok(skill.clone()),
        None => one_skill(&written.skill),
    };
    let details = Details::parse(&written.details).map_err(|error| error.to_string());
    let (skill, details) = match (skill, details) {
        (Ok(skill), Ok(details)) => (skill, details),
        (Err(sentence), _) | (_, Err(sentence)) => {
            return change_it(
                ctx, guild, member, known, earlier, manner, written, &sentence,
            )
            .await;
        }
    };
    let question = |skill| Question {
        skill,
        details: details.clone(),
        manner: manner.clone(),
        drafts: earlier.into_iter().chain([id]).collect(),
    };
    if known.is_some() {
        return go_on(ctx, guild, member, question(skill)).await;
    }
    match skills::resolve(ctx, guild, &skill).await? {
        Resolution::Known(skill) | Resolution::New(skill) => {
            go_on(ctx, guild, member, question(skill)).await
        }
        Resolution::Near { typed, candidates } => {
            near_miss(
                ctx,
                guild,
                member,
                typed,
                candidates,
                Some(details),
                manner,
                Some(id),
            )
            .await
        }
    }
}

/// What comes once a question is complete: lessons that may answer it, if there are any; otherwise it is asked.
async fn go_on(ctx: &Ctx, guild: GuildId, member: MemberId, question: Question) -> Result<Post> {
    let lessons = {
        let mut read = ctx.store.read().await?;
        let skill = rows::find(&mut read, guild, &question.skill.key()).await?;
        lessons::about(
            &mut read,
            guild,
            skill.map(|(skill, _)| skill),
            question.details.as_str(),
        )
        .await?
    };
    if lessons.is_empty() {
        return ask(ctx, guild, member, question, None).await;
    }
    let kept = Kept::Ready(question.clone());
    let draft = kept::keep(ctx, guild, member, &kept).await?;
    Ok(words::before_the_ask(&question.skill, &lessons, draft))
}

/// Asks it, or says why not now and keeps it. `kept` is where it is kept already.
async fn ask(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    question: Question,
    kept: Option<DraftId>,
) -> Result<Post> {
    let reason = match open::open(ctx, guild, member, &question).await? {
        Opened::Up(post) => return Ok(post),
        Opened::NotNow(reason) => reason,
    };
    let draft = match kept {
        Some(draft) => draft,
        None => kept::keep(ctx, guild, member, &Kept::Ready(question.clone())).await?,
    };
    Ok(words::not_now_but_kept(&reason, &question, draft))
}

/// **Ask the team** and **Try again**.
pub(super) async fn ask_the_team(ctx: &Ctx, draft: DraftId, member: MemberId) -> Result<Post> {
    let (guild, question) = kept::question(ctx, draft, member).await?;
    ask(ctx, guild, member, question, Some(draft)).await
}

/// **Ask with my name**, where it could not be asked without.
pub(super) async fn ask_by_name(ctx: &Ctx, draft: DraftId, member: MemberId) -> Result<Post> {
    let (guild, mut question) = kept::question(ctx, draft, member).await?;
    question.manner.anonymous = false;
    ask(ctx, guild, member, question, Some(draft)).await
}

/// **This answers it**: counted, without a record of whose question it was.
pub(super) async fn answered(
    ctx: &Ctx,
    draft: DraftId,
    lesson: LessonId,
    member: MemberId,
) -> Result<Post> {
    let (_, question) = kept::question(ctx, draft, member).await?;
    kept::answer(ctx, &question.drafts, lesson).await?;
    Ok(words::answered_by_lesson(&question.skill))
}
