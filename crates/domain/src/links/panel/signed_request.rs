//! Canvas: `signature.payload`, signed with the consumer secret of the app.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use super::proof::{ProofFault, decode, verify};
use crate::links::{OrganisationId, SalesforceUserId};
use crate::people::RecordId;

const LONGEST: usize = 128 * 1024;

/// What we ask of it; the token in it is left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest {
    pub organisation: OrganisationId,
    pub user: SalesforceUserId,
    /// The object's API name, where it stands on a record.
    pub object: Option<String>,
    pub record: Option<RecordId>,
    /// The user's, as Salesforce writes it: `en_US`.
    pub language: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// Origins: the organisation's own, and the page around the frame.
    pub instance_url: Option<String>,
    pub target_origin: Option<String>,
    /// Seconds since 1970. Not documented for use: each signature is good once, for
    /// [`Self::VALID_SECONDS`] from its arrival.
    pub issued_at: Option<i64>,
    /// SHA-256 of the signature's bytes, however they were written: for remembering it.
    pub signature_hash: [u8; 32],
}

impl SignedRequest {
    /// How long a signature that arrived is to be remembered.
    pub const VALID_SECONDS: i64 = 300;

    pub fn open(request: &str, consumer_secret: &[u8]) -> Result<Self, ProofFault> {
        let short = (request.len() <= LONGEST).then_some(request);
        let halves = short.and_then(|request| request.trim().split_once('.'));
        let (signature, payload) = halves.ok_or(ProofFault::Malformed)?;
        let signature = decode(signature)?;
        verify(consumer_secret, payload, &signature)?;
        let envelope: Envelope =
            serde_json::from_slice(&decode(payload)?).map_err(|_| ProofFault::Malformed)?;
        let algorithm = envelope.algorithm.replace('-', "");
        if !algorithm.eq_ignore_ascii_case("HMACSHA256") {
            return Err(ProofFault::Algorithm);
        }
        let hash = Sha256::digest(&signature).into();
        envelope.understood(hash).ok_or(ProofFault::Malformed)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    #[serde(default)]
    algorithm: String,
    issued_at: Option<serde_json::Value>,
    user_id: Option<String>,
    client: Option<Client>,
    context: Context,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    instance_url: Option<String>,
    target_origin: Option<String>,
}

#[derive(Deserialize)]
struct Context {
    user: User,
    organization: Organization,
    environment: Option<Environment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    user_id: String,
    language: Option<String>,
    time_zone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    organization_id: String,
}

#[derive(Deserialize)]
struct Environment {
    record: Option<Record>,
}

/// Empty where the app does not stand on a record.
#[derive(Deserialize)]
struct Record {
    #[serde(alias = "Id", alias = "ID")]
    id: Option<String>,
    attributes: Option<Attributes>,
}

#[derive(Deserialize)]
struct Attributes {
    #[serde(rename = "type")]
    object: Option<String>,
}

impl Envelope {
    fn understood(self, signature_hash: [u8; 32]) -> Option<SignedRequest> {
        let user = SalesforceUserId::parse(&self.context.user.user_id)?;
        if let Some(other) = &self.user_id
            && SalesforceUserId::parse(other)? != user
        {
            return None;
        }
        let record = self.context.environment.and_then(|it| it.record);
        let (id, attributes) = record.map_or((None, None), |it| (it.id, it.attributes));
        let record = match id.filter(|id| !id.is_empty()) {
            Some(id) => Some(RecordId::parse(&id)?),
            None => None,
        };
        let (instance_url, target_origin) = self
            .client
            .map_or((None, None), |it| (it.instance_url, it.target_origin));
        Some(SignedRequest {
            organisation: OrganisationId::parse(&self.context.organization.organization_id)?,
            user,
            object: attributes.and_then(|it| it.object),
            record,
            language: self.context.user.language,
            time_zone: self.context.user.time_zone,
            instance_url: instance_url.and_then(|url| origin(&url)),
            target_origin: target_origin.and_then(|url| origin(&url)),
            issued_at: self.issued_at.and_then(|at| at.as_i64()),
            signature_hash,
        })
    }
}

fn origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let is_web = matches!(url.scheme(), "https" | "http");
    is_web.then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::proof::sign;
    use super::*;

    const SECRET: &[u8] = b"consumer secret";

    fn request() -> Value {
        json!({
            "algorithm": "HMACSHA256", "issuedAt": 1_795_161_600, "userId": "005000000000001AAA",
            "client": {"oauthToken": "t", "instanceUrl": "https://acme-corp.my.salesforce.com/", "targetOrigin": "https://acme-corp.lightning.force.com"},
            "context": {
                "user": {"userId": "005000000000001", "language": "fr", "timeZone": "Europe/Paris"},
                "organization": {"organizationId": "00D000000000001"},
                "environment": {"record": {"attributes": {"type": "Lead", "url": "/x"}, "Id": "00Q000000000001"}},
            },
        })
    }

    fn signed(request: &Value) -> String {
        let payload = BASE64_STANDARD.encode(request.to_string());
        format!(
            "{}.{payload}",
            BASE64_STANDARD.encode(sign(SECRET, &payload))
        )
    }

    fn with(pointer: &str, value: Value) -> Result<SignedRequest, ProofFault> {
        let mut request = request();
        *request.pointer_mut(pointer).unwrap() = value;
        SignedRequest::open(&signed(&request), SECRET)
    }

    #[test]
    fn it_says_who_and_where() {
        let opened = SignedRequest::open(&signed(&request()), SECRET).unwrap();
        assert_eq!(opened.organisation.as_str(), "00D000000000001EAA");
        assert_eq!(opened.user.as_str(), "005000000000001AAA");
        assert_eq!(opened.record.unwrap().as_str(), "00Q000000000001EAA");
        assert_eq!(opened.object.as_deref(), Some("Lead"));
        assert_eq!(opened.language.as_deref(), Some("fr"));
        assert_eq!(
            opened.instance_url.as_deref(),
            Some("https://acme-corp.my.salesforce.com")
        );
        assert_eq!(
            opened.target_origin.as_deref(),
            Some("https://acme-corp.lightning.force.com")
        );
        assert_eq!(opened.issued_at, Some(1_795_161_600));
    }

    #[test]
    fn off_a_record_there_is_none() {
        for nothing in [
            json!({}),
            json!(null),
            json!({"record": {}}),
            json!({"record": null}),
        ] {
            let opened = with("/context/environment", nothing).unwrap();
            assert_eq!((opened.record, opened.object), (None, None));
        }
    }

    #[test]
    fn one_signature_is_one_however_it_is_written() {
        let request = signed(&request());
        let (signature, payload) = request.split_once('.').unwrap();
        let bytes = BASE64_STANDARD.decode(signature).unwrap();
        let other = format!("{}.{payload}", BASE64_URL_SAFE_NO_PAD.encode(bytes));
        let hash = |request: &str| SignedRequest::open(request, SECRET).unwrap().signature_hash;
        assert_eq!(hash(&request), hash(&other));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let open = |request: &str| SignedRequest::open(request, SECRET);
        assert_eq!(
            with("/algorithm", json!("none")),
            Err(ProofFault::Algorithm)
        );
        assert!(with("/algorithm", json!("HMAC-SHA256")).is_ok());
        for (pointer, value) in [
            ("/userId", json!("005000000000002AAA")),
            ("/context/user/userId", json!("00Q000000000001")),
            ("/context/organization/organizationId", json!("x")),
            ("/context/environment/record/Id", json!("00Q")),
            ("/context", json!([])),
        ] {
            assert_eq!(
                with(pointer, value),
                Err(ProofFault::Malformed),
                "{pointer}"
            );
        }
        assert_eq!(
            with("/client/instanceUrl", json!("javascript:x"))
                .unwrap()
                .instance_url,
            None
        );
        let good = signed(&request());
        assert_eq!(
            SignedRequest::open(&good, b"other"),
            Err(ProofFault::Signature)
        );
        let (_, payload) = good.split_once('.').unwrap();
        assert_eq!(open(&format!(".{payload}")), Err(ProofFault::Signature));
        assert_eq!(open(&format!("!.{payload}")), Err(ProofFault::Malformed));
        assert_eq!(open(""), Err(ProofFault::Malformed));
    }

    #[test]
    fn a_payload_with_dots_is_cut_at_the_first() {
        let signature = BASE64_STANDARD.encode(sign(SECRET, "a.b"));
        let opened = SignedRequest::open(&format!("{signature}.a.b"), SECRET);
        assert_eq!(opened, Err(ProofFault::Malformed), "signed, and no base64");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn any_signed_text_is_read(text in "\\PC{0,60}|[\\[{]{0,2000}") {
            let payload = BASE64_STANDARD.encode(text);
            let request = format!("{}.{payload}", BASE64_STANDARD.encode(sign(SECRET, &payload)));
            prop_assert_eq!(SignedRequest::open(&request, SECRET), Err(ProofFault::Malformed));
        }
    }
}
