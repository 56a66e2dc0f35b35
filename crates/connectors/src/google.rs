//! Google: sign-in and the Gmail API (contracts 4).
//!
//! Nothing here refreshes a token by itself; an expired one is reported and the caller decides.
//! Mail by IMAP and SMTP with a Google token is in [`crate::imap`] and [`crate::smtp`].

mod api;
mod api_error;
mod app;
mod claims;
mod history;
mod message;
mod oauth;
mod oauth_error;
mod scopes;
mod send;

pub use self::{
    api::{Api, ListPage, MessageRef, Profile, Watch},
    api_error::ApiError,
    app::{App, Endpoints},
    claims::IdClaims,
    history::{Added, HistoryPage},
    message::{Body, Format, Header, Message, Part},
    oauth::{Code, Consent, Tokens, authorize_url, check_app, exchange, refresh, revoke},
    oauth_error::OAuthError,
    scopes::scope,
    send::{MOST_BYTES, Sent},
};
pub use crate::pkce::Pkce;
