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
            imap: Server::read(&self.imap_host, &self.imap_port, &self.imap_security)?,
            smtp: Server::read(&self.smtp_host, &self.smtp_port, &self.smtp_security)?,
        };
        Ok((address, servers))
    }

    /// Tries both servers and connects.
    pub async fn connect(&self, member: &Member) -> Result<(), liaison_engine::Error> {
        let (address, servers) = self.read()?;
        let engine = &member.visitor.app.engine;
        acts::connect(engine, &member.user, address, servers, &self.password).await
    }
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
    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Typed(_, refusal) => Some(refusal),
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
        let refusal = filled.refusal();
        let said = refusal.map(|r| t.say(r));
        let at = refusal.map(Self::field_of).unwrap_or_default();
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

    /// The field a refusal belongs to.
    fn field_of(refusal: &Refusal) -> &'static str {
        match refusal {
            Refusal::AddressMalformed { .. } | Refusal::MailboxAddressDiffers { .. } => "address",
            Refusal::MailboxPassword { .. } | Refusal::MailboxAppPassword { .. } => {
                "mailbox_password"
            }
            Refusal::MailboxSending { .. } => "smtp_host",
            Refusal::MailboxPort => "imap_port",
            _ => "imap_host",
        }
    }

    fn securities(&self) -> [&'static str; 2] {
        Security::ALL.map(Security::code)
    }
}
