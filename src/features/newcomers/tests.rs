//! Newcomers against a real database.
