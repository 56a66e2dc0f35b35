//! Errors of the login host, by their AADSTS numbers (contracts 5.1).

use axum::body::Body;
use axum::http::Response;
use serde_json::json;

use super::listener::json_reply;
use crate::chance::unguessable;
use crate::http::Incoming;
use crate::provider::directory::guid;
use crate::state::State;

/// An error of the login host.
#[derive(Clone, Debug)]
pub struct Sts {
    pub number: u32,
    pub error: &'static str,
    pub text: String,
    status: u16,
    suberror: Option<&'static str>,
}

impl Sts {
    /// The error with this number; unknown numbers are some `invalid_grant`.
    pub fn of(number: u32) -> Self {
        let (error, text, suberror) = match number {
            50011 => (
                "invalid_request",
                "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
                None,
            ),
            50020 => (
                "invalid_grant",
                "User account from identity provider does not exist in tenant and cannot access the application.",
                None,
            ),
            50034 => (
                "invalid_grant",
                "The user account does not exist in the directory.",
                None,
            ),
            50057 => ("invalid_grant", "The user account is disabled.", None),
            50076 => (
                "invalid_grant",
                "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access this resource.",
                Some("basic_action"),
            ),
            50079 => (
                "invalid_grant",
                "Due to a configuration change made by your administrator, you must enroll in multi-factor authentication.",
                Some("basic_action"),
            ),
            53003 => (
                "invalid_grant",
                "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
                Some("message_only"),
            ),
            50173 => (
                "invalid_grant",
                "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
                Some("bad_token"),
            ),
            70008 => (
                "invalid_grant",
                "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
                None,
            ),
            700082 => (
                "invalid_grant",
                "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.",
                Some("bad_token"),
            ),
            65001 => (
                "invalid_grant",
                "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
                Some("consent_required"),
            ),
            65004 => (
                "access_denied",
                "User declined to consent to access the app.",
                None,
            ),
            90094 => (
                "access_denied",
                "An administrator has not granted consent: the application needs permissions that only an administrator can grant.",
                None,
            ),
            90033 => (
                "temporarily_unavailable",
                "A transient error has occurred. Please try again.",
                None,
            ),
            50196 => (
                "invalid_grant",
                "The server terminated an operation because it encountered a client request loop.",
                None,
            ),
            50058 => (
                "login_required",
                "A silent sign-in request was sent but no user is signed in.",
                None,
            ),
            54005 => (
                "invalid_grant",
                "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
                None,
            ),
            501481 => (
                "invalid_grant",
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
                None,
            ),
            28000 => (
                "invalid_request",
                "Provided value for the input parameter scope is not valid because it contains more than one resource.",
                None,
            ),
            70011 => (
                "invalid_scope",
                "The provided value for the input parameter 'scope' is not valid.",
                None,
            ),
            70003 => (
                "unsupported_grant_type",
                "The app requested an unsupported grant type.",
                None,
            ),
            700016 => (
                "unauthorized_client",
                "Application with this identifier was not found in the directory.",
                None,
            ),
            7000215 => (
                "invalid_client",
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to the app.",
                None,
            ),
            7000222 => (
                "invalid_client",
                "The provided client secret keys are expired.",
                None,
            ),
            900144 => (
                "invalid_request",
                "The request body must contain a required parameter.",
                None,
            ),
            90002 => (
                "invalid_request",
                "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
                None,
            ),
            _ => (
                "invalid_grant",
                "The provided grant is invalid or malformed.",
                Some("bad_token"),
            ),
        };
        let status = match number {
            7000215 | 7000222 => 401,
            90033 => 503,
            _ => 400,
        };
        Self {
            number,
            error,
            text: text.into(),
            status,
            suberror,
        }
    }

    /// With a text of its own.
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// `AADSTS…: text`.
    pub fn line(&self) -> String {
        format!("AADSTS{}: {}", self.number, self.text)
    }

    /// The response of the token address.
    pub fn response(&self, state: &State, incoming: &Incoming) -> Response<Body> {
        let trace = guid(&unguessable(20));
        let correlation = incoming
            .header("client-request-id")
            .or(incoming.parameter("client-request-id"));
        let correlation = correlation.map_or_else(|| guid(&unguessable(20)), str::to_owned);
        let time = state.clock.now().strftime("%Y-%m-%d %H:%M:%SZ").to_string();
        let mut body = json!({
            "error": self.error,
            "error_description": format!("{} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {time}", self.line()),
            "error_codes": [self.number], "timestamp": time, "trace_id": trace, "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.number),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = json!(suberror);
        }
        json_reply(self.status, &body)
    }
}
