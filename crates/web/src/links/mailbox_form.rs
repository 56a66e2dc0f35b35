//! The form of a mailbox by IMAP and SMTP, in the wizard and in the settings.

use askama::Template;
use liaison_domain::links::mailbox::{Access, Mailbox};
use liaison_domain::links::servers::{Security, Server, Servers};
use liaison_domain::{EmailAddress, Refusal};
use liaison_engine::links::mailboxes as acts;
use secrecy::SecretString;
use serde::Deserialize;

use crate::parts::{Field, Refused};
use crate::texts::Texts;
use crate::visitor::Member;

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct MailboxForm {
    address: String,
    username: String,
    password: SecretString,
    imap_host: String,
    imap_port: String,
    imap_security: String,
    smtp_host: String,
    smtp_port: String,
    smtp_security: String,
}

impl MailboxForm {
    fn read(&self) -> Result<(EmailAddress, Servers), Refusal> {
        let address =
            EmailAddress::parse(&self.address).map_err(|_| Refusal::AddressMalformed {
                address: self.address.clone(),
            })?;
        let username = match self.username.trim() {
            "" => address.to_string(),
            name => name.to_owned(),
        };
        let servers = Servers {
            username,
            imap: self.imap()?,
            smtp: self.smtp()?,
        };
        Ok((address, servers))
    }

    fn imap(&self) -> Result<Server, Refusal> {
        Server::read(&self.imap_host, &self.imap_port, &self.imap_security)
    }

    fn smtp(&self) -> Result<Server, Refusal> {
        Server::read(&self.smtp_host, &self.smtp_port, &self.smtp_security)
    }

    /// The field a refusal is about; empty when it is about none.
    fn field_of(&self, refusal: &Refusal) -> &'static str {
        let [host, port, security] = if self.is_about_reading(refusal) {
            ["imap_host", "imap_port", "imap_security"]
        } else {
            ["smtp_host", "smtp_port", "smtp_security"]
        };
        match refusal {
            Refusal::AddressMalformed { .. } | Refusal::MailboxAddressDiffers { .. } => "address",
            Refusal::MailboxPassword { .. } | Refusal::MailboxAppPassword { .. } => {
                "mailbox_password"
            }
            Refusal::MailboxPort => port,
            Refusal::BadForm => security,
            refusal if host_in(refusal).is_some() => host,
            _ => "",
        }
    }

    /// Whether a refusal is about the server for reading. The one that cannot be read is meant, or
    /// the one that is named; where both have one name, reading is tried first.
    fn is_about_reading(&self, refusal: &Refusal) -> bool {
        match (self.imap(), self.smtp()) {
            (Ok(imap), Ok(smtp)) => {
                !matches!(refusal, Refusal::MailboxSending { .. })
                    && (imap.host == smtp.host || host_in(refusal) != Some(&smtp.host))
            }
            (imap, _) => imap.is_err(),
        }
    }

    /// Tries both servers and connects.
    pub async fn connect(&self, member: &Member) -> Result<(), liaison_engine::Error> {
        let (address, servers) = self.read()?;
        let engine = &member.visitor.app.engine;
        acts::connect(engine, &member.user, address, servers, &self.password).await
    }
}

/// The server a refusal names.
fn host_in(refusal: &Refusal) -> Option<&str> {
    let fact = refusal
        .facts()
        .into_iter()
        .find(|(name, _)| *name == "host");
    fact.map(|(_, host)| host)
}

/// What the fields begin with.
pub(crate) enum Filled<'a> {
    /// What is likely.
    Likely,
    /// What was typed, and why it was refused.
    Typed(&'a MailboxForm, &'a Refusal),
    /// What is connected now.
    Kept(&'a Mailbox),
}

impl Filled<'_> {
    /// Why it was refused, and the field that is about.
    fn refused(&self) -> Option<(&Refusal, &'static str)> {
        match self {
            Self::Typed(form, refusal) => Some((refusal, form.field_of(refusal))),
            Self::Likely | Self::Kept(_) => None,
        }
    }

    /// Address, user name, hosts, ports and encryptions.
    fn values(&self, member: &Member) -> [String; 8] {
        let domain = member.user.email.domain();
        let likely = || {
            let tls = Security::Tls.code();
            [
                member.user.email.to_string(),
                String::new(),
                format!("imap.{domain}"),
                "993".into(),
                tls.into(),
                format!("smtp.{domain}"),
                "465".into(),
                tls.into(),
            ]
        };
        match self {
            Self::Likely => likely(),
            Self::Typed(form, _) => [
                &form.address,
                &form.username,
                &form.imap_host,
                &form.imap_port,
                &form.imap_security,
                &form.smtp_host,
                &form.smtp_port,
                &form.smtp_security,
            ]
            .map(String::clone),
            Self::Kept(mailbox) => match &mailbox.access {
                Access::Imap(servers) => [
                    mailbox.address.to_string(),
                    servers.username.clone(),
                    servers.imap.host.clone(),
                    servers.imap.port.to_string(),
                    servers.imap.security.code().into(),
                    servers.smtp.host.clone(),
                    servers.smtp.port.to_string(),
                    servers.smtp.security.code().into(),
                ],
                Access::Gmail { .. } | Access::Outlook { .. } => likely(),
            },
        }
    }
}

/// The fields, filled with what was typed, or with what is likely.
#[derive(Template)]
#[template(path = "parts/mailbox_fields.html")]
pub(crate) struct MailboxFields {
    t: &'static Texts,
    refused: Option<Refused>,
    address: Field,
    username: Field,
    password: Field,
    imap_host: Field,
    imap_port: Field,
    smtp_host: Field,
    smtp_port: Field,
    imap_security: String,
    smtp_security: String,
}

impl askama::filters::HtmlSafe for MailboxFields {}

impl MailboxFields {
    pub fn new(member: &Member, filled: &Filled<'_>) -> Self {
        let t = member.t();
        let refused = filled.refused();
        let said = refused.map(|(refusal, _)| t.say(refusal));
        let at = refused.map(|(_, at)| at).unwrap_or_default();
        let field = |id: &'static str, kind, key, value: String| {
            Field::new(id, kind, t.get(key), value).error(said.as_ref().filter(|_| id == at))
        };
        let [
            address,
            username,
            imap_host,
            imap_port,
            imap_security,
            smtp_host,
            smtp_port,
            smtp_security,
        ] = filled.values(member);
        Self {
            t,
            address: field("address", "email", "field-mailbox-address", address).required(),
            username: field("username", "text", "field-mailbox-username", username)
                .hint(t.get("field-mailbox-username-hint")),
            password: field(
                "mailbox_password",
                "password",
                "field-mailbox-password",
                String::new(),
            )
            .hint(t.get("field-mailbox-password-hint"))
            .required(),
            imap_host: field("imap_host", "text", "field-imap-host", imap_host).required(),
            imap_port: field("imap_port", "text", "field-port", imap_port).required(),
            smtp_host: field("smtp_host", "text", "field-smtp-host", smtp_host).required(),
            smtp_port: field("smtp_port", "text", "field-port", smtp_port).required(),
            imap_security,
            smtp_security,
            refused: said.map(|said| Refused { said, field: at }),
        }
    }

    fn securities(&self) -> [&'static str; 2] {
        Security::ALL.map(Security::code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(imap: [&str; 3], smtp: [&str; 3]) -> MailboxForm {
        let [imap_host, imap_port, imap_security] = imap.map(str::to_owned);
        let [smtp_host, smtp_port, smtp_security] = smtp.map(str::to_owned);
        MailboxForm {
            address: "a@acme.example".into(),
            username: String::new(),
            password: SecretString::from(""),
            imap_host,
            imap_port,
            imap_security,
            smtp_host,
            smtp_port,
            smtp_security,
        }
    }

    #[test]
    fn what_cannot_be_read_marks_its_own_field() {
        let imap = ["imap.acme.example", "993", "tls"];
        let smtp = ["smtp.acme.example", "465", "tls"];
        let cases = [
            (["", "993", "tls"], smtp, "imap_host"),
            ([imap[0], "", "tls"], smtp, "imap_port"),
            ([imap[0], "993", "none"], smtp, "imap_security"),
            (imap, ["https://smtp", "465", "tls"], "smtp_host"),
            (imap, [smtp[0], "", "tls"], "smtp_port"),
            (imap, [smtp[0], "465", "none"], "smtp_security"),
            ([imap[0], "0", "tls"], ["", "", ""], "imap_port"),
        ];
        for (imap, smtp, field) in cases {
            let form = form(imap, smtp);
            let refusal = form.read().unwrap_err();
            assert_eq!(form.field_of(&refusal), field, "{imap:?} {smtp:?}");
        }
    }

    #[test]
    fn the_server_that_failed_is_marked() {
        let (imap, smtp) = (
            ["Imap.acme.example", "993", "tls"],
            ["smtp.acme.example.", "465", "tls"],
        );
        let two = form(imap, smtp);
        let one = form(imap, imap);
        for (host, field) in [
            ("imap.acme.example", "imap_host"),
            ("smtp.acme.example", "smtp_host"),
        ] {
            let host = || host.to_owned();
            assert_eq!(
                two.field_of(&Refusal::MailboxCertificate { host: host() }),
                field
            );
            assert_eq!(
                two.field_of(&Refusal::MailboxPrivate { host: host() }),
                field
            );
            assert_eq!(
                one.field_of(&Refusal::MailboxPrivate { host: host() }),
                "imap_host"
            );
            let sending = Refusal::MailboxSending {
                host: host(),
                detail: String::new(),
            };
            assert_eq!(one.field_of(&sending), "smtp_host");
        }
        assert_eq!(two.field_of(&Refusal::StateChanged), "");
    }
}
