//! What an accepted invitation says once things have moved on.

use discord_sandbox::control::MessageView;
use insta::assert_snapshot;

use super::{Asked, THREAD, mia_asks};
use crate::harness::{Player, Story, redacted, tell};

/// Ravi has accepted his invitation, and everybody has read what came of it.
struct Accepted {
    mia: Player,
    ravi: Player,
    invitation: MessageView,
    /// What Mia reads first in the thread.
    opening: MessageView,
}

async fn ravi_accepts(story: &Story) -> Accepted {
    let Asked {
        mia,
        ravi,
        invitation,
        ..
    } = mia_asks(story).await;
    ravi.clicks(&invitation, "I can help").await;
    let opening = mia.reads_in(THREAD).await;
    let now = ravi.looks_again_at(&invitation).await.unwrap();
    assert!(now.text.contains("**You're helping. Thank you!**"), "{now}");
    Accepted {
        mia,
        ravi,
        invitation,
        opening,
    }
}

#[test]
fn given_back_it_says_so_and_can_be_taken_again() {
    tell(async |story| {
        let Accepted {
            mia,
            ravi,
            invitation,
            opening,
        } = ravi_accepts(story).await;
        ravi.clicks(&opening, "I can't after all").await;
        mia.reads_in(THREAD).await;
        let given_back = ravi.looks_again_at(&invitation).await.unwrap();
        assert_snapshot!(redacted(&given_back), @"
        DM · Potluck (edited)
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        You've let go of this one, and that's fine. If you find the time after all, the button works.
        [ I can help ]
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        ravi.clicks(&given_back, "I can help").await;
        mia.reads_in(THREAD).await;
        let again = ravi.looks_again_at(&invitation).await.unwrap();
        assert!(
            again.text.contains("**You're helping. Thank you!**"),
            "{again}"
        );
        ravi.catches_up().await;
    });
}

#[test]
fn solved_it_says_thank_you_and_no_longer_that_you_are_helping() {
    tell(async |story| {
        let Accepted {
            mia,
            ravi,
            invitation,
            opening,
        } = ravi_accepts(story).await;
        let page = mia.clicks(&opening, "Solved").await;
        mia.clicks(&page, "Done").await;
        assert_snapshot!(redacted(ravi.looks_again_at(&invitation).await.unwrap()), @"
        DM · Potluck (edited)
        **Mia** in **Hearth & Co** would like a hand with **PostgreSQL**.
        > My report is slow.
        ✅ **Solved.** Thank you for having been there!
        -# Fewer of these? **Private messages** in `/me` of **Hearth & Co**, or a pause there.
        ");
        ravi.catches_up().await;
    });
}

#[test]
fn no_longer_needed_it_says_so() {
    tell(async |story| {
        let Accepted {
            mia,
            ravi,
            invitation,
            opening,
        } = ravi_accepts(story).await;
        mia.clicks(&opening, "Never mind").await;
        let now = ravi.looks_again_at(&invitation).await.unwrap();
        assert!(
            now.text
                .contains("This is no longer needed. Thank you for having been there!"),
            "{now}"
        );
        assert!(!now.text.contains("You're helping"), "{now}");
        ravi.catches_up().await;
    });
}
