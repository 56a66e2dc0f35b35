//! Where an organisation signs in, and the app it signs in through.

use secrecy::SecretString;
use url::{Host, Url};

/// The host that shows the sign-in page and hands out tokens (contracts 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginHost {
    /// `login.salesforce.com`
    Production,
    /// `test.salesforce.com`
    Sandbox,
    /// The organisation's own domain; origin only, made by [`LoginHost::parse`].
    MyDomain(Url),
}

/// Why a text is not a sign-in host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginHostError {
    #[error("nothing was entered")]
    Empty,
    #[error("this is not a web address")]
    NotAnAddress,
    #[error("the address must begin with https://")]
    NotHttps,
    #[error("the address must end in .my.salesforce.com")]
    NotSalesforce,
}

impl LoginHost {
    /// Reads what an admin types or copies: `acme.my.salesforce.com`, with or without `https://` and
    /// path, a Lightning address (`acme.lightning.force.com`, turned into the My Domain it belongs
    /// to), or one of the two general hosts.
    ///
    /// With `allow_private` (the operator's setting for the demo world) any host passes, and so does
    /// `http://`.
    ///
    /// # Errors
    /// [`LoginHostError`], one for each thing to correct.
    pub fn parse(text: &str, allow_private: bool) -> Result<Self, LoginHostError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(LoginHostError::Empty);
        }
        let with_scheme = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let url = Url::parse(&with_scheme).map_err(|_| LoginHostError::NotAnAddress)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LoginHostError::NotAnAddress);
        }
        match url.scheme() {
            "https" => {}
            "http" if allow_private => {}
            "http" => return Err(LoginHostError::NotHttps),
            _ => return Err(LoginHostError::NotAnAddress),
        }
        let host = url.host().ok_or(LoginHostError::NotAnAddress)?.to_owned();
        if let (Host::Domain(name), "https", None) = (&host, url.scheme(), url.port()) {
            match name.as_str() {
                "login.salesforce.com" => return Ok(Self::Production),
                "test.salesforce.com" => return Ok(Self::Sandbox),
                _ => {}
            }
            if let Some(name) = my_domain(name) {
                return origin(&format!("https://{name}")).map(Self::MyDomain);
            }
        }
        if !allow_private {
            return Err(LoginHostError::NotSalesforce);
        }
        origin(&url.origin().ascii_serialization()).map(Self::MyDomain)
    }

    /// The origin, with `/` as path.
    #[must_use]
    pub fn url(&self) -> Url {
        let fixed = |text| Url::parse(text).expect("a constant address");
        match self {
            Self::Production => fixed("https://login.salesforce.com/"),
            Self::Sandbox => fixed("https://test.salesforce.com/"),
            Self::MyDomain(url) => url.clone(),
        }
    }

    /// The URL of one of the OAuth services under this host.
    pub(super) fn service(&self, name: &str) -> Url {
        let mut url = self.url();
        url.set_path(&format!("/services/oauth2/{name}"));
        url
    }
}

fn origin(text: &str) -> Result<Url, LoginHostError> {
    Url::parse(text).map_err(|_| LoginHostError::NotAnAddress)
}

fn my_domain(host: &str) -> Option<String> {
    let own = [
        ".my.salesforce.com",
        ".lightning.force.com",
        ".my.salesforce-setup.com",
    ]
    .iter()
    .find_map(|suffix| host.strip_suffix(suffix))?;
    (!own.is_empty()).then(|| format!("{own}.my.salesforce.com"))
}

/// The External Client App of one organisation (contracts 10.2).
#[derive(Clone, Debug)]
pub struct App {
    pub host: LoginHost,
    /// The consumer key.
    pub client_id: String,
    /// The consumer secret.
    pub client_secret: SecretString,
    /// Must equal one registered callback exactly.
    pub redirect_uri: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        LoginHost::parse(text, false).unwrap().url().to_string()
    }

    #[test]
    fn what_admins_type_is_understood() {
        let acme = "https://acme.my.salesforce.com/";
        for text in [
            "acme.my.salesforce.com",
            " https://Acme.my.salesforce.com/home?x=1#y ",
            "https://acme.lightning.force.com/lightning/o/Lead/list",
            "acme.my.salesforce-setup.com",
        ] {
            assert_eq!(parsed(text), acme, "{text}");
        }
        assert_eq!(
            parsed("acme--uat.sandbox.lightning.force.com"),
            "https://acme--uat.sandbox.my.salesforce.com/"
        );
        assert_eq!(
            LoginHost::parse("login.salesforce.com", false),
            Ok(LoginHost::Production)
        );
        assert_eq!(
            LoginHost::parse("https://test.salesforce.com/", false),
            Ok(LoginHost::Sandbox)
        );
    }

    #[test]
    fn other_hosts_are_refused_with_the_reason() {
        use LoginHostError::{Empty, NotAnAddress, NotHttps, NotSalesforce};
        for (text, why) in [
            ("  ", Empty),
            ("https://", NotAnAddress),
            ("ftp://acme.my.salesforce.com", NotAnAddress),
            ("https://login.salesforce.com@evil.example", NotAnAddress),
            ("http://acme.my.salesforce.com", NotHttps),
            ("acme", NotSalesforce),
            ("https://acme.my.salesforce.com.evil.example", NotSalesforce),
            ("https://acme.my.salesforce.com:8443", NotSalesforce),
            ("https://.my.salesforce.com", NotSalesforce),
            ("https://127.0.0.1:4000", NotSalesforce),
        ] {
            assert_eq!(LoginHost::parse(text, false), Err(why), "{text}");
        }
    }

    #[test]
    fn the_demo_may_be_anywhere() {
        let host = LoginHost::parse("http://127.0.0.1:4000/x", true).unwrap();
        assert_eq!(host.url().as_str(), "http://127.0.0.1:4000/");
    }
}
