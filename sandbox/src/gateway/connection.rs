//! One WebSocket of the gateway, from HELLO to its end.

use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{
    ConnectionId, Line, Order, ResumeRefusal, Shard, Start,
    codec::Codec,
    intents::{self, Requested},
    member_request::MemberRequest,
    opening,
};
use crate::sandbox::Sandbox;

/// Bytes of a payload that a client may send.
const LONGEST_PAYLOAD: usize = 4096;
/// Payloads that a client may send in a minute, heartbeats included.
const PAYLOADS_A_MINUTE: usize = 120;
/// How long a client has to close its side after ours.
const FAREWELL: Duration = Duration::from_secs(1);

/// What the address of a connection asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct GatewayQuery {
    v: Option<String>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// What a client sends.
#[derive(Deserialize)]
struct Payload {
    op: u64,
    #[serde(default)]
    d: Value,
}

#[derive(Deserialize)]
struct Identify {
    token: String,
    #[serde(rename = "properties")]
    _properties: serde_json::Map<String, Value>,
    #[serde(default)]
    compress: bool,
    large_threshold: Option<u64>,
    shard: Option<(u64, u64)>,
    intents: Option<u64>,
}

#[derive(Deserialize)]
struct Resume {
    token: String,
    session_id: String,
    seq: u64,
}

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// With a close frame of ours.
    Close(u16, &'static str),
    /// Without a word of ours: the client is gone, or is to believe that the network is.
    Silent {
        /// Whether the client said goodbye, which ends its session.
        orderly: bool,
    },
}

const DECODE_ERROR: End = End::Close(4002, "Error while decoding payload.");
const NOT_AUTHENTICATED: End = End::Close(4003, "Not authenticated.");
const WRONG_TOKEN: End = End::Close(4004, "Authentication failed.");

struct Connection {
    sandbox: Sandbox,
    id: ConnectionId,
    codec: Codec,
    orders: UnboundedSender<Order>,
    session: Option<String>,
    received: std::collections::VecDeque<Instant>,
}

/// Serves one connection until it ends.
pub(crate) async fn serve(sandbox: Sandbox, query: GatewayQuery, mut socket: WebSocket) {
    let (orders, mut to_do) = unbounded_channel();
    let mut connection = Connection {
        id: sandbox.gateway().next_connection(),
        codec: Codec::Plain,
        orders,
        session: None,
        received: std::collections::VecDeque::new(),
        sandbox,
    };
    let end = match connection.open(&query) {
        Ok(()) => connection.run(&mut socket, &mut to_do).await,
        Err(end) => end,
    };
    let sandbox = connection.sandbox.clone();
    let now = sandbox.clock().now();
    let orderly = end == (End::Silent { orderly: true });
    let id = connection.id;
    sandbox
        .gateway()
        .change(|state| state.sessions.hang_up(id, orderly, now));
    if let End::Close(code, reason) = end {
        say_goodbye(&mut socket, code, reason).await;
    }
}

/// Closes, and reads on until the client has closed too, so that the close frame is not lost with the socket.
async fn say_goodbye(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame {
        code,
        reason: reason.into(),
    };
    if socket.send(Message::Close(Some(frame))).await.is_ok() {
        read_to_the_end(socket).await;
    }
}

/// Reads on until the connection has ended, which also sends the answer to a client's close frame.
async fn read_to_the_end(socket: &mut WebSocket) {
    let drained = async { while let Some(Ok(_)) = socket.recv().await {} };
    let _too_slow = tokio::time::timeout(FAREWELL, drained).await;
}

impl Connection {
    /// Judges the address.
    fn open(&mut self, query: &GatewayQuery) -> Result<(), End> {
        if query.v.as_deref() != Some("10") {
            return Err(End::Close(4012, "Invalid API version"));
        }
        if query.encoding.as_deref().unwrap_or("json") != "json" {
            return Err(End::Close(4002, "The sandbox speaks encoding=json only."));
        }
        self.codec = match query.compress.as_deref() {
            None => Codec::Plain,
            Some("zlib-stream") => Codec::stream(),
            Some(_) => {
                return Err(End::Close(
                    4002,
                    "The sandbox speaks compress=zlib-stream or none.",
                ));
            }
        };
        Ok(())
    }

    async fn run(&mut self, socket: &mut WebSocket, to_do: &mut UnboundedReceiver<Order>) -> End {
        let interval = self.sandbox.options().heartbeat_interval;
        let hello = format!(
            r#"{{"t":null,"s":null,"op":10,"d":{{"heartbeat_interval":{},"_trace":["sandbox"]}}}}"#,
            interval.as_millis()
        );
        self.order(Order::Send(hello));
        let mut last_beat = Instant::now();
        loop {
            // Half an interval of grace, since a client may start its first beat late and the network is slow.
            let too_late = tokio::time::Instant::from_std(last_beat + interval + interval / 2);
            tokio::select! {
                order = to_do.recv() => match order {
                    Some(Order::Send(payload)) => {
                        let Ok(message) = self.codec.encode(&payload) else {
                            return End::Close(4000, "Unknown error.");
                        };
                        if socket.send(message).await.is_err() {
                            return End::Silent { orderly: false };
                        }
                    }
                    Some(Order::Close(code, reason)) => return End::Close(code, reason),
                    Some(Order::Cut) | None => return End::Silent { orderly: false },
                },
                message = socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => {
                        match self.receive(text.as_bytes()) {
                            Ok(beat) => if beat { last_beat = Instant::now(); },
                            Err(end) => return end,
                        }
                    }
                    Some(Ok(Message::Binary(bytes))) => {
                        match self.receive(&bytes) {
                            Ok(beat) => if beat { last_beat = Instant::now(); },
                            Err(end) => return end,
                        }
                    }
                    Some(Ok(Message::Close(frame))) => {
                        let orderly = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                        read_to_the_end(socket).await;
                        return End::Silent { orderly };
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return End::Silent { orderly: false },
                },
                () = tokio::time::sleep_until(too_late) => {
                    return End::Close(4009, "Session timed out.");
                }
            }
        }
    }

    /// Deals with one payload; `true` when it was a heartbeat.
    fn receive(&mut self, bytes: &[u8]) -> Result<bool, End> {
        self.count()?;
        if bytes.len() > LONGEST_PAYLOAD {
            return Err(DECODE_ERROR);
        }
        let payload: Payload = serde_json::from_slice(bytes).map_err(|_| DECODE_ERROR)?;
        match payload.op {
            1 => {
                if !(payload.d.is_null() || payload.d.is_u64()) {
                    return Err(DECODE_ERROR);
                }
                self.order(Order::Send(
                    r#"{"t":null,"s":null,"op":11,"d":null}"#.to_owned(),
                ));
                return Ok(true);
            }
            2 | 6 if self.is_authenticated() => {
                return Err(End::Close(4005, "Already authenticated."));
            }
            2 => self.identify(&parse(payload.d)?)?,
            6 => self.resume(&parse(payload.d)?)?,
            3 | 4 | 8 | 31 if !self.is_authenticated() => return Err(NOT_AUTHENTICATED),
            8 => self.request_members(&parse(payload.d)?)?,
            // Presence and voice change nothing that anybody here can see; a soundboard is empty.
            3 | 4 | 31 => {}
            _ => return Err(End::Close(4001, "Unknown opcode.")),
        }
        Ok(false)
    }

    /// Counts a payload against the limit of one minute, which is of real time.
    fn count(&mut self) -> Result<(), End> {
        let now = Instant::now();
        while self
            .received
            .front()
            .is_some_and(|at| now.duration_since(*at) > Duration::from_mins(1))
        {
            self.received.pop_front();
        }
        self.received.push_back(now);
        if self.received.len() > PAYLOADS_A_MINUTE {
            return Err(End::Close(4008, "You are being rate limited."));
        }
        Ok(())
    }

    fn identify(&mut self, identify: &Identify) -> Result<(), End> {
        let options = self.sandbox.options();
        if !self.token_is(&identify.token) {
            return Err(WRONG_TOKEN);
        }
        let (number, of) = identify.shard.unwrap_or((0, 1));
        if of == 0 || number >= of {
            return Err(End::Close(4010, "Invalid shard."));
        }
        let shard = Shard { number, of };
        let large = identify.large_threshold.unwrap_or(opening::LARGE);
        if !(50..=250).contains(&large) {
            return Err(DECODE_ERROR);
        }
        let granted = self.sandbox.look(|world| world.application.granted);
        let intents = match intents::judge(identify.intents.unwrap_or(u64::MAX), granted) {
            Requested::Granted(intents) => intents,
            Requested::Invalid => return Err(End::Close(4013, "Invalid intent(s).")),
            Requested::Disallowed => return Err(End::Close(4014, "Disallowed intent(s).")),
        };
        let gateway = self.sandbox.gateway();
        let gap = options.identify_interval;
        let start = self.sandbox.with(|world| {
            let now = world.now();
            world.session_starts.count(now, gap)
        });
        match start {
            Start::Allowed => {}
            Start::TooSoon => {
                self.order(invalid_session());
                return Ok(());
            }
            Start::NoneLeft => {
                // Discord resets the token of a bot that used up its day, and ends its sessions.
                gateway.change(|state| state.sessions.end_all(4004, "Authentication failed."));
                return Err(WRONG_TOKEN);
            }
        }
        if identify.compress && matches!(self.codec, Codec::Plain) {
            self.codec = Codec::Payload;
        }
        let line = self.line();
        let resume_url = self.sandbox.gateway_url();
        let session = self
            .sandbox
            .with(|world| gateway.open_session(world, intents, shard, line, &resume_url, large));
        self.session = Some(session);
        Ok(())
    }

    fn resume(&mut self, resume: &Resume) -> Result<(), End> {
        if !self.token_is(&resume.token) {
            return Err(WRONG_TOKEN);
        }
        let line = self.line();
        let gateway = self.sandbox.gateway();
        // The world is locked, so that nothing is dispatched between the replay and RESUMED.
        let resumed = self.sandbox.with(|world| {
            let now = world.now();
            gateway.change(|state| {
                let resumed = state
                    .sessions
                    .resume(&resume.session_id, resume.seq, line, now);
                state.awaits_identify |= resumed == Err(ResumeRefusal::Gone);
                resumed
            })
        });
        match resumed {
            Ok(()) => {
                self.session = Some(resume.session_id.clone());
                Ok(())
            }
            Err(ResumeRefusal::Gone) => {
                self.order(invalid_session());
                Ok(())
            }
            Err(ResumeRefusal::AheadOfUs) => Err(End::Close(4007, "Invalid seq.")),
        }
    }

    fn request_members(&self, request: &MemberRequest) -> Result<(), End> {
        let Some(session) = &self.session else {
            return Err(NOT_AUTHENTICATED);
        };
        let gateway = self.sandbox.gateway();
        self.sandbox
            .with(|world| gateway.answer_member_request(world, session, request))
            .map_err(|_| DECODE_ERROR)
    }

    /// Whether this connection has a session. One that was invalidated may identify again.
    fn is_authenticated(&self) -> bool {
        self.session.as_ref().is_some_and(|session| {
            self.sandbox
                .gateway()
                .lock()
                .sessions
                .listens(session, self.id)
        })
    }

    fn token_is(&self, token: &str) -> bool {
        let token = token.strip_prefix("Bot ").unwrap_or(token);
        self.sandbox.look(|world| world.application.token == token)
    }

    fn line(&self) -> Line {
        Line {
            connection: self.id,
            orders: self.orders.clone(),
        }
    }

    fn order(&self, order: Order) {
        self.line().order(order);
    }
}

fn invalid_session() -> Order {
    Order::Send(r#"{"t":null,"s":null,"op":9,"d":false}"#.to_owned())
}

fn parse<T: serde::de::DeserializeOwned>(data: Value) -> Result<T, End> {
    serde_json::from_value(data).map_err(|_| DECODE_ERROR)
}
