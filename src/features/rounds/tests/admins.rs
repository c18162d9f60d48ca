//! `/round preview`, `start`, `cancel` and `status`.

use super::*;
use crate::custom_id::RoundClick;
use crate::domain::round::{PairingDue, WhyNot};
use crate::features::trial::{button, refused, shown};
use crate::store::blocks;

#[tokio::test]
async fn without_a_programme_or_with_several_an_admin_reads_what_to_do() {
    let mut world = World::with(&[MIA, RAVI]).await;
    let unknown = refused(world.round(NOOR, "status", Some("Lunch")).await);
    assert!(unknown.contains("**Coffee chats**"), "{unknown}");
    let mut other = world.programme.clone();
    other.name = "Skill swaps".to_owned();
    other.kind = ProgrammeKind::Swap;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    programmes::add(&mut write, &other, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    for subcommand in ["preview", "start", "cancel"] {
        let which = refused(world.round(NOOR, subcommand, None).await);
        assert!(which.contains("Which one?"), "{which}");
    }
    let overview = shown(world.round(NOOR, "status", None).await);
    assert!(overview.contains("### Coffee chats"), "{overview}");
    assert!(overview.contains("### Skill swaps"), "{overview}");
    shown(world.round(NOOR, "status", Some("skill SWAPS")).await);

    let mut write = world.trial.ctx.store.write().await.unwrap();
    for programme in programmes::of(&mut write, GUILD).await.unwrap() {
        programmes::remove(&mut write, programme.id, world.trial.clock.now())
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    let none = refused(world.round(NOOR, "status", None).await);
    assert!(none.contains("`/setup`"), "{none}");
    world.pass_until(march(4, 10, 0)).await;
    assert!(world.sent.is_empty());
}

#[tokio::test]
async fn a_preview_shows_what_will_be_and_sends_nothing() {
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM]).await;
    let before = shown(world.round(NOOR, "preview", None).await);
    world.pass_until(march(2, 10, 0)).await;
    let preview = shown(world.round(NOOR, "preview", None).await);
    assert_eq!(before, preview, "announced or not, it is the same round");
    assert!(world.rounds().await[0].state == RoundState::Announced);
    world.pass_until(march(3, 10, 0)).await;
    let name = |member: &MemberId| match *member {
        NOOR => "Noor",
        MIA => "Mia",
        RAVI => "Ravi",
        _ => "Sam",
    };
    for group in world.groups(&world.rounds().await[0]).await {
        let names: Vec<&str> = group.iter().map(name).collect();
        let line = format!("- {}", names.join(" · "));
        assert!(preview.contains(&line), "{line} is not in {preview}");
    }
}

#[tokio::test]
async fn a_preview_never_says_why_somebody_is_left_out() {
    let world = World::with(&[MIA, RAVI]).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    blocks::add(&mut write, GUILD, MIA, RAVI, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let with_block = shown(world.round(NOOR, "preview", None).await);
    assert!(with_block.contains("Nobody new for anyone"), "{with_block}");
    assert!(
        with_block.contains("first next time: Mia, Ravi."),
        "{with_block}"
    );
    assert!(!with_block.to_lowercase().contains("block"), "{with_block}");
}

#[tokio::test]
async fn a_preview_of_nobody_says_how_people_come_in() {
    let world = World::with(&[]).await;
    let preview = shown(world.round(NOOR, "preview", None).await);
    assert!(preview.contains("Nobody is in"), "{preview}");
    assert!(preview.contains("Count me in"), "{preview}");
}

#[tokio::test]
async fn an_announced_round_can_be_paired_at_once_and_only_once() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    let page = world.round(NOOR, "start", None).await;
    let pair = button(&page, "Pair now");
    refused(world.trial.presses(MIA, pair.clone()).await);
    let done = shown(world.trial.presses(NOOR, pair.clone()).await);
    assert!(done.contains("is paired: 1 group"), "{done}");
    assert_eq!(world.rounds().await[0].paired_at, Some(march(2, 10, 0)));
    refused(world.trial.presses(NOOR, pair).await);
    // Its own time brings nothing more.
    world.pass_until(march(3, 12, 0)).await;
    assert_eq!(world.rounds().await.len(), 1);
}

#[tokio::test]
async fn a_round_cannot_be_paired_before_its_heads_up_is_there() {
    let world = World::with(&[MIA, RAVI]).await;
    let page = world.round(NOOR, "start", None).await;
    let announce = button(&page, "Announce it now");
    shown(world.trial.presses(NOOR, announce).await);
    let round = world.rounds().await.remove(0);
    let now = RoundClick::StartNow { round: round.id };
    let why = refused(world.trial.presses(NOOR, now).await);
    assert!(why.contains("isn't in the channel yet"), "{why}");
}

#[tokio::test]
async fn the_next_round_is_brought_forward_where_it_is_near() {
    let mut world = World::with(&[MIA, RAVI]).await;
    let page = world.round(NOOR, "start", None).await;
    let announce = button(&page, "Announce it now");
    let said = shown(page);
    assert!(said.contains("takes the place"), "{said}");
    shown(world.trial.presses(NOOR, announce.clone()).await);
    let twice = refused(world.trial.presses(NOOR, announce).await);
    assert!(twice.contains("has been done"), "{twice}");
    world.pass_until(march(10, 12, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Closed, march(3, 9, 0)),
            (2, RoundState::Paired, march(10, 10, 0)),
        ]
    );
}

#[tokio::test]
async fn a_round_more_is_held_beside_the_rhythm_where_there_is_time() {
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM]).await;
    world.change(|programme| programme.every_weeks = 4).await;
    world.pass_until(march(9, 12, 0)).await;
    let page = world.round(NOOR, "start", None).await;
    let announce = button(&page, "Announce it now");
    let said = shown(page);
    assert!(said.contains("one more"), "{said}");
    assert!(
        said.contains("Round 1, which is going on, ends with the pairing"),
        "{said}"
    );
    shown(world.trial.presses(NOOR, announce).await);
    world.pass_until(march(31, 12, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Closed, march(3, 10, 0)),
            (2, RoundState::Closed, march(10, 12, 0)),
            (3, RoundState::Paired, march(31, 10, 0)),
        ]
    );
}

/// What is planned for the first pairing of a round.
pub(super) async fn planned(world: &World, round: &Round) -> Option<(DateTime<Utc>, PairingDue)> {
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let pairing = rows::going_on(&mut read, round.id).await.unwrap()[0];
    pairings::planned(&mut read, pairing).await.unwrap()
}

#[tokio::test]
async fn the_round_that_goes_on_ends_with_one_more_unless_that_is_cancelled() {
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM]).await;
    world.change(|programme| programme.every_weeks = 4).await;
    world.pass_until(march(9, 12, 0)).await;
    let page = world.round(NOOR, "start", None).await;
    let announce = button(&page, "Announce it now");
    shown(world.trial.presses(NOOR, announce).await);
    let running = world.rounds().await.remove(0);
    assert_eq!(running.next_at, march(10, 12, 0));
    // They are asked before whether they met: three working days ahead is past already, so at once.
    let check_in = |day, hour| Some((march(day, hour, 0), PairingDue::CheckIn));
    assert_eq!(planned(&world, &running).await, check_in(5, 12));
    world.deliver(|_| true).await;

    let page = world.round(NOOR, "cancel", None).await;
    shown(world.trial.presses(NOOR, button(&page, "Cancel it")).await);
    let running = world.rounds().await.remove(0);
    assert_eq!(running.next_at, march(31, 10, 0));
    // Half-way comes first again.
    let half_way = Some((march(17, 10, 0), PairingDue::Nudge));
    assert_eq!(planned(&world, &running).await, half_way);
    world.pass_until(march(30, 9, 0)).await;
    assert_eq!(world.rounds().await[0].state, RoundState::Paired);
}

#[tokio::test]
async fn an_announced_round_is_cancelled_and_the_channel_reads_it() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.pass_until(march(2, 10, 0)).await;
    let page = world.round(NOOR, "cancel", None).await;
    let cancel = button(&page, "Cancel it");
    refused(world.trial.presses(MIA, cancel.clone()).await);
    shown(world.trial.presses(NOOR, cancel.clone()).await);
    refused(world.trial.presses(NOOR, cancel).await);
    world.pass_until(march(3, 12, 0)).await;
    let round = world.rounds().await.remove(0);
    assert_eq!(
        (round.state, round.why),
        (RoundState::Cancelled, Some(WhyNot::Admin))
    );
    assert!(world.edited[0].contains("This round isn't held"));
    world.pass_until(march(10, 10, 0)).await;
    assert_eq!(world.rounds().await[1].state, RoundState::Paired);
}

#[tokio::test]
async fn a_round_is_cancelled_ahead_and_nobody_hears_of_it() {
    let mut world = World::with(&[MIA, RAVI]).await;
    let page = world.round(NOOR, "cancel", None).await;
    let cancel = button(&page, "Cancel it ahead");
    let done = shown(world.trial.presses(NOOR, cancel.clone()).await);
    let next = march(10, 10, 0).timestamp();
    assert!(done.contains(&next.to_string()), "{done}");
    refused(world.trial.presses(NOOR, cancel).await);
    world.pass_until(march(9, 9, 0)).await;
    assert!(world.in_channel().is_empty());
    world.pass_until(march(10, 10, 0)).await;
    assert_eq!(
        world.held().await,
        [
            (1, RoundState::Cancelled, march(3, 10, 0)),
            (2, RoundState::Paired, march(10, 10, 0)),
        ]
    );
}

#[tokio::test]
async fn the_status_tells_what_comes_how_far_it_is_and_what_was_missed() {
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM]).await;
    let new = shown(world.round(NOOR, "status", None).await);
    assert!(new.contains("Round 1 is announced"), "{new}");
    assert!(new.contains("4 people are in"), "{new}");
    world.pass_until(march(2, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    let skip = RoundClick::Skip { round: round.id };
    shown(world.trial.presses(SAM, skip).await);
    let announced = shown(world.round(NOOR, "status", None).await);
    assert!(
        announced.contains("3 people are in; 1 skip it"),
        "{announced}"
    );
    world.pass_until(march(3, 10, 0)).await;
    world.away_until(march(15, 12, 0)).await;
    let status = shown(world.round(NOOR, "status", None).await);
    assert!(
        status.contains("**Round 1**, paired") && status.contains(": 1 group of three"),
        "{status}"
    );
    assert!(
        status.contains("Round 2") && status.contains("missed, as I was away"),
        "{status}"
    );
    assert!(status.contains("[Preview]"), "{status}");
}

#[tokio::test]
async fn a_stopped_programme_is_neither_started_nor_cancelled() {
    let mut world = World::with(&[MIA, RAVI]).await;
    world.change(|programme| programme.running = false).await;
    for subcommand in ["start", "cancel"] {
        let why = refused(world.round(NOOR, subcommand, None).await);
        assert!(why.contains("is stopped"), "{why}");
    }
    for subcommand in ["status", "preview"] {
        let said = shown(world.round(NOOR, subcommand, None).await);
        assert!(said.contains("It is stopped"), "{said}");
        assert!(!said.contains("<t:"), "{said}");
    }
}

#[tokio::test]
async fn what_did_not_come_about_is_no_pair_in_the_status() {
    let mut world = World::with(&[NOOR, MIA, RAVI, SAM]).await;
    world.pass_until(march(3, 10, 0)).await;
    let round = world.rounds().await.remove(0);
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let paired = rows::going_on(&mut write, round.id).await.unwrap();
    let whole = rows::progress(&mut write, round.id).await.unwrap();
    assert_eq!((whole.pairings, whole.came_to_nothing), (2, 0));
    let [one, other] = paired[..] else {
        panic!("{paired:?}")
    };
    let one = pairings::find(&mut write, one).await.unwrap().unwrap();
    drop(write);
    let cant = RoundClick::Cant { pairing: one.id };
    shown(world.trial.presses(one.members()[0], cant).await);
    world.pass_until(march(3, 11, 0)).await;
    let status = shown(world.round(NOOR, "status", None).await);
    assert!(
        status.contains(
            ": 1 pair, 1 without a partner, 1 that did not come about; 0 met, of 0 who answered."
        ),
        "{status}"
    );
    // Nor one that fell apart before its thread was open.
    let mut write = world.trial.ctx.store.write().await.unwrap();
    pairings::set_off(&mut write, other, world.now())
        .await
        .unwrap();
    pairings::set_privately(&mut write, other).await.unwrap();
    let none = rows::progress(&mut write, round.id).await.unwrap();
    assert_eq!(
        (none.pairings, none.came_to_nothing, none.privately),
        (0, 2, 0)
    );
    write.commit().await.unwrap();
    let status = shown(world.round(NOOR, "status", None).await);
    assert!(
        status.contains(": none of its 2 groups is left, 1 without a partner."),
        "{status}"
    );
}

#[tokio::test]
async fn a_round_that_put_nobody_together_says_so_and_speaks_of_no_pairs() {
    let mut world = World::with(&[MIA, RAVI]).await;
    let now = world.now();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    blocks::add(&mut write, GUILD, MIA, RAVI, now)
        .await
        .unwrap();
    write.commit().await.unwrap();
    world.pass_until(march(2, 10, 0)).await;
    let round = world.rounds().await.remove(0).id;
    let paired = shown(
        world
            .trial
            .presses(NOOR, RoundClick::StartNow { round })
            .await,
    );
    assert!(paired.contains("nobody could be put together."), "{paired}");
    let status = shown(world.round(NOOR, "status", None).await);
    assert!(
        status.contains(": nobody was put together, 2 without a partner."),
        "{status}"
    );
}

#[tokio::test]
async fn everybody_of_a_large_round_that_names_pairs_is_in_the_file_of_the_status() {
    // Discord's ids are as long.
    let first = 1_000_000_000_000_000_000;
    let people: Vec<MemberId> = (first..first + 140).map(MemberId).collect();
    let mut world = World::with(&people).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    for member in &people {
        let person = Person {
            member: *member,
            display_name: format!("Member_{member}"),
            user_name: format!("member{member}"),
            bot: false,
            pending: false,
            joined_at: march(2, 9, 0),
            roles: Vec::new(),
        };
        members::put(&mut write, GUILD, &person).await.unwrap();
    }
    write.commit().await.unwrap();
    world.pass_until(march(3, 9, 59)).await;
    let unnamed = files(world.round(NOOR, "status", None).await);
    assert!(unnamed.is_empty(), "{unnamed:?}");
    let preview = files(world.round(NOOR, "preview", None).await);
    assert!(
        preview.contains("Member_1000000000000000000 · ")
            || preview.contains(" · Member_1000000000000000000"),
        "as written: {preview}"
    );

    world.change(|programme| programme.names_shown = true).await;
    world.pass_until(march(3, 10, 0)).await;
    let result = *world.in_channel().last().unwrap();
    assert!(
        result.contains("lists them all for whoever manages the server"),
        "{result}"
    );
    let status = files(world.round(NOOR, "status", None).await);
    let listed: BTreeSet<&str> = status.lines().flat_map(|line| line.split(" · ")).collect();
    assert_eq!((status.lines().count(), listed.len()), (70, 140));
    // Once it is over, the next one is what there is to know of.
    world.change(|programme| programme.running = false).await;
    world.pass_until(march(10, 10, 0)).await;
    let over = files(world.round(NOOR, "status", None).await);
    assert!(over.is_empty(), "{over}");
}

/// What the files of a reply hold.
fn files(reply: Result<Reply>) -> String {
    let Ok(Reply::Private(post)) = reply else {
        panic!("{reply:?}")
    };
    let bytes = post.files.into_iter().flat_map(|file| file.bytes).collect();
    String::from_utf8(bytes).unwrap()
}
