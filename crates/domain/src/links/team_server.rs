//! The team's server: one SMTP server an admin sets up for everybody (actions 3.2, CH-07, CH-08).

use jiff::Timestamp;

use super::servers::Server;
use crate::id::MailboxId;
use crate::{EmailAddress, Refusal};

/// So many domains and addresses one server may send as.
pub const MOST_SENDERS: usize = 100;

/// Hosts that sign in one person's mailbox and send as nobody else: they are connected as mailboxes.
const MAILBOX_HOSTS: [&str; 5] = [
    "smtp.gmail.com",
    "smtp.googlemail.com",
    "smtp.office365.com",
    "outlook.office365.com",
    "smtp-mail.outlook.com",
];

/// Where people get a mailbox of their own: nobody's company, so a whole one is nobody's to send as.
const PUBLIC_DOMAINS: [&str; 16] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "ymail.com",
    "aol.com",
    "icloud.com",
    "me.com",
    "gmx.com",
    "gmx.de",
    "web.de",
    "proton.me",
    "protonmail.com",
];

/// The server as it is kept, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamServer {
    /// Stands in the sends where a mailbox's id stands.
    pub id: MailboxId,
    pub server: Server,
    /// What the server knows us by; empty where it asks for no sign-in.
    pub username: String,
    pub senders: Senders,
    /// What stood in the way of the last mail.
    pub problem: Option<Refusal>,
    /// When the form was last kept, or the keys changed.
    pub changed_at: Timestamp,
}

/// Whether a host may be entered as the team's server.
///
/// # Errors
/// Gmail's and Microsoft's are connected as mailboxes (actions 3.2).
pub fn may_be_team_server(host: &str) -> Result<(), Refusal> {
    if MAILBOX_HOSTS.contains(&host) {
        return Err(Refusal::TeamServerIsMailbox {
            host: host.to_owned(),
        });
    }
    Ok(())
}

/// Whose addresses mail may leave from: whole domains and single addresses, in the order they were listed.
/// Subdomains are domains of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Senders(Vec<String>);

impl Senders {
    /// Reads a list with commas, semicolons, blanks or line ends between.
    ///
    /// # Errors
    /// Names what is neither, and domains that belong to everybody.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let mut listed: Vec<String> = Vec::new();
        let words = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
        for word in words.filter(|word| !word.is_empty()) {
            let one = sender(word)?;
            if !listed.contains(&one) {
                listed.push(one);
            }
        }
        if listed.is_empty() {
            return Err(Refusal::TeamServerSendersMissing);
        }
        if listed.len() > MOST_SENDERS {
            return Err(Refusal::TooLong {
                field: "senders".into(),
                limit: MOST_SENDERS.to_string(),
            });
        }
        Ok(Self(listed))
    }

    /// As it was kept by [`Self::as_text`].
    pub fn kept(text: &str) -> Self {
        Self(text.lines().map(str::to_owned).collect())
    }

    /// One to a line.
    pub fn as_text(&self) -> String {
        self.0.join("\n")
    }

    /// For a sentence.
    pub fn as_words(&self) -> String {
        self.0.join(", ")
    }

    pub fn allow(&self, address: &EmailAddress) -> bool {
        let is_it = |listed: &String| match listed.contains('@') {
            true => listed == address.as_str(),
            false => listed == address.domain(),
        };
        self.0.iter().any(is_it)
    }

    /// One of the addresses that are listed by themselves.
    pub fn an_address(&self) -> Option<&str> {
        let mut listed = self.0.iter().map(String::as_str);
        listed.find(|listed| listed.contains('@'))
    }

    /// The domains mail may come from, each once.
    pub fn domains(&self) -> Vec<&str> {
        let mut domains: Vec<&str> = Vec::new();
        for listed in &self.0 {
            let domain = listed.rsplit_once('@').map_or(&**listed, |(_, d)| d);
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        domains
    }
}

fn sender(word: &str) -> Result<String, Refusal> {
    let malformed = || Refusal::TeamServerSenderMalformed {
        sender: word.to_owned(),
    };
    let bare = word.strip_prefix('@').unwrap_or(word);
    if bare.contains('@') {
        let address = EmailAddress::parse(bare).map_err(|_| malformed())?;
        return Ok(address.to_string());
    }
    // What may stand behind an @ is a domain.
    let address = EmailAddress::parse(&format!("a@{bare}")).map_err(|_| malformed())?;
    let domain = address.domain();
    if PUBLIC_DOMAINS.contains(&domain) {
        return Err(Refusal::TeamServerDomainPublic {
            domain: domain.to_owned(),
        });
    }
    Ok(domain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn a_seller_is_let_through_by_domain_or_by_address() {
        let senders = Senders::read(" Acme.example\n@nord.example; Rita@partner.example ").unwrap();
        assert_eq!(
            senders.as_text(),
            "acme.example\nnord.example\nrita@partner.example"
        );
        assert!(senders.allow(&address("anna@acme.example")));
        assert!(senders.allow(&address("rita@partner.example")));
        assert_eq!(senders.an_address(), Some("rita@partner.example"));
        for outsider in [
            "bo@partner.example",
            "anna@mail.acme.example",
            "anna@notacme.example",
            "anna@acme.example.evil.example",
        ] {
            assert!(!senders.allow(&address(outsider)), "{outsider}");
        }
        assert_eq!(
            senders.domains(),
            ["acme.example", "nord.example", "partner.example"]
        );
        assert_eq!(Senders::kept(&senders.as_text()), senders);
    }

    #[test]
    fn what_is_no_company_s_is_refused_by_name() {
        let refused = |text: &str| Senders::read(text).unwrap_err();
        assert_eq!(refused(" ,; "), Refusal::TeamServerSendersMissing);
        for nonsense in [
            "*",
            "acme",
            "a b@c@d.example",
            "acme.example\r\nX: y\0.example",
        ] {
            assert!(
                matches!(refused(nonsense), Refusal::TeamServerSenderMalformed { .. }),
                "{nonsense:?}"
            );
        }
        assert_eq!(
            refused("GMAIL.com"),
            Refusal::TeamServerDomainPublic {
                domain: "gmail.com".into()
            }
        );
        assert!(Senders::read("one.person@gmail.com").is_ok());
        let many: Vec<_> = (0..=MOST_SENDERS)
            .map(|n| format!("d{n}.example"))
            .collect();
        assert!(matches!(refused(&many.join(" ")), Refusal::TooLong { .. }));
    }

    #[test]
    fn mailboxes_are_not_entered_as_servers() {
        assert!(may_be_team_server("smtp.acme.example").is_ok());
        assert!(may_be_team_server("smtp.office365.com").is_err());
    }
}
