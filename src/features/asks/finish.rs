//! The ends of an ask: solved, never mind, unanswered, quiet, and the asker gone.

use super::anonymous;
use super::next::plan;
use super::take::{self, Found};
use super::tell::{self, Scene};
use super::{refer, words};
use crate::delivery::{Purpose, Receipt};
use crate::domain::ask::{AskEvent, AskState, HelpersRefusal, named_helpers};
use crate::domain::ids::{AskId, MemberId};
use crate::error::{Error, Result};
use crate::features::{Ctx, learning, lessons, thanks};
use crate::post::Post;
use crate::store::SqliteConnection;
use crate::store::asks::{self, Ask};
use crate::store::outbox::{self, Lane};
use crate::store::{ask_helpers, helps, skills};

/// Ends an ask: no invitation stays open, the post says how it ended, the thread hears `said` and is archived,
/// unless whoever asked has no name: they may reply there for some days more, if no moderator closed it.
///
/// `helpers` are those named on the post: who helped, or nobody.
async fn end(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
    state: AskState,
    helpers: &[MemberId],
    said: Post,
) -> Result<()> {
    ask.state = state;
    asks::set_state(db, ask.id, state, scene.now).await?;
    tell::close_invitations(db, scene, ask, None).await?;
    tell::take_buttons_away(db, scene, ask).await?;
    tell::refresh_accepted(db, scene, ask).await?;
    if outbox::drop_owed(db, Receipt::AskPosted(ask.id), scene.now).await? > 0 {
        // It never went up, so there is nothing to bring up to date.
        outbox::drop_lane(db, Lane::Ask(ask.id), scene.now).await?;
        asks::set_post(db, ask.id, None, None).await?;
        asks::set_thread(db, ask.id, None).await?;
        (ask.post_channel, ask.thread, ask.thread_owed) = (None, None, false);
    }
    tell::refresh_post(db, scene, ask, helpers).await?;
    let said = tell::in_thread(db, scene, ask, said).await?;
    let replies = anonymous::ended(db, scene, ask).await? && state != AskState::Closed;
    if said && !replies {
        tell::archive_thread(db, scene, ask).await?;
    }
    plan(db, scene, ask.id).await
}

/// Tells those who were helping, where there is no thread to say it in, that it is over.
async fn tell_helpers(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &Ask,
    helpers: &[MemberId],
) -> Result<()> {
    if !ask.has_thread() {
        for helper in helpers {
            tell::privately(
                db,
                scene,
                ask,
                *helper,
                words::over_privately(ask, &scene.guild.name),
                Purpose::Courtesy,
            )
            .await?;
        }
    }
    Ok(())
}

/// **Never mind**.
pub(super) async fn never_mind(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = take::find(&mut write, ask).await?;
    found.after_or_say(AskEvent::NeverMind(member))?;
    let Found {
        mut ask,
        guild,
        helpers,
        ..
    } = found;
    withdraw(&mut write, Scene { guild: &guild, now }, &mut ask, &helpers).await?;
    super::note_activity(&mut write, &ask, member, now).await?;
    write.commit().await?;
    Ok(words::never_minded(&ask))
}

/// The ask is no longer needed, or its asker is gone who had no name.
pub(super) async fn withdraw(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
    helpers: &[MemberId],
) -> Result<()> {
    let said = words::withdrawn(ask);
    end(db, scene, ask, AskState::Withdrawn, &[], said).await?;
    tell_helpers(db, scene, ask, helpers).await
}

/// A moderator closes it. The asker hears of it privately, whoever they are.
pub(super) async fn close(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
    helpers: &[MemberId],
) -> Result<()> {
    end(
        db,
        scene,
        ask,
        AskState::Closed,
        &[],
        words::anonymous::closed_in_thread(),
    )
    .await?;
    let told = words::anonymous::closed_privately(ask, &scene.guild.name);
    tell::privately_in_time(db, scene, ask, told).await?;
    tell_helpers(db, scene, ask, helpers).await
}

/// **Done** on the Solved page: the helps are written, once each, and the helpers are thanked.
pub(super) async fn solve(ctx: &Ctx, ask: AskId, member: MemberId) -> Result<Post> {
    let mut write = ctx.store.write().await?;
    let now = ctx.clock.now();
    let found = take::find(&mut write, ask).await?;
    let state = found.after_or_say(AskEvent::Solve(member))?;
    let Found {
        mut ask,
        guild,
        helpers: had_it,
        asker,
    } = found;
    let scene = Scene { guild: &guild, now };
    let chosen = ask_helpers::chosen(&mut write, ask.id).await?;
    let helped = match named_helpers(asker, &chosen) {
        Ok(helped) => helped,
        // Whoever found the answer alone has solved it, too.
        Err(HelpersRefusal::Nobody) => Vec::new(),
        Err(HelpersRefusal::Yourself) => return Err(Error::user(words::NOT_YOURSELF)),
        Err(HelpersRefusal::TooMany) => return Err(Error::user(words::TOO_MANY_HELPERS)),
    };
    for helper in &helped {
        helps::record(&mut write, &ask, *helper, now).await?;
    }
    if !helped.is_empty() {
        ask_helpers::answered(&mut write, ask.id, now).await?;
    }
    let knew = refer::led_to(&mut write, scene, &ask, &helped).await?;
    ask_helpers::unchoose_all(&mut write, ask.id).await?;
    ask.state = state;
    if !helped.is_empty()
        && let Some(learner) = ask.asker.named()
    {
        learning::learned(&mut write, ask.guild, learner, ask.skill, now).await?;
    }
    lessons::keep_of(&mut write, &ask, now).await?;
    let could_teach = learning::could_teach(&mut write, ask.guild, ask.skill, &helped).await?;
    let said = words::thanks(&ask, &helped, &knew, &could_teach);
    end(&mut write, scene, &mut ask, state, &helped, said).await?;
    if !ask.has_thread() {
        let asker = tell::asker_name(&mut write, scene, &ask).await?;
        let mut thanked = Vec::new();
        for helper in &helped {
            if thanks::wants_to_hear(&mut write, ask.guild, *helper).await? {
                let add = could_teach.contains(helper);
                let thanks = words::thanks_privately(&ask, &guild.name, &asker, add);
                tell::privately(&mut write, scene, &ask, *helper, thanks, Purpose::Thanks).await?;
                thanked.push(*helper);
            }
        }
        // Whoever was on it hears that it is over, also without a message of thanks.
        let others: Vec<MemberId> = had_it
            .into_iter()
            .filter(|helper| !thanked.contains(helper))
            .collect();
        tell_helpers(&mut write, scene, &ask, &others).await?;
    }
    super::note_activity(&mut write, &ask, member, now).await?;
    write.commit().await?;
    Ok(words::recorded(&ask, &helped))
}

/// Fourteen days without an answer: the ask becomes a wish of its asker.
pub(super) async fn unanswered(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    // An anonymous ask becomes nobody's wish: a wish has a name.
    if let Some(asker) = ask.asker.named() {
        skills::put_wish(
            db,
            ask.guild,
            asker,
            ask.skill,
            None,
            Some(ask.id),
            scene.now,
        )
        .await?;
    }
    // Those who were on it when the asker still needed help.
    let helpers = ask_helpers::current(db, ask.id).await?;
    let said = words::ended_unanswered(ask);
    end(db, scene, ask, AskState::Unanswered, &[], said).await?;
    if !ask.has_thread() || ask.is_anonymous() {
        let told = words::became_a_wish(ask, &scene.guild.name);
        tell::privately_in_time(db, scene, ask, told).await?;
    }
    tell_helpers(db, scene, ask, &helpers).await
}

/// Fourteen quiet days.
pub(super) async fn close_quietly(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
) -> Result<()> {
    let helpers = ask_helpers::current(db, ask.id).await?;
    let said = words::closed_quiet(ask);
    end(db, scene, ask, AskState::Quiet, &[], said).await?;
    if !ask.has_thread() || ask.is_anonymous() {
        let told = words::closed_quiet_privately(ask, &scene.guild.name);
        tell::privately_in_time(db, scene, ask, told).await?;
    }
    tell_helpers(db, scene, ask, &helpers).await
}

/// The asker left the guild.
pub(super) async fn asker_left(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    ask: &mut Ask,
    helpers: &[MemberId],
) -> Result<()> {
    end(db, scene, ask, AskState::Left, &[], words::asker_left()).await?;
    tell_helpers(db, scene, ask, helpers).await
}
