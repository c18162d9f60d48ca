//! Teams: what an admin's team roles make of a member.

use super::ids::RoleId;

/// The team of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Team {
    /// The team with this role.
    Role(RoleId),
    /// No role of a team: one of "others".
    Others,
}

impl Team {
    /// The first of the admin's team roles, in the admin's order, that the member has.
    pub fn of(team_roles: &[RoleId], member_roles: &[RoleId]) -> Self {
        team_roles
            .iter()
            .find(|role| member_roles.contains(role))
            .map_or(Self::Others, |role| Self::Role(*role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(team_roles: &[i64], member_roles: &[i64], expected: Team) {
        let roles = |ids: &[i64]| ids.iter().copied().map(RoleId).collect::<Vec<_>>();
        assert_eq!(Team::of(&roles(team_roles), &roles(member_roles)), expected);
    }

    #[test]
    fn the_first_team_role_counts() {
        check(&[1, 2, 3], &[3, 2], Team::Role(RoleId(2)));
        check(&[3, 2, 1], &[3, 2], Team::Role(RoleId(3)));
        check(&[1], &[9], Team::Others);
        check(&[], &[1], Team::Others);
        check(&[1], &[], Team::Others);
    }
}
