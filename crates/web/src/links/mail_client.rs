//! Gmail, Outlook or another mailbox: the choice (seeds 000 and 001, step 7) and how the chosen one
//! stands. The wizard and the settings show both.

use askama::Template;
use liaison_domain::Refusal;
use liaison_domain::links::mailbox::{Access, Direction, Mailbox, MailboxKind};
use liaison_domain::links::servers::Server;
use liaison_domain::links::{ConnectionApp, Health, Provider};
use liaison_engine::links::way::{MailProvider, Purpose};
use liaison_store::links::apps;
use serde::Deserialize;

use super::for_admin::ForAdmin;
use super::way;
use crate::dates;
use crate::parts::{Icon, Refused};
use crate::respond::{Answer, Trouble, go};
use crate::texts::{Said, Texts};
use crate::visitor::Member;

/// The radio buttons.
#[derive(Template)]
#[template(path = "parts/mail_clients.html")]
pub(crate) struct MailClients {
    t: &'static Texts,
    refused: Option<Refused>,
    options: Vec<ClientOption>,
}

impl askama::filters::HtmlSafe for MailClients {}

struct ClientOption {
    code: &'static str,
    is_chosen: bool,
    /// Its app is entered in the settings, or none is needed.
    is_ready: bool,
}

impl MailClients {
    pub async fn load(member: &Member, refusal: Option<&Refusal>) -> Result<Self, Trouble> {
        let t = member.t();
        let known = apps::list(&member.visitor.app.engine.db).await?;
        let mut options: Vec<ClientOption> = MailboxKind::ALL
            .into_iter()
            .map(|kind| ClientOption {
                code: kind.code(),
                is_chosen: false,
                is_ready: is_ready(&known, kind),
            })
            .collect();
        if let Some(first) = options.iter_mut().find(|o| o.is_ready) {
            first.is_chosen = true;
        }
        Ok(Self {
            t,
            refused: refusal.map(|r| Refused {
                said: t.say(r),
                field: "",
            }),
            options,
        })
    }
}

fn is_ready(known: &[ConnectionApp], kind: MailboxKind) -> bool {
    let has_app = |provider: Provider| {
        known
            .iter()
            .any(|app| app.provider == provider && app.has_secret && !app.client_id.is_empty())
    };
    kind.provider().is_none_or(has_app)
}

/// What the radio buttons send.
#[derive(Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    client: String,
    /// Ask which account, even when somebody is signed in at the provider.
    #[serde(default)]
    other_login: bool,
}

/// Leaves for the provider's pages, or goes to the form of the servers. `at` is the page of ours to
/// come back to.
pub(crate) async fn choose(member: &Member, choice: &Choice, at: &str) -> Answer {
    let kind = MailboxKind::from_code(&choice.client).ok_or(Refusal::BadForm)?;
    let Some(provider) = MailProvider::of(kind) else {
        return Ok(go(&format!("{at}/servers")));
    };
    let known = apps::list(&member.visitor.app.engine.db).await?;
    if !is_ready(&known, kind) {
        let name = kind.provider().map(Provider::name).unwrap_or_default();
        return Err(Refusal::MailboxNotOffered {
            provider: name.to_owned(),
        }
        .into());
    }
    let purpose = Purpose::Mailbox {
        provider,
        next: at.to_owned(),
    };
    way::depart(&member.visitor, purpose, choice.other_login).await
}

/// How a mailbox stands.
#[derive(Template)]
#[template(path = "parts/mailbox_standing.html")]
pub(crate) struct Standing {
    t: &'static Texts,
    pub address: String,
    pub client: &'static str,
    sending: &'static str,
    replies: &'static str,
    /// Only of a mailbox by IMAP and SMTP.
    servers: Option<(String, String, String)>,
    checked: String,
    pub phase: Phase,
    problem: Option<Said>,
    for_admin: Option<ForAdmin>,
}

impl askama::filters::HtmlSafe for Standing {}

/// What can be done with a mailbox now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The test message is on its way.
    Testing,
    Works,
    /// Something stands in the way; a new test, or whatever the words say, may help.
    Trouble,
    /// Only connecting again helps.
    Reconnect,
}

impl Standing {
    pub fn new(member: &Member, mailbox: &Mailbox) -> Self {
        let t = member.t();
        let server = |s: &Server| format!("{}:{}", s.host, s.port);
        let findings = &mailbox.findings;
        let phase = phase_of(mailbox);
        // What cannot be reached shows nothing of what worked before.
        let direction = |last: Direction| match phase {
            Phase::Reconnect => Direction::Unknown.code(),
            _ => last.code(),
        };
        let reconnect = Refusal::MailboxReconnect {
            address: mailbox.address.to_string(),
        };
        let problem = match phase {
            Phase::Reconnect => Some(findings.problem.as_ref().unwrap_or(&reconnect)),
            _ => findings.problem.as_ref(),
        };
        Self {
            t,
            address: mailbox.address.to_string(),
            client: mailbox.access.kind().code(),
            sending: direction(findings.sending),
            replies: direction(findings.replies),
            servers: match &mailbox.access {
                Access::Imap(s) => Some((
                    server(&s.imap),
                    server(&s.smtp),
                    mailbox.sent_folder.clone().unwrap_or_default(),
                )),
                Access::Gmail { .. } | Access::Outlook { .. } => None,
            },
            checked: dates::moment(t, mailbox.last_checked_at, &member.user.time_zone),
            phase,
            problem: problem.map(|r| t.say(r)),
            for_admin: problem.and_then(|r| ForAdmin::new(&member.visitor, r)),
        }
    }

    /// The colour of a direction's dot.
    fn tone(&self, direction: &str) -> &'static str {
        match Direction::from_code(direction) {
            Some(Direction::Works) => "ok",
            Some(Direction::Fails) => "bad",
            Some(Direction::Testing | Direction::Unknown) | None => "off",
        }
    }

    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

/// How a mailbox stands, in one word.
pub(crate) fn phase_of(mailbox: &Mailbox) -> Phase {
    let must_reconnect = matches!(
        mailbox.findings.problem,
        Some(
            Refusal::MailboxReconnect { .. }
                | Refusal::MailboxPassword { .. }
                | Refusal::MailboxAppPassword { .. }
        )
    );
    if mailbox.health == Health::Reconnect || must_reconnect {
        Phase::Reconnect
    } else if mailbox.findings.is_testing() {
        Phase::Testing
    } else if mailbox.findings.problem.is_some() {
        Phase::Trouble
    } else {
        Phase::Works
    }
}

impl Phase {
    /// Of the family `health`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Testing => "testing",
            Self::Works => "connected",
            Self::Trouble => "trouble",
            Self::Reconnect => "reconnect",
        }
    }

    pub fn tone(self) -> &'static str {
        match self {
            Self::Testing => "off",
            Self::Works => "ok",
            Self::Trouble => "warn",
            Self::Reconnect => "bad",
        }
    }
}
