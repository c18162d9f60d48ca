//! The section about what counts when people are put together.

use super::programmes::select;
use crate::custom_id::SetupClick;
use crate::domain::pairing::Weight;
use crate::features::rounds::programmes::Aspect;
use crate::features::settings::page::Shown;
use crate::markdown::escape_line;
use crate::post::{Button, Post, SelectOption};

/// How much each kind of worth counts when people are put together.
pub(in crate::features::settings) fn weights(shown: &Shown) -> Post {
    let programme = &shown.programme;
    let mut post = Post::text(format!(
        "### What counts in {}\nNobody meets the same person again while there is somebody new: that always comes first. Among those, \
         I put together whom these bring together. **Off** leaves one aside, **high** doubles it.",
        escape_line(&programme.name)
    ));
    for (number, aspect) in (0u8..).zip(Aspect::ALL) {
        let chosen = aspect.of(&programme.emphasis);
        let name = aspect_name(aspect);
        post = post.and_select(select(
            SetupClick::Weigh {
                programme: programme.id,
                aspect: number,
            },
            name,
            Weight::ALL.iter().map(|weight| SelectOption {
                label: format!("{name}: {}", weight_name(*weight)),
                value: weight.as_str().to_owned(),
                description: None,
                chosen: *weight == chosen,
            }),
        ));
    }
    post.and_buttons([Button::plain(
        "Back",
        SetupClick::Programme {
            programme: programme.id,
        },
    )])
}

const fn aspect_name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Skills => "One teaches what the other wishes for",
        Aspect::BothWays => "Both can teach the other something",
        Aspect::Teams => "Different teams",
        Aspect::Tenure => "Long here and not so long",
        Aspect::Hours => "Working hours in common",
        Aspect::Newcomers => "New people with hosts",
    }
}

const fn weight_name(weight: Weight) -> &'static str {
    match weight {
        Weight::Off => "off",
        Weight::Low => "low",
        Weight::Normal => "normal",
        Weight::High => "high",
    }
}
