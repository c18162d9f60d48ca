//! What was asked of the sandbox, so that a test can look for what should never have been sent.
//!
//! Headers are not kept, and so no token that came in one. A token that is part of a path (an interaction's) is.

use axum::http::{Method, StatusCode};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::rest::Upload;

/// Requests that are kept at most.
pub const MOST_REQUESTS: usize = 20_000;
/// Bytes of bodies, files and answers that are kept at most, over all requests, as they are counted by [`RequestRecord::size`].
pub const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A request as it came and was answered.
#[derive(Clone, Debug, Serialize)]
pub struct RequestRecord {
    /// Its place among all requests since the sandbox started; the first is 0.
    pub number: u64,
    /// When, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// The HTTP method.
    #[serde(serialize_with = "method")]
    pub method: Method,
    /// The path below `/api/v10`, with its ids and its query.
    pub path: String,
    /// The JSON body, or the `payload_json` beside files, if there was one. It is here also when the request was refused.
    pub body: Option<Value>,
    /// The files that came with it.
    pub files: Vec<FileRecord>,
    /// The status answered.
    #[serde(serialize_with = "status")]
    pub status: StatusCode,
    /// The error's code, if it was refused.
    pub code: Option<u32>,
    /// The JSON answered, if there was any.
    pub answer: Option<Value>,
}

/// A file as it was uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileRecord {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: usize,
    /// What it holds, where that is text.
    pub text: Option<String>,
}

impl RequestRecord {
    /// Everything that the bot sent with it, as one text: method, path, body and files. What was answered is not in it.
    pub fn sent(&self) -> String {
        let mut sent = format!("{} {}", self.method, self.path);
        if let Some(body) = &self.body {
            sent.push('\n');
            sent.push_str(&body.to_string());
        }
        for file in &self.files {
            sent.push('\n');
            sent.push_str(&file.name);
            if let Some(text) = &file.text {
                sent.push('\n');
                sent.push_str(text);
            }
        }
        sent
    }

    /// About how many bytes keeping it takes.
    pub fn size(&self) -> usize {
        let files: usize = self
            .files
            .iter()
            .map(|file| file.name.len() + file.text.as_ref().map_or(0, String::len))
            .sum();
        let json = |value: &Option<Value>| value.as_ref().map_or(0, weight);
        self.path.len() + json(&self.body) + json(&self.answer) + files
    }
}

impl From<&Upload> for FileRecord {
    fn from(file: &Upload) -> Self {
        Self {
            name: file.filename.clone(),
            size: file.bytes.len(),
            text: String::from_utf8(file.bytes.clone()).ok(),
        }
    }
}

/// The latest requests, in the order in which they came.
#[derive(Debug, Default)]
pub struct Requests {
    kept: Vec<RequestRecord>,
    bytes: usize,
    count: u64,
}

impl Requests {
    /// Those that are kept.
    pub fn kept(&self) -> &[RequestRecord] {
        &self.kept
    }

    /// Writes one down, and lets go of the older half where there are too many or they take too much room.
    pub(super) fn push(&mut self, mut request: RequestRecord) {
        request.number = self.count;
        self.count += 1;
        self.bytes += request.size();
        self.kept.push(request);
        while self.kept.len() > 1 && (self.kept.len() > MOST_REQUESTS || self.bytes > MOST_BYTES) {
            let half = self.kept.len() / 2;
            let gone: usize = self.kept.drain(..half).map(|request| request.size()).sum();
            self.bytes = self.bytes.saturating_sub(gone);
        }
    }
}

fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len() + 2,
        Value::Array(values) => values.iter().map(weight).sum::<usize>() + 2,
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| key.len() + 4 + weight(value))
            .sum(),
    }
}

fn method<S: serde::Serializer>(method: &Method, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(method.as_str())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands fields over by reference"
)]
fn status<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(text: &str) -> RequestRecord {
        RequestRecord {
            number: 0,
            at: DateTime::UNIX_EPOCH,
            method: Method::POST,
            path: "/x".to_owned(),
            body: Some(json!({ "content": text })),
            files: Vec::new(),
            status: StatusCode::OK,
            code: None,
            answer: None,
        }
    }

    #[test]
    fn the_latest_are_kept_and_keep_their_numbers() {
        let mut requests = Requests::default();
        for _ in 0..=MOST_REQUESTS {
            requests.push(request("hello"));
        }
        assert!(requests.kept().len() <= MOST_REQUESTS);
        let last = requests.kept().last().unwrap();
        assert_eq!(last.number, MOST_REQUESTS as u64);
    }

    #[test]
    fn they_take_only_so_much_room() {
        let mut requests = Requests::default();
        let large = "x".repeat(MOST_BYTES / 3);
        for _ in 0..5 {
            requests.push(request(&large));
            let size: usize = requests.kept().iter().map(RequestRecord::size).sum();
            assert!(size <= MOST_BYTES);
        }
        assert_eq!(requests.kept().last().unwrap().number, 4);
    }

    #[test]
    fn what_was_sent_is_one_text() {
        let mut with_file = request("hello");
        let file = Upload {
            number: 0,
            filename: "all.json".to_owned(),
            content_type: None,
            bytes: b"{\"name\":\"Mia\"}".to_vec(),
        };
        with_file.files = vec![FileRecord::from(&file)];
        assert_eq!(
            with_file.sent(),
            "POST /x\n{\"content\":\"hello\"}\nall.json\n{\"name\":\"Mia\"}"
        );
    }
}
