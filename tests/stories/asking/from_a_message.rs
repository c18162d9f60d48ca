//! "Ask the team about this", in the menu of a message.

use insta::assert_snapshot;

use crate::harness::{Story, redacted, tell};

const MENU: &str = "Ask the team about this";

async fn nobody_has_anything_left(story: &Story) {
    story.settle().await;
    for name in ["mia", "noor", "ravi", "ada"] {
        story.player(name).catches_up().await;
    }
}

#[test]
fn the_question_links_to_the_message_wherever_it_is_read() {
    tell(async |story| {
        let [mia, ravi, noor] = ["mia", "ravi", "noor"].map(|name| story.player(name));
        ravi.teaches("postgres").await;
        noor.person
            .write("general", "ERROR: deadlock detected")
            .unwrap();
        let error = mia.reads_in("general").await;
        let used = mia.person.use_on_message(MENU, &error).await.unwrap();
        let form = used.modal().unwrap().clone();
        assert_snapshot!(redacted(&form), @"
        ╔ Ask the team about this
        ║ Which skill is it about? *
        ║   [For example: Postgres]
        ║ What would you like help with? *
        ║   [What are you trying to do, and where does it stop?…]
        ╚ [ Cancel ] [ Submit ]
        ");
        let reply = mia
            .submits(
                &form,
                &[("skill", "postgres"), ("details", "What does it mean?")],
            )
            .await;
        assert_snapshot!(redacted(&reply.text), @"
        Your question about **PostgreSQL** goes up in #help now. I'm also asking one person privately who could help. Once somebody says yes, I bring you two together.
        -# It links to the message. What that says is seen only by those who can read it there.
        ");
        let post = noor.reads_in("help").await;
        assert_snapshot!(redacted(&post.text), @"
        @Mia would like a hand with **PostgreSQL**.
        > What does it mean?
        It is about [this message](https://discord.com/channels/ID/ID/ID).
        Know a bit about it? Ten minutes and a pointer in the right direction are plenty.
        ");
        let invitation = ravi.reads_dm().await;
        ravi.clicks(&invitation, "I can help").await;
        let opening = mia.reads_in("PostgreSQL: Mia and Ravi").await;
        let link = format!("{}", error.id);
        for message in [&post, &invitation, &opening] {
            assert!(message.text.contains(&link), "{message}");
            assert!(
                !message.text.contains("deadlock"),
                "what people write is never read: {message}"
            );
        }
        nobody_has_anything_left(story).await;
    });
}

#[test]
fn nothing_that_was_written_is_lost_when_the_skill_is_none() {
    tell(async |story| {
        let [mia, noor] = ["mia", "noor"].map(|name| story.player(name));
        noor.person.write("general", "What is this?").unwrap();
        let message = mia.reads_in("general").await;
        let used = mia.person.use_on_message(MENU, &message).await.unwrap();
        let written = [("skill", "!?"), ("details", "A long story.")];
        let not_taken = mia.submits(used.modal().unwrap(), &written).await;
        assert_snapshot!(redacted(&not_taken), @"
        #general · Potluck (only you can see this)
        About `!?`: A skill's name needs at least one letter or digit.
        [ Change it ]
        ");
        let again = mia.clicks_for_form(&not_taken, "Change it").await;
        assert_snapshot!(redacted(&again), @"
        ╔ Ask the team about this
        ║ Which skill is it about? *
        ║   [!?]
        ║ What would you like help with? *
        ║   [A long story.…]
        ╚ [ Cancel ] [ Submit ]
        ");
        let up = mia
            .submits(
                &again,
                &[("skill", "beekeeping"), ("details", "A long story.")],
            )
            .await;
        assert!(up.text.contains("**beekeeping** goes up"), "{up}");
        nobody_has_anything_left(story).await;
    });
}

#[test]
fn a_message_of_the_bot_is_nothing_to_ask_about() {
    tell(async |story| {
        let [mia, noor] = ["mia", "noor"].map(|name| story.player(name));
        mia.asks_for("postgres").await;
        let post = noor.reads_in("help").await;
        let used = noor.person.use_on_message(MENU, &post).await.unwrap();
        assert_snapshot!(redacted(&used.message().unwrap().text), @"That message is one of mine. `/askfor` asks the team about anything else; on a colleague's message, this menu does.");
        nobody_has_anything_left(story).await;
    });
}
