//! Private messages that are of use until a round ends.

use chrono::{DateTime, Utc};
use sqlx::{SqliteConnection, query, query_scalar};

use crate::domain::ids::{MemberId, OutboxId, RoundId};
use crate::store::types::ms;

/// A row that is owed is of use until this round ends, and no longer.
pub async fn ends_with_round(
    db: &mut SqliteConnection,
    id: OutboxId,
    round: RoundId,
) -> sqlx::Result<()> {
    query!(
        "UPDATE outbox SET round_id = ?2 WHERE outbox_id = ?1",
        id,
        round
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The round ends then: so long what is owed because of it is of use. Returns whom it is owed to, each as often as something is.
pub async fn round_ends(
    db: &mut SqliteConnection,
    round: RoundId,
    until: DateTime<Utc>,
) -> sqlx::Result<Vec<MemberId>> {
    let until = ms(until);
    query_scalar!(
        r#"UPDATE outbox SET until = ?2 WHERE round_id = ?1 AND state = 'owed' AND addressee IS NOT NULL
           RETURNING addressee AS "member!: MemberId""#,
        round,
        until
    )
    .fetch_all(db)
    .await
}

/// Whether a row ends with a round whose end has come and that has not ended: it is still to be found out whether that goes on.
pub async fn awaits_round(
    db: &mut SqliteConnection,
    id: OutboxId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let now = ms(now);
    query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM outbox o JOIN rounds r ON r.round_id = o.round_id
               WHERE o.outbox_id = ?1 AND r.state = 'paired' AND r.next_at <= ?2) AS "awaits!: bool""#,
        id,
        now
    )
    .fetch_one(db)
    .await
}

/// The round has ended: what is owed because of it and certainly was not sent is taken back. Returns whose it was, as [`round_ends`] does.
pub async fn drop_round(
    db: &mut SqliteConnection,
    round: RoundId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<MemberId>> {
    let now = ms(now);
    query_scalar!(
        r#"UPDATE outbox SET state = 'dropped', done_at = ?2
           WHERE round_id = ?1 AND state = 'owed' AND sending_at IS NULL AND addressee IS NOT NULL
           RETURNING addressee AS "member!: MemberId""#,
        round,
        now
    )
    .fetch_all(db)
    .await
}

/// Has a row that brings what another brought as well end with a round only if both do.
pub(super) async fn ends_with_both(
    db: &mut SqliteConnection,
    into: OutboxId,
    other: OutboxId,
) -> sqlx::Result<()> {
    query!(
        "UPDATE outbox SET round_id = NULL
         WHERE outbox_id = ?1 AND round_id IS NOT (SELECT round_id FROM outbox WHERE outbox_id = ?2)",
        into,
        other
    )
    .execute(db)
    .await?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::delivery::{Delivery, Place, Purpose, Receipt};
    use crate::domain::ids::GuildId;
    use crate::post::Post;
    use crate::store::Write;
    use crate::store::outbox::{self, Lane, Owed};
    use crate::store::tests::{start, store, with_guild};

    const GUILD: GuildId = GuildId(1);
    const MIA: MemberId = MemberId(10);
    const ONE: RoundId = RoundId(1);
    const OTHER: RoundId = RoundId(2);

    /// A private message to Mia that is of use until this round ends, an hour from the start; `None`: for ever.
    async fn owed(write: &mut Write, round: Option<RoundId>) -> OutboxId {
        let owed = Owed {
            guild: GUILD,
            lane: Lane::Direct(MIA),
            delivery: Delivery::Send {
                to: Place::Direct(MIA),
                post: Post::text("hello"),
            },
            receipt: Receipt::Nothing,
            purpose: Purpose::Reminder,
            about: None,
            not_before: start(),
        };
        let id = outbox::owe(write, owed, start()).await.unwrap();
        if let Some(round) = round {
            let until = start() + TimeDelta::hours(1);
            outbox::expires(write, id, until).await.unwrap();
            ends_with_round(write, id, round).await.unwrap();
        }
        id
    }

    async fn unsent(write: &mut Write) -> Vec<(OutboxId, Option<DateTime<Utc>>)> {
        let unsent = outbox::unsent(write, GUILD, MIA, None).await.unwrap();
        unsent.into_iter().map(|row| (row.id, row.until)).collect()
    }

    #[tokio::test]
    async fn what_is_owed_ends_with_its_round_and_with_no_other() {
        let (_folder, store) = store().await;
        with_guild(&store, GUILD).await;
        let mut write = store.write().await.unwrap();
        let one = owed(&mut write, Some(ONE)).await;
        let other = owed(&mut write, Some(OTHER)).await;
        let neither = owed(&mut write, None).await;
        let (sooner, usual) = (start(), start() + TimeDelta::hours(1));
        assert_eq!(round_ends(&mut write, ONE, sooner).await.unwrap(), [MIA]);
        assert_eq!(
            unsent(&mut write).await,
            [(one, Some(sooner)), (other, Some(usual)), (neither, None)]
        );
        assert_eq!(drop_round(&mut write, ONE, start()).await.unwrap(), [MIA]);
        assert_eq!(
            unsent(&mut write).await,
            [(other, Some(usual)), (neither, None)]
        );
        assert!(
            drop_round(&mut write, ONE, start())
                .await
                .unwrap()
                .is_empty()
        );
    }

    #[tokio::test]
    async fn what_may_have_been_sent_is_not_taken_back() {
        let (_folder, store) = store().await;
        with_guild(&store, GUILD).await;
        let mut write = store.write().await.unwrap();
        let id = owed(&mut write, Some(ONE)).await;
        assert!(
            outbox::begin(&mut write, id, start())
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            drop_round(&mut write, ONE, start())
                .await
                .unwrap()
                .is_empty()
        );
    }

    #[tokio::test]
    async fn several_in_one_end_with_a_round_only_if_each_of_them_does() {
        for (first, second, dropped) in [
            (Some(ONE), Some(ONE), true),
            (Some(ONE), Some(OTHER), false),
            (Some(ONE), None, false),
            (None, Some(ONE), false),
        ] {
            let (_folder, store) = store().await;
            with_guild(&store, GUILD).await;
            let mut write = store.write().await.unwrap();
            let into = owed(&mut write, first).await;
            let other = owed(&mut write, second).await;
            let both = Delivery::Send {
                to: Place::Direct(MIA),
                post: Post::text("hello, hello"),
            };
            let purpose = Purpose::Reminder;
            outbox::merge(&mut write, into, &both, purpose, None, &[other], start())
                .await
                .unwrap();
            let whose = drop_round(&mut write, ONE, start()).await.unwrap();
            assert_eq!(!whose.is_empty(), dropped, "{first:?} and {second:?}");
        }
    }
}
