//! Who is invited, in which order, and why.

use insta::assert_snapshot;

use crate::harness::{Player, Story, redacted, tell, tell_in_a_team_of};

/// The members invited, in their order, with the number of the three that they were among.
async fn invited(story: &Story) -> Vec<String> {
    story.rows("SELECT invitations.wave, member_id FROM invitations JOIN asks USING (ask_id) WHERE asks.state = 'open' ORDER BY invitation_id").await
}

/// Nadia has helped with Postgres before.
async fn nadia_has_helped_before(story: &Story, nadia: &Player) {
    let mia = story.player("mia");
    nadia
        .uses("teach", &[("skill", "postgres"), ("level", "starter")])
        .await;
    mia.asks_for("postgres").await;
    let invitation = nadia.reads_dm().await;
    nadia.clicks(&invitation, "I can help").await;
    let page = mia
        .clicks(&mia.reads_in("PostgreSQL: Mia and Nadia").await, "Solved")
        .await;
    mia.clicks(&page, "Done").await;
    nadia.catches_up().await;
    mia.catches_up().await;
}

#[test]
fn of_five_who_could_help_the_three_best_placed_are_invited_first() {
    tell_in_a_team_of(24, async |story| {
        // Mia is in Platform, as is Ines; Amara and Kenji are in Data.
        let [mia, amara, kenji, ines, nadia, greta] =
            ["mia", "amara", "kenji", "ines", "nadia", "greta"].map(|name| story.player(name));
        nadia_has_helped_before(story, &nadia).await;
        kenji
            .uses("teach", &[("skill", "postgres"), ("level", "daily")])
            .await;
        ines.uses("teach", &[("skill", "postgres"), ("level", "talk")])
            .await;
        amara
            .uses("teach", &[("skill", "postgres"), ("level", "talk")])
            .await;
        greta
            .uses("teach", &[("skill", "postgres"), ("level", "talk")])
            .await;
        greta.works("13:00-18:00").await;

        let reply = mia.asks_for("postgres").await;
        assert!(reply.text.contains("asking 3 people"), "{reply}");
        // Experience before level, another team where the rest is equal, and who is not at work last.
        assert_eq!(invited(story).await, ["1 | nadia", "1 | amara", "1 | ines"]);

        let invitation = nadia.reads_dm().await;
        assert_snapshot!(redacted(&invitation.text), @"
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        I thought of you because you've helped with **PostgreSQL** before.
        If now isn't a good time, that's fine: no reason needed, and after a few working hours I ask others as well.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        nadia.clicks(&invitation, "Not now").await;
        for teacher in [&amara, &ines] {
            let invitation = teacher.reads_dm().await;
            assert!(
                invitation
                    .text
                    .contains("because you said that you could give a talk on **PostgreSQL**"),
                "{invitation}"
            );
            teacher.clicks(&invitation, "Not now").await;
        }
        assert_eq!(invited(story).await[3..], ["2 | kenji", "2 | greta"]);
        assert!(
            kenji
                .reads_dm()
                .await
                .text
                .contains("because you said that you use **PostgreSQL** daily")
        );
        greta.has_no_news().await;
        story.pass(chrono::TimeDelta::hours(3)).await;
        assert!(
            greta
                .reads_dm()
                .await
                .text
                .contains("because you said that you could give a talk on **PostgreSQL**")
        );
        mia.catches_up().await;
    });
}

#[test]
fn who_is_paused_full_or_blocked_is_passed_over_and_that_is_never_the_reason() {
    let mut answers = Vec::new();
    tell(async |story| {
        answers.push(answer_when(story, async |_, _| {}).await);
        assert_eq!(invited(story).await, ["1 | ravi"]);
        story.player("ravi").catches_up().await;
    });
    tell(async |story| answers.push(answer_when(story, async |_, ravi| ravi.pauses().await).await));
    tell(async |story| {
        answers.push(answer_when(story, async |_, ravi| ravi.blocks("Mia").await).await);
    });
    tell(async |story| {
        answers.push(answer_when(story, async |mia, _| mia.blocks("Ravi").await).await);
    });
    tell(async |story| {
        answers.push(
            answer_when(story, async |_, ravi| {
                let ada = story.player("ada");
                ada.asks_for("postgres").await;
                ada.asks_for("postgres").await;
                for _ in 0..2 {
                    ravi.reads_dm().await;
                    story.player("noor").reads_in("help").await;
                }
            })
            .await,
        );
    });
    let (without, others) = answers.split_first().unwrap();
    assert!(without.contains("asking one person"), "{without}");
    assert!(
        others.iter().all(|answer| answer == &others[0]),
        "{others:#?}"
    );
    assert_snapshot!(others[0], @"
    Your question about **PostgreSQL** goes up in #help now. Everybody I know of who could help is busy just now, or nobody teaches it yet. It starts with the post, where anybody can say **I can help**. I look again every few working hours, and if nobody has taken it in two weeks, I'll keep it as a wish of yours.
    If nobody has taken it four working hours from now, I'll ask in the managers' channel whether they know somebody. They read the skill, how long ago it was asked and a link, and nothing else from me.
    ");
}

/// What Mia reads when she asks while something is so.
async fn answer_when(story: &Story, something: impl AsyncFnOnce(&Player, &Player)) -> String {
    let (mia, ravi) = (story.player("mia"), story.player("ravi"));
    ravi.teaches("postgres").await;
    something(&mia, &ravi).await;
    let answer = redacted(mia.asks_for("postgres").await.text);
    if !answer.contains("asking one person") {
        ravi.has_no_news().await;
    }
    story.player("noor").reads_in("help").await;
    answer
}

#[test]
fn who_is_paused_full_or_blocked_may_still_help_by_their_own_click() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        ravi.pauses().await;
        mia.blocks("Ravi").await;
        mia.asks_for("postgres").await;
        let post = ravi.reads_in("help").await;
        let answer = ravi.clicks(&post, "I can help").await;
        assert!(answer.text.contains("**Thank you!**"), "{answer}");
        mia.reads_in(super::THREAD).await;
    });
}
