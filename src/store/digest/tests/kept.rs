//! What is told of the last twelve weeks is kept as well, whoever is forgotten and whatever becomes of teams.

use super::*;
use crate::domain::digest::{Digest, Figure, Range, Value};
use crate::domain::ids::MemberId;

/// A hundred members, of whom five give half of all helps.
fn hundred() -> String {
    let mut rows: String = (1..=100).map(|id| member(id) + &wish(id)).collect();
    let help = |helper: i64, learner: i64| {
        let at = monday(0).timestamp_millis() + 1;
        format!(
            "INSERT INTO helps (guild_id, helper_id, learner_id, through, happened_at, helper_team, learner_team)
             VALUES (1, {helper}, {learner}, 'thanks', {at}, 70, 71);"
        )
    };
    for helper in 1..=5 {
        rows.extend((0..10).map(|place| help(helper, 60 + place)));
    }
    rows.extend((6..=55).map(|helper| help(helper, helper + 1)));
    rows += "INSERT INTO team_roles (guild_id, role_id, position) VALUES (1, 70, 0), (1, 71, 1);
        INSERT INTO roles (guild_id, role_id, name, permissions, position, managed) VALUES (1, 70, 'Data', 0, 1, 0), (1, 71, 'Web', 0, 2, 0);
        INSERT INTO member_roles (guild_id, member_id, role_id) SELECT 1, member_id, 70 + member_id % 2 FROM members;";
    rows
}

/// What is told of the last twelve weeks.
async fn told(store: &Store) -> (Option<Value>, String) {
    let range = Range::of(week(0));
    let facts = facts(&mut *reading(store).await, GUILD, range)
        .await
        .unwrap();
    let digest = Digest::of(facts, range);
    let few = digest.told(Figure::Few).unwrap().value;
    (few, format!("{:?}", digest.map))
}

#[tokio::test]
async fn who_is_forgotten_is_no_difference_of_shares_and_maps() {
    let (_folder, store) = guild().await;
    run(&store, &hundred()).await;
    close(&store, monday(1)).await;
    let before = told(&store).await;
    assert_eq!(before.0, Some(Value::Tenths(5)));
    assert!(before.1.contains("Arrow"), "{}", before.1);
    for member in 1..=5 {
        let mut write = store.write().await.unwrap();
        let lessons = crate::store::privacy::Erased::LessonsToo;
        crate::store::privacy::everything(&mut write, GUILD, MemberId(member), lessons)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(told(&store).await, before, "{member} is forgotten");
    }
    let teams = "DELETE FROM member_roles WHERE role_id = 71; UPDATE roles SET name = 'Cloud' WHERE role_id = 70;
        DELETE FROM team_roles WHERE role_id = 70";
    run(&store, teams).await;
    assert_eq!(told(&store).await, before);
}
