//! Who joins and who leaves in the course of the quarter.

use discord_sandbox::{MessageId, MessageView};
use futures_util::future::try_join_all;

use super::super::DemoError;
use super::super::team::failed;
use super::calendar::Stop;
use super::people::{News, Team};

/// Who joins: on which day, who, and to which team. Pavel leaves again; Chloe lives by another city's time.
const JOIN: [(i64, &str, &str); 4] = [
    (1, "samir", "Support"),
    (14, "pavel", "Product"),
    (77, "dario", "Support"),
    (84, "chloe", "Support"),
];
/// The day on which Pavel asks something.
const PAVEL_ASKS: i64 = 42;
/// The day on which Pavel leaves.
const PAVEL_LEAVES: i64 = 43;

/// Where newcomers stand.
#[derive(Default)]
pub(super) struct Plan {
    /// The introduction of Chloe to her latest buddy, and who that is.
    chloe: Option<(MessageView, String)>,
}

impl Plan {
    /// What happens now.
    pub(super) async fn a_stop(
        &mut self,
        team: &Team<'_>,
        stop: &Stop,
        news: &News,
    ) -> Result<(), DemoError> {
        for message in &news.said {
            if message.button("Hand over").is_some() && message.channel_name.contains("Chloe") {
                let buddy = message
                    .mentions_pinged
                    .iter()
                    .find(|name| *name != "Chloe")
                    .map(|name| name.to_lowercase());
                self.chloe = buddy.map(|buddy| (message.clone(), buddy));
            }
        }
        try_join_all(news.said.iter().map(|message| all_is_well(team, message))).await?;
        if stop.morning {
            for (_, name, role) in JOIN.iter().filter(|(day, ..)| *day == stop.day) {
                joins(team, name, role).await?;
            }
            match stop.day {
                PAVEL_ASKS => {
                    let options = [
                        ("skill", "Roadmapping"),
                        ("details", "What happened to the plan of last spring?"),
                    ];
                    team.uses("pavel", "askfor", &options).await?;
                }
                PAVEL_LEAVES => {
                    let pavel = team.person("pavel")?;
                    pavel.leave().map_err(failed("Pavel leaves"))?;
                }
                _ => {}
            }
        }
        if stop.last
            && let Some((introduction, buddy)) = &self.chloe
        {
            team.just_presses(buddy, introduction, "Hand over").await?;
        }
        team.settle().await
    }
}

/// Somebody new joins, gets the role of their team, and answers what they are asked.
async fn joins(team: &Team<'_>, name: &str, role: &str) -> Result<(), DemoError> {
    let before = team.latest();
    team.somebody_joins(name, role).await?;
    team.says_what_they_bring(name).await?;
    if name == "chloe" {
        let welcome = welcome(team, name, before)?;
        team.fills_in(name, &welcome, "My city", "Auckland").await?;
    }
    Ok(())
}

fn welcome(
    team: &Team<'_>,
    name: &str,
    since: Option<MessageId>,
) -> Result<MessageView, DemoError> {
    team.person(name)?
        .said_directly(since)
        .into_iter()
        .find(|letter| letter.button("My city").is_some())
        .ok_or_else(|| Team::missing("they are welcomed", name))
}

/// Whoever is asked how it goes in the first weeks says that all is well.
async fn all_is_well(team: &Team<'_>, message: &MessageView) -> Result<(), DemoError> {
    let asked = message.button("All is well").is_some();
    for name in message.mentions_pinged.iter().take(usize::from(asked)) {
        team.presses(&name.to_lowercase(), message, "All is well")
            .await?;
    }
    Ok(())
}
