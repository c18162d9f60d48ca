//! The buttons, selects and forms of an admin's page.

use std::str::FromStr;

use futures_util::FutureExt as _;

use super::page::{self, View};
use super::{Change, change, check_ready, opening, programmes_page, turn_off, turn_on, words};
use crate::custom_id::{CustomId, SetupClick};
use crate::domain::digest::DigestTo;
use crate::domain::ids::GuildId;
use crate::domain::schedule::zones::{self, Found};
use crate::domain::schedule::{HoursError, WorkingHours, local_date, parse_holidays};
use crate::error::{Error, Result};
use crate::features::times;
use crate::features::{Actor, ClickFamily, Ctx, Press, Reply};
use crate::store::settings::Opening;

/// Everything of [`SetupClick`].
pub static CLICKS: ClickFamily = ClickFamily {
    name: "setup",
    run: |ctx, press| pressed(ctx, press).boxed(),
};

/// A section of the page, shown again after a change in it.
type Section = fn(&View) -> crate::post::Post;

async fn pressed(ctx: &Ctx, press: &Press) -> Result<Reply> {
    let CustomId::Setup(click) = &press.id else {
        return Err(Error::fault(
            "a click of another family came to the settings",
        ));
    };
    let guild = press.guild.ok_or_else(words::only_in_a_server)?;
    // The page is private, but what it was sent to may not be an admin any more.
    if !press.by.admin {
        return Err(words::not_an_admin());
    }
    match *click {
        SetupClick::Open {} => show(ctx, guild, words::overview).await,
        SetupClick::Channels {} => show(ctx, guild, words::channels).await,
        SetupClick::Roles {} => show(ctx, guild, words::roles).await,
        SetupClick::Hours {} => show(ctx, guild, words::hours).await,
        SetupClick::Teams { page } => Ok(Reply::Update(words::teams(
            &page::view(ctx, guild).await?,
            page,
        ))),
        SetupClick::HelpChannel {} => {
            let channel = chosen(press)?
                .into_iter()
                .next()
                .ok_or_else(words::nothing_chosen)?;
            changed(ctx, guild, Change::HelpChannel(channel), words::channels).await
        }
        SetupClick::ManagersChannel {} => {
            let channel = chosen(press)?.into_iter().next();
            changed(
                ctx,
                guild,
                Change::ManagersChannel(channel),
                words::channels,
            )
            .await
        }
        SetupClick::ManagersRole {} => {
            let role = chosen(press)?.into_iter().next();
            changed(ctx, guild, Change::ManagersRole(role), words::roles).await
        }
        SetupClick::LeadersRole {} => {
            let role = chosen(press)?.into_iter().next();
            changed(ctx, guild, Change::LeadersRole(role), words::roles).await
        }
        SetupClick::AddTeams {} => {
            change(ctx, guild, Change::AddTeams(chosen(press)?)).await?;
            // What was added stands at the end.
            Ok(Reply::Update(words::teams(
                &page::view(ctx, guild).await?,
                u16::MAX,
            )))
        }
        SetupClick::RemoveTeams {} => {
            changed(ctx, guild, Change::RemoveTeams(chosen(press)?), |view| {
                words::teams(view, 0)
            })
            .await
        }
        SetupClick::TeamUp { role } => {
            change(ctx, guild, Change::TeamUp(role)).await?;
            let view = page::view(ctx, guild).await?;
            Ok(Reply::Update(words::teams(
                &view,
                words::page_of_team(&view.teams, role),
            )))
        }
        SetupClick::EditZone {} => Ok(Reply::Modal(words::city_form())),
        SetupClick::Zone {} => city_typed(ctx, guild, typed(press)).await,
        SetupClick::ZoneChosen {} => {
            let zone = times::zone_chosen(&press.values).ok_or_else(words::nothing_chosen)?;
            changed(ctx, guild, Change::Zone(zone), words::hours).await
        }
        SetupClick::Days {} => {
            let days = times::days_chosen(&press.values).ok_or_else(words::nothing_chosen)?;
            changed(ctx, guild, Change::Days(days), words::hours).await
        }
        SetupClick::EditHours {} => Ok(Reply::Modal(words::hours_form(
            &page::view(ctx, guild).await?,
        ))),
        SetupClick::HoursTyped {} => {
            let typed = typed(press);
            let hours: WorkingHours = typed
                .parse()
                .map_err(|error: HoursError| words::unreadable(&error.to_string(), typed))?;
            changed(ctx, guild, Change::Hours(hours), words::hours).await
        }
        SetupClick::EditHolidays {} => Ok(Reply::Modal(words::holidays_form(
            &page::view(ctx, guild).await?,
        ))),
        SetupClick::Holidays {} => {
            let typed = typed(press);
            let today = local_date(
                super::guild(ctx, guild).await?.calendar.zone,
                ctx.clock.now(),
            );
            let days = parse_holidays(typed, today)
                .map_err(|error| words::unreadable(&error.to_string(), typed))?;
            changed(ctx, guild, Change::Holidays(days), words::hours).await
        }
        SetupClick::Problems {} => show(ctx, guild, words::problems).await,
        SetupClick::Asks {} => show(ctx, guild, words::asks).await,
        SetupClick::Anonymity { allowed } => {
            changed(ctx, guild, Change::Anonymity(allowed == 1), words::asks).await
        }
        SetupClick::Digest {} => show(ctx, guild, words::digest).await,
        SetupClick::DigestTo { to } => {
            let to = match to {
                1 => DigestTo::Channel,
                2 => DigestTo::Direct,
                _ => DigestTo::Off,
            };
            changed(ctx, guild, Change::Digest(to), words::digest).await
        }
        SetupClick::Recognition {} => show(ctx, guild, words::recognition).await,
        SetupClick::RecognitionChannel {} => {
            let channel = chosen(press)?.into_iter().next();
            changed(
                ctx,
                guild,
                Change::RecognitionChannel(channel),
                words::recognition,
            )
            .await
        }
        SetupClick::WeeklyLessons { on } => {
            changed(
                ctx,
                guild,
                Change::WeeklyLessons(on == 1),
                words::recognition,
            )
            .await
        }
        SetupClick::MonthlyTable { on } => {
            changed(
                ctx,
                guild,
                Change::MonthlyTable(on == 1),
                words::recognition,
            )
            .await
        }
        SetupClick::TurnOn {} => before_turning_on(ctx, guild, &press.by).await,
        SetupClick::TurnOnAndPost {} => {
            turn_on(ctx, guild, true).await?;
            show(ctx, guild, words::overview).await
        }
        SetupClick::TurnOnOnly {} => {
            turn_on(ctx, guild, false).await?;
            show(ctx, guild, words::overview).await
        }
        SetupClick::Opening {} => opening_page(ctx, guild, &press.by).await,
        SetupClick::PutUp {} => {
            opening::put_up_now(ctx, guild, None).await?;
            opening_page(ctx, guild, &press.by).await
        }
        SetupClick::PutUpAgain { instead_of } => {
            opening::put_up_now(ctx, guild, Some(instead_of)).await?;
            opening_page(ctx, guild, &press.by).await
        }
        SetupClick::Sign {} => Ok(Reply::Modal(words::sign_form(SetupClick::Signed {}))),
        SetupClick::Signed {} => {
            opening::sign(ctx, guild, &press.by, typed(press)).await?;
            opening_page(ctx, guild, &press.by).await
        }
        SetupClick::Unsign {} => {
            opening::unsign_any(ctx, guild).await?;
            opening_page(ctx, guild, &press.by).await
        }
        SetupClick::NewcomerRole {} => {
            let role = chosen(press)?.into_iter().next();
            changed(ctx, guild, Change::NewcomerRole(role), words::roles).await
        }
        SetupClick::Programmes {}
        | SetupClick::BeginCoffee {}
        | SetupClick::BeginSwaps {}
        | SetupClick::Programme { .. }
        | SetupClick::ProgrammeChannel { .. }
        | SetupClick::ProgrammeDay { .. }
        | SetupClick::ProgrammeWeeks { .. }
        | SetupClick::ProgrammeSize { .. }
        | SetupClick::ProgrammeRole { .. }
        | SetupClick::EditProgrammeTime { .. }
        | SetupClick::ProgrammeTime { .. }
        | SetupClick::EditProgrammeName { .. }
        | SetupClick::ProgrammeName { .. }
        | SetupClick::ProgrammeNamesShown { .. }
        | SetupClick::ProgrammeWeights { .. }
        | SetupClick::Weigh { .. }
        | SetupClick::RunProgramme { .. }
        | SetupClick::RemoveProgramme { .. }
        | SetupClick::ProgrammeRemoved { .. } => {
            programmes_page::pressed(ctx, guild, click, press).await
        }
        SetupClick::TurnOff {} => {
            turn_off(ctx, guild).await?;
            show(ctx, guild, words::overview).await
        }
    }
}

/// **Turn on**: what will be sent is shown first. Where the opening post is up from an earlier time, there is nothing to show.
async fn before_turning_on(ctx: &Ctx, guild: GuildId, by: &Actor) -> Result<Reply> {
    let mut view = page::view(ctx, guild).await?;
    if view.guild.turned_on_at.is_none() {
        check_ready(&mut *ctx.store.read().await?, ctx, &view.guild).await?;
        if let Opening::NotUp { .. } = view.opening {
            return opening_page(ctx, guild, by).await;
        }
        turn_on(ctx, guild, false).await?;
        view = page::view(ctx, guild).await?;
    }
    Ok(Reply::Update(words::overview(&view)))
}

/// The opening post: as it will be until Potluck is turned on, and as it is afterwards.
async fn opening_page(ctx: &Ctx, guild: GuildId, by: &Actor) -> Result<Reply> {
    let view = page::view(ctx, guild).await?;
    let may_sign = opening::may_sign(&mut *ctx.store.read().await?, &view.guild, by).await?;
    Ok(Reply::Update(if view.guild.turned_on_at.is_some() {
        words::opening(&view, may_sign)
    } else {
        words::before_turning_on(&view, may_sign)
    }))
}

/// A typed city: taken at once where there is no doubt about it, otherwise asked about.
async fn city_typed(ctx: &Ctx, guild: GuildId, typed: &str) -> Result<Reply> {
    match zones::find(typed) {
        Found::One(place) => changed(ctx, guild, Change::Zone(place.zone), words::hours).await,
        Found::Several(places) => Ok(Reply::Update(words::which_place(
            typed,
            &places,
            ctx.clock.now(),
        ))),
        Found::Nothing => Err(words::unknown_city(typed)),
    }
}

async fn show(ctx: &Ctx, guild: GuildId, section: Section) -> Result<Reply> {
    Ok(Reply::Update(section(&page::view(ctx, guild).await?)))
}

async fn changed(ctx: &Ctx, guild: GuildId, decision: Change, section: Section) -> Result<Reply> {
    change(ctx, guild, decision).await?;
    show(ctx, guild, section).await
}

/// The ids chosen in a select.
pub(super) fn chosen<T: FromStr>(press: &Press) -> Result<Vec<T>> {
    press
        .values
        .iter()
        .map(|value| value.parse().map_err(|_| words::nothing_chosen()))
        .collect()
}

/// What was written in the one field of a form.
pub(super) fn typed(press: &Press) -> &str {
    press
        .fields
        .get(times::FIELD)
        .map(String::as_str)
        .unwrap_or_default()
}
