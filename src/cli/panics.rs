//! What is written of a panic: where it happened. What it says may hold what people wrote, and does not belong in a log.

use std::panic::{self, PanicHookInfo};
use std::thread;

/// Has every panic from now on written to the log by its place alone, in place of what the standard library prints.
pub(super) fn report_by_place() {
    panic::set_hook(Box::new(report));
}

fn report(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let thread = thread::current();
    tracing::error!(
        place = place.as_deref().unwrap_or("unknown"),
        thread = thread.name().unwrap_or("unnamed"),
        "a defect of Potluck's: please report this line"
    );
}
