//! What a member agrees to, and what they add by forms.

use crate::custom_id::MeClick;
use crate::domain::ids::MemberId;
use crate::features::Reply;
use crate::features::asks::command::ASKFOR;
use crate::features::trial::{DATA, GUILD, MIA, NOOR, RAVI, Trial, button, refused, shown};
use crate::store::choices::{self, Choices};
use crate::store::{blocks, settings};

async fn of(trial: &Trial, member: MemberId) -> Choices {
    choices::of(&mut trial.ctx.store.read().await.unwrap(), GUILD, member)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn quoting_is_off_until_they_say_so_and_the_rest_is_on() {
    let trial = Trial::turned_on().await;
    let fresh = of(&trial, MIA).await;
    assert!(!fresh.quotable);
    assert!(fresh.hosting && fresh.wants_questions && fresh.wants_thanks);
}

#[tokio::test]
async fn each_choice_is_made_and_taken_back_by_the_button_on_its_page() {
    let trial = Trial::turned_on().await;
    for (section, no, yes, chosen) in [
        (
            MeClick::Hosting {},
            "Rather not",
            "I'd like to",
            (|choices| choices.hosting) as fn(&Choices) -> bool,
        ),
        (
            MeClick::Quoting {},
            "Don't quote my thanks",
            "My thanks may be quoted",
            |choices| choices.quotable,
        ),
        (
            MeClick::Messages {},
            "No messages of thanks",
            "Tell me of thanks",
            |choices| choices.wants_thanks,
        ),
        (
            MeClick::Messages {},
            "Don't ask me",
            "You may ask me",
            |choices| choices.wants_questions,
        ),
    ] {
        let usual = chosen(&of(&trial, MIA).await);
        let page = trial.presses(MIA, section).await;
        let (first, second) = if usual { (no, yes) } else { (yes, no) };
        let page = trial.presses(MIA, button(&page, first)).await;
        assert_eq!(chosen(&of(&trial, MIA).await), !usual, "{first}");
        trial.presses(MIA, button(&page, second)).await.unwrap();
        assert_eq!(chosen(&of(&trial, MIA).await), usual, "{second}");
        // Nobody else's choice was touched.
        assert_eq!(of(&trial, RAVI).await, of(&trial, NOOR).await);
    }
}

#[tokio::test]
async fn only_leaders_are_offered_to_sign() {
    let trial = Trial::turned_on().await;
    let offered = async |who| {
        shown(trial.presses(who, MeClick::Home {}).await).contains("[Sign the opening post]")
    };
    assert!(!offered(MIA).await);
    let mut write = trial.ctx.store.write().await.unwrap();
    settings::set_leaders_role(&mut write, GUILD, Some(DATA))
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert!(offered(MIA).await && !offered(RAVI).await);
    // Also where Discord does not say which roles they have.
    let page = trial.presses_in_private(MIA, MeClick::Home {}).await;
    assert!(shown(page).contains("[Sign the opening post]"));
}

#[tokio::test]
async fn somebody_is_blocked_by_name() {
    let trial = Trial::turned_on().await;
    let blocked = async || {
        blocks::set_by(&mut trial.ctx.store.read().await.unwrap(), GUILD, MIA)
            .await
            .unwrap()
    };
    assert!(
        refused(trial.submits(MIA, MeClick::BlockNamed {}, "Mia").await)
            .starts_with("I find nobody here by the name of “Mia”.")
    );
    let which = shown(trial.submits(MIA, MeClick::BlockNamed {}, "a").await);
    assert!(
        which.starts_with("Whom did you mean by “a”?") && which.contains("<Choose whom to block>"),
        "{which}"
    );
    assert!(blocked().await.is_empty());
    let page = trial.submits(MIA, MeClick::BlockNamed {}, "@ravi").await;
    assert!(shown(page).contains("<@13> [Unblock]"));
    assert_eq!(blocked().await, [RAVI]);
}

#[tokio::test]
async fn skills_are_added_from_the_page() {
    let trial = Trial::turned_on().await;
    for (open, title) in [
        (MeClick::Teach {}, "form: I could teach…"),
        (MeClick::Learn {}, "form: I'd like to learn…"),
    ] {
        assert_eq!(shown(trial.presses(MIA, open).await), title);
    }
    let added = trial
        .fills_in(
            MIA,
            MeClick::TeachTyped {},
            &[("skills", "Rust, k8s"), ("level", "daily"), ("note", "")],
        )
        .await;
    assert!(matches!(added, Ok(Reply::Private(_))));
    let text = shown(added);
    assert!(
        text.contains("You teach **Rust** now (“use it daily”).")
            && text.contains("You teach **Kubernetes** now (“use it daily”)."),
        "{text}"
    );
    let wished = trial
        .fills_in(MIA, MeClick::LearnTyped {}, &[("skills", "Rust, Spanish")])
        .await;
    assert!(shown(wished).contains("**Spanish** is on your list of wishes."));
    let refusal = refused(
        trial
            .fills_in(
                MIA,
                MeClick::TeachTyped {},
                &[("skills", "Go"), ("level", "guru")],
            )
            .await,
    );
    assert!(
        refusal.contains("which level “guru” is") && refusal.contains("> Go"),
        "{refusal}"
    );
}

#[tokio::test]
async fn what_was_written_and_not_asked_is_on_their_page_for_a_day() {
    let trial = Trial::turned_on().await;
    let ask = |skill: &'static str| [("skill", skill), ("details", "Where do I begin?")];
    for skill in ["Rust", "Go", "Git"] {
        shown(trial.uses(MIA, &ASKFOR, &ask(skill)).await);
    }
    let refusal = shown(trial.uses(MIA, &ASKFOR, &ask("SQL")).await);
    assert!(refusal.contains("[Try again]"), "{refusal}");
    let asks = trial.presses(MIA, MeClick::Asks { page: 0 }).await;
    let kept = button(&asks, "Ask the team");
    let page = shown(asks);
    assert!(
        page.contains("**SQL** · written and not asked yet") && page.contains("Where do I begin?"),
        "{page}"
    );
    // There is no more room than before, and it is kept on.
    let again = shown(trial.presses(MIA, kept).await);
    assert!(
        again.contains("Three of your questions are open"),
        "{again}"
    );
    // Nobody else sees it.
    let of_ravi = shown(trial.presses(RAVI, MeClick::Asks { page: 0 }).await);
    assert!(!of_ravi.contains("SQL"), "{of_ravi}");
}
