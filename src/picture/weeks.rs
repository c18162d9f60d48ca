//! Twelve weeks of asks, answers and meetings: a row of bars each, one under the other.

use chrono::{Days, NaiveDate};

use super::font::Weight;
use super::palette::{ANSWERED, ASKED, CARD, Colour, INK, LINE, MET, QUIET};
use super::scene::{
    Align, Area, BODY, Fill, INNER, LEADING, MARGIN, SMALL, Sheet, WIDTH, part, units,
};
use super::{Bar, WEEKS, Weeks, alt};

/// Where the bars begin; a row's name stands before them.
const LEFT: f32 = MARGIN + 214.0;
/// How high the highest bar is.
const HEIGHT: f32 = 66.0;
/// How high the hatching is that stands for weeks that cannot be shown yet.
const PENDING: f32 = 24.0;
/// What parts a bar from its week's edges.
const GAP: f32 = 4.0;
/// Between two remarks of the legend.
const APART: f32 = 36.0;
/// A week's date stands under each so many weeks.
const DATED: usize = 4;

pub(super) fn draw(sheet: &mut Sheet<'_>, weeks: &Weeks) {
    sheet.heading("Twelve weeks", &alt::means(weeks));
    // What is asked and what is answered can be compared by eye; meetings are another matter.
    let asking = highest(&weeks.asks).max(highest(&weeks.answers));
    let rows = [
        ("Asks", &weeks.asks, ASKED, asking),
        ("Answered", &weeks.answers, ANSWERED, asking),
        ("Meetings", &weeks.meetings, MET, highest(&weeks.meetings)),
    ];
    for (name, bars, colour, highest) in rows {
        row(sheet, name, (bars, weeks), colour, highest);
    }
    dates(sheet, weeks.first_monday);
    legend(sheet, weeks);
}

/// The weekly mean over a bar's weeks.
pub(super) fn mean(bar: Bar) -> f64 {
    f64::from(bar.total) / f64::from(bar.over.max(1))
}

fn highest(bars: &[Bar]) -> f64 {
    bars.iter().copied().map(mean).fold(0.0, f64::max)
}

/// The week in which counting began: whatever is told is told from the first week on, so it is where the first of all bars begins, or
/// where nobody was there to count any more. Weeks before it wait for nobody.
fn begins(weeks: &Weeks) -> usize {
    let bars = [&weeks.asks, &weeks.answers, &weeks.meetings];
    let firsts = bars.into_iter().flatten().map(|bar| bar.first);
    firsts.chain(weeks.away.iter().copied()).min().unwrap_or(0)
}

/// Whether a bar stands over a week.
fn is_covered(bars: &[Bar], week: usize) -> bool {
    bars.iter()
        .any(|bar| (bar.first..=bar.last).contains(&week))
}

/// The weeks that no bar covers, though they were counted, each run of them by its first and last.
fn pending(bars: &[Bar], weeks: &Weeks) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let open = (begins(weeks)..WEEKS)
        .filter(|week| !is_covered(bars, *week) && !weeks.away.contains(week));
    for week in open {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == week => *last = week,
            _ => runs.push((week, week)),
        }
    }
    runs
}

/// Where some weeks' bar stands, without the gaps: its left edge and its width.
fn span(first: usize, last: usize) -> (f32, f32) {
    let week = (WIDTH - MARGIN - LEFT) / units(WEEKS);
    let (first, last) = (first.min(WEEKS - 1), last.clamp(first, WEEKS - 1));
    (LEFT + units(first) * week, units(last + 1 - first) * week)
}

/// A row of bars, from the week in which counting began.
fn row(
    sheet: &mut Sheet<'_>,
    name: &str,
    (bars, weeks): (&[Bar], &Weeks),
    colour: Colour,
    highest: f64,
) {
    let base = sheet.y + (SMALL * LEADING).ceil() + HEIGHT;
    let name = sheet.line(name, BODY, Weight::Bold);
    sheet.put(name, MARGIN, base - 4.0, Align::Left, INK, CARD);
    let (x, width) = span(begins(weeks), WEEKS - 1);
    let line = Area {
        x,
        y: base,
        width,
        height: 2.0,
    };
    sheet.block(line, Fill::Flat(LINE));
    for (first, last) in pending(bars, weeks) {
        let (x, width) = span(first, last);
        let area = Area {
            x: x + GAP,
            y: base - PENDING,
            width: width - 2.0 * GAP,
            height: PENDING,
        };
        sheet.block(area, Fill::Faint(LINE));
    }
    for bar in bars {
        let (x, width) = span(bar.first, bar.last);
        // What is more than nothing is seen.
        let height = match part(mean(*bar), highest) * HEIGHT {
            _ if bar.total == 0 => 0.0,
            height => height.max(4.0).round(),
        };
        let area = Area {
            x: x + GAP,
            y: base - height,
            width: width - 2.0 * GAP,
            height,
        };
        sheet.block(area, Fill::Flat(colour));
        let line = sheet.number(mean(*bar), Weight::Regular, width - 2.0);
        let baseline = base - height - 8.0;
        sheet.put(line, x + width / 2.0, baseline, Align::Centre, INK, CARD);
    }
    sheet.y = base + 14.0;
}

fn dates(sheet: &mut Sheet<'_>, first_monday: NaiveDate) {
    let baseline = sheet.y + SMALL - 2.0;
    for week in (0..WEEKS).step_by(DATED) {
        let monday = first_monday + Days::new(7 * u64::try_from(week).unwrap_or_default());
        let (x, _) = span(week, week);
        let tick = Area {
            x: x + GAP,
            y: sheet.y - 12.0,
            width: 2.0,
            height: 8.0,
        };
        sheet.block(tick, Fill::Flat(LINE));
        let line = sheet.line(&alt::day(monday), SMALL, Weight::Regular);
        sheet.put(line, x + GAP, baseline, Align::Left, QUIET, CARD);
    }
    sheet.y += (SMALL * LEADING).ceil();
}

/// What is said about the rows, as far as there is any of it in them.
fn legend(sheet: &mut Sheet<'_>, weeks: &Weeks) {
    let rows = [&weeks.asks, &weeks.answers, &weeks.meetings];
    let begins = begins(weeks);
    let mut x = MARGIN;
    if rows.iter().any(|bars| !pending(bars, weeks).is_empty()) {
        let area = Area {
            x,
            y: sheet.y + SMALL - PENDING + 4.0,
            width: 48.0,
            height: PENDING,
        };
        sheet.block(area, Fill::Faint(LINE));
        let line = sheet.line("too few people yet to show", SMALL, Weight::Regular);
        let wide = line.width;
        sheet.put(line, x + 60.0, sheet.y + SMALL, Align::Left, QUIET, CARD);
        x += 60.0 + wide + APART;
    }
    if rows.iter().any(|bars| bars.iter().any(|bar| bar.over > 1)) {
        x = remark(sheet, x, "wide bar: several weeks, their mean");
    }
    let is_empty =
        |week: &usize| *week >= begins && rows.iter().any(|bars| !is_covered(bars, *week));
    if weeks.away.iter().any(is_empty) {
        x = remark(sheet, x, "gap: Potluck or the team was away");
    }
    if begins > 0 {
        let monday = weeks.first_monday + Days::new(7 * u64::try_from(begins).unwrap_or_default());
        let words = format!("counted since {}", alt::day(monday));
        x = remark(sheet, x, &words);
    }
    if x > MARGIN {
        sheet.y += (SMALL * LEADING).ceil();
    }
}

/// A remark of the legend, on the next line where there is no room for it here; and where the one after it begins.
fn remark(sheet: &mut Sheet<'_>, mut x: f32, words: &str) -> f32 {
    let line = sheet.line(words, SMALL, Weight::Regular);
    let wide = line.width;
    if x > MARGIN && x + wide > MARGIN + INNER {
        sheet.y += (SMALL * LEADING).ceil();
        x = MARGIN;
    }
    sheet.put(line, x, sheet.y + SMALL, Align::Left, QUIET, CARD);
    x + wide + APART
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(first: usize, last: usize) -> Bar {
        Bar {
            first,
            last,
            total: 6,
            over: 1,
        }
    }

    /// What was before the first week of all is not waiting to be shown, in whichever row.
    #[test]
    fn weeks_before_the_first_wait_for_nobody() {
        let weeks = |asks: Vec<Bar>, meetings: Vec<Bar>| Weeks {
            first_monday: NaiveDate::MIN,
            asks,
            answers: Vec::new(),
            meetings,
            away: Vec::new(),
        };
        let new = weeks(vec![bar(9, 9), bar(10, 10)], Vec::new());
        assert_eq!(begins(&new), 9);
        assert_eq!(pending(&new.asks, &new), [(11, 11)]);
        assert_eq!(pending(&new.meetings, &new), [(9, 11)]);
        let old = weeks(vec![bar(9, 9)], vec![bar(0, 11)]);
        assert_eq!(begins(&old), 0);
        assert_eq!(pending(&old.asks, &old), [(0, 8), (10, 11)]);
        assert_eq!(begins(&weeks(Vec::new(), Vec::new())), 0);
    }

    /// Nor is what nobody was there to count.
    #[test]
    fn weeks_in_which_potluck_was_away_wait_for_nobody() {
        let weeks = Weeks {
            first_monday: NaiveDate::MIN,
            asks: vec![bar(0, 2), bar(6, 11)],
            answers: Vec::new(),
            meetings: Vec::new(),
            away: vec![4, 5],
        };
        let since = Weeks {
            asks: vec![bar(6, 11)],
            away: vec![0, 1],
            ..weeks.clone()
        };
        assert_eq!(begins(&since), 0);
        assert_eq!(pending(&since.asks, &since), [(2, 5)]);
        assert_eq!(pending(&weeks.asks, &weeks), [(3, 3)]);
        assert_eq!(pending(&weeks.answers, &weeks), [(0, 3), (6, 11)]);
    }
}
