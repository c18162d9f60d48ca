//! Recognition and reflection: which lessons a week shows, whom of the leaders it asks, what the table of a month says, and when.
//!
//! Nothing of it ranks people: of what there is too much, what is left out is chosen by the rules below, and never by who is better.

mod month;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::domain::digest::Week;
use crate::domain::ids::{HelpId, LessonId, MemberId, SkillId};
use crate::domain::schedule::{Calendar, local_date, local_instant, working_days_before};

pub use month::{Month, MonthError};

/// So many lessons a week.
pub const LESSONS: usize = 3;
/// Lessons that are older are not shown any more: what is new is what a week has to tell.
pub const LESSONS_OF: TimeDelta = TimeDelta::weeks(4);
/// A table that is later than this is not laid any more: the next month is well under way.
const TABLE_LATE: TimeDelta = TimeDelta::days(10);
/// So many working days before the table a leader is asked.
const ASKED_BEFORE: usize = 3;
/// A leader is asked as long as so many working days are left.
const TIME_TO_ANSWER: u32 = 1;
/// So many names of skills that were taught.
pub const TAUGHT: usize = 12;
/// So many new skills.
pub const NEW: usize = 5;
/// So many thank-yous.
const THANKS: usize = 3;

/// When a week's lessons are posted: the team's first working instant in it, or after it where nobody works all week.
pub fn lessons_at(calendar: &Calendar, week: Week) -> DateTime<Utc> {
    calendar.next_working_instant(local_instant(calendar.zone, week.monday(), NaiveTime::MIN))
}

/// Whether the lessons of a week are still posted at this instant: until the week is over. Where nobody worked in it, none are.
pub fn lessons_in_time(calendar: &Calendar, week: Week, now: DateTime<Utc>) -> bool {
    Week::of(local_date(calendar.zone, now)) == week
}

/// The first instant of a month by the local calendar, and the first after it.
pub fn days(calendar: &Calendar, month: Month) -> (DateTime<Utc>, DateTime<Utc>) {
    let begins = |month: Month| local_instant(calendar.zone, month.first(), NaiveTime::MIN);
    (begins(month), begins(month.next()))
}

/// When the table of a month is laid, and people get their own month: the team's first working instant after it.
pub fn told_at(calendar: &Calendar, month: Month) -> DateTime<Utc> {
    calendar.next_working_instant(days(calendar, month).1)
}

/// Whether the table of a month is still laid at this instant, and people still get their own month: for ten days.
pub fn in_time(calendar: &Calendar, month: Month, now: DateTime<Utc>) -> bool {
    now - told_at(calendar, month) < TABLE_LATE
}

/// From when on a leader is asked for the table of a month: three working days before it.
pub fn asked_at(calendar: &Calendar, month: Month) -> DateTime<Utc> {
    working_days_before(calendar, told_at(calendar, month), ASKED_BEFORE)
}

/// Whether a leader who is asked now still has a working day to answer.
pub fn may_be_asked(calendar: &Calendar, month: Month, now: DateTime<Utc>) -> bool {
    asked_at(calendar, month) <= now
        && calendar.add_working_days(now, TIME_TO_ANSWER) <= told_at(calendar, month)
}

/// A lesson that no week has shown yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub lesson: LessonId,
    /// Who wrote it; `None`: that is told nobody.
    pub author: Option<MemberId>,
    /// About what.
    pub skill: SkillId,
    /// How many questions it has answered.
    pub answered: i64,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

/// The lessons of a week, at most [`LESSONS`]: one after the other whichever repeats fewest authors and skills of those before it; of
/// these the one that has answered most questions, then the newest.
pub fn lessons_of_the_week(mut candidates: Vec<Candidate>) -> Vec<LessonId> {
    candidates.sort_by_key(|one| std::cmp::Reverse((one.answered, one.written_at, one.lesson)));
    let mut chosen: Vec<Candidate> = Vec::new();
    while chosen.len() < LESSONS && !candidates.is_empty() {
        let repeats = |one: &Candidate| {
            let author =
                one.author.is_some() && chosen.iter().any(|other| other.author == one.author);
            let skill = chosen.iter().any(|other| other.skill == one.skill);
            u8::from(author) + u8::from(skill)
        };
        // Of equals it is the first.
        let Some((at, _)) = candidates
            .iter()
            .enumerate()
            .min_by_key(|(_, one)| repeats(one))
        else {
            break;
        };
        chosen.push(candidates.remove(at));
    }
    chosen.into_iter().map(|one| one.lesson).collect()
}

/// Somebody with the leaders' role who may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leader {
    /// Who.
    pub member: MemberId,
    /// What became of it when they were asked last; `None`: they never were.
    pub asked: Option<LastAsked>,
}

/// The last time that a leader was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastAsked {
    /// For the table of this month.
    pub month: Month,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// It did not reach them, they have not answered it, and nothing has reached them since.
    pub unreached: bool,
}

impl Leader {
    /// Whether it is known that a question would not reach them.
    pub fn is_unreached(&self) -> bool {
        self.asked.is_some_and(|asked| asked.unreached)
    }
}

/// The leaders who were not asked for the table of a month yet, in the order in which they are: who never was first, then who was asked
/// longest ago. Whom the last question did not reach comes after all the others, so that nobody is asked in vain month after month.
pub fn in_turn(mut leaders: Vec<Leader>, month: Month) -> Vec<MemberId> {
    leaders.retain(|leader| leader.asked.is_none_or(|asked| asked.month < month));
    leaders.sort_by_key(|leader| {
        let asked_at = leader.asked.map(|asked| asked.asked_at);
        (leader.is_unreached(), asked_at, leader.member)
    });
    leaders.into_iter().map(|leader| leader.member).collect()
}

/// What the table of a month says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the skills that were taught, by name, at most [`TAUGHT`].
    pub taught: Vec<String>,
    /// Whether there were others.
    pub more: bool,
    /// Skills that nobody taught before, the newest first, at most [`NEW`].
    pub new: Vec<NewSkill>,
    /// Thanks that both agreed to have quoted.
    pub thanks: Vec<Thanks>,
    /// What leaders are learning, in the order in which they were asked.
    pub answers: Vec<Answer>,
}

/// A skill that somebody began to teach in the month, and nobody who teaches it now did before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSkill {
    /// Its name, as written (not escaped).
    pub name: String,
    /// Who teaches it now.
    pub teachers: Vec<MemberId>,
}

/// A line of thanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thanks {
    /// Of which help.
    pub help: HelpId,
    /// Who wrote it.
    pub by: MemberId,
    /// Who is thanked.
    pub to: MemberId,
    /// As written (not escaped).
    pub words: String,
    /// The skill's name, as written; `None`: something without a name.
    pub skill: Option<String>,
}

/// What a leader is learning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who.
    pub member: MemberId,
    /// What, as written (not escaped): the end of "is learning …".
    pub learning: String,
}

impl Table {
    /// Whether there is nothing to lay on it.
    pub fn is_empty(&self) -> bool {
        self.taught.is_empty()
            && self.new.is_empty()
            && self.thanks.is_empty()
            && self.answers.is_empty()
    }

    /// Keeps of the skills taught, those with most helps in front, as many as there is room for, in the order of their names.
    #[must_use]
    pub fn with_taught(mut self, mut taught: Vec<String>) -> Self {
        self.more = taught.len() > TAUGHT;
        taught.truncate(TAUGHT);
        taught.sort_by_key(|name| name.to_lowercase());
        self.taught = taught;
        self
    }
}

/// Of these thanks, the latest in front, as many as a table quotes: each by and to somebody else.
pub fn quoted(thanks: Vec<Thanks>) -> Vec<Thanks> {
    let (mut by, mut to) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen = Vec::new();
    for thanks in thanks {
        if chosen.len() < THANKS && !by.contains(&thanks.by) && !to.contains(&thanks.to) {
            by.insert(thanks.by);
            to.insert(thanks.to);
            chosen.push(thanks);
        }
    }
    chosen
}

/// A member's own month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnMonth {
    /// The skills they taught, by name; as written.
    pub taught: Vec<String>,
    /// The skills they learned, under their name.
    pub learned: Vec<String>,
    /// The names of those they met in a round.
    pub met: Vec<String>,
    /// How many lessons they wrote under their name.
    pub lessons: u32,
    /// What they still wish to learn.
    pub wishes: Vec<String>,
}

impl OwnMonth {
    /// Whether nothing happened in it, whatever they wish for.
    pub fn is_quiet(&self) -> bool {
        self.taught.is_empty()
            && self.learned.is_empty()
            && self.met.is_empty()
            && self.lessons == 0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
