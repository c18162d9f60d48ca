//! Fields of forms. Which forms there are is read off the samples of the bot's words, so that none is forgotten.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use discord_sandbox::control::{Answer, FieldView, MessageView, ModalView};
use potluck::features::samples::{SAMPLES, Said};

use super::{Hostile, READERS, all, nothing_happened, typed};
use crate::harness::{Player, Story, tell};

/// The way to a form.
struct Way {
    /// Who goes it.
    who: &'static str,
    /// Where it begins.
    from: From,
    /// The buttons on it; the last opens the form.
    buttons: &'static [&'static str],
}

/// Where a way begins.
enum From {
    /// With a command.
    Command(&'static str, &'static [(&'static str, &'static str)]),
    /// With an entry in the menu of the message that everybody sees in #general.
    Menu(&'static str),
    /// At the first message with this button in a place of such a name, or in a private conversation.
    Seen(&'static str, &'static str),
}

const fn way(who: &'static str, from: From, buttons: &'static [&'static str]) -> Way {
    Way { who, from, buttons }
}

/// The form that stands only on a page of `/me` in a private conversation, where no command opens one and nothing sends one yet.
/// `features::hostile` tries it.
const ONLY_IN_PRIVATE: &str = "me:blocknamed";

/// The forms behind the choice of a skill, to which no row of buttons leads. `features::hostile` tries them, of a pairing that is there.
const BEHIND_A_CHOICE: [&str; 2] = ["round:lessonon", "round:lessonwritten"];

const WAYS: &[Way] = &[
    way("mia", From::Command("askfor", &[("skill", "Rust")]), &[]),
    way("mia", From::Menu("Ask the team about this"), &[]),
    way("mia", From::Menu("Thanks for this"), &[]),
    way(
        "mia",
        From::Seen("I could teach…", "help"),
        &["I could teach…"],
    ),
    way(
        "mia",
        From::Seen("I'd like to learn…", "help"),
        &["I'd like to learn…"],
    ),
    way(
        "mia",
        From::Seen("Solved", "PostgreSQL"),
        &["Solved", "Write a thank-you|Change the thank-you"],
    ),
    way(
        "mia",
        From::Seen("Solved", "PostgreSQL"),
        &["Solved", "Write down a lesson|Change the lesson"],
    ),
    way(
        "noor",
        From::Seen("Solved", "a private conversation"),
        &["Solved", "Somebody else"],
    ),
    way(
        "noor",
        From::Seen("Someone better", ""),
        &["Someone better", "Somebody else"],
    ),
    way(
        "noor",
        From::Seen("Reply anonymously", ""),
        &["Reply anonymously"],
    ),
    way(
        "ravi",
        From::Command("lessons", &[("search", "Figma")]),
        &["Open", "Edit"],
    ),
    way("ravi", From::Command("me", &[]), &["Lessons", "Write one"]),
    way(
        "ravi",
        From::Command("me", &[]),
        &["Skills", "I could teach…"],
    ),
    way(
        "ravi",
        From::Command("me", &[]),
        &["Skills", "I'd like to learn…"],
    ),
    way(
        "ravi",
        From::Command("me", &[]),
        &["Zone and hours", "Change my city"],
    ),
    way(
        "ravi",
        From::Command("me", &[]),
        &["Zone and hours", "Change my hours"],
    ),
    way(
        "ravi",
        From::Command("me", &[]),
        &["Pause", "Until a date…"],
    ),
    way(
        "noor",
        From::Command("me", &[]),
        &["Sign the opening post", "Sign it|Change it"],
    ),
    way(
        "ada",
        From::Seen("Say it", "a private conversation"),
        &["Say it"],
    ),
    way(
        "ada",
        From::Command("settings", &[]),
        &["Opening post", "Sign it"],
    ),
    way(
        "ada",
        From::Command("settings", &[]),
        &["Zone and hours", "Change the city"],
    ),
    way(
        "ada",
        From::Command("settings", &[]),
        &["Zone and hours", "Change the hours"],
    ),
    way(
        "ada",
        From::Command("settings", &[]),
        &["Zone and hours", "Holidays"],
    ),
    way(
        "ada",
        From::Command("settings", &[]),
        &["Programmes", "Change", "Rename"],
    ),
    way(
        "ada",
        From::Command("settings", &[]),
        &["Programmes", "Change", "Change the time"],
    ),
    way(
        "sam",
        From::Seen("My city", "a private conversation"),
        &["My city"],
    ),
];

/// A guild with one of everything that a form can be about.
async fn with_one_of_everything(story: &Story) {
    let [ada, mia, ravi, noor] = READERS.map(|name| story.player(name));
    ada.person.add_role("Managers").unwrap();
    let page = ada.uses("settings", &[]).await;
    let roles = ada.clicks(&page, "Roles").await;
    ada.chooses(&roles, "Choose the leaders' role", &["Managers"])
        .await;
    // A leader is asked for the table, three working days before the month ends.
    let page = ada.uses("settings", &[]).await;
    let page = ada.clicks(&page, "Recognition").await;
    ada.clicks(&page, "Lay the monthly table").await;
    story
        .pass_until("2026-03-27T09:00:00Z".parse().unwrap())
        .await;
    let page = ada.uses("settings", &[]).await;
    let opening = ada.clicks(&page, "Opening post").await;
    ada.clicks(&opening, "Put it up").await;
    ada.person
        .write("general", "Which index does this query use?")
        .unwrap();
    // Questions of Ravi's that are solved: one with a lesson, and one for each text that will be written as a lesson later.
    ada.teaches("Figma").await;
    noor.teaches("Rust").await;
    for lesson in std::iter::once(true).chain([false; 8]) {
        // Only so many posts go up in a few seconds.
        story.pass(TimeDelta::minutes(1)).await;
        ravi.asks_for("Figma").await;
        ravi.catches_up().await;
        if let Some(asked) = seen(&ravi, "Ask the team", "") {
            ravi.clicks(&asked, "Ask the team").await;
        }
        ada.clicks(&latest(&ada, "I can help"), "I can help").await;
        let page = ravi.clicks(&latest(&ravi, "Solved"), "Solved").await;
        let page = if lesson {
            let form = ravi.clicks_for_form(&page, "Write down a lesson").await;
            let field = form.fields[0].label.clone();
            ravi.submits(&form, &[(&field, "Frames nest.")]).await
        } else {
            page
        };
        ravi.clicks(&page, "Done").await;
    }
    // One of Mia's that Ravi has; one of hers that Noor is invited to; and one of Noor's without a name, that Ravi has.
    ravi.teaches("Postgres, Go").await;
    mia.asks_for("Postgres").await;
    ravi.clicks(&latest(&ravi, "I can help"), "I can help")
        .await;
    mia.asks_for("Rust").await;
    let options = [
        ("skill", "Go"),
        ("details", "How do I begin?"),
        ("anonymous", "true"),
    ];
    noor.uses("askfor", &options).await;
    ravi.clicks(&latest(&ravi, "I can help"), "I can help")
        .await;
    ada.sets_up_coffee().await;
    story.player("sam").person.join().unwrap();
    for name in READERS.into_iter().chain(["sam"]) {
        story.player(name).catches_up().await;
    }
}

/// The oldest message that this person sees with such a button; their own private answers last.
fn seen(player: &Player, button: &str, place: &str) -> Option<MessageView> {
    player
        .person
        .sees()
        .messages()
        .find(|message| {
            let here = if place == "a private conversation" {
                message.direct
            } else {
                message.channel_name.contains(place)
            };
            here && message.button(button).is_some()
        })
        .cloned()
}

/// The newest one.
#[track_caller]
fn latest(player: &Player, button: &str) -> MessageView {
    player
        .person
        .sees()
        .messages()
        .filter(|message| message.button(button).is_some())
        .max_by_key(|message| message.id)
        .unwrap_or_else(|| panic!("{} sees no [{button}]", player.person.name()))
        .clone()
}

/// The form at the end of a way.
async fn opened(story: &Story, way: &Way) -> ModalView {
    let player = story.player(way.who);
    if way.buttons.contains(&"Sign it|Change it") || way.buttons.contains(&"Sign it") {
        unsign(story).await;
    }
    let mut page = match &way.from {
        From::Command(command, options) if way.buttons.is_empty() => {
            return player.opens(command, options).await;
        }
        From::Command(command, options) => player.uses(command, options).await,
        From::Menu(entry) => {
            let message = player
                .person
                .sees()
                .saying("Which index does this query use?")
                .unwrap()
                .clone();
            let outcome = player.person.use_on_message(entry, &message).await.unwrap();
            return outcome.modal().unwrap().clone();
        }
        From::Seen(button, place) => {
            seen(&player, button, place).unwrap_or_else(|| panic!("{} sees no [{button}]", way.who))
        }
    };
    let (last, before) = way.buttons.split_last().unwrap();
    for button in before {
        page = player.clicks(&page, &one_of(&page, button)).await;
    }
    player.clicks_for_form(&page, &one_of(&page, last)).await
}

/// The id of the first button that has one of these labels, or begins with it.
#[track_caller]
fn one_of(page: &MessageView, labels: &str) -> String {
    labels
        .split('|')
        .find_map(|label| {
            let found = page
                .buttons
                .iter()
                .find(|button| button.label == label)
                .or_else(|| {
                    page.buttons
                        .iter()
                        .find(|button| button.label.starts_with(label))
                });
            found.and_then(|button| button.custom_id.clone())
        })
        .unwrap_or_else(|| panic!("no [{labels}] on {page}"))
}

/// What is written into a field that the text is not for.
fn plain(field: &FieldView) -> String {
    match field.value.clone() {
        Some(value) if !value.is_empty() => value,
        _ => "Postgres".to_owned(),
    }
}

async fn tries(story: &Story, way: &Way, hostile: &Hostile) -> String {
    let player = story.player(way.who);
    let mut form = opened(story, way).await;
    let id = form.custom_id.clone();
    for number in 0..form.fields.len() {
        if number > 0 {
            form = opened(story, way).await;
        }
        let filled: Vec<(String, String)> = form
            .fields
            .iter()
            .enumerate()
            .map(|(place, field)| {
                let text = if place == number {
                    typed(&hostile.text, field.max)
                } else {
                    plain(field)
                };
                (field.label.clone(), text)
            })
            .collect();
        let filled: Vec<(&str, &str)> = filled
            .iter()
            .map(|(label, text)| (label.as_str(), text.as_str()))
            .collect();
        // What Discord itself refuses does not reach the bot.
        let Ok(outcome) = player.person.submit(&form, &filled).await else {
            continue;
        };
        let answer = match outcome.answer {
            Answer::Message(message) | Answer::Updated(message) => Some(*message),
            Answer::Modal(_) | Answer::Nothing => None,
        };
        let what = format!("{}, {}", form.title, form.fields[number].label);
        nothing_happened(story, &what, hostile, answer.as_ref()).await;
        if let Some(answer) = answer
            && (way.buttons.is_empty() && answer.button("Never mind").is_some())
        {
            player.clicks(&answer, "Never mind").await;
        }
    }
    id
}

/// The verb of a form's id: what it is, without what it is about.
fn verb(id: &str) -> String {
    id.split(':').skip(1).take(2).collect::<Vec<_>>().join(":")
}

/// Every form that the bot has words for.
fn forms() -> BTreeSet<String> {
    let samples = SAMPLES.iter().flat_map(|samples| samples());
    samples
        .filter_map(|sample| match sample.said {
            Said::Form(form) => Some(verb(&form.id.to_string())),
            Said::Post(_) | Said::Sentence(_) => None,
        })
        .collect()
}

/// Only one leader signs the opening post at a time.
async fn unsign(story: &Story) {
    let ada = story.player("ada");
    let page = ada.uses("settings", &[]).await;
    let page = ada.clicks(&page, "Opening post").await;
    if page.button("Take the signature off").is_some() {
        ada.clicks(&page, "Take the signature off").await;
    }
}

/// A part of the texts, so that several of these run beside each other.
fn every_field_bears(part: usize, of: usize) {
    tell(async |story| {
        with_one_of_everything(story).await;
        let mut opened = BTreeSet::new();
        for hostile in all(story).into_iter().skip(part).step_by(of) {
            story.pass(TimeDelta::hours(1)).await;
            for way in WAYS {
                opened.insert(verb(&tries(story, way, &hostile).await));
            }
        }
        story.pass(TimeDelta::days(60)).await;
        let forgotten: Vec<String> = forms()
            .difference(&opened)
            .filter(|form| *form != ONLY_IN_PRIVATE && !BEHIND_A_CHOICE.contains(&form.as_str()))
            .cloned()
            .collect();
        assert!(forgotten.is_empty(), "no way leads to {forgotten:?}");
        for name in READERS.into_iter().chain(["sam"]) {
            story.player(name).catches_up().await;
        }
    });
}

#[test]
fn every_field_of_every_form_bears_a_first_part_of_the_texts() {
    every_field_bears(0, 4);
}

#[test]
fn every_field_of_every_form_bears_a_second_part_of_the_texts() {
    every_field_bears(1, 4);
}

#[test]
fn every_field_of_every_form_bears_a_third_part_of_the_texts() {
    every_field_bears(2, 4);
}

#[test]
fn every_field_of_every_form_bears_a_fourth_part_of_the_texts() {
    every_field_bears(3, 4);
}
