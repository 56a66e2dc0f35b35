//! The servers of a mailbox reached by IMAP and SMTP: what the form must hold (contracts 6).

use crate::Refusal;

/// How the line is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// Plain first, then TLS before anything secret.
    StartTls,
}

impl Security {
    pub const ALL: [Self; 2] = [Self::Tls, Self::StartTls];

    pub fn code(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// One server of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
}

impl Server {
    /// Checks what was typed; says nothing yet about whether anybody answers there.
    pub fn read(host: &str, port: &str, security: &str) -> Result<Self, Refusal> {
        let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
        let plausible = !host.is_empty()
            && host.len() <= 253
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
        if !plausible {
            return Err(Refusal::MailboxHost { host });
        }
        let port = port
            .trim()
            .parse()
            .ok()
            .filter(|p| *p > 0)
            .ok_or(Refusal::MailboxPort)?;
        let security = Security::from_code(security).ok_or(Refusal::BadForm)?;
        Ok(Self {
            host,
            port,
            security,
        })
    }
}

/// How to reach a mailbox by IMAP and SMTP; everything but the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Servers {
    /// What the servers know the user by; often the address.
    pub username: String,
    pub imap: Server,
    pub smtp: Server,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_needs_a_host_and_a_port() {
        let server = Server::read(" IMAP.acme.example. ", "993", "tls").unwrap();
        assert_eq!(
            (server.host.as_str(), server.port),
            ("imap.acme.example", 993)
        );
        assert!(matches!(
            Server::read("", "993", "tls"),
            Err(Refusal::MailboxHost { .. })
        ));
        assert!(matches!(
            Server::read("https://imap", "993", "tls"),
            Err(Refusal::MailboxHost { .. })
        ));
        assert_eq!(
            Server::read("imap.x.example", "0", "tls"),
            Err(Refusal::MailboxPort)
        );
        assert_eq!(
            Server::read("imap.x.example", "70000", "tls"),
            Err(Refusal::MailboxPort)
        );
        assert_eq!(
            Server::read("imap.x.example", "993", "none"),
            Err(Refusal::BadForm)
        );
    }
}
