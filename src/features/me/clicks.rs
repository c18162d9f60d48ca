//! The buttons, selects and forms of a member's own page.

use std::str::FromStr;

use futures_util::FutureExt as _;

use super::page::Own;
use super::{Change, change, page, pause_of, rounds, words};
use crate::custom_id::{CustomId, MeClick};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::load::LoadLimit;
use crate::domain::schedule::zones::{self, Found};
use crate::domain::schedule::{HoursError, WorkingHours, local_date, parse_date, pause_ends};
use crate::error::{Error, Result};
use crate::features::skills::Form;
use crate::features::{ClickFamily, Ctx, Press, Reply};
use crate::features::{asks, people, recognition, settings, skills, times};
use crate::post::{MAX_OPTIONS, Post};
use crate::store::choices::Consent;

/// Everything of [`MeClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "me",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Me(click) = &press.id else {
        return Err(Error::fault(
            "a click of another family came to a member's page",
        ));
    };
    let guild = guild_of(ctx, press, click).await?;
    let member = press.by.member;
    match *click {
        // **Open** stands on messages that should stay what they are; **Back** stands on the page itself.
        MeClick::Open { .. } => Ok(Reply::Private(overview(ctx, guild, member).await?)),
        MeClick::Home {} => Ok(Reply::Update(overview(ctx, guild, member).await?)),
        MeClick::Skills { page } => skills_page(ctx, guild, member, page).await,
        MeClick::RemoveOffer { skill } => {
            skills::stop_teaching(ctx, guild, member, skill)
                .await?
                .ok_or_else(words::already_removed)?;
            skills_page(ctx, guild, member, 0).await
        }
        MeClick::RemoveWish { skill } => {
            skills::stop_learning(ctx, guild, member, skill)
                .await?
                .ok_or_else(words::already_removed)?;
            skills_page(ctx, guild, member, 0).await
        }
        MeClick::Asks { page } => Ok(Reply::Update(words::going(
            &page::going(ctx, guild, member, page).await?,
        ))),
        MeClick::Ask { ask } => Ok(Reply::Update(words::back_to_asks(
            asks::ask_page(ctx, ask, member).await?,
        ))),
        MeClick::Invitation { invitation } => Ok(Reply::Update(words::back_to_asks(
            asks::invitation_page(ctx, invitation, member).await?,
        ))),
        MeClick::Helps { page } => Ok(Reply::Update(words::helps(
            &page::helps(ctx, guild, member, page).await?,
        ))),
        MeClick::Hours {} => hours(ctx, guild, member).await,
        MeClick::EditZone {} => Ok(Reply::Modal(words::city_form())),
        MeClick::Zone {} => match zones::find(typed(press)) {
            Found::One(place) => set_hours(ctx, guild, member, Change::Zone(place.zone)).await,
            Found::Several(places) => Ok(Reply::Update(words::which_place(
                typed(press),
                &places,
                ctx.clock.now(),
            ))),
            Found::Nothing => Err(words::unknown_city(typed(press))),
        },
        MeClick::ZoneChosen {} => {
            let zone = times::zone_chosen(&press.values).ok_or_else(words::nothing_chosen)?;
            set_hours(ctx, guild, member, Change::Zone(zone)).await
        }
        MeClick::Days {} => {
            let days = times::days_chosen(&press.values).ok_or_else(words::nothing_chosen)?;
            set_hours(ctx, guild, member, Change::Days(days)).await
        }
        MeClick::EditHours {} => Ok(Reply::Modal(words::hours_form(
            &page::own(ctx, guild, member).await?,
        ))),
        MeClick::HoursTyped {} => {
            let hours: WorkingHours = typed(press)
                .parse()
                .map_err(|error: HoursError| words::unreadable(&error.to_string(), typed(press)))?;
            set_hours(ctx, guild, member, Change::Hours(hours)).await
        }
        MeClick::GuildHours {} => set_hours(ctx, guild, member, Change::GuildHours).await,
        MeClick::Pause {} => pause(ctx, guild, member).await,
        MeClick::PauseFor { days } => {
            let own = page::own(ctx, guild, member).await?;
            let until =
                pause_of(days, own.calendar().zone, own.now).ok_or_else(words::nothing_chosen)?;
            set_pause(ctx, guild, member, Change::Pause(until)).await
        }
        MeClick::EditPause {} => Ok(Reply::Modal(words::pause_form())),
        MeClick::PauseUntil {} => {
            let own = page::own(ctx, guild, member).await?;
            let zone = own.calendar().zone;
            let date = parse_date(typed(press), local_date(zone, own.now))
                .map_err(|error| words::unreadable(&error.to_string(), typed(press)))?;
            set_pause(ctx, guild, member, Change::Pause(pause_ends(date, zone))).await
        }
        MeClick::Resume {} => set_pause(ctx, guild, member, Change::Resume).await,
        MeClick::Load {} => load(ctx, guild, member).await,
        MeClick::LoadChosen {} => {
            let limit: u32 = chosen(press)?
                .into_iter()
                .next()
                .ok_or_else(words::nothing_chosen)?;
            let limit = LoadLimit::new(limit).map_err(|error| Error::user(error.to_string()))?;
            change(ctx, guild, member, Change::Limit(limit)).await?;
            load(ctx, guild, member).await
        }
        MeClick::Blocks { page } => blocks(ctx, press, guild, member, page).await,
        MeClick::Block {} => {
            change(ctx, guild, member, Change::Block(chosen(press)?)).await?;
            // Those just blocked stand at the end.
            blocks(ctx, press, guild, member, u16::MAX).await
        }
        MeClick::Unblock { member: other } => {
            change(ctx, guild, member, Change::Unblock(other)).await?;
            blocks(ctx, press, guild, member, 0).await
        }
        MeClick::BlockByName {} => Ok(Reply::Modal(words::block_form())),
        MeClick::BlockNamed {} => block_by_name(ctx, press, guild, member).await,
        MeClick::Teach {} => Ok(Reply::Modal(skills::form(
            Form::Teach,
            MeClick::TeachTyped {},
        ))),
        MeClick::Learn {} => Ok(Reply::Modal(skills::form(
            Form::Learn,
            MeClick::LearnTyped {},
        ))),
        MeClick::TeachTyped {} => add(ctx, press, guild, Form::Teach).await,
        MeClick::LearnTyped {} => add(ctx, press, guild, Form::Learn).await,
        MeClick::Hosting {} => own(ctx, guild, member, words::hosting).await,
        MeClick::Host { yes } => {
            agree(ctx, guild, member, Consent::Hosting, yes).await?;
            own(ctx, guild, member, words::hosting).await
        }
        MeClick::Quoting {} => own(ctx, guild, member, words::quoting).await,
        MeClick::Quote { yes } => {
            agree(ctx, guild, member, Consent::Quotable, yes).await?;
            own(ctx, guild, member, words::quoting).await
        }
        MeClick::Messages {} => messages(ctx, guild, member).await,
        MeClick::Thanks { yes } => {
            agree(ctx, guild, member, Consent::Thanks, yes).await?;
            messages(ctx, guild, member).await
        }
        MeClick::Questions { yes } => {
            agree(ctx, guild, member, Consent::Questions, yes).await?;
            messages(ctx, guild, member).await
        }
        MeClick::Digests { yes } => {
            agree(ctx, guild, member, Consent::Digests, yes).await?;
            messages(ctx, guild, member).await
        }
        MeClick::Months { yes } => {
            agree(ctx, guild, member, Consent::Months, yes).await?;
            messages(ctx, guild, member).await
        }
        MeClick::Leading { yes } => {
            agree(ctx, guild, member, Consent::Leading, yes).await?;
            messages(ctx, guild, member).await
        }
        MeClick::Table {} => Ok(Reply::Update(words::table(
            recognition::page_of(ctx, guild, member).await?,
        ))),
        MeClick::Lessons {} => {
            let (post, to_write) = page::lessons(ctx, guild, member).await?;
            Ok(Reply::Update(words::lessons(post, &to_write)))
        }
        MeClick::Programmes {}
        | MeClick::Programme { .. }
        | MeClick::JoinProgramme { .. }
        | MeClick::LeaveProgramme { .. }
        | MeClick::Cadence { .. }
        | MeClick::SkipRound { .. }
        | MeClick::Pairings { .. }
        | MeClick::Pairing { .. }
        | MeClick::Buddies {} => rounds::pressed(ctx, guild, click, press).await,
        MeClick::Opening {} => opening(ctx, guild, member).await,
        MeClick::Sign {} => Ok(Reply::Modal(settings::signing_form(MeClick::Signed {}))),
        MeClick::Signed {} => {
            settings::sign(ctx, guild, &press.by, typed(press)).await?;
            opening(ctx, guild, member).await
        }
        MeClick::Unsign {} => {
            change(ctx, guild, member, Change::Unsign).await?;
            opening(ctx, guild, member).await
        }
        MeClick::Waiting { page } => Ok(Reply::Update(words::waiting(
            &page::waiting(ctx, guild, member, page).await?,
        ))),
        MeClick::WaitingRead { message } => {
            change(ctx, guild, member, Change::MessageRead(message)).await?;
            Ok(Reply::Update(words::waiting(
                &page::waiting(ctx, guild, member, 0).await?,
            )))
        }
    }
}

/// The guild a click is about. **Open** stands on private messages and names it.
async fn guild_of(ctx: &Ctx, press: &Press, click: &MeClick) -> Result<GuildId> {
    if let (None, MeClick::Open { guild }) = (press.guild, click) {
        return Ok(*guild);
    }
    settings::guild_meant(ctx, press)
        .await?
        .ok_or_else(words::which_server)
}

async fn overview(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Post> {
    Ok(words::overview(&page::overview(ctx, guild, member).await?))
}

async fn skills_page(ctx: &Ctx, guild: GuildId, member: MemberId, page: u16) -> Result<Reply> {
    Ok(Reply::Update(words::skills(
        &page::skills(ctx, guild, member, page).await?,
    )))
}

async fn hours(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Reply> {
    own(ctx, guild, member, words::hours).await
}

async fn set_hours(ctx: &Ctx, guild: GuildId, member: MemberId, decision: Change) -> Result<Reply> {
    change(ctx, guild, member, decision).await?;
    hours(ctx, guild, member).await
}

async fn pause(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Reply> {
    own(ctx, guild, member, words::pause).await
}

async fn set_pause(ctx: &Ctx, guild: GuildId, member: MemberId, decision: Change) -> Result<Reply> {
    change(ctx, guild, member, decision).await?;
    pause(ctx, guild, member).await
}

async fn load(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Reply> {
    own(ctx, guild, member, words::load).await
}

async fn blocks(
    ctx: &Ctx,
    press: &Press,
    guild: GuildId,
    member: MemberId,
    page: u16,
) -> Result<Reply> {
    let suggested = if press.guild.is_some() {
        None
    } else {
        let people = page::could_be_blocked(ctx, guild, member).await?;
        Some(people::suggestions(&people, &[], &[]))
    };
    Ok(Reply::Update(words::blocks(
        &page::blocked(ctx, guild, member, page).await?,
        suggested.as_deref(),
    )))
}

/// Blocks whoever goes by the name: at once if it is one, after a question if there are several.
async fn block_by_name(
    ctx: &Ctx,
    press: &Press,
    guild: GuildId,
    member: MemberId,
) -> Result<Reply> {
    let people = page::could_be_blocked(ctx, guild, member).await?;
    match people::matching(&people, typed(press), MAX_OPTIONS).as_slice() {
        [] => Err(words::nobody_of_that_name(typed(press))),
        [(one, _)] => {
            change(ctx, guild, member, Change::Block(vec![*one])).await?;
            blocks(ctx, press, guild, member, u16::MAX).await
        }
        several => Ok(Reply::Update(words::whom_to_block(typed(press), several))),
    }
}

/// Adds what was written in a form to the skills. The answer is the same as that of the command, beside the page.
async fn add(ctx: &Ctx, press: &Press, guild: GuildId, form: Form) -> Result<Reply> {
    Ok(Reply::Private(
        skills::filled_in(ctx, guild, press.by.member, form, &press.fields).await?,
    ))
}

async fn own(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    section: fn(&Own) -> Post,
) -> Result<Reply> {
    Ok(Reply::Update(section(
        &page::own(ctx, guild, member).await?,
    )))
}

async fn agree(
    ctx: &Ctx,
    guild: GuildId,
    member: MemberId,
    consent: Consent,
    yes: u8,
) -> Result<()> {
    change(ctx, guild, member, Change::Consent(consent, yes == 1)).await
}

async fn messages(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Reply> {
    Ok(Reply::Update(words::messages(
        &page::messages(ctx, guild, member).await?,
    )))
}

async fn opening(ctx: &Ctx, guild: GuildId, member: MemberId) -> Result<Reply> {
    let signature = settings::signature(ctx, guild).await?;
    Ok(Reply::Update(words::opening(member, signature.as_ref())))
}

/// The ids or numbers chosen in a select.
pub(super) fn chosen<T: FromStr>(press: &Press) -> Result<Vec<T>> {
    press
        .values
        .iter()
        .map(|value| value.parse().map_err(|_| words::nothing_chosen()))
        .collect()
}

/// What was written in the one field of a form.
fn typed(press: &Press) -> &str {
    press
        .fields
        .get(times::FIELD)
        .map(String::as_str)
        .unwrap_or_default()
}
