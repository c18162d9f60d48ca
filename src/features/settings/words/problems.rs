//! What could not be sent, and why.

use chrono::{DateTime, Utc};

use super::super::page::View;
use super::back;
use crate::markdown::{escape_line, truncate};
use crate::post::Post;
use crate::store::outbox::Standing;

/// Different reasons listed.
const REASONS: usize = 10;
/// Characters of a reason.
const REASON: usize = 150;

/// Messages and channel changes that came to nothing, by reason, the latest reason first.
struct Reason<'a> {
    why: &'a str,
    standing: Standing,
    count: usize,
    latest: DateTime<Utc>,
}

/// What could not be sent lately. The reasons name neither people nor texts, so there is nothing to give away.
pub(in crate::features::settings) fn problems(view: &View) -> Post {
    let mut reasons: Vec<Reason<'_>> = Vec::new();
    for problem in &view.problems {
        match reasons
            .iter_mut()
            .find(|one| one.why == problem.why && one.standing == problem.standing)
        {
            Some(reason) => reason.count += 1,
            None => reasons.push(Reason {
                why: &problem.why,
                standing: problem.standing,
                count: 1,
                latest: problem.at,
            }),
        }
    }
    if reasons.is_empty() {
        return Post::text("### Not sent\nNothing went wrong in the last thirty days.")
            .and_buttons([back()]);
    }
    let lines: Vec<String> = reasons.iter().take(REASONS).map(line).collect();
    let again = if reasons.iter().all(|one| one.standing != Standing::HeldUp) {
        "They are not sent again."
    } else {
        "Only those that wait are sent later."
    };
    Post::text(format!(
        "### Not sent\nIn the last thirty days these were not sent, or nobody can tell whether they were. {again} \
         What is missing is mended in the channel's settings, or by choosing another channel.\n{}",
        lines.join("\n")
    ))
    .and_buttons([back()])
}

fn line(reason: &Reason<'_>) -> String {
    let outcome = match reason.standing {
        Standing::HeldUp => "waiting, and tried again by itself",
        Standing::Failed => "not sent",
        Standing::Undecided => "perhaps sent, perhaps not",
    };
    let why = escape_line(&truncate(reason.why, REASON));
    format!(
        "- {} {outcome}, last <t:{}:R>: {why}",
        reason.count,
        reason.latest.timestamp()
    )
}
