//! What is left to chance in the year.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Chance itself. Every question has dice of its own, so that one more or one fewer of them changes nothing about the others: what
/// happens within a millisecond may come in another order the next time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance(u64);

/// What decides one question.
pub(super) struct Dice(ChaCha8Rng);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The dice for a question; for the same question always the same.
    pub(super) fn about(self, question: &str) -> Dice {
        // FNV-1a, which is the same everywhere and for ever.
        let hash = question
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Dice(ChaCha8Rng::seed_from_u64(hash ^ self.0))
    }
}

impl Dice {
    /// 0 to `most - 1`.
    pub(super) fn below(&mut self, most: i64) -> i64 {
        self.0.random_range(0..most.max(1))
    }

    /// Yes, so many times in a hundred.
    pub(super) fn percent(&mut self, chance: i64) -> bool {
        self.below(100) < chance
    }

    /// One of several; `None` where there are none.
    pub(super) fn one_of<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        let index = self.below(i64::try_from(several.len()).unwrap());
        several.get(usize::try_from(index).unwrap())
    }
}
