//! Who opened the panel on which records, by whichever proof.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{ProofFault, SignedRequest, Ticket};
use crate::links::{OrganisationId, SalesforceUserId};
use crate::people::{CrmRecord, RecordId};
use crate::{Language, Refusal};

/// A signed request that says when it was made is good for this long.
pub const SIGNED_REQUEST_LIVES: SignedDuration =
    SignedDuration::from_secs(SignedRequest::VALID_SECONDS);

/// Who looks at what, by Salesforce's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub organisation: OrganisationId,
    pub user: SalesforceUserId,
    /// At least one, all of one kind.
    pub records: Vec<CrmRecord>,
    /// Absent where the organisation does not say it.
    pub made_at: Option<Timestamp>,
    pub language: Option<Language>,
    /// The same for the same proof, however its signature is spelled.
    pub fingerprint: Vec<u8>,
}

/// Opens a ticket of our package.
pub fn ticket(secret: &str, text: &str, now: Timestamp) -> Result<Proof, Refusal> {
    let ticket = Ticket::open(text, secret.as_bytes(), now).map_err(refusal)?;
    let records = records(&ticket.records).ok_or(Refusal::PanelProofWrong)?;
    let named = |record: &CrmRecord| {
        record
            .object
            .api_name()
            .eq_ignore_ascii_case(&ticket.object)
    };
    if records.is_empty() || !records.iter().all(named) {
        return Err(Refusal::PanelProofWrong);
    }
    let payload = text.trim().split('.').next().unwrap_or_default();
    Ok(Proof {
        organisation: ticket.organisation,
        user: ticket.user,
        records,
        made_at: Some(ticket.made_at),
        language: None,
        fingerprint: Sha256::digest(payload).to_vec(),
    })
}

/// Opens a Canvas signed request.
pub fn signed_request(secret: &str, text: &str, now: Timestamp) -> Result<Proof, Refusal> {
    let request = SignedRequest::open(text, secret.as_bytes()).map_err(refusal)?;
    let made_at = request.issued_at.and_then(moment);
    if made_at.is_some_and(|at| now.duration_since(at).abs() > SIGNED_REQUEST_LIVES) {
        return Err(Refusal::PanelProofOld);
    }
    let record = request.record.as_ref().map(std::slice::from_ref);
    let records = record.and_then(records).ok_or(Refusal::PanelProofWrong)?;
    let language = request.language.as_deref();
    Ok(Proof {
        organisation: request.organisation,
        user: request.user,
        records,
        made_at,
        language: language.and_then(|code| Language::from_accept(&code.replace('_', "-"))),
        fingerprint: request.signature_hash.to_vec(),
    })
}

fn records(ids: &[RecordId]) -> Option<Vec<CrmRecord>> {
    ids.iter().map(|id| CrmRecord::parse(id.as_str())).collect()
}

fn refusal(fault: ProofFault) -> Refusal {
    match fault {
        ProofFault::TooOld | ProofFault::Future => Refusal::PanelProofOld,
        ProofFault::Malformed | ProofFault::Signature | ProofFault::Algorithm => {
            Refusal::PanelProofWrong
        }
    }
}

/// "Internal only": seconds, or milliseconds.
fn moment(number: i64) -> Option<Timestamp> {
    /// Later than any second, earlier than any millisecond that matters.
    const SECONDS_END: i64 = 100_000_000_000;
    if number.abs() < SECONDS_END {
        Timestamp::from_second(number).ok()
    } else {
        Timestamp::from_millisecond(number).ok()
    }
}

impl Proof {
    /// Where the panel opens: the record, or the list of those selected.
    pub fn one_record(&self) -> Option<&CrmRecord> {
        match &self.records[..] {
            [one] => Some(one),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret with åäö";
    /// Made by the package's Apex class for [`SECRET`].
    const OF_APEX: &str = "MDBEMDAwMDAwMDAwMDAxRUFBfDAwNTAwMDAwMDAwMDAwMUFBQXwwMFEwMDAwMDAwMDAwMDFBQUF8TGVhZHwxNzk1MTYxNjAwMDAwfDAwMTEyMjMzNDQ1NTY2Nzc4ODk5YWFiYmNjZGRlZWZm.YPi7HfDPIDE/1VaZOMca4Z/qLmOqO5f87236M16Meck=";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_161_600 + seconds).unwrap()
    }

    #[test]
    fn the_package_s_ticket_is_read_for_a_minute() {
        let proof = ticket(SECRET, OF_APEX, at(59)).unwrap();
        assert_eq!(proof.organisation.as_str(), "00D000000000001EAA");
        assert_eq!(proof.user.as_str(), "005000000000001AAA");
        assert!(proof.one_record().is_some());
        assert_eq!(ticket(SECRET, OF_APEX, at(61)), Err(Refusal::PanelProofOld));
        assert_eq!(
            ticket(SECRET, OF_APEX, at(-61)),
            Err(Refusal::PanelProofOld)
        );
    }

    #[test]
    fn another_secret_or_a_changed_character_is_noticed() {
        assert_eq!(ticket("x", OF_APEX, at(0)), Err(Refusal::PanelProofWrong));
        let changed = OF_APEX.replacen("MDBE", "MDBF", 1);
        assert_eq!(
            ticket(SECRET, &changed, at(0)),
            Err(Refusal::PanelProofWrong)
        );
    }
}
