//! The finding in words: for who cannot see the picture, and under its headings.

mod ways;

use chrono::{Datelike, NaiveDate};
use unicode_segmentation::UnicodeSegmentation;

use super::coverage::by_need;
use super::scene::compact;
use super::{ALT_LIMIT, Bar, Coverage, Skill, WEEKS, Weeks};

pub(super) use ways::{map, strongest};

/// How long a name may be here, in characters as readers count them.
const NAME: usize = 40;
/// How many pairs of teams, and how many skills, are named.
const NAMED: usize = 3;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Several findings as one text, within Discord's limit.
pub(super) fn together(findings: &[String]) -> String {
    let whole = findings.join(" ");
    // Discord counts in UTF-16, in which most emoji count as two.
    let mut left = ALT_LIMIT;
    if whole.encode_utf16().count() <= left {
        return whole;
    }
    left -= 1;
    let mut kept = String::new();
    for cluster in whole.graphemes(true) {
        let long = cluster.encode_utf16().count();
        if long > left {
            break;
        }
        left -= long;
        kept.push_str(cluster);
    }
    kept.push('…');
    kept
}

/// "31 Aug".
pub(super) fn day(date: NaiveDate) -> String {
    let month = MONTHS
        .get(usize::try_from(date.month0()).unwrap_or_default())
        .copied()
        .unwrap_or_default();
    format!("{} {month}", date.day())
}

/// A name of at most so many characters as readers count them, in one line.
pub(super) fn brief(name: &str, most: usize) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = words.join(" ");
    if name.graphemes(true).count() <= most {
        return name;
    }
    let kept: String = name.graphemes(true).take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// As a sentence begins.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn total(bars: &[Bar]) -> u64 {
    bars.iter().map(|bar| u64::from(bar.total)).sum()
}

/// "A week: 8 asks, 7.7 answered, 2.2 meetings." Each is the mean of the weeks that it is told of, so that series which are told of
/// different weeks can be read beside each other.
pub(super) fn means(weeks: &Weeks) -> String {
    let said: Vec<String> = [
        (&weeks.asks, "asks"),
        (&weeks.answers, "answered"),
        (&weeks.meetings, "meetings"),
    ]
    .into_iter()
    .filter_map(|(bars, what)| Some(format!("{} {what}", compact(mean(bars.iter())?))))
    .collect();
    if said.is_empty() {
        "Too few people yet to show anything.".to_owned()
    } else {
        format!("A week: {}.", said.join(", "))
    }
}

/// How many a week; None: there are no bars.
fn mean<'a>(bars: impl Iterator<Item = &'a Bar> + Clone) -> Option<f64> {
    let weeks: u32 = bars.clone().map(|bar| bar.over).sum();
    let total: f64 = bars.map(|bar| f64::from(bar.total)).sum();
    (weeks > 0).then(|| total / f64::from(weeks))
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// How asks and meetings went, from the first to the last six weeks, and how many asks were answered.
pub(super) fn weeks(weeks: &Weeks) -> String {
    let mut said = vec![course("Asks", &weeks.asks)];
    said.extend(answered(weeks));
    said.push(course("Meetings", &weeks.meetings));
    let last = weeks.first_monday + chrono::Days::new(7 * 12 - 1);
    format!(
        "Twelve weeks, {} to {} {}. {}.",
        day(weeks.first_monday),
        day(last),
        last.year(),
        said.join(". ")
    )
}

/// "28 of 31 asks were answered"; None: nobody asked, or that cannot be told.
fn answered(weeks: &Weeks) -> Option<String> {
    if weeks.answers.is_empty() {
        return None;
    }
    let (asks, answered) = (total(&weeks.asks), total(&weeks.answers));
    if !of_the_same_weeks(&weeks.asks, &weeks.answers) {
        return Some(counted(answered, "ask was answered", "asks were answered"));
    }
    match asks {
        0 => None,
        _ if asks == answered && asks > 1 => Some(format!("All {asks} asks were answered")),
        _ => Some(format!(
            "{answered} of {} were answered",
            counted(asks, "ask", "asks")
        )),
    }
}

/// Whether two series are told of the same weeks. The first bar may have begun before the picture, which is seen by how many weeks it is
/// of; bars follow each other without a gap.
fn of_the_same_weeks(one: &[Bar], other: &[Bar]) -> bool {
    let covered = |bars: &[Bar]| -> (Vec<usize>, u32) {
        let mut places: Vec<usize> = bars.iter().flat_map(|bar| bar.first..=bar.last).collect();
        places.sort_unstable();
        (places, bars.iter().map(|bar| bar.over).sum())
    };
    covered(one) == covered(other)
}

/// "Asks rose from 8 to 14 a week": the means of the bars that end in the first and in the last half.
fn course(what: &str, bars: &[Bar]) -> String {
    let half = |late: bool| {
        mean(
            bars.iter()
                .filter(move |bar| (bar.last >= WEEKS / 2) == late),
        )
    };
    match (half(false), half(true)) {
        (None, None) => format!("{what}: too few people yet to show"),
        (Some(only), None) | (None, Some(only)) => format!("{what}: {} a week", compact(only)),
        (Some(early), Some(late)) => {
            let shown = (compact(early), compact(late));
            if shown.0 == shown.1 {
                format!("{what} stayed at {} a week", shown.1)
            } else {
                let went = if late > early { "rose" } else { "fell" };
                format!("{what} {went} from {} to {} a week", shown.0, shown.1)
            }
        }
    }
}

/// "of these 1 has no teacher, 2 have one teacher."
pub(super) fn gaps(skills: &[&Skill]) -> String {
    let wished = |teachers: u32| {
        let of = skills.iter();
        of.filter(|skill| skill.wishes > 0 && skill.teachers == teachers)
            .count()
    };
    match (wished(0), wished(1)) {
        (0, 0) if skills.iter().all(|skill| skill.wishes == 0) => {
            "no wishes at the moment.".to_owned()
        }
        (0, 0) => "each that is wished for has two teachers or more.".to_owned(),
        (none, one) => {
            let said: Vec<String> = [(none, "no teacher"), (one, "one teacher")]
                .into_iter()
                .filter(|(many, _)| *many > 0)
                .map(|(many, what)| {
                    format!("{many} {} {what}", if many == 1 { "has" } else { "have" })
                })
                .collect();
            format!("of these {}.", said.join(", "))
        }
    }
}

/// "Kubernetes has one teacher and 4 wishes; …"
pub(super) fn coverage(coverage: &Coverage) -> String {
    let skills: Vec<&Skill> = by_need(coverage)
        .into_iter()
        .filter(|skill| skill.wishes > 0)
        .collect();
    let said: Vec<String> = skills
        .iter()
        .take(NAMED)
        .map(|skill| {
            let teachers = match skill.teachers {
                0 => "no teacher".to_owned(),
                1 => "one teacher".to_owned(),
                many => format!("{many} teachers"),
            };
            let wishes = match skill.wishes {
                1 => "one wish".to_owned(),
                many => format!("{many} wishes"),
            };
            let name = brief(&skill.name, NAME);
            format!("{name} has {teachers} and {wishes}")
        })
        .collect();
    if said.is_empty() {
        return format!("Skills: {}", gaps(&by_need(coverage)));
    }
    format!("Skills most in need: {}.", said.join("; "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::super::tests::examples::{quarter, the_teams_help, the_teams_skills};
    use super::*;

    #[test]
    fn what_is_told_of_different_weeks_is_compared_by_the_week() {
        let bar = |first, last, total| Bar {
            first,
            last,
            total,
            over: u32::try_from(last - first + 1).unwrap(),
        };
        let weeks = Weeks {
            first_monday: chrono::NaiveDate::from_ymd_opt(2026, 8, 24).unwrap(),
            asks: vec![bar(0, 6, 56)],
            answers: vec![bar(0, 11, 90)],
            meetings: Vec::new(),
            away: Vec::new(),
        };
        assert_eq!(means(&weeks), "A week: 8 asks, 7.5 answered.");
    }

    /// Asks of the first bar waited since before the picture began, answers did not: they are of other weeks, though the bars stand in
    /// the same places.
    #[test]
    fn answers_are_part_of_the_asks_only_of_the_same_weeks() {
        let bar = |first, last, total, over| Bar {
            first,
            last,
            total,
            over,
        };
        let said = |answers: Vec<Bar>| {
            weeks(&Weeks {
                first_monday: chrono::NaiveDate::from_ymd_opt(2026, 8, 31).unwrap(),
                asks: vec![bar(0, 5, 80, 8), bar(6, 11, 60, 6)],
                answers,
                meetings: Vec::new(),
                away: Vec::new(),
            })
        };
        let shorter = said(vec![bar(0, 5, 40, 6), bar(6, 11, 50, 6)]);
        assert!(shorter.contains("90 asks were answered"), "{shorter}");
        let same = said(vec![bar(0, 0, 20, 3), bar(1, 11, 90, 11)]);
        assert!(same.contains("110 of 140 asks were answered"), "{same}");
    }

    #[test]
    fn the_finding_is_said() {
        let weeks_of = quarter();
        assert_eq!(
            weeks(&weeks_of),
            "Twelve weeks, 31 Aug to 22 Nov 2026. Asks rose from 8 to 14 a week. 106 of 132 asks were answered. \
             Meetings rose from 7 to 8.8 a week."
        );
        assert_eq!(
            means(&weeks_of),
            "A week: 11 asks, 8.8 answered, 7.9 meetings."
        );
        assert_eq!(
            map(&the_teams_help()),
            "Most help goes from Engineering to Data, from Design to Engineering and within Engineering."
        );
        assert_eq!(
            coverage(&the_teams_skills()),
            "Skills most in need: Grafana dashboards has no teacher and 3 wishes; Kubernetes has one teacher and 4 wishes; \
             Figma has one teacher and 3 wishes."
        );
        assert_eq!(
            gaps(&by_need(&the_teams_skills())),
            "of these 1 has no teacher, 2 have one teacher."
        );
    }

    #[test]
    fn no_asks_and_all_asks_are_said_so() {
        let said = |asks: u32, answers: u32| {
            let bar = |total| Bar {
                first: 0,
                last: 11,
                total,
                over: 12,
            };
            weeks(&Weeks {
                first_monday: chrono::NaiveDate::from_ymd_opt(2026, 8, 31).unwrap(),
                asks: vec![bar(asks)],
                answers: vec![bar(answers)],
                meetings: Vec::new(),
                away: Vec::new(),
            })
        };
        assert!(said(12, 12).contains("Asks: 1 a week. All 12 asks were answered. "));
        assert!(said(12, 6).contains("6 of 12 asks were answered"));
        let none = said(0, 0);
        assert!(none.contains("Asks: 0 a week. Meetings"), "{none}");
    }

    #[test]
    fn what_cannot_be_shown_is_not_nought() {
        let mut weeks_of = quarter();
        weeks_of.asks.clear();
        weeks_of.answers.clear();
        weeks_of.meetings.truncate(1);
        assert_eq!(
            weeks(&weeks_of),
            "Twelve weeks, 31 Aug to 22 Nov 2026. Asks: too few people yet to show. Meetings: 7 a week."
        );
        assert_eq!(means(&weeks_of), "A week: 7 meetings.");
    }

    #[test]
    fn it_keeps_to_discords_limit_whatever_the_names() {
        let long = "🧑‍🚀".repeat(100);
        let said = together(&[long.clone(), long.clone(), long]);
        assert!(said.encode_utf16().count() <= ALT_LIMIT);
        assert!(said.ends_with("🧑‍🚀…"));
        let short = "Asks rose.".to_owned();
        assert_eq!(together(&[short.clone(), short]), "Asks rose. Asks rose.");
    }
}
