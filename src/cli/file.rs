//! A file that was named, and what is printed about it.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use potluck::domain::instance::Malformed;

use super::Failure;

/// Reads the file as what it is to be.
pub(super) fn read<T>(
    file: &Path,
    read: impl FnOnce(&str) -> Result<T, Malformed>,
) -> Result<T, Failure> {
    let text = fs::read_to_string(file).map_err(|error| {
        Failure::wrong(format!(
            "{} cannot be read ({error}): name a file of JSON",
            file.display()
        ))
    })?;
    read(&text).map_err(|malformed| Failure::wrong(format!("{}: {malformed}", file.display())))
}

/// Prints, and says so where that is not possible.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::failed(format!("the answer cannot be printed: {error}")))
}

/// Some of a thing, in words.
pub(super) fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}
