//! The way it should go.

use insta::assert_snapshot;

use super::{THREAD, in_thread};
use crate::harness::{redacted, tell};

#[test]
fn mia_asks_and_ravi_helps() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.uses("teach", &[("skill", "postgres"), ("level", "daily")])
            .await;

        let reply = mia
            .uses(
                "askfor",
                &[
                    ("skill", "Postgres"),
                    ("details", "My report is slow.\nAn index did not help."),
                ],
            )
            .await;
        assert_snapshot!(redacted(reply), @"
        #general · Potluck (only you can see this)
        ↪ Mia used /askfor
        Your question about **PostgreSQL** goes up in #help now. I'm also asking one person privately who could help. Once somebody says yes, I bring you two together.
        [ Never mind ]
        ");
        let post = noor.reads_in("help").await;
        assert_snapshot!(redacted(&post), @"
        #help · Potluck
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        > An index did not help.
        Know a bit about it? Ten minutes and a pointer in the right direction are plenty.
        [ I can help ]
        ");
        let invitation = ravi.reads_dm().await;
        assert_snapshot!(redacted(&invitation), @"
        DM · Potluck
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        > An index did not help.
        I thought of you because you said that you use **PostgreSQL** daily.
        If now isn't a good time, that's fine: no reason needed, and after a few working hours I ask others as well.
        [ I can help ] [ Someone better ] [ Not now ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");

        ravi.clicks(&invitation, "I can help").await;
        assert_snapshot!(redacted(ravi.looks_again_at(&invitation).await.unwrap()), @"
        DM · Potluck (edited)
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        > An index did not help.
        **You're helping. Thank you!** You two meet in #PostgreSQL: Mia and Ravi.
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap()), @"
        #help · Potluck (edited)
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        > An index did not help.
        **Taken:** @Ravi is helping, in the thread below.
        [ I can help ]
        🧵 PostgreSQL: Mia and Ravi
        ");
        let opening = mia.reads_in(THREAD).await;
        assert_snapshot!(redacted(&opening), @"
        #PostgreSQL: Mia and Ravi · Potluck (pings Mia)
        👋 @Mia, @Ravi can help you with **PostgreSQL**.
        A good start, @Mia: what you have tried so far, and where it stopped. Others may read along and join in.
        Once it works, press **Solved**; there you can say thank you, too.
        [ Solved ] [ I can't after all ] [ Never mind ]
        ");
        assert_eq!(in_thread(story, THREAD), ["Potluck", "Mia", "Ravi"]);

        let page = mia.clicks(&opening, "Solved").await;
        assert_snapshot!(redacted(&page), @"
        #PostgreSQL: Mia and Ravi · Potluck (only you can see this)
        ↪ Potluck: 👋 @Mia, @Ravi can help you with **PostgreSQL**. A …
        Great that **PostgreSQL** is solved! Who helped you? Several are fine.
        ( @Ravi ▾ )
        Chosen: @Ravi
        How was it? Only sums over many are ever shown.
        [ 🙁 ] [ 😐 ] [ 🙂 ]
        [ Write a thank-you ] [ Write down a lesson ] [ Done ]
        ");
        let page = mia.clicks(&page, "🙂").await;
        let form = mia.clicks_for_form(&page, "Write a thank-you").await;
        assert_snapshot!(redacted(&form), @"
        ╔ A line of thanks
        ║ What did it change for you?
        ║   [You saved my afternoon!…]
        ╚ [ Cancel ] [ Submit ]
        ");
        let page = mia
            .submits(
                &form,
                &[("thanks", "Your query plan lesson saved my afternoon!")],
            )
            .await;
        assert_snapshot!(redacted(&page), @"
        #PostgreSQL: Mia and Ravi · Potluck (only you can see this; edited)
        ↪ Potluck: 👋 @Mia, @Ravi can help you with **PostgreSQL**. A …
        Great that **PostgreSQL** is solved! Who helped you? Several are fine.
        ( @Ravi ▾ )
        Chosen: @Ravi
        How was it? Only sums over many are ever shown.
        [ 🙁 ] [ 😐 ] [ 🙂 ]
        Your thank-you:
        > Your query plan lesson saved my afternoon!
        [ Change the thank-you ] [ Write down a lesson ] [ Done ]
        ");
        assert_snapshot!(redacted(mia.clicks(&page, "Done").await), @"
        #PostgreSQL: Mia and Ravi · Potluck (only you can see this; edited)
        ↪ Potluck: 👋 @Mia, @Ravi can help you with **PostgreSQL**. A …
        **PostgreSQL** is solved, and your thanks to @Ravi are on record.
        [ Write down a lesson ]
        ");

        ravi.reads_in(THREAD).await;
        assert_snapshot!(redacted(ravi.reads_in(THREAD).await), @"
        #PostgreSQL: Mia and Ravi · Potluck (pings Ravi)
        ✅ Solved! Thank you, @Ravi: @Mia got a hand with **PostgreSQL** from you.
        > Your query plan lesson saved my afternoon!
        ");
        assert_snapshot!(redacted(noor.looks_again_at(&post).await.unwrap()), @"
        #help · Potluck (edited)
        @Mia would like a hand with **PostgreSQL**.
        > My report is slow.
        > An index did not help.
        ✅ **Solved**, with the help of @Ravi.
        🧵 PostgreSQL: Mia and Ravi
        ");
        assert_eq!(
            story.rows("SELECT helper_id, learner_id, name, through, asks.face, helps.thanks FROM helps JOIN skills USING (skill_id) JOIN asks USING (ask_id)").await,
            ["ravi | mia | PostgreSQL | ask | 3 | Your query plan lesson saved my afternoon!"]
        );
        assert!(noor.person.sees().place(THREAD).unwrap().archived);
    });
}
