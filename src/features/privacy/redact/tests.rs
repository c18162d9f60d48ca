use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::custom_id::{AskClick, MeClick};
use crate::domain::ids::{AskId, GuildId, HelpId, LessonId, OutboxId};
use crate::post::SelectOption;
use crate::store::outbox::Lane;

const MIA: MemberId = MemberId(1012);
/// Hers, by name.
const ASK: AskId = AskId(5);
const LINK: &str = "https://discord.com/channels/1/2/3";

fn said(name: &str) -> Said {
    Said {
        names: vec![name.to_owned(), "Mia *K.*".to_owned()],
        of_asks: BTreeMap::from([(
            ASK,
            vec![
                "My report is slow.\nIt reads 3 million rows.".to_owned(),
                LINK.to_owned(),
            ],
        )]),
        thanks: vec!["You saved my day!".to_owned()],
        quotes: BTreeSet::from([QuoteOf::Thanks(HelpId(7))]),
        asks: BTreeSet::from([ASK]),
    }
}

fn row(asks: &[AskId]) -> Message {
    Message {
        id: OutboxId(1),
        lane: Lane::Guild(GuildId(1)),
        delivery: Delivery::Edit {
            message: crate::delivery::MessageRef::AskPost(ASK),
            post: Post::text(""),
        },
        about: None,
        asks: asks.to_vec(),
        thanks: false,
        met: false,
        opening: false,
        done: false,
        begun: false,
        addressee: None,
        place: None,
    }
}

/// What becomes of a line in a row about her own ask, where she goes by `name`.
#[track_caller]
fn check_of(name: &str, written: &str, expected: &str) {
    let said = said(name);
    let found = Traces::of(MIA, &said).text(written, &Part::of(&row(&[ASK]), &said));
    assert_eq!(found, expected, "{name}: {written}");
}

#[track_caller]
fn check(written: &str, expected: &str) {
    check_of("Mia", written, expected);
}

/// The post of a row that is about nothing of hers.
fn elsewhere(post: &Post) -> Option<Post> {
    let said = said("Mia");
    Traces::of(MIA, &said).post(post, &Part::of(&row(&[AskId(6)]), &said))
}

fn about_hers(post: &Post) -> Option<Post> {
    let said = said("Mia");
    Traces::of(MIA, &said).post(post, &Part::of(&row(&[ASK]), &said))
}

#[test]
fn mentions_become_somebody_wherever_they_are() {
    check("<@1012> would like a hand.", "Somebody would like a hand.");
    check("👋 <@7>, <@1012> can help.", "👋 <@7>, somebody can help.");
    check("<@10120> stays.", "<@10120> stays.");
    check(r"> Ask \<@1012>, or Mia", "> Ask somebody, or Mia");
    check(r"> \<@1012> knows", "> somebody knows");
    assert_eq!(
        elsewhere(&Post::text("<@1012> said hello")),
        Some(Post::text("Somebody said hello"))
    );
}

#[test]
fn a_name_goes_where_the_bot_puts_one() {
    for (written, expected) in [
        (
            "**Mia** in **Quay** would like a hand with **Go**.",
            "**Somebody** in **Quay** would like a hand with **Go**.",
        ),
        (
            "💛 **Mia** from **Quay** says thank you for your help.",
            "💛 **Somebody** from **Quay** says thank you for your help.",
        ),
        (
            "🎉 **Mia** learned **Rust** from you in your skill swap in **Quay**. Thank you!",
            "🎉 **Somebody** learned **Rust** from you in your skill swap in **Quay**. Thank you!",
        ),
        (
            "👋 You're helping **Mia** from **Quay** with **Go**.",
            "👋 You're helping **somebody** from **Quay** with **Go**.",
        ),
        (
            r"**Mia \*K.\*** thought of you for this.",
            "**Somebody** thought of you for this.",
        ),
        (
            "👋 **Mia** can help you with **Go** in **Quay**.",
            "👋 **Somebody** can help you with **Go** in **Quay**.",
        ),
        (
            "The thread about **Go** in **Quay** was removed. You and **Mia** can write to each other directly. How is it going?",
            "The thread about **Go** in **Quay** was removed. You and **somebody** can write to each other directly. How is it going?",
        ),
    ] {
        check(written, expected);
    }
}

#[test]
fn a_name_that_is_a_word_of_everybodys_stays_a_word() {
    for (name, written) in [
        ("help", "👋 <@7>, <@8> can help you with **help desk**."),
        (
            "Mia",
            "**Mia Wong** in **Quay** would like a hand with **Go**.",
        ),
        (
            "Mia",
            "> **Mia** in **Quay** would like a hand with **Go**.",
        ),
        (
            "Go",
            "**Go** in **Quay** is closed now; nothing is left to do.",
        ),
        ("Go", "**Kim** in **Quay** would like a hand with **Go**."),
        ("Quay", "How is it going with **Go** in **Quay**?"),
        (
            "Go",
            "The thread about **Go** in **Quay** was removed. You and **Kim** can write to each other directly. How is it going?",
        ),
    ] {
        check_of(name, written, written);
    }
}

#[test]
fn elsewhere_a_name_is_another_persons_and_words_are_anothers() {
    for written in [
        "**Mia** in **Quay** would like a hand with **Go**.",
        "> My report is slow.",
        "> You saved my day!",
    ] {
        assert_eq!(elsewhere(&Post::text(written)), None, "{written}");
    }
}

#[test]
fn buttons_are_never_renamed() {
    let said = said("help");
    let post = Post::text("<@7> would like a hand.").and_buttons([Button::plain(
        "I can help",
        AskClick::Solved { ask: AskId(1) },
    )]);
    let part = Part::of(&row(&[ASK]), &said);
    assert_eq!(Traces::of(MIA, &said).post(&post, &part), None);
}

#[test]
fn her_words_go_and_others_stay() {
    check(
        "Hello\n> My report is slow.\n> It reads 3 million rows.\nBye",
        "Hello\n-# (what stood here was taken back)\nBye",
    );
    check("> My report is…", "-# (what stood here was taken back)");
    check("> My report is\n> Why?", "> My report is\n> Why?");
    check("> …", "> …");
    check(
        &format!("> Why?\nIt is about [this message]({LINK})."),
        "> Why?\n-# (what stood here was taken back)",
    );
}

#[test]
fn her_thanks_go_from_the_message_that_brought_them() {
    let said = said("Mia");
    let brought = Message {
        thanks: true,
        ..row(&[])
    };
    let post = Post::text("💛 **Mia** from **Quay** says thank you for your help.")
        .and_text("> You saved my day!");
    let found = Traces::of(MIA, &said).post(&post, &Part::of(&brought, &said));
    let expected = Post::text("💛 **Somebody** from **Quay** says thank you for your help.")
        .and_text("-# (what stood here was taken back)");
    assert_eq!(found, Some(expected));
}

#[test]
fn the_line_that_she_signed_goes_from_the_opening_post() {
    let said = said("Mia");
    let opening = Message {
        opening: true,
        ..row(&[])
    };
    let traces = Traces::of(MIA, &said);
    let signed = "Hello\n<@1012> is learning Rust.";
    assert_eq!(
        traces.text(signed, &Part::of(&opening, &said)),
        "Hello\n-# (what stood here was taken back)"
    );
    assert_eq!(
        traces.text(signed, &Part::of(&row(&[]), &said)),
        "Hello\nSomebody is learning Rust."
    );
}

#[test]
fn pings_buttons_and_options_with_her_id_go() {
    let ask = AskId(1012);
    let post = Post::text("Who helped?")
        .and_buttons([
            Button::plain("Solved", AskClick::Solved { ask: AskId(1) }),
            Button::plain(
                "Mia",
                AskClick::SolvedByMember {
                    ask: AskId(1),
                    member: MIA,
                },
            ),
        ])
        .and_select(Select {
            id: MeClick::Block {}.into(),
            placeholder: "Who?".to_owned(),
            kind: SelectKind::Options(vec![
                SelectOption {
                    label: "Mia".to_owned(),
                    value: "1012".to_owned(),
                    description: None,
                    chosen: false,
                },
                SelectOption {
                    label: "Ravi".to_owned(),
                    value: "7".to_owned(),
                    description: None,
                    chosen: true,
                },
            ]),
            min: 1,
            max: 2,
        })
        .pinging([MIA, MemberId(7)]);
    let without = elsewhere(&post).unwrap();
    assert_eq!(without.pings.members, [MemberId(7)]);
    let json = serde_json::to_string(&without).unwrap();
    assert!(!json.contains("1012") && !json.contains("Mia"), "{json}");
    let Block::Select(select) = &without.blocks[2] else {
        panic!("{without:?}")
    };
    assert_eq!((select.min, select.max), (1, 1));
    // A number that happens to be the same cannot be told apart, so all of it goes.
    let alike = Post::text("Mia?").and_buttons([Button::plain("Solved", AskClick::Solved { ask })]);
    assert_eq!(elsewhere(&alike).unwrap().blocks.len(), 1);
}

#[test]
fn a_link_with_her_id_takes_the_whole_message_with_it() {
    let post =
        Post::text("<@1012>").and_buttons([Button::link("Look", "https://example.org/1012")]);
    assert_eq!(about_hers(&post), Some(Post::text(ALL_TAKEN_BACK)));
}

#[test]
fn a_thread_is_named_without_her_even_where_the_name_was_cut() {
    let opening = |name: &str, members: Vec<MemberId>| Delivery::OpenThread {
        under: crate::delivery::MessageRef::AskPost(ASK),
        name: name.to_owned(),
        members,
    };
    let (other, said) = (MemberId(7), said("Mia"));
    let traces = Traces::of(MIA, &said);
    let hers = Part::of(&row(&[ASK]), &said);
    for (name, members, expected) in [
        (
            "Go: Mia and Ravi",
            vec![MIA, other],
            Some("Go: somebody and Ravi"),
        ),
        (
            "Go: Ravi and Mia",
            vec![MIA, other],
            Some("Go: Ravi and somebody"),
        ),
        ("Go: with Mia", vec![MIA], Some("Go: with somebody")),
        (
            "A very long skill: Ravi and M…",
            vec![MIA, other],
            Some("A very long skill: somebody"),
        ),
        ("Mia and Go: Mia Wong and Ravi", vec![other], None),
    ] {
        let found = traces.taken_out(&opening(name, members), &hers);
        let expected = expected.map(|expected| {
            let left = if expected.contains("with") {
                vec![]
            } else {
                vec![other]
            };
            opening(expected, left)
        });
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(
        traces.taken_out(&opening("Go: Mia and Ravi", vec![other]), &Part::default()),
        None,
        "another Mia's"
    );
}

/// What becomes of a line about whom she was put together with.
#[track_caller]
fn check_met(written: &str, expected: &str) {
    let said = said("Mia");
    let row = Message {
        met: true,
        ..row(&[])
    };
    let found = Traces::of(MIA, &said).text(written, &Part::of(&row, &said));
    assert_eq!(found, expected, "{written}");
}

#[test]
fn names_go_from_what_is_said_of_people_who_were_put_together() {
    check_met(
        "This round you meet **Mia** and **Ravi**.",
        "This round you meet somebody and **Ravi**.",
    );
    check_met(
        "**Mia** is asked to write first.",
        "Somebody is asked to write first.",
    );
    check_met("Mia teaches **Go**.", "Somebody teaches **Go**.");
    check_met(
        "<@1014>, **Mia** has handed over: **Ravi** is your buddy from here on.",
        "<@1014>, somebody has handed over: **Ravi** is your buddy from here on.",
    );
    check_met(
        "About your buddy in **Quay**: **Mia** has left the server: I am looking for somebody else.",
        "About your buddy in **Quay**: somebody has left the server: I am looking for somebody else.",
    );
    check_met(
        "**Mia** has left the server, so this ends here.",
        "Somebody has left the server, so this ends here.",
    );
    check_met(
        "Tue 3 Mar, 10:00 in Lisbon (Ravi and Mia), 11:00 in Berlin (Sam)",
        "Tue 3 Mar, 10:00 in Lisbon (Ravi and somebody), 11:00 in Berlin (Sam)",
    );
    // Where nobody's name can stand, the same letters mean something else.
    check_met("The film Mia is good.", "The film Mia is good.");
    check("Mia teaches **Go**.", "Mia teaches **Go**.");
}

/// Where their mention stands behind their name, it is theirs in whatever row: managers and thanked buddies read such.
#[test]
fn a_name_with_its_mention_goes_from_every_row() {
    let said = said("Mia");
    for (written, expected) in [
        (
            "**Mia** (<@1012>) is new and has no buddy yet: I found nobody suitable.",
            "Somebody is new and has no buddy yet: I found nobody suitable.",
        ),
        (
            "In **Quay**, **Sam** (<@1014>) and **Mia** (<@1012>) are new and have no buddy yet.",
            "In **Quay**, **Sam** (<@1014>) and somebody are new and have no buddy yet.",
        ),
        (
            "Thirty working days ago **Mia** (<@1012>) came to **Quay**.",
            "Thirty working days ago somebody came to **Quay**.",
        ),
        // Somebody else of that name stays.
        ("**Mia** (<@1014>) is new.", "**Mia** (<@1014>) is new."),
    ] {
        let found = Traces::of(MIA, &said).text(written, &Part::of(&row(&[]), &said));
        assert_eq!(found, expected, "{written}");
    }
}

/// What others said stays where it is quoted, less mentions of them; what they said, and thanks to them, go with the last heading.
#[test]
fn quotes_of_theirs_go_and_others_say_somebody() {
    let quote = |of, text: &str| Quote {
        of,
        text: text.to_owned(),
        button: None,
    };
    let month = chrono::NaiveDate::default();
    let answer = |member| QuoteOf::Answer { member, month };
    let lesson = QuoteOf::Lesson(LessonId(7));
    let post = Post::text("The week")
        .and_quotes(
            "**Thank you**",
            vec![quote(
                QuoteOf::Thanks(HelpId(7)),
                "> “Great” <@1012> to <@1014>",
            )],
        )
        .and_quotes(
            "**Learned**",
            vec![
                quote(answer(MIA), "Mia is learning Go"),
                quote(lesson, "<@1012> wrote this"),
                // A number that is no member's.
                quote(
                    QuoteOf::Thanks(HelpId(1012)),
                    "> “Great” <@1013> to <@1014>",
                ),
            ],
        );
    let expected = Post::text("The week").and_quotes(
        "**Learned**",
        vec![
            quote(lesson, "Somebody wrote this"),
            quote(
                QuoteOf::Thanks(HelpId(1012)),
                "> “Great” <@1013> to <@1014>",
            ),
        ],
    );
    assert_eq!(elsewhere(&post), Some(expected.clone()));
    assert_eq!(elsewhere(&expected), None);
    let others = Post::text("x").and_quotes("", vec![quote(answer(MemberId(1014)), "> x")]);
    assert_eq!(elsewhere(&others), None);
}

#[track_caller]
fn check_thread_of_a_meeting(written: &str, in_it: bool, expected: &str) {
    let said = said("Mia");
    let found = Traces::of(MIA, &said).meeting_name(written, in_it);
    assert_eq!(found, expected, "{written}");
}

#[test]
fn names_go_from_the_threads_of_people_who_were_put_together() {
    check_thread_of_a_meeting(
        "Mia and Ravi · Coffee chats 5",
        true,
        "somebody, Ravi · Coffee chats 5",
    );
    check_thread_of_a_meeting(
        "Sam, Mia and Ravi · Coffee chats 5",
        true,
        "Sam, somebody, Ravi · Coffee chats 5",
    );
    check_thread_of_a_meeting("Welcome, Mia", true, "Welcome");
    check_thread_of_a_meeting("Welcome, Miamaria", false, "Welcome, Miamaria");
    // Cut off, nobody can tell whose it was.
    check_thread_of_a_meeting(
        "Mi…, Ravi · Coffee chats 5",
        true,
        "somebody · Coffee chats 5",
    );
    check_thread_of_a_meeting(
        "Sam and Ravi · Coffee chats 5",
        false,
        "Sam and Ravi · Coffee chats 5",
    );
}
