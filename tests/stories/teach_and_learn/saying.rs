//! Adding, repeating and removing offers and wishes.

use chrono::TimeDelta;
use discord_sandbox::control::Rule;
use insta::assert_snapshot;

use super::{learns, offers, wishes};
use crate::harness::tell;

#[test]
fn teaching_says_what_happens_next_and_how_many_wish_for_it() {
    tell(async |story| {
        learns(&story.player("mia"), "postgres").await;
        learns(&story.player("noor"), "psql").await;
        let reply = story
            .player("ravi")
            .uses(
                "teach",
                &[
                    ("skill", "PostgreSQL"),
                    ("level", "use it daily"),
                    ("note", "query plans, and *indexes*"),
                ],
            )
            .await;
        assert!(reply.ephemeral);
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this)
        ↪ Ravi used /teach
        You teach **PostgreSQL** now (“use it daily”). 2 people wish to learn it.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove PostgreSQL ]
        ");
        assert_eq!(
            offers(story).await,
            ["ravi | PostgreSQL | daily | query plans, and *indexes*"]
        );
    });
}

#[test]
fn learning_says_who_teaches_it_and_how_to_ask() {
    tell(async |story| {
        let mia = story.player("mia");
        assert_snapshot!(learns(&mia, "postgres").await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /learn
        **PostgreSQL** is on your list of wishes. Nobody teaches it yet.
        What happens next: it stands in `/skills` as wished for, where whoever could teach it will see it. You can also ask right away with `/askfor`.
        [ Remove PostgreSQL ]
        ");
        story.player("ravi").teaches("postgres").await;
        let reply = mia
            .uses("learn", &[("skill", "postgres"), ("note", "backups")])
            .await;
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /learn
        Updated: **PostgreSQL** is on your list of wishes. One person teaches it.
        What happens next: when you have a question, `/askfor` finds somebody who knows. `/skills skill:PostgreSQL` shows who teaches it.
        [ Remove PostgreSQL ]
        ");
        assert_eq!(wishes(story).await, ["mia | PostgreSQL | backups"]);
    });
}

#[test]
fn several_are_separated_by_commas_and_other_names_fold_together() {
    tell(async |story| {
        let reply = story
            .player("ravi")
            .uses(
                "teach",
                &[
                    (
                        "skill",
                        "k8s, K8S, kubernetes , C, c++, C#, .net, public-speaking,",
                    ),
                    ("level", "can start you off"),
                ],
            )
            .await;
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this)
        ↪ Ravi used /teach
        You teach **Kubernetes** now (“can start you off”). Nobody else wishes to learn it yet.
        You teach **C** now (“can start you off”). Nobody else wishes to learn it yet.
        You teach **C++** now (“can start you off”). Nobody else wishes to learn it yet.
        You teach **C#** now (“can start you off”). Nobody else wishes to learn it yet.
        You teach **.NET** now (“can start you off”). Nobody else wishes to learn it yet.
        You teach **Public speaking** now (“can start you off”). Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove Kubernetes ] [ Remove C ] [ Remove C++ ] [ Remove C# ] [ Remove .NET ]
        [ Remove Public speaking ]
        ");
        assert_eq!(
            offers(story).await,
            [
                "ravi | .NET | starter | -",
                "ravi | C | starter | -",
                "ravi | C# | starter | -",
                "ravi | C++ | starter | -",
                "ravi | Kubernetes | starter | -",
                "ravi | Public speaking | starter | -",
            ]
        );
    });
}

#[test]
fn repeating_updates_and_loses_nothing() {
    tell(async |story| {
        let ravi = story.player("ravi");
        ravi.uses(
            "teach",
            &[
                ("skill", "postgres"),
                ("level", "use it daily"),
                ("note", "plans"),
            ],
        )
        .await;
        let reply = ravi
            .uses(
                "teach",
                &[("skill", "postgres"), ("level", "could give a talk")],
            )
            .await;
        assert!(
            reply
                .text
                .starts_with("Updated: you teach **PostgreSQL** (“could give a talk”)."),
            "{reply}"
        );
        assert_eq!(offers(story).await, ["ravi | PostgreSQL | talk | plans"]);
        learns(&ravi, "spanish").await;
        let reply = learns(&ravi, "Spanish").await;
        assert!(
            reply
                .text
                .starts_with("Updated: **Spanish** is on your list of wishes."),
            "{reply}"
        );
        assert_eq!(wishes(story).await, ["ravi | Spanish | -"]);
    });
}

#[test]
fn a_button_removes_and_pressed_twice_says_so() {
    tell(async |story| {
        let ravi = story.player("ravi");
        let reply = ravi.uses("teach", &[("skill", "rust")]).await;
        assert_snapshot!(ravi.clicks(&reply, "Remove Rust").await, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: You teach **Rust** now. Nobody else wishes to lear…
        Done: you no longer teach **Rust**. `/teach` brings it back whenever you like.
        ");
        assert_snapshot!(ravi.clicks(&reply, "Remove Rust").await, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: You teach **Rust** now. Nobody else wishes to lear…
        You don't teach that any more, so there is nothing to remove. `/me` shows what you teach.
        ");
        let reply = learns(&ravi, "rust").await;
        assert_snapshot!(ravi.clicks(&reply, "Remove Rust").await, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: **Rust** is on your list of wishes. Nobody teaches…
        Done: **Rust** is off your list of wishes. `/learn` brings it back whenever you like.
        ");
        assert_snapshot!(ravi.clicks(&reply, "Remove Rust").await, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: **Rust** is on your list of wishes. Nobody teaches…
        That is no longer on your list of wishes, so there is nothing to remove. `/me` shows what you wish for.
        ");
        assert!(offers(story).await.is_empty());
        assert!(wishes(story).await.is_empty());
    });
}

#[test]
fn the_button_works_a_month_later_and_after_a_restart() {
    tell(async |story| {
        let ravi = story.player("ravi");
        let reply = ravi.uses("teach", &[("skill", "rust, postgres")]).await;
        story.pass(TimeDelta::days(31)).await;
        story.kill_bot().await;
        story.start_bot().await;
        let done = ravi.clicks(&reply, "Remove Rust").await;
        assert!(
            done.text.starts_with("Done: you no longer teach **Rust**."),
            "{done}"
        );
        assert_eq!(offers(story).await, ["ravi | PostgreSQL | - | -"]);
    });
}

#[test]
fn what_is_no_skill_is_refused_in_a_sentence() {
    tell(async |story| {
        let mia = story.player("mia");
        for (typed, sentence) in [
            (
                ", ,",
                "Please name a skill, for example `Postgres` or `public speaking`.",
            ),
            (
                "rust, ?!",
                "About `?!`: A skill's name needs at least one letter or digit.",
            ),
            (
                "https://example.com/a",
                "About `https://example.com/a`: That is a link. Please give the skill a name; the note is the place for links.",
            ),
        ] {
            for command in ["teach", "learn"] {
                let refused = mia.uses(command, &[("skill", typed)]).await.text;
                let given_back = format!("{sentence}\nNothing was added. You typed:\n> ");
                assert!(refused.starts_with(&given_back), "{refused}");
            }
        }
        let long = "a".repeat(60);
        assert_snapshot!(mia.uses("teach", &[("skill", &long)]).await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /teach
        About `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…`: That name is 60 characters long; 50 is the most. There is an option of its own for details.
        Nothing was added. You typed:
        > aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        ");
        let many = (1..=30)
            .map(|n| format!("skill {n}"))
            .collect::<Vec<_>>()
            .join(", ");
        assert_snapshot!(mia.uses("teach", &[("skill", &many)]).await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /teach
        That is 30 skills; 10 at a time is the most. Please send the rest in a second go.
        Nothing was added. You typed:
        > skill 1, skill 2, skill 3, skill 4, skill 5, skill 6, skill 7, skill 8, skill 9, skill 10, skill 11, skill 12, skill 13, skill 14, skill 15, skill 16, skill 17, skill 18, skill 19, skill 20, skill 21, skill 22, skill 23, skill 24, skill 25, skill 26, skill 27, skill 28, skill 29, skill 30
        ");
        let refused = mia
            .tries("teach", &[("skill", "rust"), ("note", &"n".repeat(201))])
            .await
            .unwrap_err();
        assert_eq!(refused.rule, Rule::TextLength, "{refused}");
        assert!(offers(story).await.is_empty());
    });
}

#[test]
fn hostile_names_are_shown_as_they_were_typed_and_ping_nobody() {
    tell(async |story| {
        let ravi = story.player("ravi");
        let everyone = story.player("mia").person.id();
        let ping = format!("<@{everyone}> a");
        for name in [
            "**bold** _it_ ~~gone~~ `code` ||spoiler||",
            "@everyone @here",
            ping.as_str(),
            "[a link](x) # heading",
            "مرحبا \u{202e}txt",
            "日本語 話し方",
            "a\u{0}b\u{200b}c",
            "> quoted - list",
        ] {
            let reply = ravi
                .uses("teach", &[("skill", name), ("note", "*loud* @everyone")])
                .await;
            assert!(reply.mentions_pinged.is_empty(), "{reply}");
            assert!(reply.text.starts_with("You teach **"), "{name}: {reply}");
            let remove = reply.buttons[0].custom_id.clone().unwrap();
            let list = story
                .player("noor")
                .uses("skills", &[("member", "ravi")])
                .await;
            assert!(list.mentions_pinged.is_empty(), "{list}");
            ravi.clicks(&reply, &remove).await;
        }
        let reply = ravi
            .uses(
                "teach",
                &[
                    ("skill", "**bold** _it_ @everyone"),
                    ("note", "*loud* @here"),
                ],
            )
            .await;
        assert_snapshot!(reply, @"
        #general · Potluck (only you can see this)
        ↪ Ravi used /teach
        You teach **bold it everyone** now. Nobody else wishes to learn it yet.
        What happens next: when somebody asks about it, I may invite you to help and say why. **Not now** is always a fine answer, and `/me` is the place for a pause or a limit.
        [ Remove bold it everyone ]
        ");
        let list = story
            .player("noor")
            .uses("skills", &[("member", "ravi")])
            .await;
        assert_snapshot!(list, @r"
        #general · Potluck (only you can see this)
        ↪ Noor used /skills
        @Ravi **teaches**
        - **bold it everyone** · \*loud\* \@here
        ");
    });
}
