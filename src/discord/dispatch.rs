//! An interaction, from what Discord sent to the answer that the person sees.
//!
//! Discord takes a first answer for three seconds only. A handler that is done in time is answered with its reply; otherwise the
//! answer is put off here, and filled in later. A handler that fails or panics is answered with an apology.

mod answer;
mod input;

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use serenity::all::Interaction;
use tracing::Instrument;

use super::rest::{Answerable, Rest, Trouble};
use crate::domain::ids::GuildId;
use crate::error::{self, Error};
use crate::features::members::Person;
use crate::features::privacy::command::PRIVACY;
use crate::features::{self, Choice, Ctx, Press, Reply, Typing, Who, members, messages, privacy};
use crate::metrics::Outcome;
use crate::post::Post;
use answer::Answer;
use input::{Complete, Input, Label, Received, What};

/// How long a handler may take before the answer is put off. Leaves Discord's three seconds room for a slow network.
const PUT_OFF_AFTER: Duration = Duration::from_millis(1500);
/// How long suggestions may take. They cannot be put off, and late ones are of no use.
const SUGGEST_WITHIN: Duration = Duration::from_millis(2500);

const ONLY_IN_SERVERS: &str =
    "Commands work inside your server. Here, the buttons on my messages do everything.";
const ONLY_ADMINS: &str =
    "That one is for people who may manage this server. `/help` shows what you can do.";
const ONLY_MODERATORS: &str = "That is for moderators: it takes the permission to manage messages.";
const UNKNOWN_COMMAND: &str = "I don't know that command any more. Press Ctrl+R (or reopen the app) and Discord will show you the current ones.";
const UNKNOWN_BUTTON: &str = "That button is from an older version of me and doesn't work any more, sorry. `/me` has everything that is open for you.";
const TOO_SLOW_FOR_FORM: &str =
    "That took me too long, so the form could not open. Please press once more.";

/// Answers interactions.
#[derive(Debug)]
pub(super) struct Dispatch {
    pub(super) ctx: Ctx,
    pub(super) rest: Rest,
}

/// An interaction that Discord waits for an answer to.
#[derive(Clone, Copy, Debug)]
struct Waiting<'a> {
    to: &'a Answerable,
    since: Instant,
    label: Label,
}

impl Dispatch {
    /// Handles one interaction to its end. Discord has been waiting for the answer since it `arrived`.
    pub(super) async fn handle(&self, interaction: Interaction, arrived: Instant) {
        let Some(received) = input::read(interaction) else {
            return;
        };
        // Neither who nor about what: together with a line of a feature's that would tell too much.
        let span = tracing::info_span!("interaction", id = %received.to.interaction, kind = received.what.kind());
        self.answer(received, arrived).instrument(span).await;
    }

    async fn answer(&self, received: Received, arrived: Instant) {
        let Received { what, to, seen } = received;
        let waiting = Waiting {
            to: &to,
            since: arrived,
            label: what.label(),
        };
        let (outcome, answered) = match &what {
            What::Typed(_, typing, complete) => {
                let (outcome, choices) = self.suggestions(typing, *complete, arrived).await;
                let choices = Answer::Choices(&choices);
                (outcome, self.first(&waiting, choices, false).await)
            }
            What::Acted(input) => self.reply(input, seen.as_ref(), &waiting).await,
        };
        let Label { kind, name } = waiting.label;
        let outcome = match answered {
            Ok(()) => outcome,
            Err(_) => Outcome::Unanswered,
        };
        self.ctx.metrics.interaction(kind, name, outcome);
        let took_ms = u64::try_from(arrived.elapsed().as_millis()).unwrap_or(u64::MAX);
        match answered {
            Ok(()) => tracing::info!(took_ms, "answered"),
            Err(trouble) => tracing::error!(%trouble, took_ms, "could not answer"),
        }
    }

    /// Suggestions, none where they fail or come too late. Who types is not noted: what they type is used, or it is not.
    async fn suggestions(
        &self,
        typing: &Typing,
        complete: Complete,
        arrived: Instant,
    ) -> (Outcome, Vec<Choice>) {
        let within = SUGGEST_WITHIN.saturating_sub(arrived.elapsed());
        match tokio::time::timeout(within, caught(complete(&self.ctx, typing))).await {
            Ok(Ok(choices)) => (Outcome::Done, choices),
            Ok(Err(error)) => {
                tracing::error!(%error, "no suggestions");
                (Outcome::Failed, Vec::new())
            }
            Err(_) => {
                tracing::warn!("no suggestions in time");
                (Outcome::Late, Vec::new())
            }
        }
    }

    /// Does what was asked for, and replies in time or later.
    async fn reply(
        &self,
        input: &Input,
        by: Option<&(GuildId, Person)>,
        waiting: &Waiting<'_>,
    ) -> (Outcome, Result<(), Trouble>) {
        let to = waiting.to;
        let on_message = input.on_message();
        // Noting who acted may have to wait for the database like the handler, so the answer is put off for either.
        let mut work = std::pin::pin!(async {
            self.note(input, by).await;
            self.run(input).await
        });
        let in_time = tokio::select! {
            biased;
            reply = &mut work => Some(reply),
            () = tokio::time::sleep(PUT_OFF_AFTER.saturating_sub(waiting.since.elapsed())) => None,
        };
        if let Some(reply) = in_time {
            let outcome = outcome(&reply);
            let reply = told(reply, to);
            let answered = self.first(waiting, Answer::Reply(&reply), on_message).await;
            return (outcome, answered);
        }
        let put_off = self.first(waiting, Answer::Later, on_message).await;
        // What was begun is finished even when nobody can be told.
        let reply = work.await;
        let outcome = outcome(&reply);
        let reply = later(told(reply, to));
        let answered = match put_off {
            Ok(()) => answer::later(&self.rest, to, reply, on_message).await,
            Err(trouble) => Err(trouble),
        };
        (outcome, answered)
    }

    /// Gives the first answer, and counts how long Discord has waited for it.
    async fn first(
        &self,
        waiting: &Waiting<'_>,
        answer: Answer<'_>,
        on_message: bool,
    ) -> Result<(), Trouble> {
        answer::first(&self.rest, waiting.to, answer, on_message).await?;
        let metrics = &self.ctx.metrics;
        metrics.first_answer(waiting.label.kind, waiting.since.elapsed());
        Ok(())
    }

    /// Notes who acted, as Discord shows them. A command brings back who asked to be forgotten, unless it is the one for that.
    async fn note(&self, input: &Input, by: Option<&(GuildId, Person)>) {
        let Some((guild, person)) = by else { return };
        let returns = matches!(input, Input::Command(command, _) if command.name != PRIVACY.name);
        let noted = if returns {
            caught(members::used_a_command(&self.ctx, *guild, person)).await
        } else {
            caught(members::acted(&self.ctx, *guild, person)).await
        };
        if let Err(error) = noted {
            // The handler will say what is missing, if anything is.
            tracing::error!(%error, "could not note who acted");
        }
    }

    async fn run(&self, input: &Input) -> error::Result<Reply> {
        match input {
            Input::Command(command, invocation)
                if command.who == Who::Admins && !invocation.by.admin =>
            {
                Err(Error::user(ONLY_ADMINS))
            }
            Input::Command(command, invocation)
                if command.who == Who::Moderators && !invocation.by.moderator =>
            {
                Err(Error::user(ONLY_MODERATORS))
            }
            Input::Command(command, invocation) => {
                caught((command.run)(&self.ctx, invocation)).await
            }
            Input::Press(press) => {
                let known = privacy::must_be_known(&self.ctx, press.guild, press.by.member);
                caught(known).await?;
                let reply = caught((features::family(&press.id).run)(&self.ctx, press)).await?;
                self.beside_others(press, reply).await
            }
            Input::PrivateCommand => Err(Error::user(ONLY_IN_SERVERS)),
            Input::UnknownCommand => Err(Error::user(UNKNOWN_COMMAND)),
            Input::UnknownPress { .. } => Err(Error::user(UNKNOWN_BUTTON)),
        }
    }

    /// Where a message is several in one, an answer to one of them does not take the place of the others: it comes beside them.
    async fn beside_others(&self, press: &Press, reply: Reply) -> error::Result<Reply> {
        let (Reply::Update(post), Some(message)) = (&reply, press.message) else {
            return Ok(reply);
        };
        let mut read = self.ctx.store.read().await?;
        let several = messages::is_merged(&mut read, press.channel, message).await?;
        Ok(if several {
            Reply::Private(post.clone())
        } else {
            reply
        })
    }
}

/// How an interaction ends that brings this reply.
fn outcome(reply: &error::Result<Reply>) -> Outcome {
    match reply {
        Ok(_) => Outcome::Done,
        Err(Error::User(_)) => Outcome::Refused,
        Err(Error::Fault(_)) => Outcome::Failed,
    }
}

/// The reply, or in its place what a person is told when something is wrong.
fn told(reply: error::Result<Reply>, to: &Answerable) -> Reply {
    match reply {
        Ok(reply) => reply,
        Err(Error::User(error)) => Reply::Private(Post::text(error.text)),
        Err(Error::Fault(fault)) => {
            let reference = format!("{:x}", to.interaction.get());
            tracing::error!(%fault, reference, "an interaction failed");
            Reply::Private(Post::text(format!(
                "Something went wrong on my side, sorry. Nothing was lost that I had already confirmed; please try once more.\n\
                 If it happens again, tell whoever runs me this reference: `{reference}`"
            )))
        }
    }
}

/// A form cannot follow once the answer was put off.
fn later(reply: Reply) -> Reply {
    match reply {
        Reply::Modal(_) => Reply::Private(Post::text(TOO_SLOW_FOR_FORM)),
        reply => reply,
    }
}

/// Turns a panic into a fault, so that the person hears of it and the bot goes on.
async fn caught<T>(work: impl Future<Output = error::Result<T>>) -> error::Result<T> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .unwrap_or_else(|panic| {
            Err(Error::fault(format!(
                "a handler panicked: {}",
                said(&*panic)
            )))
        })
}

/// What a panic says, if it says something that was fixed in the source. Formatted texts may hold what people wrote.
fn said(panic: &(dyn Any + Send)) -> &'static str {
    panic
        .downcast_ref::<&'static str>()
        .copied()
        .unwrap_or("(what it says may be what people wrote; the log says where it was)")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
