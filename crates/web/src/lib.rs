//! What people see: pages as plain HTML first, improved by small scripts.
//!
//! [`routes`] lists every address and who may call it; a page is a handler in its wing, a template of
//! the same name in `templates/`, and its words in `locales/`.
#![forbid(unsafe_code)]

mod access;
pub mod assets;
mod cookies;
mod dates;
mod design;
mod home;
mod letters;
mod links;
mod mail;
mod page;
mod parts;
mod respond;
pub mod routes;
mod security;
mod table;
mod texts;
mod visitor;

use liaison_engine::Engine;

pub use cookies::session_cookie;
pub use letters::TemplateLetters;
pub use table::{Route, Who};

/// What the handlers share.
#[derive(Clone)]
pub struct App {
    pub engine: Engine,
    /// The demo world runs: its sign is shown and `/design` exists.
    pub demo: bool,
}

impl App {
    /// Cookies are for TLS only where we are reached by TLS.
    fn is_secure(&self) -> bool {
        self.engine.public_url.scheme() == "https"
    }
}

/// The whole web application.
pub fn router(app: App) -> axum::Router {
    security::wrap(routes::table(app.demo).into_router(), app)
}
