//! One's mailbox by IMAP and SMTP: the form, shared with the wizard, and the settings page.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::links::mailbox::{MailboxSettings, Security, Server};
use liaison_domain::{EmailAddress, Refusal};
use liaison_engine::links::mailboxes as acts;
use liaison_store::links::mailboxes;
use secrecy::SecretString;
use serde::Deserialize;

use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::texts::Texts;
use crate::visitor::Member;

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct MailboxForm {
    address: String,
    username: String,
    pub password: SecretString,
    imap_host: String,
    imap_port: String,
    imap_security: String,
    smtp_host: String,
    smtp_port: String,
    smtp_security: String,
}

impl MailboxForm {
    pub fn settings(&self) -> Result<MailboxSettings, Refusal> {
        let address =
            EmailAddress::parse(&self.address).map_err(|_| Refusal::AddressMalformed {
                address: self.address.clone(),
            })?;
        let username = match self.username.trim() {
            "" => address.to_string(),
            name => name.to_owned(),
        };
        Ok(MailboxSettings {
            address,
            username,
            imap: Server::read(&self.imap_host, &self.imap_port, &self.imap_security)?,
            smtp: Server::read(&self.smtp_host, &self.smtp_port, &self.smtp_security)?,
        })
    }
}

/// The fields, filled with what was typed, or with what is likely.
#[derive(Template)]
#[template(path = "parts/mailbox_fields.html")]
pub(crate) struct MailboxFields {
    t: &'static Texts,
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
    pub fn new(member: &Member, form: Option<&MailboxForm>, refusal: Option<&Refusal>) -> Self {
        let t = member.t();
        let said = refusal.map(|r| t.say(r));
        let at = refusal.map(Self::field_of).unwrap_or_default();
        let error = |id: &str| said.as_ref().filter(|_| id == at);
        let domain = member.user.email.domain();
        let typed = |pick: fn(&MailboxForm) -> &String, likely: String| {
            form.map_or(likely, |f| pick(f).clone())
        };
        let field =
            |id, kind, key, value: String| Field::new(id, kind, t.get(key), value).error(error(id));
        Self {
            t,
            address: field(
                "address",
                "email",
                "field-mailbox-address",
                typed(|f| &f.address, member.user.email.to_string()),
            )
            .required(),
            username: field(
                "username",
                "text",
                "field-mailbox-username",
                typed(|f| &f.username, String::new()),
            )
            .hint(t.get("field-mailbox-username-hint")),
            password: field(
                "mailbox_password",
                "password",
                "field-mailbox-password",
                String::new(),
            )
            .hint(t.get("field-mailbox-password-hint"))
            .required(),
            imap_host: field(
                "imap_host",
                "text",
                "field-imap-host",
                typed(|f| &f.imap_host, format!("imap.{domain}")),
            )
            .required(),
            imap_port: field(
                "imap_port",
                "text",
                "field-port",
                typed(|f| &f.imap_port, "993".into()),
            )
            .required(),
            smtp_host: field(
                "smtp_host",
                "text",
                "field-smtp-host",
                typed(|f| &f.smtp_host, format!("smtp.{domain}")),
            )
            .required(),
            smtp_port: field(
                "smtp_port",
                "text",
                "field-port",
                typed(|f| &f.smtp_port, "465".into()),
            )
            .required(),
            imap_security: typed(|f| &f.imap_security, Security::Tls.code().into()),
            smtp_security: typed(|f| &f.smtp_security, Security::Tls.code().into()),
        }
    }

    /// The field a refusal belongs to.
    pub fn field_of(refusal: &Refusal) -> &'static str {
        match refusal {
            Refusal::AddressMalformed { .. } => "address",
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

#[derive(Template)]
#[template(path = "links/mailbox.html")]
struct MailboxPage {
    page: Page,
    mailbox: Option<Shown>,
    fields: MailboxFields,
    refused: Option<Refused>,
}

struct Shown {
    address: String,
    imap: String,
    smtp: String,
    sent_folder: String,
    health: &'static str,
    checked: String,
}

async fn page(
    member: &Member,
    form: Option<&MailboxForm>,
    refusal: Option<&Refusal>,
) -> Result<MailboxPage, Trouble> {
    let engine = &member.visitor.app.engine;
    let t = member.t();
    let server = |s: &Server| format!("{}:{}", s.host, s.port);
    let mailbox = mailboxes::of_user(&engine.db, member.user.id)
        .await?
        .map(|(m, _)| Shown {
            address: m.settings.address.to_string(),
            imap: server(&m.settings.imap),
            smtp: server(&m.settings.smtp),
            sent_folder: m.sent_folder.unwrap_or_default(),
            health: m.health.code(),
            checked: dates::moment(t, m.last_checked_at, &member.user.time_zone),
        });
    let view = match (refusal, &mailbox) {
        (Some(_), _) => "mailbox:refused",
        (None, Some(_)) => "mailbox:connected",
        (None, None) => "mailbox:none",
    };
    let page = Page::at(member, "email", view);
    Ok(MailboxPage {
        page,
        mailbox,
        fields: MailboxFields::new(member, form, refusal),
        refused: refusal.map(|r| Refused {
            said: t.say(r),
            field: MailboxFields::field_of(r),
        }),
    })
}

const PATH: &str = "/settings/email/connection";

pub(crate) async fn show(member: Member) -> Answer {
    Ok(html(&page(&member, None, None).await?))
}

pub(crate) async fn connect(member: Member, Form(form): Form<MailboxForm>) -> Answer {
    let attempt = async {
        let settings = form.settings()?;
        acts::connect(
            &member.visitor.app.engine,
            &member.user,
            settings,
            &form.password,
        )
        .await
    };
    match attempt.await {
        Ok(()) => Ok(go_saying(&member.visitor, PATH, "mailbox-connected")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&member, Some(&form), Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

pub(crate) async fn check(member: Member) -> Answer {
    match acts::check(&member.visitor.app.engine, &member.user).await {
        Ok(()) => Ok(go_saying(&member.visitor, PATH, "connection-works")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                html(&page(&member, None, Some(&refusal)).await?),
            )
                .into_response())
        }
    }
}

pub(crate) async fn disconnect(member: Member) -> Answer {
    acts::disconnect(&member.visitor.app.engine, &member.user).await?;
    Ok(go_saying(&member.visitor, PATH, "disconnected"))
}
