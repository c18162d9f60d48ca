//! Enums that are kept as words, so that a table reads without the code beside it.

use thiserror::Error;

/// A word that stands for no value of the type: the row was written by another version, or by hand.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{word}` is not a known {kind}")]
pub struct UnknownWord {
    /// The type that was looked for.
    pub kind: &'static str,
    /// What was found in its place.
    pub word: String,
}

/// Declares a plain enum together with the word each value is kept as, `ALL` values, `as_str` and `FromStr`.
macro_rules! stored_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word this value is kept as.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::domain::UnknownWord { kind: stringify!($name), word: word.to_owned() }),
                }
            }
        }
    };
}

pub(crate) use stored_words;

#[cfg(test)]
mod tests {
    use crate::domain::ask::{AskState, Face, InvitationState};
    use crate::domain::skill::Level;

    #[test]
    fn every_value_comes_back_from_its_word() {
        for level in Level::ALL {
            assert_eq!(level.as_str().parse(), Ok(*level));
        }
        for face in Face::ALL {
            assert_eq!(face.as_str().parse(), Ok(*face));
        }
        for state in AskState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
        for state in InvitationState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
    }

    #[test]
    fn an_unknown_word_is_named() {
        let error = "guru".parse::<Level>().map_err(|error| error.to_string());
        assert_eq!(error, Err("`guru` is not a known Level".to_owned()));
    }
}
