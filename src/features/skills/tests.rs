//! Offers, wishes and the list, tried against a real database.

pub(crate) mod late;
mod list;

use chrono::TimeDelta;

use super::command::{LEARN, SKILLS, TEACH};
use super::due::DRAFTS;
use super::{complete_list, complete_one};
use crate::custom_id::{CustomId, SkillClick};
use crate::domain::ids::{DraftId, MemberId};
use crate::features::trial::{GUILD, MIA, RAVI, SAM, Trial, button, refused, shown};
use crate::store::skills as rows;

async fn offers(trial: &Trial, member: MemberId) -> Vec<String> {
    let offers = rows::offers_of(&mut trial.ctx.store.read().await.unwrap(), GUILD, member)
        .await
        .unwrap();
    offers
        .into_iter()
        .map(|offer| format!("{} {:?} {:?}", offer.name, offer.level, offer.note))
        .collect()
}

async fn wishes(trial: &Trial, member: MemberId) -> Vec<String> {
    let wishes = rows::wishes_of(&mut trial.ctx.store.read().await.unwrap(), GUILD, member)
        .await
        .unwrap();
    wishes.into_iter().map(|wish| wish.name).collect()
}

#[tokio::test]
async fn teaching_says_what_happens_next_and_how_many_wish_for_it() {
    let trial = Trial::turned_on().await;
    trial
        .uses(MIA, &LEARN, &[("skill", "postgres")])
        .await
        .unwrap();
    trial.uses(SAM, &LEARN, &[("skill", "PSQL")]).await.unwrap();
    let reply = trial
        .uses(
            RAVI,
            &TEACH,
            &[
                ("skill", "Postgres"),
                ("level", "daily"),
                ("note", "query *plans*"),
            ],
        )
        .await;
    insta::assert_snapshot!(shown(reply), @r"
    You teach **PostgreSQL** now (“use it daily”). 2 people wish to learn it.
    What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
    [Remove PostgreSQL]
    ");
    assert_eq!(
        offers(&trial, RAVI).await,
        [r#"PostgreSQL Some(Daily) Some("query *plans*")"#]
    );
}

#[tokio::test]
async fn repeating_updates_and_loses_nothing() {
    let trial = Trial::turned_on().await;
    trial
        .uses(
            RAVI,
            &TEACH,
            &[
                ("skill", "Rust"),
                ("level", "starter"),
                ("note", "lifetimes"),
            ],
        )
        .await
        .unwrap();
    let again = shown(
        trial
            .uses(RAVI, &TEACH, &[("skill", "RUST"), ("level", "talk")])
            .await,
    );
    assert!(
        again.starts_with(
            "Updated: you teach **Rust** (“could give a talk”). Nobody else wishes to learn it yet."
        ),
        "{again}"
    );
    assert_eq!(
        offers(&trial, RAVI).await,
        [r#"Rust Some(Talk) Some("lifetimes")"#]
    );
    trial
        .uses(RAVI, &LEARN, &[("skill", "Go"), ("note", "channels")])
        .await
        .unwrap();
    let again = shown(trial.uses(RAVI, &LEARN, &[("skill", "Golang")]).await);
    assert!(
        again.starts_with("Updated: **Go** is on your list of wishes."),
        "{again}"
    );
    assert_eq!(wishes(&trial, RAVI).await, ["Go"]);
}

#[tokio::test]
async fn several_skills_are_recorded_at_once_and_aliases_fold() {
    let trial = Trial::turned_on().await;
    let reply = shown(
        trial
            .uses(
                RAVI,
                &TEACH,
                &[("skill", "k8s, C, C++, C#, .NET, kubernetes")],
            )
            .await,
    );
    assert_eq!(
        reply
            .lines()
            .filter(|line| line.starts_with("You teach"))
            .count(),
        5,
        "{reply}"
    );
    let mut names: Vec<_> = offers(&trial, RAVI)
        .await
        .into_iter()
        .map(|line| line.replace(" None None", ""))
        .collect();
    names.sort();
    assert_eq!(names, [".NET", "C", "C#", "C++", "Kubernetes"]);
}

#[tokio::test]
async fn a_wish_says_who_teaches_it() {
    let trial = Trial::turned_on().await;
    let reply = shown(trial.uses(MIA, &LEARN, &[("skill", "Rust")]).await);
    assert!(
        reply.starts_with("**Rust** is on your list of wishes. Nobody teaches it yet."),
        "{reply}"
    );
    assert!(
        reply.contains("You can also ask right away with `/askfor`."),
        "{reply}"
    );
    trial
        .uses(RAVI, &TEACH, &[("skill", "Rust")])
        .await
        .unwrap();
    let reply = shown(trial.uses(SAM, &LEARN, &[("skill", "Rust")]).await);
    assert!(reply.contains("One person teaches it."), "{reply}");
    assert!(
        reply.contains("`/skills skill:Rust` shows who teaches it."),
        "{reply}"
    );
}

#[tokio::test]
async fn what_is_no_skill_is_refused_in_a_sentence() {
    let trial = Trial::turned_on().await;
    for (typed, sentence) in [
        (
            " , ",
            "Please name a skill, for example `Postgres` or `public speaking`.",
        ),
        (
            "Rust, !!!",
            "About `!!!`: A skill's name needs at least one letter or digit.",
        ),
        (
            "https://example.com",
            "About `https://example.com`: That is a link. Please give the skill a name; the note is the place for links.",
        ),
    ] {
        assert_eq!(
            refused(trial.uses(MIA, &TEACH, &[("skill", typed)]).await),
            format!(
                "{sentence}\nNothing was added. You typed:\n{}",
                crate::markdown::quote(typed.trim(), 600)
            )
        );
    }
    let long = "x".repeat(201);
    assert!(
        refused(
            trial
                .uses(MIA, &TEACH, &[("skill", "Rust"), ("note", &long)])
                .await
        )
        .contains(&format!("> Rust\n> {long}"))
    );
    assert!(offers(&trial, MIA).await.is_empty());
}

#[tokio::test]
async fn before_turning_on_people_hear_whom_to_ask() {
    let trial = Trial::new().await;
    let sentence = "Potluck is not turned on here yet. <@11>, or anybody else who manages this server, can do that with `/setup`; it takes about five minutes.";
    assert_eq!(
        refused(trial.uses(MIA, &TEACH, &[("skill", "Rust")]).await),
        sentence
    );
    assert_eq!(
        refused(trial.uses(MIA, &LEARN, &[("skill", "Rust")]).await),
        sentence
    );
    assert_eq!(refused(trial.uses(MIA, &SKILLS, &[]).await), sentence);
}

#[tokio::test]
async fn a_near_miss_is_asked_about_and_never_merged_unasked() {
    let trial = Trial::turned_on().await;
    let reply = trial
        .uses(
            RAVI,
            &TEACH,
            &[("skill", "Kuberntes, Rust, postgers"), ("level", "talk")],
        )
        .await;
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
    assert!(
        text.contains("You teach **Rust** now")
            && text.contains("You teach **Kubernetes** now (“could give a talk”)"),
        "{text}"
    );
    assert!(
        text.contains("You typed “postgers”. Did you mean **PostgreSQL**?"),
        "{text}"
    );

    // Pressed twice, whichever of the two buttons.
    for id in [kubernetes, as_typed] {
        let twice = refused(trial.presses(RAVI, id).await);
        assert_eq!(
            twice,
            "You have answered that about “Kuberntes” already. `/me` shows everything you teach and wish for."
        );
    }
    // The wrong person.
    let postgres = button(&next, "PostgreSQL");
    assert!(
        refused(trial.presses(MIA, postgres.clone()).await)
            .starts_with("That question is for the one who typed it.")
    );

    let last = shown(
        trial
            .presses(RAVI, button(&next, "No, postgers it is"))
            .await,
    );
    assert!(!last.contains("Did you mean"), "{last}");
    assert!(
        refused(trial.presses(RAVI, postgres).await)
            .starts_with("You have answered that about “postgers” already.")
    );
    let names: Vec<_> = offers(&trial, RAVI)
        .await
        .into_iter()
        .map(|line| line.replace(" Some(Talk) None", ""))
        .collect();
    assert_eq!(names, ["Kubernetes", "postgers", "Rust"]);
}

#[tokio::test]
async fn a_question_is_kept_a_day_and_no_longer() {
    let trial = Trial::turned_on().await;
    let reply = trial.uses(MIA, &LEARN, &[("skill", "Kuberntes")]).await;
    let id = button(&reply, "Kubernetes");
    let due = DRAFTS.next(&trial.ctx).await.unwrap().unwrap();
    assert_eq!(due, trial.clock.now() + TimeDelta::days(1));
    trial.clock.move_to(due);
    (DRAFTS.run)(&trial.ctx, due).await.unwrap();
    assert_eq!(DRAFTS.next(&trial.ctx).await.unwrap(), None);
    let sentence = "That question is more than a day old, so I no longer have what you typed. Please use `/teach` or `/learn` again.";
    assert_eq!(refused(trial.presses(MIA, id).await), sentence);
    // A number that never was a draft, and an answer that was never offered, are told the same.
    let never = SkillClick::Meant {
        draft: DraftId(77),
        word: 0,
        choice: 0,
    };
    assert_eq!(refused(trial.presses(MIA, never).await), sentence);
    let reply = trial.uses(MIA, &LEARN, &[("skill", "Kuberntes")]).await;
    let CustomId::Skill(SkillClick::Meant { draft, .. }) = button(&reply, "Kubernetes") else {
        panic!("not a question")
    };
    for (word, choice) in [(0, 9), (9, 0), (255, 255)] {
        assert_eq!(
            refused(
                trial
                    .presses(
                        MIA,
                        SkillClick::Meant {
                            draft,
                            word,
                            choice
                        }
                    )
                    .await
            ),
            sentence
        );
    }
    assert!(wishes(&trial, MIA).await.is_empty());
}

#[tokio::test]
async fn a_button_removes_once_and_says_so_twice() {
    let trial = Trial::turned_on().await;
    let reply = trial.uses(RAVI, &TEACH, &[("skill", "Rust")]).await;
    let id = button(&reply, "Remove Rust");
    // Whoever presses removes what is their own.
    assert!(
        refused(trial.presses(MIA, id.clone()).await).starts_with("You don't teach that any more")
    );
    assert!(
        shown(trial.presses(RAVI, id.clone()).await)
            .starts_with("Done: you no longer teach **Rust**.")
    );
    assert!(refused(trial.presses(RAVI, id).await).starts_with("You don't teach that any more"));
    let reply = trial.uses(RAVI, &LEARN, &[("skill", "Rust")]).await;
    let id = button(&reply, "Remove Rust");
    assert!(
        shown(trial.presses(RAVI, id.clone()).await)
            .starts_with("Done: **Rust** is off your list of wishes.")
    );
    assert!(refused(trial.presses(RAVI, id).await).starts_with("That is no longer on your list"));
}

#[tokio::test]
async fn autocomplete_follows_every_change() {
    let trial = Trial::turned_on().await;
    let names = async |typed: &str| -> Vec<String> {
        complete_one(&trial.ctx, GUILD, typed)
            .await
            .unwrap()
            .into_iter()
            .map(|choice| choice.value)
            .collect()
    };
    assert!(names("zymurg").await.is_empty());
    let reply = trial.uses(MIA, &TEACH, &[("skill", "Zymurgy")]).await;
    assert_eq!(names("zymurg").await, ["Zymurgy"]);
    let list = complete_list(&trial.ctx, GUILD, "Rust, zymu")
        .await
        .unwrap();
    assert_eq!(
        list.first().map(|choice| choice.value.as_str()),
        Some("Rust, Zymurgy")
    );
    // What nobody teaches or wishes for any more is not offered, until somebody brings it back.
    trial
        .presses(MIA, button(&reply, "Remove Zymurgy"))
        .await
        .unwrap();
    assert!(names("zymurg").await.is_empty());
    trial
        .uses(RAVI, &LEARN, &[("skill", "zymurgy")])
        .await
        .unwrap();
    assert_eq!(names("zymurg").await, ["Zymurgy"]);
}
