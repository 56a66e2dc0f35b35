//! Starts and stops the pretend world.

use std::future::Future;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::addresses::{Addresses, Mail, Ports};
use crate::chance::Clock;
use crate::company::{Account, Company};
use crate::mail::post::Post;
use crate::mail::wire::Wire;
use crate::mail::{imap, smtp, viewer};
use crate::provider::directory::Provider;
use crate::provider::front::{self, Front};
use crate::provider::offices::Offices;
use crate::provider::pushing;
use crate::salesforce::org::Org;
use crate::state::State;
use crate::tls::TlsListener;
use crate::{certificates, control, google, http, microsoft, provider, salesforce, snapshot};

/// How to start a world. The default one forgets everything and takes any ports.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// State folder; `None` is a temporary one, removed with the world.
    pub data: Option<PathBuf>,
    /// Ports to listen on.
    pub ports: Ports,
    /// More redirect URIs of the default client, compared exactly (loopback ones without their port).
    pub salesforce_redirects: Vec<String>,
    /// More redirect URIs of the default clients at Google and Microsoft, compared likewise.
    pub mail_redirects: Vec<String>,
}

/// What a user's consent gave.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grant {
    pub access_token: String,
    pub refresh_token: String,
    pub instance_url: String,
    /// Identity address.
    pub id: String,
    pub organization_id: String,
    pub user_id: String,
    /// Milliseconds, as text.
    pub issued_at: String,
    pub scope: String,
}

/// Tokens of a Google or Microsoft account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tokens {
    pub access_token: String,
    pub refresh_token: String,
    /// Scopes with spaces between.
    pub scope: String,
    /// Seconds.
    pub expires_in: i64,
}

/// A running pretend world; dropping it ends it at once, [`World::stop`] in order.
pub struct World {
    state: Arc<State>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    /// Folder to save into and the moment the org was made; `None` when nothing outlives the world.
    keep: Option<(PathBuf, Timestamp)>,
    _temporary: Option<TempDir>,
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("listening on 127.0.0.1:{port}"))
}

fn address(scheme: &str, listener: &TcpListener) -> anyhow::Result<String> {
    Ok(format!("{scheme}://{}", listener.local_addr()?))
}

impl World {
    /// Starts everything on 127.0.0.1. Fails when a port is taken or the state folder cannot be used.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let (folder, temporary) = match &options.data {
            Some(folder) => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("making {}", folder.display()))?;
                (folder.clone(), None)
            }
            None => {
                let temporary = tempfile::Builder::new()
                    .prefix("pretend-world-")
                    .tempdir()?;
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        let (ca, acceptor) = certificates::prepare(&folder)?;
        let ports = options.ports;
        let web = listen(ports.salesforce).await?;
        let web_port = web.local_addr()?.port();
        // Browsers may resolve localhost to ::1 first; machines without IPv6 do without.
        let web_v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, web_port))
            .await
            .ok();
        let (smtp, smtps) = (listen(ports.smtp).await?, listen(ports.smtps).await?);
        let (imap, imaps) = (listen(ports.imap).await?, listen(ports.imaps).await?);
        let imaps_untrusted = listen(ports.imaps_untrusted).await?;
        let (viewer, control) = (listen(ports.viewer).await?, listen(ports.control).await?);
        let (google, microsoft) = (listen(ports.google).await?, listen(ports.microsoft).await?);
        let secure = listen(ports.microsoft_tls).await?;
        let secure_port = secure.local_addr()?.port();
        let secure_v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, secure_port))
            .await
            .ok();
        let addresses = Addresses {
            salesforce: format!("http://localhost:{web_port}"),
            salesforce_lightning: format!("http://lightning.localhost:{web_port}"),
            salesforce_visualforce: format!("http://vf.localhost:{web_port}"),
            google: Some(address("http", &google)?),
            microsoft: Some(address("http", &microsoft)?),
            microsoft_tls: Some(format!("https://localhost:{secure_port}")),
            mail: Mail {
                smtp: address("smtp", &smtp)?,
                smtps: address("smtps", &smtps)?,
                imap: address("imap", &imap)?,
                imaps: address("imaps", &imaps)?,
                imaps_untrusted: address("imaps", &imaps_untrusted)?,
                viewer: address("http", &viewer)?,
            },
            control: address("http", &control)?,
            ca,
            ..Addresses::default()
        };
        let (state, born) = found(&options, addresses)?;
        let keep = options.data.map(|_| (folder, born));
        let mut world = Self {
            state,
            stop: watch::Sender::new(false),
            tasks: Vec::new(),
            keep,
            _temporary: temporary,
        };
        for listener in std::iter::once(web).chain(web_v6) {
            let state = Arc::clone(&world.state);
            world.spawn(http::serve(
                listener,
                world.stop.subscribe(),
                move |request| salesforce::listener::handle(Arc::clone(&state), request),
            ));
        }
        let state = Arc::clone(&world.state);
        world.spawn(http::serve(
            viewer,
            world.stop.subscribe(),
            move |request| viewer::handle(Arc::clone(&state), request),
        ));
        let state = Arc::clone(&world.state);
        world.spawn(http::serve(
            control,
            world.stop.subscribe(),
            move |request| control::handle(Arc::clone(&state), request),
        ));
        world.serve_provider(&google::listener::FRONT, google, None)?;
        world.serve_provider(&microsoft::listener::FRONT, microsoft, None)?;
        for listener in std::iter::once(secure).chain(secure_v6) {
            let tls = Some(acceptor.clone());
            world.serve_provider(&microsoft::listener::FRONT, listener, tls)?;
        }
        world.spawn(pushing::run(Arc::clone(&world.state)));
        world.serve_mail(smtp, None, acceptor.clone(), smtp::serve);
        world.serve_mail(smtps, Some(acceptor.clone()), acceptor.clone(), smtp::serve);
        world.serve_mail(imap, None, acceptor.clone(), imap::serve);
        world.serve_mail(imaps, Some(acceptor.clone()), acceptor.clone(), imap::serve);
        let untrusted = certificates::untrusted()?;
        world.serve_mail(imaps_untrusted, Some(untrusted), acceptor, imap::serve);
        world.spawn(deliver(Arc::clone(&world.state)));
        if let Some((folder, born)) = world.keep.clone() {
            world.spawn(snapshot::keep_saving(
                Arc::clone(&world.state),
                folder,
                born,
                world.stop.subscribe(),
            ));
        }
        Ok(world)
    }

    fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.push(tokio::spawn(task));
    }

    /// Serves a provider on a listener, behind TLS if there is an acceptor.
    fn serve_provider(
        &mut self,
        front: &'static Front,
        listener: TcpListener,
        tls: Option<TlsAcceptor>,
    ) -> anyhow::Result<()> {
        let port = listener.local_addr()?.port();
        let base: Arc<str> = match &tls {
            Some(_) => format!("https://localhost:{port}").into(),
            None => format!("http://127.0.0.1:{port}").into(),
        };
        let state = Arc::clone(&self.state);
        let handler =
            move |request| front::handle(front, Arc::clone(&state), Arc::clone(&base), request);
        let stop = self.stop.subscribe();
        match tls {
            Some(acceptor) => self.spawn(http::serve(
                TlsListener::new(listener, acceptor),
                stop,
                handler,
            )),
            None => self.spawn(http::serve(listener, stop, handler)),
        }
        Ok(())
    }

    /// Accepts mail clients; with `first`, TLS comes before everything else.
    fn serve_mail<F>(
        &mut self,
        listener: TcpListener,
        first: Option<TlsAcceptor>,
        acceptor: TlsAcceptor,
        serve: fn(Arc<State>, TlsAcceptor, Wire) -> F,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let state = Arc::clone(&self.state);
        self.spawn(async move {
            let mut clients = JoinSet::new();
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                };
                while clients.try_join_next().is_some() {}
                let (state, acceptor, first) =
                    (Arc::clone(&state), acceptor.clone(), first.clone());
                clients.spawn(async move {
                    if let Some(wire) = greet(stream, first).await {
                        serve(state, acceptor, wire).await;
                    }
                });
            }
        });
    }

    /// Where everything listens.
    pub fn addresses(&self) -> &Addresses {
        &self.state.addresses
    }

    /// Every way to sign in that existed at the start.
    pub fn accounts(&self) -> Vec<Account> {
        self.state.company.accounts()
    }

    /// The company and its people.
    pub fn company(&self) -> &Company {
        &self.state.company
    }

    /// Id and secret of the default client.
    pub fn salesforce_client(&self) -> (String, String) {
        let org = self.state.org();
        (org.client.id.clone(), org.client.secret.clone())
    }

    /// Id and secret of the default client at Google.
    pub fn google_client(&self) -> (String, String) {
        self.client(Provider::Google)
    }

    /// Id and secret of the default client at Microsoft.
    pub fn microsoft_client(&self) -> (String, String) {
        self.client(Provider::Microsoft)
    }

    /// Tokens as if that Google account had allowed the scopes. Fails for an unknown address.
    pub fn google_grant(&self, email: &str, scopes: &[&str]) -> anyhow::Result<Tokens> {
        self.tokens(Provider::Google, email, scopes)
    }

    /// Tokens as if that Microsoft account had allowed the scopes, for the resource they belong to.
    pub fn microsoft_grant(&self, email: &str, scopes: &[&str]) -> anyhow::Result<Tokens> {
        self.tokens(Provider::Microsoft, email, scopes)
    }

    fn tokens(&self, provider: Provider, email: &str, scopes: &[&str]) -> anyhow::Result<Tokens> {
        let granted = provider::control::grant(&self.state, provider, email, scopes);
        let granted = granted.with_context(|| format!("no such account: {email}"))?;
        Ok(serde_json::from_value(granted)?)
    }

    fn client(&self, provider: Provider) -> (String, String) {
        let directory = self.state.directory(provider);
        (directory.app.id.clone(), directory.app.secret.clone())
    }

    /// Registers one more redirect URI for the default clients, at Salesforce, Google and Microsoft.
    pub fn allow_redirect(&self, uri: &str) {
        self.state.org().client.redirects.insert(uri.to_owned());
        for provider in [Provider::Google, Provider::Microsoft] {
            let mut directory = self.state.directory(provider);
            directory.app.redirects.insert(uri.to_owned());
        }
        self.state.changed();
    }

    /// Tokens as if that user had consented to `api refresh_token id`. Fails for an unknown user name.
    pub fn salesforce_grant(&self, username: &str) -> anyhow::Result<Grant> {
        let now = self.state.clock.micros();
        let mut org = self.state.org();
        let user = org
            .user_by_name(username)
            .with_context(|| format!("no Salesforce user {username}"))?;
        let grant = grant(&mut org, &user, now);
        drop(org);
        self.state.changed();
        Ok(serde_json::from_value(grant)?)
    }

    /// Ids of records of this object that a user owns and that have an address, at most so many.
    pub fn salesforce_records(&self, username: &str, object: &str, most: usize) -> Vec<String> {
        let org = self.state.org();
        let (Some(owner), Some(object)) = (
            org.user_by_name(username),
            salesforce::schema::object(object),
        ) else {
            return Vec::new();
        };
        org.owned(object, &owner, most)
    }

    /// Enters what the package needs to show the panel: where Liaison is, and the key of the tickets.
    /// Fails for an address that is none or an empty secret.
    pub fn install_panel(&self, base_url: &str, secret: &str) -> anyhow::Result<()> {
        let panel = salesforce::Panel {
            base_url: base_url.to_owned(),
            secret: secret.to_owned(),
        };
        self.state.org().panel = Some(panel.checked().map_err(anyhow::Error::msg)?);
        self.state.changed();
        Ok(())
    }

    /// Microseconds added to real time; also moved through the control API.
    pub fn clock_offset(&self) -> Arc<AtomicI64> {
        self.state.clock.offset()
    }

    /// Ends all listeners and saves.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        for task in std::mem::take(&mut self.tasks) {
            let abort = task.abort_handle();
            // Keep-alive connections would hold a listener open for long.
            if tokio::time::timeout(Duration::from_millis(50), task)
                .await
                .is_err()
            {
                abort.abort();
            }
        }
        self.save();
    }

    fn save(&self) {
        let Some((folder, born)) = &self.keep else {
            return;
        };
        if let Err(error) = snapshot::save(&self.state, folder, *born) {
            tracing::warn!(%error, "the pretend world could not be saved");
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn greet(stream: TcpStream, first: Option<TlsAcceptor>) -> Option<Wire> {
    // Without it, small answers wait for the client's acknowledgement.
    stream.set_nodelay(true).ok()?;
    match first {
        None => Some(Wire::plain(stream)),
        Some(acceptor) => Wire::tls(stream, &acceptor).await.ok(),
    }
}

/// The state of an earlier run, or a new one.
fn found(options: &Options, addresses: Addresses) -> anyhow::Result<(Arc<State>, Timestamp)> {
    let clock = Clock::default();
    let company = Company::found();
    let (kept, post, kept_offices) = match &options.data {
        Some(folder) => snapshot::load(folder)?,
        None => (None, None, None),
    };
    let offices = Offices::open(&company, kept_offices)?;
    let born = kept.as_ref().map_or_else(|| clock.now(), |kept| kept.born);
    let mut org = Org::found(&company, &addresses.salesforce, born);
    if let Some(kept) = kept {
        clock.offset().store(kept.offset, Ordering::Relaxed);
        org.restore(kept.org);
    }
    org.client
        .redirects
        .extend(options.salesforce_redirects.iter().cloned());
    let employees = company
        .employees
        .iter()
        .map(|employee| employee.email.as_str());
    let post = post.unwrap_or_else(|| Post::open(&company.domain, employees));
    let state = State::new(clock, company, addresses, org, post, offices);
    for provider in [Provider::Google, Provider::Microsoft] {
        let mut directory = state.directory(provider);
        let more = options.mail_redirects.iter().cloned();
        directory.app.redirects.extend(more);
    }
    Ok((Arc::new(state), born))
}

/// Tokens of one more consent, in the shape of [`Grant`].
pub fn grant(org: &mut Org, user: &str, now: i64) -> Value {
    let id = org.id.clone();
    let tokens = org.grants.begin(&id, user, "refresh_token api id", "", now);
    json!({
        "access_token": tokens.access, "refresh_token": tokens.refresh, "instance_url": org.url, "id": format!("{}/id/{id}/{user}", org.url),
        "organization_id": id, "user_id": user, "issued_at": (now / 1_000).to_string(), "scope": tokens.scope,
    })
}

/// Delivers mail that is due, by the world's clock.
async fn deliver(state: Arc<State>) {
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let delivered = state.post().deliver_due(state.clock.micros());
        if delivered {
            state.mail_changed();
        }
    }
}
