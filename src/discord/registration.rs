//! Telling Discord about the commands, beside everything else: Discord may take its time over it, and nobody's interaction waits.

use chrono::TimeDelta;
use serenity::model::id::ApplicationId;
use tokio::task::{JoinError, JoinSet};

use super::register;
use super::rest::Rest;
use crate::clock::{Alarm, Busy};
use crate::error::{Error, Result};
use crate::features::{COMMANDS, Ctx};
use crate::store::facts;

/// Under which name the fingerprint of the registered commands is kept.
const REGISTERED: &str = "registered_commands";
/// How long after Discord would not take the commands they are told again.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);

/// Whether Discord knows the commands, and what is being done about it.
#[derive(Debug)]
pub(super) struct Registration {
    ctx: Ctx,
    rest: Rest,
    /// The application whose commands Discord knows or shall know.
    application: Option<ApplicationId>,
    again: Alarm,
    /// At most one at a time. Ended with this, which loses nothing: what was not noted is told again at the next start.
    telling: JoinSet<(Result<()>, Busy)>,
}

impl Registration {
    pub(super) fn new(ctx: Ctx, rest: Rest) -> Self {
        let again = ctx.clock.alarm();
        Self {
            ctx,
            rest,
            application: None,
            again,
            telling: JoinSet::new(),
        }
    }

    /// The bot is connected as this application: begins to tell Discord about the commands where it does not know them yet.
    pub(super) fn connected(&mut self, application: ApplicationId) {
        self.application = Some(application);
        self.begin(self.ctx.clock.busy());
    }

    /// Goes on with what there is to do; without anything it waits. Nothing is lost when the wait is given up.
    pub(super) async fn goes_on(&mut self) {
        tokio::select! {
            busy = self.again.rings() => self.begin(busy),
            Some(told) = self.telling.join_next() => self.told(told),
        }
    }

    fn begin(&mut self, busy: Busy) {
        let Some(application) = self.application else {
            return;
        };
        // What is under way is the same; a new session does not change the commands.
        if self.telling.is_empty() {
            let (ctx, rest) = (self.ctx.clone(), self.rest.clone());
            self.telling
                .spawn(async move { (registered(&ctx, &rest, application).await, busy) });
        }
    }

    fn told(&mut self, outcome: Result<(Result<()>, Busy), JoinError>) {
        // The guard is held until the alarm is set.
        let (told, _busy) = match outcome {
            Ok((told, busy)) => (told, Some(busy)),
            Err(_) => (Err(Error::fault("it crashed")), None),
        };
        if let Err(error) = told {
            tracing::warn!(%error, "the commands could not be registered; they are told again");
            self.again.set(Some(self.ctx.clock.now() + AGAIN_AFTER));
        }
    }
}

/// Tells Discord about the commands unless it knows them.
async fn registered(ctx: &Ctx, rest: &Rest, application: ApplicationId) -> Result<()> {
    let body = register::body(COMMANDS);
    // A database that moves to another application must not make its commands look registered there.
    let fingerprint = format!("{application}:{}", register::fingerprint(&body));
    let known = facts::get(&mut *ctx.store.read().await?, REGISTERED).await?;
    if known.as_ref() == Some(&fingerprint) {
        return Ok(());
    }
    let told = rest.set_commands(application, body).await;
    told.map_err(|trouble| Error::fault(trouble.to_string()))?;
    let mut write = ctx.store.write().await?;
    facts::set(&mut write, REGISTERED, &fingerprint).await?;
    write.commit().await?;
    tracing::info!("commands registered");
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::discord::rest::Desk;
    use crate::features::trial::Trial;

    const APPLICATION: ApplicationId = ApplicationId::new(77);

    #[tokio::test]
    async fn nobody_waits_while_discord_takes_its_time_and_the_bot_is_busy_with_it() {
        let trial = Trial::new().await;
        let (desk, rest) = Desk::open().await;
        let activity = trial.clock.activity();
        let mut registration = Registration::new(trial.ctx.clone(), rest);
        registration.connected(APPLICATION);
        assert!(registration.goes_on().now_or_never().is_none());
        let asked = desk.asked().await;
        assert_eq!(asked.line, "PUT /api/v10/applications/77/commands");
        assert!(registration.goes_on().now_or_never().is_none());
        assert_eq!(activity.idle_events(), None);
        // A new session meanwhile does not ask a second time.
        registration.connected(APPLICATION);
        assert_eq!(registration.telling.len(), 1);
        asked.answer(200, "[]").await;
        registration.goes_on().await;
        assert_eq!(activity.idle_events(), Some(0));
        assert_eq!(trial.clock.next_due(), None);

        registration.connected(APPLICATION);
        registration.goes_on().await;
        assert_eq!(activity.idle_events(), Some(0), "known, and not told again");
    }

    #[tokio::test]
    async fn what_is_not_taken_is_told_again_after_a_minute() {
        let trial = Trial::new().await;
        let (desk, rest) = Desk::open().await;
        let mut registration = Registration::new(trial.ctx.clone(), rest);
        registration.connected(APPLICATION);
        desk.asked().await.answer(503, "").await;
        registration.goes_on().await;
        let again = trial.clock.now() + AGAIN_AFTER;
        assert_eq!(trial.clock.next_due(), Some(again));
        trial.clock.move_to(again);
        registration.goes_on().await;
        desk.asked().await.answer(200, "[]").await;
        registration.goes_on().await;
        assert_eq!(trial.clock.next_due(), None);
    }
}
