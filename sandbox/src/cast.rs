//! The people, channels and roles that exist when the sandbox starts.
