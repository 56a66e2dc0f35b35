//! Salesforce: sign-in, identity and REST API (contracts 2).
//!
//! Nothing here refreshes a token by itself; an expired session is reported and the caller decides.

mod api;
mod api_error;
mod app;
mod id;
mod identity;
mod oauth;
mod oauth_error;
pub mod soql;
mod trust;
mod visible;

pub use self::{
    api::{API_VERSION, Api, Created, Page, RecordResult, Usage, Version},
    api_error::{ApiError, ErrorClass},
    app::{App, LoginHost, LoginHostError},
    id::long_id,
    identity::{Identity, identity},
    oauth::{SCOPES, Tokens, authorize_url, check_app, exchange, refresh, revoke},
    oauth_error::OAuthError,
};
pub use crate::pkce::Pkce;
