//! What is left to chance, such as when exactly something ends that nobody is to know the reason of.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use rand::RngExt as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

/// A source of chance that the whole bot shares. Cheap to clone. With a seed that nobody knows, nobody can tell what comes next.
#[derive(Clone, Debug)]
pub struct Chance(Arc<Mutex<ChaCha8Rng>>);

impl Chance {
    /// One that gives the same each time with the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(seed))))
    }

    /// A time from nothing to just below `span`, each millisecond as likely as any other. Nothing where the span is not positive.
    pub fn within(&self, span: TimeDelta) -> TimeDelta {
        let span = span.num_milliseconds();
        if span <= 0 {
            return TimeDelta::zero();
        }
        let mut generator = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        TimeDelta::milliseconds(generator.random_range(0..span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_lie_within_the_span_and_all_over_it() {
        let chance = Chance::seeded(1);
        let day = TimeDelta::days(1);
        let times: Vec<TimeDelta> = (0..500).map(|_| chance.within(day)).collect();
        assert!(
            times
                .iter()
                .all(|time| *time >= TimeDelta::zero() && *time < day)
        );
        for hour in 0..24 {
            let (from, to) = (TimeDelta::hours(hour), TimeDelta::hours(hour + 1));
            assert!(
                times.iter().any(|time| *time >= from && *time < to),
                "{hour}"
            );
        }
        assert_eq!(chance.within(TimeDelta::zero()), TimeDelta::zero());
    }

    #[test]
    fn the_same_seed_gives_the_same_and_clones_go_on_from_each_other() {
        let (one, other) = (Chance::seeded(7), Chance::seeded(7));
        let day = TimeDelta::days(1);
        assert_eq!(one.within(day), other.within(day));
        let clone = one.clone();
        assert_ne!(one.within(day), clone.within(day));
    }
}
