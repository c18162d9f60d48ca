//! What the tests draw.

use super::super::*;

/// Who helped whom in a team of twenty-four.
pub(in super::super) fn the_teams_help() -> Map {
    let cells = [
        (0, 1, Weight::Most),
        (3, 0, Weight::Most),
        (0, 0, Weight::Most),
        (1, 2, Weight::More),
        (2, 3, Weight::More),
        (1, 0, Weight::More),
        (0, 4, Weight::Some),
        (4, 2, Weight::Some),
    ];
    Map {
        teams: ["Engineering", "Data", "Product", "Design", "Support"]
            .map(str::to_owned)
            .to_vec(),
        cells: cells
            .into_iter()
            .map(|(from, to, much)| Cell { from, to, much })
            .collect(),
    }
}

/// What they teach and wish for.
pub(in super::super) fn the_teams_skills() -> Coverage {
    skills(&[
        ("Rust", 5, 2),
        ("Kubernetes", 1, 4),
        ("SQL", 7, 6),
        ("Grafana dashboards", 0, 3),
        ("Figma", 1, 3),
        ("Public speaking", 2, 5),
        ("Git", 6, 0),
        ("Terraform", 2, 1),
        ("Writing for customers", 3, 3),
    ])
}

fn skills(all: &[(&str, u32, u32)]) -> Coverage {
    let skill = |(name, teachers, wishes): &(&str, u32, u32)| Skill {
        name: (*name).to_owned(),
        teachers: *teachers,
        wishes: *wishes,
    };
    Coverage {
        skills: all.iter().map(skill).collect(),
    }
}

fn week_by_week(totals: &[u32]) -> Vec<Bar> {
    let bar = |(week, total): (usize, &u32)| Bar {
        first: week,
        last: week,
        total: *total,
        over: 1,
    };
    totals.iter().enumerate().map(bar).collect()
}

pub(super) fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 31).unwrap()
}

/// A quarter of theirs.
pub(in super::super) fn quarter() -> Weeks {
    Weeks {
        first_monday: monday(),
        asks: week_by_week(&[6, 7, 9, 8, 10, 8, 12, 13, 15, 14, 16, 14]),
        answers: week_by_week(&[5, 6, 7, 6, 8, 7, 9, 10, 12, 11, 13, 12]),
        meetings: [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11)]
            .into_iter()
            .zip([14, 13, 15, 16, 18, 19])
            .map(|((first, last), total)| Bar {
                first,
                last,
                total,
                over: 2,
            })
            .collect(),
        away: Vec::new(),
    }
}

/// The first week of all: nothing can be shown.
pub(super) fn first_week() -> (Weeks, Map, Coverage) {
    let weeks = Weeks {
        first_monday: monday(),
        asks: Vec::new(),
        answers: Vec::new(),
        meetings: Vec::new(),
        away: Vec::new(),
    };
    (weeks, Map::default(), Coverage::default())
}

/// Bars of several lengths, and weeks that wait for more people.
pub(super) fn patchy() -> Weeks {
    let bar = |first, last, total, over| Bar {
        first,
        last,
        total,
        over,
    };
    Weeks {
        first_monday: monday(),
        asks: vec![bar(2, 4, 7, 3), bar(5, 5, 6, 1), bar(6, 9, 0, 4)],
        answers: vec![bar(2, 5, 5, 4), bar(6, 9, 9, 4)],
        meetings: Vec::new(),
        away: Vec::new(),
    }
}

pub(super) const NAMES: [&str; 9] = [
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "Платформенная инфраструктура и Q",
    "数据科学与机器学习平台基础设施团队数据科学与机器学习平台基础设施",
    "🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀",
    "Customer success and enablement",
    "فريق البنية التحتية للمنصة الأول",
    "גיוס ופיתוח עובדים וקהילה פתוחה",
    "डिज़ाइन और उपयोगकर्ता अनुभव दल",
    "Ops",
];

pub(super) fn long_names(count: usize) -> (Map, Coverage) {
    let name = |nth: usize| NAMES[nth % NAMES.len()].to_owned();
    let map = Map {
        teams: (0..count).map(name).collect(),
        cells: (0..count * count)
            .filter(|nth| nth % 3 != 1)
            .map(|nth| Cell {
                from: nth / count,
                to: nth % count,
                much: [Weight::Some, Weight::More, Weight::Most][nth * 7 / 3 % 3],
            })
            .collect(),
    };
    let coverage = Coverage {
        skills: (0..count)
            .map(|nth| Skill {
                name: name(nth),
                teachers: u32::try_from(nth * 5 % 7).unwrap(),
                wishes: u32::try_from(nth * 11 % 23).unwrap(),
            })
            .collect(),
    };
    (map, coverage)
}
