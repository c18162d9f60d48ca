//! What time brings to newcomers: a buddy is looked for again, the managers hear that nobody is suitable, and three times it is asked
//! how it goes. Due times are stored; what the bot was away for too long for is left out, and the end always comes.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::buddies::{self, Why};
use super::search::Search;
use super::{Scene, managers, tell, words};
use crate::delivery::Purpose;
use crate::domain::buddy::{CheckIn, NewcomerDue, NewcomerState, SOUGHT_EVERY};
use crate::domain::ids::{MemberId, NewcomerId};
use crate::domain::round::ON_TIME;
use crate::domain::schedule::Calendar;
use crate::error::Result;
use crate::features::{Ctx, Due, thanks};
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, helper_facts, helps, settings};

/// How many are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 100;

/// Everything that time brings to newcomers.
pub static NEWCOMERS: Due = Due {
    name: "newcomers",
    when: |_, agenda| agenda.newcomers,
    run: |ctx, now| newcomers_are_due(ctx, now).boxed(),
};

async fn newcomers_are_due(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let due = rows::due(&mut *ctx.store.read().await?, now, BATCH).await?;
    let mut done = Ok(());
    for newcomer in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(time_has_come(ctx, newcomer).await);
    }
    done
}

async fn time_has_come(ctx: &Ctx, id: NewcomerId) -> Result<()> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let Some(due) = rows::due_of(&mut write, id, now).await? else {
        return Ok(());
    };
    let Some(mut newcomer) = rows::find(&mut write, id).await? else {
        return Ok(());
    };
    let Some(guild) = settings::guild(&mut write, newcomer.guild).await? else {
        return Ok(());
    };
    let scene = Scene { guild: &guild, now };
    match due {
        NewcomerDue::Seek => seek(&mut write, scene, &mut newcomer).await?,
        NewcomerDue::Managers => managers::hear(&mut write, scene).await?,
        NewcomerDue::CheckIn => check_in(&mut write, scene, &mut newcomer).await?,
    }
    write.commit().await?;
    Ok(())
}

/// A day has passed without a buddy: once more.
async fn seek(db: &mut SqliteConnection, scene: Scene<'_>, newcomer: &mut Newcomer) -> Result<()> {
    match Search::default().find(db, scene, newcomer).await? {
        Some(found) => {
            buddies::pair(db, scene, newcomer, found, Why::Found).await?;
        }
        None => newcomer.seek_at = Some(scene.now + SOUGHT_EVERY),
    }
    super::keep(db, scene, newcomer).await
}

/// "How is it going?", while the newcomer is at work; later where they are not.
async fn check_in(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &mut Newcomer,
) -> Result<()> {
    let calendar = calendar(db, scene.guild, newcomer).await?;
    let heard_at = heard_at(db, scene, newcomer).await?;
    let course = super::course(newcomer, &calendar, heard_at);
    let Some(what) = course.check_in(scene.now) else {
        rows::set_due(db, newcomer.id, course.next()).await?;
        return Ok(());
    };
    let at_work = calendar.next_working_instant(scene.now);
    if at_work > scene.now && !matches!(what, CheckIn::LeaveOut(_)) {
        rows::set_due(db, newcomer.id, Some((at_work, NewcomerDue::CheckIn))).await?;
        return Ok(());
    }
    match what {
        CheckIn::LeaveOut(number) => newcomer.checks = number,
        CheckIn::Ask(number) => {
            newcomer.checks = number;
            ask(db, scene, newcomer).await?;
        }
        CheckIn::End => {
            newcomer.checks =
                u8::try_from(crate::domain::buddy::CHECK_INS.len()).unwrap_or(u8::MAX);
            end(db, scene, newcomer).await?;
        }
    }
    super::keep(db, scene, newcomer).await
}

/// When they heard how it stands: as planned, unless the two are introduced later because the bot or Discord was away, or the buddy's
/// week has no room for it. Nobody is asked about a buddy whom they met just now.
async fn heard_at(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
) -> Result<DateTime<Utc>> {
    let planned = super::told_at(db, scene, newcomer).await?;
    let introduced = match newcomer.buddy {
        Some(buddy) => tell::introduced_at(db, scene, newcomer, buddy).await?,
        None => None,
    };
    let late = introduced.filter(|introduced| *introduced > planned + ON_TIME);
    Ok(late.unwrap_or(planned))
}

async fn calendar(
    db: &mut SqliteConnection,
    guild: &Guild,
    newcomer: &Newcomer,
) -> Result<Calendar> {
    let person = helper_facts::person(db, guild, newcomer.member).await?;
    Ok(person.map_or_else(|| guild.calendar.clone(), |person| person.calendar))
}

async fn ask(db: &mut SqliteConnection, scene: Scene<'_>, newcomer: &Newcomer) -> Result<()> {
    let Some(buddy) = newcomer.buddy else {
        let post = words::check_in_alone(newcomer.checks, &scene.guild.name);
        return tell::privately(db, scene, newcomer.member, Purpose::Reminder, post).await;
    };
    if !newcomer.privately && tell::has_thread(db, scene, newcomer).await? {
        let post = words::check_in(newcomer.id, newcomer.member, buddy, newcomer.checks);
        return tell::in_thread(db, scene, newcomer.id, newcomer.member, post).await;
    }
    let buddy = tell::named(db, scene, buddy).await?;
    let post = words::check_in_privately(newcomer.id, &buddy, newcomer.checks, &scene.guild.name);
    tell::privately(db, scene, newcomer.member, Purpose::Reminder, post).await
}

/// Thirty working days: the buddy is thanked, and that they helped goes on record.
async fn end(db: &mut SqliteConnection, scene: Scene<'_>, newcomer: &mut Newcomer) -> Result<()> {
    newcomer.state = NewcomerState::Done;
    let Some(buddy) = newcomer.buddy else {
        return end_alone(db, scene, newcomer).await;
    };
    helps::record_buddy(db, newcomer, buddy, scene.now).await?;
    if !newcomer.privately && tell::has_thread(db, scene, newcomer).await? {
        let post = words::last_day(newcomer.id, newcomer.member, buddy);
        return tell::in_thread(db, scene, newcomer.id, buddy, post).await;
    }
    last_day_privately(db, scene, newcomer, buddy).await
}

/// The same in words, to two who have no thread, or none any more.
pub(super) async fn last_day_privately(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: MemberId,
) -> Result<()> {
    let thanked = thank(db, scene, newcomer, buddy).await?;
    let buddy = tell::named(db, scene, buddy).await?;
    let post = words::last_day_privately(newcomer.id, &buddy, thanked, &scene.guild.name);
    tell::privately(db, scene, newcomer.member, Purpose::Reminder, post).await
}

/// They have no buddy as the thirty days end. If somebody was it before, who was it for the longest time is thanked as the last would have
/// been, as long as they are there to read it.
async fn end_alone(db: &mut SqliteConnection, scene: Scene<'_>, newcomer: &Newcomer) -> Result<()> {
    let buddies = rows::served(db, newcomer.id).await?;
    let server = &scene.guild.name;
    let post = match buddies.iter().find(|buddy| buddy.here) {
        Some(longest) => {
            helps::record_buddy(db, newcomer, longest.buddy, scene.now).await?;
            let thanked = thank(db, scene, newcomer, longest.buddy).await?;
            let buddy = tell::named(db, scene, longest.buddy).await?;
            words::last_day_without(Some((&buddy, thanked)), server)
        }
        None if buddies.is_empty() => words::last_day_alone(server),
        None => words::last_day_without(None, server),
    };
    tell::privately(db, scene, newcomer.member, Purpose::Reminder, post).await
}

/// Thanks somebody privately for having been a buddy. `false`: they do not want to hear such.
async fn thank(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
    buddy: MemberId,
) -> Result<bool> {
    if !thanks::wants_to_hear(db, scene.guild.id, buddy).await? {
        return Ok(false);
    }
    let to = newcomer.member;
    let person = helper_facts::person(db, scene.guild, to).await?;
    let name = words::Named::of(to, person.as_ref()).name;
    let post = words::thanks_privately(&name, to, &scene.guild.name);
    tell::privately(db, scene, buddy, Purpose::Thanks, post).await?;
    Ok(true)
}
