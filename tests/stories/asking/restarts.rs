//! The bot is stopped, or dies, between every two steps of an ask.

use chrono::TimeDelta;

use super::THREAD;
use crate::harness::{Story, tell};

/// How the bot ends between two steps.
#[derive(Clone, Copy)]
enum End {
    Stopped,
    Killed,
}

impl End {
    async fn and_back(self, story: &mut Story) {
        story.settle().await;
        match self {
            Self::Stopped => story.stop_bot().await,
            Self::Killed => story.kill_bot().await,
        }
        story.start_bot().await;
    }
}

#[test]
fn an_ask_goes_on_when_the_bot_is_stopped_between_any_two_steps() {
    tell(async |story| to_the_end(story, End::Stopped).await);
}

#[test]
fn an_ask_goes_on_when_the_bot_dies_between_any_two_steps() {
    tell(async |story| to_the_end(story, End::Killed).await);
}

async fn to_the_end(story: &mut Story, end: End) {
    let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
    ravi.teaches("postgres").await;
    noor.teaches("postgres").await;
    end.and_back(story).await;
    let form = mia.opens("askfor", &[("skill", "postgres")]).await;
    end.and_back(story).await;
    mia.submits(&form, &[("details", "My report is slow.")])
        .await;
    end.and_back(story).await;
    let post = noor.reads_in("help").await;
    let (ravis, noors) = (ravi.reads_dm().await, noor.reads_dm().await);
    noor.clicks(&noors, "Not now").await;
    end.and_back(story).await;
    ravi.clicks(&ravis, "I can help").await;
    end.and_back(story).await;
    let opening = mia.reads_in(THREAD).await;
    ravi.clicks(&opening, "I can't after all").await;
    end.and_back(story).await;
    mia.reads_in(THREAD).await;
    ravi.clicks(&post, "I can help").await;
    end.and_back(story).await;
    mia.reads_in(THREAD).await;
    story.pass(TimeDelta::days(3)).await;
    end.and_back(story).await;
    let question = mia.reads_in(THREAD).await;
    let page = mia.clicks(&question, "Solved").await;
    end.and_back(story).await;
    let page = mia.clicks(&page, "🙂").await;
    end.and_back(story).await;
    let form = mia.clicks_for_form(&page, "Write a thank-you").await;
    end.and_back(story).await;
    let page = mia.submits(&form, &[("thanks", "Thank you!")]).await;
    end.and_back(story).await;
    mia.clicks(&page, "Done").await;
    end.and_back(story).await;
    ravi.catches_up().await;
    assert_eq!(story.rows("SELECT helper_id, learner_id, asks.face, helps.thanks FROM helps JOIN asks USING (ask_id)").await, ["ravi | mia | 3 | Thank you!"]);
    let posts = noor.person.sees();
    assert_eq!(
        posts
            .place("help")
            .unwrap()
            .messages
            .iter()
            .filter(|message| message.text.contains("PostgreSQL"))
            .count(),
        1
    );
}

#[test]
fn what_fell_due_while_the_bot_was_away_happens_once_when_it_is_back() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        ravi.reads_dm().await;
        noor.teaches("postgres").await;
        story.kill_bot().await;
        story.pass(TimeDelta::days(6)).await;
        story.start_bot().await;
        assert_eq!(
            story.rows("SELECT member_id, state FROM invitations").await,
            ["ravi | lapsed", "noor | open"]
        );
        noor.reads_dm().await;
        noor.has_no_news().await;
        mia.has_no_news().await;
    });
}
