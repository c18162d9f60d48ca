//! Bodies: JSON, and multipart with files.

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use serde_json::Value;

use super::Upload;
use crate::error::{ApiError, FormErrors};

/// The largest file that a bot may upload, in bytes: ten mebibytes.
pub(super) const LARGEST_FILE: usize = 10 * 1024 * 1024;
/// The largest body that is read at all, in bytes: ten files, and the JSON beside them.
pub(super) const LARGEST_BODY: usize = 101 * 1024 * 1024;

/// What came in a body.
#[derive(Clone, Debug, Default)]
pub(super) struct Incoming {
    /// The JSON, or the `payload_json` of a multipart body.
    pub(super) json: Option<Value>,
    /// The files.
    pub(super) files: Vec<Upload>,
}

/// Reads a body.
pub(super) async fn read(request: Request<Body>) -> Result<Incoming, ApiError> {
    let media_type = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(|value| {
            value
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase()
        });
    if media_type.as_deref() == Some("multipart/form-data") {
        return multipart(request).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST_BODY)
        .await
        .map_err(|_| ApiError::request_too_large())?;
    if bytes.is_empty() {
        return Ok(Incoming::default());
    }
    if media_type.as_deref() != Some("application/json") {
        return Err(ApiError::invalid_form(
            "",
            "CONTENT_TYPE_INVALID",
            "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
        ));
    }
    Ok(Incoming {
        json: Some(serde_json::from_slice(&bytes).map_err(|_| ApiError::invalid_json())?),
        files: Vec::new(),
    })
}

/// Reads `payload_json` and `files[n]`. Other fields, which Discord takes as the message's own, are refused.
async fn multipart(request: Request<Body>) -> Result<Incoming, ApiError> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::invalid_json())?;
    let mut incoming = Incoming::default();
    let mut errors = FormErrors::new();
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|_| ApiError::invalid_json())?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let filename = part.file_name().map(ToOwned::to_owned);
        let content_type = part.content_type().map(ToOwned::to_owned);
        let bytes = part
            .bytes()
            .await
            .map_err(|_| ApiError::request_too_large())?;
        if name == "payload_json" {
            incoming.json =
                Some(serde_json::from_slice(&bytes).map_err(|_| ApiError::invalid_json())?);
            continue;
        }
        let Some(number) = file_number(&name) else {
            errors.add(
                &name,
                "SANDBOX_UNKNOWN_KEY",
                "A multipart body holds payload_json and files[n].",
            );
            continue;
        };
        if bytes.len() > LARGEST_FILE {
            return Err(ApiError::request_too_large());
        }
        incoming.files.push(Upload {
            number,
            filename: filename.unwrap_or_else(|| format!("file{number}")),
            content_type,
            bytes: bytes.to_vec(),
        });
    }
    errors.finish()?;
    Ok(incoming)
}

/// 3 of `files[3]`. The older `file` and `file3`, which Discord still takes, too.
fn file_number(name: &str) -> Option<u64> {
    if name == "file" {
        return Some(0);
    }
    name.strip_prefix("files[")
        .and_then(|rest| rest.strip_suffix(']'))
        .or_else(|| name.strip_prefix("file"))
        .and_then(|digits| digits.parse().ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_a_file_by_its_name() {
        assert_eq!(file_number("files[3]"), Some(3));
        assert_eq!(file_number("file"), Some(0));
        assert_eq!(file_number("file2"), Some(2));
        assert_eq!(file_number("content"), None);
        assert_eq!(file_number("files[x]"), None);
    }

    #[tokio::test]
    async fn a_body_of_another_media_type_is_refused() {
        let request = Request::builder()
            .header(header::CONTENT_TYPE, "text/plain")
            .body(Body::from("hello"))
            .unwrap();
        assert_eq!(read(request).await.unwrap_err().code, 50035);
    }

    #[tokio::test]
    async fn broken_json_is_refused() {
        let request = Request::builder()
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from("{"))
            .unwrap();
        assert_eq!(read(request).await.unwrap_err().code, 50109);
    }

    #[tokio::test]
    async fn multipart_holds_json_and_files() {
        let text = "--x\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"hi\"}\r\n\
            --x\r\nContent-Disposition: form-data; name=\"files[1]\"; filename=\"a.ics\"\r\n\
            Content-Type: text/calendar\r\n\r\nBEGIN\r\n--x--\r\n";
        let request = Request::builder()
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(text))
            .unwrap();
        let incoming = read(request).await.unwrap();
        assert_eq!(incoming.json.unwrap()["content"], "hi");
        assert_eq!(incoming.files.len(), 1);
        assert_eq!(incoming.files[0].number, 1);
        assert_eq!(incoming.files[0].filename, "a.ics");
        assert_eq!(incoming.files[0].bytes, b"BEGIN");
    }
}
