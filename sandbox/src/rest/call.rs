//! What a route is, what it is given and what it gives back.

use std::ops::RangeInclusive;

use axum::http::{Method, StatusCode};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, UserMarker},
};

use crate::{error::ApiError, validate::form::Form, world::World};

/// Who may call a route.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Auth {
    /// Only a bot, by `Authorization: Bot …`.
    Bot,
    /// Anyone: the path itself carries an interaction's token, or nothing secret is answered.
    Anyone,
}

/// One operation of the API.
#[derive(Debug)]
pub struct Route {
    /// The HTTP method.
    pub method: Method,
    /// The path below `/api/v10`, as the OpenAPI file writes it, such as `/channels/{channel_id}/messages`.
    pub path: &'static str,
    /// Who may call it.
    pub auth: Auth,
    /// What it does.
    pub handler: fn(&mut World, &Call) -> Result<Reply, ApiError>,
}

impl Route {
    /// A route that only a bot may call.
    pub(super) const fn bot(
        method: Method,
        path: &'static str,
        handler: fn(&mut World, &Call) -> Result<Reply, ApiError>,
    ) -> Self {
        Self {
            method,
            path,
            auth: Auth::Bot,
            handler,
        }
    }
}

/// A file that came with a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Upload {
    /// The part's number: 3 of `files[3]`.
    pub number: u64,
    /// Its file name, as sent.
    pub filename: String,
    /// Its declared media type.
    pub content_type: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A request that has passed authorization and the schema.
#[derive(Clone, Debug)]
pub struct Call {
    /// The bot's user. On a route for [`Auth::Anyone`] it is the sandbox's bot all the same.
    pub user: Id<UserMarker>,
    /// The bot's application.
    pub application: Id<ApplicationMarker>,
    /// Name and value of each variable part of the path.
    pub params: Vec<(&'static str, String)>,
    /// Name and value of each part of the query, decoded.
    pub query: Vec<(String, String)>,
    /// The JSON body, or the `payload_json` of a multipart one. `None` when there was no body.
    pub body: Option<Value>,
    /// The files of a multipart body.
    pub files: Vec<Upload>,
}

/// A successful answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// 200, 201, 202 or 204.
    pub status: StatusCode,
    /// The JSON, unless the status is 204.
    pub body: Option<Value>,
}

impl Reply {
    /// 200 with JSON.
    pub fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body: Some(body),
        }
    }

    /// 201 with JSON.
    pub fn created(body: Value) -> Self {
        Self {
            status: StatusCode::CREATED,
            body: Some(body),
        }
    }

    /// 204 without a body.
    pub fn nothing() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: None,
        }
    }
}

impl Call {
    /// The id in a variable part of the path. Refused with 50035 when it is not a snowflake, as Discord does.
    pub fn id<T>(&self, name: &str) -> Result<Id<T>, ApiError> {
        let text = self.text(name)?;
        text.parse::<u64>()
            .ok()
            .and_then(Id::new_checked)
            .ok_or_else(|| ApiError::not_a_snowflake(name, text))
    }

    /// A variable part of the path as it stands.
    pub fn text(&self, name: &str) -> Result<&str, ApiError> {
        self.params
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
            .ok_or_else(ApiError::not_found)
    }

    /// A whole number in the query, within a range; `default` when it is not given.
    pub fn number(
        &self,
        name: &str,
        range: RangeInclusive<i64>,
        default: i64,
    ) -> Result<i64, ApiError> {
        let Some(text) = self.query(name) else {
            return Ok(default);
        };
        let body = serde_json::json!({ name: text });
        let mut form = Form::new(Some(&body))?;
        let number = form.integer(name, range);
        form.finish()?;
        Ok(number.unwrap_or(default))
    }

    /// An id in the query, if given.
    pub fn query_id<T>(&self, name: &str) -> Result<Option<Id<T>>, ApiError> {
        let Some(text) = self.query(name) else {
            return Ok(None);
        };
        let number = text
            .parse::<u64>()
            .map_err(|_| ApiError::not_a_snowflake(name, text))?;
        Ok(Id::new_checked(number))
    }

    /// A part of the query, if given.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}
