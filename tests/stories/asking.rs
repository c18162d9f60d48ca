//! From `/askfor` to a help on record.

use insta::assert_snapshot;

use crate::harness::{redacted, tell};

#[test]
fn mia_asks_and_ravi_helps() {
    tell(async |story| {
        let (mia, ravi) = (story.player("mia"), story.player("ravi"));
        ravi.uses("teach", &[("skill", "postgres")]).await;

        let reply = mia.uses("askfor", &[("skill", "Postgres"), ("details", "My report is slow.")]).await;
        assert_snapshot!(redacted(reply), @"");
        story.player("noor").reads_in("help").await;

        let invitation = ravi.reads_dm().await;
        assert_snapshot!(redacted(&invitation), @"");
        ravi.clicks(&invitation, "I can help").await;

        let opening = mia.reads_in("PostgreSQL: Mia and Ravi").await;
        assert_snapshot!(redacted(&opening), @"");
        let page = mia.clicks(&opening, "Solved").await;
        assert_snapshot!(redacted(&page), @"");
        mia.clicks(&page, "Done").await;
        ravi.reads_in("PostgreSQL: Mia and Ravi").await;
        ravi.reads_in("PostgreSQL: Mia and Ravi").await;
        assert_eq!(story.rows("SELECT helper_id, learner_id, name, through FROM helps JOIN skills USING (skill_id)").await, ["ravi | mia | PostgreSQL | ask"]);
    });
}
