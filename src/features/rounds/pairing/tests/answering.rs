//! The introduction and its buttons.

use super::*;
use crate::domain::ask::Face;
use crate::domain::round::SeatAnswer;
use crate::features::skills::command::{LEARN, TEACH};
use crate::features::trial::{MIA, NOOR, RAVI, SAM, refused, shown};

#[tokio::test]
async fn a_pairing_opens_a_thread_that_says_who_they_are_and_what_to_do() {
    let mut table = Table::new().await;
    let trial = &table.trial;
    trial
        .uses(MIA, &TEACH, &[("skill", "SQL, Rust")])
        .await
        .unwrap();
    trial.uses(RAVI, &LEARN, &[("skill", "SQL")]).await.unwrap();
    let pairing = table.seats(&[MIA, RAVI]).await;
    let [(under, name, members)] = table.opened.as_slice() else {
        panic!("{:?}", table.opened)
    };
    assert_eq!(
        (*under, name.as_str()),
        (HELP, "Mia and Ravi · Coffee chats 1")
    );
    assert_eq!(*members, [MIA, RAVI]);
    let intro = table.in_thread(pairing)[0].to_owned();
    for part in [
        "<@12> and <@13>, this round of **Coffee chats** brings you together.",
        "- <@12>: teaches **SQL** and Rust",
        "- <@13>: would like to learn **SQL**",
        "An hour in which both of you are at work: **Wed 4 Mar, ",
        " in UTC** (<t:",
        "To begin with: ",
        "would you write first?",
        "[We met] [It's planned] [Can't this time] [Add to calendar]",
        "Moderators of this server can read this thread.",
    ] {
        assert!(intro.contains(part), "{part:?} in {intro}");
    }
    let found = table.find(pairing).await;
    assert!(found.thread.is_some() && found.intro.is_some() && found.starter.is_some());
    assert!(!found.privately);
}

#[tokio::test]
async fn they_met_if_anyone_says_so_and_a_face_is_theirs_alone() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    let page = table.presses(MIA, RoundClick::Met { pairing }).await;
    assert!(shown(page).contains("Lovely that your chat with **Ravi** came about! How was it?"));
    assert_eq!(table.find(pairing).await.state, PairingState::Met);
    table.deliver().await;
    assert!(
        table.edited[0].contains("**You met**, how nice."),
        "{:?}",
        table.edited
    );
    // Pressed twice, and by the other one: the page again.
    for member in [MIA, RAVI] {
        let page = table.presses(member, RoundClick::Met { pairing }).await;
        assert!(shown(page).contains("How was it?"));
    }
    let happy = RoundClick::Face { pairing, face: 3 };
    assert!(matches!(
        table.presses(RAVI, happy).await,
        Ok(Reply::Update(_))
    ));
    let found = table.find(pairing).await;
    assert_eq!(found.seat(RAVI).unwrap().face, Some(Face::Happy));
    assert_eq!(found.seat(MIA).unwrap().face, None);
    let none = table
        .presses(RAVI, RoundClick::Face { pairing, face: 9 })
        .await;
    assert_eq!(refused(none), "Please choose one of the three faces.");
    table.deliver().await;
    assert_eq!(table.edited.len(), 1, "said once");
    // Nothing more is asked of them.
    table.pass_until(march(10, 9)).await;
    assert_eq!(table.in_thread(pairing).len(), 1, "{:?}", table.sent);
}

#[tokio::test]
async fn what_is_planned_is_noted_and_nobody_is_nudged() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    let said = shown(table.presses(MIA, RoundClick::Planned { pairing }).await);
    assert!(
        said.contains("enjoy it!") && said.contains("[Add to calendar]"),
        "{said}"
    );
    let answer = table.find(pairing).await.seat(MIA).unwrap().answer;
    assert_eq!(answer, Some(SeatAnswer::Planned));
    table.pass_until(march(5, 9)).await;
    assert_eq!(table.in_thread(pairing).len(), 1, "{:?}", table.sent);
    table
        .presses(RAVI, RoundClick::Met { pairing })
        .await
        .unwrap();
    for (click, part) in [
        (
            RoundClick::Planned { pairing },
            "One of you said already that you met.",
        ),
        (RoundClick::NotYet { pairing }, "so I'm not asking again"),
    ] {
        let said = shown(table.presses(MIA, click).await);
        assert!(said.contains(part), "{said}");
    }
    let cannot = refused(table.presses(MIA, RoundClick::Cant { pairing }).await);
    assert!(cannot.contains("there's nothing to call off"), "{cannot}");
}

#[tokio::test]
async fn the_wrong_person_a_pairing_that_is_gone_and_a_round_that_has_ended_get_a_sentence() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    let clicks = |pairing| {
        [
            RoundClick::Met { pairing },
            RoundClick::Planned { pairing },
            RoundClick::NotYet { pairing },
            RoundClick::Cant { pairing },
            RoundClick::Calendar { pairing },
            RoundClick::Face { pairing, face: 1 },
            RoundClick::Lesson { pairing },
            RoundClick::LessonAbout { pairing },
            RoundClick::BeThree {
                pairing,
                member: SAM,
            },
            RoundClick::StayTwo {
                pairing,
                member: SAM,
            },
            RoundClick::FindMe { pairing },
            RoundClick::SitOut { pairing },
        ]
    };
    for click in clicks(pairing) {
        let said = refused(table.presses(NOOR, click).await);
        assert!(
            said.starts_with("These buttons are for the people"),
            "{said}"
        );
    }
    for click in clicks(PairingId(99)) {
        let said = refused(table.presses(MIA, click).await);
        assert!(
            said.starts_with("This belongs to a round that is long over."),
            "{said}"
        );
    }
    table.pass_until(march(10, 10)).await;
    table.close(pairing).await;
    assert_eq!(table.find(pairing).await.state, PairingState::Over);
    for click in clicks(pairing) {
        let said = refused(table.presses(MIA, click.clone()).await);
        let expected = match click {
            RoundClick::FindMe { .. } | RoundClick::SitOut { .. } => "That has settled itself",
            _ => "This round of **Coffee chats** has ended",
        };
        assert!(said.starts_with(expected), "{click:?}: {said}");
    }
}

#[tokio::test]
async fn whoever_left_the_server_is_told_that_they_are_not_seen_there() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    crate::features::members::left(&table.trial.ctx, GUILD, MIA)
        .await
        .unwrap();
    let said = refused(
        table
            .trial
            .presses_in_private(MIA, RoundClick::Met { pairing })
            .await,
    );
    assert!(said.starts_with("I don't see you in that server"), "{said}");
}

fn event(reply: Result<Reply>) -> String {
    match reply {
        Ok(Reply::Private(post)) => {
            let [file] = post.files.as_slice() else {
                panic!("{post:?}")
            };
            assert_eq!(file.name, "potluck.ics");
            String::from_utf8(file.bytes.clone()).unwrap()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_calendar_gets_the_hour_that_was_proposed_and_later_the_next_one() {
    let mut table = Table::new().await;
    let pairing = table.seats(&[MIA, RAVI]).await;
    let proposed = table.find(pairing).await.common_at.unwrap();
    let first = event(table.presses(MIA, RoundClick::Calendar { pairing }).await);
    let start = proposed.format("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    assert!(first.contains(&start), "{first}");
    assert!(first.contains("SUMMARY:Coffee chats: Ravi"), "{first}");
    let sign = table.find(pairing).await.seat(MIA).unwrap().sign_at;
    assert_eq!(sign, Some(table.now()), "who takes the hour is there");
    table.pass_until(march(9, 9)).await;
    let later = event(table.presses(RAVI, RoundClick::Calendar { pairing }).await);
    assert!(later.contains("DTSTART:20260310T090000Z"), "{later}");
    table.pass_until(march(10, 9)).await;
    table
        .trial
        .clock
        .move_to(march(10, 9) + chrono::TimeDelta::minutes(30));
    let too_late = refused(table.presses(RAVI, RoundClick::Calendar { pairing }).await);
    assert!(too_late.contains("No hour is left"), "{too_late}");
}

#[tokio::test]
async fn a_starter_is_not_given_twice_and_they_write_first_in_turns() {
    let mut table = Table::new().await;
    let mut given = std::collections::BTreeSet::new();
    let mut first = Vec::new();
    for _ in 0..60 {
        let pairing = table.seats_unsaid(&[MIA, RAVI]).await;
        let found = table.find(pairing).await;
        assert!(given.insert(found.starter.unwrap()));
        first.push(found.first_writer.unwrap());
    }
    let mia = first.iter().filter(|member| **member == MIA).count();
    assert_eq!(mia, 30, "{first:?}");
    let last = table.seats_unsaid(&[MIA, SAM]).await;
    assert_eq!(table.find(last).await.starter, None, "Mia has had them all");
    // After a year they are new again.
    table
        .trial
        .clock
        .move_to(march(3, 10) + chrono::TimeDelta::days(366));
    let next_year = table.seats_unsaid(&[MIA, SAM]).await;
    assert!(table.find(next_year).await.starter.is_some());
}

#[tokio::test]
async fn the_one_who_has_been_here_for_much_longer_is_asked_to_learn() {
    let mut table = Table::new().await;
    let mut write = table.trial.ctx.store.write().await.unwrap();
    let noor = Person {
        member: NOOR,
        display_name: "Noor".to_owned(),
        user_name: "noor".to_owned(),
        bot: false,
        pending: false,
        joined_at: march(3, 10) - chrono::TimeDelta::days(900),
        roles: Vec::new(),
    };
    members::put(&mut write, GUILD, &noor).await.unwrap();
    write.commit().await.unwrap();
    let pairing = table.seats(&[SAM, NOOR]).await;
    let intro = table.in_thread(pairing)[0];
    assert!(intro.contains("To begin with: <@11>, "), "{intro}");
    assert!(
        intro.contains("<@11>, would you write first?"),
        "no newcomer has to: {intro}"
    );
}
