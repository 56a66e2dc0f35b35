use base64::engine::general_purpose::{STANDARD as PLAIN, URL_SAFE_NO_PAD};
use serde_json::json;

use super::*;

const SECRET: &str = "a secret with åäö";
/// Made by the package's Apex class for [`SECRET`].
const OF_APEX: &str = "MDBEMDAwMDAwMDAwMDAxRUFBfDAwNTAwMDAwMDAwMDAwMUFBQXwwMFEwMDAwMDAwMDAwMDFBQUF8TGVhZHwxNzk1MTYxNjAwMDAwfDAwMTEyMjMzNDQ1NTY2Nzc4ODk5YWFiYmNjZGRlZWZm.YPi7HfDPIDE/1VaZOMca4Z/qLmOqO5f87236M16Meck=";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_161_600 + seconds).unwrap()
}

fn mac(text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn ticket_of(payload: &str) -> String {
    let payload = PLAIN.encode(payload);
    let signature = PLAIN.encode(mac(&payload));
    format!("{payload}.{signature}")
}

fn canvas(change: impl Fn(&mut serde_json::Value)) -> String {
    let mut request = json!({
        "algorithm": "HMACSHA256", "issuedAt": 1_795_161_600, "userId": "005000000000001AAA",
        "client": { "oauthToken": "00D…", "targetOrigin": "https://acme.lightning.force.com" },
        "context": {
            "user": { "language": "fr" },
            "organization": { "organizationId": "00D000000000001EAA" },
            "environment": { "record": { "Id": "00Q000000000001AAA" }, "parameters": {} }
        }
    });
    change(&mut request);
    let payload = URL_SAFE_NO_PAD.encode(request.to_string());
    format!("{}.{payload}", URL_SAFE_NO_PAD.encode(mac(&payload)))
}

#[test]
fn the_packages_ticket_is_read() {
    let proof = ticket(SECRET, OF_APEX, at(59)).unwrap();
    assert_eq!(proof.organisation.as_str(), "00D000000000001EAA");
    assert_eq!(proof.user.as_str(), "005000000000001AAA");
    let record = proof.one_record().unwrap();
    assert_eq!(
        (record.object, record.id.as_str()),
        (CrmObject::Lead, "00Q000000000001EAA")
    );
    assert_eq!(proof.made_at, Some(at(0)));
}

#[test]
fn a_ticket_lives_a_minute() {
    assert_eq!(ticket(SECRET, OF_APEX, at(61)), Err(Refusal::PanelProofOld));
    assert_eq!(
        ticket(SECRET, OF_APEX, at(-61)),
        Err(Refusal::PanelProofOld)
    );
    assert!(ticket(SECRET, OF_APEX, at(-60)).is_ok());
}

#[test]
fn every_changed_character_is_noticed() {
    for place in 0..OF_APEX.len() {
        let mut changed = OF_APEX.as_bytes().to_vec();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        // The very last characters spell bits that belong to no byte.
        if let Ok(proof) = ticket(SECRET, &changed, at(0)) {
            let same = ticket(SECRET, OF_APEX, at(0)).unwrap();
            assert_eq!(proof.fingerprint, same.fingerprint, "{place}");
            assert!(place > OF_APEX.len() - 3, "{place}");
        }
    }
    assert_eq!(
        ticket("another", OF_APEX, at(0)),
        Err(Refusal::PanelProofWrong)
    );
    assert_eq!(ticket("", OF_APEX, at(0)), Err(Refusal::PanelProofWrong));
}

#[test]
fn what_is_signed_but_says_nothing_is_refused() {
    let org = "00D000000000001EAA|005000000000001AAA";
    for payload in [
        String::new(),
        format!("{org}|00Q000000000001AAA|Lead|1795161600000"),
        format!("{org}|00Q000000000001AAA|Lead|1795161600000|"),
        format!("{org}|00Q000000000001AAA|Lead|soon|nonce"),
        format!("{org}|00Q000000000001AAA|Contact|1795161600000|nonce"),
        format!("{org}|00Q000000000001AAA,003000000000001AAA|Lead|1795161600000|nonce"),
        format!("{org}||Lead|1795161600000|nonce"),
        format!(
            "{org}|{}|Lead|1795161600000|nonce",
            vec!["00Q000000000001AAA"; 201].join(",")
        ),
        "005000000000001AAA|00D000000000001EAA|00Q000000000001AAA|Lead|1795161600000|nonce".into(),
    ] {
        let text = ticket_of(&payload);
        assert_eq!(
            ticket(SECRET, &text, at(0)),
            Err(Refusal::PanelProofWrong),
            "{payload}"
        );
    }
    let two = format!("{org}|00Q000000000001AAA,00Q000000000002AAA|Lead|1795161600000|nonce");
    let proof = ticket(SECRET, &ticket_of(&two), at(0)).unwrap();
    assert_eq!((proof.records.len(), proof.one_record()), (2, None));
}

#[test]
fn a_signed_request_is_read() {
    let text = canvas(|_| ());
    let proof = signed_request(SECRET, &text, at(299)).unwrap();
    assert_eq!(proof.language, Some(Language::Fr));
    assert_eq!(
        proof.one_record().unwrap().id.as_str(),
        "00Q000000000001EAA"
    );
    assert_eq!(
        signed_request(SECRET, &text, at(301)),
        Err(Refusal::PanelProofOld)
    );
    let changed = text.replacen('.', ".e", 1);
    assert_eq!(
        signed_request(SECRET, &changed, at(0)),
        Err(Refusal::PanelProofWrong)
    );
    assert_eq!(
        signed_request(SECRET, OF_APEX, at(0)),
        Err(Refusal::PanelProofWrong)
    );
}

#[test]
fn only_requests_signed_in_our_way_about_a_record_count() {
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        signed_request(SECRET, &canvas(change), at(0)) == Err(Refusal::PanelProofWrong)
    };
    assert!(refused(&|r| r["algorithm"] = json!("none")));
    assert!(refused(
        &|r| r["context"]["environment"]["record"] = json!({})
    ));
    assert!(refused(&|r| r["userId"] = json!("somebody")));
    let silent = canvas(|r| r["issuedAt"] = json!(null));
    assert_eq!(
        signed_request(SECRET, &silent, at(0)).unwrap().made_at,
        None
    );
    let millis = canvas(|r| r["issuedAt"] = json!("1795161600000"));
    assert_eq!(
        signed_request(SECRET, &millis, at(0)).unwrap().made_at,
        Some(at(0))
    );
}
