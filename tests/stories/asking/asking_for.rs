//! `/askfor` itself: its form, its question and its refusals.

use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::harness::{Story, redacted, tell, tell_before_setup};

async fn asks_there_are(story: &Story) -> Vec<String> {
    story
        .rows("SELECT asker_id, name, details FROM asks JOIN skills USING (skill_id)")
        .await
}

#[test]
fn without_details_a_form_asks_for_them() {
    tell(async |story| {
        let mia = story.player("mia");
        let form = mia.opens("askfor", &[("skill", "postgres")]).await;
        assert_snapshot!(redacted(&form), @"
        ╔ Ask about PostgreSQL
        ║ What would you like help with? *
        ║   [What are you trying to do, and where does it stop?…]
        ╚ [ Cancel ] [ Submit ]
        ");
        mia.submits(&form, &[("details", "My report is slow.")])
            .await;
        assert!(
            mia.reads_in("help")
                .await
                .text
                .contains("My report is slow.")
        );
        assert_eq!(
            asks_there_are(story).await,
            ["mia | PostgreSQL | My report is slow."]
        );
    });
}

#[test]
fn a_form_sent_without_words_is_answered_kindly() {
    tell(async |story| {
        let mia = story.player("mia");
        let form = mia.opens("askfor", &[("skill", "postgres")]).await;
        assert_snapshot!(redacted(mia.submits(&form, &[("details", " \n ")]).await), @"
        #general · Potluck (only you can see this)
        There is nothing in it yet. Please write a few words.
        [ Change it ]
        ");
        assert!(asks_there_are(story).await.is_empty());
    });
}

#[test]
fn a_question_is_kept_for_a_day() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        let question = mia.asks_for("postgrse").await;
        story.pass(TimeDelta::hours(23)).await;
        mia.clicks(&question, "PostgreSQL").await;
        mia.reads_in("help").await;
        ravi.catches_up().await;
    });
}

#[test]
fn after_more_than_a_day_it_says_how_to_begin_afresh() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        let question = mia.asks_for("postgrse").await;
        story.pass(TimeDelta::hours(49)).await;
        assert_snapshot!(redacted(mia.clicks(&question, "PostgreSQL").await.text), @"I keep a half-written question for a day, and this one is gone. `/askfor` starts it afresh.");
        assert!(asks_there_are(story).await.is_empty());
    });
}

#[test]
fn a_near_miss_is_a_question_and_never_merged_silently() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        let question = mia.asks_for("postgrse").await;
        assert_snapshot!(redacted(&question), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        Nobody here has spoken of **postgrse** yet. Did you mean **PostgreSQL**?
        [ PostgreSQL ] [ No, postgrse ]
        ");
        assert!(asks_there_are(story).await.is_empty());
        let reply = mia.clicks(&question, "PostgreSQL").await;
        assert_snapshot!(redacted(&reply), @"
        #general · Potluck (only you can see this; edited)
        ↪ Mia used /askfor
        Your question about **PostgreSQL** goes up in #help now. I'm also asking one person privately who could help. Once somebody says yes, I bring you two together.
        [ Never mind ]
        ");
        ravi.reads_dm().await;
        mia.reads_in("help").await;
    });
}

#[test]
fn the_word_as_typed_may_be_what_was_meant() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        let question = mia.asks_for("postgrse").await;
        let reply = mia.clicks(&question, "No, postgrse").await;
        assert!(reply.text.contains("**postgrse**"), "{reply}");
        ravi.has_no_news().await;
        mia.reads_in("help").await;
    });
}

#[test]
fn after_a_near_miss_without_details_comes_the_form() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        let question = mia.uses("askfor", &[("skill", "postgrse")]).await;
        let form = mia.clicks_for_form(&question, "PostgreSQL").await;
        let reply = mia
            .submits(&form, &[("details", "My report is slow.")])
            .await;
        assert!(reply.text.contains("**PostgreSQL** goes up"), "{reply}");
        ravi.reads_dm().await;
        mia.reads_in("help").await;
    });
}

#[test]
fn a_near_miss_answered_twice_at_the_same_moment_is_one_ask() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        let question = mia.asks_for("postgrse").await;
        let (one, other) = tokio::join!(
            mia.clicks(&question, "PostgreSQL"),
            mia.clicks(&question, "PostgreSQL")
        );
        let sentence = if one.text.contains("goes up") {
            other
        } else {
            one
        };
        assert_snapshot!(sentence.text, @"That question is up already; `/me` shows it.");
        assert_eq!(asks_there_are(story).await.len(), 1);
        ravi.reads_dm().await;
        mia.reads_in("help").await;
    });
}

#[test]
fn what_cannot_be_a_question_gets_a_sentence() {
    tell(async |story| {
        let mia = story.player("mia");
        let ask = async |skill: &str| {
            redacted(
                mia.uses(
                    "askfor",
                    &[("skill", skill), ("details", "My report is slow.")],
                )
                .await
                .text,
            )
        };
        assert_snapshot!(ask("postgres, rust").await, @"One skill at a time, please: each question finds its own helpers.");
        assert_snapshot!(ask(&"very ".repeat(30)).await, @"About `very very very very very very …`: That name is 149 characters long; 50 is the most. There is an option of its own for details.");
        assert_snapshot!(ask("!?").await, @"About `!?`: A skill's name needs at least one letter or digit.");
        let too_long = mia
            .tries(
                "askfor",
                &[("skill", "postgres"), ("details", &"slow ".repeat(400))],
            )
            .await;
        assert!(
            too_long.is_err(),
            "Discord's own field ends at 1,500 characters"
        );
        assert!(asks_there_are(story).await.is_empty());
    });
}

#[test]
fn the_longest_question_there_can_be_reaches_everybody_whole() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        let long = "*slow* ".repeat(214);
        mia.uses("askfor", &[("skill", "postgres"), ("details", &long)])
            .await;
        let (post, invitation) = (noor.reads_in("help").await, ravi.reads_dm().await);
        for text in [post.text, invitation.text] {
            assert_eq!(text.matches("slow").count(), 214);
        }
    });
}

#[test]
fn where_nobody_teaches_it_the_answer_says_what_happens_now() {
    tell(async |story| {
        let (mia, noor) = (story.player("mia"), story.player("noor"));
        assert_snapshot!(redacted(mia.asks_for("beekeeping").await), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        Your question about **beekeeping** goes up in #help now. Everybody I know of who could help is busy just now, or nobody teaches it yet. It starts with the post, where anybody can say **I can help**. I look again every few working hours, and if nobody has taken it in two weeks, I'll keep it as a wish of yours.
        If nobody has taken it four working hours from now, I'll ask in the managers' channel whether they know somebody. They read the skill, how long ago it was asked and a link, and nothing else from me.
        [ I'd rather you didn't ] [ Never mind ]
        ");
        noor.reads_in("help").await;
    });
}

#[test]
fn who_teaches_it_is_not_invited_to_their_own_question() {
    tell(async |story| {
        let mia = story.player("mia");
        mia.teaches("postgres").await;
        let reply = mia.asks_for("postgres").await;
        assert!(!reply.text.contains("privately"), "{reply}");
        mia.has_no_news().await;
        story.player("noor").reads_in("help").await;
    });
}

#[test]
fn before_it_is_turned_on_it_says_whom_to_ask() {
    tell_before_setup(async |story| {
        assert_snapshot!(redacted(story.player("mia").asks_for("postgres").await), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        Potluck is not turned on here yet. @Ada, or anybody else who manages this server, can do that with `/setup`; it takes about five minutes.
        ");
    });
}

#[test]
fn an_outsider_cannot_ask() {
    tell(async |story| {
        let olu = story.player("olu");
        let refused = olu
            .tries("askfor", &[("skill", "postgres"), ("details", "Hello?")])
            .await;
        assert!(refused.is_err());
        assert!(asks_there_are(story).await.is_empty());
    });
}
