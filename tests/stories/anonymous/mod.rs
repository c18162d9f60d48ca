//! Asks without a name: everything that is promised of them, and the search for whatever would break the promise.

mod closing;
mod leaving;
mod life;
mod places;
mod private_data;
mod search;

use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};
use search::Search;

/// The thread of Mia's ask once Ravi helps.
const THREAD: &str = "PostgreSQL: with Ravi";
/// What Mia writes, so that it can be looked for.
const DETAILS: &str = "Marigold: my report is slow.";

/// Mia's ask without her name about Postgres, which Ravi teaches, and what each of them has read of it.
struct Asked {
    mia: Player,
    ravi: Player,
    noor: Player,
    /// Mia's private answer.
    reply: MessageView,
    /// The post in the help channel, as Noor sees it.
    post: MessageView,
    /// Ravi's invitation.
    invitation: MessageView,
    search: Search,
}

async fn mia_asks(story: &Story) -> Asked {
    let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
    ravi.teaches("postgres").await;
    let search = Search::begin(story, "mia");
    let reply = mia
        .uses(
            "askfor",
            &[
                ("skill", "postgres"),
                ("details", DETAILS),
                ("anonymous", "true"),
            ],
        )
        .await;
    let post = noor.reads_in("help").await;
    let invitation = ravi.reads_dm().await;
    Asked {
        mia,
        ravi,
        noor,
        reply,
        post,
        invitation,
        search,
    }
}

/// The same, and Ravi has said that he can help.
struct Taken {
    mia: Player,
    ravi: Player,
    noor: Player,
    /// The post in the help channel, as Noor sees it.
    post: MessageView,
    /// The first message in the thread, as Ravi sees it.
    opening: MessageView,
    /// What Mia is told of it.
    told: MessageView,
    search: Search,
}

async fn ravi_helps(story: &Story) -> Taken {
    let Asked {
        mia,
        ravi,
        noor,
        post,
        invitation,
        search,
        ..
    } = mia_asks(story).await;
    ravi.clicks(&invitation, "I can help").await;
    let opening = ravi.reads_in(THREAD).await;
    let told = mia.reads_dm().await;
    Taken {
        mia,
        ravi,
        noor,
        post,
        opening,
        told,
        search,
    }
}

/// Mia finds her ask in `/me`.
async fn in_me(mia: &Player) -> MessageView {
    let page = mia.uses("me", &[]).await;
    let page = mia.clicks(&page, "Asks and invitations").await;
    mia.clicks(&page, "Open").await
}
