//! `/teach`, `/learn` and `/skills`.

use futures_util::FutureExt as _;

use super::{Intent, browse, words};
use crate::custom_id::SkillClick;
use crate::domain::skill::{Level, Resolution, SkillName, parse_list};
use crate::domain::text::Note;
use crate::error::{Error, Result};
use crate::features::settings::{self, Guild};
use crate::features::{
    Choice, Command, CommandKind, Ctx, Invocation, OptionDef, OptionKind, Reply, Typing, Who,
};
use crate::markdown::label;
use crate::post::{Button, MAX_LABEL};
use crate::store::skills as rows;

/// Characters of the option that takes several skills.
const LIST: u16 = 600;
/// Characters of the option that takes one skill. More than a name has, so that what is too long is answered in our words.
const ONE: u16 = 200;
/// Characters of the note.
const NOTE: u16 = 200;

/// `/teach`
pub static TEACH: Command = Command {
    name: "teach",
    description: "Say what you could teach: a skill, or several separated by commas",
    kind: CommandKind::Slash(&[
        OptionDef {
            name: "skill",
            description: "For example: Postgres, public speaking",
            kind: OptionKind::Text {
                max: LIST,
                complete: true,
            },
            required: true,
        },
        OptionDef {
            name: "level",
            description: "How far you can take somebody",
            kind: OptionKind::OneOf(&[
                (Level::Starter.label(), Level::Starter.as_str()),
                (Level::Daily.label(), Level::Daily.as_str()),
                (Level::Talk.label(), Level::Talk.as_str()),
            ]),
            required: false,
        },
        OptionDef {
            name: "note",
            description: "What you like to teach about it, in a few words",
            kind: OptionKind::Text {
                max: NOTE,
                complete: false,
            },
            required: false,
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| teach(ctx, used).boxed(),
    complete: Some(|ctx, typing| complete_list(ctx, typing).boxed()),
};

/// `/learn`
pub static LEARN: Command = Command {
    name: "learn",
    description: "Say what you would like to learn: a skill, or several separated by commas",
    kind: CommandKind::Slash(&[
        OptionDef {
            name: "skill",
            description: "For example: Kubernetes, Spanish",
            kind: OptionKind::Text {
                max: LIST,
                complete: true,
            },
            required: true,
        },
        OptionDef {
            name: "note",
            description: "What you would like to know about it, in a few words",
            kind: OptionKind::Text {
                max: NOTE,
                complete: false,
            },
            required: false,
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| learn(ctx, used).boxed(),
    complete: Some(|ctx, typing| complete_list(ctx, typing).boxed()),
};

/// `/skills`
pub static SKILLS: Command = Command {
    name: "skills",
    description: "See what this team teaches and wishes to learn, who teaches a skill, or one person's skills",
    kind: CommandKind::Slash(&[
        OptionDef {
            name: "skill",
            description: "Who teaches this one?",
            kind: OptionKind::Text {
                max: ONE,
                complete: true,
            },
            required: false,
        },
        OptionDef {
            name: "member",
            description: "What can this person teach?",
            kind: OptionKind::Member,
            required: false,
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| skills(ctx, used).boxed(),
    complete: Some(|ctx, typing| complete_one(ctx, typing).boxed()),
};

/// `/skills member:…` in the context menu of a member.
pub static WHAT_CAN_THEY_TEACH: Command = Command {
    name: "What can they teach?",
    description: "On a member: see what they teach and wish to learn",
    kind: CommandKind::Member,
    who: Who::Everyone,
    run: |ctx, used| skills(ctx, used).boxed(),
    complete: None,
};

async fn teach(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let level = used
        .options
        .text("level")
        .map(str::parse)
        .transpose()
        .map_err(|error| Error::fault(format!("{error}")))?;
    say(ctx, used, Intent::Teach { level }).await
}

async fn learn(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    say(ctx, used, Intent::Learn).await
}

async fn say(ctx: &Ctx, used: &Invocation, intent: Intent) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?;
    let typed = words::Typed {
        skills: used.options.text("skill").unwrap_or_default(),
        // Chosen from a list.
        level: "",
        note: used.options.text("note").unwrap_or_default(),
    };
    let names =
        parse_list(typed.skills).map_err(|error| words::unreadable(&error.to_string(), typed))?;
    let note = Note::parse_optional(Some(typed.note))
        .map_err(|error| words::unreadable(&error.to_string(), typed))?;
    let outcome = super::say(ctx, guild.id, used.by.member, intent, note, names).await?;
    Ok(Reply::Private(words::outcome(&outcome)))
}

async fn skills(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?;
    let member = match used.options.member("member") {
        Some((_, true)) => return Err(words::a_bot()),
        Some((member, false)) => Some(member),
        None => None,
    };
    let post = match (used.options.text("skill"), member) {
        (_, Some(member)) => words::member(
            &browse::member(ctx, guild.id, member, 0).await?,
            used.by.member,
        ),
        (Some(typed), None) => return one_skill(ctx, &guild, typed).await,
        (None, None) => words::skills(&browse::skills(ctx, guild.id, 0).await?),
    };
    Ok(Reply::Private(post))
}

async fn one_skill(ctx: &Ctx, guild: &Guild, typed: &str) -> Result<Reply> {
    let name = SkillName::parse(typed).map_err(|error| Error::user(error.to_string()))?;
    let (name, candidates) = match super::resolve(ctx, guild.id, &name).await? {
        Resolution::Known(name) | Resolution::New(name) => (name, Vec::new()),
        Resolution::Near { typed, candidates } => (typed, candidates),
    };
    let mut db = ctx.store.read().await?;
    if let Some((skill, _)) = rows::find(&mut db, guild.id, &name.key()).await? {
        drop(db);
        if let Some(list) = browse::teachers(ctx, guild, skill, 0).await? {
            return Ok(Reply::Private(words::teachers(&list)));
        }
        return Ok(Reply::Private(words::unknown_skill(&name, Vec::new())));
    }
    // Only what somebody here teaches or wishes for has a page to go to.
    let mut buttons = Vec::new();
    for candidate in candidates {
        if let Some((skill, name)) = rows::find(&mut db, guild.id, &candidate.key()).await? {
            buttons.push(Button::plain(
                label(&name, MAX_LABEL),
                SkillClick::Teachers { skill, page: 0 },
            ));
        }
    }
    Ok(Reply::Private(words::unknown_skill(&name, buttons)))
}

async fn complete_list(ctx: &Ctx, typing: &Typing) -> Result<Vec<Choice>> {
    super::complete_list(ctx, typing.guild, &typing.text).await
}

async fn complete_one(ctx: &Ctx, typing: &Typing) -> Result<Vec<Choice>> {
    super::complete_one(ctx, typing.guild, &typing.text).await
}
