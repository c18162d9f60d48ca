//! A guild with years behind it, made by a few statements.

use std::path::Path;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use potluck::activity::Activity;
use potluck::domain::digest::Family;
use potluck::domain::ids::GuildId;
use potluck::store::{Store, digest, settings};
use sqlx::AssertSqlSafe;

/// The guild of the database.
pub(crate) const GUILD: GuildId = GuildId(1);
/// So many of the last weeks are closed as the bot does it; those before are written as if they had been.
const CLOSED: i64 = 17;

/// How large a guild is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) members: i64,
    pub(crate) helps: i64,
    pub(crate) weeks: i64,
    /// Everybody meets somebody every so many weeks.
    pub(crate) weeks_a_round: i64,
}

impl Size {
    pub(crate) const fn pairings(self) -> i64 {
        self.weeks / self.weeks_a_round * (self.members / 2)
    }
}

fn begin() -> DateTime<Utc> {
    "2021-12-06T00:00:00Z".parse().unwrap()
}

/// Makes the database, and says how many seconds closing its last week took.
pub(crate) async fn make(path: &Path, size: Size) -> f64 {
    let store = Store::open(path, &Activity::default()).await.unwrap();
    let mut statements = HISTORY.to_owned();
    for family in Family::ALL {
        statements += &BLOCKS.replace("FAMILY", family.as_str());
    }
    // `DICE(i, k)` is a number that looks as if it were random.
    let statements = statements
        .replace(
            "SERIES",
            "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 <",
        )
        .replace("PAIRINGS", &size.pairings().to_string())
        .replace("MEMBERS", &size.members.to_string())
        .replace("HELPS", &size.helps.to_string())
        .replace("ASKS", &(size.helps * 5 / 4).to_string())
        .replace("EVERY", &size.weeks_a_round.to_string())
        .replace("BEFORE", &(size.weeks - CLOSED).to_string())
        .replace("WEEKS", &size.weeks.to_string())
        .replace("ALL_MS", &(size.weeks * 604_800_000).to_string())
        .replace("BEGIN_MS", &begin().timestamp_millis().to_string());
    let mut write = store.write().await.unwrap();
    for statement in statements
        .split(";\n")
        .filter(|statement| !statement.trim().is_empty())
    {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(&mut *write)
            .await
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    write.commit().await.unwrap();
    let mut seconds = 0.0;
    for week in size.weeks - CLOSED + 1..=size.weeks {
        let start = Instant::now();
        let mut write = store.write().await.unwrap();
        let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
        let closed =
            digest::close_weeks(&mut write, &guild, begin() + TimeDelta::weeks(week)).await;
        assert_eq!(closed.unwrap().len(), 1);
        write.commit().await.unwrap();
        seconds = start.elapsed().as_secs_f64();
    }
    store.close().await;
    seconds
}

const HISTORY: &str = r"
PRAGMA cache_size = -400000;
INSERT INTO guilds (guild_id, name, arrived_at, turned_on_at) VALUES (1, 'Guild', BEGIN_MS - 1, BEGIN_MS);
INSERT INTO team_roles (guild_id, role_id, position) SERIES 20) SELECT 1, 1000 + i, i FROM n;
INSERT INTO roles (guild_id, role_id, name, permissions, position, managed) SERIES 20) SELECT 1, 1000 + i, 'Team ' || i, 0, i, 0 FROM n;
INSERT INTO skills (skill_id, guild_id, key, name, created_at) SERIES 300) SELECT i + 1, 1, 'skill ' || i, 'Skill ' || i, 0 FROM n;
INSERT INTO members (guild_id, member_id, display_name, user_name, bot, joined_at, quotable)
    SERIES MEMBERS) SELECT 1, i + 1, 'Member ' || i, 'member' || i, 0, BEGIN_MS, i % 5 = 0 FROM n;
INSERT INTO member_roles (guild_id, member_id, role_id) SERIES MEMBERS) SELECT 1, i + 1, 1000 + (i * 7 >> 2) % 20 FROM n;
INSERT INTO member_roles (guild_id, member_id, role_id) SERIES MEMBERS) SELECT 1, i + 1, 7 FROM n;
INSERT OR IGNORE INTO offers (guild_id, member_id, skill_id, created_at, updated_at)
    SERIES MEMBERS * 3) SELECT 1, i / 3 + 1, 1 + (i * 2654435761 >> 9) % 300, 0, 0 FROM n;
INSERT OR IGNORE INTO wishes (guild_id, member_id, skill_id, created_at, updated_at)
    SERIES MEMBERS * 2) SELECT 1, i / 2 + 1, 1 + (i * 2654435761 >> 11) % 300, 0, 0 FROM n;
INSERT INTO asks (ask_id, guild_id, asker_id, anonymous, skill_id, details, state, created_at, last_sign_at, answered_at, ended_at, face)
    SERIES ASKS) SELECT i + 1, 1, CASE WHEN i % 20 > 0 THEN 1 + (i * 2654435761 >> 8) % MEMBERS END, i % 20 = 0, 1 + i % 300,
        'How do I do this, and what do I have to look out for while I do?', CASE WHEN i % 5 > 0 THEN 'solved' ELSE 'unanswered' END,
        BEGIN_MS + i * (ALL_MS / ASKS), 0, CASE WHEN i % 7 > 0 THEN BEGIN_MS + i * (ALL_MS / ASKS) + (i * 2654435761 >> 7) % 200000000 END,
        BEGIN_MS + i * (ALL_MS / ASKS) + 400000000, 1 + i % 3 FROM n;
INSERT INTO helps (help_id, guild_id, helper_id, learner_id, skill_id, through, thanks, happened_at, helper_team, learner_team, upwards)
    SERIES HELPS) SELECT i + 1, 1, 1 + (i * 2654435761 >> 8) % (MEMBERS / 2), 1 + MEMBERS / 2 + (i * 2654435761 >> 12) % (MEMBERS / 2), 1 + i % 300, 'thanks',
        CASE WHEN i % 3 = 0 THEN 'Thank you for taking the time!' END, BEGIN_MS + i * (ALL_MS / HELPS), 1000 + i % 20, 1000 + (i >> 3) % 20, i % 9 = 0 FROM n;
INSERT INTO lessons (guild_id, author_id, skill_id, text, created_at)
    SERIES HELPS / 20) SELECT 1, 1 + (i * 2654435761 >> 8) % MEMBERS, 1 + i % 300, 'Look at the plan before the index.', BEGIN_MS + i * (ALL_MS / (HELPS / 20)) FROM n;
INSERT INTO newcomers (guild_id, member_id, joined_at, state, created_at, first_buddy_at)
    SERIES MEMBERS / 2) SELECT 1, i + 1, i, 'done', BEGIN_MS + i * (ALL_MS / (MEMBERS / 2)), BEGIN_MS + i * (ALL_MS / (MEMBERS / 2)) + (i % 10) * 10000000 FROM n;
INSERT INTO programmes (programme_id, guild_id, kind, name, weekday, minute, anchor, created_at) VALUES (1, 1, 'coffee', 'Coffee chats', 1, 600, '2021-12-06', 0);
INSERT INTO programme_members (programme_id, guild_id, member_id, state, since) SERIES MEMBERS) SELECT 1, 1, i + 1, 'in', 0 FROM n;
INSERT INTO rounds (round_id, programme_id, guild_id, number, state, period, starts_at, next_at)
    SERIES WEEKS / EVERY) SELECT i + 1, 1, 1, i + 1, 'closed', 'r' || i, BEGIN_MS + i * EVERY * 604800000, BEGIN_MS + (i + 1) * EVERY * 604800000 FROM n;
INSERT INTO pairings (pairing_id, round_id, guild_id, state, created_at, met_at, ended_at, answered)
    SERIES PAIRINGS) SELECT i + 1, i / (MEMBERS / 2) + 1, 1, CASE WHEN i % 10 < 7 THEN 'met' ELSE 'over' END, BEGIN_MS + (i / (MEMBERS / 2)) * EVERY * 604800000 + 36000000,
        CASE WHEN i % 10 < 7 THEN BEGIN_MS + (i / (MEMBERS / 2)) * EVERY * 604800000 + 200000000 END,
        BEGIN_MS + (i / (MEMBERS / 2) + 1) * EVERY * 604800000 - 36000000, i % 10 < 9 FROM n;
INSERT INTO seats (pairing_id, guild_id, member_id, place, face)
    SERIES PAIRINGS) SELECT i + 1, 1, 1 + (2 * i) % MEMBERS, 0, CASE WHEN i % 10 < 6 THEN 1 + i % 3 END FROM n;
INSERT INTO seats (pairing_id, guild_id, member_id, place, face)
    SERIES PAIRINGS) SELECT i + 1, 1, 1 + (2 * i + 1 + 2 * (i / (MEMBERS / 2))) % MEMBERS, 1, CASE WHEN i % 10 < 5 THEN 3 END FROM n;
INSERT INTO active_weeks (guild_id, week, member_id)
    SERIES WEEKS * MEMBERS) SELECT 1, date('2021-12-06', (i / MEMBERS * 7) || ' days'), i % MEMBERS + 1 FROM n WHERE (i * 2654435761 >> 8) % 10 < 6;
INSERT INTO eligible_spans (guild_id, member_id, first_week) SERIES MEMBERS) SELECT 1, i + 1, '2021-12-06' FROM n;
INSERT INTO digest_weeks (guild_id, week, starts_at, ends_at)
    SERIES BEFORE) SELECT 1, date('2021-12-06', (i * 7) || ' days'), BEGIN_MS + i * 604800000, BEGIN_MS + (i + 1) * 604800000 FROM n;
";

const BLOCKS: &str = r"
INSERT INTO digest_blocks (guild_id, family, first_week, last_week) SELECT 1, 'FAMILY', week, week FROM digest_weeks;
";
