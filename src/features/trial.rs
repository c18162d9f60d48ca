//! A small server to try the features on, for unit tests: a fresh database, a clock moved by hand, and five people.

use std::collections::BTreeMap;
use std::sync::Arc;

use tempfile::TempDir;

use super::{Actor, Command, Ctx, Due, Invocation, OptionValue, Options, Press, Reply, family};
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::Config;
use crate::custom_id::CustomId;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, RoleId};
use crate::domain::permissions::{Overwrite, Permissions};
use crate::domain::skill::Aliases;
use crate::error::{Error, Result};
use crate::features::skills::Indexes;
use crate::post::{
    Action, Block, Button, MAX_COMPONENTS, MAX_LABEL, MAX_OPTION_TEXT, MAX_OPTIONS, MAX_ROW,
    MAX_TEXT, Post, SelectKind,
};
use crate::store::channels::{self, ChannelRow, RoleRow};
use crate::store::members::{self, Person};
use crate::store::tests::{count, occurred};
use crate::store::{guilds, settings};

pub(crate) const GUILD: GuildId = GuildId(1);
/// Owns the server.
pub(crate) const NOOR: MemberId = MemberId(11);
pub(crate) const MIA: MemberId = MemberId(12);
pub(crate) const RAVI: MemberId = MemberId(13);
pub(crate) const SAM: MemberId = MemberId(14);
pub(crate) const BOT: MemberId = MemberId(99);
/// Everyone sees it, and the bot may do there what it needs.
pub(crate) const HELP: ChannelId = ChannelId(101);
/// Only managers and the bot see it.
pub(crate) const MANAGERS: ChannelId = ChannelId(102);
/// A voice channel.
pub(crate) const VOICE: ChannelId = ChannelId(103);
/// Noor's role.
pub(crate) const MANAGER: RoleId = RoleId(201);
/// Mia's team.
pub(crate) const DATA: RoleId = RoleId(202);
/// The bot's own role.
pub(crate) const OF_THE_BOT: RoleId = RoleId(203);

/// The server.
pub(crate) struct Trial {
    pub(crate) ctx: Ctx,
    pub(crate) clock: Clock,
    _folder: TempDir,
}

impl Trial {
    /// A server in which nothing is set up.
    pub(crate) async fn new() -> Self {
        let (folder, store) = crate::store::tests::store().await;
        let clock = Clock::standing(crate::store::tests::start());
        let trial = Self {
            ctx: Ctx {
                store,
                clock: clock.clone(),
                chance: Chance::seeded(1),
                config: Arc::new(Config::default()),
                aliases: Arc::new(Aliases::built_in().unwrap()),
                skill_indexes: Arc::new(Indexes::default()),
                farewells: Arc::default(),
                metrics: crate::metrics::Metrics::new().unwrap(),
                bot: BOT,
            },
            clock,
            _folder: folder,
        };
        let mut write = trial.ctx.store.write().await.unwrap();
        guilds::arrive(&mut write, GUILD, "Quay", NOOR, trial.clock.now())
            .await
            .unwrap();
        guilds::roster_complete(&mut write, GUILD, trial.clock.now())
            .await
            .unwrap();
        let role = |id: RoleId, name: &str, permissions: Permissions, managed| RoleRow {
            id,
            name: name.to_owned(),
            permissions,
            position: id.0,
            managed,
        };
        let everyone = RoleId(GUILD.0);
        let roles = [
            role(
                everyone,
                "@everyone",
                Permissions::HELP_CHANNEL.without(Permissions::MANAGE_THREADS),
                false,
            ),
            role(MANAGER, "Managers", Permissions::NONE, false),
            role(DATA, "Data", Permissions::NONE, false),
            role(OF_THE_BOT, "Potluck", Permissions::HELP_CHANNEL, true),
        ];
        channels::set_roles(&mut write, GUILD, &roles)
            .await
            .unwrap();
        let overwrite = |role: RoleId, allow, deny| Overwrite {
            id: role.0,
            member: false,
            allow,
            deny,
        };
        let see = Permissions::VIEW_CHANNEL;
        let hidden = vec![
            overwrite(everyone, Permissions::NONE, see),
            overwrite(MANAGER, see, Permissions::NONE),
            overwrite(OF_THE_BOT, see, Permissions::NONE),
        ];
        for (id, name, kind, overwrites) in [
            (HELP, "help", 0, Vec::new()),
            (MANAGERS, "managers", 0, hidden),
            (VOICE, "talk", 2, Vec::new()),
        ] {
            let row = ChannelRow {
                id,
                name: name.to_owned(),
                kind,
                overwrites,
            };
            channels::put_channel(&mut write, GUILD, &row)
                .await
                .unwrap();
        }
        for (member, name, roles) in [
            (NOOR, "Noor", vec![MANAGER]),
            (MIA, "Mia", vec![DATA]),
            (RAVI, "Ravi", vec![]),
            (SAM, "Sam", vec![]),
            (BOT, "Potluck", vec![OF_THE_BOT]),
        ] {
            let person = Person {
                member,
                display_name: name.to_owned(),
                user_name: name.to_lowercase(),
                bot: member == BOT,
                pending: false,
                joined_at: trial.clock.now(),
                roles,
            };
            members::put(&mut write, GUILD, &person).await.unwrap();
        }
        write.commit().await.unwrap();
        trial
    }

    /// A server in which Potluck is turned on, in UTC, with a help channel.
    pub(crate) async fn turned_on() -> Self {
        let trial = Self::new().await;
        let mut write = trial.ctx.store.write().await.unwrap();
        settings::set_help_channel(&mut write, GUILD, HELP)
            .await
            .unwrap();
        settings::set_zone(&mut write, GUILD, chrono_tz::UTC)
            .await
            .unwrap();
        settings::set_turned_on(&mut write, GUILD, Some(trial.clock.now()))
            .await
            .unwrap();
        write.commit().await.unwrap();
        trial
    }

    /// Uses a command, with text options.
    pub(crate) async fn uses(
        &self,
        by: MemberId,
        command: &Command,
        options: &[(&str, &str)],
    ) -> Result<Reply> {
        let values = options
            .iter()
            .map(|(name, text)| ((*name).to_owned(), OptionValue::Text((*text).to_owned())))
            .collect();
        self.uses_with(by, command, values).await
    }

    /// Uses a command, with options of any kind.
    pub(crate) async fn uses_with(
        &self,
        by: MemberId,
        command: &Command,
        values: BTreeMap<String, OptionValue>,
    ) -> Result<Reply> {
        let used = Invocation {
            by: actor(by),
            guild: GUILD,
            channel: HELP,
            subcommand: None,
            options: Options { values },
        };
        (command.run)(&self.ctx, &used).await
    }

    /// Presses a button.
    pub(crate) async fn presses(&self, by: MemberId, id: impl Into<CustomId>) -> Result<Reply> {
        self.press(by, id.into(), &[], &[]).await
    }

    /// Chooses in a select.
    pub(crate) async fn chooses(
        &self,
        by: MemberId,
        id: impl Into<CustomId>,
        values: &[&str],
    ) -> Result<Reply> {
        self.press(by, id.into(), values, &[]).await
    }

    /// Submits a form of one field.
    pub(crate) async fn submits(
        &self,
        by: MemberId,
        id: impl Into<CustomId>,
        typed: &str,
    ) -> Result<Reply> {
        self.press(by, id.into(), &[], &[(super::times::FIELD, typed)])
            .await
    }

    /// Submits a form of several fields.
    pub(crate) async fn fills_in(
        &self,
        by: MemberId,
        id: impl Into<CustomId>,
        fields: &[(&str, &str)],
    ) -> Result<Reply> {
        self.press(by, id.into(), &[], fields).await
    }

    /// Presses a button in a private conversation.
    pub(crate) async fn presses_in_private(
        &self,
        by: MemberId,
        id: impl Into<CustomId>,
    ) -> Result<Reply> {
        let by = Actor {
            admin: false,
            moderator: false,
            ..actor(by)
        };
        let press = Press {
            id: id.into(),
            by,
            guild: None,
            channel: ChannelId(1),
            message: Some(MessageId(1)),
            values: Vec::new(),
            fields: BTreeMap::new(),
        };
        (family(&press.id).run)(&self.ctx, &press).await
    }

    /// Has a job do everything that is due by now.
    pub(crate) async fn runs(&self, job: &Due) {
        let now = self.clock.now();
        while job
            .next(&self.ctx)
            .await
            .unwrap()
            .is_some_and(|due| due <= now)
        {
            (job.run)(&self.ctx, now).await.unwrap();
        }
    }

    /// The periods of a job that were done or missed, each with which of it, and how many messages are owed.
    pub(crate) async fn happened(&self, job: &Due) -> (Vec<String>, i64) {
        let owed = "SELECT count(*) FROM outbox WHERE state = 'owed'";
        let store = &self.ctx.store;
        (occurred(store, job.name).await, count(store, owed).await)
    }

    async fn press(
        &self,
        by: MemberId,
        id: CustomId,
        values: &[&str],
        fields: &[(&str, &str)],
    ) -> Result<Reply> {
        let press = Press {
            by: actor(by),
            guild: Some(GUILD),
            channel: HELP,
            message: Some(MessageId(1)),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            fields: fields
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
            id,
        };
        (family(&press.id).run)(&self.ctx, &press).await
    }
}

pub(crate) fn actor(member: MemberId) -> Actor {
    Actor {
        member,
        name: format!("member {member}"),
        roles: Vec::new(),
        admin: member == NOOR,
        moderator: member == NOOR,
    }
}

/// What a reply shows: its texts, and its buttons in brackets. Checks that it keeps Discord's limits.
#[track_caller]
pub(crate) fn shown(reply: Result<Reply>) -> String {
    match reply {
        Ok(Reply::Private(post) | Reply::Public(post) | Reply::Update(post)) => text(&post),
        Ok(Reply::Modal(modal)) => format!("form: {}", modal.title),
        Err(Error::User(refusal)) => panic!("refused: {}", refusal.text),
        Err(Error::Fault(fault)) => panic!("fault: {fault}"),
    }
}

/// The sentence of a refusal.
#[track_caller]
pub(crate) fn refused(reply: Result<Reply>) -> String {
    match reply {
        Err(Error::User(refusal)) => refusal.text,
        other => panic!("not refused: {other:?}"),
    }
}

/// What a post shows, as [`shown`].
#[track_caller]
pub(crate) fn text(post: &Post) -> String {
    assert_fits(post);
    let mut lines = Vec::new();
    for block in &post.shown() {
        match block {
            Block::Text(text) => lines.push(text.clone()),
            Block::Section { text, button } => lines.push(format!("{text} [{}]", button.label)),
            Block::Buttons(buttons) => lines.push(
                buttons
                    .iter()
                    .map(|button| format!("[{}]", button.label))
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            Block::Select(select) => lines.push(format!("<{}>", select.placeholder)),
            Block::Divider | Block::Quotes(_) => lines.push("---".to_owned()),
        }
    }
    lines.join("\n")
}

/// The id of the button with this label.
#[track_caller]
pub(crate) fn button(reply: &Result<Reply>, label: &str) -> CustomId {
    let Ok(Reply::Private(post) | Reply::Update(post) | Reply::Public(post)) = reply else {
        panic!("no post: {reply:?}")
    };
    let found = buttons(post)
        .into_iter()
        .find(|button| button.label == label)
        .unwrap_or_else(|| panic!("no [{label}] on {post:?}"));
    match &found.action {
        Action::Click(id) => id.clone(),
        Action::Link(_) => panic!("[{label}] is a link"),
    }
}

fn buttons(post: &Post) -> Vec<&Button> {
    post.blocks.iter().flat_map(buttons_of).collect()
}

fn buttons_of(block: &Block) -> Vec<&Button> {
    match block {
        Block::Section { button, .. } => vec![button],
        Block::Buttons(buttons) => buttons.iter().collect(),
        Block::Quotes(quotes) => quotes
            .quotes
            .iter()
            .filter_map(|quote| quote.button.as_ref())
            .collect(),
        Block::Text(_) | Block::Select(_) | Block::Divider => Vec::new(),
    }
}

/// Checks Discord's limits of a message.
#[track_caller]
pub(crate) fn assert_fits(post: &Post) {
    let (mut characters, mut components) = (0, 0);
    let mut ids = Vec::new();
    for block in &post.shown() {
        match block {
            Block::Text(text) => {
                assert!(!text.trim().is_empty(), "an empty text");
                characters += text.chars().count();
                components += 1;
            }
            Block::Section { text, .. } => {
                characters += text.chars().count();
                components += 3;
            }
            Block::Buttons(buttons) => {
                assert!(
                    (1..=MAX_ROW).contains(&buttons.len()),
                    "{} buttons in a row",
                    buttons.len()
                );
                components += 1 + buttons.len();
            }
            Block::Select(select) => {
                components += 2;
                ids.push(select.id.clone());
                if let SelectKind::Options(options) = &select.kind {
                    assert!(
                        (1..=MAX_OPTIONS).contains(&options.len()),
                        "{} options",
                        options.len()
                    );
                    let values: std::collections::BTreeSet<_> =
                        options.iter().map(|option| &option.value).collect();
                    assert_eq!(values.len(), options.len(), "two options with one value");
                    for option in options {
                        let texts = [
                            Some(&option.label),
                            Some(&option.value),
                            option.description.as_ref(),
                        ];
                        assert!(
                            texts
                                .into_iter()
                                .flatten()
                                .all(|text| (1..=MAX_OPTION_TEXT).contains(&text.chars().count()))
                        );
                    }
                }
            }
            Block::Divider | Block::Quotes(_) => components += 1,
        }
    }
    for button in buttons(post) {
        assert!(
            (1..=MAX_LABEL).contains(&button.label.chars().count()),
            "{}",
            button.label
        );
        if let Action::Click(id) = &button.action {
            assert!(!ids.contains(id), "two components with the id {id}");
            ids.push(id.clone());
        }
    }
    assert!(characters <= MAX_TEXT, "{characters} characters");
    assert!(
        (1..=MAX_COMPONENTS).contains(&components),
        "{components} components"
    );
}
