//! Following the sandbox's clock over a WebSocket: ticks in, idle reports out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::{Face, Inner};

/// How long the first tick may take, in real time.
const FIRST_TICK: Duration = Duration::from_secs(10);
/// The first pause before a lost connection is made again; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Why the sandbox's clock cannot be followed.
#[derive(Debug, thiserror::Error)]
#[error(
    "the sandbox's clock at {address} cannot be followed ({why}): start the sandbox first, or leave sandbox_clock empty"
)]
pub struct FollowError {
    address: String,
    why: String,
}

/// The task that keeps the connection; it ends when this is dropped.
pub(super) struct Task(tokio::task::AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the sandbox says whenever its time has changed.
#[derive(Debug, Deserialize)]
struct Tick {
    #[serde(rename = "tick")]
    number: u64,
    now: DateTime<Utc>,
    mode: Mode,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    System,
    Moved,
    Running,
}

/// What the bot says when it has nothing left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename = "idle")]
struct Idle {
    tick: u64,
    events: u64,
    next_due: Option<DateTime<Utc>>,
}

/// Connects, sets the clock by the first tick, and follows from then on.
pub(super) async fn start(address: &str) -> Result<(Arc<Inner>, Task), FollowError> {
    let failed = |why: String| FollowError {
        address: address.to_owned(),
        why,
    };
    let first = async {
        let mut socket = connect(address)
            .await
            .map_err(|error| failed(error.to_string()))?;
        match next_tick(&mut socket).await {
            Some(tick) => Ok((socket, tick)),
            None => Err(failed("it hung up before it told the time".to_owned())),
        }
    };
    let (socket, tick) = tokio::time::timeout(FIRST_TICK, first)
        .await
        .map_err(|_| {
            failed(format!(
                "no time heard within {} seconds",
                FIRST_TICK.as_secs()
            ))
        })??;

    let inner = Arc::new(Inner::new(face(&tick)));
    let follower = Follower {
        address: address.to_owned(),
        changes: inner.activity.changes(),
        inner: inner.clone(),
    };
    let task = tokio::spawn(follower.run(socket, tick.number));
    Ok((inner, Task(task.abort_handle())))
}

struct Follower {
    address: String,
    inner: Arc<Inner>,
    changes: watch::Receiver<()>,
}

impl Follower {
    /// Follows for ever; a connection that is lost is made again.
    async fn run(mut self, mut socket: Socket, mut tick: u64) {
        loop {
            if let Err(error) = self.follow(socket, tick).await {
                tracing::warn!(%error, "lost the sandbox's clock");
            }
            (socket, tick) = self.connect_again().await;
            tracing::info!("following the sandbox's clock again");
        }
    }

    /// Follows until the connection ends.
    async fn follow(
        &mut self,
        mut socket: Socket,
        mut tick: u64,
    ) -> Result<(), tungstenite::Error> {
        let mut told = None;
        loop {
            let idle = self.idle(tick);
            if let Some(report) = idle.filter(|_| idle != told) {
                // A report that cannot be written as JSON does not exist: three numbers and a time.
                let text = serde_json::to_string(&report).unwrap_or_default();
                socket.send(Message::Text(text)).await?;
                told = idle;
            }
            tokio::select! {
                heard = next_tick(&mut socket) => match heard {
                    Some(heard) => {
                        tick = heard.number;
                        self.inner.set(face(&heard));
                    }
                    None => return Ok(()),
                },
                // The sender lives in `inner`, so the channel cannot be closed here.
                _ = self.changes.changed() => {}
            }
        }
    }

    /// What there is to report, if nothing is in progress. Whoever sets an alarm is busy while doing so, so an instant
    /// read after "nothing is in progress" misses none.
    fn idle(&self, tick: u64) -> Option<Idle> {
        let events = self.inner.activity.idle_events()?;
        let next_due = self.inner.alarms.earliest();
        Some(Idle {
            tick,
            events,
            next_due,
        })
    }

    async fn connect_again(&self) -> (Socket, u64) {
        let mut pause = FIRST_PAUSE;
        loop {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            if let Ok(mut socket) = connect(&self.address).await
                && let Some(tick) = next_tick(&mut socket).await
            {
                self.inner.set(face(&tick));
                return (socket, tick.number);
            }
        }
    }
}

async fn connect(address: &str) -> Result<Socket, tungstenite::Error> {
    // Reports are small and waited for, so they are not held back to be sent together.
    let (socket, _) = connect_async_with_config(address, None, true).await?;
    Ok(socket)
}

/// The next tick; `None` when the connection is over. What is no tick is passed over.
async fn next_tick(socket: &mut Socket) -> Option<Tick> {
    loop {
        if let Message::Text(text) = socket.next().await?.ok()?
            && let Ok(tick) = serde_json::from_str(&text)
        {
            return Some(tick);
        }
    }
}

fn face(tick: &Tick) -> Face {
    match tick.mode {
        Mode::System | Mode::Running => Face::Running {
            at: tick.now,
            read: Instant::now(),
        },
        Mode::Moved => Face::Standing { at: tick.now },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use serde_json::{Value, json};
    use tokio::net::TcpListener;
    use tokio_tungstenite::accept_async;

    use super::super::Clock;
    use super::*;

    /// The other end: what a sandbox does, by hand.
    struct Server(TcpListener);

    struct Peer(WebSocketStream<TcpStream>);

    impl Server {
        async fn start() -> (Self, String) {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("ws://{}/sandbox/clock", listener.local_addr().unwrap());
            (Self(listener), address)
        }

        async fn accept(&self) -> Peer {
            let (stream, _) = self.0.accept().await.unwrap();
            Peer(accept_async(stream).await.unwrap())
        }
    }

    impl Peer {
        async fn tick(&mut self, tick: u64, now: &str, mode: &str) {
            let text = json!({"op": "tick", "tick": tick, "now": now, "mode": mode}).to_string();
            self.0.send(Message::Text(text)).await.unwrap();
        }

        async fn hear(&mut self) -> Value {
            match self.0.next().await.unwrap().unwrap() {
                Message::Text(text) => serde_json::from_str(&text).unwrap(),
                other => panic!("{other:?}"),
            }
        }
    }

    async fn following() -> (Server, Peer, Clock) {
        let (server, address) = Server::start().await;
        let peer = async {
            let mut peer = server.accept().await;
            peer.tick(7, "2026-03-02T09:00:00Z", "moved").await;
            peer
        };
        let (mut peer, clock) = tokio::join!(peer, Clock::follow(&address));
        let first = peer.hear().await;
        assert_eq!(
            first,
            json!({"op": "idle", "tick": 7, "events": 0, "next_due": null})
        );
        (server, peer, clock.unwrap())
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn a_moved_clock_stands_still_at_what_the_sandbox_said() {
        let (_server, mut peer, clock) = following().await;
        assert_eq!(clock.now(), at("2026-03-02T09:00:00Z"));
        peer.tick(8, "2026-03-02T09:30:00Z", "moved").await;
        assert_eq!(peer.hear().await["tick"], 8);
        assert_eq!(clock.now(), at("2026-03-02T09:30:00Z"));
    }

    #[tokio::test]
    async fn a_sandbox_that_follows_the_machine_is_read_as_running() {
        let (_server, mut peer, clock) = following().await;
        peer.tick(8, "2026-03-02T09:30:00Z", "system").await;
        assert_eq!(peer.hear().await["tick"], 8);
        let mut alarm = clock.alarm();
        alarm.set(Some(at("2026-03-02T09:30:00.001Z")));
        drop(alarm.rings().await);
        assert!(clock.now() >= at("2026-03-02T09:30:00.001Z"));
    }

    #[tokio::test]
    async fn who_waits_while_time_stands_is_woken_by_time_that_is_let_run() {
        let (_server, mut peer, clock) = following().await;
        let mut alarm = clock.alarm();
        alarm.set(Some(at("2026-03-02T09:00:00.010Z")));
        assert_eq!(peer.hear().await["tick"], 7);
        let waiting = tokio::spawn(async move { drop(alarm.rings().await) });
        // Everything that can be done is done once the bot has reported again: now it waits.
        peer.tick(8, "2026-03-02T09:00:00Z", "moved").await;
        assert_eq!(peer.hear().await["tick"], 8);
        assert!(!waiting.is_finished());
        peer.tick(9, "2026-03-02T09:00:00Z", "running").await;
        waiting.await.unwrap();
        assert!(clock.now() >= at("2026-03-02T09:00:00.010Z"));
    }

    #[tokio::test]
    async fn nothing_is_reported_before_the_work_that_a_tick_brought_is_done() {
        let (_server, mut peer, clock) = following().await;
        let mut alarm = clock.alarm();
        alarm.set(Some(at("2026-03-02T10:00:00Z")));
        assert_eq!(peer.hear().await["next_due"], "2026-03-02T10:00:00Z");
        peer.tick(8, "2026-03-02T10:00:00Z", "moved").await;
        let busy = alarm.rings().await;
        // An event handled meanwhile is in the one report that follows, so none was sent in between.
        clock.new_session();
        drop(clock.event());
        alarm.set(Some(at("2026-03-02T11:00:00Z")));
        drop(busy);
        assert_eq!(
            peer.hear().await,
            json!({"op": "idle", "tick": 8, "events": 1, "next_due": "2026-03-02T11:00:00Z"})
        );
    }

    #[tokio::test]
    async fn a_lost_connection_is_made_again_and_the_bot_reports_anew() {
        let (server, peer, clock) = following().await;
        drop(peer);
        let mut peer = server.accept().await;
        peer.tick(1, "2026-03-02T12:00:00Z", "moved").await;
        assert_eq!(
            peer.hear().await,
            json!({"op": "idle", "tick": 1, "events": 0, "next_due": null})
        );
        assert_eq!(clock.now(), at("2026-03-02T12:00:00Z"));
    }

    #[tokio::test]
    async fn the_connection_ends_with_the_clock() {
        let (_server, mut peer, clock) = following().await;
        drop(clock);
        let end = peer.0.next().await;
        assert!(
            matches!(end, None | Some(Err(_) | Ok(Message::Close(_)))),
            "{end:?}"
        );
    }

    #[tokio::test]
    async fn an_address_where_nobody_listens_is_an_error_that_says_what_to_do() {
        let (server, address) = Server::start().await;
        drop(server);
        let error = Clock::follow(&address).await.err().unwrap().to_string();
        assert!(
            error.starts_with(&format!(
                "the sandbox's clock at {address} cannot be followed ("
            )),
            "{error}"
        );
        assert!(
            error.ends_with("): start the sandbox first, or leave sandbox_clock empty"),
            "{error}"
        );
    }
}
