//! When a client is given up.

use std::time::{Duration, Instant};

use serenity::all::{ConnectionStage, ShardManager};

use crate::discord::signs::ShardStage;

/// A client that has been connected and is not for so long is given up. A resume that works takes less than a second.
const LOST_AFTER: Duration = Duration::from_secs(8);
/// A client that has never been connected is given up after so long, and so much more for each shard: they identify five seconds apart.
const FIRST_CONNECTION: Duration = Duration::from_secs(30);
const EACH_SHARD: Duration = Duration::from_secs(6);
/// A connection without any event or heartbeat for so long is dead, whatever it says. Heartbeats are some 41 s apart.
const SILENT_AFTER: Duration = Duration::from_secs(150);

/// What a client shows of itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) stages: Vec<ShardStage>,
    /// Changes with each acknowledged heartbeat.
    latencies: Vec<Option<Duration>>,
    events: u64,
}

impl Look {
    fn connected(&self) -> bool {
        !self.stages.is_empty()
            && self
                .stages
                .iter()
                .all(|stage| *stage == ShardStage::Connected)
    }
}

/// Looks at a client.
pub(super) async fn look(manager: &ShardManager, events: u64) -> Look {
    let runners = manager.runners.lock().await;
    Look {
        stages: runners.values().map(|runner| stage(runner.stage)).collect(),
        latencies: runners.values().map(|runner| runner.latency).collect(),
        events,
    }
}

fn stage(stage: ConnectionStage) -> ShardStage {
    match stage {
        ConnectionStage::Connected => ShardStage::Connected,
        ConnectionStage::Connecting => ShardStage::Connecting,
        ConnectionStage::Handshake => ShardStage::Handshake,
        ConnectionStage::Identifying => ShardStage::Identifying,
        ConnectionStage::Resuming => ShardStage::Resuming,
        // Disconnected, or one of a version to come.
        _ => ShardStage::Disconnected,
    }
}

/// How a client has done so far.
pub(super) struct Health {
    begun: Instant,
    /// When it was last seen connected.
    connected: Option<Instant>,
    /// When it last gave a sign of life, and what it looked like then.
    sign: Instant,
    last: Option<Look>,
}

impl Health {
    pub(super) fn new(begun: Instant) -> Self {
        Self {
            begun,
            connected: None,
            sign: begun,
            last: None,
        }
    }

    /// Why the client is given up, if it is.
    pub(super) fn verdict(&mut self, look: &Look, now: Instant) -> Option<&'static str> {
        if self.last.as_ref() != Some(look) {
            self.last = Some(look.clone());
            self.sign = now;
        }
        if look.connected() {
            self.connected = Some(now);
            return (now - self.sign > SILENT_AFTER).then_some("no heartbeat was answered");
        }
        if let Some(connected) = self.connected {
            return (now - connected > LOST_AFTER).then_some("it did not reconnect");
        }
        let shards = u32::try_from(look.stages.len()).unwrap_or(u32::MAX);
        let patience = FIRST_CONNECTION + EACH_SHARD * shards;
        (now - self.begun > patience).then_some("it did not connect")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looking(stage: ShardStage, latency: u64, events: u64) -> Look {
        Look {
            stages: vec![stage],
            latencies: vec![Some(Duration::from_millis(latency))],
            events,
        }
    }

    #[test]
    fn a_client_is_given_up_only_when_it_is_lost() {
        let begun = Instant::now();
        let at = |seconds| begun + Duration::from_secs(seconds);
        let mut health = Health::new(begun);
        let connecting = looking(ShardStage::Connecting, 0, 0);
        let connected = looking(ShardStage::Connected, 0, 1);
        assert_eq!(health.verdict(&connecting, at(30)), None);
        assert_eq!(health.verdict(&connected, at(35)), None);
        assert_eq!(health.verdict(&connecting, at(36)), None, "it may resume");
        assert_eq!(health.verdict(&connected, at(38)), None);
        assert_eq!(
            health.verdict(&connecting, at(47)),
            Some("it did not reconnect")
        );

        assert_eq!(
            Health::new(begun).verdict(&connecting, at(37)),
            Some("it did not connect")
        );
        let none = Look {
            stages: vec![],
            latencies: vec![],
            events: 0,
        };
        assert!(!none.connected());
        assert_eq!(
            Health::new(begun).verdict(&none, at(31)),
            Some("it did not connect")
        );
    }

    #[test]
    fn a_heartbeat_or_an_event_is_a_sign_of_life() {
        let begun = Instant::now();
        let at = |seconds| begun + Duration::from_secs(seconds);
        let mut health = Health::new(begun);
        assert_eq!(
            health.verdict(&looking(ShardStage::Connected, 1, 1), at(1)),
            None
        );
        assert_eq!(
            health.verdict(&looking(ShardStage::Connected, 2, 1), at(140)),
            None
        );
        assert_eq!(
            health.verdict(&looking(ShardStage::Connected, 2, 2), at(280)),
            None
        );
        assert_eq!(
            health.verdict(&looking(ShardStage::Connected, 2, 2), at(400)),
            None
        );
        assert_eq!(
            health.verdict(&looking(ShardStage::Connected, 2, 2), at(431)),
            Some("no heartbeat was answered")
        );
    }
}
