//! Which weeks a digest is of.

use std::ops::RangeInclusive;

use serde::Serialize;
use thiserror::Error;

use super::facts::Block;
use super::week::{Span, Week};

/// How many weeks a digest may be of.
pub const RANGE: RangeInclusive<u32> = 1..=52;

/// How many weeks a figure is compared with.
pub(super) const BEFORE: u32 = 4;

/// How many weeks the pictures are of.
pub(super) const PICTURE: u32 = 12;

/// A digest of so many weeks there is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A digest is of 1 to 52 weeks.")]
pub struct RangeError;

/// The weeks a digest is of: some weeks that are over, the last one and those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Range(Span);

impl Range {
    /// Those of its weeks that are not before this one; the last one stays in any case.
    #[must_use]
    pub fn not_before(self, first: Week) -> Self {
        let Span { first: own, last } = self.0;
        Self(Span {
            first: own.max(first).min(last),
            last,
        })
    }

    /// So many weeks up to the given one. The weekly digest is of 1.
    pub fn new(last: Week, weeks: u32) -> Result<Self, RangeError> {
        if !RANGE.contains(&weeks) {
            return Err(RangeError);
        }
        Ok(Self(Span {
            first: last.earlier(weeks - 1),
            last,
        }))
    }

    /// One week.
    pub const fn of(week: Week) -> Self {
        Self(Span {
            first: week,
            last: week,
        })
    }

    /// The weeks.
    pub const fn span(self) -> Span {
        self.0
    }

    /// The first week whose facts a digest of these weeks needs: a block may begin before the range, the four weeks before count for
    /// the change, and the pictures are of twelve weeks.
    pub fn since(self, blocks: &[Block]) -> Week {
        let pictures = self.0.last.earlier(PICTURE - 1);
        let drawn = self.0.first.min(pictures);
        let begin = blocks
            .iter()
            .filter(|block| (drawn..=self.0.last).contains(&block.span.last))
            .map(|block| block.span.first);
        begin.min().unwrap_or(drawn).min(drawn).earlier(BEFORE)
    }
}
