//! `/thanks`, and "Thanks for this" on a message.

use futures_util::FutureExt as _;

use super::typed::{self, Typed};
use super::{check, words};
use crate::domain::ids::{ChannelId, MemberId};
use crate::error::{Error, Result};
use crate::features::{
    Choice, Command, CommandKind, Ctx, Invocation, OptionDef, OptionKind, Reply, Typing, Who,
};
use crate::features::{settings, skills};
use crate::store::{SqliteConnection, anonymity, asks};

/// Characters of the option that takes a skill. More than a name has, so that what is too long is answered in our words.
pub(super) const SKILL: u16 = 200;
/// Characters of the words.
pub(super) const WORDS: u16 = 500;

/// `/thanks`
pub static THANKS: Command = Command {
    name: "thanks",
    description: "Thank somebody for help that happened anywhere: they hear of it, and it is on record",
    kind: CommandKind::Slash(&[
        OptionDef {
            name: "member",
            description: "Who helped you?",
            kind: OptionKind::Member,
            required: true,
        },
        OptionDef {
            name: "skill",
            description: "With what? For example: Postgres",
            kind: OptionKind::Text {
                max: SKILL,
                complete: true,
            },
            required: false,
        },
        OptionDef {
            name: "for",
            description: "A line of thanks, in your own words",
            kind: OptionKind::Text {
                max: WORDS,
                complete: false,
            },
            required: false,
        },
    ]),
    who: Who::Everyone,
    run: |ctx, used| thanks(ctx, used).boxed(),
    complete: Some(|ctx, typing| complete(ctx, typing).boxed()),
};

/// `/thanks` in the context menu of a message.
pub static THANKS_FOR_THIS: Command = Command {
    name: "Thanks for this",
    description: "On a message: thank whoever wrote it, for help that happened there",
    kind: CommandKind::Message,
    who: Who::Everyone,
    run: |ctx, used| thanks_for_this(ctx, used).boxed(),
    complete: None,
};

async fn complete(ctx: &Ctx, typing: &Typing) -> Result<Vec<Choice>> {
    skills::complete_one(ctx, typing.guild, &typing.text).await
}

async fn thanks(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?;
    let (to, bot) = used
        .options
        .member("member")
        .ok_or_else(|| Error::fault("a required option is missing"))?;
    let typed = Typed {
        to,
        bot,
        skill: used.options.text("skill"),
        words: used.options.text("for"),
        about: None,
    };
    typed::thank(ctx, &guild, used.by.member, typed)
        .await
        .map(Reply::Private)
}

/// Nobody fills in a form for nothing: who cannot be thanked is told before it opens.
async fn thanks_for_this(ctx: &Ctx, used: &Invocation) -> Result<Reply> {
    let guild = settings::turned_on(ctx, used.guild).await?;
    let (message, author, bot) = used
        .options
        .message("message")
        .ok_or_else(|| Error::fault("a context menu came without its message"))?;
    let mut read = ctx.store.read().await?;
    check(&mut read, &guild, used.by.member, author, bot)
        .await?
        .map_err(|refusal| words::refused(refusal, author, None, None))?;
    if asked_here_without_a_name(&mut read, used.channel, used.by.member).await? {
        return Err(Error::user(words::WITHOUT_YOUR_NAME));
    }
    Ok(Reply::Modal(words::form(author, message)))
}

/// Whether this is the thread of an anonymous ask of theirs. Thanks with a link to it would tell the helper whose it is.
async fn asked_here_without_a_name(
    db: &mut SqliteConnection,
    channel: ChannelId,
    member: MemberId,
) -> Result<bool> {
    Ok(match asks::by_thread(db, channel).await? {
        Some(ask) => anonymity::asker_of(db, ask).await? == Some(member),
        None => false,
    })
}
