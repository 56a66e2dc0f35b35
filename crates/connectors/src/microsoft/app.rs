//! Microsoft's addresses, and the app people sign in through.

use secrecy::SecretString;
use url::Url;

use crate::{
    outbound::OutboundError,
    pretend::{base, fixed, under},
};

/// The tenant all personal accounts are in.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Where Microsoft's services are (contracts 5.1, 5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    login: Url,
    /// Above the version.
    pub(super) graph: Url,
    is_pretend: bool,
}

impl Default for Endpoints {
    /// Microsoft's own, in the worldwide cloud.
    fn default() -> Self {
        Self {
            login: fixed(MICROSOFT_LOGIN),
            graph: fixed("https://graph.microsoft.com/"),
            is_pretend: false,
        }
    }
}

const MICROSOFT_LOGIN: &str = "https://login.microsoftonline.com/";

impl Endpoints {
    /// Sign-in and Graph under base addresses, with Microsoft's paths:
    /// `{login}/{tenant}/oauth2/v2.0/authorize` and `/token`, `{graph}/v1.0/…`. An id_token may name
    /// Microsoft or the base as issuer.
    ///
    /// # Errors
    /// [`OutboundError::PrivateAddress`] unless the operator allows private addresses,
    /// [`OutboundError::Invalid`] when a text is no web address.
    pub fn pretend(login: &str, graph: &str, allow_private: bool) -> Result<Self, OutboundError> {
        Ok(Self {
            login: base(login, allow_private)?,
            graph: base(graph, allow_private)?,
            is_pretend: true,
        })
    }

    /// The URL of `authorize` or `token` of a tenant.
    pub(super) fn service(&self, tenant: &Tenant, name: &str) -> Url {
        under(
            &self.login,
            &format!("/{}/oauth2/v2.0/{name}", tenant.name()),
        )
    }

    /// Whether `issuer` is the one of tenant `tid`.
    pub(super) fn is_issuer(&self, issuer: &str, tid: &str) -> bool {
        let of = |login: &str| format!("{}/{tid}/v2.0", login.trim_end_matches('/'));
        issuer == of(self.login.as_str()) || (self.is_pretend && issuer == of(MICROSOFT_LOGIN))
    }
}

/// Whose accounts may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenant {
    /// Work, school and personal accounts of anybody.
    Common,
    /// Work and school accounts of anybody.
    Organizations,
    /// Personal accounts only.
    Consumers,
    /// One organisation, by id or by a domain of its own; made by [`Tenant::parse`].
    One(String),
}

impl Tenant {
    /// Reads what an admin types: one of the three general names, a tenant id, or a domain. `None`
    /// for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        Some(match text.as_str() {
            "common" => Self::Common,
            "organizations" => Self::Organizations,
            "consumers" => Self::Consumers,
            _ if is_id(&text) || is_domain(&text) => Self::One(text),
            _ => return None,
        })
    }

    fn name(&self) -> &str {
        match self {
            Self::Common => "common",
            Self::Organizations => "organizations",
            Self::Consumers => "consumers",
            Self::One(name) => name,
        }
    }

    /// Whether an account of tenant `tid` may sign in. A tenant named by its domain cannot be
    /// compared: there, the token service of that tenant is the one that refuses others.
    pub(super) fn admits(&self, tid: &str) -> bool {
        match self {
            Self::Common => true,
            Self::Organizations => tid != PERSONAL,
            Self::Consumers => tid == PERSONAL,
            Self::One(name) => !is_id(name) || name.eq_ignore_ascii_case(tid),
        }
    }
}

fn is_id(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

fn is_domain(text: &str) -> bool {
    let good = |label: &str| {
        let plain = label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
        !label.is_empty() && plain
    };
    text.contains('.') && text.split('.').all(good)
}

/// The app registration of one installation, of the platform "Web".
#[derive(Clone, Debug)]
pub struct App {
    pub tenant: Tenant,
    /// The application (client) id.
    pub client_id: String,
    /// The secret's value, not its id.
    pub client_secret: SecretString,
    /// Must equal one registered redirect URI exactly.
    pub redirect_uri: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TID: &str = "0f0c4ad1-0000-4000-8000-0000000000aa";

    #[test]
    fn tenants_are_read() {
        assert_eq!(Tenant::parse(" Common"), Some(Tenant::Common));
        for good in [TID, "acme.onmicrosoft.com", "acme.example"] {
            assert_eq!(
                Tenant::parse(good),
                Some(Tenant::One(good.into())),
                "{good}"
            );
        }
        for bad in ["", "acme", "a/../b", "acme..example", "x.test/?a", "a.b#"] {
            assert_eq!(Tenant::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn tenants_admit_their_own() {
        let one = Tenant::One(TID.into());
        assert!(one.admits(TID) && !one.admits(PERSONAL));
        assert!(Tenant::Common.admits(PERSONAL));
        assert!(!Tenant::Organizations.admits(PERSONAL) && Tenant::Organizations.admits(TID));
        assert!(Tenant::Consumers.admits(PERSONAL) && !Tenant::Consumers.admits(TID));
    }

    #[test]
    fn addresses_are_built_under_the_bases() {
        let real = Endpoints::default();
        assert_eq!(
            real.service(&Tenant::Common, "token").as_str(),
            "https://login.microsoftonline.com/common/oauth2/v2.0/token"
        );
        let issuer = format!("https://login.microsoftonline.com/{TID}/v2.0");
        assert!(real.is_issuer(&issuer, TID) && !real.is_issuer(&issuer, PERSONAL));
        let pretend = Endpoints::pretend("http://127.0.0.1:1/l", "http://127.0.0.1:1/g", true);
        let pretend = pretend.unwrap();
        assert!(pretend.is_issuer(&format!("http://127.0.0.1:1/l/{TID}/v2.0"), TID));
        assert!(pretend.is_issuer(&issuer, TID));
        assert!(Endpoints::pretend("http://127.0.0.1:1", "http://127.0.0.1:1", false).is_err());
    }
}
