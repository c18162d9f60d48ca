//! What a digest says, as the picture's plain values.

use crate::domain::digest;

use super::{Bar, Cell, Coverage, Map, Skill, WEEKS, Weeks};

impl Weeks {
    /// The chart's twelve weeks, in some of which Potluck was away. None: it has none.
    pub fn of(chart: &digest::Chart, away: &[digest::Week]) -> Option<Self> {
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
                        over: there(bar.weeks, away),
                    })
                })
                .collect()
        };
        Some(Self {
            first_monday: first.monday(),
            asks: bars(&chart.asks),
            answers: bars(&chart.answers),
            meetings: bars(&chart.meetings),
            away: away.iter().filter_map(|week| place(*week)).collect(),
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

/// In how many of these weeks Potluck was there; a bar of none is drawn nowhere.
fn there(weeks: digest::Span, away: &[digest::Week]) -> u32 {
    let away = away.iter().filter(|week| weeks.contains(**week)).count();
    let there = weeks
        .weeks()
        .saturating_sub(u32::try_from(away).unwrap_or(u32::MAX));
    there.max(1)
}

/// More than four billion are drawn as if they were that many.
fn shown(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::super::weeks;
    use super::*;
    use crate::domain::digest::{Span, Week};

    fn week(text: &str) -> Week {
        text.parse().unwrap()
    }

    fn bar(first: &str, last: &str, number: u64) -> digest::Bar {
        digest::Bar {
            weeks: Span {
                first: week(first),
                last: week(last),
            },
            number,
        }
    }

    /// Twelve weeks, the asks of which waited from long before them.
    fn chart() -> digest::Chart {
        let last = week("2026-W47");
        digest::Chart {
            weeks: (0..12).rev().map(|back| last.earlier(back)).collect(),
            asks: vec![
                bar("2026-W30", "2026-W37", 56),
                bar("2026-W38", "2026-W38", 5_000_000_000),
            ],
            answers: vec![
                bar("2026-W36", "2026-W36", 6),
                bar("2026-W46", "2026-W47", 9),
            ],
            meetings: Vec::new(),
        }
    }

    #[test]
    fn bars_stand_where_their_weeks_are_and_know_all_of_them() {
        let told = Weeks::of(&chart(), &[]).unwrap();
        assert_eq!(told.first_monday, week("2026-W36").monday());
        let bar = |first, last, total, over| Bar {
            first,
            last,
            total,
            over,
        };
        assert_eq!(told.asks, [bar(0, 1, 56, 8), bar(2, 2, u32::MAX, 1)]);
        assert_eq!(told.answers, [bar(0, 0, 6, 1), bar(10, 11, 9, 2)]);
        assert!(told.meetings.is_empty());
        let nothing = digest::Chart {
            weeks: Vec::new(),
            ..chart()
        };
        assert_eq!(Weeks::of(&nothing, &[]), None);
        // Weeks that nobody counted are in no mean.
        let away = ["2026-W31", "2026-W37", "2026-W40"].map(week);
        let told = Weeks::of(&chart(), &away).unwrap();
        assert_eq!(told.asks, [bar(0, 1, 56, 6), bar(2, 2, u32::MAX, 1)]);
        assert_eq!(told.away, [1, 4]);
    }

    #[test]
    fn what_is_written_above_bars_is_the_digests_mean_a_week() {
        let scene = weeks("Potluck", &Weeks::of(&chart(), &[]).unwrap()).unwrap();
        let said: Vec<&str> = scene.texts().map(|(words, _)| words).collect();
        let after = |name: &str, many: usize| {
            let at = said.iter().position(|words| *words == name).unwrap();
            said[at + 1..=at + many].to_vec()
        };
        assert_eq!(after("Asks", 2), ["7", "4.3G"]);
        assert_eq!(after("Answered", 2), ["6", "4.5"]);
    }
}
