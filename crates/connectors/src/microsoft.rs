//! Microsoft: sign-in and mail through Graph (contracts 5).
//!
//! Nothing here refreshes a token by itself; an expired one is reported and the caller decides.
//! One access token is for one resource: mail by IMAP and SMTP ([`crate::imap`], [`crate::smtp`])
//! needs its own, which the same refresh token gives.

mod aadsts;
mod api;
mod api_error;
mod app;
mod claims;
mod delta;
mod drafts;
mod message;
mod oauth;
mod oauth_error;
mod scopes;
mod subscription;

pub use self::{
    api::{Api, Me},
    api_error::ApiError,
    app::{App, Endpoints, Tenant},
    claims::IdClaims,
    delta::{DeltaLink, DeltaPage},
    drafts::MOST_BYTES,
    message::{Address, Header, Message},
    oauth::{Code, Consent, Tokens, authorize_url, check_app, exchange, refresh},
    oauth_error::OAuthError,
    scopes::scope,
    subscription::{NewSubscription, Subscription},
};
pub use crate::pkce::Pkce;
