//! Discord has an outage and the server is gone for a while: nothing is concluded from it, everything waits, and once it is back,
//! all of it happens once.

use chrono::TimeDelta;
use discord_sandbox::control::MessageView;
use discord_sandbox::faults::Fault;

use crate::harness::{Player, Story, tell};

const THREAD: &str = "PostgreSQL: Mia and Ravi";

/// Mia's ask about Postgres, which Ravi teaches, and his invitation.
async fn mia_asks(story: &Story) -> (Player, Player, MessageView) {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.uses("teach", &[("skill", "postgres")]).await;
    mia.uses(
        "askfor",
        &[("skill", "postgres"), ("details", "My report is slow.")],
    )
    .await;
    let invitation = ravi.reads_dm().await;
    (mia, ravi, invitation)
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

/// Everything in the database that an outage must leave as it is.
async fn state(story: &Story) -> Vec<String> {
    let mut state = story
        .rows("SELECT ask_id, state, due, wave FROM asks ORDER BY ask_id")
        .await;
    state.extend(
        story
            .rows("SELECT member_id, left_at FROM members ORDER BY member_id")
            .await,
    );
    state.extend(
        story
            .rows("SELECT invitation_id, state FROM invitations ORDER BY invitation_id")
            .await,
    );
    state.extend(
        story
            .rows("SELECT outbox_id, state, attempts FROM outbox ORDER BY outbox_id")
            .await,
    );
    state.extend(story.rows("SELECT gone_at FROM guilds").await);
    state
}

/// How many requests about the server Discord refused because it was out.
fn refused(story: &Story) -> usize {
    let requests = story.sandbox.requests();
    let refused = requests
        .iter()
        .filter(|request| request.code == Some(130_000));
    refused.count()
}

#[test]
fn what_comes_due_during_an_outage_happens_once_after_it() {
    tell(async |story| {
        mia_asks(story).await;
        everybody_reads(story).await;
        let before = state(story).await;
        story.suffer(Fault::GuildUnavailable);
        // Long past the invitation's two working days, and the four hours after which the next three would be asked.
        story.pass(TimeDelta::days(6)).await;
        assert_eq!(state(story).await, before, "nothing happened");
        assert_eq!(refused(story), 0, "and nothing was tried");
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let lapsed = "SELECT state FROM invitations";
        assert_eq!(story.rows(lapsed).await, ["lapsed"]);
        let told = story
            .rows("SELECT count(*) FROM outbox WHERE addressee IS NOT NULL")
            .await;
        everybody_reads(story).await;
        story.suffer(Fault::GuildUnavailable);
        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::minutes(1)).await;
        let again = story
            .rows("SELECT count(*) FROM outbox WHERE addressee IS NOT NULL")
            .await;
        assert_eq!(again, told, "once");
    });
}

#[test]
fn what_is_owed_waits_for_the_end_of_an_outage() {
    tell(async |story| {
        let (mia, ravi, invitation) = mia_asks(story).await;
        everybody_reads(story).await;
        story.suffer(Fault::GuildUnavailable);
        // A private message is no part of the server, and its buttons work.
        ravi.clicks(&invitation, "I can help").await;
        story.pass(TimeDelta::days(2)).await;
        assert!(mia.person.sees().place(THREAD).is_none());
        assert_eq!(refused(story), 0, "nothing was tried");
        story.sandbox.clear_faults().unwrap();
        mia.reads_in(THREAD).await;
        ravi.reads_in(THREAD).await;
        everybody_reads(story).await;
    });
}

#[test]
fn what_was_begun_when_the_outage_came_is_not_given_up() {
    tell(async |story| {
        // Discord refuses before it says why.
        story.suffer(Fault::ServerError {
            method: Some("POST".into()),
            route: Some("/channels/{channel_id}/messages".into()),
            times: 1,
            status: Some(503),
            after_effect: false,
        });
        let mia = story.player("mia");
        mia.uses(
            "askfor",
            &[("skill", "postgres"), ("details", "My report is slow.")],
        )
        .await;
        story.suffer(Fault::GuildUnavailable);
        story.pass(TimeDelta::days(3)).await;
        assert_eq!(refused(story), 0, "nothing was tried");
        story.sandbox.clear_faults().unwrap();
        story.settle().await;
        let post = story.player("noor").reads_in("help").await;
        assert!(post.button("I can help").is_some(), "{post}");
        everybody_reads(story).await;
    });
}

#[test]
fn a_bot_that_starts_during_an_outage_waits_like_one_that_was_there() {
    tell(async |story| {
        let (mia, ravi, invitation) = mia_asks(story).await;
        everybody_reads(story).await;
        story.stop_bot().await;
        story.suffer(Fault::GuildUnavailable);
        story.start_bot().await;
        let before = state(story).await;
        story.pass(TimeDelta::hours(20)).await;
        assert_eq!(state(story).await, before, "nothing happened");
        ravi.clicks(&invitation, "I can help").await;
        story.kill_bot().await;
        story.start_bot().await;
        assert_eq!(refused(story), 0, "nothing was tried");
        story.sandbox.clear_faults().unwrap();
        mia.reads_in(THREAD).await;
        everybody_reads(story).await;
    });
}

#[test]
fn who_left_during_an_outage_has_left_once_discord_says_so() {
    tell(async |story| {
        let (_, ravi, _) = mia_asks(story).await;
        everybody_reads(story).await;
        story.suffer(Fault::GuildUnavailable);
        ravi.person.leave().unwrap();
        story.pass(TimeDelta::hours(2)).await;
        let gone = "SELECT member_id FROM members WHERE left_at IS NOT NULL";
        assert_eq!(story.rows(gone).await, Vec::<String>::new());
        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::minutes(2)).await;
        assert_eq!(story.rows(gone).await, ["ravi"]);
        everybody_reads(story).await;
    });
}
