//! Who asked anonymously: the one row that joins an ask and its asker, and its erasure.

use sqlx::SqliteConnection;

use crate::domain::ids::{AskId, GuildId, MemberId};

/// Links an anonymous ask to its asker.
///
/// # Errors
///
/// Also when the member has an open anonymous ask in the guild already.
pub async fn link(
    db: &mut SqliteConnection,
    ask: AskId,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO anonymous_askers (ask_id, guild_id, member_id) VALUES (?, ?, ?)",
        ask,
        guild,
        asker
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whose an anonymous ask is, while that is known.
pub async fn asker_of(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Option<MemberId>> {
    sqlx::query_scalar!(
        r#"SELECT member_id as "member: MemberId" FROM anonymous_askers WHERE ask_id = ?"#,
        ask
    )
    .fetch_optional(db)
    .await
}

/// The anonymous ask of a member that is not over.
pub async fn open_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<Option<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT ask_id as "ask: AskId" FROM anonymous_askers WHERE guild_id = ? AND member_id = ? AND over = 0"#,
        guild,
        asker
    )
    .fetch_optional(db)
    .await
}
