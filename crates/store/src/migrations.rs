//! The migrations, the same text on both engines, applied by one writer at a time: all that are new in
//! one transaction, so that a database is never between two versions.

use crate::sql::Fault;

refinery::embed_migrations!("migrations");

pub(crate) fn run_sqlite(connection: &mut rusqlite::Connection) -> Result<(), Fault> {
    migrations::runner()
        .set_grouped(true)
        .run(connection)
        .map_err(|e| Fault::Migration(e.to_string()))?;
    Ok(())
}

/// Any number of processes may start at once: the advisory lock lets one migrate, the others wait.
pub(crate) async fn run_postgres(client: &mut tokio_postgres::Client) -> Result<(), Fault> {
    const LOCK: &str = "select pg_advisory_lock(7246151)";
    const UNLOCK: &str = "select pg_advisory_unlock(7246151)";
    client.batch_execute(LOCK).await?;
    let outcome = migrations::runner()
        .set_grouped(true)
        .run_async(client)
        .await;
    client.batch_execute(UNLOCK).await?;
    outcome.map_err(|e| Fault::Migration(e.to_string()))?;
    Ok(())
}
