//! The transitions against a real database, where what matters lies between two of them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod active;
mod anonymous;
mod asking;
mod budget;
mod finding;
pub(crate) mod late;
mod lessons;
mod referring;
mod solving;
mod stuck;
mod taking;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

use super::{ANONYMOUS_ASKS, clicks, command, due, gone};
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::Config;
use crate::custom_id::AskClick;
use crate::delivery::{Delivery, Place, Receipt};
use crate::domain::ids::{AskId, ChannelId, GuildId, InvitationId, MemberId, MessageId, RoleId};
use crate::domain::permissions::{Overwrite, Permissions};
use crate::domain::skill::{Aliases, SkillName};
use crate::error::{Error, Result};
use crate::features::{Actor, Ctx, Invocation, OptionValue, Options, Press, Reply, skills};
use crate::post::{Block, Post};
use crate::store::asks::Ask;
use crate::store::channels::{self, ChannelRow, RoleRow};
use crate::store::members::Person;
use crate::store::outbox::{self, End, Kind};
use crate::store::{asks, guilds, invitations, members, settings};

const GUILD: GuildId = GuildId(1);
const HELP_CHANNEL: ChannelId = ChannelId(100);
/// Where the managers hear of stuck asks, once [`World::with_managers`] has chosen it.
const MANAGERS: ChannelId = ChannelId(200);
const BOT: MemberId = MemberId(9);
const MIA: MemberId = MemberId(11);
const RAVI: MemberId = MemberId(12);
const NOOR: MemberId = MemberId(13);
const SAM: MemberId = MemberId(14);
const OLU: MemberId = MemberId(15);

/// A guild of five on a Monday morning at nine, with the bot's other parts played by hand: what is owed is carried out by
/// [`World::deliver`], and time passes by [`World::pass`].
struct World {
    ctx: Ctx,
    next_message: i64,
    sent: Vec<(Place, Post)>,
    _folder: TempDir,
}

impl World {
    async fn new() -> Self {
        let (folder, store) = crate::store::tests::store().await;
        let clock = Clock::standing(crate::store::tests::start());
        let ctx = Ctx {
            store,
            clock,
            chance: Chance::seeded(1),
            config: Arc::new(Config::default()),
            aliases: Arc::new(Aliases::built_in().unwrap()),
            skill_indexes: Arc::new(skills::Indexes::default()),
            farewells: Arc::default(),
            metrics: crate::metrics::Metrics::new().unwrap(),
            bot: BOT,
        };
        let world = Self {
            ctx,
            next_message: 1000,
            sent: Vec::new(),
            _folder: folder,
        };
        let mut write = world.ctx.store.write().await.unwrap();
        let now = world.now();
        guilds::arrive(&mut write, GUILD, "Quay", NOOR, now)
            .await
            .unwrap();
        settings::set_help_channel(&mut write, GUILD, HELP_CHANNEL)
            .await
            .unwrap();
        let help = ChannelRow {
            id: HELP_CHANNEL,
            name: "help".to_owned(),
            kind: 0,
            overwrites: Vec::new(),
        };
        channels::put_channel(&mut write, GUILD, &help)
            .await
            .unwrap();
        let everyone = RoleRow {
            id: RoleId(GUILD.0),
            name: "@everyone".to_owned(),
            permissions: Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES,
            position: 0,
            managed: false,
        };
        channels::put_role(&mut write, GUILD, &everyone)
            .await
            .unwrap();
        settings::set_turned_on(&mut write, GUILD, Some(now))
            .await
            .unwrap();
        for (member, name) in [
            (BOT, "Potluck"),
            (MIA, "Mia"),
            (RAVI, "Ravi"),
            (NOOR, "Noor"),
            (SAM, "Sam"),
            (OLU, "Olu"),
        ] {
            let person = person(member, name, now);
            members::put(&mut write, GUILD, &person).await.unwrap();
        }
        write.commit().await.unwrap();
        super::begin(&world.ctx).await.unwrap();
        world
    }

    /// There is a managers' channel, with these exceptions.
    async fn with_managers(&self, overwrites: Vec<Overwrite>) {
        let mut write = self.ctx.store.write().await.unwrap();
        settings::set_managers_channel(&mut write, GUILD, Some(MANAGERS))
            .await
            .unwrap();
        let managers = ChannelRow {
            id: MANAGERS,
            name: "managers".to_owned(),
            kind: 0,
            overwrites,
        };
        channels::put_channel(&mut write, GUILD, &managers)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    fn now(&self) -> DateTime<Utc> {
        self.ctx.clock.now()
    }

    /// These teach Postgres.
    async fn teach(&self, members: &[MemberId]) {
        self.teach_this("PostgreSQL", members).await;
    }

    /// These teach this skill.
    async fn teach_this(&self, name: &str, members: &[MemberId]) {
        let mut write = self.ctx.store.write().await.unwrap();
        let name = SkillName::parse(name).unwrap();
        let skill = skills::ensure(&mut write, GUILD, &name, self.now())
            .await
            .unwrap();
        for member in members {
            crate::store::skills::put_offer(
                &mut write,
                GUILD,
                *member,
                skill,
                None,
                None,
                self.now(),
            )
            .await
            .unwrap();
        }
        write.commit().await.unwrap();
        self.ctx.skill_indexes.refresh(&self.ctx, GUILD).await;
    }

    /// Runs `/askfor`.
    async fn try_ask(&self, member: MemberId, skill: &str, details: Option<&str>) -> Result<Reply> {
        let mut values =
            BTreeMap::from([("skill".to_owned(), OptionValue::Text(skill.to_owned()))]);
        if let Some(details) = details {
            values.insert("details".to_owned(), OptionValue::Text(details.to_owned()));
        }
        let used = Invocation {
            by: actor(member),
            guild: GUILD,
            channel: HELP_CHANNEL,
            subcommand: None,
            options: Options { values },
        };
        (command::ASKFOR.run)(&self.ctx, &used).await
    }

    /// Mia asks about Postgres.
    async fn ask(&mut self) -> AskId {
        self.try_ask(MIA, "postgres", Some("My query is slow."))
            .await
            .unwrap();
        self.deliver().await;
        let mut read = self.ctx.store.read().await.unwrap();
        asks::unfinished_of(&mut read, GUILD, MIA).await.unwrap()[0]
    }

    /// Presses something in the guild.
    async fn press(&self, member: MemberId, click: AskClick) -> Result<Reply> {
        self.press_with(member, click, Some(GUILD), None, &[], &[])
            .await
    }

    async fn press_with(
        &self,
        member: MemberId,
        click: AskClick,
        guild: Option<GuildId>,
        message: Option<MessageId>,
        values: &[MemberId],
        fields: &[(&str, &str)],
    ) -> Result<Reply> {
        let press = Press {
            id: click.into(),
            by: actor(member),
            guild,
            channel: HELP_CHANNEL,
            message,
            values: values.iter().map(ToString::to_string).collect(),
            fields: fields
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        };
        (clicks::CLICKS.run)(&self.ctx, &press).await
    }

    /// Carries out everything that is owed by now, as the courier would.
    async fn deliver(&mut self) {
        self.deliver_unless(|_| false).await;
    }

    /// The same, with what `refused` says failing for good.
    async fn deliver_unless(&mut self, refused: impl Fn(&Receipt) -> bool) {
        loop {
            let mut write = self.ctx.store.write().await.unwrap();
            let now = self.now();
            let mut ready = Vec::new();
            for kind in [Kind::Other, Kind::Private] {
                ready.extend(outbox::ready(&mut write, kind, now, 1).await.unwrap());
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
            if refused(&row.receipt) {
                gone::undeliverable(&mut write, row.receipt, now)
                    .await
                    .unwrap();
                outbox::conclude(&mut write, row.id, &End::Failed("refused".to_owned()), now)
                    .await
                    .unwrap();
                write.commit().await.unwrap();
                continue;
            }
            self.next_message += 1;
            let message = MessageId(self.next_message);
            let (channel, message) = match row.delivery {
                Delivery::Send { to, post } => {
                    let channel = match &to {
                        Place::Channel(channel) => *channel,
                        Place::Direct(member) | Place::Discreet(member) => ChannelId(member.0 * 10),
                        Place::AskThread(ask) => asks::thread_of(&mut write, *ask)
                            .await
                            .unwrap()
                            .expect("the thread is open before anything is sent there"),
                        Place::PairingThread(_) | Place::BuddyThread(_) => {
                            unreachable!("asks send nothing there")
                        }
                    };
                    self.sent.push((to, post));
                    (channel, Some(message))
                }
                Delivery::OpenThread { .. } => (ChannelId(message.0), None),
                _ => (HELP_CHANNEL, None),
            };
            gone::receipt(&mut write, row.receipt, channel, message, now)
                .await
                .unwrap();
            let end = End::Done(Some((channel, message)));
            outbox::conclude(&mut write, row.id, &end, now)
                .await
                .unwrap();
            write.commit().await.unwrap();
        }
    }

    /// Lets time pass as it would: at every due instant on the way, what is due is done.
    async fn pass(&mut self, span: TimeDelta) {
        let until = self.now() + span;
        loop {
            self.deliver().await;
            let mut next = self.next_due().await;
            for kind in [Kind::Other, Kind::Private] {
                let mut read = self.ctx.store.read().await.unwrap();
                let owed = outbox::next_due(&mut read).await.unwrap().of(kind);
                next = next.into_iter().chain(owed).min();
            }
            let Some(next) = next.filter(|next| *next <= until) else {
                break;
            };
            self.ctx.clock.move_to(next.max(self.now()));
            self.run_due().await;
        }
        self.ctx.clock.move_to(until);
        self.deliver().await;
    }

    async fn next_due(&self) -> Option<DateTime<Utc>> {
        let asks = due::ASKS.next(&self.ctx).await.unwrap();
        let invitations = due::INVITATIONS.next(&self.ctx).await.unwrap();
        let anonymous = ANONYMOUS_ASKS.next(&self.ctx).await.unwrap();
        asks.into_iter().chain(invitations).chain(anonymous).min()
    }

    /// What is due now is done, once.
    async fn run_due(&mut self) {
        (due::ASKS.run)(&self.ctx, self.now()).await.unwrap();
        (due::INVITATIONS.run)(&self.ctx, self.now()).await.unwrap();
        (ANONYMOUS_ASKS.run)(&self.ctx, self.now()).await.unwrap();
        self.deliver().await;
    }

    async fn find(&self, ask: AskId) -> Ask {
        asks::find(&mut self.ctx.store.read().await.unwrap(), ask)
            .await
            .unwrap()
            .unwrap()
    }

    /// The invitation of this member.
    async fn invitation(&self, ask: AskId, member: MemberId) -> Option<InvitationId> {
        invitations::of_member(&mut self.ctx.store.read().await.unwrap(), ask, member)
            .await
            .unwrap()
    }

    /// Everybody invited so far, in the order of their numbers.
    async fn invited(&self, ask: AskId) -> Vec<MemberId> {
        let mut invited = Vec::new();
        for member in [MIA, RAVI, NOOR, SAM, OLU] {
            if self.invitation(ask, member).await.is_some() {
                invited.push(member);
            }
        }
        invited
    }

    /// Everything said in this place, in order, one text each.
    fn said_in(&self, place: &Place) -> Vec<String> {
        self.sent
            .iter()
            .filter(|(to, _)| to == place)
            .map(|(_, post)| text(post))
            .collect()
    }
}

fn actor(member: MemberId) -> Actor {
    Actor {
        member,
        name: String::new(),
        roles: Vec::new(),
        admin: false,
        moderator: false,
    }
}

fn person(member: MemberId, name: &str, now: DateTime<Utc>) -> Person {
    Person {
        member,
        display_name: name.to_owned(),
        user_name: name.to_lowercase(),
        bot: member == BOT,
        pending: false,
        joined_at: now,
        roles: Vec::new(),
    }
}

/// The text of a post, buttons in brackets.
fn text(post: &Post) -> String {
    let mut lines = Vec::new();
    for block in &post.blocks {
        match block {
            Block::Text(text) | Block::Section { text, .. } => lines.push(text.clone()),
            Block::Buttons(buttons) => {
                lines.extend(buttons.iter().map(|button| format!("[{}]", button.label)));
            }
            Block::Select(select) => lines.push(format!("<{}>", select.placeholder)),
            Block::Divider | Block::Quotes(_) => {}
        }
    }
    lines.join("\n")
}

/// The text of an answer that is a message.
#[track_caller]
fn answer(reply: Result<Reply>) -> String {
    match reply.unwrap() {
        Reply::Private(post) | Reply::Public(post) | Reply::Update(post) => text(&post),
        Reply::Modal(modal) => format!("<form: {}>", modal.title),
    }
}

/// The sentence of a refusal.
#[track_caller]
fn refusal(reply: Result<Reply>) -> String {
    match reply {
        Err(Error::User(error)) => error.text,
        other => panic!("{other:?} is no refusal"),
    }
}
