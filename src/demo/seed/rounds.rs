//! Coffee chats and skill swaps of the quarter, and what became of each pairing.

use std::collections::{BTreeMap, BTreeSet};

use discord_sandbox::{ChannelId, MessageView};
use futures_util::future::{try_join, try_join_all};

use super::super::DemoError;
use super::calendar::{Quarter, Stop};
use super::people::{News, Team};
use super::regroup::{self, After};

/// Who counts themselves in for coffee chats: an odd number, so that three meet now and then, and so many that a round has pairs enough for
/// everything that can become of one, whoever rests by then.
const COFFEE: [&str; 13] = [
    "mia", "ravi", "noor", "ines", "yuki", "femi", "lena", "jonas", "kenji", "hana", "greta",
    "tomas", "sofia",
];
/// Who would like to swap skills.
const SWAPS: [&str; 14] = [
    "mia", "ravi", "ines", "tomas", "yuki", "femi", "lena", "oscar", "sofia", "nadia", "elio",
    "milo", "greta", "samir",
];
/// Of whom nothing is ever heard in coffee chats, until the third round.
const SILENT: &str = "jonas";

/// What becomes of a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// They write, meet, and say so.
    Meet,
    /// They plan it, and say at the check-in that they met.
    Plan,
    /// They have not met at the check-in, and nothing more is heard.
    NotYet,
    /// Nothing is heard at all.
    Silent,
}

/// A pairing, from its introduction on.
pub(super) struct Meeting {
    pub(super) intro: MessageView,
    /// User names.
    pub(super) people: Vec<String>,
    /// The how-manieth of the quarter.
    number: usize,
    course: Course,
    /// How often they have looked at what is new since.
    looked: u32,
}

/// The rounds of the quarter.
pub(super) struct Plan {
    /// The last day on which coffee chats are paired.
    last_coffee: i64,
    meetings: BTreeMap<ChannelId, Meeting>,
    /// The threads of those, and of all before.
    known: BTreeSet<ChannelId>,
    /// Who has read a heads-up of which programme.
    counted: BTreeSet<(&'static str, &'static str)>,
    paired: usize,
    /// Rounds of coffee chats that were paired.
    rounds: usize,
    /// Whether somebody has answered an open call.
    called: bool,
    /// Letters that people got, of whatever kind.
    letters: usize,
}

impl Plan {
    pub(super) fn new(quarter: &Quarter) -> Self {
        Self {
            last_coffee: quarter.last_coffee(),
            meetings: BTreeMap::new(),
            known: BTreeSet::new(),
            counted: BTreeSet::new(),
            paired: 0,
            rounds: 0,
            called: false,
            letters: 0,
        }
    }

    /// What happens now: whoever reads a heads-up for the first time counts themselves in, and pairings meet or do not.
    pub(super) async fn a_stop(
        &mut self,
        team: &Team<'_>,
        stop: &Stop,
        news: &News,
    ) -> Result<(), DemoError> {
        for message in &news.said {
            if message.button("Count me in").is_some() {
                self.heads_up_is_read(team, message).await?;
            } else if let Some(call) = message
                .buttons
                .iter()
                .find(|button| button.label == "I could teach Negotiation")
                && !std::mem::replace(&mut self.called, true)
            {
                team.presses("noor", message, &call.label).await?;
            }
        }
        let fresh = self.are_introduced(stop, news);
        let going: Vec<&mut Meeting> = self.meetings.values_mut().collect();
        try_join(
            try_join_all(going.into_iter().map(|meeting| meeting.a_stop(team))),
            try_join_all(
                news.letters
                    .iter()
                    .zip(self.letters..)
                    .map(|((name, letter), number)| answers_letter(team, name, letter, number)),
            ),
        )
        .await?;
        self.letters += news.letters.len();
        try_join_all(news.said.iter().filter_map(|message| {
            let meeting = self.meetings.get(&message.channel)?;
            Some(meeting.is_asked(team, message))
        }))
        .await?;
        self.somebody_cannot(team, stop, fresh).await?;
        self.meetings.retain(|_, meeting| meeting.looked < 14);
        Ok(())
    }

    async fn heads_up_is_read(
        &mut self,
        team: &Team<'_>,
        heads_up: &MessageView,
    ) -> Result<(), DemoError> {
        let (programme, who): (&'static str, &'static [&'static str]) = if is_coffee(&heads_up.text)
        {
            ("coffee", &COFFEE)
        } else {
            ("swaps", &SWAPS)
        };
        let mut new = Vec::new();
        for name in who {
            if !self.counted.contains(&(programme, *name)) && team.is_there(name)? {
                self.counted.insert((programme, *name));
                new.push(*name);
            }
        }
        try_join_all(
            new.iter()
                .map(|name| team.presses(name, heads_up, "Count me in")),
        )
        .await?;
        if new.is_empty() && programme == "coffee" && self.rounds % 4 == 1 {
            team.presses("femi", heads_up, "Skip this one").await?;
        }
        Ok(())
    }

    /// Takes note of pairings that are new. Whether a round of coffee chats is among them.
    fn are_introduced(&mut self, stop: &Stop, news: &News) -> bool {
        let (mut coffee, mut planned, mut spared) = (0, false, 0);
        for message in &news.said {
            // What reminds them later has the same buttons.
            if message.button("Can't this time").is_none() || !self.known.insert(message.channel) {
                continue;
            }
            let people: Vec<String> = message
                .mentions_pinged
                .iter()
                .map(|name| name.to_lowercase())
                .collect();
            let is_coffee = is_coffee(&message.channel_name);
            let course = if people.iter().any(|name| name == SILENT) {
                Course::Silent
            } else if is_coffee && stop.day >= self.last_coffee {
                // The last round goes on when the demo comes up. Two pairs are left for those who cannot this time, and one that has
                // not met yet can be asked to be three.
                if people.len() == 3 || !std::mem::replace(&mut planned, true) {
                    Course::Plan
                } else if spared < 2 {
                    spared += 1;
                    Course::Silent
                } else {
                    Course::Meet
                }
            } else {
                match self.paired % 8 {
                    3 => Course::Plan,
                    5 if is_coffee => Course::NotYet,
                    6 => Course::Silent,
                    _ => Course::Meet,
                }
            };
            let meeting = Meeting {
                intro: message.clone(),
                people,
                number: self.paired,
                course,
                looked: 0,
            };
            self.meetings.insert(message.channel, meeting);
            self.paired += 1;
            coffee += usize::from(is_coffee);
        }
        self.rounds += usize::from(coffee > 1);
        coffee > 1
    }

    /// In some rounds of coffee chats somebody cannot, and each time something else comes of it.
    async fn somebody_cannot(
        &mut self,
        team: &Team<'_>,
        stop: &Stop,
        fresh: bool,
    ) -> Result<(), DemoError> {
        let last = stop.last && stop.day >= self.last_coffee;
        let after = match (fresh, self.rounds) {
            _ if last => [Some(After::Undecided), Some(After::Waits)],
            (true, 2) => [Some(After::Three), None],
            (true, 3) => [Some(After::Nobody), None],
            (true, 4) => [Some(After::Another), Some(After::Another)],
            (true, 5) => [Some(After::SitsOut), None],
            _ => return Ok(()),
        };
        let coffee: Vec<&Meeting> = self
            .meetings
            .values()
            .filter(|meeting| {
                is_coffee(&meeting.intro.channel_name)
                    && meeting.looked <= 3
                    && (last || meeting.course != Course::Plan)
            })
            .collect();
        let mut pairs = regroup::open_pairs(team, &coffee)?;
        pairs.sort_by_key(|meeting| meeting.course == Course::Plan);
        let mut pairs = pairs.into_iter();
        for after in after.into_iter().flatten() {
            // Where nobody can be asked to be three, it is tried with the next pair.
            for meeting in pairs.by_ref() {
                if regroup::cannot(team, after, meeting, &coffee).await? {
                    break;
                }
            }
        }
        Ok(())
    }
}

impl Meeting {
    async fn a_stop(&mut self, team: &Team<'_>) -> Result<(), DemoError> {
        self.looked += 1;
        // Whose pairing fell apart has nothing more to say there.
        if !team.has_still(&self.intro, "We met")? {
            return Ok(());
        }
        let (Some(first), Some(last)) = (self.people.first(), self.people.last()) else {
            return Ok(());
        };
        match (self.course, self.looked) {
            (Course::Meet, 2) => {
                team.writes(first, &self.intro, "Hi! Thursday at eleven?")?;
                team.writes(last, &self.intro, "Perfect, see you then.")
            }
            (Course::Meet, 3) => self.they_met(team, first).await,
            (Course::Plan, 1) => team
                .presses(first, &self.intro, "It's planned")
                .await
                .map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Something is asked in their thread.
    async fn is_asked(&self, team: &Team<'_>, message: &MessageView) -> Result<(), DemoError> {
        let Some(first) = self.people.first() else {
            return Ok(());
        };
        if message.button("Yes, I learned it").is_some() {
            for (name, number) in self.people.iter().zip(self.number..) {
                let answer = if number % 4 == 3 {
                    "Keep it on my list"
                } else {
                    "Yes, I learned it"
                };
                team.presses(name, message, answer).await?;
            }
        } else if message.button("Not yet").is_some() {
            match self.course {
                Course::NotYet => {
                    team.presses(first, message, "Not yet").await?;
                }
                Course::Plan => self.they_met(team, first).await?,
                Course::Meet | Course::Silent => {}
            }
        }
        Ok(())
    }

    async fn they_met(&self, team: &Team<'_>, first: &str) -> Result<(), DemoError> {
        if !team.has_still(&self.intro, "We met")? {
            return Ok(());
        }
        let page = team.presses(first, &self.intro, "We met").await?;
        let face = match self.number % 9 {
            4 => "😐",
            7 => "🙁",
            _ => "🙂",
        };
        if page.button(face).is_some() {
            team.presses(first, &page, face).await?;
        }
        Ok(())
    }
}

/// Whoever learned something is asked whether they could teach it now. Some could, fewer could not, and the others leave it open.
async fn answers_letter(
    team: &Team<'_>,
    name: &str,
    letter: &MessageView,
    number: usize,
) -> Result<(), DemoError> {
    // What is asked at one time is asked in one message.
    let yes = letter
        .buttons
        .iter()
        .filter(|button| button.label == "Yes, add it");
    let not_yet = letter
        .buttons
        .iter()
        .filter(|button| button.label == "Not yet");
    for (number, (yes, not_yet)) in (number..).zip(yes.zip(not_yet)) {
        let answer = match number % 6 {
            0 | 3 => yes,
            1 => not_yet,
            _ => continue,
        };
        if let Some(custom_id) = &answer.custom_id {
            team.presses(name, letter, custom_id).await?;
        }
    }
    Ok(())
}

/// Whether a heads-up, or the thread of a pairing, is of coffee chats.
fn is_coffee(text: &str) -> bool {
    text.contains("Coffee chats")
}
