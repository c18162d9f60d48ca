//! Erasing everything that is held about a member of a guild, but for what `columns` lists as staying.

use sqlx::{Result, SqliteConnection};

use crate::domain::ids::{GuildId, MemberId};
use crate::domain::mentions;
use crate::store::outbox::Lane;

/// What is to become of lessons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// They stay, and nobody can tell any more whose they are.
    LessonsLoseTheirAuthor,
    /// They go as well.
    LessonsToo,
}

/// Takes a member and everything they wrote off the asks that are theirs by name. Anonymous ones are nobody's here.
pub async fn disown_asks(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<()> {
    sqlx::query!(
        "UPDATE asks SET asker_id = NULL, details = '', about = NULL, thanks = NULL, lesson = NULL
         WHERE guild_id = ? AND asker_id = ?",
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Erases everything else. What is in the outbox and was written to others is to be dealt with before.
pub async fn everything(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    lessons: Erased,
) -> Result<()> {
    what_they_chose(db, guild, member).await?;
    parts_in_asks(db, guild, member).await?;
    parts_in_rounds(db, guild, member).await?;
    first_days(db, guild, member).await?;
    helps(db, guild, member).await?;
    self::lessons(db, guild, member, lessons).await?;
    words_of_others(db, guild, member).await?;
    messages(db, guild, member).await?;
    // Roles and former names go with it.
    sqlx::query!(
        "DELETE FROM members WHERE guild_id = ? AND member_id = ?",
        guild,
        member
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Runs statements that say `?1` for the guild and `?2` for the member.
macro_rules! run {
    ($db:expr, $guild:expr, $member:expr; $($statement:literal;)*) => {
        $(sqlx::query!($statement, $guild, $member).execute(&mut *$db).await?;)*
    };
}

async fn what_they_chose(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<()> {
    run!(db, guild, member;
        "DELETE FROM offers WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM wishes WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM drafts WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM blocks WHERE guild_id = ?1 AND by_member = ?2";
        "DELETE FROM teach_questions WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM discreet_messages WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM private_threads WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM eligible_spans WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM active_weeks WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM leader_answers WHERE guild_id = ?1 AND member_id = ?2";
        "UPDATE guilds SET opening_signer_id = NULL, opening_signature = NULL WHERE guild_id = ?1 AND opening_signer_id = ?2";
    );
    Ok(())
}

async fn parts_in_asks(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<()> {
    run!(db, guild, member;
        // A line of thanks for one alone is about them; where others helped as well, it stays theirs.
        "UPDATE asks SET thanks = NULL WHERE guild_id = ?1
             AND EXISTS (SELECT 1 FROM helps h WHERE h.ask_id = asks.ask_id AND h.helper_id = ?2)
             AND NOT EXISTS (SELECT 1 FROM helps h WHERE h.ask_id = asks.ask_id AND h.helper_id <> ?2)";
        "DELETE FROM ask_helpers WHERE member_id = ?2 AND ask_id IN (SELECT ask_id FROM asks WHERE guild_id = ?1)";
        "DELETE FROM solved_choices WHERE member_id = ?2 AND ask_id IN (SELECT ask_id FROM asks WHERE guild_id = ?1)";
        "DELETE FROM invitations WHERE member_id = ?2 AND ask_id IN (SELECT ask_id FROM asks WHERE guild_id = ?1)";
        "DELETE FROM referrals WHERE ?2 IN (referrer_id, named_id) AND ask_id IN (SELECT ask_id FROM asks WHERE guild_id = ?1)";
        // Somebody else who was asked because of them was asked all the same.
        "UPDATE invitations SET reason = json_set(reason, '$.by', 0)
         WHERE json_extract(reason, '$.by') = ?2 AND ask_id IN (SELECT ask_id FROM asks WHERE guild_id = ?1)";
    );
    Ok(())
}

/// Where they sat goes; that the others sat there stays, and no longer says with whom.
async fn parts_in_rounds(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<()> {
    run!(db, guild, member;
        "DELETE FROM programme_members WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM skips WHERE member_id = ?2 AND round_id IN (SELECT round_id FROM rounds WHERE guild_id = ?1)";
        "DELETE FROM left_out WHERE member_id = ?2 AND round_id IN (SELECT round_id FROM rounds WHERE guild_id = ?1)";
        "DELETE FROM freed WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM places_agreed WHERE by_member = ?2 AND pairing_id IN (SELECT pairing_id FROM pairings WHERE guild_id = ?1)";
        // Who agreed to have them goes with it.
        "DELETE FROM places WHERE guild_id = ?1 AND member_id = ?2";
        "UPDATE pairings SET first_writer = NULL WHERE guild_id = ?1 AND first_writer = ?2";
        "UPDATE seats SET teaches_to = NULL WHERE guild_id = ?1 AND teaches_to = ?2";
        "DELETE FROM seats WHERE guild_id = ?1 AND member_id = ?2";
    );
    Ok(())
}

/// Their own first days go, and whose buddy they were.
async fn first_days(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<()> {
    run!(db, guild, member;
        "UPDATE helps SET newcomer_id = NULL WHERE guild_id = ?1
             AND newcomer_id IN (SELECT newcomer_id FROM newcomers WHERE guild_id = ?1 AND member_id = ?2)";
        "DELETE FROM newcomers WHERE guild_id = ?1 AND member_id = ?2";
        "DELETE FROM newcomer_buddies WHERE guild_id = ?1 AND member_id = ?2";
        "UPDATE newcomers SET buddy_id = NULL WHERE guild_id = ?1 AND buddy_id = ?2";
    );
    Ok(())
}

/// A help stays as a figure. What they wrote of it goes, and what was written to them.
async fn helps(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<()> {
    run!(db, guild, member;
        "UPDATE helps SET learner_id = NULL, thanks = NULL WHERE guild_id = ?1 AND learner_id = ?2";
        "UPDATE helps SET helper_id = NULL, thanks = NULL WHERE guild_id = ?1 AND helper_id = ?2";
    );
    Ok(())
}

async fn lessons(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    lessons: Erased,
) -> Result<()> {
    match lessons {
        Erased::LessonsToo => {
            run!(db, guild, member;
                "DELETE FROM lessons WHERE guild_id = ?1 AND author_id = ?2";
            );
        }
        Erased::LessonsLoseTheirAuthor => {
            run!(db, guild, member;
                "UPDATE lessons SET author_id = NULL WHERE guild_id = ?1 AND author_id = ?2";
            );
        }
    }
    Ok(())
}

/// Has every text of a column that mentions the member say "somebody" in its place. The texts are told apart by what they say.
macro_rules! without_mentions {
    ($db:expr, $guild:expr, $member:expr; $($column:literal of $table:literal;)*) => {
        $({
            let texts = sqlx::query_scalar!(
                "SELECT " + $column + " AS \"text!: String\" FROM " + $table
                    + " WHERE guild_id = ?1 AND instr(" + $column + ", CAST(?2 AS TEXT)) > 0",
                $guild,
                $member
            )
            .fetch_all(&mut *$db)
            .await?;
            for text in texts {
                let without = mentions::replaced(&text, $member, |_| "somebody".to_owned());
                sqlx::query!(
                    "UPDATE " + $table + " SET " + $column + " = ?3 WHERE guild_id = ?1 AND " + $column + " = ?2",
                    $guild,
                    text,
                    without
                )
                .execute(&mut *$db)
                .await?;
            }
        })*
    };
}

/// What others wrote is theirs and stays; a mention in it, which Discord writes with the id, becomes a word. A draft lives for a day
/// and goes whole.
async fn words_of_others(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<()> {
    run!(db, guild, member;
        "DELETE FROM drafts WHERE guild_id = ?1 AND instr(content, CAST(?2 AS TEXT)) > 0";
    );
    without_mentions!(db, guild, member;
        "details" of "asks";
        "thanks" of "asks";
        "lesson" of "asks";
        "thanks" of "helps";
        "text" of "lessons";
        "note" of "offers";
        "note" of "wishes";
        "opening_signature" of "guilds";
        "learning" of "leader_answers";
    );
    Ok(())
}

/// Everything that was sent to them or was about to be, and every change of a thread that names them. What the courier holds in its
/// hands may still reach them; no row tells of it.
async fn messages(db: &mut SqliteConnection, guild: GuildId, member: MemberId) -> Result<()> {
    let lane = Lane::Direct(member).to_string();
    sqlx::query!(
        "DELETE FROM outbox WHERE guild_id = ?1 AND (addressee = ?2 OR lane = ?3)",
        guild,
        member,
        lane
    )
    .execute(&mut *db)
    .await?;
    run!(db, guild, member;
        "DELETE FROM outbox WHERE guild_id = ?1
             AND json_extract(delivery, '$.add_to_thread.member') = ?2";
    );
    Ok(())
}

/// Forgets where a member is written to privately, unless they are known in another guild.
pub async fn forget_direct_channel(db: &mut SqliteConnection, member: MemberId) -> Result<()> {
    sqlx::query!(
        "DELETE FROM dm_channels WHERE member_id = ?1 AND NOT EXISTS (SELECT 1 FROM members WHERE member_id = ?1)",
        member
    )
    .execute(db)
    .await?;
    Ok(())
}
