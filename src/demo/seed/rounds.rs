//! Coffee chats and skill swaps of the quarter, and what became of each pairing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::{MessageId, MessageView};

use super::super::DemoError;
use super::people::Team;

/// Who keeps out of the rounds: Ada runs the server, and it is no obligation for anybody.
const STAY_OUT: [&str; 2] = ["ada", "elio"];

/// A pairing, from its introduction on.
struct Meeting {
    /// The how-manieth of the quarter.
    number: usize,
    intro: MessageView,
    /// User names.
    people: Vec<String>,
    since: DateTime<Utc>,
    /// Days looked at.
    days: u32,
}

/// The rounds of the quarter.
#[derive(Default)]
pub(super) struct Plan {
    read: Option<MessageId>,
    meetings: Vec<Meeting>,
    counted: BTreeSet<String>,
    paired: usize,
}

impl Plan {
    /// What happens on a day: whoever reads a first heads-up counts themselves in, and pairings meet or do not.
    pub(super) async fn a_day(&mut self, team: &Team<'_>) -> Result<(), DemoError> {
        let since = std::mem::replace(&mut self.read, team.latest());
        let mut introduced: BTreeMap<_, Meeting> = BTreeMap::new();
        for name in team.members()? {
            for message in team.person(&name)?.said_after(since) {
                if message.button("Count me in").is_some() {
                    self.reads_heads_up(team, &name, &message).await?;
                } else if message.button("Can't this time").is_some() {
                    introduced
                        .entry(message.channel)
                        .or_insert_with(|| Meeting {
                            number: 0,
                            intro: message,
                            people: Vec::new(),
                            since: team.now(),
                            days: 0,
                        })
                        .people
                        .push(name.clone());
                } else if message.button("Yes, I learned it").is_some() {
                    team.presses(&name, &message, "Yes, I learned it").await?;
                }
            }
        }
        for mut meeting in introduced.into_values() {
            meeting.number = self.paired;
            self.paired += 1;
            self.meetings.push(meeting);
        }
        for mut meeting in std::mem::take(&mut self.meetings) {
            meeting.a_day(team).await?;
            if team.now() - meeting.since < TimeDelta::days(6) {
                self.meetings.push(meeting);
            }
        }
        Ok(())
    }

    async fn reads_heads_up(
        &mut self,
        team: &Team<'_>,
        name: &str,
        heads_up: &MessageView,
    ) -> Result<(), DemoError> {
        if STAY_OUT.contains(&name) {
            return Ok(());
        }
        let first = self.counted.insert(format!(
            "{} {name}",
            heads_up.text.lines().next().unwrap_or_default()
        ));
        if first
            && !self
                .counted
                .contains(&format!("{} {name}", programme(heads_up)))
        {
            self.counted
                .insert(format!("{} {name}", programme(heads_up)));
            team.presses(name, heads_up, "Count me in").await?;
        } else if name == "femi"
            && self.paired % 7 == 3
            && heads_up.button("Skip this one").is_some()
        {
            team.presses(name, heads_up, "Skip this one").await?;
        }
        Ok(())
    }
}

/// Which programme a heads-up is of: its number differs from round to round.
fn programme(heads_up: &MessageView) -> String {
    let title = heads_up.text.lines().next().unwrap_or_default();
    title.chars().filter(|c| !c.is_ascii_digit()).collect()
}

impl Meeting {
    async fn a_day(&mut self, team: &Team<'_>) -> Result<(), DemoError> {
        self.days += 1;
        let Some(first) = self.people.first().cloned() else {
            return Ok(());
        };
        match (self.number % 8, self.days) {
            // Mostly they write, meet, and say so.
            (0..=4, 1) => team.writes(&first, &self.intro, "Hi! Thursday at eleven?"),
            (0..=4, 2) => {
                let last = self.people.last().cloned().unwrap_or(first);
                team.writes(&last, &self.intro, "Perfect, see you then.")
            }
            (0..=4, 4) => self.they_met(team, &first).await,
            // Some plan it, and it comes to nothing.
            (5, 1) => team
                .presses(&first, &self.intro, "It's planned")
                .await
                .map(|_| ()),
            (5, 6) => self.not_yet(team, &first).await,
            // Now and then somebody cannot.
            (6, 1) if self.number % 40 == 6 => {
                team.presses(&first, &self.intro, "Can't this time").await?;
                team.settle().await
            }
            // And from the rest nothing is heard.
            _ => Ok(()),
        }
    }

    async fn they_met(&self, team: &Team<'_>, first: &str) -> Result<(), DemoError> {
        let page = team.presses(first, &self.intro, "We met").await?;
        let face = if self.number % 9 == 4 { "😐" } else { "🙂" };
        if page.button(face).is_some() {
            team.presses(first, &page, face).await?;
        }
        Ok(())
    }

    /// The check-in in the thread is answered with **Not yet**.
    async fn not_yet(&self, team: &Team<'_>, first: &str) -> Result<(), DemoError> {
        let asked = team
            .person(first)?
            .said_after(Some(self.intro.id))
            .into_iter()
            .rev()
            .find(|message| {
                message.channel == self.intro.channel && message.button("Not yet").is_some()
            });
        match asked {
            Some(asked) => team.presses(first, &asked, "Not yet").await.map(|_| ()),
            None => Ok(()),
        }
    }
}
