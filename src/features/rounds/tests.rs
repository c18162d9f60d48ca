//! Rounds from beginning to end, on the little server of the trial.

mod admins;
mod anew;
mod away;
mod ends;
mod hosts;
pub(crate) mod late;
mod life;
mod off;
mod part;
mod thousands;
mod unsaid;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use super::{command, due};
use crate::delivery::{Delivery, Place, Receipt};
use crate::domain::ids::{ChannelId, MemberId, MessageId, ProgrammeId};
use crate::domain::pairing::Emphasis;
use crate::domain::round::{Membership, ProgrammeKind, RoundState};
use crate::error::Result;
use crate::features::trial::{GUILD, HELP, MIA, NOOR, RAVI, SAM, Trial, actor, text};
use crate::features::{Invocation, OptionValue, Options, Reply, heard};
use crate::store::Write;
use crate::store::members::{self, Person};
use crate::store::outbox::{self, End, Kind};
use crate::store::pairings;
use crate::store::programmes::{self, Programme};
use crate::store::rounds::{self as rows, Round};

const OLU: MemberId = MemberId(15);

/// In March 2026; the 2nd is the Monday on which everything begins, at nine.
fn march(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    use chrono::TimeZone as _;
    Utc.with_ymd_and_hms(2026, 3, day, hour, minute, 0).unwrap()
}

/// A server with coffee chats each Tuesday at ten, where what is owed is carried out by [`World::pass_until`].
struct World {
    trial: Trial,
    programme: Programme,
    next_message: i64,
    sent: Vec<(Place, String)>,
    edited: Vec<String>,
    /// Who is in each thread that was opened.
    opened: Vec<Vec<MemberId>>,
}

impl World {
    /// Those who opted in are these.
    async fn with(people: &[MemberId]) -> Self {
        Self::of(ProgrammeKind::Coffee, people).await
    }

    async fn of(kind: ProgrammeKind, people: &[MemberId]) -> Self {
        let trial = Trial::turned_on().await;
        let mut programme = Programme {
            id: ProgrammeId(0),
            guild: GUILD,
            kind,
            name: "Coffee chats".to_owned(),
            channel: Some(HELP),
            role: None,
            weekday: Weekday::Tue,
            time: NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
            every_weeks: 1,
            anchor: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
            group_size: 2,
            names_shown: false,
            emphasis: Emphasis::default(),
            running: true,
        };
        let now = trial.clock.now();
        let mut write = trial.ctx.store.write().await.unwrap();
        programme.id = programmes::add(&mut write, &programme, now).await.unwrap();
        let olu = Person {
            member: OLU,
            display_name: "Olu".to_owned(),
            user_name: "olu".to_owned(),
            bot: false,
            pending: false,
            joined_at: now,
            roles: Vec::new(),
        };
        members::put(&mut write, GUILD, &olu).await.unwrap();
        for member in people {
            programmes::set_membership(&mut write, &programme, *member, Membership::In, now)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        Self {
            trial,
            programme,
            next_message: 1_000,
            sent: Vec::new(),
            edited: Vec::new(),
            opened: Vec::new(),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.trial.clock.now()
    }

    /// Lets time pass as it would: at every instant on the way at which something is due, it is done.
    async fn pass_until(&mut self, then: DateTime<Utc>) {
        loop {
            self.deliver(|_| true).await;
            let next = due::ROUNDS.next(&self.trial.ctx).await.unwrap();
            let Some(next) = next.filter(|next| *next <= then) else {
                break;
            };
            self.trial.clock.move_to(next.max(self.now()));
            (due::ROUNDS.run)(&self.trial.ctx, self.now())
                .await
                .unwrap();
        }
        self.trial.clock.move_to(then);
        self.deliver(|_| true).await;
    }

    /// The bot is away until then, and does then what is due.
    async fn away_until(&mut self, then: DateTime<Utc>) {
        self.trial.clock.move_to(then);
        self.pass_until(then).await;
    }

    /// Carries out what is owed by now and `wanted`, as the courier would; what else there is stays.
    async fn deliver(&mut self, wanted: impl Fn(&Receipt) -> bool) {
        loop {
            let mut write = self.trial.ctx.store.write().await.unwrap();
            let now = self.now();
            let mut ready = Vec::new();
            for kind in [Kind::Other, Kind::Private] {
                ready.extend(outbox::ready(&mut write, kind, now, 100).await.unwrap());
            }
            ready.retain(|row| wanted(&row.receipt));
            if ready.is_empty() {
                return;
            }
            for row in ready {
                // What one brings may take back another.
                if outbox::begin(&mut write, row.id, now)
                    .await
                    .unwrap()
                    .is_some()
                {
                    self.carry_out(&mut write, row, now).await;
                }
            }
            write.commit().await.unwrap();
        }
    }

    /// Carries out what was begun.
    async fn carry_out(&mut self, write: &mut Write, row: outbox::Row, now: DateTime<Utc>) {
        self.next_message += 1;
        let message = MessageId(self.next_message);
        let (channel, message) = match row.delivery {
            Delivery::Send { to, post } => {
                let channel = match &to {
                    Place::Channel(channel) => *channel,
                    Place::PairingThread(pairing) => {
                        rows::thread_of(write, *pairing).await.unwrap().unwrap()
                    }
                    _ => ChannelId(7),
                };
                self.sent.push((to, text(&post)));
                (channel, Some(message))
            }
            Delivery::Edit { post, .. } => {
                self.edited.push(text(&post));
                (HELP, None)
            }
            Delivery::OpenPrivateThread { members, .. } => {
                self.opened.push(members);
                (ChannelId(self.next_message), None)
            }
            _ => (ChannelId(self.next_message), None),
        };
        heard::delivered(write, row.receipt, channel, message, now)
            .await
            .unwrap();
        let end = End::Done(Some((channel, message)));
        outbox::conclude(write, row.id, &end, now).await.unwrap();
    }

    /// What the channel was sent so far.
    fn in_channel(&self) -> Vec<&str> {
        self.sent
            .iter()
            .filter(|(to, _)| *to == Place::Channel(HELP))
            .map(|(_, text)| text.as_str())
            .collect()
    }

    /// What a member was sent privately.
    fn told(&self, member: MemberId) -> Vec<&str> {
        self.sent
            .iter()
            .filter(|(to, _)| *to == Place::Direct(member))
            .map(|(_, text)| text.as_str())
            .collect()
    }

    /// The rounds so far, the earliest first.
    async fn rounds(&self) -> Vec<Round> {
        let mut read = self.trial.ctx.store.read().await.unwrap();
        let mut rounds = rows::of_programme(&mut read, self.programme.id, 100)
            .await
            .unwrap();
        rounds.reverse();
        rounds
    }

    /// Number, state and start of each.
    async fn held(&self) -> Vec<(i64, RoundState, DateTime<Utc>)> {
        self.rounds()
            .await
            .into_iter()
            .map(|round| (round.number, round.state, round.starts_at))
            .collect()
    }

    /// Who sits with whom in a round.
    async fn groups(&self, round: &Round) -> Vec<Vec<MemberId>> {
        let mut read = self.trial.ctx.store.read().await.unwrap();
        let mut groups = Vec::new();
        for pairing in rows::going_on(&mut read, round.id).await.unwrap() {
            let pairing = pairings::find(&mut read, pairing).await.unwrap().unwrap();
            let mut members = pairing.members();
            members.sort_unstable();
            groups.push(members);
        }
        groups
    }

    /// Everybody of a round writes in their thread, so that nobody rests after three silent rounds.
    async fn everybody_writes(&self, round: &Round) {
        let now = self.now();
        let mut write = self.trial.ctx.store.write().await.unwrap();
        for pairing in rows::going_on(&mut write, round.id).await.unwrap() {
            let known = pairings::find(&mut write, pairing).await.unwrap().unwrap();
            for member in known.members() {
                pairings::sign(&mut write, pairing, member, now)
                    .await
                    .unwrap();
            }
        }
        write.commit().await.unwrap();
    }

    /// Changes the programme as `/setup` does.
    async fn change(&mut self, change: impl FnOnce(&mut Programme)) {
        change(&mut self.programme);
        let mut write = self.trial.ctx.store.write().await.unwrap();
        programmes::update(&mut write, &self.programme)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    /// `/round` with one of its commands.
    async fn round(
        &self,
        by: MemberId,
        subcommand: &str,
        programme: Option<&str>,
    ) -> Result<Reply> {
        let values: BTreeMap<String, OptionValue> = programme
            .map(|name| ("programme".to_owned(), OptionValue::Text(name.to_owned())))
            .into_iter()
            .collect();
        let used = Invocation {
            by: actor(by),
            guild: GUILD,
            channel: HELP,
            subcommand: Some(subcommand.to_owned()),
            options: Options { values },
        };
        (command::ROUND.run)(&self.trial.ctx, &used).await
    }
}
