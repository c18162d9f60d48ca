//! What a refusal means for a row of the outbox.

use std::time::Duration;

use crate::discord::rest::Trouble;

/// What can be done about a request that did not go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may go through later; not before this time where Discord named one.
    Later(Option<Duration>),
    /// The person takes no private messages from the bot.
    Closed,
    /// The thread must be taken out of the archive first.
    Archived,
    /// A moderator locked the thread, and the bot may not write there any more.
    Locked,
    /// The server has as many active threads as it can.
    NoRoom,
    /// The channel, thread or message is no longer there.
    Gone,
    /// The person is no longer there.
    Nobody,
    /// The thread that was to be opened is there.
    ThreadExists,
    /// Never. The text is for admins.
    Never(String),
}

/// Opening conversations too fast: a pause of a minute has been enough.
const TOO_MANY_CONVERSATIONS: Duration = Duration::from_mins(1);
/// A token that is not taken ends the program, but not from here. A refusal without a code of Discord's comes from something in
/// between, which shuts out for a while who comes too often.
const NOT_AUTHORISED: Duration = Duration::from_mins(1);

/// Sorts what went wrong.
pub(super) fn verdict(trouble: &Trouble) -> Verdict {
    let Trouble::Refused {
        status,
        code,
        retry_after,
        ..
    } = trouble
    else {
        return match trouble {
            Trouble::Unreached | Trouble::Broken | Trouble::Withheld => Verdict::Later(None),
            _ => Verdict::Never(
                "the bot made a request that cannot be made; this is a defect".to_owned(),
            ),
        };
    };
    match (code, status) {
        (50007 | 50278, _) => Verdict::Closed,
        (50083, _) => Verdict::Archived,
        (160_005, _) => Verdict::Locked,
        (160_006, _) => Verdict::NoRoom,
        (160_004, _) => Verdict::ThreadExists,
        (10003 | 10008, _) => Verdict::Gone,
        (10007 | 10013, _) => Verdict::Nobody,
        (40003, _) => Verdict::Later(Some(retry_after.unwrap_or(TOO_MANY_CONVERSATIONS))),
        (_, 401) | (0, 403) => Verdict::Later(Some(NOT_AUTHORISED)),
        (_, 408 | 429 | 500..) => Verdict::Later(*retry_after),
        (50001, _) => Verdict::Never("the bot cannot see the channel (View Channel is missing there)".to_owned()),
        (50013, _) => Verdict::Never("the bot may not do that in the channel (a permission is missing there; /setup says which)".to_owned()),
        (30033, _) => Verdict::Never("the thread has as many members as it can".to_owned()),
        _ => Verdict::Never(trouble.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, code: i64, expected: &Verdict) {
        let trouble = Trouble::Refused {
            status,
            code,
            at: None,
            retry_after: None,
        };
        let found = verdict(&trouble);
        match (&found, expected) {
            (Verdict::Never(_), Verdict::Never(_)) => {}
            _ => assert_eq!(&found, expected, "{trouble}"),
        }
    }

    #[test]
    fn every_refusal_has_its_consequence() {
        let never = Verdict::Never(String::new());
        let later = |seconds| Verdict::Later(Some(Duration::from_secs(seconds)));
        for (status, code, expected) in [
            (403, 50007, Verdict::Closed),
            (400, 50278, Verdict::Closed),
            (400, 50083, Verdict::Archived),
            (400, 160_004, Verdict::ThreadExists),
            (404, 10003, Verdict::Gone),
            (404, 10008, Verdict::Gone),
            (404, 10007, Verdict::Nobody),
            (404, 10013, Verdict::Nobody),
            (400, 40003, later(60)),
            (400, 160_005, Verdict::Locked),
            (400, 160_006, Verdict::NoRoom),
            (401, 0, later(60)),
            (403, 0, later(60)),
            (408, 0, Verdict::Later(None)),
            (429, 0, Verdict::Later(None)),
            (500, 0, Verdict::Later(None)),
            (502, 0, Verdict::Later(None)),
            (503, 40001, Verdict::Later(None)),
            (503, 130_000, Verdict::Later(None)),
            (403, 50001, never.clone()),
            (403, 50013, never.clone()),
            (400, 50035, never.clone()),
            (400, 50006, never.clone()),
            (403, 40333, never.clone()),
            (405, 0, never),
        ] {
            check(status, code, &expected);
        }
        assert_eq!(verdict(&Trouble::Unreached), Verdict::Later(None));
        assert_eq!(verdict(&Trouble::Broken), Verdict::Later(None));
        assert_eq!(verdict(&Trouble::Withheld), Verdict::Later(None));
        assert!(matches!(verdict(&Trouble::Malformed), Verdict::Never(_)));
    }

    #[test]
    fn the_time_that_discord_names_counts() {
        let slow = Trouble::Refused {
            status: 429,
            code: 0,
            at: None,
            retry_after: Some(Duration::from_secs(7)),
        };
        assert_eq!(verdict(&slow), Verdict::Later(Some(Duration::from_secs(7))));
    }
}
