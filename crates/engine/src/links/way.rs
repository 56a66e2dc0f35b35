//! The way to a provider's login and consent pages and back (contracts 2.1, 4.1, 5.1).
//!
//! Whoever comes back must be the browser that went: the state belongs to a cookie. What the way was
//! for is kept sealed with the PKCE verifier, and is used once.

use jiff::SignedDuration;
use liaison_connectors::salesforce::{self as wire, OAuthError, Pkce};
use liaison_connectors::{google, microsoft};
use liaison_domain::access::{Actor, User};
use liaison_domain::id::{AttemptId, UserId};
use liaison_domain::links::{MailboxKind, Provider};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::access::users;
use liaison_store::links::attempts::{self, Attempt};
use liaison_store::links::mailboxes as kept_mailboxes;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::apps::{redirect_address, salesforce_app};
use super::consent::{self, Leaving, Returning};
use super::salesforce::{self, arrive, refusal_of_oauth};
use super::{gmail, mailboxes, outlook};
use crate::access::{activate, invite};
use crate::vault::Place;
use crate::{Engine, Error, Outcome, Token};

const WAY_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// What somebody leaves for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To activate the invitation whose link this is.
    Activate { link: String },
    /// `next` is where to go afterwards.
    SignIn { next: String },
    /// To connect, or connect again, one's own Salesforce account.
    Connect,
    /// As an admin: to say which organisation is ours, and to connect.
    BindOrganisation,
    /// To connect one's mailbox; `next` is where to go afterwards.
    Mailbox {
        provider: MailProvider,
        next: String,
    },
}

/// Who asks for consent to a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailProvider {
    Google,
    Microsoft,
}

impl MailProvider {
    pub fn kind(self) -> MailboxKind {
        match self {
            Self::Google => MailboxKind::Gmail,
            Self::Microsoft => MailboxKind::Outlook,
        }
    }

    /// `None` for a mailbox that is connected with a password.
    pub fn of(kind: MailboxKind) -> Option<Self> {
        match kind {
            MailboxKind::Gmail => Some(Self::Google),
            MailboxKind::Outlook => Some(Self::Microsoft),
            MailboxKind::Imap => None,
        }
    }
}

impl Purpose {
    fn code(&self) -> &'static str {
        match self {
            Self::Activate { .. } => "activate",
            Self::SignIn { .. } => "sign-in",
            Self::Connect => "connect",
            Self::BindOrganisation => "bind-organisation",
            Self::Mailbox { .. } => "mailbox",
        }
    }

    /// Whose pages the way leads to.
    pub fn provider(&self) -> Provider {
        match self {
            Self::Mailbox { provider, .. } => match provider {
                MailProvider::Google => Provider::Google,
                MailProvider::Microsoft => Provider::Microsoft,
            },
            _ => Provider::Salesforce,
        }
    }
}

/// Where to send the browser, and the cookie by which we know it again.
#[derive(Debug)]
pub struct Departure {
    pub url: String,
    pub browser: Token,
}

/// Begins a way. A `browser` that is on another way already, in another tab, is known by the same
/// cookie on both. `other_login` asks the provider for its login page even when somebody is signed in
/// there.
pub async fn depart(
    engine: &Engine,
    purpose: Purpose,
    user: Option<&User>,
    browser: Option<Token>,
    other_login: bool,
) -> Outcome<Departure> {
    let (invitation_id, hint) = match &purpose {
        Purpose::Activate { link } => {
            let (invitation, user) = invite::look(engine, &Token::received(link)).await?;
            invitation.standing(engine.clock.now()).must_be_open()?;
            (Some(invitation.id), Some(user.email))
        }
        Purpose::BindOrganisation => {
            actor(user)?.must_administer()?;
            (None, None)
        }
        Purpose::Connect => (None, user.map(|u| u.email.clone())),
        Purpose::Mailbox { provider, .. } => (None, mailbox_hint(engine, user, *provider).await?),
        Purpose::SignIn { .. } => (None, None),
    };
    let hint = hint.filter(|_| !other_login);
    let state = Token::throw(&engine.dice);
    let browser = browser
        .filter(Token::is_whole)
        .unwrap_or_else(|| Token::throw(&engine.dice));
    let nonce = Token::throw(&engine.dice);
    let pkce = Pkce::from_random(engine.dice.bytes());
    let leaving = Leaving {
        state: state.reveal(),
        challenge: &pkce.challenge,
        nonce: nonce.reveal(),
        hint: hint.as_ref().map(EmailAddress::as_str),
    };
    let url = url_of(engine, &purpose, &leaving, other_login).await?;
    let now = engine.clock.now();
    let id = AttemptId(engine.dice.id(now));
    let code = purpose.code().to_owned();
    let kept = Kept {
        purpose,
        verifier: pkce.verifier.expose_secret().to_owned(),
        nonce: nonce.reveal().to_owned(),
    };
    let kept = serde_json::to_string(&kept).map_err(Error::broken)?;
    let attempt = Attempt {
        id,
        purpose: code,
        invitation_id,
        user_id: user.map(|u| u.id),
        verifier_sealed: engine.vault.seal(&engine.dice, place(id), &kept)?,
        expires_at: now + WAY_LASTS,
    };
    attempts::add(&engine.db, &attempt, &state.hash(), &browser.hash()).await?;
    Ok(Departure { url, browser })
}

/// The account to be offered first: the one that is connected, or the only address there is. With
/// several addresses the person says which.
async fn mailbox_hint(
    engine: &Engine,
    user: Option<&User>,
    provider: MailProvider,
) -> Outcome<Option<EmailAddress>> {
    let user = user.ok_or(Refusal::NotSignedIn)?;
    if let Some(mailbox) = kept_mailboxes::of_user(&engine.db, user.id).await?
        && mailbox.access.kind() == provider.kind()
    {
        return Ok(Some(mailbox.address));
    }
    let own = mailboxes::own_addresses(engine, user).await?;
    Ok(<[EmailAddress; 1]>::try_from(own).ok().map(|[only]| only))
}

async fn url_of(
    engine: &Engine,
    purpose: &Purpose,
    leaving: &Leaving<'_>,
    other_login: bool,
) -> Outcome<String> {
    if let Purpose::Mailbox { provider, .. } = purpose {
        return consent::url(engine, *provider, leaving).await;
    }
    let app = salesforce_app(engine).await?;
    Ok(wire::authorize_url(
        &app,
        leaving.state,
        leaving.challenge,
        wire::SCOPES,
        leaving.hint,
        other_login.then_some("login"),
    ))
}

/// What is sealed with an attempt.
#[derive(Serialize, Deserialize)]
struct Kept {
    purpose: Purpose,
    verifier: String,
    #[serde(default)]
    nonce: String,
}

fn place(id: AttemptId) -> Place {
    Place {
        column: "oauth_attempts.verifier",
        row: id.0,
    }
}

fn actor(user: Option<&User>) -> Result<Actor, Refusal> {
    user.map(|u| u.actor()).ok_or(Refusal::NotSignedIn)
}

/// The query a provider sends the browser back with.
#[derive(Debug, Deserialize)]
pub struct Callback {
    pub state: Option<String>,
    pub code: Option<SecretString>,
    pub error: Option<String>,
    pub error_description: Option<String>,
}

/// How a way ended well.
pub enum Back {
    /// Activated and signed in; the token is for the session cookie.
    Activated {
        session: Token,
    },
    SignedIn {
        session: Token,
        next: String,
    },
    /// Connected; the session stays as it was.
    Connected(Purpose),
}

/// A way that ended in a refusal, with what it was for, so that the page can offer to try again.
#[derive(Debug)]
pub struct Stranded {
    pub purpose: Option<Purpose>,
    pub error: Error,
}

/// Ends a way. `provider` is whose callback address was called.
pub async fn come_back(
    engine: &Engine,
    provider: Provider,
    callback: Callback,
    browser: &Token,
    user: Option<&User>,
    user_agent: &str,
) -> Result<Back, Stranded> {
    let lost = |error: Error| Stranded {
        purpose: None,
        error,
    };
    let state = Token::received(callback.state.as_deref().unwrap_or_default());
    let attempt = attempts::take(&engine.db, &state.hash(), &browser.hash())
        .await
        .map_err(|e| lost(e.into()))?
        .filter(|a| a.expires_at > engine.clock.now())
        .ok_or_else(|| lost(Refusal::AttemptUnknown.into()))?;
    let kept = engine
        .vault
        .open(place(attempt.id), &attempt.verifier_sealed)
        .map_err(lost)?;
    let kept: Kept =
        serde_json::from_str(kept.expose_secret()).map_err(|e| lost(Error::broken(e)))?;
    let purpose = kept.purpose.clone();
    let outcome = async {
        // A code of one provider is never shown to another.
        if purpose.provider() != provider {
            return Err(Refusal::AttemptUnknown.into());
        }
        let code = read(engine, provider, callback)?;
        finish(engine, &code, &attempt, kept, user, user_agent).await
    };
    outcome.await.map_err(|error| Stranded {
        purpose: Some(purpose),
        error,
    })
}

/// The code, or what the provider said instead.
fn read(engine: &Engine, provider: Provider, callback: Callback) -> Result<SecretString, Refusal> {
    let redirect = redirect_address(engine, provider);
    match (callback.code, callback.error) {
        (Some(code), None) => Ok(code),
        (_, Some(error)) => {
            let description = callback.error_description.as_deref();
            Err(match provider {
                Provider::Salesforce => {
                    refusal_of_oauth(&redirect, &OAuthError::from_callback(&error, description))
                }
                Provider::Google => {
                    let error = google::OAuthError::from_callback(&error, description);
                    gmail::refusal_of_oauth(&redirect, &error)
                }
                Provider::Microsoft => {
                    let error = microsoft::OAuthError::from_callback(&error, description);
                    outlook::refusal_of_oauth(&redirect, &error)
                }
            })
        }
        (None, None) => Err(Refusal::AttemptUnknown),
    }
}

async fn finish(
    engine: &Engine,
    code: &SecretString,
    attempt: &Attempt,
    kept: Kept,
    user: Option<&User>,
    user_agent: &str,
) -> Outcome<Back> {
    let verifier = SecretString::from(kept.verifier);
    let arrival = async || arrive(engine, salesforce_app(engine).await?, code, &verifier).await;
    // Whoever is not there any more gets no tokens that would have to be given back: those who
    // connect are looked at before the code is exchanged.
    match kept.purpose {
        Purpose::Activate { .. } => {
            let id = attempt.invitation_id.ok_or(Refusal::LinkUnknown)?;
            let session =
                activate::with_salesforce(engine, id, arrival().await?, user_agent).await?;
            Ok(Back::Activated { session })
        }
        Purpose::SignIn { next } => {
            let session = salesforce::sign_in(engine, arrival().await?, user_agent).await?;
            Ok(Back::SignedIn { session, next })
        }
        Purpose::Connect => {
            let user = same_user(attempt, user)?;
            salesforce::connect(engine, user, arrival().await?).await?;
            Ok(Back::Connected(Purpose::Connect))
        }
        Purpose::BindOrganisation => {
            let user = same_user(attempt, user)?;
            let arrival = arrival().await?;
            let fresh = users::by_id(&engine.db, user.id)
                .await?
                .ok_or(Refusal::NotSignedIn)?;
            salesforce::bind_organisation(engine, &fresh, arrival).await?;
            Ok(Back::Connected(Purpose::BindOrganisation))
        }
        Purpose::Mailbox { provider, next } => {
            let user = same_user(attempt, user)?;
            let returning = Returning {
                code,
                verifier: &verifier,
                nonce: &kept.nonce,
            };
            let arrival = consent::arrive(engine, provider, &returning).await?;
            mailboxes::connect_arrival(engine, user, arrival).await?;
            Ok(Back::Connected(Purpose::Mailbox { provider, next }))
        }
    }
}

/// Whoever began must still be the one who is signed in.
fn same_user<'a>(attempt: &Attempt, user: Option<&'a User>) -> Result<&'a User, Refusal> {
    let began: Option<UserId> = attempt.user_id;
    user.filter(|u| Some(u.id) == began)
        .ok_or(Refusal::AttemptUnknown)
}
