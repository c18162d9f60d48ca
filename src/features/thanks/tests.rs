//! Thanks, tried against a real database.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::command::{THANKS, THANKS_FOR_THIS};
use crate::custom_id::{LearningClick, ThanksClick};
use crate::delivery::Delivery;
use crate::domain::ids::{DraftId, HelpId, MemberId, MessageId};
use crate::error::Result;
use crate::features::skills::command::TEACH;
use crate::features::trial::{
    BOT, GUILD, HELP, MIA, RAVI, SAM, Trial, button, refused, shown, text,
};
use crate::features::{OptionValue, Reply};
use crate::store::choices::{self, Consent};
use crate::store::helps::{self, HelpFact};
use crate::store::members;
use crate::store::outbox::{self, Kind};

/// `/thanks`, with what else is typed.
async fn thanks(
    trial: &Trial,
    by: MemberId,
    to: MemberId,
    typed: &[(&str, &str)],
) -> Result<Reply> {
    let mut values: BTreeMap<String, OptionValue> = typed
        .iter()
        .map(|(name, text)| ((*name).to_owned(), OptionValue::Text((*text).to_owned())))
        .collect();
    let member = OptionValue::Member {
        member: to,
        bot: to == BOT,
    };
    values.insert("member".to_owned(), member);
    trial.uses_with(by, &THANKS, values).await
}

async fn on_record(trial: &Trial) -> Vec<HelpFact> {
    helps::all(&mut trial.ctx.store.read().await.unwrap(), GUILD)
        .await
        .unwrap()
}

/// The private messages that are owed now, as they are read.
async fn owed(trial: &Trial) -> Vec<(MemberId, String)> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let rows = outbox::ready(&mut read, Kind::Private, trial.clock.now(), 100)
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| {
            let Delivery::Send { post, .. } = &row.delivery else {
                panic!("no message: {row:?}")
            };
            (row.addressee.unwrap(), text(post))
        })
        .collect()
}

async fn counting(trial: &Trial) -> Vec<(i64, i64, bool)> {
    sqlx::query_as("SELECT helper_id, learner_id, counts FROM helps ORDER BY help_id")
        .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
        .await
        .unwrap()
}

#[tokio::test]
async fn thanks_are_on_record_and_heard_of() {
    let trial = Trial::turned_on().await;
    let reply = thanks(
        &trial,
        MIA,
        RAVI,
        &[("skill", "psql"), ("for", "You *saved* my afternoon!")],
    )
    .await;
    insta::assert_snapshot!(shown(reply), @"💛 Your thanks to <@13> for help with **PostgreSQL** are on record. You both find them in `/me`, under **Helps**.");
    let heard = owed(&trial).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].0, RAVI);
    insta::assert_snapshot!(heard[0].1, @r"
    💛 **Mia** from **Quay** says thank you: you helped with **PostgreSQL**.
    > You \*saved\* my afternoon!
    [Add PostgreSQL to what I teach]
    -# Fewer of these? **Private messages** in `/me` of **Quay**, or a pause there.
    ");
    let facts = on_record(&trial).await;
    assert_eq!(facts.len(), 1);
    let fact = &facts[0];
    assert_eq!((fact.helper, fact.learner), (Some(RAVI), Some(MIA)));
    assert_eq!(fact.skill.as_deref(), Some("PostgreSQL"));
    assert_eq!(fact.thanks.as_deref(), Some("You *saved* my afternoon!"));
}

#[tokio::test]
async fn a_plain_thank_you_is_enough() {
    let trial = Trial::turned_on().await;
    insta::assert_snapshot!(shown(thanks(&trial, MIA, RAVI, &[("skill", "  ")]).await), @"💛 Your thanks to <@13> are on record. You both find them in `/me`, under **Helps**.");
    insta::assert_snapshot!(owed(&trial).await[0].1, @"
    💛 **Mia** from **Quay** says thank you for your help.
    -# Fewer of these? **Private messages** in `/me` of **Quay**, or a pause there.
    ");
    assert_eq!(on_record(&trial).await[0].skill, None);
}

#[tokio::test]
async fn who_cannot_be_thanked_is_told_and_nothing_typed_is_lost() {
    let trial = Trial::turned_on().await;
    let mut write = trial.ctx.store.write().await.unwrap();
    members::leave(&mut write, GUILD, SAM, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let typed = [("skill", "Rust"), ("for", "Great!\n*Really* great!")];
    let mut sentences = Vec::new();
    for to in [MIA, BOT, SAM, MemberId(77)] {
        sentences.push(refused(thanks(&trial, MIA, to, &typed).await));
    }
    insta::assert_snapshot!(sentences.join("\n\n"), @r"
    Well done for helping yourself! Thanks are for somebody else, so nothing was recorded.
    The skill you typed: Rust
    Your words, so that they aren't lost:
    > Great!
    > \*Really\* great!

    Bots don't need thanks, not even me, so nothing was recorded. Whoever set it up might like some.
    The skill you typed: Rust
    Your words, so that they aren't lost:
    > Great!
    > \*Really\* great!

    <@14> has left the server and would not hear of it, so nothing was recorded.
    The skill you typed: Rust
    Your words, so that they aren't lost:
    > Great!
    > \*Really\* great!

    I don't see <@77> among the people here, so nothing was recorded. If they have just joined, please try again in a minute.
    The skill you typed: Rust
    Your words, so that they aren't lost:
    > Great!
    > \*Really\* great!
    ");
    for (skill, why) in [
        ("Rust, Go", "One skill at a time, please"),
        (
            "!!!",
            "About `!!!`: A skill's name needs at least one letter or digit.",
        ),
        ("https://example.com", "That is a link."),
    ] {
        let sentence =
            refused(thanks(&trial, MIA, RAVI, &[("skill", skill), ("for", "Great!")]).await);
        assert!(sentence.contains(why), "{sentence}");
        assert!(sentence.ends_with("> Great!"), "{sentence}");
    }
    let long = "x".repeat(501);
    let sentence = refused(thanks(&trial, MIA, RAVI, &[("for", &long)]).await);
    assert!(sentence.contains("500 is the most"), "{sentence}");
    assert!(on_record(&trial).await.is_empty());
    assert!(owed(&trial).await.is_empty());
}

#[tokio::test]
async fn of_one_direction_one_in_seven_days_counts_and_the_rest_is_kept() {
    let trial = Trial::turned_on().await;
    let first = shown(thanks(&trial, MIA, RAVI, &[]).await);
    trial.clock.move_to(trial.clock.now() + TimeDelta::days(6));
    let second = shown(thanks(&trial, MIA, RAVI, &[]).await);
    assert_eq!(first, second, "nobody is told which counts");
    thanks(&trial, RAVI, MIA, &[]).await.unwrap();
    thanks(&trial, MIA, SAM, &[]).await.unwrap();
    trial.clock.move_to(trial.clock.now() + TimeDelta::days(1));
    thanks(&trial, MIA, RAVI, &[]).await.unwrap();
    thanks(&trial, MIA, RAVI, &[]).await.unwrap();
    assert_eq!(
        counting(&trial).await,
        [
            (RAVI.0, MIA.0, true),
            (RAVI.0, MIA.0, false),
            (MIA.0, RAVI.0, true),
            (SAM.0, MIA.0, true),
            (RAVI.0, MIA.0, true),
            (RAVI.0, MIA.0, false),
        ]
    );
    let counts = helps::counts(&mut trial.ctx.store.read().await.unwrap(), GUILD, RAVI)
        .await
        .unwrap();
    assert_eq!(counts, (4, 1), "one's own page has all of them");
}

#[tokio::test]
async fn a_near_miss_is_asked_about_and_never_merged_unasked() {
    let trial = Trial::turned_on().await;
    let reply = thanks(
        &trial,
        MIA,
        RAVI,
        &[("skill", "Kuberntes"), ("for", "Great!")],
    )
    .await;
    insta::assert_snapshot!(shown(Ok(reply.as_ref().unwrap().clone())), @"
    You typed “Kuberntes”. Did you mean **Kubernetes**? Your thanks to <@13> wait for the answer.
    [Kubernetes] [No, Kuberntes it is]
    ");
    assert!(on_record(&trial).await.is_empty());
    let meant = button(&reply, "Kubernetes");
    assert!(
        refused(trial.presses(SAM, meant.clone()).await)
            .starts_with("That question is for the one who typed it.")
    );
    shown(trial.presses(MIA, meant.clone()).await);
    assert_eq!(
        refused(trial.presses(MIA, meant).await),
        "You have answered that already, and your thanks are on record. `/me` shows them."
    );
    let facts = on_record(&trial).await;
    assert_eq!(facts.len(), 1);
    assert_eq!(facts[0].skill.as_deref(), Some("Kubernetes"));
    assert_eq!(facts[0].thanks.as_deref(), Some("Great!"));

    let reply = thanks(&trial, MIA, SAM, &[("skill", "Kuberntes")]).await;
    shown(
        trial
            .presses(MIA, button(&reply, "No, Kuberntes it is"))
            .await,
    );
    assert_eq!(
        on_record(&trial).await[1].skill.as_deref(),
        Some("Kuberntes"),
        "what is not known is a new skill of the guild"
    );
    // From now on the guild knows it.
    let reply = thanks(&trial, RAVI, SAM, &[("skill", "kuberntes")]).await;
    assert!(shown(reply).contains("on record"));
}

#[tokio::test]
async fn a_question_that_is_gone_or_never_was_says_so() {
    let trial = Trial::turned_on().await;
    let gone = "That question is more than a day old, so I no longer have what you typed. `/thanks` still works, and late thanks are as good as early ones.";
    let never = ThanksClick::Meant {
        draft: DraftId(77),
        choice: 1,
    };
    assert_eq!(refused(trial.presses(MIA, never).await), gone);
    let reply = thanks(&trial, MIA, RAVI, &[("skill", "Kuberntes")]).await;
    let crate::custom_id::CustomId::Thanks(ThanksClick::Meant { draft, .. }) =
        button(&reply, "Kubernetes")
    else {
        panic!("not a question")
    };
    let strange = ThanksClick::Meant { draft, choice: 200 };
    assert_eq!(refused(trial.presses(MIA, strange).await), gone);
    // The draft of another feature.
    let reply = trial.uses(MIA, &TEACH, &[("skill", "postgers")]).await;
    let crate::custom_id::CustomId::Skill(crate::custom_id::SkillClick::Meant { draft, .. }) =
        button(&reply, "PostgreSQL")
    else {
        panic!("not a question")
    };
    assert_eq!(
        refused(
            trial
                .presses(MIA, ThanksClick::Meant { draft, choice: 1 })
                .await
        ),
        gone
    );
}

#[tokio::test]
async fn thanks_for_a_message_open_a_form_and_link_to_it() {
    let trial = Trial::turned_on().await;
    let on = async |author: MemberId| {
        let message = OptionValue::Message {
            message: MessageId(31),
            author,
            bot: author == BOT,
        };
        let values = BTreeMap::from([("message".to_owned(), message)]);
        trial.uses_with(MIA, &THANKS_FOR_THIS, values).await
    };
    assert!(refused(on(MIA).await).starts_with("Well done for helping yourself!"));
    assert!(refused(on(BOT).await).starts_with("Bots don't need thanks"));
    let form = on(RAVI).await.unwrap();
    let Reply::Modal(form) = form else {
        panic!("no form: {form:?}")
    };
    assert_eq!(form.title, "Thanks for this");
    assert!(form.fields.iter().all(|field| !field.required));
    let filled_in = trial
        .fills_in(MIA, form.id.clone(), &[("skill", ""), ("for", "Exactly!")])
        .await;
    assert!(shown(filled_in).contains("on record"));
    let link = format!("https://discord.com/channels/{GUILD}/{HELP}/31");
    let row = {
        let mut read = trial.ctx.store.read().await.unwrap();
        let mut rows = outbox::ready(&mut read, Kind::Private, trial.clock.now(), 100)
            .await
            .unwrap();
        rows.remove(0)
    };
    let delivery = serde_json::to_string(&row.delivery).unwrap();
    assert!(delivery.contains(&link), "{delivery}");
    let kept: Vec<(Option<String>,)> = sqlx::query_as("SELECT thanks FROM helps")
        .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(
        kept,
        [(Some("Exactly!".to_owned()),)],
        "the link is not kept"
    );
}

#[tokio::test]
async fn who_would_rather_not_hear_of_thanks_finds_them_in_me() {
    let trial = Trial::turned_on().await;
    let heard = shown(thanks(&trial, MIA, SAM, &[]).await);
    let mut write = trial.ctx.store.write().await.unwrap();
    choices::set_consent(&mut write, GUILD, RAVI, Consent::Thanks, false)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let unheard = shown(thanks(&trial, MIA, RAVI, &[("for", "Great!")]).await);
    assert_eq!(
        heard.replace("<@14>", "<@13>"),
        unheard,
        "their choice is not told"
    );
    assert_eq!(owed(&trial).await.len(), 1);
    let lines = helps::given(
        &mut trial.ctx.store.read().await.unwrap(),
        GUILD,
        RAVI,
        10,
        0,
    )
    .await
    .unwrap();
    assert_eq!(lines[0].thanks.as_deref(), Some("Great!"));
}

#[tokio::test]
async fn who_was_thanked_adds_it_to_what_they_teach() {
    let trial = Trial::turned_on().await;
    thanks(&trial, MIA, RAVI, &[("skill", "Rust")])
        .await
        .unwrap();
    let add = LearningClick::AfterThanks { help: HelpId(1) };
    assert_eq!(
        refused(trial.presses(MIA, add.clone()).await),
        "That button is for those who helped there. If you could start somebody off with **Rust**, too, `/teach` adds it."
    );
    insta::assert_snapshot!(shown(trial.presses_in_private(RAVI, add.clone()).await), @"
    You teach **Rust** now. Nobody else wishes to learn it yet.
    What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
    [Remove Rust]
    ");
    let again = "You teach **Rust** already, so there is nothing to add. `/me` shows everything you teach, and changes it.";
    assert_eq!(shown(trial.presses(RAVI, add).await), again);
    assert!(
        refused(
            trial
                .presses(RAVI, LearningClick::AfterThanks { help: HelpId(9) })
                .await
        )
        .starts_with("I no longer have what that was about.")
    );
    // Who teaches it already is not offered it.
    thanks(&trial, SAM, RAVI, &[("skill", "Rust")])
        .await
        .unwrap();
    assert!(
        !owed(&trial)
            .await
            .iter()
            .any(|(_, text)| text.contains("**Sam**") && text.contains("[Add"))
    );
}
