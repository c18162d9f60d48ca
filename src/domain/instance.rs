//! The interchange format: people, who has met and what was swapped, as JSON, for pairing without Discord or a database.
//!
//! `docs/pairing.md` describes it. What is wrong with a file is said in one sentence that names the member and the field.

mod answer;
mod fields;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::ids::{MemberId, SkillId};
use super::pairing::{GroupSize, Met, Person, Problem, Slots, WINDOW, Weights};
use super::swap::{Leg, Swapper};
pub use answer::{of_pairing, of_swaps};
use fields::{Fields, Wanted, whole};

/// What is wrong with a file, and where: one sentence, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(String);

/// People who want to swap, and what they swapped before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SwapMeet {
    /// Who wants to swap.
    pub people: Vec<Swapper>,
    /// Not again.
    pub done: Vec<Leg>,
}

/// Reads a round to be paired, in twos and with the usual weights.
pub fn read_round(text: &str) -> Result<Problem, Malformed> {
    let file: File<Person> = read(text)?;
    Ok(Problem {
        people: file.members.0,
        met: file.met.0,
        group: GroupSize::Two,
        weights: Weights::default(),
    })
}

/// Reads people who want to swap. Of each member only `id`, `teaches`, `wishes` and `blocks` are looked at, so that any
/// round's file will do.
pub fn read_swap_meet(text: &str) -> Result<SwapMeet, Malformed> {
    let file: File<Swapper> = read(text)?;
    Ok(SwapMeet {
        people: file.members.0,
        done: file.done.0,
    })
}

fn read<'a, M: Member>(text: &'a str) -> Result<File<M>, Malformed>
where
    File<M>: Deserialize<'a>,
{
    let file: File<M> = serde_json::from_str(text).map_err(|error| Malformed(error.to_string()))?;
    let mut seen = HashSet::new();
    for member in &file.members.0 {
        if !seen.insert(member.id()) {
            let id = member.id();
            return Err(Malformed(format!(
                "member {id}: `id` stands twice: give each member one of their own"
            )));
        }
    }
    Ok(file)
}

/// A whole file. What else stands in it is nobody's business here.
#[derive(Deserialize)]
#[serde(
    bound = "M: Member",
    expecting = "an object with the lists `members` and `met`"
)]
struct File<M> {
    #[serde(default, rename = "window")]
    _window: Window,
    members: Members<M>,
    #[serde(default)]
    met: List<Met>,
    #[serde(default)]
    done: List<Leg>,
}

/// For how long meetings count: as long as here, or it is another problem.
#[derive(Default)]
struct Window;

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.as_u64() == Some(u64::from(WINDOW)) {
            Ok(Self)
        } else {
            Err(D::Error::custom(format!(
                "`window` is {value}, but meetings count for {WINDOW} rounds: leave it out"
            )))
        }
    }
}

/// What a member's object is read as.
trait Member: Sized {
    fn read(fields: &Fields) -> Result<Self, Malformed>;
    fn id(&self) -> MemberId;
}

impl Member for Person {
    fn read(fields: &Fields) -> Result<Self, Malformed> {
        Ok(Self {
            id: fields.id(),
            team: fields.whole("team", Wanted::Number)?,
            teaches: fields
                .list("teaches", Wanted::Number)?
                .map(SkillId)
                .collect(),
            wishes: fields
                .list("wishes", Wanted::Number)?
                .map(SkillId)
                .collect(),
            tenure: small(fields.whole("tenure", Wanted::Band)?),
            newcomer: fields.flag("newcomer")?,
            host: fields.flag("host")?,
            slots: fields
                .list("slots", Wanted::HalfHour)?
                .map(small)
                .collect::<Slots>(),
            blocks: fields
                .list("blocks", Wanted::Number)?
                .map(MemberId)
                .collect(),
            gave_only: small(fields.whole_if_any("gave_only")?.unwrap_or(0)),
            hosted_ago: fields.whole_if_any("hosted_ago")?.map(rounds),
            trio_ago: None,
            left_out: false,
        })
    }

    fn id(&self) -> MemberId {
        self.id
    }
}

impl Member for Swapper {
    fn read(fields: &Fields) -> Result<Self, Malformed> {
        Ok(Self {
            id: fields.id(),
            teaches: fields
                .list("teaches", Wanted::Number)?
                .map(SkillId)
                .collect(),
            wishes: fields
                .list("wishes", Wanted::Number)?
                .map(SkillId)
                .collect(),
            blocks: fields
                .list("blocks", Wanted::Number)?
                .map(MemberId)
                .collect(),
        })
    }

    fn id(&self) -> MemberId {
        self.id
    }
}

/// A number that was held against a small range, or of which more makes no difference.
fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// A number of rounds ago. So many that they do not fit are forgotten like any that are.
fn rounds(number: i64) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The members, read one by one so that a large file is never in memory as a tree.
struct Members<M>(Vec<M>);

impl<'de, M: Member> Deserialize<'de> for Members<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        each(deserializer, "members", "objects", |place, value| {
            let Value::Object(object) = value else {
                return Err(Malformed(format!(
                    "the {place}. of `members` is {}, but must be an object",
                    fields::shown(&value)
                )));
            };
            M::read(&Fields::new(place, object)?)
        })
        .map(Self)
    }
}

/// A list of threes: numbers that mean a `T`.
struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de> Deserialize<'de> for List<Met> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        each(deserializer, "met", "[id, id, rounds ago]", |place, value| {
            let [one, other, ago] = three(&value).ok_or_else(|| {
                Malformed(format!(
                    "the {place}. of `met` is {}, but must be [id, id, rounds ago]",
                    fields::shown(&value)
                ))
            })?;
            if ago < 1 {
                return Err(Malformed(format!(
                    "member {one}: `met` says {ago} rounds ago, but 1 is the round before this one"
                )));
            }
            if one == other {
                return Err(Malformed(format!(
                    "member {one}: `met` says that they met themselves: take it out"
                )));
            }
            Ok(Met {
                one: MemberId(one),
                other: MemberId(other),
                ago: rounds(ago),
            })
        })
        .map(Self)
    }
}

impl<'de> Deserialize<'de> for List<Leg> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        each(
            deserializer,
            "done",
            "[giver, taker, skill]",
            |place, value| {
                let [giver, taker, skill] = three(&value).ok_or_else(|| {
                    Malformed(format!(
                        "the {place}. of `done` is {}, but must be [giver, taker, skill]",
                        fields::shown(&value)
                    ))
                })?;
                Ok(Leg {
                    giver: MemberId(giver),
                    taker: MemberId(taker),
                    skill: SkillId(skill),
                })
            },
        )
        .map(Self)
    }
}

/// Three whole numbers in a list.
fn three(value: &Value) -> Option<[i64; 3]> {
    let [one, two, three] = value.as_array()?.as_slice() else {
        return None;
    };
    Some([whole(one)?, whole(two)?, whole(three)?])
}

/// Reads a list item by item; `place` counts from 1.
fn each<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    name: &'static str,
    what: &'static str,
    read: impl Fn(usize, Value) -> Result<T, Malformed>,
) -> Result<Vec<T>, D::Error> {
    struct Items<T, F> {
        name: &'static str,
        what: &'static str,
        read: F,
        item: PhantomData<T>,
    }

    impl<'de, T, F: Fn(usize, Value) -> Result<T, Malformed>> Visitor<'de> for Items<T, F> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "`{}` to be a list of {}", self.name, self.what)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let mut read = Vec::new();
            while let Some(value) = items.next_element()? {
                read.push((self.read)(read.len() + 1, value).map_err(A::Error::custom)?);
            }
            Ok(read)
        }
    }

    deserializer.deserialize_seq(Items {
        name,
        what,
        read,
        item: PhantomData,
    })
}
