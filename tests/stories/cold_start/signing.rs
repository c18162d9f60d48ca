//! A leader signs the opening post with what they are learning themselves.

use insta::assert_snapshot;

use super::{opening_page, put_up};
use crate::harness::{Player, Story, redacted, tell, tell_before_setup};

/// Ada says that managers are the leaders; Noor is one.
async fn managers_lead(ada: &Player) {
    let page = ada.uses("setup", &[]).await;
    let page = ada.clicks(&page, "Roles").await;
    ada.chooses(&page, "Choose the leaders' role", &["Managers"])
        .await;
}

async fn everybody_catches_up(story: &Story) {
    for name in story.sandbox.people() {
        story.player(&name).catches_up().await;
    }
}

#[test]
fn a_leader_signs_it_in_me_and_the_post_says_so() {
    tell(async |story| {
        let [ada, mia, noor] = ["ada", "mia", "noor"].map(|name| story.player(name));
        managers_lead(&ada).await;
        let post = put_up(story).await;
        assert!(
            mia.uses("me", &[])
                .await
                .button("Sign the opening post")
                .is_none()
        );
        let page = noor.uses("me", &[]).await;
        let page = noor.clicks(&page, "Sign the opening post").await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Noor used /me
        ### The opening post
        Where a leader learns, others dare to. Sign it with what you are learning yourself; everybody reads it in the help channel.
        [ Sign it ] [ Back ]
        ");
        let form = noor.clicks_for_form(&page, "Sign it").await;
        assert_snapshot!(form, @"
        ╔ Sign the opening post
        ║ What are you learning yourself? *
        ║   [Kubernetes]
        ╚ [ Cancel ] [ Submit ]
        ");
        let page = noor
            .submits(&form, &[("What are you learning yourself?", "Kubernetes.")])
            .await;
        assert_snapshot!(redacted(&page), @"
        #general · Potluck (only you can see this; edited)
        ↪ Noor used /me
        ### The opening post
        You signed it: @Noor is learning Kubernetes.
        [ Change it ] [ Take my name off ] [ Back ]
        ");
        let signed = mia.looks_again_at(&post).await.unwrap();
        assert!(
            signed.text.contains("@Noor is learning Kubernetes."),
            "{signed}"
        );
        // It says so to nobody in particular.
        noor.has_no_news().await;
        mia.has_no_news().await;

        noor.clicks(&page, "Take my name off").await;
        let unsigned = mia.looks_again_at(&post).await.unwrap();
        assert!(!unsigned.text.contains("Noor"), "{unsigned}");
        everybody_catches_up(story).await;
    });
}

#[test]
fn an_admin_signs_on_the_preview_where_there_is_no_leaders_role() {
    tell_before_setup(async |story| {
        let (ada, mia) = (story.player("ada"), story.player("mia"));
        let page = ada.prepares().await;
        let preview = ada.clicks(&page, "Turn on").await;
        let form = ada.clicks_for_form(&preview, "Sign it").await;
        let preview = ada
            .submits(
                &form,
                &[("What are you learning yourself?", "*bold* @everyone")],
            )
            .await;
        assert!(preview.button("Turn on and post it").is_some(), "{preview}");
        ada.clicks(&preview, "Turn on and post it").await;
        let post = mia.reads_in("help").await;
        assert_snapshot!(redacted(&post), @r"
        #help · Potluck
        ### What could you bring? What would you like to learn?
        Everybody here knows something that somebody else would like to know. Say what yours is, and what you are curious about: it takes a minute, and a beginner's start is plenty. When somebody asks, I bring the two of you together. 🥘

        @Ada is learning \*bold\* \@everyone.
        [ I could teach… ] [ I'd like to learn… ]
        -# `/teach` and `/learn` do the same at any time. `/askfor` finds help, and `/help` says the rest.
        ");
        mia.has_no_news().await;
        everybody_catches_up(story).await;
    });
}

#[test]
fn an_admin_who_is_no_leader_leaves_it_to_them_and_may_take_a_name_off() {
    tell(async |story| {
        let [ada, mia, noor] = ["ada", "mia", "noor"].map(|name| story.player(name));
        managers_lead(&ada).await;
        let page = opening_page(&ada).await;
        assert!(page.button("Sign it").is_none(), "{page}");
        assert!(
            page.text.contains("Somebody with @Managers may sign it"),
            "{page}"
        );
        let post = put_up(story).await;
        let own = noor.uses("me", &[]).await;
        let own = noor.clicks(&own, "Sign the opening post").await;
        let form = noor.clicks_for_form(&own, "Sign it").await;
        noor.submits(&form, &[("What are you learning yourself?", "Kubernetes")])
            .await;
        let page = opening_page(&ada).await;
        ada.clicks(&page, "Take the signature off").await;
        let unsigned = mia.looks_again_at(&post).await.unwrap();
        assert!(!unsigned.text.contains("Noor"), "{unsigned}");
        // Noor's old page says what is true now.
        let own = noor.uses("me", &[]).await;
        let own = noor.clicks(&own, "Sign the opening post").await;
        assert!(own.button("Sign it").is_some(), "{own}");
        everybody_catches_up(story).await;
    });
}
