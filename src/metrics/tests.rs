use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use prometheus_parse::{LineInfo, Scrape, Value};

use super::*;

/// Reads a text of metrics with another library than the one that writes it, and fails for a line that it does not understand.
fn read(text: &str) -> Scrape {
    for line in text.lines() {
        let understood = !matches!(LineInfo::parse(line), LineInfo::Ignored | LineInfo::Empty);
        assert!(understood, "{line}");
    }
    Scrape::parse(text.lines().map(|line| Ok(line.to_owned()))).unwrap()
}

/// A member of a family, with the values of its labels in the order of their names.
fn value(text: &str, name: &str, labels: &[&str]) -> Option<f64> {
    let found = read(text).samples.into_iter().find(|sample| {
        let mut of: Vec<(&String, &String)> = sample.labels.iter().collect();
        of.sort();
        sample.metric == name
            && of
                .iter()
                .map(|(_, value)| value.as_str())
                .eq(labels.iter().copied())
    })?;
    Some(match found.value {
        Value::Counter(value) | Value::Gauge(value) => value,
        Value::Histogram(buckets) => buckets.last().unwrap().count,
        other => panic!("{other:?}"),
    })
}

/// Metrics in which every family has a member.
fn everything() -> (Metrics, Sample) {
    let metrics = Metrics::new().unwrap();
    metrics.knows_interaction(Interaction::Command, "askfor");
    metrics.knows_job("asks");
    let sample = Sample::default();
    for family in FAMILIES {
        let labels = ["a", "b", "c"];
        let counted = read(&metrics.text(&Sample::default()).unwrap());
        if counted.docs.contains_key(family.name) {
            continue;
        }
        match (family.kind, family.labels.len()) {
            (Kind::Gauge, 0) => sample.gauge(family, [([], 1.0)]),
            (Kind::Gauge, 1) => sample.gauge(family, [([labels[0]], 1.0)]),
            (Kind::Gauge, 2) => sample.gauge(family, [([labels[0], labels[1]], 1.0)]),
            (Kind::Counter, 0) => sample.counter(family, [([], 1)]),
            (Kind::Counter, 2) => sample.counter(family, [([labels[0], labels[1]], 1)]),
            other => panic!("{}: {other:?}", family.name),
        }
        .unwrap();
    }
    (metrics, sample)
}

#[test]
fn every_family_is_written_with_its_help_and_its_type() {
    let (metrics, sample) = everything();
    let text = metrics.text(&sample).unwrap();
    read(&text);
    let heads = |word: &str| -> BTreeMap<String, String> {
        let prefix = format!("# {word} ");
        text.lines()
            .filter_map(|line| line.strip_prefix(&prefix)?.split_once(' '))
            .map(|(name, rest)| (name.to_owned(), rest.to_owned()))
            .collect()
    };
    let told = |what: fn(&Family) -> &str| -> BTreeMap<String, String> {
        FAMILIES
            .iter()
            .map(|family| (family.name.to_owned(), what(family).to_owned()))
            .collect()
    };
    assert_eq!(heads("HELP"), told(|family| family.help));
    assert_eq!(heads("TYPE"), told(|family| family.kind.name()));
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect();
    assert!(names.is_sorted(), "each family is in one piece");
}

#[test]
fn names_and_labels_follow_prometheus_conventions() {
    let mut names = BTreeSet::new();
    for Family {
        name,
        kind,
        labels,
        help,
    } in FAMILIES.iter().copied()
    {
        assert!(names.insert(name), "{name} is there twice");
        let is_word = |text: &str| {
            text.starts_with(|first: char| first.is_ascii_lowercase())
                && text
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '_')
                && !text.contains("__")
                && !text.ends_with('_')
        };
        assert!(is_word(name), "{name}");
        assert!(
            name.starts_with("potluck_") || *name == "process_start_time_seconds",
            "{name} says of what it is"
        );
        assert_eq!(name.ends_with("_total"), *kind == Kind::Counter, "{name}");
        // What the library adds to a histogram's name is nobody's own.
        for suffix in ["_count", "_sum", "_bucket"] {
            assert!(!name.ends_with(suffix), "{name}");
        }
        if *kind == Kind::Histogram {
            assert!(name.ends_with("_seconds"), "{name} has a base unit");
        }
        for unit in [
            "milli", "micro", "minute", "hour", "day", "kilo", "mega", "_ms", "_kb", "percent",
        ] {
            assert!(!name.contains(unit), "{name} has no base unit");
        }
        for label in *labels {
            assert!(is_word(label), "{name}: {label}");
            // These are Prometheus's own: `le` a bucket's, `job` and `instance` those of what is scraped.
            assert!(
                !["le", "job", "instance"].contains(label),
                "{name}: {label}"
            );
            assert!(
                !name.contains(&format!("_{label}_")),
                "{name} says its label {label}"
            );
        }
        assert!(
            help.ends_with('.') && !help.contains('\n'),
            "{name}: {help}"
        );
    }
}

#[test]
fn what_was_never_counted_is_shown_as_nothing_and_what_was_is_added_up() {
    let metrics = Metrics::new().unwrap();
    let text = || metrics.text(&Sample::default()).unwrap();
    let asked = ["command", "askfor", "done"];
    let of = "potluck_interactions_total";
    assert_eq!(value(&text(), of, &asked), None);
    metrics.knows_interaction(Interaction::Command, "askfor");
    assert_eq!(value(&text(), of, &asked), Some(0.0));
    metrics.interaction(Interaction::Command, "askfor", Outcome::Done);
    // To know it once more takes nothing away.
    metrics.knows_interaction(Interaction::Command, "askfor");
    metrics
        .clone()
        .interaction(Interaction::Command, "askfor", Outcome::Done);
    metrics.interaction(Interaction::Command, "askfor", Outcome::Failed);
    assert_eq!(value(&text(), of, &asked), Some(2.0));
    let failed = ["command", "askfor", "failed"];
    assert_eq!(value(&text(), of, &failed), Some(1.0));
    let late = ["command", "askfor", "late"];
    assert_eq!(value(&text(), of, &late), None, "only suggestions are");
    for outcome in Request::ALL {
        let name = [outcome.name()];
        let of = "potluck_discord_requests_total";
        assert_eq!(value(&text(), of, &name), Some(0.0));
        metrics.request(*outcome);
        assert_eq!(value(&text(), of, &name), Some(1.0));
    }
    for outcome in Carried::ALL {
        metrics.carried(*outcome);
        let of = "potluck_outbox_attempts_total";
        assert_eq!(value(&text(), of, &[outcome.name()]), Some(1.0));
    }
    metrics.knows_job("asks");
    metrics.ran("asks", Run::Failed);
    let runs = "potluck_ticker_runs_total";
    assert_eq!(value(&text(), runs, &["failed", "asks"]), Some(1.0));
    assert_eq!(value(&text(), runs, &["done", "asks"]), Some(0.0));
    metrics.waits_for_rate_limit();
    let waits = "potluck_discord_rate_limit_waits_total";
    assert_eq!(value(&text(), waits, &[]), Some(1.0));
}

#[test]
fn times_are_sorted_by_what_discord_waits_for() {
    let metrics = Metrics::new().unwrap();
    for millis in [3, 1500, 2999, 3000, 3001] {
        metrics.first_answer(Interaction::Click, Duration::from_millis(millis));
    }
    metrics.paired_in(Duration::from_secs(2));
    let scrape = read(&metrics.text(&Sample::default()).unwrap());
    let up_to = |name: &str, kind: Option<&str>, seconds: f64| {
        let sample = scrape
            .samples
            .iter()
            .find(|sample| sample.metric == name && sample.labels.get("kind") == kind)
            .unwrap();
        let Value::Histogram(buckets) = &sample.value else {
            panic!("{sample:?}");
        };
        let bucket = buckets
            .iter()
            .find(|bucket| bucket.less_than.total_cmp(&seconds).is_eq());
        bucket.unwrap().count.to_string()
    };
    let answers = "potluck_interaction_first_answer_seconds";
    let counted =
        [0.01, 1.5, 3.0, f64::INFINITY].map(|seconds| up_to(answers, Some("click"), seconds));
    assert_eq!(counted, ["1", "2", "4", "5"]);
    let pairings = [1.0, 2.5].map(|seconds| up_to("potluck_pairing_seconds", None, seconds));
    assert_eq!(pairings, ["0", "1"]);
}

#[test]
fn two_bots_in_one_process_do_not_share_their_counts() {
    let (one, other) = (Metrics::new().unwrap(), Metrics::new().unwrap());
    one.request(Request::Done);
    let of = "potluck_discord_requests_total";
    assert_eq!(
        value(&one.text(&Sample::default()).unwrap(), of, &["done"]),
        Some(1.0)
    );
    assert_eq!(
        value(&other.text(&Sample::default()).unwrap(), of, &["done"]),
        Some(0.0)
    );
}

#[test]
fn the_operators_guide_has_the_same_table() {
    let guide = include_str!("../../docs/operators.md");
    let mut table = String::from("| metric | kind | labels | what it says |\n|---|---|---|---|\n");
    for family in FAMILIES {
        let labels: Vec<String> = family
            .labels
            .iter()
            .map(|label| format!("`{label}`"))
            .collect();
        writeln!(
            table,
            "| `{}` | {} | {} | {} |",
            family.name,
            family.kind.name(),
            labels.join(", "),
            family.help
        )
        .unwrap();
    }
    assert!(
        guide.contains(&table),
        "docs/operators.md should have:\n\n{table}"
    );
    // An alert for a metric that there is not would never ring.
    let named = guide
        .split(|letter: char| !letter.is_ascii_lowercase() && letter != '_')
        .filter(|word| word.starts_with("potluck_"));
    for word in named {
        let of = |family: &&&Family| {
            [
                word,
                word.trim_end_matches("_bucket"),
                word.trim_end_matches("_count"),
            ]
            .contains(&family.name)
        };
        assert!(
            FAMILIES.iter().any(|family| of(&family)),
            "{word} in docs/operators.md"
        );
    }
}

/// Not how long it takes in a release, but an order of magnitude: an interaction costs milliseconds.
#[test]
fn counting_costs_next_to_nothing() {
    let metrics = Metrics::new().unwrap();
    let begun = std::time::Instant::now();
    for _ in 0..10_000 {
        metrics.interaction(Interaction::Command, "askfor", Outcome::Done);
        metrics.first_answer(Interaction::Command, Duration::from_millis(3));
        metrics.request(Request::Done);
    }
    let each = begun.elapsed() / 10_000;
    println!("counting an interaction takes {each:?}");
    assert!(each < Duration::from_millis(1), "{each:?}");
}
