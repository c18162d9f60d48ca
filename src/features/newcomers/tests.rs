//! Newcomers against a real database, with the bot's other parts played by hand: what is owed is carried out by [`World::deliver`], and
//! time passes by [`World::pass`].

mod apart;
mod arriving;
mod asking;
mod ending;
mod gone;
mod handing_over;
pub(crate) mod late;
mod many;

use chrono::{DateTime, TimeDelta, Utc};

use crate::delivery::{Delivery, Place};
use crate::domain::buddy::NewcomerState;
use crate::domain::ids::{ChannelId, MemberId, MessageId};
use crate::features::trial::{BOT, GUILD, HELP, MANAGERS, MIA, NOOR, RAVI, SAM, Trial, text};
use crate::features::{heard, members, messages};
use crate::store::members::Person;
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::outbox::{self, End, Kind};
use crate::store::{Write, choices, facts, settings};

/// Somebody else who joins.
const LU: MemberId = MemberId(21);

/// Noor, Mia and Ravi have been in the server for more than a year; it is a Monday morning, a minute after nine.
struct World {
    trial: Trial,
    /// What was said and done since it was last asked for: where, and what.
    done: Vec<(String, String)>,
    next: i64,
    /// What cannot be carried out.
    refused: fn(&Delivery) -> bool,
    /// The thread of the two was deleted without a word, which whoever says something in it finds out.
    thread_is_gone: bool,
}

fn person(member: MemberId, name: &str, joined_at: DateTime<Utc>) -> Person {
    Person {
        member,
        display_name: name.to_owned(),
        user_name: name.to_lowercase(),
        bot: false,
        pending: false,
        joined_at,
        roles: Vec::new(),
    }
}

impl World {
    async fn new() -> Self {
        let trial = Trial::turned_on().await;
        let mut write = trial.ctx.store.write().await.unwrap();
        facts::set_bot(&mut write, BOT).await.unwrap();
        settings::set_managers_channel(&mut write, GUILD, Some(MANAGERS))
            .await
            .unwrap();
        // Sam has never been here.
        sqlx::query("DELETE FROM members WHERE member_id = ?")
            .bind(SAM.0)
            .execute(&mut *write)
            .await
            .unwrap();
        let long_ago = trial.clock.now() - TimeDelta::days(400);
        for (member, name) in [(NOOR, "Noor"), (MIA, "Mia"), (RAVI, "Ravi")] {
            let person = person(member, name, long_ago);
            crate::store::members::put(&mut write, GUILD, &person)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        trial
            .clock
            .move_to(trial.clock.now() + TimeDelta::minutes(1));
        Self {
            trial,
            done: Vec::new(),
            next: 1000,
            refused: |_| false,
            thread_is_gone: false,
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.trial.clock.now()
    }

    async fn write(&self) -> Write {
        self.trial.ctx.store.write().await.unwrap()
    }

    /// Somebody is seen as they are.
    async fn sees(&mut self, person: &Person) {
        members::seen(&self.trial.ctx, GUILD, person).await.unwrap();
        self.deliver().await;
    }

    async fn joins(&mut self, member: MemberId, name: &str) {
        let person = person(member, name, self.now());
        self.sees(&person).await;
    }

    async fn leaves(&mut self, member: MemberId) {
        members::left(&self.trial.ctx, GUILD, member).await.unwrap();
        self.deliver().await;
    }

    /// Only these may be buddies.
    async fn only_hosts(&self, hosts: &[MemberId]) {
        let mut write = self.write().await;
        for member in [NOOR, MIA, RAVI] {
            let hosting = hosts.contains(&member);
            choices::set_consent(
                &mut write,
                GUILD,
                member,
                choices::Consent::Hosting,
                hosting,
            )
            .await
            .unwrap();
        }
        write.commit().await.unwrap();
    }

    /// How the last first days of somebody stand.
    async fn of(&self, member: MemberId) -> Newcomer {
        let mut read = self.trial.ctx.store.read().await.unwrap();
        let id = sqlx::query_scalar::<_, i64>(
            "SELECT max(newcomer_id) FROM newcomers WHERE member_id = ?",
        )
        .bind(member.0)
        .fetch_one(&mut *read)
        .await
        .unwrap();
        rows::find(&mut read, crate::domain::ids::NewcomerId(id))
            .await
            .unwrap()
            .unwrap()
    }

    async fn buddy_of(&self, member: MemberId) -> Option<MemberId> {
        let newcomer = self.of(member).await;
        assert_eq!(
            newcomer.state == NewcomerState::Paired,
            newcomer.buddy.is_some()
        );
        newcomer.buddy
    }

    async fn count(&self, query: &'static str) -> i64 {
        let mut read = self.trial.ctx.store.read().await.unwrap();
        sqlx::query_scalar::<_, i64>(query)
            .fetch_one(&mut *read)
            .await
            .unwrap()
    }

    async fn executes(&self, statement: &'static str) {
        let mut write = self.write().await;
        sqlx::query(statement).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
    }

    /// Carries out everything that may be by now.
    async fn deliver(&mut self) {
        loop {
            let mut write = self.trial.ctx.store.write().await.unwrap();
            let now = self.now();
            let mut ready = Vec::new();
            for kind in [Kind::Other, Kind::Private] {
                ready.extend(outbox::ready(&mut write, kind, now, 1).await.unwrap());
            }
            let Some(row) = ready.into_iter().next() else {
                return;
            };
            match messages::turn(&mut write, &row, now).await.unwrap() {
                messages::Turn::Now(_) => {}
                messages::Turn::Later(then) => {
                    outbox::put_off(&mut write, row.id, then).await.unwrap();
                    write.commit().await.unwrap();
                    continue;
                }
                messages::Turn::Useless | messages::Turn::Full => {
                    let dropped = End::Dropped;
                    outbox::conclude(&mut write, row.id, &dropped, now)
                        .await
                        .unwrap();
                    write.commit().await.unwrap();
                    continue;
                }
            }
            assert!(
                outbox::begin(&mut write, row.id, now)
                    .await
                    .unwrap()
                    .is_some()
            );
            if (self.refused)(&row.delivery) {
                let failed = End::Failed("refused".to_owned());
                outbox::conclude(&mut write, row.id, &failed, now)
                    .await
                    .unwrap();
                heard::undeliverable(&mut write, row.receipt, now)
                    .await
                    .unwrap();
                write.commit().await.unwrap();
                continue;
            }
            if let Some(thread) = self.gone_for(&mut write, &row.delivery).await {
                heard::place_gone_in(&mut write, thread, now).await.unwrap();
                outbox::conclude(&mut write, row.id, &End::Dropped, now)
                    .await
                    .unwrap();
                write.commit().await.unwrap();
                continue;
            }
            self.next += 1;
            let message = MessageId(self.next);
            let (channel, message) = self.carry(&mut write, row.delivery, message).await;
            let end = End::Done(Some((channel, message)));
            outbox::conclude(&mut write, row.id, &end, now)
                .await
                .unwrap();
            heard::delivered(&mut write, row.receipt, channel, message, now)
                .await
                .unwrap();
            write.commit().await.unwrap();
        }
    }

    /// The thread that this was to be said in and that is gone.
    async fn gone_for(&self, write: &mut Write, delivery: &Delivery) -> Option<ChannelId> {
        match delivery {
            Delivery::Send {
                to: Place::BuddyThread(id),
                ..
            } if self.thread_is_gone => rows::thread_of(write, *id).await.unwrap(),
            _ => None,
        }
    }

    async fn carry(
        &mut self,
        write: &mut Write,
        delivery: Delivery,
        message: MessageId,
    ) -> (ChannelId, Option<MessageId>) {
        let thread = |place: &Place| match place {
            Place::BuddyThread(id) => *id,
            other => panic!("{other:?}"),
        };
        let (place, what, channel, message) = match delivery {
            Delivery::Send { to, post } => {
                let (place, channel) = match to {
                    Place::Direct(member) => (format!("dm {member}"), ChannelId(member.0 * 10)),
                    Place::Channel(channel) => (format!("channel {channel}"), channel),
                    place => {
                        let open = rows::thread_of(write, thread(&place)).await.unwrap();
                        ("thread".to_owned(), open.expect("the thread is open"))
                    }
                };
                (place, text(&post), channel, Some(message))
            }
            Delivery::OpenPrivateThread {
                under,
                name,
                members,
            } => {
                assert_eq!(under, HELP);
                let what = format!("opened “{name}” with {members:?}");
                ("thread".to_owned(), what, ChannelId(message.0), None)
            }
            Delivery::AddToThread { thread: to, member } => {
                let open = rows::thread_of(write, thread(&to)).await.unwrap();
                let what = format!("added {member}");
                ("thread".to_owned(), what, open.unwrap(), None)
            }
            Delivery::RemoveFromThread { thread: to, member } => {
                let open = rows::thread_of(write, thread(&to)).await.unwrap();
                let what = format!("removed {member}");
                ("thread".to_owned(), what, open.unwrap(), None)
            }
            Delivery::ArchiveThread { .. } => {
                ("thread".to_owned(), "archived".to_owned(), HELP, None)
            }
            Delivery::RenameThread { name, .. } => {
                ("thread".to_owned(), format!("renamed “{name}”"), HELP, None)
            }
            other => panic!("{other:?}"),
        };
        self.done.push((place, what));
        (channel, message)
    }

    /// What was done since this was last asked, in one place.
    fn news(&mut self, place: &str) -> Vec<String> {
        let (here, elsewhere) = self.done.drain(..).partition(|(where_, _)| where_ == place);
        self.done = elsewhere;
        let here: Vec<(String, String)> = here;
        here.into_iter().map(|(_, what)| what).collect()
    }

    /// The same, which must begin with these words, in this order and nothing else.
    #[track_caller]
    fn expect(&mut self, place: &str, beginnings: &[&str]) {
        let news = self.news(place);
        let all = news.len() == beginnings.len()
            && news
                .iter()
                .zip(beginnings)
                .all(|(news, beginning)| news.contains(beginning));
        assert!(all, "in {place}: {news:#?}, not {beginnings:#?}");
    }

    /// Nothing was done that has not been asked for.
    #[track_caller]
    fn expect_nothing_else(&self) {
        assert!(self.done.is_empty(), "{:#?}", self.done);
    }

    fn dm(member: MemberId) -> String {
        format!("dm {member}")
    }

    /// Lets time pass as it would: at every due instant on the way, what is due is done.
    async fn pass(&mut self, span: TimeDelta) {
        let until = self.now() + span;
        self.deliver().await;
        loop {
            let mut next = super::due::NEWCOMERS.next(&self.trial.ctx).await.unwrap();
            for kind in [Kind::Other, Kind::Private] {
                let mut read = self.trial.ctx.store.read().await.unwrap();
                let owed = outbox::next_due(&mut read).await.unwrap().of(kind);
                next = next.into_iter().chain(owed).min();
            }
            let Some(next) = next.filter(|next| *next <= until) else {
                break;
            };
            self.trial.clock.move_to(next.max(self.now()));
            self.run_due().await;
        }
        self.trial.clock.move_to(until);
    }

    /// What is due now is done.
    async fn run_due(&mut self) {
        self.run_due_alone().await;
        self.deliver().await;
    }

    /// The same, and nothing that is owed is carried out.
    async fn run_due_alone(&self) {
        let ctx = &self.trial.ctx;
        (super::due::NEWCOMERS.run)(ctx, self.trial.clock.now())
            .await
            .unwrap();
    }
}
