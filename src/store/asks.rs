//! Asks: what somebody needs help with, where it stands in Discord, and when time next brings it something.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::domain::ask::{AskState, Face};
use crate::domain::ids::{AskId, ChannelId, GuildId, MemberId, MessageId, SkillId};
use crate::store::types::{at, ms};

/// Whose an ask is, as far as the ask itself says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// This member's, for everybody to see.
    Named(MemberId),
    /// Somebody's who asked anonymously. Only [`anonymity`](crate::store::anonymity) knows whose, and only for a time.
    Anonymous,
    /// Somebody's who asked to be forgotten.
    Forgotten,
}

impl Asker {
    /// Who it is, where everybody may know.
    pub const fn named(self) -> Option<MemberId> {
        match self {
            Self::Named(member) => Some(member),
            Self::Anonymous | Self::Forgotten => None,
        }
    }
}

/// One ask, as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which.
    pub id: AskId,
    /// Where it was asked.
    pub guild: GuildId,
    /// By whom.
    pub asker: Asker,
    /// With what.
    pub skill: SkillId,
    /// The skill's name, as written (not escaped).
    pub skill_name: String,
    /// What the asker wrote, as written (not escaped).
    pub details: String,
    /// The message it is about, as a link, where it was asked from one.
    pub about: Option<String>,
    /// How far it has come.
    pub state: AskState,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
    /// The help channel its post was put into; `None` once that post or channel is gone.
    pub post_channel: Option<ChannelId>,
    /// Its post there, once delivered.
    pub post_message: Option<MessageId>,
    /// Its thread, once open.
    pub thread: Option<ChannelId>,
    /// Whether the opening of its thread is in the outbox.
    pub thread_owed: bool,
    /// When it was last open again after somebody had it.
    pub reopened_at: Option<DateTime<Utc>>,
    /// How many times people to invite were looked for.
    pub wave: i64,
    /// The last of these times.
    pub last_wave_at: Option<DateTime<Utc>>,
    /// Whether anybody was invited then.
    pub last_wave_found: bool,
    /// Whether the asker has heard that nobody is left to be invited.
    pub nobody_told: bool,
    /// When something last happened to it.
    pub last_sign_at: DateTime<Utc>,
    /// When its people were asked about the present silence.
    pub quiet_asked_at: Option<DateTime<Utc>>,
    /// How the asker felt about it.
    pub face: Option<Face>,
    /// The asker's line of thanks, as written (not escaped).
    pub thanks: Option<String>,
    /// The lesson, as written (not escaped), while the Solved page is being filled in.
    pub lesson: Option<String>,
}

impl Ask {
    /// Whether it was asked without a name, and nobody has put one to it since.
    pub const fn is_anonymous(&self) -> bool {
        matches!(self.asker, Asker::Anonymous)
    }

    /// Whether it has a thread, or will have as soon as what is owed is carried out.
    pub const fn has_thread(&self) -> bool {
        self.thread.is_some() || self.thread_owed
    }
}

/// What is known when an ask is made.
#[derive(Clone, Copy, Debug)]
pub struct NewAsk<'a> {
    /// Where.
    pub guild: GuildId,
    /// By whom; `None` for an anonymous ask, whose asker is linked to it by
    /// [`anonymity::link`](crate::store::anonymity::link) in the same transaction.
    pub asker: Option<MemberId>,
    /// With what.
    pub skill: SkillId,
    /// In their words.
    pub details: &'a str,
    /// The message it is about, as a link.
    pub about: Option<&'a str>,
    /// The help channel at this time.
    pub post_channel: Option<ChannelId>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Adds an open ask.
pub async fn insert(db: &mut SqliteConnection, new: NewAsk<'_>) -> sqlx::Result<AskId> {
    let now = ms(new.at);
    sqlx::query_scalar!(
        r#"INSERT INTO asks (guild_id, asker_id, anonymous, skill_id, details, about, state, created_at, post_channel_id, last_sign_at)
           VALUES (?1, ?2, ?2 IS NULL, ?3, ?4, ?5, 'open', ?6, ?7, ?6) RETURNING ask_id as "id!: AskId""#,
        new.guild,
        new.asker,
        new.skill,
        new.details,
        new.about,
        now,
        new.post_channel,
    )
    .fetch_one(db)
    .await
}

/// Reads an ask.
pub async fn find(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Option<Ask>> {
    let row = sqlx::query!(
        r#"SELECT a.ask_id as "id!: AskId", a.guild_id as "guild: GuildId", a.asker_id as "asker: MemberId",
                  a.anonymous as "anonymous: bool", a.about, a.lesson,
                  a.skill_id as "skill: SkillId", s.name as skill_name, a.details, a.state as "state: AskState", a.created_at,
                  a.post_channel_id as "post_channel: ChannelId", a.post_message_id as "post_message: MessageId",
                  a.thread_id as "thread: ChannelId", a.thread_owed as "thread_owed: bool", a.reopened_at, a.wave,
                  a.last_wave_at, a.last_wave_found as "last_wave_found: bool",
                  a.nobody_told_at IS NOT NULL as "nobody_told!: bool", a.last_sign_at, a.quiet_asked_at,
                  a.face as "face: Face", a.thanks
           FROM asks a JOIN skills s USING (skill_id) WHERE a.ask_id = ?"#,
        ask,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Ask {
        id: row.id,
        guild: row.guild,
        asker: match row.asker {
            Some(member) => Asker::Named(member),
            None if row.anonymous => Asker::Anonymous,
            None => Asker::Forgotten,
        },
        skill: row.skill,
        skill_name: row.skill_name,
        details: row.details,
        about: row.about,
        state: row.state,
        created_at: at(row.created_at),
        post_channel: row.post_channel,
        post_message: row.post_message,
        thread: row.thread,
        thread_owed: row.thread_owed,
        reopened_at: row.reopened_at.map(at),
        wave: row.wave,
        last_wave_at: row.last_wave_at.map(at),
        last_wave_found: row.last_wave_found,
        nobody_told: row.nobody_told,
        last_sign_at: at(row.last_sign_at),
        quiet_asked_at: row.quiet_asked_at.map(at),
        face: row.face,
        thanks: row.thanks,
        lesson: row.lesson,
    }))
}

/// The thread of an ask, once open.
pub async fn thread_of(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<Option<ChannelId>> {
    let thread = sqlx::query_scalar!(
        r#"SELECT thread_id as "thread: ChannelId" FROM asks WHERE ask_id = ?"#,
        ask
    )
    .fetch_optional(db)
    .await?;
    Ok(thread.flatten())
}

/// The post of an ask in the help channel, once delivered.
pub async fn post_of(
    db: &mut SqliteConnection,
    ask: AskId,
) -> sqlx::Result<Option<(ChannelId, MessageId)>> {
    let row = sqlx::query!(
        r#"SELECT post_channel_id as "channel: ChannelId", post_message_id as "message: MessageId" FROM asks WHERE ask_id = ?"#,
        ask,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// What the managers' channel was told of a stuck ask, once delivered.
pub async fn stuck_post_of(
    db: &mut SqliteConnection,
    ask: AskId,
) -> sqlx::Result<Option<(ChannelId, MessageId)>> {
    let row = sqlx::query!(
        r#"SELECT managers_channel_id as "channel: ChannelId", managers_message_id as "message: MessageId"
           FROM asks WHERE ask_id = ?"#,
        ask,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.channel.zip(row.message)))
}

/// The ask whose thread this is.
pub async fn by_thread(
    db: &mut SqliteConnection,
    thread: ChannelId,
) -> sqlx::Result<Option<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT ask_id as "id!: AskId" FROM asks WHERE thread_id = ?"#,
        thread
    )
    .fetch_optional(db)
    .await
}

/// The ask whose post this is.
pub async fn by_post(
    db: &mut SqliteConnection,
    channel: ChannelId,
    message: MessageId,
) -> sqlx::Result<Option<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT ask_id as "id!: AskId" FROM asks WHERE post_message_id = ? AND post_channel_id = ?"#,
        message,
        channel,
    )
    .fetch_optional(db)
    .await
}

/// The asks that are not over and whose post stands, or was to stand, in this channel.
pub async fn posted_in(db: &mut SqliteConnection, channel: ChannelId) -> sqlx::Result<Vec<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT ask_id as "id!: AskId" FROM asks WHERE post_channel_id = ? AND state IN ('open', 'taken') ORDER BY ask_id"#,
        channel,
    )
    .fetch_all(db)
    .await
}

/// The asks of a member that are not over, newest first.
pub async fn unfinished_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
) -> sqlx::Result<Vec<AskId>> {
    sqlx::query_scalar!(
        r#"SELECT ask_id as "id!: AskId" FROM asks WHERE guild_id = ? AND asker_id = ? AND state IN ('open', 'taken')
           ORDER BY ask_id DESC"#,
        guild,
        asker,
    )
    .fetch_all(db)
    .await
}

/// The asks of a member that ended since then without a word of thanks, though they may have got help: quiet ones, and unanswered
/// ones. Newest first.
pub async fn ended_without_thanks_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    asker: MemberId,
    since: DateTime<Utc>,
) -> sqlx::Result<Vec<AskId>> {
    let since = ms(since);
    sqlx::query_scalar!(
        r#"SELECT ask_id as "id!: AskId" FROM asks
           WHERE guild_id = ? AND asker_id = ? AND state IN ('quiet', 'unanswered') AND ended_at > ?
           ORDER BY ask_id DESC"#,
        guild,
        asker,
        since,
    )
    .fetch_all(db)
    .await
}

/// Sets how far an ask has come.
pub async fn set_state(
    db: &mut SqliteConnection,
    ask: AskId,
    state: AskState,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ended_at = state.is_over().then(|| ms(now));
    sqlx::query!(
        "UPDATE asks SET state = ?, ended_at = ? WHERE ask_id = ?",
        state,
        ended_at,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets where the post of an ask stands, or is to stand.
pub async fn set_post(
    db: &mut SqliteConnection,
    ask: AskId,
    channel: Option<ChannelId>,
    message: Option<MessageId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE asks SET post_channel_id = ?, post_message_id = ? WHERE ask_id = ?",
        channel,
        message,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the thread of an ask; its opening is then no longer owed.
pub async fn set_thread(
    db: &mut SqliteConnection,
    ask: AskId,
    thread: Option<ChannelId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE asks SET thread_id = ?, thread_owed = 0 WHERE ask_id = ?",
        thread,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The opening of the ask's thread is in the outbox.
pub async fn set_thread_owed(db: &mut SqliteConnection, ask: AskId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE asks SET thread_owed = 1 WHERE ask_id = ?", ask)
        .execute(db)
        .await?;
    Ok(())
}

/// People to invite were looked for once more, and `found` or not. A find makes it news again when nobody is left.
pub async fn set_wave(
    db: &mut SqliteConnection,
    ask: AskId,
    found: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE asks SET wave = wave + 1, last_wave_at = ?2, last_wave_found = ?3, nobody_told_at = iif(?3, NULL, nobody_told_at),
             managers_at = iif(?3, NULL, managers_at)
         WHERE ask_id = ?1",
        ask,
        now,
        found,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The ask is open again.
pub async fn set_reopened(
    db: &mut SqliteConnection,
    ask: AskId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    sqlx::query!("UPDATE asks SET reopened_at = ? WHERE ask_id = ?", now, ask)
        .execute(db)
        .await?;
    Ok(())
}

/// The asker has heard that nobody is left to be invited.
pub async fn set_nobody_told(
    db: &mut SqliteConnection,
    ask: AskId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let now = ms(now);
    sqlx::query!(
        "UPDATE asks SET nobody_told_at = ? WHERE ask_id = ?",
        now,
        ask
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets how the asker felt about it.
pub async fn set_face(db: &mut SqliteConnection, ask: AskId, face: Face) -> sqlx::Result<()> {
    sqlx::query!("UPDATE asks SET face = ? WHERE ask_id = ?", face, ask)
        .execute(db)
        .await?;
    Ok(())
}

/// Sets the lesson that the Solved page holds so far.
pub async fn set_lesson(
    db: &mut SqliteConnection,
    ask: AskId,
    lesson: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!("UPDATE asks SET lesson = ? WHERE ask_id = ?", lesson, ask)
        .execute(db)
        .await?;
    Ok(())
}

/// Sets the asker's line of thanks.
pub async fn set_thanks(
    db: &mut SqliteConnection,
    ask: AskId,
    thanks: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!("UPDATE asks SET thanks = ? WHERE ask_id = ?", thanks, ask)
        .execute(db)
        .await?;
    Ok(())
}
