//! In which weeks a member did something through Potluck: what the digest calls active.
//!
//! Noted by the transition that changes something, in its transaction. What an asker without a name does about their ask is never
//! noted: the row would say that they asked.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use sqlx::{Result, SqliteConnection, query, query_scalar};

use crate::domain::ids::{GuildId, MemberId};
use crate::domain::schedule::local_date;

/// Notes that a member did something now that changed something. Nothing is noted of who is not a member or is forgotten.
///
/// # Errors
///
/// When the database does not answer.
pub async fn note(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(zone) = query_scalar!("SELECT zone FROM guilds WHERE guild_id = ?", guild)
        .fetch_optional(&mut *db)
        .await?
    else {
        return Ok(());
    };
    let zone: Tz = zone
        .parse()
        .map_err(|error: chrono_tz::ParseError| sqlx::Error::Decode(error.into()))?;
    let closed = query_scalar!(
        r#"SELECT max(week) AS "week: String" FROM digest_weeks WHERE guild_id = ?"#,
        guild
    )
    .fetch_one(&mut *db)
    .await?
    .map(|week| week.parse::<NaiveDate>())
    .transpose()
    .map_err(|error| sqlx::Error::Decode(error.into()))?;
    let week = week_of(zone, closed, now).to_string();
    query!(
        "INSERT OR IGNORE INTO active_weeks (guild_id, week, member_id)
         SELECT guild_id, ?3, member_id FROM members m
         WHERE guild_id = ?1 AND member_id = ?2
             AND NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.guild_id = m.guild_id AND f.member_id = m.member_id)",
        guild,
        member,
        week
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The Monday of the week that an instant lies in, by the zone of now: never one that is over for the digest, which a zone further
/// west that is chosen on a Monday would make of it.
fn week_of(zone: Tz, closed: Option<NaiveDate>, now: DateTime<Utc>) -> NaiveDate {
    let monday = monday_of(local_date(zone, now));
    let open = closed.map(|closed| closed + TimeDelta::weeks(1));
    open.map_or(monday, |open| open.max(monday))
}

/// The Monday on or before a date.
fn monday_of(date: NaiveDate) -> NaiveDate {
    date - TimeDelta::days(i64::from(date.weekday().days_since(Weekday::Mon)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::domain::ids::RoleId;
    use crate::store::members::{self, Person};
    use crate::store::tests::{start, store, with_guild};
    use crate::store::{Store, settings};

    const GUILD: GuildId = GuildId(1);
    const MIA: MemberId = MemberId(12);

    async fn with_mia() -> (tempfile::TempDir, Store) {
        let (folder, store) = store().await;
        with_guild(&store, GUILD).await;
        let mut write = store.write().await.unwrap();
        let person = Person {
            member: MIA,
            display_name: "Mia".to_owned(),
            user_name: "mia".to_owned(),
            bot: false,
            pending: false,
            joined_at: start(),
            roles: vec![RoleId(1)],
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
        write.commit().await.unwrap();
        (folder, store)
    }

    async fn weeks(db: &mut SqliteConnection) -> Vec<String> {
        sqlx::query_scalar("SELECT week || ' ' || member_id FROM active_weeks ORDER BY 1")
            .fetch_all(db)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_week_is_noted_once_by_the_zone_of_the_guild() {
        let (_folder, store) = with_mia().await;
        let mut write = store.write().await.unwrap();
        for at in [
            "2026-03-02T09:00:00Z",
            "2026-03-04T09:00:00Z",
            "2026-03-08T23:59:59Z",
            "2026-03-09T00:00:00Z",
        ] {
            note(&mut write, GUILD, MIA, at.parse().unwrap())
                .await
                .unwrap();
        }
        assert_eq!(weeks(&mut write).await, ["2026-03-02 12", "2026-03-09 12"]);
        settings::set_zone(&mut write, GUILD, chrono_tz::Asia::Tokyo)
            .await
            .unwrap();
        let sunday_in_utc = "2026-03-15T15:00:00Z".parse().unwrap();
        note(&mut write, GUILD, MIA, sunday_in_utc).await.unwrap();
        assert_eq!(weeks(&mut write).await.last().unwrap(), "2026-03-16 12");
    }

    #[tokio::test]
    async fn nothing_is_noted_of_strangers_and_of_who_is_forgotten() {
        let (_folder, store) = with_mia().await;
        let mut write = store.write().await.unwrap();
        note(&mut write, GUILD, MemberId(77), start())
            .await
            .unwrap();
        note(&mut write, GuildId(2), MIA, start()).await.unwrap();
        sqlx::query("INSERT INTO forgotten (guild_id, member_id, forgotten_at) VALUES (1, 12, 0)")
            .execute(&mut *write)
            .await
            .unwrap();
        note(&mut write, GUILD, MIA, start()).await.unwrap();
        assert_eq!(weeks(&mut write).await, Vec::<String>::new());
    }

    #[test]
    fn a_week_that_is_over_stays_as_it_is() {
        let check = |zone: Tz, closed: Option<&str>, now: &str, expected: &str| {
            let closed = closed.map(|date| date.parse().unwrap());
            assert_eq!(
                week_of(zone, closed, now.parse().unwrap()).to_string(),
                expected
            );
        };
        let monday_in_tokyo = "2026-03-08T16:00:00Z";
        let tokyo = chrono_tz::Asia::Tokyo;
        let berlin = chrono_tz::Europe::Berlin;
        check(tokyo, None, monday_in_tokyo, "2026-03-09");
        check(berlin, None, monday_in_tokyo, "2026-03-02");
        check(berlin, Some("2026-03-02"), monday_in_tokyo, "2026-03-09");
        check(berlin, Some("2026-02-23"), monday_in_tokyo, "2026-03-02");
    }
}
