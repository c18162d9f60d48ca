//! The bot died after something was deleted, before it was erased for good.

use crate::features::erasure::ERASURES;
use crate::features::late::Late;
use crate::features::trial::Trial;
use crate::store::erasure::{self, Erasure};

/// What was deleted is erased as soon as the bot is back.
pub(crate) async fn erasure(late: Late) {
    let trial = Trial::turned_on().await;
    let mut write = trial.ctx.store.write().await.unwrap();
    erasure::owe(&mut write, Erasure::Everywhere).await.unwrap();
    write.commit().await.unwrap();
    trial.clock.move_to(trial.clock.now() + late.by());
    let due = ERASURES.next(&trial.ctx).await.unwrap();
    assert!(due.is_some_and(|due| due <= trial.clock.now()));
    (ERASURES.run)(&trial.ctx, trial.clock.now()).await.unwrap();
    assert_eq!(ERASURES.next(&trial.ctx).await.unwrap(), None);
}
