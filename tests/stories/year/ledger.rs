//! What people did, written down by the year itself: what the bot did is judged by this, and not by what the bot remembers.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use discord_sandbox::MessageId;

use super::calendar::ZONE;

/// A span of time, its ends not included: at the instant at which somebody pauses they may have been chosen just before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

impl Span {
    pub(super) fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from < at && at < self.until
    }
}

/// A pause.
#[derive(Clone, Debug)]
pub(super) struct Pause {
    pub(super) who: String,
    pub(super) span: Span,
}

/// Two people who are not to be put together.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) by: String,
    pub(super) other: String,
    pub(super) since: DateTime<Utc>,
}

/// Somebody joined, for the first time or again.
#[derive(Clone, Debug)]
pub(super) struct Joining {
    pub(super) who: String,
    /// When they did, or when the bot was back if it was away.
    pub(super) at: DateTime<Utc>,
    pub(super) again: bool,
}

/// Somebody left.
#[derive(Clone, Debug)]
pub(super) struct Leaving {
    pub(super) who: String,
    pub(super) at: DateTime<Utc>,
}

/// Somebody pressed a button, and was answered.
#[derive(Clone, Debug)]
pub(super) struct Press {
    pub(super) who: String,
    /// The button's id.
    pub(super) button: String,
    /// What it stands under.
    pub(super) on: MessageId,
    pub(super) at: DateTime<Utc>,
    /// What they read then.
    pub(super) answer: String,
}

/// When somebody works who has said so themselves, or whose city is another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hours {
    pub(super) zone: Tz,
    /// Hours of the local day.
    pub(super) from: u32,
    pub(super) until: u32,
}

impl Hours {
    /// The server's, as `/setup` suggests them.
    pub(super) const SERVER: Self = Self {
        zone: ZONE,
        from: 9,
        until: 17,
    };
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) pauses: Vec<Pause>,
    pub(super) blocks: Vec<Block>,
    pub(super) joinings: Vec<Joining>,
    pub(super) leavings: Vec<Leaving>,
    pub(super) hours: Vec<(String, Hours)>,
    /// Who takes no direct messages.
    pub(super) closed: BTreeSet<String>,
    /// Who cannot see the channel of the programmes.
    pub(super) unseeing: BTreeSet<String>,
    pub(super) presses: Vec<Press>,
    /// Who wrote or clicked in the thread of their latest pairing, and when.
    pub(super) signs: Vec<(String, DateTime<Utc>)>,
    /// Commands and clicks that were answered.
    pub(super) acts: usize,
    /// What Discord's client refused, since the button had gone meanwhile.
    pub(super) too_late: usize,
    /// What the bot did not answer.
    pub(super) unanswered: Vec<String>,
}

impl Ledger {
    /// Who is out until when, begins being so now.
    pub(super) fn pauses_for_a_week(&mut self, who: &str, from: DateTime<Utc>) {
        // A week ends at the first instant of a day where they are, and Tokyo's is nine hours before Lisbon's.
        let until = from + TimeDelta::days(6);
        let who = who.to_owned();
        let span = Span { from, until };
        self.pauses.push(Pause { who, span });
    }

    /// Who comes back before their pause is over.
    pub(super) fn is_back(&mut self, who: &str, at: DateTime<Utc>) {
        for pause in self.pauses.iter_mut().filter(|pause| pause.who == who) {
            pause.span.until = pause.span.until.min(at);
        }
    }

    pub(super) fn is_paused(&self, who: &str, at: DateTime<Utc>) -> bool {
        self.pauses
            .iter()
            .any(|pause| pause.who == who && pause.span.holds(at))
    }

    pub(super) fn hours_of(&self, who: &str) -> Hours {
        self.hours
            .iter()
            .find(|(name, _)| name == who)
            .map_or(Hours::SERVER, |(_, hours)| *hours)
    }
}
