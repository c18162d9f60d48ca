//! The ways that most help goes, in words.

use crate::domain::digest::OTHERS;

use super::super::{Cell, Map};
use super::{NAME, NAMED, brief, counted};

/// "from Design to Engineering and within Data": the ways most help goes, so many of them at most. None: there are none.
pub(in crate::picture) fn strongest(
    map: &Map,
    most: usize,
    name: impl Fn(usize) -> String,
) -> Option<String> {
    let known = || {
        let cells = map.cells.iter();
        cells.filter(|cell| cell.from.max(cell.to) < map.teams.len())
    };
    let much = known().map(|cell| cell.much).max()?;
    let mut cells: Vec<&Cell> = known().filter(|cell| cell.much == much).collect();
    // What goes from one team to another is what is to be seen first.
    cells.sort_by_key(|cell| cell.from == cell.to);
    let is_others = |team: usize| map.teams.get(team).is_some_and(|name| name == OTHERS);
    let called = |team: usize| {
        if is_others(team) {
            format!("the {OTHERS}")
        } else {
            name(team)
        }
    };
    let said: Vec<String> = cells
        .iter()
        .take(most)
        .map(|cell| match (called(cell.from), called(cell.to)) {
            (team, _) if cell.from == cell.to && is_others(cell.from) => format!("among {team}"),
            (team, _) if cell.from == cell.to => format!("within {team}"),
            (from, to) => format!("from {from} to {to}"),
        })
        .collect();
    let more = u64::try_from(cells.len().saturating_sub(most)).unwrap_or(u64::MAX);
    let (last, before) = said.split_last()?;
    Some(match (before.join(", "), more) {
        (before, 0) if before.is_empty() => last.clone(),
        (before, 0) => format!("{before} and {last}"),
        (_, more) => format!(
            "{}, and {}",
            said.join(", "),
            counted(more, "more way", "more ways")
        ),
    })
}

/// "Most help goes from Design to Engineering."
pub(in crate::picture) fn map(map: &Map) -> String {
    let name = |team: usize| {
        let name = map.teams.get(team).map_or("", String::as_str);
        if name.trim().is_empty() {
            format!("Team {}", team + 1)
        } else {
            brief(name, NAME)
        }
    };
    strongest(map, NAMED, name).map_or_else(
        || "No team's help can be shown by itself yet.".to_owned(),
        |said| format!("Most help goes {said}."),
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use crate::domain::digest::Weight;

    use super::*;

    /// Those who are in none of the teams are no team.
    #[test]
    fn others_are_said_as_those_who_are_left() {
        let cell = |from, to| Cell {
            from,
            to,
            much: Weight::Most,
        };
        let said = |cells: Vec<Cell>| {
            map(&Map {
                teams: ["Data", "Platform", OTHERS].map(str::to_owned).to_vec(),
                cells,
            })
        };
        assert_eq!(
            said(vec![cell(0, 1), cell(2, 2)]),
            "Most help goes from Data to Platform and among the others."
        );
        assert_eq!(
            said(vec![cell(0, 2)]),
            "Most help goes from Data to the others."
        );
        assert_eq!(
            said(vec![cell(0, 0), cell(1, 0), cell(0, 1), cell(2, 0)]),
            "Most help goes from Platform to Data, from Data to Platform, from the others to Data, and 1 more way."
        );
    }
}
