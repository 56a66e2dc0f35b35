//! The ticket of our package: `base64(payload).base64(mac)`, with the payload
//! `organisation|user|records|object|milliseconds|nonce`.

use jiff::{SignedDuration, Timestamp};

use super::proof::{ProofFault, decode, verify};
use crate::links::{OrganisationId, SalesforceUserId};
use crate::people::RecordId;

/// A list button gives no more.
pub const MOST_RECORDS: usize = 200;
const LONGEST: usize = 16 * 1024;
/// How old a ticket may be, and how far the clock over there may be ahead.
const VALID: SignedDuration = SignedDuration::from_secs(60);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub organisation: OrganisationId,
    pub user: SalesforceUserId,
    /// From 1 to [`MOST_RECORDS`].
    pub records: Vec<RecordId>,
    /// The object's API name.
    pub object: String,
    pub made_at: Timestamp,
    /// A ticket is good once: to be remembered, with the organisation, until it would be too old.
    pub nonce: String,
}

impl Ticket {
    /// Opens it at the time `now`.
    pub fn open(ticket: &str, secret: &[u8], now: Timestamp) -> Result<Self, ProofFault> {
        let (payload, mac) = halves(ticket)?;
        verify(secret, payload, &decode(mac)?)?;
        let ticket = Self::read(payload)?;
        if now.duration_since(ticket.made_at) > VALID {
            return Err(ProofFault::TooOld);
        }
        if ticket.made_at.duration_since(now) > VALID {
            return Err(ProofFault::Future);
        }
        Ok(ticket)
    }

    /// The organisation it says it is from: for finding the secret, and proven by nothing.
    pub fn claimed_organisation(ticket: &str) -> Option<OrganisationId> {
        let (payload, _) = halves(ticket).ok()?;
        Some(Self::read(payload).ok()?.organisation)
    }

    fn read(payload: &str) -> Result<Self, ProofFault> {
        let text = String::from_utf8(decode(payload)?).map_err(|_| ProofFault::Malformed)?;
        Self::from_fields(&text).ok_or(ProofFault::Malformed)
    }

    fn from_fields(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split('|').collect();
        let &[organisation, user, records, object, millis, nonce] = fields.as_slice() else {
            return None;
        };
        let records: Option<Vec<RecordId>> = records
            .split(',')
            .take(MOST_RECORDS + 1)
            .map(RecordId::parse)
            .collect();
        let fits = |text: &str, longest| {
            !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_graphic())
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        (fits(nonce, 128) && fits(object, 80) && object.chars().all(is_name)).then_some(())?;
        Some(Self {
            organisation: OrganisationId::parse(organisation)?,
            user: SalesforceUserId::parse(user)?,
            records: records.filter(|records| records.len() <= MOST_RECORDS)?,
            object: object.to_owned(),
            made_at: Timestamp::from_millisecond(millis.parse().ok()?).ok()?,
            nonce: nonce.to_owned(),
        })
    }
}

fn halves(ticket: &str) -> Result<(&str, &str), ProofFault> {
    let short = (ticket.len() <= LONGEST).then_some(ticket);
    let halves = short.and_then(|ticket| ticket.trim().split_once('.'));
    halves.ok_or(ProofFault::Malformed)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::super::proof::sign;
    use super::*;

    const SECRET: &[u8] = b"secret of one organisation";
    const NOW: i64 = 1_795_161_600_000;

    fn signed(payload: &str) -> String {
        let payload = BASE64_STANDARD.encode(payload);
        let mac = BASE64_STANDARD.encode(sign(SECRET, &payload));
        format!("{payload}.{mac}")
    }

    fn made(millis: i64) -> String {
        signed(&format!(
            "00D000000000001|005000000000001AAA|00Q000000000001,00Q000000000002EAA|Lead|{millis}|n-1"
        ))
    }

    fn open(ticket: &str) -> Result<Ticket, ProofFault> {
        Ticket::open(ticket, SECRET, Timestamp::from_millisecond(NOW).unwrap())
    }

    #[test]
    fn a_ticket_says_who_and_where() {
        let ticket = open(&made(NOW)).unwrap();
        assert_eq!(ticket.user.as_str(), "005000000000001AAA");
        assert_eq!(ticket.organisation.as_str(), "00D000000000001EAA");
        let records: Vec<&str> = ticket.records.iter().map(RecordId::as_str).collect();
        assert_eq!(records, ["00Q000000000001EAA", "00Q000000000002EAA"]);
        assert_eq!(
            (ticket.object.as_str(), ticket.nonce.as_str()),
            ("Lead", "n-1")
        );
        let claimed = Ticket::claimed_organisation(&made(0));
        assert_eq!(claimed, Some(ticket.organisation));
    }

    #[test]
    fn the_other_alphabet_is_read_too() {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(format!(
            "00D000000000001|005000000000001|00Q000000000001|Lead|{NOW}|n~~~???"
        ));
        let mac = BASE64_URL_SAFE_NO_PAD.encode(sign(SECRET, &payload));
        assert_eq!(open(&format!("{payload}.{mac}")).unwrap().nonce, "n~~~???");
    }

    #[test]
    fn a_minute_is_all_it_has() {
        assert!(open(&made(NOW - 60_000)).is_ok());
        assert_eq!(open(&made(NOW - 60_001)), Err(ProofFault::TooOld));
        assert!(open(&made(NOW + 60_000)).is_ok());
        assert_eq!(open(&made(NOW + 60_001)), Err(ProofFault::Future));
        assert_eq!(open(&made(i64::MAX)), Err(ProofFault::Malformed));
    }

    #[test]
    fn what_is_not_signed_is_not_read() {
        let ticket = made(NOW);
        let (payload, _) = ticket.split_once('.').unwrap();
        let other = BASE64_STANDARD.encode(sign(b"another", payload));
        for forged in [
            format!("{payload}.{other}"),
            format!("{payload}."),
            format!("{}.{}", BASE64_STANDARD.encode("no ticket"), other),
        ] {
            assert_eq!(open(&forged), Err(ProofFault::Signature), "{forged}");
        }
        let now = Timestamp::from_millisecond(NOW).unwrap();
        assert_eq!(Ticket::open(&ticket, b"", now), Err(ProofFault::Signature));
    }

    #[test]
    fn what_is_signed_and_no_ticket_is_refused() {
        let id = "00Q000000000001";
        let ids = |n| vec![id; n].join(",");
        let with = |records: &str, object: &str, rest: &str| {
            signed(&format!(
                "00D000000000001|005000000000001|{records}|{object}|{rest}"
            ))
        };
        let rest = format!("{NOW}|n");
        assert!(open(&with(&ids(200), "My_Thing__c", &rest)).is_ok());
        for bad in [
            with(&ids(201), "Lead", &rest),
            with("", "Lead", &rest),
            with("00Q", "Lead", &rest),
            with(id, "Le ad", &rest),
            with(id, "Lead", &format!("{NOW}|")),
            with(id, "Lead", &format!("{NOW}|n|more")),
            with(id, "Lead", "soon|n"),
            signed(""),
            "x".into(),
            "é.é".into(),
            "a".repeat(20_000),
        ] {
            assert_eq!(open(&bad), Err(ProofFault::Malformed));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn one_changed_character_spoils_it(at in any::<proptest::sample::Index>(), c in "[A-Za-z0-9+/=._|-]") {
            let ticket = made(NOW);
            let at = at.index(ticket.len());
            prop_assume!(ticket[at..=at] != c);
            let changed = format!("{}{c}{}", &ticket[..at], &ticket[at + 1..]);
            prop_assume!(!(ticket[at..=at] == *"+" && c == "-" || ticket[at..=at] == *"/" && c == "_"));
            prop_assert!(open(&changed).is_err());
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,80}") {
            prop_assert!(open(&text).is_err());
        }
    }
}
