//! What the team asked each other over the quarter, and what became of it.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc, Weekday};
use discord_sandbox::MessageView;

use super::super::DemoError;
use super::people::Team;
use super::table::{Dish, LESSONS, TABLE, THANKS};

/// Asks on a working day.
const A_DAY: usize = 2;

/// What becomes of an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Somebody helps, and it is solved.
    Solved,
    /// Two help.
    SolvedByTwo,
    /// Somebody helps an asker whose name nobody knows.
    SolvedAnonymously,
    /// The first helper gives it back, and another one solves it.
    GivenBack,
    /// An invited helper names somebody better placed.
    Referred,
    /// The asker finds it themselves.
    NeverMind,
    /// Everybody who is invited says not now.
    Unanswered,
    /// Somebody takes it, and nothing more is heard.
    Quiet,
    /// A moderator closes it.
    Closed,
}

/// How far an ask has come.
enum Step {
    Open,
    /// Taken at this instant.
    Taken(DateTime<Utc>),
}

/// An ask that is going on.
struct Going {
    number: usize,
    fate: Fate,
    dish: &'static Dish,
    asker: &'static str,
    asked_at: DateTime<Utc>,
    reply: MessageView,
    post: MessageView,
    step: Step,
}

/// The asks of the quarter, in their order.
#[derive(Default)]
pub(super) struct Plan {
    next: usize,
    going: Vec<Going>,
}

impl Plan {
    /// What happens to asks on a day: those of before go on, and some are new.
    pub(super) async fn a_day(
        &mut self,
        team: &Team<'_>,
        day: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        for going in std::mem::take(&mut self.going) {
            self.going.extend(going.goes_on(team).await?);
        }
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            return Ok(());
        }
        for _ in 0..A_DAY {
            self.going.extend(asked(team, self.next).await?);
            self.next += 1;
        }
        Ok(())
    }
}

/// The nth ask of the quarter goes up; `None` where there is no other.
async fn asked(team: &Team<'_>, number: usize) -> Result<Option<Going>, DemoError> {
    let dish = &TABLE[number * 7 % TABLE.len()];
    let Some((asker, question)) = dish.questions.get(number / TABLE.len()) else {
        return Ok(None);
    };
    let fate = fate(number, dish, asker);
    let mut options = vec![("skill", dish.skill), ("details", *question)];
    if fate == Fate::SolvedAnonymously {
        options.push(("anonymous", "yes"));
    }
    let before = team.latest();
    let mut reply = team.uses(asker, "askfor", &options).await?;
    if reply.button("Ask the team").is_some() {
        reply = team.presses(asker, &reply, "Ask the team").await?;
    }
    team.settle().await?;
    let post = team
        .said_in("ada", "help", before, question)?
        .ok_or_else(|| Team::missing("the ask goes up", question))?;
    Ok(Some(Going {
        number,
        fate,
        dish,
        asker,
        asked_at: team.now(),
        reply,
        post,
        step: Step::Open,
    }))
}

/// Mostly it is solved; of everything else there is some.
fn fate(number: usize, dish: &Dish, asker: &str) -> Fate {
    let several = dish.teachers.iter().filter(|who| **who != asker).count() > 1;
    match number % 40 {
        6 | 26 => Fate::Unanswered,
        11 => Fate::NeverMind,
        16 => Fate::Quiet,
        21 if several => Fate::GivenBack,
        31 if several => Fate::SolvedByTwo,
        36 => Fate::SolvedAnonymously,
        38 => Fate::Referred,
        39 if number > 100 => Fate::Closed,
        _ => Fate::Solved,
    }
}

impl Going {
    /// Who could help, in turns.
    fn helper(&self, turn: usize) -> Result<&'static str, DemoError> {
        let helpers: Vec<&'static str> = self
            .dish
            .teachers
            .iter()
            .copied()
            .filter(|teacher| *teacher != self.asker)
            .collect();
        helpers
            .get((self.number + turn) % helpers.len().max(1))
            .copied()
            .ok_or_else(|| Team::missing("somebody teaches it", self.dish.skill))
    }

    /// The next day; `None` when nobody does anything about it any more.
    async fn goes_on(self, team: &Team<'_>) -> Result<Option<Self>, DemoError> {
        match self.step {
            Step::Open => self.is_answered(team).await,
            Step::Taken(since) if team.now() - since < TimeDelta::hours(20) => Ok(Some(self)),
            Step::Taken(_) => self.is_solved(team).await,
        }
    }

    async fn is_answered(mut self, team: &Team<'_>) -> Result<Option<Self>, DemoError> {
        match self.fate {
            Fate::Unanswered => {
                self.everybody_declines(team).await?;
                let days = team.now() - self.asked_at;
                return Ok((days < TimeDelta::days(4)).then_some(self));
            }
            Fate::NeverMind => {
                team.presses(self.asker, &self.reply, "Never mind").await?;
                return Ok(None);
            }
            Fate::Closed => {
                team.closes("noor", &self.post).await?;
                return Ok(None);
            }
            Fate::Referred => {
                if let Some((who, invitation)) = team.invited(self.dish.teachers, &self.post)? {
                    let page = team.presses(who, &invitation, "Someone better").await?;
                    let named = self.helper(1)?;
                    team.chooses_people(who, &page, &[named]).await?;
                    team.settle().await?;
                }
            }
            _ => {}
        }
        let first = self.helper(0)?;
        team.presses(first, &self.post, "I can help").await?;
        team.settle().await?;
        if self.fate == Fate::GivenBack {
            let opening = self.opening(team)?;
            team.presses(first, &opening, "I can't after all").await?;
            team.settle().await?;
            team.presses(self.helper(1)?, &self.post, "I can help")
                .await?;
        }
        self.step = Step::Taken(team.now());
        Ok((self.fate != Fate::Quiet).then_some(self))
    }

    /// Whoever is invited says not now.
    async fn everybody_declines(&self, team: &Team<'_>) -> Result<(), DemoError> {
        while let Some((who, invitation)) = team.invited(self.dish.teachers, &self.post)? {
            team.presses(who, &invitation, "Not now").await?;
            team.settle().await?;
        }
        Ok(())
    }

    async fn is_solved(self, team: &Team<'_>) -> Result<Option<Self>, DemoError> {
        let opening = self.opening(team)?;
        team.writes(self.helper(0)?, &opening, "Hi! Let's look at it together.")?;
        if self.fate == Fate::SolvedAnonymously {
            let news = team
                .person(self.asker)?
                .said_after(Some(self.post.id))
                .into_iter()
                .rev()
                .find(|message| message.direct && message.button("Reply anonymously").is_some());
            if let Some(news) = news {
                let page = team.presses(self.asker, &news, "Solved").await?;
                team.presses(self.asker, &page, "Done").await?;
            }
            return Ok(None);
        }
        team.writes(self.asker, &opening, "That was it. Thank you!")?;
        let mut page = team.presses(self.asker, &opening, "Solved").await?;
        if self.fate == Fate::SolvedByTwo {
            page = team
                .chooses_people(self.asker, &page, &[self.helper(0)?, self.helper(1)?])
                .await?;
        }
        let face = match self.number % 9 {
            3 => "😐",
            8 => "🙁",
            _ => "🙂",
        };
        if self.number % 5 != 4 {
            page = team.presses(self.asker, &page, face).await?;
        }
        if let Some(words) = THANKS.get(self.number % 20) {
            page = team
                .fills_in(self.asker, &page, "Write a thank-you", words)
                .await?;
        }
        if let Some((_, lesson)) = LESSONS.iter().find(|(skill, _)| *skill == self.dish.skill)
            && self.number >= TABLE.len()
            && self.number < 2 * TABLE.len()
        {
            page = team
                .fills_in(self.asker, &page, "Write down a lesson", lesson)
                .await?;
        }
        team.presses(self.asker, &page, "Done").await?;
        Ok(None)
    }

    /// What was said first in the thread of the ask.
    fn opening(&self, team: &Team<'_>) -> Result<MessageView, DemoError> {
        team.opening_under(self.helper(0)?, &self.post)
    }
}
