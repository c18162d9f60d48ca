//! Who they are, what they chose, what they said of themselves.

use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::{
    AskedForTable, Choices, Draft, KeptApart, Lesson, Signature, Skill, TeachQuestion, You,
};
use crate::domain::ids::{GuildId, MemberId};

/// Who they are.
pub(super) async fn you(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<You>> {
    let Some(row) = query!(
        r#"SELECT m.display_name, m.user_name, m.bot AS "bot: bool", m.pending AS "pending: bool",
                  strftime('%Y-%m-%dT%H:%M:%SZ', m.joined_at / 1000, 'unixepoch') AS "joined_at!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', m.left_at / 1000, 'unixepoch') AS "left_at: String",
                  g.owner_id = m.member_id AS "owner!: bool"
           FROM members m JOIN guilds g USING (guild_id) WHERE m.guild_id = ?1 AND m.member_id = ?2"#,
        guild,
        member,
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(None);
    };
    let former_names = query_scalar!(
        "SELECT name FROM former_names WHERE guild_id = ?1 AND member_id = ?2 ORDER BY name",
        guild,
        member,
    )
    .fetch_all(&mut *db)
    .await?;
    let roles = query_scalar!(
        r#"SELECT coalesce(r.name, CAST(m.role_id AS TEXT)) AS "role!: String"
           FROM member_roles m LEFT JOIN roles r USING (guild_id, role_id)
           WHERE m.guild_id = ?1 AND m.member_id = ?2 ORDER BY m.role_id"#,
        guild,
        member,
    )
    .fetch_all(&mut *db)
    .await?;
    let channels = query_scalar!(
        r#"SELECT name AS "name!: String" FROM channels c
           WHERE guild_id = ?1 AND EXISTS (SELECT 1 FROM json_each(c.overwrites) o
               WHERE json_extract(o.value, '$.member') AND json_extract(o.value, '$.id') = ?2)
           ORDER BY channel_id"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await?;
    Ok(Some(You {
        discord_id: member.to_string(),
        name: row.display_name,
        former_names,
        user_name: row.user_name,
        bot: row.bot,
        waiting_for_screening: row.pending,
        joined_at: row.joined_at,
        left_at: row.left_at,
        roles,
        owns_the_server: row.owner,
        channels_with_a_rule_for_you: channels,
    }))
}

/// What they chose in `/me`.
pub(super) async fn choices(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Choices>> {
    let row = query!(
        r#"SELECT zone, working_days AS "working_days: u8",
                  printf('%02d:%02d', work_start / 60, work_start % 60) AS "work_starts: String",
                  printf('%02d:%02d', work_end / 60, work_end % 60) AS "work_ends: String",
                  work_start IS NOT NULL AS "own_hours!: bool",
                  strftime('%Y-%m-%dT%H:%M:%SZ', paused_until / 1000, 'unixepoch') AS "paused_until: String",
                  load_limit, quotable AS "quotable: bool", hosting AS "hosting: bool",
                  wants_questions AS "wants_questions: bool", wants_thanks AS "wants_thanks: bool",
                  wants_month AS "wants_month: bool", wants_leading AS "wants_leading: bool"
           FROM members WHERE guild_id = ?1 AND member_id = ?2"#,
        guild,
        member,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Choices {
        time_zone: row.zone,
        working_days: row.working_days.map(days),
        work_starts: row.work_starts.filter(|_| row.own_hours),
        work_ends: row.work_ends.filter(|_| row.own_hours),
        paused_until: row.paused_until,
        limit: row.load_limit,
        may_be_quoted: row.quotable,
        welcomes_new_colleagues: row.hosting,
        may_be_asked_to_teach_what_you_learned: row.wants_questions,
        hears_of_thanks_privately: row.wants_thanks,
        gets_your_month_privately: row.wants_month,
        may_be_asked_what_you_are_learning: row.wants_leading,
    }))
}

/// The days of a set in which bit 0 is Monday.
fn days(bits: u8) -> String {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let chosen: Vec<&str> = (0..)
        .zip(DAYS)
        .filter(|(bit, _)| bits & (1 << bit) != 0)
        .map(|(_, day)| day)
        .collect();
    chosen.join(", ")
}

/// What they teach.
pub(super) async fn offers(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Skill>> {
    query_as!(
        Skill,
        r#"SELECT s.name AS skill, o.level AS "level: String", o.note,
                  strftime('%Y-%m-%dT%H:%M:%SZ', o.created_at / 1000, 'unixepoch') AS "since!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', o.updated_at / 1000, 'unixepoch') AS "changed_at!: String",
                  0 AS "from_an_unanswered_question!: bool"
           FROM offers o JOIN skills s USING (skill_id)
           WHERE o.guild_id = ?1 AND o.member_id = ?2 ORDER BY o.created_at DESC, s.name"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// What they would like to learn.
pub(super) async fn wishes(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Skill>> {
    query_as!(
        Skill,
        r#"SELECT s.name AS skill, CAST(NULL AS TEXT) AS "level: String", w.note,
                  strftime('%Y-%m-%dT%H:%M:%SZ', w.created_at / 1000, 'unixepoch') AS "since!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', w.updated_at / 1000, 'unixepoch') AS "changed_at!: String",
                  w.from_ask IS NOT NULL AS "from_an_unanswered_question!: bool"
           FROM wishes w JOIN skills s USING (skill_id)
           WHERE w.guild_id = ?1 AND w.member_id = ?2 ORDER BY w.created_at DESC, s.name"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// Blocks that they set. Those that others set are nobody else's business.
pub(super) async fn blocks(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<KeptApart>> {
    query_as!(
        KeptApart,
        r#"SELECT '<@' || other || '>' AS "member!: String", strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch') AS "since!: String"
           FROM blocks WHERE guild_id = ?1 AND by_member = ?2 ORDER BY created_at DESC, other"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// What they typed and have yet to confirm.
pub(super) async fn drafts(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Draft>> {
    let rows = query!(
        r#"SELECT content, strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch') AS "written_at!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', used_at / 1000, 'unixepoch') AS "answered_at: String"
           FROM drafts WHERE guild_id = ?1 AND member_id = ?2 ORDER BY draft_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Draft {
                content: serde_json::from_str(&row.content)
                    .map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
                written_at: row.written_at,
                answered_at: row.answered_at,
            })
        })
        .collect()
}

/// Whether they are asked if they could teach what they learned.
pub(super) async fn teach_questions(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<TeachQuestion>> {
    query_as!(
        TeachQuestion,
        r#"SELECT s.name AS skill, strftime('%Y-%m-%dT%H:%M:%SZ', q.due_at / 1000, 'unixepoch') AS "will_be_asked_at: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', q.asked_at / 1000, 'unixepoch') AS "asked_at: String"
           FROM teach_questions q JOIN skills s USING (skill_id)
           WHERE q.guild_id = ?1 AND q.member_id = ?2 ORDER BY s.name"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// The line under the opening post.
pub(super) async fn signature(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Signature>> {
    query_as!(
        Signature,
        r#"SELECT opening_signature AS you_are_learning FROM guilds WHERE guild_id = ?1 AND opening_signer_id = ?2"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// What they were asked for monthly tables.
pub(super) async fn monthly_tables(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<AskedForTable>> {
    query_as!(
        AskedForTable,
        r#"SELECT month, strftime('%Y-%m-%dT%H:%M:%SZ', asked_at / 1000, 'unixepoch') AS "asked_at!: String",
                  declined AS "not_this_time: bool", unreached AS "could_not_reach_you: bool",
                  learning AS you_are_learning
           FROM leader_answers WHERE guild_id = ?1 AND member_id = ?2 ORDER BY month DESC"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// What they wrote down for the next one who asks.
pub(super) async fn lessons(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Lesson>> {
    query_as!(
        Lesson,
        r#"SELECT s.name AS skill, l.text, l.answered AS questions_answered,
                  strftime('%Y-%m-%dT%H:%M:%SZ', l.created_at / 1000, 'unixepoch') AS "written_at!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', l.edited_at / 1000, 'unixepoch') AS "changed_at: String"
           FROM lessons l JOIN skills s USING (skill_id)
           WHERE l.guild_id = ?1 AND l.author_id = ?2 ORDER BY l.created_at DESC, l.lesson_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}
