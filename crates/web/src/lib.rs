//! What people see: pages as plain HTML first, improved by small scripts.
//!
//! [`routes`] lists every address and who may call it; a page is a handler in its wing, a template of
//! the same name in `templates/`, and its words in `locales/`.
#![forbid(unsafe_code)]

mod access;
pub mod assets;
mod cookies;
mod dates;
#[cfg(feature = "demo")]
pub mod demo;
#[cfg(feature = "demo")]
mod design;
mod forms;
mod home;
mod insight;
mod letters;
mod links;
mod mail;
mod page;
mod parts;
mod people;
mod respond;
pub mod routes;
mod security;
mod table;
mod texts;
mod visitor;
mod work;

use liaison_engine::Engine;

pub use cookies::session_cookie;
pub use letters::TemplateLetters;
pub use table::{Route, Who};

/// What the handlers share.
#[derive(Clone)]
pub struct App {
    pub engine: Engine,
    #[cfg(feature = "demo")]
    demo: Option<std::sync::Arc<demo::DemoWorld>>,
}

impl App {
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            #[cfg(feature = "demo")]
            demo: None,
        }
    }

    /// In the demo world: its sign is shown, `/demo` and `/design` exist.
    #[cfg(feature = "demo")]
    pub fn in_demo(engine: Engine, world: demo::DemoWorld) -> Self {
        Self {
            engine,
            demo: Some(std::sync::Arc::new(world)),
        }
    }

    #[cfg(feature = "demo")]
    fn is_demo(&self) -> bool {
        self.demo.is_some()
    }

    #[cfg(not(feature = "demo"))]
    fn is_demo(&self) -> bool {
        false
    }

    /// Cookies are for TLS only where we are reached by TLS.
    fn is_secure(&self) -> bool {
        self.engine.public_url.scheme() == "https"
    }
}

/// The whole web application.
pub fn router(app: App) -> axum::Router {
    security::wrap(routes::table(app.is_demo()).into_routers(), app)
}
