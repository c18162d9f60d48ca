//! A large server.

use super::*;

#[tokio::test]
async fn of_thousands_the_only_one_who_is_at_work_with_a_newcomer_is_found() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    let mut write = world.write().await;
    for number in 0..2100 {
        let host = person(
            MemberId(5000 + number),
            "Host",
            world.now() - TimeDelta::days(400),
        );
        crate::store::members::put(&mut write, GUILD, &host)
            .await
            .unwrap();
    }
    sqlx::query("UPDATE members SET zone = 'Pacific/Honolulu', work_start = 480, work_end = 960 WHERE member_id >= 5000")
        .execute(&mut *write)
        .await
        .unwrap();
    // The likeliest come first, and of those who are alike whoever has been there longest.
    let last = MemberId(9000);
    let host = person(last, "Lea", world.now() - TimeDelta::days(100));
    crate::store::members::put(&mut write, GUILD, &host)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.joins(SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, Some(last));
}
