//! The way to Salesforce's login page and back (contracts 2.1).
//!
//! Whoever comes back must be the browser that went: the state belongs to a cookie. What the way was
//! for is kept sealed with the PKCE verifier, and is used once.

use jiff::SignedDuration;
use liaison_connectors::salesforce::{self as wire, OAuthError, Pkce};
use liaison_domain::access::{Actor, User};
use liaison_domain::id::{AttemptId, InvitationId, UserId};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::access::users;
use liaison_store::links::attempts::{self, Attempt};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::apps::salesforce_app;
use super::salesforce::{self, arrive, refusal_of_oauth};
use crate::access::{activate, invite};
use crate::vault::Place;
use crate::{Engine, Error, Outcome, Token};

const WAY_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// What somebody goes to Salesforce for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To activate the invitation whose link this is.
    Activate { link: String },
    /// `next` is where to go afterwards.
    SignIn { next: String },
    /// To connect, or connect again, one's own account.
    Connect,
    /// As an admin: to say which organisation is ours, and to connect.
    BindOrganisation,
}

impl Purpose {
    fn code(&self) -> &'static str {
        match self {
            Self::Activate { .. } => "activate",
            Self::SignIn { .. } => "sign-in",
            Self::Connect => "connect",
            Self::BindOrganisation => "bind-organisation",
        }
    }
}

/// Where to send the browser, and the cookie by which we know it again.
#[derive(Debug)]
pub struct Departure {
    pub url: String,
    pub browser: Token,
}

/// Begins a way. `other_login` asks Salesforce for its login page even when somebody is signed in
/// there.
pub async fn depart(
    engine: &Engine,
    purpose: Purpose,
    user: Option<&User>,
    other_login: bool,
) -> Outcome<Departure> {
    let app = salesforce_app(engine).await?;
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
        Purpose::SignIn { .. } => (None, None),
    };
    let (state, browser) = (Token::throw(&engine.dice), Token::throw(&engine.dice));
    let pkce = Pkce::from_random(engine.dice.bytes());
    let now = engine.clock.now();
    let id = AttemptId(engine.dice.id(now));
    let kept = Kept {
        purpose: purpose.clone(),
        verifier: pkce.verifier.expose_secret().to_owned(),
    };
    let kept = serde_json::to_string(&kept).map_err(Error::broken)?;
    let attempt = Attempt {
        id,
        purpose: purpose.code().to_owned(),
        invitation_id,
        user_id: user.map(|u| u.id),
        verifier_sealed: engine.vault.seal(&engine.dice, place(id), &kept)?,
        expires_at: now + WAY_LASTS,
    };
    attempts::add(&engine.db, &attempt, &state.hash(), &browser.hash()).await?;
    let prompt = other_login.then_some("login");
    let hint = hint.filter(|_| !other_login);
    let url = wire::authorize_url(
        &app,
        state.reveal(),
        &pkce.challenge,
        wire::SCOPES,
        hint.as_ref().map(EmailAddress::as_str),
        prompt,
    );
    Ok(Departure { url, browser })
}

/// What is sealed with an attempt.
#[derive(Serialize, Deserialize)]
struct Kept {
    purpose: Purpose,
    verifier: String,
}

fn place(id: AttemptId) -> Place {
    Place {
        column: "oauth_attempts.verifier",
        row: id.0,
    }
}

fn actor(user: Option<&User>) -> Result<Actor, Refusal> {
    user.map(|u| Actor::User {
        id: u.id,
        role: u.role,
    })
    .ok_or(Refusal::NotSignedIn)
}

/// The query Salesforce sends the browser back with.
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

/// Ends a way.
pub async fn come_back(
    engine: &Engine,
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
    finish(engine, callback, &attempt, kept, user, user_agent)
        .await
        .map_err(|error| Stranded {
            purpose: Some(purpose),
            error,
        })
}

async fn finish(
    engine: &Engine,
    callback: Callback,
    attempt: &Attempt,
    kept: Kept,
    user: Option<&User>,
    user_agent: &str,
) -> Outcome<Back> {
    let app = salesforce_app(engine).await?;
    let code = match (callback.code, callback.error) {
        (Some(code), None) => code,
        (_, Some(error)) => {
            let error = OAuthError::from_callback(&error, callback.error_description.as_deref());
            return Err(refusal_of_oauth(&app, &error).into());
        }
        (None, None) => return Err(Refusal::AttemptUnknown.into()),
    };
    // Whoever is not there any more gets no tokens that would have to be given back.
    let connecting = match kept.purpose {
        Purpose::Connect | Purpose::BindOrganisation => Some(same_user(attempt, user)?),
        Purpose::Activate { .. } | Purpose::SignIn { .. } => None,
    };
    let arrival = arrive(
        engine,
        app,
        code.expose_secret(),
        &SecretString::from(kept.verifier),
    )
    .await?;
    match kept.purpose {
        Purpose::Activate { .. } => {
            let id: InvitationId = attempt.invitation_id.ok_or(Refusal::LinkUnknown)?;
            let session = activate::with_salesforce(engine, id, arrival, user_agent).await?;
            Ok(Back::Activated { session })
        }
        Purpose::SignIn { next } => {
            let session = salesforce::sign_in(engine, arrival, user_agent).await?;
            Ok(Back::SignedIn { session, next })
        }
        Purpose::Connect => {
            let user = connecting.ok_or(Refusal::AttemptUnknown)?;
            salesforce::connect(engine, user, arrival).await?;
            Ok(Back::Connected(Purpose::Connect))
        }
        Purpose::BindOrganisation => {
            let user = connecting.ok_or(Refusal::AttemptUnknown)?;
            let fresh = users::by_id(&engine.db, user.id)
                .await?
                .ok_or(Refusal::NotSignedIn)?;
            salesforce::bind_organisation(engine, &fresh, arrival).await?;
            Ok(Back::Connected(Purpose::BindOrganisation))
        }
    }
}

/// Whoever began must still be the one who is signed in.
fn same_user<'a>(attempt: &Attempt, user: Option<&'a User>) -> Result<&'a User, Refusal> {
    let began: Option<UserId> = attempt.user_id;
    user.filter(|u| Some(u.id) == began)
        .ok_or(Refusal::AttemptUnknown)
}
