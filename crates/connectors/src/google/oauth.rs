//! The web-server flow with PKCE, refresh and revocation (contracts 4.1).

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::{App, Endpoints, IdClaims, OAuthError, claims, oauth_error::Asked, scopes};
use crate::{
    id_token::IdTokenError,
    outbound::{Outbound, Request},
};

/// What the browser carries to the consent page.
#[derive(Clone, Copy, Debug)]
pub struct Consent<'a> {
    pub state: &'a str,
    /// Of a [`super::Pkce`].
    pub challenge: &'a str,
    /// Comes back inside the id_token.
    pub nonce: Option<&'a str>,
    /// The address the account is expected to have.
    pub login_hint: Option<&'a str>,
    pub scopes: &'a [&'a str],
}

/// What the callback brought, and what was kept for it.
#[derive(Clone, Copy, Debug)]
pub struct Code<'a> {
    pub code: &'a SecretString,
    pub verifier: &'a SecretString,
    /// The one of [`Consent`]; with it, an answer without id_token is refused.
    pub nonce: Option<&'a str>,
}

/// What the token service handed out; the claims are verified.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access_token: SecretString,
    /// Never in the answer to a refresh: keep the old one.
    pub refresh_token: Option<SecretString>,
    /// Seconds from now.
    pub expires_in_s: u64,
    /// As granted; people may untick single ones.
    pub scopes: Vec<String>,
    /// Present when `openid` was granted.
    pub id_claims: Option<IdClaims>,
}

impl Tokens {
    /// That all of `wanted` was granted.
    ///
    /// # Errors
    /// [`OAuthError::ScopeMissing`] with those that were not.
    pub fn require(&self, wanted: &[&str]) -> Result<(), OAuthError> {
        let missing = scopes::missing(wanted, &self.scopes);
        if missing.is_empty() {
            return Ok(());
        }
        Err(OAuthError::ScopeMissing {
            scopes: missing.into_iter().map(str::to_owned).collect(),
        })
    }
}

/// Where the browser goes to ask for consent. Consent is asked every time, since only then a refresh
/// token comes with the answer.
#[must_use]
pub fn authorize_url(endpoints: &Endpoints, app: &App, consent: &Consent<'_>) -> String {
    // Without an expected address, the person says which account it shall be.
    let prompt = match consent.login_hint {
        Some(_) => "consent",
        None => "select_account consent",
    };
    let mut url = endpoints.authorize.clone();
    let mut query = url.query_pairs_mut();
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &app.client_id)
        .append_pair("redirect_uri", &app.redirect_uri)
        .append_pair("scope", &consent.scopes.join(" "))
        .append_pair("state", consent.state)
        .append_pair("code_challenge", consent.challenge)
        .append_pair("code_challenge_method", "S256")
        .append_pair("access_type", "offline")
        .append_pair("prompt", prompt)
        .append_pair("include_granted_scopes", "true");
    for (name, value) in [("nonce", consent.nonce), ("login_hint", consent.login_hint)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    drop(query);
    url.into()
}

/// Turns the code of the callback into tokens. `now_s` is in seconds since 1970.
///
/// # Errors
/// [`OAuthError`]; the code is spent in any case.
pub async fn exchange(
    outbound: &Outbound,
    endpoints: &Endpoints,
    app: &App,
    code: &Code<'_>,
    now_s: i64,
) -> Result<Tokens, OAuthError> {
    let grant = [
        ("grant_type", "authorization_code"),
        ("code", code.code.expose_secret()),
        ("redirect_uri", &app.redirect_uri),
        ("code_verifier", code.verifier.expose_secret()),
    ];
    let answer = ask_for_tokens(outbound, endpoints, app, &grant, Asked::Code).await?;
    if code.nonce.is_some() && answer.id_token.is_none() {
        return Err(IdTokenError::Missing.into());
    }
    answer.verified(endpoints, app, code.nonce, now_s)
}

/// Gets a new access token. The answer carries no refresh token; the old one stays valid.
///
/// # Errors
/// [`OAuthError::ExpiredRefreshToken`] and its neighbours when the connection must be made anew.
pub async fn refresh(
    outbound: &Outbound,
    endpoints: &Endpoints,
    app: &App,
    refresh_token: &SecretString,
    now_s: i64,
) -> Result<Tokens, OAuthError> {
    let grant = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose_secret()),
    ];
    let answer = ask_for_tokens(outbound, endpoints, app, &grant, Asked::Refresh).await?;
    answer.verified(endpoints, app, None, now_s)
}

/// Revokes an access or refresh token, and with it everything the person granted to the app. A token
/// that is unknown already counts as revoked.
///
/// # Errors
/// [`OAuthError`] when Google could not be asked.
pub async fn revoke(
    outbound: &Outbound,
    endpoints: &Endpoints,
    token: &SecretString,
) -> Result<(), OAuthError> {
    let fields = [("token", token.expose_secret())];
    let request = Request::post_form(endpoints.revoke.clone(), &fields);
    let answer = outbound.http(request).await?;
    if answer.status.is_success() {
        return Ok(());
    }
    match OAuthError::from_answer(&answer, Asked::Refresh) {
        OAuthError::ExpiredRefreshToken => Ok(()),
        OAuthError::Other { code, .. } if code == "invalid_token" => Ok(()),
        error => Err(error),
    }
}

/// Proves id and secret without a person: a made-up code must be refused as a code, not for the sake
/// of the app.
///
/// # Errors
/// What is wrong with the app, or that Google could not be asked.
pub async fn check_app(
    outbound: &Outbound,
    endpoints: &Endpoints,
    app: &App,
) -> Result<(), OAuthError> {
    let code = Code {
        code: &"made-up-code".into(),
        verifier: &"a-made-up-verifier-that-belongs-to-no-sign-in".into(),
        nonce: None,
    };
    match exchange(outbound, endpoints, app, &code, 0).await {
        Err(OAuthError::ExpiredCode | OAuthError::PkceMismatch) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(OAuthError::Unreadable),
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    refresh_token: Option<String>,
    expires_in: u64,
    #[serde(default)]
    scope: String,
    id_token: Option<String>,
}

impl TokenAnswer {
    fn verified(
        self,
        endpoints: &Endpoints,
        app: &App,
        nonce: Option<&str>,
        now_s: i64,
    ) -> Result<Tokens, OAuthError> {
        let read = |token: &str| claims::read(endpoints, app, token, nonce, now_s);
        let id_claims = self.id_token.as_deref().map(read).transpose()?;
        Ok(Tokens {
            access_token: self.access_token.into(),
            refresh_token: self.refresh_token.map(Into::into),
            expires_in_s: self.expires_in,
            scopes: self.scope.split_whitespace().map(str::to_owned).collect(),
            id_claims,
        })
    }
}

async fn ask_for_tokens(
    outbound: &Outbound,
    endpoints: &Endpoints,
    app: &App,
    grant: &[(&str, &str)],
    asked: Asked,
) -> Result<TokenAnswer, OAuthError> {
    let mut fields = grant.to_vec();
    fields.push(("client_id", &app.client_id));
    fields.push(("client_secret", app.client_secret.expose_secret()));
    let request = Request::post_form(endpoints.token.clone(), &fields);
    let answer = outbound.http(request).await?;
    if !answer.status.is_success() {
        return Err(OAuthError::from_answer(&answer, asked));
    }
    serde_json::from_slice(&answer.body).map_err(|_| OAuthError::Unreadable)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{super::scope, *};

    #[test]
    fn the_authorise_url_carries_everything() {
        let app = App {
            client_id: "7-x.apps".into(),
            client_secret: "hidden-secret".into(),
            redirect_uri: "https://liaison.example/cb".into(),
        };
        let consent = Consent {
            state: "st te",
            challenge: "chal",
            nonce: Some("n"),
            login_hint: Some("rita@acme.example"),
            scopes: &[scope::OPENID, scope::SEND],
        };
        let text = authorize_url(&Endpoints::default(), &app, &consent);
        let url = Url::parse(&text).unwrap();
        assert_eq!(url.host_str(), Some("accounts.google.com"));
        let query: Vec<_> = url.query_pairs().into_owned().collect();
        for (name, value) in [
            ("state", "st te"),
            ("scope", "openid https://www.googleapis.com/auth/gmail.send"),
            ("access_type", "offline"),
            ("prompt", "consent"),
            ("include_granted_scopes", "true"),
            ("code_challenge_method", "S256"),
            ("nonce", "n"),
            ("login_hint", "rita@acme.example"),
        ] {
            assert!(query.contains(&(name.into(), value.into())), "{name}");
        }
        assert!(!text.contains("hidden-secret"));
        assert!(!format!("{app:?}").contains("hidden-secret"));
    }
}
