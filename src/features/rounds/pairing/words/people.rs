//! Who the members of a pairing are, and what is proposed to them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::and;
use crate::domain::ids::{MemberId, SkillId};
use crate::domain::round::ProgrammeKind;
use crate::domain::starters::Starter;
use crate::features::times::zone_name;
use crate::markdown::escape_line;
use crate::store::pairings::{Introduced, Pairing};

/// So many skills of somebody are named; more are counted.
const MOST_SKILLS: usize = 6;

/// Everything that an introduction says.
#[derive(Clone, Debug)]
pub(crate) struct Introduction {
    /// The pairing, as it stands.
    pub(crate) pairing: Pairing,
    /// Who is in it.
    pub(crate) people: Vec<Introduced>,
    /// What to talk about, if anything is left that none of them was given lately.
    pub(crate) starter: Option<&'static Starter>,
    /// Who has been here for much longer than whom.
    pub(crate) longer_and_newer: Option<(MemberId, MemberId)>,
    /// Where no hour is proposed: there was one in their round, and none is left.
    pub(crate) none_left: bool,
    /// Of a skill swap: who teaches whom what, written out.
    pub(crate) swap: Option<String>,
}

/// What is otherwise than before since other people are in a pairing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changed {
    /// Who is asked to write first.
    pub(crate) first_writer: bool,
    /// The hour proposed.
    pub(crate) hour: bool,
}

impl Introduction {
    /// Whether all that was said stays true but who is there. What a swap is about is another with two than with three.
    pub(super) fn stays(&self, changed: Changed) -> bool {
        changed == Changed::default() && self.pairing.kind == ProgrammeKind::Coffee
    }

    /// What is otherwise than before, but who writes first.
    pub(super) fn changes(&self, changed: Changed) -> Vec<String> {
        let hour = changed.hour.then(|| self.when());
        self.swap.iter().cloned().chain(hour).collect()
    }

    /// The conversation starter in its fitting form; `name` is how somebody is called where it is read.
    pub(super) fn to_talk_about(&self, name: impl Fn(MemberId) -> String) -> Option<String> {
        let starter = self.starter?;
        Some(match self.longer_and_newer {
            Some((longer, newer)) => starter.upwards(&name(longer), &name(newer)),
            None => starter.plain.clone(),
        })
    }

    /// What stands of one of them: what they teach and wish for, with what the others want or have first and bold.
    pub(super) fn about(&self, person: &Introduced) -> String {
        let others = || {
            self.people
                .iter()
                .filter(|other| other.member != person.member)
        };
        let wanted: BTreeSet<SkillId> = others().flat_map(|other| ids(&other.wishes)).collect();
        let offered: BTreeSet<SkillId> = others().flat_map(|other| ids(&other.teaches)).collect();
        let mut parts = Vec::new();
        if let Some(team) = &person.team {
            parts.push(escape_line(team));
        }
        if let Some(teaches) = listed(&person.teaches, &wanted) {
            parts.push(format!("teaches {teaches}"));
        }
        if let Some(wishes) = listed(&person.wishes, &offered) {
            parts.push(format!("would like to learn {wishes}"));
        }
        if person.teaches.is_empty() && person.wishes.is_empty() {
            parts.push(
                "has kept what they teach and wish for to themselves so far: do ask".to_owned(),
            );
        }
        parts.join(" · ")
    }

    /// The line with the hour proposed; without one, what to do instead.
    pub(super) fn when(&self) -> String {
        let (each, suits) = if self.people.len() > 2 {
            ("all of you", "you all")
        } else {
            ("both of you", "you both")
        };
        match self.pairing.common_at {
            Some(at) => format!(
                "An hour in which {each} are at work: {}.",
                hour(at, &self.people)
            ),
            None if self.none_left => format!(
                "No hour is left before the next round in which {each} are at work, so a few messages back and forth are just as good. Or find a time that suits {suits}."
            ),
            None => format!(
                "Your working hours don't meet before the next round, so a few messages back and forth are just as good. Or find a time that suits {suits}."
            ),
        }
    }
}

fn ids(skills: &[(SkillId, String)]) -> impl Iterator<Item = SkillId> {
    skills.iter().map(|(skill, _)| *skill)
}

/// The names of skills, those that matter to the others first and bold; `None`: there are none.
fn listed(skills: &[(SkillId, String)], matter: &BTreeSet<SkillId>) -> Option<String> {
    let (mut first, rest): (Vec<_>, Vec<_>) =
        skills.iter().partition(|(skill, _)| matter.contains(skill));
    first.extend(rest);
    let mut names: Vec<String> = first
        .iter()
        .take(MOST_SKILLS)
        .map(|(skill, name)| {
            let name = escape_line(name);
            if matter.contains(skill) {
                format!("**{name}**")
            } else {
                name
            }
        })
        .collect();
    match skills.len().saturating_sub(MOST_SKILLS) {
        0 => {}
        more => names.push(format!("{more} more")),
    }
    (!names.is_empty()).then(|| and(&names))
}

/// An hour by the clock of each zone, with whose it is, and by the reader's own.
pub(crate) fn hour(at: DateTime<Utc>, people: &[Introduced]) -> String {
    let mut zones: Vec<chrono_tz::Tz> = Vec::new();
    for person in people {
        if !zones.contains(&person.calendar.zone) {
            zones.push(person.calendar.zone);
        }
    }
    let clocks: Vec<String> = zones
        .iter()
        .map(|zone| {
            let local = at.with_timezone(zone);
            let whose: Vec<String> = people
                .iter()
                .filter(|person| person.calendar.zone == *zone)
                .map(|person| escape_line(&person.name))
                .collect();
            let clock = format!("{} in {}", local.format("%a %-d %b, %H:%M"), city(*zone));
            if zones.len() > 1 {
                format!("{clock} ({})", and(&whose))
            } else {
                clock
            }
        })
        .collect();
    format!("**{}** (<t:{}:R>)", clocks.join("** · **"), at.timestamp())
}

/// The last part of a zone's name, which is a city nearly everywhere.
fn city(zone: chrono_tz::Tz) -> String {
    let name = zone_name(zone);
    name.rsplit('/').next().unwrap_or(&name).to_owned()
}
