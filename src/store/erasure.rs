//! Making sure that what was deleted is gone from the file, too.
//!
//! Every connection overwrites what it deletes. That leaves two places where a copy can be: the write-ahead log, which keeps the
//! pages as they were before, and the gaps of pages whose rows were once moved to another page. The log is emptied by a checkpoint,
//! the gaps by writing the whole file anew. Neither can be part of the transaction that deletes, so that transaction notes that
//! it is owed, and the note goes only when it was done: after a crash in between it is done at the next start.

use sqlx::{Row as _, SqliteConnection};

use super::{Store, facts, lease};

/// Under which name it is kept that something is owed, and what.
pub(super) const OWED: &str = "erasure_owed";

/// What is to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Erasure {
    /// What the write-ahead log still holds. Quick.
    Log,
    /// The same, and what may lie between rows anywhere in the file. Takes as long as copying the database does.
    Everywhere,
}

impl Erasure {
    const fn word(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Everywhere => "everywhere",
        }
    }
}

/// Notes that something deleted in this transaction has to be erased. More is never replaced by less.
pub async fn owe(db: &mut SqliteConnection, what: Erasure) -> sqlx::Result<()> {
    if owed(db).await?.is_none_or(|owed| owed < what) {
        facts::set(db, OWED, what.word()).await?;
    }
    Ok(())
}

/// What is to be erased, if anything.
pub async fn owed(db: &mut SqliteConnection) -> sqlx::Result<Option<Erasure>> {
    Ok(facts::get(db, OWED).await?.map(|word| {
        if word == Erasure::Log.word() {
            Erasure::Log
        } else {
            Erasure::Everywhere
        }
    }))
}

impl Store {
    /// Erases what is owed, and then the note of it. `false`: somebody still reads what was there before, so it has to be tried
    /// again; nothing is lost by that. Nobody writes meanwhile, and nobody who only reads waits.
    ///
    /// # Errors
    ///
    /// Also when another process has taken the lease over.
    pub async fn erase(&self) -> sqlx::Result<bool> {
        // The only connection that writes: until it is given back, nothing new is owed.
        let mut writer = self.writer.acquire().await?;
        let holder = self.holder().clone();
        if let Some(holder) = holder
            && !lease::is_held_by(&mut writer, &holder).await?
        {
            return Err(sqlx::Error::Protocol(
                "the lease on the database is lost".to_owned(),
            ));
        }
        let Some(owed) = owed(&mut writer).await? else {
            return Ok(true);
        };
        if owed == Erasure::Everywhere {
            sqlx::query("VACUUM").execute(&mut *writer).await?;
        }
        if !empty_log(&mut writer).await? {
            return Ok(false);
        }
        facts::forget(&mut writer, OWED).await?;
        Ok(true)
    }
}

/// Writes the log into the file and cuts it off. `false`: somebody reads from it.
async fn empty_log(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(db)
        .await?;
    let busy: i64 = row.try_get(0)?;
    Ok(busy == 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
pub(crate) mod tests;
