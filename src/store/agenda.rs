//! When each job has something to do next.
//!
//! The ticker asks this after every change. A statement of its own for each job would cost more than most changes do, so there is one
//! for all of them; each part of it is answered from an index.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query};

use super::types::at;
use super::{drafts, erasure, outbox};
use crate::domain::ids::GuildId;

/// When each job has something to do next: in the past where it is late, the beginning of 1970 where it is to be done at once; `None`:
/// nothing is planned. Where nothing else is said, only guilds count that the bot works for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agenda {
    /// An ask.
    pub asks: Option<DateTime<Utc>>,
    /// An open invitation lapses.
    pub invitations: Option<DateTime<Utc>>,
    /// An anonymous ask. What lets go of people is due in every guild, also where the bot does nothing else any more.
    pub anonymous_asks: Option<DateTime<Utc>>,
    /// A day on which an anonymous asker was written to counts no more, in any guild.
    pub discreet_days: Option<DateTime<Utc>>,
    /// The servers that the bot was removed from, each with when that became known.
    pub gone: Vec<(GuildId, DateTime<Utc>)>,
    /// What was deleted is to be erased for good.
    pub erasures: Option<DateTime<Utc>>,
    /// A draft is to be forgotten, in any guild.
    pub drafts: Option<DateTime<Utc>>,
    /// A question whether somebody could start others off.
    pub teach_questions: Option<DateTime<Utc>>,
    /// A pairing.
    pub pairings: Option<DateTime<Utc>>,
    /// The time of pairs that were asked to be three is up.
    pub freed: Option<DateTime<Utc>>,
    /// A newcomer, where it is known who is there.
    pub newcomers: Option<DateTime<Utc>>,
    /// A programme is to be looked at.
    pub programmes: Option<DateTime<Utc>>,
    /// A round, where it is known who is there.
    pub rounds: Option<DateTime<Utc>>,
    /// A week is to be closed; at once where that is to be found out anew for a guild.
    pub digests: Option<DateTime<Utc>>,
    /// Recognition is to be looked at; at once where that is to be found out anew for a guild.
    pub recognition: Option<DateTime<Utc>>,
    /// Members' own months are owed.
    pub own_months: Option<DateTime<Utc>>,
}

/// Reads the agenda.
pub async fn agenda(db: &mut SqliteConnection) -> Result<Agenda> {
    let row = query!(
        r#"SELECT
             (SELECT min(a.due_at) FROM asks a JOIN working_guilds g USING (guild_id)
              WHERE a.due_at IS NOT NULL) AS "asks?: i64",
             (SELECT min(i.lapses_at) FROM invitations i JOIN asks a USING (ask_id)
              JOIN working_guilds g USING (guild_id) WHERE i.state = 'open') AS "invitations?: i64",
             (SELECT min(due) FROM (
                  SELECT vanishes_at AS due FROM asks WHERE vanishes_at IS NOT NULL
                  UNION ALL SELECT kept_until FROM asks WHERE kept_until IS NOT NULL
                  UNION ALL SELECT coalesce(a.repost_at, 0) FROM asks a JOIN guilds g USING (guild_id)
                      JOIN channels c ON c.guild_id = g.guild_id AND c.channel_id = g.help_channel_id
                      WHERE a.anonymous = 1 AND a.state = 'open' AND a.post_channel_id IS NULL
                        AND g.guild_id IN (SELECT guild_id FROM working_guilds))) AS "anonymous_asks?: i64",
             (SELECT min(day) FROM discreet_messages) AS "discreet_day?: i64",
             (SELECT json_group_array(json_array(guild_id, gone_at)) FROM guilds
              WHERE gone_at IS NOT NULL) AS "gone!: String",
             EXISTS (SELECT 1 FROM facts WHERE name = ?) AS "erasure!: bool",
             (SELECT min(created_at) FROM drafts) AS "draft?: i64",
             (SELECT min(q.due_at) FROM teach_questions q JOIN working_guilds g USING (guild_id)
              WHERE q.due_at IS NOT NULL) AS "teach_questions?: i64",
             (SELECT min(p.due_at) FROM pairings p JOIN working_guilds g USING (guild_id)
              WHERE p.due_at IS NOT NULL) AS "pairings?: i64",
             (SELECT min(f.due_at) FROM freed f JOIN working_guilds g USING (guild_id)
              WHERE f.due_at IS NOT NULL) AS "freed?: i64",
             (SELECT min(max(n.due_at, s.seats_from)) FROM newcomers n JOIN working_guilds g USING (guild_id)
              JOIN seats_from s USING (guild_id) WHERE n.due_at IS NOT NULL) AS "newcomers?: i64",
             (SELECT min(p.look_at) FROM programmes p JOIN working_guilds g USING (guild_id)
              WHERE p.removed_at IS NULL AND p.running = 1 AND p.channel_id IS NOT NULL) AS "programmes?: i64",
             (SELECT min(max(r.due_at, s.seats_from)) FROM rounds r JOIN working_guilds g USING (guild_id)
              JOIN seats_from s USING (guild_id) WHERE r.due_at IS NOT NULL) AS "rounds?: i64",
             (SELECT min(digest_at) FROM guilds
              WHERE turned_on_at IS NOT NULL AND gone_at IS NULL) AS "digests?: i64",
             (SELECT min(recognition_at) FROM guilds
              WHERE turned_on_at IS NOT NULL AND gone_at IS NULL) AS "recognition?: i64",
             EXISTS (SELECT 1 FROM members m JOIN working_guilds g USING (guild_id)
                     WHERE m.month_owed IS NOT NULL) AS "month!: bool""#,
        erasure::OWED
    )
    .fetch_one(db)
    .await?;
    let gone: Vec<(GuildId, i64)> =
        serde_json::from_str(&row.gone).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    let at_once = |owed: bool| owed.then_some(DateTime::UNIX_EPOCH);
    Ok(Agenda {
        asks: row.asks.map(at),
        invitations: row.invitations.map(at),
        anonymous_asks: row.anonymous_asks.map(at),
        discreet_days: row.discreet_day.map(outbox::counts_until),
        gone: gone
            .into_iter()
            .map(|(guild, since)| (guild, at(since)))
            .collect(),
        erasures: at_once(row.erasure),
        drafts: row.draft.map(|oldest| at(oldest) + drafts::KEPT),
        teach_questions: row.teach_questions.map(at),
        pairings: row.pairings.map(at),
        freed: row.freed.map(at),
        newcomers: row.newcomers.map(at),
        programmes: row.programmes.map(at),
        rounds: row.rounds.map(at),
        digests: row.digests.map(at),
        recognition: row.recognition.map(at),
        own_months: at_once(row.month),
    })
}
