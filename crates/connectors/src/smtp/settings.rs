//! Settings as one address.

use std::str::FromStr;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

use super::{Security, SmtpSettings};

/// Why an address is no mail server setting. Texts never repeat the address: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    #[error(
        "write smtp://, smtps:// or smtp+starttls://, then user:password@ if needed, then the host"
    )]
    NotAnAddress,
    #[error("the scheme must be smtp, smtps or smtp+starttls")]
    Scheme,
    #[error("the host is missing")]
    Host,
    #[error("a user name needs a password, and a password a user name")]
    Credentials,
    #[error("user name and password must be percent-encoded UTF-8")]
    Encoding,
}

/// Reads `smtp://user:password@host:port`, user and password percent-encoded.
///
/// | scheme | security | usual port |
/// | --- | --- | --- |
/// | `smtps` | [`Security::Tls`] | 465 |
/// | `smtp+starttls` | [`Security::StartTls`] (required) | 587 |
/// | `smtp` | [`Security::Plain`] (STARTTLS where offered) | 25, with credentials 587 |
impl FromStr for SmtpSettings {
    type Err = SettingsError;

    fn from_str(text: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(text.trim()).map_err(|_| SettingsError::NotAnAddress)?;
        let has_user = !url.username().is_empty();
        let (security, port) = match url.scheme() {
            "smtps" => (Security::Tls, 465),
            "smtp+starttls" => (Security::StartTls, 587),
            "smtp" if has_user => (Security::Plain, 587),
            "smtp" => (Security::Plain, 25),
            _ => return Err(SettingsError::Scheme),
        };
        let decoded = |part: &str| {
            let part = percent_decode_str(part).decode_utf8();
            part.map(|p| p.into_owned())
                .map_err(|_| SettingsError::Encoding)
        };
        let credentials = match (has_user, url.password()) {
            (false, None) => None,
            (true, Some(password)) => {
                let password = SecretString::from(decoded(password)?);
                Some((decoded(url.username())?, password.into()))
            }
            _ => return Err(SettingsError::Credentials),
        };
        let host = match url.host().ok_or(SettingsError::Host)? {
            Host::Domain("") => return Err(SettingsError::Host),
            Host::Ipv6(ip) => ip.to_string(),
            other => other.to_string(),
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            security,
            credentials,
        })
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::{super::Credentials, *};

    #[test]
    fn addresses_are_read() {
        let read = |text: &str| text.parse::<SmtpSettings>().unwrap();
        let full = read("smtps://rita%40acme.test:p%2Fw:x@mail.acme.test:4465");
        assert_eq!((full.host.as_str(), full.port), ("mail.acme.test", 4465));
        assert_eq!(full.security, Security::Tls);
        let Some((user, Credentials::Password(password))) = &full.credentials else {
            panic!("{full:?}")
        };
        assert_eq!(user, "rita@acme.test");
        assert_eq!(password.expose_secret(), "p/w:x");
        assert!(!format!("{full:?}").contains("p/w"));
        let bare = read("smtp://[::1]");
        assert_eq!((bare.host.as_str(), bare.port), ("::1", 25));
        assert_eq!(read("smtp://a:b@x.test").port, 587);
        assert_eq!(read("smtp+starttls://x.test").security, Security::StartTls);
    }

    #[test]
    fn nonsense_is_refused() {
        let refused = |text: &str| text.parse::<SmtpSettings>().unwrap_err();
        assert_eq!(refused("x.test"), SettingsError::NotAnAddress);
        assert_eq!(refused("imap://x.test"), SettingsError::Scheme);
        assert_eq!(refused("smtp:x"), SettingsError::Host);
        assert_eq!(refused("smtp://a@x.test"), SettingsError::Credentials);
        assert_eq!(refused("smtp://a:%ff@x.test"), SettingsError::Encoding);
    }
}
