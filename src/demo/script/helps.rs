//! The helps on record, as a table.

use std::path::Path;

use discord_sandbox::Sandbox;

use super::super::DemoError;
use super::stage::missing;
use crate::activity::Activity;
use crate::domain::ids::GuildId;
use crate::store::Store;
use crate::store::helps;

/// Columns of the table, in characters.
const COLUMNS: [usize; 5] = [18, 10, 12, 14, 60];

/// The helps on record, read from the database.
pub(super) async fn table(sandbox: &Sandbox, database: &Path) -> Result<String, DemoError> {
    let unreadable = |why: &dyn std::fmt::Display| DemoError::Database(why.to_string());
    let store = Store::open(database, &Activity::default())
        .await
        .map_err(|why| unreadable(&why))?;
    let guild = GuildId(i64::try_from(sandbox.guild_id().get()).map_err(|why| unreadable(&why))?);
    let mut reader = store.read().await.map_err(|why| unreadable(&why))?;
    let facts = helps::all(&mut reader, guild)
        .await
        .map_err(|why| unreadable(&why))?;
    drop(reader);
    store.close().await;
    if facts.is_empty() {
        return Err(missing("the help is on record", "the helps table is empty"));
    }
    let name = |member: i64| {
        sandbox
            .look(|world| {
                world
                    .users
                    .values()
                    .find(|user| i64::try_from(user.id.get()) == Ok(member))
                    .and_then(|user| user.global_name.clone())
            })
            .unwrap_or_default()
    };
    let mut table = row(&["when", "helper", "learner", "skill", "thanks"]);
    table.push_str(&COLUMNS.map(|width| "─".repeat(width)).join("┼"));
    table.push('\n');
    let nobody = || "(not told)".to_owned();
    for fact in facts {
        let when = fact.happened_at.format("%Y-%m-%d %H:%M").to_string();
        table.push_str(&row(&[
            &when,
            &fact.helper.map_or_else(nobody, |member| name(member.0)),
            &fact.learner.map_or_else(nobody, |member| name(member.0)),
            &fact.skill.unwrap_or_default(),
            &fact.thanks.unwrap_or_default(),
        ]));
    }
    Ok(table)
}

fn row(cells: &[&str; 5]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .zip(COLUMNS)
        .map(|(cell, width)| format!("{cell:<width$}"))
        .collect();
    format!("{}\n", cells.join("│").trim_end())
}
