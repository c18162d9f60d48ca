//! Filling in the Solved page. What is chosen so far is kept with the ask, so the page can be left and come back to.

use super::take::{self, Found};
use super::words::{self, Picker};
use crate::domain::ask::{AskEvent, AskState, Face, MAX_HELPERS};
use crate::domain::ids::{AskId, MemberId};
use crate::domain::text::{LessonText, ThanksLine};
use crate::error::{Error, Result};
use crate::features::{Ctx, people};
use crate::post::{MAX_OPTIONS, Modal, Post};
use crate::store::SqliteConnection;
use crate::store::asks::{self, Ask};
use crate::store::helper_facts;
use crate::store::{Write, ask_helpers};

/// The most people offered for a typed name.
const MAX_FOUND: usize = 20;

/// Where the page stands, which decides how people can be chosen on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// In a channel or thread of the guild, where Discord's member picker knows everybody.
    Guild,
    /// In a private conversation, where it knows only the two of them.
    Private,
}

/// One change on the page.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// The page is opened, as it was left: those who took the ask on have been chosen ever since, unless the asker changed that.
    Open,
    /// These are chosen in the select.
    Helpers(Vec<MemberId>),
    /// One more is chosen.
    AlsoHelped(MemberId),
    /// A face.
    Face(Face),
    /// The line of thanks; empty takes it away.
    Thanks(String),
    /// The lesson; empty takes it away.
    Lesson(String),
}

/// Makes one change on the page and shows it again.
pub(super) async fn change(
    ctx: &Ctx,
    ask: AskId,
    member: MemberId,
    stage: Stage,
    change: Change,
) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let found = take::find(&mut write, ask).await?;
    found.after_or_say(AskEvent::Solve(member))?;
    let notice = apply(&mut write, &found, change).await?;
    let page = page(&mut write, &found, stage).await?;
    super::note_activity(&mut write, &found.ask, member, ctx.clock.now()).await?;
    write.commit().await?;
    Ok(match notice {
        Some(notice) => {
            let mut post = Post::text(notice);
            post.blocks.extend(page.blocks);
            post
        }
        None => page,
    })
}

/// Writes the change. What could not be taken is said above the page.
async fn apply(write: &mut Write, found: &Found, change: Change) -> Result<Option<&'static str>> {
    let ask = found.ask.id;
    match change {
        Change::Open => {}
        Change::Helpers(members) => {
            // In private the select shows only some; whoever was found by name is among them, as those chosen come first.
            ask_helpers::unchoose_all(write, ask).await?;
            let mut notice = None;
            for member in members {
                notice = choose(write, found, member).await?.or(notice);
            }
            return Ok(notice);
        }
        Change::AlsoHelped(member) => return choose(write, found, member).await,
        Change::Face(face) => asks::set_face(write, ask, face).await?,
        Change::Thanks(line) => {
            let line = ThanksLine::parse_optional(Some(&line))
                .map_err(|error| Error::user(error.to_string()))?;
            asks::set_thanks(write, ask, line.as_ref().map(ThanksLine::as_str)).await?;
        }
        Change::Lesson(text) => {
            let text = LessonText::parse_optional(Some(&text))
                .map_err(|error| Error::user(error.to_string()))?;
            asks::set_lesson(write, ask, text.as_ref().map(LessonText::as_str)).await?;
        }
    }
    Ok(None)
}

/// Chooses somebody, or says why not.
async fn choose(
    db: &mut SqliteConnection,
    found: &Found,
    member: MemberId,
) -> Result<Option<&'static str>> {
    if Some(member) == found.asker {
        return Ok(Some(words::NOT_YOURSELF));
    }
    match helper_facts::person(db, &found.guild, member).await? {
        None => return Ok(Some(words::NOT_HERE)),
        Some(person) if person.bot => return Ok(Some(words::NOT_A_BOT)),
        // Who has left since may well have helped.
        Some(_) => {}
    }
    let chosen = ask_helpers::chosen(db, found.ask.id).await?;
    if chosen.len() >= MAX_HELPERS && !chosen.contains(&member) {
        return Ok(Some(words::TOO_MANY_HELPERS));
    }
    ask_helpers::choose(db, found.ask.id, member).await?;
    Ok(None)
}

/// The page as it stands now.
async fn page(db: &mut SqliteConnection, found: &Found, stage: Stage) -> Result<Post> {
    let ask = asks::find(db, found.ask.id)
        .await?
        .ok_or_else(|| Error::user(words::ASK_IS_GONE))?;
    let chosen = ask_helpers::chosen(db, ask.id).await?;
    let picker = match stage {
        Stage::Guild => Picker::Everybody,
        Stage::Private => Picker::Suggestions(suggestions(db, found, &chosen).await?),
    };
    Ok(words::solved_page(&ask, &chosen, &picker))
}

/// Up to 25 people: those chosen, then the likeliest, then the rest of the guild by name.
async fn suggestions(
    db: &mut SqliteConnection,
    found: &Found,
    chosen: &[MemberId],
) -> Result<Vec<(MemberId, String)>> {
    let people = helper_facts::people(db, found.guild.id).await?;
    let likely = helper_facts::likely_helpers(db, &found.ask, found.asker).await?;
    let mut order: Vec<MemberId> = Vec::new();
    for member in chosen
        .iter()
        .chain(&likely)
        .copied()
        .chain(people.iter().map(|person| person.member))
    {
        if Some(member) != found.asker && !order.contains(&member) {
            order.push(member);
        }
        if order.len() == MAX_OPTIONS {
            break;
        }
    }
    let mut named = Vec::with_capacity(order.len());
    for member in order {
        let name = match people.iter().find(|person| person.member == member) {
            Some(person) => person.name.clone(),
            None => helper_facts::person(db, &found.guild, member)
                .await?
                .map_or_else(|| member.to_string(), |person| person.name),
        };
        named.push((member, name));
    }
    Ok(named)
}

/// The form for the line of thanks, with what was written before.
pub(super) async fn thanks_form(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Modal> {
    let mut read = ctx.store.read().await?;
    let found = take::find(&mut read, ask).await?;
    found.after_or_say(AskEvent::Solve(member))?;
    Ok(words::thanks_form(&found.ask))
}

/// The form for the lesson, with what was written before.
pub(super) async fn lesson_form(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Modal> {
    let mut read = ctx.store.read().await?;
    let found = take::find(&mut read, ask).await?;
    found.after_or_say(AskEvent::Solve(member))?;
    Ok(words::lesson_form(&found.ask))
}

/// The ask, where it is solved and was this member's; otherwise a sentence. A lesson can be written down from it then.
pub async fn own_solved(db: &mut SqliteConnection, ask: AskId, member: MemberId) -> Result<Ask> {
    let found = take::find(db, ask).await?;
    if found.asker != Some(member) {
        return Err(Error::user(words::LESSON_OF_ANOTHER));
    }
    if found.ask.state != AskState::Solved {
        return Err(Error::user(words::LESSON_TOO_EARLY));
    }
    Ok(found.ask)
}

/// The form in which somebody else is searched for.
pub(super) async fn name_form(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Modal> {
    let mut read = ctx.store.read().await?;
    take::find(&mut read, ask)
        .await?
        .after_or_say(AskEvent::Solve(member))?;
    Ok(words::name_form(ask))
}

/// Whoever goes by this name: chosen if it is one, offered if there are several.
pub(super) async fn by_name(
    ctx: &Ctx,
    ask: AskId,
    member: MemberId,
    stage: Stage,
    typed: &str,
) -> Result<Post> {
    let matches = {
        let mut read = ctx.store.read().await?;
        let found = take::find(&mut read, ask).await?;
        found.after_or_say(AskEvent::Solve(member))?;
        let mut here = helper_facts::people(&mut read, found.guild.id).await?;
        here.retain(|person| Some(person.member) != found.asker);
        people::matching(&here, typed, MAX_FOUND)
    };
    match matches.as_slice() {
        [] => Ok(words::nobody_found(ask)),
        [(one, _)] => change(ctx, ask, member, stage, Change::AlsoHelped(*one)).await,
        several => Ok(words::people_found(ask, several)),
    }
}
