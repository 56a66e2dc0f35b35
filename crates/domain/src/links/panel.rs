//! The panel inside Salesforce: who opened it, on which record, and in which frames it may stand
//! (contracts 2.7, 10.1; quality "The panel").
//!
//! Two proofs come from there. Our package makes a *ticket*; Canvas posts a *signed request*. Both are
//! checked over the text as it arrived and in constant time, and only then read. Neither says that the
//! record may be seen: that is asked with the seller's own token.

mod opened;
mod proof;
mod signed_request;
mod ticket;

pub use opened::{Proof, SIGNED_REQUEST_LIVES, signed_request, ticket};
pub use proof::ProofFault;
pub use signed_request::SignedRequest;
pub use ticket::{MOST_RECORDS, Ticket};
