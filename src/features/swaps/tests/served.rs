//! What is asked after they met, and what the answers do.

use chrono::TimeDelta;

use super::fixture::{
    guild, leaves, leg, met, round, run, said, seated, teaches, wishes, with_programme,
};
use crate::custom_id::{MeClick, SwapClick};
use crate::domain::ids::{MemberId, PairingId};
use crate::features::learning::due::TEACH_QUESTIONS;
use crate::features::trial::{GUILD, MIA, NOOR, RAVI, SAM, Trial, refused, shown, text};
use crate::features::{skills, swaps};
use crate::store::outbox::Lane;
use crate::store::tests::count;
use crate::store::{helps, skills as rows};

/// Mia teaches Ravi Python, and Ravi teaches Mia Rust.
async fn a_swap() -> (Trial, PairingId) {
    let (trial, programme) = with_programme().await;
    for (giver, taker, skill) in [(MIA, RAVI, "Python"), (RAVI, MIA, "Rust")] {
        teaches(&trial, giver, skill).await;
        wishes(&trial, taker, skill).await;
    }
    let legs = [
        leg(&trial, MIA, RAVI, "Python").await,
        leg(&trial, RAVI, MIA, "Rust").await,
    ];
    let round = round(&trial, &programme, 1).await;
    let pairing = seated(&trial, round, &legs).await;
    (trial, pairing)
}

async fn a_swap_that_met() -> (Trial, PairingId) {
    let (trial, pairing) = a_swap().await;
    met(&trial, pairing).await;
    (trial, pairing)
}

async fn in_thread(trial: &Trial, pairing: PairingId) -> Vec<String> {
    let posts = said(trial, Lane::Pairing(pairing)).await;
    posts.iter().map(text).collect()
}

async fn privately(trial: &Trial, member: MemberId) -> Vec<String> {
    let posts = said(trial, Lane::Direct(member)).await;
    posts.iter().map(text).collect()
}

async fn wished(trial: &Trial, member: MemberId) -> Vec<String> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let wishes = rows::wishes_of(&mut read, GUILD, member).await.unwrap();
    wishes.into_iter().map(|wish| wish.name).collect()
}

/// What is on record: who helped whom with what.
async fn helped(trial: &Trial) -> Vec<(Option<MemberId>, Option<MemberId>, Option<String>)> {
    let mut read = trial.ctx.store.read().await.unwrap();
    let helps = helps::all(&mut read, GUILD).await.unwrap();
    helps
        .into_iter()
        .map(|help| (help.helper, help.learner, help.skill))
        .collect()
}

/// What a member's own page offers about the swap.
async fn on_their_page(trial: &Trial, pairing: PairingId, member: MemberId) -> Option<String> {
    let guild = guild(trial).await;
    let mut read = trial.ctx.store.read().await.unwrap();
    let question = swaps::question(&mut read, &guild, pairing, member)
        .await
        .unwrap();
    question.map(|(line, buttons)| {
        assert_eq!(buttons.len(), 2);
        line
    })
}

#[tokio::test]
async fn once_they_met_each_is_asked_in_the_thread() {
    let (trial, pairing) = a_swap_that_met().await;
    assert_eq!(
        in_thread(&trial, pairing).await,
        [
            "Lovely that you met! Did it bring each of you what you wished for?\n\
          - <@13>: **Python**, from <@12>\n\
          - <@12>: **Rust**, from <@13>\n\
          [Yes, I learned it] [Keep it on my list]"
        ]
    );
    assert!(privately(&trial, MIA).await.is_empty());
}

#[tokio::test]
async fn without_a_thread_each_is_asked_privately() {
    let (trial, pairing) = a_swap().await;
    run(
        &trial,
        "UPDATE pairings SET privately = 1, thread_id = NULL, intro_id = NULL",
    )
    .await;
    met(&trial, pairing).await;
    assert!(in_thread(&trial, pairing).await.is_empty());
    assert_eq!(
        privately(&trial, MIA).await,
        [
            "Lovely that you met in your skill swap in **Quay**! Did **Ravi** bring you what you wished to learn of **Rust**?\n\
          [Yes, I learned it] [Keep it on my list]\n\
          -# Fewer of these? **Private messages** in `/me` of **Quay**, or a pause there."
        ]
    );
    assert_eq!(privately(&trial, RAVI).await.len(), 1);
    trial
        .presses_in_private(MIA, SwapClick::Served { pairing })
        .await
        .unwrap();
    let told = privately(&trial, RAVI).await;
    assert!(
        told[1].starts_with("🎉 **Mia** learned **Rust** from you in your skill swap in **Quay**.")
    );
}

#[tokio::test]
async fn who_would_rather_not_hear_of_thanks_is_not_told_privately() {
    let (trial, pairing) = a_swap().await;
    run(
        &trial,
        "UPDATE pairings SET privately = 1, thread_id = NULL, intro_id = NULL",
    )
    .await;
    met(&trial, pairing).await;
    trial
        .presses(RAVI, MeClick::Thanks { yes: 0 })
        .await
        .unwrap();
    trial
        .presses_in_private(MIA, SwapClick::Served { pairing })
        .await
        .unwrap();
    assert_eq!(privately(&trial, RAVI).await.len(), 1);
}

#[tokio::test]
async fn only_open_wishes_are_asked_about() {
    let (trial, pairing) = a_swap().await;
    let rust = leg(&trial, RAVI, MIA, "Rust").await.skill;
    skills::stop_learning(&trial.ctx, GUILD, MIA, rust)
        .await
        .unwrap();
    met(&trial, pairing).await;
    assert_eq!(
        in_thread(&trial, pairing).await,
        ["Lovely that you met! Did it bring what was wished for?\n\
          - <@13>: **Python**, from <@12>\n\
          [Yes, I learned it] [Keep it on my list]"]
    );
    assert_eq!(on_their_page(&trial, pairing, MIA).await, None);
}

#[tokio::test]
async fn nothing_is_asked_where_nobody_was_taught() {
    let (trial, pairing) = a_swap().await;
    run(
        &trial,
        "UPDATE seats SET teaches_skill = NULL, teaches_to = NULL",
    )
    .await;
    met(&trial, pairing).await;
    assert!(in_thread(&trial, pairing).await.is_empty());
    let refusal = refused(trial.presses(MIA, SwapClick::Served { pairing }).await);
    assert!(refusal.starts_with("In this swap you teach"), "{refusal}");
}

#[tokio::test]
async fn yes_takes_the_wish_off_and_puts_the_help_on_record() {
    let (trial, pairing) = a_swap_that_met().await;
    let page = on_their_page(&trial, pairing, MIA).await;
    assert_eq!(
        page.as_deref(),
        Some("Did Ravi teach you what you wished to learn of **Rust**?")
    );
    let answer = shown(trial.presses(MIA, SwapClick::Served { pairing }).await);
    assert_eq!(
        answer,
        "Wonderful! **Rust** is off the list of what you wish to learn, and it is on record that Ravi helped you."
    );
    assert!(wished(&trial, MIA).await.is_empty());
    assert_eq!(wished(&trial, RAVI).await, ["Python"]);
    assert_eq!(
        helped(&trial).await,
        [(Some(RAVI), Some(MIA), Some("Rust".to_owned()))]
    );
    assert_eq!(
        in_thread(&trial, pairing).await[1],
        "🎉 <@12> learned **Rust** from <@13>. Thank you!"
    );
    assert_eq!(on_their_page(&trial, pairing, MIA).await, None);
    assert!(on_their_page(&trial, pairing, RAVI).await.is_some());
}

#[tokio::test]
async fn yes_a_second_time_changes_nothing() {
    let (trial, pairing) = a_swap_that_met().await;
    trial
        .presses(MIA, SwapClick::Served { pairing })
        .await
        .unwrap();
    trial.clock.move_to(trial.clock.now() + TimeDelta::days(30));
    let answer = shown(trial.presses(MIA, SwapClick::Served { pairing }).await);
    assert!(answer.starts_with("That you learned **Rust** from Ravi is on record already."));
    assert_eq!(helped(&trial).await.len(), 1);
    assert_eq!(in_thread(&trial, pairing).await.len(), 2);
}

#[tokio::test]
async fn who_wishes_for_it_again_keeps_the_wish_for_other_swaps() {
    let (trial, pairing) = a_swap_that_met().await;
    trial
        .presses(MIA, SwapClick::Served { pairing })
        .await
        .unwrap();
    let gone = shown(trial.presses(MIA, SwapClick::NotServed { pairing }).await);
    assert_eq!(
        gone,
        "You said that you learned **Rust**, so it is off your list. `/learn` puts it back."
    );
    wishes(&trial, MIA, "Rust").await;
    let back = shown(trial.presses(MIA, SwapClick::NotServed { pairing }).await);
    assert_eq!(back, "**Rust** is on your list again, and there it stays.");
    assert_eq!(helped(&trial).await.len(), 1);
}

#[tokio::test]
async fn not_yet_keeps_the_wish_and_may_become_a_yes() {
    let (trial, pairing) = a_swap_that_met().await;
    let answer = shown(trial.presses(MIA, SwapClick::NotServed { pairing }).await);
    assert!(
        answer.starts_with("**Rust** stays on your list. Go on with Ravi"),
        "{answer}"
    );
    assert_eq!(wished(&trial, MIA).await, ["Rust"]);
    assert!(helped(&trial).await.is_empty());
    assert_eq!(
        count(
            &trial.ctx.store,
            "SELECT COUNT(*) FROM seats WHERE served = 0"
        )
        .await,
        1
    );
    assert!(on_their_page(&trial, pairing, MIA).await.is_some());
    trial
        .presses(MIA, SwapClick::Served { pairing })
        .await
        .unwrap();
    assert!(wished(&trial, MIA).await.is_empty());
    assert_eq!(helped(&trial).await.len(), 1);
}

#[tokio::test]
async fn who_took_the_wish_off_by_hand_is_answered_all_the_same() {
    let (trial, pairing) = a_swap_that_met().await;
    let rust = leg(&trial, RAVI, MIA, "Rust").await.skill;
    skills::stop_learning(&trial.ctx, GUILD, MIA, rust)
        .await
        .unwrap();
    let not = shown(trial.presses(MIA, SwapClick::NotServed { pairing }).await);
    assert!(not.starts_with("**Rust** is not on the list"), "{not}");
    let yes = shown(trial.presses(MIA, SwapClick::Served { pairing }).await);
    assert_eq!(
        yes,
        "Wonderful! It is on record that Ravi helped you with **Rust**."
    );
}

#[tokio::test]
async fn who_learned_is_asked_two_weeks_later_whether_they_could_teach_it() {
    let (trial, pairing) = a_swap_that_met().await;
    trial
        .presses(MIA, SwapClick::Served { pairing })
        .await
        .unwrap();
    let due = TEACH_QUESTIONS.next(&trial.ctx).await.unwrap();
    assert_eq!(due, Some(trial.clock.now() + TimeDelta::days(14)));
}

#[tokio::test]
async fn the_wrong_person_and_a_swap_that_is_gone_get_a_sentence() {
    let (trial, pairing) = a_swap_that_met().await;
    for click in [
        SwapClick::Served { pairing },
        SwapClick::NotServed { pairing },
    ] {
        let refusal = refused(trial.presses(NOOR, click).await);
        assert!(refusal.starts_with("That question is for those who are in the swap."));
    }
    let gone = PairingId(999);
    let refusal = refused(
        trial
            .presses(MIA, SwapClick::Served { pairing: gone })
            .await,
    );
    assert!(refusal.starts_with("I no longer have that swap."));
    leaves(&trial, pairing, MIA).await;
    let refusal = refused(trial.presses(MIA, SwapClick::Served { pairing }).await);
    assert!(refusal.starts_with("That question is for those who are in the swap."));
    let refusal = refused(trial.presses(RAVI, SwapClick::Served { pairing }).await);
    assert!(refusal.starts_with("In this swap you teach"));
    run(
        &trial,
        &format!("UPDATE members SET left_at = 1 WHERE member_id = {SAM}"),
    )
    .await;
    let refusal = refused(
        trial
            .presses_in_private(SAM, SwapClick::Served { pairing })
            .await,
    );
    assert!(refusal.starts_with("I don't see you in that server"));
}
