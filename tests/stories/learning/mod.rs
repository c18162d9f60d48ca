//! Learner becomes teacher: who helped adds the skill, and who learned is asked two weeks later.

mod after_a_help;
mod two_weeks_later;
