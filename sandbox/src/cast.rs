//! The people, channels and roles that exist when the sandbox starts.
//!
//! Everybody here is invented.

use chrono::{DateTime, TimeDelta, Utc};
use twilight_model::{
    channel::{
        ChannelType,
        permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    },
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker},
    },
};

use crate::{
    sandbox::Options,
    world::{
        World,
        channel::Channel,
        guild::{Guild, Member, Role},
        user::User,
    },
};

/// Who is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cast {
    /// Four members: Mia, a backend engineer; Ravi, a data engineer; Noor, a manager; Ada, who owns the server. Sam
    /// and Olu have accounts, and are not members.
    #[default]
    Small,
    /// That many members, the small cast's four among them, in five teams, between ten years and a few days of
    /// service. Between 4 and 5,000; other numbers are taken to the nearer end.
    Team(usize),
}

/// What a bot that opens threads and answers in channels is usually invited with.
pub const BOT_PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::MANAGE_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// What Discord allows everyone in a new server, as far as text goes.
const EVERYONE: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::CHANGE_NICKNAME)
    .union(Permissions::CREATE_INVITE)
    .union(Permissions::USE_SLASH_COMMANDS);

/// The bot's name, and its own role's.
const BOT_NAME: &str = "Potluck";

/// The teams, as roles.
pub const TEAMS: [&str; 5] = ["Platform", "Product", "Data", "Design", "Support"];

/// Somebody: display name, team by its place in [`TEAMS`], and days of service when the sandbox starts.
struct Somebody<Name>(Name, Option<usize>, i64);

/// The small cast's members.
const SMALL: [Somebody<&str>; 4] = [
    Somebody("Ada", None, 3_300),
    Somebody("Mia", Some(0), 520),
    Somebody("Ravi", Some(2), 1_480),
    Somebody("Noor", Some(1), 1_900),
];

/// Who else there is in a team of twenty-four.
const OTHERS: [Somebody<&str>; 20] = [
    Somebody("Ines", Some(0), 2_450),
    Somebody("Tomas", Some(0), 830),
    Somebody("Yuki", Some(0), 195),
    Somebody("Femi", Some(0), 64),
    Somebody("Lena", Some(1), 1_130),
    Somebody("Oscar", Some(1), 400),
    Somebody("Priya", Some(1), 150),
    Somebody("Jonas", Some(1), 41),
    Somebody("Amara", Some(2), 2_900),
    Somebody("Kenji", Some(2), 610),
    Somebody("Sofia", Some(2), 230),
    Somebody("Bram", Some(2), 19),
    Somebody("Nadia", Some(3), 1_700),
    Somebody("Elio", Some(3), 760),
    Somebody("Hana", Some(3), 310),
    Somebody("Milo", Some(3), 100),
    Somebody("Greta", Some(4), 2_150),
    Somebody("Samir", Some(4), 980),
    Somebody("Chloe", Some(4), 280),
    Somebody("Dario", Some(4), 12),
];

/// Members above twenty-four are numbered.
const MOST_MEMBERS: usize = 5_000;

/// A member of less than this many days does not have the role that opens `#members`.
const DAYS_TO_MEMBERS: i64 = 30;

/// The roles that the cast is given.
struct Roles {
    managers: Id<RoleMarker>,
    members: Id<RoleMarker>,
    teams: Vec<Id<RoleMarker>>,
    bot: Id<RoleMarker>,
}

/// Puts guild, roles, channels and people into a new world.
pub(crate) fn settle_in(world: &mut World, options: &Options) {
    let now = world.now();
    let owner = new_user(world, "Ada");
    let id: Id<GuildMarker> = world.next_id();
    let mut guild = Guild {
        id,
        name: "Hearth & Co".to_owned(),
        owner,
        roles: std::collections::BTreeMap::new(),
        members: std::collections::BTreeMap::new(),
        screening: options.screening,
        available: true,
    };
    let roles = make_roles(world, &mut guild, options.bot_permissions);
    for Somebody(name, team, days) in members(options.members) {
        let user = if name == "Ada" {
            owner
        } else {
            new_user(world, &name)
        };
        let member = employ(user, &roles, team, now - TimeDelta::days(days), now);
        guild.members.insert(user, member);
    }
    if let Some(noor) = world.user_named("noor")
        && let Some(member) = guild.members.get_mut(&noor)
    {
        member.roles.push(roles.managers);
        member.roles.sort_unstable();
    }
    for outsider in ["Sam", "Olu"] {
        new_user(world, outsider);
    }
    let bot = world.application.bot;
    if let Some(user) = world.users.get_mut(&bot) {
        // Unlike people's, a bot's user name is what is shown, and may have capitals.
        BOT_NAME.clone_into(&mut user.username);
    }
    let mut member = Member::new(bot, now);
    member.roles = vec![roles.bot];
    guild.members.insert(bot, member);
    world.application.owner = Some(owner);
    make_channels(world, id, &roles);
    world.guilds.insert(id, guild);
}

/// Who is a member, by name, team and days of service.
fn members(cast: Cast) -> Vec<Somebody<String>> {
    let count = match cast {
        Cast::Small => SMALL.len(),
        Cast::Team(count) => count.clamp(SMALL.len(), MOST_MEMBERS),
    };
    let named = SMALL
        .into_iter()
        .chain(OTHERS)
        .map(|Somebody(name, team, days)| Somebody(name.to_owned(), team, days));
    let numbered = (25..).map(|number: usize| {
        // Spread over teams and ten years, by numbers that share no factor with them.
        let days = i64::try_from(number * 97 % 3_600).unwrap_or(0) + 1;
        Somebody(
            format!("Teammate{number}"),
            Some(number % TEAMS.len()),
            days,
        )
    });
    named.chain(numbered).take(count).collect()
}

/// Makes an account. The user name is the name in lower case.
pub(crate) fn new_user(world: &mut World, name: &str) -> Id<UserMarker> {
    let id = world.next_id();
    let mut user = User::new(id, name.to_lowercase());
    user.global_name = Some(name.to_owned());
    world.users.insert(id, user);
    id
}

fn employ(
    user: Id<UserMarker>,
    roles: &Roles,
    team: Option<usize>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Member {
    let mut member = Member::new(user, since);
    member
        .roles
        .extend(team.and_then(|team| roles.teams.get(team)));
    if now - since >= TimeDelta::days(DAYS_TO_MEMBERS) {
        member.roles.push(roles.members);
    }
    member.roles.sort_unstable();
    member
}

fn make_roles(world: &mut World, guild: &mut Guild, bot_permissions: Permissions) -> Roles {
    let everyone = guild.everyone();
    let mut add = |id: Id<RoleMarker>, name: &str, permissions: Permissions, color: u32| {
        let position = i64::try_from(guild.roles.len()).unwrap_or(0);
        let mut role = Role::new(id, name, position);
        role.permissions = permissions;
        role.color = color;
        role.hoist = color != 0;
        guild.roles.insert(id, role);
        id
    };
    add(everyone, "@everyone", EVERYONE, 0);
    let members = add(world.next_id(), "Members", Permissions::empty(), 0);
    let colors = [0x2a_9d_8f, 0xe9_c4_6a, 0x26_46_53, 0xe7_6f_51, 0x8a_b1_7d];
    let teams = TEAMS
        .into_iter()
        .zip(colors)
        .map(|(name, color)| add(world.next_id(), name, Permissions::empty(), color))
        .collect();
    let managers = add(
        world.next_id(),
        "Managers",
        Permissions::MANAGE_MESSAGES,
        0xf4_a2_61,
    );
    let bot = add(world.next_id(), BOT_NAME, bot_permissions, 0);
    if let Some(role) = guild.roles.get_mut(&bot) {
        role.bot = Some(world.application.bot);
    }
    Roles {
        managers,
        members,
        teams,
        bot,
    }
}

fn make_channels(world: &mut World, guild: Id<GuildMarker>, roles: &Roles) {
    let view = Permissions::VIEW_CHANNEL;
    let everyone: Id<RoleMarker> = guild.cast();
    let open = |topic: &'static str| (topic, Vec::new());
    let only = |topic: &'static str, who: &[Id<RoleMarker>]| {
        let mut overwrites = vec![overwrite(everyone, Permissions::empty(), view)];
        overwrites.extend(
            who.iter()
                .map(|role| overwrite(*role, view, Permissions::empty())),
        );
        (topic, overwrites)
    };
    let channels = [
        ("general", open("Anything goes")),
        ("help", open("Ask, and somebody will know")),
        ("coffee", open("Coffee chats")),
        (
            "managers",
            only("For managers", &[roles.managers, roles.bot]),
        ),
        (
            "members",
            only("For those who have been here a month", &[roles.members]),
        ),
    ];
    for (position, (name, (topic, overwrites))) in channels.into_iter().enumerate() {
        let id: Id<ChannelMarker> = world.next_id();
        let mut channel = Channel::new(id, ChannelType::GuildText, name);
        channel.guild_id = Some(guild);
        channel.topic = Some(topic.to_owned());
        channel.position = i64::try_from(position).unwrap_or(0);
        channel.overwrites = overwrites;
        world.channels.insert(id, channel);
    }
}

fn overwrite(role: Id<RoleMarker>, allow: Permissions, deny: Permissions) -> PermissionOverwrite {
    PermissionOverwrite {
        id: role.cast(),
        kind: PermissionOverwriteType::Role,
        allow,
        deny,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::{clock::ClockMode, permissions};

    fn world(members: Cast) -> World {
        let mut world = World::new(ClockMode::Moved("2026-03-02T09:00:00Z".parse().unwrap()));
        let options = Options {
            members,
            ..Options::default()
        };
        settle_in(&mut world, &options);
        world
    }

    fn guild(world: &World) -> &Guild {
        world.guilds.values().next().unwrap()
    }

    fn who_sees(world: &World, channel: &str) -> Vec<String> {
        let channel = world
            .channels
            .values()
            .find(|each| each.name == channel)
            .unwrap();
        world
            .users
            .values()
            .filter(|user| permissions::can_see(world, channel.id, user.id))
            .map(|user| user.username.clone())
            .collect()
    }

    #[test]
    fn the_cast_has_as_many_members_as_asked_for() {
        for (cast, people) in [
            (Cast::Small, 4),
            (Cast::Team(24), 24),
            (Cast::Team(1), 4),
            (Cast::Team(130), 130),
        ] {
            let world = world(cast);
            assert_eq!(guild(&world).members.len(), people + 1, "and the bot");
        }
    }

    #[test]
    fn private_channels_are_private() {
        let world = world(Cast::Team(24));
        assert_eq!(who_sees(&world, "managers"), ["Potluck", "ada", "noor"]);
        assert_eq!(who_sees(&world, "general").len(), 25);
        let members = who_sees(&world, "members");
        assert!(!members.contains(&"dario".to_owned()), "only 12 days here");
        assert!(members.contains(&"mia".to_owned()));
    }

    #[test]
    fn sam_and_olu_are_outside() {
        let world = world(Cast::Team(24));
        for name in ["sam", "olu"] {
            let user = world.user_named(name).unwrap();
            assert!(!guild(&world).members.contains_key(&user));
        }
    }

    #[test]
    fn a_team_of_twenty_four_has_people_of_every_team_and_age() {
        let world = world(Cast::Team(24));
        let guild = guild(&world);
        for team in TEAMS {
            let role = guild.roles.values().find(|role| role.name == team).unwrap();
            let count = guild
                .members
                .values()
                .filter(|member| member.roles.contains(&role.id))
                .count();
            assert!(count >= 4, "{team} has {count}");
        }
        let days = |member: &Member| (world.now() - member.joined_at).num_days();
        assert!(guild.members.values().any(|member| days(member) > 2_500));
        assert!(
            guild
                .members
                .values()
                .any(|member| (1..30).contains(&days(member)))
        );
    }
}
