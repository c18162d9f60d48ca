//! The gateway's sessions: what each was sent, what it may still be sent again, and who listens.
//!
//! Nothing here waits. A dispatch is numbered and buffered at once, and handed to the connection
//! that listens, if one does; so a session's sequence number always says how much it was told,
//! whether or not it has read it yet.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use twilight_model::gateway::Intents;

use super::{check, intents};

/// How many dispatches a session can replay. A client that missed more must start anew.
const REPLAYABLE: usize = 5_000;

/// How long a session can be resumed after its connection ended, by the sandbox's clock.
const RESUMABLE_FOR: TimeDelta = TimeDelta::minutes(3);

/// Names one connection for as long as it lasts.
pub(crate) type ConnectionId = u64;

/// What a connection is told to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Send this payload.
    Send(String),
    /// Send a close frame with this code and reason, and end.
    Close(u16, &'static str),
    /// End without a word, as a lost network does.
    Cut,
}

/// A connection's end of the line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Whose it is.
    pub(crate) connection: ConnectionId,
    /// Where its orders go.
    pub(crate) orders: UnboundedSender<Order>,
}

impl Line {
    /// Gives an order. One whose connection has ended meanwhile is lost with it, which is what
    /// the buffer is for.
    pub(crate) fn order(&self, order: Order) {
        let _lost_with_its_connection = self.orders.send(order);
    }
}

/// Which share of the guilds a session looks after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    /// This one's number, from 0.
    pub(crate) number: u64,
    /// How many there are.
    pub(crate) of: u64,
}

impl Shard {
    /// Whether events of this guild, or of no guild, belong to this shard.
    pub(crate) fn covers(self, guild: Option<u64>) -> bool {
        guild.map_or(0, |guild| (guild >> 22) % self.of) == self.number
    }
}

/// One session, from its READY until it is invalidated or replaced.
#[derive(Debug)]
struct Session {
    intents: Intents,
    shard: Shard,
    sequence: u64,
    replayable: VecDeque<(u64, String)>,
    line: Option<Line>,
    lost_at: Option<DateTime<Utc>>,
}

impl Session {
    fn send(&mut self, event: &str, data: &Value) {
        self.sequence += 1;
        let payload = check::payload(event, self.sequence, data);
        if let Some(line) = &self.line {
            line.order(Order::Send(payload.clone()));
        }
        self.replayable.push_back((self.sequence, payload));
        if self.replayable.len() > REPLAYABLE {
            self.replayable.pop_front();
        }
    }

    /// The sequence number of the dispatch before the first that can be replayed.
    fn replayable_after(&self) -> u64 {
        self.replayable
            .front()
            .map_or(self.sequence, |(first, _)| first - 1)
    }
}

/// Why a session was not resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResumeRefusal {
    /// There is no such session, or too much was missed: `INVALID_SESSION`.
    Gone,
    /// The client claims to have seen what was never sent: close code 4007.
    AheadOfUs,
}

/// What a session looks like from outside, for the control interface and for settling.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SessionState {
    /// The session's id.
    pub session_id: String,
    /// Which shard it is, and of how many.
    pub shard: [u64; 2],
    /// The sequence number of the last dispatch.
    pub sequence: u64,
    /// Whether a connection listens.
    pub connected: bool,
    /// The intents' bits.
    pub intents: u64,
}

/// All sessions of the one application.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    by_id: BTreeMap<String, Session>,
    next: u64,
}

impl Sessions {
    /// Starts a session whose first dispatch the caller sends next. A session of the same shard
    /// that nobody listens to is forgotten: its client has started anew.
    pub(crate) fn start(&mut self, intents: Intents, shard: Shard, line: Line) -> String {
        self.by_id
            .retain(|_, session| session.line.is_some() || session.shard != shard);
        self.next += 1;
        // Discord's session ids are 32 hexadecimal digits.
        let id = format!("{:032x}", 0x5a4d_b0c5_u128 << 64 | u128::from(self.next));
        self.by_id.insert(
            id.clone(),
            Session {
                intents,
                shard,
                sequence: 0,
                replayable: VecDeque::new(),
                line: Some(line),
                lost_at: None,
            },
        );
        id
    }

    /// Sends to one session whatever its intents, as READY and answers to requests are.
    pub(crate) fn send_to(&mut self, id: &str, event: &str, data: &Value) {
        if let Some(session) = self.by_id.get_mut(id) {
            session.send(event, data);
        }
    }

    /// Sends an event to each session that covers its guild and asked for it.
    pub(crate) fn dispatch(&mut self, event: &str, data: &Value, guild: Option<u64>, bot: &str) {
        for session in self.by_id.values_mut() {
            if !session.shard.covers(guild) || !intents::wants(session.intents, event, data, bot) {
                continue;
            }
            if session.intents.contains(Intents::MESSAGE_CONTENT) {
                session.send(event, data);
            } else {
                let mut readable = data.clone();
                intents::hide_content(event, &mut readable, bot);
                session.send(event, &readable);
            }
        }
    }

    /// Gives a session to a new connection, replaying what it missed and then RESUMED.
    pub(crate) fn resume(
        &mut self,
        id: &str,
        seen: u64,
        line: Line,
        now: DateTime<Utc>,
    ) -> Result<(), ResumeRefusal> {
        let session = self.by_id.get_mut(id).ok_or(ResumeRefusal::Gone)?;
        if seen > session.sequence {
            return Err(ResumeRefusal::AheadOfUs);
        }
        let too_late = session
            .lost_at
            .is_some_and(|lost| now - lost > RESUMABLE_FOR);
        if too_late || seen < session.replayable_after() {
            self.by_id.remove(id);
            return Err(ResumeRefusal::Gone);
        }
        if let Some(former) = session.line.take() {
            former.order(Order::Close(4000, "the session was resumed elsewhere"));
        }
        for (sequence, payload) in &session.replayable {
            if *sequence > seen {
                line.order(Order::Send(payload.clone()));
            }
        }
        session.line = Some(line);
        session.lost_at = None;
        session.send("RESUMED", &serde_json::json!({ "_trace": ["sandbox"] }));
        Ok(())
    }

    /// Notes that a connection ended. A session it closed in an orderly way is over.
    pub(crate) fn hang_up(&mut self, connection: ConnectionId, orderly: bool, now: DateTime<Utc>) {
        let listens = |session: &Session| {
            session
                .line
                .as_ref()
                .is_some_and(|line| line.connection == connection)
        };
        if orderly {
            self.by_id.retain(|_, session| !listens(session));
            return;
        }
        for session in self.by_id.values_mut().filter(|session| listens(session)) {
            session.line = None;
            session.lost_at = Some(now);
        }
    }

    /// Gives the same order to every connected session. After a cut or a close nobody listens
    /// any more, from this moment on, although the connection's task may not know yet.
    pub(crate) fn order_all(&mut self, order: &Order, now: DateTime<Utc>) -> usize {
        let mut told = 0;
        for session in self.by_id.values_mut() {
            let Some(line) = session.line.clone() else {
                continue;
            };
            line.order(order.clone());
            told += 1;
            if !matches!(order, Order::Send(_)) {
                session.line = None;
                session.lost_at = Some(now);
            }
        }
        told
    }

    /// Tells every client that its session is no longer valid. One that cannot be resumed is
    /// forgotten; its connection stays, and may identify again.
    pub(crate) fn invalidate_all(&mut self, resumable: bool, now: DateTime<Utc>) -> usize {
        let payload = format!(r#"{{"t":null,"s":null,"op":9,"d":{resumable}}}"#);
        let mut told = 0;
        for session in self.by_id.values_mut() {
            // Nobody listens from here on: what comes next is for whoever resumes.
            if let Some(line) = session.line.take() {
                line.order(Order::Send(payload.clone()));
                session.lost_at = Some(now);
                told += 1;
            }
        }
        if !resumable {
            self.by_id.clear();
        }
        told
    }

    /// Whether this connection is the one that listens to the session.
    pub(crate) fn listens(&self, id: &str, connection: ConnectionId) -> bool {
        self.by_id
            .get(id)
            .and_then(|session| session.line.as_ref())
            .is_some_and(|line| line.connection == connection)
    }

    /// Forgets every session, closing those that are connected with this code.
    pub(crate) fn end_all(&mut self, code: u16, reason: &'static str) {
        for session in std::mem::take(&mut self.by_id).into_values() {
            if let Some(line) = session.line {
                line.order(Order::Close(code, reason));
            }
        }
    }

    /// The intents of a session.
    pub(crate) fn intents(&self, id: &str) -> Option<Intents> {
        self.by_id.get(id).map(|session| session.intents)
    }

    /// Every session's state.
    pub(crate) fn states(&self) -> Vec<SessionState> {
        self.by_id
            .iter()
            .map(|(id, session)| SessionState {
                session_id: id.clone(),
                shard: [session.shard.number, session.shard.of],
                sequence: session.sequence,
                connected: session.line.is_some(),
                intents: session.intents.bits(),
            })
            .collect()
    }
}
