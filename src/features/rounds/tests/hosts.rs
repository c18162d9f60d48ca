//! Newcomers in a round: preferably with a host, and not with each other.

use super::*;
use crate::domain::pairing::Weight;
use crate::domain::skill::SkillName;
use crate::store::{choices, skills};

/// Sam and Olu are new; Mia and Ravi have been there for more than a year. Sam teaches what Olu wishes for, so that but for their being
/// new, these two would be worth the most together.
async fn two_new_and_two_old() -> World {
    let world = World::with(&[MIA, RAVI, SAM, OLU]).await;
    let now = world.now();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for (member, name) in [(MIA, "Mia"), (RAVI, "Ravi")] {
        let person = Person {
            member,
            display_name: name.to_owned(),
            user_name: name.to_lowercase(),
            bot: false,
            pending: false,
            joined_at: now - TimeDelta::days(400),
            roles: Vec::new(),
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
    }
    for name in ["rust", "sql", "figma"] {
        let name = SkillName::parse(name).unwrap();
        let skill = skills::ensure(&mut write, GUILD, &name, now).await.unwrap();
        skills::put_offer(&mut write, GUILD, SAM, skill, None, None, now)
            .await
            .unwrap();
        skills::put_wish(&mut write, GUILD, OLU, skill, None, None, now)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    world
}

/// Who sits with whom in the first round.
async fn first_round(world: &mut World) -> Vec<Vec<MemberId>> {
    world.pass_until(march(3, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    world.groups(&round).await
}

fn is_new(member: MemberId) -> bool {
    [SAM, OLU].contains(&member)
}

#[tokio::test]
async fn a_newcomer_sits_with_a_host_and_not_with_another_newcomer() {
    let mut world = two_new_and_two_old().await;
    let groups = first_round(&mut world).await;
    assert_eq!(groups.len(), 2);
    for group in &groups {
        let new = group.iter().filter(|member| is_new(**member)).count();
        assert_eq!(new, 1, "{groups:?}");
    }
    // It is known who hosted, so that they have a rest from it.
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let hosted = sqlx::query_scalar::<_, i64>(
        "SELECT member_id FROM seats WHERE hosted = 1 ORDER BY member_id",
    )
    .fetch_all(&mut *read)
    .await
    .unwrap();
    assert_eq!(hosted, [MIA.0, RAVI.0]);
}

#[tokio::test]
async fn where_that_does_not_count_the_two_are_together() {
    let mut world = two_new_and_two_old().await;
    world
        .change(|programme| programme.emphasis.newcomers = Weight::Off)
        .await;
    let groups = first_round(&mut world).await;
    assert_eq!(groups.len(), 2);
    assert!(
        groups
            .iter()
            .any(|group| group.iter().all(|member| is_new(*member))),
        "{groups:?}"
    );
}

/// The newcomers' role may be given to somebody who has been there for long.
#[tokio::test]
async fn somebody_new_by_their_role_is_no_host_to_another_newcomer() {
    let mut world = two_new_and_two_old().await;
    let now = world.now().timestamp_millis();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    choices::set_consent(&mut write, GUILD, RAVI, choices::Consent::Hosting, false)
        .await
        .unwrap();
    for statement in [
        "DELETE FROM offers".to_owned(),
        "UPDATE guilds SET newcomer_role_id = 77".to_owned(),
        format!("UPDATE members SET newcomer_since = {now} WHERE member_id IN ({MIA}, {SAM})"),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&mut *write)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    let groups = first_round(&mut world).await;
    assert_eq!(groups.len(), 2);
    assert!(!groups.contains(&vec![MIA, SAM]), "{groups:?}");
}

#[tokio::test]
async fn whoever_would_rather_not_host_does_not() {
    let mut world = two_new_and_two_old().await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for member in [MIA, RAVI] {
        choices::set_consent(&mut write, GUILD, member, choices::Consent::Hosting, false)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    first_round(&mut world).await;
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let hosted = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM seats WHERE hosted = 1")
        .fetch_one(&mut *read)
        .await
        .unwrap();
    assert_eq!(hosted, 0);
}
