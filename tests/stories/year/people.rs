//! What sixty people do all year: they say what they bring, ask and thank, pause, block, come and leave, as chance has it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Asia::Tokyo;
use discord_sandbox::{MessageId, Outcome, Person, Refusal, Rule};

use super::calendar::{Calendar, ZONE};
use super::chance::{Chance, Dice};
use super::ledger::{Block, Hours, Joining, Leaving, Ledger};
use super::reading::Seen;
use crate::harness::{Player, Story};

/// What they teach each other.
const SKILLS: [&str; 16] = [
    "PostgreSQL",
    "Python",
    "Rust",
    "Kubernetes",
    "Git",
    "Statistics",
    "Figma",
    "Accessibility",
    "Technical writing",
    "Public speaking",
    "Spanish",
    "Spreadsheets",
    "Estimating",
    "Illustration",
    "User interviews",
    "Incident response",
];

/// Of a hundred people, how many do it on a working day, all of them together taken as one.
const ASKS: i64 = 45;
const THANKS: i64 = 20;
const PAUSES: i64 = 25;
const COMES_BACK: i64 = 15;
const BLOCKS: i64 = 8;
/// How many set a block before the year begins.
const BLOCKS_AT_FIRST: usize = 25;
const CHANGES_WHAT_THEY_BRING: i64 = 15;

/// One week in so many is busy: so many ask each day about the same few skills, and those who teach them would get more than is good.
const BUSY_WEEKS: i64 = 8;
const BUSY_ASKS: usize = 6;
const BUSY_SKILLS: usize = 2;

/// Every so-manieth takes no direct messages.
const CLOSED_DMS: usize = 15;
/// Every so-manieth works in Tokyo, or in the afternoon.
const ELSEWHERE: usize = 20;

/// Who of those who are there from the beginning cannot see the channel of the programmes; the last of them takes no direct messages
/// either. And every so-manieth who joins cannot.
const UNSEEING: [usize; 3] = [9, 29, 52];
const UNSEEING_NEWCOMERS: usize = 20;

/// The people, and what they did.
pub(super) struct Team {
    pub(super) chance: Chance,
    pub(super) ledger: Ledger,
    pub(super) read_up_to: Option<MessageId>,
    /// Some of what they have read, for late answers.
    pub(super) remembered: Vec<Seen>,
    /// Who counted themselves in, with the button's id.
    pub(super) counted_in: BTreeSet<(String, String)>,
}

impl Team {
    /// Ada sets up what there is, and everybody says what they bring and when they work.
    pub(super) async fn arrives(story: &mut Story, chance: Chance, calendar: &Calendar) -> Self {
        let mut team = Self {
            chance,
            ledger: Ledger::default(),
            read_up_to: None,
            remembered: Vec::new(),
            counted_in: BTreeSet::new(),
        };
        let ada = story.player("ada");
        ada.sets_up_coffee().await;
        ada.sets_up_swaps().await;
        takes_days_off(&ada, calendar).await;
        for (number, name) in members(story).into_iter().enumerate() {
            team.brings(story, &name).await;
            if number % CLOSED_DMS == 7 {
                story.player(&name).person.close_dms();
                team.ledger.closed.insert(name.clone());
            }
            if number % ELSEWHERE == 11 {
                team.works_elsewhere(story, &name, number / ELSEWHERE).await;
            }
            if UNSEEING.contains(&number) {
                team.cannot_see_coffee(story, &name);
            }
        }
        let members = members(story);
        for number in 0..BLOCKS_AT_FIRST {
            let mut dice = chance.about(&format!("block {number}"));
            team.blocks(story, &members, &mut dice).await;
        }
        // A newcomer is who joins later than Potluck was turned on.
        story.pass(TimeDelta::minutes(1)).await;
        team
    }

    async fn works_elsewhere(&mut self, story: &Story, name: &str, number: usize) {
        let player = story.player(name);
        let hours = if number.is_multiple_of(2) {
            player.works("14:00-18:00").await;
            Hours {
                zone: ZONE,
                from: 14,
                until: 18,
            }
        } else {
            let page = player.uses("me", &[]).await;
            let page = player.clicks(&page, "Zone and hours").await;
            let form = player.clicks_for_form(&page, "Change my city").await;
            let field = form.fields[0].label.clone();
            player.submits(&form, &[(&field, "Tokyo")]).await;
            Hours {
                zone: Tokyo,
                ..Hours::SERVER
            }
        };
        self.ledger.hours.push((name.to_owned(), hours));
    }

    /// Somebody says what they teach and what they would like to learn: up to two of each.
    async fn brings(&mut self, story: &Story, name: &str) {
        let mut dice = self.dice(story, &format!("{name} brings"));
        for command in ["teach", "learn"] {
            let skills: BTreeSet<&str> = (0..=dice.below(2))
                .filter_map(|_| dice.one_of(&SKILLS).copied())
                .collect();
            let typed = Vec::from_iter(skills).join(", ");
            self.uses(story, name, command, &[("skill", &typed)]).await;
        }
    }

    /// What everybody does on a working day.
    pub(super) async fn a_day(&mut self, story: &Story, day: i64) {
        self.everybody_reads(story, day).await;
        self.whoever_cannot_see_decides_in_me(story, day).await;
        let mut dice = self.dice(story, &format!("what is done on day {day}"));
        let members = members(story);
        if day / 7 % BUSY_WEEKS == 2 {
            for _ in 0..BUSY_ASKS {
                self.asks(story, &members, &SKILLS[..BUSY_SKILLS], &mut dice)
                    .await;
            }
        } else if dice.percent(ASKS) {
            self.asks(story, &members, &SKILLS, &mut dice).await;
        }
        if dice.percent(THANKS)
            && let (Some(one), Some(other)) = (dice.one_of(&members), dice.one_of(&members))
            && one != other
        {
            let whom = story.player(other).person.name();
            let options = [
                ("member", whom.as_str()),
                ("for", "the walk through our backups"),
            ];
            self.uses(story, one, "thanks", &options).await;
        }
        if dice.percent(CHANGES_WHAT_THEY_BRING)
            && let Some(name) = dice.one_of(&members)
        {
            self.brings(story, name).await;
        }
        self.pauses_and_blocks(story, &members, &mut dice).await;
        story.settle().await;
    }

    async fn asks(&mut self, story: &Story, members: &[String], skills: &[&str], dice: &mut Dice) {
        let (Some(name), Some(skill)) = (dice.one_of(members), dice.one_of(skills)) else {
            return;
        };
        let person = story.player(name).person.in_channel("general");
        let mut options = vec![
            ("skill", (*skill).into()),
            ("details", "How do I begin with it?".into()),
        ];
        if dice.percent(10) {
            options.push(("anonymous", true.into()));
        }
        let outcome = person.command("askfor", &options).await;
        self.notes("/askfor", outcome);
    }

    async fn pauses_and_blocks(&mut self, story: &Story, members: &[String], dice: &mut Dice) {
        if dice.percent(PAUSES)
            && let Some(name) = dice.one_of(members)
            && !self.ledger.is_paused(name, story.now())
        {
            story.player(name).pauses().await;
            self.ledger.pauses_for_a_week(name, story.now());
        }
        let out: Vec<String> = members
            .iter()
            .filter(|name| self.ledger.is_paused(name, story.now()))
            .cloned()
            .collect();
        if dice.percent(COMES_BACK)
            && let Some(name) = dice.one_of(&out)
        {
            let player = story.player(name);
            let page = player.uses("me", &[]).await;
            let page = player.clicks(&page, "Pause").await;
            player.clicks(&page, "I'm back").await;
            self.ledger.is_back(name, story.now());
        }
        if dice.percent(BLOCKS) {
            self.blocks(story, members, dice).await;
        }
    }

    async fn blocks(&mut self, story: &Story, members: &[String], dice: &mut Dice) {
        let (Some(by), Some(other)) = (dice.one_of(members), dice.one_of(members)) else {
            return;
        };
        if by == other {
            return;
        }
        let shown = story.player(other).person.name();
        story.player(by).blocks(&shown).await;
        self.ledger.blocks.push(Block {
            by: by.clone(),
            other: other.clone(),
            since: story.now(),
        });
    }

    /// Somebody new joins; the bot can know of it from `known` on.
    pub(super) async fn somebody_joins(&mut self, story: &Story, day: i64, known: DateTime<Utc>) {
        let who = format!("newcomer{day}");
        if story.sandbox.person(&who).is_ok() {
            return;
        }
        let person = story.sandbox.new_person(&format!("Newcomer{day}")).unwrap();
        if self.ledger.joinings.len() % UNSEEING_NEWCOMERS == 1 {
            self.cannot_see_coffee(story, &who);
        }
        person.join().unwrap();
        self.ledger.joinings.push(Joining {
            who,
            at: in_milliseconds(known),
            again: false,
        });
        if known == story.now() {
            story.settle().await;
        }
    }

    /// Somebody leaves, or one who left comes back, of which the bot can know from `known` on.
    pub(super) fn somebody_moves(&mut self, story: &Story, day: i64, known: DateTime<Utc>) {
        let mut dice = self.dice(story, &format!("who moves on day {day}"));
        let members = members(story);
        let gone: Vec<String> = self
            .ledger
            .leavings
            .iter()
            .map(|leaving| leaving.who.clone())
            .filter(|name| !members.contains(name))
            .collect();
        if dice.percent(20)
            && let Some(who) = dice.one_of(&gone).cloned()
        {
            story.player(&who).person.join().unwrap();
            let (at, again) = (in_milliseconds(known), true);
            self.ledger.joinings.push(Joining { who, at, again });
            return;
        }
        if let Some(who) = dice.one_of(&members).filter(|name| *name != "ada").cloned() {
            story.player(&who).person.leave().unwrap();
            let at = story.now();
            self.ledger.leavings.push(Leaving { who, at });
        }
    }

    /// Uses a command with texts as options.
    pub(super) async fn uses(
        &mut self,
        story: &Story,
        name: &str,
        command: &str,
        options: &[(&str, &str)],
    ) -> Option<Outcome> {
        let person: Person = story.player(name).person.in_channel("general");
        let options: Vec<_> = options
            .iter()
            .map(|(option, value)| (*option, (*value).into()))
            .collect();
        let outcome = person.command(command, &options).await;
        self.notes(&format!("{name}: /{command}"), outcome)
    }

    /// Writes down what came of an act.
    pub(super) fn notes(
        &mut self,
        act: &str,
        outcome: Result<Outcome, Refusal>,
    ) -> Option<Outcome> {
        match outcome {
            Ok(outcome) => {
                self.ledger.acts += 1;
                Some(outcome)
            }
            Err(refusal) => {
                match refusal.rule {
                    Rule::NotVisible
                    | Rule::NoSuchComponent
                    | Rule::Disabled
                    | Rule::NotAMember
                    | Rule::UnknownPlace => self.ledger.too_late += 1,
                    _ => self.ledger.unanswered.push(format!("{act}: {refusal}")),
                }
                None
            }
        }
    }

    /// The dice for something done at this time.
    pub(super) fn dice(&self, story: &Story, question: &str) -> Dice {
        self.chance.about(&format!("{question} {}", story.now()))
    }
}

/// The user names of those who are there.
pub(super) fn members(story: &Story) -> Vec<String> {
    let guild = story.sandbox.guild_id();
    story.sandbox.look(|world| {
        let members = &world.guilds[&guild].members;
        world
            .users
            .values()
            .filter(|user| !user.bot && members.contains_key(&user.id))
            .map(|user| user.username.clone())
            .collect()
    })
}

/// As the database keeps it.
fn in_milliseconds(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap()
}

/// Ada types the days off.
async fn takes_days_off(ada: &Player, calendar: &Calendar) {
    let page = ada.uses("settings", &[]).await;
    let page = ada.clicks(&page, "Zone and hours").await;
    let form = ada.clicks_for_form(&page, "Holidays").await;
    let field = form.fields[0].label.clone();
    let days: Vec<String> = calendar.holidays.iter().map(ToString::to_string).collect();
    ada.submits(&form, &[(&field, &days.join("\n"))]).await;
}

/// Ada stops both programmes.
pub(super) async fn stops_programmes(story: &Story) {
    let ada = story.player("ada");
    for number in 0..2 {
        let page = ada.uses("settings", &[]).await;
        let page = ada.clicks(&page, "Programmes").await;
        let mut buttons = page
            .buttons
            .iter()
            .filter_map(|button| button.custom_id.clone());
        let open = buttons
            .by_ref()
            .filter(|id| id.starts_with("1:setup:programme:"));
        let open = open.take(number + 1).last().unwrap();
        let page = ada.clicks(&page, &open).await;
        let page = ada.clicks(&page, "Stop").await;
        assert!(page.text.contains("**Stopped**"), "{page}");
    }
}
