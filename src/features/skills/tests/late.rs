//! The bot was away when a draft's day was over.

use super::*;
use crate::features::late::Late;
use crate::store::drafts;

/// A question or form that nobody completed is forgotten after a day, however late that is.
pub(crate) async fn draft(late: Late) {
    let trial = Trial::turned_on().await;
    let kept = trial.clock.now();
    let mut write = trial.ctx.store.write().await.unwrap();
    let draft = drafts::keep(&mut write, GUILD, MIA, &"half a sentence", kept)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let due = kept + drafts::KEPT;
    assert_eq!(DRAFTS.next(&trial.ctx).await.unwrap(), Some(due));
    trial.clock.move_to(due + late.by());
    (DRAFTS.run)(&trial.ctx, trial.clock.now()).await.unwrap();
    assert_eq!(DRAFTS.next(&trial.ctx).await.unwrap(), None);
    let mut read = trial.ctx.store.read().await.unwrap();
    let found = drafts::get::<String>(&mut read, draft).await.unwrap();
    assert_eq!(found, None);
}
