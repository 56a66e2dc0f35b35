//! Gmail: consent, tokens, and the mailbox as the send protocol needs it (contracts 4).

mod arrived;

use std::sync::Arc;

use jiff::Timestamp;
use liaison_connectors::google::{
    self as wire, Api, ApiError, Code, Consent, Endpoints, Format, OAuthError, Tokens, scope,
};
use liaison_domain::links::Provider;
use liaison_domain::links::mailbox::{Access, Mailbox, OutsideId};
use liaison_domain::mail::send::Absence;
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::links::tokens::Holder;
use secrecy::SecretString;

use super::apps::google_app;
use super::consent::{Arrival, Leaving, Returning, give_back};
use super::tokens::{self, Issuer, NoPair, Pair};
use crate::mail::carrier::{Arrived, Carrier, Hitch, Parcel};
use crate::{Engine, Outcome};

/// Sending, and finding what was sent and what came.
const SCOPES: [&str; 4] = [scope::OPENID, scope::EMAIL, scope::SEND, scope::READ];

pub(super) async fn consent_url(engine: &Engine, leaving: &Leaving<'_>) -> Outcome<String> {
    let (app, endpoints) = google_app(engine).await?;
    let consent = Consent {
        state: leaving.state,
        challenge: leaving.challenge,
        nonce: Some(leaving.nonce),
        login_hint: leaving.hint,
        scopes: &SCOPES,
    };
    Ok(wire::authorize_url(&endpoints, &app, &consent))
}

pub(super) async fn arrive(engine: &Engine, returning: &Returning<'_>) -> Outcome<Arrival> {
    let (app, endpoints) = google_app(engine).await?;
    let code = Code {
        code: returning.code,
        verifier: returning.verifier,
        nonce: Some(returning.nonce),
    };
    let now = engine.clock.now().as_second();
    let refused = |error: OAuthError| refusal_of_oauth(&app.redirect_uri, &error);
    let tokens = wire::exchange(&engine.outbound, &endpoints, &app, &code, now)
        .await
        .map_err(refused)?;
    let claims = tokens.id_claims.clone();
    let claims = claims.ok_or_else(|| refused(OAuthError::Unreadable))?;
    let access = Access::Gmail {
        subject: OutsideId(claims.sub.clone()),
    };
    let usable = async {
        tokens.require(&SCOPES).map_err(refused)?;
        has_mailbox(engine, &endpoints, &tokens, &claims.email).await?;
        let is_own = claims.email_verified;
        let address = EmailAddress::parse(&claims.email).ok().filter(|_| is_own);
        address.ok_or_else(|| refused(OAuthError::Unreadable))
    };
    match usable.await {
        Ok(address) => Ok(Arrival {
            address,
            access,
            pair: pair(tokens),
        }),
        Err(refusal) => {
            give_back(engine, &access, &tokens.access_token).await;
            Err(refusal.into())
        }
    }
}

/// An account may have no Gmail, or its organisation may not let apps in.
async fn has_mailbox(
    engine: &Engine,
    endpoints: &Endpoints,
    tokens: &Tokens,
    address: &str,
) -> Result<(), Refusal> {
    let provider = Provider::Google.name().to_owned();
    let api = Api::new(
        engine.outbound.clone(),
        endpoints,
        tokens.access_token.clone(),
    );
    match api.profile().await {
        Ok(_) => Ok(()),
        Err(ApiError::NoMailbox) => Err(Refusal::MailboxMissing {
            provider,
            address: address.to_owned(),
        }),
        Err(ApiError::DomainPolicy) => Err(Refusal::MailboxAdminConsent { provider }),
        Err(error) => Err(Refusal::ProviderUnreachable {
            provider,
            detail: error.to_string(),
        }),
    }
}

fn pair(tokens: Tokens) -> Pair {
    Pair {
        access: tokens.access_token,
        refresh: tokens.refresh_token,
    }
}

pub(super) async fn revoke(engine: &Engine, token: &SecretString) {
    let revoked = async {
        let (_, endpoints) = google_app(engine).await?;
        let revoked = wire::revoke(&engine.outbound, &endpoints, token).await;
        revoked.map_err(crate::Error::broken)
    };
    if let Err(error) = revoked.await {
        tracing::warn!(%error, "a token could not be given back to Google");
    }
}

/// The mailbox of one person.
#[derive(Clone)]
pub(super) struct Gmail {
    holder: Holder,
    address: EmailAddress,
}

impl Gmail {
    pub fn new(mailbox: &Mailbox) -> Self {
        Self {
            holder: Holder::Mailbox(mailbox.id),
            address: mailbox.address.clone(),
        }
    }

    async fn call<T, F>(&self, engine: &Engine, call: impl Fn(Api) -> F) -> Result<T, Hitch>
    where
        F: Future<Output = Result<T, ApiError>> + Send,
    {
        let (_, endpoints) = google_app(engine).await?;
        let is_expired = |error: &ApiError| *error == ApiError::Expired;
        let outcome = tokens::with_token(engine, self, self.holder, is_expired, |token| {
            call(Api::new(engine.outbound.clone(), &endpoints, token))
        });
        outcome.await?.map_err(|error| self.hitch(error))
    }

    fn hitch(&self, error: ApiError) -> Hitch {
        let address = self.address.to_string();
        let provider = Provider::Google.name().to_owned();
        match error {
            error if error.is_outcome_unknown() => Hitch::Unknown(error.to_string()),
            ApiError::Expired | ApiError::ScopeMissing => Hitch::Never(self.reconnect()),
            ApiError::NoMailbox => Hitch::Never(Refusal::MailboxMissing { provider, address }),
            ApiError::DomainPolicy => Hitch::Never(Refusal::MailboxAdminConsent { provider }),
            ApiError::Unreachable(cause) => Hitch::Away(Refusal::ProviderUnreachable {
                provider,
                detail: cause.to_string(),
            }),
            error if error.is_temporary() => Hitch::Away(Refusal::MailboxBusy { address }),
            error => Hitch::Never(Refusal::MailboxSendRefused {
                address,
                detail: error.to_string(),
            }),
        }
    }
}

#[async_trait::async_trait]
impl Issuer for Gmail {
    fn provider(&self) -> Provider {
        Provider::Google
    }

    fn reconnect(&self) -> Refusal {
        Refusal::MailboxReconnect {
            address: self.address.to_string(),
        }
    }

    fn owned(&self) -> Box<dyn Issuer> {
        Box::new(self.clone())
    }

    async fn refresh(
        &self,
        engine: &Engine,
        token: &SecretString,
    ) -> Outcome<Result<Pair, NoPair>> {
        let (app, endpoints) = google_app(engine).await?;
        let now = engine.clock.now().as_second();
        let answer = wire::refresh(&engine.outbound, &endpoints, &app, token, now).await;
        Ok(match answer {
            Ok(tokens) => Ok(pair(tokens)),
            Err(error) if error.needs_reconnect() => Err(NoPair::Dead),
            Err(error) => Err(NoPair::Refused(refusal_of_oauth(&app.redirect_uri, &error))),
        })
    }
}

#[async_trait::async_trait]
impl Carrier for Gmail {
    fn absence(&self) -> Absence {
        Absence::Proves
    }

    async fn look_in(&self, engine: &Engine) -> Result<(), Hitch> {
        let profile = self.call(engine, async |api: Api| api.profile().await);
        profile.await.map(drop)
    }

    async fn hand_over(
        &self,
        engine: &Engine,
        parcel: &Parcel<'_>,
    ) -> Result<Option<String>, Hitch> {
        let mime: Arc<[u8]> = parcel.mime.into();
        let sent = self.call(engine, |api: Api| {
            let mime = mime.clone();
            async move { api.send(&mime, None).await }
        });
        Ok(Some(sent.await?.id))
    }

    async fn was_sent(
        &self,
        engine: &Engine,
        message_id: &str,
        _: Option<&str>,
    ) -> Result<bool, Hitch> {
        Ok(self.find(engine, message_id).await?.is_some())
    }

    async fn has_arrived(&self, engine: &Engine, message_id: &str) -> Result<bool, Hitch> {
        let Some(id) = self.find(engine, message_id).await? else {
            return Ok(false);
        };
        let message = self.call(engine, |api: Api| {
            let id = id.clone();
            async move { api.get(&id, Format::Minimal).await }
        });
        Ok(message.await?.label_ids.iter().any(|l| l == "INBOX"))
    }

    async fn arrived(
        &self,
        engine: &Engine,
        position: Option<&str>,
        since: Timestamp,
    ) -> Result<Arrived, Hitch> {
        self.read_on(engine, position, since).await
    }

    async fn whole(&self, engine: &Engine, place: &str) -> Result<Option<Vec<u8>>, Hitch> {
        self.raw(engine, place).await
    }
}

impl Gmail {
    /// Gmail's id of the message with this Message-ID.
    async fn find(&self, engine: &Engine, message_id: &str) -> Result<Option<String>, Hitch> {
        let message_id: Arc<str> = message_id.into();
        self.call(engine, |api: Api| {
            let message_id = message_id.clone();
            async move { api.find_by_message_id(&message_id).await }
        })
        .await
    }
}

/// The sentence for what Google's sign-in service said.
pub(super) fn refusal_of_oauth(redirect: &str, error: &OAuthError) -> Refusal {
    let provider = Provider::Google.name().to_owned();
    match error {
        OAuthError::AccessDenied | OAuthError::ScopeMissing { .. } => {
            Refusal::MailboxConsentDenied { provider }
        }
        OAuthError::AdminPolicy | OAuthError::OrgInternal => {
            Refusal::MailboxAdminConsent { provider }
        }
        OAuthError::ExpiredCode | OAuthError::PkceMismatch => Refusal::AttemptUnknown,
        OAuthError::InvalidClient | OAuthError::UnauthorizedClient | OAuthError::AppDisabled => {
            Refusal::ProviderClient { provider }
        }
        OAuthError::RedirectMismatch => Refusal::ProviderRedirect {
            provider,
            redirect: redirect.to_owned(),
        },
        OAuthError::Unreachable(cause) => Refusal::ProviderUnreachable {
            provider,
            detail: cause.to_string(),
        },
        error if error.is_temporary() => Refusal::ProviderUnreachable {
            provider,
            detail: error.to_string(),
        },
        other => {
            tracing::warn!(error = %other, "a sign-in at a provider was not usable");
            Refusal::ProviderRefused {
                provider,
                detail: other.to_string(),
            }
        }
    }
}
