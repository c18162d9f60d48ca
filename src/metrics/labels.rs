//! The words that labels can be.

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// Every one there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As the label says it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

words! {
    /// What somebody did.
    Interaction {
        /// Used a command.
        Command = "command",
        /// Pressed, chose or submitted something.
        Click = "click",
        /// Typed an option for which values are suggested.
        Typing = "typing",
    }
}

words! {
    /// How an interaction ended.
    Outcome {
        /// As it was meant to.
        Done = "done",
        /// With a sentence that says what the person can do about it.
        Refused = "refused",
        /// With an apology, and a line in the log.
        Failed = "failed",
        /// Without suggestions, since they would have come too late.
        Late = "late",
        /// With an answer that Discord did not take, or not in time.
        Unanswered = "unanswered",
    }
}

impl Outcome {
    /// Whether what somebody did in this way can end so.
    pub fn befalls(self, kind: Interaction) -> bool {
        match self {
            Self::Done | Self::Failed | Self::Unanswered => true,
            Self::Refused => kind != Interaction::Typing,
            Self::Late => kind == Interaction::Typing,
        }
    }
}

words! {
    /// How a request to Discord ended.
    Request {
        /// Discord did what was asked.
        Done = "done",
        /// 401 or 403: Discord shuts out for a while who has ten thousand of them, or of 429, in ten minutes.
        Forbidden = "forbidden",
        /// 429: too many.
        RateLimited = "rate_limited",
        /// Any other refusal.
        Refused = "refused",
        /// 500 and above.
        ServerError = "server_error",
        /// No connection could be made.
        Unreached = "unreached",
        /// The connection broke before the answer.
        Broken = "broken",
        /// The request could not be made at all.
        Malformed = "malformed",
    }
}

words! {
    /// How an attempt to carry out a row of the outbox ended.
    Carried {
        /// It is carried out.
        Done = "done",
        /// It is tried again.
        Again = "again",
        /// Discord has no room for another thread now.
        NoRoom = "no_room",
        /// It waits until its addressee works.
        PutOff = "put_off",
        /// Where it was to be is gone, or it is no longer of use.
        Dropped = "dropped",
        /// It can be delivered nowhere, and waits in `/me`.
        Waiting = "waiting",
        /// Discord refuses it for good.
        Failed = "failed",
        /// Nobody can tell whether it was carried out.
        Undecided = "undecided",
    }
}

words! {
    /// How a run of a job ended.
    Run {
        /// It did what was due.
        Done = "done",
        /// It failed, or got nowhere, and is tried again.
        Failed = "failed",
    }
}
