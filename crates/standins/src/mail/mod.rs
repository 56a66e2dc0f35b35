//! A stand-in for mail: a relay that takes everything, mailboxes read over IMAP, and a viewer.

pub mod body;
mod dsn;
pub mod imap;
pub mod mime;
pub mod post;
pub mod rules;
pub mod smtp;
pub mod summary;
pub mod viewer;
pub mod wire;
