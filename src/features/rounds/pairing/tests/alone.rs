//! Somebody cannot, and what becomes of whoever is left alone.

use super::*;
use crate::features::trial::{MIA, NOOR, RAVI, SAM, refused, shown};
use crate::store::blocks;

pub(super) const NOBODY: &str = "Nobody new for you this time; you are first next time.";

pub(super) async fn cannot(table: &mut Table, member: MemberId, pairing: PairingId) {
    let said = shown(table.presses(member, RoundClick::Cant { pairing }).await);
    assert!(said.starts_with("That's fine"), "{said}");
    table.deliver().await;
}

pub(super) async fn finds(table: &mut Table, member: MemberId, pairing: PairingId) -> String {
    let said = shown(table.presses(member, RoundClick::FindMe { pairing }).await);
    table.deliver().await;
    said
}

pub(super) async fn answers(
    table: &mut Table,
    by: MemberId,
    yes: bool,
    pairing: PairingId,
) -> String {
    let click = if yes {
        RoundClick::BeThree {
            pairing,
            member: MIA,
        }
    } else {
        RoundClick::StayTwo {
            pairing,
            member: MIA,
        }
    };
    let said = shown(table.presses(by, click).await);
    table.deliver().await;
    said
}

#[tokio::test]
async fn the_partner_is_asked_and_two_who_are_left_alone_are_put_together() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let two = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    assert_eq!(table.find(one).await.state, PairingState::Off);
    assert_eq!(
        *table.in_thread(one).last().unwrap(),
        "<@13> can't this time. <@12>, shall I look for somebody else for you?\n[Find me somebody else] [I'll sit this one out]"
    );
    assert_eq!(table.first_next_time().await, [MIA]);
    cannot(&mut table, SAM, two).await;
    // Nobody is put together who has not said yes.
    assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
    assert_eq!(
        finds(&mut table, NOOR, two).await,
        "Found: you're with **Mia** now. I'm introducing you to each other."
    );
    assert_eq!(table.together().await, [[MIA, NOOR]]);
    assert_eq!(
        table.opened.last().unwrap().1,
        "Mia and Noor · Coffee chats 1"
    );
    let found = *table.in_thread(one).last().unwrap();
    assert!(
        found.contains("<@12>, I've found somebody for you"),
        "{found}"
    );
    assert!(table.first_next_time().await.is_empty());
    for member in [MIA, RAVI] {
        let said = refused(
            table
                .presses(member, RoundClick::FindMe { pairing: one })
                .await,
        );
        assert!(said.starts_with("That has settled itself"), "{said}");
    }
    // Who cannot knows it already.
    let again = shown(table.presses(RAVI, RoundClick::Cant { pairing: one }).await);
    assert!(again.starts_with("I know already"), "{again}");
    let met = refused(table.presses(RAVI, RoundClick::Met { pairing: one }).await);
    assert!(met.starts_with("You said that you can't"), "{met}");
}

#[tokio::test]
async fn a_pair_takes_them_in_when_both_say_yes_and_three_go_on_as_two() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    let asked = finds(&mut table, MIA, one).await;
    assert!(asked.starts_with("I've asked a pair whether"), "{asked}");
    assert_eq!(finds(&mut table, MIA, one).await, asked, "pressed again");
    let question = *table.in_thread(pair).last().unwrap();
    assert!(
        question.contains("would you like to be three, with <@12>?"),
        "{question}"
    );
    for _ in 0..2 {
        let said = answers(&mut table, SAM, true, pair).await;
        assert_eq!(said, "Thank you! It only needs a yes from **Noor** now.");
    }
    assert_eq!(table.find(pair).await.members(), [NOOR, SAM]);
    for _ in 0..2 {
        let said = answers(&mut table, NOOR, true, pair).await;
        assert_eq!(said, "Three it is. Have a good time!");
    }
    let three = table.find(pair).await;
    assert_eq!(three.members(), [NOOR, SAM, MIA]);
    assert_eq!(table.added, [MIA]);
    assert_eq!(table.renamed, ["Noor, Sam and Mia · Coffee chats 1"]);
    let welcome = *table.in_thread(pair).last().unwrap();
    assert!(
        welcome.contains("Welcome, <@12>! You're three now"),
        "{welcome}"
    );
    let intro = table.edited.last().unwrap();
    assert!(
        intro.contains("<@11>, <@14> and <@12>, this round"),
        "{intro}"
    );
    assert!(table.first_next_time().await.is_empty());
    let said = shown(
        table
            .presses(NOOR, RoundClick::Cant { pairing: pair })
            .await,
    );
    assert_eq!(
        said,
        "That's fine: **Sam** and **Mia** go on as two. See you next time!"
    );
    table.deliver().await;
    let two = table.find(pair).await;
    assert_eq!(
        (two.state, two.members()),
        (PairingState::Open, vec![SAM, MIA])
    );
    let told = *table.in_thread(pair).last().unwrap();
    assert!(
        told.starts_with("<@11> can't this time, so it's the two of you: <@14> and <@12>."),
        "{told}"
    );
    assert!(two.first_writer.is_some_and(|first| first != NOOR));
}

#[tokio::test]
async fn a_pair_that_would_rather_stay_two_does_and_they_are_told() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    finds(&mut table, MIA, one).await;
    for _ in 0..2 {
        assert_eq!(
            answers(&mut table, SAM, false, pair).await,
            "That's fine: you stay two."
        );
    }
    assert_eq!(
        *table.in_thread(one).last().unwrap(),
        format!("<@12>: {NOBODY}")
    );
    assert_eq!(table.first_next_time().await, [MIA]);
    let late = answers(&mut table, NOOR, true, pair).await;
    assert!(
        late.starts_with("Thank you! That has settled itself"),
        "{late}"
    );
    // Nobody asked them about anybody else.
    let stranger = RoundClick::BeThree {
        pairing: pair,
        member: RAVI,
    };
    refused(table.presses(NOOR, stranger).await);
    // Somebody else is left alone later: they are put together after all.
    let two = table.seats(&[OLU, ADA]).await;
    cannot(&mut table, OLU, two).await;
    let found = finds(&mut table, ADA, two).await;
    assert!(found.starts_with("Found: you're with **Mia**"), "{found}");
}

#[tokio::test]
async fn a_pair_that_says_nothing_has_a_working_day_and_then_the_next_are_asked() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    finds(&mut table, MIA, one).await;
    let late = table.seats(&[OLU, ADA]).await;
    table.pass_until(march(4, 9)).await;
    let asked = |table: &Table| {
        table
            .in_thread(late)
            .iter()
            .any(|said| said.contains("be three, with <@12>?"))
    };
    assert!(!asked(&table));
    table.pass_until(march(4, 10)).await;
    assert!(asked(&table), "{:?}", table.in_thread(late));
    let too_late = answers(&mut table, NOOR, true, pair).await;
    assert!(
        too_late.starts_with("Thank you! That has settled itself"),
        "{too_late}"
    );
    // Until people are asked whether they met; then they are told.
    table.pass_until(march(5, 10)).await;
    assert_eq!(
        *table.in_thread(one).last().unwrap(),
        format!("<@12>: {NOBODY}")
    );
}

#[tokio::test]
async fn those_who_are_apart_are_never_put_together_and_nobody_hears_why() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let two = table.seats(&[NOOR, SAM]).await;
    let pair = table.seats(&[OLU, ADA]).await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    for (by, other) in [(NOOR, MIA), (MIA, ADA)] {
        blocks::add(&mut write, GUILD, by, other, march(3, 10))
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    cannot(&mut table, RAVI, one).await;
    cannot(&mut table, SAM, two).await;
    let asks = finds(&mut table, NOOR, two).await;
    assert!(asks.starts_with("I've asked a pair"), "{asks}");
    assert_eq!(finds(&mut table, MIA, one).await, NOBODY);
    assert!(
        table
            .in_thread(pair)
            .iter()
            .all(|said| !said.contains("<@12>"))
    );
    assert!(
        table
            .together()
            .await
            .iter()
            .all(|members| !members.contains(&MIA))
    );
}

#[tokio::test]
async fn sitting_it_out_is_fine_whichever_button_says_so_and_so_is_thinking_better_of_it() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let two = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    cannot(&mut table, SAM, two).await;
    for _ in 0..2 {
        let said = shown(
            table
                .presses(MIA, RoundClick::SitOut { pairing: one })
                .await,
        );
        assert!(said.starts_with("That's fine."), "{said}");
    }
    cannot(&mut table, NOOR, two).await;
    assert!(table.together().await.is_empty());
    finds(&mut table, MIA, one).await;
    let found = finds(&mut table, NOOR, two).await;
    assert!(found.starts_with("Found:"), "{found}");
}

#[tokio::test]
async fn whoever_leaves_the_server_frees_their_partner() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let three = table.seats(&[NOOR, SAM, OLU]).await;
    for member in [RAVI, OLU] {
        crate::features::members::left(&table.trial.ctx, GUILD, member)
            .await
            .unwrap();
    }
    table.deliver().await;
    let asked = *table.in_thread(one).last().unwrap();
    assert!(
        asked.starts_with(
            "**Ravi** is not in the team any more. <@12>, shall I look for somebody else for you?"
        ),
        "{asked}"
    );
    let told = *table.in_thread(three).last().unwrap();
    assert!(
        told.starts_with("**Olu** is not in the team any more, so it's the two of you: "),
        "{told}"
    );
    let two = table.find(three).await;
    assert_eq!(
        (two.state, two.members()),
        (PairingState::Open, vec![NOOR, SAM])
    );
}

#[tokio::test]
async fn a_thread_that_is_not_open_yet_is_not_opened_for_one() {
    let mut table = Table::new().await;
    let one = table.seats_unsaid(&[MIA, RAVI]).await;
    cannot(&mut table, RAVI, one).await;
    assert!(table.opened.is_empty());
    let [told] = table.told(MIA)[..] else {
        panic!("{:?}", table.sent)
    };
    assert!(
        told.starts_with("**Ravi** can't this time (**Coffee chats** in **Quay**)."),
        "{told}"
    );
    assert!(
        told.contains("[Find me somebody else]") && told.contains("Fewer of these?"),
        "{told}"
    );
}

#[tokio::test]
async fn whoever_is_forgotten_is_not_named_to_those_who_stay() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let now = table.now();
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
    super::super::forgotten(&mut write, &guild, RAVI, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    table.deliver().await;
    let asked = *table.in_thread(one).last().unwrap();
    assert!(
        asked.starts_with("It doesn't work out with your partner this time. <@12>, shall I"),
        "{asked}"
    );
    assert_eq!(table.renamed, ["Mia and somebody · Coffee chats 1"]);
}

const STAYS: &str = "Everything else stays as it is.";

#[tokio::test]
async fn two_of_three_keep_the_hour_that_suits_them_still() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI, NOOR]).await;
    let proposed = table.find(pairing).await.common_at;
    // Late enough for another hour to be chosen, if one were.
    table.trial.clock.move_to(march(3, 21));
    let first = table.find(pairing).await.first_writer;
    let leaver = [NOOR, RAVI, MIA]
        .into_iter()
        .find(|member| Some(*member) != first)
        .unwrap();
    cannot(&mut table, leaver, pairing).await;
    assert_eq!(table.find(pairing).await.common_at, proposed);
    let said = *table.in_thread(pairing).last().unwrap();
    assert!(said.ends_with(STAYS), "{said}");
}

#[tokio::test]
async fn two_of_three_read_what_does_not_stay_as_it_was() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI, NOOR]).await;
    let found = table.find(pairing).await;
    let (first, past) = (found.first_writer.unwrap(), found.common_at.unwrap());
    table
        .trial
        .clock
        .move_to(past + chrono::TimeDelta::hours(1));
    cannot(&mut table, first, pairing).await;
    let found = table.find(pairing).await;
    let said = *table.in_thread(pairing).last().unwrap();
    assert!(!said.contains(STAYS), "{said}");
    let hour = found.common_at.unwrap();
    assert!(hour > past, "{hour}");
    assert!(
        said.contains(&format!("<t:{}:", hour.timestamp())),
        "{said}"
    );
    let writes = format!(
        "{}, would you write first?",
        found.first_writer.unwrap().mention()
    );
    assert!(said.contains(&writes), "{said}");
}

#[tokio::test]
async fn two_of_three_in_a_swap_are_not_told_that_it_stays_as_it_is() {
    let mut table = Table::of(ProgrammeKind::Swap).await;
    let pairing = table.seats(&[MIA, RAVI, NOOR]).await;
    cannot(&mut table, NOOR, pairing).await;
    let said = *table.in_thread(pairing).last().unwrap();
    assert!(said.contains("so it's the two of you"), "{said}");
    assert!(!said.contains(STAYS), "{said}");
}

#[tokio::test]
async fn two_of_three_without_a_thread_read_the_same_in_what_they_were_told() {
    let mut table = Table::new().await;
    table.moves_to(crate::features::trial::MANAGERS).await;
    let pairing = table.seats(&[MIA, RAVI, NOOR]).await;
    let past = table.find(pairing).await.common_at.unwrap();
    table
        .trial
        .clock
        .move_to(past + chrono::TimeDelta::hours(1));
    cannot(&mut table, NOOR, pairing).await;
    let hour = table.find(pairing).await.common_at.unwrap();
    let hour = format!("<t:{}:", hour.timestamp());
    for member in [MIA, RAVI] {
        let [_, said] = table.told(member)[..] else {
            panic!("{:?}", table.sent)
        };
        assert!(said.starts_with("**Noor** can't this time"), "{said}");
        assert!(said.contains(&hour), "{said}");
    }
    assert_eq!(table.edited.len(), 2, "{:?}", table.edited);
    for told in &table.edited {
        assert!(told.contains(&hour) && !told.contains("Noor"), "{told}");
    }
}

#[tokio::test]
async fn nobody_is_called_at_night_to_be_three() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    table.trial.clock.move_to(march(3, 23));
    let said = shown(
        table
            .presses(MIA, RoundClick::FindMe { pairing: one })
            .await,
    );
    assert!(said.starts_with("I'm looking for somebody else"), "{said}");
    let again = shown(
        table
            .presses(MIA, RoundClick::FindMe { pairing: one })
            .await,
    );
    assert_eq!(again, said);
    table.pass_until(march(4, 8)).await;
    assert_eq!(table.in_thread(pair).len(), 1, "{:?}", table.sent);
    table.pass_until(march(4, 9)).await;
    let asked = *table.in_thread(pair).last().unwrap();
    assert!(
        asked.contains("would you like to be three, with <@12>?"),
        "{asked}"
    );
}

#[tokio::test]
async fn what_a_pair_says_at_night_is_told_in_the_morning() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    let pair = table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    finds(&mut table, MIA, one).await;
    let before = table.in_thread(one).len();
    table.trial.clock.move_to(march(3, 23));
    answers(&mut table, SAM, false, pair).await;
    table.pass_until(march(4, 8)).await;
    assert_eq!(table.in_thread(one).len(), before, "{:?}", table.sent);
    table.pass_until(march(4, 9)).await;
    let said = &table.in_thread(one)[before..];
    assert_eq!(said, [format!("<@12>: {NOBODY}")]);
}

#[tokio::test]
async fn whoever_waits_hears_in_the_morning_that_there_is_nobody() {
    let mut table = Table::new().await;
    let one = table.seats(&[MIA, RAVI]).await;
    table.seats(&[NOOR, SAM]).await;
    cannot(&mut table, RAVI, one).await;
    finds(&mut table, MIA, one).await;
    let before = table.in_thread(one).len();
    // The bot was away while the pair's working day ended.
    table.trial.clock.move_to(march(5, 3));
    table.pass_until(march(5, 8)).await;
    assert_eq!(table.in_thread(one).len(), before, "{:?}", table.sent);
    table.pass_until(march(5, 9)).await;
    let said = &table.in_thread(one)[before..];
    assert_eq!(said, [format!("<@12>: {NOBODY}")]);
}
