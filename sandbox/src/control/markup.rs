//! Discord's markup as a person reads it: mentions by name, times in UTC.

use chrono::{DateTime, Utc};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use crate::{permissions, world::World};

/// Text with its mentions and times as one person reads them. Markdown stays as it was written.
pub(super) fn as_read(
    world: &World,
    guild: Option<Id<GuildMarker>>,
    viewer: Id<UserMarker>,
    text: &str,
) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        read.push_str(before);
        let mark = from
            .find('>')
            .and_then(|end| Some((one_mark(world, guild, viewer, from.get(1..end)?)?, end)));
        if let Some((shown, end)) = mark {
            read.push_str(&shown);
            rest = from.get(end + 1..).unwrap_or_default();
        } else {
            read.push('<');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    read.push_str(rest);
    links_as_read(world, viewer, &read)
}

/// What stands for the mark between `<` and `>`, if it is one.
fn one_mark(
    world: &World,
    guild: Option<Id<GuildMarker>>,
    viewer: Id<UserMarker>,
    mark: &str,
) -> Option<String> {
    if let Some(role) = mark.strip_prefix("@&") {
        let role = role.parse().ok()?;
        let name = guild
            .and_then(|guild| world.guilds.get(&guild)?.roles.get(&role))
            .map(|role| role.name.trim_start_matches('@').to_owned());
        return Some(format!("@{}", name.as_deref().unwrap_or("unknown-role")));
    }
    if let Some(user) = mark.strip_prefix("@!").or_else(|| mark.strip_prefix('@')) {
        return Some(format!("@{}", world.name_of(guild, user.parse().ok()?)));
    }
    if let Some(channel) = mark.strip_prefix('#') {
        return channel_as_read(world, viewer, channel);
    }
    if let Some(command) = mark.strip_prefix('/') {
        let (name, id) = command.rsplit_once(':')?;
        id.parse::<u64>().ok()?;
        return Some(format!("/{name}"));
    }
    if let Some(time) = mark.strip_prefix("t:") {
        let (seconds, style) = time.split_once(':').unwrap_or((time, "f"));
        let at = DateTime::from_timestamp(seconds.parse().ok()?, 0)?;
        return time_as_read(at, style, world.now());
    }
    let emoji = mark.strip_prefix("a:").or_else(|| mark.strip_prefix(':'))?;
    let (name, id) = emoji.split_once(':')?;
    id.parse::<u64>().ok()?;
    Some(format!(":{name}:"))
}

fn channel_as_read(world: &World, viewer: Id<UserMarker>, id: &str) -> Option<String> {
    let id = id.parse().ok()?;
    let Some(channel) = world.channels.get(&id) else {
        return Some("#deleted-channel".to_owned());
    };
    if !permissions::can_see(world, id, viewer) {
        return Some("#no-access".to_owned());
    }
    Some(format!("#{}", channel.name))
}

/// A time in one of Discord's styles, or `None` for a style that does not exist.
fn time_as_read(at: DateTime<Utc>, style: &str, now: DateTime<Utc>) -> Option<String> {
    let format = match style {
        "t" => "%H:%M UTC",
        "T" => "%H:%M:%S UTC",
        "d" => "%d/%m/%Y",
        "D" => "%-d %B %Y",
        "f" => "%-d %B %Y %H:%M UTC",
        "F" => "%A, %-d %B %Y %H:%M UTC",
        "s" => "%d/%m/%Y %H:%M UTC",
        "S" => "%d/%m/%Y %H:%M:%S UTC",
        "R" => return Some(relative(at, now)),
        _ => return None,
    };
    Some(at.format(format).to_string())
}

fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (at - now).num_seconds();
    let far = seconds.abs();
    let (count, unit) = match far {
        0..60 => (far, "second"),
        60..3_600 => (far / 60, "minute"),
        3_600..86_400 => (far / 3_600, "hour"),
        86_400..2_592_000 => (far / 86_400, "day"),
        2_592_000..31_536_000 => (far / 2_592_000, "month"),
        _ => (far / 31_536_000, "year"),
    };
    let plural = if count == 1 { "" } else { "s" };
    if seconds < 0 {
        format!("{count} {unit}{plural} ago")
    } else {
        format!("in {count} {unit}{plural}")
    }
}

/// Links to channels and messages of a server here, as the client shortens them.
fn links_as_read(world: &World, viewer: Id<UserMarker>, text: &str) -> String {
    const LINK: &str = "https://discord.com/channels/";
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(LINK) {
        let (before, from) = rest.split_at(start);
        read.push_str(before);
        let path = from.get(LINK.len()..).unwrap_or_default();
        let length = path
            .find(|c: char| !(c.is_ascii_digit() || c == '/'))
            .unwrap_or(path.len());
        let (path, after) = path.split_at(length);
        let mut parts = path.trim_end_matches('/').split('/');
        let shown = parts
            .nth(1)
            .and_then(|channel| channel_as_read(world, viewer, channel));
        // In a Markdown link the address is not what is read, so it stays.
        match shown {
            Some(channel) if !before.ends_with("](") => {
                read.push_str(&channel);
                if parts.next().is_some() {
                    read.push_str(" › 💬");
                }
            }
            _ => {
                read.push_str(LINK);
                read.push_str(path);
            }
        }
        rest = after;
    }
    read.push_str(rest);
    read
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::{cast, clock::ClockMode, sandbox::Options};

    #[test]
    fn marks_are_read_as_names_and_times() {
        let mut world = World::new(ClockMode::Moved("2026-03-02T09:00:00Z".parse().unwrap()));
        cast::settle_in(&mut world, &Options::default());
        let mia = world.user_named("mia").unwrap();
        let guild = *world.guilds.keys().next().unwrap();
        let help = world.place_named(mia, "help").unwrap();
        let managers = world
            .channels
            .values()
            .find(|channel| channel.name == "managers")
            .unwrap()
            .id;
        let role = world.role_named(guild, "Managers").unwrap();
        let now = world.now().timestamp();
        for (written, read) in [
            (format!("Ask <@{mia}>!"), "Ask @Mia!".to_owned()),
            (format!("<@!{mia}>"), "@Mia".to_owned()),
            (format!("<@&{role}>"), "@Managers".to_owned()),
            (format!("in <#{help}>"), "in #help".to_owned()),
            (format!("<#{managers}>"), "#no-access".to_owned()),
            ("<#1>".to_owned(), "#deleted-channel".to_owned()),
            (
                "</round preview:12>".to_owned(),
                "/round preview".to_owned(),
            ),
            ("<:wave:12>".to_owned(), ":wave:".to_owned()),
            (format!("<t:{now}>"), "2 March 2026 09:00 UTC".to_owned()),
            (format!("<t:{now}:t>"), "09:00 UTC".to_owned()),
            (format!("<t:{}:R>", now + 7200), "in 2 hours".to_owned()),
            (format!("<t:{}:R>", now - 61), "1 minute ago".to_owned()),
            (
                format!("https://discord.com/channels/{guild}/{help}/5 ok"),
                "#help › 💬 ok".to_owned(),
            ),
            (
                format!("[here](https://discord.com/channels/{guild}/{help}/5)"),
                format!("[here](https://discord.com/channels/{guild}/{help}/5)"),
            ),
            (
                "a < b and <t:x> c".to_owned(),
                "a < b and <t:x> c".to_owned(),
            ),
            ("<".to_owned(), "<".to_owned()),
        ] {
            assert_eq!(as_read(&world, Some(guild), mia, &written), read);
        }
    }
}
