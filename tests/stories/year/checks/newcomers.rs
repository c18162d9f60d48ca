//! Every newcomer had a welcome and a buddy within a minute.

use chrono::{DateTime, TimeDelta, Utc};

use super::Evidence;

/// Within this a newcomer has a buddy where one is available.
const WITHIN: TimeDelta = TimeDelta::minutes(1);
/// The longest that a welcome takes where the bot is down or Discord is out as somebody joins, with what is tried again.
const WELCOMED_WITHIN: TimeDelta = TimeDelta::hours(2);
/// So many days at most a buddy is not at work, days off aside: a weekend, where they work in the afternoon.
const UNTIL_AT_WORK: i64 = 4;
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

    /// A welcome, once for each joining, at once, in their direct messages.
    fn every_newcomer_is_welcomed(&mut self) {
        let mut broken = Vec::new();
        for joining in &self.year.team.ledger.joinings {
            let who = self.world.id(&joining.who);
            let welcomes = self
                .world
                .said
                .iter()
                .filter(|said| {
                    said.to == Some(who)
                        && said
                            .buttons
                            .iter()
                            .any(|id| id.starts_with("1:newcomer:teach:"))
                })
                .filter(|said| (joining.at..=joining.at + WELCOMED_WITHIN).contains(&said.at))
                .count();
            if welcomes != 1 && !joining.again {
                broken.push(format!(
                    "{} joined at {} and had {welcomes} welcomes",
                    joining.who, joining.at
                ));
            }
        }
        self.broken.extend(broken);
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
