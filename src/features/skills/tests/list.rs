//! The list of skills, tried against a real database.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::custom_id::SkillClick;
use crate::domain::ids::{MemberId, SkillId};
use crate::domain::skill::{Level, SkillName};
use crate::features::skills::command::{LEARN, SKILLS, TEACH, WHAT_CAN_THEY_TEACH};
use crate::features::trial::{
    BOT, GUILD, MIA, NOOR, RAVI, SAM, Trial, assert_fits, button, refused, shown,
};
use crate::features::{OptionValue, Reply};
use crate::store::choices;
use crate::store::members::{self, Person};
use crate::store::skills as rows;

#[tokio::test]
async fn the_list_is_paged_and_an_empty_one_says_the_next_step() {
    let trial = Trial::turned_on().await;
    let empty = shown(trial.uses(MIA, &SKILLS, &[]).await);
    assert!(
        empty.starts_with("Nobody has added a skill yet, so you can be the first: `/teach`"),
        "{empty}"
    );
    for batch in 0..5 {
        let list: Vec<String> = (0..10)
            .map(|n| format!("Subject{batch}{n} of a rather long and winding name"))
            .collect();
        trial
            .uses(MIA, &TEACH, &[("skill", &list.join(","))])
            .await
            .unwrap();
    }
    trial
        .uses(
            RAVI,
            &LEARN,
            &[("skill", "Subject07 of a rather long and winding name")],
        )
        .await
        .unwrap();
    let first = trial.uses(MIA, &SKILLS, &[]).await;
    let text = shown(Ok(first.as_ref().unwrap().clone()));
    assert!(
        text.contains(
            "**Subject07 of a rather long and winding name** · 1 teaches it, 1 wishes for it\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("Page 1 of 3") && !text.contains("Earlier"),
        "{text}"
    );
    let last = shown(trial.presses(MIA, SkillClick::Page { page: 9 }).await);
    assert!(
        last.contains("Page 3 of 3") && !last.contains("More"),
        "{last}"
    );
    let second = trial.presses(MIA, button(&first, "More ›")).await;
    assert!(matches!(second, Ok(Reply::Update(_))));
}

#[tokio::test]
async fn the_most_available_teacher_comes_first() {
    let trial = Trial::turned_on().await;
    for (member, level) in [
        (NOOR, "talk"),
        (MIA, "starter"),
        (RAVI, "daily"),
        (SAM, "talk"),
    ] {
        trial
            .uses(member, &TEACH, &[("skill", "Rust"), ("level", level)])
            .await
            .unwrap();
    }
    let mut write = trial.ctx.store.write().await.unwrap();
    choices::set_pause(
        &mut write,
        GUILD,
        NOOR,
        Some(trial.clock.now() + TimeDelta::days(3)),
    )
    .await
    .unwrap();
    choices::set_zone(&mut write, GUILD, SAM, chrono_tz::Pacific::Auckland)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let reply = shown(trial.uses(MIA, &SKILLS, &[("skill", "rust")]).await);
    insta::assert_snapshot!(reply, @r"
    ### Who teaches Rust
    <@13> · has room now · “use it daily”
    <@12> · has room now · “can start you off”
    <@14> · has room, outside their hours right now · “could give a talk”
    <@11> · away for now · “could give a talk”

    `/askfor` asks them for you, so that it falls on who has room.
    ");
}

#[tokio::test]
async fn a_skill_nobody_teaches_says_the_next_step() {
    let trial = Trial::turned_on().await;
    trial
        .uses(MIA, &LEARN, &[("skill", "Kubernetes")])
        .await
        .unwrap();
    let unknown = shown(
        trial
            .uses(RAVI, &SKILLS, &[("skill", "Beekeeping in cities")])
            .await,
    );
    assert!(
        unknown.starts_with(
            "Nobody here teaches **Beekeeping in cities** or wishes for it yet. Be the first"
        ),
        "{unknown}"
    );
    let only_wished = shown(trial.uses(RAVI, &SKILLS, &[("skill", "k8s")]).await);
    assert!(
        only_wished
            .starts_with("Nobody teaches **Kubernetes** yet. One person wishes to learn it."),
        "{only_wished}"
    );
    let near = trial.uses(RAVI, &SKILLS, &[("skill", "Kuberntes")]).await;
    assert!(
        shown(trial.presses(RAVI, button(&near, "Kubernetes")).await)
            .starts_with("Nobody teaches **Kubernetes** yet.")
    );
    assert!(
        refused(
            trial
                .presses(
                    RAVI,
                    SkillClick::Teachers {
                        skill: SkillId(999),
                        page: 0
                    }
                )
                .await
        )
        .starts_with("That skill is no longer on the list")
    );
}

#[tokio::test]
async fn one_members_skills() {
    let trial = Trial::turned_on().await;
    trial
        .uses(
            RAVI,
            &TEACH,
            &[
                ("skill", "Rust"),
                ("level", "daily"),
                ("note", "# loud @everyone"),
            ],
        )
        .await
        .unwrap();
    trial
        .uses(RAVI, &LEARN, &[("skill", "Spanish")])
        .await
        .unwrap();
    let of =
        |member, bot| BTreeMap::from([("member".to_owned(), OptionValue::Member { member, bot })]);
    insta::assert_snapshot!(shown(trial.uses_with(MIA, &SKILLS, of(RAVI, false)).await), @r"
    <@13> **teaches**
    - **Rust** · “use it daily” · \# loud \@everyone

    <@13> **wishes to learn**
    - **Spanish**
    ");
    assert!(
        shown(
            trial
                .uses_with(MIA, &WHAT_CAN_THEY_TEACH, of(RAVI, false))
                .await
        )
        .starts_with("<@13> **teaches**")
    );
    assert!(
        shown(trial.uses_with(RAVI, &SKILLS, of(RAVI, false)).await)
            .starts_with("**You teach**\n- **Rust**")
    );
    assert!(
        shown(trial.uses_with(MIA, &SKILLS, of(SAM, false)).await)
            .starts_with("<@14> has not added any skills yet.")
    );
    assert!(
        refused(trial.uses_with(MIA, &SKILLS, of(BOT, true)).await).starts_with("That is a bot")
    );
}

#[tokio::test]
async fn the_largest_pages_keep_discords_limits() {
    let trial = Trial::turned_on().await;
    let hostile = "*_~`|[<>@#".repeat(20);
    let name = |n: usize| format!("{n:0>50}");
    let mut write = trial.ctx.store.write().await.unwrap();
    let now = trial.clock.now();
    for n in 0..60 {
        let skill = rows::ensure(&mut write, GUILD, &SkillName::parse(&name(n)).unwrap(), now)
            .await
            .unwrap();
        rows::put_offer(&mut write, GUILD, RAVI, skill, None, Some(&hostile), now)
            .await
            .unwrap();
        rows::put_wish(&mut write, GUILD, RAVI, skill, Some(&hostile), None, now)
            .await
            .unwrap();
    }
    let skill = rows::ensure(&mut write, GUILD, &SkillName::parse(&name(0)).unwrap(), now)
        .await
        .unwrap();
    for n in 0..60 {
        let member = MemberId(i64::MAX - n);
        let person = Person {
            member,
            display_name: hostile.clone(),
            user_name: "long".to_owned(),
            bot: false,
            pending: false,
            joined_at: now,
            roles: Vec::new(),
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
        rows::put_offer(
            &mut write,
            GUILD,
            member,
            skill,
            Some(Level::Starter),
            Some(&hostile),
            now,
        )
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
    trial.ctx.skill_indexes.refresh(&trial.ctx, GUILD).await;
    for page in 0..8 {
        for click in [
            SkillClick::Page { page },
            SkillClick::Teachers { skill, page },
            SkillClick::MemberPage { member: RAVI, page },
        ] {
            let Ok(Reply::Update(post)) = trial.presses(MIA, click).await else {
                panic!("no page")
            };
            assert_fits(&post);
        }
    }
    let list: Vec<String> = (0..10).map(|n| format!("{}x", &name(n)[1..])).collect();
    let Ok(Reply::Private(post)) = trial
        .uses(RAVI, &TEACH, &[("skill", &list.join(","))])
        .await
    else {
        panic!("no reply")
    };
    assert_fits(&post);
}
