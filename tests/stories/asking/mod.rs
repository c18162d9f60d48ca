//! From `/askfor` to a help on record: every way it can go, and every refusal.

mod accepting;
mod afterwards;
mod asking_for;
mod before_the_ask;
mod choosing;
mod from_a_message;
mod from_beginning_to_end;
mod giving_back;
mod hostile;
mod inviting;
mod leaving;
mod limits;
mod much_later;
mod places;
mod privately;
mod restarts;
mod solving;
mod unnoticed;

use discord_sandbox::control::MessageView;

use crate::harness::{Player, Story};

/// The thread of Mia's ask once Ravi helps.
const THREAD: &str = "PostgreSQL: Mia and Ravi";

/// Mia's ask about Postgres, which Ravi teaches, and what each of them has read of it.
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
}

async fn mia_asks(story: &Story) -> Asked {
    let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
    ravi.teaches("postgres").await;
    let reply = mia.asks_for("postgres").await;
    let post = noor.reads_in("help").await;
    let invitation = ravi.reads_dm().await;
    Asked {
        mia,
        ravi,
        noor,
        reply,
        post,
        invitation,
    }
}

/// The same, and Ravi has said that he can help.
struct Taken {
    mia: Player,
    ravi: Player,
    noor: Player,
    /// The post in the help channel, as Noor sees it.
    post: MessageView,
    /// What Mia reads first in the thread.
    opening: MessageView,
}

async fn ravi_helps(story: &Story) -> Taken {
    let Asked {
        mia,
        ravi,
        noor,
        post,
        invitation,
        ..
    } = mia_asks(story).await;
    ravi.clicks(&invitation, "I can help").await;
    let opening = mia.reads_in(THREAD).await;
    Taken {
        mia,
        ravi,
        noor,
        post,
        opening,
    }
}

/// Who is in the thread, as Noor sees it.
fn in_thread(story: &Story, thread: &str) -> Vec<String> {
    story
        .player("noor")
        .person
        .sees()
        .place(thread)
        .unwrap()
        .members
        .clone()
}
