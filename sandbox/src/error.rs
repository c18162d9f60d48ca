//! Discord's errors: an HTTP status, a JSON code, and for a bad form the path of each bad field.
//!
//! Each rule that a request can break has one constructor here, so that its status, code and sentence are written
//! once.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

/// A request refused, as Discord words it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// Discord's JSON code; 0 where Discord has none.
    pub code: u32,
    /// Discord's sentence.
    pub message: String,
    /// The nested error form of code 50035.
    pub errors: Option<Value>,
    /// Seconds after which to try again, where that is why.
    pub retry_after: Option<f64>,
    /// Whether that holds for every route, and not only for this one.
    pub global: bool,
}

impl ApiError {
    /// An error of any status and code.
    pub fn new(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            errors: None,
            retry_after: None,
            global: false,
        }
    }

    /// 429: too many requests; again after so many seconds.
    pub fn rate_limited(retry_after: f64) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                0,
                "You are being rate limited.",
            )
        }
    }

    /// 429: more requests, over all routes, than a bot may make in a second; again after so many seconds.
    pub fn globally_rate_limited(retry_after: f64) -> Self {
        Self {
            global: true,
            ..Self::rate_limited(retry_after)
        }
    }

    /// The JSON that Discord answers with.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert("message".to_owned(), json!(self.message));
        body.insert("code".to_owned(), json!(self.code));
        if let Some(errors) = &self.errors {
            body.insert("errors".to_owned(), errors.clone());
        }
        if let Some(seconds) = self.retry_after {
            body.insert("retry_after".to_owned(), json!(seconds));
            body.insert("global".to_owned(), json!(self.global));
        }
        Value::Object(body)
    }
}

/// Writes one constructor for each rule, with its status, code and sentence.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $code:literal, $message:literal;)*) => {
        impl ApiError {
            $($(#[$doc])* pub fn $name() -> Self {
                Self::new(StatusCode::$status, $code, $message)
            })*
        }

        /// Every rule with a fixed sentence: its name here, Discord's status and code, and the sentence.
        pub const RULES: &[(&str, u16, u32, &str)] = &[
            $((stringify!($name), StatusCode::$status.as_u16(), $code, $message)),*
        ];
    };
}

rules! {
    /// No or a wrong token.
    unauthorized = UNAUTHORIZED, 0, "401: Unauthorized";
    /// No such path.
    not_found = NOT_FOUND, 0, "404: Not Found";
    /// The path exists, but not with this method.
    method_not_allowed = METHOD_NOT_ALLOWED, 0, "405: Method Not Allowed";
    /// The body is not JSON, or not of a media type that is understood.
    invalid_json = BAD_REQUEST, 50109, "The request body contains invalid JSON.";
    /// The version in the path is not 10.
    invalid_api_version = BAD_REQUEST, 50041, "Invalid API version";
    /// The channel does not exist.
    unknown_channel = NOT_FOUND, 10003, "Unknown Channel";
    /// The guild does not exist, or the bot is not in it.
    unknown_guild = NOT_FOUND, 10004, "Unknown Guild";
    /// The user is not a member of the guild.
    unknown_member = NOT_FOUND, 10007, "Unknown Member";
    /// The message does not exist, or is one that only one person sees.
    unknown_message = NOT_FOUND, 10008, "Unknown Message";
    /// The channel has no overwrite for this role or member.
    unknown_overwrite = NOT_FOUND, 10009, "Unknown Overwrite";
    /// The role does not exist.
    unknown_role = NOT_FOUND, 10011, "Unknown Role";
    /// The user does not exist.
    unknown_user = NOT_FOUND, 10013, "Unknown User";
    /// The emoji does not exist.
    unknown_emoji = BAD_REQUEST, 10014, "Unknown Emoji";
    /// The interaction's token is wrong or dead, or the message is not one of its messages.
    unknown_webhook = NOT_FOUND, 10015, "Unknown Webhook";
    /// The interaction does not exist, or was not answered in time.
    unknown_interaction = NOT_FOUND, 10062, "Unknown interaction";
    /// The command does not exist.
    unknown_command = NOT_FOUND, 10063, "Unknown application command";
    /// A bot may not use this endpoint.
    bots_cannot_use = FORBIDDEN, 20001, "Bots cannot use this endpoint";
    /// The sandbox's channel takes no more messages in this time.
    slowmode = TOO_MANY_REQUESTS, 20016, "This action cannot be performed due to slowmode rate limit.";
    /// The channel holds as many pins as it can.
    too_many_pins = BAD_REQUEST, 30003, "Maximum number of pins reached (250)";
    /// The message holds as many different reactions as it can.
    too_many_reactions = BAD_REQUEST, 30010, "Maximum number of reactions reached (20)";
    /// The guild holds as many channels as it can.
    too_many_channels = BAD_REQUEST, 30013, "Maximum number of guild channels reached (500)";
    /// The guild holds as many roles as it can.
    too_many_roles = BAD_REQUEST, 30005, "Maximum number of guild roles reached (250)";
    /// The thread holds as many members as it can.
    too_many_thread_members = BAD_REQUEST, 30033, "Maximum number of thread participants has been reached (1000)";
    /// Direct messages are being opened too fast.
    opening_dms_too_fast = FORBIDDEN, 40003, "You are opening direct messages too fast.";
    /// The request is larger than Discord takes.
    request_too_large = PAYLOAD_TOO_LARGE, 40005, "Request entity too large";
    /// The interaction has had its first answer.
    already_acknowledged = BAD_REQUEST, 40060, "Interaction has already been acknowledged.";
    /// The bot cannot see the channel, or is not in the guild.
    missing_access = FORBIDDEN, 50001, "Missing Access";
    /// This cannot be done on a direct message channel.
    not_on_a_dm = FORBIDDEN, 50003, "Cannot execute action on a DM channel";
    /// Somebody else's message cannot be edited.
    not_your_message = FORBIDDEN, 50005, "Cannot edit a message authored by another user";
    /// The message would hold nothing.
    empty_message = BAD_REQUEST, 50006, "Cannot send an empty message";
    /// The person takes no direct messages from this sender.
    cannot_dm = FORBIDDEN, 50007, "Cannot send messages to this user";
    /// The channel is not one that holds messages.
    not_a_text_channel = BAD_REQUEST, 50008, "Cannot send messages in a non-text channel";
    /// A permission is missing.
    missing_permissions = FORBIDDEN, 50013, "Missing Permissions";
    /// Fewer than two, or more than a hundred, messages to delete at once.
    bulk_delete_count = BAD_REQUEST, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete";
    /// A message of this kind cannot be changed or removed so.
    system_message = FORBIDDEN, 50021, "Cannot execute action on a system message";
    /// The channel is of the wrong kind.
    wrong_channel_type = BAD_REQUEST, 50024, "Cannot execute action on this channel type";
    /// The interaction's token is not one.
    invalid_webhook_token = UNAUTHORIZED, 50027, "Invalid Webhook Token";
    /// A role that this cannot be done with, such as @everyone.
    invalid_role = BAD_REQUEST, 50028, "Invalid role";
    /// One of the recipients is the sender, or cannot be written to.
    invalid_recipients = BAD_REQUEST, 50033, "Invalid Recipient(s)";
    /// A message older than two weeks cannot be deleted with others.
    bulk_delete_age = BAD_REQUEST, 50034, "A message provided was too old to bulk delete";
    /// Nothing can be changed in an archived thread, except that it is unarchived.
    thread_archived = BAD_REQUEST, 50083, "Thread is archived";
    /// The two have no server in common.
    no_mutual_guilds = FORBIDDEN, 50278, "Cannot send messages to this user due to having no mutual guilds";
    /// The part of Discord that the guild lives on is down. This is how the sandbox answers during an outage.
    overloaded = SERVICE_UNAVAILABLE, 130_000, "API resource is currently overloaded. Try again a little later";
    /// A reply needs the permission to read what it replies to.
    cannot_reply_blindly = BAD_REQUEST, 160_002, "You cannot reply without permission to read message history";
    /// The message has a thread already.
    thread_exists = BAD_REQUEST, 160_004, "A thread has already been created for this message";
    /// The thread is locked.
    thread_locked = BAD_REQUEST, 160_005, "Thread is locked";
    /// The guild has as many active threads as it can.
    too_many_active_threads = BAD_REQUEST, 160_006, "Maximum number of active threads reached";
}

/// Collects the bad fields of one form, as Discord nests them under `errors`.
///
/// A path is written with dots, list indices as numbers: `embeds.0.title`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormErrors {
    root: Map<String, Value>,
}

impl FormErrors {
    /// Nothing bad so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing bad was found.
    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }

    /// Adds one bad field. An empty path means the form as a whole.
    pub fn add(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut node = &mut self.root;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let entry = node
                .entry(part.to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
            if !entry.is_object() {
                *entry = Value::Object(Map::new());
            }
            let Value::Object(inner) = entry else { return };
            node = inner;
        }
        let list = node
            .entry("_errors".to_owned())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(json!({ "code": code, "message": message.into() }));
        }
    }

    /// Takes over the bad fields of a form that stands at `path` in this one.
    pub fn adopt(&mut self, path: &str, inner: Self) {
        if inner.is_empty() {
            return;
        }
        let mut node = &mut self.root;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let entry = node
                .entry(part.to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = entry else { return };
            node = inner;
        }
        node.extend(inner.root);
    }

    /// `Ok` when nothing was bad, else the 50035 that lists it.
    pub fn finish(self) -> Result<(), ApiError> {
        if self.is_empty() {
            return Ok(());
        }
        Err(ApiError {
            status: StatusCode::BAD_REQUEST,
            code: 50035,
            message: "Invalid Form Body".to_owned(),
            errors: Some(Value::Object(self.root)),
            retry_after: None,
            global: false,
        })
    }
}

impl ApiError {
    /// 50035 with one bad field. `path` as in [`FormErrors::add`].
    pub fn invalid_form(path: &str, code: &str, message: impl Into<String>) -> Self {
        let mut errors = FormErrors::new();
        errors.add(path, code, message);
        Self {
            status: StatusCode::BAD_REQUEST,
            code: 50035,
            message: "Invalid Form Body".to_owned(),
            errors: Some(Value::Object(errors.root)),
            retry_after: None,
            global: false,
        }
    }

    /// 50035 for a part of the path that is no id.
    pub fn not_a_snowflake(name: &str, value: &str) -> Self {
        Self::invalid_form(
            name,
            "NUMBER_TYPE_COERCE",
            format!("Value \"{value}\" is not snowflake."),
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (
            self.status,
            [(header::CONTENT_TYPE, "application/json")],
            self.body().to_string(),
        )
            .into_response();
        if let Some(seconds) = self.retry_after
            && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, value);
            // Without this header clients take a 429 for one of the network's, not of Discord's.
            let via = HeaderValue::from_static("1.1 discord-sandbox");
            response.headers_mut().insert(header::VIA, via);
            if self.global {
                let yes = HeaderValue::from_static("true");
                response.headers_mut().insert("x-ratelimit-global", yes);
            }
        }
        response
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn bad_fields_are_nested_by_their_path() {
        let mut inner = FormErrors::new();
        inner.add("users.0", "A", "a");
        let mut errors = FormErrors::new();
        errors.add("content", "B", "b");
        errors.add("", "C", "c");
        errors.adopt("allowed_mentions", inner);
        assert_eq!(
            errors.finish().unwrap_err().body(),
            json!({
                "message": "Invalid Form Body",
                "code": 50035,
                "errors": {
                    "content": { "_errors": [{ "code": "B", "message": "b" }] },
                    "_errors": [{ "code": "C", "message": "c" }],
                    "allowed_mentions": { "users": { "0": { "_errors": [{ "code": "A", "message": "a" }] } } },
                },
            })
        );
    }

    #[test]
    fn no_code_stands_for_two_rules() {
        let mut codes: Vec<u32> = RULES
            .iter()
            .map(|(_, _, code, _)| *code)
            .filter(|code| *code != 0)
            .collect();
        codes.sort_unstable();
        let before = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), before);
    }
}
