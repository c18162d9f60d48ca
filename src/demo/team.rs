//! The demo's team gets ready, by the same commands as any other.

use std::path::Path;

use chrono::Weekday;
use discord_sandbox::cast;
use discord_sandbox::{MessageView, Person, Refusal, Sandbox};

use super::seed::Rhythm;
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
    let page = click(&ada, &page, "Roles").await?;
    let page = choose(&ada, &page, "managers' role", &["Managers"]).await?;
    let page = click(&ada, &page, "Back").await?;
    let page = click(&ada, &page, "Teams").await?;
    let page = choose(&ada, &page, "add", &cast::TEAMS).await?;
    let page = click(&ada, &page, "Back").await?;
    let page = click(&ada, &page, "Zone and hours").await?;
    let page = fill_in(&ada, &page, "Change the city", "Lisbon").await?;
    let page = set_hours(&ada, page, hours).await?;
    let page = click(&ada, &page, "Back").await?;
    let page = click(&ada, &page, "Turn on").await?;
    click(&ada, &page, "Turn on and post it").await
}

/// Ada begins coffee chats and skill swaps, both in #coffee, each on its day of the week.
pub(super) async fn begin_programmes(sandbox: &Sandbox, rhythm: Rhythm) -> Result<(), DemoError> {
    let ada = somebody(sandbox, "ada")?;
    for (programme, day) in [
        ("coffee chats", rhythm.coffee),
        ("skill swaps", rhythm.swaps),
    ] {
        let page = settings(&ada, "Programmes").await?;
        let page = choose(&ada, &page, &format!("begin {programme}"), &["coffee"]).await?;
        choose(&ada, &page, "choose the day", &[name_of(day)]).await?;
    }
    Ok(())
}

/// Ada changes when people work.
pub(super) async fn keep_hours(sandbox: &Sandbox, hours: Hours) -> Result<(), DemoError> {
    let ada = somebody(sandbox, "ada")?;
    let page = settings(&ada, "Zone and hours").await?;
    set_hours(&ada, page, hours).await.map(|_| ())
}

async fn set_hours(
    ada: &Person,
    page: MessageView,
    hours: Hours,
) -> Result<MessageView, DemoError> {
    if hours == Hours::Office {
        return Ok(page);
    }
    let page = choose(ada, &page, "working days", &EVERY_DAY).await?;
    fill_in(ada, &page, "Change the hours", "0:00-24:00").await
}

/// A section of `/settings`.
async fn settings(ada: &Person, section: &str) -> Result<MessageView, DemoError> {
    let step = failed("Ada opens the settings");
    let page = ada
        .command("settings", &[])
        .await
        .map_err(&step)?
        .message()
        .map_err(&step)?
        .clone();
    click(ada, &page, section).await
}

fn name_of(day: Weekday) -> &'static str {
    EVERY_DAY[day.num_days_from_monday() as usize]
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

/// What the team has been through when the demo comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Past {
    /// A quarter with Potluck.
    Quarter,
    /// Nothing yet: that is how it was wanted.
    Nothing,
    /// Nothing yet, with a database of an earlier demo, whose server is gone with that demo.
    Forgotten,
}

/// What Mia is to ask first, and somebody who is asked to help then.
pub(super) struct FirstAsk {
    /// As it is typed.
    pub(super) skill: &'static str,
    pub(super) question: &'static str,
    /// Their user name.
    pub(super) asked: &'static str,
}

/// After a quarter it is something about which nobody has written a lesson, which would be shown before anybody is asked.
pub(super) const fn first_ask(past: Past) -> FirstAsk {
    match past {
        Past::Quarter => FirstAsk {
            skill: "illustration",
            question: "How do I draw a cache so that everybody gets it?",
            asked: "milo",
        },
        Past::Nothing | Past::Forgotten => FirstAsk {
            skill: "sql",
            question: "My join returns every row twice.",
            asked: "amara",
        },
    }
}

/// Where to connect, and what to try first.
pub(super) fn welcome(sandbox: &Sandbox, database: &Path, past: Past) -> String {
    let base = sandbox.base_url();
    let people = format!("{base}/sandbox/people");
    let database = database.display();
    let types = |who: &str, command: &str| {
        format!(
            "\x20 curl \"{people}/{who}/command?as=text\" -d '{{\"command\": \"{command}\"}}'\n"
        )
    };
    let there = match past {
        Past::Quarter => {
            "They have had Potluck for three months. See for yourself, in another terminal: what is Mia's, how the rounds go, what \
             people teach and wish to learn, what was written down, what managers read once a week, and what Potluck wrote to Yuki lately."
        }
        Past::Nothing => "Ada has turned Potluck on just now. Be one of them, in another terminal:",
        Past::Forgotten => {
            "This database is from an earlier demo, whose server is gone. They begin anew in another one, which Ada has turned Potluck on \
             in just now; for the quarter they had then, name a new folder. Be one of them, in another terminal:"
        }
    };
    let FirstAsk {
        skill,
        question,
        asked,
    } = first_ask(past);
    let looks = match past {
        Past::Quarter => [
            types("mia", "me"),
            types("ada", "round status"),
            types("mia", "skills"),
            types("mia", "lessons"),
            types("noor", "digest"),
            format!("\x20 curl \"{people}/yuki/sees?as=text\" | tail -n 40\n"),
            "\nThen ask something, and look at who is asked to help:\n\n".to_owned(),
        ]
        .concat(),
        Past::Nothing | Past::Forgotten => String::new(),
    };
    format!(
        "Potluck is up in a local Discord: {base}\n\
         \n\
         {TEAM} people are there. {there}\n\
         \n\
         {looks}\
         \x20 curl \"{people}/mia/command?as=text\" -d '{{\"command\": \"askfor\", \"options\": {{\"skill\": \"{skill}\", \"details\": \"{question}\"}}}}'\n\
         \x20 curl \"{people}/{asked}/sees?as=text\" | tail -n 12\n\
         \n\
         sandbox/README.md has an example for everything a person can do.\n\
         The database is {database}. End with Ctrl-C."
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
