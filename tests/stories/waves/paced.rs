//! A round of two thousand people in one server, in real time, with Discord's limit on and a crash in the middle.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use discord_sandbox::faults::Fault;

use super::{everybody_reads, inside, threads};
use crate::harness::{Story, tell_in_a_team_of};

const PEOPLE: usize = 2000;
const PAIRINGS: usize = PEOPLE / 2;
/// Whoever has it is in coffee chats; in the beginning, those who have been there for a month do.
const ROLE: &str = "Members";
/// One opens the thread, two add its members, one introduces them.
const REQUESTS: usize = PAIRINGS * 4;
/// What the bot allows itself in a second.
const PACE: f64 = 45.0;
/// A machine that is merely busy is forgiven down to this share of the pace.
const EXPLAINED_BY_A_BUSY_MACHINE: f64 = 0.6;
/// In real time; far longer than it takes.
const PATIENCE: Duration = Duration::from_mins(5);

/// When the first round is paired, which its heads-up comes a working day before.
fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 10, 10, 0, 0).unwrap()
}

/// Ada begins coffee chats for everybody, and it is a moment before the first round is paired.
async fn everybody_is_in(story: &Story) {
    let guild = story.sandbox.guild_id();
    let without: Vec<String> = story.sandbox.look(|world| {
        let guild = &world.guilds[&guild];
        let role = guild.roles.values().find(|role| role.name == ROLE).unwrap();
        let members = guild.members.values();
        members
            .filter(|member| !member.roles.contains(&role.id))
            .map(|member| &world.users[&member.user])
            .filter(|user| !user.bot)
            .map(|user| user.username.clone())
            .collect()
    });
    for name in without {
        story.player(&name).person.add_role(ROLE).unwrap();
    }
    let ada = story.player("ada");
    let page = ada.sets_up_coffee().await;
    ada.chooses(&page, "Choose a role, or none: who likes to", &[ROLE])
        .await;
    story.pass_until(start() - TimeDelta::seconds(1)).await;
    everybody_reads(story).await;
}

/// When each request came that was made for a pairing, and whether it was refused for coming too fast.
fn requests(story: &Story) -> Vec<(DateTime<Utc>, bool)> {
    story.sandbox.look(|world| {
        let all = world.requests.kept().iter();
        all.filter(|request| request.at >= start())
            .filter(|request| is_for_a_pairing(request.method.as_str(), &request.path))
            .map(|request| (request.at, request.status.as_u16() == 429))
            .collect()
    })
}

fn is_for_a_pairing(method: &str, path: &str) -> bool {
    method == "PUT" && path.contains("/thread-members/")
        || method == "POST" && (path.ends_with("/threads") || path.ends_with("/messages"))
}

/// Waits in real time until this is so: between two requests the bot counts as idle. It is looked at four times a second, so that the
/// looking takes no time from the sandbox, which lives on this thread.
async fn until(story: &Story, is_so: impl Fn(&Story) -> bool) {
    let mut looks = tokio::time::interval(Duration::from_millis(250));
    let wait = async {
        while !is_so(story) {
            looks.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap();
}

/// Whether every pairing has its thread, with both in it and introduced.
fn all_are_introduced(story: &Story) -> bool {
    let threads = threads(story, inside);
    threads.len() >= PAIRINGS && threads.iter().all(|inside| *inside >= (2, 1))
}

/// Which part of what the bot may do in the time from the first to the last of these requests it has done.
fn used(requests: &[(DateTime<Utc>, bool)]) -> f64 {
    let (first, last) = (requests[0].0, requests[requests.len() - 1].0);
    #[expect(
        clippy::cast_precision_loss,
        reason = "thousands, and milliseconds of minutes"
    )]
    let (count, seconds) = (
        requests.len() as f64,
        (last - first).num_milliseconds() as f64 / 1000.0,
    );
    count / seconds / PACE
}

#[test]
#[ignore = "takes two minutes of real time and a machine that does little else; .ci/run tells it after the others"]
fn a_thousand_pairings_go_out_at_the_pace_that_is_allowed_and_once_each() {
    tell_in_a_team_of(PEOPLE, async |story| {
        story.stop_bot().await;
        // As many as Discord takes, so that none waits for a later wave.
        story.adjust = |config| config.courier.active_threads = 1000;
        story.start_bot().await;
        everybody_is_in(story).await;
        story.suffer(Fault::GlobalLimit { per_second: 50 });
        story.sandbox.let_time_run();
        // An admin asks how far it is, and is answered at once beside it.
        until(story, |story| requests(story).len() >= REQUESTS / 4).await;
        let ada = story.player("ada");
        ada.person.command("round status", &[]).await.unwrap();
        until(story, |_| {
            let view = ada.person.sees();
            view.saying("of 1000 threads are open, the others follow")
                .is_some()
        })
        .await;
        until(story, |story| requests(story).len() >= REQUESTS / 2).await;
        story.kill_bot().await;
        let until_killed = requests(story);
        println!(
            "{} requests until the bot is killed, of the pace used: {:.3}",
            until_killed.len(),
            used(&until_killed)
        );
        story.start_bot().await;
        until(story, all_are_introduced).await;
        story.settle().await;

        let all = requests(story);
        assert!(
            all.iter().all(|(_, refused)| !refused),
            "too fast for Discord"
        );
        let parts = [used(&until_killed), used(&all[until_killed.len()..])];
        println!("{} requests, of the pace used: {parts:?}", all.len());
        let opened = threads(story, inside);
        assert_eq!(opened.len(), PAIRINGS, "one thread for each");
        let seats =
            "SELECT count(*), count(DISTINCT member_id), count(DISTINCT pairing_id) FROM seats";
        assert_eq!(
            story.rows(seats).await,
            [format!("{PEOPLE} | {PEOPLE} | {PAIRINGS}")],
            "everybody is seated once"
        );
        assert!(
            opened.iter().all(|inside| *inside == (2, 1)),
            "both in it, introduced once"
        );
        everybody_reads(story).await;
        assert!(
            parts
                .iter()
                .all(|part| *part >= EXPLAINED_BY_A_BUSY_MACHINE),
            "far too slow for the pace: {parts:?}"
        );
        assert!(
            parts.iter().all(|part| *part >= 0.9),
            "too slow for the pace: {parts:?}"
        );
    });
}
