//! A large server.

use super::*;
use crate::domain::permissions::{Overwrite, Permissions};
use crate::features::trial::{DATA, OF_THE_BOT};
use crate::store::channels::{self, ChannelRow};

/// Hosts who have been there for longer than anybody else, all alike.
async fn put_hosts(world: &World, how_many: i64) {
    let mut write = world.write().await;
    for number in 0..how_many {
        let host = person(
            MemberId(5000 + number),
            "Host",
            world.now() - TimeDelta::days(400),
        );
        crate::store::members::put(&mut write, GUILD, &host)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
}

/// Only who has the role of the data team sees the help channel.
async fn only_data_sees_the_help_channel(world: &World) {
    let see = Permissions::VIEW_CHANNEL;
    let overwrite = |id, allow, deny| Overwrite {
        id,
        member: false,
        allow,
        deny,
    };
    let row = ChannelRow {
        id: HELP,
        name: "help".to_owned(),
        kind: 0,
        overwrites: vec![
            overwrite(GUILD.0, Permissions::NONE, see),
            overwrite(DATA.0, see, Permissions::NONE),
            overwrite(OF_THE_BOT.0, see, Permissions::NONE),
        ],
    };
    let mut write = world.write().await;
    channels::put_channel(&mut write, GUILD, &row)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// Lea is in the data team, and has been there for a shorter time than the other hosts.
async fn lea_of_data(world: &World) -> MemberId {
    let lea = Person {
        roles: vec![DATA],
        ..person(MemberId(9000), "Lea", world.now() - TimeDelta::days(100))
    };
    let mut write = world.write().await;
    crate::store::members::put(&mut write, GUILD, &lea)
        .await
        .unwrap();
    write.commit().await.unwrap();
    lea.member
}

async fn joins_data(world: &mut World, member: MemberId, name: &str) {
    let newcomer = Person {
        roles: vec![DATA],
        ..person(member, name, world.now())
    };
    world.sees(&newcomer).await;
}

#[tokio::test]
async fn of_thousands_the_only_one_who_is_at_work_with_a_newcomer_is_found() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    put_hosts(&world, 2100).await;
    let mut write = world.write().await;
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

#[tokio::test]
async fn of_thousands_the_only_one_who_sees_the_help_channel_is_met_there() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    put_hosts(&world, 2100).await;
    only_data_sees_the_help_channel(&world).await;
    let lea = lea_of_data(&world).await;
    joins_data(&mut world, SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, Some(lea));
    world.expect(
        "thread",
        &[
            "opened “Welcome, Sam” with [MemberId(14), MemberId(9000)]",
            "meet <@9000>, your buddy",
        ],
    );
}

#[tokio::test]
async fn who_alone_sees_the_help_channel_gets_no_second_newcomer_while_others_have_none() {
    let mut world = World::new().await;
    world.only_hosts(&[]).await;
    put_hosts(&world, 3).await;
    only_data_sees_the_help_channel(&world).await;
    let lea = lea_of_data(&world).await;
    joins_data(&mut world, SAM, "Sam").await;
    assert_eq!(world.buddy_of(SAM).await, Some(lea));
    joins_data(&mut world, LU, "Lu").await;
    let second = world.buddy_of(LU).await;
    assert!(second.is_some_and(|buddy| buddy != lea), "{second:?}");
}
