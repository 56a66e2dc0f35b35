//! Mail: the letters we write ourselves, and the identities sellers write from.

pub(crate) mod carrier;
mod letter;
pub mod letter_job;
pub(crate) mod send_job;

use liaison_connectors::smtp::SmtpSettings;
use liaison_domain::EmailAddress;
use liaison_domain::id::{IdentityId, UserId};
use liaison_domain::mail::{Identity, Signature};
use liaison_store::access::users;
use liaison_store::mail::identities;
use liaison_store::{Fault, Sql};

pub use letter::{Letter, Letters, Written};

use crate::Engine;

/// The company's relay for our own mails.
pub struct Relay {
    pub settings: SmtpSettings,
    /// Whom our mails are from.
    pub from: EmailAddress,
}

/// Everybody writes as themselves first: the default identity is the account's own name and address,
/// which Salesforce or the invitation mail has proven.
pub(crate) async fn ensure_identity(
    engine: &Engine,
    sql: &impl Sql,
    user_id: UserId,
) -> Result<(), Fault> {
    let Some(user) = users::by_id(sql, user_id).await? else {
        return Ok(());
    };
    let identity = Identity {
        id: IdentityId(engine.dice.id(engine.clock.now())),
        user_id,
        name: user.display_name(),
        address: user.email,
        is_default: true,
        signature: Signature::default(),
    };
    identities::save(sql, &identity).await
}
