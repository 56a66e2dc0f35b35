//! A name and address a seller writes from (actions 3.1).

use super::signature::Signature;
use crate::EmailAddress;
use crate::id::{IdentityId, UserId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub id: IdentityId,
    pub user_id: UserId,
    pub name: String,
    pub address: EmailAddress,
    pub is_default: bool,
    pub signature: Signature,
}
