//! Requests that did not do what they were to do.

use std::time::Duration;

use serde_json::Value;

/// Why a request did not do what it was to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Discord said no.
    #[error("Discord refused it with status {status} and code {code}{}", .at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default())]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code, 0 where there is none.
        code: i64,
        /// Which part of the body it did not like, with the reason's name.
        at: Option<String>,
        /// After which time it may be tried again.
        retry_after: Option<Duration>,
    },
    /// No connection could be made: nothing was done.
    #[error("Discord cannot be reached")]
    Unreached,
    /// The connection broke: it may have been done or not.
    #[error("the connection to Discord broke before the answer")]
    Broken,
    /// It was not asked for: an earlier try may have gone through, so long ago that it has to be looked for first.
    #[error("an earlier try may have gone through and is looked for first")]
    Withheld,
    /// The request cannot be made at all.
    #[error("the request cannot be made")]
    Malformed,
}

impl Trouble {
    /// Discord's code, 0 where there is none.
    pub(in crate::discord) fn code(&self) -> i64 {
        match self {
            Self::Refused { code, .. } => *code,
            _ => 0,
        }
    }

    /// Whether what was asked for may have been done all the same.
    pub(in crate::discord) fn may_have_worked(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status >= 500,
            Self::Broken => true,
            Self::Unreached | Self::Withheld | Self::Malformed => false,
        }
    }

    /// The HTTP status, 0 where there was no answer.
    pub(in crate::discord) fn status(&self) -> u16 {
        match self {
            Self::Refused { status, .. } => *status,
            _ => 0,
        }
    }
}

pub(super) fn refused(status: u16, body: &Value, retry_after: Option<f64>) -> Trouble {
    let seconds = body["retry_after"].as_f64().or(retry_after);
    Trouble::Refused {
        status,
        code: body["code"].as_i64().unwrap_or(0),
        at: first_error(&body["errors"]),
        // A day is more than Discord asks for; what is no time at all is no reason to panic.
        retry_after: seconds
            .and_then(|seconds| Duration::try_from_secs_f64(seconds.min(86_400.0)).ok()),
    }
}

/// The path of the first of Discord's nested errors, and its name. Neither holds anything that somebody wrote.
fn first_error(errors: &Value) -> Option<String> {
    for (key, nested) in errors.as_object()? {
        if key == "_errors" {
            return Some(nested[0]["code"].as_str()?.to_owned());
        }
        if let Some(rest) = first_error(nested) {
            return Some(format!("{key}.{rest}"));
        }
    }
    None
}

pub(super) fn from_reqwest(error: &reqwest::Error) -> Trouble {
    if error.is_builder() {
        Trouble::Malformed
    } else if error.is_connect() {
        Trouble::Unreached
    } else {
        Trouble::Broken
    }
}

pub(super) fn from_serenity(error: &serenity::Error) -> Trouble {
    match error {
        serenity::Error::Http(serenity::http::HttpError::Request(error)) => from_reqwest(error),
        _ => Trouble::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_keeps_its_code_the_place_and_the_time_to_wait() {
        let body = json!({ "code": 50035, "message": "Invalid Form Body", "errors": { "components": { "0": { "content": { "_errors": [{ "code": "BASE_TYPE_MAX_LENGTH", "message": "…" }] } } } } });
        assert_eq!(
            refused(400, &body, None),
            Trouble::Refused {
                status: 400,
                code: 50035,
                at: Some("components.0.content.BASE_TYPE_MAX_LENGTH".into()),
                retry_after: None
            }
        );
        let slow = json!({ "message": "You are being rate limited.", "retry_after": 1.5, "global": false });
        assert_eq!(
            refused(429, &slow, Some(9.0)),
            Trouble::Refused {
                status: 429,
                code: 0,
                at: None,
                retry_after: Some(Duration::from_millis(1500))
            }
        );
        assert_eq!(
            refused(502, &Value::Null, Some(-1.0)),
            Trouble::Refused {
                status: 502,
                code: 0,
                at: None,
                retry_after: None
            }
        );
    }
}
