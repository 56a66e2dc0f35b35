//! An instance with users who are signed in, and an e-mail of each that was delivered.

use std::net::SocketAddr;
use std::path::Path;

use liaison_domain::access::session::SignInMethod;
use liaison_engine::insight::tracking;
use liaison_engine::{Clock, Engine};
use liaison_store::mail::emails;
use liaison_store::people::persons;

use super::cast;
use crate::settings::{Network, Storage};
use crate::wiring;

/// One of them.
pub(super) struct Watched {
    /// The value of the session's cookie.
    pub session: String,
    /// The path of the pixel in the e-mail.
    pub pixel: String,
}

/// An engine on a database in a folder; it is to be served from there.
pub(super) async fn engine(data: &Path) -> anyhow::Result<Engine> {
    let storage = Storage {
        data: data.to_owned(),
        database_url: None,
        key_file: None,
    };
    let network = Network {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: None,
        smtp_url: None,
        mail_from: None,
        allow_private_addresses: false,
        extra_ca: None,
        #[cfg(feature = "demo")]
        demo_clock: None,
    };
    wiring::engine(&storage, &network, Clock::system()).await
}

/// Makes the instance in a folder.
pub(super) async fn make(data: &Path, count: usize) -> anyhow::Result<Vec<Watched>> {
    let engine = engine(data).await?;
    let mut made = Vec::with_capacity(count);
    let tx = engine.db.begin().await?;
    for number in 0..count {
        let seller = format!("seller{number}@bench.example");
        let (user, _, token) = cast::signed_in(&engine, &tx, &seller, SignInMethod::Link).await?;
        let nadia = cast::address(&format!("nadia{number}@bench.example"))?;
        let person = cast::person(&engine, nadia);
        persons::save(&tx, &person).await?;
        let email = cast::email(&engine, user.id, &person)?;
        emails::save(&tx, &email).await?;
        made.push((email.id, token));
    }
    tx.commit().await?;
    let mut watched = Vec::with_capacity(count);
    for (email, session) in made {
        let marked = tracking::mark(&engine, &engine.db, email, "").await?;
        let address = marked.split('"').nth(1).unwrap_or_default();
        let (_, path) = address.split_once("/o/").unwrap_or_default();
        watched.push(Watched {
            session,
            pixel: format!("/o/{path}"),
        });
    }
    Ok(watched)
}
