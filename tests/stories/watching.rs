//! Watching it run: an operator asks the monitoring port whether the bot is well and ready, and reads its metrics, in which there is
//! nothing of anybody.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use chrono::{TimeDelta, TimeZone, Utc};
use discord_sandbox::faults::Fault;
use discord_sandbox::sandbox::{Options, Sandbox};
use potluck::bot::{Bot, StartError};
use potluck::clock::Clock;
use potluck::config::{Config, Secret};
use potluck::features::{CLICKS, COMMANDS, DUE};
use potluck::metrics::FAMILIES;
use potluck::monitor::MonitorError;
use potluck::store::peek;
use prometheus_parse::{LineInfo, Sample, Scrape, Value};

use crate::harness::{Story, tell};

/// The longest that a bot may take to notice what became of its connection.
const NOTICED_WITHIN: Duration = Duration::from_mins(2);

/// What the port says: the status and the text.
async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client
        .get(format!("http://{address}{path}"))
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Asks until this is the answer.
async fn until(address: SocketAddr, path: &str, expected: (u16, &str)) {
    let mut asking = tokio::time::interval(Duration::from_millis(20));
    let asked = async {
        loop {
            asking.tick().await;
            let (status, text) = get(address, path).await;
            if (status, text.as_str()) == expected {
                return;
            }
        }
    };
    tokio::time::timeout(NOTICED_WITHIN, asked)
        .await
        .unwrap_or_else(|_| panic!("{path} never says {expected:?}"));
}

/// The metrics, read by another library than the one that writes them.
struct Metrics {
    text: String,
    samples: Vec<Sample>,
}

impl Metrics {
    async fn of(story: &Story) -> Self {
        let (status, text) = get(story.watched_at(), "/metrics").await;
        assert_eq!(status, 200, "{text}");
        for line in text.lines() {
            let understood = !matches!(LineInfo::parse(line), LineInfo::Ignored | LineInfo::Empty);
            assert!(understood, "{line}");
        }
        let lines = text.lines().map(|line| Ok(line.to_owned()));
        let samples = Scrape::parse(lines).unwrap().samples;
        Self { text, samples }
    }

    /// The value with these labels; a histogram's is how often.
    fn value(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let found = self.samples.iter().find(|sample| {
            let has = |(label, value): &(&str, &str)| sample.labels.get(label) == Some(*value);
            sample.metric == name && sample.labels.len() == labels.len() && labels.iter().all(has)
        });
        let found = found.unwrap_or_else(|| panic!("{name} {labels:?} in\n{}", self.text));
        number(found)
    }

    /// What only goes up, by name and labels.
    fn counted(&self) -> BTreeMap<String, f64> {
        self.samples
            .iter()
            .filter(|sample| matches!(sample.value, Value::Counter(_) | Value::Histogram(_)))
            .map(|sample| {
                let labels: BTreeMap<&String, &String> = sample.labels.iter().collect();
                (format!("{} {labels:?}", sample.metric), number(sample))
            })
            .collect()
    }
}

fn number(sample: &Sample) -> f64 {
    match &sample.value {
        Value::Counter(value) | Value::Gauge(value) => *value,
        Value::Histogram(buckets) => buckets.last().unwrap().count,
        other => panic!("{other:?}"),
    }
}

fn is(value: f64, expected: u32) {
    assert!(
        (value - f64::from(expected)).abs() < 1e-9,
        "{value} is not {expected}"
    );
}

/// The bot is started anew with a monitoring port.
async fn is_watched(story: &mut Story) {
    story.stop_bot().await;
    story.adjust = |config| config.monitor.listen = Some(([127, 0, 0, 1], 0).into());
    story.start_bot().await;
    story.settle().await;
}

async fn everybody_reads(story: &Story) {
    story.settle().await;
    for name in story.sandbox.people() {
        story.player(&name).person.mark_read();
    }
}

#[test]
fn what_people_do_is_counted_by_command_and_by_how_it_ended() {
    tell(async |story| {
        is_watched(story).await;
        let (mia, ravi, noor) = (
            story.player("mia"),
            story.player("ravi"),
            story.player("noor"),
        );
        let before = Metrics::of(story).await;
        let of = "potluck_interactions_total";
        let command = |name, outcome| [("kind", "command"), ("name", name), ("outcome", outcome)];
        is(before.value(of, &command("help", "done")), 0);
        ravi.teaches("postgres").await;
        mia.uses("help", &[]).await;
        mia.uses("help", &[]).await;
        noor.uses("digest", &[]).await;
        mia.asks_for("postgres").await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        everybody_reads(story).await;
        let after = Metrics::of(story).await;
        is(after.value(of, &command("help", "done")), 2);
        is(after.value(of, &command("digest", "refused")), 1);
        is(after.value(of, &command("digest", "done")), 0);
        is(after.value(of, &command("askfor", "done")), 1);
        let click = [
            ("kind", "click"),
            ("name", CLICKS[0].name),
            ("outcome", "done"),
        ];
        is(after.value(of, &click), 1);
        let first = "potluck_interaction_first_answer_seconds";
        is(after.value(first, &[("kind", "command")]), 5);
        is(after.value(first, &[("kind", "click")]), 1);

        is(after.value("potluck_ready", &[]), 1);
        is(
            after.value("potluck_gateway_shards", &[("stage", "connected")]),
            1,
        );
        is(
            after.value("potluck_gateway_unreadable_events_total", &[]),
            0,
        );
        is(after.value("potluck_database_up", &[]), 1);
        assert!(after.value("potluck_database_size_bytes", &[("file", "main")]) > 4096.0);
        assert!(after.value("potluck_database_size_bytes", &[("file", "wal")]) > 0.0);
        assert!(after.value("potluck_discord_requests_total", &[("outcome", "done")]) > 6.0);
        assert!(after.value("potluck_outbox_attempts_total", &[("outcome", "done")]) >= 3.0);
        for lane in ["ask", "dm", "guild"] {
            is(
                after.value("potluck_outbox_rows", &[("lane", lane), ("state", "due")]),
                0,
            );
            is(
                after.value("potluck_outbox_oldest_due_age_seconds", &[("lane", lane)]),
                0,
            );
        }

        let (before, after) = (before.counted(), after.counted());
        for (name, counted) in &before {
            assert!(after[name] >= *counted, "{name} went down");
        }
        // And looking changes nothing that is counted.
        let again = Metrics::of(story).await.counted();
        assert_eq!(again, after);
    });
}

#[test]
fn what_cannot_be_sent_is_seen_to_wait_and_for_how_long() {
    tell(async |story| {
        is_watched(story).await;
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.teaches("postgres").await;
        story.suffer(Fault::ServerError {
            method: Some("POST".into()),
            route: Some("/channels/{channel_id}/messages".into()),
            times: 1000,
            status: Some(503),
            after_effect: false,
        });
        mia.asks_for("postgres").await;
        story.pass(TimeDelta::hours(2)).await;
        let metrics = Metrics::of(story).await;
        let later = [("lane", "ask"), ("state", "later")];
        let due = [("lane", "ask"), ("state", "due")];
        // It is tried again every quarter of an hour, and what follows in its lane waits behind it.
        let waiting = metrics.value("potluck_outbox_rows", &later)
            + metrics.value("potluck_outbox_rows", &due);
        assert!(waiting >= 1.0, "{}", metrics.text);
        assert!(metrics.value("potluck_outbox_attempts_total", &[("outcome", "again")]) >= 8.0);
        assert!(
            metrics.value(
                "potluck_discord_requests_total",
                &[("outcome", "server_error")]
            ) >= 8.0
        );
        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::minutes(20)).await;
        let metrics = Metrics::of(story).await;
        is(metrics.value("potluck_outbox_rows", &later), 0);
        is(metrics.value("potluck_outbox_rows", &due), 0);
        everybody_reads(story).await;
    });
}

/// Every word that a label may be: those that stand in the source.
fn vocabulary() -> BTreeSet<String> {
    let names = COMMANDS
        .iter()
        .map(|command| command.name)
        .chain(CLICKS.iter().map(|family| family.name))
        .chain(DUE.iter().map(|job| job.name));
    let fixed = "command click typing done refused failed late unanswered forbidden rate_limited server_error unreached broken malformed \
                 again no_room put_off dropped waiting undecided missed due later sending ask dm pairing newcomer round guild main wal \
                 connected connecting handshake identifying resuming disconnected";
    names
        .chain(fixed.split_whitespace())
        .chain([
            "private command",
            "unknown command",
            "unknown id",
            env!("CARGO_PKG_VERSION"),
        ])
        .map(str::to_owned)
        .collect()
}

#[test]
fn in_the_metrics_there_is_nothing_of_anybody() {
    tell(async |story| {
        is_watched(story).await;
        let [ada, mia, ravi, noor] = ["ada", "mia", "ravi", "noor"].map(|name| story.player(name));
        let march = |day, hour| Utc.with_ymd_and_hms(2026, 3, day, hour, 0, 0).unwrap();
        ravi.teaches("postgres").await;
        mia.asks_for("postgres").await;
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        noor.teaches("kubernetes").await;
        mia.uses(
            "askfor",
            &[
                ("skill", "kubernetes"),
                ("details", "Marigold: my cluster is slow."),
                ("anonymous", "true"),
            ],
        )
        .await;
        story.player("sam").person.join().unwrap();
        ada.sets_up_coffee().await;
        everybody_reads(story).await;
        story.pass_until(march(9, 10)).await;
        let heads_up = ada
            .person
            .unread()
            .into_iter()
            .rfind(|message| message.channel_name == "coffee")
            .unwrap();
        for player in [&ada, &mia, &ravi, &noor] {
            player.clicks(&heads_up, "Count me in").await;
        }
        story.pass_until(march(10, 11)).await;
        everybody_reads(story).await;

        let metrics = Metrics::of(story).await;
        let rounds = |outcome| [("task", "rounds"), ("outcome", outcome)];
        is(
            metrics.value("potluck_occurrences_total", &rounds("done")),
            1,
        );
        is(
            metrics.value("potluck_occurrences_total", &rounds("missed")),
            0,
        );
        assert!(metrics.value("potluck_pairing_seconds", &[]) >= 1.0);
        let families: BTreeSet<&str> = metrics
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
            .collect();
        let known: BTreeSet<&str> = FAMILIES.iter().map(|family| family.name).collect();
        assert_eq!(families, known);

        let vocabulary = vocabulary();
        for sample in &metrics.samples {
            // What a histogram sums and counts is of its family.
            let metric = sample.metric.as_str();
            let family = FAMILIES.iter().find(|family| {
                let end = metric.strip_prefix(family.name);
                matches!(end, Some("" | "_sum" | "_count"))
            });
            let family = family.unwrap_or_else(|| panic!("{} is no family", sample.metric));
            for (label, value) in sample.labels.iter() {
                assert!(family.labels.contains(&label.as_str()), "{sample:?}");
                assert!(vocabulary.contains(value), "{sample:?}");
            }
        }
        let text = metrics.text.to_lowercase();
        let (names, ids): (Vec<String>, Vec<String>) = story.sandbox.look(|world| {
            let people = world.users.values().flat_map(|user| {
                [
                    user.username.clone(),
                    user.global_name.clone().unwrap_or_default(),
                ]
            });
            let names = people.chain(world.guilds.values().map(|guild| guild.name.clone()));
            let users = world.users.keys().map(ToString::to_string);
            let channels = world.channels.keys().map(ToString::to_string);
            let guilds = world.guilds.keys().map(ToString::to_string);
            (
                names.collect(),
                users.chain(channels).chain(guilds).collect(),
            )
        });
        assert!(names.len() > 5 && ids.len() > 10);
        let words = [
            "postgres",
            "kubernetes",
            "marigold",
            "cluster",
            "report",
            "slow",
            "coffee",
        ];
        let bot = "potluck";
        for name in names
            .iter()
            .map(|name| name.to_lowercase())
            .filter(|name| !name.is_empty() && name != bot)
        {
            let said = text
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|word| word == name);
            assert!(
                !said && (name.len() < 5 || !text.contains(&name)),
                "{name} in\n{text}"
            );
        }
        for word in words {
            assert!(!text.contains(word), "{word} in\n{text}");
        }
        for id in ids {
            assert!(!text.contains(&id), "{id} in\n{text}");
        }
    });
}

fn config(sandbox: &Sandbox, folder: &tempfile::TempDir) -> Config {
    let mut config = Config::with_token(Secret::new(sandbox.token()));
    config.database.path = folder.path().join("potluck.db");
    config.discord.api = Some(sandbox.base_url());
    config.discord.gateway = Some(sandbox.gateway_url());
    config.monitor.listen = Some(([127, 0, 0, 1], 0).into());
    config
}

#[tokio::test]
async fn it_is_ready_once_it_is_connected_and_not_while_it_is_not() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let config = config(&sandbox, &folder);
    let database = config.database.path.clone();
    sandbox.fault(Fault::GatewayUnreachable).unwrap();
    let bot = Bot::build(config, Clock::system(), 1).await.unwrap();
    let address = bot.watched_at().unwrap();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let watching = async {
        let not_ready = (503, "not connected to Discord\n");
        until(address, "/readyz", not_ready).await;
        assert_eq!(get(address, "/healthz").await, (200, "alive\n".to_owned()));
        // `potluck health` asks the same, by way of the database.
        assert_eq!(peek::connected_at(&database).await.unwrap(), None);
        sandbox.clear_faults().unwrap();
        until(address, "/readyz", (200, "ready\n")).await;
        let mut noted = tokio::time::interval(Duration::from_millis(20));
        while peek::connected_at(&database).await.unwrap().is_none() {
            noted.tick().await;
        }
        sandbox.fault(Fault::GatewayUnreachable).unwrap();
        until(address, "/readyz", not_ready).await;
        assert_eq!(get(address, "/healthz").await, (200, "alive\n".to_owned()));
        sandbox.clear_faults().unwrap();
        until(address, "/readyz", (200, "ready\n")).await;
        end.send(()).unwrap();
    };
    let running = bot.run(async {
        let _told = ended.await;
    });
    let (outcome, ()) = tokio::join!(running, watching);
    outcome.unwrap();
    assert!(
        tokio::net::TcpStream::connect(address).await.is_err(),
        "who has ended is not there to be asked"
    );
}

#[tokio::test]
async fn a_port_that_is_taken_keeps_the_bot_from_starting_and_nothing_from_starting_after_it() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = config(&sandbox, &folder);
    config.monitor.listen = Some(taken.local_addr().unwrap());
    let error = Bot::build(config.clone(), Clock::system(), 1)
        .await
        .unwrap_err();
    assert!(
        matches!(error, StartError::Monitor(MonitorError::InUse(_))),
        "{error}"
    );
    assert!(error.to_string().contains("monitor.listen"));
    // The lease was given back: nobody has to wait for it to become stale.
    config.monitor.listen = None;
    let bot = Bot::build(config, Clock::system(), 1).await.unwrap();
    assert_eq!(bot.watched_at(), None);
}
