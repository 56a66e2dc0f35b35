//! `liaison doctor`: checks one thing after the other and says what to do about each.

use anyhow::bail;
use clap::Args;
use liaison_connectors::smtp;
use liaison_domain::access::{Actor, User};
use liaison_domain::links::Provider;
use liaison_engine::access::first_run;
use liaison_engine::links::{apps, crm, salesforce, team_server as acts};
use liaison_engine::{Clock, Engine};
use liaison_store::access::users;
use liaison_store::jobs;
use liaison_store::links::{mailboxes, salesforce as connections, team_server};
use liaison_store::mail::dkim_keys;

use super::doctor_crm;
use crate::settings::{Network, Storage};
use crate::wiring;

#[derive(Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    network: Network,
}

/// One line of the report.
enum Finding {
    Good(String),
    /// Works, but somebody should know.
    Note(String),
    Bad {
        what: String,
        todo: String,
    },
}

fn bad(what: impl Into<String>, todo: impl Into<String>) -> Finding {
    Finding::Bad {
        what: what.into(),
        todo: todo.into(),
    }
}

impl Doctor {
    pub async fn run(self) -> anyhow::Result<()> {
        let engine = match wiring::engine(&self.storage, &self.network, Clock::system()).await {
            Ok(engine) => engine,
            Err(error) => bail!("nothing else can be checked: {error:#}"),
        };
        let mut findings = vec![
            Finding::Good(format!(
                "database: {} is up to date",
                engine.db.engine_name()
            )),
            public_url(&engine),
            relay(&engine).await,
        ];
        findings.extend(people(&engine).await?);
        findings.extend(salesforce_app(&engine).await);
        findings.extend(team_mail(&engine).await?);
        findings.extend(links(&engine).await?);
        findings.push(queue(&engine).await?);
        report(&findings)
    }
}

fn report(findings: &[Finding]) -> anyhow::Result<()> {
    let mut ill = 0;
    for finding in findings {
        match finding {
            Finding::Good(what) => println!("ok    {what}"),
            Finding::Note(what) => println!("note  {what}"),
            Finding::Bad { what, todo } => {
                ill += 1;
                println!("BAD   {what}\n      → {todo}");
            }
        }
    }
    if ill > 0 {
        bail!("{ill} of {} things need you", findings.len());
    }
    Ok(())
}

fn public_url(engine: &Engine) -> Finding {
    let url = &engine.public_url;
    let host = url.host_str().unwrap_or_default();
    let is_here = matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]");
    match url.scheme() {
        "https" => Finding::Good(format!("public URL: {url}")),
        _ if is_here => Finding::Note(format!(
            "public URL: {url} can be reached from this machine only"
        )),
        _ => bad(
            format!("public URL: {url} is not encrypted"),
            "put a TLS proxy in front and set --public-url to its https:// address",
        ),
    }
}

async fn relay(engine: &Engine) -> Finding {
    let Some(relay) = &engine.relay else {
        return Finding::Note(
            "mail: no relay is set; invitations show a link to copy (--smtp-url)".into(),
        );
    };
    let host = &relay.settings.host;
    match smtp::check(&engine.outbound, &relay.settings).await {
        Ok(_) => Finding::Good(format!("mail: {host} takes mail from {}", relay.from)),
        Err(error) => bad(
            format!("mail: {host}: {error}"),
            "check --smtp-url with whoever runs the relay",
        ),
    }
}

async fn people(engine: &Engine) -> anyhow::Result<Vec<Finding>> {
    if first_run::is_needed(engine).await? {
        return Ok(vec![bad(
            "people: nobody administers this instance",
            "run `liaison admin-link` and open the link",
        )]);
    }
    Ok(vec![Finding::Good(format!(
        "people: {} users",
        users::count(&engine.db).await?
    ))])
}

async fn salesforce_app(engine: &Engine) -> Vec<Finding> {
    let app = match apps::test(engine, Actor::System, Provider::Salesforce).await {
        Ok(()) => Finding::Good("Salesforce: client id and secret are right".into()),
        Err(error) => bad(
            format!("Salesforce: {}", code(&error)),
            "look at Settings → Connections",
        ),
    };
    let organisation = match salesforce::organisation(&engine.db).await {
        Ok(Some(id)) => Finding::Good(format!("Salesforce: organisation {id}")),
        _ => bad(
            "Salesforce: no organisation is set",
            "sign in to it once in Settings → Connections",
        ),
    };
    vec![app, organisation]
}

/// Whether the team's server lets us in, and whose mail leaves by it unsigned.
async fn team_mail(engine: &Engine) -> anyhow::Result<Vec<Finding>> {
    let Some(team) = team_server::get(&engine.db).await? else {
        return Ok(vec![]);
    };
    let host = &team.server.host;
    let mut findings = vec![match acts::look(engine, &team).await {
        Ok(()) => Finding::Good(format!("the team's server: {host} takes our mail")),
        Err(error) => bad(
            format!("the team's server: {}", code(&error)),
            "an admin looks at Settings → The team's server",
        ),
    }];
    for domain in team.senders.domains() {
        if dkim_keys::signing(&engine.db, domain).await?.is_none() {
            findings.push(Finding::Note(format!(
                "the team's server: mail from {domain} is not signed by us (Settings → The team's server → Signing)"
            )));
        }
    }
    Ok(findings)
}

/// Asks for every user's connection whether it still works.
async fn links(engine: &Engine) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page =
            users::list(&engine.db, &users::Wanted::default(), after.as_deref(), 100).await?;
        let Some(last) = page.last() else {
            return Ok(findings);
        };
        after = Some(last.email.to_string());
        for user in page {
            let email = &user.email;
            if connections::of_user(&engine.db, user.id).await?.is_some() {
                match salesforce::check(engine, user.id).await {
                    Ok(()) => {
                        findings.push(Finding::Good(format!("Salesforce of {email}")));
                        findings.extend(written(engine, &user).await);
                    }
                    Err(error) => findings.push(bad(
                        format!("Salesforce of {email}: {}", code(&error)),
                        "they connect again in Settings → Salesforce",
                    )),
                }
            }
            if mailboxes::of_user(&engine.db, user.id).await?.is_some() {
                findings.push(
                    match liaison_engine::links::mailboxes::check(engine, &user).await {
                        Ok(()) => Finding::Good(format!("mailbox of {email}")),
                        Err(error) => bad(
                            format!("mailbox of {email}: {}", code(&error)),
                            "they connect again in E-mail settings",
                        ),
                    },
                );
            }
        }
    }
}

/// Whether what we write to a user's Salesforce is there and open. While nothing is logged it is only said.
async fn written(engine: &Engine, user: &User) -> Vec<Finding> {
    let looks = match doctor_crm::look(engine, user).await {
        Ok(looks) => looks,
        Err(error) => {
            return vec![Finding::Note(format!(
                "Salesforce of {}: could not be looked at: {}",
                user.email,
                code(&error)
            ))];
        }
    };
    let settings = crm::settings::get(&engine.db).await.unwrap_or_default();
    let is_on = settings.logs_emails() || settings.calls || settings.tasks;
    let finding = |look: doctor_crm::Look| match (look.is_bad && is_on, look.todo) {
        (_, "") => Finding::Good(look.what),
        (true, todo) => bad(look.what, todo),
        (false, todo) => Finding::Note(format!("{} → {todo}", look.what)),
    };
    looks.into_iter().map(finding).collect()
}

async fn queue(engine: &Engine) -> anyhow::Result<Finding> {
    let (waiting, failed) = jobs::count(&engine.db).await?;
    Ok(match failed {
        0 => Finding::Good(format!("jobs: {waiting} waiting, none failed")),
        n => bad(
            format!("jobs: {n} failed for good"),
            "the list of invitations says which mails were not delivered",
        ),
    })
}

/// The code a refusal has everywhere, and its facts.
fn code(error: &liaison_engine::Error) -> String {
    match error.refusal() {
        Some(refusal) => {
            let facts: Vec<String> = refusal
                .facts()
                .iter()
                .map(|(_, fact)| (*fact).to_owned())
                .collect();
            [vec![refusal.code().to_owned()], facts].concat().join(": ")
        }
        None => error.to_string(),
    }
}
