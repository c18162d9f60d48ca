//! Programmes, pairings and first days.

use sqlx::{Result, SqliteConnection, query, query_as};

use super::{
    Buddied, FirstDays, OutsidePairings, Paired, PlaceForYou, Programme, RoundSaid, YesToAThird,
};
use crate::domain::ids::{GuildId, MemberId};

/// What they said of taking part.
pub(super) async fn programmes(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Programme>> {
    query_as!(
        Programme,
        r#"SELECT p.name AS programme, m.state, m.every_weeks,
                  strftime('%Y-%m-%dT%H:%M:%SZ', m.since / 1000, 'unixepoch') AS "since!: String"
           FROM programme_members m JOIN programmes p USING (programme_id)
           WHERE m.guild_id = ? AND m.member_id = ? ORDER BY p.programme_id"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// Rounds that they sat out because they said so.
pub(super) async fn skipped(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<RoundSaid>> {
    query_as!(
        RoundSaid,
        r#"SELECT p.name AS programme, r.number AS round FROM skips s JOIN rounds r USING (round_id) JOIN programmes p USING (programme_id)
           WHERE r.guild_id = ?1 AND s.member_id = ?2 ORDER BY r.starts_at DESC, r.round_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Rounds that had nobody for them.
pub(super) async fn left_out(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<RoundSaid>> {
    query_as!(
        RoundSaid,
        r#"SELECT p.name AS programme, r.number AS round FROM left_out l JOIN rounds r USING (round_id) JOIN programmes p USING (programme_id)
           WHERE r.guild_id = ?1 AND l.member_id = ?2 ORDER BY r.starts_at DESC, r.round_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Where they sat.
pub(super) async fn pairings(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Paired>> {
    let rows = query!(
        r#"SELECT g.name AS programme, r.number AS round, p.state,
                  (SELECT json_group_array('<@' || o.member_id || '>') FROM seats o
                      WHERE o.pairing_id = s.pairing_id AND o.member_id <> s.member_id) AS "with!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', p.created_at / 1000, 'unixepoch') AS "since!: String",
                  p.first_writer IS s.member_id AS "first!: bool", s.answer, s.face,
                  strftime('%Y-%m-%dT%H:%M:%SZ', s.answered_at / 1000, 'unixepoch') AS "answered_at: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', s.left_at / 1000, 'unixepoch') AS "left_at: String",
                  k.name AS "teaches: String", '<@' || s.teaches_to || '>' AS "to: String",
                  (SELECT json_group_array('<@' || o.member_id || '>') FROM seats o
                      WHERE o.pairing_id = s.pairing_id AND o.teaches_to = s.member_id) AS "taught_by!: String",
                  s.served AS "served: bool"
           FROM seats s JOIN pairings p USING (pairing_id) JOIN rounds r USING (round_id) JOIN programmes g USING (programme_id)
                LEFT JOIN skills k ON k.skill_id = s.teaches_skill
           WHERE s.guild_id = ?1 AND s.member_id = ?2 ORDER BY p.pairing_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Paired {
                programme: row.programme,
                round: row.round,
                with: list(&row.with)?,
                state: row.state,
                since: row.since,
                asked_to_write_first: row.first,
                your_answer: row.answer,
                answered_at: row.answered_at,
                face: row.face,
                you_left_at: row.left_at,
                you_teach: row.teaches,
                to: row.to,
                taught_by: list(&row.taught_by)?,
                your_wish_was_served: row.served,
            })
        })
        .collect()
}

/// Where they lost their partner.
pub(super) async fn without_a_partner(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<OutsidePairings>> {
    query_as!(
        OutsidePairings,
        r#"SELECT p.name AS programme, r.number AS round, f.state,
                  strftime('%Y-%m-%dT%H:%M:%SZ', f.since / 1000, 'unixepoch') AS "since!: String"
           FROM freed f JOIN rounds r USING (round_id) JOIN programmes p USING (programme_id)
           WHERE f.guild_id = ?1 AND f.member_id = ?2 ORDER BY r.round_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Pairs that were asked to have them as a third, and who of them said yes.
pub(super) async fn places(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<PlaceForYou>> {
    let rows = query!(
        r#"SELECT g.name AS programme, r.number AS round, l.state,
                  strftime('%Y-%m-%dT%H:%M:%SZ', l.asked_at / 1000, 'unixepoch') AS "asked_at!: String",
                  (SELECT json_group_array('<@' || a.by_member || '>') FROM places_agreed a
                      WHERE a.pairing_id = l.pairing_id AND a.member_id = l.member_id) AS "agreed!: String"
           FROM places l JOIN pairings p USING (pairing_id) JOIN rounds r USING (round_id) JOIN programmes g USING (programme_id)
           WHERE l.guild_id = ?1 AND l.member_id = ?2 ORDER BY l.pairing_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PlaceForYou {
                programme: row.programme,
                round: row.round,
                state: row.state,
                asked_at: row.asked_at,
                said_yes: list(&row.agreed)?,
            })
        })
        .collect()
}

/// Whom they agreed to have as a third.
pub(super) async fn agreed(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<YesToAThird>> {
    query_as!(
        YesToAThird,
        r#"SELECT g.name AS programme, r.number AS round, '<@' || a.member_id || '>' AS "member!: String"
           FROM places_agreed a JOIN pairings p USING (pairing_id) JOIN rounds r USING (round_id) JOIN programmes g USING (programme_id)
           WHERE p.guild_id = ?1 AND a.by_member = ?2 ORDER BY a.pairing_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

/// Their own first days.
pub(super) async fn first_days(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<FirstDays>> {
    query_as!(
        FirstDays,
        r#"SELECT strftime('%Y-%m-%dT%H:%M:%SZ', joined_at / 1000, 'unixepoch') AS "began_at!: String", state,
                  '<@' || buddy_id || '>' AS "buddy: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', ended_at / 1000, 'unixepoch') AS "ended_at: String"
           FROM newcomers WHERE guild_id = ? AND member_id = ? ORDER BY newcomer_id DESC"#,
        guild,
        member,
    )
    .fetch_all(db)
    .await
}

/// Whose buddy they are or were.
pub(super) async fn buddy_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Vec<Buddied>> {
    query_as!(
        Buddied,
        r#"SELECT '<@' || n.member_id || '>' AS "member!: String", n.buddy_id IS b.member_id AS "now!: bool",
                  strftime('%Y-%m-%dT%H:%M:%SZ', b.since / 1000, 'unixepoch') AS "since!: String",
                  strftime('%Y-%m-%dT%H:%M:%SZ', b.until / 1000, 'unixepoch') AS "until: String"
           FROM newcomer_buddies b JOIN newcomers n USING (newcomer_id)
           WHERE b.guild_id = ?1 AND b.member_id = ?2 ORDER BY b.since DESC, b.newcomer_id DESC LIMIT ?3"#,
        guild,
        member,
        most,
    )
    .fetch_all(db)
    .await
}

fn list(json: &str) -> Result<Vec<String>> {
    serde_json::from_str(json).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}
