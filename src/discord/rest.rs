//! Requests to Discord, with their outcome sorted by what can be done about it.
//!
//! They go out through serenity's rate limiter where there is one. Answers are read as plain JSON, because serenity's message type
//! drops what Components V2 messages are made of, and an answer that cannot be read would look like a message not sent.

mod answers;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod desk;
mod messages;
mod outgoing;
mod servers;
mod threads;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{Http, HttpBuilder, LightMethod, Multipart, MultipartUpload, Request, Route};
use serenity::model::id as discord;

use crate::domain::ids::MemberId;
use crate::metrics::{Metrics, Request as Outcome};
use outgoing::id;
use trouble::{from_reqwest, from_serenity, refused};

pub(super) use answers::Answerable;
#[cfg(test)]
pub(super) use desk::Desk;
pub(super) use threads::ActiveThread;
pub use trouble::Trouble;

/// Longest time for one request, its answer read. Discord answers within a second or not at all.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Longest time until a connection stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The way to Discord's REST API. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    http: Arc<Http>,
    client: reqwest::Client,
    metrics: Metrics,
}

/// serenity's HTTP client with timeouts, at the address given or at Discord's own.
///
/// Each runtime needs one of its own, because connections belong to the runtime on which they were made.
pub(super) fn http(token: &str, api: Option<&str>) -> Result<(Http, reqwest::Client), Trouble> {
    let client = reqwest::Client::builder()
        .use_rustls_tls()
        .timeout(TIMEOUT)
        .connect_timeout(CONNECT_TIMEOUT)
        .build()
        .map_err(|_| Trouble::Malformed)?;
    let mut builder = HttpBuilder::new(token).client(client.clone());
    if let Some(api) = api {
        // With the rate limiter on, serenity would go to the real host all the same.
        builder = builder.proxy(api).ratelimiter_disabled(true);
    }
    Ok((builder.build(), client))
}

/// The form of a request with several files. serenity gives all files of a plain request the same number, so this one goes out beside
/// it and its rate limiter: there is one a week in a server, and a 429 is told to whoever sends it like any other.
fn form(body: Vec<u8>, files: Vec<CreateAttachment>) -> Result<Form, Trouble> {
    let body = String::from_utf8(body).map_err(|_| Trouble::Malformed)?;
    let form = Form::new().text("payload_json", body);
    Ok(files
        .into_iter()
        .zip(0..)
        .fold(form, |form, (file, number)| {
            let part = Part::bytes(file.data).file_name(file.filename);
            form.part(format!("files[{number}]"), part)
        }))
}

impl Rest {
    /// A way to Discord, or to what stands in for it at `api`.
    pub(super) fn new(token: &str, api: Option<&str>, metrics: Metrics) -> Result<Self, Trouble> {
        let (mut http, client) = http(token, api)?;
        if let Some(limiter) = &mut http.ratelimiter {
            let metrics = metrics.clone();
            limiter.set_ratelimit_callback(Box::new(move |_| metrics.waits_for_rate_limit()));
        }
        Ok(Self {
            http: Arc::new(http),
            client,
            metrics,
        })
    }

    async fn call(&self, request: Request<'_>) -> Result<Value, Trouble> {
        self.call_with(request, None).await
    }

    async fn call_with(&self, request: Request<'_>, form: Option<Form>) -> Result<Value, Trouble> {
        let done = self.call_uncounted(request, form).await;
        self.metrics.request(outcome(&done));
        done
    }

    async fn call_uncounted(
        &self,
        request: Request<'_>,
        form: Option<Form>,
    ) -> Result<Value, Trouble> {
        let response = match (&self.http.ratelimiter, form) {
            (Some(limiter), None) => {
                let response = limiter.perform(request).await;
                response.map_err(|error| from_serenity(&error))?
            }
            (_, form) => {
                let request = request
                    .build(&self.client, self.http.token(), self.http.proxy.as_deref())
                    .map_err(|error| from_serenity(&error))?;
                let request = match form {
                    Some(form) => request.multipart(form),
                    None => request,
                };
                let request = request.build().map_err(|error| from_reqwest(&error))?;
                let response = self.client.execute(request).await;
                response.map_err(|error| from_reqwest(&error))?
            }
        };
        let status = response.status();
        let retry_after = response
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let body = response
            .bytes()
            .await
            .map_err(|error| from_reqwest(&error))?;
        // An empty answer is a 204; one that is no JSON says nothing that is needed here.
        let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        if status.is_success() {
            return Ok(body);
        }
        Err(refused(status.as_u16(), &body, retry_after))
    }

    async fn send(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: Value,
        files: Vec<CreateAttachment>,
    ) -> Result<Value, Trouble> {
        let body = serde_json::to_vec(&body).map_err(|_| Trouble::Malformed)?;
        let request = Request::new(route, method);
        if files.len() > 1 {
            return self.call_with(request, Some(form(body, files)?)).await;
        }
        self.call(if files.is_empty() {
            request.body(Some(body))
        } else {
            request.multipart(Some(Multipart {
                upload: MultipartUpload::Attachments(files),
                fields: Vec::new(),
                payload_json: Some(String::from_utf8(body).map_err(|_| Trouble::Malformed)?),
            }))
        })
        .await
    }

    async fn get(
        &self,
        route: Route<'_>,
        params: Vec<(&'static str, String)>,
    ) -> Result<Value, Trouble> {
        let request = Request::new(route, LightMethod::Get);
        self.call(if params.is_empty() {
            request
        } else {
            request.params(Some(params))
        })
        .await
    }

    /// The bot's own user.
    pub(super) async fn me(&self) -> Result<MemberId, Trouble> {
        let user = self.get(Route::UserMe, Vec::new()).await?;
        id(&user["id"]).map(MemberId).ok_or(Trouble::Malformed)
    }

    /// Replaces the global commands.
    pub(super) async fn set_commands(
        &self,
        application: discord::ApplicationId,
        commands: Value,
    ) -> Result<(), Trouble> {
        self.send(
            LightMethod::Put,
            Route::Commands {
                application_id: application,
            },
            commands,
            Vec::new(),
        )
        .await
        .map(drop)
    }
}

/// How a request ended, for those who watch.
fn outcome<T>(done: &Result<T, Trouble>) -> Outcome {
    match done {
        Ok(_) => Outcome::Done,
        Err(Trouble::Refused { status, .. }) => match status {
            401 | 403 => Outcome::Forbidden,
            429 => Outcome::RateLimited,
            500.. => Outcome::ServerError,
            _ => Outcome::Refused,
        },
        Err(Trouble::Unreached) => Outcome::Unreached,
        Err(Trouble::Broken) => Outcome::Broken,
        Err(Trouble::Malformed | Trouble::Withheld) => Outcome::Malformed,
    }
}
