//! What others may see of the connection.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Busy;

/// At which stage a connection to the gateway is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardStage {
    /// Events come in.
    Connected,
    /// The way to it is being opened.
    Connecting,
    /// It greets.
    Handshake,
    /// It says who it is, and waits for its turn.
    Identifying,
    /// It asks for what it has missed.
    Resuming,
    /// It is down, and nothing is done about it yet.
    Disconnected,
}

impl ShardStage {
    /// Every stage there is.
    pub const ALL: [Self; 6] = [
        Self::Connected,
        Self::Connecting,
        Self::Handshake,
        Self::Identifying,
        Self::Resuming,
        Self::Disconnected,
    ];

    /// In a word, for those who watch.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Connecting => "connecting",
            Self::Handshake => "handshake",
            Self::Identifying => "identifying",
            Self::Resuming => "resuming",
            Self::Disconnected => "disconnected",
        }
    }
}

/// Signs of how the bot does. Cheap to clone; clones show the same.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    unread: Arc<AtomicU64>,
    connected: Arc<AtomicBool>,
    shards: Arc<Mutex<Vec<ShardStage>>>,
    restarts: Arc<AtomicU64>,
    starting: Arc<Mutex<Option<Busy>>>,
}

impl Signs {
    /// Signs of a bot that is starting: it counts as busy until it is connected, or has failed to connect once.
    pub fn starting(busy: Busy) -> Self {
        Self {
            starting: Arc::new(Mutex::new(Some(busy))),
            ..Self::default()
        }
    }

    /// How many events of a kind that the bot understands could not be read. Anything but 0 is a defect.
    pub fn unread_events(&self) -> u64 {
        self.unread.load(Ordering::Relaxed)
    }

    /// Whether every shard is connected to the gateway.
    pub fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// At which stage each shard is; none while there is no connection at all.
    pub fn shards(&self) -> Vec<ShardStage> {
        self.shards
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How often the connection was given up and made anew.
    pub fn restarts(&self) -> u64 {
        self.restarts.load(Ordering::Relaxed)
    }

    pub(super) fn unread(&self) -> Arc<AtomicU64> {
        self.unread.clone()
    }

    /// At which stages the shards are now.
    pub(super) fn set_shards(&self, stages: Vec<ShardStage>) {
        let connected =
            !stages.is_empty() && stages.iter().all(|stage| *stage == ShardStage::Connected);
        *self.shards.lock().unwrap_or_else(PoisonError::into_inner) = stages;
        self.connected.store(connected, Ordering::Relaxed);
    }

    /// The connection is made anew.
    pub(super) fn restarted(&self) {
        self.restarts.fetch_add(1, Ordering::Relaxed);
    }

    /// The bot is no longer starting.
    pub(super) fn started(&self) {
        self.starting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }
}
