//! `/skills`: everything there is, who teaches one, and what one person brings.

use std::collections::BTreeSet;

use insta::assert_snapshot;

use super::learns;
use crate::harness::{tell, tell_in_a_team_of};

#[test]
fn with_nothing_there_yet_it_says_the_next_step() {
    tell(async |story| {
        let mia = story.player("mia");
        assert_snapshot!(mia.uses("skills", &[]).await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        Nobody has added a skill yet, so you can be the first: `/teach` what you could start somebody off with, or `/learn` what you would like to know.
        ");
        assert_snapshot!(mia.uses("skills", &[("skill", "postgres")]).await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        Nobody here teaches **PostgreSQL** or wishes for it yet. Be the first with `/teach` or `/learn`, or ask the whole team with `/askfor`.
        ");
        assert_snapshot!(mia.uses("skills", &[("member", "ravi")]).await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        @Ravi has not added any skills yet. `/skills` shows who teaches what, and `/askfor` asks the whole team.
        ");
        assert_snapshot!(mia.uses("skills", &[("member", "mia")]).await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        There is nothing of yours here yet. `/teach` what you could start somebody off with, or `/learn` what you would like to know.
        ");
    });
}

#[test]
fn it_shows_how_many_teach_and_wish_for_each() {
    tell(async |story| {
        story.player("ravi").teaches("postgres, python").await;
        story.player("noor").teaches("postgres").await;
        learns(&story.player("mia"), "postgres, spanish").await;
        let list = story.player("mia").uses("skills", &[]).await;
        assert!(list.ephemeral);
        assert_snapshot!(list, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        ### What this team teaches and wishes to learn
        **PostgreSQL** · 2 teach it, 1 wishes for it
        **Python** · 1 teaches it
        **Spanish** · nobody teaches it yet, 1 wishes for it

        `/skills skill:…` shows who teaches one, most available first.
        ");
    });
}

#[test]
fn long_lists_are_paged() {
    tell(async |story| {
        let (ravi, mia) = (story.player("ravi"), story.player("mia"));
        for part in 0..3 {
            let names: Vec<String> = (0..15)
                .map(|n| format!("craft {}", part * 15 + n))
                .collect();
            for five in names.chunks(5) {
                ravi.teaches(&five.join(", ")).await;
            }
        }
        let other = mia.uses("skills", &[]).await;
        let first = mia.uses("skills", &[]).await;
        let second = mia.clicks(&first, "More ›").await;
        let third = mia.clicks(&second, "More ›").await;
        let shown: BTreeSet<&str> = [&first, &second, &third]
            .into_iter()
            .flat_map(|page| crafts(&page.text))
            .collect();
        assert_eq!(shown.len(), 45);
        assert_eq!(third.buttons.len(), 1, "{third}");
        let back = mia.clicks(&third, "‹ Earlier").await;
        assert_eq!(back.text, second.text);

        // A page that is not there any more is the last one.
        let other = mia.clicks(&other, "More ›").await;
        story
            .execute("DELETE FROM offers WHERE skill_id > (SELECT min(skill_id) + 3 FROM offers)")
            .await;
        let now = mia.clicks(&other, "More ›").await;
        assert_eq!(crafts(&now.text).count(), 4, "{now}");
    });
}

/// The lines of the list.
fn crafts(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.starts_with("**craft"))
}

#[test]
fn a_skill_shows_who_teaches_it_most_available_first() {
    tell_in_a_team_of(8, async |story| {
        for (name, level) in [
            ("ravi", "use it daily"),
            ("ines", "could give a talk"),
            ("tomas", "can start you off"),
            ("yuki", "use it daily"),
        ] {
            story
                .player(name)
                .uses("teach", &[("skill", "postgres"), ("level", level)])
                .await;
        }
        story.player("ines").pauses().await;
        story.player("yuki").works("20:00-23:00").await;
        let list = story
            .player("mia")
            .uses("skills", &[("skill", "psql")])
            .await;
        assert_snapshot!(list, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        ### Who teaches PostgreSQL
        @Ravi · has room now · “use it daily”
        @Tomas · has room now · “can start you off”
        @Yuki · has room, outside their hours right now · “use it daily”
        @Ines · away for now · “could give a talk”

        `/askfor` asks them for you, so that it falls on who has room.
        ");
    });
}

#[test]
fn a_skill_that_is_only_wished_for_invites_to_teach_it() {
    tell(async |story| {
        learns(&story.player("noor"), "spanish").await;
        let page = story
            .player("mia")
            .uses("skills", &[("skill", "spanish")])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        Nobody teaches **Spanish** yet. One person wishes to learn it. If you could start somebody off with it, `/teach` it; if you would like to learn it, `/learn` puts it on your list; and `/askfor` asks the whole team.
        ");
    });
}

#[test]
fn a_skill_spelled_nearly_right_leads_to_those_there_are() {
    tell(async |story| {
        story.player("ravi").teaches("postgres").await;
        let mia = story.player("mia");
        let question = mia.uses("skills", &[("skill", "postgers")]).await;
        assert_snapshot!(question, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        Nobody here teaches **postgers** or wishes for it yet. Did you mean one of these?
        [ PostgreSQL ]
        ");
        let page = mia.clicks(&question, "PostgreSQL").await;
        assert!(page.text.contains("Who teaches PostgreSQL"), "{page}");
    });
}

#[test]
fn what_is_no_skill_is_said() {
    tell(async |story| {
        let mia = story.player("mia");
        let page = mia.uses("skills", &[("skill", "!?")]).await;
        assert_eq!(
            page.text,
            "A skill's name needs at least one letter or digit."
        );
    });
}

#[test]
fn a_member_shows_what_they_bring_and_wish_for() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.uses(
            "teach",
            &[
                ("skill", "postgres"),
                ("level", "use it daily"),
                ("note", "query plans"),
            ],
        )
        .await;
        learns(&ravi, "spanish").await;
        assert_snapshot!(mia.uses("skills", &[("member", "ravi")]).await, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        @Ravi **teaches**
        - **PostgreSQL** · “use it daily” · query plans

        @Ravi **wishes to learn**
        - **Spanish**
        ");
        // Both given: the person counts.
        let both = mia
            .uses("skills", &[("member", "ravi"), ("skill", "spanish")])
            .await;
        assert!(both.text.contains("@Ravi **teaches**"), "{both}");
        let own = ravi.uses("skills", &[("member", "ravi")]).await;
        assert!(own.text.starts_with("**You teach**"), "{own}");
    });
}

#[test]
fn the_context_menu_of_somebody_shows_the_same() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        let by_command = mia.uses("skills", &[("member", "ravi")]).await;
        let menu = "What can they teach?";
        let used = mia.person.use_on_member(menu, "ravi").await.unwrap();
        story.settle().await;
        let page = used.message().unwrap();
        assert!(page.ephemeral);
        assert_eq!(page.text, by_command.text);
        let used = mia.person.use_on_member(menu, "mia").await.unwrap();
        story.settle().await;
        let own = &used.message().unwrap().text;
        assert!(
            own.starts_with("There is nothing of yours here yet."),
            "{own}"
        );
    });
}

#[test]
fn a_bot_neither_teaches_nor_learns() {
    tell(async |story| {
        let page = story
            .player("mia")
            .uses("skills", &[("member", "Potluck")])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this)
        ↪ Mia used /skills
        That is a bot: it neither teaches nor learns here. Choose a person, or use `/skills` alone for everything there is.
        ");
    });
}

#[test]
fn who_left_is_not_listed() {
    tell(async |story| {
        story.player("ravi").teaches("postgres").await;
        story.player("ravi").person.leave().unwrap();
        story.settle().await;
        let mia = story.player("mia");
        let page = mia.uses("skills", &[("skill", "postgres")]).await;
        assert!(!page.text.contains("Ravi"), "{page}");
        let page = mia.uses("skills", &[]).await;
        assert!(!page.text.contains("1 teaches it"), "{page}");
    });
}
