//! Runs the sandbox alone.
fn main() {}
