//! Answers as JSON.

use std::time::Duration;

use serde_json::{Value, json};

use crate::domain::pairing::Pairing;
use crate::domain::swap::Swaps;

/// A pairing, and how long it alone took.
pub fn of_pairing(pairing: &Pairing, took: Duration) -> Value {
    json!({
        "pairings": pairing.groups,
        "left_out": pairing.left_out,
        "repeats": pairing.repeats,
        "recency": pairing.recency,
        "value": from_halves(pairing.half_value),
        "upper_bound": from_halves(pairing.half_bound),
        "exact": pairing.exact,
        "seconds": took.as_secs_f64(),
    })
}

/// Swaps, each leg as giver, taker and skill, and how long they alone took.
pub fn of_swaps(swaps: &Swaps, took: Duration) -> Value {
    let legs = |cycle: &Vec<_>| -> Value {
        cycle
            .iter()
            .map(|leg: &crate::domain::swap::Leg| json!([leg.giver, leg.taker, leg.skill]))
            .collect()
    };
    json!({
        "swaps": swaps.cycles.iter().map(legs).collect::<Value>(),
        "served": swaps.served,
        "upper_bound": swaps.bound,
        "exact": swaps.exact,
        "seconds": took.as_secs_f64(),
    })
}

/// Half of a number: whole where it is.
fn from_halves(halves: i64) -> Value {
    if halves % 2 == 0 {
        json!(halves / 2)
    } else {
        // The sums of a round are far below what a float holds to the half.
        #[allow(clippy::cast_precision_loss)]
        let halves = halves as f64;
        json!(halves / 2.0)
    }
}
