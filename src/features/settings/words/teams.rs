//! The section about teams.

use super::back;
use crate::custom_id::SetupClick;
use crate::domain::ids::RoleId;
use crate::features::paging::Page;
use crate::features::settings::page::View;
use crate::post::{Block, Button, Post, Select, SelectKind};

/// Teams on one page: each takes three of the forty components.
const TEAMS_A_PAGE: u16 = 8;

/// Which roles are teams, and in which order they count.
pub(in crate::features::settings) fn teams(view: &View, wanted: u16) -> Post {
    let page = Page::new(view.teams.len(), TEAMS_A_PAGE, wanted);
    let first_step = if view.teams.is_empty() {
        " There are none yet: add up to 25 at once below."
    } else {
        ""
    };
    let text = format!(
        "### Teams\nSomebody's team is the first of these roles that they have, so the order counts.{first_step}"
    );
    let mut post = Post::text(page.under(text));
    for (place, team) in (page.offset() + 1..).zip(page.of(&view.teams)) {
        post.blocks.push(Block::Section {
            text: format!("{place}. {}", team.mention()),
            button: Button {
                disabled: place == 1,
                ..Button::plain("Move up", SetupClick::TeamUp { role: *team })
            },
        });
    }
    let picker = |id: SetupClick, placeholder: &str| Select {
        id: id.into(),
        placeholder: placeholder.to_owned(),
        kind: SelectKind::Roles(Vec::new()),
        min: 1,
        max: 25,
    };
    post = post.and_select(picker(SetupClick::AddTeams {}, "Add team roles"));
    if !view.teams.is_empty() {
        post = post.and_select(picker(SetupClick::RemoveTeams {}, "Remove team roles"));
    }
    post.and_buttons(
        page.buttons(|page| SetupClick::Teams { page })
            .into_iter()
            .chain([back()]),
    )
}

/// The page of the teams on which a team stands.
pub(in crate::features::settings) fn page_of_team(teams: &[RoleId], team: RoleId) -> u16 {
    let place = teams
        .iter()
        .position(|other| *other == team)
        .unwrap_or_default();
    u16::try_from(place / usize::from(TEAMS_A_PAGE)).unwrap_or_default()
}
