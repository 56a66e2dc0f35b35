//! Everything an operator sets: one flag, one environment variable, one line of `--help` each.
//! None is needed to start.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use url::Url;

/// Where things are kept. Every command that touches the database takes these.
#[derive(Args, Debug, Clone)]
pub(crate) struct Storage {
    /// Folder for the SQLite database and the key file
    #[arg(long, env = "LIAISON_DATA", default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL to use in place of SQLite: postgres://user:password@host/database
    #[arg(long, env = "LIAISON_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// File with the key that seals secrets [default: key in the data folder; made when missing]
    #[arg(long, env = "LIAISON_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

/// How we reach others and they us.
#[derive(Args, Debug, Clone)]
pub(crate) struct Network {
    /// Address and port to listen on
    #[arg(long, env = "LIAISON_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where people reach Liaison [default: http:// and the listening address]
    #[arg(long, env = "LIAISON_PUBLIC_URL")]
    pub public_url: Option<Url>,
    /// The company's mail relay: smtp://, smtp+starttls:// or smtps://user:password@host:port
    #[arg(long, env = "LIAISON_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Whom our mails are from [default: liaison@ and the host of the public URL]
    #[arg(long, env = "LIAISON_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Allow connections to private addresses: mail servers inside the company, the demo world
    #[arg(long, env = "LIAISON_ALLOW_PRIVATE_ADDRESSES")]
    pub allow_private_addresses: bool,
    /// PEM file with certificate authorities to trust besides the machine's own
    #[arg(long, env = "LIAISON_EXTRA_CA")]
    pub extra_ca: Option<PathBuf>,
    /// Take the time from the demo world's control API; loopback only
    #[cfg(feature = "demo")]
    #[arg(long, env = "LIAISON_DEMO_CLOCK")]
    pub demo_clock: Option<Url>,
}

impl Network {
    pub fn public_url(&self) -> anyhow::Result<Url> {
        match &self.public_url {
            Some(url) => Ok(url.clone()),
            None => Ok(format!("http://{}", self.listen).parse()?),
        }
    }
}
