//! Every button, select and modal there is, as one versioned enum.
//!
//! An id is written `1:family:verb:number…`, at most 100 characters, and stands on lasting messages: an id once sent is
//! answered for ever, so a verb is never given a second meaning. What is malformed or from a version that is gone is
//! refused by [`FromStr`], and `discord::dispatch` answers it kindly.

mod ask;
mod digest;
mod learning;
mod lesson;
mod me;
mod newcomer;
mod privacy;
mod recognition;
mod round;
mod setup;
mod skill;
mod swap;
mod thanks;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use ask::AskClick;
pub use digest::DigestClick;
pub use learning::LearningClick;
pub use lesson::LessonClick;
pub use me::MeClick;
pub use newcomer::NewcomerClick;
pub use privacy::PrivacyClick;
pub use recognition::RecognitionClick;
pub use round::RoundClick;
pub use setup::SetupClick;
pub use skill::SkillClick;
pub use swap::SwapClick;
pub use thanks::ThanksClick;

/// Characters of an id, by Discord's limit.
pub const MAX_LENGTH: usize = 100;

/// The version written in front of every id.
const VERSION: &str = "1";

/// What was pressed, chosen or submitted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum CustomId {
    /// On asks and invitations.
    Ask(AskClick),
    /// On offers, wishes and the list of skills.
    Skill(SkillClick),
    /// On lessons.
    Lesson(LessonClick),
    /// On a member's own page.
    Me(MeClick),
    /// On the page of an admin.
    Setup(SetupClick),
    /// On the page that asks whether somebody wants to be forgotten.
    Privacy(PrivacyClick),
    /// While somebody is thanked.
    Thanks(ThanksClick),
    /// Where somebody could add a skill to what they teach.
    Learning(LearningClick),
    /// On the posts of rounds, and in the threads of pairings.
    Round(RoundClick),
    /// On skill swaps.
    Swap(SwapClick),
    /// On welcomes, and where a newcomer and their buddy are introduced.
    Newcomer(NewcomerClick),
    /// On digests.
    Digest(DigestClick),
    /// Where a leader is asked what they are learning, and on a member's own month.
    Recognition(RecognitionClick),
}

/// A text that is no id of ours, or one of a version that is gone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of a button, select or form of this version")]
pub struct UnknownCustomId;

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (family, parts) = match self {
            Self::Ask(click) => ("ask", click.parts()),
            Self::Skill(click) => ("skill", click.parts()),
            Self::Lesson(click) => ("lesson", click.parts()),
            Self::Me(click) => ("me", click.parts()),
            Self::Setup(click) => ("setup", click.parts()),
            Self::Privacy(click) => ("privacy", click.parts()),
            Self::Thanks(click) => ("thanks", click.parts()),
            Self::Learning(click) => ("learning", click.parts()),
            Self::Newcomer(click) => ("newcomer", click.parts()),
            Self::Swap(click) => ("swap", click.parts()),
            Self::Round(click) => ("round", click.parts()),
            Self::Digest(click) => ("digest", click.parts()),
            Self::Recognition(click) => ("recognition", click.parts()),
        };
        write!(f, "{VERSION}:{family}:{}", parts.join(":"))
    }
}

impl FromStr for CustomId {
    type Err = UnknownCustomId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(':');
        if text.len() > MAX_LENGTH || parts.next() != Some(VERSION) {
            return Err(UnknownCustomId);
        }
        let family = parts.next();
        let parts: Vec<&str> = parts.collect();
        match family {
            Some("ask") => AskClick::from_parts(&parts).map(Self::Ask),
            Some("skill") => SkillClick::from_parts(&parts).map(Self::Skill),
            Some("lesson") => LessonClick::from_parts(&parts).map(Self::Lesson),
            Some("me") => MeClick::from_parts(&parts).map(Self::Me),
            Some("setup") => SetupClick::from_parts(&parts).map(Self::Setup),
            Some("privacy") => PrivacyClick::from_parts(&parts).map(Self::Privacy),
            Some("thanks") => ThanksClick::from_parts(&parts).map(Self::Thanks),
            Some("learning") => LearningClick::from_parts(&parts).map(Self::Learning),
            Some("newcomer") => NewcomerClick::from_parts(&parts).map(Self::Newcomer),
            Some("swap") => SwapClick::from_parts(&parts).map(Self::Swap),
            Some("round") => RoundClick::from_parts(&parts).map(Self::Round),
            Some("digest") => DigestClick::from_parts(&parts).map(Self::Digest),
            Some("recognition") => RecognitionClick::from_parts(&parts).map(Self::Recognition),
            _ => None,
        }
        .ok_or(UnknownCustomId)
    }
}

impl CustomId {
    /// One id of every kind, with the longest numbers there can be, for the tests that loop over all of them.
    pub fn samples() -> Vec<Self> {
        let mut samples = Vec::new();
        samples.extend(AskClick::samples().into_iter().map(Self::Ask));
        samples.extend(SkillClick::samples().into_iter().map(Self::Skill));
        samples.extend(LessonClick::samples().into_iter().map(Self::Lesson));
        samples.extend(MeClick::samples().into_iter().map(Self::Me));
        samples.extend(SetupClick::samples().into_iter().map(Self::Setup));
        samples.extend(PrivacyClick::samples().into_iter().map(Self::Privacy));
        samples.extend(ThanksClick::samples().into_iter().map(Self::Thanks));
        samples.extend(LearningClick::samples().into_iter().map(Self::Learning));
        samples.extend(NewcomerClick::samples().into_iter().map(Self::Newcomer));
        samples.extend(SwapClick::samples().into_iter().map(Self::Swap));
        samples.extend(RoundClick::samples().into_iter().map(Self::Round));
        samples.extend(DigestClick::samples().into_iter().map(Self::Digest));
        samples.extend(
            RecognitionClick::samples()
                .into_iter()
                .map(Self::Recognition),
        );
        samples
    }
}

impl From<CustomId> for String {
    fn from(id: CustomId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for CustomId {
    type Error = UnknownCustomId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

macro_rules! from_click {
    ($($click:ident => $family:ident),*) => {$(
        impl From<$click> for CustomId {
            fn from(click: $click) -> Self {
                Self::$family(click)
            }
        }
    )*};
}

from_click!(AskClick => Ask, SkillClick => Skill, LessonClick => Lesson, MeClick => Me, SetupClick => Setup, PrivacyClick => Privacy, ThanksClick => Thanks, LearningClick => Learning, RoundClick => Round, SwapClick => Swap, NewcomerClick => Newcomer, DigestClick => Digest, RecognitionClick => Recognition);

/// Declares the clicks of one family: each with its verb and the numbers that follow it.
///
/// Everything that must agree about a click (how it is written, how it is read, that it is tried by the tests) comes from
/// this one line, so that a verb cannot be added to one and forgotten in another.
macro_rules! clicks {
    (
        $(#[$enum_doc:meta])*
        $name:ident {
            $($(#[$doc:meta])* $variant:ident $verb:literal ( $($field:ident : $kind:ty),* );)*
        }
    ) => {
        $(#[$enum_doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant { $(
                #[allow(missing_docs, reason = "the variant's text speaks of its fields")]
                $field: $kind
            ),* },)*
        }

        impl $name {
            pub(super) fn parts(&self) -> Vec<String> {
                match self {
                    $(Self::$variant { $($field),* } => vec![$verb.to_owned() $(, $field.to_string())*],)*
                }
            }

            pub(super) fn from_parts(parts: &[&str]) -> Option<Self> {
                match parts {
                    $([$verb $(, $field)*] => Some(Self::$variant { $($field: $field.parse().ok()?),* }),)*
                    _ => None,
                }
            }

            pub(super) fn samples() -> Vec<Self> {
                // The longest number an id can hold; parsed, so that any kind of field can be made from it.
                vec![$(Self::$variant { $($field: super::longest::<$kind>()),* }),*]
            }
        }
    };
}
pub(crate) use clicks;

/// The value of a field that takes the most characters.
fn longest<T: FromStr>() -> T
where
    T::Err: fmt::Debug,
{
    let parsed = [
        i64::MAX.to_string(),
        u32::MAX.to_string(),
        u16::MAX.to_string(),
        u8::MAX.to_string(),
    ]
    .iter()
    .find_map(|number| number.parse().ok());
    // Every field of every click is a number; the tests below call this for all of them.
    parsed.unwrap_or_else(|| unreachable!("a field of a click is a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_reads_back_as_it_was_written_and_fits() {
        for id in CustomId::samples() {
            let text = id.to_string();
            assert_eq!(text.parse(), Ok(id));
            assert!(text.len() <= MAX_LENGTH, "{text}");
        }
    }

    #[test]
    fn what_is_malformed_or_of_another_version_is_refused() {
        for text in [
            "",
            ":",
            "1",
            "1:ask",
            "1:ask:",
            "0:ask:help:1",
            "2:ask:help:1",
            "1:ask:help",
            "1:ask:help:x",
            "1:ask:help:1:2",
            "1:nobody:help:1",
            "help",
        ] {
            assert_eq!(text.parse::<CustomId>(), Err(UnknownCustomId), "{text}");
        }
        assert_eq!(
            format!("1:ask:help:{}", "1".repeat(100)).parse::<CustomId>(),
            Err(UnknownCustomId)
        );
    }
}
