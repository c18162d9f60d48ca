//! People who cannot see the channel of the programmes, and take part all the same: they decide it in `/me`, and are told privately whom
//! they are with.

use discord_sandbox::control::MessageView;
use serde_json::json;

use super::ledger::Press;
use super::people::{Team, members};
use super::reading::{COUNTS_IN, SKIPS};
use crate::harness::Story;

/// A button of a programme's page in `/me`, by the beginning of its id; and the one under a heads-up that does the same.
const IN: (&str, &str) = ("1:me:progin:", "1:round:in:");
const SKIP: (&str, &str) = ("1:me:skip:", "1:round:skip:");

impl Team {
    /// From now on somebody cannot see #coffee; they may be about to join.
    pub(super) fn cannot_see_coffee(&mut self, story: &Story, name: &str) {
        let person = story.sandbox.person(name).unwrap();
        let hidden = json!({"id": person.id(), "type": 1, "allow": "0", "deny": "1024"});
        story.sandbox.with(|world| {
            let coffee = world
                .channels
                .values()
                .find(|channel| channel.name == "coffee")
                .map(|channel| channel.id)
                .unwrap();
            world.change_channel(coffee, |channel| {
                channel
                    .overwrites
                    .push(serde_json::from_value(hidden).unwrap());
            });
        });
        self.ledger.unseeing.insert(name.to_owned());
    }

    /// They read of no heads-up. Each of them counts themselves in at coffee chats on the first day on which they are there, maybe at skill
    /// swaps as well, and now and then skips one.
    pub(super) async fn whoever_cannot_see_decides_in_me(&mut self, story: &Story, day: i64) {
        let members = members(story);
        let unseeing: Vec<String> = self.ledger.unseeing.iter().cloned().collect();
        for name in unseeing.iter().filter(|name| members.contains(name)) {
            let mut dice = self.dice(story, &format!("{name} looks into /me on day {day}"));
            let key = (name.clone(), IN.1.to_owned());
            if self.counted_in.insert(key) {
                self.presses_in_me(story, name, "Coffee chats", IN).await;
                let mut ever = self.chance.about(&format!("{name} swaps"));
                if ever.percent(COUNTS_IN) {
                    self.presses_in_me(story, name, "Skill swaps", IN).await;
                }
            } else if dice.percent(SKIPS) {
                self.presses_in_me(story, name, "Coffee chats", SKIP).await;
            }
        }
    }

    /// Presses a button on the page of a programme, if it is there, which counts as the one under the heads-up.
    async fn presses_in_me(
        &mut self,
        story: &Story,
        name: &str,
        programme: &str,
        (button, same): (&str, &str),
    ) {
        let player = story.player(name);
        let page = player.uses("me", &[]).await;
        let mut list = player.clicks(&page, "Programmes").await;
        let title = format!("### {programme}\n");
        for open in beginning(&list, "1:me:programme:") {
            let page = player.clicks(&list, &open).await;
            if !page.text.starts_with(&title) {
                list = player.clicks(&page, "Back").await;
                continue;
            }
            let Some(id) = beginning(&page, button).into_iter().next() else {
                return;
            };
            let answer = player.clicks(&page, &id).await;
            self.ledger.acts += 1;
            // A skip names its programme before its round.
            let about = id.rsplit(':').next().unwrap_or_default();
            self.ledger.presses.push(Press {
                who: name.to_owned(),
                button: format!("{same}{about}"),
                on: page.id,
                at: story.now(),
                answer: answer.text.clone(),
            });
            return;
        }
    }
}

/// The ids on a page that begin like this.
fn beginning(page: &MessageView, with: &str) -> Vec<String> {
    page.buttons
        .iter()
        .filter_map(|button| button.custom_id.clone())
        .filter(|id| id.starts_with(with))
        .collect()
}
