//! The people sellers work with.

mod routes;
mod unsubscribe;
mod unsubscribe_settings;

pub(crate) use routes::routes;
