//! The two buttons of the opening post: the same as `/teach` and `/learn`.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::put_up;
use crate::harness::{redacted, tell};

#[test]
fn what_they_could_bring_is_recorded_like_with_teach() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        let post = put_up(story).await;
        let form = ravi.clicks_for_form(&post, "I could teach…").await;
        assert_snapshot!(form, @"
        ╔ I could teach…
        ║ What? Several go with commas *
        ║   [Postgres, public speaking]
        ║ How far can you take somebody?
        ║   [start you off / use it daily / could give a talk]
        ║ What do you like to teach about it?
        ║   [query plans are my hobby]
        ╚ [ Cancel ] [ Submit ]
        ");
        let answer = ravi
            .submits(
                &form,
                &[
                    ("What? Several go with commas", "postgres, Rust"),
                    ("How far can you take somebody?", "use it daily"),
                ],
            )
            .await;
        assert!(answer.ephemeral);
        assert_snapshot!(redacted(&answer), @"
        #help · Potluck (only you can see this)
        ↪ Potluck: ### What could you bring? What would you like to l…
        You teach **PostgreSQL** now (“use it daily”). Nobody else wishes to learn it yet.
        You teach **Rust** now (“use it daily”). Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove PostgreSQL ] [ Remove Rust ]
        ");
        let form = mia.clicks_for_form(&post, "I'd like to learn…").await;
        let answer = mia
            .submits(
                &form,
                &[
                    ("What? Several go with commas", "PostgreSQL"),
                    ("What would you like to know about it?", "indexes"),
                ],
            )
            .await;
        assert_snapshot!(redacted(&answer), @"
        #help · Potluck (only you can see this)
        ↪ Potluck: ### What could you bring? What would you like to l…
        **PostgreSQL** is on your list of wishes. One person teaches it.
        What happens next: when you have a question, `/askfor` finds somebody who knows. `/skills skill:PostgreSQL` shows who teaches it.
        [ Remove PostgreSQL ]
        ");
        assert_eq!(
            story
                .rows("SELECT member_id, name, level FROM offers JOIN skills USING (skill_id) ORDER BY name")
                .await,
            ["ravi | PostgreSQL | daily", "ravi | Rust | daily"]
        );
        assert_eq!(
            story
                .rows("SELECT member_id, name, note FROM wishes JOIN skills USING (skill_id)")
                .await,
            ["mia | PostgreSQL | indexes"]
        );
        // A button removes, and saying it again updates.
        let removed = mia.clicks(&answer, "Remove PostgreSQL").await;
        assert!(
            removed.text.starts_with("Done:") || removed.text.contains("Done:"),
            "{removed}"
        );
        let form = ravi.clicks_for_form(&post, "I could teach…").await;
        let again = ravi
            .submits(&form, &[("What? Several go with commas", "k8s, RUST")])
            .await;
        assert!(
            again.text.contains("Updated: you teach **Rust**"),
            "{again}"
        );
    });
}

#[test]
fn a_near_miss_is_asked_about() {
    tell(async |story| {
        let ravi = story.player("ravi");
        let post = put_up(story).await;
        let form = ravi.clicks_for_form(&post, "I could teach…").await;
        let asked = ravi
            .submits(&form, &[("What? Several go with commas", "kuberntes")])
            .await;
        assert!(
            asked.text.contains("Did you mean **Kubernetes**?"),
            "{asked}"
        );
        let answer = ravi.clicks(&asked, "Kubernetes").await;
        assert!(
            answer.text.contains("You teach **Kubernetes** now"),
            "{answer}"
        );
    });
}

#[test]
fn what_cannot_be_read_is_given_back() {
    tell(async |story| {
        let ravi = story.player("ravi");
        let post = put_up(story).await;
        let form = ravi.clicks_for_form(&post, "I could teach…").await;
        let refused = ravi
            .submits(
                &form,
                &[
                    ("What? Several go with commas", "Rust"),
                    ("How far can you take somebody?", "guru"),
                ],
            )
            .await;
        assert_snapshot!(redacted(&refused), @"
        #help · Potluck (only you can see this)
        ↪ Potluck: ### What could you bring? What would you like to l…
        I can't tell which level “guru” is. It is one of: *can start you off*, *use it daily*, *could give a talk*; or leave it empty.
        Nothing was added. You typed:
        > Rust
        ");
        assert!(story.rows("SELECT 1 FROM offers").await.is_empty());
    });
}

#[test]
fn the_buttons_work_a_month_later_after_a_restart_and_rest_while_it_is_off() {
    tell(async |story| {
        let (ada, ravi) = (story.player("ada"), story.player("ravi"));
        let post = put_up(story).await;
        story.pass(TimeDelta::days(31)).await;
        story.stop_bot().await;
        story.start_bot().await;
        let form = ravi.clicks_for_form(&post, "I could teach…").await;
        let page = ada.uses("settings", &[]).await;
        ada.clicks(&page, "Turn off").await;
        // One has the form open already, another only now presses.
        let late = ravi
            .submits(&form, &[("What? Several go with commas", "Rust")])
            .await;
        let pressed = ravi.clicks(&post, "I'd like to learn…").await;
        for answer in [late, pressed] {
            assert!(
                answer.text.contains("Potluck is not turned on here yet."),
                "{answer}"
            );
        }
        let page = ada.uses("setup", &[]).await;
        ada.clicks(&page, "Turn on").await;
        let form = ravi.clicks_for_form(&post, "I could teach…").await;
        let answer = ravi
            .submits(&form, &[("What? Several go with commas", "Rust")])
            .await;
        assert!(answer.text.contains("You teach **Rust** now"), "{answer}");
    });
}
