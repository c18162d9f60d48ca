//! Asks that were theirs or that they had a part in, and helps.

use sqlx::{Result, SqliteConnection, query, query_as, query_scalar};

use super::{Ask, BeingThanked, Help, Invitation, Referral, TakenOn};
use crate::domain::ids::{GuildId, MemberId};

/// Their asks, by name.
pub(super) async fn asks(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Ask>> {
    let rows = query!(
        r#"SELECT a.ask_id, s.name AS skill, a.details, a.about, a.state, strftime('%Y-%m-%dT%H:%M:%SZ', a.created_at / 1000, 'unixepoch') AS "asked_at!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', a.ended_at / 1000, 'unixepoch') AS "ended_at: String",
                  a.managers_refused AS "managers_refused: bool", a.face, a.thanks, a.lesson
           FROM asks a JOIN skills s USING (skill_id)
           WHERE a.guild_id = ?1 AND a.asker_id = ?2 ORDER BY a.created_at DESC, a.ask_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut asks = Vec::with_capacity(rows.len());
    for row in rows {
        let helpers_chosen = query_scalar!(
            r#"SELECT '<@' || member_id || '>' AS "member!: String" FROM solved_choices WHERE ask_id = ? ORDER BY member_id"#,
            row.ask_id,
        )
        .fetch_all(&mut *db)
        .await?;
        asks.push(Ask {
            skill: row.skill,
            details: row.details,
            about: row.about,
            state: row.state,
            asked_at: row.asked_at,
            ended_at: row.ended_at,
            managers_refused: row.managers_refused,
            face: row.face,
            thanks: row.thanks,
            lesson: row.lesson,
            helpers_chosen,
        });
    }
    Ok(asks)
}

/// That they asked anonymously, as long as anything joins the two. What they asked is not said beside their name, not even to Discord,
/// which carries the file: they read it on its page in `/me`.
pub(super) async fn anonymous_asks(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<String>> {
    let asks = query_scalar!(
        "SELECT count(*) FROM anonymous_askers WHERE guild_id = ?1 AND member_id = ?2",
        guild,
        member,
    )
    .fetch_one(db)
    .await?;
    Ok((asks > 0).then(|| {
        format!(
            "{asks}: so that nothing puts your name beside what you asked, not even this file, its words and the messages to you about it are on its page in /me and in our conversation."
        )
    }))
}

/// Asks that they took on.
pub(super) async fn taken_on(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<TakenOn>> {
    query_as!(
        TakenOn,
        r#"SELECT s.name AS skill, '<@' || a.asker_id || '>' AS "asked_by: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', h.accepted_at / 1000, 'unixepoch') AS "since!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', h.released_at / 1000, 'unixepoch') AS "given_back_at: String"
           FROM ask_helpers h JOIN asks a USING (ask_id) JOIN skills s USING (skill_id)
           WHERE a.guild_id = ?1 AND h.member_id = ?2 ORDER BY h.accepted_at DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Invitations to help. Who named them is told as the invitation told it: not for an anonymous ask.
pub(super) async fn invitations(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Invitation>> {
    query_as!(
        Invitation,
        r#"SELECT s.name AS skill, '<@' || a.asker_id || '>' AS "asked_by: String",
                  coalesce(json_extract(i.reason, '$.why'), '') AS "because!: String",
                  CASE WHEN a.anonymous = 0 THEN '<@' || nullif(json_extract(i.reason, '$.by'), 0) || '>' END AS "named_by: String",
                  i.state, strftime('%Y-%m-%dT%H:%M:%SZ', i.created_at / 1000, 'unixepoch') AS "made_at!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', i.delivered_at / 1000, 'unixepoch') AS "delivered_at: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', i.lapses_at / 1000, 'unixepoch') AS "lapses_at: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', i.answered_at / 1000, 'unixepoch') AS "answered_at: String",
                  CAST(i.channel_id AS TEXT) AS "conversation: String", CAST(i.message_id AS TEXT) AS "message: String"
           FROM invitations i JOIN asks a USING (ask_id) JOIN skills s USING (skill_id)
           WHERE a.guild_id = ?1 AND i.member_id = ?2 ORDER BY i.created_at DESC, i.invitation_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Colleagues whom they named.
pub(super) async fn people_named(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Referral>> {
    query_as!(
        Referral,
        r#"SELECT s.name AS skill, '<@' || r.named_id || '>' AS "member!: String", strftime('%Y-%m-%dT%H:%M:%SZ', r.created_at / 1000, 'unixepoch') AS "at!: String"
           FROM referrals r JOIN asks a USING (ask_id) JOIN skills s USING (skill_id)
           WHERE a.guild_id = ?1 AND r.referrer_id = ?2 ORDER BY r.created_at DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Colleagues who named them, but for anonymous asks.
pub(super) async fn named_by(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Referral>> {
    query_as!(
        Referral,
        r#"SELECT s.name AS skill, '<@' || r.referrer_id || '>' AS "member!: String", strftime('%Y-%m-%dT%H:%M:%SZ', r.created_at / 1000, 'unixepoch') AS "at!: String"
           FROM referrals r JOIN asks a USING (ask_id) JOIN skills s USING (skill_id)
           WHERE a.guild_id = ?1 AND r.named_id = ?2 AND a.anonymous = 0 ORDER BY r.created_at DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Where somebody has chosen them as a helper and not sent it yet.
pub(super) async fn being_thanked_for(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<BeingThanked>> {
    query_as!(
        BeingThanked,
        r#"SELECT s.name AS skill, strftime('%Y-%m-%dT%H:%M:%SZ', a.created_at / 1000, 'unixepoch') AS "asked_at!: String"
           FROM solved_choices c JOIN asks a USING (ask_id) JOIN skills s USING (skill_id)
           WHERE a.guild_id = ?1 AND c.member_id = ?2 ORDER BY a.created_at DESC"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// Helps that they gave.
pub(super) async fn help_given(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Help>> {
    query_as!(
        Help,
        r#"SELECT s.name AS "skill: String", '<@' || h.learner_id || '>' AS "with: String", h.thanks, h.through,
                  h.counts AS "counts: bool", strftime('%Y-%m-%dT%H:%M:%SZ', h.happened_at / 1000, 'unixepoch') AS "at!: String"
           FROM helps h LEFT JOIN skills s USING (skill_id)
           WHERE h.guild_id = ?1 AND h.helper_id = ?2 ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Helps that they received.
pub(super) async fn help_received(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Help>> {
    query_as!(
        Help,
        r#"SELECT s.name AS "skill: String", '<@' || h.helper_id || '>' AS "with: String", h.thanks, h.through,
                  h.counts AS "counts: bool", strftime('%Y-%m-%dT%H:%M:%SZ', h.happened_at / 1000, 'unixepoch') AS "at!: String"
           FROM helps h LEFT JOIN skills s USING (skill_id)
           WHERE h.guild_id = ?1 AND h.learner_id = ?2 ORDER BY h.happened_at DESC, h.help_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}
