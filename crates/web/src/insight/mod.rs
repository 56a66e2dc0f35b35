//! What happened: the feed, and how it is noticed.

mod feed;
mod routes;
mod row;
mod stream;
mod track;
mod tracking_settings;

pub(crate) use routes::routes;
