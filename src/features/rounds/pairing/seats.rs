//! What the engine counts by later, of people who are put together after a round was paired.

use super::introduce::is_new;
use super::tell::Scene;
use crate::domain::ids::{MemberId, ProgrammeId};
use crate::domain::tenure;
use crate::error::Result;
use crate::features::rounds::programmes::{self, Standing};
use crate::store::pairings::{self, Introduced, NewSeat};
use crate::store::programmes as programme_rows;
use crate::store::{SqliteConnection, choices, helper_facts};

/// A seat for each of these people, who are together from now on.
pub(super) async fn facts(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    members: &[MemberId],
    of_three: bool,
) -> Result<Vec<NewSeat>> {
    let people = pairings::introduced(db, scene.guild, members).await?;
    Ok(people
        .iter()
        .map(|person| {
            let others = || people.iter().filter(|other| other.member != person.member);
            NewSeat {
                member: person.member,
                gave: others().any(|other| gives(person, other)),
                got: others().any(|other| gives(other, person)),
                wished: !person.wishes.is_empty(),
                hosted: tenure::is_host(person.joined_at, !person.hosting, scene.now)
                    && !is_new(person, scene.now)
                    && others().any(|other| is_new(other, scene.now)),
                of_three,
                teaches: None,
            }
        })
        .collect())
}

/// Whether somebody may be put together with others in a programme now: they are in the server and the programme, and are not paused.
pub(super) async fn may_sit(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    programme: ProgrammeId,
    member: MemberId,
) -> Result<bool> {
    let person = helper_facts::person(db, scene.guild, member).await?;
    if person.is_none_or(|person| person.left || person.bot || person.pending) {
        return Ok(false);
    }
    let choices = choices::of(db, scene.guild.id, member).await?;
    let paused = choices.and_then(|choices| choices.paused_until);
    if paused.is_some_and(|until| until > scene.now) {
        return Ok(false);
    }
    Ok(match programme_rows::find(db, programme).await? {
        Some(programme) => programmes::standing_of(db, &programme, member).await? == Standing::In,
        None => false,
    })
}

/// Whether one teaches something that the other wishes for.
fn gives(giver: &Introduced, taker: &Introduced) -> bool {
    giver
        .teaches
        .iter()
        .any(|(skill, _)| taker.wishes.iter().any(|(wished, _)| wished == skill))
}
