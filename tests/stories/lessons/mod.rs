//! Lessons: written where a question ends, found by whoever asks next.

mod searching;
mod writing;

use discord_sandbox::control::MessageView;

use crate::harness::Story;

/// Ravi asks, Noor helps, and Ravi writes down what he learned. Gives his last answer; the others have read what there was.
pub(crate) async fn learns(story: &Story, skill: &str, lesson: &str) -> MessageView {
    let page = solves(story, skill).await;
    let ravi = story.player("ravi");
    let form = ravi.clicks_for_form(&page, "Write down a lesson").await;
    let page = ravi.submits(&form, &[("lesson", lesson)]).await;
    let done = ravi.clicks(&page, "Done").await;
    everybody_catches_up(story).await;
    done
}

/// Ravi asks, Noor helps, and Ravi opens the Solved page. `skill` is written as Potluck writes it.
async fn solves(story: &Story, skill: &str) -> MessageView {
    let [ravi, noor] = ["ravi", "noor"].map(|name| story.player(name));
    let mut answer = ravi.asks_for(skill).await;
    if answer.button("Ask the team").is_some() {
        answer = ravi.clicks(&answer, "Ask the team").await;
    }
    assert!(answer.text.contains("goes up"), "{answer}");
    let post = noor.reads_in("help").await;
    noor.clicks(&post, "I can help").await;
    let opening = ravi.reads_in(&format!("{skill}: Ravi and Noor")).await;
    ravi.clicks(&opening, "Solved").await
}

async fn everybody_catches_up(story: &Story) {
    for name in ["mia", "ravi", "noor", "ada"] {
        story.player(name).catches_up().await;
    }
}

/// The lessons there are: author, skill, text.
async fn lessons(story: &Story) -> Vec<String> {
    story
        .rows("SELECT author_id, name, text FROM lessons JOIN skills USING (skill_id) ORDER BY lesson_id")
        .await
}
