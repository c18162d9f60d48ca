//! What can be made to go wrong.
//!
//! A fault is either a blow, which happens once when it is switched on, or a state that lasts until it is switched
//! off or used up. All of them are one enum, so that adding another is one variant here and one line where it bites.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use axum::http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

mod switch;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// A blow: every gateway connection is cut without a close frame, as a lost network does.
    DropGateway,
    /// A blow: every client is asked to reconnect and resume.
    RequestReconnect,
    /// A blow: every client is asked for a heartbeat at once.
    RequestHeartbeat,
    /// A blow: every session is invalidated.
    InvalidateSession {
        /// Whether clients are told that they may resume.
        #[serde(default)]
        resumable: bool,
    },
    /// A blow: every gateway connection is closed with this code.
    CloseGateway {
        /// The close code, such as 4000, or 4014 to see a bot give up.
        code: u16,
    },
    /// A blow: the day's session starts are used up, so that the next IDENTIFY is refused.
    UseUpSessionStarts,
    /// Lasts: the gateway takes no connections; those that exist are cut.
    GatewayUnreachable,
    /// Lasts: the bot is denied a permission in a channel by an overwrite of its own, as an admin would set it.
    MissingPermission {
        /// The channel's name.
        channel: String,
        /// The permission, as Discord's documents name it, such as `SEND_MESSAGES`.
        permission: String,
    },
    /// A blow: the channel is deleted, with everything in it.
    DeleteChannel {
        /// The channel's or thread's name.
        channel: String,
    },
    /// Lasts: the server is gone for a while, as in an outage of Discord's.
    GuildUnavailable,
    /// Lasts: the server takes only so many active threads, where Discord takes a thousand.
    ThreadLimit {
        /// How many.
        most: usize,
    },
    /// Lasts: the bot is removed from the server, and switched off it is invited again, with its role as it was.
    BotRemoved,
    /// Lasts: a person takes no direct messages.
    ClosedDms {
        /// The person's user name.
        person: String,
    },
    /// Lasts until used up: the next requests of a route are answered with a server error.
    ServerError {
        /// The HTTP method; any when left out.
        method: Option<String>,
        /// The route's template, such as `/channels/{channel_id}/messages`, or the beginning of one; any when left
        /// out.
        route: Option<String>,
        /// How many requests.
        times: u32,
        /// The status, 500 to 599; 500 when left out.
        status: Option<u16>,
        /// Whether the request takes effect all the same and only its answer is lost.
        #[serde(default)]
        after_effect: bool,
    },
    /// Lasts until used up: the next requests of a route are refused with 429.
    RateLimited {
        /// The HTTP method; any when left out.
        method: Option<String>,
        /// As in [`Fault::ServerError`].
        route: Option<String>,
        /// How many requests.
        times: u32,
        /// Milliseconds that the answer says to wait.
        retry_after_ms: u32,
    },
    /// Lasts: a bot may make only so many requests in any second of real time, answers to interactions aside, and meets a 429 for each
    /// one more. Discord's own number is 50.
    GlobalLimit {
        /// How many, 1 or more.
        per_second: usize,
    },
}

/// Why a fault could not be switched on or off.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// No channel of this name.
    #[error("there is no channel {0}")]
    UnknownChannel(String),
    /// Nobody of this name.
    #[error("there is nobody called {0}")]
    UnknownPerson(String),
    /// No permission of this name.
    #[error("there is no permission {0}")]
    UnknownPermission(String),
    /// A status that is no server error.
    #[error("{0} is not between 500 and 599")]
    NotAServerError(u16),
    /// The fault is not on.
    #[error("this fault is not on")]
    NotOn,
}

/// The faults that last and are on.
#[derive(Debug, Default)]
pub struct Faults {
    lasting: Vec<Fault>,
    /// When the latest requests came that count against the global limit.
    lately: VecDeque<Instant>,
}

impl Faults {
    /// The failure that a request meets which comes at this instant, if there were too many in the second before.
    pub fn over_global_limit(&mut self, at: Instant) -> Option<ApiError> {
        let most = self.lasting.iter().rev().find_map(|fault| match fault {
            Fault::GlobalLimit { per_second } => Some(*per_second),
            _ => None,
        })?;
        let second = Duration::from_secs(1);
        while let Some(first) = self.lately.front()
            && at.duration_since(*first) >= second
        {
            self.lately.pop_front();
        }
        match self.lately.front() {
            Some(first) if self.lately.len() >= most => {
                let wait = second.saturating_sub(at.duration_since(*first));
                Some(ApiError::globally_rate_limited(wait.as_secs_f64()))
            }
            _ => {
                self.lately.push_back(at);
                None
            }
        }
    }

    /// The failure that a REST request meets before Discord looks at it, if one is switched on for its route.
    ///
    /// `route` is the path's template, such as `/channels/{channel_id}/messages`.
    pub fn before_request(&mut self, method: &Method, route: &str) -> Option<ApiError> {
        self.limit(method, route)
            .or_else(|| self.server_error(method, route, false))
    }

    /// The failure that takes the place of a REST request's answer although the request took effect.
    pub fn after_request(&mut self, method: &Method, route: &str) -> Option<ApiError> {
        self.server_error(method, route, true)
    }

    /// The faults that are on, oldest first.
    pub fn on(&self) -> &[Fault] {
        &self.lasting
    }

    /// How many active threads a server takes, where it is not Discord's own number.
    pub(crate) fn thread_limit(&self) -> Option<usize> {
        self.lasting.iter().rev().find_map(|fault| match fault {
            Fault::ThreadLimit { most } => Some(*most),
            _ => None,
        })
    }

    /// Whether the gateway takes no connections.
    pub(crate) fn gateway_unreachable(&self) -> bool {
        self.lasting.contains(&Fault::GatewayUnreachable)
    }

    fn limit(&mut self, method: &Method, route: &str) -> Option<ApiError> {
        self.use_up(|fault| match fault {
            Fault::RateLimited {
                method: only,
                route: beginning,
                times,
                retry_after_ms,
            } if fits(only.as_deref(), beginning.as_deref(), method, route) => Some((
                times,
                ApiError::rate_limited(f64::from(*retry_after_ms) / 1000.0),
            )),
            _ => None,
        })
    }

    fn server_error(&mut self, method: &Method, route: &str, after: bool) -> Option<ApiError> {
        self.use_up(|fault| match fault {
            Fault::ServerError {
                method: only,
                route: beginning,
                times,
                status,
                after_effect,
            } if *after_effect == after
                && fits(only.as_deref(), beginning.as_deref(), method, route) =>
            {
                let status = status
                    .and_then(|status| StatusCode::from_u16(status).ok())
                    .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Some((times, ApiError::new(status, 0, status.to_string())))
            }
            _ => None,
        })
    }

    /// Finds the first fault that bites, and takes one from the number of times that it does.
    fn use_up<T>(
        &mut self,
        mut bites: impl FnMut(&mut Fault) -> Option<(&mut u32, T)>,
    ) -> Option<T> {
        let (index, bite) = self
            .lasting
            .iter_mut()
            .enumerate()
            .find_map(|(index, fault)| {
                let (times, bite) = bites(fault)?;
                *times = times.saturating_sub(1);
                Some((index, (*times == 0, bite)))
            })?;
        let (used_up, bite) = bite;
        if used_up {
            self.lasting.remove(index);
        }
        Some(bite)
    }
}

fn fits(only: Option<&str>, beginning: Option<&str>, method: &Method, route: &str) -> bool {
    only.is_none_or(|only| only.eq_ignore_ascii_case(method.as_str()))
        && beginning.is_none_or(|beginning| route.starts_with(beginning))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const MESSAGES: &str = "/channels/{channel_id}/messages";

    fn error(times: u32, after_effect: bool) -> Fault {
        Fault::ServerError {
            method: Some("POST".to_owned()),
            route: Some("/channels".to_owned()),
            times,
            status: Some(503),
            after_effect,
        }
    }

    #[test]
    fn a_server_error_bites_as_often_as_it_says() {
        let mut faults = Faults {
            lasting: vec![error(2, false)],
            ..Faults::default()
        };
        assert_eq!(faults.before_request(&Method::GET, MESSAGES), None);
        assert_eq!(faults.before_request(&Method::POST, "/users/@me"), None);
        assert_eq!(faults.after_request(&Method::POST, MESSAGES), None);
        for _ in 0..2 {
            let met = faults.before_request(&Method::POST, MESSAGES).unwrap();
            assert_eq!(met.status, StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(faults.before_request(&Method::POST, MESSAGES), None);
        assert_eq!(faults.on(), []);
    }

    #[test]
    fn an_answer_can_be_lost_after_the_effect() {
        let mut faults = Faults {
            lasting: vec![error(1, true)],
            ..Faults::default()
        };
        assert_eq!(faults.before_request(&Method::POST, MESSAGES), None);
        assert!(faults.after_request(&Method::POST, MESSAGES).is_some());
    }

    #[test]
    fn no_second_holds_more_requests_than_the_global_limit() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut faults = Faults::default();
        assert_eq!(faults.over_global_limit(start), None, "it is off");
        faults.lasting.push(Fault::GlobalLimit { per_second: 2 });
        let mut over = |ms| faults.over_global_limit(at(ms));
        assert_eq!((over(0), over(400)), (None, None));
        let refusal = over(900).unwrap();
        assert_eq!(refusal.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(refusal.global);
        assert!((refusal.retry_after.unwrap() - 0.1).abs() < 0.001);
        assert_eq!(
            over(1000),
            None,
            "the first is a second ago, and a refusal does not count"
        );
        assert!(over(1399).is_some());
        assert_eq!(over(1400), None);
    }

    #[test]
    fn a_fault_reads_as_it_is_written() {
        let text =
            r#"{"fault":"missing_permission","channel":"help","permission":"SEND_MESSAGES"}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&fault).unwrap(), text);
    }
}
