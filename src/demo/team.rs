//! The demo's team gets ready, by the same commands as any other.

use std::path::Path;

use discord_sandbox::{MessageView, OptionInput, Person, Refusal, Sandbox};

use super::DemoError;

/// What some of the team bring to the table: who, and the skills they teach, as they type them.
const OFFERS: &[(&str, &str)] = &[
    ("ines", "Kubernetes, Terraform"),
    ("tomas", "Rust, Linux"),
    ("lena", "Roadmapping, User interviews"),
    ("amara", "SQL, Data modelling"),
    ("kenji", "Python, Statistics"),
    ("nadia", "Figma, Typography"),
    ("hana", "Accessibility"),
    ("greta", "Technical writing, Public speaking"),
    ("samir", "Spanish"),
    ("noor", "Giving feedback"),
];

/// What some of them would like to learn.
const WISHES: &[(&str, &str)] =
    &[("oscar", "SQL"), ("milo", "Public speaking"), ("chloe", "Python"), ("yuki", "Kubernetes"), ("bram", "SQL, Rust")];

/// Ada, who owns the server, goes through `/setup` and turns Potluck on.
pub(super) async fn turn_on(sandbox: &Sandbox) -> Result<MessageView, DemoError> {
    let ada = somebody(sandbox, "ada")?;
    let step = failed("Ada sets Potluck up");
    let page = ada.command("setup", &[]).await.map_err(&step)?.message().map_err(&step)?.clone();
    let page = click(&ada, &page, "Channels").await?;
    let page = choose(&ada, &page, "help", &["help"]).await?;
    let page = choose(&ada, &page, "managers", &["managers"]).await?;
    let page = click(&ada, &page, "Back").await?;
    let page = click(&ada, &page, "Zone and hours").await?;
    let form = ada.click(&page, "Change the city").await.map_err(&step)?.modal().map_err(&step)?.clone();
    let field = form.fields.first().map(|field| field.label.clone()).unwrap_or_default();
    let page = ada.submit(&form, &[(&field, "Lisbon")]).await.map_err(&step)?.message().map_err(&step)?.clone();
    let page = click(&ada, &page, "Back").await?;
    click(&ada, &page, "Turn on").await
}

/// Some of the team say what they teach and what they wish to learn.
pub(super) async fn fill_the_table(sandbox: &Sandbox) -> Result<(), DemoError> {
    for (command, skills) in [("teach", OFFERS), ("learn", WISHES)] {
        for (name, typed) in skills {
            let person = somebody(sandbox, name)?;
            let step = failed(&format!("{name} types /{command} {typed}"));
            person.command(command, &[("skill", OptionInput::from(*typed))]).await.map_err(&step)?;
        }
    }
    Ok(())
}

/// Where to connect, and what to try first.
pub(super) fn welcome(sandbox: &Sandbox, database: &Path) -> String {
    let base = sandbox.base_url();
    let channel = "general";
    format!(
        "Potluck is up in a local Discord: {base}\n\
         \n\
         Twenty-four people are there, and Ada has turned Potluck on. Be one of them, for example Mia:\n\
         \n\
         \x20 curl -s {base}/sandbox/people/mia/command -d '{{\"in\": \"{channel}\", \"command\": \"askfor\", \"options\": {{\"skill\": \"sql\", \"details\": \"My join returns every row twice.\"}}}}'\n\
         \x20 curl -s {base}/sandbox/people/amara/view\n\
         \n\
         sandbox/README.md has an example for everything a person can do, and for moving the clock.\n\
         The database is {}. End with Ctrl-C.",
        database.display()
    )
}

/// Somebody of the team.
pub(super) fn somebody(sandbox: &Sandbox, name: &str) -> Result<Person, DemoError> {
    sandbox.person(name).map_err(failed(&format!("{name} is there")))
}

/// Clicks a button and gives back what the page shows then.
async fn click(person: &Person, page: &MessageView, button: &str) -> Result<MessageView, DemoError> {
    let step = failed(&format!("{} presses {button}", person.name()));
    Ok(person.click(page, button).await.map_err(&step)?.message().map_err(&step)?.clone())
}

/// Chooses in the select whose placeholder speaks of `about`, and gives back what the page shows then.
async fn choose(person: &Person, page: &MessageView, about: &str, values: &[&str]) -> Result<MessageView, DemoError> {
    let step = failed(&format!("{} chooses {}", person.name(), values.join(", ")));
    let select = page
        .selects
        .iter()
        .find(|select| select.placeholder.as_deref().is_some_and(|text| text.to_lowercase().contains(about)))
        .map(|select| select.custom_id.clone())
        .unwrap_or_default();
    Ok(person.choose(page, &select, values).await.map_err(&step)?.message().map_err(&step)?.clone())
}

/// Says at which step a refusal came.
pub(super) fn failed(step: &str) -> impl Fn(Refusal) -> DemoError + use<> {
    let step = step.to_owned();
    move |refusal| DemoError::Step { step: step.clone(), why: refusal.to_string() }
}
