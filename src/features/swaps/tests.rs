//! Skill swaps, tried against a real database.
