//! Calls to Salesforce in a user's name: with a fresh token, and counted.

use std::sync::{Arc, Mutex, PoisonError};

use liaison_connectors::salesforce::{
    self as wire, API_VERSION, Api, ApiError, OAuthError, Tokens,
};
use liaison_domain::Refusal;
use liaison_domain::links::crm::trouble::{Reaction, ours, reaction};
use liaison_domain::links::{Provider, SalesforceConnection};
use liaison_store::links::salesforce as kept;
use liaison_store::links::tokens::Holder;
use secrecy::SecretString;

use super::apps::salesforce_app;
use super::crm::budget;
use super::salesforce::{refusal_of_api, refusal_of_oauth};
use super::tokens::{self, Issuer, NoPair, Pair};
use crate::{Engine, Error, Outcome};

/// Salesforce as far as tokens go.
#[derive(Clone, Default)]
struct SalesforceTokens {
    /// Why there was no new pair, by the codes of administration 6.11.
    why: Arc<Mutex<Option<&'static str>>>,
}

impl SalesforceTokens {
    fn why(&self) -> Option<&'static str> {
        *self.why.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait::async_trait]
impl Issuer for SalesforceTokens {
    fn provider(&self) -> Provider {
        Provider::Salesforce
    }

    fn reconnect(&self) -> Refusal {
        Refusal::SalesforceReconnect
    }

    fn owned(&self) -> Box<dyn Issuer> {
        Box::new(self.clone())
    }

    async fn refresh(
        &self,
        engine: &Engine,
        token: &SecretString,
    ) -> Outcome<Result<Pair, NoPair>> {
        let app = salesforce_app(engine).await?;
        let error = match wire::refresh(&engine.outbound, &app, token).await {
            Ok(tokens) => return Ok(Ok(Pair::of(&tokens))),
            Err(error) => error,
        };
        *self.why.lock().unwrap_or_else(PoisonError::into_inner) = error.trouble();
        Ok(Err(match error {
            OAuthError::ExpiredRefreshToken
            | OAuthError::NotApproved
            | OAuthError::InactiveUser => NoPair::Dead,
            error => NoPair::Refused(refusal_of_oauth(&app.redirect_uri, &error)),
        }))
    }
}

impl Pair {
    pub(super) fn of(tokens: &Tokens) -> Self {
        Self {
            access: tokens.access_token.clone(),
            refresh: tokens.refresh_token.clone(),
        }
    }
}

/// Calls Salesforce as the connection's owner, because a person waits for the answer. An expired session is
/// refreshed once and the call repeated once; a connection Salesforce no longer takes is marked, and its
/// owner told. The calls are counted, but none is refused.
pub async fn with_api<T, F>(
    engine: &Engine,
    connection: &SalesforceConnection,
    call: impl Fn(Api) -> F,
) -> Outcome<T>
where
    F: Future<Output = Result<T, ApiError>> + Send,
{
    let url: url::Url = connection.instance_url.parse().map_err(Error::broken)?;
    let made: Mutex<Vec<Api>> = Mutex::default();
    let outcome = tokens::with_token(
        engine,
        &SalesforceTokens::default(),
        Holder::Salesforce(connection.id),
        |error| *error == ApiError::SessionExpired,
        |token| {
            let api = Api::new(engine.outbound.clone(), url.clone(), token, API_VERSION);
            made.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(api.clone());
            call(api)
        },
    )
    .await;
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    let calls = made.iter().map(Api::calls).sum();
    let usage = made.iter().rev().find_map(Api::usage);
    budget::note(engine, calls, usage).await?;
    match outcome? {
        Ok(value) => {
            kept::set_worked(&engine.db, connection.id, engine.clock.now()).await?;
            Ok(value)
        }
        Err(error) => Err(refusal_of_api(&error).into()),
    }
}

/// Why a call in the background has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// Our own calls of the day are used up: nothing was asked.
    NoCallsLeft,
    /// There is no session, by the codes of administration 6.11: nothing was done.
    NoSession(&'static str),
    Api(ApiError),
}

/// What a call in the background ends with.
pub(crate) type Asked<T> = Outcome<Result<T, Unanswered>>;

impl Unanswered {
    pub fn code(&self) -> &str {
        match self {
            Self::NoCallsLeft => ours::DAILY_CAP,
            Self::NoSession(code) => code,
            Self::Api(error) => error.code(),
        }
    }

    pub fn message(&self) -> String {
        match self {
            Self::NoCallsLeft | Self::NoSession(_) => String::new(),
            Self::Api(error) => error.to_string(),
        }
    }

    /// Whether other calls of this user would end the same for now.
    pub fn stops_all(&self) -> bool {
        matches!(
            reaction(self.code(), "", 1),
            Reaction::Limit | Reaction::Reconnect
        ) && *self != Self::Api(ApiError::TooManyAtOnce)
    }
}

/// What a call in the background may fail with, on its way through [`tokens::with_token`].
enum Failed {
    NoCallsLeft,
    Api(ApiError),
    Broken(Error),
}

/// Calls Salesforce as the connection's owner while nobody waits: only while the day's calls last. `call`
/// makes one call.
pub(crate) async fn in_background<T, F>(
    engine: &Engine,
    connection: &SalesforceConnection,
    call: impl Fn(Api) -> F,
) -> Asked<T>
where
    F: Future<Output = Result<T, ApiError>> + Send,
    T: Send,
{
    let url: url::Url = connection.instance_url.parse().map_err(Error::broken)?;
    let issuer = SalesforceTokens::default();
    let outcome = tokens::with_token(
        engine,
        &issuer,
        Holder::Salesforce(connection.id),
        |error| matches!(error, Failed::Api(ApiError::SessionExpired)),
        |token| {
            let api = Api::new(engine.outbound.clone(), url.clone(), token, API_VERSION);
            let asking = call(api.clone());
            async move {
                if !budget::take(engine).await.map_err(Failed::Broken)? {
                    return Err(Failed::NoCallsLeft);
                }
                let answer = asking.await;
                let more = api.calls().saturating_sub(1);
                budget::note(engine, more, api.usage())
                    .await
                    .map_err(Failed::Broken)?;
                answer.map_err(Failed::Api)
            }
        },
    )
    .await;
    match outcome {
        Ok(Ok(value)) => {
            kept::set_worked(&engine.db, connection.id, engine.clock.now()).await?;
            Ok(Ok(value))
        }
        Ok(Err(Failed::NoCallsLeft)) => Ok(Err(Unanswered::NoCallsLeft)),
        Ok(Err(Failed::Api(error))) => Ok(Err(Unanswered::Api(error))),
        Ok(Err(Failed::Broken(error))) => Err(error),
        Err(Error::Refused(refusal)) => Ok(Err(no_session(&refusal, issuer.why()))),
        Err(error) => Err(error),
    }
}

/// Nothing was asked: there is no token to ask with.
fn no_session(refusal: &Refusal, why: Option<&'static str>) -> Unanswered {
    match (why, refusal) {
        (Some(code), _) => Unanswered::NoSession(code),
        (None, Refusal::SalesforceReconnect) => Unanswered::NoSession("EXPIRED_ACCESS"),
        (None, Refusal::SalesforceBusy | Refusal::SalesforceUnreachable { .. }) => {
            Unanswered::Api(ApiError::TooManyAtOnce)
        }
        (None, _) => Unanswered::NoSession("AUTHENTICATION_FAILURE"),
    }
}
