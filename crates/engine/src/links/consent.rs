//! What Google's and Microsoft's consent have in common: leaving for it and arriving from it.

use liaison_domain::EmailAddress;
use liaison_domain::links::mailbox::{Access, MailboxKind};
use liaison_store::links::mailboxes;
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

/// Gives a token back that we have no use for, where the provider takes it. That ends everything the
/// account has granted us, so it is kept while anybody's mailbox lives from the same account. If the
/// provider cannot be reached, the grant stays until it is removed there.
pub(super) async fn give_back(engine: &Engine, access: &Access, token: &SecretString) {
    let Access::Gmail { subject } = access else {
        return;
    };
    match mailboxes::has(&engine.db, MailboxKind::Gmail, subject).await {
        Ok(true) => {}
        Ok(false) => gmail::revoke(engine, token).await,
        Err(error) => tracing::warn!(%error, "a token could not be given back"),
    }
}
