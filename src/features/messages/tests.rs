use chrono::TimeDelta;

use super::*;
use crate::custom_id::AskClick;
use crate::domain::ids::InvitationId;
use crate::features::trial::{GUILD, MIA, RAVI, Trial};
use crate::post::{Block, Button};
use crate::store::outbox::{End, Kind};
use crate::store::settings;
use crate::store::{choices, members};

/// The trial on its Monday morning at nine, and what went out.
struct World {
    trial: Trial,
    guild: Guild,
    next_message: i64,
    sent: Vec<Sent>,
}

/// A message that went out.
#[derive(Clone, Debug)]
struct Sent {
    at: DateTime<Utc>,
    to: MemberId,
    message: MessageId,
    post: Post,
}

impl World {
    async fn new() -> Self {
        let trial = Trial::new().await;
        let mut write = trial.ctx.store.write().await.unwrap();
        settings::set_turned_on(&mut write, GUILD, Some(trial.clock.now()))
            .await
            .unwrap();
        let guild = settings::guild(&mut write, GUILD).await.unwrap().unwrap();
        write.commit().await.unwrap();
        Self {
            trial,
            guild,
            next_message: 1000,
            sent: Vec::new(),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.trial.clock.now()
    }

    async fn start(&self, message: Message) -> Started {
        let mut write = self.trial.ctx.store.write().await.unwrap();
        let started = start(&mut write, &self.guild, message, self.now())
            .await
            .unwrap();
        write.commit().await.unwrap();
        started
    }

    /// Time passes, and what is due goes out, as the courier would have it.
    async fn pass(&mut self, span: TimeDelta) {
        let end = self.now() + span;
        loop {
            let mut read = self.trial.ctx.store.read().await.unwrap();
            let next = outbox::next_due(&mut read).await.unwrap().of(Kind::Private);
            drop(read);
            let Some(next) = next.filter(|next| *next <= end) else {
                break;
            };
            self.trial.clock.move_to(next.max(self.now()));
            self.deliver_one().await;
        }
        self.trial.clock.move_to(end);
    }

    /// The bot was away, and nothing went out.
    fn be_away(&self, span: TimeDelta) {
        self.trial.clock.move_to(self.now() + span);
    }

    async fn deliver_one(&mut self) {
        let now = self.now();
        let mut write = self.trial.ctx.store.write().await.unwrap();
        let mut rows = outbox::ready(&mut write, Kind::Private, now, 1)
            .await
            .unwrap();
        let row = rows.pop().unwrap();
        match turn(&mut write, &row, now).await.unwrap() {
            Turn::Now(others) => {
                assert!(
                    outbox::begin(&mut write, row.id, now)
                        .await
                        .unwrap()
                        .is_some()
                );
                let row = together(&mut write, row, &others, now).await.unwrap();
                self.next_message += 1;
                let message = MessageId(self.next_message);
                let place = Some((ChannelId(7), Some(message)));
                outbox::conclude(&mut write, row.id, &End::Done(place), now)
                    .await
                    .unwrap();
                let Delivery::Send {
                    to: Place::Direct(to) | Place::Discreet(to),
                    post,
                } = row.delivery
                else {
                    panic!("{row:?}");
                };
                self.sent.push(Sent {
                    at: now,
                    to,
                    message,
                    post,
                });
            }
            Turn::Later(then) => outbox::put_off(&mut write, row.id, then).await.unwrap(),
            Turn::Useless | Turn::Full => outbox::conclude(&mut write, row.id, &End::Dropped, now)
                .await
                .unwrap(),
        }
        write.commit().await.unwrap();
    }

    /// What a member has been sent since this was last asked: the texts and labels of each message.
    fn news(&mut self, member: MemberId) -> Vec<String> {
        let (theirs, others) = self.sent.drain(..).partition(|sent| sent.to == member);
        self.sent = others;
        let theirs: Vec<Sent> = theirs;
        theirs.iter().map(|sent| read(&sent.post)).collect()
    }

    /// Mia has had all four messages of her week, the first of them now.
    async fn spend(&mut self) {
        for text in ["one", "two", "three", "four"] {
            // Each on its own: what is owed at the same time would go as one.
            self.start(alone(Purpose::Reminder, text)).await;
            self.pass(TimeDelta::zero()).await;
        }
        assert_eq!(self.news(MIA), ["one", "two", "three", "four"]);
    }

    async fn pauses(&self, span: TimeDelta) {
        let mut write = self.trial.ctx.store.write().await.unwrap();
        let until = Some(self.now() + span);
        choices::set_pause(&mut write, GUILD, MIA, until)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }
}

/// The texts and labels, without the last line.
fn read(post: &Post) -> String {
    let parts: Vec<String> = post
        .blocks
        .iter()
        .map(|block| match block {
            Block::Text(text) if text.starts_with("-#") => String::new(),
            Block::Text(text) => text.clone(),
            Block::Buttons(buttons) => buttons
                .iter()
                .fold(String::new(), |row, button| row + "[" + &button.label + "]"),
            Block::Divider => "/".to_owned(),
            other => format!("{other:?}"),
        })
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

fn to_mia(purpose: Purpose, text: &str) -> Message {
    Message::new(MIA, purpose, with_fewer(Post::text(text), "Quay"))
}

/// One of which something is recorded, so that it is never merged.
fn alone(purpose: Purpose, text: &str) -> Message {
    Message {
        receipt: Receipt::InvitationDelivered(InvitationId(1)),
        ..to_mia(purpose, text)
    }
}

const WEEK: TimeDelta = budget::WEEK;

#[tokio::test]
async fn the_fifth_of_a_week_waits_and_comes_when_there_is_room() {
    let mut world = World::new().await;
    let first = world.now();
    world.spend().await;
    let started = world.start(to_mia(Purpose::Reminder, "five")).await;
    assert_eq!(started, Started::Waits(first + WEEK));
    world.pass(WEEK - TimeDelta::seconds(1)).await;
    assert_eq!(world.news(MIA), Vec::<String>::new());
    world.pass(TimeDelta::seconds(1)).await;
    assert_eq!(world.news(MIA), ["five"]);
}

#[tokio::test]
async fn two_that_wait_come_as_one_with_their_buttons_and_it_counts_once() {
    let mut world = World::new().await;
    let first = world.now();
    world.spend().await;
    let button = |ask| [Button::plain("Never mind", AskClick::NeverMind { ask })];
    for (ask, purpose, text) in [
        (AskId(1), Purpose::Thanks, "Thank you."),
        (AskId(2), Purpose::Reminder, "Still?"),
    ] {
        let post = with_fewer(Post::text(text).and_buttons(button(ask)), "Quay");
        let message = Message {
            about: Some(ask),
            ..Message::new(MIA, purpose, post)
        };
        assert!(world.start(message).await.is_owed());
    }
    world.pass(WEEK).await;
    let one = world.sent[0].clone();
    assert_eq!(one.at, first + WEEK);
    assert_eq!(
        world.news(MIA),
        ["Still? [Never mind] / Thank you. [Never mind]"]
    );
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let merged = async |read: &mut SqliteConnection, message| {
        is_merged(read, ChannelId(7), message).await.unwrap()
    };
    assert!(merged(&mut read, one.message).await);
    assert!(!merged(&mut read, MessageId(1001)).await);
    let lately = this_week(&mut read, GUILD, MIA, world.now()).await;
    assert_eq!(lately.unwrap(), 1);
}

#[tokio::test]
async fn what_does_not_wait_is_not_owed() {
    let mut world = World::new().await;
    world.spend().await;
    for purpose in [Purpose::Courtesy, Purpose::Invitation] {
        assert_eq!(world.start(to_mia(purpose, "no")).await, Started::NoRoom);
    }
    let until = Some(world.now() + TimeDelta::days(2));
    let news = Message {
        until,
        ..to_mia(Purpose::Reminder, "no")
    };
    assert_eq!(world.start(news).await, Started::NoRoom);
    world.pass(WEEK * 2).await;
    assert_eq!(world.news(MIA), Vec::<String>::new());
}

#[tokio::test]
async fn room_is_asked_for_by_purpose() {
    let mut world = World::new().await;
    let now = world.now();
    let room = async |world: &World, member, purpose| {
        let mut read = world.trial.ctx.store.read().await.unwrap();
        has_room(&mut read, &world.guild, member, purpose, now)
            .await
            .unwrap()
    };
    assert!(room(&world, MIA, Purpose::Invitation).await);
    world.spend().await;
    assert!(!room(&world, MIA, Purpose::Invitation).await);
    assert!(!room(&world, MIA, Purpose::Reminder).await);
    assert!(room(&world, MIA, Purpose::Answer).await);
    assert!(room(&world, RAVI, Purpose::Invitation).await);
    assert!(!room(&world, MemberId(4711), Purpose::Invitation).await);
}

#[tokio::test]
async fn what_goes_alone_does_not_go_next_where_it_would_have_to_join_another() {
    let mut world = World::new().await;
    for text in ["one", "two", "three"] {
        world.start(alone(Purpose::Reminder, text)).await;
        world.pass(TimeDelta::zero()).await;
    }
    // The last one of her week is owed.
    world
        .start(Message::new(MIA, Purpose::Reminder, Post::text("four")))
        .await;
    let question = Message::new(MIA, Purpose::Leading, Post::text("five"));
    let now = world.now();
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let joins = goes_next(&mut read, &world.guild, &question, now).await;
    assert!(joins.unwrap());
    let question = Message {
        receipt: Receipt::LeaderAsked(GUILD, 202_603, MIA),
        ..question
    };
    let goes_alone = goes_next(&mut read, &world.guild, &question, now).await;
    assert!(!goes_alone.unwrap());
}

#[tokio::test]
async fn an_answer_neither_waits_nor_counts() {
    let mut world = World::new().await;
    world.spend().await;
    let now = world.now();
    for _ in 0..3 {
        let started = world.start(to_mia(Purpose::Answer, "answer")).await;
        assert_eq!(started, Started::Owed(now));
    }
    world.pass(TimeDelta::zero()).await;
    assert_eq!(world.news(MIA), ["answer"; 3]);
    let mut read = world.trial.ctx.store.read().await.unwrap();
    assert_eq!(this_week(&mut read, GUILD, MIA, now).await.unwrap(), 4);
}

#[tokio::test]
async fn what_is_less_useful_gives_way_and_moves_up_again() {
    let mut world = World::new().await;
    for text in ["one", "two", "three"] {
        world.start(alone(Purpose::Reminder, text)).await;
        world.pass(TimeDelta::zero()).await;
    }
    world.pass(TimeDelta::hours(10)).await;
    world.news(MIA);
    let morning = world.now() + TimeDelta::hours(14);
    let thanks = world.start(to_mia(Purpose::Thanks, "thanks")).await;
    assert_eq!(thanks, Started::Owed(morning));
    let invitation = world.start(alone(Purpose::Invitation, "Can you?")).await;
    assert_eq!(invitation, Started::Owed(morning));
    assert_eq!(
        world.start(alone(Purpose::Invitation, "Or you?")).await,
        Started::NoRoom
    );
    let now = world.now();
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let receipt = Receipt::InvitationDelivered(InvitationId(1));
    assert_eq!(
        outbox::drop_owed(&mut write, receipt, now).await.unwrap(),
        1
    );
    moved_up(&mut write, &world.guild, MIA, now).await.unwrap();
    write.commit().await.unwrap();
    world.pass(TimeDelta::hours(14)).await;
    assert_eq!(world.news(MIA), ["thanks"]);
}

#[tokio::test]
async fn a_courtesy_that_was_owed_is_left_out_for_an_invitation() {
    let mut world = World::new().await;
    for text in ["one", "two", "three"] {
        world.start(alone(Purpose::Reminder, text)).await;
        world.pass(TimeDelta::zero()).await;
    }
    world.pass(TimeDelta::hours(10)).await;
    world.news(MIA);
    assert!(
        world
            .start(to_mia(Purpose::Courtesy, "by the way"))
            .await
            .is_owed()
    );
    world.start(alone(Purpose::Invitation, "Can you?")).await;
    world.pass(WEEK * 2).await;
    assert_eq!(world.news(MIA), ["Can you?"]);
}

#[tokio::test]
async fn late_on_a_friday_the_week_is_counted_anew() {
    let mut world = World::new().await;
    // Monday evening: four are owed for Tuesday, when the bot is away until Friday after work. Meanwhile nothing went out.
    world.pass(TimeDelta::hours(10)).await;
    for text in ["one", "two", "three", "four"] {
        world.start(alone(Purpose::Reminder, text)).await;
    }
    world.be_away(TimeDelta::days(4));
    let friday = world.now();
    // One more reminder: it would have had room on the Tuesday after the four of Tuesday, but has none in the week after Monday.
    let started = world.start(to_mia(Purpose::Reminder, "five")).await;
    let monday = friday + TimeDelta::hours(62);
    assert_eq!(started, Started::Waits(monday + WEEK));
    world
        .pass(TimeDelta::hours(62) - TimeDelta::seconds(1))
        .await;
    assert_eq!(world.news(MIA), Vec::<String>::new());
    world.pass(TimeDelta::seconds(1)).await;
    assert_eq!(world.news(MIA), ["one", "two", "three", "four"]);
    world.pass(WEEK).await;
    assert_eq!(world.news(MIA), ["five"]);
}

#[tokio::test]
async fn who_paused_hears_only_of_their_own_until_they_are_back() {
    let mut world = World::new().await;
    world.pauses(TimeDelta::days(2)).await;
    world.start(to_mia(Purpose::Thanks, "thanks")).await;
    world.start(to_mia(Purpose::Reminder, "yours")).await;
    assert_eq!(
        world.start(to_mia(Purpose::Courtesy, "no")).await,
        Started::NoRoom
    );
    world.pass(TimeDelta::days(2) - TimeDelta::seconds(1)).await;
    assert_eq!(world.news(MIA), ["yours"]);
    world.pass(TimeDelta::seconds(1)).await;
    assert_eq!(world.news(MIA), ["thanks"]);
}

#[tokio::test]
async fn a_pause_that_begins_after_it_was_owed_holds_it_up_all_the_same() {
    let mut world = World::new().await;
    world.pass(TimeDelta::hours(10)).await;
    world.start(to_mia(Purpose::Thanks, "thanks")).await;
    world.pauses(TimeDelta::days(3)).await;
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(world.news(MIA), Vec::<String>::new());
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(world.news(MIA), ["thanks"]);
}

#[tokio::test]
async fn nobody_who_left_is_written_to() {
    let mut world = World::new().await;
    world.pass(TimeDelta::hours(10)).await;
    world.start(to_mia(Purpose::Reminder, "too late")).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    members::leave(&mut write, GUILD, MIA, world.now())
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(
        world.start(to_mia(Purpose::Reminder, "no")).await,
        Started::Nobody
    );
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(world.news(MIA), Vec::<String>::new());
}

#[tokio::test]
async fn what_nobody_else_may_know_of_counts_though_no_row_is_left_of_it() {
    let mut world = World::new().await;
    for ask in 1..=4 {
        let message = Message {
            about: Some(AskId(ask)),
            discreet: true,
            ..to_mia(Purpose::Reminder, "psst")
        };
        world.start(message).await;
        world.pass(TimeDelta::zero()).await;
    }
    assert_eq!(world.news(MIA), ["psst"; 4]);
    let mut read = world.trial.ctx.store.read().await.unwrap();
    let lately = this_week(&mut read, GUILD, MIA, world.now()).await;
    assert_eq!(lately.unwrap(), 4);
    drop(read);
    let Started::Waits(then) = world.start(to_mia(Purpose::Reminder, "five")).await else {
        panic!("it has to wait");
    };
    assert!(then >= world.now() + WEEK, "{then}");
    world.pass(WEEK + TimeDelta::days(1)).await;
    assert_eq!(world.news(MIA), ["five"]);
}

#[tokio::test]
async fn what_waited_in_me_counts_from_when_it_came_not_from_when_it_was_read() {
    let mut world = World::new().await;
    let now = world.now();
    world.start(to_mia(Purpose::Reminder, "unseen")).await;
    let mut write = world.trial.ctx.store.write().await.unwrap();
    let row = outbox::ready(&mut write, Kind::Private, now, 1)
        .await
        .unwrap()
        .remove(0);
    let closed = End::Waiting("50007".to_owned());
    outbox::conclude(&mut write, row.id, &closed, now)
        .await
        .unwrap();
    let later = now + TimeDelta::days(6);
    outbox::conclude(&mut write, row.id, &End::Done(None), later)
        .await
        .unwrap();
    for (after, count) in [(TimeDelta::days(6), 1), (WEEK, 0)] {
        let lately = this_week(&mut write, GUILD, MIA, now + after).await;
        assert_eq!(lately.unwrap(), count);
    }
    write.commit().await.unwrap();
    world.pass(TimeDelta::zero()).await;
}
