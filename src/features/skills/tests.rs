//! Offers, wishes and the list, tried against a real database.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::command::{LEARN, SKILLS, TEACH};
use super::due::DRAFTS;
use super::{complete_list, complete_one};
use crate::custom_id::{CustomId, SkillClick};
use crate::domain::ids::{DraftId, MemberId, SkillId};
use crate::domain::skill::SkillName;
use crate::features::trial::{BOT, GUILD, MIA, NOOR, RAVI, SAM, Trial, assert_fits, button, refused, shown};
use crate::features::{OptionValue, Reply};
use crate::store::choices;
use crate::store::members::{self, Person};
use crate::store::skills as rows;

async fn offers(trial: &Trial, member: MemberId) -> Vec<String> {
    let offers = rows::offers_of(&mut trial.ctx.store.read().await.unwrap(), GUILD, member).await.unwrap();
    offers.into_iter().map(|offer| format!("{} {:?} {:?}", offer.name, offer.level, offer.note)).collect()
}

async fn wishes(trial: &Trial, member: MemberId) -> Vec<String> {
    let wishes = rows::wishes_of(&mut trial.ctx.store.read().await.unwrap(), GUILD, member).await.unwrap();
    wishes.into_iter().map(|wish| wish.name).collect()
}

#[tokio::test]
async fn teaching_says_what_happens_next_and_how_many_wish_for_it() {
    let trial = Trial::turned_on().await;
    trial.uses(MIA, &LEARN, &[("skill", "postgres")]).await.unwrap();
    trial.uses(SAM, &LEARN, &[("skill", "PSQL")]).await.unwrap();
    let reply = trial.uses(RAVI, &TEACH, &[("skill", "Postgres"), ("level", "daily"), ("note", "query *plans*")]).await;
    insta::assert_snapshot!(shown(reply), @r"
    You teach **PostgreSQL** now (“use it daily”). 2 people wish to learn it.
    What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
    [Remove PostgreSQL]
    ");
    assert_eq!(offers(&trial, RAVI).await, [r#"PostgreSQL Some(Daily) Some("query *plans*")"#]);
}

#[tokio::test]
async fn repeating_updates_and_loses_nothing() {
    let trial = Trial::turned_on().await;
    trial.uses(RAVI, &TEACH, &[("skill", "Rust"), ("level", "starter"), ("note", "lifetimes")]).await.unwrap();
    let again = shown(trial.uses(RAVI, &TEACH, &[("skill", "RUST"), ("level", "talk")]).await);
    assert!(again.starts_with("Updated: you teach **Rust** (“could give a talk”). Nobody else wishes to learn it yet."), "{again}");
    assert_eq!(offers(&trial, RAVI).await, [r#"Rust Some(Talk) Some("lifetimes")"#]);
    trial.uses(RAVI, &LEARN, &[("skill", "Go"), ("note", "channels")]).await.unwrap();
    let again = shown(trial.uses(RAVI, &LEARN, &[("skill", "Golang")]).await);
    assert!(again.starts_with("Updated: **Go** is on your list of wishes."), "{again}");
    assert_eq!(wishes(&trial, RAVI).await, ["Go"]);
}

#[tokio::test]
async fn several_skills_are_recorded_at_once_and_aliases_fold() {
    let trial = Trial::turned_on().await;
    let reply = shown(trial.uses(RAVI, &TEACH, &[("skill", "k8s, C, C++, C#, .NET, kubernetes")]).await);
    assert_eq!(reply.lines().filter(|line| line.starts_with("You teach")).count(), 5, "{reply}");
    let mut names: Vec<_> = offers(&trial, RAVI).await.into_iter().map(|line| line.replace(" None None", "")).collect();
    names.sort();
    assert_eq!(names, [".NET", "C", "C#", "C++", "Kubernetes"]);
}

#[tokio::test]
async fn a_wish_says_who_teaches_it() {
    let trial = Trial::turned_on().await;
    let reply = shown(trial.uses(MIA, &LEARN, &[("skill", "Rust")]).await);
    assert!(reply.starts_with("**Rust** is on your list of wishes. Nobody teaches it yet."), "{reply}");
    assert!(reply.contains("You can also ask right away with `/askfor`."), "{reply}");
    trial.uses(RAVI, &TEACH, &[("skill", "Rust")]).await.unwrap();
    let reply = shown(trial.uses(SAM, &LEARN, &[("skill", "Rust")]).await);
    assert!(reply.contains("One person teaches it."), "{reply}");
    assert!(reply.contains("`/skills skill:Rust` shows who teaches it."), "{reply}");
}

#[tokio::test]
async fn what_is_no_skill_is_refused_in_a_sentence() {
    let trial = Trial::turned_on().await;
    for (typed, sentence) in [
        (" , ", "Please name a skill, for example `Postgres` or `public speaking`."),
        ("Rust, !!!", "About `!!!`: A skill's name needs at least one letter or digit."),
        ("https://example.com", "About `https://example.com`: That is a link. Please give the skill a name; the note is the place for links."),
    ] {
        assert_eq!(refused(trial.uses(MIA, &TEACH, &[("skill", typed)]).await), sentence);
    }
    let long = "x".repeat(201);
    assert!(refused(trial.uses(MIA, &TEACH, &[("skill", "Rust"), ("note", &long)]).await).contains("200 is the most"));
    assert!(offers(&trial, MIA).await.is_empty());
}

#[tokio::test]
async fn before_turning_on_people_hear_whom_to_ask() {
    let trial = Trial::new().await;
    let sentence = "Potluck is not turned on here yet. <@11>, or anybody else who manages this server, can do that with `/setup`; it takes about five minutes.";
    assert_eq!(refused(trial.uses(MIA, &TEACH, &[("skill", "Rust")]).await), sentence);
    assert_eq!(refused(trial.uses(MIA, &LEARN, &[("skill", "Rust")]).await), sentence);
    assert_eq!(refused(trial.uses(MIA, &SKILLS, &[]).await), sentence);
}

#[tokio::test]
async fn a_near_miss_is_asked_about_and_never_merged_unasked() {
    let trial = Trial::turned_on().await;
    let reply = trial.uses(RAVI, &TEACH, &[("skill", "Kuberntes, Rust, postgers"), ("level", "talk")]).await;
    insta::assert_snapshot!(shown(Ok(reply.as_ref().unwrap().clone())), @r"
    You teach **Rust** now (“could give a talk”). Nobody else wishes to learn it yet.
    What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
    [Remove Rust]
    ---
    You typed “Kuberntes”. Did you mean **Kubernetes**?
    [Kubernetes] [No, Kuberntes it is]
    ");
    let kubernetes = button(&reply, "Kubernetes");
    let as_typed = button(&reply, "No, Kuberntes it is");

    let next = trial.presses(RAVI, kubernetes.clone()).await;
    let text = shown(Ok(next.as_ref().unwrap().clone()));
    assert!(text.contains("You teach **Rust** now") && text.contains("You teach **Kubernetes** now (“could give a talk”)"), "{text}");
    assert!(text.contains("You typed “postgers”. Did you mean **PostgreSQL**?"), "{text}");

    // Pressed twice, whichever of the two buttons.
    for id in [kubernetes, as_typed] {
        let twice = refused(trial.presses(RAVI, id).await);
        assert_eq!(twice, "You have answered that about “Kuberntes” already. `/me` shows everything you teach and wish for.");
    }
    // The wrong person.
    let postgres = button(&next, "PostgreSQL");
    assert!(refused(trial.presses(MIA, postgres.clone()).await).starts_with("That question is for the one who typed it."));

    let last = shown(trial.presses(RAVI, button(&next, "No, postgers it is")).await);
    assert!(!last.contains("Did you mean"), "{last}");
    assert!(refused(trial.presses(RAVI, postgres).await).starts_with("You have answered that about “postgers” already."));
    let names: Vec<_> = offers(&trial, RAVI).await.into_iter().map(|line| line.replace(" Some(Talk) None", "")).collect();
    assert_eq!(names, ["Kubernetes", "postgers", "Rust"]);
}

#[tokio::test]
async fn a_question_is_kept_a_day_and_no_longer() {
    let trial = Trial::turned_on().await;
    let reply = trial.uses(MIA, &LEARN, &[("skill", "Kuberntes")]).await;
    let id = button(&reply, "Kubernetes");
    let due = (DRAFTS.next)(&trial.ctx).await.unwrap().unwrap();
    assert_eq!(due, trial.clock.now() + TimeDelta::days(1));
    trial.clock.move_to(due);
    (DRAFTS.run)(&trial.ctx, due).await.unwrap();
    assert_eq!((DRAFTS.next)(&trial.ctx).await.unwrap(), None);
    let sentence = "That question is more than a day old, so I no longer have what you typed. Please use `/teach` or `/learn` again.";
    assert_eq!(refused(trial.presses(MIA, id).await), sentence);
    // A number that never was a draft, and an answer that was never offered, are told the same.
    let never = SkillClick::Meant { draft: DraftId(77), word: 0, choice: 0 };
    assert_eq!(refused(trial.presses(MIA, never).await), sentence);
    let reply = trial.uses(MIA, &LEARN, &[("skill", "Kuberntes")]).await;
    let CustomId::Skill(SkillClick::Meant { draft, .. }) = button(&reply, "Kubernetes") else { panic!("not a question") };
    for (word, choice) in [(0, 9), (9, 0), (255, 255)] {
        assert_eq!(refused(trial.presses(MIA, SkillClick::Meant { draft, word, choice }).await), sentence);
    }
    assert!(wishes(&trial, MIA).await.is_empty());
}

#[tokio::test]
async fn a_button_removes_once_and_says_so_twice() {
    let trial = Trial::turned_on().await;
    let reply = trial.uses(RAVI, &TEACH, &[("skill", "Rust")]).await;
    let id = button(&reply, "Remove Rust");
    // Whoever presses removes what is their own.
    assert!(refused(trial.presses(MIA, id.clone()).await).starts_with("You don't teach that any more"));
    assert!(shown(trial.presses(RAVI, id.clone()).await).starts_with("Done: you no longer teach **Rust**."));
    assert!(refused(trial.presses(RAVI, id).await).starts_with("You don't teach that any more"));
    let reply = trial.uses(RAVI, &LEARN, &[("skill", "Rust")]).await;
    let id = button(&reply, "Remove Rust");
    assert!(shown(trial.presses(RAVI, id.clone()).await).starts_with("Done: **Rust** is off your list of wishes."));
    assert!(refused(trial.presses(RAVI, id).await).starts_with("That is no longer on your list"));
}

#[tokio::test]
async fn autocomplete_follows_every_change() {
    let trial = Trial::turned_on().await;
    let names = async |typed: &str| -> Vec<String> {
        complete_one(&trial.ctx, GUILD, typed).await.unwrap().into_iter().map(|choice| choice.value).collect()
    };
    assert!(names("zymurg").await.is_empty());
    let reply = trial.uses(MIA, &TEACH, &[("skill", "Zymurgy")]).await;
    assert_eq!(names("zymurg").await, ["Zymurgy"]);
    let list = complete_list(&trial.ctx, GUILD, "Rust, zymu").await.unwrap();
    assert_eq!(list.first().map(|choice| choice.value.as_str()), Some("Rust, Zymurgy"));
    // What nobody teaches or wishes for any more is not offered, until somebody brings it back.
    trial.presses(MIA, button(&reply, "Remove Zymurgy")).await.unwrap();
    assert!(names("zymurg").await.is_empty());
    trial.uses(RAVI, &LEARN, &[("skill", "zymurgy")]).await.unwrap();
    assert_eq!(names("zymurg").await, ["Zymurgy"]);
}

#[tokio::test]
async fn the_list_is_paged_and_an_empty_one_says_the_next_step() {
    let trial = Trial::turned_on().await;
    let empty = shown(trial.uses(MIA, &SKILLS, &[]).await);
    assert!(empty.starts_with("Nobody has added a skill yet, so you can be the first: `/teach`"), "{empty}");
    for batch in 0..5 {
        let list: Vec<String> = (0..10).map(|n| format!("Subject{batch}{n} of a rather long and winding name")).collect();
        trial.uses(MIA, &TEACH, &[("skill", &list.join(","))]).await.unwrap();
    }
    trial.uses(RAVI, &LEARN, &[("skill", "Subject07 of a rather long and winding name")]).await.unwrap();
    let first = trial.uses(MIA, &SKILLS, &[]).await;
    let text = shown(Ok(first.as_ref().unwrap().clone()));
    assert!(text.contains("**Subject07 of a rather long and winding name** · 1 teaches it, 1 wishes for it\n"), "{text}");
    assert!(text.contains("Page 1 of 3") && !text.contains("Earlier"), "{text}");
    let last = shown(trial.presses(MIA, SkillClick::Page { page: 9 }).await);
    assert!(last.contains("Page 3 of 3") && !last.contains("More"), "{last}");
    let second = trial.presses(MIA, button(&first, "More ▶")).await;
    assert!(matches!(second, Ok(Reply::Update(_))));
}

#[tokio::test]
async fn the_most_available_teacher_comes_first() {
    let trial = Trial::turned_on().await;
    for (member, level) in [(NOOR, "talk"), (MIA, "starter"), (RAVI, "daily"), (SAM, "talk")] {
        trial.uses(member, &TEACH, &[("skill", "Rust"), ("level", level)]).await.unwrap();
    }
    let mut write = trial.ctx.store.write().await.unwrap();
    choices::set_pause(&mut write, GUILD, NOOR, Some(trial.clock.now() + TimeDelta::days(3))).await.unwrap();
    choices::set_zone(&mut write, GUILD, SAM, chrono_tz::Pacific::Auckland).await.unwrap();
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
    trial.uses(MIA, &LEARN, &[("skill", "Kubernetes")]).await.unwrap();
    let unknown = shown(trial.uses(RAVI, &SKILLS, &[("skill", "Beekeeping in cities")]).await);
    assert!(unknown.starts_with("Nobody here teaches **Beekeeping in cities** or wishes for it yet. Be the first"), "{unknown}");
    let only_wished = shown(trial.uses(RAVI, &SKILLS, &[("skill", "k8s")]).await);
    assert!(only_wished.starts_with("Nobody teaches **Kubernetes** yet. One person wishes to learn it."), "{only_wished}");
    let near = trial.uses(RAVI, &SKILLS, &[("skill", "Kuberntes")]).await;
    assert!(shown(trial.presses(RAVI, button(&near, "Kubernetes")).await).starts_with("Nobody teaches **Kubernetes** yet."));
    assert!(refused(trial.presses(RAVI, SkillClick::Teachers { skill: SkillId(999), page: 0 }).await).starts_with("That skill is no longer on the list"));
}

#[tokio::test]
async fn one_members_skills() {
    let trial = Trial::turned_on().await;
    trial.uses(RAVI, &TEACH, &[("skill", "Rust"), ("level", "daily"), ("note", "# loud @everyone")]).await.unwrap();
    trial.uses(RAVI, &LEARN, &[("skill", "Spanish")]).await.unwrap();
    let of = |member, bot| BTreeMap::from([("member".to_owned(), OptionValue::Member { member, bot })]);
    insta::assert_snapshot!(shown(trial.uses_with(MIA, &SKILLS, of(RAVI, false)).await), @r"
    <@13> **teaches**
    - **Rust** · “use it daily” · \# loud \@everyone

    <@13> **wishes to learn**
    - **Spanish**
    ");
    assert!(shown(trial.uses_with(RAVI, &SKILLS, of(RAVI, false)).await).starts_with("**You teach**\n- **Rust**"));
    assert!(shown(trial.uses_with(MIA, &SKILLS, of(SAM, false)).await).starts_with("<@14> has not added any skills yet."));
    assert!(refused(trial.uses_with(MIA, &SKILLS, of(BOT, true)).await).starts_with("That is a bot"));
}

#[tokio::test]
async fn the_largest_pages_keep_discords_limits() {
    let trial = Trial::turned_on().await;
    let hostile = "*_~`|[<>@#".repeat(20);
    let name = |n: usize| format!("{n:0>50}");
    let mut write = trial.ctx.store.write().await.unwrap();
    let now = trial.clock.now();
    for n in 0..60 {
        let skill = rows::ensure(&mut write, GUILD, &SkillName::parse(&name(n)).unwrap(), now).await.unwrap();
        rows::put_offer(&mut write, GUILD, RAVI, skill, None, Some(&hostile), now).await.unwrap();
        rows::put_wish(&mut write, GUILD, RAVI, skill, Some(&hostile), None, now).await.unwrap();
    }
    let skill = rows::ensure(&mut write, GUILD, &SkillName::parse(&name(0)).unwrap(), now).await.unwrap();
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
        rows::put_offer(&mut write, GUILD, member, skill, Some(crate::domain::skill::Level::Starter), Some(&hostile), now).await.unwrap();
    }
    write.commit().await.unwrap();
    trial.ctx.skill_indexes.refresh(&trial.ctx, GUILD).await;
    for page in 0..8 {
        for click in [
            SkillClick::Page { page },
            SkillClick::Teachers { skill, page },
            SkillClick::MemberPage { member: RAVI, page },
        ] {
            let Ok(Reply::Update(post)) = trial.presses(MIA, click).await else { panic!("no page") };
            assert_fits(&post);
        }
    }
    let list: Vec<String> = (0..10).map(|n| format!("{}x", &name(n)[1..])).collect();
    let Ok(Reply::Private(post)) = trial.uses(RAVI, &TEACH, &[("skill", &list.join(","))]).await else { panic!("no reply") };
    assert_fits(&post);
}
