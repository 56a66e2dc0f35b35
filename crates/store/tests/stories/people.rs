//! Whom the stories tell of.

use std::future::Future;

use liaison_domain::access::User;
use liaison_store::access::users;
use liaison_store::{Db, Sql};
use liaison_testkit::sample;

/// An active user, already in the database.
pub async fn user(sql: &impl Sql, number: u128) -> User {
    let user = sample::user(number);
    users::add(sql, &user).await.expect("a user");
    user
}

/// Does the same so many times at once, each with a handle to the database; the answers in any order.
pub async fn at_once<T, F>(db: &Db, times: usize, deed: impl Fn(Db, usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let tasks: tokio::task::JoinSet<T> = (0..times).map(|n| deed(db.clone(), n)).collect();
    tasks.join_all().await
}
