//! What was owed and never said, or waits in `/me`: each has a reason that the year or Discord knows of.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::excuses::{Kind, Known, excuse, may_wait};
use super::messages::{TAKES_ON, has_any};
use super::private::Weeks;
use super::rounds::{COFFEE, SWAPS};
use super::row::Row;
use super::{Evidence, time};
use crate::year::calendar::at;
use crate::year::ledger::Press;

/// What is said to whoever takes on an ask that is anonymous.
const HELPS_ANONYMOUSLY: &str = "thank you for helping with **";
/// What is answered to whoever needs no help any more.
const NO_LONGER_NEEDED: &str = "All right: your question about ";
/// An ask that nobody takes ends after so long.
const UNANSWERED_AFTER: TimeDelta = TimeDelta::days(14);
/// So long after an event may be what follows from it, while Discord is out or nobody starts the bot.
const LATE: TimeDelta = TimeDelta::hours(2);
/// A pause of a week ends by the end of its last day, wherever that is.
const PAUSE_ENDS: TimeDelta = TimeDelta::days(2);
/// Whom another is invited instead of may read of it only once they are at work.
const INVITED_WITHIN: TimeDelta = TimeDelta::days(5);

/// Which invitation is to which ask, who asked, when, and who is in which pairing: ids, which nobody but the bot gives.
struct Ids {
    invitations: Vec<(i64, i64, Option<i64>)>,
    asks: BTreeMap<i64, Asked>,
    seats: BTreeMap<i64, BTreeSet<i64>>,
    newcomers: BTreeMap<i64, i64>,
    /// The threads of pairings.
    threads: BTreeMap<i64, i64>,
}

/// An ask: whose it is, unless it is anonymous, since when, and where it goes on.
struct Asked {
    by: Option<i64>,
    since: DateTime<Utc>,
    thread: Option<i64>,
}

impl Evidence<'_> {
    pub(super) async fn nothing_dropped_without_a_reason(&mut self) {
        let weeks = self.weeks().await;
        let ids = self.ids().await;
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        let mut broken = Vec::new();
        for row in self.undone().await {
            let kind = row.kind();
            if row.state == "waiting" {
                let name = row.to.map_or("", |to| self.world.name(to));
                let closed = self.year.team.ledger.closed.contains(name);
                let discreet = row.delivery["send"]["to"].get("discreet").is_some();
                if may_wait(closed, discreet) {
                    *reasons.entry("waits in /me".to_owned()).or_default() += 1;
                } else {
                    broken.push(format!(
                        "waits for {name} since {}: {}",
                        row.at, row.delivery
                    ));
                }
                continue;
            }
            match excuse(kind, self.known(&row, &ids, &weeks)) {
                Some(reason) => {
                    let reason = format!("{kind:?}, {reason}");
                    *reasons.entry(reason).or_default() += 1;
                }
                None => broken.push(format!(
                    "lost: {kind:?} of {}, dropped at {}: {} {}",
                    row.since, row.at, row.receipt, row.delivery
                )),
            }
        }
        let reasons: Vec<String> = reasons
            .iter()
            .map(|(reason, times)| format!("{times} {reason}"))
            .collect();
        self.says(&format!("not said, and why: {}", reasons.join("; ")));
        self.broken.extend(broken);
    }

    async fn undone(&self) -> Vec<Row> {
        use sqlx::Row as _;
        let rows = sqlx::query(
            "SELECT o.state, o.lane, o.receipt, json_extract(o.purpose, '$'), o.delivery, o.addressee, o.created_at, o.done_at, o.ask_id, h.message_id
             FROM outbox o LEFT JOIN outbox h ON h.outbox_id = o.merged_into WHERE o.state IN ('dropped', 'waiting')",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        let json = |text: String| serde_json::from_str(&text).unwrap();
        rows.iter()
            .map(|row| Row {
                state: row.get(0),
                lane: row.get(1),
                receipt: json(row.get(2)),
                purpose: row.get(3),
                delivery: json(row.get(4)),
                to: row.get(5),
                since: time(row.get(6)),
                at: time(row.get(7)),
                about: row.get(8),
                with: row.get(9),
            })
            .collect()
    }

    async fn ids(&self) -> Ids {
        let invitations =
            sqlx::query_as("SELECT invitation_id, ask_id, message_id FROM invitations");
        let asks: Vec<(i64, Option<i64>, i64, Option<i64>)> =
            sqlx::query_as("SELECT ask_id, asker_id, created_at, thread_id FROM asks")
                .fetch_all(&self.db)
                .await
                .unwrap();
        let seats: Vec<(i64, i64)> = sqlx::query_as("SELECT pairing_id, member_id FROM seats")
            .fetch_all(&self.db)
            .await
            .unwrap();
        let newcomers: Vec<(i64, i64)> =
            sqlx::query_as("SELECT newcomer_id, member_id FROM newcomers")
                .fetch_all(&self.db)
                .await
                .unwrap();
        let threads: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT pairing_id, thread_id FROM pairings WHERE thread_id IS NOT NULL",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        let mut in_pairings: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (pairing, member) in seats {
            in_pairings.entry(pairing).or_default().insert(member);
        }
        Ids {
            invitations: invitations.fetch_all(&self.db).await.unwrap(),
            asks: asks
                .into_iter()
                .map(|(ask, by, since, thread)| {
                    let since = time(since);
                    (ask, Asked { by, since, thread })
                })
                .collect(),
            seats: in_pairings,
            newcomers: newcomers.into_iter().collect(),
            threads: threads.into_iter().collect(),
        }
    }

    /// What the year and Discord know of a row that was dropped.
    fn known(&self, row: &Row, ids: &Ids, weeks: &Weeks) -> Known {
        let of_whom = row.lane.strip_prefix("newcomer:");
        let newcomer = of_whom
            .and_then(|id| ids.newcomers.get(&id.parse().ok()?).copied())
            .or_else(|| Some(ids.newcomers[&row.receipt.get("welcomed")?.as_i64()?]));
        let to = row.to.or(newcomer);
        Known {
            stands: self.stands(row, ids),
            gone: to.is_some_and(|to| self.has_left(to, row.since, row.at)),
            paused: to.is_some_and(|to| self.has_paused(to, row.at)),
            apart: self.is_kept_apart(row, ids),
            full: to.is_some_and(|to| self.is_full_all_the_time(to, row, weeks)),
            over: self.is_over(row, ids),
            courtesy: row.purpose == "courtesy",
            nothing_there: self.is_nothing_there(row, ids),
        }
    }

    /// Whether all that it was to say stands where it was merged into, or the introduction of the same pairing in its thread.
    fn stands(&self, row: &Row, ids: &Ids) -> bool {
        if let Some(with) = row.with {
            let host = self.world.said.iter().find(|said| {
                said.id == with && (row.to.is_none() || self.private_reader(said) == row.to)
            });
            // Only the first of several keeps the emoji that it begins with.
            let is_there = |text: &&str| {
                let words = text.split_once(' ').map_or(*text, |(_, rest)| rest);
                host.is_some_and(|host| host.words.contains(words))
            };
            return row.texts().iter().all(is_there);
        }
        if row.kind() != Kind::Introduction {
            return false;
        }
        let thread = row.pairing().and_then(|pairing| ids.threads.get(&pairing));
        let mut said = self.world.said.iter();
        thread.is_some_and(|thread| {
            said.any(|said| said.place == *thread && said.words.starts_with("👋 "))
        })
    }

    fn has_left(&self, who: i64, since: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        let name = self.world.name(who);
        let mut leavings = self.year.team.ledger.leavings.iter();
        // Who left while the bot was away left before it heard of it.
        leavings.any(|leaving| leaving.who == name && (since - LATE..=until).contains(&leaving.at))
    }

    fn has_paused(&self, who: i64, at: DateTime<Utc>) -> bool {
        let name = self.world.name(who);
        let mut pauses = self.year.team.ledger.pauses.iter();
        pauses.any(|pause| {
            pause.who == name && pause.span.from <= at && at <= pause.span.until + PAUSE_ENDS
        })
    }

    /// Whether whoever asks and whom it was to invite are not to be put together.
    fn is_kept_apart(&self, row: &Row, ids: &Ids) -> bool {
        let asker = row.ask().and_then(|ask| ids.asks.get(&ask)?.by);
        let (Some(asker), Some(to)) = (asker, row.to) else {
            return false;
        };
        let [asker, to] = [asker, to].map(|id| self.world.name(id));
        let mut blocks = self.year.team.ledger.blocks.iter();
        blocks.any(|block| {
            let pair = [block.by.as_str(), block.other.as_str()];
            block.since <= row.at && (pair == [asker, to] || pair == [to, asker])
        })
    }

    /// Whether there was no room in somebody's week whenever they were at work. An invitation does not wait: for it only its end counts.
    fn is_full_all_the_time(&self, to: i64, row: &Row, weeks: &Weeks) -> bool {
        let name = self.world.name(to);
        let step = TimeDelta::minutes(15);
        if row.kind() == Kind::Invitation {
            return weeks.is_full(to, row.at);
        }
        let instants = std::iter::successors(Some(row.since), |at| Some(*at + step));
        let mut at_work = instants
            .take_while(|at| *at < row.at)
            .filter(|at| self.is_at_work(name, *at))
            .peekable();
        at_work.peek().is_some() && at_work.all(|at| weeks.is_full(to, at + step))
    }

    fn is_over(&self, row: &Row, ids: &Ids) -> bool {
        if let (Some(ask), Kind::Invitation | Kind::OfAsk) = (row.ask(), row.kind()) {
            return self.is_ask_over(row, ask, ids);
        }
        if row.lane.starts_with("newcomer:") {
            return false;
        }
        let Some(pairing) = row.pairing() else {
            return false;
        };
        let empty = BTreeSet::new();
        let members = ids.seats.get(&pairing).unwrap_or(&empty);
        self.apart(pairing, members, row.since - LATE, row.at)
            || (row.kind() == Kind::OfPairing && self.is_between_rounds(row.at))
    }

    /// Whether a round of some programme begins just then, with which the one before it ends.
    fn is_between_rounds(&self, when: DateTime<Utc>) -> bool {
        let starts = [COFFEE, SWAPS].map(|programme| self.expected(&programme));
        let mut starts = starts.iter().flatten().map(|date| at(*date, 10, 0));
        starts.any(|start| (start..start + LATE).contains(&when)) || when > self.year.end()
    }

    /// Whether an ask had somebody, or ended, while something about it was owed. Of one that is told that nobody could be asked, whether
    /// somebody was after all.
    fn is_ask_over(&self, row: &Row, ask: i64, ids: &Ids) -> bool {
        let ledger = &self.year.team.ledger;
        let within = |at: DateTime<Utc>| (row.since..=row.at).contains(&at);
        let of_ask = |invitation: &str| {
            let found = ids.invitations.iter();
            let mut found = found.filter(|(id, _, _)| id.to_string() == invitation);
            found.any(|(_, of, _)| *of == ask)
        };
        let is_pressed = |press: &Press| {
            let id = press
                .button
                .strip_prefix("1:ask:")
                .and_then(|id| id.split_once(':'));
            within(press.at)
                && match id {
                    Some(("accept", invitation)) => {
                        of_ask(invitation) && self.is_taken_on(ask, row, ids)
                    }
                    Some(("help", id)) => id == ask.to_string() && self.is_taken_on(ask, row, ids),
                    Some(("nevermind", id)) => {
                        press.answer.contains(NO_LONGER_NEEDED) && id == ask.to_string()
                    }
                    Some(("solved", id)) => id == ask.to_string(),
                    _ => false,
                }
        };
        let is_had = ledger.presses.iter().any(is_pressed);
        let asked = ids.asks.get(&ask);
        let is_old = asked.is_some_and(|asked| row.at - asked.since >= UNANSWERED_AFTER);
        let is_left = asked
            .and_then(|asked| asked.by)
            .is_some_and(|asker| self.has_left(asker, row.since, row.at));
        let is_stuck = row.receipt.get("stuck_told").is_some();
        let is_invited = is_stuck && self.is_invited(ask, row, ids);
        is_had || is_old || is_left || is_invited
    }

    /// Whether the thread of an ask tells that somebody helps, while something about it was owed or soon after.
    fn is_taken_on(&self, ask: i64, row: &Row, ids: &Ids) -> bool {
        let thread = ids.asks.get(&ask).and_then(|asked| asked.thread);
        let soon = row.since..=row.at + LATE;
        let mut said = self.world.said.iter();
        said.any(|said| {
            Some(said.place) == thread
                && soon.contains(&said.at)
                && has_any(&said.words, &[TAKES_ON[0], TAKES_ON[1], HELPS_ANONYMOUSLY])
        })
    }

    /// Whether somebody reads an invitation to an ask from then on.
    fn is_invited(&self, ask: i64, row: &Row, ids: &Ids) -> bool {
        let soon = row.since..row.at + INVITED_WITHIN;
        let mut invitations = ids.invitations.iter().filter(|(_, of, _)| *of == ask);
        invitations.any(|(_, _, message)| {
            let mut said = self.world.said.iter();
            said.any(|said| Some(said.id) == *message && soon.contains(&said.at))
        })
    }

    /// Whether the thread of a pairing, or the message that was to be changed, is not in Discord.
    fn is_nothing_there(&self, row: &Row, ids: &Ids) -> bool {
        if row.lane.starts_with("pairing:") {
            let thread = row.pairing().and_then(|pairing| ids.threads.get(&pairing));
            return thread.is_none_or(|thread| !self.world.threads.contains_key(thread));
        }
        let place = row.delivery["edit"]["message"]["at"][1].as_i64();
        place.is_some_and(|message| self.world.said.iter().all(|said| said.id != message))
    }
}
