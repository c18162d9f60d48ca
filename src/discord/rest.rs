//! Requests to Discord, with their outcome sorted by what can be done about it.
//!
//! They go out through serenity's rate limiter where there is one. Answers are read as plain JSON, because serenity's message type
//! drops what Components V2 messages are made of, and an answer that cannot be read would look like a message not sent.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod desk;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde_json::{Map, Value, json};
use serenity::builder::CreateAttachment;
use serenity::http::{Http, HttpBuilder, LightMethod, Multipart, MultipartUpload, Request, Route};
use serenity::model::id as discord;

use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};
use crate::metrics::{Metrics, Request as Outcome};
use trouble::{from_reqwest, from_serenity, refused};

#[cfg(test)]
pub(super) use desk::Desk;
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

/// Discord's number for a private thread.
const PRIVATE_THREAD: u8 = 12;

/// A thread that is not archived.
#[derive(Clone, Debug)]
pub(super) struct ActiveThread {
    pub(super) id: ChannelId,
    pub(super) name: String,
    /// Who opened it.
    pub(super) owner: Option<MemberId>,
    pub(super) is_private: bool,
}

/// An interaction's id and token, which is all its answers need.
#[derive(Clone, Debug)]
pub(super) struct Answerable {
    pub(super) application: discord::ApplicationId,
    pub(super) interaction: discord::InteractionId,
    pub(super) token: String,
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

    /// Sends a message and returns its id.
    pub(super) async fn send_message(
        &self,
        channel: ChannelId,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<MessageId, Trouble> {
        let route = Route::ChannelMessages {
            channel_id: channel_id(channel)?,
        };
        let message = self
            .send(LightMethod::Post, route, Value::Object(body), files)
            .await?;
        id(&message["id"]).map(MessageId).ok_or(Trouble::Broken)
    }

    /// Changes a message.
    pub(super) async fn edit_message(
        &self,
        channel: ChannelId,
        message: MessageId,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::ChannelMessage {
            channel_id: channel_id(channel)?,
            message_id: message_id(message)?,
        };
        self.send(LightMethod::Patch, route, Value::Object(body), files)
            .await
            .map(drop)
    }

    /// The messages of a channel sent after this instant's snowflake, at most a hundred, in no promised order.
    pub(super) async fn messages_after(
        &self,
        channel: ChannelId,
        after: u64,
    ) -> Result<Vec<Value>, Trouble> {
        let route = Route::ChannelMessages {
            channel_id: channel_id(channel)?,
        };
        let messages = self
            .get(
                route,
                vec![("limit", "100".to_owned()), ("after", after.to_string())],
            )
            .await?;
        match messages {
            Value::Array(messages) => Ok(messages),
            _ => Err(Trouble::Broken),
        }
    }

    /// Opens the private conversation with a person, or finds it.
    pub(super) async fn direct_channel(&self, member: MemberId) -> Result<ChannelId, Trouble> {
        let body = json!({ "recipient_id": member.to_string() });
        let channel = self
            .send(LightMethod::Post, Route::UserMeDmChannels, body, Vec::new())
            .await?;
        id(&channel["id"]).map(ChannelId).ok_or(Trouble::Broken)
    }

    /// Opens a public thread under a message. It archives after a week of silence.
    pub(super) async fn open_thread_under(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> Result<ChannelId, Trouble> {
        let route = Route::ChannelMessageThreads {
            channel_id: channel_id(channel)?,
            message_id: message_id(message)?,
        };
        let body = json!({ "name": name, "auto_archive_duration": 10080 });
        let thread = self
            .send(LightMethod::Post, route, body, Vec::new())
            .await?;
        id(&thread["id"]).map(ChannelId).ok_or(Trouble::Broken)
    }

    /// Opens a private thread into which only the bot and moderators can bring people.
    pub(super) async fn open_private_thread(
        &self,
        channel: ChannelId,
        name: &str,
    ) -> Result<ChannelId, Trouble> {
        let body = json!({ "name": name, "type": PRIVATE_THREAD, "invitable": false, "auto_archive_duration": 10080 });
        let thread = self
            .send(
                LightMethod::Post,
                Route::ChannelThreads {
                    channel_id: channel_id(channel)?,
                },
                body,
                Vec::new(),
            )
            .await?;
        id(&thread["id"]).map(ChannelId).ok_or(Trouble::Broken)
    }

    /// A guild's active threads that hang under a channel.
    pub(super) async fn active_threads(
        &self,
        guild: GuildId,
        under: ChannelId,
    ) -> Result<Vec<ActiveThread>, Trouble> {
        let threads = self
            .get(
                Route::GuildThreadsActive {
                    guild_id: guild_id(guild)?,
                },
                Vec::new(),
            )
            .await?;
        let threads = threads["threads"].as_array().ok_or(Trouble::Broken)?;
        Ok(threads
            .iter()
            .filter(|thread| id(&thread["parent_id"]) == Some(under.0))
            .filter_map(|thread| {
                Some(ActiveThread {
                    id: ChannelId(id(&thread["id"])?),
                    name: thread["name"].as_str()?.to_owned(),
                    owner: id(&thread["owner_id"]).map(MemberId),
                    is_private: thread["type"] == PRIVATE_THREAD,
                })
            })
            .collect())
    }

    /// Who is in a thread, the bot included.
    pub(super) async fn thread_members(&self, thread: ChannelId) -> Result<Vec<MemberId>, Trouble> {
        let route = Route::ChannelThreadMembers {
            channel_id: channel_id(thread)?,
        };
        let members = self.get(route, Vec::new()).await?;
        let members = members.as_array().ok_or(Trouble::Broken)?;
        Ok(members
            .iter()
            .filter_map(|member| id(&member["user_id"]).map(MemberId))
            .collect())
    }

    /// Whether a person is in a thread.
    pub(super) async fn is_in_thread(
        &self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<bool, Trouble> {
        let route = Route::ChannelThreadMember {
            channel_id: channel_id(thread)?,
            user_id: user_id(member)?,
        };
        match self.get(route, Vec::new()).await {
            Ok(_) => Ok(true),
            Err(trouble) if trouble.status() == 404 => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    /// Adds a person to a thread; already there is fine.
    pub(super) async fn add_to_thread(
        &self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<(), Trouble> {
        let route = Route::ChannelThreadMember {
            channel_id: channel_id(thread)?,
            user_id: user_id(member)?,
        };
        self.call(Request::new(route, LightMethod::Put))
            .await
            .map(drop)
    }

    pub(super) async fn remove_from_thread(
        &self,
        thread: ChannelId,
        member: MemberId,
    ) -> Result<(), Trouble> {
        let route = Route::ChannelThreadMember {
            channel_id: channel_id(thread)?,
            user_id: user_id(member)?,
        };
        self.call(Request::new(route, LightMethod::Delete))
            .await
            .map(drop)
    }

    /// Archives a thread, or takes it out of the archive.
    pub(super) async fn set_archived(
        &self,
        thread: ChannelId,
        archived: bool,
    ) -> Result<(), Trouble> {
        let route = Route::Channel {
            channel_id: channel_id(thread)?,
        };
        self.send(
            LightMethod::Patch,
            route,
            json!({ "archived": archived }),
            Vec::new(),
        )
        .await
        .map(drop)
    }

    /// Gives a thread another name.
    pub(super) async fn rename(&self, thread: ChannelId, name: &str) -> Result<(), Trouble> {
        let route = Route::Channel {
            channel_id: channel_id(thread)?,
        };
        self.send(
            LightMethod::Patch,
            route,
            json!({ "name": name }),
            Vec::new(),
        )
        .await
        .map(drop)
    }

    /// Deletes a thread with everything in it.
    pub(super) async fn delete_thread(&self, thread: ChannelId) -> Result<(), Trouble> {
        let route = Route::Channel {
            channel_id: channel_id(thread)?,
        };
        self.call(Request::new(route, LightMethod::Delete))
            .await
            .map(drop)
    }

    /// The first answer to an interaction.
    pub(super) async fn respond(
        &self,
        to: &Answerable,
        body: Value,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::InteractionResponse {
            interaction_id: to.interaction,
            token: &to.token,
        };
        self.send(LightMethod::Post, route, body, files)
            .await
            .map(drop)
    }

    /// Fills in or changes the first answer.
    pub(super) async fn edit_response(
        &self,
        to: &Answerable,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: to.application,
            token: &to.token,
        };
        self.send(LightMethod::Patch, route, Value::Object(body), files)
            .await
            .map(drop)
    }

    /// Takes the first answer away.
    pub(super) async fn delete_response(&self, to: &Answerable) -> Result<(), Trouble> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: to.application,
            token: &to.token,
        };
        self.call(Request::new(route, LightMethod::Delete))
            .await
            .map(drop)
    }

    /// A further answer to an interaction.
    pub(super) async fn follow_up(
        &self,
        to: &Answerable,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::WebhookFollowupMessages {
            application_id: to.application,
            token: &to.token,
        };
        self.send(LightMethod::Post, route, Value::Object(body), files)
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

/// The number in a snowflake's text.
fn id(value: &Value) -> Option<i64> {
    value.as_str()?.parse().ok()
}

// serenity's ids refuse zero by a panic, so a number that cannot be an id is turned away before.
macro_rules! outgoing {
    ($($function:ident: $ours:ty => $theirs:ty;)*) => {$(
        fn $function(ours: $ours) -> Result<$theirs, Trouble> {
            match u64::try_from(ours.0) {
                Ok(id) if id != 0 => Ok(<$theirs>::new(id)),
                _ => Err(Trouble::Malformed),
            }
        }
    )*};
}

outgoing! {
    channel_id: ChannelId => discord::ChannelId;
    message_id: MessageId => discord::MessageId;
    guild_id: GuildId => discord::GuildId;
    user_id: MemberId => discord::UserId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_no_id_is_turned_away() {
        assert_eq!(channel_id(ChannelId(0)), Err(Trouble::Malformed));
        assert_eq!(channel_id(ChannelId(-5)), Err(Trouble::Malformed));
        assert!(channel_id(ChannelId(5)).is_ok());
    }
}
