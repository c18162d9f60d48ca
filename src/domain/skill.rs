//! Skills: how names fold together, which names mean the same, and how a half-typed name is completed.

mod aliases;
mod complete;
mod index;
mod key;
mod level;
mod list;
mod name;
mod near;
#[cfg(test)]
mod samples;

pub use aliases::{Aliases, AliasesError, BUILT_IN_ALIASES, KnownSkill};
pub use complete::Choice;
pub use index::{Resolution, SkillEntry, SkillIndex, Suggestion};
pub use key::SkillKey;
pub use level::Level;
pub use list::{MAX_SKILLS_AT_ONCE, SkillListError, parse_list, split_list};
pub use name::{MAX_SKILL_NAME, SkillName, SkillNameError};
