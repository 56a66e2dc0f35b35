//! The people sellers work with.

mod routes;

pub(crate) use routes::routes;
