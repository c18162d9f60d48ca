//! Where there can be no thread.

use chrono::TimeDelta;
use discord_sandbox::Fault;

use super::{everybody_reads, introduction, march, paired};
use crate::harness::{Player, tell};

#[test]
fn a_thread_that_is_deleted_is_made_up_for_by_private_messages() {
    tell(async |story| {
        paired(story, &["mia", "ravi"]).await;
        let mia = story.player("mia");
        let intro = introduction(story, &mia).await;
        everybody_reads(story).await;
        story.suffer(Fault::DeleteChannel {
            channel: intro.channel_name.clone(),
        });
        story.settle().await;
        let told = mia.reads_dm().await;
        assert!(
            told.text
                .contains("The thread with **Ravi** for **Coffee chats**"),
            "{told}"
        );
        assert!(told.text.contains("Fewer of these?"), "{told}");
        story.player("ravi").reads_dm().await;
        // The question comes privately, too, and is answered there.
        story.pass_until(march(12, 10)).await;
        let asked = mia.reads_dm().await;
        assert!(
            asked
                .text
                .contains("Did you get to your chat with **Ravi**"),
            "{asked}"
        );
        let page = mia.clicks(&asked, "We met").await;
        assert!(page.text.contains("How was it?"), "{page}");
        everybody_reads(story).await;
    });
}

#[test]
fn where_no_private_thread_may_be_opened_each_is_told_privately() {
    tell(async |story| {
        story.suffer(Fault::MissingPermission {
            channel: "coffee".into(),
            permission: "CREATE_PRIVATE_THREADS".into(),
        });
        paired(story, &["mia", "ravi"]).await;
        for (name, other) in [("mia", "Ravi"), ("ravi", "Mia")] {
            let told = story.player(name).reads_dm().await;
            assert!(
                told.text
                    .contains(&format!("brings you together with **{other}**")),
                "{told}"
            );
        }
        assert_eq!(story.rows("SELECT privately FROM pairings").await, ["1"]);
        // Nothing was tried that would have been refused, and the admin reads what is missing.
        let page = story.player("ada").uses("setup", &[]).await;
        let missing = "#coffee, where I miss permissions";
        assert!(page.text.contains(missing), "{page}");
        everybody_reads(story).await;
    });
}

/// The hour that a message proposes, as it stands in it.
fn hour(text: &str) -> &str {
    text.lines()
        .find(|line| line.starts_with("An hour in which"))
        .unwrap_or_else(|| panic!("no hour in {text}"))
}

/// The hour that stands on the page of somebody's pairing.
async fn hour_in_me(player: &Player) -> String {
    let page = player.uses("me", &[]).await;
    let list = player.clicks(&page, "Pairings").await;
    hour(&player.clicks(&list, "Open").await.text).to_owned()
}

#[test]
fn who_is_told_privately_after_the_hour_proposed_reads_of_the_next_one_like_the_others() {
    tell(async |story| {
        let [mia, ravi] = ["mia", "ravi"].map(|name| story.player(name));
        // Ravi has a conversation with the bot, and Mia has none.
        ravi.teaches("postgres").await;
        mia.uses(
            "askfor",
            &[("skill", "postgres"), ("details", "My report is slow.")],
        )
        .await;
        everybody_reads(story).await;
        story.suffer(Fault::MissingPermission {
            channel: "coffee".into(),
            permission: "CREATE_PRIVATE_THREADS".into(),
        });
        story.suffer(Fault::ServerError {
            method: Some("POST".into()),
            route: Some("/users/@me/channels".into()),
            times: u32::MAX,
            status: Some(503),
            after_effect: false,
        });
        paired(story, &["mia", "ravi"]).await;
        let early = ravi.reads_dm().await;
        assert!(hour(&early.text).contains("Wed 11 Mar"), "{early}");
        story.pass_until(march(11, 16)).await;
        story.sandbox.clear_faults().unwrap();
        story
            .pass_until(march(11, 16) + TimeDelta::minutes(30))
            .await;
        // What else waited for her comes with it.
        let late = mia
            .person
            .unread()
            .into_iter()
            .find(|message| message.direct && message.text.contains("brings you together"))
            .unwrap();
        assert!(hour(&late.text).contains("Thu 12 Mar"), "{late}");
        let changed = ravi.looks_again_at(&early).await.unwrap();
        assert_eq!(hour(&changed.text), hour(&late.text));
        for player in [&mia, &ravi] {
            assert_eq!(hour_in_me(player).await, hour(&late.text));
        }
        // What Mia was to hear of her ask was tried for days in vain.
        story.ada_reads_what_went_wrong().await;
        everybody_reads(story).await;
    });
}
