//! The demo company moves in: an admin, four teams, most people at work, some still invited.

use anyhow::Context;
use liaison_connectors::salesforce::{Tokens, long_id};
use liaison_domain::access::invite_list::Verdict;
use liaison_domain::access::{Actor, Role, Step};
use liaison_domain::id::TeamId;
use liaison_domain::links::Provider;
use liaison_domain::links::servers::{Security, Server, Servers};
use liaison_domain::{EmailAddress, Language};
use liaison_engine::access::first_run::{self, FirstAdmin};
use liaison_engine::access::invite::{self, InviteForm};
use liaison_engine::access::password::NewPassword;
use liaison_engine::access::{activate, onboard, profile};
use liaison_engine::links::apps::{self, AppForm};
use liaison_engine::links::{mailboxes, salesforce};
use liaison_engine::{Engine, Token};
use liaison_standins::{Employee, World};
use liaison_store::access::{teams, users};
use secrecy::SecretString;
use url::Url;

use super::work;

/// How many of the company stay invited, so that there are welcome mails to open.
const STILL_INVITED: usize = 8;
/// How many of those at work have people in their lists from the start.
const WITH_PEOPLE: usize = 3;

/// The demo admin's password; part of what the start page says.
pub(crate) fn admin_password() -> String {
    format!("demo-admin-{}", liaison_standins::MARKER)
}

/// Who administers the demo instance.
pub(crate) fn admin(world: &World) -> anyhow::Result<&Employee> {
    world
        .company()
        .employees
        .iter()
        .find(|e| e.is_admin)
        .context("the company has no admin")
}

/// Those at work already, the admin aside.
pub(crate) fn at_work(world: &World) -> Vec<&Employee> {
    let fit: Vec<&Employee> = candidates(world).collect();
    let (_, working) = split(fit);
    working
}

/// Those whose welcome mail waits in their mailbox, one in each language first.
pub(crate) fn invited(world: &World) -> Vec<&Employee> {
    let fit: Vec<&Employee> = candidates(world).collect();
    let unfit = world
        .company()
        .employees
        .iter()
        .filter(|e| e.active && !e.api_enabled);
    let (waiting, _) = split(fit);
    waiting.into_iter().chain(unfit).collect()
}

fn candidates(world: &World) -> impl Iterator<Item = &Employee> {
    world
        .company()
        .employees
        .iter()
        .filter(|e| e.active && e.api_enabled && !e.is_admin)
}

/// The first of each language wait, so that every language has a welcome mail; then others.
fn split(mut fit: Vec<&Employee>) -> (Vec<&Employee>, Vec<&Employee>) {
    let mut waiting = Vec::new();
    for code in ["en", "fr", "sv"] {
        for _ in 0..2 {
            if let Some(i) = fit
                .iter()
                .position(|e| e.language == code && e.username == e.email)
            {
                waiting.push(fit.remove(i));
            }
        }
    }
    let rest = STILL_INVITED.saturating_sub(waiting.len()).min(fit.len());
    let working = fit.split_off(rest);
    waiting.extend(fit);
    (waiting, working)
}

/// Moves the company in, once; a kept demo world has it already. The pretend Salesforce's address is
/// entered anew each time.
pub(crate) async fn move_in(engine: &Engine, world: &World) -> anyhow::Result<()> {
    let is_new = first_run::is_needed(engine).await?;
    enter_apps(engine, world).await?;
    work::install_panel(engine, world).await?;
    if !is_new {
        return Ok(());
    }
    let chief = admin(world)?;
    make_admin(engine, chief).await?;
    let user = users::by_email(&engine.db, &address(chief)?)
        .await?
        .context("the admin is missing")?;
    let actor = Actor::User {
        id: user.id,
        role: Role::Admin,
    };
    salesforce::connect_as_admin(engine, &user, tokens(world, chief)?).await?;

    let team_ids = make_teams(engine, world).await?;
    for employee in at_work(world) {
        let link = invite_one(engine, actor, employee, &team_ids).await?;
        activate::with_tokens(engine, &link, tokens(world, employee)?).await?;
        settle_in(engine, world, employee).await?;
    }
    work::switch_on_logging(engine, actor).await?;
    work::write_templates(engine, &user).await?;
    for employee in at_work(world).into_iter().take(WITH_PEOPLE) {
        let seller = users::by_email(&engine.db, &address(employee)?).await?;
        let seller = seller.context("somebody is missing")?;
        work::bring_some(engine, world, &seller, &employee.username).await?;
    }
    for employee in invited(world) {
        invite_by_mail(engine, actor, employee, &team_ids).await?;
    }
    Ok(())
}

/// The apps of the pretend providers, entered as an admin would.
async fn enter_apps(engine: &Engine, world: &World) -> anyhow::Result<()> {
    let addresses = world.addresses();
    let entered = [
        (
            Provider::Salesforce,
            world.salesforce_client(),
            Some(&addresses.salesforce),
        ),
        (
            Provider::Google,
            world.google_client(),
            addresses.google.as_ref(),
        ),
        (
            Provider::Microsoft,
            world.microsoft_client(),
            addresses.microsoft.as_ref(),
        ),
    ];
    for (provider, (client_id, secret), address) in entered {
        world.allow_redirect(&apps::redirect_address(engine, provider));
        let form = AppForm {
            provider,
            client_id,
            secret: SecretString::from(secret),
            login_host: address.cloned().unwrap_or_default(),
        };
        apps::save(engine, Actor::System, &form).await?;
    }
    Ok(())
}

async fn make_admin(engine: &Engine, chief: &Employee) -> anyhow::Result<()> {
    let link = first_run::new_link(engine).await?;
    let token = link.rsplit('/').next().unwrap_or_default();
    let password = SecretString::from(admin_password());
    let form = FirstAdmin {
        email: chief.email.clone(),
        first_name: chief.first_name.clone(),
        last_name: chief.last_name.clone(),
        password: NewPassword {
            first: password.clone(),
            again: password,
        },
        language: language(chief),
        time_zone: chief.time_zone.clone(),
    };
    first_run::make_admin(engine, &Token::received(token), form, "demo").await?;
    Ok(())
}

async fn make_teams(engine: &Engine, world: &World) -> anyhow::Result<Vec<(String, TeamId)>> {
    let mut made = Vec::new();
    for name in &world.company().teams {
        let id = TeamId(engine.dice.id(engine.clock.now()));
        teams::add(&engine.db, id, name, false).await?;
        made.push((name.clone(), id));
    }
    Ok(made)
}

fn form(employee: &Employee, teams: &[(String, TeamId)]) -> InviteForm {
    InviteForm {
        addresses: employee.email.clone(),
        team: teams
            .iter()
            .find(|(name, _)| *name == employee.team)
            .map(|(_, id)| *id),
        language: language(employee),
        time_zone: employee.time_zone.clone(),
    }
}

/// Invites without a mail; the link is used at once.
async fn invite_one(
    engine: &Engine,
    actor: Actor,
    employee: &Employee,
    teams: &[(String, TeamId)],
) -> anyhow::Result<Token> {
    Ok(invite::without_mail(engine, actor, &form(employee, teams)).await?)
}

async fn invite_by_mail(
    engine: &Engine,
    actor: Actor,
    employee: &Employee,
    teams: &[(String, TeamId)],
) -> anyhow::Result<()> {
    let outcome = invite::invite(engine, actor, &form(employee, teams)).await?;
    let invited = outcome
        .iter()
        .all(|one| matches!(one.verdict, Verdict::Invited { .. }));
    anyhow::ensure!(
        invited,
        "{} could not be invited: {outcome:?}",
        employee.email
    );
    Ok(())
}

/// Mailbox, signature, and all steps done.
async fn settle_in(engine: &Engine, world: &World, employee: &Employee) -> anyhow::Result<()> {
    let user = users::by_email(&engine.db, &address(employee)?)
        .await?
        .context("somebody is missing")?;
    let password = world
        .accounts()
        .into_iter()
        .find(|a| a.system == "mail" && a.email == employee.email)
        .map(|a| SecretString::from(a.password))
        .context("somebody has no mailbox")?;
    let servers = Servers {
        username: employee.email.clone(),
        imap: server(&world.addresses().mail.imaps)?,
        smtp: server(&world.addresses().mail.smtps)?,
    };
    mailboxes::connect(engine, &user, address(employee)?, servers, &password).await?;
    let signature = format!(
        "<p>{} {}<br>{}<br>{}</p>",
        employee.first_name,
        employee.last_name,
        employee.title,
        world.company().name
    );
    profile::set_signature(engine, &user, &signature).await?;
    for step in Step::ALL {
        onboard::complete(engine, &user, step).await?;
    }
    Ok(())
}

fn server(url: &str) -> anyhow::Result<Server> {
    let url = Url::parse(url)?;
    Ok(Server {
        host: url.host_str().unwrap_or_default().to_owned(),
        port: url.port().context("no port")?,
        security: Security::Tls,
    })
}

fn language(employee: &Employee) -> Language {
    Language::from_code(&employee.language).unwrap_or_default()
}

fn address(employee: &Employee) -> anyhow::Result<EmailAddress> {
    EmailAddress::parse(&employee.email)
        .map_err(|fault| anyhow::anyhow!("{}: {fault}", employee.email))
}

/// Tokens as if the employee had consented on Salesforce's page.
fn tokens(world: &World, employee: &Employee) -> anyhow::Result<Tokens> {
    let grant = world.salesforce_grant(&employee.username)?;
    Ok(Tokens {
        access_token: SecretString::from(grant.access_token),
        refresh_token: Some(SecretString::from(grant.refresh_token)),
        instance_url: grant.instance_url.parse()?,
        identity_url: grant.id.parse()?,
        organization_id: long_id(&grant.organization_id).context("organisation id")?,
        user_id: long_id(&grant.user_id).context("user id")?,
        issued_at_ms: grant.issued_at.parse()?,
        scope: grant.scope,
    })
}
