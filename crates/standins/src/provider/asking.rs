//! What an app asks for at the authorisation address, and the way back to it.

use axum::body::Body;
use axum::http::Response;

use super::directory::Provider;
use super::grants::Code;
use crate::http::{Incoming, encoded, redirect, set};
use crate::state::State;

/// A request that may be answered to the app.
pub struct Asked {
    pub redirect: String,
    pub state: Option<String>,
    pub scopes: Vec<String>,
    pub challenge: Option<(String, String)>,
    pub nonce: Option<String>,
    pub prompts: Vec<String>,
}

impl Asked {
    /// Reads the request; the redirect address must have been checked.
    pub fn read(incoming: &Incoming) -> Self {
        let text = |name| incoming.parameter(name).map(str::to_owned);
        let words = |name| {
            let words = incoming
                .parameter(name)
                .unwrap_or_default()
                .split_whitespace();
            words.map(str::to_owned).collect::<Vec<String>>()
        };
        let challenge = text("code_challenge").filter(|challenge| !challenge.is_empty());
        let method = text("code_challenge_method").unwrap_or_else(|| "plain".into());
        let mut scopes: Vec<String> = Vec::new();
        for scope in words("scope") {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        Self {
            redirect: text("redirect_uri").unwrap_or_default(),
            state: text("state"),
            scopes,
            challenge: challenge.map(|challenge| (method, challenge)),
            nonce: text("nonce"),
            prompts: words("prompt"),
        }
    }

    /// Whether this prompt was asked for.
    pub fn prompts(&self, prompt: &str) -> bool {
        self.prompts.iter().any(|asked| asked == prompt)
    }

    /// Sends the browser back to the app.
    pub fn tell(&self, parameters: &[(&str, &str)]) -> Response<Body> {
        let all = parameters.iter().copied();
        let all = self
            .state
            .iter()
            .map(|state| ("state", state.as_str()))
            .chain(all);
        let query: Vec<String> = all
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let sign = if self.redirect.contains('?') {
            '&'
        } else {
            '?'
        };
        let mut response = redirect(302, &format!("{}{sign}{}", self.redirect, query.join("&")));
        set(&mut response, "cache-control", "no-store");
        response
    }

    /// A code for what the user allowed.
    pub fn code(
        &self,
        state: &State,
        provider: Provider,
        user: &str,
        scopes: Vec<String>,
        lasting: bool,
    ) -> String {
        let made = state.clock.micros();
        let code = Code {
            user: user.to_lowercase(),
            redirect: self.redirect.clone(),
            challenge: self.challenge.clone(),
            scopes,
            nonce: self.nonce.clone(),
            lasting,
            made,
            ..Code::default()
        };
        let code = state.directory(provider).grants.give_code(provider, code);
        state.changed();
        code
    }
}

/// The same address with the query but without prompts that were answered by signing in.
pub fn without_sign_in(incoming: &Incoming) -> String {
    let kept = incoming.query.iter().filter_map(|(name, value)| {
        if name != "prompt" {
            return Some(format!("{}={}", encoded(name), encoded(value)));
        }
        let rest: Vec<&str> = value
            .split(' ')
            .filter(|prompt| !matches!(*prompt, "login" | "select_account"))
            .collect();
        (!rest.is_empty()).then(|| format!("prompt={}", encoded(&rest.join(" "))))
    });
    format!("{}?{}", incoming.path, kept.collect::<Vec<_>>().join("&"))
}

/// Whether a verifier fits the challenge of a code.
pub fn verifies(challenge: &Option<(String, String)>, verifier: Option<&str>) -> bool {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use sha2::Digest as _;
    match (challenge, verifier) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((method, challenge)), Some(verifier)) => {
            let proper = (43..=128).contains(&verifier.len());
            let made = if method == "S256" {
                URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(verifier))
            } else {
                verifier.to_owned()
            };
            proper && made == challenge.trim_end_matches('=')
        }
    }
}

/// Client id and secret of a token call: Basic, or fields of the form.
pub fn client(incoming: &Incoming, form: &[(String, String)]) -> (String, String) {
    use base64::Engine as _;
    let basic = incoming
        .header("authorization")
        .and_then(|text| text.strip_prefix("Basic "));
    let basic = basic.and_then(|text| {
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text.trim())
            .ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, secret) = text.split_once(':')?;
        let plain = |part: &str| {
            let pairs = crate::http::pairs(part.as_bytes());
            pairs
                .into_iter()
                .next()
                .map_or(String::new(), |(key, _)| key)
        };
        Some((plain(id), plain(secret)))
    });
    basic.unwrap_or_else(|| {
        let field = |name| crate::http::find(form, name).unwrap_or_default().to_owned();
        (field("client_id"), field("client_secret"))
    })
}
