//! The web-server flow with PKCE, refresh and revocation (contracts 2.1).

use base64::{Engine, engine::general_purpose};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::Sha256;
use url::Url;

use super::{App, OAuthError, long_id, trust::trusted};
use crate::outbound::{Outbound, Request};

/// What our app asks for.
pub const SCOPES: &str = "api refresh_token id";

/// What the token service handed out; host, signature and ids are verified.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access_token: SecretString,
    /// On a refresh, present only when the token was rotated; the old one is then void.
    pub refresh_token: Option<SecretString>,
    /// Origin for all API calls.
    pub instance_url: Url,
    pub identity_url: Url,
    /// 18 characters.
    pub organization_id: String,
    /// 18 characters.
    pub user_id: String,
    /// Milliseconds since 1970, by Salesforce's clock.
    pub issued_at_ms: i64,
    /// Space separated, as granted.
    pub scope: String,
}

/// Where the browser goes to ask for consent. `prompt` is `login`, `consent`, `select_account` or a
/// combination.
#[must_use]
pub fn authorize_url(
    app: &App,
    state: &str,
    challenge: &str,
    scope: &str,
    login_hint: Option<&str>,
    prompt: Option<&str>,
) -> String {
    let mut url = app.host.service("authorize");
    let mut query = url.query_pairs_mut();
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &app.client_id)
        .append_pair("redirect_uri", &app.redirect_uri)
        .append_pair("scope", scope)
        .append_pair("state", state)
        .append_pair("code_challenge", challenge)
        .append_pair("code_challenge_method", "S256");
    for (name, value) in [("login_hint", login_hint), ("prompt", prompt)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    drop(query);
    url.into()
}

/// Turns the code of the callback into tokens.
///
/// # Errors
/// [`OAuthError`]; the code is spent in any case.
pub async fn exchange(
    outbound: &Outbound,
    app: &App,
    code: &str,
    verifier: &SecretString,
) -> Result<Tokens, OAuthError> {
    let grant = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &app.redirect_uri),
        ("code_verifier", verifier.expose_secret()),
    ];
    ask_for_tokens(outbound, app, &grant).await
}

/// Spends a refresh token. Where rotation is on, the answer carries a new one and the old is void
/// from then on, even if the answer is lost on the way.
///
/// # Errors
/// [`OAuthError::ExpiredRefreshToken`] and its neighbours when the connection must be made anew.
pub async fn refresh(
    outbound: &Outbound,
    app: &App,
    refresh_token: &SecretString,
) -> Result<Tokens, OAuthError> {
    let grant = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose_secret()),
    ];
    ask_for_tokens(outbound, app, &grant).await
}

/// Revokes an access or refresh token; a refresh token takes its access tokens along. A token that
/// is unknown already counts as revoked.
///
/// # Errors
/// [`OAuthError`] when Salesforce could not be asked.
pub async fn revoke(
    outbound: &Outbound,
    app: &App,
    token: &SecretString,
) -> Result<(), OAuthError> {
    let fields = [("token", token.expose_secret())];
    let request = Request::post_form(app.host.service("revoke"), &fields);
    let answer = outbound.http(request).await?;
    if answer.status.is_success() {
        return Ok(());
    }
    match OAuthError::from_answer(&answer) {
        OAuthError::Other { code, .. }
            if matches!(code.as_str(), "unsupported_token_type" | "invalid_token") =>
        {
            Ok(())
        }
        error => Err(error),
    }
}

/// Proves key, secret and callback without a person: a made-up code must be refused as a code, not
/// for the sake of the app.
///
/// # Errors
/// What is wrong with the app, or that Salesforce could not be asked.
pub async fn check_app(outbound: &Outbound, app: &App) -> Result<(), OAuthError> {
    let verifier = "a-made-up-verifier-that-belongs-to-no-sign-in".into();
    match exchange(outbound, app, "made-up-code", &verifier).await {
        Err(
            OAuthError::ExpiredCode | OAuthError::PkceMismatch | OAuthError::AuthenticationFailure,
        ) => Ok(()),
        Err(OAuthError::Other { code, .. }) if code == "invalid_grant" => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(OAuthError::Unreadable),
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    refresh_token: Option<String>,
    signature: Option<String>,
    #[serde(default)]
    scope: String,
    instance_url: String,
    id: String,
    issued_at: String,
}

async fn ask_for_tokens(
    outbound: &Outbound,
    app: &App,
    grant: &[(&str, &str)],
) -> Result<Tokens, OAuthError> {
    let mut fields = grant.to_vec();
    fields.push(("client_id", &app.client_id));
    fields.push(("client_secret", app.client_secret.expose_secret()));
    let request = Request::post_form(app.host.service("token"), &fields);
    let answer = outbound.http(request).await?;
    if !answer.status.is_success() {
        return Err(OAuthError::from_answer(&answer));
    }
    let answer = serde_json::from_slice(&answer.body).map_err(|_| OAuthError::Unreadable)?;
    verified(app, answer)
}

fn verified(app: &App, answer: TokenAnswer) -> Result<Tokens, OAuthError> {
    let signature = answer.signature.as_deref().unwrap_or_default();
    if !signature_holds(app, &answer.id, &answer.issued_at, signature) {
        return Err(OAuthError::BadSignature);
    }
    let identity_url = trusted(app, &answer.id).ok_or(OAuthError::UntrustedHost)?;
    let instance_url = trusted(app, &answer.instance_url).ok_or(OAuthError::UntrustedHost)?;
    let (organization_id, user_id) = ids(&identity_url).ok_or(OAuthError::Unreadable)?;
    let issued_at_ms = answer.issued_at.parse();
    Ok(Tokens {
        access_token: answer.access_token.into(),
        refresh_token: answer.refresh_token.map(Into::into),
        instance_url,
        identity_url,
        organization_id,
        user_id,
        issued_at_ms: issued_at_ms.map_err(|_| OAuthError::Unreadable)?,
        scope: answer.scope,
    })
}

fn signature_holds(app: &App, id: &str, issued_at: &str, signature: &str) -> bool {
    let key = app.client_secret.expose_secret().as_bytes();
    let Ok(signature) = general_purpose::STANDARD.decode(signature) else {
        return false;
    };
    Hmac::<Sha256>::new_from_slice(key).is_ok_and(|mac| {
        mac.chain_update(id)
            .chain_update(issued_at)
            .verify_slice(&signature)
            .is_ok()
    })
}

/// Organisation and user from `…/id/{organisation}/{user}`.
fn ids(identity_url: &Url) -> Option<(String, String)> {
    let path = identity_url.path().strip_prefix("/id/")?;
    let (organization, user) = path.split_once('/')?;
    let organization = long_id(organization).filter(|id| id.starts_with("00D"))?;
    let user = long_id(user).filter(|id| id.starts_with("005"))?;
    Some((organization, user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::salesforce::LoginHost;

    #[test]
    fn the_authorise_url_carries_everything() {
        let app = App {
            host: LoginHost::Sandbox,
            client_id: "3MVG&9".into(),
            client_secret: "hidden-secret".into(),
            redirect_uri: "https://liaison.example/cb".into(),
        };
        let hint = Some("rita@acme.example");
        let text = authorize_url(&app, "st te", "chal", SCOPES, hint, None);
        let url = Url::parse(&text).unwrap();
        assert_eq!(url.host_str(), Some("test.salesforce.com"));
        assert_eq!(url.path(), "/services/oauth2/authorize");
        let query: Vec<_> = url.query_pairs().into_owned().collect();
        let value = |name: &str| {
            let found = query.iter().find(|(n, _)| n == name);
            found.map(|(_, v)| v.as_str())
        };
        assert_eq!(value("client_id"), Some("3MVG&9"));
        assert_eq!(value("state"), Some("st te"));
        assert_eq!(value("scope"), Some("api refresh_token id"));
        assert_eq!(value("code_challenge_method"), Some("S256"));
        assert_eq!(value("login_hint"), hint);
        assert_eq!(value("prompt"), None);
        assert!(!text.contains("hidden-secret"));
        assert!(!format!("{app:?}").contains("hidden-secret"));
    }

    #[test]
    fn ids_come_from_the_identity_url() {
        let url = |s: &str| Url::parse(s).unwrap();
        assert_eq!(
            ids(&url(
                "https://login.salesforce.com/id/00D000000000001AAA/005000000000001"
            )),
            Some(("00D000000000001AAA".into(), "005000000000001AAA".into()))
        );
        for bad in [
            "/id/00D000000000001AAA",
            "/id/005000000000001AAA/00D000000000001AAA",
            "/x",
        ] {
            let bad = url(&format!("https://login.salesforce.com{bad}"));
            assert_eq!(ids(&bad), None, "{bad}");
        }
    }
}
