//! Proofs from the connected Salesforce organisation: who looks at which records (contracts 2.7, 10.1).
//!
//! A proof is signed over its encoded text as received; nothing is decoded before the signature fits.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::salesforce::{OrganisationId, SalesforceUserId};
use crate::people::{CrmObject, CrmRecord, RecordId};
use crate::{Language, Refusal};

/// A ticket is good for this long, and this much earlier than our clock.
pub const TICKET_LIVES: SignedDuration = SignedDuration::from_secs(60);
/// A signed request that says when it was made.
pub const SIGNED_REQUEST_LIVES: SignedDuration = SignedDuration::from_mins(5);
/// The most records of one ticket: what a list view hands over.
pub const MOST_RECORDS: usize = 200;

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

/// Reads `base64(organisation|user|records|object|milliseconds|nonce).base64(signature)`.
pub fn ticket(secret: &str, text: &str, now: Timestamp) -> Result<Proof, Refusal> {
    let (payload, signature) = text.split_once('.').ok_or(Refusal::PanelProofWrong)?;
    check(secret, payload, signature)?;
    let proof = read_ticket(payload).ok_or(Refusal::PanelProofWrong)?;
    must_be_fresh(&proof, TICKET_LIVES, now)?;
    Ok(proof)
}

/// Reads a Canvas signed request: `signature.payload`, parted at the first dot.
pub fn signed_request(secret: &str, text: &str, now: Timestamp) -> Result<Proof, Refusal> {
    let (signature, payload) = text.split_once('.').ok_or(Refusal::PanelProofWrong)?;
    check(secret, payload, signature)?;
    let proof = read_signed_request(payload).ok_or(Refusal::PanelProofWrong)?;
    must_be_fresh(&proof, SIGNED_REQUEST_LIVES, now)?;
    Ok(proof)
}

fn check(secret: &str, payload: &str, signature: &str) -> Result<(), Refusal> {
    let wrong = Refusal::PanelProofWrong;
    if secret.is_empty() {
        return Err(wrong);
    }
    let Some(signature) = decode(signature) else {
        return Err(wrong);
    };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return Err(wrong);
    };
    mac.update(payload.as_bytes());
    mac.verify_slice(&signature).map_err(|_| wrong)
}

fn must_be_fresh(proof: &Proof, lives: SignedDuration, now: Timestamp) -> Result<(), Refusal> {
    match proof.made_at {
        Some(at) if now.duration_since(at).abs() > lives => Err(Refusal::PanelProofOld),
        _ => Ok(()),
    }
}

/// Standard or URL-safe, with padding or without.
fn decode(text: &str) -> Option<Vec<u8>> {
    const ANY: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    ANY.decode(text.trim().replace('-', "+").replace('_', "/"))
        .ok()
}

fn fingerprint(payload: &str) -> Vec<u8> {
    Sha256::digest(payload.as_bytes()).to_vec()
}

fn read_ticket(encoded: &str) -> Option<Proof> {
    let payload = String::from_utf8(decode(encoded)?).ok()?;
    let parts: Vec<&str> = payload.split('|').collect();
    let [organisation, user, ids, object, millis, nonce] = parts[..] else {
        return None;
    };
    let object = CrmObject::from_code(&object.to_ascii_lowercase())?;
    let mut records = Vec::new();
    for id in ids.split(',') {
        let record = CrmRecord::parse(id).filter(|record| record.object == object)?;
        records.push(record);
    }
    if records.len() > MOST_RECORDS || nonce.is_empty() {
        return None;
    }
    Some(Proof {
        organisation: OrganisationId::parse(organisation)?,
        user: SalesforceUserId::parse(user)?,
        records,
        made_at: Some(Timestamp::from_millisecond(millis.parse().ok()?).ok()?),
        language: None,
        fingerprint: fingerprint(encoded),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Signed {
    algorithm: String,
    /// "Internal only": a number of seconds or milliseconds, or nothing.
    issued_at: Option<serde_json::Value>,
    user_id: String,
    context: Context,
}

#[derive(Deserialize)]
struct Context {
    organization: Organization,
    environment: Environment,
    user: Option<Reader>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    organization_id: String,
}

#[derive(Deserialize)]
struct Environment {
    #[serde(default)]
    record: serde_json::Value,
    #[serde(default)]
    parameters: serde_json::Value,
}

#[derive(Deserialize)]
struct Reader {
    language: Option<String>,
}

fn read_signed_request(encoded: &str) -> Option<Proof> {
    let signed: Signed = serde_json::from_slice(&decode(encoded)?).ok()?;
    if !matches!(signed.algorithm.as_str(), "HMACSHA256" | "HMAC-SHA256") {
        return None;
    }
    let environment = &signed.context.environment;
    // A canvas on a page of ours names the record among its parameters.
    let id = [
        &environment.record["Id"],
        &environment.parameters["recordId"],
    ]
    .into_iter()
    .find_map(serde_json::Value::as_str)?;
    let language = signed.context.user.and_then(|user| user.language);
    Some(Proof {
        organisation: OrganisationId::parse(&signed.context.organization.organization_id)?,
        user: SalesforceUserId::parse(&signed.user_id)?,
        records: vec![CrmRecord::parse(id)?],
        made_at: signed.issued_at.as_ref().and_then(moment),
        language: language.and_then(|code| Language::from_code(&code)),
        fingerprint: fingerprint(encoded),
    })
}

fn moment(value: &serde_json::Value) -> Option<Timestamp> {
    /// Later than any second, earlier than any millisecond that matters.
    const SECONDS_END: i64 = 100_000_000_000;
    let number = match value {
        serde_json::Value::Number(number) => number.as_i64()?,
        serde_json::Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
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

    pub fn ids(&self) -> impl Iterator<Item = &RecordId> {
        self.records.iter().map(|record| &record.id)
    }
}

#[cfg(test)]
#[path = "panel/tests.rs"]
mod tests;
