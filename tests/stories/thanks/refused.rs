//! Who cannot be thanked, and skills that are spelled nearly right. What was typed is never lost.

use insta::assert_snapshot;

use crate::harness::{redacted, tell};

const TYPED: (&str, &str) = ("for", "You saved my afternoon!");

#[test]
fn oneself_bots_and_who_left_get_a_sentence_each() {
    tell(async |story| {
        let mia = story.player("mia");
        let reply = mia
            .uses("thanks", &[("member", "mia"), ("skill", "Rust"), TYPED])
            .await;
        assert_snapshot!(redacted(&reply.text), @"
        Well done for helping yourself! Thanks are for somebody else, so nothing was recorded.
        The skill you typed: Rust
        Your words, so that they aren't lost:
        > You saved my afternoon!
        ");
        let reply = mia.uses("thanks", &[("member", "potluck"), TYPED]).await;
        assert_snapshot!(redacted(&reply.text), @"
        Bots don't need thanks, not even me, so nothing was recorded. Whoever set it up might like some.
        Your words, so that they aren't lost:
        > You saved my afternoon!
        ");
        let ravi = story.player("ravi");
        ravi.person.write("general", "Goodbye!").unwrap();
        let goodbye = mia.reads_in("general").await;
        ravi.person.leave().unwrap();
        story.settle().await;
        let used = mia
            .person
            .use_on_message("Thanks for this", &goodbye)
            .await
            .unwrap();
        story.settle().await;
        assert_snapshot!(redacted(&used.message().unwrap().text), @"@Ravi has left the server and would not hear of it, so nothing was recorded.");
        assert_eq!(story.rows("SELECT count(*) FROM helps").await, ["0"]);
        story.player("ada").catches_up().await;
        story.player("noor").catches_up().await;
    });
}

#[test]
fn what_is_spelled_nearly_right_is_asked_about() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        let question = mia
            .uses(
                "thanks",
                &[("member", "ravi"), ("skill", "postgers"), TYPED],
            )
            .await;
        assert_snapshot!(redacted(&question), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /thanks
        You typed “postgers”. Did you mean **PostgreSQL**? Your thanks to @Ravi wait for the answer.
        [ PostgreSQL ] [ No, postgers it is ]
        ");
        ravi.has_no_news().await;
        let answer = mia.clicks(&question, "PostgreSQL").await;
        assert!(answer.text.contains("**PostgreSQL**"), "{answer}");
        let heard = ravi.reads_dm().await;
        assert!(heard.text.contains("> You saved my afternoon!"), "{heard}");
    });
}

#[test]
fn a_skill_that_nobody_knows_is_new() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        mia.uses("thanks", &[("member", "ravi"), ("skill", "Bee keeping")])
            .await;
        ravi.reads_dm().await;
        let suggested = mia
            .person
            .autocomplete("thanks", "skill", "bee", &[("member", "ravi".into())])
            .await
            .unwrap();
        assert!(
            suggested.iter().any(|choice| choice.name == "Bee keeping"),
            "{suggested:?}"
        );
    });
}

#[test]
fn one_skill_at_a_time() {
    tell(async |story| {
        let mia = story.player("mia");
        let reply = mia
            .uses(
                "thanks",
                &[("member", "ravi"), ("skill", "Rust, Go"), TYPED],
            )
            .await;
        assert_snapshot!(redacted(&reply.text), @"
        One skill at a time, please: each gets thanks of its own. Nothing was recorded yet.
        The skill you typed: Rust, Go
        Your words, so that they aren't lost:
        > You saved my afternoon!
        ");
    });
}
