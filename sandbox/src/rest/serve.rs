//! From an HTTP request to a route and back.

use std::time::Instant;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use twilight_model::id::Id;

use super::{Auth, Call, FILES, Reply, Route, body, body::Incoming};
use crate::{
    error::ApiError,
    sandbox::Sandbox,
    world::{
        World,
        requests::{FileRecord, RequestRecord},
    },
};

/// All of REST, and the files that messages carry.
pub fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/api/{*path}", any(api))
        .route("/attachments/{channel}/{attachment}/{filename}", get(file))
        .layer(DefaultBodyLimit::max(body::LARGEST_BODY))
        .with_state(sandbox)
}

/// Answers one request of the API.
async fn api(
    State(sandbox): State<Sandbox>,
    Path(path): Path<String>,
    request: Request<Body>,
) -> Response {
    let method = request.method().clone();
    let uri = request.uri().clone();
    let mut seen = Incoming::default();
    let answer = answer(&sandbox, &path, request, &mut seen).await;
    let record = |world: &mut World| {
        if let Err(error) = &answer
            && is_mistake(error)
        {
            world.defect(format!(
                "{method} {} was refused: {}",
                shown(&uri),
                error.body()
            ));
        }
        world.log(RequestRecord {
            number: 0,
            at: world.now(),
            method: method.clone(),
            path: shown(&uri),
            files: seen.files.iter().map(FileRecord::from).collect(),
            body: seen.json,
            status: answer
                .as_ref()
                .map_or_else(|error| error.status, |reply| reply.status),
            code: answer.as_ref().err().map(|error| error.code),
            answer: match &answer {
                Ok(reply) => reply.body.clone(),
                Err(error) => Some(error.body()),
            },
        });
    };
    sandbox.with(record);
    match answer {
        Ok(reply) => respond(reply),
        Err(error) => error.into_response(),
    }
}

/// Finds the route, lets the caller in, reads and checks the body, and does what is asked.
pub(super) async fn answer(
    sandbox: &Sandbox,
    path: &str,
    request: Request<Body>,
    seen: &mut Incoming,
) -> Result<Reply, ApiError> {
    let admitted = admit(sandbox, path, &request);
    // A body is written down also when nobody looks at it.
    let incoming = body::read(request).await;
    if let Ok(incoming) = &incoming {
        seen.clone_from(incoming);
    }
    let (route, mut call) = admitted?;
    let incoming = incoming?;
    if let Some(json) = &incoming.json {
        sandbox
            .validator()
            .request(&route.method, route.path, json)?;
    }
    call.body = incoming.json;
    call.files = incoming.files;
    let reply = sandbox.with(|world| {
        if is_about_an_outage(world, &call) {
            return Err(ApiError::overloaded());
        }
        let reply = (route.handler)(world, &call)?;
        match world.faults.after_request(&route.method, route.path) {
            Some(failure) => Err(failure),
            None => Ok(reply),
        }
    })?;
    if let Err(difference) =
        sandbox
            .validator()
            .response(&route.method, route.path, reply.status, reply.body.as_ref())
    {
        sandbox.with(|world| world.defect(format!("the sandbox is wrong: {difference}")));
    }
    Ok(reply)
}

/// Whether a request is about a guild that is unavailable, or something in it.
fn is_about_an_outage(world: &World, call: &Call) -> bool {
    let guild = call.id("guild_id").ok();
    let channel = call.id("channel_id").ok();
    let of_channel = channel
        .and_then(|channel| world.channels.get(&channel))
        .and_then(|channel| channel.guild_id);
    guild
        .into_iter()
        .chain(of_channel)
        .any(|guild| world.is_out(guild))
}

/// Finds the route and lets the caller in, as far as can be told without the body.
fn admit(
    sandbox: &Sandbox,
    path: &str,
    request: &Request<Body>,
) -> Result<(&'static Route, Call), ApiError> {
    let path = version_10(path)?;
    let (route, params) = find(request.method(), path)?;
    let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri())
        .map(|Query(pairs)| pairs)
        .map_err(|_| ApiError::not_found())?;
    let authorization = text_of(request.headers(), header::AUTHORIZATION.as_str());
    let (user, application) = sandbox.with(|world| {
        if route.auth == Auth::Bot
            && authorization.as_deref() != Some(&format!("Bot {}", world.application.token))
        {
            return Err(ApiError::unauthorized());
        }
        if route.auth == Auth::Bot
            && let Some(failure) = world.faults.over_global_limit(Instant::now())
        {
            return Err(failure);
        }
        match world.faults.before_request(&route.method, route.path) {
            Some(failure) => Err(failure),
            None => Ok((world.application.bot, world.application.id)),
        }
    })?;
    let call = Call {
        user,
        application,
        params,
        query,
        body: None,
        files: Vec::new(),
    };
    Ok((route, call))
}

/// A header's text.
fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(ToOwned::to_owned)
}

/// The path without its version, which must be 10.
fn version_10(path: &str) -> Result<&str, ApiError> {
    let (version, rest) = path.split_once('/').unwrap_or((path, ""));
    match version.strip_prefix('v') {
        Some("10") => Ok(rest),
        Some(digits) if digits.parse::<u8>().is_ok() => Err(ApiError::invalid_api_version()),
        _ => Err(ApiError::not_found()),
    }
}

/// The values of a path's variable parts, by name.
type Params = Vec<(&'static str, String)>;

/// The route for a path. 404 when there is none, 405 when there is one for other methods only.
fn find(method: &Method, path: &str) -> Result<(&'static Route, Params), ApiError> {
    let mut known = false;
    let mut best: Option<(&'static Route, Params)> = None;
    for route in FILES.iter().flat_map(|file| file.iter()) {
        let Some(params) = matches(route.path, path) else {
            continue;
        };
        known = true;
        // `@me` is both a name of its own and what a parameter would take; the route with fewer parameters means it.
        if route.method == *method
            && best
                .as_ref()
                .is_none_or(|(_, found)| params.len() < found.len())
        {
            best = Some((route, params));
        }
    }
    best.ok_or_else(|| {
        if known {
            ApiError::method_not_allowed()
        } else {
            ApiError::not_found()
        }
    })
}

/// The parameters of a path, if it is of this template.
fn matches(template: &'static str, path: &str) -> Option<Params> {
    let mut params = Vec::new();
    let mut parts = path.split('/');
    for wanted in template.trim_start_matches('/').split('/') {
        let part = parts.next().filter(|part| !part.is_empty())?;
        match wanted
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) => params.push((name, part.to_owned())),
            None if wanted == part => {}
            None => return None,
        }
    }
    parts.next().is_none().then_some(params)
}

/// Whether a refusal means that the caller is written wrongly, rather than that the world has changed.
fn is_mistake(error: &ApiError) -> bool {
    error.code == 50035
        || error.code == ApiError::invalid_json().code
        || *error == ApiError::not_found()
        || *error == ApiError::method_not_allowed()
}

/// The path and query below `/api/v10`.
fn shown(uri: &Uri) -> String {
    let text = uri
        .path_and_query()
        .map_or_else(|| uri.path().to_owned(), ToString::to_string);
    text.strip_prefix("/api/v10").unwrap_or(&text).to_owned()
}

/// A reply as HTTP.
fn respond(reply: Reply) -> Response {
    match reply.body {
        Some(body) => (
            reply.status,
            [(header::CONTENT_TYPE, "application/json")],
            body.to_string(),
        )
            .into_response(),
        None => reply.status.into_response(),
    }
}

/// The bytes of a file on a message.
async fn file(
    State(sandbox): State<Sandbox>,
    Path((channel, attachment, _)): Path<(u64, u64, String)>,
) -> Response {
    let found = sandbox.with(|world| {
        let channel = world.channels.get(&Id::new_checked(channel)?)?;
        channel
            .messages
            .values()
            .flat_map(|message| &message.attachments)
            .find(|file| file.id.get() == attachment)
            .map(|file| (file.content_type.clone(), file.bytes.clone()))
    });
    match found {
        Some((content_type, bytes)) => (
            [(
                header::CONTENT_TYPE,
                content_type.unwrap_or_else(|| "application/octet-stream".to_owned()),
            )],
            bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_template_matches_whole_paths_only() {
        let template = "/channels/{channel_id}/messages";
        assert_eq!(
            matches(template, "channels/5/messages"),
            Some(vec![("channel_id", "5".to_owned())])
        );
        assert_eq!(matches(template, "channels/5"), None);
        assert_eq!(matches(template, "channels/5/messages/6"), None);
        assert_eq!(matches(template, "channels//messages"), None);
    }

    #[test]
    fn only_version_10_is_there() {
        assert_eq!(version_10("v10/gateway"), Ok("gateway"));
        assert_eq!(version_10("v5/gateway").unwrap_err().code, 50041);
        assert_eq!(version_10("gateway").unwrap_err().status, 404);
    }

    #[test]
    fn an_unknown_path_is_404_and_an_unknown_method_405() {
        assert_eq!(find(&Method::GET, "nowhere").unwrap_err().status, 404);
        assert_eq!(
            find(&Method::PUT, "channels/5/messages")
                .unwrap_err()
                .status,
            405
        );
    }

    #[test]
    fn the_more_exact_route_wins() {
        let (route, _) = find(&Method::PUT, "channels/5/thread-members/@me").unwrap();
        assert!(route.path.ends_with("@me"));
    }

    #[test]
    fn no_two_routes_are_the_same() {
        let mut all: Vec<String> = FILES
            .iter()
            .flat_map(|file| file.iter())
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        all.sort();
        let before = all.len();
        all.dedup();
        assert_eq!(all.len(), before);
    }
}
