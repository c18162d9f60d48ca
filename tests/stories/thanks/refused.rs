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
        assert_snapshot!(redacted(&reply.text), @"");
        let reply = mia.uses("thanks", &[("member", "potluck"), TYPED]).await;
        assert_snapshot!(redacted(&reply.text), @"");
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
        assert_snapshot!(redacted(&used.message().unwrap().text), @"");
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
            .uses("thanks", &[("member", "ravi"), ("skill", "postgers"), TYPED])
            .await;
        assert_snapshot!(redacted(&question), @"");
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
            .autocomplete("thanks", &[("member", "ravi".into())], "skill", "bee")
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
            .uses("thanks", &[("member", "ravi"), ("skill", "Rust, Go"), TYPED])
            .await;
        assert_snapshot!(redacted(&reply.text), @"");
    });
}
