//! What the bot writes to its log while a story is told: faults are leftovers, and so are names and texts of people.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span;
use tracing::{Event, Level, Metadata, Subscriber};

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) level: Level,
    pub(super) text: String,
}

/// Keeps every line of the bot's own log, spans' fields included.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    lines: Arc<Mutex<Vec<Line>>>,
}

impl Log {
    pub(super) fn lines(&self) -> Vec<Line> {
        self.lines.lock().unwrap().clone()
    }

    /// The last lines, for a failure's message.
    pub(super) fn tail(&self) -> String {
        let lines = self.lines();
        let last = &lines[lines.len().saturating_sub(30)..];
        let texts: Vec<String> = last
            .iter()
            .map(|line| format!("{} {}", line.level, line.text))
            .collect();
        texts.join("\n")
    }

    /// Adds a line that nobody wrote.
    pub(super) fn plant(&self, level: Level, text: &str) {
        self.lines.lock().unwrap().push(Line {
            level,
            text: text.to_owned(),
        });
    }

    fn keep(&self, metadata: &Metadata<'_>, text: String) {
        self.lines.lock().unwrap().push(Line {
            level: *metadata.level(),
            text,
        });
    }
}

/// Writes all fields behind each other.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _infallible = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("potluck") && *metadata.level() <= Level::DEBUG
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut fields = Fields(attributes.metadata().name().to_owned());
        attributes.record(&mut fields);
        self.keep(attributes.metadata(), fields.0);
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        let mut fields = Fields(String::new());
        values.record(&mut fields);
        self.lines.lock().unwrap().push(Line {
            level: Level::DEBUG,
            text: fields.0,
        });
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(event.metadata().target().to_owned());
        event.record(&mut fields);
        self.keep(event.metadata(), fields.0);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
