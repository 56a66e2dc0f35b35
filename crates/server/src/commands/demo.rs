//! `liaison demo`: product and pretend world in one process, peopled, ready to look at.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use liaison_engine::{Clock, jobs};
use liaison_standins::World;
use liaison_web::App;
use tokio::net::TcpListener;

use crate::demo::{people, ports, start_page};
use crate::settings::{Network, Storage};
use crate::{listen, wiring};

#[derive(Args)]
pub(crate) struct Demo {
    /// Port of the product; 0 takes any
    #[arg(long, default_value_t = 8100)]
    port: u16,
    /// Folder to keep the demo world in [default: a temporary one]
    #[arg(long)]
    data: Option<PathBuf>,
    /// PostgreSQL to use in place of SQLite
    #[arg(long, env = "LIAISON_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Print one line of JSON with all addresses and accounts, then keep running
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub async fn run(self) -> anyhow::Result<()> {
        let temporary = tempfile::Builder::new().prefix("liaison-demo-").tempdir()?;
        let data = self
            .data
            .clone()
            .unwrap_or_else(|| temporary.path().to_owned());
        let listener = TcpListener::bind(("127.0.0.1", self.port))
            .await
            .with_context(|| {
                format!(
                    "port {} is taken; choose another with --port, or 0 for any",
                    self.port
                )
            })?;
        let address = listener.local_addr()?;

        let world = World::start(ports::options(&data)?)
            .await
            .context("the pretend world cannot be started")?;
        ports::remember(&data, world.addresses())?;
        let storage = Storage {
            data: data.clone(),
            database_url: self.database_url.clone(),
            key_file: None,
        };
        let network = Network {
            listen: address,
            public_url: None,
            smtp_url: Some(world.addresses().mail.smtp.clone()),
            mail_from: Some(format!("liaison@{}", world.company().domain)),
            allow_private_addresses: true,
            extra_ca: Some(world.addresses().ca.clone()),
            demo_clock: None,
        };
        let engine =
            wiring::engine(&storage, &network, Clock::with_offset(world.clock_offset())).await?;
        let stop = listen::stop_signal()?;
        let worker = tokio::spawn(jobs::work(engine.clone(), stop.clone()));
        people::move_in(&engine, &world)
            .await
            .context("the demo company could not move in")?;

        let product = engine.url("");
        if self.json {
            println!("{}", start_page::as_json(&product, &world)?);
        } else {
            println!("The demo world is ready. Open {product}/demo");
        }
        super::serve::end_streams(&engine, stop.clone());
        let app = App::in_demo(engine.clone(), start_page::world(&world));
        listen::serve(listener, liaison_web::router(app), stop).await?;
        worker.await?;
        engine.insight.close().await;
        world.stop().await;
        Ok(())
    }
}
