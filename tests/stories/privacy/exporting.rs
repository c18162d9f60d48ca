//! Mia has everything that is held about her handed out.

use serde_json::Value;

use crate::harness::{redacted, tell};
use insta::assert_snapshot;

#[test]
fn mia_reads_everything_that_is_held_about_her() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        mia.uses("learn", &[("skill", "Rust"), ("note", "some day")])
            .await;
        mia.asks_for("postgres").await;
        noor.catches_up().await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        mia.catches_up().await;

        let answer = mia.uses("privacy export", &[]).await;
        assert!(answer.ephemeral);
        assert_snapshot!(redacted(&answer), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /privacy export
        Here is everything I hold about you in **Hearth & Co**. Only you see this, and the file is plain text that any editor opens.
        -# `/privacy forget` has me forget all of it.
        📎 potluck-privacy-export.json
        ");
        let file: Value = serde_json::from_slice(&answer.files[0].bytes).unwrap();
        assert_eq!(file["server"], "Hearth & Co");
        assert_eq!(file["you"]["name"], "Mia");
        assert_eq!(file["you_would_like_to_learn"][0]["skill"], "Rust");
        assert_eq!(file["you_would_like_to_learn"][0]["note"], "some day");
        assert_eq!(file["your_questions"][0]["details"], "My report is slow.");
        assert_eq!(
            file["your_questions"][0]["asked_at"],
            "2026-03-04T10:00:00Z"
        );

        // Ravi's has his part in it, and none of what she keeps to herself.
        let answer = ravi.uses("privacy export", &[]).await;
        let file: Value = serde_json::from_slice(&answer.files[0].bytes).unwrap();
        assert_eq!(file["questions_you_took_on"][0]["skill"], "PostgreSQL");
        assert_eq!(file["invitations"][0]["state"], "accepted");
        assert!(!file.to_string().contains("some day"));
    });
}
