//! What time brings to anonymous asks, beside what it brings to all: the end of one whose asker is gone, letting go of the asker,
//! a new post, and what was counted for a week that is long over.

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;

use super::{gone, place};
use crate::error::Result;
use crate::features::{Ctx, Due};
use crate::store::anonymity::{self, Coming};
use crate::store::outbox;

/// How many are looked at in one go; the ticker comes again while more is due.
const BATCH: u32 = 100;

/// The times of anonymous asks.
pub static ANONYMOUS_ASKS: Due = Due {
    name: "anonymous asks",
    when: |_, agenda| {
        [agenda.anonymous_asks, agenda.discreet_days]
            .into_iter()
            .flatten()
            .min()
    },
    run: |ctx, now| are_due(ctx, now).boxed(),
};

async fn are_due(ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    let mut write = ctx.store.write().await?;
    outbox::erase_old_days(&mut write, now).await?;
    write.commit().await?;
    let due = {
        let mut read = ctx.store.read().await?;
        anonymity::due(&mut read, now, BATCH).await?
    };
    let mut done = Ok(());
    for (ask, coming) in due {
        // One that fails is tried again by the ticker; the others do not wait for it.
        done = done.and(match coming {
            Coming::End => gone::vanish(ctx, ask).await,
            Coming::LetGo => gone::let_go(ctx, ask).await,
            Coming::Repost => place::post_again(ctx, ask).await,
        });
    }
    done
}
