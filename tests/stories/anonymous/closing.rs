//! How it ends: by a moderator, and by putting one's name to it.

use chrono::TimeDelta;

use super::{Taken, ravi_helps};
use crate::harness::tell;

#[test]
fn a_moderator_closes_one_without_learning_whose_it_is() {
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
        let ada = story.player("ada");
        // Also on a message in its thread.
        let asked = ada
            .person
            .use_on_message("Close this ask", &opening)
            .await
            .unwrap()
            .message()
            .unwrap()
            .clone();
        assert!(asked.ephemeral, "{asked}");
        let asked = ada
            .person
            .use_on_message("Close this ask", &post)
            .await
            .unwrap()
            .message()
            .unwrap()
            .clone();
        let closed = ada.clicks(&asked, "Close it").await;
        assert!(closed.text.contains("is closed"), "{closed}");
        let told = mia.reads_dm().await;
        assert!(told.text.contains("A moderator of"), "{told}");
        let said = ravi.person.sees();
        assert!(said.saying("A moderator has closed this").is_some());
        // Nothing more is said there without a name, not even from a button that is still there.
        let refused = mia.clicks(&opening, "Reply anonymously").await;
        assert!(
            refused
                .text
                .contains("A moderator has closed this question"),
            "{refused}"
        );
        assert!(told.button("Reply anonymously").is_none(), "{told}");
        search.is_nowhere_else(story);
        let over = ada
            .person
            .use_on_message("Close this ask", &post)
            .await
            .unwrap()
            .message()
            .unwrap()
            .clone();
        assert!(over.text.contains("closed by a moderator"), "{over}");
        ada.catches_up().await;
        ravi.catches_up().await;
        noor.catches_up().await;
        story.pass(TimeDelta::days(3)).await;
        search.finds_nothing(story).await;
    });
}

#[test]
fn it_is_for_moderators_and_for_messages_of_asks() {
    tell(async |story| {
        let Taken { ravi, post, .. } = ravi_helps(story).await;
        let ada = story.player("ada");
        let other = ada.person.write("general", "Good morning!").unwrap();
        let answer = ada
            .person
            .use_on_message("Close this ask", &other)
            .await
            .unwrap()
            .message()
            .unwrap()
            .clone();
        assert!(answer.text.contains("belongs to no question"), "{answer}");
        // Discord does not even show it to others.
        let refused = ravi.person.use_on_message("Close this ask", &post).await;
        assert!(refused.is_err(), "{refused:?}");
        ada.catches_up().await;
        ravi.catches_up().await;
    });
}

#[test]
fn who_reveals_themselves_is_on_everything_that_came_of_it() {
    tell(async |story| {
        let Taken {
            mia,
            ravi,
            noor,
            post,
            told,
            ..
        } = ravi_helps(story).await;
        let page = mia.clicks(&told, "Solved").await;
        let form = mia.clicks_for_form(&page, "Write down a lesson").await;
        let field = form.fields[0].label.clone();
        let page = mia
            .submits(&form, &[(&field, "Look at the plan first.")])
            .await;
        let done = mia.clicks(&page, "Done").await;
        let sure = mia.clicks(&done, "Reveal myself").await;
        assert!(sure.text.contains("can't be taken back"), "{sure}");
        mia.clicks(&sure, "Yes, put my name to it").await;
        ravi.catches_up().await;
        assert_eq!(
            story.rows("SELECT asker_id, anonymous FROM asks").await,
            ["mia | 0"]
        );
        assert_eq!(
            story.rows("SELECT helper_id, learner_id FROM helps").await,
            ["ravi | mia"]
        );
        assert_eq!(story.rows("SELECT author_id FROM lessons").await, ["mia"]);
        assert_eq!(
            story.rows("SELECT count(*) FROM anonymous_askers").await,
            ["0"]
        );
        let post = noor.looks_again_at(&post).await.unwrap();
        assert!(post.text.contains("@Mia would like a hand"), "{post}");
        let thread = noor.person.sees();
        assert!(thread.saying("It was @Mia who asked").is_some());
        mia.catches_up().await;
        noor.catches_up().await;
    });
}
