//! What time brings: questions that nobody answered within a day are forgotten.

use futures_util::FutureExt as _;

use crate::features::Due;
use crate::store::drafts;

/// Forgets drafts, those of every feature, when their day is over.
pub static DRAFTS: Due = Due {
    name: "drafts",
    when: |_, agenda| agenda.drafts,
    run: |ctx, now| {
        async move {
            let mut write = ctx.store.write().await?;
            let forgotten = drafts::forget_old(&mut write, now).await?;
            write.commit().await?;
            tracing::debug!(forgotten, "drafts forgotten");
            Ok(())
        }
        .boxed()
    },
};
