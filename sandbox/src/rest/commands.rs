//! Global and guild commands.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use twilight_model::{
    application::command::{Command as Definition, CommandType},
    id::{
        Id,
        marker::{ApplicationMarker, CommandMarker, GuildMarker},
    },
};

use super::{Call, Reply, Route};
use crate::{
    error::{ApiError, FormErrors},
    world::{
        World,
        interactions::commands::{Command, limit},
    },
};

pub(super) mod check;
mod fields;

const GLOBAL: &str = "/applications/{application_id}/commands";
const GLOBAL_ONE: &str = "/applications/{application_id}/commands/{command_id}";
const GUILD: &str = "/applications/{application_id}/guilds/{guild_id}/commands";
const GUILD_ONE: &str = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}";
const GUILD_PERMISSIONS: &str =
    "/applications/{application_id}/guilds/{guild_id}/commands/permissions";
const ONE_PERMISSIONS: &str =
    "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions";

/// The routes of this file.
pub(super) const ROUTES: &[Route] = &[
    Route::bot(Method::GET, GLOBAL, get_all),
    Route::bot(Method::POST, GLOBAL, create),
    Route::bot(Method::PUT, GLOBAL, overwrite),
    Route::bot(Method::GET, GLOBAL_ONE, get_one),
    Route::bot(Method::PATCH, GLOBAL_ONE, edit),
    Route::bot(Method::DELETE, GLOBAL_ONE, delete),
    Route::bot(Method::GET, GUILD, get_all),
    Route::bot(Method::POST, GUILD, create),
    Route::bot(Method::PUT, GUILD, overwrite),
    Route::bot(Method::GET, GUILD_PERMISSIONS, all_permissions),
    Route::bot(Method::GET, GUILD_ONE, get_one),
    Route::bot(Method::PATCH, GUILD_ONE, edit),
    Route::bot(Method::DELETE, GUILD_ONE, delete),
    Route::bot(Method::GET, ONE_PERMISSIONS, one_permissions),
];

/// Where a call's commands live: globally, or in one guild.
type Scope = Option<Id<GuildMarker>>;

fn scope(world: &World, call: &Call) -> Result<Scope, ApiError> {
    let application: Id<ApplicationMarker> = call.id("application_id")?;
    if application != call.application {
        return Err(ApiError::bots_cannot_use());
    }
    if call.text("guild_id").is_err() {
        return Ok(None);
    }
    let guild = call.id("guild_id")?;
    if world
        .guilds
        .get(&guild)
        .is_some_and(|guild| guild.members.contains_key(&call.user))
    {
        Ok(Some(guild))
    } else {
        Err(ApiError::missing_access())
    }
}

fn get_all(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let scope = scope(world, call)?;
    let with_localizations = super::form::says_yes(call, "with_localizations");
    Ok(Reply::ok(list_of(world, scope, with_localizations)))
}

fn list_of(world: &World, scope: Scope, with_localizations: bool) -> Value {
    world
        .interactions
        .commands
        .values()
        .filter(|command| command.guild == scope)
        .map(|command| command.render(with_localizations))
        .collect()
}

fn get_one(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let scope = scope(world, call)?;
    Ok(Reply::ok(find(world, call, scope)?.render(true)))
}

fn find<'a>(world: &'a World, call: &Call, scope: Scope) -> Result<&'a Command, ApiError> {
    let id: Id<CommandMarker> = call.id("command_id")?;
    world
        .interactions
        .commands
        .get(&id)
        .filter(|command| command.guild == scope)
        .ok_or_else(ApiError::unknown_command)
}

/// Creates a command, or changes the one of the same name and type.
fn create(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let scope = scope(world, call)?;
    let body = object(call.body.as_ref())?;
    let mut errors = FormErrors::new();
    check::command(body, "", &mut errors);
    errors.finish()?;
    let definition = definition(world, scope, body)?;
    let existing = same_name(world, scope, &definition).map(|command| command.id);
    if existing.is_none() {
        room_for(world, scope, definition.kind)?;
    }
    let is_new = existing.is_none();
    let id = existing.unwrap_or_else(|| world.next_id());
    let rendered = put(world, scope, id, definition);
    Ok(Reply {
        status: if is_new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        },
        body: Some(rendered),
    })
}

/// Replaces all commands of a scope. A command whose name and type stay keeps its id.
fn overwrite(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let scope = scope(world, call)?;
    let Some(Value::Array(bodies)) = &call.body else {
        return Err(ApiError::invalid_form(
            "",
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        ));
    };
    let definitions = checked_list(world, scope, bodies)?;
    let mut kept = Vec::new();
    for definition in definitions {
        let existing = same_name(world, scope, &definition)
            .filter(|command| same(&command.definition, &definition))
            .map(|command| command.id);
        // Unchanged: even its version stays.
        if let Some(id) = existing {
            kept.push(id);
            continue;
        }
        let id = same_name(world, scope, &definition).map(|command| command.id);
        let id = id.unwrap_or_else(|| world.next_id());
        put(world, scope, id, definition);
        kept.push(id);
    }
    world
        .interactions
        .commands
        .retain(|id, command| command.guild != scope || kept.contains(id));
    Ok(Reply::ok(list_of(world, scope, true)))
}

fn checked_list(
    world: &mut World,
    scope: Scope,
    bodies: &[Value],
) -> Result<Vec<Definition>, ApiError> {
    let mut errors = FormErrors::new();
    for (index, body) in bodies.iter().enumerate() {
        match body.as_object() {
            Some(body) => check::command(body, &index.to_string(), &mut errors),
            None => errors.add(
                &index.to_string(),
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            ),
        }
    }
    errors.finish()?;
    let mut definitions: Vec<Definition> = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        let definition = definition(world, scope, object(Some(body))?)?;
        if definitions
            .iter()
            .any(|other| other.name == definition.name && other.kind == definition.kind)
        {
            return Err(ApiError::invalid_form(
                &index.to_string(),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            ));
        }
        definitions.push(definition);
    }
    for kind in [
        CommandType::ChatInput,
        CommandType::User,
        CommandType::Message,
    ] {
        let count = definitions.iter().filter(|one| one.kind == kind).count();
        if count > limit(kind) {
            return Err(too_many(kind));
        }
    }
    Ok(definitions)
}

fn edit(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let scope = scope(world, call)?;
    let command = find(world, call, scope)?;
    let id = command.id;
    let Value::Object(mut body) = command.render(true) else {
        return Err(ApiError::unknown_command());
    };
    let changes = object(call.body.as_ref())?;
    // The type of a command never changes.
    body.extend(
        changes
            .iter()
            .filter(|(key, _)| key.as_str() != "type")
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    let mut errors = FormErrors::new();
    check::command(&body, "", &mut errors);
    errors.finish()?;
    let definition = definition(world, scope, &body)?;
    if same_name(world, scope, &definition).is_some_and(|other| other.id != id) {
        return Err(ApiError::invalid_form(
            "name",
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
            "Application command names must be unique",
        ));
    }
    Ok(Reply::ok(put(world, scope, id, definition)))
}

fn delete(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let scope = scope(world, call)?;
    let id = find(world, call, scope)?.id;
    world.interactions.commands.remove(&id);
    Ok(Reply::nothing())
}

/// Overrides are set by people in the guild's settings; the sandbox has none of those.
fn all_permissions(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    scope(world, call)?;
    Ok(Reply::ok(json!([])))
}

fn one_permissions(world: &mut World, call: &Call) -> Result<Reply, ApiError> {
    let scope = scope(world, call)?;
    find(world, call, scope)?;
    Err(ApiError::new(
        StatusCode::NOT_FOUND,
        10066,
        "Unknown application command permissions",
    ))
}

fn object(body: Option<&Value>) -> Result<&Map<String, Value>, ApiError> {
    body.and_then(Value::as_object).ok_or_else(|| {
        ApiError::invalid_form(
            "",
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType",
        )
    })
}

fn same_name<'a>(world: &'a World, scope: Scope, like: &Definition) -> Option<&'a Command> {
    world.interactions.commands.values().find(|command| {
        command.guild == scope
            && command.definition.name == like.name
            && command.definition.kind == like.kind
    })
}

/// Whether two definitions differ in nothing but what the sandbox fills in.
fn same(one: &Definition, other: &Definition) -> bool {
    let other = Definition {
        id: one.id,
        version: one.version,
        ..other.clone()
    };
    *one == other
}

fn room_for(world: &World, scope: Scope, kind: CommandType) -> Result<(), ApiError> {
    let count = world
        .interactions
        .commands
        .values()
        .filter(|command| command.guild == scope && command.definition.kind == kind)
        .count();
    if count < limit(kind) {
        Ok(())
    } else {
        Err(too_many(kind))
    }
}

fn too_many(kind: CommandType) -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        30032,
        format!(
            "Maximum number of application commands reached ({})",
            limit(kind)
        ),
    )
}

fn put(
    world: &mut World,
    scope: Scope,
    id: Id<CommandMarker>,
    mut definition: Definition,
) -> Value {
    definition.id = Some(id);
    let command = Command {
        id,
        guild: scope,
        definition,
    };
    let rendered = command.render(true);
    world.interactions.commands.insert(id, command);
    rendered
}

/// Turns a checked body into a definition of a new version.
fn definition(
    world: &mut World,
    scope: Scope,
    body: &Map<String, Value>,
) -> Result<Definition, ApiError> {
    let mut body = body.clone();
    let asked = match body.get("default_member_permissions") {
        Some(Value::Number(number)) => json!(number.to_string()),
        Some(Value::String(text)) => json!(text),
        _ => Value::Null,
    };
    body.insert("default_member_permissions".to_owned(), asked);
    let mut body = Value::Object(body);
    without_nulls(&mut body);
    if body.get("type").is_none() {
        body["type"] = json!(1);
    }
    if body.get("description").is_none() {
        body["description"] = json!("");
    }
    if scope.is_some() {
        // Contexts and installation types are a matter of global commands.
        body["contexts"] = Value::Null;
    }
    if body.get("integration_types").is_none() {
        body["integration_types"] = json!([0]);
    }
    body["version"] = json!(world.next_id::<CommandMarker>());
    body["application_id"] = json!(world.application.id);
    body["guild_id"] = json!(scope);
    let definition = serde_json::from_value(body)
        .map_err(|error| ApiError::invalid_form("", "MODEL_TYPE_CONVERT", error.to_string()))?;
    check::second_opinion(&definition)?;
    Ok(definition)
}

/// A null means the same as an absent field, everywhere in a command.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}
