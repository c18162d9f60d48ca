use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::store::Lease;
use crate::store::tests::start;

/// A port that is served, of a bot that is not connected.
struct Port {
    address: SocketAddr,
    store: Store,
    stop: watch::Sender<bool>,
    served: tokio::task::JoinHandle<()>,
    _folder: TempDir,
}

impl Port {
    async fn open() -> Self {
        Self::with_patience(REQUEST_WITHIN).await
    }

    async fn with_patience(patience: Duration) -> Self {
        let (folder, store) = crate::store::tests::store().await;
        let mut monitor = Monitor::listen("127.0.0.1:0".parse().unwrap())
            .await
            .unwrap();
        monitor.patience = patience;
        let address = monitor.address();
        let watched = Watched {
            store: store.clone(),
            database: folder.path().join("potluck.db"),
            clock: Clock::standing(start()),
            signs: Signs::default(),
            metrics: Metrics::new().unwrap(),
            occurring: &["rounds"],
        };
        let (stop, stopping) = watch::channel(false);
        let served = tokio::spawn(monitor.serve(watched, stopping));
        Self {
            address,
            store,
            stop,
            served,
            _folder: folder,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Everything that is answered to these bytes.
    async fn asked(&self, bytes: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_bytes()).await.unwrap();
        rest(&mut stream).await
    }

    /// The status, the head and the body of an answer.
    async fn asks(&self, method: &str, path: &str) -> (u16, String, String) {
        let answer = self
            .asked(&format!("{method} {path} HTTP/1.1\r\nhost: here\r\n\r\n"))
            .await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_lowercase(), body.to_owned())
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset has ended as well.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_done_there_is_said() {
    let port = Port::open().await;
    for path in ["/", "/metrics/", "/metricsx", "/healthz?x=1/../secret"] {
        let (status, _, body) = port.asks("GET", path).await;
        if path.starts_with("/healthz") {
            assert_eq!(status, 200, "what is asked besides counts for nothing");
        } else {
            assert_eq!(
                (status, body.as_str()),
                (404, "There are /healthz, /readyz and /metrics here.\n")
            );
        }
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let (status, head, body) = port.asks(method, "/metrics").await;
        assert_eq!(
            (status, body.as_str()),
            (405, "Only GET and HEAD are answered here.\n")
        );
        assert!(head.contains("\r\nallow: get, head"), "{head}");
    }
    let (status, head, body) = port.asks("HEAD", "/metrics").await;
    assert_eq!((status, body.as_str()), (200, ""));
    assert!(
        head.contains("\r\ncontent-type: text/plain; version=0.0.4"),
        "{head}"
    );
    assert!(head.contains("\r\nconnection: close"), "{head}");
    let refused = port.asked("nonsense\r\n\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 400"), "{refused}");
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(2 * REQUEST_BYTES));
    let refused = port.asked(&long).await;
    assert!(!refused.starts_with("HTTP/1.1 200"), "{refused}");
    assert_eq!(
        port.asks("GET", "/healthz").await.0,
        200,
        "it still answers"
    );
}

#[tokio::test]
async fn what_is_missing_for_being_ready_is_said_in_a_sentence() {
    let port = Port::open().await;
    let ready = async || {
        let (status, _, body) = port.asks("GET", "/readyz").await;
        (status, body)
    };
    let lease = "this process does not hold the lease on the database\n";
    assert_eq!(ready().await, (503, lease.to_owned()));
    let _lease = Lease::take(&port.store, chrono::Utc::now()).await.unwrap();
    let connected = "not connected to Discord\n";
    assert_eq!(ready().await, (503, connected.to_owned()));
    assert_eq!(port.asks("GET", "/healthz").await.2, "alive\n");
    port.store.close().await;
    let silent = "the database does not answer\n";
    assert_eq!(ready().await, (503, silent.to_owned()));
    let (status, _, body) = port.asks("GET", "/healthz").await;
    assert_eq!((status, body.as_str()), (503, silent));
    // What needs no database is still told.
    let (status, _, body) = port.asks("GET", "/metrics").await;
    assert_eq!(status, 200);
    assert!(body.contains("\npotluck_database_up 0\n"), "{body}");
    assert!(body.contains("\npotluck_ready 0\n"), "{body}");
    assert!(!body.contains("potluck_outbox_rows"), "{body}");
}

#[tokio::test]
async fn who_says_nothing_keeps_nobody_else_waiting_and_does_not_keep_the_bot_from_ending() {
    let port = Port::open().await;
    let mut silent = Vec::new();
    for _ in 0..CONNECTIONS - 1 {
        let mut stream = port.connect().await;
        stream
            .write_all(b"GET /metrics HTTP/1.1\r\n")
            .await
            .unwrap();
        silent.push(stream);
    }
    let (status, _, _) = port.asks("GET", "/healthz").await;
    assert_eq!(status, 200);
    port.stop.send(true).unwrap();
    let begun = std::time::Instant::now();
    port.served.await.unwrap();
    assert!(begun.elapsed() < REQUEST_WITHIN, "{:?}", begun.elapsed());
    assert!(TcpStream::connect(port.address).await.is_err());
}

#[tokio::test]
async fn where_all_places_are_taken_by_who_says_nothing_they_are_free_after_a_while() {
    let port = Port::with_patience(Duration::from_millis(100)).await;
    let mut silent = Vec::new();
    for _ in 0..CONNECTIONS + 8 {
        silent.push(port.connect().await);
    }
    // These wait behind those, and are answered once those were shut out.
    let (status, _, _) = port.asks("GET", "/healthz").await;
    assert_eq!(status, 200);
    let mut first = silent.swap_remove(0);
    let told = rest(&mut first).await;
    assert!(
        told.is_empty() || told.starts_with("HTTP/1.1 408"),
        "{told}"
    );
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_with_the_remedy() {
    let port = Port::open().await;
    let error = Monitor::listen(port.address).await.unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "another program listens at {} already, where monitor.listen says that the bot can be watched: stop it, or choose another port there, \
             or \"\" for none",
            port.address
        )
    );
    // An address of documentation's, which no machine has.
    let error = Monitor::listen("192.0.2.1:9464".parse().unwrap())
        .await
        .unwrap_err();
    assert!(matches!(error, MonitorError::Refused { .. }), "{error}");
}
