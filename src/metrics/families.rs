//! Every family of metrics: its name, what it means, and the labels it has. `docs/operators.md` has the same as a table.

/// A family of metrics.
#[derive(Debug, PartialEq, Eq)]
pub struct Family {
    /// By Prometheus's conventions: what it is of, then the unit, then `_total` for what only goes up.
    pub name: &'static str,
    /// Of which kind it is.
    pub kind: Kind,
    /// What its members are told apart by.
    pub labels: &'static [&'static str],
    /// What it means, in one line.
    pub help: &'static str,
}

/// Of which kind a family is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only goes up, and from 0 again when the process starts anew.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Sorted by size.
    Histogram,
}

impl Kind {
    /// In Prometheus's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

macro_rules! families {
    ($($id:ident: $kind:ident $name:literal [$($label:literal),*] $help:literal;)*) => {
        $(
            #[doc = $help]
            pub static $id: Family = Family {
                name: $name,
                kind: Kind::$kind,
                labels: &[$($label),*],
                help: $help,
            };
        )*

        /// Every family there is, in the order of the operator's guide.
        pub static FAMILIES: &[&Family] = &[$(&$id),*];
    };
}

families! {
    READY: Gauge "potluck_ready" []
        "1 while the bot is connected to Discord, holds the lease on its database and the database is migrated; otherwise 0.";
    BUILD: Gauge "potluck_build_info" ["version"]
        "Always 1; the label says which version runs.";
    STARTED: Gauge "process_start_time_seconds" []
        "When the bot was started, in seconds since 1970.";
    SHARDS: Gauge "potluck_gateway_shards" ["stage"]
        "Connections to Discord's gateway by the stage they are at; connected is where they should be.";
    RESTARTS: Counter "potluck_gateway_restarts_total" []
        "How often the connection to the gateway was given up and made anew.";
    UNREADABLE: Counter "potluck_gateway_unreadable_events_total" []
        "Events of a known kind that could not be read; anything but 0 is a defect.";
    INTERACTIONS: Counter "potluck_interactions_total" ["kind", "name", "outcome"]
        "Commands, clicks and suggestions by the command or family of buttons, and by how they ended.";
    FIRST_ANSWERS: Histogram "potluck_interaction_first_answer_seconds" ["kind"]
        "From receiving an interaction until Discord took the first answer; Discord waits for 3 seconds.";
    REQUESTS: Counter "potluck_discord_requests_total" ["outcome"]
        "Requests to Discord's REST API by how they ended.";
    RATE_LIMIT_WAITS: Counter "potluck_discord_rate_limit_waits_total" []
        "How often a request waited for one of Discord's limits, foreseen or told.";
    OUTBOX_ROWS: Gauge "potluck_outbox_rows" ["lane", "state"]
        "Messages and changes of channels that are owed or did not work, by what they follow and how they stand.";
    OUTBOX_AGE: Gauge "potluck_outbox_oldest_due_age_seconds" ["lane"]
        "How long the oldest of those that are due has been due; 0 where none is.";
    CARRIED: Counter "potluck_outbox_attempts_total" ["outcome"]
        "Attempts to carry out what is owed, by how they ended.";
    RUNS: Counter "potluck_ticker_runs_total" ["task", "outcome"]
        "Runs of the jobs that time brings; a job that failed is tried again after a pause.";
    OCCURRENCES: Counter "potluck_occurrences_total" ["task", "outcome"]
        "Occurrences of planned jobs since the database was made: done, done more than an hour late, or missed.";
    PAIRING: Histogram "potluck_pairing_seconds" []
        "How long it took to compute who is paired with whom, for a round or its preview.";
    DATABASE_UP: Gauge "potluck_database_up" []
        "1 if the database answered this scrape; otherwise 0, and what is read from it is left out.";
    DATABASE_SIZE: Gauge "potluck_database_size_bytes" ["file"]
        "The size of the database's files: the main one, and the write-ahead log.";
}
