//! The pairings of a round, and who sits in them.

mod freed;
mod history;
mod moments;
mod people;
mod writing;

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query, query_scalar};

use super::types::at;
use crate::domain::ask::Face;
use crate::domain::ids::{
    ChannelId, GuildId, MemberId, MessageId, PairingId, ProgrammeId, RoundId, SkillId,
};
use crate::domain::round::{PairingState, ProgrammeKind, SeatAnswer};

pub use freed::{
    Freed, Place, Room, agree, agreed, ask_place, asked_for, asked_of, free, freed, freed_due,
    looking, nobody_for_the_rest, pairs_with_room, place, set_freed, set_freed_due, set_place,
    standing_of,
};
pub use history::{Went, first_writers, had_starter, lately_seated, sat_with, starters_read};
pub use moments::{due, due_of, planned, set_due};
pub use people::{Introduced, Teams, introduced, introduced_in};
pub use writing::{
    NewPairing, NewSeat, add_seat, answer, counts_also, end, insert, leave, left_out,
    left_out_lately, left_out_of, not_left_out, place_gone, set_asked, set_asked_again, set_face,
    set_intro, set_introduction, set_met, set_nudged, set_off, set_privately, set_thread,
    set_under, sign,
};

/// A pairing, with its round and its programme as far as its thread needs to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// Which.
    pub id: PairingId,
    /// Of which round.
    pub round: RoundId,
    /// The round's number within the programme, from 1.
    pub number: i64,
    /// Of which programme.
    pub programme: ProgrammeId,
    /// What that programme puts together.
    pub kind: ProgrammeKind,
    /// The programme's name, as written (not escaped).
    pub programme_name: String,
    /// Where its threads hang, if it has a channel.
    pub channel: Option<ChannelId>,
    /// Where.
    pub guild: GuildId,
    /// How far it has come.
    pub state: PairingState,
    /// Whether it goes on by private messages, because somebody cannot see the channel.
    pub privately: bool,
    /// Its thread, once it is open.
    pub thread: Option<ChannelId>,
    /// The message in it with the buttons.
    pub intro: Option<MessageId>,
    /// Who is asked to write first.
    pub first_writer: Option<MemberId>,
    /// The key of its conversation starter.
    pub starter: Option<String>,
    /// The hour proposed, if they have one in common.
    pub common_at: Option<DateTime<Utc>>,
    /// When they were put together.
    pub created_at: DateTime<Utc>,
    /// When its members were introduced to each other in their thread, or the first of them was told privately, or is to be. `None`: they
    /// were not yet.
    pub introduced_at: Option<DateTime<Utc>>,
    /// When the round was paired.
    pub starts_at: DateTime<Utc>,
    /// When the next round is to start: until then its buttons mean something.
    pub next_at: DateTime<Utc>,
    /// Whether its round goes on: paired, and not closed yet.
    pub round_goes_on: bool,
    /// The last message in the thread, or click.
    pub last_sign_at: Option<DateTime<Utc>>,
    /// When they were reminded half-way.
    pub nudged_at: Option<DateTime<Utc>>,
    /// When they were asked whether they met.
    pub asked_at: Option<DateTime<Utc>>,
    /// When they were asked once more.
    pub asked_again_at: Option<DateTime<Utc>>,
    /// When the first of them said that they met.
    pub met_at: Option<DateTime<Utc>>,
    /// Since when nothing more comes of it.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who sits in it, in the order in which they are named; those who left their seat, too.
    pub seats: Vec<Seat>,
}

/// One member's place in a pairing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub member: MemberId,
    /// As Discord shows them, as written (not escaped).
    pub name: String,
    /// The last thing they clicked.
    pub answer: Option<SeatAnswer>,
    /// When they clicked that.
    pub answered_at: Option<DateTime<Utc>>,
    /// Their own last sign: a message in the thread, or a click.
    pub sign_at: Option<DateTime<Utc>>,
    /// How it was.
    pub face: Option<Face>,
    /// Since when they are no longer in it.
    pub left_at: Option<DateTime<Utc>>,
    /// Of a skill swap: what they teach.
    pub teaches_skill: Option<SkillId>,
    /// Of a skill swap: whom they teach.
    pub teaches_to: Option<MemberId>,
    /// Of a skill swap: whether their wish was served, once they said so.
    pub served: Option<bool>,
}

impl Pairing {
    /// Whether its buttons still mean something.
    pub fn is_going_on(&self) -> bool {
        self.state.is_going_on() && self.ended_at.is_none()
    }

    /// Those who are still in it, in the order in which they are named.
    pub fn here(&self) -> Vec<&Seat> {
        self.seats
            .iter()
            .filter(|seat| seat.left_at.is_none())
            .collect()
    }

    /// The ids of those who are still in it.
    pub fn members(&self) -> Vec<MemberId> {
        self.here().into_iter().map(|seat| seat.member).collect()
    }

    /// Those who are still in it, without one.
    pub fn others(&self, member: MemberId) -> Vec<&Seat> {
        let mut here = self.here();
        here.retain(|seat| seat.member != member);
        here
    }

    /// A member's place, also one that they left.
    pub fn seat(&self, member: MemberId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.member == member)
    }
}

/// Reads a pairing; `None`: it was never there, or is gone with its guild.
pub async fn find(db: &mut SqliteConnection, pairing: PairingId) -> Result<Option<Pairing>> {
    let Some(row) = query!(
        r#"SELECT p.pairing_id AS "id!: PairingId", p.round_id AS "round: RoundId", r.number, r.programme_id AS "programme: ProgrammeId",
                  g.kind AS "kind: ProgrammeKind", g.name AS programme_name, g.channel_id AS "channel: ChannelId",
                  p.guild_id AS "guild: GuildId", p.state AS "state: PairingState", p.privately AS "privately: bool",
                  p.thread_id AS "thread: ChannelId", p.intro_id AS "intro: MessageId", p.first_writer AS "first_writer: MemberId",
                  p.starter, p.common_at, p.created_at, coalesce(r.paired_at, r.starts_at) AS "starts_at!: i64", r.next_at,
                  (r.state = 'paired') AS "round_goes_on!: bool",
                  CASE p.privately WHEN 0 THEN
                      (SELECT min(o.done_at) FROM outbox o
                       WHERE o.message_id = p.intro_id AND o.receipt = '{"pairing_introduced":' || p.pairing_id || '}')
                  ELSE
                      (SELECT min(coalesce(o.done_at, o.due_at)) FROM seats s
                       JOIN outbox o ON o.receipt = '{"pairing_told":[' || p.pairing_id || ',' || s.member_id || ']}'
                           AND o.receipt <> '"nothing"'
                       WHERE s.pairing_id = p.pairing_id AND o.state <> 'dropped')
                  END AS "introduced_at: i64",
                  p.last_sign_at, p.nudged_at, p.asked_at, p.asked_again_at, p.met_at, p.ended_at
           FROM pairings p JOIN rounds r USING (round_id) JOIN programmes g USING (programme_id)
           WHERE p.pairing_id = ?"#,
        pairing
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(None);
    };
    Ok(Some(Pairing {
        id: row.id,
        round: row.round,
        number: row.number,
        programme: row.programme,
        kind: row.kind,
        programme_name: row.programme_name,
        channel: row.channel,
        guild: row.guild,
        state: row.state,
        privately: row.privately,
        thread: row.thread,
        intro: row.intro,
        first_writer: row.first_writer,
        starter: row.starter,
        common_at: row.common_at.map(at),
        created_at: at(row.created_at),
        introduced_at: row.introduced_at.map(at),
        starts_at: at(row.starts_at),
        next_at: at(row.next_at),
        round_goes_on: row.round_goes_on,
        last_sign_at: row.last_sign_at.map(at),
        nudged_at: row.nudged_at.map(at),
        asked_at: row.asked_at.map(at),
        asked_again_at: row.asked_again_at.map(at),
        met_at: row.met_at.map(at),
        ended_at: row.ended_at.map(at),
        seats: seats(db, pairing).await?,
    }))
}

async fn seats(db: &mut SqliteConnection, pairing: PairingId) -> Result<Vec<Seat>> {
    let rows = query!(
        r#"SELECT s.member_id AS "member!: MemberId", coalesce(m.display_name, 'Somebody') AS "name!: String",
                  s.answer AS "answer: SeatAnswer", s.answered_at, s.sign_at, s.face AS "face: Face", s.left_at,
                  s.teaches_skill AS "teaches_skill: SkillId", s.teaches_to AS "teaches_to: MemberId", s.served AS "served: bool"
           FROM seats s LEFT JOIN members m ON m.guild_id = s.guild_id AND m.member_id = s.member_id
           WHERE s.pairing_id = ? ORDER BY s.place, s.member_id"#,
        pairing
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Seat {
            member: row.member,
            name: row.name,
            answer: row.answer,
            answered_at: row.answered_at.map(at),
            sign_at: row.sign_at.map(at),
            face: row.face,
            left_at: row.left_at.map(at),
            teaches_skill: row.teaches_skill,
            teaches_to: row.teaches_to,
            served: row.served,
        })
        .collect())
}

/// The pairing that lives in a thread.
pub async fn by_thread(db: &mut SqliteConnection, thread: ChannelId) -> Result<Option<PairingId>> {
    query_scalar!(
        r#"SELECT pairing_id AS "id!: PairingId" FROM pairings WHERE thread_id = ?"#,
        thread
    )
    .fetch_optional(db)
    .await
}

/// The pairings that go on and have their thread under this channel, or are to have it there; or in this thread itself.
pub async fn going_on_in(db: &mut SqliteConnection, channel: ChannelId) -> Result<Vec<PairingId>> {
    query_scalar!(
        r#"SELECT p.pairing_id AS "id!: PairingId" FROM pairings p
           WHERE p.state IN ('open', 'met') AND p.ended_at IS NULL AND p.privately = 0 AND (p.thread_id = ?1 OR p.under_id = ?1)
           ORDER BY p.pairing_id"#,
        channel
    )
    .fetch_all(db)
    .await
}

/// The pairings that go on and in which this member sits, the newest first.
pub async fn going_on_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<PairingId>> {
    query_scalar!(
        r#"SELECT p.pairing_id AS "id!: PairingId" FROM seats s JOIN pairings p USING (pairing_id)
           WHERE s.guild_id = ? AND s.member_id = ? AND s.left_at IS NULL AND p.state IN ('open', 'met') AND p.ended_at IS NULL
           ORDER BY p.pairing_id DESC"#,
        guild,
        member
    )
    .fetch_all(db)
    .await
}

/// The pairings in which this member sat, with the one they left among them, the newest first.
pub async fn all_of(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    limit: i64,
    offset: i64,
) -> Result<Vec<PairingId>> {
    query_scalar!(
        r#"SELECT pairing_id AS "id!: PairingId" FROM seats WHERE guild_id = ? AND member_id = ?
           ORDER BY pairing_id DESC LIMIT ? OFFSET ?"#,
        guild,
        member,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}
