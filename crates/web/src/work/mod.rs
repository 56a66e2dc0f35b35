//! What sellers do by plan: campaigns, tasks, calls.

mod routes;

pub(crate) use routes::routes;
