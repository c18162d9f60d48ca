//! Skill swaps: cycles of two and three, each teaching the next a skill they wish for.

pub mod clicks;
