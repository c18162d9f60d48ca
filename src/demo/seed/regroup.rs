//! Somebody cannot this time, and what comes of it for whoever is left.

use super::super::DemoError;
use super::people::Team;
use super::rounds::Meeting;

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// A pair agrees to be three.
    Three,
    /// The pairs that are asked would rather stay two.
    Nobody,
    /// Another one has lost their partner, too, and they meet.
    Another,
    /// They sit it out.
    SitsOut,
    /// The pairs that are asked have not answered yet.
    Waits,
    /// They have not said yet whether they would like another.
    Undecided,
}

/// Those pairs in which nobody has written anything yet.
pub(super) fn open_pairs<'m>(
    team: &Team<'_>,
    meetings: &[&'m Meeting],
) -> Result<Vec<&'m Meeting>, DemoError> {
    let mut pairs = Vec::new();
    for meeting in meetings {
        let said = team
            .person("ada")?
            .said_in(meeting.intro.channel, Some(meeting.intro.id));
        // The bot may have reminded them.
        let silent = said
            .iter()
            .all(|message| message.author == meeting.intro.author);
        if silent && meeting.people.len() == 2 {
            pairs.push(*meeting);
        }
    }
    Ok(pairs)
}

/// One of two cannot. Whether that came of it; that somebody waits for an answer needs pairs that can be asked.
pub(super) async fn cannot(
    team: &Team<'_>,
    after: After,
    meeting: &Meeting,
    others: &[&Meeting],
) -> Result<bool, DemoError> {
    let [cannot, left] = meeting.people.as_slice() else {
        return Ok(false);
    };
    team.presses(cannot, &meeting.intro, "Can't this time")
        .await?;
    team.settle().await?;
    let button = match after {
        After::Undecided => return Ok(true),
        After::SitsOut => "I'll sit this one out",
        After::Three | After::Nobody | After::Another | After::Waits => "Find me somebody else",
    };
    let question = team
        .latest_with(meeting.intro.channel, Some(meeting.intro.id), button)?
        .ok_or_else(|| Team::missing("whoever is left is asked", left))?;
    let reply = team.presses(left, &question, button).await?;
    team.settle().await?;
    match after {
        After::Three => they_answer(team, others, "Happy to be three").await?,
        After::Nobody => they_answer(team, others, "We'd rather stay two").await?,
        After::Waits => return Ok(reply.text.contains("I've asked")),
        After::Another | After::SitsOut | After::Undecided => {}
    }
    Ok(true)
}

/// The pairs that are asked to be three answer, the first of them alone where that settles it.
async fn they_answer(team: &Team<'_>, pairs: &[&Meeting], answer: &str) -> Result<(), DemoError> {
    for pair in pairs {
        let asked = team.latest_with(pair.intro.channel, Some(pair.intro.id), answer)?;
        let Some(asked) = asked else {
            continue;
        };
        for name in &pair.people {
            team.presses(name, &asked, answer).await?;
            if answer != "Happy to be three" {
                break;
            }
        }
        team.settle().await?;
        if answer == "Happy to be three" {
            break;
        }
    }
    Ok(())
}
