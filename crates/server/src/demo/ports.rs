//! A kept demo world comes back on the same ports, so that what is stored still fits.

use std::path::Path;

use anyhow::Context;
use liaison_standins::{Addresses, Options, Ports};
use serde_json::{Value, json};
use url::Url;

const FILE: &str = "ports.json";

/// How to start the world in this folder.
pub(crate) fn options(data: &Path) -> anyhow::Result<Options> {
    std::fs::create_dir_all(data).with_context(|| format!("{} cannot be made", data.display()))?;
    let known: Value = match std::fs::read(data.join(FILE)) {
        Ok(bytes) => serde_json::from_slice(&bytes)?,
        Err(_) => json!({}),
    };
    let port = |name: &str| {
        known[name]
            .as_u64()
            .and_then(|p| u16::try_from(p).ok())
            .unwrap_or(0)
    };
    let ports = Ports {
        salesforce: port("salesforce"),
        smtp: port("smtp"),
        smtps: port("smtps"),
        imap: port("imap"),
        imaps: port("imaps"),
        imaps_untrusted: port("imaps_untrusted"),
        viewer: port("viewer"),
        control: port("control"),
        google: port("google"),
        microsoft: port("microsoft"),
        microsoft_tls: port("microsoft_tls"),
    };
    Ok(Options {
        data: Some(data.join("world")),
        ports,
        ..Options::default()
    })
}

pub(crate) fn remember(data: &Path, addresses: &Addresses) -> anyhow::Result<()> {
    let port = |url: &str| Ok::<_, anyhow::Error>(Url::parse(url)?.port());
    let optional = |url: &Option<String>| url.as_deref().map(port).transpose();
    let ports = json!({
        "salesforce": port(&addresses.salesforce)?,
        "smtp": port(&addresses.mail.smtp)?,
        "smtps": port(&addresses.mail.smtps)?,
        "imap": port(&addresses.mail.imap)?,
        "imaps": port(&addresses.mail.imaps)?,
        "imaps_untrusted": port(&addresses.mail.imaps_untrusted)?,
        "viewer": port(&addresses.mail.viewer)?,
        "control": port(&addresses.control)?,
        "google": optional(&addresses.google)?,
        "microsoft": optional(&addresses.microsoft)?,
        "microsoft_tls": optional(&addresses.microsoft_tls)?,
    });
    std::fs::write(data.join(FILE), ports.to_string())?;
    Ok(())
}
