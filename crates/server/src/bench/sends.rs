//! How many e-mails leave one mailbox in a second by the whole send protocol, on SQLite, to the pretend
//! world's mail server in this process.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use jiff::SignedDuration;
use liaison_connectors::outbound::{Outbound, OutboundPolicy};
use liaison_domain::access::User;
use liaison_domain::id::{EmailId, IdentityId};
use liaison_domain::links::servers::{Security, Server, Servers};
use liaison_domain::mail::Identity;
use liaison_domain::mail::compose::Typed;
use liaison_domain::mail::signature::Signature;
use liaison_engine::links::mailboxes;
use liaison_engine::mail::emails::{self, Form, When};
use liaison_engine::{Clock, Dice, Engine, Key, Parts, Vault, jobs};
use liaison_standins::{MARKER, Options, World};
use liaison_store::access::users;
use liaison_store::mail::identities;
use liaison_store::people::persons;
use liaison_store::settings::{self, key};
use liaison_store::{Db, Sql, values};
use secrecy::SecretString;
use tokio::sync::{Notify, watch};

use super::peer::Peer;
use super::report::Figure;
use super::{Row, cast};

/// Somebody with a mailbox at the pretend company.
const SELLER: &str = "bjorn.hakansson@fjordlight.example";
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

pub(crate) async fn measure(sends: usize, peer: Option<&Peer>) -> anyhow::Result<Vec<Row>> {
    let row = |what: &str, measured| Row {
        what: what.to_owned(),
        goal: None,
        measured: Some(measured),
    };
    let mut rows = vec![row(
        "e-mails from one mailbox by the send protocol, SMTP with TLS and a copy in Sent by IMAP, SQLite",
        through_the_protocol(sends, true).await?,
    )];
    rows.push(row(
        "– without the copy in Sent",
        through_the_protocol(sends, false).await?,
    ));
    if let Some(peer) = peer {
        let world = world().await?;
        let port = port_of(&world.addresses().mail.smtps)?;
        let password = format!("mail-{MARKER}");
        let rate = tokio::task::block_in_place(|| peer.send(sends, port, SELLER, &password))?;
        rows.push(row(
            "– nodemailer's pool of one connection, to the same server, keeping no record",
            rate,
        ));
    }
    Ok(rows)
}

async fn world() -> anyhow::Result<World> {
    World::start(Options::default())
        .await
        .map_err(|error| anyhow!("{error}"))
}

fn port_of(url: &str) -> anyhow::Result<u16> {
    let port = url.rsplit(':').next().unwrap_or_default();
    port.parse().with_context(|| format!("{url} has no port"))
}

async fn through_the_protocol(sends: usize, with_copies: bool) -> anyhow::Result<Figure> {
    let data = tempfile::Builder::new()
        .prefix("liaison-bench-")
        .tempdir()?;
    let world = world().await?;
    let engine = engine(data.path(), &world).await?;
    let user = seller(&engine).await?;
    connect(&engine, &user, &world).await?;
    while jobs::run_one(&engine).await? {}
    if !with_copies {
        let text = "update mailboxes set sent_folder = null";
        engine.db.run(text, values![]).await?;
    }
    plan(&engine, &user, sends).await?;
    let passed = i64::try_from((emails::UNDO + SignedDuration::from_secs(1)).as_micros())?;
    let clock = world.clock_offset();
    clock.fetch_add(passed, std::sync::atomic::Ordering::Relaxed);

    let (stop, stopping) = watch::channel(false);
    let began = Instant::now();
    let working = tokio::spawn(jobs::work(engine.clone(), stopping));
    while !all_have_left(&engine).await? {
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    let took = began.elapsed();
    stop.send(true).ok();
    working.await?;
    Ok(Figure::PerSecond(sends as f64 / took.as_secs_f64()))
}

async fn engine(data: &Path, world: &World) -> anyhow::Result<Engine> {
    let dice = Dice::system();
    let policy = OutboundPolicy {
        allow_private: true,
        extra_ca: Some(std::fs::read(&world.addresses().ca)?),
        ..OutboundPolicy::default()
    };
    Ok(Engine::new(Parts {
        db: Db::sqlite(&data.join("liaison.db")).await?,
        clock: Clock::with_offset(world.clock_offset()),
        vault: Vault::new(Key::throw(&dice), vec![]),
        dice,
        outbound: Outbound::new(policy)?,
        public_url: "http://127.0.0.1:4444".parse()?,
        relay: None,
        letters: Box::new(liaison_web::TemplateLetters),
        bell: Notify::new(),
    }))
}

async fn seller(engine: &Engine) -> anyhow::Result<User> {
    let user = cast::user(engine, cast::address(SELLER)?);
    let now = user.created_at;
    users::add(&engine.db, &user).await?;
    let identity = Identity {
        id: IdentityId(engine.dice.id(now)),
        user_id: user.id,
        name: user.display_name(),
        address: user.email.clone(),
        is_default: true,
        signature: Signature::default(),
        channel: None,
        verified_at: Some(now),
        link_sent_at: None,
    };
    identities::add(&engine.db, &identity).await?;
    settings::set(&engine.db, key::DAILY_LIMIT, "1000000").await?;
    Ok(user)
}

async fn connect(engine: &Engine, user: &User, world: &World) -> anyhow::Result<()> {
    let mail = &world.addresses().mail;
    let server = |url: &str| {
        anyhow::Ok(Server {
            host: "127.0.0.1".into(),
            port: port_of(url)?,
            security: Security::Tls,
        })
    };
    let servers = Servers {
        username: SELLER.into(),
        imap: server(&mail.imaps)?,
        smtp: server(&mail.smtps)?,
    };
    let password = SecretString::from(format!("mail-{MARKER}"));
    mailboxes::connect(engine, user, user.email.clone(), servers, &password).await?;
    Ok(())
}

async fn plan(engine: &Engine, user: &User, sends: usize) -> anyhow::Result<()> {
    for number in 0..sends {
        let nadia = cast::address(&format!("nadia{number}@buyer.example"))?;
        let person = cast::person(engine, nadia);
        persons::save(&engine.db, &person).await?;
        let form = Form {
            typed: Typed {
                subject: "A word",
                body: "<p>Hello</p>",
                ..Typed::default()
            },
            ..Form::default()
        };
        let id = EmailId(engine.dice.id(engine.clock.now()));
        emails::send(engine, user, id, person.id, &form, &When::Now).await?;
    }
    Ok(())
}

async fn all_have_left(engine: &Engine) -> anyhow::Result<bool> {
    let text = "select count(*) as n from emails where state <> 'delivered'";
    let row = engine.db.row(text, values![]).await?;
    Ok(row.context("no count")?.get::<i64>("n")? == 0)
}
