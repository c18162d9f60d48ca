//! The demo's team gets ready, by the same commands as any other.

use std::path::Path;

use discord_sandbox::cast;
use discord_sandbox::{MessageView, OptionInput, Person, Refusal, Sandbox};

use super::{DemoError, TEAM};

/// As the page names them.
const EVERY_DAY: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// When Ada says that people work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hours {
    /// The usual ones, for a story that happens within them.
    Office,
    /// Always, so that whoever tries the demo at night gets an invitation delivered, too.
    AroundTheClock,
}

/// Ada, who owns the server, goes through `/setup` and turns Potluck on.
pub(super) async fn turn_on(sandbox: &Sandbox, hours: Hours) -> Result<MessageView, DemoError> {
    let ada = somebody(sandbox, "ada")?;
    let step = failed("Ada sets Potluck up");
    let page = ada
        .command("setup", &[])
        .await
        .map_err(&step)?
        .message()
        .map_err(&step)?
        .clone();
    let page = click(&ada, &page, "Channels").await?;
    let page = choose(&ada, &page, "help", &["help"]).await?;
    let page = choose(&ada, &page, "managers", &["managers"]).await?;
    let page = click(&ada, &page, "Back").await?;
    let page = click(&ada, &page, "Teams").await?;
    let page = choose(&ada, &page, "add", &cast::TEAMS).await?;
    let page = click(&ada, &page, "Back").await?;
    let page = click(&ada, &page, "Zone and hours").await?;
    let mut page = fill_in(&ada, &page, "Change the city", "Lisbon").await?;
    if hours == Hours::AroundTheClock {
        page = choose(&ada, &page, "working days", &EVERY_DAY).await?;
        page = fill_in(&ada, &page, "Change the hours", "0:00-24:00").await?;
    }
    let page = click(&ada, &page, "Back").await?;
    let page = click(&ada, &page, "Turn on").await?;
    click(&ada, &page, "Turn on and post it").await
}

/// Ada begins coffee chats and skill swaps, as they come, both in #coffee.
pub(super) async fn begin_programmes(sandbox: &Sandbox) -> Result<(), DemoError> {
    let ada = somebody(sandbox, "ada")?;
    let step = failed("Ada begins the programmes");
    for programme in ["coffee chats", "skill swaps"] {
        let page = ada
            .command("settings", &[])
            .await
            .map_err(&step)?
            .message()
            .map_err(&step)?
            .clone();
        let page = click(&ada, &page, "Programmes").await?;
        choose(&ada, &page, &format!("begin {programme}"), &["coffee"]).await?;
    }
    Ok(())
}

/// Ada begins a programme in a channel, in the select of `/setup` that speaks of `about`.
pub(super) async fn begin_programme(
    sandbox: &Sandbox,
    about: &str,
    channel: &str,
) -> Result<MessageView, DemoError> {
    let ada = somebody(sandbox, "ada")?;
    let step = failed("Ada opens the page of programmes");
    let page = ada
        .command("setup", &[])
        .await
        .map_err(&step)?
        .message()
        .map_err(&step)?
        .clone();
    let page = click(&ada, &page, "Programmes").await?;
    choose(&ada, &page, about, &[channel]).await
}

/// Where to connect, and what to try first.
pub(super) fn welcome(sandbox: &Sandbox, database: &Path) -> String {
    let people = format!("{}/sandbox/people", sandbox.base_url());
    format!(
        "Potluck is up in a local Discord: {base}\n\
         \n\
         {TEAM} people are there, and Ada has turned Potluck on. Be one of them, in another terminal:\n\
         \n\
         \x20 curl \"{people}/mia/command?as=text\" -d '{{\"command\": \"askfor\", \"options\": {{\"skill\": \"sql\", \"details\": \"My join returns every row twice.\"}}}}'\n\
         \x20 curl \"{people}/amara/sees?as=text\"\n\
         \n\
         sandbox/README.md has an example for everything a person can do.\n\
         The database is {database}. End with Ctrl-C.",
        base = sandbox.base_url(),
        database = database.display()
    )
}

/// Somebody of the team.
pub(super) fn somebody(sandbox: &Sandbox, name: &str) -> Result<Person, DemoError> {
    sandbox
        .person(name)
        .map_err(failed(&format!("{name} is there")))
}

/// Clicks a button and gives back what the page shows then.
async fn click(
    person: &Person,
    page: &MessageView,
    button: &str,
) -> Result<MessageView, DemoError> {
    let step = failed(&format!("{} presses {button}", person.name()));
    Ok(person
        .click(page, button)
        .await
        .map_err(&step)?
        .message()
        .map_err(&step)?
        .clone())
}

/// Opens a form of one field, fills it in, and gives back what the page shows then.
async fn fill_in(
    person: &Person,
    page: &MessageView,
    button: &str,
    text: &str,
) -> Result<MessageView, DemoError> {
    let step = failed(&format!("{} fills in {text}", person.name()));
    let form = person
        .click(page, button)
        .await
        .map_err(&step)?
        .modal()
        .map_err(&step)?
        .clone();
    let field = form
        .fields
        .first()
        .map(|field| field.label.clone())
        .unwrap_or_default();
    Ok(person
        .submit(&form, &[(&field, text)])
        .await
        .map_err(&step)?
        .message()
        .map_err(&step)?
        .clone())
}

/// Chooses in the select whose placeholder speaks of `about`, and gives back what the page shows then.
async fn choose(
    person: &Person,
    page: &MessageView,
    about: &str,
    values: &[&str],
) -> Result<MessageView, DemoError> {
    let step = failed(&format!("{} chooses {}", person.name(), values.join(", ")));
    let select = page
        .selects
        .iter()
        .find(|select| {
            select
                .placeholder
                .as_deref()
                .is_some_and(|text| text.to_lowercase().contains(about))
        })
        .map(|select| select.custom_id.clone())
        .unwrap_or_default();
    Ok(person
        .choose(page, &select, values)
        .await
        .map_err(&step)?
        .message()
        .map_err(&step)?
        .clone())
}

/// Says at which step a refusal came.
pub(super) fn failed(step: &str) -> impl Fn(Refusal) -> DemoError + use<> {
    let step = step.to_owned();
    move |refusal| DemoError::Step {
        step: step.clone(),
        why: refusal.to_string(),
    }
}
