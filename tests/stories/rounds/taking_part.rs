//! Who is in a round, and how often: skipping in `/me`, every second round, and a rest after three silent ones.

use discord_sandbox::control::MessageView;

use super::{announced, everybody_reads, march};
use crate::harness::{Player, Story, tell};

/// The page of the only programme, in `/me`.
async fn programme(player: &Player) -> MessageView {
    let page = player.uses("me", &[]).await;
    let page = player.clicks(&page, "Programmes").await;
    player.clicks(&page, "Open").await
}

/// Who sat in a round, in the order of their names.
async fn seated(story: &Story) -> Vec<String> {
    story
        .rows(
            "SELECT number || ' ' || group_concat(name, ' ') FROM (
                 SELECT r.number, m.user_name AS name FROM rounds r JOIN pairings USING (round_id) JOIN seats s USING (pairing_id)
                 JOIN members m ON m.guild_id = s.guild_id AND m.member_id = s.member_id ORDER BY r.number, m.user_name)
             GROUP BY number ORDER BY number",
        )
        .await
}

#[test]
fn the_next_one_is_skipped_in_me_and_not_skipped_after_all() {
    tell(async |story| {
        announced(story, &["mia", "ravi", "noor"]).await;
        let mia = story.player("mia");
        let page = programme(&mia).await;
        assert!(
            page.text.contains("**Next** · 10 March 2026 10:00 UTC"),
            "{page}"
        );
        let page = mia.clicks(&page, "Skip the next one").await;
        assert!(page.text.starts_with("You sit out round 1"), "{page}");
        assert!(page.text.contains(", and you skip it"), "{page}");
        let page = mia.clicks(&page, "Count me in after all").await;
        assert!(!page.text.contains(", and you skip it"), "{page}");
        let page = mia.clicks(&page, "Skip the next one").await;
        assert!(page.button("Count me in after all").is_some(), "{page}");
        story.pass_until(march(10, 11)).await;
        assert_eq!(seated(story).await, ["1 noor ravi"]);
        // It was that one only.
        story.pass_until(march(17, 11)).await;
        assert_eq!(seated(story).await, ["1 noor ravi", "2 mia noor ravi"]);
        // The button of a round that has begun says so.
        let late = mia.clicks(&page, "Count me in after all").await;
        assert!(late.button("Skip the next one").is_none(), "{late}");
        everybody_reads(story).await;
    });
}

#[test]
fn who_likes_every_second_round_is_in_every_second_one() {
    tell(async |story| {
        announced(story, &["mia", "ravi", "noor"]).await;
        let mia = story.player("mia");
        let page = programme(&mia).await;
        mia.chooses(&page, "Choose how often", &["Every two weeks"])
            .await;
        for day in [10, 17, 24] {
            story.pass_until(march(day, 11)).await;
        }
        assert_eq!(
            seated(story).await,
            ["1 mia noor ravi", "2 noor ravi", "3 mia noor ravi"]
        );
        everybody_reads(story).await;
    });
}

/// Where somebody is in a round. An admin sees the others' threads as well, so that it is their own by its name.
async fn thread_of(story: &Story, player: &Player, round: u32) -> String {
    story.settle().await;
    let ends = format!("· Coffee chats {round}");
    let own = player.person.name();
    let sees = player.person.sees();
    sees.places
        .into_iter()
        .map(|place| place.name)
        .find(|name| name.ends_with(&ends) && name.contains(&own))
        .unwrap_or_else(|| panic!("{own} is in no thread of {round}"))
}

#[test]
fn who_is_silent_for_three_rounds_rests_until_one_click() {
    tell(async |story| {
        announced(story, &["mia", "ravi", "noor", "ada"]).await;
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        everybody_reads(story).await;
        for (round, day) in [(1, 10), (2, 17), (3, 24)] {
            story.pass_until(march(day, 11)).await;
            // Noor and Ada write a line. Mia and Ravi do not.
            for name in ["noor", "ada"] {
                let player = story.player(name);
                let thread = thread_of(story, &player, round).await;
                player.person.write(thread.as_str(), "Hello!").unwrap();
            }
            story.settle().await;
            everybody_reads(story).await;
        }
        let states = "SELECT m.user_name, p.state FROM programme_members p JOIN members m USING (member_id) ORDER BY m.user_name";
        assert_eq!(
            story.rows(states).await,
            ["ada | in", "mia | in", "noor | in", "ravi | in"]
        );
        story.pass_until(march(30, 12)).await;
        everybody_reads(story).await;
        story.pass_until(march(31, 11)).await;
        assert_eq!(
            story.rows(states).await,
            ["ada | in", "mia | resting", "noor | in", "ravi | resting"]
        );
        assert_eq!(seated(story).await.last().unwrap(), "4 ada noor");
        // A kind note, with one button.
        let note = mia.reads_dm().await;
        assert!(
            note.text.contains(
                "You seem to have your hands full, so I'm keeping your seat in **Coffee chats**"
            ),
            "{note}"
        );
        let labels: Vec<&str> = note
            .buttons
            .iter()
            .map(|button| button.label.as_str())
            .collect();
        assert_eq!(labels, ["I'm back"]);
        let back = mia.clicks(&note, "I'm back").await;
        assert!(
            back.text
                .contains("Welcome back to **Coffee chats**! The next round is"),
            "{back}"
        );
        // The same in `/me`.
        ravi.reads_dm().await;
        let page = programme(&ravi).await;
        assert!(
            page.text.contains("it was quiet for three rounds"),
            "{page}"
        );
        let page = ravi.clicks(&page, "I'm back").await;
        assert!(page.text.contains("**You** · you are in it"), "{page}");
        everybody_reads(story).await;
        story
            .pass_until(march(31, 11) + chrono::TimeDelta::days(7))
            .await;
        assert_eq!(seated(story).await.last().unwrap(), "5 ada mia noor ravi");
        everybody_reads(story).await;
    });
}
