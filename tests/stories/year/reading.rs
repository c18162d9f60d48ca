//! People read what is new to them and press a button here and there, mostly soon, sometimes months later.

use std::collections::BTreeSet;

use discord_sandbox::world::World;
use discord_sandbox::world::channel::Channel;
use discord_sandbox::world::message::Message;
use discord_sandbox::{Answer, MessageId, ModalView, Outcome, Person};
use serde_json::Value;

use super::chance::Dice;
use super::ledger::Press;
use super::people::{Team, members};
use crate::harness::Story;

/// Buttons on what somebody reads in their own threads and direct messages, by the beginning of their ids, and of a hundred readers
/// how many press them. The first that they feel like is pressed.
const HABITS: [(&str, i64); 22] = [
    ("1:ask:accept:", 35),
    ("1:ask:decline:", 25),
    ("1:ask:better:", 5),
    ("1:ask:solved:", 45),
    ("1:ask:still:", 10),
    ("1:ask:giveback:", 4),
    ("1:ask:nevermind:", 4),
    ("1:round:findme:", 70),
    ("1:round:sitout:", 60),
    ("1:round:bethree:", 70),
    ("1:round:staytwo:", 50),
    ("1:round:back:", 70),
    ("1:round:notyet:", 15),
    ("1:round:met:", 60),
    ("1:swap:served:", 60),
    ("1:swap:notserved:", 50),
    ("1:learning:yes:", 40),
    ("1:learning:notyet:", 30),
    ("1:newcomer:teach:", 50),
    ("1:newcomer:notyet:", 10),
    ("1:newcomer:well:", 60),
    ("1:newcomer:handover:", 4),
];

/// The same for the message that introduces a pairing.
const ON_INTRODUCTIONS: [(&str, i64); 4] = [
    ("1:round:cant:", 4),
    ("1:round:planned:", 12),
    ("1:round:met:", 3),
    ("1:round:calendar:", 3),
];

/// Buttons that show that somebody is there, whatever the answer.
const SIGNS: [&str; 3] = ["1:round:met:", "1:round:notyet:", "1:round:planned:"];

/// Of a hundred readers of an introduction so many write a line.
const WRITES: i64 = 20;
/// Of a hundred members so many count themselves in when they first see a heads-up, and so many skip a round.
pub(super) const COUNTS_IN: i64 = 40;
pub(super) const SKIPS: i64 = 3;
/// How many people have a look at what else is posted in a channel, and how many in a hundred of them press something.
const PASSERS_BY: usize = 3;
const PASSING: i64 = 15;
/// One in so many messages is remembered, and answered when it is old.
const REMEMBERED: i64 = 30;

/// A message of the bot's with buttons.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    id: MessageId,
    /// Whom it is for; nobody in particular in a channel.
    readers: Vec<String>,
    /// Whether one person alone reads it, in direct messages or in the thread that stands in for them.
    privately: bool,
    /// The buttons' ids.
    buttons: Vec<String>,
}

impl Seen {
    fn button(&self, beginning: &str) -> Option<&str> {
        self.buttons
            .iter()
            .find(|button| button.starts_with(beginning))
            .map(String::as_str)
    }
}

impl Team {
    /// Everybody reads what is new.
    pub(super) async fn everybody_reads(&mut self, story: &Story, day: i64) {
        let since = self.read_up_to;
        let (new, newest) = story
            .sandbox
            .look(|world| (seen_since(world, since), latest(world)));
        self.read_up_to = newest.or(since);
        let members: BTreeSet<String> = members(story).into_iter().collect();
        for seen in &new {
            if seen.readers.is_empty() {
                self.in_a_channel(story, seen, &members).await;
            }
            for reader in seen.readers.iter().filter(|name| members.contains(*name)) {
                self.reads(story, reader, seen).await;
            }
        }
        self.somebody_answers_late(story, day).await;
        for seen in new {
            let mut dice = self.dice(story, &format!("{:?} is remembered", seen.buttons));
            if !seen.buttons.is_empty() && dice.below(REMEMBERED) == 0 {
                self.remembered.push(seen);
            }
        }
    }

    async fn reads(&mut self, story: &Story, reader: &str, seen: &Seen) {
        let mut dice = self.dice(story, &format!("{reader} reads {:?}", seen.buttons));
        let is_introduction = seen.button("1:round:cant:").is_some();
        // Who is told privately writes to the other one directly, which nobody sees.
        if is_introduction && !seen.privately && dice.percent(WRITES) {
            let person = &story.player(reader).person;
            let place = story.sandbox.look(|world| channel_of(world, seen.id));
            if let Some(place) = place {
                // Only that something was written matters.
                if person.write(place, "Tuesday at eleven?").is_ok() {
                    let sign = (reader.to_owned(), story.now());
                    self.ledger.signs.push(sign);
                }
            }
        }
        let habits: &[_] = if is_introduction {
            &ON_INTRODUCTIONS
        } else {
            &HABITS
        };
        for (beginning, chance) in habits {
            if let Some(button) = seen.button(beginning)
                && dice.percent(*chance)
            {
                let (acts, sign) = (self.ledger.acts, (reader.to_owned(), story.now()));
                self.presses(story, reader, seen.id, button, &mut dice)
                    .await;
                if SIGNS.contains(beginning) && self.ledger.acts > acts {
                    self.ledger.signs.push(sign);
                }
                return;
            }
        }
    }

    async fn in_a_channel(&mut self, story: &Story, seen: &Seen, members: &BTreeSet<String>) {
        if let Some(count_me_in) = seen.button("1:round:in:") {
            for name in members {
                if self.ledger.unseeing.contains(name) {
                    continue;
                }
                let key = (name.clone(), count_me_in.to_owned());
                let mut ever = self.chance.about(&format!("{name} {count_me_in}"));
                let mut now = self.dice(story, &format!("{name} {:?}", seen.buttons));
                if ever.percent(COUNTS_IN) && self.counted_in.insert(key) {
                    self.presses(story, name, seen.id, count_me_in, &mut now)
                        .await;
                } else if let Some(skip) = seen.button("1:round:skip:")
                    && now.percent(SKIPS)
                {
                    self.presses(story, name, seen.id, skip, &mut now).await;
                }
            }
            return;
        }
        let mut dice = self.dice(story, &format!("passing by {:?}", seen.buttons));
        let names: Vec<&String> = members.iter().collect();
        for _ in 0..PASSERS_BY {
            if let (Some(name), Some(button)) = (dice.one_of(&names), dice.one_of(&seen.buttons))
                && dice.percent(PASSING)
            {
                self.presses(story, name, seen.id, button, &mut dice).await;
            }
        }
    }

    /// Somebody presses a button of long ago, whatever became of what it stands under.
    async fn somebody_answers_late(&mut self, story: &Story, day: i64) {
        let mut dice = self.dice(story, &format!("who answers late on day {day}"));
        let Some(seen) = dice.one_of(&self.remembered).cloned() else {
            return;
        };
        let members = members(story);
        let readers = if seen.readers.is_empty() {
            &members
        } else {
            &seen.readers
        };
        if let (Some(name), Some(button)) = (dice.one_of(readers), dice.one_of(&seen.buttons))
            && members.contains(name)
        {
            self.presses(story, name, seen.id, button, &mut dice).await;
        }
    }

    async fn presses(
        &mut self,
        story: &Story,
        name: &str,
        on: MessageId,
        button: &str,
        dice: &mut Dice,
    ) {
        let person = story.player(name).person;
        let outcome = person.click(on, button).await;
        let Some(outcome) = self.notes(&format!("{name}: {button}"), outcome) else {
            return;
        };
        let answer = outcome.message().map_or("", |message| &message.text);
        self.ledger.presses.push(Press {
            who: name.to_owned(),
            button: button.to_owned(),
            on,
            at: story.now(),
            answer: answer.to_owned(),
        });
        match &outcome.answer {
            Answer::Modal(form) => self.fills_in(&person, form).await,
            _ => self.goes_on(&person, &outcome, dice).await,
        }
    }

    async fn fills_in(&mut self, person: &Person, form: &ModalView) {
        let texts: Vec<(&str, &str)> = form
            .fields
            .iter()
            .filter(|field| field.required && matches!(field.kind.as_str(), "short" | "paragraph"))
            .map(|field| (field.label.as_str(), "Git"))
            .collect();
        let outcome = person.submit(form, &texts).await;
        self.notes(&format!("{}: {}", person.name(), form.title), outcome);
    }

    /// A press may open a page of its own, which is done with, mostly with a face.
    async fn goes_on(&mut self, person: &Person, outcome: &Outcome, dice: &mut Dice) {
        let Ok(page) = outcome.message() else {
            return;
        };
        let mut page = page.clone();
        if !page.ephemeral {
            return;
        }
        for label in ["🙂", "Done"] {
            if page.button(label).is_some_and(|button| !button.disabled) && dice.percent(75) {
                let outcome = person.click(&page, label).await;
                let outcome = self.notes(&format!("{}: {label}", person.name()), outcome);
                match outcome.as_ref().map(Outcome::message) {
                    Some(Ok(next)) => page = next.clone(),
                    _ => return,
                }
            }
        }
    }
}

/// What the bot has said since a message, oldest first.
fn seen_since(world: &World, since: Option<MessageId>) -> Vec<Seen> {
    use std::ops::Bound::{Excluded, Unbounded};
    let from = since.map_or(Unbounded, Excluded);
    let mut said: Vec<(&Channel, &Message)> = world
        .channels
        .values()
        .flat_map(|channel| {
            channel
                .messages
                .range((from, Unbounded))
                .map(move |(_, said)| (channel, said))
        })
        .filter(|(_, said)| said.author == world.application.bot && said.visible_to.is_none())
        .collect();
    said.sort_by_key(|(_, said)| said.id);
    said.into_iter()
        .map(|(channel, said)| {
            let mut buttons = Vec::new();
            said.components
                .iter()
                .for_each(|part| find_buttons(part, &mut buttons));
            Seen {
                id: said.id,
                readers: readers(world, channel),
                privately: !channel.recipients.is_empty()
                    || channel.name.starts_with("Potluck and "),
                buttons,
            }
        })
        .collect()
}

/// Who reads what is said in a thread or in direct messages.
fn readers(world: &World, channel: &Channel) -> Vec<String> {
    let in_thread = channel
        .thread
        .iter()
        .flat_map(|thread| thread.members.keys());
    in_thread
        .chain(&channel.recipients)
        .filter_map(|user| world.users.get(user))
        .filter(|user| !user.bot)
        .map(|user| user.username.clone())
        .collect()
}

fn find_buttons(part: &Value, found: &mut Vec<String>) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| find_buttons(part, found)),
        Value::Object(fields) => {
            let is_button = fields.get("type").and_then(Value::as_u64) == Some(2);
            let is_off = fields.get("disabled").and_then(Value::as_bool) == Some(true);
            if let Some(id) = fields.get("custom_id").and_then(Value::as_str)
                && is_button
                && !is_off
            {
                found.push(id.to_owned());
            }
            fields.values().for_each(|part| find_buttons(part, found));
        }
        _ => {}
    }
}

fn channel_of(world: &World, message: MessageId) -> Option<String> {
    world
        .channels
        .values()
        .find(|channel| channel.messages.contains_key(&message))
        .map(|channel| channel.id.to_string())
}

fn latest(world: &World) -> Option<MessageId> {
    let newest = |channel: &Channel| channel.messages.keys().next_back().copied();
    world.channels.values().filter_map(newest).max()
}
