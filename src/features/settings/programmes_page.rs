//! The buttons, selects and forms about programmes on an admin's page.

use chrono::Weekday;

use super::clicks::{chosen, typed};
use super::{page, words};
use crate::custom_id::SetupClick;
use crate::domain::ids::{GuildId, ProgrammeId};
use crate::domain::pairing::Weight;
use crate::domain::round::ProgrammeKind;
use crate::error::{Error, Result};
use crate::features::rounds::programmes::{self, Aspect, Change};
use crate::features::{Ctx, Press, Reply};

/// Carries out what was pressed, chosen or typed about programmes, and shows how it is then.
pub(super) async fn pressed(
    ctx: &Ctx,
    guild: GuildId,
    click: &SetupClick,
    press: &Press,
) -> Result<Reply> {
    match *click {
        SetupClick::Programmes {} => all(ctx, guild).await,
        SetupClick::BeginCoffee {} => begin(ctx, guild, ProgrammeKind::Coffee, press).await,
        SetupClick::BeginSwaps {} => begin(ctx, guild, ProgrammeKind::Swap, press).await,
        SetupClick::Programme { programme } => one(ctx, guild, programme).await,
        SetupClick::EditProgrammeTime { programme } => {
            let view = page::view(ctx, guild).await?;
            Ok(Reply::Modal(words::time_form(view.programme(programme)?)))
        }
        SetupClick::EditProgrammeName { programme } => {
            let view = page::view(ctx, guild).await?;
            Ok(Reply::Modal(words::name_form(view.programme(programme)?)))
        }
        SetupClick::ProgrammeWeights { programme } => weights(ctx, guild, programme).await,
        SetupClick::Weigh { programme, aspect } => {
            let decision = weigh(aspect, press)?;
            programmes::change(ctx, guild, programme, decision).await?;
            weights(ctx, guild, programme).await
        }
        SetupClick::RemoveProgramme { programme } => {
            let view = page::view(ctx, guild).await?;
            let programme = view.programme(programme)?;
            Ok(Reply::Update(words::remove_programme(programme)))
        }
        SetupClick::ProgrammeRemoved { programme } => {
            programmes::remove(ctx, guild, programme).await?;
            all(ctx, guild).await
        }
        _ => {
            let (programme, decision) = decision(click, press)?;
            programmes::change(ctx, guild, programme, decision).await?;
            one(ctx, guild, programme).await
        }
    }
}

/// What is decided of a programme by a click on its page.
fn decision(click: &SetupClick, press: &Press) -> Result<(ProgrammeId, Change)> {
    Ok(match *click {
        SetupClick::ProgrammeChannel { programme } => (programme, Change::Channel(first(press)?)),
        SetupClick::ProgrammeDay { programme } => {
            (programme, Change::Weekday(first::<Weekday>(press)?))
        }
        SetupClick::ProgrammeWeeks { programme } => (programme, Change::EveryWeeks(first(press)?)),
        SetupClick::ProgrammeSize { programme } => (programme, Change::GroupSize(first(press)?)),
        SetupClick::ProgrammeRole { programme } => {
            (programme, Change::Role(chosen(press)?.into_iter().next()))
        }
        SetupClick::ProgrammeTime { programme } => {
            (programme, Change::Time(typed(press).to_owned()))
        }
        SetupClick::ProgrammeName { programme } => {
            (programme, Change::Name(typed(press).to_owned()))
        }
        SetupClick::ProgrammeNamesShown { programme, shown } => {
            (programme, Change::NamesShown(shown == 1))
        }
        SetupClick::RunProgramme { programme, running } => {
            (programme, Change::Running(running == 1))
        }
        _ => {
            return Err(Error::fault(
                "a click that is not about programmes came to them",
            ));
        }
    })
}

fn weigh(aspect: u8, press: &Press) -> Result<Change> {
    let aspect = Aspect::ALL
        .get(usize::from(aspect))
        .ok_or_else(words::nothing_chosen)?;
    Ok(Change::Weigh(*aspect, first::<Weight>(press)?))
}

async fn begin(ctx: &Ctx, guild: GuildId, kind: ProgrammeKind, press: &Press) -> Result<Reply> {
    let begun = programmes::begin(ctx, guild, kind, first(press)?).await?;
    one(ctx, guild, begun).await
}

async fn all(ctx: &Ctx, guild: GuildId) -> Result<Reply> {
    let view = page::view(ctx, guild).await?;
    Ok(Reply::Update(words::programmes(&view)))
}

async fn one(ctx: &Ctx, guild: GuildId, programme: ProgrammeId) -> Result<Reply> {
    let view = page::view(ctx, guild).await?;
    let post = words::programme(&view, view.programme(programme)?);
    Ok(Reply::Update(post))
}

async fn weights(ctx: &Ctx, guild: GuildId, programme: ProgrammeId) -> Result<Reply> {
    let view = page::view(ctx, guild).await?;
    Ok(Reply::Update(words::weights(view.programme(programme)?)))
}

/// The one value chosen in a select.
fn first<T: std::str::FromStr>(press: &Press) -> Result<T> {
    chosen(press)?
        .into_iter()
        .next()
        .ok_or_else(words::nothing_chosen)
}
