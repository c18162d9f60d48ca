//! Rebuilds the crate when a migration is added: `sqlx::migrate!` embeds those it saw when it was compiled.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
