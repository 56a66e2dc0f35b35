//! What happened: the feed.

mod routes;

pub(crate) use routes::routes;
