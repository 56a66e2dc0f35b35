//! One story, told to both engines.

use std::fmt;
use std::sync::Arc;

use liaison_store::Db;

use crate::{SqliteFile, fresh_postgres, fresh_sqlite};

/// A migrated database without any rows, and where it is. An SQLite file goes with the last clone.
#[derive(Clone)]
pub struct Fresh {
    place: Arc<Place>,
    db: Db,
}

enum Place {
    Sqlite(SqliteFile),
    Postgres(String),
}

impl fmt::Debug for Fresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.db.engine_name())
    }
}

impl Fresh {
    /// # Panics
    /// When the file cannot be made.
    pub async fn sqlite() -> Self {
        Self::at(Place::Sqlite(fresh_sqlite())).await
    }

    /// # Panics
    /// When there is no PostgreSQL to be had.
    pub async fn postgres() -> Self {
        Self::at(Place::Postgres(fresh_postgres().await)).await
    }

    async fn at(place: Place) -> Self {
        let db = open(&place).await;
        Self {
            place: Arc::new(place),
            db,
        }
    }

    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// A second handle with connections of its own, as another process would have.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn open_again(&self) -> Db {
        open(&self.place).await
    }

    /// What a settings file would say: a path or a `postgres://` URL.
    pub fn address(&self) -> String {
        match &*self.place {
            Place::Sqlite(file) => file.path().display().to_string(),
            Place::Postgres(url) => url.clone(),
        }
    }
}

async fn open(place: &Place) -> Db {
    match place {
        Place::Sqlite(file) => Db::sqlite(&file.path()).await,
        Place::Postgres(url) => Db::postgres(url).await,
    }
    .expect("a fresh database does not open")
}

impl From<&Fresh> for Db {
    fn from(fresh: &Fresh) -> Self {
        fresh.db()
    }
}

impl From<&Fresh> for Fresh {
    fn from(fresh: &Fresh) -> Self {
        fresh.clone()
    }
}

/// Makes of each `async fn name(db: Db)` the tests `name::sqlite` and `name::postgres`, each with a
/// fresh database. A story that needs to know where the database is, or a second handle to it, takes
/// a [`Fresh`](crate::Fresh) instead. The caller needs tokio with `macros` and `rt-multi-thread`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$about:meta])* async fn $name:ident($database:ident: $kind:ty) $story:block)+) => {$(
        #[cfg(test)]
        mod $name {
            use super::*;

            $(#[$about])*
            async fn story($database: $kind) $story

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let fresh = $crate::Fresh::sqlite().await;
                story((&fresh).into()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let fresh = $crate::Fresh::postgres().await;
                story((&fresh).into()).await;
            }
        }
    )+};
}
