//! A swap programme in the trial's server, and swaps in it.

use chrono::NaiveTime;

use crate::delivery::Delivery;
use crate::domain::ids::{MemberId, PairingId, ProgrammeId, RoundId, SkillId};
use crate::domain::pairing::Emphasis;
use crate::domain::round::ProgrammeKind;
use crate::domain::skill::SkillName;
use crate::domain::swap::Leg;
use crate::features::skills::command::{LEARN, TEACH};
use crate::features::trial::{GUILD, HELP, Trial};
use crate::post::Post;
use crate::store::outbox::Lane;
use crate::store::programmes::{self, Programme};
use crate::store::settings::{self, Guild};
use crate::store::skills;

use super::super::write_out;

/// A server with a swap programme in the help channel.
pub(super) async fn with_programme() -> (Trial, Programme) {
    let trial = Trial::turned_on().await;
    let mut programme = Programme {
        id: ProgrammeId(0),
        guild: GUILD,
        kind: ProgrammeKind::Swap,
        name: "Skill swaps".to_owned(),
        channel: Some(HELP),
        role: None,
        weekday: chrono::Weekday::Thu,
        time: NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        every_weeks: 1,
        anchor: trial.clock.now().date_naive(),
        group_size: 2,
        names_shown: false,
        emphasis: Emphasis::default(),
        running: true,
    };
    let mut write = trial.ctx.store.write().await.unwrap();
    programme.id = programmes::add(&mut write, &programme, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    (trial, programme)
}

pub(super) async fn guild(trial: &Trial) -> Guild {
    let mut read = trial.ctx.store.read().await.unwrap();
    settings::guild(&mut read, GUILD).await.unwrap().unwrap()
}

pub(super) async fn teaches(trial: &Trial, who: MemberId, skill: &str) {
    trial.uses(who, &TEACH, &[("skill", skill)]).await.unwrap();
}

pub(super) async fn wishes(trial: &Trial, who: MemberId, skill: &str) {
    trial.uses(who, &LEARN, &[("skill", skill)]).await.unwrap();
}

pub(super) async fn skill(trial: &Trial, name: &str) -> SkillId {
    let mut write = trial.ctx.store.write().await.unwrap();
    let name = SkillName::parse(name).unwrap();
    let skill = skills::ensure(&mut write, GUILD, &name, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    skill
}

pub(super) async fn leg(trial: &Trial, giver: MemberId, taker: MemberId, name: &str) -> Leg {
    Leg {
        giver,
        taker,
        skill: skill(trial, name).await,
    }
}

/// A round of the programme.
pub(super) async fn round(trial: &Trial, programme: &Programme, number: i64) -> RoundId {
    let now = trial.clock.now().timestamp_millis();
    run(
        trial,
        &format!(
            "INSERT INTO rounds (round_id, programme_id, guild_id, number, state, period, starts_at, next_at, paired_at)
             VALUES ({number}, {programme}, {GUILD}, {number}, 'paired', 'extra:{number}', {now}, {now} + 604800000, {now})",
            programme = programme.id,
        ),
    )
    .await;
    RoundId(number)
}

/// A swap that a round put together, as it is once its thread is there.
pub(super) async fn seated(trial: &Trial, round: RoundId, legs: &[Leg]) -> PairingId {
    let now = trial.clock.now().timestamp_millis();
    let pairing = 10 * round.0 + legs[0].giver.0;
    run(
        trial,
        &format!(
            "INSERT INTO pairings (pairing_id, round_id, guild_id, state, thread_id, intro_id, created_at)
             VALUES ({pairing}, {round}, {GUILD}, 'open', 1000 + {pairing}, 2000 + {pairing}, {now})"
        ),
    )
    .await;
    for (place, leg) in legs.iter().enumerate() {
        run(
            trial,
            &format!(
                "INSERT INTO seats (pairing_id, guild_id, member_id, place) VALUES ({pairing}, {GUILD}, {}, {place})",
                leg.giver
            ),
        )
        .await;
    }
    let mut write = trial.ctx.store.write().await.unwrap();
    write_out(&mut write, PairingId(pairing), legs)
        .await
        .unwrap();
    write.commit().await.unwrap();
    PairingId(pairing)
}

/// Somebody of a pairing cannot this time.
pub(super) async fn leaves(trial: &Trial, pairing: PairingId, who: MemberId) {
    run(
        trial,
        &format!(
            "UPDATE seats SET left_at = 1, answer = 'cant' WHERE pairing_id = {pairing} AND member_id = {who}"
        ),
    )
    .await;
}

/// Somebody of a pairing said that they met.
pub(super) async fn met(trial: &Trial, pairing: PairingId) {
    run(
        trial,
        &format!("UPDATE pairings SET state = 'met', met_at = 1 WHERE pairing_id = {pairing}"),
    )
    .await;
    let guild = guild(trial).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    super::super::after_met(&mut write, &guild, pairing, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// Runs a statement as it is: rounds and seats are written by other features.
pub(super) async fn run(trial: &Trial, statement: &str) {
    let mut write = trial.ctx.store.write().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// What is said in a lane, delivered or not, in the order of being written.
pub(super) async fn said(trial: &Trial, lane: Lane) -> Vec<Post> {
    let lane = lane.to_string();
    let mut read = trial.ctx.store.read().await.unwrap();
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT delivery FROM outbox WHERE lane = ?1 AND state <> 'dropped' ORDER BY outbox_id",
    )
    .bind(lane)
    .fetch_all(&mut *read)
    .await
    .unwrap();
    rows.iter()
        .map(|row| match serde_json::from_str(row).unwrap() {
            Delivery::Send { post, .. } => post,
            other => panic!("no message: {other:?}"),
        })
        .collect()
}
