//! Every newcomer had a welcome and a buddy within a minute.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Evidence;
use super::world::Said;

/// Within this a newcomer has a buddy where one is available.
const WITHIN: TimeDelta = TimeDelta::minutes(1);
/// The longest that a welcome takes where the bot is down or Discord is out as somebody joins, with what is tried again.
const WELCOMED_WITHIN: TimeDelta = TimeDelta::hours(2);
/// So many days at most a buddy is not at work, days off aside: a weekend, where they work in the afternoon.
const UNTIL_AT_WORK: i64 = 4;
/// How the welcome of somebody begins who was here before.
const WELCOME_BACK: &str = "Welcome back to **";
/// Somebody of so many days welcomes others, and has this many newcomers at most.
const HOST_DAYS: i64 = 90;
const NEWCOMERS_EACH: usize = 2;
/// How long somebody counts as new.
const NEW_FOR: TimeDelta = TimeDelta::days(45);

impl Evidence<'_> {
    pub(super) async fn every_newcomer_has_a_buddy(&mut self) {
        let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
            "SELECT n.member_id, n.created_at, min(b.since) FROM newcomers n JOIN newcomer_buddies b USING (newcomer_id) GROUP BY newcomer_id",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        let mut with_buddy = 0;
        let mut broken = Vec::new();
        for joining in &self.year.team.ledger.joinings {
            let who = self.world.id(&joining.who);
            let within = |at: DateTime<Utc>| (joining.at..=joining.at + WITHIN).contains(&at);
            let on_record = rows
                .iter()
                .any(|(member, _, since)| *member == who && within(super::time(*since)));
            let introduced = self.introduction_of(who, joining.at);
            with_buddy += usize::from(on_record);
            if !on_record && self.is_somebody_available(joining.at) {
                broken.push(format!(
                    "{} joined at {} and had no buddy",
                    joining.who, joining.at
                ));
            }
            if let Some((buddy, at)) = introduced {
                let buddy = self.world.name(buddy);
                // The buddy hears of it when they are at work.
                if !self.is_at_work(buddy, at) {
                    broken.push(format!(
                        "{buddy} met {} outside their hours, at {at}",
                        joining.who
                    ));
                }
            } else if on_record && !self.left_until_at_work(&joining.who, joining.at) {
                broken.push(format!(
                    "{} joined at {} and met nobody in a thread",
                    joining.who, joining.at
                ));
            }
        }
        self.says(&format!(
            "{} joinings, {with_buddy} with a buddy within a minute",
            self.year.team.ledger.joinings.len()
        ));
        self.broken.extend(broken);
        self.every_newcomer_is_welcomed();
    }

    /// Whom somebody who joined was introduced to in a thread of theirs, and when.
    fn introduction_of(&self, who: i64, joined: DateTime<Utc>) -> Option<(i64, DateTime<Utc>)> {
        let greeting = format!("<@{who}>, meet <@");
        let until = self.year.calendar.after(joined, UNTIL_AT_WORK);
        self.world
            .said
            .iter()
            .filter(|said| (joined..until).contains(&said.at))
            .filter(|said| {
                let thread = self.world.threads.get(&said.place);
                thread.is_some_and(|thread| thread.private && thread.under == "help")
            })
            .find_map(|said| {
                let (_, buddy) = said.words.split_once(&greeting)?;
                let (buddy, _) = buddy.split_once('>')?;
                Some((buddy.parse().ok()?, said.at))
            })
    }

    /// A welcome, once for each joining, at once and privately: who comes back is a newcomer again, and is welcomed back.
    fn every_newcomer_is_welcomed(&mut self) {
        let ledger = &self.year.team.ledger;
        let mut broken = Vec::new();
        let mut welcomed: BTreeMap<i64, usize> = BTreeMap::new();
        let (mut back, mut gone) = (0, 0);
        for joining in &ledger.joinings {
            let who = self.world.id(&joining.who);
            let soon = joining.at..=joining.at + WELCOMED_WITHIN;
            let theirs: Vec<&Said> = self
                .welcomes_of(who)
                .filter(|said| soon.contains(&said.at))
                .collect();
            *welcomed.entry(who).or_default() += theirs.len();
            let is_right = match theirs[..] {
                [] => {
                    // Who leaves at once may be gone before they could be welcomed.
                    let at_once = joining.at - WELCOMED_WITHIN..=joining.at + WELCOMED_WITHIN;
                    let mut leavings = ledger.leavings.iter();
                    let is_gone = leavings
                        .any(|leaving| leaving.who == joining.who && at_once.contains(&leaving.at));
                    gone += usize::from(is_gone);
                    is_gone
                }
                [welcome] => welcome.words.contains(WELCOME_BACK) == joining.again,
                _ => false,
            };
            back += usize::from(is_right && joining.again);
            if !is_right {
                let words: Vec<&str> = theirs.iter().map(|said| said.words.as_str()).collect();
                broken.push(format!(
                    "{} joined at {} (again: {}) and had these welcomes: {words:?}",
                    joining.who, joining.at, joining.again
                ));
            }
        }
        // None but these, for nobody.
        for who in self.world.names.keys() {
            let all = self.welcomes_of(*who).count();
            let due = welcomed.get(who).copied().unwrap_or_default();
            if all != due {
                broken.push(format!(
                    "{} had {all} welcomes, {due} of them as they joined",
                    self.world.name(*who)
                ));
            }
        }
        self.says(&format!(
            "{} welcomes, {back} of them to who came back; {gone} times somebody was gone before",
            welcomed.values().sum::<usize>()
        ));
        self.broken.extend(broken);
    }

    /// The welcomes that somebody got, in direct messages or in the thread that stands in for them.
    fn welcomes_of(&self, who: i64) -> impl Iterator<Item = &Said> {
        self.world.said.iter().filter(move |said| {
            let mut buttons = said.buttons.iter();
            self.private_reader(said) == Some(who)
                && buttons.any(|id| id.starts_with("1:newcomer:teach:"))
        })
    }

    /// Whether there was a host with room for certain: more of them were there, at work and not paused than newcomers could have taken.
    fn is_somebody_available(&self, at: DateTime<Utc>) -> bool {
        let ledger = &self.year.team.ledger;
        let guild = self.story.sandbox.guild_id();
        let hosts = self.story.sandbox.look(|world| {
            let members = world.guilds[&guild].members.values();
            members
                .filter(|member| at - member.joined_at >= TimeDelta::days(HOST_DAYS))
                .filter_map(|member| world.users.get(&member.user))
                .filter(|user| !user.bot && !ledger.is_paused(&user.username, at))
                .count()
        });
        let new = ledger
            .joinings
            .iter()
            .filter(|joining| joining.at < at && at - joining.at < NEW_FOR)
            .count();
        hosts > new.div_ceil(NEWCOMERS_EACH) + 10
    }

    /// Whether somebody left before everybody was at work once.
    fn left_until_at_work(&self, who: &str, since: DateTime<Utc>) -> bool {
        let until = self.year.calendar.after(since, UNTIL_AT_WORK);
        self.year
            .team
            .ledger
            .leavings
            .iter()
            .any(|leaving| leaving.who == who && (since..=until).contains(&leaving.at))
    }
}
