//! The people sellers work with.

mod act;
mod add;
pub(crate) mod beside;
mod consent;
mod domains;
pub(crate) mod head;
mod list;
pub(crate) mod offers;
mod person;
mod routes;
pub(crate) mod standing;
pub(crate) mod timeline;
mod unsubscribe;
mod unsubscribe_settings;

pub(crate) use routes::routes;
