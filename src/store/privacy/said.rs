//! By what somebody is found in messages that were sent: their names, their words, and the asks they had a part in.

use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{AskId, GuildId, MemberId};

/// What messages may hold of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The names they have and had, as written (not escaped).
    pub names: Vec<String>,
    /// What they wrote, as written (not escaped).
    pub words: Vec<String>,
    /// The asks that are theirs, by name, or in which they had a part.
    pub asks: Vec<AskId>,
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
    let words = sqlx::query_scalar!(
        r#"SELECT details AS "words!: String" FROM asks WHERE guild_id = ?1 AND asker_id = ?2
           UNION SELECT about FROM asks WHERE guild_id = ?1 AND asker_id = ?2 AND about IS NOT NULL
           UNION SELECT thanks FROM asks WHERE guild_id = ?1 AND asker_id = ?2 AND thanks IS NOT NULL
           UNION SELECT lesson FROM asks WHERE guild_id = ?1 AND asker_id = ?2 AND lesson IS NOT NULL
           UNION SELECT thanks FROM helps WHERE guild_id = ?1 AND learner_id = ?2 AND thanks IS NOT NULL
           UNION SELECT note FROM offers WHERE guild_id = ?1 AND member_id = ?2 AND note IS NOT NULL
           UNION SELECT note FROM wishes WHERE guild_id = ?1 AND member_id = ?2 AND note IS NOT NULL
           UNION SELECT opening_signature FROM guilds
                 WHERE guild_id = ?1 AND opening_signer_id = ?2 AND opening_signature IS NOT NULL
           UNION SELECT text FROM lessons WHERE guild_id = ?1 AND author_id = ?2 AND ?3"#,
        guild,
        member,
        lessons
    )
    .fetch_all(&mut *db)
    .await?;
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
    Ok(Said { names, words, asks })
}
