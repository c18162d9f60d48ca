//! How ids, enums and times are kept: `Type`, `Encode` and `Decode` of the domain's types.
//!
//! With these, `guild_id as "guild_id: GuildId"` reads a typed id in a checked query, and an id is bound as it is.

use chrono::{DateTime, Utc};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Encode, Sqlite, Type};

use crate::domain::ask::{AskDue, AskState, Face, InvitationState};
use crate::domain::buddy::{NewcomerDue, NewcomerState};
use crate::domain::digest::DigestTo;
use crate::domain::digest::{Family, Leaf, Weight};
use crate::domain::ids::{
    AskId, ChannelId, DraftId, GuildId, HelpId, InvitationId, LessonId, MemberId, MessageId,
    NewcomerId, OutboxId, PairingId, ProgrammeId, RoleId, RoundId, SkillId,
};
use crate::domain::regroup::{FreedState, PlaceState};
use crate::domain::round::{
    Membership, PairingDue, PairingState, ProgrammeKind, RoundDue, RoundState, SeatAnswer, WhyNot,
};
use crate::domain::skill::Level;

/// A time as it is kept: whole milliseconds since 1970 in UTC.
pub fn ms(time: DateTime<Utc>) -> i64 {
    time.timestamp_millis()
}

/// A kept time. What lies outside chrono's range (some 260,000 years) is the nearest end of it.
pub fn at(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or(if ms < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

/// Keeps a type as an integer: `=> (to, from)`.
macro_rules! as_integer {
    ($($name:ty => ($to:expr, $from:expr);)*) => {$(
        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <i64 as Type<Sqlite>>::type_info()
            }

            fn compatible(ty: &SqliteTypeInfo) -> bool {
                <i64 as Type<Sqlite>>::compatible(ty)
            }
        }

        impl Encode<'_, Sqlite> for $name {
            fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                let to: fn(&$name) -> i64 = $to;
                Encode::<Sqlite>::encode(to(self), buffer)
            }
        }

        impl Decode<'_, Sqlite> for $name {
            fn decode(value: SqliteValueRef<'_>) -> Result<Self, BoxDynError> {
                let from: fn(i64) -> Result<$name, BoxDynError> = $from;
                from(<i64 as Decode<Sqlite>>::decode(value)?)
            }
        }
    )*};
}

/// Keeps a type as a word.
macro_rules! as_word {
    ($($name:ty),*) => {$(
        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <str as Type<Sqlite>>::type_info()
            }

            fn compatible(ty: &SqliteTypeInfo) -> bool {
                <str as Type<Sqlite>>::compatible(ty)
            }
        }

        impl Encode<'_, Sqlite> for $name {
            fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                Encode::<Sqlite>::encode(self.as_str().to_owned(), buffer)
            }
        }

        impl Decode<'_, Sqlite> for $name {
            fn decode(value: SqliteValueRef<'_>) -> Result<Self, BoxDynError> {
                Ok(<&str as Decode<Sqlite>>::decode(value)?.parse::<$name>()?)
            }
        }
    )*};
}

macro_rules! ids {
    ($($name:ident),*) => {
        as_integer! {$($name => (|id| id.0, |id| Ok($name(id)));)*}
    };
}

ids!(
    AskId,
    ChannelId,
    DraftId,
    GuildId,
    HelpId,
    InvitationId,
    LessonId,
    MemberId,
    MessageId,
    NewcomerId,
    OutboxId,
    PairingId,
    ProgrammeId,
    RoleId,
    RoundId,
    SkillId
);

as_integer! {
    // 1 sad, 2 neutral, 3 happy.
    Face => (|face| face.number().into(), |kept| {
        let face = u8::try_from(kept).ok().and_then(Face::from_number);
        face.ok_or_else(|| format!("{kept} is not a face").into())
    });
}

as_word!(
    AskDue,
    AskState,
    Family,
    FreedState,
    InvitationState,
    Leaf,
    DigestTo,
    Level,
    Membership,
    NewcomerDue,
    NewcomerState,
    PairingDue,
    PairingState,
    PlaceState,
    ProgrammeKind,
    RoundDue,
    RoundState,
    SeatAnswer,
    Weight,
    WhyNot
);

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::fmt::Debug;

    use sqlx::sqlite::SqliteRow;
    use sqlx::{Row, SqliteConnection};

    use super::*;
    use crate::store::tests::store;

    /// Binds a value, reads it back, and shows how SQLite kept it.
    async fn kept<T>(db: &mut SqliteConnection, value: T) -> String
    where
        T: Type<Sqlite>
            + for<'q> Encode<'q, Sqlite>
            + for<'r> Decode<'r, Sqlite>
            + Clone
            + Debug
            + PartialEq
            + Send
            + 'static,
    {
        let row: SqliteRow = sqlx::query("SELECT ?1, typeof(?1) || ' ' || ?1")
            .bind(value.clone())
            .fetch_one(db)
            .await
            .unwrap();
        assert_eq!(row.get::<T, _>(0), value);
        row.get(1)
    }

    #[tokio::test]
    async fn every_type_reads_back_as_it_was_kept() {
        let (_folder, store) = store().await;
        let mut db = store.read().await.unwrap();
        assert_eq!(
            kept(&mut db, MemberId(i64::MAX)).await,
            "integer 9223372036854775807"
        );
        for level in Level::ALL {
            assert_eq!(
                kept(&mut db, *level).await,
                format!("text {}", level.as_str())
            );
        }
        for (face, expected) in Face::ALL
            .iter()
            .zip(["integer 1", "integer 2", "integer 3"])
        {
            assert_eq!(kept(&mut db, *face).await, expected);
        }
        for state in AskState::ALL {
            assert_eq!(
                kept(&mut db, *state).await,
                format!("text {}", state.as_str())
            );
        }
        for state in InvitationState::ALL {
            assert_eq!(
                kept(&mut db, *state).await,
                format!("text {}", state.as_str())
            );
        }
        for due in AskDue::ALL {
            assert_eq!(kept(&mut db, *due).await, format!("text {}", due.as_str()));
        }
    }

    #[tokio::test]
    async fn what_another_version_kept_is_an_error_that_names_it() {
        let (_folder, store) = store().await;
        let mut db = store.read().await.unwrap();
        let face = sqlx::query_scalar::<_, Face>("SELECT 9")
            .fetch_one(&mut *db)
            .await;
        assert!(face.unwrap_err().to_string().contains("9 is not a face"));
        let state = sqlx::query_scalar::<_, AskState>("SELECT 'lost'")
            .fetch_one(&mut *db)
            .await;
        assert!(
            state
                .unwrap_err()
                .to_string()
                .contains("`lost` is not a known AskState")
        );
    }

    #[test]
    fn a_time_reads_back_to_the_millisecond() {
        let time = "2026-03-02T09:00:00.123Z".parse().unwrap();
        assert_eq!(at(ms(time)), time);
        assert_eq!(at(i64::MAX), DateTime::<Utc>::MAX_UTC);
        assert_eq!(at(i64::MIN), DateTime::<Utc>::MIN_UTC);
    }
}
