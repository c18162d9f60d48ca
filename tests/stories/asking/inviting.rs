//! What becomes of invitations: declined, lapsed, overtaken, delivered later.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use insta::assert_snapshot;

use super::{Asked, mia_asks};
use crate::harness::{Player, Story, redacted, tell, tell_in_a_team_of};

/// In March 2026; the fourth is a Wednesday.
fn march(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, day, hour, minute, 0).unwrap()
}

/// Six who teach Postgres, each as well as the others.
async fn six_teach_postgres(story: &Story) -> Vec<Player> {
    let teachers: Vec<Player> = ["ines", "tomas", "lena", "amara", "kenji", "nadia"]
        .map(|name| story.player(name))
        .into();
    for teacher in &teachers {
        teacher.teaches("postgres").await;
    }
    teachers
}

/// Those who have an unread direct message.
async fn who_has_mail(people: &[Player]) -> Vec<&Player> {
    let mut with_mail = Vec::new();
    for player in people {
        if !player.new_dms().await.is_empty() {
            with_mail.push(player);
        }
    }
    with_mail
}

#[test]
fn not_now_is_fine_and_leaves_it_to_the_others() {
    tell_in_a_team_of(24, async |story| {
        let teachers = six_teach_postgres(story).await;
        let mia = story.player("mia");
        mia.asks_for("postgres").await;
        story.player("noor").reads_in("help").await;
        let [declines, accepts, is_slow] = who_has_mail(&teachers).await[..] else {
            panic!("three are invited")
        };

        let not_now = declines.reads_dm().await;
        declines.clicks(&not_now, "Not now").await;
        assert_snapshot!(redacted(declines.looks_again_at(&not_now).await.unwrap()), @"
        DM · Potluck (edited)
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        **Not now**, and that's fine. I'll ask somebody else. If you find the time after all, the button still works.
        [ I can help ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert_eq!(
            who_has_mail(&teachers).await.len(),
            2,
            "the other two have time to answer"
        );

        let slow = is_slow.reads_dm().await;
        let accepted = accepts.reads_dm().await;
        accepts.clicks(&accepted, "I can help").await;
        assert_snapshot!(redacted(is_slow.looks_again_at(&slow).await.unwrap().text), @"
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        Somebody else is helping already. Thank you for being there!
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        let late = declines.clicks(&not_now, "I can help").await;
        assert!(late.text.starts_with("That's kind of you!"), "{late}");
        mia.catches_up().await;
    });
}

#[test]
fn when_all_decline_the_next_three_are_asked_at_once() {
    tell_in_a_team_of(24, async |story| {
        let teachers = six_teach_postgres(story).await;
        let mia = story.player("mia");
        mia.asks_for("postgres").await;
        story.player("noor").reads_in("help").await;
        for wave in 1..=2 {
            let invited = who_has_mail(&teachers).await;
            assert_eq!(invited.len(), 3, "wave {wave}");
            for player in invited {
                let invitation = player.reads_dm().await;
                player.clicks(&invitation, "Not now").await;
            }
        }
        assert!(who_has_mail(&teachers).await.is_empty());
        assert_snapshot!(redacted(mia.reads_dm().await), @"
        DM · Potluck
        About **PostgreSQL** in **Hearth & Co**: everybody I know of who could help is busy or has been asked. Your post stays up in #help, where anybody can say **I can help**.
        I look again every few working hours, as people become free or offer to teach it. If two weeks go by and nobody takes it, I'll keep it as a wish of yours, so that the next person who teaches it knows.
        If nobody has taken it four working hours from now, I'll ask in the managers' channel whether they know somebody. They read the skill, how long ago it was asked and a link, and nothing else from me.
        [ I'd rather you didn't ] [ Never mind ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        story.pass(TimeDelta::days(4)).await;
        mia.has_no_news().await;
        let stuck = story.player("noor").reads_in("managers").await;
        assert!(stuck.text.contains("**PostgreSQL**"), "{stuck}");
    });
}

#[test]
fn after_four_working_hours_the_next_three_are_asked_too() {
    tell_in_a_team_of(24, async |story| {
        let teachers = six_teach_postgres(story).await;
        // One working hour is left on Wednesday, so three more are waited for on Thursday.
        story.pass_until(march(4, 16, 0)).await;
        story.player("mia").asks_for("postgres").await;
        story.player("noor").reads_in("help").await;
        for first in who_has_mail(&teachers).await {
            first.reads_dm().await;
        }
        story.pass_until(march(5, 11, 59)).await;
        assert!(who_has_mail(&teachers).await.is_empty());
        story.pass_until(march(5, 12, 0)).await;
        assert_eq!(who_has_mail(&teachers).await.len(), 3);
        for second in who_has_mail(&teachers).await {
            second.reads_dm().await;
        }
    });
}

#[test]
fn a_weekend_has_no_working_hours() {
    tell_in_a_team_of(24, async |story| {
        let teachers = six_teach_postgres(story).await;
        story.pass_until(march(6, 15, 0)).await;
        story.player("mia").asks_for("postgres").await;
        story.player("noor").reads_in("help").await;
        for first in who_has_mail(&teachers).await {
            first.reads_dm().await;
        }
        story.pass_until(march(9, 10, 59)).await;
        assert!(who_has_mail(&teachers).await.is_empty());
        story.pass_until(march(9, 11, 0)).await;
        assert_eq!(who_has_mail(&teachers).await.len(), 3);
        for second in who_has_mail(&teachers).await {
            second.reads_dm().await;
        }
    });
}

#[test]
fn an_invitation_comes_in_working_hours_and_lapses_two_working_days_later() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        ravi.works("14:00-18:00").await;
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        story.pass_until(march(4, 13, 59)).await;
        ravi.has_no_news().await;
        story.pass_until(march(4, 14, 0)).await;
        let invitation = ravi.reads_dm().await;

        story.pass_until(march(6, 13, 59)).await;
        assert!(
            ravi.looks_again_at(&invitation)
                .await
                .unwrap()
                .button("Not now")
                .is_some()
        );
        mia.has_no_news().await;
        story.pass_until(march(6, 14, 0)).await;
        assert_snapshot!(redacted(ravi.looks_again_at(&invitation).await.unwrap().text), @"
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        Two working days have gone by, so nothing is expected of you any more. If you'd still like to help, the button works.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert!(
            mia.reads_dm()
                .await
                .text
                .contains("everybody I know of who could help is busy or has been asked")
        );

        // The button that is left does what it says.
        let answer = ravi.clicks(&invitation, "I can help").await;
        assert!(answer.text.contains("**Thank you!**"), "{answer}");
        mia.reads_in(super::THREAD).await;
    });
}

#[test]
fn what_is_taken_before_somebody_starts_work_never_reaches_them() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        ravi.works("14:00-18:00").await;
        mia.asks_for("postgres").await;
        let post = noor.reads_in("help").await;
        noor.clicks(&post, "I can help").await;
        mia.reads_in("PostgreSQL: Mia and Noor").await;
        story.pass_until(march(5, 15, 0)).await;
        ravi.has_no_news().await;
    });
}

#[test]
fn not_now_pressed_twice_at_the_same_moment_says_it_once() {
    tell(async |story| {
        let Asked {
            mia,
            ravi,
            invitation,
            ..
        } = mia_asks(story).await;
        let (one, other) = tokio::join!(
            ravi.clicks(&invitation, "Not now"),
            ravi.clicks(&invitation, "Not now")
        );
        assert_eq!(one.text, other.text);
        assert_eq!(
            story.rows("SELECT state FROM invitations").await,
            ["declined"]
        );
        mia.reads_dm().await;
    });
}

#[test]
fn news_for_the_asker_waits_for_their_morning() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        ravi.works("14:00-22:00").await;
        story.pass_until(march(4, 16, 0)).await;
        mia.asks_for("postgres").await;
        noor.reads_in("help").await;
        story.pass_until(march(4, 20, 0)).await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "Not now").await;
        story.pass_until(march(5, 8, 59)).await;
        mia.has_no_news().await;
        story.pass_until(march(5, 9, 0)).await;
        mia.reads_dm().await;
    });
}
