//! The outbox, into requests.
//!
//! A row is marked "sending" before its first request and concluded, with its receipt, in one transaction after the last. Rows of one
//! lane go one after the other; lanes go beside each other, as fast as the pace allows. Private messages have a slower pace and work
//! of their own: one that has to wait for its turn is not begun yet, and nothing else waits with it.

mod arrivals;
mod carry;
mod digests;
mod direct;
mod door;
mod pace;
mod reach;
mod reconcile;
mod threads;
mod verdict;
mod waves;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::active_threads::{ActiveThreads, Opening, Room};
use super::rest::{Rest, Trouble};
use crate::clock::{Alarm, Busy, Listener};
use crate::delivery::Receipt;
use crate::domain::ids::{ChannelId, MessageId};
use crate::error::Result;
use crate::features::{Ctx, heard, messages};
use crate::metrics::Carried;
use crate::store::outbox::{self, End, Kind, Row};
use crate::store::{Write, guilds};
use arrivals::{Arrivals, UnderWay};
use door::{Door, door};
use pace::Pace;
use reach::Reached;

/// Rows carried out at the same time, beside private messages. Each takes one to three requests, one after the other, of some 100 to
/// 300 ms, so this is enough for the pace.
const AT_ONCE: usize = 16;
/// Private messages sent at the same time.
const PRIVATELY_AT_ONCE: usize = 4;

/// What the pace of requests is counted by.
const SECOND: TimeDelta = TimeDelta::seconds(1);

/// How often it is tried whether Discord has room for another thread, and for how long.
const ROOM_AGAIN: TimeDelta = TimeDelta::minutes(10);
const NO_ROOM_FOR: TimeDelta = TimeDelta::days(1);
const NO_ROOM: &str =
    "the server has as many open threads as Discord allows; archiving some makes room";

/// How often it is tried to note what became of a row, and how long after the database did not answer.
const TRIES_TO_NOTE: u32 = 20;
const NOTE_AGAIN: TimeDelta = TimeDelta::seconds(15);

/// Why a row failed that hangs on another which did.
const NEVER_THERE: &str = "what it belongs to was never delivered";

/// Carries out what is owed.
#[derive(Debug)]
pub(super) struct Courier {
    carrier: Arc<Carrier>,
    alarm: Alarm,
    changes: Listener,
    private_messages: Pace,
    in_work: JoinSet<()>,
    in_private_work: JoinSet<()>,
}

/// What carrying out a row needs.
#[derive(Debug)]
struct Carrier {
    ctx: Ctx,
    rest: Rest,
    requests: Pace,
    arrivals: Arrivals,
    active: ActiveThreads,
    reached: Reached,
}

/// Work on one row. It holds the guard that keeps the bot from looking idle, except while it waits for its turn.
#[derive(Debug)]
struct Errand<'a> {
    carrier: &'a Carrier,
    row: &'a Row,
    busy: Option<Busy>,
    /// Its latest request, until the next one or the end.
    request: Option<UnderWay<'a>>,
    /// The room for the thread that the row opens, until it is open.
    opening: Option<Opening>,
    /// When this try was begun.
    begun: DateTime<Utc>,
    /// When the first try was begun of which nobody knows whether it went through.
    maybe_sent: Option<DateTime<Utc>>,
}

/// What came of looking for rows that can be begun.
#[derive(Clone, Copy, Debug)]
struct Begun {
    /// Whether none was left for which there may be room once those in work that open threads have opened them.
    all: bool,
    /// Whether anything was written, which the courier hears like everybody.
    wrote: bool,
}

/// What became of a row, for now or for good.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// Carried out; for a message or thread, where it is.
    Done(Option<(ChannelId, Option<MessageId>)>),
    /// To be tried again.
    Again {
        why: String,
        after: Option<TimeDelta>,
        /// Whether it may have gone through all the same.
        maybe_sent: bool,
    },
    /// Refused in a server that is out of reach, which says nothing: to be tried again for as long as that is so.
    OutOfReach(String),
    /// Certainly not done: Discord has no room for it now, and makes some by itself in time.
    NoRoom,
    /// Certainly not done: the thread where it was to be is deleted, or locked by a moderator.
    PlaceGone(ChannelId),
    /// The post of an ask that was to be changed was deleted while nobody was looking.
    PostGone(ChannelId, MessageId),
    /// It can be delivered nowhere, and waits in `/me`.
    Waiting(String),
    /// Never.
    Failed(String),
    /// Never, and Discord was not asked: what it belongs to was never delivered.
    NeverThere,
    /// Nobody can tell whether it was carried out.
    Undecided(String),
    /// Certainly not sent yet, and to be sent when its addressee works next.
    NotBefore(DateTime<Utc>),
    /// No longer of use.
    Dropped,
}

impl Outcome {
    /// As what it is counted.
    fn counted(&self) -> Carried {
        match self {
            Self::Done(_) => Carried::Done,
            Self::Again { .. } | Self::OutOfReach(_) => Carried::Again,
            Self::NoRoom => Carried::NoRoom,
            Self::PlaceGone(_) | Self::PostGone(..) | Self::Dropped => Carried::Dropped,
            Self::Waiting(_) => Carried::Waiting,
            Self::Failed(_) | Self::NeverThere => Carried::Failed,
            Self::Undecided(_) => Carried::Undecided,
            Self::NotBefore(_) => Carried::PutOff,
        }
    }
}

impl Courier {
    /// A courier that hears of everything committed from now on.
    pub(super) fn new(ctx: Ctx, rest: Rest, active: ActiveThreads) -> Self {
        let pace = &ctx.config.courier;
        let requests = Pace::per_second(ctx.clock.clone(), pace.requests_per_second);
        let private_messages = Pace::per_minute(ctx.clock.clone(), pace.direct_messages_per_minute);
        Self {
            alarm: ctx.clock.alarm(),
            changes: ctx.store.changes(),
            private_messages,
            in_work: JoinSet::new(),
            in_private_work: JoinSet::new(),
            carrier: Arc::new(Carrier {
                arrivals: Arrivals::new(ctx.clock.clone()),
                ctx,
                rest,
                requests,
                active,
                reached: Reached::default(),
            }),
        }
    }

    /// Carries out rows until the bot stops; then finishes those that were begun.
    pub(super) async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        let mut busy = self.carrier.ctx.clock.busy();
        if let Err(error) = self.take_up().await {
            tracing::error!(%error, "the outbox could not be read");
        }
        while !*stopping.borrow() {
            if let Err(error) = self.begin_ready().await {
                tracing::error!(%error, "the outbox could not be read");
                self.alarm
                    .set(Some(self.carrier.ctx.clock.now() + TimeDelta::seconds(5)));
            }
            drop(busy);
            busy = tokio::select! {
                busy = self.alarm.rings() => busy,
                busy = self.changes.heard() => busy,
                // Whoever ends has committed, which was heard; this is for those who could not.
                Some(_) = self.in_work.join_next() => self.carrier.ctx.clock.busy(),
                Some(_) = self.in_private_work.join_next() => self.carrier.ctx.clock.busy(),
                _ = stopping.changed() => break,
            };
        }
        while self.in_work.join_next().await.is_some() {}
        while self.in_private_work.join_next().await.is_some() {}
    }

    /// Owes the rows again at which an earlier process was when it ended. They count as perhaps sent, and what that process may have asked
    /// of Discord in its last second counts for the pace.
    async fn take_up(&mut self) -> Result<()> {
        let ctx = &self.carrier.ctx;
        let now = ctx.clock.now();
        let mut write = ctx.store.write().await?;
        let most = ctx.config.courier.requests_per_second;
        let lately = outbox::carried_out_since(&mut write, now - SECOND, most).await?;
        let requests = lately.iter().map(pace::requests_for).sum();
        self.carrier.requests.used(now, requests);
        for row in outbox::in_work(&mut write).await? {
            tracing::info!(row = %row.id, "was being sent when the bot ended");
            let why = "the bot ended while it was being sent";
            outbox::retry(&mut write, row.id, now, why, row.sending_at).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Begins what may be begun now, and sets the alarm for the next.
    async fn begin_ready(&mut self) -> Result<()> {
        let now = self.carrier.ctx.clock.now();
        let dues = outbox::next_due(&mut *self.carrier.ctx.store.read().await?).await?;
        let mut wrote = false;
        let mut next = None;
        for kind in [Kind::Other, Kind::Private] {
            let Some(due) = dues.of(kind) else { continue };
            if due <= now {
                let begun = self.begin_some(kind, now).await?;
                wrote |= begun.wrote;
                // Without room, or where it depends on those in work, the end of one of those is heard.
                if !begun.all || self.room(kind) == 0 {
                    continue;
                }
            }
            let turn = due.max(self.next_turn(kind, now));
            next = next.into_iter().chain([turn]).min();
        }
        // What was written is heard at once, and what comes next is looked for then.
        if !wrote {
            self.alarm.set(next);
        }
        Ok(())
    }

    /// Begins as many rows of a kind as may be in work.
    async fn begin_some(&mut self, kind: Kind, now: DateTime<Utc>) -> Result<Begun> {
        let nothing = |all| Begun { all, wrote: false };
        let room = match kind {
            Kind::Other => self.room(kind),
            Kind::Private => self.room(kind).min(self.private_messages.free(now)),
        };
        if room == 0 {
            return Ok(nothing(true));
        }
        let store = &self.carrier.ctx.store;
        let most = u32::try_from(room).unwrap_or(1);
        let ready = outbox::ready(&mut *store.read().await?, kind, now, most).await?;
        if ready.is_empty() {
            return Ok(nothing(true));
        }
        let mut admitted = Vec::new();
        let mut full = BTreeSet::new();
        let mut unsure = false;
        for row in ready {
            match self.carrier.room_for(&row) {
                None => admitted.push((row, None)),
                Some(Room::Taken(opening)) => admitted.push((row, Some(opening))),
                Some(Room::Unsure) => unsure = true,
                Some(Room::Full) => {
                    full.insert(row.guild);
                }
            }
        }
        // A write is heard, also by the courier itself, so there is none without a reason.
        if admitted.is_empty() && full.is_empty() {
            return Ok(nothing(!unsure));
        }
        let mut begun = Vec::new();
        let mut write = store.write().await?;
        for (row, opening) in admitted {
            // What may have been sent is looked for first.
            let door = match row.sending_at {
                None => door(&mut write, &row, now).await?,
                Some(_) => Door::Open(Vec::new()),
            };
            match door {
                Door::Open(others) => {
                    if let Some(delivery) = outbox::begin(&mut write, row.id, now).await? {
                        let row = Row { delivery, ..row };
                        let row = messages::together(&mut write, row, &others, now).await?;
                        begun.push((row, opening));
                    }
                }
                Door::NotBefore(then) => outbox::put_off(&mut write, row.id, then).await?,
                Door::Shut => outbox::conclude(&mut write, row.id, &End::Dropped, now).await?,
            }
        }
        for guild in full {
            self.carrier.next_wave(&mut write, guild, now).await?;
        }
        write.commit().await?;
        for (row, opening) in begun {
            if kind == Kind::Private {
                self.private_messages.take(now);
            }
            self.spawn(kind, row, opening);
        }
        Ok(Begun {
            all: !unsure,
            wrote: true,
        })
    }

    /// How many more rows of a kind may be in work.
    fn room(&self, kind: Kind) -> usize {
        match kind {
            Kind::Other => AT_ONCE.saturating_sub(self.in_work.len()),
            Kind::Private => PRIVATELY_AT_ONCE.saturating_sub(self.in_private_work.len()),
        }
    }

    /// When a row of a kind may be begun, as far as its pace goes.
    fn next_turn(&self, kind: Kind, now: DateTime<Utc>) -> DateTime<Utc> {
        match kind {
            Kind::Other => now,
            Kind::Private => self.private_messages.next(now),
        }
    }

    fn spawn(&mut self, kind: Kind, row: Row, opening: Option<Opening>) {
        let carrier = self.carrier.clone();
        let busy = carrier.ctx.clock.busy();
        let begun = carrier.ctx.clock.now();
        let work = match kind {
            Kind::Other => &mut self.in_work,
            Kind::Private => &mut self.in_private_work,
        };
        work.spawn(async move {
            let mut errand = Errand {
                carrier: &carrier,
                row: &row,
                busy: Some(busy),
                request: None,
                opening,
                begun,
                maybe_sent: row.sending_at,
            };
            let outcome = errand.run().await;
            let outcome = errand.within_reach(outcome).await;
            // Every request is answered; and what was not opened leaves its room to another.
            errand.request = None;
            errand.opening = None;
            carrier.ctx.metrics.carried(outcome.counted());
            errand.conclude(&outcome).await;
        });
    }
}

impl Errand<'_> {
    /// Waits for a turn to make one request. The one before it is answered.
    async fn turn(&mut self) {
        let carrier = self.carrier;
        self.request = None;
        let busy = self.busy.take().unwrap_or_else(|| carrier.ctx.clock.busy());
        let busy = carrier.requests.turn(busy).await;
        let (busy, request) = carrier.arrivals.admit(busy).await;
        self.request = Some(request);
        self.busy = Some(busy);
    }

    /// Notes what became of the row, again and again where the database does not answer: nothing else of its lane goes on before.
    async fn conclude(&mut self, outcome: &Outcome) {
        for _ in 0..TRIES_TO_NOTE {
            let Err(error) = self.settle(outcome.clone()).await else {
                return;
            };
            tracing::error!(%error, row = %self.row.id, "what became of a row could not be noted");
            let clock = &self.carrier.ctx.clock;
            let mut alarm = clock.alarm();
            alarm.set(Some(clock.now() + NOTE_AGAIN));
            self.busy = None;
            self.busy = Some(alarm.rings().await);
        }
        // It stays "sending", and is reconciled after the next start.
    }

    /// Notes what became of a row, together with its receipt.
    async fn settle(&self, outcome: Outcome) -> Result<()> {
        let row = self.row;
        let ctx = &self.carrier.ctx;
        let now = ctx.clock.now();
        let mut write = ctx.store.write().await?;
        let attempts = row.attempts + 1;
        let outcome = if reach::concludes(&outcome) && is_out(&mut write, row).await? {
            reach::while_out(outcome)
        } else {
            outcome
        };
        if row.receipt == Receipt::Erased
            && let Some(why) = refusal_of(&outcome, attempts)
        {
            // It names or quotes somebody who asked that nothing does, until it works or there is nothing left to change.
            let since = row.held_at.unwrap_or(now);
            let due = now + erasing_again(now - since);
            tracing::warn!(row = %row.id, guild = %row.guild, why, "a change for forgetting is refused, and tried again");
            outbox::hold(&mut write, row.id, due, &why, now).await?;
            write.commit().await?;
            return Ok(());
        }
        let end = match outcome {
            Outcome::NoRoom => match row.held_at {
                Some(since) if now - since >= waves::waits_for(row) => no_room_for_long(row),
                held_at => {
                    tracing::warn!(row = %row.id, guild = %row.guild, "no room for another thread");
                    outbox::hold(&mut write, row.id, now + ROOM_AGAIN, NO_ROOM, now).await?;
                    if held_at.is_none() {
                        heard::held_up(&mut write, row.receipt, now).await?;
                    }
                    if waves::is_of_a_pairing(row) {
                        waves::make_room(&mut write, &self.carrier.active, row.guild, now).await?;
                    }
                    write.commit().await?;
                    return Ok(());
                }
            },
            // Those who met there hear of it as if Discord had told. What was owed there is dropped with it, this row, too, and its people
            // are told privately instead.
            Outcome::PlaceGone(place) => {
                heard::place_gone_in(&mut write, place, now).await?;
                End::Dropped
            }
            Outcome::PostGone(channel, message) => {
                heard::message_gone_in(&mut write, channel, message, now).await?;
                End::Dropped
            }
            Outcome::Again {
                why, maybe_sent, ..
            } if outbox::tried_enough(attempts) => {
                given_up(&why, maybe_sent || self.maybe_sent.is_some())
            }
            Outcome::Again {
                why,
                after,
                maybe_sent,
            } => {
                let maybe_sent = self.maybe_sent.or(maybe_sent.then_some(self.begun));
                let due = outbox::try_again_at(now, attempts, after);
                tracing::warn!(row = %row.id, attempts, why, "a row is tried again");
                outbox::retry(&mut write, row.id, due, &why, maybe_sent).await?;
                write.commit().await?;
                return Ok(());
            }
            Outcome::OutOfReach(why) => {
                let due = outbox::try_again_at(now, attempts, None);
                tracing::warn!(row = %row.id, guild = %row.guild, why, "a row waits for its server");
                outbox::await_server(&mut write, row.id, due, &why, self.maybe_sent).await?;
                write.commit().await?;
                return Ok(());
            }
            Outcome::NotBefore(at_work) => {
                outbox::put_off(&mut write, row.id, at_work).await?;
                write.commit().await?;
                return Ok(());
            }
            Outcome::Done(place) => End::Done(place),
            Outcome::Waiting(why) => End::Waiting(why),
            Outcome::Failed(why) => End::Failed(why),
            Outcome::NeverThere => End::Failed(NEVER_THERE.to_owned()),
            Outcome::Undecided(why) => End::Undecided(why),
            Outcome::Dropped => End::Dropped,
        };
        match &end {
            End::Done(_) | End::Dropped => {
                tracing::info!(row = %row.id, guild = %row.guild, "carried out");
            }
            End::Waiting(why) | End::Failed(why) | End::Undecided(why) => {
                tracing::warn!(row = %row.id, guild = %row.guild, why, "not carried out");
            }
        }
        self.digest_concluded(&mut write, &end).await?;
        outbox::conclude(&mut write, row.id, &end, now).await?;
        match &end {
            End::Done(Some((channel, message))) => {
                heard::delivered(&mut write, row.receipt, *channel, *message, now).await?;
            }
            End::Done(None) | End::Dropped => {}
            End::Waiting(_) | End::Failed(_) | End::Undecided(_) => {
                heard::undeliverable(&mut write, row.receipt, now).await?;
            }
        }
        write.commit().await?;
        Ok(())
    }
}

/// Why a change that is made since somebody is forgotten was refused, or went wrong for a day; `None` where it is done, will soon be, or
/// is of no use, since the message or thread is gone.
fn refusal_of(outcome: &Outcome, attempts: u32) -> Option<String> {
    match outcome {
        Outcome::Failed(why) | Outcome::Waiting(why) | Outcome::Undecided(why) => Some(why.clone()),
        Outcome::NoRoom => Some(NO_ROOM.to_owned()),
        Outcome::Again { why, .. } if outbox::tried_enough(attempts) => Some(why.clone()),
        _ => None,
    }
}

/// How long such a change waits that has been refused for so long: hourly for a day, then daily.
fn erasing_again(refused_for: TimeDelta) -> TimeDelta {
    if refused_for < TimeDelta::days(1) {
        TimeDelta::hours(1)
    } else {
        TimeDelta::days(1)
    }
}

/// Whether an outage of Discord's keeps the row's server from the bot, or it was removed from it.
async fn is_out(write: &mut Write, row: &Row) -> Result<bool> {
    Ok(guilds::is_out_of_reach(write, row.guild).await?)
}

/// The end of a row for which there was no room for a day. A private message is kept for its addressee.
fn no_room_for_long(row: &Row) -> End {
    match row.addressee {
        Some(_) => End::Waiting(NO_ROOM.to_owned()),
        None => End::Failed(NO_ROOM.to_owned()),
    }
}

/// The end of a row that did not go through for a day.
fn given_up(why: &str, maybe_sent: bool) -> End {
    if maybe_sent {
        End::Undecided(format!(
            "it was tried for a day and may have been sent: {why}"
        ))
    } else {
        End::Failed(format!("it was tried for a day in vain: {why}"))
    }
}

/// What a request that did not go through means, where nothing special is to be done about it.
fn refused(trouble: &Trouble) -> Outcome {
    match verdict::verdict(trouble) {
        verdict::Verdict::Later(after) => Outcome::Again {
            why: trouble.to_string(),
            after: after.and_then(|after| TimeDelta::from_std(after).ok()),
            maybe_sent: trouble.may_have_worked(),
        },
        verdict::Verdict::Never(why) => Outcome::Failed(why),
        verdict::Verdict::Gone => {
            Outcome::Failed("the channel, thread or message is no longer there".to_owned())
        }
        verdict::Verdict::Nobody => Outcome::Failed("the person is no longer there".to_owned()),
        verdict::Verdict::Closed => {
            Outcome::Failed("the person takes no private messages".to_owned())
        }
        verdict::Verdict::NoRoom => Outcome::NoRoom,
        verdict::Verdict::Locked => Outcome::Failed("a moderator locked the thread".to_owned()),
        verdict::Verdict::Archived | verdict::Verdict::ThreadExists => {
            Outcome::Failed(trouble.to_string())
        }
    }
}
