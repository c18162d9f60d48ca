//! The only SQL. One file a table family; functions take a connection, so that a transition can put several into one transaction.

use sqlx::{Sqlite, SqlitePool, Transaction};

pub mod types;

/// The database: one writer and several readers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    readers: SqlitePool,
    writer: SqlitePool,
}

/// A write: one `BEGIN IMMEDIATE` transaction. Dropped without [`Write::commit`], it leaves nothing behind.
/// It derefs to a connection, which every function of this module takes.
#[derive(Debug)]
pub struct Write(Transaction<'static, Sqlite>);
