//! Rounds from beginning to end, on the little server of the trial.
