//! Outlook: consent, tokens, and the mailbox as the send protocol needs it (contracts 5). Sending
//! goes by way of a draft, whose id answers whether it has left.

mod arrived;

use std::sync::Arc;

use jiff::Timestamp;
use liaison_connectors::microsoft::{
    self as wire, Api, ApiError, Code, Consent, Message, OAuthError, Tokens, scope,
};
use liaison_domain::links::Provider;
use liaison_domain::links::mailbox::{Access, Mailbox, OutsideId};
use liaison_domain::mail::send::Absence;
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::links::tokens::Holder;
use secrecy::SecretString;

use super::apps::microsoft_app;
use super::consent::{Arrival, Leaving, Returning};
use super::tokens::{self, Issuer, NoPair, Pair};
use crate::mail::carrier::{Arrived, Carrier, Draft, Hitch, Parcel};
use crate::{Engine, Outcome};

const SCOPES: [&str; 7] = [
    scope::OPENID,
    scope::PROFILE,
    scope::EMAIL,
    scope::OFFLINE,
    scope::USER_READ,
    scope::MAIL_SEND,
    scope::MAIL_READ_WRITE,
];

pub(super) async fn consent_url(engine: &Engine, leaving: &Leaving<'_>) -> Outcome<String> {
    let (app, endpoints) = microsoft_app(engine).await?;
    let consent = Consent {
        state: leaving.state,
        challenge: leaving.challenge,
        nonce: Some(leaving.nonce),
        login_hint: leaving.hint,
        prompt: leaving.hint.is_none().then_some("select_account"),
        claims: None,
        scopes: &SCOPES,
    };
    Ok(wire::authorize_url(&endpoints, &app, &consent))
}

pub(super) async fn arrive(engine: &Engine, returning: &Returning<'_>) -> Outcome<Arrival> {
    let (app, endpoints) = microsoft_app(engine).await?;
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
    tokens.require(&SCOPES).map_err(refused)?;
    let claims = tokens.id_claims.as_ref();
    let claims = claims.ok_or_else(|| refused(OAuthError::Unreadable))?;
    let subject = OutsideId(format!("{}/{}", claims.tid, claims.oid));
    let api = Api::new(
        engine.outbound.clone(),
        &endpoints,
        tokens.access_token.clone(),
    );
    // The id_token's addresses are what the tenant's admin wrote there, and anybody may be told one;
    // /me knows the one to send from, and whether there is a mailbox only a mailbox can say.
    let unusable = |e: ApiError| refusal_of_api(&claims.preferred_username, &e);
    let me = api.me().await.map_err(unusable)?;
    has_mailbox(&api).await.map_err(unusable)?;
    let address = EmailAddress::parse(me.address()).map_err(|_| refused(OAuthError::Unreadable))?;
    Ok(Arrival {
        address,
        access: Access::Outlook { subject },
        pair: pair(tokens),
    })
}

fn refusal_of_api(username: &str, error: &ApiError) -> Refusal {
    let provider = Provider::Microsoft.name().to_owned();
    match error {
        ApiError::NoMailbox => Refusal::MailboxMissing {
            provider,
            address: username.to_owned(),
        },
        error => Refusal::ProviderUnreachable {
            provider,
            detail: error.to_string(),
        },
    }
}

/// Searches the inbox for what cannot be there.
async fn has_mailbox(api: &Api) -> Result<(), ApiError> {
    let nothing = "no-such-message@liaison.invalid";
    let found = api.find_by_internet_message_id(Some("inbox"), nothing);
    found.await.map(drop)
}

fn pair(tokens: Tokens) -> Pair {
    Pair {
        access: tokens.access_token,
        refresh: tokens.refresh_token,
    }
}

/// The mailbox of one person.
#[derive(Clone)]
pub(super) struct Outlook {
    holder: Holder,
    address: EmailAddress,
}

impl Outlook {
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
        let (_, endpoints) = microsoft_app(engine).await?;
        let is_expired = |error: &ApiError| *error == ApiError::Expired;
        let outcome = tokens::with_token(engine, self, self.holder, is_expired, |token| {
            call(Api::new(engine.outbound.clone(), &endpoints, token))
        });
        outcome.await?.map_err(|error| self.hitch(error))
    }

    fn hitch(&self, error: ApiError) -> Hitch {
        let address = self.address.to_string();
        let provider = Provider::Microsoft.name().to_owned();
        match error {
            error if error.is_outcome_unknown() => Hitch::Unknown(error.to_string()),
            ApiError::Expired | ApiError::InteractionRequired | ApiError::ScopeMissing => {
                Hitch::Never(self.reconnect())
            }
            ApiError::NoMailbox => Hitch::Never(Refusal::MailboxMissing { provider, address }),
            ApiError::Unreachable(cause) => Hitch::Away(Refusal::ProviderUnreachable {
                provider,
                detail: cause.to_string(),
            }),
            ApiError::Conflict => Hitch::Later(Refusal::MailboxBusy { address }),
            error if error.is_temporary() => Hitch::Away(Refusal::MailboxBusy { address }),
            error => Hitch::Never(Refusal::MailboxSendRefused {
                address,
                detail: error.to_string(),
            }),
        }
    }

    async fn find(
        &self,
        engine: &Engine,
        folder: &'static str,
        message_id: &str,
    ) -> Result<Option<Message>, Hitch> {
        let message_id: Arc<str> = message_id.into();
        let found = self.call(engine, |api: Api| {
            let message_id = message_id.clone();
            async move {
                api.find_by_internet_message_id(Some(folder), &message_id)
                    .await
            }
        });
        found.await
    }

    async fn is_in(
        &self,
        engine: &Engine,
        folder: &'static str,
        message_id: &str,
    ) -> Result<bool, Hitch> {
        Ok(self.find(engine, folder, message_id).await?.is_some())
    }
}

fn draft_of(message: Message) -> Draft {
    let bare = |id: String| id.trim_matches(['<', '>']).to_owned();
    Draft {
        id: message.id,
        message_id: message.internet_message_id.map(bare),
    }
}

#[async_trait::async_trait]
impl Issuer for Outlook {
    fn provider(&self) -> Provider {
        Provider::Microsoft
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
        let (app, endpoints) = microsoft_app(engine).await?;
        let now = engine.clock.now().as_second();
        let answer = wire::refresh(&engine.outbound, &endpoints, &app, token, &SCOPES, now).await;
        Ok(match answer {
            Ok(tokens) => Ok(pair(tokens)),
            Err(error) if error.needs_reconnect() => Err(NoPair::Dead),
            Err(error) => Err(NoPair::Refused(refusal_of_oauth(&app.redirect_uri, &error))),
        })
    }
}

#[async_trait::async_trait]
impl Carrier for Outlook {
    fn absence(&self) -> Absence {
        Absence::Proves
    }

    async fn look_in(&self, engine: &Engine) -> Result<(), Hitch> {
        self.call(engine, async |api: Api| has_mailbox(&api).await)
            .await
    }

    async fn prepare(&self, engine: &Engine, mime: &[u8]) -> Result<Option<Draft>, Hitch> {
        let mime: Arc<[u8]> = mime.into();
        let draft = self.call(engine, |api: Api| {
            let mime = mime.clone();
            async move { api.create_draft(&mime).await }
        });
        let draft = draft.await.map_err(|hitch| match hitch {
            // A stray draft has not been sent.
            Hitch::Unknown(_) => Hitch::Away(Refusal::MailboxBusy {
                address: self.address.to_string(),
            }),
            other => other,
        })?;
        Ok(Some(draft_of(draft)))
    }

    async fn find_draft(&self, engine: &Engine, message_id: &str) -> Result<Option<Draft>, Hitch> {
        Ok(self.find(engine, "drafts", message_id).await?.map(draft_of))
    }

    async fn drop_draft(&self, engine: &Engine, draft: &str) -> Result<(), Hitch> {
        let draft: Arc<str> = draft.into();
        self.call(engine, |api: Api| {
            let draft = draft.clone();
            async move { api.delete(&draft).await }
        })
        .await
    }

    async fn hand_over(
        &self,
        engine: &Engine,
        parcel: &Parcel<'_>,
    ) -> Result<Option<String>, Hitch> {
        let draft: Arc<str> = parcel.draft.unwrap_or_default().into();
        let sent = self.call(engine, |api: Api| {
            let draft = draft.clone();
            async move {
                match api.send_draft(&draft).await {
                    // Gone from the drafts: it may have been sent.
                    Err(ApiError::NotFound) => Err(ApiError::Unreadable),
                    other => other,
                }
            }
        });
        sent.await?;
        Ok(Some(draft.to_string()))
    }

    /// A draft that is still one has not left. What is neither a draft nor in Sent Items is not found.
    async fn was_sent(
        &self,
        engine: &Engine,
        message_id: &str,
        draft: Option<&str>,
    ) -> Result<bool, Hitch> {
        if let Some(draft) = draft {
            let draft: Arc<str> = draft.into();
            let found = self.call(engine, |api: Api| {
                let draft = draft.clone();
                async move {
                    match api.get(&draft).await {
                        Ok(message) => Ok(message.is_draft),
                        Err(ApiError::NotFound) => Ok(None),
                        Err(error) => Err(error),
                    }
                }
            });
            if let Some(is_draft) = found.await? {
                return Ok(!is_draft);
            }
        }
        self.is_in(engine, "sentitems", message_id).await
    }

    async fn has_arrived(&self, engine: &Engine, message_id: &str) -> Result<bool, Hitch> {
        self.is_in(engine, "inbox", message_id).await
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

/// The sentence for what Microsoft's sign-in service said.
pub(super) fn refusal_of_oauth(redirect: &str, error: &OAuthError) -> Refusal {
    let provider = Provider::Microsoft.name().to_owned();
    match error {
        OAuthError::AccessDenied
        | OAuthError::ConsentRequired
        | OAuthError::ScopeMissing { .. } => Refusal::MailboxConsentDenied { provider },
        OAuthError::AdminConsentRequired
        | OAuthError::ConditionalAccess { .. }
        | OAuthError::NotAssigned
        | OAuthError::TenantBlocked => Refusal::MailboxAdminConsent { provider },
        OAuthError::ExpiredCode | OAuthError::PkceMismatch => Refusal::AttemptUnknown,
        OAuthError::InvalidClientId
        | OAuthError::InvalidClientSecret
        | OAuthError::ExpiredClientSecret
        | OAuthError::AppDisabled => Refusal::ProviderClient { provider },
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
