//! What the engine counts by later, of people who are put together after a round was paired.

use super::introduce::is_new;
use super::tell::Scene;
use crate::domain::ids::MemberId;
use crate::domain::tenure;
use crate::error::Result;
use crate::store::SqliteConnection;
use crate::store::pairings::{self, Introduced, NewSeat};

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
                    && others().any(|other| is_new(other, scene.now)),
                of_three,
                teaches: None,
            }
        })
        .collect())
}

/// Whether one teaches something that the other wishes for.
fn gives(giver: &Introduced, taker: &Introduced) -> bool {
    giver
        .teaches
        .iter()
        .any(|(skill, _)| taker.wishes.iter().any(|(wished, _)| wished == skill))
}
