//! "Did you mean …?": what is spelled much like something known is asked about, and never merged unasked.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::{learns, offers, wishes};
use crate::harness::tell;

#[test]
fn a_near_miss_is_asked_about_and_the_rest_is_recorded_at_once() {
    tell(async |story| {
        let ravi = story.player("ravi");
        let reply = ravi
            .uses(
                "teach",
                &[
                    ("skill", "kuberntes, rust, postgers"),
                    ("level", "could give a talk"),
                ],
            )
            .await;
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this)
        ↪ Ravi used /teach
        You teach **Rust** now (“could give a talk”). Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove Rust ]
        ───
        You typed “kuberntes”. Did you mean **Kubernetes**?
        [ Kubernetes ] [ No, kuberntes it is ]
        ");
        assert_eq!(offers(story).await, ["ravi | Rust | talk | -"]);
        // One question after the other, in the same message.
        let reply = ravi.clicks(&reply, "Kubernetes").await;
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /teach
        You teach **Rust** now (“could give a talk”). Nobody else wishes to learn it yet.
        You teach **Kubernetes** now (“could give a talk”). Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove Rust ] [ Remove Kubernetes ]
        ───
        You typed “postgers”. Did you mean **PostgreSQL**?
        [ PostgreSQL ] [ No, postgers it is ]
        ");
        let reply = ravi.clicks(&reply, "No, postgers it is").await;
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ravi used /teach
        You teach **Rust** now (“could give a talk”). Nobody else wishes to learn it yet.
        You teach **Kubernetes** now (“could give a talk”). Nobody else wishes to learn it yet.
        You teach **postgers** now (“could give a talk”). Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove Rust ] [ Remove Kubernetes ] [ Remove postgers ]
        ");
        assert_eq!(
            offers(story).await,
            [
                "ravi | Kubernetes | talk | -",
                "ravi | postgers | talk | -",
                "ravi | Rust | talk | -"
            ]
        );
    });
}

#[test]
fn a_wish_that_is_nearly_known_is_asked_about_too() {
    tell(async |story| {
        let mia = story.player("mia");
        let reply = mia
            .uses("learn", &[("skill", "kuberntes"), ("note", "from zero")])
            .await;
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /learn
        You typed “kuberntes”. Did you mean **Kubernetes**?
        [ Kubernetes ] [ No, kuberntes it is ]
        ");
        assert!(wishes(story).await.is_empty());
        mia.clicks(&reply, "Kubernetes").await;
        assert_eq!(wishes(story).await, ["mia | Kubernetes | from zero"]);
    });
}

#[test]
fn what_somebody_here_teaches_is_near_as_well() {
    tell(async |story| {
        story.player("ravi").teaches("Zymurgy").await;
        let reply = learns(&story.player("mia"), "zymurgi").await;
        assert!(
            reply
                .text
                .contains("You typed “zymurgi”. Did you mean **Zymurgy**?"),
            "{reply}"
        );
    });
}

#[test]
fn answered_on_an_old_screen_it_says_that_it_was() {
    tell(async |story| {
        let mia = story.player("mia");
        let reply = learns(&mia, "kuberntes").await;
        let (yes, no) = (
            reply.buttons[0].custom_id.clone().unwrap(),
            reply.buttons[1].custom_id.clone().unwrap(),
        );
        // The second press is under way before the first has changed the message.
        let (first, second) = tokio::join!(
            mia.person.click(&reply, yes.as_str()),
            mia.person.click(&reply, no.as_str())
        );
        story.settle().await;
        let texts = [
            first.unwrap().message().unwrap().text.clone(),
            second.unwrap().message().unwrap().text.clone(),
        ];
        let late = texts
            .iter()
            .filter(|text| text.starts_with("You have answered that about “kuberntes” already."))
            .count();
        assert_eq!(late, 1, "{texts:?}");
        assert_eq!(wishes(story).await.len(), 1);
        mia.catches_up().await;
    });
}

#[test]
fn a_question_lives_a_day_restarts_included() {
    tell(async |story| {
        let mia = story.player("mia");
        let first = learns(&mia, "kuberntes").await;
        story.pass(TimeDelta::hours(20)).await;
        story.kill_bot().await;
        story.start_bot().await;
        let second = learns(&mia, "postgers").await;
        mia.clicks(&first, "Kubernetes").await;
        story.pass(TimeDelta::hours(25)).await;
        assert_snapshot!(mia.clicks(&second, "PostgreSQL").await, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: You typed “postgers”. Did you mean **PostgreSQL**?
        That question is more than a day old, so I no longer have what you typed. Please use `/teach` or `/learn` again.
        ");
        assert_eq!(wishes(story).await, ["mia | Kubernetes | -"]);
        assert_eq!(story.rows("SELECT count(*) FROM drafts").await, ["0"]);
    });
}
