//! What the team asked each other over the quarter, and what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use discord_sandbox::MessageView;
use futures_util::future::try_join_all;

use super::super::DemoError;
use super::calendar::{Quarter, Stop};
use super::people::Team;
use super::table::{Dish, LATE, LESSONS, QUESTIONS, TABLE, THANKS};

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
    /// Everybody who is invited at first says not now, and those who are invited later say nothing.
    Unanswered,
    /// Nobody who is invited says anything.
    Ignored,
    /// Somebody takes it, and nothing more is heard.
    Quiet,
    /// A moderator closes it.
    Closed,
}

/// How far an ask has come.
enum Step {
    Open,
    /// Taken, and talked about since the morning after.
    Taken,
}

/// An ask that is going on.
struct Going {
    number: usize,
    fate: Fate,
    dish: &'static Dish,
    asker: &'static str,
    question: &'static str,
    asked_at: DateTime<Utc>,
    reply: MessageView,
    post: MessageView,
    step: Step,
}

/// The asks of the quarter, in their order.
pub(super) struct Plan {
    mornings: usize,
    past: usize,
    next: usize,
    going: Vec<Going>,
}

impl Plan {
    pub(super) fn new(quarter: &Quarter) -> Self {
        Self {
            mornings: quarter.mornings().max(1),
            past: 0,
            next: 0,
            going: Vec::new(),
        }
    }

    /// What happens to asks now: what was taken is solved on the morning after, and some are new on every other one; later on those are
    /// answered that nobody took early.
    pub(super) async fn a_stop(&mut self, team: &Team<'_>, stop: &Stop) -> Result<(), DemoError> {
        let going = std::mem::take(&mut self.going);
        let gone_on =
            try_join_all(going.into_iter().map(|going| going.goes_on(team, stop))).await?;
        self.going.extend(gone_on.into_iter().flatten());
        if stop.morning {
            self.past += 1;
        }
        // On the last morning, too, whether their number is odd or even.
        if stop.morning && (self.mornings - self.past).is_multiple_of(2) {
            let until = QUESTIONS * self.past / self.mornings;
            let new = try_join_all((self.next..until).map(|number| asked(team, number))).await?;
            self.going.extend(new);
            self.next = until;
        }
        if stop.last {
            at_last(team).await?;
        }
        Ok(())
    }

    /// Whether something happens before work begins.
    pub(super) fn has_early_birds(&self) -> bool {
        self.going.iter().any(Going::ends_waiting_early)
    }

    /// Before work begins, somebody sees a post and takes the ask, or the asker finds it themselves, so that nobody need be invited.
    pub(super) async fn early_birds(&mut self, team: &Team<'_>) -> Result<(), DemoError> {
        let (early, going) = std::mem::take(&mut self.going)
            .into_iter()
            .partition(Going::ends_waiting_early);
        self.going = going;
        let early: Vec<Going> = early;
        let gone_on =
            try_join_all(early.into_iter().map(|going| going.gets_answered(team))).await?;
        self.going.extend(gone_on.into_iter().flatten());
        Ok(())
    }
}

/// Somebody asks, and the post goes up.
async fn asks(
    team: &Team<'_>,
    asker: &str,
    skill: &str,
    question: &str,
    anonymous: bool,
) -> Result<(MessageView, MessageView), DemoError> {
    let mut options = vec![("skill", skill), ("details", question)];
    if anonymous {
        options.push(("anonymous", "yes"));
    }
    let before = team.latest();
    let mut reply = team.uses(asker, "askfor", &options).await?;
    if reply.button("Ask the team").is_some() {
        reply = team.presses(asker, &reply, "Ask the team").await?;
    }
    team.settle().await?;
    let post = team
        .said_with("help", before, question)?
        .ok_or_else(|| Team::missing("the ask goes up", question))?;
    Ok((reply, post))
}

/// The nth ask of the quarter goes up.
async fn asked(team: &Team<'_>, number: usize) -> Result<Going, DemoError> {
    let dish = &TABLE[number * 7 % TABLE.len()];
    let (asker, question) = dish.questions[number / TABLE.len()];
    let fate = fate(number, dish, asker);
    let anonymous = fate == Fate::SolvedAnonymously;
    let (reply, post) = asks(team, asker, dish.skill, question, anonymous).await?;
    Ok(Going {
        number,
        fate,
        dish,
        asker,
        question,
        asked_at: team.now(),
        reply,
        post,
        step: Step::Open,
    })
}

/// When the quarter ends: one ask is taken, and one is asked by somebody whose name nobody knows, whom no private message reaches.
async fn at_last(team: &Team<'_>) -> Result<(), DemoError> {
    let question = "Which indexes does our search not use any more, and how do I see it?";
    let (_, post) = asks(team, "yuki", "PostgreSQL", question, false).await?;
    team.presses("amara", &post, "I can help").await?;
    team.settle().await?;
    let opening = team.under(&post, "Solved")?;
    team.writes(
        "amara",
        &opening,
        "There is a view that counts each use of each. I'll show you.",
    )?;

    team.person("jonas")?.close_dms();
    let question = "What is a mean and what is a median? I have nodded for too long.";
    let (_, post) = asks(team, "jonas", "Statistics", question, true).await?;
    team.presses("kenji", &post, "I can help").await?;
    team.settle().await?;
    let opening = team.under(&post, "Reply anonymously")?;
    team.writes(
        "kenji",
        &opening,
        "A lovely question! Shall I begin with salaries?",
    )?;
    team.settle().await
}

/// What somebody asks at the very moment at which the demo comes up.
pub(super) async fn just_now(team: &Team<'_>) -> Result<(), DemoError> {
    let question = "Our nightly job is killed at the same minute every night. Where do I begin?";
    asks(team, "femi", "Kubernetes", question, false)
        .await
        .map(|_| ())
}

/// What is written down once this is solved.
fn lesson(number: usize, dish: &Dish) -> Option<&'static str> {
    LESSONS
        .iter()
        .find(|(skill, question, _)| *skill == dish.skill && *question == number / TABLE.len())
        .map(|(_, _, lesson)| *lesson)
}

/// Mostly it is solved; of everything else there is some.
fn fate(number: usize, dish: &Dish, asker: &str) -> Fate {
    let several = dish
        .teachers
        .iter()
        .filter(|who| **who != asker && !LATE.contains(who))
        .count()
        > 1;
    match number % 40 {
        6 if lesson(number, dish).is_none() => Fate::Unanswered,
        26 => Fate::Ignored,
        11 => Fate::NeverMind,
        3 | 19 | 27 | 35 if lesson(number, dish).is_none() => Fate::NeverMind,
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
    /// Most asks are taken, and some are closed, before anybody is invited: what is lived at every start is to be short.
    fn ends_waiting_early(&self) -> bool {
        let early = match self.fate {
            Fate::Solved | Fate::SolvedByTwo => !self.number.is_multiple_of(6),
            Fate::NeverMind => self.number % 40 != 11,
            _ => false,
        };
        early && matches!(self.step, Step::Open)
    }

    /// Who could help, in turns.
    fn helper(&self, turn: usize) -> Result<&'static str, DemoError> {
        let helpers: Vec<&'static str> = self
            .dish
            .teachers
            .iter()
            .copied()
            .filter(|teacher| *teacher != self.asker && !LATE.contains(teacher))
            .collect();
        helpers
            .get((self.number + turn) % helpers.len().max(1))
            .copied()
            .ok_or_else(|| Team::missing("somebody teaches it", self.dish.skill))
    }

    /// `None` when nobody does anything about it any more.
    async fn goes_on(self, team: &Team<'_>, stop: &Stop) -> Result<Option<Self>, DemoError> {
        match self.step {
            Step::Open => self.gets_answered(team).await,
            Step::Taken if stop.morning => self.gets_solved(team).await.map(|()| None),
            Step::Taken => Ok(Some(self)),
        }
    }

    async fn gets_answered(mut self, team: &Team<'_>) -> Result<Option<Self>, DemoError> {
        match self.fate {
            Fate::Unanswered => {
                self.everybody_declines(team).await?;
                let waits = team.now() - self.asked_at;
                return Ok((waits < TimeDelta::hours(20)).then_some(self));
            }
            Fate::Ignored => return Ok(None),
            Fate::NeverMind => {
                team.presses(self.asker, &self.reply, "Never mind").await?;
                return Ok(None);
            }
            Fate::Closed => {
                team.closes("noor", &self.post).await?;
                return Ok(None);
            }
            Fate::Referred => self.gets_referred(team).await?,
            _ => {}
        }
        let first = self.helper(0)?;
        team.presses(first, &self.post, "I can help").await?;
        team.settle().await?;
        if self.fate == Fate::GivenBack {
            let opening = team.under(&self.post, "I can't after all")?;
            team.presses(first, &opening, "I can't after all").await?;
            team.settle().await?;
            self.number += 1;
            team.presses(self.helper(0)?, &self.post, "I can help")
                .await?;
            team.settle().await?;
        }
        self.step = Step::Taken;
        Ok((self.fate != Fate::Quiet).then_some(self))
    }

    /// Somebody who is invited names a colleague, and another one helps.
    async fn gets_referred(&mut self, team: &Team<'_>) -> Result<(), DemoError> {
        let Some((who, invitation)) =
            team.invited(self.dish.teachers, &self.post, self.question)?
        else {
            return Ok(());
        };
        let page = team.presses(who, &invitation, "Someone better").await?;
        team.chooses_people(who, &page, &[self.dish.better(who, self.asker)])
            .await?;
        team.settle().await?;
        for _ in self.dish.teachers {
            if self.helper(0)? == who {
                self.number += 1;
            }
        }
        Ok(())
    }

    /// Whoever is invited says not now.
    async fn everybody_declines(&self, team: &Team<'_>) -> Result<(), DemoError> {
        while let Some((who, invitation)) =
            team.invited(self.dish.teachers, &self.post, self.question)?
        {
            team.presses(who, &invitation, "Not now").await?;
            team.settle().await?;
        }
        Ok(())
    }

    async fn gets_solved(&self, team: &Team<'_>) -> Result<(), DemoError> {
        if self.fate == Fate::SolvedAnonymously {
            return self.is_solved_anonymously(team).await;
        }
        let opening = team.under(&self.post, "Solved")?;
        if self.number.is_multiple_of(3) {
            team.writes(self.helper(0)?, &opening, "Hi! Let's look at it together.")?;
            team.writes(self.asker, &opening, "That was it. Thank you!")?;
        }
        let mut page = team.presses(self.asker, &opening, "Solved").await?;
        if self.fate == Fate::SolvedByTwo {
            page = team
                .chooses_people(self.asker, &page, &[self.helper(0)?, self.helper(1)?])
                .await?;
        }
        let face = match self.number % 9 {
            3 => "😐",
            5 => "🙁",
            _ => "🙂",
        };
        if self.number % 3 != 1 {
            page = team.presses(self.asker, &page, face).await?;
        }
        if self.number.is_multiple_of(3) {
            let words = THANKS[self.number / 3 % THANKS.len()];
            page = team
                .fills_in(self.asker, &page, "Write a thank-you", words)
                .await?;
        }
        if let Some(lesson) = lesson(self.number, self.dish) {
            page = team
                .fills_in(self.asker, &page, "Write down a lesson", lesson)
                .await?;
        }
        team.presses(self.asker, &page, "Done").await.map(|_| ())
    }

    /// The helper writes, the asker hears of it privately, and ends it there.
    async fn is_solved_anonymously(&self, team: &Team<'_>) -> Result<(), DemoError> {
        let opening = team.under(&self.post, "Reply anonymously")?;
        team.writes(
            self.helper(0)?,
            &opening,
            "Hi, whoever you are! Here is how I would begin.",
        )?;
        team.settle().await?;
        let news = team
            .person(self.asker)?
            .said_directly(Some(self.post.id))
            .into_iter()
            .rev()
            .find(|message| message.button("Solved").is_some())
            .ok_or_else(|| Team::missing("the asker hears of the answer", self.question))?;
        let page = team.presses(self.asker, &news, "Solved").await?;
        team.presses(self.asker, &page, "Done").await.map(|_| ())
    }
}
