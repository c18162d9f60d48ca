//! Acting as a person, and reading what that person sees.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use twilight_model::id::{
    Id,
    marker::{InteractionMarker, MessageMarker},
};

use super::{Failure, Format, bad_body, read};
use crate::{
    control::{OptionInput, Person},
    sandbox::Sandbox,
};

pub(super) fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/sandbox/people", get(list).post(invent))
        .route("/sandbox/people/{name}/sees", get(sees))
        .route("/sandbox/people/{name}/unread", get(unread))
        .route("/sandbox/people/{name}/{deed}", post(act))
}

async fn list(State(sandbox): State<Sandbox>) -> Result<Response, Failure> {
    let guild = sandbox.guild_id();
    let mut people = Vec::new();
    for name in sandbox.people() {
        let person = sandbox.person(&name)?;
        let user = person.id();
        people.push(sandbox.look(|world| {
            let member = world.member(guild, user).map(|(member, _)| member);
            let roles: Vec<&str> = member
                .into_iter()
                .flat_map(|member| &member.roles)
                .filter_map(|role| world.guilds.get(&guild)?.roles.get(role))
                .map(|role| role.name.as_str())
                .collect();
            json!({
                "name": name,
                "id": user,
                "member": member.is_some(),
                "pending": member.is_some_and(|member| member.pending),
                "joined_at": member.map(|member| member.joined_at),
                "roles": roles,
                "dms_open": world.users.get(&user).is_some_and(|user| user.dms_open),
            })
        }));
    }
    Ok(Json(people).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invent {
    name: String,
}

async fn invent(State(sandbox): State<Sandbox>, body: String) -> Result<Response, Failure> {
    let body: Invent = read(&body)?;
    let person = sandbox.new_person(&body.name)?;
    let answer = json!({ "name": body.name.to_lowercase(), "id": person.id() });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

async fn sees(
    State(sandbox): State<Sandbox>,
    Path(name): Path<String>,
    Query(format): Query<Format>,
) -> Result<Response, Failure> {
    Ok(format.show(&sandbox.person(&name)?.sees()))
}

async fn unread(
    State(sandbox): State<Sandbox>,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    Ok(Json(sandbox.person(&name)?.unread()).into_response())
}

/// What a person does. The path's last part names the deed, and the body says the rest.
#[derive(Deserialize)]
#[serde(tag = "deed", rename_all = "kebab-case", deny_unknown_fields)]
enum Deed {
    Command {
        command: String,
        #[serde(default)]
        options: BTreeMap<String, OptionInput>,
        #[serde(rename = "in")]
        place: Option<String>,
    },
    Autocomplete {
        command: String,
        focused: String,
        #[serde(default)]
        typed: String,
        #[serde(default)]
        options: BTreeMap<String, OptionInput>,
        #[serde(rename = "in")]
        place: Option<String>,
    },
    UseOnMessage {
        command: String,
        message: Id<MessageMarker>,
    },
    UseOnMember {
        command: String,
        member: String,
        #[serde(rename = "in")]
        place: Option<String>,
    },
    Click {
        message: Id<MessageMarker>,
        button: String,
    },
    Choose {
        message: Id<MessageMarker>,
        select: String,
        values: Vec<String>,
    },
    Submit {
        modal: Id<InteractionMarker>,
        #[serde(default)]
        fields: BTreeMap<String, String>,
    },
    Write {
        #[serde(rename = "in")]
        place: String,
        text: String,
    },
    Archive {
        thread: String,
    },
    Unarchive {
        thread: String,
    },
    Lock {
        thread: String,
    },
    Unlock {
        thread: String,
    },
    AddRole {
        role: String,
    },
    RemoveRole {
        role: String,
    },
    Join {},
    PassScreening {},
    Leave {},
    CloseDms {},
    OpenDms {},
    Reload {},
    MarkRead {},
}

async fn act(
    State(sandbox): State<Sandbox>,
    Path((name, deed)): Path<(String, String)>,
    Query(format): Query<Format>,
    body: String,
) -> Result<Response, Failure> {
    let mut body: serde_json::Map<String, serde_json::Value> = match body.trim() {
        "" => serde_json::Map::new(),
        text => read(text)?,
    };
    body.insert("deed".to_owned(), json!(deed));
    let deed: Deed =
        serde_json::from_value(body.into()).map_err(|why| bad_body(&format!("{deed}: {why}")))?;
    let person = sandbox.person(&name)?;
    perform(&person, deed, &format).await
}

async fn perform(person: &Person, deed: Deed, format: &Format) -> Result<Response, Failure> {
    let outcome = match deed {
        Deed::Command {
            command,
            options,
            place,
        } => {
            at(person, place)
                .command(&command, &pairs(&options))
                .await?
        }
        Deed::Autocomplete {
            command,
            focused,
            typed,
            options,
            place,
        } => {
            let choices = at(person, place)
                .autocomplete(&command, &focused, &typed, &pairs(&options))
                .await?;
            return Ok(Json(choices).into_response());
        }
        Deed::UseOnMessage { command, message } => person.use_on_message(&command, message).await?,
        Deed::UseOnMember {
            command,
            member,
            place,
        } => at(person, place).use_on_member(&command, &member).await?,
        Deed::Click { message, button } => person.click(message, &button).await?,
        Deed::Choose {
            message,
            select,
            values,
        } => {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            person.choose(message, &select, &values).await?
        }
        Deed::Submit { modal, fields } => {
            let modal = person.open_modal(modal)?;
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            person.submit(&modal, &fields).await?
        }
        Deed::Write { place, text } => return Ok(format.show(&person.write(place, &text)?)),
        Deed::Archive { thread } => return done(person.archive(thread)),
        Deed::Unarchive { thread } => return done(person.unarchive(thread)),
        Deed::Lock { thread } => return done(person.lock(thread)),
        Deed::Unlock { thread } => return done(person.unlock(thread)),
        Deed::AddRole { role } => return done(person.add_role(&role)),
        Deed::RemoveRole { role } => return done(person.remove_role(&role)),
        Deed::Join {} => return done(person.join()),
        Deed::PassScreening {} => return done(person.pass_screening()),
        Deed::Leave {} => return done(person.leave()),
        Deed::CloseDms {} => {
            person.close_dms();
            return done(Ok(()));
        }
        Deed::OpenDms {} => {
            person.open_dms();
            return done(Ok(()));
        }
        Deed::Reload {} => {
            person.reload();
            return done(Ok(()));
        }
        Deed::MarkRead {} => {
            person.mark_read();
            return done(Ok(()));
        }
    };
    Ok(format.show(&outcome))
}

fn at(person: &Person, place: Option<String>) -> Person {
    place.map_or_else(|| person.clone(), |place| person.in_channel(place))
}

fn pairs(options: &BTreeMap<String, OptionInput>) -> Vec<(&str, OptionInput)> {
    options
        .iter()
        .map(|(name, input)| (name.as_str(), input.clone()))
        .collect()
}

fn done(result: Result<(), crate::control::Refusal>) -> Result<Response, Failure> {
    result?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
