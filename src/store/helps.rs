//! Helps: who helped whom, with which skill, when, through what.

mod sides;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use self::sides::Sides;
use crate::domain::ids::{AskId, GuildId, HelpId, MemberId, PairingId, SkillId};
use crate::store::asks::Ask;
use crate::store::newcomers::Newcomer;
use crate::store::types::{at, ms};

/// A help, seen by one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The other of the two.
    pub other: Option<MemberId>,
    /// The skill's name, as written (not escaped); `None` where they were thanked for something without a name.
    pub skill: Option<String>,
    /// The learner's line of thanks, as written (not escaped).
    pub thanks: Option<String>,
    /// When it was recorded.
    pub happened_at: DateTime<Utc>,
}

/// Records that `helper` helped with this ask. Once is enough: a second time changes nothing.
pub async fn record(
    db: &mut SqliteConnection,
    ask: &Ask,
    helper: MemberId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let learner = ask.asker.named();
    let sides = Sides::of(db, ask.guild, helper, learner, now).await?;
    let now = ms(now);
    sqlx::query!(
        "INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, ask_id, thanks, happened_at,
             helper_team, learner_team, upwards)
         VALUES (?, ?, ?, ?, 'ask', ?, ?, ?, ?, ?, ?) ON CONFLICT (ask_id, helper_id) DO NOTHING",
        ask.guild,
        helper,
        learner,
        ask.skill,
        ask.id,
        ask.thanks,
        now,
        sides.helper_team,
        sides.learner_team,
        sides.upwards,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Thanks for a help that happened elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Thanks<'a> {
    /// In which guild.
    pub guild: GuildId,
    /// Who helped.
    pub helper: MemberId,
    /// Whom.
    pub learner: MemberId,
    /// With what, if it has a name.
    pub skill: Option<SkillId>,
    /// The words, as written (not escaped).
    pub words: Option<&'a str>,
    /// Whether it counts in figures.
    pub counts: bool,
}

/// Records thanks for a help that happened elsewhere.
pub async fn record_thanks(
    db: &mut SqliteConnection,
    thanks: Thanks<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<HelpId> {
    let sides = Sides::of(db, thanks.guild, thanks.helper, Some(thanks.learner), now).await?;
    let now = ms(now);
    sqlx::query_scalar!(
        r#"INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, thanks, counts, happened_at,
               helper_team, learner_team, upwards)
           VALUES (?, ?, ?, ?, 'thanks', ?, ?, ?, ?, ?, ?) RETURNING help_id AS "id!: HelpId""#,
        thanks.guild,
        thanks.helper,
        thanks.learner,
        thanks.skill,
        thanks.words,
        thanks.counts,
        now,
        sides.helper_team,
        sides.learner_team,
        sides.upwards,
    )
    .fetch_one(db)
    .await
}

/// A help that came of a skill swap.
#[derive(Clone, Copy, Debug)]
pub struct Swapped {
    /// In which guild.
    pub guild: GuildId,
    /// In which pairing.
    pub pairing: PairingId,
    /// Who taught.
    pub helper: MemberId,
    /// Whom.
    pub learner: MemberId,
    /// What.
    pub skill: SkillId,
}

/// Records that somebody taught somebody else something in a skill swap. Once is enough: a second time changes nothing. Says whether
/// it was recorded now.
pub async fn record_swap(
    db: &mut SqliteConnection,
    swapped: Swapped,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let sides = Sides::of(
        db,
        swapped.guild,
        swapped.helper,
        Some(swapped.learner),
        now,
    )
    .await?;
    let now = ms(now);
    let done = sqlx::query!(
        "INSERT INTO helps (guild_id, helper_id, learner_id, skill_id, through, pairing_id, happened_at,
             helper_team, learner_team, upwards)
         VALUES (?, ?, ?, ?, 'swap', ?, ?, ?, ?, ?) ON CONFLICT (pairing_id, helper_id, learner_id) DO NOTHING",
        swapped.guild,
        swapped.helper,
        swapped.learner,
        swapped.skill,
        swapped.pairing,
        now,
        sides.helper_team,
        sides.learner_team,
        sides.upwards,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Records that somebody was a newcomer's buddy to the end of their first thirty days. Once is enough: a second time changes nothing.
pub async fn record_buddy(
    db: &mut SqliteConnection,
    newcomer: &Newcomer,
    buddy: MemberId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let sides = Sides::of(db, newcomer.guild, buddy, Some(newcomer.member), now).await?;
    let now = ms(now);
    sqlx::query!(
        "INSERT INTO helps (guild_id, helper_id, learner_id, through, newcomer_id, happened_at,
             helper_team, learner_team, upwards)
         VALUES (?, ?, ?, 'buddy', ?, ?, ?, ?, ?) ON CONFLICT (newcomer_id) DO NOTHING",
        newcomer.guild,
        buddy,
        newcomer.member,
        newcomer.id,
        now,
        sides.helper_team,
        sides.learner_team,
        sides.upwards,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// When the last thanks from `learner` to `helper` were recorded that count in figures.
pub async fn last_counted_thanks(
    db: &mut SqliteConnection,
    guild: GuildId,
    helper: MemberId,
    learner: MemberId,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let last = sqlx::query_scalar!(
        r#"SELECT MAX(happened_at) AS "last: i64" FROM helps
           WHERE guild_id = ? AND helper_id = ? AND learner_id = ? AND through = 'thanks' AND counts = 1"#,
        guild,
        helper,
        learner,
    )
    .fetch_one(db)
    .await?;
    Ok(last.map(at))
}

/// One help, with what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// Which.
    pub id: HelpId,
    /// In which guild.
    pub guild: GuildId,
    /// Who helped; `None`: forgotten.
    pub helper: Option<MemberId>,
    /// Whom; `None`: asked anonymously, or forgotten.
    pub learner: Option<MemberId>,
    /// With what, if it has a name: which skill, and how it is called, as written (not escaped).
    pub skill: Option<(SkillId, String)>,
    /// The words, as written (not escaped).
    pub thanks: Option<String>,
}

/// Reads a help.
pub async fn find(db: &mut SqliteConnection, help: HelpId) -> sqlx::Result<Option<Help>> {
    let row = sqlx::query!(
        r#"SELECT h.guild_id AS "guild: GuildId", h.helper_id AS "helper: MemberId", h.learner_id AS "learner: MemberId",
               h.skill_id AS "skill: SkillId", s.name AS "name?", h.thanks
           FROM helps h LEFT JOIN skills s USING (skill_id) WHERE h.help_id = ?"#,
        help,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Help {
        id: help,
        guild: row.guild,
        helper: row.helper,
        learner: row.learner,
        skill: row.skill.zip(row.name),
        thanks: row.thanks,
    }))
}

/// The help that a member gave with an ask; `None` if there is none on record.
pub async fn with_ask(
    db: &mut SqliteConnection,
    ask: AskId,
    helper: MemberId,
) -> sqlx::Result<Option<HelpId>> {
    sqlx::query_scalar!(
        r#"SELECT help_id AS "id!: HelpId" FROM helps WHERE ask_id = ? AND helper_id = ?"#,
        ask,
        helper,
    )
    .fetch_optional(db)
    .await
}

/// One help as it is on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpFact {
    /// Who helped.
    pub helper: Option<MemberId>,
    /// Whom.
    pub learner: Option<MemberId>,
    /// The skill's name, as written (not escaped); `None` where they were thanked for something without a name.
    pub skill: Option<String>,
    /// The learner's line of thanks, as written (not escaped).
    pub thanks: Option<String>,
    /// When it was recorded.
    pub happened_at: DateTime<Utc>,
}

/// Every help of a guild, oldest first.
pub async fn all(db: &mut SqliteConnection, guild: GuildId) -> sqlx::Result<Vec<HelpFact>> {
    let rows = sqlx::query!(
        r#"SELECT h.helper_id as "helper: MemberId", h.learner_id as "learner: MemberId", s.name AS "name?", h.thanks, h.happened_at
           FROM helps h LEFT JOIN skills s USING (skill_id) WHERE h.guild_id = ? ORDER BY h.happened_at, h.help_id"#,
        guild,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HelpFact {
            helper: row.helper,
            learner: row.learner,
            skill: row.name,
            thanks: row.thanks,
            happened_at: at(row.happened_at),
        })
        .collect())
}

/// Who helped with an ask, as far as that is on record, in the order of their ids.
pub async fn of_ask(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Vec<MemberId>> {
    let helpers = sqlx::query_scalar!(
        r#"SELECT helper_id as "helper: MemberId" FROM helps WHERE ask_id = ? ORDER BY helper_id"#,
        ask
    )
    .fetch_all(db)
    .await?;
    Ok(helpers.into_iter().flatten().collect())
}

/// How many helps a member has given and received. All that are kept: whether one counts in figures is nothing to the two.
pub async fn counts(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> sqlx::Result<(u32, u32)> {
    let given = sqlx::query_scalar!(
        r#"SELECT COUNT(*) as "count: u32" FROM helps WHERE guild_id = ? AND helper_id = ?"#,
        guild,
        member
    )
    .fetch_one(&mut *db)
    .await?;
    let received = sqlx::query_scalar!(
        r#"SELECT COUNT(*) as "count: u32" FROM helps WHERE guild_id = ? AND learner_id = ?"#,
        guild,
        member
    )
    .fetch_one(db)
    .await?;
    Ok((given, received))
}

/// Helps that a member gave, newest first, `limit` of them after `offset`.
pub async fn given(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<HelpLine>> {
    let rows = sqlx::query!(
        r#"SELECT h.learner_id as "other: MemberId", s.name AS "name?", h.thanks, h.happened_at FROM helps h LEFT JOIN skills s USING (skill_id)
           WHERE h.guild_id = ? AND h.helper_id = ? ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ? OFFSET ?"#,
        guild,
        member,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HelpLine {
            other: row.other,
            skill: row.name,
            thanks: row.thanks,
            happened_at: at(row.happened_at),
        })
        .collect())
}

/// Helps that a member received, newest first, `limit` of them after `offset`.
pub async fn received(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<HelpLine>> {
    let rows = sqlx::query!(
        r#"SELECT h.helper_id as "other: MemberId", s.name AS "name?", h.thanks, h.happened_at FROM helps h LEFT JOIN skills s USING (skill_id)
           WHERE h.guild_id = ? AND h.learner_id = ? ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ? OFFSET ?"#,
        guild,
        member,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HelpLine {
            other: row.other,
            skill: row.name,
            thanks: row.thanks,
            happened_at: at(row.happened_at),
        })
        .collect())
}
