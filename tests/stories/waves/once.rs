//! Each thread is opened once, with everybody in it, whatever is lost on the way.

use chrono::TimeDelta;
use discord_sandbox::faults::Fault;
use potluck::delivery::Receipt;
use potluck::domain::ids::{GuildId, PairingId};

use super::{everybody_reads, inside, name_of, owe_pairings, say, threads};
use crate::harness::{Story, tell};

const MIA_AND_RAVI: &[(&str, &str)] = &[("mia", "ravi")];

fn fails(method: &str, route: &str, times: u32, after_effect: bool) -> Fault {
    Fault::ServerError {
        method: Some(method.into()),
        route: Some(route.into()),
        times,
        status: Some(503),
        after_effect,
    }
}

async fn is_there_once(story: &Story) {
    assert_eq!(
        threads(story, inside),
        [(2, 1)],
        "one thread, both in it, one message"
    );
    for name in ["mia", "ravi"] {
        story.player(name).reads_in(&name_of("mia", "ravi")).await;
    }
    everybody_reads(story).await;
}

#[test]
fn a_thread_of_which_no_answer_came_is_found_again() {
    tell(async |story| {
        story.stop_bot().await;
        owe_pairings(story, "coffee", MIA_AND_RAVI).await;
        story.suffer(fails("POST", "/channels/{channel_id}/threads", 1, true));
        story.start_bot().await;
        story.pass(TimeDelta::minutes(1)).await;
        is_there_once(story).await;
    });
}

#[test]
fn a_thread_of_which_no_answer_came_before_the_bot_was_killed_is_found_again_hours_later() {
    tell(async |story| {
        story.stop_bot().await;
        owe_pairings(story, "coffee", MIA_AND_RAVI).await;
        story.suffer(fails("POST", "/channels/{channel_id}/threads", 1, true));
        // Nor can it be looked for, until the bot is killed.
        let no_list = fails("GET", "/guilds/{guild_id}/threads/active", 1000, false);
        story.suffer(no_list);
        story.start_bot().await;
        story.pass(TimeDelta::minutes(1)).await;
        assert_eq!(threads(story, inside), [(0, 0)]);
        story.kill_bot().await;
        story.sandbox.clear_faults().unwrap();
        story.pass(TimeDelta::hours(5)).await;
        story.start_bot().await;
        story.pass(TimeDelta::minutes(15)).await;
        is_there_once(story).await;
    });
}

#[test]
fn a_member_who_could_not_be_added_at_first_is_added_after_a_restart() {
    tell(async |story| {
        story.stop_bot().await;
        owe_pairings(story, "coffee", MIA_AND_RAVI).await;
        let nobody_is_added = fails(
            "PUT",
            "/channels/{channel_id}/thread-members/{user_id}",
            1000,
            false,
        );
        story.suffer(nobody_is_added);
        story.start_bot().await;
        story.pass(TimeDelta::minutes(5)).await;
        assert_eq!(
            threads(story, inside),
            [(0, 0)],
            "nobody was introduced to an empty thread"
        );
        story.kill_bot().await;
        story.sandbox.clear_faults().unwrap();
        story.start_bot().await;
        story.pass(TimeDelta::minutes(15)).await;
        is_there_once(story).await;
    });
}

#[test]
fn two_of_whom_one_cannot_see_the_channel_get_no_thread_and_are_told_privately() {
    tell(async |story| {
        story.stop_bot().await;
        // Noor is a manager and sees the channel; Mia does not.
        owe_pairings(story, "managers", &[("noor", "mia")]).await;
        story.start_bot().await;
        story.pass(TimeDelta::minutes(5)).await;
        assert_eq!(threads(story, inside), []);
        let privately = story
            .rows("SELECT privately, thread_id FROM pairings")
            .await;
        assert_eq!(privately, ["1 | -"]);
        for name in ["noor", "mia"] {
            story.player(name).reads_dm().await;
        }
        story.ada_reads_what_went_wrong().await;
        everybody_reads(story).await;
    });
}

#[test]
fn a_thread_that_was_deleted_while_nobody_was_looking_is_replaced_by_private_messages() {
    tell(async |story| {
        story.stop_bot().await;
        owe_pairings(story, "coffee", MIA_AND_RAVI).await;
        story.start_bot().await;
        story.settle().await;
        is_there_once(story).await;
        story.stop_bot().await;
        story.suffer(Fault::DeleteChannel {
            channel: name_of("mia", "ravi"),
        });
        let pool = story.pool().await;
        let mut db = pool.acquire().await.unwrap();
        let guild = GuildId(story.sandbox.guild_id().get().cast_signed());
        let now = story.now();
        say(
            &mut db,
            guild,
            PairingId(1),
            "Did you meet?",
            Receipt::Nothing,
            now,
        )
        .await;
        drop(db);
        pool.close().await;
        story.start_bot().await;
        story.pass(TimeDelta::minutes(1)).await;
        let privately = story
            .rows("SELECT privately, thread_id FROM pairings")
            .await;
        assert_eq!(privately, ["1 | -"]);
        for name in ["mia", "ravi"] {
            story.player(name).reads_dm().await;
        }
        everybody_reads(story).await;
    });
}
