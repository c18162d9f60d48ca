//! Two or three who teach each other.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;

use super::{are_in, begins_swaps, brings, day, everybody_reads};
use crate::harness::{Player, Story, tell};

const THREAD: &str = "Mia and Ravi · Skill swaps 1";

/// Mia and Ravi swap Python for Rust, and both have read so in their thread.
async fn mia_and_ravi_swap(story: &Story) -> [Player; 2] {
    begins_swaps(story).await;
    let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
    brings(&mia, "python", "rust").await;
    brings(&ravi, "rust", "python").await;
    are_in(story, &["mia", "ravi"]).await;
    story.pass_until(day(3, 10)).await;
    [mia, ravi]
}

#[test]
fn a_swap_from_its_thread_to_a_wish_that_is_served() {
    tell(async |story| {
        let [mia, ravi] = mia_and_ravi_swap(story).await;
        let result = story.player("noor").person.sees();
        assert!(
            result.messages().any(|message| message
                .text
                .contains("One skill swap is on its way: 2 people")),
            "{result}"
        );
        let intro = mia.reads_in(THREAD).await;
        let swap = "**Your swap**\n- @Mia teaches @Ravi **Python**\n- @Ravi teaches @Mia **Rust**";
        assert!(intro.text.contains(swap), "{intro}");
        ravi.reads_in(THREAD).await;
        story.pass(TimeDelta::hours(5)).await;
        mia.clicks(&intro, "We met").await;
        let question = ravi.reads_in(THREAD).await;
        assert!(
            question
                .text
                .starts_with("Lovely that you met! Did it bring each of you what you wished for?"),
            "{question}"
        );
        let answer = mia.clicks(&question, "Yes, I learned it").await;
        assert!(
            answer
                .text
                .starts_with("Wonderful! **Rust** is off the list"),
            "{answer}"
        );
        let thanked = ravi.reads_in(THREAD).await;
        assert_eq!(
            thanked.text,
            "🎉 @Mia learned **Rust** from @Ravi. Thank you!"
        );
        let answer = ravi.clicks(&question, "Keep it on my list").await;
        assert!(
            answer.text.starts_with("**Python** stays on your list."),
            "{answer}"
        );
        assert_eq!(
            story
                .rows("SELECT helper_id, learner_id, through FROM helps")
                .await,
            ["ravi | mia | swap"]
        );
        assert_eq!(story.rows("SELECT member_id FROM wishes").await, ["ravi"]);
        everybody_reads(story).await;
    });
}

#[test]
fn the_answers_work_a_month_later_after_a_restart_and_twice() {
    tell(async |story| {
        let [mia, ravi] = mia_and_ravi_swap(story).await;
        let intro = mia.reads_in(THREAD).await;
        ravi.reads_in(THREAD).await;
        mia.clicks(&intro, "We met").await;
        let question = ravi.reads_in(THREAD).await;
        story.stop_bot().await;
        story.pass(TimeDelta::days(30)).await;
        story.start_bot().await;
        story.settle().await;
        ravi.clicks(&question, "Yes, I learned it").await;
        let again = ravi.clicks(&question, "Yes, I learned it").await;
        assert!(again.text.contains("is on record already"), "{again}");
        assert_eq!(
            story.rows("SELECT helper_id, learner_id FROM helps").await,
            ["mia | ravi"]
        );
        everybody_reads(story).await;
    });
}

#[test]
fn the_same_two_do_not_swap_the_same_again() {
    tell(async |story| {
        mia_and_ravi_swap(story).await;
        // The next two rounds find nobody.
        story.pass(TimeDelta::days(15)).await;
        assert_eq!(story.rows("SELECT count(*) FROM pairings").await, ["1"]);
        assert_eq!(
            story
                .rows("SELECT number, state FROM rounds WHERE state IN ('paired', 'closed') ORDER BY number")
                .await
                .len(),
            3
        );
        everybody_reads(story).await;
    });
}

#[test]
fn three_form_a_ring() {
    tell(async |story| {
        begins_swaps(story).await;
        for (name, teaches, wishes) in [
            ("mia", "python", "go"),
            ("ravi", "rust", "python"),
            ("noor", "go", "rust"),
        ] {
            brings(&story.player(name), teaches, wishes).await;
        }
        are_in(story, &["mia", "ravi", "noor"]).await;
        story.pass_until(day(3, 10)).await;
        let mut legs = story
            .rows("SELECT member_id, teaches_to, (SELECT name FROM skills WHERE skill_id = teaches_skill) FROM seats")
            .await;
        legs.sort();
        assert_eq!(
            legs,
            [
                "mia | ravi | Python",
                "noor | mia | Go",
                "ravi | noor | Rust"
            ]
        );
        everybody_reads(story).await;
    });
}

/// The three of a ring, and the introduction in their thread as Mia reads it. Ravi could teach Mia something, too.
pub(super) async fn three_in_a_ring(story: &Story) -> MessageView {
    begins_swaps(story).await;
    for (name, teaches, wishes) in [
        ("mia", "python", "go, rust"),
        ("ravi", "rust", "python"),
        ("noor", "go", "rust"),
    ] {
        brings(&story.player(name), teaches, wishes).await;
    }
    are_in(story, &["mia", "ravi", "noor"]).await;
    everybody_reads(story).await;
    story.pass_until(day(3, 10)).await;
    story.settle().await;
    let mia = story.player("mia");
    let new = mia.person.unread();
    let intro = new
        .iter()
        .find(|message| message.text.contains("**Your swap**"))
        .unwrap_or_else(|| panic!("{new:#?}"))
        .clone();
    everybody_reads(story).await;
    intro
}

#[test]
fn three_of_a_swap_go_on_as_two() {
    tell(async |story| {
        let intro = three_in_a_ring(story).await;
        let [mia, noor] = ["mia", "noor"].map(|name| story.player(name));
        assert!(
            intro.text.contains("- @Noor teaches @Mia **Go**"),
            "{intro}"
        );
        let said = noor.clicks(&intro, "Can't this time").await;
        assert!(said.text.contains("go on as two"), "{said}");
        let told = mia.reads_in(&intro.channel_name).await;
        assert!(
            told.text
                .starts_with("@Noor can't this time, so it's the two of you: "),
            "{told}"
        );
        // What Mia teaches Ravi stays; what Ravi can teach Mia comes for what went with Noor.
        let mut legs = story
            .rows("SELECT member_id, teaches_to, (SELECT name FROM skills WHERE skill_id = teaches_skill) FROM seats WHERE left_at IS NULL")
            .await;
        legs.sort();
        assert_eq!(legs, ["mia | ravi | Python", "ravi | mia | Rust"]);
        let now = mia.looks_again_at(&intro).await.unwrap();
        assert!(now.text.contains("- @Ravi teaches @Mia **Rust**"), "{now}");
        assert!(!now.text.contains("@Noor"), "{now}");
        mia.clicks(&intro, "We met").await;
        let question = mia.reads_in(&intro.channel_name).await;
        let answer = mia.clicks(&question, "Yes, I learned it").await;
        assert!(answer.text.starts_with("Wonderful! **Rust**"), "{answer}");
        assert_eq!(
            story.rows("SELECT helper_id, learner_id FROM helps").await,
            ["ravi | mia"]
        );
        everybody_reads(story).await;
    });
}

/// Counts themselves in on the page of the one programme there is.
async fn counts_in(player: &Player) {
    let page = player.uses("me", &[]).await;
    let page = player.clicks(&page, "Programmes").await;
    let page = player.clicks(&page, "Open").await;
    player.clicks(&page, "Count me in").await;
}

#[test]
fn where_one_cannot_see_the_channel_a_swap_goes_by_private_messages() {
    tell(async |story| {
        let ada = story.player("ada");
        ada.begins("skill swaps", "managers").await;
        let [mia, noor] = ["mia", "noor"].map(|name| story.player(name));
        brings(&mia, "python", "rust").await;
        brings(&noor, "rust", "python").await;
        for player in [&mia, &noor] {
            counts_in(player).await;
        }
        story.pass_until(day(3, 10)).await;
        assert_eq!(story.rows("SELECT privately FROM pairings").await, ["1"]);
        let told = mia.reads_dm().await;
        for part in [
            "brings you together with **Noor**",
            "**Your swap**\n- **Mia** teaches **Noor** **Python**\n- **Noor** teaches **Mia** **Rust**",
            "There is no thread for it",
        ] {
            assert!(told.text.contains(part), "{part:?} in {told}");
        }
        noor.reads_dm().await;
        mia.clicks(&told, "We met").await;
        let question = mia.reads_dm().await;
        let answer = mia.clicks(&question, "Yes, I learned it").await;
        assert!(answer.text.starts_with("Wonderful! **Rust**"), "{answer}");
        assert_eq!(
            story
                .rows("SELECT helper_id, learner_id, through FROM helps")
                .await,
            ["noor | mia | swap"]
        );
        everybody_reads(story).await;
    });
}

#[test]
fn a_block_keeps_two_apart_and_nobody_reads_why() {
    tell(async |story| {
        begins_swaps(story).await;
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        brings(&mia, "python", "rust").await;
        brings(&ravi, "rust", "python").await;
        mia.blocks("ravi").await;
        let heads_up = are_in(story, &["mia", "ravi"]).await;
        story.pass_until(day(3, 10)).await;
        assert_eq!(story.rows("SELECT count(*) FROM pairings").await, ["0"]);
        assert_eq!(story.rows("SELECT count(*) FROM left_out").await, ["0"]);
        let now = ravi.looks_again_at(&heads_up).await.unwrap();
        assert!(
            now.text.contains("No skill swap works out this time"),
            "{now}"
        );
        everybody_reads(story).await;
    });
}
