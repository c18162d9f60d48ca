//! What people do in many stories, by the same commands and buttons as anybody.

use discord_sandbox::control::MessageView;

use super::Player;

impl Player {
    /// Offers to teach something.
    pub(crate) async fn teaches(&self, skill: &str) {
        self.uses("teach", &[("skill", skill)]).await;
    }

    /// Asks for help, and reads the private answer.
    pub(crate) async fn asks_for(&self, skill: &str) -> MessageView {
        self.uses(
            "askfor",
            &[("skill", skill), ("details", "My report is slow.")],
        )
        .await
    }

    /// Says in `/me` when they work, such as `14:00-18:00`.
    pub(crate) async fn works(&self, hours: &str) {
        let page = self.uses("me", &[]).await;
        let page = self.clicks(&page, "Zone and hours").await;
        let form = self.clicks_for_form(&page, "Change my hours").await;
        let field = form.fields[0].label.clone();
        let page = self.submits(&form, &[(&field, hours)]).await;
        assert!(page.text.contains("your own choice"), "{page}");
    }

    /// Pauses for a week, in `/me`.
    pub(crate) async fn pauses(&self) {
        let page = self.uses("me", &[]).await;
        let page = self.clicks(&page, "Pause").await;
        let page = self.clicks(&page, "1 week").await;
        assert!(page.text.contains("You are out until"), "{page}");
    }

    /// Blocks somebody, in `/me`.
    pub(crate) async fn blocks(&self, name: &str) {
        let page = self.uses("me", &[]).await;
        let page = self.clicks(&page, "Blocks").await;
        let page = self.chooses(&page, "Choose whom to block", &[name]).await;
        assert!(page.button("Unblock").is_some(), "{page}");
    }

    /// Reads whatever is new, where another story is about what it says.
    pub(crate) async fn catches_up(&self) {
        self.sandbox.settle().await.unwrap();
        self.person.mark_read();
    }

    /// The direct messages that are new to them, unread as they are.
    pub(crate) async fn new_dms(&self) -> Vec<MessageView> {
        self.sandbox.settle().await.unwrap();
        self.person
            .unread()
            .into_iter()
            .filter(|message| message.direct)
            .collect()
    }
}
