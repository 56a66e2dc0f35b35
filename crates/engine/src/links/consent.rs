//! What Google's and Microsoft's consent have in common: leaving for it and arriving from it.

use liaison_domain::EmailAddress;
use liaison_domain::links::mailbox::{Access, MailboxKind};
use secrecy::SecretString;

use super::tokens::Pair;
use super::way::MailProvider;
use super::{gmail, outlook};
use crate::{Engine, Outcome};

/// What the browser carries to the provider's page.
pub(super) struct Leaving<'a> {
    pub state: &'a str,
    pub challenge: &'a str,
    pub nonce: &'a str,
    /// The address the mailbox is expected to have; without one, the provider asks which account.
    pub hint: Option<&'a str>,
}

/// What came back, and what was kept for it.
pub(super) struct Returning<'a> {
    pub code: &'a SecretString,
    pub verifier: &'a SecretString,
    pub nonce: &'a str,
}

/// Somebody came back from the provider's page: whose mailbox it is, and tokens not kept yet.
pub(super) struct Arrival {
    pub address: EmailAddress,
    pub access: Access,
    pub pair: Pair,
}

pub(super) async fn url(
    engine: &Engine,
    provider: MailProvider,
    leaving: &Leaving<'_>,
) -> Outcome<String> {
    match provider {
        MailProvider::Google => gmail::consent_url(engine, leaving).await,
        MailProvider::Microsoft => outlook::consent_url(engine, leaving).await,
    }
}

pub(super) async fn arrive(
    engine: &Engine,
    provider: MailProvider,
    returning: &Returning<'_>,
) -> Outcome<Arrival> {
    match provider {
        MailProvider::Google => gmail::arrive(engine, returning).await,
        MailProvider::Microsoft => outlook::arrive(engine, returning).await,
    }
}

/// Gives tokens back that we have no use for, where the provider takes them. If it cannot be reached,
/// they run out by themselves.
pub(super) async fn give_back(engine: &Engine, kind: MailboxKind, token: &SecretString) {
    if kind == MailboxKind::Gmail {
        gmail::revoke(engine, token).await;
    }
}
