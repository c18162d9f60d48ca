//! What people decide for themselves in the course of the quarter, and what Ada decides about rounds.

use discord_sandbox::MessageView;

use super::super::DemoError;
use super::super::team::begin_programmes;
use super::calendar::{Quarter, ROUNDS_BEGIN, Stop};
use super::people::Team;
use super::table::THANKS;

/// The week of the skill swaps that Ada stops.
const STOPPED: i64 = 11;

/// Who thanks whom for what, on the Friday of each week.
const FRIDAYS: [(&str, &str, &str); 13] = [
    ("mia", "ines", "Code review"),
    ("priya", "noor", "Prioritising"),
    ("hana", "nadia", "Typography"),
    ("bram", "amara", "SQL"),
    ("femi", "tomas", "Linux"),
    ("sofia", "greta", "Public speaking"),
    ("oscar", "lena", "User interviews"),
    ("milo", "elio", "Prototyping"),
    ("samir", "priya", "Spreadsheets"),
    ("noor", "yuki", "Git"),
    ("ines", "femi", "Kubernetes"),
    ("tomas", "mia", "Technical writing"),
    ("greta", "samir", "Spanish"),
];

/// What is decided now.
pub(super) async fn a_stop(
    team: &Team<'_>,
    quarter: &Quarter,
    stop: &Stop,
) -> Result<(), DemoError> {
    let (week, day) = (stop.day / 7, stop.day % 7);
    if day == 4
        && !stop.morning
        && let Some(number) = usize::try_from(week).ok()
        && let Some((who, whom, skill)) = FRIDAYS.get(number)
    {
        let options = [
            ("member", *whom),
            ("skill", *skill),
            ("for", THANKS[number % THANKS.len()]),
        ];
        team.uses(who, "thanks", &options).await?;
    }
    let announced = quarter.swaps_are_announced(STOPPED);
    if stop.day == announced && !stop.morning {
        changes_swaps(team, "Stop").await?;
    } else if (announced + 1..=announced + 3).contains(&stop.day) && stop.morning {
        changes_swaps(team, "Start").await?;
    }
    match (stop.day, stop.morning) {
        (22, true) => blocks(team, "nadia", "bram").await,
        (ROUNDS_BEGIN, true) => begin_programmes(team.sandbox, quarter.rhythm).await,
        (40, true) => {
            team.person("sofia")?.close_dms();
            Ok(())
        }
        (44, true) => meets_less_often(team, "yuki").await,
        (70, true) => cancels_coffee(team).await,
        (73, true) => leaves_coffee(team, "hana").await,
        _ if stop.last => pauses(team, "priya").await,
        _ => Ok(()),
    }
}

/// Ada cancels the next round of coffee chats.
async fn cancels_coffee(team: &Team<'_>) -> Result<(), DemoError> {
    let options = [("programme", "Coffee chats")];
    let page = team.uses("ada", "round cancel", &options).await?;
    let button = page
        .buttons
        .iter()
        .find(|button| button.label.starts_with("Cancel it"))
        .ok_or_else(|| Team::missing("a round can be cancelled", &page.text))?;
    team.presses("ada", &page, &button.label).await.map(|_| ())
}

/// Ada stops skill swaps, or starts them again.
async fn changes_swaps(team: &Team<'_>, button: &str) -> Result<(), DemoError> {
    let page = team.uses("ada", "settings", &[]).await?;
    let page = team.presses("ada", &page, "Programmes").await?;
    let page = presses_last(team, "ada", &page, "Change").await?;
    if page.button(button).is_some() {
        team.presses("ada", &page, button).await?;
    }
    Ok(())
}

/// The page of coffee chats in somebody's `/me`.
async fn coffee(team: &Team<'_>, name: &str) -> Result<MessageView, DemoError> {
    let page = team.uses(name, "me", &[]).await?;
    let page = team.presses(name, &page, "Programmes").await?;
    let open = page
        .buttons
        .iter()
        .find(|button| button.label == "Open")
        .and_then(|button| button.custom_id.clone())
        .ok_or_else(|| Team::missing("there are programmes", name))?;
    team.presses(name, &page, &open).await
}

async fn meets_less_often(team: &Team<'_>, name: &str) -> Result<(), DemoError> {
    let page = coffee(team, name).await?;
    team.chooses(name, &page, "Choose how often", &["Every two weeks"])
        .await
        .map(|_| ())
}

async fn leaves_coffee(team: &Team<'_>, name: &str) -> Result<(), DemoError> {
    let page = coffee(team, name).await?;
    team.presses(name, &page, "Leave it").await.map(|_| ())
}

async fn pauses(team: &Team<'_>, name: &str) -> Result<(), DemoError> {
    let page = team.uses(name, "me", &[]).await?;
    let page = team.presses(name, &page, "Pause").await?;
    team.presses(name, &page, "2 weeks").await.map(|_| ())
}

async fn blocks(team: &Team<'_>, name: &str, whom: &str) -> Result<(), DemoError> {
    let page = team.uses(name, "me", &[]).await?;
    let page = team.presses(name, &page, "Blocks").await?;
    team.chooses(name, &page, "Choose whom to block", &[whom])
        .await
        .map(|_| ())
}

/// Presses the last of several buttons of one name.
async fn presses_last(
    team: &Team<'_>,
    name: &str,
    page: &MessageView,
    label: &str,
) -> Result<MessageView, DemoError> {
    let button = page
        .buttons
        .iter()
        .rfind(|button| button.label == label)
        .and_then(|button| button.custom_id.clone())
        .ok_or_else(|| Team::missing("there is a button", label))?;
    team.presses(name, page, &button).await
}
