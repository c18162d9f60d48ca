//! Skill swaps, tried against a real database.

mod calls;
mod fixture;
mod planning;
mod served;
