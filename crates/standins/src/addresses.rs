//! Where everything listens.

use std::path::PathBuf;

use serde::Serialize;

/// Ports on 127.0.0.1; 0 takes any.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ports {
    pub salesforce: u16,
    pub smtp: u16,
    pub smtps: u16,
    pub imap: u16,
    pub imaps: u16,
    pub imaps_untrusted: u16,
    pub viewer: u16,
    pub control: u16,
    pub google: u16,
    pub microsoft: u16,
    pub microsoft_tls: u16,
}

/// Where everything listens.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Addresses {
    /// `http://localhost:PORT`, login host and instance in one.
    pub salesforce: String,
    /// `http://lightning.localhost:PORT`: the same pages as Lightning has them, a site of its own to browsers.
    pub salesforce_lightning: String,
    /// `http://vf.localhost:PORT`: Visualforce pages, framed by others; a third site.
    pub salesforce_visualforce: String,
    /// Not built yet.
    pub marketo: Option<String>,
    /// `http://127.0.0.1:PORT`: sign-in, tokens and Gmail API in one.
    pub google: Option<String>,
    /// `http://127.0.0.1:PORT`: login host and Graph in one.
    pub microsoft: Option<String>,
    /// `https://localhost:PORT`: the same behind the world's CA, for clients that insist on TLS.
    pub microsoft_tls: Option<String>,
    pub mail: Mail,
    /// `http://127.0.0.1:PORT` of the control API.
    pub control: String,
    /// PEM file of the CA behind the TLS listeners.
    pub ca: PathBuf,
}

/// Where mail listens.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Mail {
    /// `smtp://127.0.0.1:PORT`, STARTTLS offered.
    pub smtp: String,
    /// `smtps://127.0.0.1:PORT`, TLS from the start.
    pub smtps: String,
    /// `imap://127.0.0.1:PORT`, STARTTLS offered.
    pub imap: String,
    /// `imaps://127.0.0.1:PORT`, TLS from the start.
    pub imaps: String,
    /// `imaps://127.0.0.1:PORT`, with a certificate nobody has reason to trust.
    pub imaps_untrusted: String,
    /// `http://127.0.0.1:PORT`.
    pub viewer: String,
}
