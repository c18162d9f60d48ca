//! Tests of withdrawing quotes.

use super::*;
use crate::custom_id::MeClick;
use crate::delivery::{MessageRef, Place, Purpose, Receipt};
use crate::domain::ids::{HelpId, LessonId, MessageId, OutboxId};
use crate::features::trial::{GUILD, MANAGERS, MIA, NOOR, RAVI, SAM, Trial};
use crate::post::{Button, File};
use crate::store::outbox::{self, End, Lane, Owed};

const LESSON: QuoteOf = QuoteOf::Lesson(LessonId(3));

fn thanks(help: i64, text: &str) -> Quote {
    Quote {
        of: QuoteOf::Thanks(HelpId(help)),
        text: text.to_owned(),
        button: None,
    }
}

/// A post that quotes two thank-yous and a lesson.
fn quoting() -> Post {
    let lesson = Quote {
        of: LESSON,
        text: "> Read the plan".to_owned(),
        button: Some(Button::plain("Load", MeClick::Load {})),
    };
    Post::text("The week")
        .and_quotes(
            "**Thank you**",
            vec![thanks(1, "> one"), thanks(2, "> two")],
        )
        .and_quotes("**Learned**", vec![lesson])
}

fn without(of: QuoteOf) -> Post {
    let post = quoting().requoted(|quote| (quote.of != of).then(|| quote.clone()));
    post.expect("it quotes that")
}

async fn owes(trial: &Trial, delivery: Delivery) -> OutboxId {
    let mut write = trial.ctx.store.write().await.unwrap();
    let owed = Owed {
        guild: GUILD,
        lane: Lane::Guild(GUILD),
        delivery,
        receipt: Receipt::Nothing,
        purpose: Purpose::Answer,
        about: None,
        not_before: trial.clock.now(),
    };
    let row = outbox::owe(&mut write, owed, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    row
}

fn send(post: Post) -> Delivery {
    let to = Place::Channel(MANAGERS);
    Delivery::Send { to, post }
}

async fn sent(trial: &Trial, row: OutboxId, message: i64) {
    let mut write = trial.ctx.store.write().await.unwrap();
    let place = Some((MANAGERS, Some(MessageId(message))));
    outbox::conclude(&mut write, row, &End::Done(place), trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

async fn withdraws(trial: &Trial, of: QuoteOf) {
    let mut write = trial.ctx.store.write().await.unwrap();
    withdraw(&mut write, GUILD, of, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

async fn says(trial: &Trial, row: OutboxId) -> Delivery {
    let mut read = trial.ctx.store.read().await.unwrap();
    outbox::delivery_of(&mut read, row).await.unwrap().unwrap()
}

/// The changes that are owed, oldest first: of which message, and what it says then.
async fn edits(trial: &Trial) -> Vec<(MessageRef, Post)> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let owed = rows::to_be_changed(&mut read, GUILD).await.unwrap();
    owed.into_iter()
        .map(|(_, delivery)| match delivery {
            Delivery::Edit { message, post } => (message, post),
            other => panic!("{other:?} is no edit"),
        })
        .collect()
}

fn at(message: i64) -> MessageRef {
    MessageRef::At(MANAGERS, MessageId(message))
}

#[tokio::test]
async fn what_waits_says_the_rest_and_what_was_sent_is_changed_once() {
    let trial = Trial::turned_on().await;
    let picture = File {
        name: "digest.png".to_owned(),
        bytes: vec![1],
        description: Some("a line".to_owned()),
    };
    let with_files = Post {
        files: vec![picture],
        ..quoting()
    };
    let digest = owes(&trial, send(with_files.as_sent())).await;
    sent(&trial, digest, 71).await;
    let elsewhere = owes(&trial, send(Post::text("> one"))).await;
    sent(&trial, elsewhere, 72).await;
    let waits = owes(&trial, send(quoting())).await;
    let begun = owes(&trial, send(quoting())).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    outbox::begin(&mut write, begun, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();

    let one = QuoteOf::Thanks(HelpId(1));
    withdraws(&trial, one).await;
    for row in [waits, begun] {
        assert_eq!(says(&trial, row).await, send(without(one)));
    }
    let kept = with_files.as_sent().kept;
    let changed = Post {
        kept,
        ..without(one)
    };
    let expected = [
        (at(71), changed.clone()),
        (MessageRef::Sent(begun), without(one)),
    ];
    assert_eq!(edits(&trial).await, expected);
    withdraws(&trial, one).await;
    assert_eq!(edits(&trial).await, expected, "it is gone already");

    // The next goes from the changes that are owed: no other follows.
    let two = QuoteOf::Thanks(HelpId(2));
    withdraws(&trial, two).await;
    let (message, post) = edits(&trial).await.remove(0);
    assert_eq!(message, at(71));
    assert_eq!(
        post.blocks,
        [
            without(one).blocks[0].clone(),
            without(one).blocks[2].clone()
        ]
    );
    assert_eq!(post.kept, changed.kept, "it keeps its files");
    assert_eq!(says(&trial, elsewhere).await, send(Post::text("> one")));
}

#[tokio::test]
async fn what_was_said_otherwise_since_is_quoted_so() {
    let trial = Trial::turned_on().await;
    let row = owes(&trial, send(quoting())).await;
    sent(&trial, row, 71).await;
    let now = trial.clock.now();
    let mut write = trial.ctx.store.write().await.unwrap();
    say_anew(&mut write, GUILD, LESSON, "> Read the plan twice", now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let edits = edits(&trial).await;
    assert_eq!(edits.len(), 1);
    let Some(Block::Quotes(learned)) = edits[0].1.blocks.last() else {
        panic!("no quotes: {edits:?}")
    };
    assert_eq!(learned.quotes[0].text, "> Read the plan twice");
    assert!(learned.quotes[0].button.is_some());
    let mut write = trial.ctx.store.write().await.unwrap();
    say_anew(&mut write, GUILD, LESSON, "> Read the plan twice", now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(
        super::tests::edits(&trial).await,
        edits,
        "it says so already"
    );
}

/// Thanks from one to another on record; both agreed, unless said otherwise.
async fn thanked(trial: &Trial, by: MemberId, to: MemberId) -> HelpId {
    let mut write = trial.ctx.store.write().await.unwrap();
    let now = trial.clock.now();
    let thanks = crate::store::helps::Thanks {
        guild: GUILD,
        helper: to,
        learner: by,
        skill: None,
        words: Some("Great"),
        counts: true,
    };
    let help = crate::store::helps::record_thanks(&mut write, thanks, now)
        .await
        .unwrap();
    for member in [by, to] {
        agree(&mut write, member, true).await;
    }
    write.commit().await.unwrap();
    help
}

async fn agree(write: &mut Write, member: MemberId, given: bool) {
    use crate::store::choices::{self, Consent};
    choices::set_consent(write, GUILD, member, Consent::Quotable, given)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_members_thanks_are_withdrawn_whoever_wrote_them() {
    let trial = Trial::turned_on().await;
    let mut quotes = Vec::new();
    for (by, to) in [(MIA, RAVI), (RAVI, NOOR), (MIA, SAM)] {
        let help = thanked(&trial, by, to).await;
        quotes.push(thanks(help.0, "> thanks"));
    }
    let others = quotes[2].clone();
    let row = owes(&trial, send(Post::default().and_quotes("", quotes))).await;
    let mut write = trial.ctx.store.write().await.unwrap();
    withdraw_thanks_of(&mut write, GUILD, RAVI, trial.clock.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let left = Post::default().and_quotes("", vec![others]);
    assert_eq!(says(&trial, row).await, send(left));
}

#[tokio::test]
async fn what_was_made_a_moment_ago_quotes_only_what_may_be_quoted_still() {
    let trial = Trial::turned_on().await;
    let first = thanked(&trial, MIA, RAVI).await;
    let second = thanked(&trial, SAM, NOOR).await;
    let quotes = |helps: &[HelpId]| {
        helps
            .iter()
            .map(|help| thanks(help.0, "> thanks"))
            .collect()
    };
    let post = Post::text("Week").and_quotes("T", quotes(&[first, second]));
    let mut write = trial.ctx.store.write().await.unwrap();
    let same = still_quoting(&mut write, post.clone()).await.unwrap();
    assert_eq!(same, post);
    agree(&mut write, RAVI, false).await;
    let less = still_quoting(&mut write, post).await.unwrap();
    assert_eq!(less, Post::text("Week").and_quotes("T", quotes(&[second])));
    agree(&mut write, SAM, false).await;
    assert_eq!(
        still_quoting(&mut write, less).await.unwrap(),
        Post::text("Week")
    );
}

/// Among very many rows, those that quote are found by an index.
#[tokio::test]
async fn rows_that_quote_are_found_without_a_look_at_the_others() {
    let trial = Trial::turned_on().await;
    let source = include_str!("../../store/privacy/messages.rs");
    let query = source.split("pub async fn quoting").nth(1).unwrap();
    let query = query.split("r#\"").nth(1).unwrap();
    let query = query.split("\"#").next().unwrap();
    let plan: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")))
            .bind(GUILD.0)
            .fetch_all(&mut *trial.ctx.store.read().await.unwrap())
            .await
            .unwrap();
    let found = plan.iter().any(|step| {
        step.3
            .starts_with("SEARCH outbox USING INDEX outbox_quoting")
    });
    assert!(found, "{plan:?}");
    let row = owes(&trial, send(quoting())).await;
    owes(&trial, send(Post::text("{\"quotes\":{"))).await;
    let mut read = trial.ctx.store.read().await.unwrap();
    let found = rows::quoting(&mut read, GUILD).await.unwrap();
    let found: Vec<OutboxId> = found.into_iter().map(|row| row.id).collect();
    assert_eq!(found, [row], "and not what somebody wrote");
}
