//! A small port for whoever watches the bot: `/healthz`, `/readyz` and `/metrics`.
//!
//! Off unless it is set. Nobody logs in there, so it is for the machine itself or a network of one's own; what it tells holds nothing of
//! anybody. It is bounded, so that nothing that comes in there can disturb the bot: so many connections at a time, each for one request
//! and a few seconds, and one look at the database at a time.

mod answer;
mod readiness;
mod scrape;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Semaphore, watch};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::discord::Signs;
use crate::metrics::Metrics;
use crate::store::Store;

pub use readiness::{NotReady, ready};

/// So many connections are served at a time; others wait until the system's queue is full.
const CONNECTIONS: usize = 32;
/// How long a request may take to come in.
const REQUEST_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may take from its beginning to its end.
const CONNECTION_WITHIN: Duration = Duration::from_secs(10);
/// The most of a request that is read.
const REQUEST_BYTES: usize = 8 * 1024;
/// How long those that are being answered may take when the bot ends.
const ENDING_WITHIN: Duration = Duration::from_millis(500);
/// How long to wait when the system has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(200);

/// Why nobody can watch at this address. One sentence with the remedy.
#[derive(Debug, thiserror::Error)]
pub enum MonitorError {
    /// Something listens there already.
    #[error(
        "another program listens at {0} already, where monitor.listen says that the bot can be watched: stop it, or choose another port there, \
         or \"\" for none"
    )]
    InUse(SocketAddr),
    /// It cannot be listened at.
    #[error(
        "the bot cannot be watched at {address}, as monitor.listen says ({why}): choose an address of this machine and a port from 1024 on, or \"\" \
         for none"
    )]
    Refused {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        why: String,
    },
}

/// The port, before it is served.
#[derive(Debug)]
pub struct Monitor {
    listener: TcpListener,
    address: SocketAddr,
    /// How long a request may take to come in.
    patience: Duration,
}

/// What can be seen there of the bot.
#[derive(Debug)]
pub struct Watched {
    /// The database.
    pub store: Store,
    /// Where its file is.
    pub database: PathBuf,
    /// Bot time, by which what is owed is due.
    pub clock: Clock,
    /// The connection to Discord.
    pub signs: Signs,
    /// What is counted.
    pub metrics: Metrics,
    /// The jobs that claim occurrences.
    pub occurring: &'static [&'static str],
}

/// What is watched, and the right to look at its database, which one has at a time.
#[derive(Debug)]
struct Desk {
    watched: Watched,
    looking: Mutex<()>,
}

impl Monitor {
    /// Begins to listen at an address. Who asks before [`Monitor::serve`] waits.
    ///
    /// # Errors
    ///
    /// When it cannot be listened at.
    pub async fn listen(address: SocketAddr) -> Result<Self, MonitorError> {
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::AddrInUse => MonitorError::InUse(address),
            _ => MonitorError::Refused {
                address,
                why: error.to_string(),
            },
        };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self {
            listener,
            address,
            patience: REQUEST_WITHIN,
        })
    }

    /// Where it listens; with the port that the system chose where none was named.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stopping` turns true; then nobody new, and who is being answered has a moment.
    pub async fn serve(self, watched: Watched, mut stopping: watch::Receiver<bool>) {
        tracing::info!(address = %self.address, "can be watched");
        let desk = Arc::new(Desk {
            watched,
            looking: Mutex::default(),
        });
        let patience = self.patience;
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        let mut connections = JoinSet::new();
        while !*stopping.borrow() {
            let next = async {
                let place = room.clone().acquire_owned().await;
                (place, self.listener.accept().await)
            };
            let (place, accepted) = tokio::select! {
                next = next => next,
                Some(_) = connections.join_next() => continue,
                _ = stopping.changed() => break,
            };
            match accepted {
                Ok((stream, _)) => {
                    let desk = desk.clone();
                    connections.spawn(async move {
                        one(stream, &desk, patience).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection to the monitoring port was not accepted");
                    tokio::time::sleep(NO_ROOM).await;
                }
            }
        }
        drop(self.listener);
        let _ = tokio::time::timeout(ENDING_WITHIN, async {
            while connections.join_next().await.is_some() {}
        })
        .await;
    }
}

/// Answers the one request of a connection. Whatever goes wrong is the matter of who asks.
async fn one(stream: TcpStream, desk: &Desk, patience: Duration) {
    let answering = service_fn(async |request| Ok::<_, Infallible>(desk.answer(&request).await));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(REQUEST_BYTES)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), answering);
    match tokio::time::timeout(CONNECTION_WITHIN, served).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "who watches was not answered"),
        Err(_) => tracing::debug!("who watches was too slow"),
    }
}
