//! What others may see of the connection.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Busy;

/// Signs of how the bot does. Cheap to clone; clones show the same.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    unread: Arc<AtomicU64>,
    connected: Arc<AtomicBool>,
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

    pub(super) fn unread(&self) -> Arc<AtomicU64> {
        self.unread.clone()
    }

    pub(super) fn set_connected(&self, connected: bool) {
        self.connected.store(connected, Ordering::Relaxed);
    }

    /// The bot is no longer starting.
    pub(super) fn started(&self) {
        self.starting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }
}
