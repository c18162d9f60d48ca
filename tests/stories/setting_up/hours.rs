//! When people work: the zone by typing a city, days, hours and holidays, and what comes of nonsense.

use insta::assert_snapshot;

use super::{fills_in, section};
use crate::harness::{tell, tell_before_setup};

#[test]
fn a_city_is_taken_at_once_where_there_is_one_of_the_name() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Zone and hours
        I write to people privately within their hours only. These count for everybody who chose none of their own in `/me`.
        **Time zone** · not chosen yet. Type your city under **Zone and hours**.
        **Working time** · Mon-Fri, 9:00-17:00
        **Holidays ahead** · none
        ( Monday, Tuesday, Wednesday, Thursday, Friday ▾ )
        [ Change the city ] [ Change the hours ] [ Holidays ] [ Back ]
        ");
        let form = ada.clicks_for_form(&page, "Change the city").await;
        assert_snapshot!(form, @"
        ╔ Time zone
        ║ Which city's time counts? *
        ║   [Lisbon]
        ╚ [ Cancel ] [ Submit ]
        ");
        let page = ada
            .submits(&form, &[("Which city's time counts?", "sao paulo")])
            .await;
        assert!(
            page.text
                .contains("**Time zone** · America/Sao Paulo, where it is 07:00 now"),
            "{page}"
        );
        let page = fills_in(&ada, &page, "Change the city", "Europe/Lisbon").await;
        assert!(
            page.text
                .contains("**Time zone** · Europe/Lisbon, where it is 10:00 now"),
            "{page}"
        );
    });
}

#[test]
fn a_city_of_which_there_are_two_is_asked_about() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        let question = fills_in(&ada, &page, "Change the city", "portland").await;
        assert_snapshot!(question, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        Which place did you mean by “portland”?
        ( Choose a place ▾ )
        [ Another city ] [ Back ]
        ");
        let options: Vec<String> = question.selects[0]
            .options
            .iter()
            .map(|option| option.name.clone())
            .collect();
        assert_eq!(options, ["Portland, Oregon", "Portland, Maine"]);
        let page = ada
            .chooses(&question, "Choose a place", &["Portland, Maine"])
            .await;
        assert!(
            page.text
                .contains("**Time zone** · America/New York, where it is 05:00 now"),
            "{page}"
        );
    });
}

#[test]
fn a_city_spelled_much_like_one_is_asked_about_and_another_can_be_typed() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        let question = fills_in(&ada, &page, "Change the city", "Lisbonn").await;
        assert!(
            question
                .text
                .contains("Which place did you mean by “Lisbonn”?"),
            "{question}"
        );
        let page = fills_in(&ada, &question, "Another city", "Berlin").await;
        assert!(page.text.contains("Europe/Berlin"), "{page}");
    });
}

#[test]
fn an_unknown_city_is_told_what_to_try() {
    tell_before_setup(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        let refused = fills_in(&ada, &page, "Change the city", "**Xyzzyqq** @everyone").await;
        assert_snapshot!(refused, @r"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Zone and hours I write to people privately wit…
        I don't know a place called “\*\*Xyzzyqq\*\* \@everyone”. Please try the nearest big city, or a name like `Europe/Lisbon`.
        ");
    });
}

#[test]
fn days_are_chosen_and_hours_typed() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        let page = ada
            .chooses(
                &page,
                "Choose the working days",
                &["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"],
            )
            .await;
        let page = fills_in(&ada, &page, "Change the hours", "8.30 – 5pm").await;
        assert!(
            page.text
                .contains("**Working time** · Mon, Tue, Wed, Thu, Sun, 8:30-17:00")
                || page
                    .text
                    .contains("**Working time** · Mon-Thu, Sun, 8:30-17:00"),
            "{page}"
        );
    });
}

#[test]
fn hours_that_cannot_be_are_given_back_with_the_reason() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        let refused = fills_in(&ada, &page, "Change the hours", "whenever I *like*").await;
        assert_snapshot!(refused, @r"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Zone and hours I write to people privately wit…
        `whenever I *like*` is not a span of hours. Write it like `9:00-17:30` or `9am-5pm`.
        Nothing was changed. You typed:
        > whenever I \*like\*
        ");
        let overnight = fills_in(&ada, &page, "Change the hours", "22:00-6:00").await;
        assert_snapshot!(overnight, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Zone and hours I write to people privately wit…
        A working day ends on the day it begins. Please choose hours between 0:00 and 24:00, the end after the start.
        Nothing was changed. You typed:
        > 22:00-6:00
        ");
        let short = fills_in(&ada, &page, "Change the hours", "9:00-9:30").await;
        assert_snapshot!(short, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Zone and hours I write to people privately wit…
        A working day is at least an hour long.
        Nothing was changed. You typed:
        > 9:00-9:30
        ");
        let page = section(&ada, "Zone and hours").await;
        assert!(
            page.text.contains("**Working time** · Mon-Fri, 9:00-17:00"),
            "{page}"
        );
    });
}

#[test]
fn holidays_are_a_list_that_is_edited_as_one() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        let form = ada.clicks_for_form(&page, "Holidays").await;
        assert_snapshot!(form, @"
        ╔ Holidays
        ║ Days off, one a line; leave out to remove
        ║   [2026-12-24 to 2026-12-26…]
        ╚ [ Cancel ] [ Submit ]
        ");
        let field = form.fields[0].label.clone();
        let page = ada
            .submits(&form, &[(&field, "2026-12-24 to 2026-12-26\n1 May")])
            .await;
        assert_snapshot!(page, @"
        #general · Potluck (only you can see this; edited)
        ↪ Ada used /setup
        ### Zone and hours
        I write to people privately within their hours only. These count for everybody who chose none of their own in `/me`.
        **Time zone** · Europe/Lisbon, where it is 10:00 now
        **Working time** · Mon-Fri, 9:00-17:00
        **Holidays ahead** · Fri 1 May 2026, Thu 24 Dec 2026, Fri 25 Dec 2026, Sat 26 Dec 2026
        ( Monday, Tuesday, Wednesday, Thursday, Friday ▾ )
        [ Change the city ] [ Change the hours ] [ Holidays ] [ Back ]
        ");
        let form = ada.clicks_for_form(&page, "Holidays").await;
        assert_eq!(
            form.fields[0].value.as_deref(),
            Some("2026-05-01\n2026-12-24\n2026-12-25\n2026-12-26")
        );
        let page = ada.submits(&form, &[(&field, "2026-05-01")]).await;
        assert!(
            page.text.contains("**Holidays ahead** · Fri 1 May 2026"),
            "{page}"
        );
        let page = fills_in(&ada, &page, "Holidays", "").await;
        assert!(page.text.contains("**Holidays ahead** · none"), "{page}");
    });
}

#[test]
fn holidays_that_are_no_dates_are_given_back_and_none_is_changed() {
    tell(async |story| {
        let ada = story.player("ada");
        let page = section(&ada, "Zone and hours").await;
        let page = fills_in(&ada, &page, "Holidays", "2026-05-01").await;
        let refused = fills_in(&ada, &page, "Holidays", "2026-12-24\nsometime in June").await;
        assert_snapshot!(refused, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Zone and hours I write to people privately wit…
        `sometime in June` is not a date I can read. Write it like `2026-12-24`, `24 Dec` or `in 2 weeks`.
        Nothing was changed. You typed:
        > 2026-12-24
        > sometime in June
        ");
        let backwards = fills_in(&ada, &page, "Holidays", "2026-12-26 to 2026-12-24").await;
        assert_snapshot!(backwards, @"
        #general · Potluck (only you can see this)
        ↪ Potluck: ### Zone and hours I write to people privately wit…
        `2026-12-26 to 2026-12-24` ends before it begins.
        Nothing was changed. You typed:
        > 2026-12-26 to 2026-12-24
        ");
        let page = section(&ada, "Zone and hours").await;
        assert!(
            page.text.contains("**Holidays ahead** · Fri 1 May 2026"),
            "{page}"
        );
    });
}
