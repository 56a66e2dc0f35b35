//! `liaison standins`: the pretend world without the product.

use std::path::PathBuf;

use clap::Args;
use liaison_standins::{Options, World};
use serde_json::json;

use crate::listen;

#[derive(Args)]
pub(crate) struct Standins {
    /// Folder for the world's state [default: none is kept]
    #[arg(long)]
    data: Option<PathBuf>,
    /// Redirect address the Salesforce app takes besides loopback ones
    #[arg(long)]
    redirect: Vec<String>,
    /// Print one line of JSON with all addresses and accounts, then keep running
    #[arg(long)]
    json: bool,
}

impl Standins {
    pub async fn run(self) -> anyhow::Result<()> {
        let options = Options {
            data: self.data,
            salesforce_redirects: self.redirect,
            ..Options::default()
        };
        let world = World::start(options).await?;
        let mut stop = listen::stop_signal()?;
        let addresses = world.addresses();
        if self.json {
            let mut line = serde_json::to_value(addresses)?;
            let (client_id, client_secret) = world.salesforce_client();
            line["accounts"] = serde_json::to_value(world.accounts())?;
            line["salesforce_client"] = json!({ "id": client_id, "secret": client_secret });
            println!("{line}");
        } else {
            println!("Pretend Salesforce  {}", addresses.salesforce);
            for (name, address) in [
                ("Google", &addresses.google),
                ("Microsoft", &addresses.microsoft),
            ] {
                if let Some(address) = address {
                    println!("Pretend {name:<11} {address}");
                }
            }
            println!("Mailboxes           {}", addresses.mail.viewer);
            println!("Relay               {}", addresses.mail.smtp);
            println!("Control API         {}", addresses.control);
            println!("Certificates        {}", addresses.ca.display());
        }
        stop.wait_for(|stopping| *stopping).await?;
        world.stop().await;
        Ok(())
    }
}
