//! What is asked and said of a meeting: not yet, once more, and what somebody learned in it.

use super::{everybody_reads, introduction, march, new_in_threads, paired};
use crate::harness::tell;

#[test]
fn who_has_not_met_yet_is_asked_once_more_and_may_answer_until_the_next_round() {
    tell(async |story| {
        paired(story, &["mia", "ravi"]).await;
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        let intro = introduction(story, &mia).await;
        ravi.clicks(&intro, "It's planned").await;
        everybody_reads(story).await;
        // On Thursday, three working days before the next round.
        story.pass_until(march(12, 10)).await;
        let asked = new_in_threads(story, &mia).await.remove(0);
        let said = mia.clicks(&asked, "Not yet").await;
        for part in [
            "No hurry. I'll ask once more",
            "**We met** works until Tuesday, 17 March 2026 10:00",
        ] {
            assert!(said.text.contains(part), "{part:?} in {said}");
        }
        everybody_reads(story).await;
        story.pass_until(march(13, 17)).await;
        assert!(new_in_threads(story, &mia).await.is_empty());
        // Two days later is a Saturday, so it waits until Monday morning.
        story.pass_until(march(16, 9)).await;
        let again = new_in_threads(story, &ravi).await;
        assert_eq!(again.len(), 1, "{again:#?}");
        assert!(
            again[0]
                .text
                .contains("has your chat happened meanwhile? I won't ask again"),
            "{}",
            again[0]
        );
        let said = mia.clicks(&again[0], "Not yet").await;
        assert!(
            said.text.starts_with("No hurry: **We met** works until"),
            "{said}"
        );
        everybody_reads(story).await;
        // Nothing more is asked, and a minute before the next round the first question is answered.
        story
            .pass_until(march(17, 10) - chrono::TimeDelta::minutes(1))
            .await;
        assert!(new_in_threads(story, &mia).await.is_empty());
        let how = ravi.clicks(&asked, "We met").await;
        assert!(how.text.contains("How was it?"), "{how}");
        assert_eq!(story.rows("SELECT state FROM pairings").await, ["met"]);
        everybody_reads(story).await;
        story.pass_until(march(17, 10)).await;
        let late = mia.clicks(&asked, "Not yet").await;
        assert!(late.text.contains("has ended"), "{late}");
        everybody_reads(story).await;
    });
}

#[test]
fn a_lesson_from_a_meeting_is_found_by_whoever_looks_for_it() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("sql").await;
        paired(story, &["mia", "ravi"]).await;
        let intro = introduction(story, &mia).await;
        let how = mia.clicks(&intro, "We met").await;
        let about = mia.clicks(&how, "Write down what I learned").await;
        let form = mia
            .person
            .choose(&about, "Choose a skill", &["SQL"])
            .await
            .unwrap();
        let form = form.modal().unwrap().clone();
        let field = form.fields[0].label.clone();
        let lesson = "An index on two columns helps only from the first on.";
        let written = mia.submits(&form, &[(&field, lesson)]).await;
        assert!(
            written.text.starts_with("Written down under **SQL**"),
            "{written}"
        );
        let found = noor.uses("lessons", &[("search", "index")]).await;
        for part in ["**SQL** · @Mia · ", lesson] {
            assert!(found.text.contains(part), "{part:?} in {found}");
        }
        // She reads it again where she wrote it, and may change it.
        let how = mia.clicks(&intro, "We met").await;
        assert!(how.text.contains(lesson), "{how}");
        assert!(how.button("Change what I learned").is_some(), "{how}");
        everybody_reads(story).await;
    });
}
