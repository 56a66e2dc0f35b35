//! `liaison serve`

use anyhow::Context;
use clap::Args;
use liaison_engine::access::first_run;
use liaison_engine::{Clock, Engine, jobs};
use liaison_web::App;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::settings::{Network, Storage};
use crate::{listen, wiring};

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    network: Network,
    /// Leave background jobs to `liaison work`
    #[arg(long, env = "LIAISON_NO_JOBS")]
    no_jobs: bool,
}

impl Serve {
    pub async fn run(mut self) -> anyhow::Result<()> {
        let address = self.network.listen;
        let listener = TcpListener::bind(address).await.with_context(|| {
            format!("{address} cannot be listened on; choose another with --listen")
        })?;
        // With port 0 the system has chosen one by now.
        self.network.listen = listener.local_addr()?;
        let engine =
            wiring::engine(&self.storage, &self.network, clock(&self.network).await?).await?;
        let stop = listen::stop_signal()?;
        greet(&engine).await?;
        let worker =
            (!self.no_jobs).then(|| tokio::spawn(jobs::work(engine.clone(), stop.clone())));
        end_streams(&engine, stop.clone());
        let router = liaison_web::router(App::new(engine.clone()));
        listen::serve(listener, router, stop).await?;
        if let Some(worker) = worker {
            worker.await?;
        }
        engine.insight.close().await;
        Ok(())
    }
}

/// Lines that stay open would keep us from ending.
pub(crate) fn end_streams(engine: &Engine, mut stop: watch::Receiver<bool>) {
    let insight = engine.insight.clone();
    tokio::spawn(async move {
        let _ = stop.wait_for(|stopping| *stopping).await;
        insight.end_streams();
    });
}

/// Says where to go. Before there is an admin that is a one-time link, which is for the operator's
/// eyes and goes to standard output, never to the log.
async fn greet(engine: &Engine) -> anyhow::Result<()> {
    println!("Liaison is at {}", engine.url("/"));
    if first_run::is_needed(engine).await? {
        println!(
            "Nobody administers it yet. Make the first admin with this link, good for 24 hours and once:"
        );
        println!("{}", first_run::new_link(engine).await?);
    }
    Ok(())
}

#[cfg(feature = "demo")]
pub(super) async fn clock(network: &Network) -> anyhow::Result<Clock> {
    match &network.demo_clock {
        Some(url) => crate::demo::clock::follow(url.clone()).await,
        None => Ok(Clock::system()),
    }
}

#[cfg(not(feature = "demo"))]
pub(super) async fn clock(_: &Network) -> anyhow::Result<Clock> {
    Ok(Clock::system())
}
