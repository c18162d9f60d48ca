//! Where there can be no thread.

use discord_sandbox::Fault;

use super::{everybody_reads, introduction, march, paired};
use crate::harness::tell;

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
        let page = story.ada_reads_what_went_wrong().await;
        assert!(
            page.text.contains("a permission is missing there"),
            "{page}"
        );
        everybody_reads(story).await;
    });
}
