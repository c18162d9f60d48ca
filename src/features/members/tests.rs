//! Coming, changing and leaving, as told in one way and another.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::domain::permissions::Permissions;
use crate::features::trial::{
    BOT, DATA, GUILD, HELP, MANAGER, MANAGERS, MIA, NOOR, RAVI, SAM, Trial,
};
use crate::store::choices;
use crate::store::members::{one, present};

async fn known(trial: &Trial, member: MemberId) -> Option<Person> {
    one(&mut trial.ctx.store.read().await.unwrap(), GUILD, member)
        .await
        .unwrap()
}

async fn everybody(trial: &Trial) -> BTreeMap<MemberId, Person> {
    present(&mut trial.ctx.store.read().await.unwrap(), GUILD)
        .await
        .unwrap()
}

fn new_person(trial: &Trial) -> Person {
    Person {
        member: MemberId(21),
        display_name: "Lu".to_owned(),
        user_name: "lu".to_owned(),
        bot: false,
        pending: true,
        joined_at: trial.clock.now(),
        roles: vec![DATA],
    }
}

#[tokio::test]
async fn who_joins_changes_and_leaves_is_known_as_they_are() {
    let trial = Trial::new().await;
    let mut lu = new_person(&trial);
    seen(&trial.ctx, GUILD, &lu).await.unwrap();
    assert_eq!(known(&trial, lu.member).await.as_ref(), Some(&lu));
    lu.pending = false;
    lu.display_name = "Lulu".to_owned();
    lu.roles = vec![DATA, MANAGER];
    lu.roles.sort_unstable();
    seen(&trial.ctx, GUILD, &lu).await.unwrap();
    assert_eq!(known(&trial, lu.member).await.as_ref(), Some(&lu));
    left(&trial.ctx, GUILD, lu.member).await.unwrap();
    left(&trial.ctx, GUILD, lu.member).await.unwrap();
    assert_eq!(known(&trial, lu.member).await, None);
    lu.joined_at += TimeDelta::days(1);
    lu.roles.clear();
    seen(&trial.ctx, GUILD, &lu).await.unwrap();
    assert_eq!(known(&trial, lu.member).await.as_ref(), Some(&lu));
}

#[tokio::test]
async fn a_late_interaction_does_not_bring_back_who_has_left() {
    let trial = Trial::new().await;
    let mut lu = new_person(&trial);
    acted(&trial.ctx, GUILD, &lu).await.unwrap();
    assert_eq!(known(&trial, lu.member).await.as_ref(), Some(&lu));
    left(&trial.ctx, GUILD, lu.member).await.unwrap();
    acted(&trial.ctx, GUILD, &lu).await.unwrap();
    assert_eq!(known(&trial, lu.member).await, None);

    lu.joined_at += TimeDelta::milliseconds(1);
    acted(&trial.ctx, GUILD, &lu).await.unwrap();
    assert_eq!(
        known(&trial, lu.member).await.as_ref(),
        Some(&lu),
        "they joined again"
    );
}

#[tokio::test]
async fn nobody_is_noted_in_a_server_that_is_not_known() {
    let trial = Trial::new().await;
    seen(&trial.ctx, GuildId(77), &new_person(&trial))
        .await
        .unwrap();
    complete(&trial.ctx, GuildId(77), &BTreeMap::new())
        .await
        .unwrap();
    let elsewhere = present(&mut trial.ctx.store.read().await.unwrap(), GuildId(77))
        .await
        .unwrap();
    assert_eq!(elsewhere, BTreeMap::new());
}

#[tokio::test]
async fn of_a_complete_list_only_the_difference_counts() {
    let trial = Trial::new().await;
    let mut list = everybody(&trial).await;
    list.remove(&RAVI);
    list.get_mut(&SAM).unwrap().display_name = "Samira".to_owned();
    let lu = new_person(&trial);
    list.insert(lu.member, lu);
    for _ in 0..2 {
        complete(&trial.ctx, GUILD, &list).await.unwrap();
        assert_eq!(everybody(&trial).await, list);
    }
    assert_eq!(known(&trial, RAVI).await, None);
}

#[tokio::test]
async fn what_somebody_chose_outlives_what_discord_tells_of_them() {
    let trial = Trial::new().await;
    let until = trial.clock.now() + TimeDelta::days(3);
    let mut write = trial.ctx.store.write().await.unwrap();
    choices::set_pause(&mut write, GUILD, MIA, Some(until))
        .await
        .unwrap();
    write.commit().await.unwrap();
    let mut mia = known(&trial, MIA).await.unwrap();
    mia.display_name = "Mia M.".to_owned();
    seen(&trial.ctx, GUILD, &mia).await.unwrap();
    let mut read = trial.ctx.store.read().await.unwrap();
    let chosen = choices::of(&mut read, GUILD, MIA).await.unwrap().unwrap();
    assert_eq!(chosen.paused_until, Some(until));
}

#[tokio::test]
async fn a_role_that_is_gone_is_nobodys_and_no_setting_names_it() {
    let trial = Trial::turned_on().await;
    let mut write = trial.ctx.store.write().await.unwrap();
    settings::set_managers_role(&mut write, GUILD, Some(MANAGER))
        .await
        .unwrap();
    settings::set_team_roles(&mut write, GUILD, &[DATA, MANAGER])
        .await
        .unwrap();
    write.commit().await.unwrap();
    role_gone(&trial.ctx, GUILD, MANAGER).await.unwrap();
    let mut read = trial.ctx.store.read().await.unwrap();
    let guild = settings::guild(&mut read, GUILD).await.unwrap().unwrap();
    assert_eq!(guild.managers_role, None);
    assert_eq!(
        settings::team_roles(&mut read, GUILD).await.unwrap(),
        [DATA]
    );
    assert_eq!(known(&trial, NOOR).await.unwrap().roles, []);
}

#[tokio::test]
async fn a_server_comes_and_goes_and_comes_back() {
    let trial = Trial::new().await;
    let mut server = Server {
        guild: GUILD,
        name: "Pier".to_owned(),
        owner: MIA,
        channels: vec![ChannelRow {
            id: HELP,
            name: "help".to_owned(),
            kind: 0,
            overwrites: vec![],
        }],
        roles: vec![RoleRow {
            id: RoleId(GUILD.0),
            name: "@everyone".to_owned(),
            permissions: Permissions::NONE,
            position: 0,
            managed: false,
        }],
        people: vec![known(&trial, BOT).await.unwrap()],
    };
    let mut gone = arrived(&trial.ctx, &server).await.unwrap();
    gone.sort_unstable();
    assert!(
        gone.contains(&MANAGERS) && !gone.contains(&HELP),
        "{gone:?}"
    );
    assert_eq!(
        everybody(&trial).await.len(),
        5,
        "who is not in the event has not left"
    );
    removed(&trial.ctx, GUILD).await.unwrap();
    assert_eq!(
        guilds::present(&mut trial.ctx.store.read().await.unwrap())
            .await
            .unwrap(),
        []
    );
    server.name = "Quay".to_owned();
    assert_eq!(arrived(&trial.ctx, &server).await.unwrap(), []);
    assert_eq!(
        guilds::present(&mut trial.ctx.store.read().await.unwrap())
            .await
            .unwrap(),
        [GUILD]
    );
}

#[tokio::test]
async fn servers_that_discord_no_longer_names_are_left_but_only_those_it_speaks_of() {
    let trial = Trial::new().await;
    only_in(&trial.ctx, &[], |_| false).await.unwrap();
    only_in(&trial.ctx, &[GUILD], |_| true).await.unwrap();
    assert_eq!(
        guilds::present(&mut trial.ctx.store.read().await.unwrap())
            .await
            .unwrap(),
        [GUILD]
    );
    only_in(&trial.ctx, &[], |_| true).await.unwrap();
    assert_eq!(
        guilds::present(&mut trial.ctx.store.read().await.unwrap())
            .await
            .unwrap(),
        []
    );
}

/// The server as Discord tells of it when the bot is added.
fn server() -> Server {
    Server {
        guild: GUILD,
        name: "Quay".to_owned(),
        owner: NOOR,
        channels: Vec::new(),
        roles: Vec::new(),
        people: Vec::new(),
    }
}

/// When the first removed server is to be erased, as far as is sure.
async fn erased_at(ctx: &Ctx) -> Option<DateTime<Utc>> {
    FAREWELLS.next(ctx).await.unwrap()
}

async fn is_known(ctx: &Ctx) -> bool {
    guilds::is_known(&mut ctx.store.read().await.unwrap(), GUILD)
        .await
        .unwrap()
}

/// The same after a restart: nothing is in memory.
fn started_anew(trial: &Trial) -> Ctx {
    Ctx {
        farewells: std::sync::Arc::default(),
        ..trial.ctx.clone()
    }
}

#[tokio::test]
async fn the_thirty_days_count_from_the_removal_and_end_when_the_bot_is_added_again() {
    let trial = Trial::new().await;
    let since = trial.clock.now();
    assert_eq!(erased_at(&trial.ctx).await, None);
    removed(&trial.ctx, GUILD).await.unwrap();
    trial.clock.move_to(since + TimeDelta::days(10));
    removed(&trial.ctx, GUILD).await.unwrap();
    let end = since + TimeDelta::days(30);
    assert_eq!(erased_at(&trial.ctx).await, Some(end));
    (FAREWELLS.run)(&trial.ctx, trial.clock.now())
        .await
        .unwrap();
    assert!(is_known(&trial.ctx).await, "it is too early");
    arrived(&trial.ctx, &server()).await.unwrap();
    assert_eq!(erased_at(&trial.ctx).await, None);
    // Gone again, it is kept for as long as if it were for the first time.
    let again = trial.clock.now();
    removed(&trial.ctx, GUILD).await.unwrap();
    let end = again + TimeDelta::days(30);
    assert_eq!(erased_at(&trial.ctx).await, Some(end));
}

#[tokio::test]
async fn an_outage_never_ends_in_erasing() {
    let trial = Trial::new().await;
    unavailable(&trial.ctx, GUILD).await.unwrap();
    trial
        .clock
        .move_to(trial.clock.now() + TimeDelta::days(400));
    assert_eq!(erased_at(&trial.ctx).await, None);
    (FAREWELLS.run)(&trial.ctx, trial.clock.now())
        .await
        .unwrap();
    assert!(is_known(&trial.ctx).await);
}

#[tokio::test]
async fn after_a_start_nothing_is_erased_before_discord_has_named_the_servers() {
    for late in [TimeDelta::hours(1), TimeDelta::days(1), TimeDelta::weeks(3)] {
        let trial = Trial::new().await;
        removed(&trial.ctx, GUILD).await.unwrap();
        trial
            .clock
            .move_to(trial.clock.now() + TimeDelta::days(30) + late);
        let ctx = started_anew(&trial);
        assert_eq!(erased_at(&ctx).await, None);
        (FAREWELLS.run)(&ctx, trial.clock.now()).await.unwrap();
        assert!(is_known(&ctx).await, "it may be there again");
        only_in(&ctx, &[], |_| true).await.unwrap();
        assert!(erased_at(&ctx).await.unwrap() < trial.clock.now());
        (FAREWELLS.run)(&ctx, trial.clock.now()).await.unwrap();
        assert!(!is_known(&ctx).await, "at once, {late} late");
        assert_eq!(erased_at(&ctx).await, None);
    }
}

#[tokio::test]
async fn who_added_the_bot_again_while_nobody_listened_loses_nothing() {
    let trial = Trial::new().await;
    removed(&trial.ctx, GUILD).await.unwrap();
    trial.clock.move_to(trial.clock.now() + TimeDelta::days(40));
    let ctx = started_anew(&trial);
    only_in(&ctx, &[GUILD], |_| true).await.unwrap();
    // Discord names it, and does not say yet whether it is there.
    unavailable(&ctx, GUILD).await.unwrap();
    (FAREWELLS.run)(&ctx, trial.clock.now()).await.unwrap();
    assert!(is_known(&ctx).await);
    // Removed before it ever came, it has been gone from then on.
    removed(&ctx, GUILD).await.unwrap();
    let end = trial.clock.now() + TimeDelta::days(30);
    assert_eq!(erased_at(&ctx).await, Some(end));
}

#[tokio::test]
async fn a_server_that_comes_back_after_it_was_erased_is_like_a_new_one() {
    let trial = Trial::turned_on().await;
    removed(&trial.ctx, GUILD).await.unwrap();
    trial.clock.move_to(trial.clock.now() + TimeDelta::days(30));
    (FAREWELLS.run)(&trial.ctx, trial.clock.now())
        .await
        .unwrap();
    // Whatever else is still told of it changes nothing.
    removed(&trial.ctx, GUILD).await.unwrap();
    unavailable(&trial.ctx, GUILD).await.unwrap();
    assert!(!is_known(&trial.ctx).await);
    arrived(&trial.ctx, &server()).await.unwrap();
    let mut read = trial.ctx.store.read().await.unwrap();
    let settings = settings::guild(&mut read, GUILD).await.unwrap().unwrap();
    assert_eq!((settings.turned_on_at, settings.help_channel), (None, None));
    drop(read);
    assert_eq!(everybody(&trial).await, BTreeMap::new());
}

#[tokio::test]
async fn who_writes_to_the_bot_is_answered_once_a_day_and_only_where_it_is_turned_on() {
    let owed = async |trial: &Trial| {
        let mut read = trial.ctx.store.read().await.unwrap();
        outbox::ready(&mut read, outbox::Kind::Private, trial.clock.now(), 10)
            .await
            .unwrap()
            .len()
    };
    let off = Trial::new().await;
    wrote_privately(&off.ctx, MIA).await.unwrap();
    assert_eq!(owed(&off).await, 0);
    let trial = Trial::turned_on().await;
    for _ in 0..3 {
        wrote_privately(&trial.ctx, MIA).await.unwrap();
    }
    wrote_privately(&trial.ctx, MemberId(4711)).await.unwrap();
    assert_eq!(owed(&trial).await, 1);
    trial
        .clock
        .move_to(trial.clock.now() + TimeDelta::hours(25));
    wrote_privately(&trial.ctx, MIA).await.unwrap();
    let mut read = trial.ctx.store.read().await.unwrap();
    let depth = outbox::depth(&mut read, trial.clock.now()).await.unwrap();
    let all = [outbox::Stage::Due, outbox::Stage::Later].map(|stage| depth.at(stage));
    assert_eq!(all.iter().sum::<u64>(), 2);
}
