//! How ids, enums and times are kept: `Type`, `Encode` and `Decode` of the domain's types.
//!
//! With these, `guild_id as "guild_id: GuildId"` reads a typed id in a checked query, and an id is bound as it is.

use chrono::{DateTime, Utc};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Encode, Sqlite, Type};

use crate::domain::skill::Level;
use crate::domain::ids::{
    AskId, ChannelId, DraftId, GuildId, HelpId, InvitationId, MemberId, MessageId, OutboxId, RoleId,
    SkillId,
};

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
    AskId, ChannelId, DraftId, GuildId, HelpId, InvitationId, MemberId, MessageId, OutboxId, RoleId,
    SkillId
);

as_integer! {
    // 1 can start you off, 2 use it daily, 3 could give a talk.
    Level => (|level| match level {
        Level::Starter => 1,
        Level::Daily => 2,
        Level::Talk => 3,
    }, |kept| match kept {
        1 => Ok(Level::Starter),
        2 => Ok(Level::Daily),
        3 => Ok(Level::Talk),
        other => Err(format!("{other} is not a level").into()),
    });
}
