//! What a digest says, as the picture's plain values.

use crate::domain::digest;

use super::{Bar, Cell, Coverage, Map, Skill, WEEKS, Weeks};

impl Weeks {
    /// The chart's twelve weeks. None: it has none.
    pub fn of(chart: &digest::Chart) -> Option<Self> {
        let first = *chart.weeks.first()?;
        let place = |week: digest::Week| chart.weeks.iter().position(|other| *other == week);
        let bars = |bars: &[digest::Bar]| {
            bars.iter()
                .filter_map(|bar| {
                    Some(Bar {
                        // A block may have begun before the picture does.
                        first: place(bar.weeks.first).unwrap_or(0),
                        last: place(bar.weeks.last).filter(|last| *last < WEEKS)?,
                        total: shown(bar.number),
                        over: bar.weeks.weeks(),
                    })
                })
                .collect()
        };
        Some(Self {
            first_monday: first.monday(),
            asks: bars(&chart.asks),
            answers: bars(&chart.answers),
            meetings: bars(&chart.meetings),
        })
    }
}

impl From<&digest::Map> for Map {
    fn from(map: &digest::Map) -> Self {
        Self {
            teams: map.teams.iter().map(|team| team.name.clone()).collect(),
            cells: map
                .arrows
                .iter()
                .map(|arrow| Cell {
                    from: arrow.from,
                    to: arrow.to,
                    much: arrow.weight,
                })
                .collect(),
        }
    }
}

impl From<&[digest::Covered]> for Coverage {
    fn from(covered: &[digest::Covered]) -> Self {
        Self {
            skills: covered
                .iter()
                .map(|skill| Skill {
                    name: skill.skill.clone(),
                    teachers: shown(skill.teachers),
                    wishes: shown(skill.wishers),
                })
                .collect(),
        }
    }
}

/// More than four billion are drawn as if they were that many.
fn shown(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
