//! Lessons as they are written, changed and removed.

use insta::assert_snapshot;

use super::{everybody_catches_up, learns, lessons, solves};
use crate::harness::{redacted, tell};

#[test]
fn a_lesson_is_written_on_the_solved_page() {
    tell(async |story| {
        let [ravi, noor] = ["ravi", "noor"].map(|name| story.player(name));
        let page = solves(story, "PostgreSQL").await;
        let form = ravi.clicks_for_form(&page, "Write down a lesson").await;
        assert_snapshot!(redacted(&form), @"
        ╔ A lesson about PostgreSQL
        ║ What would have helped you to know?
        ║   [It was slow because… What fixed it was……]
        ╚ [ Cancel ] [ Submit ]
        ");
        let page = ravi
            .submits(&form, &[("lesson", "A slow report wants an index.")])
            .await;
        assert_snapshot!(redacted(&page), @"
        #PostgreSQL: Ravi and Noor · Potluck (only you can see this; edited)
        ↪ Potluck: 👋 @Ravi, @Noor can help you with **PostgreSQL**. A…
        Great that **PostgreSQL** is solved! Who helped you? Several are fine.
        ( @Noor ▾ )
        Chosen: @Noor
        How was it? Only sums over many are ever shown.
        [ 🙁 ] [ 😐 ] [ 🙂 ]
        Your lesson, for whoever asks next:
        > A slow report wants an index.
        [ Write a thank-you ] [ Change the lesson ] [ Done ]
        ");
        assert!(lessons(story).await.is_empty(), "it waits for Done");
        let done = ravi.clicks(&page, "Done").await;
        assert_snapshot!(redacted(&done), @"
        #PostgreSQL: Ravi and Noor · Potluck (only you can see this; edited)
        ↪ Potluck: 👋 @Ravi, @Noor can help you with **PostgreSQL**. A…
        **PostgreSQL** is solved, and your thanks to @Noor are on record. Your lesson is in `/lessons`, where it answers whoever asks next.
        ");
        assert_eq!(
            lessons(story).await,
            ["ravi | PostgreSQL | A slow report wants an index."]
        );
        noor.reads_in("PostgreSQL: Ravi and Noor").await;
        let thanks = noor.reads_in("PostgreSQL: Ravi and Noor").await;
        assert_snapshot!(redacted(&thanks), @"
        #PostgreSQL: Ravi and Noor · Potluck (pings Noor)
        ✅ Solved! Thank you, @Noor: @Ravi got a hand with **PostgreSQL** from you.
        There is a lesson from it, too: `/lessons` shows it to whoever asks next.
        -# @Noor, would you show it to others, too? One click puts it on your list.
        [ Add PostgreSQL to what I teach ]
        ");
        everybody_catches_up(story).await;
    });
}

#[test]
fn without_one_it_can_be_written_afterwards() {
    tell(async |story| {
        let ravi = story.player("ravi");
        let page = solves(story, "PostgreSQL").await;
        let done = ravi.clicks(&page, "Done").await;
        let form = ravi.clicks_for_form(&done, "Write down a lesson").await;
        let written = ravi.submits(&form, &[("lesson", "Indexes help.")]).await;
        assert_snapshot!(redacted(&written), @"
        #PostgreSQL: Ravi and Noor · Potluck (only you can see this)
        ↪ Potluck: **PostgreSQL** is solved, and your thanks to @Noor…
        Thank you! Whoever asks about **PostgreSQL** next reads this first.
        > Indexes help.
        [ Edit ] [ Remove ]
        ");
        assert_eq!(lessons(story).await, ["ravi | PostgreSQL | Indexes help."]);
        everybody_catches_up(story).await;
    });
}

#[test]
fn its_author_changes_it_and_removes_it_when_sure() {
    tell(async |story| {
        let ravi = story.player("ravi");
        learns(story, "PostgreSQL", "Vacuum weekly.").await;
        let list = ravi.uses("lessons", &[]).await;
        let own = ravi.clicks(&list, "My lessons").await;
        let lesson = ravi.clicks(&own, "Open").await;
        assert_snapshot!(redacted(&lesson), @"
        #general · Potluck (only you can see this)
        ↪ Potluck: Your lessons, the newest first. **Open** one to ch…
        **PostgreSQL** · @Ravi · 4 March 2026
        > Vacuum weekly.
        [ Edit ] [ Remove ]
        ");
        let form = ravi.clicks_for_form(&lesson, "Edit").await;
        let lesson = ravi.submits(&form, &[("lesson", "Vacuum daily.")]).await;
        assert_eq!(lessons(story).await, ["ravi | PostgreSQL | Vacuum daily."]);
        let sure = ravi.clicks(&lesson, "Remove").await;
        assert_snapshot!(redacted(&sure), @"
        #general · Potluck (only you can see this; edited)
        ↪ Potluck: Your lessons, the newest first. **Open** one to ch…
        Remove this lesson for good? Nobody will find it any more.
        **PostgreSQL** · @Ravi · 4 March 2026
        > Vacuum daily.
        [ Yes, remove it ] [ Keep it ]
        ");
        let kept = ravi.clicks(&sure, "Keep it").await;
        let sure = ravi.clicks(&kept, "Remove").await;
        let gone = ravi.clicks(&sure, "Yes, remove it").await;
        assert_snapshot!(redacted(&gone.text), @"The lesson about **PostgreSQL** is gone. `/lessons` shows the others.");
        assert!(lessons(story).await.is_empty());
        let again = ravi.clicks(&own, "Open").await;
        assert_snapshot!(redacted(&again.text), @"That lesson isn't there any more. `/lessons` shows those there are.");
    });
}

#[test]
fn others_cannot_change_it_and_who_manages_the_server_can_remove_it() {
    tell(async |story| {
        let [mia, ada] = ["mia", "ada"].map(|name| story.player(name));
        learns(story, "PostgreSQL", "Vacuum weekly.").await;
        let list = mia.uses("lessons", &[]).await;
        assert!(list.button("My lessons").is_none(), "{list}");
        let lesson = mia.clicks(&list, "Open").await;
        assert!(lesson.button("Edit").is_none() && lesson.button("Remove").is_none());
        let list = ada.uses("lessons", &[]).await;
        let lesson = ada.clicks(&list, "Open").await;
        assert!(lesson.button("Edit").is_none(), "{lesson}");
        let sure = ada.clicks(&lesson, "Remove").await;
        ada.clicks(&sure, "Yes, remove it").await;
        assert!(lessons(story).await.is_empty());
    });
}
