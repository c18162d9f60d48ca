//! What happens in a pairing, on the little server of the trial.

mod alone;
mod answering;
mod apart;
mod elsewhere;
mod joined;
mod last_days;
pub(crate) mod late;
mod learning;
mod meanwhile;
mod night;
mod proposed;
mod times;
mod unopened;
mod unread;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};

use super::due;
use crate::custom_id::{MeClick, RoundClick};
use crate::delivery::{Delivery, Place};
use crate::domain::ids::{ChannelId, MemberId, MessageId, PairingId, ProgrammeId, RoundId};
use crate::domain::pairing::Emphasis;
use crate::domain::regroup::FreedState;
use crate::domain::round::{Membership, PairingState, ProgrammeKind, RoundState};
use crate::error::Result;
use crate::features::trial::{GUILD, HELP, Trial, text};
use crate::features::{Reply, heard};
use crate::store::members::{self, Person};
use crate::store::outbox::{self, End, Kind};
use crate::store::pairings::{self, NewPairing, NewSeat, Pairing, Seat};
use crate::store::programmes::{self, Programme};
use crate::store::rounds::{self, NewRound};
use crate::store::settings;

pub(super) const OLU: MemberId = MemberId(15);
pub(super) const ADA: MemberId = MemberId(16);

/// In March 2026; the 3rd is the Tuesday on which the round is paired, at ten. The next one begins on the 10th.
pub(super) fn march(day: u32, hour: u32) -> DateTime<Utc> {
    use chrono::TimeZone as _;
    Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap()
}

/// A pairing of these people, as it stands when it has just been introduced.
pub(super) fn pairing_of(people: &[(i64, &str)]) -> Pairing {
    let seat = |(id, name): &(i64, &str)| Seat {
        member: MemberId(*id),
        name: (*name).to_owned(),
        answer: None,
        answered_at: None,
        sign_at: None,
        face: None,
        left_at: None,
        teaches_skill: None,
        teaches_to: None,
        served: None,
    };
    Pairing {
        id: PairingId(7),
        round: RoundId(5),
        number: 5,
        programme: ProgrammeId(2),
        kind: ProgrammeKind::Coffee,
        programme_name: "Coffee chats".to_owned(),
        channel: Some(HELP),
        guild: GUILD,
        state: PairingState::Open,
        privately: false,
        thread: Some(ChannelId(501)),
        intro: Some(MessageId(601)),
        first_writer: people.first().map(|(id, _)| MemberId(*id)),
        starter: None,
        common_at: None,
        created_at: march(3, 10),
        introduced_at: None,
        starts_at: march(3, 10),
        next_at: march(10, 10),
        round_goes_on: true,
        last_sign_at: None,
        nudged_at: None,
        asked_at: None,
        asked_again_at: None,
        met_at: None,
        ended_at: None,
        seats: people.iter().map(seat).collect(),
    }
}

/// A server in which a round of coffee chats begins on Tuesday at ten, with people put together by hand.
pub(super) struct Table {
    pub(super) trial: Trial,
    pub(super) programme: Programme,
    pub(super) round: RoundId,
    next_id: i64,
    /// What was sent, where.
    pub(super) sent: Vec<(Place, String)>,
    /// What was edited.
    pub(super) edited: Vec<String>,
    /// Threads opened: under which channel, and called what.
    pub(super) opened: Vec<(ChannelId, String, Vec<MemberId>)>,
    /// Threads named anew.
    pub(super) renamed: Vec<String>,
    /// Who was added to a thread later.
    pub(super) added: Vec<MemberId>,
    /// Threads taken back.
    pub(super) deleted: Vec<Place>,
}

impl Table {
    pub(super) async fn new() -> Self {
        Self::of(ProgrammeKind::Coffee).await
    }

    pub(super) async fn of(kind: ProgrammeKind) -> Self {
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
        for (member, name) in [(OLU, "Olu"), (ADA, "Ada")] {
            let person = Person {
                member,
                display_name: name.to_owned(),
                user_name: name.to_lowercase(),
                bot: false,
                pending: false,
                joined_at: now,
                roles: Vec::new(),
            };
            members::put(&mut write, GUILD, &person).await.unwrap();
        }
        write.commit().await.unwrap();
        trial.clock.move_to(march(3, 10));
        let mut table = Self {
            trial,
            programme,
            round: RoundId(0),
            next_id: 1_000,
            sent: Vec::new(),
            edited: Vec::new(),
            opened: Vec::new(),
            renamed: Vec::new(),
            added: Vec::new(),
            deleted: Vec::new(),
        };
        table.round = table.begin_round(march(3, 10), march(10, 10)).await;
        table
    }

    /// Another round begins.
    pub(super) async fn begin_round(
        &self,
        starts_at: DateTime<Utc>,
        next_at: DateTime<Utc>,
    ) -> RoundId {
        let mut write = self.trial.ctx.store.write().await.unwrap();
        let new = NewRound {
            programme: self.programme.id,
            guild: GUILD,
            state: RoundState::Paired,
            period: &starts_at.date_naive().to_string(),
            starts_at,
            next_at,
            why: None,
        };
        let round = rounds::insert(&mut write, &new, 1, starts_at)
            .await
            .unwrap();
        write.commit().await.unwrap();
        round
    }

    /// The programme hangs in another channel from now on. Where not everybody sees it, as with the managers', pairs are told privately.
    pub(super) async fn moves_to(&mut self, channel: ChannelId) {
        self.programme.channel = Some(channel);
        let mut write = self.trial.ctx.store.write().await.unwrap();
        programmes::update(&mut write, &self.programme)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.trial.clock.now()
    }

    /// Seats these people together and carries out what is owed.
    pub(super) async fn seats(&mut self, people: &[MemberId]) -> PairingId {
        let pairing = self.seats_unsaid(people).await;
        self.deliver().await;
        pairing
    }

    /// Seats these people together. What is owed stays owed.
    pub(super) async fn seats_unsaid(&mut self, people: &[MemberId]) -> PairingId {
        let now = self.now();
        let mut write = self.trial.ctx.store.write().await.unwrap();
        let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
        let seat = |member: &MemberId| NewSeat {
            member: *member,
            gave: false,
            got: false,
            wished: false,
            hosted: false,
            of_three: false,
            teaches: None,
        };
        let new = NewPairing {
            round: self.round,
            guild: GUILD,
            seats: people.iter().map(seat).collect(),
        };
        let pairing = pairings::insert(&mut write, &new, now).await.unwrap();
        let common = super::Common::of(&mut write, &guild, self.programme.channel)
            .await
            .unwrap();
        super::introduce(&mut write, &guild, &common, pairing, now)
            .await
            .unwrap();
        for member in people {
            programmes::set_membership(
                &mut write,
                &self.programme,
                *member,
                Membership::In,
                march(2, 9),
            )
            .await
            .unwrap();
        }
        write.commit().await.unwrap();
        pairing
    }

    /// Lets time pass as it would: at every instant on the way at which something is due, it is done.
    pub(super) async fn pass_until(&mut self, then: DateTime<Utc>) {
        loop {
            self.deliver().await;
            let mut next = None;
            for due in [&due::PAIRINGS, &due::FREED] {
                let at = due.next(&self.trial.ctx).await.unwrap();
                next = [next, at.map(|at| (at, due))]
                    .into_iter()
                    .flatten()
                    .min_by_key(|(at, _)| *at);
            }
            let Some((at, due)) = next.filter(|(at, _)| *at <= then) else {
                break;
            };
            self.trial.clock.move_to(at.max(self.now()));
            (due.run)(&self.trial.ctx, self.now()).await.unwrap();
        }
        self.trial.clock.move_to(then);
        self.deliver().await;
    }

    /// Carries out what is owed by now, as the courier would.
    pub(super) async fn deliver(&mut self) {
        loop {
            let mut write = self.trial.ctx.store.write().await.unwrap();
            let now = self.now();
            let mut ready = Vec::new();
            for kind in [Kind::Other, Kind::Private] {
                ready.extend(outbox::ready(&mut write, kind, now, 100).await.unwrap());
            }
            let Some(row) = ready.into_iter().next() else {
                return;
            };
            assert!(
                outbox::begin(&mut write, row.id, now)
                    .await
                    .unwrap()
                    .is_some()
            );
            self.next_id += 1;
            let message = Some(MessageId(self.next_id));
            let (channel, message) = match row.delivery {
                Delivery::Send { to, post } => {
                    let channel = match &to {
                        Place::PairingThread(pairing) => rounds::thread_of(&mut write, *pairing)
                            .await
                            .unwrap()
                            .unwrap(),
                        _ => ChannelId(7),
                    };
                    self.sent.push((to, text(&post)));
                    (channel, message)
                }
                Delivery::Edit { post, .. } => {
                    self.edited.push(text(&post));
                    (HELP, None)
                }
                Delivery::OpenPrivateThread {
                    under,
                    name,
                    members,
                } => {
                    self.opened.push((under, name, members));
                    (ChannelId(self.next_id), None)
                }
                Delivery::RenameThread { name, .. } => {
                    self.renamed.push(name);
                    (HELP, None)
                }
                Delivery::RemoveFromThread { .. } => (HELP, None),
                Delivery::AddToThread { member, .. } => {
                    self.added.push(member);
                    (HELP, None)
                }
                Delivery::DeleteThread { thread } => {
                    self.deleted.push(thread);
                    (HELP, None)
                }
                other => panic!("nobody owes this here: {other:?}"),
            };
            heard::delivered(&mut write, row.receipt, channel, message, now)
                .await
                .unwrap();
            let end = End::Done(Some((channel, message)));
            outbox::conclude(&mut write, row.id, &end, now)
                .await
                .unwrap();
            write.commit().await.unwrap();
        }
    }

    pub(super) async fn find(&self, pairing: PairingId) -> Pairing {
        let mut read = self.trial.ctx.store.read().await.unwrap();
        pairings::find(&mut read, pairing).await.unwrap().unwrap()
    }

    /// What was said in the thread of a pairing.
    pub(super) fn in_thread(&self, pairing: PairingId) -> Vec<&str> {
        self.sent
            .iter()
            .filter(|(to, _)| *to == Place::PairingThread(pairing))
            .map(|(_, text)| text.as_str())
            .collect()
    }

    /// What a member was told privately.
    pub(super) fn told(&self, member: MemberId) -> Vec<&str> {
        self.sent
            .iter()
            .filter(|(to, _)| *to == Place::Direct(member))
            .map(|(_, text)| text.as_str())
            .collect()
    }

    pub(super) async fn presses(&self, by: MemberId, click: RoundClick) -> Result<Reply> {
        self.trial.presses(by, click).await
    }

    /// Presses something on the page of `/me`.
    pub(super) async fn presses_me(&self, by: MemberId, click: MeClick) -> Result<Reply> {
        self.trial.presses(by, click).await
    }

    /// The round of a pairing ends.
    pub(super) async fn close(&self, pairing: PairingId) {
        let mut write = self.trial.ctx.store.write().await.unwrap();
        let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
        super::close(&mut write, &guild, pairing, self.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    /// The round ends, with all of its pairings.
    pub(super) async fn close_round(&self) {
        let mut write = self.trial.ctx.store.write().await.unwrap();
        let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
        crate::features::rounds::close::close(&mut write, &guild, self.round, self.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    /// Who is first next time.
    pub(super) async fn first_next_time(&self) -> Vec<MemberId> {
        let mut read = self.trial.ctx.store.read().await.unwrap();
        pairings::left_out_of(&mut read, self.round).await.unwrap()
    }

    /// Everybody who is or was put together in this round, by pairing.
    pub(super) async fn together(&self) -> Vec<Vec<MemberId>> {
        let mut read = self.trial.ctx.store.read().await.unwrap();
        let mut together = Vec::new();
        for pairing in rounds::going_on(&mut read, self.round).await.unwrap() {
            together.push(
                pairings::find(&mut read, pairing)
                    .await
                    .unwrap()
                    .unwrap()
                    .members(),
            );
        }
        together
    }
}
