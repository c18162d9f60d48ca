//! From the question to the thanks.

use chrono::TimeDelta;

use super::{Asked, DETAILS, THREAD, Taken, in_me, mia_asks, ravi_helps};
use crate::harness::tell;

#[test]
fn from_the_question_until_it_is_closed_nobody_learns_who_asked() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            opening,
            told,
            search,
        } = ravi_helps(story).await;
        assert!(
            opening.text.contains("Somebody asked anonymously"),
            "{opening}"
        );
        assert!(
            told.text.contains("Ravi can help you with PostgreSQL")
                || told.text.contains("**Ravi** can help you"),
            "{told}"
        );
        assert!(told.text.contains("Fewer of these?"), "{told}");
        let members = noor.person.sees().place(THREAD).unwrap().members.clone();
        assert!(!members.contains(&"Mia".to_owned()), "{members:?}");
        search.finds_only_the_link(story).await;

        ravi.person
            .write(THREAD, "What have you tried so far?")
            .unwrap();
        let answered = mia.reads_dm().await;
        assert!(
            answered.text.contains("There is something new"),
            "{answered}"
        );
        let form = mia.clicks_for_form(&answered, "Reply anonymously").await;
        let said = mia
            .submits(&form, &[("reply", "An index, and *two* @everyone.")])
            .await;
        assert!(said.text.contains("without your name"), "{said}");
        let reply = ravi.reads_in(THREAD).await;
        assert!(reply.text.contains("whoever asked writes"), "{reply}");
        assert!(reply.text.contains("An index"), "{reply}");
        assert_eq!(reply.mentions_pinged, ["Ravi"]);
        search.finds_only_the_link(story).await;

        let page = mia.clicks(&opening, "Solved").await;
        let form = mia.clicks_for_form(&page, "Write a thank-you").await;
        let page = mia.submits(&form, &[("thanks", "You made my week.")]).await;
        let form = mia.clicks_for_form(&page, "Write down a lesson").await;
        let field = form.fields[0].label.clone();
        let page = mia
            .submits(&form, &[(&field, "Look at the plan first.")])
            .await;
        let done = mia.clicks(&page, "Done").await;
        assert!(done.button("Reveal myself").is_some(), "{done}");
        let thanks = ravi.reads_in(THREAD).await;
        assert!(thanks.text.contains("You made my week."), "{thanks}");
        assert_eq!(
            story.rows("SELECT helper_id, learner_id FROM helps").await,
            ["ravi | -"]
        );
        assert_eq!(story.rows("SELECT author_id FROM lessons").await, ["-"]);
        assert_eq!(story.rows("SELECT count(*) FROM wishes").await, ["0"]);
        search.finds_only_the_link(story).await;

        story.pass(TimeDelta::days(3)).await;
        search.finds_nothing(story).await;
        let post = noor.looks_again_at(&post).await.unwrap();
        assert!(post.text.contains("Somebody asked anonymously"), "{post}");
        assert!(post.text.contains("Solved"), "{post}");
        let answer = mia.clicks(&opening, "Reply anonymously").await;
        assert!(answer.text.contains("for whoever asked"), "{answer}");
        search.is_nowhere_else(story);
    });
}

#[test]
fn the_asker_reads_what_is_promised_and_the_helper_reads_reasons_about_the_helper_only() {
    tell(async |story| {
        let Asked {
            mia,
            reply,
            post,
            invitation,
            search,
            ..
        } = mia_asks(story).await;
        for promise in [
            "without your name",
            "at most once an hour",
            "Reply anonymously",
            "Three days after it has ended",
            "Reveal myself",
        ] {
            assert!(reply.text.contains(promise), "{promise}: {reply}");
        }
        assert!(post.text.contains(DETAILS), "{post}");
        assert!(invitation.text.contains("Somebody"), "{invitation}");
        assert!(
            invitation.text.contains("you said that you teach"),
            "{invitation}"
        );
        search.finds_only_the_link(story).await;
        let own = mia.clicks(&post, "I can help").await;
        assert!(
            own.ephemeral && own.text.contains("your own question"),
            "{own}"
        );
        mia.clicks(&reply, "Never mind").await;
        story.pass(TimeDelta::days(3)).await;
        search.finds_nothing(story).await;
    });
}

#[test]
fn answers_are_told_at_most_hourly() {
    tell(async |story| {
        let Taken {
            mia, ravi, noor, ..
        } = ravi_helps(story).await;
        ravi.person.write(THREAD, "One.").unwrap();
        mia.reads_dm().await;
        story.pass(TimeDelta::minutes(5)).await;
        ravi.person.write(THREAD, "Two.").unwrap();
        noor.person.write(THREAD, "Three.").unwrap();
        mia.has_no_news().await;
        story.pass(TimeDelta::minutes(54)).await;
        mia.has_no_news().await;
        story.pass(TimeDelta::minutes(1)).await;
        let told = mia.reads_dm().await;
        assert!(told.text.contains("There is something new"), "{told}");
        mia.has_no_news().await;
        ravi.catches_up().await;
    });
}

#[test]
fn anybody_else_who_clicks_gets_a_sentence_and_every_way_to_reply_works_for_the_asker() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            opening,
            told,
            search,
            ..
        } = ravi_helps(story).await;
        for other in [&ravi, &noor] {
            let answer = other.clicks(&opening, "Reply anonymously").await;
            assert!(
                answer.ephemeral && answer.text.contains("for whoever asked"),
                "{answer}"
            );
        }
        let page = in_me(&mia).await;
        for from in [&opening, &told, &page] {
            let form = mia.clicks_for_form(from, "Reply anonymously").await;
            mia.submits(&form, &[("reply", "One more thing.")]).await;
            let reply = ravi.reads_in(THREAD).await;
            assert!(reply.button("Reply anonymously").is_some(), "{reply}");
        }
        search.finds_only_the_link(story).await;
    });
}

#[test]
fn with_closed_dms_all_of_it_is_in_me() {
    tell(async |story| {
        story.player("mia").person.close_dms();
        let Asked {
            mia,
            ravi,
            invitation,
            search,
            ..
        } = mia_asks(story).await;
        ravi.clicks(&invitation, "I can help").await;
        ravi.reads_in(THREAD).await;
        story.settle().await;
        mia.has_no_news().await;
        let page = in_me(&mia).await;
        let form = mia.clicks_for_form(&page, "Reply anonymously").await;
        mia.submits(&form, &[("reply", "Hello!")]).await;
        ravi.reads_in(THREAD).await;
        search.finds_only_the_link(story).await;
        let page = in_me(&mia).await;
        mia.clicks(&page, "Never mind").await;
        ravi.catches_up().await;
        story.pass(TimeDelta::days(3)).await;
        search.finds_nothing(story).await;
    });
}

#[test]
fn given_back_and_quiet_the_asker_hears_privately_what_others_read_in_the_thread() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            opening,
            search,
            ..
        } = ravi_helps(story).await;
        ravi.clicks(&opening, "I can't after all").await;
        let told = mia.reads_dm().await;
        assert!(told.text.contains("can't go on after all"), "{told}");
        noor.clicks(&post, "I can help").await;
        let told = mia.reads_dm().await;
        assert!(told.text.contains("Noor"), "{told}");
        ravi.catches_up().await;
        noor.catches_up().await;
        // The weekend is over, too.
        story.pass(TimeDelta::days(5)).await;
        let question = mia.reads_dm().await;
        assert!(question.text.contains("How is it going"), "{question}");
        noor.catches_up().await;
        search.finds_only_the_link(story).await;
        mia.clicks(&question, "Never mind").await;
        noor.catches_up().await;
    });
}
