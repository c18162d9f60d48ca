//! Wishes that nobody can serve.

use super::{are_in, begins_swaps, day, everybody_reads};
use crate::harness::{Story, tell};

/// What the channel was asked so far, oldest first.
fn calls(story: &Story) -> Vec<String> {
    let view = story.player("noor").person.sees();
    view.place("general")
        .into_iter()
        .flat_map(|place| &place.messages)
        .filter(|message| message.text.contains("nobody can serve yet"))
        .map(|message| message.text.clone())
        .collect()
}

#[test]
fn an_open_call_names_nobody_and_is_answered_by_anybody() {
    tell(async |story| {
        begins_swaps(story).await;
        let mia = story.player("mia");
        mia.uses("learn", &[("skill", "rust")]).await;
        are_in(story, &["mia"]).await;
        story.pass_until(day(3, 10)).await;
        assert_eq!(
            calls(story),
            [
                "Here is a wish that nobody can serve yet:\n- **Rust**: one person wishes to learn it\nCould you start someone off with it? The first steps are plenty."
            ]
        );
        let noor = story.player("noor");
        let call = noor
            .person
            .sees()
            .messages()
            .find(|message| message.button("I could teach Rust").is_some())
            .cloned()
            .unwrap();
        let answer = noor.clicks(&call, "I could teach Rust").await;
        assert!(
            answer.text.starts_with("You teach **Rust** now"),
            "{answer}"
        );
        let again = noor.clicks(&call, "I could teach Rust").await;
        assert!(
            again.text.starts_with("You teach **Rust** already"),
            "{again}"
        );
        everybody_reads(story).await;
    });
}

#[test]
fn a_skill_is_called_for_once_in_four_weeks() {
    tell(async |story| {
        begins_swaps(story).await;
        story
            .player("mia")
            .uses("learn", &[("skill", "rust")])
            .await;
        are_in(story, &["mia"]).await;
        for (days, expected) in [(3, 1), (10, 1), (17, 1), (24, 1)] {
            story.pass_until(day(days, 11)).await;
            assert_eq!(calls(story).len(), expected, "after {days} days");
        }
        // Four weeks after the first; the clocks went forward on 29 March.
        story
            .pass_until(day(29, 11) + chrono::TimeDelta::days(2))
            .await;
        assert_eq!(calls(story).len(), 2);
        everybody_reads(story).await;
    });
}
