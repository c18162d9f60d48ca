//! The clock over the wire: `GET /sandbox/clock`, as JSON once or as a WebSocket to follow.

use axum::extract::ws::{Message, WebSocket};
use serde::{Deserialize, Serialize};

use super::{Clock, IdleReport, Tick};

/// What the sandbox says to a follower.
#[derive(Serialize)]
struct TickMessage {
    op: &'static str,
    #[serde(flatten)]
    tick: Tick,
}

/// What a follower says to the sandbox.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
enum FollowerMessage {
    Idle {
        tick: u64,
        events: u64,
        #[serde(default)]
        next_due: Option<chrono::DateTime<chrono::Utc>>,
    },
    Busy {},
}

/// Serves one follower until its connection ends.
pub(crate) async fn follow(clock: Clock, mut socket: WebSocket) {
    let followers = clock.sandbox.followers();
    let mut ticks = followers.ticks();
    let id = followers.join();
    tell_and_listen(&clock, &mut ticks, id, &mut socket).await;
    followers.leave(id);
}

async fn tell_and_listen(
    clock: &Clock,
    ticks: &mut tokio::sync::watch::Receiver<u64>,
    id: super::followers::FollowerId,
    socket: &mut WebSocket,
) {
    ticks.mark_changed();
    loop {
        tokio::select! {
            changed = ticks.changed() => {
                ticks.mark_unchanged();
                if changed.is_err() || !say(socket, clock.reading()).await {
                    return;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                    Ok(FollowerMessage::Idle { tick, events, next_due }) => {
                        clock.sandbox.followers().report(id, IdleReport { tick, events, next_due });
                    }
                    Ok(FollowerMessage::Busy {}) => clock.sandbox.followers().take_back(id),
                    Err(why) => {
                        let what = format!("a clock follower sent what is no report: {why}");
                        clock.sandbox.with(|world| world.defect(what));
                    }
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
        }
    }
}

/// Says the time; `false` when nobody listens any more.
async fn say(socket: &mut WebSocket, tick: Tick) -> bool {
    let message = TickMessage { op: "tick", tick };
    let Ok(text) = serde_json::to_string(&message) else {
        return false;
    };
    socket.send(Message::Text(text.into())).await.is_ok()
}
