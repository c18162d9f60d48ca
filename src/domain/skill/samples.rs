//! Indexes that the tests of this module search.

#![allow(clippy::unwrap_used)]

use super::{Aliases, SkillEntry, SkillIndex, SkillName};

/// One skill of a guild.
pub(super) fn entry(name: &str, weight: u32) -> SkillEntry {
    let name = SkillName::parse(name).unwrap();
    SkillEntry {
        key: name.key(),
        name,
        weight,
    }
}

/// A handful of skills, some of a guild's and some of an alias file.
pub(super) fn small() -> SkillIndex {
    let aliases = Aliases::parse(
        "[a]\nKubernetes = { aliases = ['k8s'] }\nPostgreSQL = { aliases = ['Postgres', 'psql'] }\nC = {}\nR = {}\n\
         'C++' = { aliases = ['cpp'] }\n'C#' = {}\n'.NET' = { aliases = ['dotnet'] }\nPowerPoint = {}\n\
         'Public speaking' = { aliases = ['presentations'] }",
    )
    .unwrap();
    SkillIndex::build(
        [
            entry("Power BI", 2),
            entry("PostgreSQL", 5),
            entry("Pottery", 1),
            entry("Speaking Polish", 3),
            entry("Rust", 9),
        ],
        &aliases,
    )
}

/// 5,000 made-up names of two or three syllable words.
pub(super) fn many() -> SkillIndex {
    let syllables = [
        "ka", "ro", "mi", "tel", "vun", "sha", "pre", "ost", "lin", "dor", "qua", "zep", "fli",
        "gor", "hex", "wy", "bra",
    ];
    let word = |n: usize| -> String {
        [n % 17, n / 17 % 17, n / 289 % 17]
            .iter()
            .map(|at| syllables[*at])
            .collect()
    };
    let entries = (0..5000).map(|n| {
        entry(
            &format!("{} {}", word(n), word(n * 7 + 3)),
            u32::try_from(n % 40).unwrap(),
        )
    });
    SkillIndex::build(entries, &Aliases::built_in().unwrap())
}
