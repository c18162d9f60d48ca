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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::ids::{AskId, RoleId};
    use crate::store::members::{self, Person};
    use crate::store::tests::{start, store, with_guild};
    use crate::store::{Write, anonymity, asks, helps};

    const GUILD: GuildId = GuildId(1);
    const MIA: MemberId = MemberId(11);
    const RAVI: MemberId = MemberId(12);
    const DATA: RoleId = RoleId(70);
    const WEB: RoleId = RoleId(71);

    async fn joined(write: &mut Write, member: MemberId, roles: &[RoleId], days: i64) {
        let person = Person {
            member,
            display_name: "Somebody".to_owned(),
            user_name: "somebody".to_owned(),
            bot: false,
            pending: false,
            joined_at: start() - TimeDelta::days(days),
            roles: roles.to_vec(),
        };
        members::put(write, GUILD, &person).await.unwrap();
    }

    #[tokio::test]
    async fn the_sides_are_those_of_now() {
        let (_folder, store) = store().await;
        with_guild(&store, GUILD).await;
        let mut write = store.write().await.unwrap();
        settings::set_team_roles(&mut write, GUILD, &[WEB, DATA])
            .await
            .unwrap();
        // Bands 1 and 4.
        joined(&mut write, MIA, &[DATA, WEB, RoleId(9)], 40).await;
        joined(&mut write, RAVI, &[RoleId(9)], 370).await;
        let of = async |write: &mut Write, helper, learner| {
            let sides = Sides::of(write, GUILD, helper, learner, start())
                .await
                .unwrap();
            (sides.helper_team, sides.learner_team, sides.upwards)
        };
        assert_eq!(
            of(&mut write, MIA, Some(RAVI)).await,
            (Some(71), Some(0), Some(true)),
            "the team that stands first, and none"
        );
        assert_eq!(
            of(&mut write, RAVI, Some(MIA)).await,
            (Some(0), Some(71), Some(false))
        );
        assert_eq!(
            of(&mut write, RAVI, None).await,
            (Some(0), None, None),
            "of who asked without a name nothing is known"
        );
        assert_eq!(
            of(&mut write, MemberId(77), Some(MIA)).await,
            (None, Some(71), None)
        );
        members::leave(&mut write, GUILD, RAVI, start())
            .await
            .unwrap();
        assert_eq!(
            of(&mut write, MIA, Some(RAVI)).await,
            (Some(71), None, Some(true)),
            "who has left has no roles that are known"
        );
    }

    #[tokio::test]
    async fn the_side_of_who_asked_without_a_name_is_never_filled_in() {
        let (_folder, store) = store().await;
        with_guild(&store, GUILD).await;
        let mut write = store.write().await.unwrap();
        joined(&mut write, MIA, &[], 40).await;
        joined(&mut write, RAVI, &[], 370).await;
        sqlx::raw_sql(
            "INSERT INTO skills (skill_id, guild_id, key, name, created_at) VALUES (1, 1, 'go', 'Go', 0);
             INSERT INTO asks (ask_id, guild_id, anonymous, skill_id, details, state, created_at, last_sign_at)
                 VALUES (1, 1, 1, 1, '', 'taken', 0, 0);
             INSERT INTO anonymous_askers (ask_id, guild_id, member_id) VALUES (1, 1, 11);",
        )
        .execute(&mut *write)
        .await
        .unwrap();
        let ask = asks::find(&mut write, AskId(1)).await.unwrap().unwrap();
        helps::record(&mut write, &ask, RAVI, start())
            .await
            .unwrap();
        anonymity::reveal(&mut write, AskId(1), MIA).await.unwrap();
        let kept: (Option<i64>, Option<i64>, Option<i64>, Option<i64>) =
            sqlx::query_as("SELECT helper_team, learner_id, learner_team, upwards FROM helps")
                .fetch_one(&mut *write)
                .await
                .unwrap();
        assert_eq!(kept, (Some(0), Some(11), None, None));
    }
}
