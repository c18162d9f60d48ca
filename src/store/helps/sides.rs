//! On which sides the two of a help are when it happens: their teams and how long they have been members. Kept beside the help, as
//! teams change and people leave, and what a digest said of a week must not.

use chrono::{DateTime, Utc};
use sqlx::{Result, SqliteConnection, query};

use crate::domain::ids::{GuildId, MemberId};
use crate::domain::team::Team;
use crate::domain::tenure::TenureBand;
use crate::store::settings;
use crate::store::types::at;

/// How a help is kept that goes by nobody's team: somebody without a team.
const NO_TEAM: i64 = 0;

/// The sides of a help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    /// The role of the helper's team, 0 without one; `None`: not known.
    pub(super) helper_team: Option<i64>,
    /// The learner's.
    pub(super) learner_team: Option<i64>,
    /// Whether the learner has been a member for at least three bands longer; `None`: not known of one of them.
    pub(super) upwards: Option<bool>,
}

impl Sides {
    /// The sides of these two now. Of a learner without a name nothing is known, then or later.
    pub(super) async fn of(
        db: &mut SqliteConnection,
        guild: GuildId,
        helper: MemberId,
        learner: Option<MemberId>,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let helper = side(db, guild, helper, now).await?;
        let learner = match learner {
            Some(learner) => side(db, guild, learner, now).await?,
            None => None,
        };
        Ok(Self {
            helper_team: helper.and_then(|side| side.team),
            learner_team: learner.and_then(|side| side.team),
            upwards: helper
                .zip(learner)
                .map(|(helper, learner)| helper.tenure.helps_upwards(learner.tenure)),
        })
    }
}

/// What is known of one of them.
#[derive(Clone, Copy)]
struct Side {
    team: Option<i64>,
    tenure: TenureBand,
}

async fn side(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    now: DateTime<Utc>,
) -> Result<Option<Side>> {
    let Some(row) = query!(
        "SELECT joined_at, left_at FROM members WHERE guild_id = ? AND member_id = ?",
        guild,
        member
    )
    .fetch_optional(&mut *db)
    .await?
    else {
        return Ok(None);
    };
    // Discord tells nothing of the roles of who has left.
    let team = if row.left_at.is_some() {
        None
    } else {
        let teams = settings::team_roles(db, guild).await?;
        let roles = settings::roles_of(db, guild, member).await?;
        Some(match Team::of(&teams, &roles) {
            Team::Role(role) => role.0,
            Team::Others => NO_TEAM,
        })
    };
    Ok(Some(Side {
        team,
        tenure: TenureBand::at(at(row.joined_at), now),
    }))
}
