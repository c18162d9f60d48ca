//! By what somebody is found in messages that were sent: their names, their words with what they were written for, and the asks they
//! had a part in.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{AskId, GuildId, LessonId, MemberId};
use crate::post::QuoteOf;

/// What messages may hold of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The names they have and had, as written (not escaped).
    pub names: Vec<String>,
    /// What they wrote for asks that are theirs by name, as written (not escaped).
    pub of_asks: BTreeMap<AskId, Vec<String>>,
    /// What they wrote with thanks of their own, as written (not escaped).
    pub thanks: Vec<String>,
    /// What of theirs may be quoted: thanks that they wrote or got, and the lessons that are to be found. Their answers go by their id.
    pub quotes: BTreeSet<QuoteOf>,
    /// The asks that are theirs, by name, or in which they had a part.
    pub asks: BTreeSet<AskId>,
}

/// Collects it, before anything is erased. What they asked anonymously is not among it: nobody may find it by what is changed.
///
/// `lessons` says whether their lessons are to be found, too.
pub async fn said_by(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    lessons: bool,
) -> Result<Said> {
    let names = sqlx::query_scalar!(
        r#"SELECT display_name AS "name!: String" FROM members WHERE guild_id = ?1 AND member_id = ?2
           UNION SELECT name FROM former_names WHERE guild_id = ?1 AND member_id = ?2"#,
        guild,
        member
    )
    .fetch_all(&mut *db)
    .await?;
    let words = sqlx::query!(
        r#"SELECT ask_id AS "ask!: AskId", details AS "words!: String" FROM asks WHERE guild_id = ?1 AND asker_id = ?2
           UNION SELECT ask_id, about FROM asks WHERE guild_id = ?1 AND asker_id = ?2 AND about IS NOT NULL
           UNION SELECT ask_id, thanks FROM asks WHERE guild_id = ?1 AND asker_id = ?2 AND thanks IS NOT NULL
           UNION SELECT ask_id, lesson FROM asks WHERE guild_id = ?1 AND asker_id = ?2 AND lesson IS NOT NULL
           UNION SELECT ask_id, thanks FROM helps
                 WHERE guild_id = ?1 AND learner_id = ?2 AND thanks IS NOT NULL AND ask_id IS NOT NULL
           UNION SELECT ask_id, text FROM lessons WHERE guild_id = ?1 AND author_id = ?2 AND ask_id IS NOT NULL AND ?3"#,
        guild,
        member,
        lessons
    )
    .fetch_all(&mut *db)
    .await?;
    let mut of_asks: BTreeMap<AskId, Vec<String>> = BTreeMap::new();
    for row in words {
        of_asks.entry(row.ask).or_default().push(row.words);
    }
    let thanks = sqlx::query_scalar!(
        r#"SELECT DISTINCT thanks AS "words!: String" FROM helps
           WHERE guild_id = ?1 AND learner_id = ?2 AND through = 'thanks' AND thanks IS NOT NULL"#,
        guild,
        member
    )
    .fetch_all(&mut *db)
    .await?;
    let written = sqlx::query_scalar!(
        r#"SELECT lesson_id AS "lesson!: LessonId" FROM lessons WHERE guild_id = ?1 AND author_id = ?2 AND ?3"#,
        guild,
        member,
        lessons
    )
    .fetch_all(&mut *db)
    .await?;
    let quotes = super::messages::thanks_of(db, guild, member)
        .await?
        .into_iter()
        .map(QuoteOf::Thanks)
        .chain(written.into_iter().map(QuoteOf::Lesson))
        .collect();
    let asks = sqlx::query_scalar!(
        r#"SELECT ask_id AS "ask!: AskId" FROM asks WHERE guild_id = ?1 AND asker_id = ?2
           UNION SELECT h.ask_id FROM ask_helpers h JOIN asks a USING (ask_id) WHERE a.guild_id = ?1 AND h.member_id = ?2
           UNION SELECT ask_id FROM helps WHERE guild_id = ?1 AND helper_id = ?2 AND ask_id IS NOT NULL
           UNION SELECT i.ask_id FROM invitations i JOIN asks a USING (ask_id) WHERE a.guild_id = ?1 AND i.member_id = ?2
           UNION SELECT r.ask_id FROM referrals r JOIN asks a USING (ask_id)
                 WHERE a.guild_id = ?1 AND ?2 IN (r.referrer_id, r.named_id)"#,
        guild,
        member
    )
    .fetch_all(db)
    .await?;
    Ok(Said {
        names,
        of_asks,
        thanks,
        quotes,
        asks: asks.into_iter().collect(),
    })
}
