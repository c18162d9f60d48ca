//! A desk at which a unit test answers the bot's requests by hand, when it wants to.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::Rest;
use crate::metrics::Metrics;

/// Stands in for Discord's REST API on loopback.
pub(in crate::discord) struct Desk {
    listener: TcpListener,
}

/// A request that waits for its answer.
pub(in crate::discord) struct Asked {
    /// Its method and path.
    pub(in crate::discord) line: String,
    /// Its body, if it is JSON.
    pub(in crate::discord) body: Value,
    /// Its body as it came.
    pub(in crate::discord) raw: String,
    stream: TcpStream,
}

impl Desk {
    /// A desk, and the way to it.
    pub(in crate::discord) async fn open() -> (Self, Rest) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let rest = Rest::new("a.test.token", Some(&address), Metrics::new().unwrap()).unwrap();
        (Self { listener }, rest)
    }

    /// The next request.
    pub(in crate::discord) async fn asked(&self) -> Asked {
        let (mut stream, _) = self.listener.accept().await.unwrap();
        let mut received = Vec::new();
        loop {
            assert_ne!(stream.read_buf(&mut received).await.unwrap(), 0, "cut off");
            let text = String::from_utf8_lossy(&received);
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.parse().unwrap())
            });
            if body.len() < length.unwrap_or(0) {
                continue;
            }
            let first = head.lines().next().unwrap();
            return Asked {
                line: first.trim_end_matches(" HTTP/1.1").to_owned(),
                body: serde_json::from_str(body).unwrap_or(Value::Null),
                raw: body.to_owned(),
                stream,
            };
        }
    }
}

impl Asked {
    /// Answers it.
    pub(in crate::discord) async fn answer(mut self, status: u16, body: &str) {
        let answer = format!(
            "HTTP/1.1 {status} As It Is\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(answer.as_bytes()).await.unwrap();
    }
}
